"""What trafilatura (with htmldate) finds in a page's markup: asked only where the page and its blocks leave a gap."""

from cleaner.metadata.declared import NOTHING_DECLARED, Declared

WHERE = "trafilatura"
_LARGEST = 2_000_000  # characters; on a larger page the search takes seconds


def look_further(html: str) -> Declared:
    """Title, authors and day of publication by trafilatura's rules; nothing where they find nothing."""
    if not html or len(html) > _LARGEST:
        return NOTHING_DECLARED
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(html)
    return Declared(
        titles=_sourced(found.title),
        authors=tuple(pair for name in (found.author or "").split("; ") for pair in _sourced(name)),
        published=_sourced(found.date),
    )


def _sourced(value: str | None) -> tuple[tuple[str, str], ...]:
    return ((WHERE, value),) if value else ()
