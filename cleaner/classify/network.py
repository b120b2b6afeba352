"""Forward passes of small fully connected networks, the same to the last bit in any batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cleaner.classify.features import Floats, Ngrams
from cleaner.segment.tokens import Ints

# A library's matrix product adds in an order of its own, which changes with the shape of the batch and the processor,
# and so do the last bits. Whole numbers whose sums stay below 2**24 (single precision) or 2**53 (double) are added
# without rounding, so that order stops to matter.
STEPS, REACH = 32, 8  # standardised inputs, held at eight deviations, in steps of 1/32
_SINGLE_EXACT = 2.0**24
# Activations below 2**10 in steps of 2**-12, weights below 2**5 in steps of 2**-16, at most 2**9 of them.
_MOST_ACTIVE, _ACTIVATION_GRID, _WEIGHT_GRID = 2.0**10, 2.0**12, 2.0**16
_ROWS = 1 << 10  # at a time: they stay in the processor's cache, and a document of a million lines needs no copies
EDGE_VOICE = np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Scaler:
    """Brings columns to the scale that weights were fitted on, in whole steps.

    mean, scale  (columns,)
    """

    mean: Floats
    scale: Floats

    def __call__(self, *parts: NDArray[np.floating]) -> Floats:
        """(rows, columns) whole numbers: standardised values in steps of 1/32, at most eight deviations.

        parts: groups of columns, each (rows, its columns).
        """
        found = np.empty((len(parts[0]), len(self.mean)), dtype=np.float32)
        factor = np.float32(STEPS) / self.scale
        for tile in _tiles(len(found)):
            steps = np.concatenate([part[tile] for part in parts], axis=1, out=found[tile], casting="same_kind")
            steps -= self.mean
            steps *= factor
            np.clip(steps, -STEPS * REACH, STEPS * REACH, out=steps)
            np.rint(steps, out=steps)
        return found


@dataclass(frozen=True, slots=True)
class HiddenLayer:
    """A fully connected layer over whole steps, in single precision.

    steps  (inputs, units) weights as whole numbers
    scale  (units,) what a product of an input step and a weight step is worth
    bias   (units,)
    """

    steps: Floats
    scale: Floats
    bias: Floats

    @classmethod
    def of(cls, weights: NDArray[np.floating], bias: NDArray[np.floating]) -> Self:
        """A layer of trained weights, each unit's in the finest steps whose sums cannot pass 2**24."""
        exact = weights.astype(np.float64)
        room = _SINGLE_EXACT / (STEPS * REACH) - len(exact) / 2  # every weight may be rounded up by a half
        step = np.maximum(np.abs(exact).sum(axis=0) / room, 1e-12)
        scale = (step / STEPS).astype(np.float32)
        return cls(np.rint(exact / step).astype(np.float32), scale, bias.astype(np.float32))

    @property
    def weights(self) -> Floats:
        """(inputs, units) as they work: rounded to steps."""
        rounded: Floats = self.steps * (self.scale * np.float32(STEPS))
        return rounded

    def __call__(self, inputs: Floats) -> Floats:
        """(rows, units) before any non-linearity."""
        found: Floats = inputs @ self.steps
        found *= self.scale
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class OutputLayer:
    """A fully connected layer over rectified units, in double precision: these reach farther than inputs.

    weights  (units, outputs) on a grid
    bias     (outputs,)
    """

    weights: NDArray[np.float64]
    bias: Floats

    @classmethod
    def of(cls, weights: NDArray[np.floating], bias: NDArray[np.floating]) -> Self:
        """A layer of trained weights, rounded to the grid."""
        return cls(np.rint(weights.astype(np.float64) * _WEIGHT_GRID) / _WEIGHT_GRID, bias.astype(np.float32))

    def __call__(self, hidden: Floats) -> Floats:
        """(rows, outputs) logits, from the hidden units before they are rectified."""
        active = np.clip(hidden, 0, _MOST_ACTIVE)
        active *= np.float32(_ACTIVATION_GRID)
        exact = np.rint(active, out=active).astype(np.float64) @ self.weights
        found: Floats = (exact / _ACTIVATION_GRID).astype(np.float32) + self.bias
        return found


