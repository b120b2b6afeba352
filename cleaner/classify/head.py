"""One head of the model: role probabilities of described units, in two passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.context import context_parts
from cleaner.classify.features import Floats, Ngrams
from cleaner.classify.network import Perceptron, Scaler, WordPerceptron, softmax
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

    shape        scale of the features of a unit
    words        the first pass
    around       scale of its opinion of a unit and of all around it
    second       sees both, the shape and what is around
    first_share  how much the first pass has a say beside the second, 0 to 1
    """

    shape: Scaler
    words: WordPerceptron
    around: Scaler
    second: Perceptron
    first_share: float
    calibration: Calibration

    def judge(self, units: Units, grams: Ngrams, shape: Mapping[str, Floats]) -> "Opinion":
        """What the head thinks of each unit. shape: groups of columns by what they tell."""
        steps = self.shape(*shape.values())
        first = self.words(grams, steps)
        around = context_parts(units, steps, first)
        groups = tuple((name, part.shape[1]) for name, part in (*shape.items(), *around.items()))
        beside = self.around(*around.values())
        second, active = self.second.judge(steps, beside)
        return Opinion(self, groups, steps, beside, active, blended(first, second, self.first_share))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is thought of the units of a batch.

    head    whose it is
    groups  name and number of columns of each group of features that the second pass saw, in order
    shape   (units, columns) of each unit itself, in steps
    around  (units, columns) of what is around it, in steps
    active  (units, hidden) which hidden units of the second pass had a say
    roles   (units, roles) probabilities
    """

    head: Head
    groups: tuple[tuple[str, int], ...]
    shape: Floats
    around: Floats
    active: NDArray[np.bool_]
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


def blended(first: Floats, second: Floats, share: float) -> Floats:
    """Geometric mean of two opinions (units, roles), the first with this share."""
    return geometric_mean((first, second), (share, 1 - share)) if share else second


def geometric_mean(opinions: Sequence[Floats], shares: Sequence[float]) -> Floats:
    """Weighted geometric mean of opinions (units, roles), each row summing to 1; the shares sum to 1."""
    weighted = (share * np.log(np.maximum(opinion, _LEAST)) for share, opinion in zip(shares, opinions, strict=True))
    return softmax(np.asarray(sum(weighted), dtype=np.float32))
