"""`cleaner clean`: documents in, articles out."""

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options as o
from cleaner.cli.common import exit_codes


def clean_command(
    paths: o.Paths,
    out: o.Out = None,
    format: o.Format = None,
    keep: o.Keep = None,
    threshold: o.Threshold = None,
    kind: o.KindOption = "auto",
    model: o.ModelOption = None,
    reference_date: o.ReferenceDate = None,
    max_bytes: o.MaxBytes = None,
    text_field: o.TextField = None,
    url_field: o.UrlField = None,
    id_field: o.IdField = None,
    subset: o.Subset = None,
    split: o.Split = "train",
    labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write what was decided of every block there too, so that `cleaner apply-labels` can decide again.",
        ),
    ] = None,
    signature: o.Signature = False,
    drop_duplicates: o.DropDuplicates = None,
    with_links: o.WithLinks = False,
    with_images: o.WithImages = False,
    with_tables: o.WithTables = True,
    shard_documents: o.ShardDocuments = None,
    shard_bytes: o.ShardBytes = None,
    jobs: o.Jobs = 1,
    timeout: o.Timeout = None,
    errors: o.ErrorsOption = "record",
    resume: o.Resume = False,
    force: o.Force = False,
    quiet: o.Quiet = False,
    json_log: o.JsonLog = False,
    dry_run: o.DryRun = False,
) -> None:
    """Clean documents into articles.

    Exit code 0: all clean. 1: some documents were rejected, the others are written, or, with --errors raise, no file
    is. 2: wrong use, nothing done.
    """
    told = dict(locals())
    with exit_codes():
        from cleaner.cli.running import made_by, read_run, run, show_first
        from cleaner.errors import BadOptions
        from cleaner.io.readers import find_sources
        from cleaner.job import Job

        if labels and threshold:
            raise BadOptions("--labels keeps what was decided without thresholds: give --threshold to apply-labels")
        options, target, conduct = read_run(told, labels)
        sources = find_sources(paths, leave_out=made_by(target))
        if dry_run:
            show_first(sources, conduct, o.settings("clean", told))
            return
        code = run(sources, Job(str(model) if model else None, options, kind, signed=signature), target, conduct)
    raise typer.Exit(code)
