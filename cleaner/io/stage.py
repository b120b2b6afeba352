"""A run on the way: what is done lies in parts on disk, so that a killed run goes on where it stopped."""

import itertools
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.encode import json_bytes
from cleaner.errors import BadOptions
from cleaner.io.entry import Entry, read_entry, write_entry

# Of one part: a killed run does as much again at most.
_PART_ENTRIES, _PART_BYTES = 500, 1 << 26
_MANIFEST = "manifest.json"


class Stage:
    """Parts of a run in a folder of their own, with a manifest of what the run is.

    folder    taken away when the run is complete
    manifest  what must be equal for a run to go on: inputs, model, options
    resume    go on with the parts that are there; else they go

    Raises BadOptions when the parts are of another run, naming what differs.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], *, resume: bool) -> None:
        self._folder = folder
        wanted = json.loads(json_bytes(manifest))
        if resume and (folder / _MANIFEST).exists():
            _compare(json.loads((folder / _MANIFEST).read_text(encoding="utf-8")), wanted)
        else:
            self.remove()
            folder.mkdir(parents=True)
            making = folder / "manifest.making"
            making.write_bytes(json_bytes(wanted))
            making.replace(folder / _MANIFEST)
        self.done = sum(int(part.stem.partition("-")[2]) for part in self._parts())

    def through(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """All entries of the run, those of earlier attempts first, once the last of them is safe on disk."""
        stream = iter(entries)
        for number in itertools.count(len(self._parts())):
            if not self._keep_part(number, stream):
                break
        for path in self._parts():
            with path.open("rb") as part:
                while (entry := read_entry(part)) is not None:
                    yield entry

    def _keep_part(self, number: int, stream: Iterator[Entry]) -> bool:
        """One more part on disk, all of it or none; False where nothing was left for it."""
        making = self._folder / f"{number:08d}.making"
        count = 0
        with making.open("wb") as part:
            while count < _PART_ENTRIES and part.tell() < _PART_BYTES and (entry := next(stream, None)) is not None:
                write_entry(entry, part)
                count += 1
        if count:
            making.replace(self._folder / f"{number:08d}-{count}.part")
        return count > 0

    def remove(self) -> None:
        """Take the parts away, the manifest first: without it, what is left of them belongs to no run."""
        (self._folder / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _parts(self) -> list[Path]:
        return sorted(self._folder.glob("*-*.part"))


def _compare(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    different = sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))
    if different:
        raise BadOptions(
            f"the run to go on with has other {', '.join(different)}: call it as before, or start anew without --resume"
        )
