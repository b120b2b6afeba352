"""What a page says of itself: JSON-LD, OpenGraph and the other meta elements, the title element, marked dates."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.address import joined, parts_of
from cleaner.metadata.json_ld import (
    MOST_VALUES,
    Reader,
    addresses_in,
    articles_about,
    clean,
    kind_of,
    moments,
    names_in,
    objects_of,
    paragraphs,
)

Sourced = tuple[str, str]  # (where it comes from, value)

_LONGEST_TITLE = 500  # characters that are looked for in JSON-LD
# A name or a title may stand where an address should, or a picture itself.
_ADDRESS = re.compile(r"(?!data:)(?:/|\S*(?:://|$))", re.I)

# Field -> names of meta elements, the most exact first; pages part their words in many ways, "og.title", "pub_date".
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"),
    "description": ("og:description", "description", "twitter:description", "dc.description"),
    "authors": (
        "author",
        "article:author",
        "dc.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "citation_author",
    ),
    "published": (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publication_date",
        "citation_date",
    ),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"),
    "site": ("og:site_name", "application-name"),
    "url": ("og:url", "twitter:url"),
    "image": ("og:image", "twitter:image", "og:image:url", "og:image:secure_url", "twitter:image:src", "image_src"),
    "section": ("article:section", "parsely-section", "dc.subject"),
    "keywords": ("news_keywords", "keywords", "article:tag", "parsely-tags"),
}
_RELATIONS = frozenset({"canonical", "image_src"})
# "Bell, Anna": of several words, a family's name is known by its particle.
_FAMILY_FIRST = re.compile(r"\A([^\s,]+|[a-z][^,]*), ([^,]+)\Z")
# Field -> the same in JSON-LD.
_JSON_LD = {
    "title": ("headline", "name"),
    "description": ("description", "alternativeHeadline"),
    "authors": ("author", "creator"),
    "published": ("datePublished", "dateCreated"),
    "updated": ("dateModified",),
    "site": ("publisher",),
    "url": ("url", "mainEntityOfPage"),
    "image": ("image", "thumbnailUrl"),
    "section": ("articleSection",),
    "keywords": ("keywords",),
}
# What the elements of a text are marked with that show its dates.
_MARKED = frozenset({"datepublished", "datemodified"})


@dataclass(frozen=True, slots=True)
class Declared:
    """Values as the page gives them, in the order of trust; ("where", value) pairs, where being "json-ld", "meta"
    (for dates and pictures also another element that says what it holds), "title" or "canonical".

    base  address of the base element, which the page's relative ones are joined to; "" where there is none
    """

    titles: tuple[Sourced, ...] = ()
    descriptions: tuple[Sourced, ...] = ()
    authors: tuple[Sourced, ...] = ()
    published: tuple[Sourced, ...] = ()
    updated: tuple[Sourced, ...] = ()
    sites: tuple[Sourced, ...] = ()
    urls: tuple[Sourced, ...] = ()
    images: tuple[Sourced, ...] = ()
    sections: tuple[Sourced, ...] = ()
    keywords: tuple[Sourced, ...] = ()
    base: str = ""
    body: str | None = None
    language: str | None = None

    @property
    def title(self) -> str | None:
        """The first title, if there is one."""
        return self.titles[0][1] if self.titles else None


NOTHING_DECLARED = Declared()


def read_declared(tree: LexborHTMLParser) -> Declared:
    """Everything declared; fields that the page lacks, or gives in a form that cannot be read, are empty."""
    links = _links(tree)
    meta, canonical = _meta(tree, links["image_src"]), links["canonical"]
    element = tree.css_first("title:not(svg title)")  # one that stands too late for the head is in the body
    title = tuple(("title", text) for text in [clean(element.text()) if element is not None else ""] if text)
    objects = list(objects_of(tree))
    names, addresses = names_in(objects), addresses_in(objects)
    titles = [text[:_LONGEST_TITLE] for _, text in itertools.islice((*title, *_of_meta(meta, "title")), MOST_VALUES)]
    articles = articles_about([*canonical, *meta.get(_key("og:url"), ())], titles, objects)

    def both(field: str, reader: Reader = names) -> tuple[Sourced, ...]:
        values = (node.get(key) for node in articles for key in _JSON_LD[field])
        found = (("json-ld", text) for value in values for text in reader.texts(value))
        return tuple(itertools.islice(dict.fromkeys((*found, *_of_meta(meta, field))), MOST_VALUES))

    urls = (*(("canonical", link) for link in canonical), *both("url", addresses))
    base_element = _base_element(tree)
    base = _base(base_element, [url for _, url in urls])
    return Declared(
        titles=both("title") + title,
        descriptions=both("description"),
        authors=both("authors"),
        published=both("published", moments()),
        updated=both("updated", moments()),
        sites=both("site"),
        urls=_joined(urls, base),
        images=_joined(both("image", addresses), base),
        sections=both("section"),
        keywords=both("keywords"),
        base=base_element,
        body=next((v for node in articles for v in paragraphs(node.get("articleBody"))), None),
        language=_language(tree, meta),
    )


# --- meta elements and others ---------------------------------------------------------------------------------------


def _meta(tree: LexborHTMLParser, pictures: Sequence[str]) -> dict[str, list[str]]:
    """Contents of the meta elements by property, name or itemprop (`_key`), then what other elements say."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        content = clean(node.attributes.get("content") or "")
        for key in ("property", "name", "itemprop"):
            name = node.attributes.get(key)
            if name and content:
                found.setdefault(_key(name), []).append(content)
    for name, date in _marked_dates(tree).items():
        found.setdefault(name, []).append(date)
    found.setdefault(_key("image_src"), []).extend(pictures)
    return found


