"""`cleaner info`: which model is in use and what is known about it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cleaner.cli.common import console, exit_codes, printable
from cleaner.cli.options import JsonOption, ModelOption

if TYPE_CHECKING:
    from cleaner import Cleaner

_SHOWN = ("data", "trained", "packages", "figures")


def info_command(model: ModelOption = None, as_json: JsonOption = False) -> None:
    """Show the model's name, version, digest, size, labels, roles, training data and figures."""
    with exit_codes():
        from cleaner import Cleaner
        from cleaner.encode import utf8

        facts = describe_model(Cleaner(model), model)
        if as_json:
            typer.echo(utf8(json.dumps(facts, ensure_ascii=False, indent=2)))
        else:
            _show(facts)


def describe_model(cleaner: "Cleaner", folder: Path | None = None) -> dict[str, Any]:
    """Name, version, digest, folder, size in bytes, labels and roles, and where the folder's config.json says it: what
    it was trained on and when, with which packages, and its figures.

    `folder` is the one `cleaner` was loaded from; None for the model that comes along.
    """
    from cleaner import Label, Role
    from cleaner.classify.model import default_folder

    folder = folder or default_folder()
    return {
        **{key: cleaner.model.config[key] for key in _SHOWN if key in cleaner.model.config},
        "name": cleaner.info.name,
        "version": cleaner.info.version,
        "digest": cleaner.info.digest,
        "folder": str(folder),
        "size_bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        "labels": list(map(str, Label)),
        "roles": list(map(str, Role)),
    }


def _show(facts: Mapping[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    first = ("name", "version", "digest", "folder", "size_bytes", "labels", "roles")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for key in [*first, *sorted(set(facts) - set(first))]:
        table.add_row(key, Text("\n".join(map(printable, _lines(facts[key])))))
    console(stderr=False).print(table)


def _lines(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}: {', '.join(_lines(inner))}" for key, inner in value.items()]
    if isinstance(value, list):
        return [", ".join(map(str, value))]
    return [f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)]