@dataclass(frozen=True, slots=True)
class Perceptron:
    """One hidden layer of rectified units over the steps of a `Scaler`, softmax over the classes."""

    hidden: HiddenLayer
    output: OutputLayer

    def __call__(self, *inputs: Floats) -> Floats:
        """(rows, classes) probabilities. inputs: groups of columns, each (rows, its columns)."""
        return self.judge(*inputs)[0]

    def judge(self, *inputs: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """(rows, classes) probabilities, and (rows, units) which hidden units had a say."""
        logits = np.empty((len(inputs[0]), len(self.output.bias)), dtype=np.float32)
        active = np.empty((len(logits), len(self.hidden.bias)), dtype=np.bool_)
        for tile in _tiles(len(logits)):
            hidden = self.hidden(_side_by_side(inputs, tile))
            np.greater(hidden, 0, out=active[tile])
            logits[tile] = self.output(hidden)
        return softmax(logits), active

    def contributions(
        self, inputs: Sequence[Floats], active: NDArray[np.bool_], chosen: Ints, rival: Ints, groups: Floats
    ) -> Floats:
        """(rows, groups) how much the inputs of each group speak for class `chosen` against class `rival`.

        Gradient of the difference of the two logits times the input (Shrikumar et al. 2016): exact for the linear
        piece of the network that the row lies on.

        active  (rows, units) as `judge` found them
        groups  (inputs, groups) 1 where an input belongs to a group
        """
        found = np.empty((len(chosen), groups.shape[1]), dtype=np.float32)
        weights, back = self.output.weights.T.astype(np.float32), self.hidden.weights.T
        for tile in _tiles(len(chosen)):
            direction = weights[chosen[tile]] - weights[rival[tile]]
            direction *= active[tile]
            gradient = direction @ back
            gradient *= _side_by_side(inputs, tile)
            found[tile] = gradient @ groups
        return found


@dataclass(frozen=True, slots=True)
class Embedding:
    """A row of weights for each n-gram, in bytes: a quarter of the memory, and only what a batch uses is unpacked.

    steps  (rows, hidden) whole numbers
    scale  (rows,) what a step of each row is worth
    """

    steps: NDArray[np.int8]
    scale: Floats

    @classmethod
    def of(cls, weights: Floats) -> Self:
        """Trained weights, each row in the finest steps that reach its largest."""
        scale = (np.maximum(np.abs(weights).max(axis=1), 1e-12) / 127).astype(np.float32)
        return cls(np.rint(weights / scale[:, None]).astype(np.int8), scale)

    def __call__(self, rows: NDArray[np.int32]) -> tuple[NDArray[np.int32], Floats]:
        """Where each of `rows` stands in a table of those that occur, and the table (occurring, hidden)."""
        occurs = np.zeros(len(self.steps), dtype=np.bool_)
        occurs[rows] = True
        used = np.flatnonzero(occurs)
        place = np.empty(len(self.steps), dtype=np.int32)
        place[used] = np.arange(len(used))
        return place[rows], np.multiply(self.steps[used], self.scale[used, None], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class WordPerceptron:
    """The first pass: hashed n-grams enter the hidden layer as an embedding sum beside the steps of the features.

    The n-grams of a unit share one voice; those at its edges have `EDGE_VOICE` each, however long it is.

    rows       (buckets,) row of `embedding` for each bucket; row 0 is zero and stands for what training never saw
    """

    rows: NDArray[np.int32]
    embedding: Embedding
    hidden: HiddenLayer
    output: OutputLayer

    def __call__(self, ngrams: Ngrams, inputs: Floats) -> Floats:
        """(units, classes) probabilities."""
        hidden = self._embed(ngrams, len(inputs))
        logits = np.empty((len(inputs), len(self.output.bias)), dtype=np.float32)
        for tile in _tiles(len(inputs)):
            logits[tile] = self.output(self.hidden(inputs[tile]) + hidden[tile])
        return softmax(logits)

    def contributions(self, ngrams: Ngrams, inputs: Floats, chosen: Ints, rival: Ints) -> Floats:
        """(n-grams,) how much each speaks for its unit's class `chosen` (units,) against `rival`; those at the edges
        are not told apart. By gradient times input, as for `Perceptron.contributions`.
        """
        hidden = self.hidden(inputs) + self._embed(ngrams, len(inputs))
        weights = self.output.weights
        direction = ((weights[:, chosen] - weights[:, rival]).T * (hidden > 0)).astype(np.float32)
        voice = 1 / np.sqrt(np.maximum(np.bincount(ngrams.unit, minlength=len(inputs)), 1))
        place, table = self.embedding(self.rows[ngrams.bucket])
        spoken = np.einsum("ij,ij->i", table[place], direction[ngrams.unit])
        found: Floats = (spoken * voice[ngrams.unit]).astype(np.float32)
        return found

    def _embed(self, ngrams: Ngrams, units: int) -> Floats:
        """Sum of the n-grams' embeddings over the square root of their number, and of the edges'."""
        own, shared = np.bincount(ngrams.unit, minlength=units), ngrams.shared
        count = own if shared is None else own + np.bincount(shared.unit, shared.sizes[shared.entry], units)
        voice = (1 / np.sqrt(np.maximum(count, 1))).astype(np.float32)
        alike = (ngrams.bucket, ngrams.edges.ravel(), *(() if shared is None else (shared.bucket,)))
        place, table = self.embedding(self.rows[np.concatenate(alike)])
        inner, edges, common = np.split(place, np.cumsum([len(part) for part in alike[:2]]))
        sums = _sums(table, inner, np.repeat(voice, own), own)
        sums += _sums(table, edges, np.full(len(edges), EDGE_VOICE), np.full(units, ngrams.edges.shape[1]))
        if shared is not None:
            of_owners = _sums(table, common, np.ones(len(common), dtype=np.float32), shared.sizes)
            entries = np.bincount(shared.unit, minlength=units)
            sums += _sums(of_owners, shared.entry, np.repeat(voice, entries), entries)
        return sums


def _sums(table: Floats, place: Ints | NDArray[np.int32], voice: Floats, counts: Ints) -> Floats:
    """(units, hidden) sums of rows of the table, each as loud as its voice; `counts` of them a unit.

    scipy's product of a sparse matrix needs a tenth of the time of numpy's gather and reduceat.
    """
    ends = np.concatenate(([0], np.cumsum(counts)))
    sums: Floats = csr_matrix((voice, place, ends), shape=(len(counts), len(table))) @ table
    return sums


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers: Floats = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(logits) else logits
    total: Floats = powers.sum(axis=1, keepdims=True)
    return powers / total


def _tiles(count: int) -> Iterator[slice]:
    """Slices of `_ROWS` that cover so many rows."""
    return (slice(start, start + _ROWS) for start in range(0, count, _ROWS))


def _side_by_side(inputs: Sequence[Floats], tile: slice) -> Floats:
    return inputs[0][tile] if len(inputs) == 1 else np.concatenate([part[tile] for part in inputs], axis=1)
