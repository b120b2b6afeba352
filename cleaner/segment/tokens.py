"""Words, numbers and punctuation marks of many texts at once, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.characters import Kind, code_points, fold_table, kind_table

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

# Characters of a token beyond this share one multiplier; longer words differ by their first 32 characters and length.
_HASHED_LENGTH = 32
_MULTIPLIERS: Hashes = np.random.default_rng(20).integers(1, 2**63, _HASHED_LENGTH, dtype=np.uint64) | np.uint64(1)
TEXT_START = 99  # `Tokens.breaks` of a text's first token
_SALTS: Hashes = np.random.default_rng(21).integers(1, 2**63, 64, dtype=np.uint64) | np.uint64(1)
_PREFIX, _SUFFIX = 4, 3
_WORD = np.isin(np.arange(len(Kind)), (Kind.LOWER, Kind.UPPER, Kind.CASELESS, Kind.DIGIT))
_BLANK = np.isin(np.arange(len(Kind)), (Kind.SPACE, Kind.NEWLINE))


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a batch: the texts one after another, a line feed behind each.

    offsets  (texts + 1,) where each text starts
    kinds    (characters,) `Kind` of each
    newline  (characters,) whether a line ends here; CR LF is one break
    folded   (characters,) lower-cased code points, 0 for white space
    """

    offsets: Ints
    kinds: NDArray[np.uint8]
    newline: NDArray[np.bool_]
    folded: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Arrays of one entry a token: a run of letters, a run of digits, or one other visible character.

    A lower-case letter before an upper-case one ends a token ("ByMallika" is two), so does a digit beside a letter.

    start, end   character offsets in the batch
    text         which text of the batch
    breaks       line breaks between this token and the one before it (`TEXT_START` for the first of a text)
    spaced       whether white space stands before it
    kind         `Kind` of the first character
    last         `Kind` of the last character
    word         hash of the folded characters
    prefix       hash of the first four characters; suffix: of the last three
    """

    start: Ints
    end: Ints
    text: Ints
    breaks: Ints
    spaced: NDArray[np.bool_]
    kind: NDArray[np.uint8]
    last: NDArray[np.uint8]
    word: Hashes
    prefix: Hashes
    suffix: Hashes

    def __len__(self) -> int:
        return len(self.start)


def read_characters(texts: Sequence[str]) -> Characters:
    """Class and folded form of every character of the batch."""
    codes = code_points("\n".join([*texts, ""]))
    kinds = kind_table()[codes]
    newline = kinds == Kind.NEWLINE
    newline[:-1] &= ~((codes[:-1] == ord("\r")) & (codes[1:] == ord("\n")))
    folded = np.where(_BLANK[kinds], np.uint32(0), fold_table()[codes])
    sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    return Characters(np.concatenate(([0], np.cumsum(sizes))), kinds, newline, folded)


def tokenize(chars: Characters) -> Tokens:
    """Tokens of the batch; every visible character is in exactly one."""
    start, end = _borders(chars.kinds)
    text = np.searchsorted(chars.offsets, start, side="right") - 1
    blank = np.concatenate(([True], _BLANK[chars.kinds]))
    return Tokens(
        start=start,
        end=end,
        text=text,
        breaks=_line_breaks(chars, start, text),
        spaced=blank[start],
        kind=chars.kinds[start],
        last=chars.kinds[end - 1],
        word=_word_hashes(chars.folded, start),
        prefix=_part_hashes(chars.folded, start, np.minimum(end - start, _PREFIX), _PREFIX),
        suffix=_part_hashes(chars.folded, np.maximum(start, end - _SUFFIX), np.minimum(end - start, _SUFFIX), _SUFFIX),
    )


def mix(hashes: Hashes) -> Hashes:
    """Spread the entropy of a hash over all its bits (the finalizer of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def pair(left: Hashes, right: Hashes) -> Hashes:
    """One hash for two in this order."""
    return left * np.uint64(0x9E3779B97F4A7C15) + (right ^ (right >> np.uint64(29)))


def bucket(hashes: Hashes, salt: int, buckets: int) -> Ints:
    """Bucket of each hash, below `buckets`, a power of two: the top bits of a product with a salted odd number.

    Multiply-shift hashing (Dietzfelbinger et al. 1997).
    """
    bits = buckets.bit_length() - 1
    top: Hashes = (hashes + np.uint64(salt)) * _SALTS[salt % len(_SALTS)] >> np.uint64(64 - bits)
    return top.astype(np.int64)


def ranges(first: Ints, size: Ints) -> Ints:
    """first[k] up to first[k] + size[k] - 1 for each k, in one row."""
    places: Ints = np.arange(size.sum()) + np.repeat(first - np.cumsum(size) + size, size)
    return places


def neighbour(values: Hashes, text: Ints, offset: int) -> Hashes:
    """Value of the entry `offset` places on, 0 where that is beyond the entry's own text."""
    found = np.zeros_like(values)
    here, there = (
        (slice(offset, None), slice(None, -offset)) if offset > 0 else (slice(None, offset), slice(-offset, None))
    )
    found[there] = np.where(text[here] == text[there], values[here], np.uint64(0))
    return found


def _borders(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    before = np.concatenate((np.array([Kind.NEWLINE], dtype=np.uint8), kinds[:-1]))
    visible, word, word_before = ~_BLANK[kinds], _WORD[kinds], _WORD[before]
    hump = (before == Kind.LOWER) & (kinds == Kind.UPPER)
    edge = (before == Kind.DIGIT) != (kinds == Kind.DIGIT)
    starts = visible & ~(word & word_before & ~hump & ~edge)
    after = np.concatenate((starts[1:] | ~visible[1:], [True]))
    return np.flatnonzero(starts), np.flatnonzero(visible & after) + 1


def _line_breaks(chars: Characters, start: Ints, text: Ints) -> Ints:
    seen = np.concatenate(([0], np.cumsum(chars.newline)))[start]
    breaks = np.diff(seen, prepend=0)
    breaks[np.diff(text, prepend=-1) > 0] = TEXT_START
    return breaks


def _word_hashes(folded: NDArray[np.uint32], start: Ints) -> Hashes:
    if not len(start):
        return np.zeros(0, dtype=np.uint64)
    tail = folded[start[0] :]
    position = np.arange(len(tail)) - np.repeat(start - start[0], np.diff(start, append=len(folded)))
    weighted = tail * _MULTIPLIERS[np.minimum(position, _HASHED_LENGTH - 1)]
    return mix(np.add.reduceat(weighted, start - start[0]))


def _part_hashes(folded: NDArray[np.uint32], first: Ints, length: Ints, most: int) -> Hashes:
    """Hash of `length` (at most `most`) characters from `first` on."""
    total = np.zeros(len(first), dtype=np.uint64)
    for k in range(most):  # over character positions of all tokens at once
        at = np.minimum(first + k, len(folded) - 1)
        total += np.where(k < length, folded[at], np.uint32(0)) * _MULTIPLIERS[k]
    return mix(total)
