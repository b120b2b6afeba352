"""The elements around the pieces of a page as arrays, so that numpy can count what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from cleaner.classify.features import running_sums
from cleaner.segment.dom import Run
from cleaner.segment.tokens import Ints

_NONE = -1


@dataclass(frozen=True, slots=True)
class Paths:
    """One entry for each step of each piece's way to the root.

    start     (pieces + 1,) where the entries of each piece begin
    piece     which piece, in rising order
    distance  steps from the piece, 0 for the nearest element
    element   number of the element, counted through the page
    kind      index into `kinds`
    kinds     tag and words of elements
    hidden    whether the page hides the element
    """

    start: Ints
    piece: Ints
    distance: Ints
    element: Ints
    kind: Ints
    kinds: tuple[tuple[str, str], ...]
    hidden: Ints

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Self:
        """Read off the steps of the runs, those of each element once."""
        steps = [step for run in runs for step in run.steps]
        size = np.array([len(run.steps) for run in runs], dtype=np.int64)
        start = np.concatenate(([0], np.cumsum(size)))
        numbers = np.array([step.number for step in steps], dtype=np.int64)
        _, first, element = np.unique(numbers, return_index=True, return_inverse=True)
        elements = [steps[k] for k in first.tolist()]
        known: dict[tuple[str, str], int] = {}
        kind = np.array([known.setdefault((step.tag, step.words), len(known)) for step in elements], dtype=np.int64)
        hidden = np.array([step.hidden for step in elements], dtype=np.int64)
        return cls(
            start=start,
            piece=np.repeat(np.arange(len(runs)), size),
            distance=np.arange(len(steps)) - np.repeat(start[:-1], size),
            element=element,
            kind=kind[element],
            kinds=tuple(known),
            hidden=hidden[element],
        )

    def nearest(self, values: Ints, reach: int) -> Ints:
        """(pieces, reach) the values of each piece's nearest entries, -1 where it has no more."""
        found = np.full((len(self.start) - 1, reach), _NONE)
        near = self.distance < reach
        found[self.piece[near], self.distance[near]] = values[near]
        return found

    def sums(self, values: Ints) -> Ints:
        """(pieces, columns) of `values` (entries, columns), added over each piece's entries."""
        sums = running_sums(values)
        return sums[self.start[1:]] - sums[self.start[:-1]]
