"""Records of tables and line files as documents: which field holds the text, which the address, which the name."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.encode import as_text
from cleaner.io.documents import BadRecord, Document, Found
from cleaner.options import MAX_BYTES

_NAMED = 20  # fields of a record, in a message


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields of a record; the first that a record has, and that is not empty, is taken.

    document  HTML stands before text: it says more
    """

    document: tuple[str, ...] = ("html", "text", "content", "raw", "raw_content", "body")
    url: tuple[str, ...] = ("url", "source_url", "link", "uri")
    id: tuple[str, ...] = ("id", "_id", "doc_id", "uuid", "guid")


DEFAULT_FIELDS = Fields()


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    max_bytes  of a document; one byte more is read, enough to tell that it is too large without holding all of it
    fields     of records
    subset, split  of data sets: the configuration's name, None for the only one, and which part
    """

    max_bytes: int = MAX_BYTES
    fields: Fields = DEFAULT_FIELDS
    subset: str | None = None
    split: str = "train"


READING = Reading()


def documents_of(records: Iterable[Mapping[str, Any] | BadRecord], place: str, fields: Fields) -> Iterator[Found]:
    """A document a record; one without text in any of the fields is a bad record. `place` is the file's name."""
    for number, record in enumerate(records, start=1):
        yield record if isinstance(record, BadRecord) else _document(record, f"{place}:{number}", fields)


def _document(record: Mapping[str, Any], place: str, fields: Fields) -> Found:
    name = find_text(record, fields)
    known = next((as_text(record[f]) for f in fields.id if record.get(f) not in (None, "", b"")), place)
    if name is None:
        wanted, there = ", ".join(fields.document), ", ".join(itertools.islice(map(str, record), _NAMED))
        message = (
            f"none of the fields {wanted} holds a text: name one that does with --text-field, of {there or 'none'}"
        )
        return BadRecord(known, place, message, dict(record))
    others = {key: value for key, value in record.items() if key != name}
    return Document(known, record[name], find_url(record, fields), place, others)


def named_twice(names: Iterable[str]) -> str | None:
    """What is wrong with the names of columns, if two are the same: a record would have one of the two alone."""
    twice = next((name for name, count in Counter(names).items() if name and count > 1), None)
    return f"two columns are named {twice}: give each a name of its own" if twice else None


def find_text(record: Mapping[str, Any], fields: Fields) -> str | None:
    """The name of the field that holds the document; an empty one if no other holds text, None if none is text."""
    texts = {f: record[f] for f in fields.document if isinstance(record.get(f), (str, bytes))}
    return next((f for f, text in texts.items() if text), next(iter(texts), None))


def find_url(record: Mapping[str, Any], fields: Fields) -> str | None:
    """The document's address, if the record has one."""
    return next((as_text(record[f]) for f in fields.url if record.get(f) and isinstance(record[f], (str, bytes))), None)
