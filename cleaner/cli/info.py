"""`cleaner info`: which model is in use and what is known about it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cleaner.cli.common import JsonOption, ModelOption, console, exit_codes, printable

if TYPE_CHECKING:
    from cleaner import Cleaner


def info_command(model: ModelOption = None, as_json: JsonOption = False) -> None:
    """Show the model's name, version, digest, size, labels, roles, thresholds and figures."""
    with exit_codes():
        from cleaner import Cleaner

        facts = describe_model(Cleaner(model), model)
        if as_json:
            typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            _show(facts)


def describe_model(cleaner: "Cleaner", folder: Path | None = None) -> dict[str, Any]:
    """Name, version, digest, folder, size in bytes, labels and roles, and all that the folder's config.json says.

    `folder` is the one `cleaner` was loaded from; None for the model that comes along.
    """
    from cleaner import Label, Role

    folder = folder or _shipped(cleaner.info.name)
    config = folder / "config.json"
    known = json.loads(config.read_text("utf-8")) if config.is_file() else {}
    return {
        **known,
        "name": cleaner.info.name,
        "version": cleaner.info.version,
        "digest": cleaner.info.digest,
        "folder": str(folder),
        "size_bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        "labels": list(map(str, Label)),
        "roles": list(map(str, Role)),
    }


def _shipped(name: str) -> Path:
    import cleaner

    package = Path(cleaner.__file__).parent
    # In the wheel the models lie in the package, in a checkout beside it.
    inside, beside = package / "models" / name, package.parent / "models" / name
    return inside if inside.is_dir() else beside


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
