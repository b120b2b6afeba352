"""What stands around the pieces of a page, and the n-grams it gives them: the words of the elements on the way to the
root, where links lead, what boxes hold besides text, what heads them.
"""

import functools
import itertools
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

import numpy as np

from cleaner.classify.addresses import Address, address_features, addresses_of, host_of, other_pages
from cleaner.classify.features import BUCKETS, Ngrams, Shared, ngrams
from cleaner.classify.heads import HEAD_NGRAMS, WORDS, box_heads, heads_of
from cleaner.classify.paths import Paths
from cleaner.segment.dom import Run
from cleaner.segment.page import Page
from cleaner.segment.tokens import Ints, Tokens, neighbour
from cleaner.segment.units import Units

_PATH_WORD = re.compile(r"[a-z]{2,}|[0-9]+")
_NEAR_STEPS, _NEAR_WORDS = 4, 2  # farther steps are not told apart by distance

Holding = tuple[int, tuple[str, ...]]  # steps from a piece, and kinds of elements without text
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Around:
    """One page with what is read off it once.

    host       the page's own
    addresses  (pieces,) to which other pages each leads
    """

    page: Page
    paths: Paths
    host: str
    addresses: tuple[list[Address], ...]

    @classmethod
    def of(cls, page: Page) -> Self:
        """Read off a page."""
        addresses = [addresses_of(run) for run in page.runs]
        host = host_of(page.declared, addresses)
        return cls(page, Paths.of(page.runs), host, other_pages(addresses, page.declared, host))


def page_ngrams(tokens: Tokens, units: Units, pages: Sequence[Around]) -> Ngrams:
    """The n-grams of the text of each unit, and those of what is around it, shared with what stands beside it."""
    size = units.last - units.first
    following = neighbour(tokens.word, np.repeat(np.arange(len(units)), size), 1)
    pieces = [len(around.addresses) for around in pages]
    shared = [
        _together(
            (
                _of_paths(around.paths),
                _of_keys(around.addresses, functools.partial(address_features, around.host)),
                _of_keys(map(functools.partial(_holdings, around.page), around.page.runs), _holding_features),
                box_heads(around.paths, tokens.word, following, units.first[own], size[own]),
            )
        )
        for around, own in zip(pages, _slices(pieces), strict=True)
    ]
    return replace(ngrams(tokens, units), shared=_one_below_the_other(shared, pieces))


def names_around(around: Around, words: Sequence[Sequence[str]]) -> list[list[str]]:
    """What each n-gram of each piece stands for that is not of its own text, in the order of `page_ngrams`.

    words  (pieces,) of each
    """
    names = [
        [name for distance, step in enumerate(run.steps) for name in _step_features(distance, step.tag, step.words)]
        + [name for address in addresses for name in address_features(around.host, address)]
        + [name for holding in _holdings(around.page, run) for name in _holding_features(holding)]
        for run, addresses in zip(around.page.runs, around.addresses, strict=True)
    ]
    piece, head, _ = heads_of(around.paths, np.array([len(own) for own in words], dtype=np.int64))
    for at, above in zip(piece.tolist(), head.tolist(), strict=True):
        names[at] += [f"under {word}" for word in words[above][:WORDS] for _ in range(HEAD_NGRAMS)]
    return names


def _of_paths(paths: Paths) -> Shared:
    """The tags, and the words of class, id and role, of each step on the way to the root."""
    kinds = len(paths.kinds)
    codes, entry = np.unique(np.minimum(paths.distance, _NEAR_STEPS) * kinds + paths.kind, return_inverse=True)
    found = [_step_buckets(code // kinds, *paths.kinds[code % kinds]) for code in codes.tolist()]
    return _shared(found, entry, paths.piece)


def _of_keys(keys: Iterable[Sequence[Key]], features: Callable[[Key], Iterable[str]]) -> Shared:
    """The features of the keys that each piece has."""
    known: dict[Key, int] = {}
    found = [(known.setdefault(key, len(known)), piece) for piece, own in enumerate(keys) for key in own]
    entry, piece = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return _shared([tuple(map(_bucket, features(key))) for key in known], entry, piece)


def _shared(buckets: Sequence[Sequence[int]], entry: Ints, unit: Ints) -> Shared:
    """buckets: of each owner."""
    row = np.array([bucket for own in buckets for bucket in own], dtype=np.int64)
    return Shared(row, np.repeat(np.arange(len(buckets)), [len(own) for own in buckets]), entry, unit)


def _slices(sizes: Sequence[int]) -> list[slice]:
    return [slice(end - size, end) for size, end in zip(sizes, itertools.accumulate(sizes), strict=True)]


def _together(parts: Sequence[Shared]) -> Shared:
    """What the same pieces have from several kinds of owners."""
    parted = _one_below_the_other(parts, [0] * len(parts))
    order = np.argsort(parted.unit, kind="stable")
    return replace(parted, entry=parted.entry[order], unit=parted.unit[order])


def _one_below_the_other(parts: Sequence[Shared], pieces: Sequence[int]) -> Shared:
    """What pages have of which each has so many pieces."""
    owners = np.cumsum([0, *(len(part.sizes) for part in parts)])
    units = np.cumsum([0, *pieces])
    shifted = [
        (part.bucket, part.owner + owner, part.entry + owner, part.unit + unit)
        for part, owner, unit in zip(parts, owners, units, strict=False)
    ]
    return Shared(*map(np.concatenate, zip(*shifted, strict=True)))


def _holdings(page: Page, run: Run) -> list[Holding]:
    """How far around a run stand elements without text, and which; each kind where it is nearest."""
    found: list[Holding] = []
    seen: set[str] = set()
    for distance, step in enumerate(run.steps):
        kinds = page.held.get(step.number)
        if kinds and (new := kinds - seen):
            found.append((min(distance, _NEAR_STEPS), tuple(sorted(new))))
            seen |= new
    return found


def _holding_features(holding: Holding) -> list[str]:
    distance, kinds = holding
    return [feature for kind in kinds for feature in (f"holds {kind}", f"holds {distance} {kind}")]


@functools.lru_cache(maxsize=1 << 15)
def _step_buckets(distance: int, tag: str, words: str) -> tuple[int, ...]:
    return tuple(map(_bucket, _step_features(distance, tag, words)))


def _step_features(distance: int, tag: str, words: str) -> Iterator[str]:
    yield f"tag {min(distance, _NEAR_STEPS)} {tag}"
    yield f"tag {tag}"
    for word in _PATH_WORD.findall(words.lower()):
        yield f"word {min(distance, _NEAR_WORDS)} {word}"
        yield f"word {word}"


@functools.lru_cache(maxsize=1 << 16)
def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode(errors="replace")) % BUCKETS
