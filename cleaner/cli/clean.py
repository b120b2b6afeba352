"""`cleaner clean`: documents in, articles out."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
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

    from cleaner import Label, Options
    from cleaner.run import Report, Summary

Errors = Literal["record", "skip", "raise"]


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
    format: Annotated[
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
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was cut off; it must be called as before.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace output that exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Clean documents into articles.

    Exit code 0: all clean. 1: some documents were rejected, the others are written. 2: wrong use, nothing done.
    """
    with exit_codes():
        from cleaner.io.readers import find_sources
        from cleaner.io.writers import choose_format, open_output
        from cleaner.run import clean_sources, open_stage
        from cleaner.workers import Job

        options = read_options(
            keep=keep or (), threshold=threshold or (), reference_date=reference_date, max_bytes=max_bytes
        )
        name = choose_format(format, out)
        sources = find_sources(paths, leave_out=[Path(out)] if out else [])
        inputs = [source.path for source in sources if source.path]
        output = open_output(
            out,
            format_name=name,
            force=force or resume,
            inputs=inputs,
            stream=sys.stdout.buffer,
            many=len(sources) > 1 or any(source.many for source in sources),
        )
        job = Job(str(model) if model else None, options, kind)
        job([])  # a broken model is found before anything is written
        known = None if any(source.many for source in sources) else len(sources)
        with _progress(known, show=sys.stderr.isatty() and not quiet) as advance:
            stage = open_stage(output, sources, job, resume=resume, force=force)
            report = clean_sources(
                sources, job, output, jobs=jobs, timeout=timeout, errors=errors, stage=stage, on_done=advance
            )
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


def _tell(report: "Report", *, quiet: bool) -> None:
    screen = console(stderr=True)
    for reject in report.rejects:
        line = f"rejected {printable(reject.id)}: {printable(reject.message)}"
        screen.print(line, style="red", markup=False, soft_wrap=True)
    if not quiet:
        _tell_summary(report, screen)


def _tell_summary(report: "Report", screen: "Console") -> None:
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


def _table(summaries: Sequence["Summary"]) -> "Table":
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
