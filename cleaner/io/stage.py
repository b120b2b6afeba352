"""A run on the way: what is done lies on disk, so that a killed run goes on where it stopped."""

import contextlib
import itertools
import json
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from cleaner.encode import json_bytes
from cleaner.errors import BadOptions, CleanerError, WorkerDied
from cleaner.io.entry import Entry, read_entry, write_entry

# Of one part: a killed run does as much again at most.
_PART_ENTRIES, _PART_BYTES = 500, 1 << 26
_MANIFEST = "manifest.json"
_FORMAT = 2  # of what lies in the folder


class Stage:
    """The entries of a run in a folder of their own, with a manifest of what the run is.

    What is encoded lies in one file for each output, an article behind the other: where an output is no more than that,
    the file becomes it. Everything else of the entries lies in parts, whose names say how many they are and how long
    those files were when they were complete; what is not in a complete part was never done.

    folder    taken away when the run is complete; locked until then, or until this process ends in whatever way
    manifest  what must be equal for a run to go on: inputs, model, options
    outputs   how many the run has
    resume    go on with what is there; else it goes

    discarded  documents that an earlier run had done and that are not gone on with

    A context manager: left without an error, or with one that `cleaner` raises on purpose, it takes everything away;
    only a run whose workers died can be gone on with.

    Raises BadOptions when what is there is of another run, naming what differs, is damaged, or is being written.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], *, outputs: int, resume: bool) -> None:
        self._folder = folder
        self._outputs = range(outputs)
        self.discarded = 0
        self._lock = _locked(folder)
        try:
            self._open(json.loads(json_bytes({"stage": _FORMAT, **manifest})), resume=resume)
        except BaseException:
            self._release()
            raise

    def _open(self, wanted: Mapping[str, Any], *, resume: bool) -> None:
        manifest = self._folder / _MANIFEST
        if resume and manifest.exists():
            _compare(json.loads(manifest.read_text(encoding="utf-8")), wanted)
        else:
            self.discarded = self._count() if manifest.exists() else 0
            self._clear()
            making = self._folder / "manifest.making"
            making.write_bytes(json_bytes(wanted))
            making.replace(manifest)
        self.done = self._count()
        self._cut_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or (issubclass(kind, CleanerError) and not issubclass(kind, WorkerDied)):
            self._clear()
            shutil.rmtree(self._folder, ignore_errors=True)
        self._release()

    def encoded(self, output: int) -> Path:
        """The file of what is encoded for one output."""
        return self._folder / f"{output}.encoded"

    def keep(self, entries: Iterable[Entry]) -> None:
        """Take in what is left of the run: at the end all of it is on disk."""
        stream = iter(entries)
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(self.encoded(k).open("ab")) for k in self._outputs]
            for number in itertools.count(len(self._parts())):
                if not self._keep_part(number, stream, files):
                    break

    def entries(self, wanted: Collection[int]) -> Iterator[Entry]:
        """All that is kept, in order; encoded for the wanted outputs alone, and b"" for the others."""
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(self.encoded(k).open("rb")) if k in wanted else None for k in self._outputs]
            for path in self._parts():
                with path.open("rb") as part:
                    while (entry := read_entry(part, files)) is not None:
                        yield entry

    def _keep_part(self, number: int, stream: Iterator[Entry], files: Sequence[IO[bytes]]) -> bool:
        """One more part on disk, all of it or none; False where nothing was left for it."""
        making = self._folder / f"{number:08d}.making"
        count = 0
        most = sum(file.tell() for file in files) + _PART_BYTES
        with making.open("wb") as part:
            while count < _PART_ENTRIES and sum(file.tell() for file in files) + part.tell() < most:
                if (entry := next(stream, None)) is None:
                    break
                write_entry(entry, part, files)
                count += 1
        for file in files:
            file.flush()
        if count:
            sizes = "-".join(str(file.tell()) for file in files)
            making.replace(self._folder / f"{number:08d}-{count}-{sizes}.part")
        return count > 0

    def _cut_back(self) -> None:
        """Take away what is encoded of entries whose part was never complete."""
        parts = self._parts()
        sizes = _numbers(parts[-1])[2:] if parts else [0] * len(self._outputs)
        for k, size in enumerate(sizes):
            with self.encoded(k).open("ab") as file:
                if file.tell() < size:
                    raise BadOptions("what the run to go on with has left is damaged: start anew without --resume")
                file.truncate(size)

    def _clear(self) -> None:
        """Take away what lies in the folder, the manifest first: without it, what is left belongs to no run."""
        (self._folder / _MANIFEST).unlink(missing_ok=True)
        for path in self._folder.iterdir():
            path.unlink()

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None

    def _count(self) -> int:
        """Documents that are done."""
        return sum(_numbers(part)[1] for part in self._parts())

    def _parts(self) -> list[Path]:
        return sorted(self._folder.glob("*-*.part"))


def _locked(folder: Path) -> int | None:
    """The handle of a folder that no other run may use while it is open; None where the system has no such locks.

    Raises BadOptions where another run does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":  # two runs at once are not told apart there
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    busy = False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        busy = not os.path.samestat(os.fstat(handle), folder.stat())
    except (BlockingIOError, FileNotFoundError):  # the other run came to its end in between
        busy = True
    except OSError:  # not every file system has locks
        pass
    if busy:
        os.close(handle)
        raise BadOptions(f"another run writes to this output now ({folder}): wait for it, or name another output")
    return handle


def _numbers(part: Path) -> list[int]:
    return list(map(int, part.stem.split("-")))


def _compare(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    different = sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))
    if different:
        raise BadOptions(
            f"the run to go on with has other {', '.join(different)}: call it as before, or start anew without --resume"
        )
