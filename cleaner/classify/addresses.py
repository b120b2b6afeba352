"""What the addresses that a piece of a page links to tell of it: whose they are, the section, what they ask for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cleaner.metadata.declared import Declared
from cleaner.segment.dom import Run

_PARTS = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?", re.I | re.S)
_WORD = re.compile(r"[a-z]{2,}|[0-9]+")
_DIGITS = re.compile(r"[0-9]")
_INLINE = 3  # links inside a piece that are read
_LONGEST = 300  # characters
_SEGMENTS, _KEYS = 4, 4  # of a path and a query that are read
_SLUG, _SLUG_WORDS = 24, 2  # a segment with more characters or words is the title of some page

Address = tuple[str, str]  # (what leads there: tag of the element around the piece, or "inline", address)


def addresses_of(run: Run) -> list[Address]:
    """Where the elements around a piece lead, the nearest of each tag, and its own first links."""
    around: dict[str, str] = {}
    for step in run.steps:
        if step.address:
            around.setdefault(step.tag, step.address)
    return [*around.items(), *(("inline", address[:_LONGEST]) for _, address in run.links[:_INLINE])]


def host_of(declared: Declared, addresses: Iterable[Sequence[Address]]) -> str:
    """A page's own host: as it is declared, else the one that most links name; "" where none does."""
    if own := next((host for _, url in declared.urls if (host := _host(url))), ""):
        return own
    named = Counter(host for piece in addresses for _, address in piece if (host := _host(address)))
    return named.most_common(1)[0][0] if named else ""


def leads_outside(address: str, host: str) -> bool:
    """Whether it is of another site than the page, whose host is known."""
    other = _host(address)
    return bool(other and host) and not (_is_under(other, host) or _is_under(host, other))


def address_features(host: str, address: Address) -> tuple[str, ...]:
    """In words, what an address tells on a page of `host`."""
    leading, target = address
    return tuple(f"{leading} {feature}" for feature in _features(target, host))


def _features(address: str, host: str) -> Iterator[str]:
    scheme, other, path, query = (part or "" for part in _parts(address))
    if scheme and scheme not in ("http", "https"):
        yield f"scheme {scheme}"
        return
    if leads_outside(address, host):
        yield "outside"
        yield from (f"host {word}" for word in other.split("."))
    else:
        yield "inside" if path or other else "here"
        yield from (f"sub {word}" for word in other.removesuffix(host).split(".") if word)
    yield from (feature for segment in path.split("/")[1 : _SEGMENTS + 1] for feature in _of_segment(segment))
    yield from (f"key {pair.split('=')[0]}" for pair in query.split("&")[:_KEYS] if pair)


def _of_segment(segment: str) -> Iterator[str]:
    words = _WORD.findall(segment)
    if len(segment) > _SLUG or len(words) > _SLUG_WORDS:
        yield "slug"
    else:
        yield from (f"path {_DIGITS.sub('0', word)}" for word in words)


def _parts(address: str) -> tuple[str | None, ...]:
    """Scheme, host, path and query in lower case."""
    found = _PARTS.match(address.strip().lower())
    return found.groups() if found else (None,) * 4


def _host(address: str) -> str:
    return (_parts(address)[1] or "").removeprefix("www.")


def _is_under(host: str, other: str) -> bool:
    return host == other or host.endswith(f".{other}")
