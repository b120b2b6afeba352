"""Units: lines, and the pieces of lines between likely cuts. Each gets a role of its own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.cuts import CUT_THRESHOLD
from cleaner.segment.tokens import Ints, Tokens


@dataclass(frozen=True, slots=True)
class Units:
    """Arrays of one entry a unit.

    first, last  its tokens are first..last-1
    start, end   character offsets in the batch
    text         which text of the batch
    breaks       line breaks before it; 0 where a line was cut, `TEXT_START` for the first of a text
    cut          probability of the cut model that a block begins here; 1 where a line begins
    """

    first: Ints
    last: Ints
    start: Ints
    end: Ints
    text: Ints
    breaks: Ints
    cut: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.first)


def segment(tokens: Tokens, cut: NDArray[np.float32]) -> Units:
    """Units of a batch: a new one at each line and wherever the cut model sees a likely border."""
    first = np.flatnonzero((tokens.breaks > 0) | (cut >= CUT_THRESHOLD))
    return units_at(tokens, first, cut[first])


def units_at(tokens: Tokens, first: Ints, cut: NDArray[np.float32]) -> Units:
    """Units that begin at the tokens `first`, each with its probability of a cut."""
    last = np.append(first, len(tokens))[1:]
    return Units(
        first=first,
        last=last,
        start=tokens.start[first],
        end=tokens.end[last - 1],
        text=tokens.text[first],
        breaks=tokens.breaks[first],
        cut=cut,
    )
