"""What becomes of a document in a run: something to write, or a reject."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import IO, Any

from cleaner.article import Article
from cleaner.encode import json_bytes
from cleaner.labels import Label


@dataclass(frozen=True, slots=True)
class Summary:
    """One article in a few words; `kept` and `removed` count blocks by label."""

    id: str
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    status: str
    kept: Mapping[str, int]
    removed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document that gave an article.

    content_hash  as in `cleaner.repeats`
    encoded       the article as each output of the run writes it
    """

    summary: Summary
    content_hash: str
    encoded: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that gave no article: its id, the input it came from and its place there, the kind of error, what was
    wrong, and the record itself.
    """

    id: str
    source: str
    place: str
    error: str
    message: str
    raw: object = None

    @property
    def name(self) -> str:
        """The id, with the place where that says more: records of several files may share ids."""
        return self.id if self.place in ("", self.id) else f"{self.id} ({self.place})"


Entry = Cleaned | Reject


def summarise(document_id: str, article: Article, content: frozenset[Label]) -> Summary:
    """`content`: the labels that are kept."""
    blocks = Counter(block.label for block in article.blocks)
    return Summary(
        id=document_id,
        title=article.title,
        authors=article.authors,
        published=article.published,
        language=article.language,
        status=article.status,
        kept={str(label): count for label, count in blocks.items() if label in content},
        removed={str(label): count for label, count in blocks.items() if label not in content},
    )


def by_name(value: Summary | Reject) -> dict[str, object]:
    """The fields by name; what is in them is not copied, as `asdict` would."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def write_entry(entry: Entry, stream: IO[bytes], encoded: Sequence[IO[bytes]]) -> None:
    """A line of JSON, and what is encoded for each output into a stream of its own; lone surrogates leave as U+FFFD."""
    if isinstance(entry, Reject):
        stream.write(json_bytes({"reject": by_name(entry)}) + b"\n")
        return
    sizes = [file.write(data) for file, data in zip(encoded, entry.encoded, strict=True)]
    head = {"summary": by_name(entry.summary), "content_hash": entry.content_hash, "sizes": sizes}
    stream.write(json_bytes(head) + b"\n")


def read_entry(stream: IO[bytes], encoded: Sequence[IO[bytes] | None]) -> Entry | None:
    """Inverse of `write_entry`, b"" for each output whose stream is None; None at the end."""
    line = stream.readline()
    if not line:
        return None
    head: dict[str, Any] = json.loads(line)
    if "reject" in head:
        return Reject(**head["reject"])
    summary = Summary(**{**head["summary"], "authors": tuple(head["summary"]["authors"])})
    data = (file.read(size) if file else b"" for file, size in zip(encoded, head["sizes"], strict=True))
    return Cleaned(summary, head["content_hash"], tuple(data))
