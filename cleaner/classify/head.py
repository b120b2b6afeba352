"""One head of the model: role probabilities of described units, in two passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.context import context_parts
from cleaner.classify.features import Floats, Ngrams
from cleaner.classify.network import Perceptron, WordPerceptron, softmax
from cleaner.segment.tokens import Tokens
from cleaner.segment.units import Units

_LEAST = 1e-9  # of a probability whose logarithm is taken


@dataclass(frozen=True, slots=True)
class Calibration:
    """Piecewise linear map from each label's raw probability to how often it is right.

    x, y  (labels, knots) rising in each row
    """

    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Head:
    """What judges one kind of input, text or HTML, in two passes that were fitted together.

    words        networks of the first pass, fitted from different seeds; the mean of their opinions counts
    second       sees that opinion of a unit and of all around it
    first_share  how much the first pass has a say beside the second, 0 to 1
    """

    words: tuple[WordPerceptron, ...]
    second: Perceptron
    first_share: float
    calibration: Calibration

    def judge(self, units: Units, grams: Ngrams, shape: Mapping[str, Floats]) -> "Opinion":
        """What the head thinks of each unit. shape: groups of columns by what they tell."""
        dense = side_by_side(shape)
        first = mean_opinion([network(grams, dense) for network in self.words])
        around = context_parts(units, dense, first)
        groups = tuple((name, part.shape[1]) for name, part in (*shape.items(), *around.items()))
        seen = np.concatenate((dense, side_by_side(around)), axis=1)
        return Opinion(self, groups, seen, blended(first, self.second(seen), self.first_share))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is thought of the units of a batch.

    head    whose it is
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

    tokens   of the batch; offsets count through it
    units    the pieces it judged
    grams    what it saw of their words
    offsets  (texts + 1,) where each text starts
    opinion  on the role of each unit
    border   (units,) probability that a unit begins a new block
    calibration  of the head that judged
    """

    tokens: Tokens
    units: Units
    grams: Ngrams
    offsets: NDArray[np.int64]
    opinion: Opinion
    border: Floats
    calibration: Calibration


def mean_opinion(opinions: Sequence[Floats]) -> Floats:
    """Geometric mean of opinions (units, roles), each row summing to 1."""
    if len(opinions) == 1:
        return opinions[0]
    logits = sum(np.log(np.maximum(opinion, _LEAST)) for opinion in opinions) / len(opinions)
    return softmax(np.asarray(logits, dtype=np.float32))


def blended(first: Floats, second: Floats, share: float) -> Floats:
    """Geometric mean of two opinions (units, roles), the first with this share."""
    if not share:
        return second
    logits = share * np.log(np.maximum(first, _LEAST)) + (1 - share) * np.log(np.maximum(second, _LEAST))
    return softmax(logits.astype(np.float32))


def side_by_side(parts: Mapping[str, NDArray[np.floating]]) -> Floats:
    """Groups of columns as one array."""
    return np.concatenate(list(parts.values()), axis=1).astype(np.float32)
