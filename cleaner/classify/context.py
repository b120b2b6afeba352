"""What the later passes see: the pass before's opinion of a unit's neighbours, surroundings and document.

All sums are over whole numbers, so that a unit's features do not depend on what else is in the batch.
"""

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.features import Floats, running_share, running_sums, side_by_side, spans_of_texts
from cleaner.labels import ROLES, Label, Role
from cleaner.segment.tokens import Ints
from cleaner.segment.units import Units

NEAR = (-3, -2, -1, 1, 2, 3)
WINDOWS = ((-4, -1), (1, 4), (-12, -1), (1, 12), (-40, -1), (1, 40))
_SHAPE_REACH, _ODDS_REACH = 2, 1
_LEAST = np.float32(1e-4)
_NO_ODDS = np.float32(np.log(1e-4) / 5)  # of every role where a text ends
# Columns of `features.dense` passed on for neighbours: sentence ends, title case, digits, length, no sentence end.
_SHAPE_COLUMNS = (5, 11, 13, 16, 21)
_SCALE = 4096

_BODY = np.array([role.label == Label.BODY for role in ROLES])
_PARAGRAPH, _HEADLINE = ROLES.index(Role.PARAGRAPH), ROLES.index(Role.HEADLINE)


def context(units: Units, shape: Floats, opinion: Floats) -> Floats:
    """(units, columns) for the next pass, from the last pass's role probabilities `opinion` (units, roles)."""
    return side_by_side(context_parts(units, shape, opinion))


def context_parts(units: Units, shape: Floats, opinion: Floats) -> dict[str, Floats | NDArray[np.float64]]:
    """Groups of columns by what they tell, in plain words: `reasons` names them to the user.

    shape: (units, columns) features of each unit, in steps.
    """
    first, count = spans_of_texts(units)
    size = units.end - units.start
    whole = np.rint(opinion * _SCALE).astype(np.int64)
    loudness = np.rint(np.log1p(size) * 16).astype(np.int64)
    sure = _odds(opinion)
    sums = _opinion_sums(whole, size)
    return {
        "its words": np.concatenate((np.log(np.maximum(opinion, _LEAST)) / 5, sure), axis=1, dtype=np.float32),
        "the lines beside it": np.concatenate(
            _neighbours(shape[:, _SHAPE_COLUMNS], opinion, sure, first, count), axis=1
        ),
        "the blocks around it": np.concatenate(_surroundings(whole, loudness, first, count), axis=1, dtype=np.float32),
        "the document as a whole": _mean_between(sums, first, first + count),
        "how much of the article has passed": _progress(whole, size, first, count),
        "the lines it stands with": _group(sums, units.breaks),
    }


def _odds(opinion: Floats) -> Floats:
    """Logarithm of the odds of each role: it tells 0.99 from 0.9, which the second pass has to trust differently."""
    held = np.clip(opinion, _LEAST, 1 - _LEAST)
    odds: Floats = np.log(held / (1 - held)) / 5
    return odds


def _neighbours(shape: Floats, opinion: Floats, sure: Floats, first: Ints, count: Ints) -> list[Floats]:
    parts = []
    for offset in NEAR:
        outside = beyond(offset, first, count)
        parts.append(beside(opinion, offset, outside, np.float32(0)))
        if abs(offset) <= _ODDS_REACH:
            parts.append(beside(sure, offset, outside, _NO_ODDS))
        if abs(offset) <= _SHAPE_REACH:
            parts.append(beside(shape, offset, outside, np.float32(0)))
    return parts


def beyond(offset: int, first: Ints, count: Ints) -> NDArray[np.bool_]:
    """(units,) whether the unit so many places farther on belongs to another text, or is none.

    first, count  as `spans_of_texts` gives them
    """
    there = np.arange(len(first)) + offset
    outside: NDArray[np.bool_] = (there < first) | (there >= first + count)
    return outside


def beside(values: Floats, offset: int, outside: NDArray[np.bool_], empty: np.float32) -> Floats:
    """The rows (units, columns) so many places farther on, `empty` where those are `outside`, as `beyond` tells."""
    first = max(0, -offset)
    last = max(first, len(values) - max(0, offset))
    moved = np.empty_like(values)
    moved[first:last] = values[first + offset : last + offset]
    moved[outside] = empty
    return moved


def _surroundings(whole: Ints, weight: Ints, first: Ints, count: Ints) -> list[NDArray[np.float64]]:
    index = np.arange(len(whole))
    last = first + count
    sums = _opinion_sums(whole, weight)
    return [
        _mean_between(sums, np.clip(index + low, first, last), np.clip(index + high + 1, first, last))
        for low, high in WINDOWS
    ]


def _opinion_sums(whole: Ints, weight: Ints) -> Ints:
    """(units + 1, roles + 1) weighted opinions of all units before each, and their weights in the last column."""
    return running_sums(np.column_stack((whole * weight[:, None], weight)))


def _mean_between(sums: Ints, start: Ints, stop: Ints) -> NDArray[np.float64]:
    """Weighted mean opinion of units start..stop-1, zeros where there are none."""
    amounts = sums[stop] - sums[start]
    means: NDArray[np.float64] = amounts[:, :-1] / (np.maximum(amounts[:, -1:], 1) * float(_SCALE))
    return means


def _group(sums: Ints, breaks: Ints) -> NDArray[np.float64]:
    """Mean opinion of the lines that no blank line parts from the unit, itself among them: one box, list or figure."""
    starts = np.flatnonzero(breaks > 1)
    ends = np.append(starts, len(breaks))[1:]
    return np.repeat(_mean_between(sums, starts, ends), ends - starts, axis=0)


def _progress(whole: Ints, size: Ints, first: Ints, count: Ints) -> NDArray[np.float64]:
    """How much of the document's body, paragraphs and headlines has passed and is still to come."""
    columns = []
    for amount in (whole[:, _BODY].sum(axis=1) * size, whole[:, _PARAGRAPH] * size):
        share, total = running_share(amount, first, count)
        columns += [share, np.log1p(total / _SCALE) / 9]
    share, total = running_share(whole[:, _HEADLINE], first, count)
    columns += [np.minimum(share * total / _SCALE, 3), np.minimum((1 - share) * total / _SCALE, 3)]
    return np.stack(columns, axis=1)
