"""`cleaner apply-labels`: articles from documents and the labels they were given, without the model."""

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options as o
from cleaner.cli.common import exit_codes


def apply_labels_command(
    labels: Annotated[
        Path, typer.Argument(metavar="LABELS", help="What `cleaner clean --labels` wrote of the same documents.")
    ],
    paths: o.Paths,
    out: o.Out = None,
    format: o.Format = None,
    keep: o.Keep = None,
    threshold: o.Threshold = None,
    kind: o.KindOption = "auto",
    reference_date: o.ReferenceDate = None,
    max_bytes: o.MaxBytes = None,
    text_field: o.TextField = None,
    url_field: o.UrlField = None,
    id_field: o.IdField = None,
    subset: o.Subset = None,
    split: o.Split = "train",
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
) -> None:
    """Decide again, with other thresholds or other labels to keep.

    The documents must be those of the run that wrote the labels, in the same order; one that has changed, or has no
    labels, is rejected. Exit codes as for `clean`.
    """
    told = dict(locals())
    with exit_codes():
        from cleaner.cli.running import made_by, read_run, run
        from cleaner.errors import BadInput
        from cleaner.io.readers import find_sources
        from cleaner.io.spans import LabelledSources
        from cleaner.job import Relabelling

        if not labels.is_file():
            raise BadInput(f"{labels} is no file: name what `cleaner clean --labels` wrote")
        options, target, conduct = read_run(told)
        found = find_sources(paths, leave_out=[labels, *made_by(target)])
        sources = [LabelledSources(labels.name, labels, found)]
        code = run(sources, Relabelling(None, options, kind, signed=signature), target, conduct)
    raise typer.Exit(code)
