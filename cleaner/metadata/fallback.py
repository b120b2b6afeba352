"""What trafilatura (with htmldate) finds in a page's markup: asked only where the page and its blocks leave a gap."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from cleaner.metadata.declared import NOTHING_DECLARED, Declared

WHERE = "trafilatura"
_LOG = logging.getLogger(__name__)
_LARGEST = 500_000  # characters; on a larger page the search takes seconds
# Read already (`declared`), and slow to read where it is broken.
_JSON_LD = re.compile(r"<script[^<>]*ld\+json[^<>]*>.*?</script>", re.IGNORECASE | re.DOTALL)


def look_further(html: str, fields: frozenset[str]) -> Declared:
    """What trafilatura's rules find of title, authors and published, those of them that are asked for.

    Each field alone: what else trafilatura reads of a page (tags, license, address) took a third of the time.
    """
    if not html or len(html) > _LARGEST:
        return NOTHING_DECLARED
    from trafilatura import load_html

    try:
        tree = load_html(_JSON_LD.sub("", html))
        found = {field: find(tree) for field, find in _FINDERS.items() if field in fields and tree is not None}
    except Exception:  # whatever its rules trip over, the field stays open, as it was
        _LOG.debug("trafilatura failed on a page", exc_info=True)
        return NOTHING_DECLARED
    return Declared(
        titles=_sourced(found.get("title")),
        authors=tuple(pair for name in (found.get("authors") or "").split("; ") for pair in _sourced(name)),
        published=_sourced(found.get("published")),
    )


def _title(tree: Any) -> str | None:
    from trafilatura.metadata import extract_title

    return extract_title(tree)


def _authors(tree: Any) -> str | None:
    from trafilatura.metadata import examine_meta, extract_author

    declared: str | None = examine_meta(tree).author
    return declared if declared and " " in declared else extract_author(tree)


def _published(tree: Any) -> str | None:
    from htmldate import find_date

    # No day is made of a bare year, and none depends on when it is looked for.
    return find_date(tree, original_date=True, extensive_search=False, max_date="2100-01-01")


_FINDERS: Mapping[str, Callable[[Any], str | None]] = {"title": _title, "authors": _authors, "published": _published}


def _sourced(value: object) -> tuple[tuple[str, str], ...]:
    return ((WHERE, value),) if value and isinstance(value, str) else ()
