"""One policy for errors at one place: each document of a batch gives an article or the error that rejects it."""

import functools
from collections.abc import Sequence

from cleaner.article import Article
from cleaner.core import Cleaner, Kind
from cleaner.errors import CleanerError, Failed


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
        return [_clean_one(cleaner, raw, kind, url) for raw, url in zip(raws, addresses, strict=True)]


def _clean_one(cleaner: Cleaner, raw: str | bytes, kind: Kind, url: str | None) -> Article | CleanerError:
    try:
        return cleaner.clean(raw, kind=kind, url=url)
    except CleanerError as error:
        return error
    except Exception as error:  # a corpus must not stop at a fault of ours: it is recorded with the document
        return Failed(f"{type(error).__name__}: {error} (a fault of cleaner: please report it)")
