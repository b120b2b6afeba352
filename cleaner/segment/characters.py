"""Character tables: one numpy look-up gives every character of a batch its class and its folded form."""

import functools
import unicodedata
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

# Code points from here on are rare ideographs (and private or unassigned ones): one entry stands for them all.
_LIMIT = 0x20000
_NEWLINES = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
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
    "Ll": Kind.LOWER,
    "Lu": Kind.UPPER,
    "Lt": Kind.UPPER,
    "Lm": Kind.CASELESS,
    "Lo": Kind.CASELESS,
    "Mn": Kind.CASELESS,
    "Mc": Kind.CASELESS,
    "Me": Kind.CASELESS,
    "Nd": Kind.DIGIT,
    "Nl": Kind.DIGIT,
    "No": Kind.DIGIT,
    "Ps": Kind.OPENING,
    "Pi": Kind.OPENING,
    "Pe": Kind.CLOSING,
    "Pf": Kind.CLOSING,
    "Pc": Kind.PUNCTUATION,
    "Pd": Kind.PUNCTUATION,
    "Po": Kind.PUNCTUATION,
    "Sm": Kind.SYMBOL,
    "Sc": Kind.SYMBOL,
    "Sk": Kind.SYMBOL,
    "So": Kind.SYMBOL,
    "Zs": Kind.SPACE,
}


def _kind(code: int) -> Kind:
    char = chr(code)
    if char in _NEWLINES:
        return Kind.NEWLINE
    if char in _TERMINALS:
        return Kind.TERMINAL
    if char.isspace():
        return Kind.SPACE
    kind = _BY_CATEGORY.get(unicodedata.category(char), Kind.OTHER)
    if kind == Kind.CASELESS and any(low <= code <= high for low, high in _UNSPACED):
        return Kind.UNSPACED
    return kind


def _folded(code: int) -> int:
    char = chr(code)
    if char.isdecimal():
        return ord("0")
    lower = char.lower()
    return ord(lower) if len(lower) == 1 else code


@functools.cache
def kind_table() -> NDArray[np.uint8]:
    """Kind of every code point below 0x20000; index `clip(code)`."""
    kinds = bytes(map(_kind, range(_LIMIT))) + bytes([Kind.UNSPACED])
    return np.frombuffer(kinds, dtype=np.uint8)


@functools.cache
def fold_table() -> NDArray[np.uint32]:
    """Code points lower-cased, digits to "0", so that "2022" and "1999" are one word to the model."""
    return np.array([*map(_folded, range(_LIMIT)), _LIMIT], dtype=np.uint32)


def code_points(text: str) -> NDArray[np.uint32]:
    """Code points of a text, lone surrogates included, clipped to the tables' range."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(codes, _LIMIT)
