"""What the addresses that a piece of a page links to tell of it: whose they are, the section, what they ask for."""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from cleaner.metadata.declared import Declared
from cleaner.segment.dom import Run

_PARTS = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?", re.I | re.S)
_WORD = re.compile(r"[^\W\d_]{2,}|[0-9]+")
_PORT = re.compile(r":[0-9]*$")
_DIGITS = re.compile(r"[0-9]")
_INLINE = 3  # links inside a piece that are read
_LONGEST = 300  # characters
_LABELS, _SEGMENTS, _KEYS = 4, 4, 4  # of a host, a path and a query that are read
_SLUG, _SLUG_WORDS = 24, 2  # a segment with more characters or words is the title of some page
_SLUG_ALONE = ("slug",)

_LINKS, _WEB = frozenset({"a", "inline"}), frozenset({"", "http", "https"})

Address = tuple[str, str]  # (what leads there: tag of the element around the piece, or "inline", address)


class _Target(NamedTuple):
    """Parts of an address in lower case, "" for what there is none of.

    host  without the user before it, the port behind it, and "www"
    """

    scheme: str
    host: str
    path: str
    query: str


def addresses_of(run: Run) -> list[Address]:
    """Where the elements around a piece lead, the nearest of each tag, and its own first links."""
    around: dict[str, str] = {}
    for step in run.steps:
        if step.address:
            around.setdefault(step.tag, step.address)
    found = [*around.items(), *(("inline", address) for _, address in run.links[:_INLINE])]
    return [(leading, address[:_LONGEST]) for leading, address in found]


def host_of(declared: Declared, addresses: Iterable[Sequence[Address]]) -> str:
    """A page's own host: as it is declared, else the one that links name more often than none; "" where none does."""
    if own := next((host for _, url in declared.urls if (host := _taken_apart(url).host)), ""):
        return own
    links = (_taken_apart(address) for piece in addresses for leading, address in piece if leading in _LINKS)
    named = Counter(link.host for link in links if link.scheme in _WEB)
    return named.most_common(1)[0][0] if named else ""


def other_pages(pieces: Iterable[Sequence[Address]], declared: Declared, host: str) -> tuple[list[Address], ...]:
    """Of each piece those that lead to other pages than this one: a headline that links to its own article is no
    teaser.
    """
    own = {_page(url, host) for _, url in declared.urls}
    return tuple([found for found in piece if _page(found[1], host) not in own] for piece in pieces)


def leads_outside(address: str, host: str) -> bool:
    """Whether it is of another site than the page; of a page whose host nobody names, any that has a host."""
    return _is_another(_taken_apart(address).host, host)


def address_features(host: str, address: Address) -> tuple[str, ...]:
    """In words, what an address tells on a page of `host`."""
    leading, target = address
    return tuple([f"{leading} {feature}" for feature in _features(target, host)])


def _features(address: str, host: str) -> list[str]:
    scheme, other, path, query = _taken_apart(address)
    if scheme not in _WEB:
        return [f"scheme {scheme}"]
    found = [*_of_host(other, host, bool(path))]
    for segment in path.removeprefix("/").split("/")[:_SEGMENTS]:
        # Long ones differ in every link: to remember them would push out those that come again.
        found += _SLUG_ALONE if len(segment) > _SLUG and "%" not in segment else _of_segment(segment)
    return found + [f"key {pair.split('=')[0]}" for pair in query.split("&")[:_KEYS] if pair] if query else found


@functools.lru_cache(maxsize=1 << 12)  # a page leads to few hosts, in few sections
def _of_host(other: str, host: str, leads_on: bool) -> tuple[str, ...]:
    """leads_on: whether the address has a path."""
    if _is_another(other, host):
        return ("outside", *(f"host {label}" for label in other.split(".")[-_LABELS:]))
    if other and not _is_under(other, host):
        return ("parent",)
    labels = other.removesuffix(host).split(".")[-_LABELS:]
    return ("inside" if leads_on or other else "here", *(f"sub {label}" for label in labels if label))


@functools.lru_cache(maxsize=1 << 14)
def _of_segment(segment: str) -> tuple[str, ...]:
    segment = unquote(segment) if "%" in segment else segment
    words = _WORD.findall(segment)
    if len(segment) > _SLUG or len(words) > _SLUG_WORDS:
        return _SLUG_ALONE
    return tuple(f"path {_DIGITS.sub('0', word)}" for word in words)


def _page(address: str, host: str) -> tuple[str, str]:
    """Host and path."""
    target = _taken_apart(address)
    return target.host or host, target.path.rstrip("/")


@functools.lru_cache(maxsize=1 << 14)  # a batch asks four times for each address
def _taken_apart(address: str) -> _Target:
    found = _PARTS.match(address.strip().lower())
    scheme, host, path, query = found.groups("") if found else ("", "", "", "")
    own = _PORT.sub("", host.rpartition("@")[2]).rstrip(".").removeprefix("www.")
    return _Target(scheme, own, path, query)


def _is_another(other: str, host: str) -> bool:
    return bool(other) and not (_is_under(other, host) or _is_under(host, other))


def _is_under(host: str, other: str) -> bool:
    return host == other or host.endswith(f".{other}")
