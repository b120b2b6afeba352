"""A run on the way: what is done lies on disk, so that a killed run goes on where it stopped."""

import contextlib
import itertools
import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from cleaner.encode import json_bytes
from cleaner.errors import BadOptions
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

    folder    taken away when the run is complete
    manifest  what must be equal for a run to go on: inputs, model, options
    outputs   how many the run has
    resume    go on with what is there; else it goes

    Raises BadOptions when what is there is of another run, naming what differs, or is damaged.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], *, outputs: int, resume: bool) -> None:
        self._folder = folder
        self._outputs = range(outputs)
        wanted = json.loads(json_bytes({"stage": _FORMAT, **manifest}))
        if resume and (folder / _MANIFEST).exists():
            _compare(json.loads((folder / _MANIFEST).read_text(encoding="utf-8")), wanted)
        else:
            self.remove()
            folder.mkdir(parents=True)
            making = folder / "manifest.making"
            making.write_bytes(json_bytes(wanted))
            making.replace(folder / _MANIFEST)
        self.done = sum(_numbers(part)[1] for part in self._parts())
        self._cut_back()

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

    def remove(self) -> None:
        """Take everything away, the manifest first: without it, what is left belongs to no run."""
        (self._folder / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _parts(self) -> list[Path]:
        return sorted(self._folder.glob("*-*.part"))


def _numbers(part: Path) -> list[int]:
    return list(map(int, part.stem.split("-")))


def _compare(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    different = sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))
    if different:
        raise BadOptions(
            f"the run to go on with has other {', '.join(different)}: call it as before, or start anew without --resume"
        )
