"""Options that several commands share, and the values they stand for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cleaner.errors import Errors

if TYPE_CHECKING:
    from cleaner import Options
    from cleaner.io.records import Reading
    from cleaner.io.writers import ShardSize

Kind = Literal["auto", "text", "html"]

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…",
        help="Files, folders (read with their subfolders), patterns in quotes ('pages/**/*.html'), - for stdin, or "
        "hf:NAME for a Hugging Face data set.",
    ),
]
Out = Annotated[
    str | None,
    typer.Option(
        "-o", "--out", metavar="OUT", help="File, or folder (no suffix, or ending in /). Default, and -: stdout."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="jsonl, parquet, csv, md or txt. Default: by OUT's suffix (.jsonl.gz too), or jsonl.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(metavar="LABEL", help="Label that counts as content; repeat for several. Default: body alone."),
]
Threshold = Annotated[
    list[str] | None,
    typer.Option(metavar="LABEL=P", help="Least probability a label needs, as in poll=0.8; repeat for several."),
]
KindOption = Annotated[Kind, typer.Option(help="Read the input as text or as HTML, or tell by looking at it.")]
ModelOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of the model; without it, the one that comes along.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]
ReferenceDate = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help='The day that "yesterday" and the like are counted from.')
]
MaxBytes = Annotated[int | None, typer.Option(metavar="N", help="Reject larger documents. Default: 256 MiB.")]
TextField = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Field of a record that holds the document; repeat for a second choice. Default: html, text…",
    ),
]
UrlField = Annotated[str | None, typer.Option(metavar="NAME", help="Field that holds its address. Default: url…")]
IdField = Annotated[str | None, typer.Option(metavar="NAME", help="Field that names the document. Default: id…")]
Subset = Annotated[str | None, typer.Option(metavar="NAME", help="Configuration of a data set.")]
Split = Annotated[str, typer.Option(metavar="NAME", help="Part of a data set.")]
Jobs = Annotated[
    int, typer.Option("-j", "--jobs", min=1, metavar="N", help="Processes. The output is the same for any number.")
]
Timeout = Annotated[
    float | None,
    typer.Option(min=0.001, max=1e9, metavar="SECONDS", help="Reject documents that take longer. Default: no limit."),
]
ErrorsOption = Annotated[
    Errors,
    typer.Option("--errors", help="Rejected documents: list them beside OUT, only name them, or stop at the first."),
]
WithLinks = Annotated[bool, typer.Option("--with-links/--without-links", help="Keep links of pages in Markdown.")]
WithImages = Annotated[
    bool, typer.Option("--with-images/--without-images", help="Show captions' pictures in Markdown.")
]
WithTables = Annotated[
    bool, typer.Option("--with-tables/--without-tables", help="Lay tables of pages out as tables in Markdown.")
]
ShardDocuments = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Write numbered files of N articles: OUT-00000 and so on.")
]
ShardBytes = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Write numbered files of about N bytes before compression.")
]
DropDuplicates = Annotated[
    Literal["exact"] | None, typer.Option(help="Leave out articles whose words an earlier article had.")
]
Signature = Annotated[
    bool, typer.Option("--signature", help="Add a MinHash of each article, to find similar ones by (extra: dedup).")
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with a run that was cut off; it must be called as before.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace output that exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
JsonLog = Annotated[
    bool, typer.Option("--json-log", help="Events of the run as JSON lines on standard error, for programs.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the settings and the first three documents, and write nothing.")
]


def read_options(
    *, keep: Sequence[str], threshold: Sequence[str], reference_date: str | None, max_bytes: int | None
) -> "Options":
    """Options from words of the command line. Raises BadOptions, naming the word."""
    from cleaner import Options

    data: dict[str, Any] = {"thresholds": dict(map(_read_threshold, threshold)), "reference_date": reference_date}
    if keep:
        data["keep"] = frozenset(keep)
    if max_bytes is not None:
        data["max_bytes"] = max_bytes
    return Options.from_dict(data)


def _read_threshold(word: str) -> tuple[str, float]:
    from cleaner.errors import BadOptions

    label, _, number = word.partition("=")
    try:
        return label, float(number)
    except ValueError:
        raise BadOptions(f"{word!r} is no threshold: write it as in poll=0.8") from None


def read_reading(
    options: "Options",
    *,
    text_field: Sequence[str] | None,
    url_field: str | None,
    id_field: str | None,
    subset: str | None,
    split: str,
) -> "Reading":
    """How inputs are read, from words of the command line."""
    from cleaner.io.records import Fields, Reading

    given = {"document": text_field, "url": url_field and (url_field,), "id": id_field and (id_field,)}
    fields = Fields(**{name: tuple(value) for name, value in given.items() if value})
    return Reading(options.max_bytes, fields, subset, split)


def read_shards(documents: int | None, size: int | None) -> "ShardSize | None":
    """When a shard is full; None where all goes into one file."""
    from cleaner.io.writers import ShardSize

    return ShardSize(documents, size) if documents or size else None


def settings(command: str, values: Mapping[str, object]) -> str:
    """What a command was told, as a settings file would say it."""
    import json

    of_one_call = {"paths", "dry_run"}
    known = {k.replace("_", "-"): v for k, v in values.items() if k not in of_one_call and v not in (None, [], ())}
    lines = [f"{name} = {json.dumps(value, default=str, ensure_ascii=False)}" for name, value in known.items()]
    return "\n".join([f"[{command}]", *lines])
