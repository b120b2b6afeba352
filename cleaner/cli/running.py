"""A run from the command line: what both `clean` and `apply-labels` do once they know what to do to a document."""

import contextlib
import itertools
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import typer

from cleaner.cli import options as o
from cleaner.cli.common import LABEL_STYLES, OK, REJECTED, console, printable
from cleaner.errors import BadOptions
from cleaner.io.documents import BadRecord, Found
from cleaner.io.entry import Entry, Reject, Summary
from cleaner.io.lines import MarkdownWriter
from cleaner.io.markdown import PLAIN, Style
from cleaner.io.paths import real
from cleaner.io.readers import Source, read_all
from cleaner.io.spans import SpansWriter
from cleaner.io.writers import (
    FORMATS,
    FileOutput,
    Output,
    ShardSize,
    check_output,
    check_place,
    choose_format,
    open_output,
)
from cleaner.job import Encoder, Job
from cleaner.run import Conduct, Report, clean_sources, open_stage

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cleaner import Options

_SHOWN_DOCUMENTS, _SHOWN_CHARACTERS = 3, 200
_LOG_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a run writes to, and what it tells of itself.

    out, format_name, shard  as for `open_output`; format_name None goes by the suffix of `out`
    style      of Markdown
    labels     file for the labels beside the data
    resume, force, quiet, json_log  as on the command line
    """

    out: str | None
    format_name: str | None = None
    shard: ShardSize | None = None
    style: Style = PLAIN
    labels: Path | None = None
    resume: bool = False
    force: bool = False
    quiet: bool = False
    json_log: bool = False


def read_run(told: Mapping[str, Any], labels: Path | None = None) -> tuple["Options", Target, Conduct]:
    """What a command was told, by the names of its options, as what a run needs. Raises BadOptions, naming the word.

    labels  file for the labels beside the data
    """
    options = o.read_options(
        keep=told["keep"] or (),
        threshold=told["threshold"] or (),
        reference_date=told["reference_date"],
        max_bytes=told["max_bytes"],
    )
    reading = o.read_reading(
        options, **{name: told[name] for name in ("text_field", "url_field", "id_field", "subset", "split")}
    )
    target = Target(
        out=None if told["out"] == "-" else told["out"],  # the stream, as among the inputs
        format_name=told["format"],
        shard=o.read_shards(told["shard_documents"], told["shard_bytes"]),
        style=Style(links=told["with_links"], images=told["with_images"], tables=told["with_tables"]),
        labels=labels,
        **{name: told[name] for name in ("resume", "force", "quiet", "json_log")},
    )
    drop = told["drop_duplicates"] == "exact"
    return options, target, Conduct(reading, told["jobs"], told["timeout"], told["errors"], drop)


def run(sources: Sequence[Source], job: Job, target: Target, conduct: Conduct) -> int:
    """Clean everything and tell how it went; the exit code. Raises CleanerError before anything is written."""
    name = choose_format(target.format_name, target.out)
    many = len(sources) > 1 or any(source.many for source in sources)
    outputs = _open_outputs(sources, target, name)
    job = replace(job, encoders=(_encoder(name, target.style, many=many), *_label_encoders(target)))
    job([])  # a broken model is found before anything is written
    watch = _watch(sources, target)
    with watch:
        how = {
            "format": name,
            "shard": str(target.shard),
            "labels": str(target.labels),
            "signed": job.signed,
            "style": str(target.style),
        }
        stage = open_stage(outputs[0], sources, job, conduct, resume=target.resume, force=target.force, how=how)
        if stage and stage.discarded:
            watch.started_anew(stage.discarded)
        try:
            report = clean_sources(
                sources, job, outputs, conduct=conduct, stage=stage, on_done=watch.done, on_read=watch.read
            )
        except OSError as error:  # of an output: what an input raises is a reject
            if stage is None:
                raise
            why = f"{error.strerror or error}: mend that, and --resume goes on from here"
            raise OSError(error.errno, why, error.filename or target.out) from error
        watch.end(report)
    return REJECTED if report.rejects else OK


def made_by(target: Target) -> list[Path]:
    """What a run writes, or wrote earlier: no folder that it reads is searched for that. Raises BadOptions."""
    if target.out is None:
        return [target.labels] if target.labels else []
    name = choose_format(target.format_name, target.out)
    articles = _open_articles(target, name, force=True, inputs=())
    return [Path(target.out), *articles.made(), *([target.labels] if target.labels else [])]


def _open_outputs(sources: Sequence[Source], target: Target, name: str) -> list[Output]:
    inputs = [source.path for source in sources if source.path]
    force = target.force or target.resume
    outputs = [_open_articles(target, name, force=force, inputs=inputs)]
    if target.labels:
        if outputs[0].location and real(outputs[0].location) == real(target.labels):
            raise BadOptions(f"{target.labels} cannot take both the articles and the labels: name two files")
        labels = FileOutput(SpansWriter, target.labels)
        check_place(target.labels, folder=False)
        check_output(labels, force=force, inputs=inputs)
        outputs.append(labels)
    return outputs


def _open_articles(target: Target, name: str, *, force: bool, inputs: Sequence[Path]) -> Output:
    stream = sys.stdout.buffer if sys.stdout else None
    return open_output(target.out, format_name=name, force=force, inputs=inputs, stream=stream, shard=target.shard)


def _encoder(name: str, style: Style, *, many: bool) -> Encoder:
    if FORMATS[name] is MarkdownWriter:
        return partial(MarkdownWriter.encode, many=many, style=style)
    return partial(FORMATS[name].encode, many=many)


def _label_encoders(target: Target) -> tuple[Encoder, ...]:
    return (partial(SpansWriter.encode, many=True),) if target.labels else ()


def show_first(sources: Sequence[Source], conduct: Conduct, settings: str) -> None:
    """The settings and the first documents, as a dry run shows them."""
    typer.echo(settings)
    for found in itertools.islice(read_all(sources, conduct.reading), _SHOWN_DOCUMENTS):
        typer.echo(f"\n{printable(found.id)} ({printable(found.place or found.source)})\n  {_start(found)}")


def _start(found: Found) -> str:
    """How a document begins; of a bad record why it will be rejected."""
    if isinstance(found, BadRecord):
        return f"rejected: {printable(found.message)}"
    text = found.raw.decode("utf-8", "replace") if isinstance(found.raw, bytes) else found.raw
    return printable(text[:_SHOWN_CHARACTERS])


# --- watching a run -------------------------------------------------------------------------------------------------


class Watch(Protocol):
    """Who follows a run; a context manager around it."""

    def __enter__(self) -> object: ...
    def __exit__(self, *_: object) -> None: ...

    def done(self, entry: Entry) -> None:
        """A document is done."""

    def read(self, count: int) -> None:
        """So many bytes of the sources have been read."""

    def started_anew(self, documents: int) -> None:
        """An earlier run was cut off, and so many documents that it had done are done again."""

    def end(self, report: Report) -> None:
        """The run is complete."""


def _watch(sources: Sequence[Source], target: Target) -> Watch:
    total = sum(source.size() or 0 for source in sources)
    if target.json_log:
        return _JsonLog(sources, total)
    return _Screen(total, quiet=target.quiet)


class _Screen:
    """Progress while a person watches, and a summary at the end."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._console = console(stderr=True)
        self._quiet = quiet
        self._total = total or None
        self._documents = 0
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> None:
        self._progress = None
        if self._quiet or not sys.stderr or not sys.stderr.isatty():
            return
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.fields[documents]:,} documents, {task.fields[rate]:,.0f} a second"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
        )
        self._progress = self._stack.enter_context(Progress(*columns, console=self._console, transient=True))
        self._task = self._progress.add_task("", total=self._total, documents=0, rate=0.0)
        self._start = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def done(self, entry: Entry) -> None:
        self._documents += 1
        if self._progress:
            rate = self._documents / max(time.monotonic() - self._start, 1e-3)
            self._progress.update(self._task, documents=self._documents, rate=rate)

    def read(self, count: int) -> None:
        if self._progress:
            self._progress.update(self._task, completed=count)

    def started_anew(self, documents: int) -> None:
        if not self._quiet:
            self._console.print(
                f"an earlier run to this output was cut off after {documents:,} documents: they are done again "
                "(--resume would have gone on)",
                soft_wrap=True,
            )

    def end(self, report: Report) -> None:
        self._stack.close()
        for reject in report.rejects:
            line = f"rejected {printable(reject.name)}: {printable(reject.message)}"
            self._console.print(line, style="red", markup=False, emoji=False, soft_wrap=True)
        if not self._quiet:
            _tell_summary(report, self._console)


