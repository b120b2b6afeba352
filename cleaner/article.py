"""The values the road hands over: `Block`, `Article`, `ModelInfo`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from cleaner.encode import json_bytes
from cleaner.labels import Label, Role

# What a line of JSON output has beside the article's fields.
_OF_LINES = frozenset({"schema", "id", "content_hash", "signature", "record"})
# Fields that are tuples here and lists in JSON.
_LISTS = ("authors", "paragraphs", "captions", "keywords", "paragraph_blocks")
_TABLES = ("links", "pictures")


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model decided: folder name, version, and SHA-256 digest of its weights."""

    name: str
    version: str
    digest: str


@dataclass(slots=True)  # not frozen: a text has hundreds of blocks, and making a frozen one takes five times as long
class Block:
    """A run of text that plays one role.

    start, end     character offsets in `Article.source`
    confidence     calibrated probability, 0 to 1, that `label` is right
    probabilities  calibrated probability of each of the five labels, summing to 1
    reason         in a few words, what decided ("" on the labels-only path)
    element        of a page's block, the HTML elements that give it its form: "h2", "ul li", "blockquote"; "tr td"
                   begins a row of a table, "td td" stands in its second column; "ul" goes on in an item; "ol li=7"
                   is an item of a list that does not count from 1 upwards
    """

    start: int
    end: int
    text: str
    label: Label
    role: Role
    confidence: float
    probabilities: Mapping[Label, float]
    reason: str = ""
    element: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types only; `from_dict` gives the same block back."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "label": str(self.label),
            "role": str(self.role),
            "confidence": self.confidence,
            "probabilities": {str(label): value for label, value in self.probabilities.items()},
            "reason": self.reason,
            "element": self.element,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`."""
        return cls(
            **{
                **data,
                "label": Label(data["label"]),
                "role": Role(data["role"]),
                "probabilities": {Label(k): v for k, v in data["probabilities"].items()},
            }
        )


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned document: the article's fields, and every block of the input with its label.

    text       standfirst, subheadings and paragraphs in order, a blank line between; a long one that the document holds
               twice stands once, here and in `paragraphs`
    published  ISO 8601 date or date-time, or None; `updated` likewise
    status     "ok", or "no_body" when no block of the input is article text
    quality    None until there is a quality model
    source     the text that the blocks' offsets refer to
    image, section, keywords  as an HTML page declares them
    paragraph_blocks  index into `blocks` of the block each paragraph was
    links      of a page's content: start and end in `source`, and the address
    pictures   of a page's captions: index into `blocks`, and the picture's address
    provenance where each known field comes from: "blocks", "json-ld", "meta", "title", "canonical",
               "argument" or "trafilatura"
    """

    title: str | None
    standfirst: str | None
    authors: tuple[str, ...]
    published: str | None
    updated: str | None
    language: str | None
    url: str | None
    site: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    text: str
    status: str
    quality: float | None
    source: str
    blocks: tuple[Block, ...]
    model: ModelInfo
    image: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    paragraph_blocks: tuple[int, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    pictures: tuple[tuple[int, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types only; `from_dict` gives the same article back."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        data.update({name: list(data[name]) for name in _LISTS})
        data.update({name: list(map(list, data[name])) for name in _TABLES})
        return {
            **data,
            "blocks": [block.to_dict() for block in self.blocks],
            "model": asdict(self.model),
            "provenance": dict(self.provenance),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; takes a line of JSON output too.

        Raises TypeError on unknown fields, TypeError or KeyError on missing ones.
        """
        values = {name: value for name, value in data.items() if name not in _OF_LINES}
        values.update({name: tuple(values[name]) for name in _LISTS if name in values})
        values.update({name: tuple(map(tuple, values[name])) for name in _TABLES if name in values})
        values["blocks"] = tuple(Block.from_dict(block) for block in values["blocks"])
        values["model"] = ModelInfo(**values["model"])
        return cls(**values)

    def to_json(self) -> str:
        """One line of JSON; lone surrogates leave as U+FFFD, so the line always encodes as UTF-8."""
        return json_bytes(self.to_dict()).decode()

    def to_markdown(self, *, links: bool = False, images: bool = False, tables: bool = True) -> str:
        """Title, credit line, standfirst, text and captions as Markdown, ready to read.

        links   of the text, kept as links
        images  the captions' pictures, shown
        tables  rows laid out as tables rather than a line each
        """
        from cleaner.io.markdown import Style, render

        return render(self, Style(links=links, images=images, tables=tables))
