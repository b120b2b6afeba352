"""`cleaner clean`: documents in, articles out."""

import contextlib
import dataclasses
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cleaner.cli.common import (
    LABEL_STYLES,
    OK,
    REJECTED,
    KindOption,
    ModelOption,
    console,
    exit_codes,
    printable,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cleaner import Article, Label, Options
    from cleaner.errors import CleanerError
    from cleaner.io.documents import Document
    from cleaner.io.readers import Source
    from cleaner.io.writers import Output
    from cleaner.workers import Job

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
    kept: Mapping["Label", int]
    removed: Mapping["Label", int]


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
    kept: Mapping["Label", int]
    removed: Mapping["Label", int]
    first: tuple[Summary, ...]
    rejects: tuple[Reject, ...]
    location: Path | None
    rejects_file: Path | None


def clean_command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders (read with their subfolders), or - for stdin.")
    ],
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--out", metavar="OUT", help="File, or folder (no suffix, or ending in /). Default: stdout."
        ),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="jsonl, parquet, csv, md or txt. Default: by OUT's suffix (.jsonl.gz too), or jsonl.",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="LABEL", help="Label that counts as content; repeat for several. Default: body alone."),
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(metavar="LABEL=P", help="Least probability a label needs, as in poll=0.8; repeat for several."),
    ] = None,
    kind: KindOption = "auto",
    model: ModelOption = None,
    reference_date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help='The day that "yesterday" and the like are counted from.')
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(metavar="N", help="Reject larger documents. Default: 256 MiB.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", min=1, metavar="N", help="Processes. The output is the same for any number.")
    ] = 1,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.001, metavar="SECONDS", help="Reject documents that take longer. Default: no limit."),
    ] = None,
    errors: Annotated[
        Errors, typer.Option(help="Rejected documents: list them beside OUT, only name them, or stop at the first.")
    ] = "record",
    force: Annotated[bool, typer.Option("--force", help="Replace output that exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Clean documents into articles.

    Exit code 0: all clean. 1: some documents were rejected, the others are written. 2: wrong use, nothing done.
    """
    with exit_codes():
        from cleaner.io.readers import find_sources
        from cleaner.io.writers import choose_format, open_output
        from cleaner.workers import Job

        options = read_options(
            keep=keep or (), threshold=threshold or (), reference_date=reference_date, max_bytes=max_bytes
        )
        name = choose_format(format_name, out)
        sources = find_sources(paths, leave_out=[Path(out)] if out else [])
        inputs = [source.path for source in sources if source.path]
        output = open_output(
            out,
            format_name=name,
            force=force,
            inputs=inputs,
            stream=sys.stdout.buffer,
            many=len(sources) > 1 or any(source.many for source in sources),
        )
        job = Job(str(model) if model else None, options, kind)
        job([])  # a broken model is found before anything is written
        known = None if any(source.many for source in sources) else len(sources)
        with _progress(known, show=sys.stderr.isatty() and not quiet) as advance:
            report = clean_sources(sources, job, output, jobs=jobs, timeout=timeout, errors=errors, on_done=advance)
        _tell(report, quiet=quiet)
    raise typer.Exit(REJECTED if report.rejects else OK)


def read_options(
    *, keep: Sequence[str], threshold: Sequence[str], reference_date: str | None, max_bytes: int | None
) -> "Options":
    """Options from words of the command line. Raises BadOptions, naming the word."""
    import datetime as dt

    from cleaner import Options
    from cleaner.errors import BadOptions

    data: dict[str, Any] = {"thresholds": dict(map(_read_threshold, threshold))}
    if keep:
        data["keep"] = frozenset(keep)
    if max_bytes is not None:
        data["max_bytes"] = max_bytes
    if reference_date is not None:
        try:
            data["reference_date"] = dt.date.fromisoformat(reference_date)
        except ValueError:
            raise BadOptions(f"{reference_date!r} is no date: write it as in 2024-03-31") from None
    return Options.from_dict(data)


def _read_threshold(word: str) -> tuple[str, float]:
    from cleaner.errors import BadOptions

    label, _, number = word.partition("=")
    try:
        return label, float(number)
    except ValueError:
        raise BadOptions(f"{word!r} is no threshold: write it as in poll=0.8") from None


def clean_sources(
    sources: Iterable["Source"],
    job: "Job",
    output: "Output",
    *,
    jobs: int = 1,
    timeout: float | None = None,
    errors: Errors = "record",
    on_done: Callable[[], None] = lambda: None,
) -> Report:
    """Clean every document of `sources` into `output`, in `jobs` processes.

    A document that cannot be read or cleaned is rejected and the run goes on; with errors="raise" it ends the run
    with a CleanerError that names the document. `on_done` is called after every document.
    """
    from cleaner.workers import clean_all

    run = _Run(output, keep=job.options.keep, errors=errors, on_done=on_done)
    with output:
        batches = _batches(_read(sources, run, job.options.max_bytes))
        for document, result in clean_all(batches, job, jobs=jobs, timeout=timeout):
            run.add(document, result)
    rejects = [dataclasses.asdict(reject) for reject in run.rejects]
    return run.report(output.write_rejects(rejects) if errors == "record" else None)


class _Run:
    """The counts of one run, and its one policy for errors."""

    def __init__(
        self, output: "Output", *, keep: frozenset["Label"], errors: Errors, on_done: Callable[[], None]
    ) -> None:
        self.rejects: list[Reject] = []
        self._output = output
        self._content = keep
        self._errors = errors
        self._on_done = on_done
        self._articles = 0
        self._without_body = 0
        self._kept: Counter[Label] = Counter()
        self._removed: Counter[Label] = Counter()
        self._first: list[Summary] = []

    def add(self, document: "Document", result: "Article | CleanerError") -> None:
        if isinstance(result, Exception):
            raw = document.fields if document.fields else None
            self.reject(Reject(document.id, document.place, type(result).__name__, str(result), raw))
        else:
            self._keep(document, result)
            self._on_done()

    def _keep(self, document: "Document", article: "Article") -> None:
        self._output.write(document.id, article, document.fields)
        summary = _summarise(document.id, article, self._content)
        self._articles += 1
        self._without_body += article.status == "no_body"
        self._kept.update(summary.kept)
        self._removed.update(summary.removed)
        if len(self._first) < _LISTED:
            self._first.append(summary)

    def reject(self, reject: Reject) -> None:
        from cleaner.errors import CleanerError

        if self._errors == "raise":
            raise CleanerError(f"{reject.id}: {reject.message}")
        self.rejects.append(reject)
        self._on_done()

    def report(self, rejects_file: Path | None) -> Report:
        return Report(
            documents=self._articles + len(self.rejects),
            articles=self._articles,
            without_body=self._without_body,
            kept=self._kept,
            removed=self._removed,
            first=tuple(self._first),
            rejects=tuple(self.rejects),
            location=self._output.location,
            rejects_file=rejects_file,
        )


def _summarise(document_id: str, article: "Article", content: frozenset["Label"]) -> Summary:
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


def _read(sources: Iterable["Source"], run: _Run, max_bytes: int) -> Iterator["Document"]:
    from cleaner.io.documents import BadRecord

    for source in sources:
        try:
            for found in source.documents(max_bytes=max_bytes):
                if isinstance(found, BadRecord):
                    run.reject(Reject(found.id, found.place, "BadRecord", found.message, found.raw))
                else:
                    yield found
        except OSError as error:
            run.reject(Reject(source.id, source.id, type(error).__name__, error.strerror or str(error)))


def _batches(documents: Iterable["Document"]) -> Iterator[list["Document"]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.raw)
        if len(batch) == _BATCH_DOCUMENTS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextlib.contextmanager
def _progress(total: int | None, *, show: bool) -> Iterator[Callable[[], None]]:
    if not show:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def _tell(report: Report, *, quiet: bool) -> None:
    screen = console(stderr=True)
    for reject in report.rejects:
        line = f"rejected {printable(reject.id)}: {printable(reject.message)}"
        screen.print(line, style="red", markup=False, soft_wrap=True)
    if not quiet:
        _tell_summary(report, screen)


def _tell_summary(report: Report, screen: "Console") -> None:
    if report.articles == len(report.first):
        screen.print(_table(report.first))
    else:
        screen.print("blocks kept:", _counts(report.kept), "  removed:", _counts(report.removed))
    screen.print(
        f"{report.documents:,} documents = {report.articles:,} articles ({report.without_body:,} without a body) "
        f"+ {len(report.rejects):,} rejects",
        soft_wrap=True,
    )
    if report.location:
        screen.print(f"articles: {report.location}", markup=False, soft_wrap=True)
    if report.rejects_file:
        screen.print(f"rejects: {report.rejects_file}", markup=False, soft_wrap=True)


def _table(summaries: Sequence[Summary]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, leading=1)
    table.add_column("document", ratio=5, overflow="fold")
    table.add_column("by, date, language", ratio=3, overflow="fold")
    table.add_column("kept", no_wrap=True)
    table.add_column("removed", no_wrap=True)
    table.add_column("status", no_wrap=True)
    for summary in summaries:
        title = Text(printable(summary.title), "bold") if summary.title else Text("no title", "dim")
        credit = (", ".join(summary.authors), summary.published, summary.language)
        table.add_row(
            title + Text("\n" + printable(summary.id), "dim"),
            Text("\n".join(printable(part) for part in credit if part)),
            _counts(summary.kept, "\n"),
            _counts(summary.removed, "\n"),
            Text(summary.status, "green" if summary.status == "ok" else "yellow"),
        )
    return table


def _counts(counts: Mapping["Label", int], between: str = ", ") -> "Text":
    from rich.text import Text

    words = [Text(f"{count:,} {label}", LABEL_STYLES[label]) for label, count in sorted(counts.items())]
    return Text(between).join(words) if words else Text("none", "dim")
