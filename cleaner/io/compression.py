"""Compressed files: by suffix, or by their first bytes; Python's own modules and, for Zstandard, Arrow do the work."""

import bz2
import contextlib
import gzip
import io
import lzma
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any

_ZSTD = "zstd"
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": _ZSTD}
MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": _ZSTD}
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def unpacked(stream: IO[bytes], compression: str | None) -> IO[bytes]:
    """The stream behind the compression. Reading it raises an error where the file is cut off."""
    if compression is None:
        return stream
    unpacking = _FILES[compression](stream, "rb")
    return io.BufferedReader(AsItComes(unpacking))


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
    with _FILES[compression](_Unclosed(stream), "wb") as packing:
        yield packing


class AsItComes(io.RawIOBase):
    """Hands on what is unpacked as soon as it is: a library that is asked for more than there is before the place where
    a file was cut off raises an error, and what it had unpacked is lost.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as there are."""
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


def _gzip_file(stream: Any, mode: str) -> Any:
    return gzip.GzipFile(fileobj=stream, mode=mode, mtime=0)  # without the hour, the same articles give the same bytes


def _zstd_file(stream: Any, mode: str) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(stream, "zstd") if mode == "rb" else pa.CompressedOutputStream(stream, "zstd")


_FILES: Mapping[str, Callable[[Any, Any], Any]] = {
    "gzip": _gzip_file,
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
    _ZSTD: _zstd_file,
}
