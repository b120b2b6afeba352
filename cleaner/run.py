"""One run: every document of some sources becomes an article in an output, or a reject. Nothing is lost between."""

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType

from cleaner.errors import BadOptions, CleanerError, Errors
from cleaner.io.documents import Document, Found
from cleaner.io.entry import Entry, Reject, Summary
from cleaner.io.readers import OnRead, Source, read_all
from cleaner.io.records import READING, Reading
from cleaner.io.stage import Stage
from cleaner.io.writers import Output, RejectsFile
from cleaner.job import Job
from cleaner.repeats import Seen
from cleaner.version import __version__
from cleaner.workers import clean_all

_BATCH_DOCUMENTS = 64
_BATCH_BYTES = 16 * 1024 * 1024  # a batch of large pages must not fill the memory
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a run goes about its documents.

    reading          how inputs are read
    jobs             processes
    timeout          seconds a document may take, None for any number
    errors           list rejects beside the output, only count them, or end the run at the first with a CleanerError
    drop_duplicates  whether articles of a content hash that came before are counted but not written
    """

    reading: Reading = READING
    jobs: int = 1
    timeout: float | None = None
    errors: Errors = "record"
    drop_duplicates: bool = False


CONDUCT = Conduct()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: `documents` = `articles` + `duplicates` + number of `rejects`.

    without_body   how many of the articles have status "no_body"
    duplicates     articles that were not written because an equal one was
    kept, removed  blocks by label, over all articles
    first          summaries of the first articles, 20 at most
    rejects        without the records themselves, which only the file keeps
    location       file or folder of the articles, None for standard output
    rejects_file   file that lists the rejects, if one was written
    """

    documents: int
    articles: int
    without_body: int
    duplicates: int
    kept: Mapping[str, int]
    removed: Mapping[str, int]
    first: tuple[Summary, ...]
    rejects: tuple[Reject, ...]
    location: Path | None
    rejects_file: Path | None


def clean_sources(
    sources: Sequence[Source],
    job: Job,
    outputs: Sequence[Output],
    *,
    conduct: Conduct = CONDUCT,
    stage: Stage | None = None,
    on_done: Callable[[Entry], None] = lambda _: None,
    on_read: OnRead = lambda _: None,
) -> Report:
    """Clean every document of `sources` into `outputs`, one for each of the job's encoders; the first has the articles.

    stage    where what is done is kept until all is; what it holds of an earlier attempt is not done again
    on_done  called after every document
    on_read  called with how many bytes of the sources have been read

    A document that cannot be read or cleaned is rejected and the run goes on. Duplicates are left out of the first
    output alone: the others tell of every document.
    """
    tally = _Tally()
    seen = Seen() if conduct.drop_duplicates else None
    read = itertools.islice(read_all(sources, conduct.reading, on_read), stage.done if stage else 0, None)
    entries = _watched(clean_all(_batches(read), job, jobs=conduct.jobs, timeout=conduct.timeout), conduct, on_done)
    path = outputs[0].rejects_path() if conduct.errors == "record" else None
    with stage or contextlib.nullcontext(), contextlib.ExitStack() as stack:
        rejects = stack.enter_context(RejectsFile(path)) if path else None
        for output in outputs:
            stack.enter_context(output)
        written = dict(enumerate(outputs))
        if stage:
            stage.keep(entries)
            whole = range(1 if conduct.drop_duplicates else 0, len(outputs))
            taken = {k for k in whole if outputs[k].take_over(stage.encoded(k))}
            written = {k: output for k, output in written.items() if k not in taken}
            entries = stage.entries(written)
        for entry in entries:
            _write(entry, written, rejects, tally, seen)
    return tally.report(outputs[0].location, path if tally.rejects else None)


def _write(
    entry: Entry, outputs: Mapping[int, Output], rejects: RejectsFile | None, tally: "_Tally", seen: Seen | None
) -> None:
    if isinstance(entry, Reject):
        tally.reject(entry)
        if rejects:
            rejects.write(entry)
        return
    if seen and seen.before(entry.content_hash):
        tally.duplicates += 1
        outputs = {number: output for number, output in outputs.items() if number}
    else:
        tally.add(entry.summary)
    for number, output in outputs.items():
        output.write(entry.summary.id, entry.encoded[number])


def open_stage(
    output: Output,
    sources: Sequence[Source],
    job: Job,
    conduct: Conduct = CONDUCT,
    *,
    resume: bool,
    force: bool = False,
    how: Mapping[str, object] = MappingProxyType({}),
) -> Stage | None:
    """A stage beside the output; None for a stream, which cannot be gone on with.

    how  what else must be the same for a run to go on

    Raises BadOptions where `resume` finds no run to go on with but an output, which only `force` replaces, and where
    nothing tells whether a source is what it was.
    """
    folder = output.stage_folder()
    if folder is None:
        if resume:
            raise BadOptions("--resume needs an output file or folder: name one with -o")
        return None
    if resume and not force and not folder.exists() and output.existing():
        raise BadOptions(f"{output.existing()} exists, and no run to it was cut off: --force replaces it")
    states = {source.id: source.state() for source in sources}
    untold = next((name for name, state in states.items() if state is None), None)
    if resume and untold:
        raise BadOptions(f"--resume cannot tell whether {untold} is what it was: save it as a file first")
    manifest = {
        "inputs": list(states.items()),
        "model": job.info.digest,
        "options": {f.name: _plain(getattr(job.options, f.name)) for f in fields(job.options)},
        "kind": job.kind,
        "reading": str(conduct.reading),
        "drop-duplicates": conduct.drop_duplicates,
        "errors": conduct.errors,
        "version": __version__,
        **how,
    }
    return Stage(folder, manifest, outputs=len(job.encoders), resume=resume)


def _plain(value: object) -> object:
    """The same text for equal values: sets keep no order from one process to the next."""
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return sorted((str(k), v) for k, v in value.items()) if isinstance(value, Mapping) else str(value)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    size = 0
    for item in found:
        batch.append(item)
        size += len(item.raw) if isinstance(item, Document) else 0
        if len(batch) == _BATCH_DOCUMENTS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _watched(entries: Iterable[Entry], conduct: Conduct, on_done: Callable[[Entry], None]) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, Reject) and conduct.errors == "raise":
            raise CleanerError(f"{entry.name}: {entry.message}")
        yield entry
        on_done(entry)


class _Tally:
    """The counts of one run."""

    def __init__(self) -> None:
        self.rejects: list[Reject] = []
        self.duplicates = 0
        self._articles = 0
        self._without_body = 0
        self._kept: Counter[str] = Counter()
        self._removed: Counter[str] = Counter()
        self._first: list[Summary] = []

    def reject(self, entry: Reject) -> None:
        self.rejects.append(replace(entry, raw=None))

    def add(self, summary: Summary) -> None:
        self._articles += 1
        self._without_body += summary.status == "no_body"
        self._kept.update(summary.kept)
        self._removed.update(summary.removed)
        if len(self._first) < _LISTED:
            self._first.append(summary)

    def report(self, location: Path | None, rejects_file: Path | None) -> Report:
        return Report(
            documents=self._articles + self.duplicates + len(self.rejects),
            articles=self._articles,
            without_body=self._without_body,
            duplicates=self.duplicates,
            kept=self._kept,
            removed=self._removed,
            first=tuple(self._first),
            rejects=tuple(self.rejects),
            location=location,
            rejects_file=rejects_file,
        )
