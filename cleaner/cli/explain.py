"""`cleaner explain`: of every block of one document, the words that spoke for its role and against it."""

import json
from typing import Annotated

import typer

from cleaner.cli.common import LABEL_STYLES, console, exit_codes, printable
from cleaner.cli.inspect import one_document
from cleaner.cli.options import JsonOption, KindOption, ModelOption

_SHOWN = 5


def explain_command(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file, or - for stdin.")],
    kind: KindOption = "auto",
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show why every block of one document got its role: what decided, and the words that spoke for and against it."""
    with exit_codes():
        from rich.text import Text

        from cleaner import Cleaner

        screen = console(stderr=False)
        for block, spoken in Cleaner(model).explain(one_document(path).raw, kind=kind):
            if as_json:
                typer.echo(json.dumps({**block.to_dict(), "words": spoken}, ensure_ascii=True))
                continue
            head = Text(f"{block.role} {block.confidence:4.0%}  ", LABEL_STYLES[block.label])
            screen.print(head + Text(printable(block.text)), overflow="ellipsis", no_wrap=True)
            voices = ", ".join(f"{amount:+.1f} {printable(name)}" for name, amount in spoken[:_SHOWN])
            screen.print(Text(f"  {block.reason}\n  {voices}", "dim"))
