"""Settings of the commands from a TOML file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleaner.errors import BadOptions


def read_settings(path: Path, commands: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Defaults of each command's options: {"clean": {"jobs": 2}} for "[clean]\njobs = 2".

    commands  the command line's commands by name

    Raises BadOptions on a file that is no TOML, and on a command or an option that there is not, naming it.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadOptions(f"{path} is no TOML file: {error}") from error
    return {name: _checked(path, name, table, commands) for name, table in settings.items()}


def _checked(path: Path, name: str, table: object, commands: Mapping[str, Any]) -> dict[str, Any]:
    if name not in commands or not isinstance(table, dict):
        raise BadOptions(f"{path}: [{name}] is no command; the commands are {', '.join(commands)}")
    known = {option.lstrip("-"): p for p in commands[name].params for option in p.opts if option.startswith("--")}
    for key in table:
        if key not in known:
            raise BadOptions(f"{path}: {name} has no option {key!r}; its options are {', '.join(sorted(known))}")
    return {known[key].name: _listed(value) if known[key].multiple else value for key, value in table.items()}


def _listed(value: object) -> object:
    """One value of an option that may be repeated stands for a list of one."""
    return value if isinstance(value, list) else [value]
