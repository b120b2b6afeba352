"""Does a unit begin a new block, or go on with the one before? Asked of every pair of neighbours."""

import numpy as np

from cleaner.classify.features import Floats
from cleaner.classify.network import REACH, STEPS
from cleaner.segment.tokens import TEXT_START
from cleaner.segment.units import Units


def border_features(shape: Floats, opinion: Floats, units: Units) -> tuple[Floats, Floats]:
    """(units, columns) of the unit before in the same text, and of the unit itself: features in steps, and role
    probabilities in whole steps as large as the features may be.
    """
    here = np.concatenate((shape, np.rint(opinion * (STEPS * REACH))), axis=1, dtype=np.float32)
    before = np.roll(here, 1, axis=0)
    before[units.breaks == TEXT_START] = 0
    return before, here