@functools.lru_cache(maxsize=1 << 10)  # pages use the same few, and each asks for all of `_META`
def _key(name: str) -> str:
    """A name of a meta element without case and what parts its words."""
    return "".join(filter(str.isalnum, name.lower()))


def _language(tree: LexborHTMLParser, meta: Mapping[str, Sequence[str]]) -> str | None:
    """The page's own, or the first that an HTTP header in it, or OpenGraph, gives."""
    found = tree.root.attributes if tree.root is not None else {}
    if own := found.get("lang") or found.get("xml:lang"):
        return own
    headers = (node.attributes.get("content") for node in tree.css("meta[http-equiv=content-language i]"))
    return next(filter(None, (*headers, *meta.get(_key("og:locale"), ()))), None)


def _of_meta(meta: Mapping[str, Sequence[str]], field: str) -> Iterator[Sourced]:
    return (("meta", _read(name, value)) for name in _META[field] for value in meta.get(_key(name), ()))


def _read(name: str, value: str) -> str:
    """A value of a meta element; where libraries look for authors, the family's name comes first."""
    return _FAMILY_FIRST.sub(r"\2 \1", value) if name == "citation_author" else value


def _marked_dates(tree: LexborHTMLParser) -> dict[str, str]:
    """The first date of each property that elements of the text are marked with: further ones are of other stories."""
    found: dict[str, str] = {}
    nodes = tree.css("[itemprop][datetime], [itemprop][content]:not(meta), time[pubdate][datetime]")
    marked = ((node, wanted) for node in nodes if (wanted := _MARKED & _marks_of(node)))
    for node, wanted in itertools.islice(marked, MOST_VALUES):
        date = clean(node.attributes.get("datetime") or node.attributes.get("content") or "")
        if date and _is_in_article(node):
            found = {**dict.fromkeys(wanted, date), **found}
    return found


def _marks_of(node: LexborNode) -> set[str]:
    marks = (node.attributes.get("itemprop") or "").lower().split()
    return {*marks, "datepublished"} if "pubdate" in node.attributes else set(marks)


def _is_in_article(node: LexborNode) -> bool:
    """Whether the innermost item that it stands in is an article, or of no type: comments have dates, too."""
    at = node.parent
    while at is not None and "itemscope" not in at.attributes:
        at = at.parent
    types = (at.attributes.get("itemtype") or "").split() if at is not None else []
    kinds = [kind.rpartition("/")[2] for kind in types]
    return not kinds or "CreativeWork" in kinds or kind_of(kinds) is not None


# --- addresses ------------------------------------------------------------------------------------------------------


def _links(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """For each of `_RELATIONS` the first address of links that have it, if there is one."""
    found: dict[str, list[str]] = {relation: [] for relation in _RELATIONS}
    for node in tree.css("link[rel][href]"):
        for relation in _RELATIONS.intersection((node.attributes["rel"] or "").lower().split()):
            if not found[relation] and (address := clean(node.attributes["href"] or "")):
                found[relation].append(address)
    return found


def _base_element(tree: LexborHTMLParser) -> str:
    element = tree.css_first("base[href]")
    return (_join("", clean(element.attributes["href"] or "")) or "") if element is not None else ""


def _base(element: str, urls: Iterable[str]) -> str:
    """What relative addresses are joined to: the base element's address, or the first whole one of these; or ""."""
    whole = next((url for url in urls if url.lower().startswith(("http://", "https://")) and _join("", url)), "")
    return _join(whole, element) or whole if element else whole


def _joined(found: Iterable[Sourced], base: str) -> tuple[Sourced, ...]:
    """Each address, whole if there is a base; what is none, or cannot be parsed, is left out."""
    whole = ((where, _join(base, address)) for where, address in found)
    return tuple(dict.fromkeys((where, address) for where, address in whole if address))


def _join(base: str, address: str) -> str | None:
    whole = joined(base, address)
    return whole if _ADDRESS.match(address) and parts_of(whole) else None
