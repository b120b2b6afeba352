"""Where the articles of a run go: a stream, a file, or a folder of files."""

import contextlib
import glob
import hashlib
import os
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from cleaner.encode import json_bytes
from cleaner.errors import BadInput, BadOptions
from cleaner.io.compression import packed, suffixes, unpacked_suffix
from cleaner.io.containers import READERS
from cleaner.io.entry import Reject, by_name
from cleaner.io.lines import JsonlWriter, MarkdownWriter, TextWriter
from cleaner.io.paths import real
from cleaner.io.tables import CsvWriter, ParquetWriter
from cleaner.io.writer import Writer

_LONGEST_NAME = 200  # bytes; file systems take 255, and suffixes follow
_LONGEST_PATH = 2000  # bytes within the folder; systems take 4096, and the folder's own come before

FORMATS: Mapping[str, type[Writer]] = {
    "jsonl": JsonlWriter,
    "md": MarkdownWriter,
    "txt": TextWriter,
    "parquet": ParquetWriter,
    "csv": CsvWriter,
}


def choose_format(name: str | None, out: str | None) -> str:
    """The name of the format: as given, else by the suffix of `out`, else "jsonl". Raises BadOptions for others."""
    if name is not None:
        if name not in FORMATS:
            raise BadOptions(f"unknown format {name!r}; the formats are {', '.join(FORMATS)}")
        return name
    suffix = unpacked_suffix(out) if out and not _is_folder(out) else ""
    if not suffix:
        return "jsonl"
    for known, writer in FORMATS.items():
        if suffix in writer.suffixes:
            return known
    raise BadOptions(f"no format writes {suffix} files: name one with --format ({', '.join(FORMATS)})")


