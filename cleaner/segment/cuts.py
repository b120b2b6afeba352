"""Where a block may end inside a line: a linear model over the words and shapes around each gap between tokens."""

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.characters import Kind
from cleaner.segment.tokens import Hashes, Ints, Tokens, mix, neighbour

CUT_BUCKETS = 1 << 18
CUT_FEATURES = 13


def cut_features(tokens: Tokens) -> Ints:
    """(tokens, CUT_FEATURES) buckets below CUT_BUCKETS that describe the gap before each token."""
    word, shape = tokens.word, _shapes(tokens)
    line = _line_size(tokens)
    before, after = neighbour(word, tokens.text, -1), neighbour(word, tokens.text, 1)
    left, right = neighbour(shape, tokens.text, -1), neighbour(shape, tokens.text, 1)
    near = _pair(left, shape)
    wide = _pair(_pair(neighbour(shape, tokens.text, -2), near), right)
    columns = (
        before,
        word,
        _pair(before, word),
        _pair(neighbour(word, tokens.text, -2), before),
        _pair(word, after),
        near,
        wide,
        _pair(wide, _pair(neighbour(shape, tokens.text, -3), neighbour(shape, tokens.text, 2))),
        _pair(line, near),
        _pair(neighbour(tokens.suffix, tokens.text, -1), shape),
        _pair(left, tokens.prefix),
        _pair(_pair(left, word), right),
        _pair(before, _pair(shape, right)),
    )
    salted = (mix(column + np.uint64(k + 1)) for k, column in enumerate(columns))
    return np.stack([(h & np.uint64(CUT_BUCKETS - 1)).astype(np.int64) for h in salted], axis=1)


def cut_scores(tokens: Tokens, weights: NDArray[np.float32], bias: float) -> NDArray[np.float32]:
    """(tokens,) probability that a block begins at the token; 1 where a line begins."""
    if not len(tokens):
        return np.zeros(0, dtype=np.float32)
    logits = weights[cut_features(tokens)].sum(axis=1) + np.float32(bias)
    scores = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return np.where(tokens.breaks > 0, np.float32(1), scores).astype(np.float32)


def _shapes(tokens: Tokens) -> Hashes:
    """Kind of the first and last character, length class, spacing, and whether a line begins: one number a token."""
    length = np.searchsorted((2, 3, 6), tokens.end - tokens.start, side="right")
    code = tokens.kind.astype(np.int64) * len(Kind) + tokens.last
    return ((code * 4 + length) * 2 + tokens.spaced).astype(np.uint64) * np.uint64(2) + (tokens.breaks > 0)


def _line_size(tokens: Tokens) -> Hashes:
    """Rounded binary logarithm of the number of tokens in each token's line."""
    first = np.flatnonzero(tokens.breaks > 0)
    sizes = np.diff(first, append=len(tokens))
    return np.repeat(np.log2(sizes).round().astype(np.uint64), sizes)


def _pair(left: Hashes, right: Hashes) -> Hashes:
    return left * np.uint64(0x9E3779B97F4A7C15) + (right ^ (right >> np.uint64(29)))
