"""Lines and records of other charsets, as UTF-8."""

import codecs
import functools
import io
from typing import IO, Any

from cleaner.decode import marked
from cleaner.io.compression import AsItComes

LOOK = 1 << 16  # bytes


def as_utf8(stream: IO[bytes]) -> "io.BufferedReader[Any]":
    """The stream, as UTF-8 if it begins with the mark of UTF-16 or UTF-32; up to `LOOK` bytes of it can be peeked."""
    ahead: io.BufferedReader[Any] = io.BufferedReader(AsItComes(stream), LOOK)
    charset = marked(ahead.peek())
    return io.BufferedReader(_Recoded(ahead, charset), LOOK) if charset and charset != "utf-8" else ahead


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
