"""What trafilatura (with htmldate) finds in a page's markup: asked only where the page and its blocks leave a gap."""

import datetime as dt
import itertools
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from cleaner.metadata.declared import NOTHING_DECLARED, Declared
from cleaner.segment.hostile import tamed

WHERE = "trafilatura"
_LOG = logging.getLogger(__name__)
_LARGEST = 500_000  # characters; on a larger page the search takes seconds
# htmldate reads dates in these attributes, and so much of a text.
_DATED, _LONGEST_DATE = ("content", "datetime", "title"), 52
_MOST_PIECES = 50  # of the text of an element
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_YEAR_AND_MONTH = re.compile(r"\D*(?:\d{4}\s?[-/.]\s?\d\d?|\d\d?\s?[-/.]\s?\d{4})\D*")
_YEAR_AND_MORE = re.compile(r"\d{4}(?!\d{4})\D*\d")
_ENDS_WITHOUT_DIGITS = re.compile(r"\D+$")
_SOME_DAY, _OTHER_DAY = dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2)  # noqa: DTZ001


def look_further(html: str, fields: frozenset[str]) -> Declared:
    """What trafilatura's rules find of title, authors and published, those of them that are asked for.

    Each field alone: what else trafilatura reads of a page (tags, license, address) took a third of the time.
    """
    if not html or len(html) > _LARGEST:
        return NOTHING_DECLARED
    try:
        tree = _tree(html)
        found = {field: find(tree) for field, find in _FINDERS.items() if field in fields and tree is not None}
    except Exception:  # whatever its rules trip over, the field stays open, as it was
        _LOG.debug("trafilatura failed on a page", exc_info=True)
        return NOTHING_DECLARED
    return Declared(
        titles=_sourced(found.get("title")),
        authors=tuple(pair for name in (found.get("authors") or "").split("; ") for pair in _sourced(name)),
        published=_sourced(found.get("published")),
    )


def _tree(html: str) -> Any:
    """The page without JSON-LD, which is read already (`declared`), and slow to read where it is broken; or None."""
    from trafilatura import load_html

    tree = load_html(tamed(html))
    for script in list(tree.iter("script")) if tree is not None else ():
        if "ld+json" in script.get("type", "").lower():
            script.drop_tree()
    return tree


def _title(tree: Any) -> str | None:
    from trafilatura.metadata import extract_title

    return extract_title(tree)


def _authors(tree: Any) -> str | None:
    from trafilatura.metadata import examine_meta, extract_author

    declared: str | None = examine_meta(tree).author
    return declared if declared and " " in declared else extract_author(tree)


def _published(tree: Any) -> str | None:
    """The day alone; partial dates leave the tree."""
    from htmldate import find_date

    _drop_partial_dates(tree)
    # None depends on when it is looked for.
    return find_date(tree, original_date=True, extensive_search=False, max_date="2100-01-01")


def _drop_partial_dates(tree: Any) -> None:
    """Without the attributes and texts that htmldate would complete: with the day it is today, or a month's first."""
    for element in tree.xpath("//*[@content or @datetime or @title]"):
        for name in _DATED:
            if _is_partial(_read(element.get(name, ""))):
                del element.attrib[name]
    for text in tree.xpath("//text()"):
        if _DIGIT.search(text):
            _drop_partial_text(text)


def _drop_partial_text(text: Any) -> None:
    """Empties the innermost element around a text that says no more than a partial date before it says much else."""
    around = text.getparent()
    if around is not None and text.is_tail:
        around = around.getparent()
    while around is not None:
        read = _read("".join(itertools.islice(around.itertext(), _MOST_PIECES)))
        if _is_partial(read):
            around.clear(keep_tail=True)
            return
        around = around.getparent() if len(read) < _LONGEST_DATE else None


def _read(text: str) -> str:
    """So much of a text as htmldate reads."""
    return " ".join(text.split())[:_LONGEST_DATE]


def _is_partial(text: str) -> bool:
    if not _YEAR.search(text):
        return False
    return bool(_YEAR_AND_MONTH.fullmatch(text)) or any(map(_is_completed, {text, _ENDS_WITHOUT_DIGITS.sub("", text)}))


def _is_completed(text: str) -> bool:
    """Whether dateutil takes a part of a date from another day; htmldate asks it of what begins with a year."""
    if not _YEAR_AND_MORE.match(text):
        return False
    from dateutil.parser import parse  # type: ignore[import-untyped]  # htmldate brings it; it ships no types

    try:
        return bool(parse(text, default=_SOME_DAY) != parse(text, default=_OTHER_DAY))
    except (OverflowError, TypeError, ValueError):
        return False


# The date last: looking for it changes the tree.
_FINDERS: Mapping[str, Callable[[Any], str | None]] = {"title": _title, "authors": _authors, "published": _published}


def _sourced(value: object) -> tuple[tuple[str, str], ...]:
    return ((WHERE, value),) if value and isinstance(value, str) else ()
