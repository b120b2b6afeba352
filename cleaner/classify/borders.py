"""Does a unit begin a new block, or go on with the one before? Asked of every pair of neighbours."""

import numpy as np

from cleaner.classify.features import Floats
from cleaner.segment.tokens import TEXT_START
from cleaner.segment.units import Units


def border_features(dense: Floats, opinion: Floats, units: Units) -> Floats:
    """(units, columns) features and role probabilities of a unit beside those of the one before it in its text."""
    here = np.concatenate((dense, opinion), axis=1)
    before = np.roll(here, 1, axis=0)
    before[units.breaks == TEXT_START] = 0
    return np.concatenate((before, here), axis=1)
