"""Compressed files: by suffix, or by their first bytes; fsspec does the work."""

import contextlib
import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from cleaner.errors import BadOptions

# Suffix -> what fsspec calls the compression.
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": "zstd"}
MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def unpacked(stream: IO[bytes], compression: str | None) -> IO[bytes]:
    """The stream behind the compression. Raises BadOptions where a package for it is missing."""
    if compression is None:
        return stream
    return io.BufferedReader(_codec(compression)(stream, mode="rb"))  # not all of them iterate over lines


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
    with _codec(compression)(_Unclosed(stream), mode="wb", **timeless) as packing:
        yield packing


class _Unclosed(io.RawIOBase):
    """Passes everything on but its closing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.write = stream.write  # type: ignore[method-assign]  # what is written passes through unseen

    def writable(self) -> bool:
        return True


def _codec(compression: str) -> Callable[..., Any]:
    from fsspec.compression import compr

    if compression not in compr:
        raise BadOptions(f"{compression} needs one package more: pip install 'news-cleaner[io]'")
    codec: Callable[..., Any] = compr[compression]
    return codec
