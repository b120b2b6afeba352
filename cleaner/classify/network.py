"""Forward passes of small fully connected networks, the same to the last bit in any batch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.features import Floats, Ngrams

# BLAS picks its kernel by the shape of a product, and kernels round differently. Products over tiles of one fixed
# height give a row the same bits wherever it stands and whatever stands beside it.
_TILE = 256


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights (inputs, outputs) and bias (outputs,) of a fully connected layer."""

    weights: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        """(rows, outputs) before any non-linearity."""
        out = np.empty((len(rows), len(self.bias)), dtype=np.float32)
        for start in range(0, len(rows), _TILE):
            tile = np.zeros((_TILE, rows.shape[1]), dtype=np.float32)
            part = rows[start : start + _TILE]
            tile[: len(part)] = part
            out[start : start + _TILE] = (tile @ self.weights)[: len(part)]
        return out + self.bias


@dataclass(frozen=True, slots=True)
class Perceptron:
    """Standardised inputs, one hidden layer of rectified units, softmax over the classes."""

    mean: Floats
    scale: Floats
    hidden: Layer
    output: Layer

    def __call__(self, rows: Floats) -> Floats:
        """(rows, classes) probabilities."""
        standard = np.clip((rows - self.mean) / self.scale, -8, 8)
        return softmax(self.output(np.maximum(self.hidden(standard), 0)))


@dataclass(frozen=True, slots=True)
class WordPerceptron:
    """The first pass: hashed n-grams enter the hidden layer as an embedding sum beside the dense features.

    rows       (buckets,) row of `embedding` for each bucket; row 0 is zero and stands for what training never saw
    embedding  (rows, hidden)
    """

    rows: NDArray[np.int32]
    embedding: Floats
    dense: Perceptron

    def __call__(self, ngrams: Ngrams, dense: Floats) -> Floats:
        """(units, classes) probabilities."""
        standard = np.clip((dense - self.dense.mean) / self.dense.scale, -8, 8)
        hidden = self.dense.hidden(standard)
        if len(hidden):
            hidden += self._embed(ngrams, len(dense))
        return softmax(self.dense.output(np.maximum(hidden, 0)))

    def _embed(self, ngrams: Ngrams, units: int) -> Floats:
        """Sum of the n-grams' embeddings over the square root of their number; every unit has an n-gram."""
        counts = np.bincount(ngrams.unit, minlength=units)
        first = np.cumsum(counts) - counts
        sums = np.add.reduceat(self.embedding[self.rows[ngrams.bucket]], first, axis=0)
        return sums / np.sqrt(counts).astype(np.float32)[:, None]


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(logits) else logits
    return powers / powers.sum(axis=1, keepdims=True)
