"""Where a path leads to."""

import os
from pathlib import Path


def real(path: Path) -> Path:
    """The path without links. `Path.resolve` raises an error where links form a ring; opening that fails by name."""
    return Path(os.path.realpath(path))
