"""Turn scraped news, as raw text or HTML, into clean articles, with a label and a confidence for every block.

>>> import cleaner
>>> article = cleaner.clean(raw)
>>> article.title, article.authors, article.published, article.text
"""

import functools
import importlib
from typing import TYPE_CHECKING, Any, Literal

from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner import arrow as arrow
    from cleaner import hf as hf
    from cleaner.article import Article, Block, ModelInfo
    from cleaner.core import Cleaner
    from cleaner.errors import BadInput, BadModel, BadOptions, CleanerError, NotText, TooLarge
    from cleaner.labels import Label, Role
    from cleaner.options import Options

__all__ = [
    "Article",
    "BadInput",
    "BadModel",
    "BadOptions",
    "Block",
    "Cleaner",
    "CleanerError",
    "Label",
    "ModelInfo",
    "NotText",
    "Options",
    "Role",
    "TooLarge",
    "__version__",
    "clean",
]

_HOME = {
    "Article": "article",
    "Block": "article",
    "ModelInfo": "article",
    "Cleaner": "core",
    "Label": "labels",
    "Role": "labels",
    "Options": "options",
    **dict.fromkeys(("BadInput", "BadModel", "BadOptions", "CleanerError", "NotText", "TooLarge"), "errors"),
}
_MODULES = ("arrow", "hf")


def clean(
    raw: str | bytes | bytearray | memoryview,
    *,
    kind: Literal["auto", "text", "html"] = "auto",
    url: str | None = None,
    options: "Options | None" = None,
) -> "Article":
    """The article in one document, by the model that ships with the package.

    raw   the document; bytes are decoded, HTML is told from text unless `kind` says what it is
    url   where it came from, kept in the article

    Raises NotText for binary data and TooLarge over `Options.max_bytes`. Hopeless input gives status "no_body".
    """
    return _cleaner(options).clean(raw, kind=kind, url=url)


@functools.cache
def _default() -> "Cleaner":
    from cleaner.core import Cleaner

    return Cleaner()


def _cleaner(options: "Options | None") -> "Cleaner":
    return _default() if options is None else _default().with_options(options)


if not TYPE_CHECKING:  # a type checker would take every name for one that there is

    def __getattr__(name: str) -> Any:
        """Public names are imported when they are first used: `import cleaner` itself loads definitions only."""
        if name in _MODULES:
            return importlib.import_module(f"cleaner.{name}")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"cleaner.{_HOME[name]}"), name)

    def __dir__() -> list[str]:
        """The public names too that nobody has used yet: interactive shells complete by them."""
        return sorted({*globals(), *__all__, *_MODULES})
