"""One policy for errors at one place: each document of a batch gives an article or the error that rejects it."""

import functools
from collections.abc import Callable, Sequence
from typing import TypeVar

from cleaner.article import Article
from cleaner.core import Cleaner, Kind
from cleaner.errors import CleanerError, Failed

Given = TypeVar("Given")


@functools.lru_cache(maxsize=2)
def loaded(model: str | None) -> Cleaner:
    """The model of this folder (None is the shipped one), read once a process. Raises BadModel."""
    return Cleaner(model)


def clean_each(
    cleaner: Cleaner, raws: Sequence[str | bytes], *, kind: Kind = "auto", urls: Sequence[str | None] | None = None
) -> list[Article | CleanerError]:
    """An article, or the error of a document that cannot be cleaned, for each document, in order."""
    addresses = list(urls or [None] * len(raws))
    try:
        return list(cleaner.clean_batch(raws, kind=kind, urls=addresses))
    except Exception:
        # One bad document fails the whole batch: now each gets its own turn, so that only the bad one is lost.
        return [
            recorded(lambda pair: cleaner.clean(pair[0], kind=kind, url=pair[1]), pair)
            for pair in zip(raws, addresses, strict=True)
        ]


def recorded(clean: Callable[[Given], Article], given: Given) -> Article | CleanerError:
    """What `clean` makes of a document, or the error it meets."""
    try:
        return clean(given)
    except CleanerError as error:
        return error
    except Exception as error:  # a corpus must not stop at a fault of ours: it is recorded with the document
        return Failed(f"{type(error).__name__}: {error} (a fault of cleaner: please report it)")
