"""What trafilatura (with htmldate) finds in a page's markup: asked only where the page and its blocks leave a gap."""

import re

from cleaner.metadata.declared import NOTHING_DECLARED, Declared

WHERE = "trafilatura"
_LARGEST = 500_000  # characters; on a larger page the search takes seconds
# Read already (`declared`), and slow to read where it is broken.
_JSON_LD = re.compile(r"<script[^<>]*ld\+json[^<>]*>.*?</script>", re.IGNORECASE | re.DOTALL)
# No day is made of a bare year, and none depends on when it is looked for.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def look_further(html: str) -> Declared:
    """Title, authors and day of publication by trafilatura's rules; nothing where they find nothing."""
    if not html or len(html) > _LARGEST:
        return NOTHING_DECLARED
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(_JSON_LD.sub("", html), date_config=dict(_DATES), extensive=False)
    except Exception:  # whatever its rules trip over, the field stays open, as it was
        return NOTHING_DECLARED
    return Declared(
        titles=_sourced(found.title),
        authors=tuple(pair for name in (found.author or "").split("; ") for pair in _sourced(name)),
        published=_sourced(found.date),
    )


def _sourced(value: object) -> tuple[tuple[str, str], ...]:
    return ((WHERE, value),) if value and isinstance(value, str) else ()
