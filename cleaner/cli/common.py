"""What the commands share: exit codes, colours, and safe printing."""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

OK, REJECTED, WRONG_USE = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141  # as the shell counts them: 128 and the number of the signal

LABEL_STYLES: Mapping[str, str] = {
    "body": "green",
    "advertisement": "red",
    "poll": "magenta",
    "navigation": "bright_black",
    "caption": "cyan",
}


@contextlib.contextmanager
def exit_codes() -> Iterator[None]:
    """Turns errors into one line on standard error and an exit code; bugs keep their traceback."""
    from cleaner.errors import BadInput, BadModel, BadOptions, CleanerError

    try:
        yield
    except (BadInput, BadModel, BadOptions) as error:
        fail(str(error), WRONG_USE)
    except CleanerError as error:
        fail(str(error), REJECTED)
    except BrokenPipeError:
        # The reader has seen enough. Python flushes standard output once more at its end, which must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from None
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), WRONG_USE)
    except KeyboardInterrupt:
        fail("interrupted", INTERRUPTED)


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message on standard error. Raises typer.Exit."""
    from rich.text import Text

    console(stderr=True).print(Text(f"cleaner: {printable(message)}", "red"), soft_wrap=True)
    raise typer.Exit(code)


def printable(text: str) -> str:
    """One line that is safe to show: a scraped page must not steer the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))


def console(*, stderr: bool) -> "Console":
    """A console for people; tables keep to its width, which is 80 columns where there is no terminal."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)
