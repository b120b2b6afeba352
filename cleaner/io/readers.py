"""Documents from files, folders and standard input."""

import fnmatch
import glob
import os
import re
import stat
import sys
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.errors import BadInput
from cleaner.io.containers import holds_many, is_hidden, is_no_document, read_stream, refused
from cleaner.io.documents import BadRecord, Found
from cleaner.io.paths import real
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

    def state(self) -> Sequence[object] | None:
        """What tells whether it holds what it held before; None where nothing does."""
        return state_of(self.path) if self.path else None

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
                if stream.seekable():  # a pipe does not know how much of it was read
                    on_read(stream.tell())


@dataclass(frozen=True, slots=True)
class RefusedSource(Source):
    """What was found in a folder and cannot be read, or is not: a bad record that says why."""

    why: str

    def state(self) -> Sequence[object]:
        """Nothing of it is read."""
        return [str(self.path), self.why]

    def documents(self, how: Reading = READING, on_read: OnRead = lambda _: None) -> Iterator[Found]:
        """The bad record."""
        yield BadRecord(self.id, self.id, self.why)


@dataclass(frozen=True, slots=True)
class DatasetSource(Source):
    """A data set of the Hugging Face hub, streamed."""

    @property
    def many(self) -> bool:
        """Always."""
        return True

    def state(self) -> Sequence[object]:
        """Its name: what stands behind that is not compared."""
        return [self.id]

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
    """Everything that `paths` name, in their order; folders are searched in sorted order, also those that links lead
    to, each once; hidden names are skipped. What a folder holds besides, but is not read, is there too, as what
    becomes a bad record.

    "-" is standard input, "hf:NAME" a data set of the Hugging Face hub, "pages/**/*.html" a pattern. An id is the path
    within the folder that was named, or the file's name; where two would be the same, each is the path as given.
    `leave_out` are files or folders that folders are not searched for.

    Raises BadInput when a path does not exist, cannot be listed, is a URL, or is named twice, a pattern fits none, or
    standard input is closed.
    """
    skip = frozenset(map(real, leave_out))
    found = [pair for path in paths for pair in _find(path, skip)]
    short = Counter(source.id for source, _ in found)
    sources = tuple(replace(source, id=given) if short[source.id] > 1 else source for source, given in found)
    twice = [name for name, count in Counter(source.id for source in sources).items() if count > 1]
    if twice:
        raise BadInput(f"{twice[0]} is named twice: name every file and folder once")
    return sources


def state_of(file: Path) -> Sequence[object] | None:
    """Where a file lies, how many bytes it has and when it was last changed, in nanoseconds: reading all of it would
    take as long as half a run. None for a pipe, which holds something else each time.
    """
    try:
        found = file.stat()
    except OSError:  # reading it will fail by name, and reject it
        return [str(real(file))]
    return [str(real(file)), found.st_size, found.st_mtime_ns] if stat.S_ISREG(found.st_mode) else None


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
        if sys.stdin is None:
            raise BadInput("standard input is closed: name files, or pipe into this command")
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
    if not top.is_dir():
        yield Source(_printable(Path(top.name)), top), _printable(top)
        return
    for file, why in _walk(top, skip):
        name = _printable(file.relative_to(top))
        yield RefusedSource(name, file, why) if why else Source(name, file), _printable(file)


def _matches(pattern: str, skip: frozenset[Path]) -> list[str]:
    """The paths a pattern stands for, in sorted order; with "**", any number of folders, the files alone."""
    parts = Path(pattern).parts
    paths = sorted(_files_below(parts, skip) if "**" in parts else glob.glob(pattern))  # noqa: PTH207 - it may be absolute
    found = [path for path in paths if not skip or real(Path(path)) not in skip]
    if not found:
        raise BadInput(f"{pattern} matches no file: check the pattern")
    return found


def _files_below(pattern: Sequence[str], skip: frozenset[Path]) -> Iterator[str]:
    """The files of a pattern in parts, one of them "**". Python's own search goes round and round where links do."""
    first = pattern.index("**")
    for top in map(Path, glob.glob(str(Path(*pattern[:first])))):  # noqa: PTH207
        for folder, names, _ in _folders(top, skip):
            shown = (folder / name for name in names if not is_hidden(name))
            yield from (str(file) for file in shown if _fits(file.relative_to(top).parts, pattern[first:]))


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or _fits(parts[1:], pattern)
    return fnmatch.fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _walk(top: Path, skip: frozenset[Path]) -> list[tuple[Path, str]]:
    """Every file, and every folder that cannot be listed, with the reason why it is not read, or ""."""
    found = []
    for folder, names, why in _folders(top, skip):
        if why and folder == top:
            raise BadInput(f"{top} {why}")
        files = (folder / name for name in names if not is_no_document(name))
        found += [(folder, why)] if why else [(file, _refused(file)) for file in files if _wanted(file, skip)]
    return sorted(found, key=lambda pair: pair[0].parts)


def _folders(top: Path, skip: frozenset[Path]) -> Iterator[tuple[Path, list[str], str]]:
    """Every folder from `top` down with the names of its files; or with the reason why it is not read, else "".

    Links come after all else, and no folder comes twice: so each has its own name where it has one, and links that
    form a ring, or lead to what is read anyway, add nothing.
    """
    around = real(top).parents
    seen: set[Path] = set()
    failed: list[OSError] = []
    waiting = deque([top])
    while waiting:
        start = waiting.popleft()
        if real(start) in around:
            yield start, [], "is a link to a folder that holds the one named: name that folder itself to read it"
            continue
        for path, subfolders, names in os.walk(start, onerror=failed.append):
            folder = Path(path)
            place = real(folder)
            again = place in seen
            subfolders[:] = [] if again else sorted(name for name in subfolders if _wanted(folder / name, skip))
            waiting.extend(folder / name for name in subfolders if (folder / name).is_symlink())
            if not again:
                yield folder, names, ""
            seen.add(place)
    for error in failed:
        yield Path(error.filename), [], f"cannot be listed ({error.strerror}): check its permissions"


def _refused(file: Path) -> str:
    # A link that leads nowhere is not refused, so that reading it fails by name.
    return refused(file.name) if file.is_file() or not file.exists() else "a pipe or a device, and no file"


def _wanted(path: Path, skip: frozenset[Path]) -> bool:
    return not is_hidden(path.name) and not (skip and real(path) in skip)


def _printable(path: Path) -> str:
    """A name that every output can hold: bytes of file names that are not UTF-8 show as U+FFFD."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
