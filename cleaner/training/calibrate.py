"""Make probabilities come true: isotonic maps from out-of-fold opinions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from cleaner.classify.decide import label_sums
from cleaner.classify.features import Floats
from cleaner.classify.head import Calibration
from cleaner.labels import LABELS, ROLE_TO_LABEL
from cleaner.training.table import UNKNOWN, Table

_KNOTS = 33
_TO_LABEL = np.array(ROLE_TO_LABEL)


def calibrate_labels(table: Table, opinion: Floats, chosen: NDArray[np.bool_]) -> Calibration:
    """Fit on out-of-fold role probabilities of units that readers labelled.

    table    the training units
    opinion  (units, roles)
    chosen   (units,) which to use: one unit a block, the longest, as the calibration error counts blocks
    """
    raw = label_sums(opinion[chosen])
    gold = _TO_LABEL[table.role[chosen]]
    x = np.empty((len(LABELS), _KNOTS), dtype=np.float32)
    y = np.empty_like(x)
    for k in range(len(LABELS)):
        x[k], y[k] = _isotonic(raw[:, k], gold == k)
    return Calibration(x, y)


def longest_unit_of_blocks(table: Table, samples: Sequence[bool]) -> NDArray[np.bool_]:
    """(units,) True for the longest unit of each block of the marked samples, where its role is known."""
    usable = np.flatnonzero((table.role != UNKNOWN) & np.asarray(samples)[table.units.text])
    order = usable[np.lexsort((-table.size[usable], table.begin[usable], table.units.text[usable]))]
    keys = np.stack((table.units.text[order], table.begin[order]))
    fresh = np.append(True, (keys[:, 1:] != keys[:, :-1]).any(axis=0))
    marked = np.zeros(len(table.units), dtype=bool)
    marked[order[fresh[: len(order)]]] = True
    return marked


def _isotonic(probability: Floats, right: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(probability, right)
    knots = np.quantile(probability, np.linspace(0, 1, 4 * _KNOTS))
    knots = np.unique(np.concatenate(([0], knots, np.linspace(0, 1, _KNOTS))))
    knots = knots[np.linspace(0, len(knots) - 1, _KNOTS).round().astype(int)]
    return knots.astype(np.float32), fitted.predict(knots).astype(np.float32)
