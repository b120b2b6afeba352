"""The command `cleaner`. Commands load what they need when they run, so that help and version come at once."""

from typing import Annotated

import typer

from cleaner.cli.clean import clean_command
from cleaner.cli.evaluate import evaluate_command
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
)
app.command("clean")(clean_command)
app.command("inspect")(inspect_command)
app.command("info")(info_command)
app.command("train")(train_command)
app.command("evaluate")(evaluate_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    app(prog_name="cleaner")
