"""The command `cleaner`. Commands load what they need when they run, so that help and version come at once."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.apply_labels import apply_labels_command
from cleaner.cli.clean import clean_command
from cleaner.cli.common import exit_codes
from cleaner.cli.evaluate import evaluate_command
from cleaner.cli.explain import explain_command
from cleaner.cli.info import info_command
from cleaner.cli.inspect import inspect_command
from cleaner.cli.train import train_command
from cleaner.version import __version__

app = typer.Typer(
    name="cleaner",
    help="Turn scraped news, as raw text or HTML, into clean articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"auto_envvar_prefix": "CLEANER"},
)
app.command("clean")(clean_command)
app.command("apply-labels")(apply_labels_command)
app.command("inspect")(inspect_command)
app.command("explain")(explain_command)
app.command("info")(info_command)
app.command("train")(train_command)
app.command("evaluate")(evaluate_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Settings of the commands in TOML: a table a command, a key an option. A flag beats a variable, as in "
            "CLEANER_CLEAN_JOBS=2, and a variable beats the file.",
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, show_envvar=False, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    if config:
        from cleaner.cli.settings import read_settings

        with exit_codes():
            context.default_map = read_settings(config, getattr(context.command, "commands", {}))


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows few characters is no reason to fail
    try:
        with exit_codes():  # what the commands' own do not see: help and version on a full disk
            app(prog_name="cleaner")
    except typer.Exit as end:
        sys.exit(end.exit_code)
