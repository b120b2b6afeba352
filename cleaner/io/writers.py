"""Where the articles of a run go: a stream, a file, or a folder of files."""

import contextlib
import hashlib
import os
import secrets
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from cleaner.article import Article
from cleaner.errors import BadInput, BadOptions
from cleaner.io.compression import packed, unpacked_suffix
from cleaner.io.containers import READERS
from cleaner.io.lines import JsonlWriter, MarkdownWriter, TextWriter
from cleaner.io.tables import CsvWriter, ParquetWriter
from cleaner.io.writer import NO_FIELDS, Writer, json_bytes

_LONGEST_NAME = 200  # bytes; file systems take 255, and suffixes follow

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
    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one article."""

    def write_rejects(self, rejects: Sequence[Mapping[str, object]]) -> Path | None:
        """Keep a list of rejected documents beside the articles; the file's path, or None where there is no place."""
        path = self.rejects_path()
        if path is None:
            return None
        if not rejects:
            path.unlink(missing_ok=True)  # a list of an earlier run would read as one of this run
            return None
        with _replacing(path) as stream:
            stream.writelines(json_bytes(reject) + b"\n" for reject in rejects)
        return path

    def rejects_path(self) -> Path | None:
        """Where `write_rejects` writes, if it does."""
        return None


class StreamOutput(Output):
    """All articles to an open stream, such as standard output."""

    def __init__(self, writer: type[Writer], stream: IO[bytes], *, many: bool) -> None:
        """`many` as for `Writer`."""
        self._stream = stream
        self._writer = writer(stream, many=many)

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one article; it is flushed, so that the next command in a pipe can start on it."""
        self._writer.write(document_id, article, fields)
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._writer.close()
            self._stream.flush()


class FileOutput(Output):
    """All articles to one file, which appears when the run is complete."""

    def __init__(self, writer: type[Writer], path: Path, *, many: bool) -> None:
        """`path` is replaced; `many` as for `Writer`."""
        self.location = path
        self._many = many
        self._path = path
        self._type = writer
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        stream = self._stack.enter_context(_replacing(self._path))
        stream = self._stack.enter_context(packed(stream, self._path.name))
        self._writer = self._type(stream, many=self._many)
        self._stack.push(self._end)
        return self

    def _end(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._writer.close()

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one article."""
        self._writer.write(document_id, article, fields)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def rejects_path(self) -> Path | None:
        """Beside the file."""
        return self._path.with_name(self._path.stem + ".rejects.jsonl")


class FolderOutput(Output):
    """One file an article, named after its document, in a folder that mirrors the one read."""

    def __init__(self, writer: type[Writer], folder: Path, *, inputs: Collection[Path]) -> None:
        """`inputs` are the files being read: none of them is ever replaced."""
        self.location = folder
        self._folder = folder
        self._type = writer
        self._inputs = frozenset(path.resolve() for path in inputs)
        self._used: set[Path] = set()
        self._folders: set[Path] = set()
        self._repeats: Counter[Path] = Counter()

    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Write one file. Raises BadInput when it would replace a file that is read."""
        path = self._path_of(document_id)
        if path.resolve() in self._inputs:
            raise BadInput(f"{path} is read by this run and would be replaced: choose another output folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(path) as stream:
            writer = self._type(stream, many=False)
            writer.write(document_id, article, fields)
            writer.close()

    def _path_of(self, document_id: str) -> Path:
        """Its own name with the format's suffix; with both suffixes where a.txt and a.html lie side by side.

        A name that is taken, also by a folder or as one, gets a number.
        """
        parts = [_safe(part) for part in PurePosixPath(document_id).parts if part not in ("/", "..")] or ["document"]
        if any(parent in self._used for parent in self._folder.joinpath(*parts).parents):
            parts = ["_".join(parts)]
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

    def rejects_path(self) -> Path | None:
        """In the folder."""
        return self._folder / "rejects.jsonl"


def open_output(
    out: str | None, *, format_name: str, force: bool, inputs: Collection[Path], stream: IO[bytes], many: bool
) -> Output:
    """The output that `out` names: None is `stream`, else a file or a folder.

    A folder is what exists as one, ends in a slash or has no suffix. Formats with one file for all put
    `articles.<suffix>` there. Raises BadOptions when the output exists and `force` is not set, BadInput when it is
    among `inputs`.
    """
    writer = FORMATS[format_name]
    if out is None:
        return StreamOutput(writer, stream, many=many)
    path = Path(out)
    read = {source.resolve() for source in inputs}
    output: Output
    if _is_folder(out) and writer.file_each:
        if not force and path.is_dir() and any(path.iterdir()):
            raise BadOptions(f"{path} is not empty: --force writes into it, replacing files of the same names")
        output = FolderOutput(writer, path, inputs=inputs)
    else:
        path = path / ("articles" + writer.suffixes[0]) if _is_folder(out) else path
        if path.exists() and not force:
            raise BadOptions(f"{path} exists: --force replaces it")
        output = FileOutput(writer, path, many=many)
    for made in (path, output.rejects_path()):
        if made and made.resolve() in read:
            raise BadInput(f"{made} is read by this run and would be replaced: choose another output")
    return output


def _safe(part: str) -> str:
    """A part of a name that every file system takes: addresses make long ones."""
    part = part.replace("\0", "\ufffd")
    if len(part.encode("utf-8", "replace")) <= _LONGEST_NAME:
        return part
    digest = hashlib.sha256(part.encode("utf-8", "replace")).hexdigest()[:16]
    return part.encode("utf-8", "replace")[: _LONGEST_NAME - 20].decode("utf-8", "ignore") + "-" + digest


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or not Path(out).suffix or Path(out).is_dir()


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a file beside `path` that takes its place at the end, so that no half-written file is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with making.open("xb") as stream:
            yield stream
        making.replace(path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
