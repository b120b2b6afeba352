"""The errors `cleaner` raises on purpose."""

from typing import Literal

# What a run does with a document that fails: list it, name it only, or stop there.
Errors = Literal["record", "skip", "raise"]


class CleanerError(Exception):
    """Base of every error that `cleaner` raises on purpose."""


class NotText(CleanerError, ValueError):
    """The bytes are binary data (an image, a PDF, an archive), not text or HTML."""


class TooLarge(CleanerError, ValueError):
    """The input is larger than `Options.max_bytes`."""


class BadModel(CleanerError, ValueError):
    """A model folder is missing, broken, or made for other features or labels."""


class BadOptions(CleanerError, ValueError):
    """An option has an unknown name or a value that makes no sense."""


class Failed(CleanerError, RuntimeError):
    """A document met a fault in this package; the message has the error that came up."""


class TimedOut(CleanerError, TimeoutError):
    """A document took longer than a run allows."""


class WorkerDied(CleanerError, RuntimeError):
    """The process that cleaned a document came to an end, and so did a second one."""


class BadInput(CleanerError, ValueError):
    """A file given to a command is not what the command reads; the message says which line."""
