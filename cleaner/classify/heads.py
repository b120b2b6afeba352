"""What heads the boxes that a piece of a page stands in: "Newsletter", "Advertisement", "Most read"."""

import numpy as np

from cleaner.classify.features import BUCKETS, Shared
from cleaner.classify.paths import Paths
from cleaner.segment.tokens import Hashes, Ints, bucket, pair, ranges

HEAD_NGRAMS = 2  # a word of a head
WORDS, _LONGEST = 4, 10  # of a head that are read, and of a piece that counts as one
_REACH, _HEADS = 8, 3  # elements around a piece that are looked at, and heads that it knows of
_SALT = 72


def box_heads(paths: Paths, word: Hashes, following: Hashes, first: Ints, size: Ints) -> Shared:
    """The words of the first piece in each of the nearest elements around a piece of a page.

    word, following  (tokens,) hash of each token of the batch, and of the next one in its unit
    first, size      (pieces,) first token of each, and how many it has
    """
    piece, head, nearest = heads_of(paths, size)
    owners, entry = np.unique(head * 2 + nearest, return_inverse=True)
    token, owner = _words_of(first[owners // 2], size[owners // 2])
    placed = pair((owners % 2).astype(np.uint64)[owner], word[token])
    buckets = bucket(placed, _SALT, BUCKETS), bucket(pair(placed, following[token]), _SALT + 1, BUCKETS)
    return Shared(np.stack(buckets, axis=1).ravel(), np.repeat(owner, HEAD_NGRAMS), entry, piece)


def heads_of(paths: Paths, words: Ints) -> tuple[Ints, Ints, Ints]:
    """Piece, head and whether it is the piece's nearest, of each head that a piece knows of.

    words  (pieces,) how many each has
    """
    _, first = np.unique(paths.element, return_index=True)
    head = paths.piece[first][paths.element]
    known = (paths.distance < _REACH) & (head != paths.piece) & (words[head] <= _LONGEST)
    piece, head = paths.piece[known], head[known]
    new = np.flatnonzero(np.append(True, (piece[1:] != piece[:-1]) | (head[1:] != head[:-1]))) if len(piece) else piece
    piece, head = piece[new], head[new]
    rank = np.arange(len(piece)) - np.searchsorted(piece, piece)
    near = rank < _HEADS
    return piece[near], head[near], (rank[near] == 0).astype(np.int64)


def _words_of(first: Ints, size: Ints) -> tuple[Ints, Ints]:
    """First tokens of each head, and which head each is of."""
    many = np.minimum(size, WORDS)
    return ranges(first, many), np.repeat(np.arange(len(many)), many)
