"""`cleaner evaluate`: the quality of a model on labelled texts."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.cli.common import console, exit_codes
from cleaner.cli.options import ModelOption


def evaluate_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Labelled texts, in the format of labels/seeds.jsonl; may end in .zst."),
    ],
    model: ModelOption = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Write the figures as JSON too.")
    ] = None,
    curve: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT",
            help="Draw, label by label, what a threshold buys and how far confidence is to be trusted: a .svg or .png.",
        ),
    ] = None,
) -> None:
    """Score a model on labelled texts: characters of the body, blocks by label and role, calibration."""
    with exit_codes():
        from cleaner.errors import BadInput

        for file in files:
            if not file.is_file():
                raise BadInput(f"{file} is no file: name files of labelled texts")
        for made in (json_out, curve):
            if made and not made.parent.is_dir():
                raise BadInput(f"{made.parent} is no folder: make it first")
        figures = evaluate_files(files, model=model, curve=curve)
        if json_out:
            json_out.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", "utf-8")
        _show(figures)


def evaluate_files(files: Sequence[Path], *, model: Path | None = None, curve: Path | None = None) -> Mapping[str, Any]:
    """Figures of a model on labelled texts, by name; None is the model that comes along. `curve` names a picture."""
    from cleaner import Cleaner
    from cleaner.training.curve import check_picture, curves, draw
    from cleaner.training.evaluate import judge_files, summarize

    if curve:
        check_picture(curve)
    judged = judge_files(files, cleaner=Cleaner(model))
    if curve:
        draw(curves(judged), curve)
    return summarize(judged)


def _show(figures: Mapping[str, Any]) -> None:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name, value in figures.items():
        table.add_row(str(name), f"{value:.3f}" if isinstance(value, float) else str(value))
    console(stderr=False).print(table)
