"""Documents from files, folders and standard input."""

import glob
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.errors import BadInput
from cleaner.io.containers import holds_many, is_known, read_stream
from cleaner.io.documents import BadRecord, Found
from cleaner.io.records import READING, Reading, documents_of

STDIN, DATASET = "-", "hf:"
_PATTERN = re.compile(r"[*?\[]")
OnRead = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A place that holds documents: a file, or standard input (`path` None)."""

    id: str
    path: Path | None

    @property
    def many(self) -> bool:
        """Whether it may hold more than one document."""
        return holds_many(self.id)

    def size(self) -> int | None:
        """Bytes of the file, None where nobody knows."""
        try:
            return self.path.stat().st_size if self.path else None
        except OSError:  # reading it will fail by name, and reject it
            return None

    def documents(self, how: Reading = READING, on_read: OnRead = lambda _: None) -> Iterator[Found]:
        """The documents of this place. Raises OSError where reading fails.

        on_read  called after each document with how many bytes of the file have been read
        """
        if self.path is None:
            yield from read_stream(sys.stdin.buffer, self.id, how)
            return
        with self.path.open("rb") as stream:
            for found in read_stream(stream, self.id, how):
                yield found
                on_read(stream.tell())


@dataclass(frozen=True, slots=True)
class DatasetSource(Source):
    """A data set of the Hugging Face hub, streamed."""

    @property
    def many(self) -> bool:
        """Always."""
        return True

    def documents(self, how: Reading = READING, on_read: OnRead = lambda _: None) -> Iterator[Found]:
        """One document a row; a data set that cannot be opened, or breaks off, ends with a bad record."""
        import datasets

        name = self.id.removeprefix(DATASET)
        try:
            rows = datasets.load_dataset(name, how.subset, split=how.split, streaming=True)
            yield from documents_of(rows, self.id, how.fields)
        except Exception as error:  # what a network and other people's data can raise has no end
            yield BadRecord(self.id, self.id, f"cannot be read to its end ({type(error).__name__}: {error})")


def find_sources(paths: Sequence[str], *, leave_out: Collection[Path] = ()) -> tuple[Source, ...]:
    """Everything that `paths` name, in their order; folders are searched in sorted order, hidden names are skipped.

    "-" is standard input, "hf:NAME" a data set of the Hugging Face hub, "pages/**/*.html" a pattern. An id is the path
    within the folder that was named, or the file's name; where two would be the same, each is the path as given.
    `leave_out` are files or folders that folders are not searched for.

    Raises BadInput when a path does not exist, cannot be listed, is a URL, or is named twice, or a pattern fits none.
    """
    skip = frozenset(path.resolve() for path in leave_out)
    found = [pair for path in paths for pair in _find(path, skip)]
    short = Counter(source.id for source, _ in found)
    sources = tuple(replace(source, id=given) if short[source.id] > 1 else source for source, given in found)
    twice = [name for name, count in Counter(source.id for source in sources).items() if count > 1]
    if twice:
        raise BadInput(f"{twice[0]} is named twice: name every file and folder once")
    return sources


def read_all(sources: Iterable[Source], how: Reading, on_read: OnRead = lambda _: None) -> Iterator[Found]:
    """The documents of all sources in order, each with the name of its source; a source that fails is a bad record.

    on_read  called after each document with how many bytes of all have been read
    """
    before = 0
    for source in sources:
        try:
            for found in source.documents(how, _after(before, on_read)):
                yield replace(found, source=found.source or source.id)
        except OSError as error:
            yield BadRecord(source.id, source.id, error.strerror or str(error), source=source.id)
        before += source.size() or 0


def _after(before: int, on_read: OnRead) -> OnRead:
    return lambda count: on_read(before + count)


def _find(path: str, skip: frozenset[Path]) -> Iterator[tuple[Source, str]]:
    if path == STDIN:
        yield Source("stdin", None), "stdin"
        return
    if path.startswith(DATASET):
        yield DatasetSource(path, None), path
        return
    if re.match(r"(?i)[a-z][a-z0-9+.-]+://", path):
        raise BadInput(
            f"{path} is a URL, and pages are not fetched: save it first, as in curl -sL {path} | cleaner clean -"
        )
    top = Path(path)
    if _PATTERN.search(path) and not top.exists():
        for match in _matches(path, skip):
            yield from _find(match, skip)
        return
    if not path or not top.exists():
        raise BadInput(f"{path or 'an empty path'} does not exist: check the path")
    files = _walk(top, skip) if top.is_dir() else [top]
    for file in files:
        name = file.relative_to(top) if top.is_dir() else Path(file.name)
        yield Source(_printable(name), file), _printable(file)


def _matches(pattern: str, skip: frozenset[Path]) -> list[str]:
    """The paths a pattern stands for, in sorted order; with "**", any number of folders, the files alone."""
    paths = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - a pattern may be absolute
    fitting = [path for path in paths if "**" not in pattern or Path(path).is_file()]
    found = [path for path in fitting if not skip or Path(path).resolve() not in skip]
    if not found:
        raise BadInput(f"{pattern} matches no file: check the pattern")
    return found


def _walk(top: Path, skip: frozenset[Path]) -> list[Path]:
    found = []
    for folder, subfolders, names in os.walk(top, onerror=_cannot_list):
        here = Path(folder)
        subfolders[:] = [name for name in subfolders if _wanted(here / name, skip)]
        files = (here / name for name in names if _wanted(here / name, skip))
        # A link that leads nowhere stays in, so that reading it fails by name rather than in silence.
        found += [f for f in files if is_known(f.name) and (f.is_file() or not f.exists())]
    return sorted(found, key=lambda file: file.parts)


def _wanted(path: Path, skip: frozenset[Path]) -> bool:
    return not path.name.startswith(".") and not (skip and path.resolve() in skip)


def _cannot_list(error: OSError) -> None:
    raise BadInput(f"{error.filename} cannot be listed ({error.strerror}): check its permissions") from error


def _printable(path: Path) -> str:
    """A name that every output can hold: bytes of file names that are not UTF-8 show as U+FFFD."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
