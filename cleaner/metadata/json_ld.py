"""JSON-LD: the objects that scripts of a page hold, those of them that are about the page, and the texts in them."""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from selectolax.lexbor import LexborHTMLParser

from cleaner.address import parts_of
from cleaner.metadata.titles import folded, repeats
from cleaner.segment.dom import INLINE
from cleaner.surrogates import without_surrogates

Node = Mapping[str, Any]
_T = TypeVar("_T")

# schema.org types whose fields describe the page's article: Article and its kinds.
_ARTICLE = re.compile(r"Article$|^(BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|Review|Recipe|WebPage)$")
_LONGEST = 2_000_000  # characters of one script; more is data, not a description
_DEEPEST, MOST_VALUES = 6, 32
_DECODER = json.JSONDecoder(strict=False)
# Before it may stand comments, and what hides a script from XML and from browsers without scripts.
_START = re.compile(r"\{|(?<!CDATA)\[(?!CDATA\[)")
_STRING_OR_COMMA = re.compile(r"""("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))|,(?=\s*[}\]])""", re.DOTALL)
_TAG = re.compile(r"<(?:/?([a-zA-Z][^\s/<>]*+)|!)[^<>]*+>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads values as texts.

    keys   what tells the text of an object, the most exact first, and what does where no reference leads to one
    known  objects by their @id, which others refer to
    numbers  whether a whole number is a text, too
    """

    keys: tuple[str, ...]
    known: Mapping[str, Node]
    numbers: bool = False

    def texts(self, value: object) -> Iterator[str]:
        """The texts of a value: its own, or those of its members."""
        return itertools.islice(self._texts(value, 0), MOST_VALUES)

    def _texts(self, value: object, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            return
        if isinstance(value, str):
            if text := clean(value):
                yield text
        elif self.numbers and isinstance(value, int):
            yield str(value)
        elif isinstance(value, dict):
            yield from self._texts(self._best(value), depth + 1)
        elif isinstance(value, list):
            for item in value:
                yield from self._texts(item, depth + 1)

    def _best(self, node: Node) -> object:
        if node.keys().isdisjoint(self.keys[:-1]):
            node = self.known.get(str(node.get("@id")), node)
        node = _with_name(node)
        return next((node[key] for key in self.keys if node.get(key) and not _leads_nowhere(key, node[key])), None)


def names_in(objects: Iterable[Node]) -> Reader:
    """Reads what things are called."""
    return _reader(objects, "name", "familyName", "url")


def moments() -> Reader:
    """Reads when things happened: by a date, or by the seconds since 1970."""
    return Reader(("@value",), {}, numbers=True)


def addresses_in(objects: Iterable[Node]) -> Reader:
    """Reads where things lie."""
    return _reader(objects, "url", "contentUrl", "@id")


def _reader(objects: Iterable[Node], *keys: str) -> Reader:
    return Reader(keys, {str(o["@id"]): o for o in objects if "@id" in o and not o.keys().isdisjoint(keys[:-1])})


def _with_name(node: Node) -> Node:
    """A person whose name is given in two parts, with the whole of it."""
    parts = [part for key in ("givenName", "familyName") if isinstance(part := node.get(key), str) and part.strip()]
    return {**node, "name": " ".join(parts)} if len(parts) > 1 and not node.get("name") else node


def _leads_nowhere(key: str, value: object) -> bool:
    """An @id like "https://a.example/#author" is a name within the description of a site."""
    return key == "@id" and "#" in str(value)


# --- objects of a page ----------------------------------------------------------------------------------------------


def objects_of(tree: LexborHTMLParser) -> Iterator[Node]:
    """The objects of the page and of its graphs."""
    for script in tree.css("script[type]"):
        kind = (script.attributes["type"] or "").partition(";")[0].strip().lower()
        if kind == "application/ld+json" and len(text := script.text()) <= _LONGEST:
            for value in _values(text):
                yield from _objects(value, 0)


def _values(text: str) -> Iterator[object]:
    """The values of a script, up to where it is broken further than by what stands around them and by commas."""
    at, repaired = 0, False
    while start := _START.search(text, at):
        try:
            value, at = _DECODER.raw_decode(text, start.start())
            yield value
        except (ValueError, RecursionError):  # many sites write broken JSON-LD; it then declares nothing
            if repaired:
                return
            text, at, repaired = _without_last_commas(text[start.start() :]), 0, True


def _without_last_commas(text: str) -> str:
    """JSON without the commas that nothing follows in their list or object."""
    return _STRING_OR_COMMA.sub(lambda found: found[1] or "", text)


def _objects(data: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(key), depth + 1)
    elif isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)


# --- which of them are about it -------------------------------------------------------------------------------------


def articles_about(addresses: Iterable[str], titles: Iterable[str], objects: Sequence[Node]) -> list[Node]:
    """Of the articles among the objects those about the page that has these addresses and titles; web pages last.

    About it are those that have one of its addresses or titles, or else the first, and those that have neither:
    related stories are described as the page's own one is.
    """
    names, places = names_in(objects), addresses_in(objects)
    own_titles, own_places = _known(folded, titles), _known(_place, addresses)

    def is_about(node: Node) -> bool | None:
        called = _known(folded, names.texts(node.get("headline") or node.get("name")))
        lying = _known(_place, places.texts([node.get("url"), node.get("mainEntityOfPage"), {"@id": node.get("@id")}]))
        alike = any(repeats(a, b) or repeats(b, a) for a in called for b in own_titles)
        return alike or not lying.isdisjoint(own_places) if called or lying else None

    kinds = [kind_of(node.get("@type")) for node in objects]
    proper = [node for node, kind in zip(objects, kinds, strict=True) if kind not in (None, "WebPage")]
    around = [node for node, kind in zip(objects, kinds, strict=True) if kind == "WebPage"]
    return [node for nodes in (proper, around) for node in _chosen(nodes, [is_about(node) for node in nodes])]


def kind_of(types: object) -> str | None:
    """The first of one or more schema.org types that is an article's or a web page's."""
    names = types if isinstance(types, list) else [types]
    return next((name for name in names if isinstance(name, str) and _ARTICLE.search(name)), None)


def _chosen(nodes: Sequence[Node], about: Sequence[bool | None]) -> list[Node]:
    """Those about the page or, if there is none, the first; None says that a node does not tell what it is about."""
    first = about.index(False) if False in about and True not in about else None
    return [node for number, node in enumerate(nodes) if about[number] is not False or number == first]


def _known(read: Callable[[str], _T | None], texts: Iterable[str]) -> set[_T]:
    return {value for text in texts if (value := read(text))}


def _place(address: str) -> tuple[str, str] | None:
    """Path and query, as one site has its pages under several hosts; None of a site's front, and of no address."""
    parts = parts_of(address)
    path = parts.path.rstrip("/") if parts else ""
    return (path, parts.query) if parts and (path or parts.query) else None


# --- texts ----------------------------------------------------------------------------------------------------------


def paragraphs(value: object) -> Iterator[str]:
    """An article body as text, if it is one, a blank line between its paragraphs.

    Where it has no blank lines, and no elements that make some, each line is a paragraph: of seven such bodies among
    535, none was wrapped.
    """
    if not isinstance(value, str):
        return
    lines = [line.strip() for line in _unescaped(_TAG.sub(_space_of, value)).strip().splitlines()]
    if lines:
        yield ("\n\n" if all(lines) else "\n").join(lines)


def _space_of(tag: re.Match[str]) -> str:
    name = (tag[1] or "").lower()
    return "\n" if name == "br" else "" if not name or name in INLINE else "\n\n"


def clean(text: str) -> str:
    """On one line, and without what was escaped for HTML a second time."""
    return _SPACE.sub(" ", without_surrogates(_unescaped(text))).strip()


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from ftfy.fixes import unescape_html

    return unescape_html(text)
