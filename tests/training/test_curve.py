from pathlib import Path

import numpy as np
import pytest

from cleaner.errors import BadInput
from cleaner.labels import ROLES, Role
from cleaner.training.curve import check_picture, curves, draw
from cleaner.training.evaluate import Judged
from cleaner.training.sample import Sample


def judged() -> Judged:
    sample = Sample("a", "", "en", "text", "", (), ())
    gold = np.array([ROLES.index(role) for role in (Role.PARAGRAPH, Role.PARAGRAPH, Role.CHROME, Role.PARAGRAPH)])
    return Judged(sample, 1.0, gold, gold, np.array([0, 0, 0, 3]), np.array([0.9, 0.5, 0.7, 0.6]))


def test_a_higher_threshold_buys_precision_for_recall() -> None:
    found = curves([judged()])
    np.testing.assert_allclose(found["body"].trade, [[0.9, 1, 1 / 3], [0.7, 1 / 2, 1 / 3], [0.5, 2 / 3, 2 / 3]])
    assert set(found) == {"body", "navigation"}


def test_confidence_stands_beside_the_share_that_is_right() -> None:
    found = curves([judged()])
    np.testing.assert_allclose(found["body"].reliable, [[0.5, 1, 1], [0.7, 0, 1], [0.9, 1, 1]])


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_curves_are_drawn(suffix: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    draw(curves([judged()]), tmp_path / f"curve{suffix}")
    assert (tmp_path / f"curve{suffix}").stat().st_size > 1000


def test_a_picture_of_no_known_format_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(BadInput, match="svg"):
        check_picture(tmp_path / "curve.xyz")
