"""A run on the way: what is done lies in parts on disk, so that a killed run goes on where it stopped."""

import itertools
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, Self

from cleaner.article import Article
from cleaner.errors import BadOptions
from cleaner.io.writer import json_bytes

_PART = 500  # documents; a killed run does so many again at most
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one document: an article, or the name of the error that rejects it and its message."""

    id: str
    place: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    article: Article | None = None
    error: str = ""
    message: str = ""
    raw: object = None

    def to_json(self) -> bytes:
        """One line; lone surrogates leave as U+FFFD, as in every output."""
        values = {f.name: getattr(self, f.name) for f in fields_of(self)}
        article = self.article.to_dict() if self.article else None
        return json_bytes({**values, "fields": dict(self.fields), "article": article}) + b"\n"

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """Inverse of `to_json`."""
        data = json.loads(line)
        return cls(**{**data, "article": Article.from_dict(data["article"]) if data["article"] else None})


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
            _write(folder / _MANIFEST, [json_bytes(wanted)])
        self.done = sum(int(part.stem.partition("-")[2]) for part in self._parts())

    def through(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """All entries of the run, those of earlier attempts first, once the last of them is safe on disk."""
        stream = iter(entries)
        for number in itertools.count(len(self._parts())):
            part = [entry.to_json() for entry in itertools.islice(stream, _PART)]
            if not part:
                break
            _write(self._folder / f"{number:08d}-{len(part)}.jsonl", part)
        for path in self._parts():
            with path.open("rb") as lines:
                yield from map(Entry.from_json, lines)

    def remove(self) -> None:
        """Take the parts away, the manifest first: without it, what is left of them belongs to no run."""
        (self._folder / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _parts(self) -> list[Path]:
        return sorted(self._folder.glob("*-*.jsonl"))


def _write(path: Path, lines: Sequence[bytes]) -> None:
    """All of the file or none of it."""
    making = path.with_suffix(".making")
    with making.open("wb") as stream:
        stream.writelines(lines)
    making.replace(path)


def _compare(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    different = sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))
    if different:
        raise BadOptions(
            f"the run to go on with has other {', '.join(different)}: call it as before, or start anew without --resume"
        )
