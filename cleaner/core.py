"""The road from raw input to article, a line a step."""

import copy
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, Self, get_args

from cleaner.article import Article, Block, ModelInfo
from cleaner.classify.decide import Decisions, decide, to_blocks
from cleaner.classify.evidence import Spoken, spoken_words
from cleaner.classify.head import Prediction
from cleaner.classify.model import Model, load_model
from cleaner.classify.reasons import explain
from cleaner.collector import collector_paused
from cleaner.decode import decode
from cleaner.errors import BadOptions, NotText, TooLarge
from cleaner.metadata.fallback import look_further
from cleaner.normalize import normalize
from cleaner.options import Options
from cleaner.segment.layout import NO_LAYOUT, layout_of
from cleaner.segment.page import Page, Text, read_page
from cleaner.segment.parts import parts_of

Kind = Literal["auto", "text", "html"]
Raw = str | bytes | bytearray | memoryview
Document = Text | Page
Reasons = Callable[[Prediction, Decisions], Iterable[str]]

# Enough characters to make numpy's fixed costs small, few enough to need little memory.
_BATCH_CHARACTERS = 200_000
_BATCH_DOCUMENTS = 256


class Cleaner:
    """A loaded model with options: turns raw text or HTML into articles.

    Safe to share between threads (nothing in it changes after loading), and picklable: a copy in another process
    loads the same model folder there.

    model    a model folder, or None for the one that ships with the package
    options  what to keep and how sure to be

    Raises BadModel when the folder is no model for this version, BadOptions on what is no `Options`.
    """

    def __init__(self, model: str | os.PathLike[str] | None = None, options: Options | None = None) -> None:
        self.options = Options() if options is None else _checked(options)
        self._folder = None if model is None else os.fspath(model)
        self._model = load_model(self._folder)

    def with_options(self, options: Options) -> Self:
        """The same loaded model with other options. Raises BadOptions on what is none."""
        other = copy.copy(self)
        other.options = _checked(options)
        return other

    def __copy__(self) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def __reduce__(self) -> tuple[type[Self], tuple[str | None, Options]]:
        return type(self), (self._folder, self.options)

    @property
    def info(self) -> ModelInfo:
        """Name, version and digest of the model."""
        return self._model.info

    @property
    def model(self) -> Model:
        """The loaded model."""
        return self._model

    @collector_paused()
    def clean(self, raw: Raw, *, kind: Kind = "auto", url: str | None = None) -> Article:
        """The article in one document. Raises NotText, TooLarge."""
        document = read_document(raw, kind, self.options)
        return build_article(document, self._blocks([document])[0], url, self.options, self.info)

    def clean_batch(
        self, raws: Iterable[Raw], *, kind: Kind = "auto", urls: Iterable[str | None] | None = None
    ) -> list[Article]:
        """One article a document, in order; the same articles as `clean` gives one by one.

        Raises NotText and TooLarge, naming the document by its index, and ValueError when there are more or fewer
        addresses than documents.
        """
        return self._cleaned(enumerate(_several(raws)), kind, urls)

    @collector_paused()
    def _cleaned(
        self, numbered: Iterable[tuple[int, Raw]], kind: Kind, urls: Iterable[str | None] | None = None
    ) -> list[Article]:
        documents = self._read(numbered, kind)
        addresses = [None] * len(documents) if urls is None else list(urls)
        if len(addresses) != len(documents):
            raise ValueError(f"{len(addresses)} addresses for {len(documents)} documents: each needs its own, or None")
        blocks = itertools.chain.from_iterable(map(self._blocks, _portions(documents)))
        return [
            build_article(document, found, url, self.options, self.info)
            for document, found, url in zip(documents, blocks, addresses, strict=True)
        ]

    def clean_iter(self, raws: Iterable[Raw], *, kind: Kind = "auto") -> Iterator[Article]:
        """Articles of a stream, in order; holds a batch of documents at a time. Raises NotText, TooLarge."""
        stream = enumerate(_several(raws))
        while batch := list(itertools.islice(stream, _BATCH_DOCUMENTS)):
            yield from self._cleaned(batch, kind)

    @collector_paused()
    def label_batch(self, raws: Iterable[Raw], *, kind: Kind = "auto") -> list[list[Block]]:
        """The labelled blocks of each document, in order: no article is built and no reason is given, which is faster.

        Raises NotText, TooLarge, naming the document by its index.
        """
        documents = self._read(enumerate(_several(raws)), kind)
        return list(itertools.chain.from_iterable(map(self._labels, _portions(documents))))

    def explain(self, raw: Raw, *, kind: Kind = "auto") -> list[tuple[Block, Spoken]]:
        """The blocks of one document, each with the words that spoke for its role, and against it, the loudest first.

        Raises NotText, TooLarge.
        """
        found: list[tuple[Block, Spoken]] = []
        for by, part in _parts(read_document(raw, kind, self.options)):
            prediction, decisions = self._decide([part])
            blocks = to_blocks(decisions, prediction, [part.source], explain(prediction, decisions))[0]
            spoken = spoken_words(prediction, decisions, [part.source], [part] if isinstance(part, Page) else [])
            found += zip((_moved(block, by) for block in blocks), spoken, strict=True)
        return found

    def _read(self, numbered: Iterable[tuple[int, Raw]], kind: Kind) -> list[Document]:
        return [_read_one(number, raw, kind, self.options) for number, raw in numbered]

    def _blocks(self, documents: Sequence[Document]) -> list[list[Block]]:
        return self._judged(documents, explain)

    def _labels(self, documents: Sequence[Document]) -> list[list[Block]]:
        return self._judged(documents, lambda *_: itertools.repeat(""))

    def _judged(self, documents: Sequence[Document], reasons: Reasons) -> list[list[Block]]:
        """Blocks of documents of one kind; those of one alone a part after another, if it is very long."""
        if len(documents) > 1:
            return self._together(documents, reasons)
        parts = _parts(documents[0])
        return [[_moved(block, by) for by, part in parts for block in self._together([part], reasons)[0]]]

    def _together(self, documents: Sequence[Document], reasons: Reasons) -> list[list[Block]]:
        prediction, decisions = self._decide(documents)
        return to_blocks(decisions, prediction, _sources(documents), reasons(prediction, decisions))

    def _decide(self, documents: Sequence[Document]) -> tuple[Prediction, Decisions]:
        """The documents are of one kind."""
        pages = [document for document in documents if isinstance(document, Page)]
        prediction = self._model.predict_pages(pages) if pages else self._model.predict(_sources(documents))
        return prediction, decide(prediction, self.options)


