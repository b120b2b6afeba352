"""Labels beside the data: what the model decided of each document, to decide again later without it."""

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from cleaner.article import Block, ModelInfo
from cleaner.encode import json_bytes
from cleaner.errors import BadInput
from cleaner.io.compression import suffixes, unpacked
from cleaner.io.documents import BadRecord, Document, Found
from cleaner.io.readers import OnRead, Source, read_all, state_of
from cleaner.io.records import READING, Reading
from cleaner.io.writer import Record, Writer
from cleaner.labels import LABELS, Role
from cleaner.options import Options
from cleaner.surrogates import without_surrogates

_NEIGHBOURS = 16  # labels of one id, one behind the other, that a document is compared with


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one document: its id, a hash of the text that offsets refer to, the model that decided, and for
    each block start, end, role and the calibrated probabilities of the five labels.
    """

    id: str
    hash: str
    model: ModelInfo
    spans: Sequence[Sequence[Any]]

    def blocks(self, source: str, options: Options) -> list[Block]:
        """The blocks, decided again by the thresholds of `options`."""
        return [_block(source, span, options) for span in self.spans]


def _block(source: str, span: Sequence[Any], options: Options) -> Block:
    start, end, name, *values = span
    role = Role(name)
    probabilities = dict(zip(LABELS, values, strict=True))
    confidence = probabilities[role.label]
    if confidence < options.thresholds.get(role.label, 0.0):
        role = options.below
    return Block(start, end, source[start:end], role.label, role, probabilities[role.label], probabilities)


class SpansWriter(Writer):
    """One JSON object a line: the document's "id", the "hash" of its text, the "model", and "spans": of each block
    start, end, role, and the probabilities of the five labels in the order of `Label`.
    """

    suffixes = (".jsonl",)
    file_each = False

    @staticmethod
    def encode(record: Record, *, many: bool) -> bytes:
        """One line."""
        article = record.article
        spans = [[b.start, b.end, str(b.role), *(b.probabilities[label] for label in LABELS)] for b in article.blocks]
        labels = {"id": record.id, "hash": hash_of(article.source), "model": asdict(article.model), "spans": spans}
        return json_bytes(labels) + b"\n"


@dataclass(frozen=True, slots=True)
class LabelledDocument(Document):
    """A document with the labels that may be its own: where neighbours share an id, those before it are too, as one
    that was rejected has none.
    """

    labels: Sequence[Labels] = ()

    def labels_of(self, source: str) -> Labels:
        """The labels of this text, which is the document's. Raises BadInput where all are of another."""
        wanted = hash_of(source)
        found = next((labels for labels in self.labels if labels.hash == wanted), None)
        if found is None:
            raise BadInput("the labels are of another text: the document has changed, or was read in another way")
        return found


@dataclass(frozen=True, slots=True)
class LabelledSources(Source):
    """The documents of some sources, each with its labels from one file; both are in the order of one run.

    A document without labels, and labels without a document, are bad records.
    """

    sources: Sequence[Source] = ()

    @property
    def many(self) -> bool:
        """Whether there may be more than one document."""
        return len(self.sources) > 1 or any(source.many for source in self.sources)

    def size(self) -> int | None:
        """Bytes of all sources, None where nobody knows."""
        sizes = [source.size() or 0 for source in self.sources]
        return sum(sizes) or None

    def state(self) -> Sequence[object] | None:
        """Of the labels and of all sources."""
        assert self.path is not None
        states = [state_of(self.path), *(source.state() for source in self.sources)]
        return None if None in states else states

    def documents(self, how: Reading = READING, on_read: OnRead = lambda _: None) -> Iterator[Found]:
        """Raises OSError where reading fails, BadInput where the file holds no labels."""
        assert self.path is not None
        with self.path.open("rb") as stream:
            labels = read_labels(unpacked(stream, suffixes(self.path.name)[1]), self.path)
            following = next(labels, None)
            last: deque[Labels] = deque(maxlen=_NEIGHBOURS)
            for found in read_all(self.sources, how, on_read):
                if isinstance(found, BadRecord):
                    yield found
                    continue
                name = without_surrogates(found.id)  # as it was written
                if last and last[-1].id != name:
                    last.clear()
                if following and following.id == name:
                    last.append(following)
                    following = next(labels, None)
                if last:
                    values = {name: getattr(found, name) for name in Document.__dataclass_fields__}
                    yield LabelledDocument(**values, labels=tuple(last))
                else:
                    yield BadRecord(found.id, found.place, f"{self.path} has no labels for this document")
            if following:
                yield BadRecord(following.id, self.id, "no document for these labels, nor for what stands behind them")


def read_labels(stream: IO[bytes], path: Path) -> Iterator[Labels]:
    """The labels that `SpansWriter` wrote. Raises BadInput on a line that is none, naming it."""
    for number, line in enumerate(stream, start=1):
        try:
            data = json.loads(line)
            yield Labels(**{**data, "model": ModelInfo(**data["model"])})
        except (ValueError, TypeError, KeyError) as error:
            raise BadInput(f"{path}:{number}: no labels of a document ({error!r})") from error


def hash_of(source: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
