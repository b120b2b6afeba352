"""The road from raw input to article, a line a step."""

import copy
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Self

from cleaner.article import Article, Block, ModelInfo
from cleaner.classify.decide import Decisions, decide, to_blocks
from cleaner.classify.model import Model, Prediction, load_model
from cleaner.classify.reasons import explain
from cleaner.decode import Decoded, decode
from cleaner.normalize import normalize
from cleaner.options import Options
from cleaner.segment.html import render

Kind = Literal["auto", "text", "html"]

# Enough characters to make numpy's fixed costs small, few enough to need little memory.
_BATCH_CHARACTERS = 200_000
_BATCH_DOCUMENTS = 256


class Cleaner:
    """A loaded model with options: turns raw text or HTML into articles.

    Safe to share between threads (nothing in it changes after loading), and picklable: a copy in another process
    loads the same model folder there.

    model    a model folder, or None for the one that ships with the package
    options  what to keep and how sure to be

    Raises BadModel when the folder is no model for this version.
    """

    def __init__(self, model: str | os.PathLike[str] | None = None, options: Options | None = None) -> None:
        self.options = options or Options()
        self._folder = None if model is None else os.fspath(model)
        self._model = load_model(self._folder)

    def with_options(self, options: Options) -> Self:
        """The same loaded model with other options."""
        other = copy.copy(self)
        other.options = options
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

    def clean(self, raw: str | bytes, *, kind: Kind = "auto", url: str | None = None) -> Article:
        """The article in one document. Raises NotText, TooLarge."""
        source = self._source(raw, kind)
        return self._article(source, self._blocks([source])[0], url)

    def clean_batch(
        self, raws: Sequence[str | bytes], *, kind: Kind = "auto", urls: Sequence[str | None] | None = None
    ) -> list[Article]:
        """One article a document, in order; the same articles as `clean` gives one by one. Raises NotText, TooLarge."""
        sources = [self._source(raw, kind) for raw in raws]
        blocks = itertools.chain.from_iterable(map(self._blocks, _portions(sources)))
        return [
            self._article(source, found, url)
            for source, found, url in zip(sources, blocks, urls or [None] * len(sources), strict=True)
        ]

    def clean_iter(self, raws: Iterable[str | bytes], *, kind: Kind = "auto") -> Iterator[Article]:
        """Articles of a stream, in order; holds a batch of documents at a time. Raises NotText, TooLarge."""
        stream = iter(raws)
        while batch := list(itertools.islice(stream, _BATCH_DOCUMENTS)):
            yield from self.clean_batch(batch, kind=kind)

    def label_batch(self, raws: Sequence[str | bytes], *, kind: Kind = "auto") -> list[list[Block]]:
        """The labelled blocks of each document, in order: no article is built and no reason is given, which is faster.

        Raises NotText, TooLarge.
        """
        sources = [self._source(raw, kind) for raw in raws]
        return list(itertools.chain.from_iterable(map(self._labels, _portions(sources))))

    def _source(self, raw: str | bytes, kind: Kind) -> str:
        decoded: Decoded = decode(raw, kind=kind, max_bytes=self.options.max_bytes)
        return render(decoded.text) if decoded.kind == "html" else decoded.text

    def _blocks(self, sources: Sequence[str]) -> list[list[Block]]:
        prediction, decisions = self._decide(sources)
        return to_blocks(decisions, prediction, sources, explain(self._model, prediction, decisions))

    def _labels(self, sources: Sequence[str]) -> list[list[Block]]:
        prediction, decisions = self._decide(sources)
        return to_blocks(decisions, prediction, sources, itertools.repeat(""))

    def _decide(self, sources: Sequence[str]) -> tuple[Prediction, Decisions]:
        prediction = self._model.predict(sources)
        return prediction, decide(prediction, self._model.calibration, self.options)

    def _article(self, source: str, blocks: Sequence[Block], url: str | None) -> Article:
        return normalize(source, blocks, url=url, options=self.options, model=self.info)


def _portions(sources: Sequence[str]) -> Iterator[list[str]]:
    """The sources in runs of about `_BATCH_CHARACTERS`; a longer source is a run of its own."""
    portion: list[str] = []
    size = 0
    for source in sources:
        if portion and size + len(source) > _BATCH_CHARACTERS:
            yield portion
            portion, size = [], 0
        portion.append(source)
        size += len(source)
    if portion:
        yield portion
