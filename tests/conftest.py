"""What several test modules share: where the seeds and the evaluation data lie."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five scraped articles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared evaluation folder, $CLEANER_SHARED or next to the checkout; skips the test where it is absent."""
    folder = Path(os.environ.get("CLEANER_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"needs the shared evaluation folder: {folder} is absent (set CLEANER_SHARED)")
    return folder
