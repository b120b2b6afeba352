"""What writes articles in one format: the base class, and what its kinds share."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, ClassVar

from cleaner.article import Article


@dataclass(frozen=True, slots=True)
class Record:
    """An article with what surrounds it in an output.

    id            the document's name within the run
    fields        of the document's record, those that held neither text nor HTML
    content_hash  equal for articles of the same words, see `cleaner.repeats`
    signature     nearly equal for articles of nearly the same words; None where it was not asked for
    """

    id: str
    article: Article
    fields: Mapping[str, Any] = field(default_factory=dict)
    content_hash: str = ""
    signature: tuple[int, ...] | None = None


class Writer(ABC):
    """One format: `encode` turns a record into bytes in any process, `write` puts the bytes of one after another into
    a binary stream, and `close` ends the format but leaves the stream open.

    suffixes    file suffixes of the format, the usual one first
    file_each   in a folder, one file an article rather than one for all
    joined      whether a file is its encoded articles, one behind the other, and nothing else
    """

    suffixes: ClassVar[tuple[str, ...]]
    file_each: ClassVar[bool]
    joined: ClassVar[bool] = True

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    @staticmethod
    @abstractmethod
    def encode(record: Record, *, many: bool) -> bytes:
        """One article in this format; `many` says that more may stand beside it, so that each names its document."""

    def write(self, encoded: bytes) -> None:
        """Add one article."""
        self._stream.write(encoded)

    def close(self) -> None:  # noqa: B027 - most formats have no end mark, and a format with one overrides this
        """Write what the format needs at its end."""
