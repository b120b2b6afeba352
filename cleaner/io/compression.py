"""Compressed files: by suffix, or by their first bytes; fsspec and, for Zstandard, Arrow do the work."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from fsspec.compression import compr

# Suffix -> what fsspec calls the compression.
_ZSTD = "zstd"  # not by fsspec: its reader takes the end of a file that was cut off for the end of the data
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": _ZSTD}
MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": _ZSTD}
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def unpacked(stream: IO[bytes], compression: str | None) -> IO[bytes]:
    """The stream behind the compression. Reading it raises an error where the file is cut off."""
    if compression is None:
        return stream
    unpacking = _arrow_reader(stream) if compression == _ZSTD else compr[compression](stream, mode="rb")
    return io.BufferedReader(_AsItComes(unpacking))


def suffixes(name: str) -> tuple[str, str | None]:
    """Suffix that tells the format, and the compression around it."""
    path = PurePosixPath(name.lower())
    if not path.name:
        return "", None
    path = path.with_suffix(_SHORT.get(path.suffix, path.suffix))
    compression = _COMPRESSIONS.get(path.suffix)
    return (path.with_suffix("").suffix if compression else path.suffix), compression


def unpacked_suffix(name: str) -> str:
    """The suffix that tells the format: ".jsonl" of "a.jsonl.gz"."""
    return suffixes(PurePosixPath(name).name)[0]


@contextlib.contextmanager
def packed(stream: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A stream that compresses into `stream` as the name says; `stream` stays open."""
    _, compression = suffixes(name)
    if compression is None:
        yield stream
        return
    timeless = {"mtime": 0} if compression == "gzip" else {}  # the same articles give the same bytes
    target: Any = _Unclosed(stream)
    packing = _arrow_writer(target) if compression == _ZSTD else compr[compression](target, mode="wb", **timeless)
    with packing:
        yield packing


class _AsItComes(io.RawIOBase):
    """Hands on what is unpacked as soon as it is: a library that is asked for more than there is before the place where
    a file was cut off raises an error, and what it had unpacked is lost.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._stream.read1(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class _Unclosed(io.RawIOBase):
    """Passes everything on but its closing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.write = stream.write  # type: ignore[method-assign]  # what is written passes through unseen

    def writable(self) -> bool:
        return True


def _arrow_reader(stream: IO[bytes]) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(stream, "zstd")


def _arrow_writer(stream: IO[bytes]) -> Any:
    import pyarrow as pa

    return pa.CompressedOutputStream(stream, "zstd")
