"""`cleaner inspect`: every block of one document, with what it was taken for and why."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.common import LABEL_STYLES, console, exit_codes, printable
from cleaner.cli.options import JsonOption, KindOption, ModelOption

if TYPE_CHECKING:
    from rich.table import Table

    from cleaner import Block
    from cleaner.io.documents import Document


def inspect_command(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file, or - for stdin.")],
    kind: KindOption = "auto",
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every block of one document with its label, role, confidence and reason."""
    with exit_codes():
        from cleaner import Cleaner

        document = one_document(path)
        article = Cleaner(model).clean(document.raw, kind=kind, url=document.url)
        if as_json:
            sys.stdout.buffer.write(article.to_json().encode("utf-8") + b"\n")
            sys.stdout.flush()
        else:
            console(stderr=False).print(_table(article.blocks))


def one_document(path: str) -> "Document":
    """The document at `path`. Raises BadInput when `path` is a folder, a URL, missing, broken, or not one document."""
    import itertools
    from pathlib import Path

    from cleaner.errors import BadInput
    from cleaner.io.documents import BadRecord, Document
    from cleaner.io.readers import find_sources

    if Path(path).is_dir():
        raise BadInput(f"{path} is a folder: name one file")
    documents = itertools.chain.from_iterable(source.documents() for source in find_sources([path]))
    match list(itertools.islice(documents, 2)):
        case [Document() as document]:
            return document
        case [BadRecord() as bad]:
            raise BadInput(f"{path}: {bad.message}")
    raise BadInput(f"{path} is not one document: name one text or one page")


def _table(blocks: "tuple[Block, ...]") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for block in blocks:
        style = LABEL_STYLES[block.label]
        gutter = Text(f"{block.label} {block.confidence:4.0%}", style) + Text(f"\n{block.role}", "dim")
        text = Text(printable(block.text), style)
        table.add_row(gutter, text + Text("\n" + printable(block.reason), "dim") if block.reason else text)
    return table
