"""What a page says of itself: JSON-LD, OpenGraph and the other meta elements, the title element."""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

# schema.org types whose fields describe the page's article: Article and its kinds.
_ARTICLE = re.compile(r"Article$|^(BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|Review|Recipe|WebPage)$")
_MOST_DECLARED = 2_000_000  # characters of one JSON-LD script; more is data, not a description
_DEEPEST, _MOST_VALUES = 6, 32
_TAG = re.compile(r"<[^<>]+>")
_SPACE = re.compile(r"\s+")

# Field -> names of meta elements, the most exact first.
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
    "image": ("og:image", "twitter:image", "og:image:url", "twitter:image:src"),
    "section": ("article:section", "parsely-section", "dc.subject"),
    "keywords": ("news_keywords", "keywords", "article:tag", "parsely-tags"),
}
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
    "body": ("articleBody",),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """Values as the page gives them, in the order of trust; ("where", value) pairs, where being "json-ld", "meta"
    or "title".
    """

    titles: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()
    authors: tuple[tuple[str, str], ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    sites: tuple[tuple[str, str], ...] = ()
    urls: tuple[tuple[str, str], ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    language: str | None = None

    @property
    def title(self) -> str | None:
        """The first title, if there is one."""
        return self.titles[0][1] if self.titles else None


NOTHING_DECLARED = Declared()


def read_declared(tree: LexborHTMLParser) -> Declared:
    """Everything declared; fields that the page lacks, or gives in a form that cannot be read, are empty."""
    objects = list(_objects_of(tree))
    articles = sorted((o for o in objects if _kind(o)), key=lambda o: _kind(o) == "WebPage")  # those proper first
    named = {str(o["@id"]): o for o in objects if "@id" in o and "name" in o}
    meta = _meta(tree)

    def both(field: str) -> tuple[tuple[str, str], ...]:
        keys = _JSON_LD[field]
        found = [("json-ld", value) for node in articles for key in keys for value in _read(node.get(key), named)]
        found += [("meta", value) for name in _META[field] for value in meta.get(name, ())]
        return tuple(itertools.islice(dict.fromkeys(found), _MOST_VALUES))

    element = tree.css_first("head > title")
    title = (("title", _clean(element.text())),) if element is not None and element.text().strip() else ()
    canonical = tree.css_first('link[rel="canonical"]')
    link = (canonical.attributes.get("href") or "") if canonical is not None else ""
    root = tree.root
    return Declared(
        titles=both("title") + title,
        descriptions=both("description"),
        authors=both("authors"),
        published=both("published"),
        updated=both("updated"),
        sites=both("site"),
        urls=((("canonical", link),) if link else ()) + both("url"),
        images=both("image"),
        sections=both("section"),
        keywords=both("keywords"),
        body=next((v for node in articles for v in _paragraphs(node.get("articleBody"))), None),
        language=(root.attributes.get("lang") if root is not None else None) or None,
    )


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Contents of the meta elements by lower-cased property, name or itemprop."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        content = _clean(node.attributes.get("content") or "")
        for key in ("property", "name", "itemprop"):
            name = node.attributes.get(key)
            if name and content:
                found.setdefault(name.lower(), []).append(content)
    return found


def _objects_of(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects of the page and of its graphs."""
    for script in tree.css('script[type="application/ld+json"]'):
        text = script.text()
        if len(text) > _MOST_DECLARED:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):  # many sites write broken JSON-LD; it then declares nothing
            continue
        yield from _objects(data, 0)


def _objects(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(key), depth + 1)
    elif isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)


def _kind(node: Mapping[str, Any]) -> str | None:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return next((name for name in names if isinstance(name, str) and _ARTICLE.search(name)), None)


def _read(value: object, named: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    return itertools.islice(_values(value, named, 0), _MOST_VALUES)


def _values(value: object, named: Mapping[str, Mapping[str, Any]], depth: int) -> Iterator[str]:
    """The texts in a JSON-LD value: itself, its name or address, or those of its members."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if text := _clean(value):
            yield text
    elif isinstance(value, dict):
        value = value if "name" in value else named.get(str(value.get("@id")), value)
        yield from _values(next((value[key] for key in ("name", "url") if value.get(key)), None), named, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item, named, depth + 1)


def _paragraphs(value: object) -> Iterable[str]:
    """An article body as text with its line breaks."""
    if isinstance(value, str) and (text := _TAG.sub("", value).strip()):
        yield text.replace("\r\n", "\n")


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
