"""Forward passes of small fully connected networks, the same to the last bit in any batch."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.features import Floats, Ngrams
from cleaner.segment.tokens import Ints

# A library's matrix product adds in an order of its own, which changes with the shape of the batch and the processor,
# and so do the last bits. Numbers on a grid make every partial sum exact in double precision (inputs below 2**20 in
# steps of 2**-12, weights below 2**6 in steps of 2**-16, at most 2**9 of them), so order stops to matter.
_INPUT_GRID, _WEIGHT_GRID = 2.0**12, 2.0**16
_ROWS = 1 << 14  # at a time, so that a document of a million lines needs no copy of itself in double precision
EDGE_VOICE = np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights (inputs, outputs), on a grid, and bias (outputs,) of a fully connected layer."""

    weights: NDArray[np.float64]
    bias: Floats

    @classmethod
    def of(cls, weights: NDArray[np.floating], bias: NDArray[np.floating]) -> Self:
        """A layer of trained weights, rounded to the grid."""
        return cls(np.rint(weights.astype(np.float64) * _WEIGHT_GRID) / _WEIGHT_GRID, bias.astype(np.float32))

    def __call__(self, rows: Floats) -> Floats:
        """(rows, outputs) before any non-linearity."""
        found = np.empty((len(rows), self.weights.shape[1]), dtype=np.float32)
        for start in range(0, len(rows), _ROWS):
            part = slice(start, start + _ROWS)
            exact = np.rint(rows[part].astype(np.float64) * _INPUT_GRID) / _INPUT_GRID
            found[part] = (exact @ self.weights).astype(np.float32) + self.bias
        return found


@dataclass(frozen=True, slots=True)
class Perceptron:
    """Standardised inputs, one hidden layer of rectified units, softmax over the classes."""

    mean: Floats
    scale: Floats
    hidden: Layer
    output: Layer

    def __call__(self, rows: Floats) -> Floats:
        """(rows, classes) probabilities."""
        return softmax(self.output(np.maximum(self.hidden(self.standardize(rows)), 0)))

    def standardize(self, rows: Floats) -> Floats:
        """(rows, inputs) on the scale that the weights were fitted on; outliers are held at eight deviations."""
        standard: Floats = np.clip((rows - self.mean) / self.scale, -8, 8)
        return standard

    def contributions(self, rows: Floats, chosen: Ints, rival: Ints) -> Floats:
        """(rows, inputs) how much each input speaks for class `chosen` against class `rival`.

        Gradient of the difference of the two logits times the input (Shrikumar et al. 2016): exact for the linear
        piece of the network that the row lies on.
        """
        standard = self.standardize(rows)
        active = self.hidden(standard) > 0
        direction = (self.output.weights[:, chosen] - self.output.weights[:, rival]).T
        gradient: Floats = ((active * direction) @ self.hidden.weights.T).astype(np.float32)
        return np.multiply(standard, gradient)


@dataclass(frozen=True, slots=True)
class WordPerceptron:
    """The first pass: hashed n-grams enter the hidden layer as an embedding sum beside the dense features.

    The n-grams of a unit share one voice; those at its edges have `EDGE_VOICE` each, however long it is.

    rows       (buckets,) row of `embedding` for each bucket; row 0 is zero and stands for what training never saw
    embedding  (rows, hidden)
    """

    rows: NDArray[np.int32]
    embedding: Floats
    dense: Perceptron

    def __call__(self, ngrams: Ngrams, dense: Floats) -> Floats:
        """(units, classes) probabilities."""
        hidden = self.dense.hidden(self.dense.standardize(dense))
        if len(hidden):
            hidden += self._embed(ngrams, len(dense))
        return softmax(self.dense.output(np.maximum(hidden, 0)))

    def _embed(self, ngrams: Ngrams, units: int) -> Floats:
        """Sum of the n-grams' embeddings over the square root of their number, and of the edges'."""
        counts = np.bincount(ngrams.unit, minlength=units)
        first = np.cumsum(counts) - counts
        sums: Floats = np.add.reduceat(self.embedding[self.rows[ngrams.bucket]], first, axis=0)
        edges: Floats = self.embedding[self.rows[ngrams.edges]].sum(axis=1)
        return sums / np.sqrt(counts).astype(np.float32)[:, None] + EDGE_VOICE * edges


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers: Floats = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(logits) else logits
    total: Floats = powers.sum(axis=1, keepdims=True)
    return powers / total
