"""Where a block may end inside a line: a linear model over the words and shapes around each gap between tokens."""

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.characters import Kind
from cleaner.segment.tokens import Hashes, Ints, Tokens, bucket, neighbour, pair

CUT_BUCKETS = 1 << 18
CUT_FEATURES = 16


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
    """(tokens,) probability that a block begins at the token; 1 where a line begins."""
    logits = np.full(len(tokens), bias, dtype=np.float32)
    for column in cut_features(tokens):
        logits += weights[column]
    scores = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return np.where(tokens.breaks > 0, np.float32(1), scores).astype(np.float32)


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
