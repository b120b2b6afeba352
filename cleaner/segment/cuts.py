"""Where a block may end inside a line: a linear model over the words and shapes around each gap between tokens."""

import functools

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.characters import Kind
from cleaner.segment.tokens import Hashes, Ints, Tokens, bucket, neighbour, pair, read_characters, tokenize

CUT_BUCKETS = 1 << 18
CUT_FEATURES = 16

# Low on purpose: a needless cut is joined again when both sides get one role, a missed one is lost.
CUT_THRESHOLD = 0.1


def cut_features(tokens: Tokens) -> list[Ints]:
    """CUT_FEATURES arrays (tokens,) of buckets below CUT_BUCKETS that describe the gap before each token."""
    word, shape, text = tokens.word, _shapes(tokens), tokens.text
    before, after = neighbour(word, text, -1), neighbour(word, text, 1)
    left, right = neighbour(shape, text, -1), neighbour(shape, text, 1)
    near = pair(left, shape)
    wide = pair(pair(neighbour(shape, text, -2), near), right)
    line, passed, left_over, line_end = _lines(tokens)
    columns = (
        before,
        word,
        pair(before, word),
        pair(neighbour(word, text, -2), before),
        pair(word, after),
        near,
        wide,
        pair(wide, pair(neighbour(shape, text, -3), neighbour(shape, text, 2))),
        pair(line, near),
        pair(pair(word, passed), right),
        pair(pair(word, left_over), line_end),
        pair(pair(word, right), neighbour(shape, text, 2)),
        pair(neighbour(tokens.suffix, text, -1), shape),
        pair(left, tokens.prefix),
        pair(pair(left, word), right),
        pair(before, pair(shape, right)),
    )
    return [bucket(column, salt, CUT_BUCKETS) for salt, column in enumerate(columns)]


def cut_scores(tokens: Tokens, weights: NDArray[np.float32], bias: float) -> NDArray[np.float32]:
    """(tokens,) probability that a block begins at the token; 1 where a line begins.

    Where a bracket opens that ends the line, "Headline (NAME/AFP)", it is at least `CUT_THRESHOLD`: the model, which
    sees three tokens on either side, cannot know how far the closing bracket is.
    """
    logits = np.full(len(tokens), bias, dtype=np.float32)
    for column in cut_features(tokens):
        logits += weights[column]
    scores = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    brackets = _brackets_at_line_ends(tokens)
    scores[brackets] = np.maximum(scores[brackets], np.float32(CUT_THRESHOLD))
    return np.where(tokens.breaks > 0, np.float32(1), scores).astype(np.float32)


def _brackets_at_line_ends(tokens: Tokens) -> Ints:
    """Tokens inside lines where the last bracket of a line opens that the line's last token closes."""
    if not len(tokens):
        return np.zeros(0, dtype=np.int64)
    opens, closes = _brackets()
    index = np.arange(len(tokens))
    line_start = np.maximum.accumulate(np.where(tokens.breaks > 0, index, 0))
    opening = np.maximum.accumulate(np.where(np.isin(tokens.word, opens), index, -1))
    line_end = np.append(tokens.breaks[1:] > 0, True)
    found: Ints = opening[line_end & np.isin(tokens.word, closes) & (opening > line_start)]
    return found


@functools.cache
def _brackets() -> tuple[Hashes, Hashes]:
    """Words of opening and of closing brackets."""
    opening, closing = (tokenize(read_characters([marks])).word for marks in ("([（【", ")]）】"))
    return opening, closing


def _shapes(tokens: Tokens) -> Hashes:
    """Kind of the first and last character, length class, spacing, and whether a line begins: one number a token."""
    length = np.searchsorted((2, 3, 6), tokens.end - tokens.start, side="right")
    code = tokens.kind.astype(np.int64) * len(Kind) + tokens.last
    return ((code * 4 + length) * 2 + tokens.spaced).astype(np.uint64) * np.uint64(2) + (tokens.breaks > 0)


def _lines(tokens: Tokens) -> tuple[Hashes, Hashes, Hashes, Hashes]:
    """Of each token's line: size, tokens passed and left (rounded binary logarithms), kind of its last character."""
    first = np.flatnonzero(tokens.breaks > 0)
    sizes = np.diff(first, append=len(tokens))
    size = np.repeat(sizes, sizes)
    passed = np.arange(len(tokens)) - np.repeat(first, sizes)
    ends = np.repeat(tokens.last[first + sizes - 1].astype(np.uint64), sizes)
    return _logarithm(size), _logarithm(passed + 1), _logarithm(size - passed), ends


def _logarithm(count: Ints) -> Hashes:
    return np.log2(count).round().astype(np.uint64)
