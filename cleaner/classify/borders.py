"""Does a unit begin a new block, or go on with the one before? Asked of every pair of neighbours."""

import numpy as np

from cleaner.classify.features import Floats
from cleaner.segment.tokens import TEXT_START
from cleaner.segment.units import Units


def border_features(dense: Floats, units: Units) -> Floats:
    """(units, columns) the dense features of a unit beside those of the one before it in its text."""
    before = np.roll(dense, 1, axis=0)
    before[units.breaks == TEXT_START] = 0
    return np.concatenate((before, dense), axis=1)
