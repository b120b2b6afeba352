"""What a run does to each batch of documents, in whatever process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cleaner.article import Article, ModelInfo
from cleaner.batch import clean_each, loaded, recorded
from cleaner.collector import collector_paused
from cleaner.core import Kind, build_article, read_document
from cleaner.errors import BadInput, CleanerError, Failed
from cleaner.io.documents import BadRecord, Document, Found
from cleaner.io.entry import Cleaned, Entry, Reject, summarise
from cleaner.io.spans import LabelledDocument
from cleaner.io.writer import Record
from cleaner.options import Options
from cleaner.repeats import content_hash, signature

Encoder = Callable[[Record], bytes]
# A page without a date, in a language that the fast road does not know.
_WARM_UP = "<article><p>Byrådet besluttede tirsdag at lukke den gamle svømmehal ved siden af stationen.</p></article>"


@dataclass(frozen=True, slots=True)
class Job:
    """What to do to every document; picklable, so that workers get their copy.

    model     a folder, None for the shipped one
    encoders  of the run's outputs, in their order
    signed    whether articles get the signature of `cleaner.repeats`
    """

    model: str | None = None
    options: Options = Options()  # noqa: RUF009 - frozen
    kind: Kind = "auto"
    encoders: tuple[Encoder, ...] = ()
    signed: bool = False

    @property
    def info(self) -> ModelInfo:
        """The model's name, version and digest. Raises BadModel."""
        return loaded(self.model).info

    def prepare(self) -> None:
        """Load what documents need: loading is no part of a document's time. Raises BadModel."""
        loaded(self.model).clean(_WARM_UP)

    @collector_paused()
    def __call__(self, batch: Sequence[Found]) -> list[Entry]:
        """What becomes of each document, in order; a bad record is a reject already."""
        results = iter(self.articles([found for found in batch if isinstance(found, Document)]))
        return [
            self.reject(found, BadInput(found.message))
            if isinstance(found, BadRecord)
            else self._entry(found, next(results))
            for found in batch
        ]

    def articles(self, documents: Sequence[Document]) -> list[Article | CleanerError]:
        """An article or an error for each document, in order."""
        raws, urls = [d.raw for d in documents], [d.url for d in documents]
        return clean_each(loaded(self.model).with_options(self.options), raws, kind=self.kind, urls=urls)

    def reject(self, found: Found, error: CleanerError) -> Reject:
        """The reject that an error makes of a document."""
        raw = _record(found) if isinstance(found, Document) else found.raw
        return Reject(found.id, found.source, found.place, type(error).__name__, str(error), raw)

    def _entry(self, document: Document, result: Article | CleanerError) -> Entry:
        if not isinstance(result, Article):
            return self.reject(document, result)
        marks = content_hash(result), signature(result) if self.signed else None
        record = Record(document.id, result, document.fields, *marks)
        try:
            encoded = tuple(encode(record) for encode in self.encoders)
        except Exception as error:  # nor must a run stop at an article that one of its formats cannot take
            message = f"{type(error).__name__}: {error} (a fault of cleaner in writing the article: please report it)"
            return self.reject(document, Failed(message))
        return Cleaned(summarise(document.id, result, self.options.keep), record.content_hash, encoded)


@dataclass(frozen=True, slots=True)
class Relabelling(Job):
    """Makes articles of documents whose labels are known, `LabelledDocument`: no model is needed."""

    @property
    def info(self) -> ModelInfo:
        """Of no model: each document's labels name theirs."""
        return ModelInfo("labels", "", "")

    def prepare(self) -> None:
        """Nothing to load."""

    def articles(self, documents: Sequence[Document]) -> list[Article | CleanerError]:
        """An article or an error for each document, in order."""
        return [recorded(self._article, document) for document in documents]

    def _article(self, document: Document) -> Article:
        assert isinstance(document, LabelledDocument)
        read = read_document(document.raw, self.kind, self.options)
        labels = document.labels_of(read.source)
        return build_article(read, labels.blocks(read.source, self.options), document.url, self.options, labels.model)


def _record(document: Document) -> dict[str, object] | None:
    """What a reject keeps of a record: all of it. A file of one document stays where it is."""
    if not document.fields:
        return None
    raw = document.raw if isinstance(document.raw, str) else document.raw.decode("utf-8", "backslashreplace")
    return {**document.fields, "document": raw}
