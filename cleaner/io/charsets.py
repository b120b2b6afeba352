"""Lines and records of other charsets, as UTF-8."""

import codecs
import functools
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from cleaner.decode import detect, marked
from cleaner.io.compression import AsItComes

LOOK = 1 << 16  # bytes
_INNER_RETURN = re.compile(rb"\r(?!\r*\n|\Z)")


def as_utf8(stream: IO[bytes]) -> "io.BufferedReader[Any]":
    """The stream, as UTF-8 if it begins with the mark of UTF-16 or UTF-32; up to `LOOK` bytes of it can be peeked."""
    ahead: io.BufferedReader[Any] = io.BufferedReader(AsItComes(stream), LOOK)
    charset = marked(ahead.peek())
    return io.BufferedReader(_Recoded(ahead, charset), LOOK) if charset and charset != "utf-8" else ahead


def decoded(stream: "io.BufferedReader[Any]") -> Iterator[str]:
    """The lines of a table. Those that are not UTF-8 are in one charset, which is detected in those at the start."""
    older = _older(b"".join(line for line in stream.peek().splitlines(keepends=True) if _utf8(line) is None))
    for line in _lines(stream):
        text = _utf8(line)
        yield line.decode(older, "replace") if text is None else text


def _older(text: bytes) -> str:
    """The charset of what is not UTF-8: the usual one where no character tells it from the one detected."""
    found = detect(text)
    return "cp1252" if text.decode(found, "replace") == text.decode("cp1252", "replace") else found


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _lines(stream: IO[bytes]) -> Iterable[bytes]:
    """Parted by carriage returns alone, as old Macs did, where the first line has one inside."""
    first = stream.readline()
    lines = itertools.chain([first], stream)
    if _INNER_RETURN.search(first):
        return (part for line in lines for part in line.splitlines(keepends=True))
    return lines


class _Recoded(io.RawIOBase):
    """A stream in another charset as UTF-8, a piece at a time."""

    def __init__(self, stream: "io.BufferedReader[Any]", charset: str) -> None:
        pieces = iter(functools.partial(stream.read1, LOOK), b"")
        self._pieces = codecs.iterdecode(pieces, charset, "replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._rest or next(self._pieces, "").encode()
        found, self._rest = data[: len(buffer)], data[len(buffer) :]
        buffer[: len(found)] = found
        return len(found)
