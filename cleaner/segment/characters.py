"""Character tables: one numpy look-up gives every character of a batch its class and its folded form."""

import functools
import unicodedata
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

# Code points from here on are rare ideographs (and private or unassigned ones): one entry stands for them all.
_LIMIT = 0x20000
_NEWLINES = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LONGER_IN_LOWER_CASE = "\u0130"  # the only one: a Turkish capital I, which keeps its dot as a character of its own
_TERMINALS = ".!?…。！？؟।．｡"
# Written without spaces between words (TOKEN of training.project has the same ranges, plus the ideographs above).
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))


class Kind(IntEnum):
    """Class of a character."""

    SPACE = 0
    NEWLINE = 1
    LOWER = 2
    UPPER = 3
    CASELESS = 4
    UNSPACED = 5
    DIGIT = 6
    TERMINAL = 7
    OPENING = 8
    CLOSING = 9
    PUNCTUATION = 10
    SYMBOL = 11
    OTHER = 12


_BY_CATEGORY = {
    category: int(kind)
    for kind, categories in {
        Kind.LOWER: "Ll",
        Kind.UPPER: "Lu Lt",
        Kind.CASELESS: "Lm Lo Mn Mc Me",
        Kind.DIGIT: "Nd Nl No",
        Kind.OPENING: "Ps Pi",
        Kind.CLOSING: "Pe Pf",
        Kind.PUNCTUATION: "Pc Pd Po",
        Kind.SYMBOL: "Sm Sc Sk So",
        Kind.SPACE: "Zs",
        Kind.OTHER: "Zl Zp Cc Cf Cs Co Cn",
    }.items()
    for category in categories.split()
}


@functools.cache
def kind_table() -> NDArray[np.uint8]:
    """Kind of every code point below 0x20000; index `clip(code)`."""
    chars = _characters()
    kinds = np.fromiter(map(_BY_CATEGORY.__getitem__, map(unicodedata.category, chars)), np.uint8, _LIMIT)
    for first, last in _UNSPACED:
        part = kinds[first : last + 1]
        part[part == Kind.CASELESS] = Kind.UNSPACED
    kinds[np.fromiter(map(str.isspace, chars), np.bool_, _LIMIT)] = Kind.SPACE
    kinds[[*map(ord, _TERMINALS)]] = Kind.TERMINAL
    kinds[[*map(ord, _NEWLINES)]] = Kind.NEWLINE
    return np.append(kinds, np.uint8(Kind.UNSPACED))


@functools.cache
def fold_table() -> NDArray[np.uint32]:
    """Code points lower-cased, digits to "0", so that "2022" and "1999" are one word to the model."""
    chars = _characters()
    chars[ord(_LONGER_IN_LOWER_CASE)] = " "
    folded = code_points("".join(chars).lower()).copy()
    folded[ord(_LONGER_IN_LOWER_CASE)] = ord(_LONGER_IN_LOWER_CASE)
    folded[np.fromiter(map(str.isdecimal, chars), np.bool_, _LIMIT)] = ord("0")
    return np.append(folded, np.uint32(_LIMIT))


def _characters() -> list[str]:
    return list(map(chr, range(_LIMIT)))


def code_points(text: str) -> NDArray[np.uint32]:
    """Code points of a text, lone surrogates included, clipped to the tables' range."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(codes, _LIMIT)
