"""One head of the model: role probabilities of described units, in two passes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.context import context_parts
from cleaner.classify.features import Floats, Ngrams
from cleaner.classify.network import Perceptron, WordPerceptron
from cleaner.segment.units import Units


@dataclass(frozen=True, slots=True)
class Calibration:
    """Piecewise linear map from each label's raw probability to how often it is right.

    x, y  (labels, knots) rising in each row
    """

    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Head:
    """The fitted passes for one kind of input, text or HTML."""

    words: WordPerceptron
    second: Perceptron
    calibration: Calibration

    def judge(self, units: Units, grams: Ngrams, shape: Mapping[str, Floats]) -> "Opinion":
        """What the head thinks of each unit. shape: groups of columns by what they tell."""
        dense = side_by_side(shape)
        around = context_parts(units, dense, self.words(grams, dense))
        groups = tuple((name, part.shape[1]) for name, part in (*shape.items(), *around.items()))
        seen = np.concatenate((dense, side_by_side(around)), axis=1)
        return Opinion(self, groups, seen, self.second(seen))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a head thinks of the units of a batch.

    groups  name and number of columns of each group of `seen`
    seen    (units, columns) what the second pass saw of each unit
    roles   (units, roles) probabilities
    """

    head: Head
    groups: tuple[tuple[str, int], ...]
    seen: Floats
    roles: Floats


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model thinks of a batch.

    units    the pieces it judged; offsets count through the batch
    offsets  (texts + 1,) where each text starts
    opinion  on the role of each unit
    border   (units,) probability that a unit begins a new block
    """

    units: Units
    offsets: NDArray[np.int64]
    opinion: Opinion
    border: Floats


def side_by_side(parts: Mapping[str, NDArray[np.floating]]) -> Floats:
    """Groups of columns as one array."""
    return np.concatenate(list(parts.values()), axis=1).astype(np.float32)
