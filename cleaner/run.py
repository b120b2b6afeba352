"""One run: every document of some sources becomes an article in an output, or a reject. Nothing is lost between."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from cleaner.article import Article
from cleaner.errors import BadOptions, CleanerError
from cleaner.io.documents import BadRecord, Document
from cleaner.io.readers import Source
from cleaner.io.stage import Entry, Stage
from cleaner.io.writers import Output
from cleaner.labels import Label
from cleaner.version import __version__
from cleaner.workers import Job, Result, clean_all

Errors = Literal["record", "skip", "raise"]

_BATCH_DOCUMENTS = 64
_BATCH_BYTES = 16 * 1024 * 1024  # a batch of large pages must not fill the memory
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that gave no article: its id and place, the kind of error, what was wrong, and the record itself."""

    id: str
    place: str
    error: str
    message: str
    raw: object = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One article in a few words; `kept` and `removed` count blocks by label."""

    id: str
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    status: str
    kept: Mapping[Label, int]
    removed: Mapping[Label, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: `documents` = `articles` + number of `rejects`.

    without_body   how many of the articles have status "no_body"
    kept, removed  blocks by label, over all articles
    first          summaries of the first articles, 20 at most
    location       file or folder of the articles, None for standard output
    rejects_file   file that lists the rejects, if one was written
    """

    documents: int
    articles: int
    without_body: int
    kept: Mapping[Label, int]
    removed: Mapping[Label, int]
    first: tuple[Summary, ...]
    rejects: tuple[Reject, ...]
    location: Path | None
    rejects_file: Path | None


def clean_sources(
    sources: Sequence[Source],
    job: Job,
    output: Output,
    *,
    jobs: int = 1,
    timeout: float | None = None,
    errors: Errors = "record",
    stage: Stage | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> Report:
    """Clean every document of `sources` into `output`, in `jobs` processes.

    stage    where what is done is kept until all is; what it holds of an earlier attempt is not done again
    on_done  called after every document

    A document that cannot be read or cleaned is rejected and the run goes on; with errors="raise" it ends the run
    with a CleanerError that names the document.
    """
    tally = _Tally(job.options.keep)
    read = itertools.islice(_read(sources, job.options.max_bytes), stage.done if stage else 0, None)
    entries = _entries(clean_all(_batches(read), job, jobs=jobs, timeout=timeout), errors, on_done)
    try:
        with output:
            for entry in stage.through(entries) if stage else entries:
                if entry.article is not None:
                    output.write(entry.id, entry.article, entry.fields)
                tally.add(entry)
    except CleanerError:  # as the user asked for: nothing to go on with
        if stage:
            stage.remove()
        raise
    rejects_file = output.write_rejects([_listed(reject) for reject in tally.rejects]) if errors == "record" else None
    if stage:
        stage.remove()
    return tally.report(output.location, rejects_file)


def open_stage(
    output: Output, sources: Sequence[Source], job: Job, *, resume: bool, force: bool = False
) -> Stage | None:
    """A stage beside the output; None for a stream, which cannot be gone on with.

    Raises BadOptions where `resume` finds no run to go on with but an output, which only `force` replaces.
    """
    if output.location is None:
        if resume:
            raise BadOptions("--resume needs an output file or folder: name one with -o")
        return None
    folder = parts_folder(output.location)
    if resume and not force and not folder.exists() and _holds_something(output.location):
        raise BadOptions(f"{output.location} exists, and no run to it was cut off: --force replaces it")
    manifest = {
        "inputs": [(source.id, _size(source.path)) for source in sources],
        "model": job.info.digest,
        "options": {f.name: _plain(getattr(job.options, f.name)) for f in fields(job.options)},
        "kind": job.kind,
        "version": __version__,
    }
    return Stage(folder, manifest, resume=resume)


def parts_folder(location: Path) -> Path:
    """Where the parts of a run to this file or folder lie."""
    place = location.resolve()
    return place.with_name(f".{place.name}.parts")


def _holds_something(location: Path) -> bool:
    return any(location.iterdir()) if location.is_dir() else location.exists()


def _size(path: Path | None) -> int | None:
    try:
        return path.stat().st_size if path else None
    except OSError:  # reading it will fail by name, and reject it
        return None


def _plain(value: object) -> object:
    """The same text for equal values: sets keep no order from one process to the next."""
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return sorted((str(k), v) for k, v in value.items()) if isinstance(value, Mapping) else str(value)


def _read(sources: Iterable[Source], max_bytes: int) -> Iterator[Document | BadRecord]:
    for source in sources:
        try:
            yield from source.documents(max_bytes=max_bytes)
        except OSError as error:
            yield BadRecord(source.id, source.id, error.strerror or str(error))


def _batches(found: Iterable[Document | BadRecord]) -> Iterator[list[Document | BadRecord]]:
    batch: list[Document | BadRecord] = []
    size = 0
    for item in found:
        batch.append(item)
        size += len(item.raw) if isinstance(item, Document) else 0
        if len(batch) == _BATCH_DOCUMENTS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _entries(
    results: Iterable[tuple[Document | BadRecord, Result]], errors: Errors, on_done: Callable[[], None]
) -> Iterator[Entry]:
    for found, result in results:
        if isinstance(result, Article):
            assert isinstance(found, Document)
            yield Entry(found.id, found.place, found.fields, result)
        else:
            if errors == "raise":
                raise CleanerError(f"{found.id}: {result}") from result
            raw = _record(found) if isinstance(found, Document) else found.raw
            yield Entry(found.id, found.place, error=type(result).__name__, message=str(result), raw=raw)
        on_done()


def _record(document: Document) -> dict[str, object] | None:
    """What a reject keeps of a record: all of it. A file of one document stays where it is."""
    if not document.fields:
        return None
    raw = document.raw if isinstance(document.raw, str) else document.raw.decode("utf-8", "backslashreplace")
    return {**document.fields, "document": raw}


def _listed(reject: Reject) -> dict[str, object]:
    names = ("id", "place", "error", "message", "raw")
    return {name: getattr(reject, name) for name in names}


class _Tally:
    """The counts of one run."""

    def __init__(self, keep: frozenset[Label]) -> None:
        self.rejects: list[Reject] = []
        self._content = keep
        self._articles = 0
        self._without_body = 0
        self._kept: Counter[Label] = Counter()
        self._removed: Counter[Label] = Counter()
        self._first: list[Summary] = []

    def add(self, entry: Entry) -> None:
        if entry.article is None:
            self.rejects.append(Reject(entry.id, entry.place, entry.error, entry.message, entry.raw))
            return
        summary = _summarise(entry.id, entry.article, self._content)
        self._articles += 1
        self._without_body += entry.article.status == "no_body"
        self._kept.update(summary.kept)
        self._removed.update(summary.removed)
        if len(self._first) < _LISTED:
            self._first.append(summary)

    def report(self, location: Path | None, rejects_file: Path | None) -> Report:
        return Report(
            documents=self._articles + len(self.rejects),
            articles=self._articles,
            without_body=self._without_body,
            kept=self._kept,
            removed=self._removed,
            first=tuple(self._first),
            rejects=tuple(self.rejects),
            location=location,
            rejects_file=rejects_file,
        )


def _summarise(document_id: str, article: Article, content: frozenset[Label]) -> Summary:
    blocks = Counter(block.label for block in article.blocks)
    return Summary(
        id=document_id,
        title=article.title,
        authors=article.authors,
        published=article.published,
        language=article.language,
        status=article.status,
        kept={label: count for label, count in blocks.items() if label in content},
        removed={label: count for label, count in blocks.items() if label not in content},
    )