def read_document(raw: Raw, kind: Kind, options: Options) -> Document:
    """Decoded, and parsed if it is HTML. Raises NotText, TooLarge, BadOptions, and TypeError on what no text can be."""
    check_kind(kind)
    decoded = decode(_plain(raw), kind=kind, max_bytes=options.max_bytes)
    return read_page(decoded.text) if decoded.kind == "html" else Text(decoded.text)


def _read_one(number: int, raw: Raw, kind: Kind, options: Options) -> Document:
    """One of several."""
    try:
        return read_document(raw, kind, options)
    except (NotText, TooLarge, TypeError) as error:
        raise type(error)(f"raws[{number}]: {error}") from error


def check_kind(kind: Kind) -> None:
    """Raises BadOptions on a kind that there is not."""
    if kind not in get_args(Kind):
        raise BadOptions(f"unknown kind {kind!r}; the kinds are {', '.join(get_args(Kind))}")


def _several(raws: Iterable[Raw]) -> Iterable[Raw]:
    if isinstance(raws, Raw):  # each of its characters would be a document
        raise TypeError(f"documents are a list or another iterable, not one {type(raws).__name__}: `clean` takes one")
    return raws


def _checked(options: Options) -> Options:
    if not isinstance(options, Options):
        raise BadOptions(f"options are {options!r}: make them with Options(…), or Options.from_dict")
    return options


def _plain(raw: Raw) -> str | bytes:
    if isinstance(raw, (bytearray, memoryview)):
        return bytes(raw)
    if not isinstance(raw, (str, bytes)):
        raise TypeError(f"a document is str or bytes, not {type(raw).__name__}")
    return _exactly(raw) if isinstance(raw, str) else raw


def _exactly(text: str) -> str:
    """The text alone: what parsers and templates call a string may hold its whole page, or escape what is added."""
    return text if type(text) is str else str.__str__(text)


def build_article(
    document: Document, blocks: Sequence[Block], url: str | None, options: Options, model: ModelInfo
) -> Article:
    """The article that the blocks of a document make. Raises TypeError on an address that is no text."""
    if url is not None and not isinstance(url, str):
        raise TypeError(f"an address is str or None, not {type(url).__name__}")
    return normalize(
        document.source,
        blocks,
        url=None if url is None else _exactly(url),
        options=options,
        model=model,
        declared=document.declared,
        layout=layout_of(document) if isinstance(document, Page) else NO_LAYOUT,
        further=lambda fields: look_further(document.html, fields),
    )


def _parts(document: Document) -> Iterator[tuple[int, Document]]:
    """Offset and text of each part of a very long text; a page is one part."""
    if isinstance(document, Page):
        return iter([(0, document)])
    return ((by, Text(part)) for by, part in parts_of(document.source))


def _moved(block: Block, by: int) -> Block:
    return replace(block, start=block.start + by, end=block.end + by) if by else block


def _sources(documents: Sequence[Document]) -> list[str]:
    return [document.source for document in documents]


def _portions(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Documents of one kind in runs of about `_BATCH_CHARACTERS`; a longer one is a run of its own."""
    for _, alike in itertools.groupby(documents, key=type):
        portion: list[Document] = []
        size = 0
        for document in alike:
            if portion and size + len(document.source) > _BATCH_CHARACTERS:
                yield portion
                portion, size = [], 0
            portion.append(document)
            size += len(document.source)
        yield portion