class Output(ABC):
    """Where the articles of one run go. Left without an error it keeps what was written; else files in the making go.

    location    where the files lie, to tell the user; None for a stream
    """

    location: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(  # noqa: B027 - an output with nothing to end needs none
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    @abstractmethod
    def write(self, document_id: str, encoded: bytes) -> None:
        """Add one article, as `Writer.encode` of the output's format gave it."""

    def take_over(self, encoded: Path) -> bool:
        """Make a file of all encoded articles, one behind the other, what is written; False where that is not all there
        is to it, and each is to be written.
        """
        return False

    def stage_folder(self) -> Path | None:
        """Where the parts of a run to this output lie until it is complete; None for a stream."""
        return _hidden(self.location, ".parts") if self.location else None

    def existing(self) -> Path | None:
        """What lies there already and would be replaced or mixed with."""
        return self.location if self.location and self.location.exists() else None

    def rejects_path(self) -> Path | None:
        """Where rejects are listed; None where there is no place."""
        return None

    def made(self) -> list[Path]:
        """What a run to this output writes, or wrote earlier."""
        return [path for path in (self.location, self.rejects_path()) if path]


class StreamOutput(Output):
    """All articles to an open stream, such as standard output."""

    def __init__(self, writer: type[Writer], stream: IO[bytes]) -> None:
        self._stream = stream
        self._writer = writer(stream)

    def write(self, document_id: str, encoded: bytes) -> None:
        """Add one article; it is flushed, so that the next command in a pipe can start on it."""
        self._writer.write(encoded)
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._writer.close()
            self._stream.flush()


class FileOutput(Output):
    """All articles to one file, which appears when the run is complete."""

    def __init__(self, writer: type[Writer], path: Path) -> None:
        """`path` is replaced."""
        self.location = path
        self._path = path
        self._type = writer
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        stream = self._stack.enter_context(replacing(self._path))
        stream = self._stack.enter_context(packed(stream, self._path.name))
        self._writer = self._type(stream)
        self._stack.push(self._end)
        return self

    def _end(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._writer.close()

    def write(self, document_id: str, encoded: bytes) -> None:
        """Add one article."""
        self._writer.write(encoded)

    def take_over(self, encoded: Path) -> bool:
        """For formats that are no more than their articles: copying those took a fifteenth of a long run's time."""
        if not self._type.joined or suffixes(self._path.name)[1]:
            return False
        link = _hidden(self._path, ".link")
        link.unlink(missing_ok=True)
        try:
            link.hardlink_to(encoded)
            link.replace(_making(self._path))
        except OSError:  # not every file system knows links, nor lets an open file be replaced
            link.unlink(missing_ok=True)
            return False
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def rejects_path(self) -> Path:
        """Beside the file."""
        return self._path.with_name(self._path.stem + ".rejects.jsonl")


@dataclass(frozen=True, slots=True)
class ShardSize:
    """When a shard is full: at so many documents, or when so many bytes (before compression) are in it."""

    documents: int | None = None
    bytes: int | None = None

    def is_full(self, documents: int, size: int) -> bool:
        """Whether the next article goes into a new shard."""
        return (self.documents is not None and documents >= self.documents) or (
            self.bytes is not None and size >= self.bytes
        )


class ShardedOutput(Output):
    """Articles to a row of numbered files: out.jsonl.gz gives out-00000.jsonl.gz, out-00001.jsonl.gz and so on."""

    def __init__(self, writer: type[Writer], path: Path, size: ShardSize) -> None:
        """Shards of that name that an earlier run left go when this one is complete."""
        self.location = path.parent
        self._path = path
        self._type = writer
        self._size = size
        self._count = 0
        self._shard: FileOutput | None = None
        self._documents = self._bytes = 0

    def write(self, document_id: str, encoded: bytes) -> None:
        """Add one article."""
        if self._shard and self._size.is_full(self._documents, self._bytes):
            self._end(None)
        if self._shard is None:
            self._shard = FileOutput(self._type, shard_path(self._path, self._count)).__enter__()
            self._count += 1
        self._shard.write(document_id, encoded)
        self._documents += 1
        self._bytes += len(encoded)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(kind, error, trace)
        if kind is None:
            for path in shards(self._path)[self._count :]:
                path.unlink()

    def _end(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        if self._shard:
            self._shard.__exit__(kind, error, trace)
        self._shard = None
        self._documents = self._bytes = 0

    def stage_folder(self) -> Path | None:
        """Beside the shards."""
        return _hidden(self._path, ".parts")

    def made(self) -> list[Path]:
        """The shards there are, and the list of rejects."""
        return [*shards(self._path), FileOutput(self._type, self._path).rejects_path()]

    def existing(self) -> Path | None:
        """The first shard."""
        return next(iter(shards(self._path)), None)

    def rejects_path(self) -> Path | None:
        """Beside the shards."""
        return FileOutput(self._type, self._path).rejects_path()


def shard_path(path: Path, number: int) -> Path:
    """The file of one shard."""
    stem, dot, suffixes = path.name.partition(".")
    return path.with_name(f"{stem}-{number:05d}{dot}{suffixes}")


def shards(path: Path) -> list[Path]:
    """The shards there are, in order."""
    stem, dot, suffixes = path.name.partition(".")
    pattern = f"{glob.escape(stem)}-{'[0-9]' * 5}{glob.escape(dot + suffixes)}"
    return sorted(path.parent.glob(pattern)) if path.parent.is_dir() else []


class FolderOutput(Output):
    """One file an article, named after its document, in a folder that mirrors the one read."""

    def __init__(self, writer: type[Writer], folder: Path, *, inputs: Collection[Path]) -> None:
        """`inputs` are the files being read: none of them is ever replaced."""
        self.location = folder
        self._folder = folder
        self._type = writer
        self._inputs = frozenset(map(real, inputs))
        self._used: set[Path] = set()
        self._folders: set[Path] = set()
        self._repeats: Counter[Path] = Counter()

    def write(self, document_id: str, encoded: bytes) -> None:
        """Write one file. Raises BadInput when it would replace a file that is read."""
        path = self._path_of(document_id)
        if real(path) in self._inputs:
            raise BadInput(f"{path} is read by this run and would be replaced: choose another output folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            writer = self._type(stream)
            writer.write(encoded)
            writer.close()

    def _path_of(self, document_id: str) -> Path:
        """Its own name with the format's suffix; with both suffixes where a.txt and a.html lie side by side.

        A name that is taken, also by a folder or as one, gets a number.
        """
        parts = [_safe(part) for part in PurePosixPath(document_id).parts if part not in ("/", "..")] or ["document"]
        joined = "_".join(parts)
        too_long = len(joined.encode("utf-8", "replace")) > _LONGEST_PATH
        if too_long or any(parent in self._used for parent in self._folder.joinpath(*parts).parents):
            parts = [_safe(joined)]
        name = self._folder.joinpath(*parts)
        suffix = self._type.suffixes[0]
        # Only suffixes that say "text" give way: "report.2022" is a name, not a report of kind 2022.
        path = name.with_suffix(suffix) if name.suffix.lower() in READERS else name.with_name(name.name + suffix)
        if self._is_taken(path):
            path = name.with_name(name.name + suffix)
        while self._is_taken(path):
            self._repeats[name] += 1
            path = name.with_name(f"{name.name}-{self._repeats[name] + 1}{suffix}")
        self._used.add(path)
        self._folders.update(path.parents)
        return path

    def _is_taken(self, path: Path) -> bool:
        return path in self._used or path in self._folders

    def existing(self) -> Path | None:
        """The folder, unless it is empty."""
        return self._folder if self._folder.is_dir() and any(self._folder.iterdir()) else None

    def rejects_path(self) -> Path | None:
        """In the folder."""
        return self._folder / "rejects.jsonl"


class RejectsFile:
    """The list of a run's rejects, JSON lines; a context manager. It appears when the run is complete, if there is one;
    else a list of an earlier run goes, which would read as one of this run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = contextlib.ExitStack()
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, reject: Reject) -> None:
        """Add one."""
        if self._stream is None:
            self._stream = self._stack.enter_context(replacing(self._path))
        self._stream.write(json_bytes(by_name(reject)) + b"\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if kind is None and self._stream is None:
            self._path.unlink(missing_ok=True)


def open_output(
    out: str | None,
    *,
    format_name: str,
    force: bool = False,
    inputs: Collection[Path] = (),
    stream: IO[bytes] | None,
    shard: ShardSize | None = None,
) -> Output:
    """The output that `out` names: None is `stream` (None where it is closed), else a file, shards of it, or a folder.

    A folder is what exists as one, ends in a slash or has no suffix. Formats with one file for all put
    `articles.<suffix>` there. Raises BadOptions when the output exists and `force` is not set, or cannot be there,
    BadInput when it is among `inputs`.
    """
    writer = FORMATS[format_name]
    if out is None:
        if shard:
            raise BadOptions("shards need a file name: name one with -o, as in -o out/articles.jsonl")
        if stream is None:
            raise BadOptions("standard output is closed: name a file with -o")
        return StreamOutput(writer, stream)
    folder = _is_folder(out)
    check_place(Path(out), folder=folder)
    if folder and writer.file_each:
        output: Output = FolderOutput(writer, Path(out), inputs=inputs)
    else:
        path = Path(out) / ("articles" + writer.suffixes[0]) if folder else Path(out)
        output = ShardedOutput(writer, path, shard) if shard else FileOutput(writer, path)
    check_output(output, force=force, inputs=inputs)
    return output


def check_output(output: Output, *, force: bool, inputs: Collection[Path]) -> None:
    """Raises BadOptions when the output exists and `force` is not set, BadInput when it is among `inputs`."""
    read = set(map(real, inputs))
    there = output.existing()
    if there and not force:
        raise BadOptions(f"{there} exists: --force replaces it, or what has the same names in it")
    for made in (output.location, output.rejects_path()):
        if made and real(made) in read:
            raise BadInput(f"{made} is read by this run and would be replaced: choose another output")


def check_place(place: Path, *, folder: bool) -> None:
    """Raises BadOptions when no file (or folder) can be made there."""
    there = next(path for path in (place, *place.parents) if path.exists())
    if not there.is_dir() and not there.is_file():
        raise BadOptions(f"{there} is a pipe or a device: write to standard output, and send that there with >")
    if not there.is_dir() and (folder or there != place):
        raise BadOptions(
            f"{there} is a file, and would have to be a folder, as a name without a suffix is: choose another output"
        )


def _safe(part: str) -> str:
    """A part of a name that every file system takes: addresses make long ones."""
    part = part.replace("\0", "\ufffd")
    if len(part.encode("utf-8", "replace")) <= _LONGEST_NAME:
        return part
    digest = hashlib.sha256(part.encode("utf-8", "replace")).hexdigest()[:16]
    return part.encode("utf-8", "replace")[: _LONGEST_NAME - 20].decode("utf-8", "ignore") + "-" + digest


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or not Path(out).suffix or Path(out).is_dir()


def _hidden(path: Path, suffix: str) -> Path:
    """A name beside the path that no search for inputs finds."""
    place = real(path)
    return place.with_name(f".{place.name}{suffix}")


def _making(path: Path) -> Path:
    """Where a file is made before it takes its place."""
    return _hidden(path, ".part")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a file beside `path` that takes its place at the end, so that no half-written file is ever seen."""
    path = real(path)  # what a link leads to is replaced, not the link
    path.parent.mkdir(parents=True, exist_ok=True)
    making = _making(path)
    making.unlink(missing_ok=True)  # a killed run's may be a link to what that run kept, and is not to be written to
    try:
        with making.open("wb") as stream:
            yield stream
        making.replace(path)
        making.unlink(missing_ok=True)  # where both were links to one file, replacing did nothing
    except BaseException:
        making.unlink(missing_ok=True)
        raise
