"""What inputs are read into: documents, and records that are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """One input document.

    id      its name within the run
    raw     text, or bytes as they came
    url     where it is from, if known
    place   file and, in a file of many, number of the record
    fields  the record's other fields
    source  the input that it came from: a file, standard input, a data set
    """

    id: str
    raw: str | bytes
    url: str | None = None
    place: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A stretch of input that holds no document: where it stands, what is wrong with it, and itself."""

    id: str
    place: str
    message: str
    raw: object = None
    source: str = ""


Found = Document | BadRecord