class _JsonLog:
    """Events as JSON lines on standard error: start, reject, progress every ten seconds, end."""

    def __init__(self, sources: Sequence[Source], total: int) -> None:
        self._sources = len(sources)
        self._total = total or None
        self._start = self._told = time.monotonic()
        self._documents = self._bytes = 0

    def __enter__(self) -> None:
        self._log("start", inputs=self._sources, bytes_total=self._total)

    def __exit__(self, *_: object) -> None:
        pass

    def done(self, entry: Entry) -> None:
        self._documents += 1
        if isinstance(entry, Reject):
            self._log("reject", id=entry.id, place=entry.place, error=entry.error, message=entry.message)
        if time.monotonic() - self._told >= _LOG_SECONDS:
            self._told = time.monotonic()
            self._log("progress", documents=self._documents, bytes_read=self._bytes)

    def read(self, count: int) -> None:
        self._bytes = count

    def started_anew(self, documents: int) -> None:
        self._log("started_anew", documents=documents)

    def end(self, report: Report) -> None:
        counts = {name: getattr(report, name) for name in ("documents", "articles", "without_body", "duplicates")}
        place = {"location": report.location, "rejects_file": report.rejects_file}
        self._log("end", **counts, rejects=len(report.rejects), kept=report.kept, removed=report.removed, **place)

    def _log(self, event: str, **values: object) -> None:
        line = {"event": event, "seconds": round(time.monotonic() - self._start, 3), **values}
        typer.echo(json.dumps(line, default=str), err=True)


# --- the summary ----------------------------------------------------------------------------------------------------


def _tell_summary(report: Report, screen: "Console") -> None:
    if report.articles == len(report.first):
        screen.print(_table(report.first))
    else:
        screen.print("blocks kept:", _counts(report.kept), "  removed:", _counts(report.removed))
    duplicates = f"+ {report.duplicates:,} duplicates " if report.duplicates else ""
    screen.print(
        f"{report.documents:,} documents = {report.articles:,} articles ({report.without_body:,} without a body) "
        f"{duplicates}+ {len(report.rejects):,} rejects",
        soft_wrap=True,
    )
    for name, place in (("articles", report.location), ("rejects", report.rejects_file)):
        if place:
            screen.print(f"{name}: {place}", markup=False, emoji=False, soft_wrap=True)


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


def _counts(counts: Mapping[str, int], between: str = ", ") -> "Text":
    from rich.text import Text

    words = [Text(f"{count:,} {label}", LABEL_STYLES[label]) for label, count in sorted(counts.items())]
    return Text(between).join(words) if words else Text("none", "dim")
