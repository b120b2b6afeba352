"""Units: lines, and the pieces of lines between likely cuts. Each gets a role of its own."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.tokens import Hashes, Ints, Tokens, read_characters, tokenize

# Low on purpose: a needless cut is joined again when both sides get one role, a missed one is lost.
CUT_THRESHOLD = 0.1


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
    """Units of a batch: a new one at each line, at brackets that end one, and where the cut model sees a border."""
    first = np.flatnonzero((tokens.breaks > 0) | (cut >= CUT_THRESHOLD) | _closing_brackets(tokens))
    last = np.append(first, len(tokens))[1:]
    return Units(
        first=first,
        last=last,
        start=tokens.start[first],
        end=tokens.end[last - 1],
        text=tokens.text[first],
        breaks=tokens.breaks[first],
        cut=cut[first],
    )


def _closing_brackets(tokens: Tokens) -> NDArray[np.bool_]:
    """(tokens,) where the last bracket of a line opens, if the line ends with it: "Headline (NAME/AFP)".

    The cut model, which sees three tokens on either side, cannot know how far the closing bracket is.
    """
    opens, closes = _brackets()
    index = np.arange(len(tokens))
    line_start = np.maximum.accumulate(np.where(tokens.breaks > 0, index, 0)) if len(tokens) else index
    opening = np.maximum.accumulate(np.where(np.isin(tokens.word, opens), index, -1)) if len(tokens) else index
    line_end = np.append(tokens.breaks[1:] > 0, True)[: len(tokens)]
    closed = line_end & np.isin(tokens.word, closes) & (opening > line_start)
    found = np.zeros(len(tokens), dtype=bool)
    found[opening[closed]] = True
    return found


@functools.cache
def _brackets() -> tuple[Hashes, Hashes]:
    """Words of opening and of closing brackets."""
    opening, closing = (tokenize(read_characters([marks])).word for marks in ("([（【", ")]）】"))
    return opening, closing
