"""What writes articles in one format: the base class, and what its kinds share."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, Any, ClassVar

from cleaner.article import Article

NO_FIELDS: Mapping[str, Any] = MappingProxyType({})


class Writer(ABC):
    """Writes articles to one binary stream; `close` ends the format but leaves the stream open.

    suffixes    file suffixes of the format, the usual one first
    file_each   in a folder, one file an article rather than one for all
    """

    suffixes: ClassVar[tuple[str, ...]]
    file_each: ClassVar[bool]

    def __init__(self, stream: IO[bytes], *, many: bool) -> None:
        """`many` says that more than one article may follow, so that formats for reading mark where each starts."""
        self._stream = stream
        self._many = many

    @abstractmethod
    def write(self, document_id: str, article: Article, fields: Mapping[str, Any] = NO_FIELDS) -> None:
        """Add one article; `fields` are those of its record that held neither text nor HTML."""

    def close(self) -> None:  # noqa: B027 - most formats have no end mark, and a format with one overrides this
        """Write what the format needs at its end."""


def utf8(text: str) -> bytes:
    """UTF-8; lone surrogates become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def json_bytes(value: object) -> bytes:
    """One line of JSON; what JSON has no form for, such as a date, as text."""
    try:
        return utf8(json.dumps(value, ensure_ascii=False, default=str))
    except RecursionError:
        return b'"nested too deep to be written"'
