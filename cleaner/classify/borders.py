"""Does a unit begin a new block, or go on with the one before? Asked of every pair of neighbours."""

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.context import beside, beyond
from cleaner.classify.features import Floats, spans_of_texts, totals, widest_units
from cleaner.classify.network import REACH, STEPS
from cleaner.segment.characters import Kind
from cleaner.segment.tokens import TEXT_START, Tokens
from cleaner.segment.units import Units

_BESIDE = (-2, -1, 0, 1)  # units that are seen of each
_WHOLE = STEPS * REACH  # what is a share becomes whole steps as large as the features may be
_WIDE = 0.5  # of a text's widest line
_GOING_ON = np.isin(np.arange(len(Kind)), (Kind.LOWER, Kind.TERMINAL, Kind.CLOSING, Kind.PUNCTUATION))


def border_features(shape: Floats, opinion: Floats, units: Units, habits: Floats) -> tuple[Floats, ...]:
    """(units, columns) each: of two units before in the same text, of the unit and of the one behind it features in
    steps and role probabilities in whole steps; and the habits of the text.

    habits  as `line_habits` gives them
    """
    here = np.concatenate((shape, np.rint(opinion * _WHOLE)), axis=1, dtype=np.float32)
    first, count = spans_of_texts(units)
    around = [beside(here, offset, beyond(offset, first, count), np.float32(0)) for offset in _BESIDE]
    return *around, np.rint(habits * _WHOLE)


def line_habits(tokens: Tokens, units: Units) -> Floats:
    """(units, 8) how the lines of the whole text break, at single line breaks and at blank lines: the share of wide
    lines that end a sentence, of lines that go on with a small letter or a mark, of both at once, and of those that
    had no room for the next word.

    One line says little, above all where letters have no case; a text that was wrapped, or whose links stand on lines
    of their own, does it everywhere.
    """
    first, count = spans_of_texts(units)
    width, widest = units.end - units.start, widest_units(units)
    before = np.maximum(np.arange(len(units)) - 1, 0)
    ends = _ends_sentence(tokens, units)[before]
    goes_on = _GOING_ON[tokens.kind[units.first]]
    wide = (width >= _WIDE * widest)[before]
    full = width[before] + 1 + (tokens.end - tokens.start)[units.first] >= widest
    asked = [
        (mark, among)
        for broken in (units.breaks == 1, (units.breaks > 1) & (units.breaks != TEXT_START))
        for mark, among in ((ends, broken & wide), (goes_on, broken), (goes_on & ~ends, broken), (full, broken))
    ]
    marked, among = (np.stack(columns, axis=1) for columns in zip(*asked, strict=True))
    shares = (totals(marked & among, first, count) + 0.5) / (totals(among, first, count) + 1)
    return shares.astype(np.float32)


def _ends_sentence(tokens: Tokens, units: Units) -> NDArray[np.bool_]:
    """(units,) whether each closes with a full stop or the like, perhaps inside a closing quote."""
    last = units.last - 1
    inner = np.maximum(last - 1, units.first)
    ends = tokens.last == Kind.TERMINAL
    closed: NDArray[np.bool_] = ends[last] | ((tokens.last[last] == Kind.CLOSING) & ends[inner])
    return closed
