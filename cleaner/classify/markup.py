"""What the HTML tells of a unit in numbers: its boxes, how many stand like it, and what the page declares."""

import functools
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.classify.addresses import leads_outside
from cleaner.classify.around import Around
from cleaner.classify.features import Floats, dense_parts
from cleaner.classify.paths import Paths
from cleaner.metadata.declared import Declared
from cleaner.segment.dom import Run
from cleaner.segment.page import Page
from cleaner.segment.tokens import Characters, Ints, Tokens
from cleaner.segment.units import Units, units_at

_WORD = re.compile(r"\w+")
_BOXES = 5  # boxes around a unit that are measured, the nearest first
_LONG, _LINKED = 100, 0.5  # a piece with more characters and a smaller share of links counts as main text
_COMPARED = 300  # characters; longer units are no repeats of a title, a description or a name
Amounts = NDArray[np.float64]
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Elements that say much of what is in them, each set a column.
_AMONG = tuple(
    frozenset(tags.split())
    for tags in ("h1", "li", "figure", "blockquote", "article", "main", "nav footer", "table", "aside", "form")
)


def units_of_pages(tokens: Tokens, offsets: Ints, pages: Sequence[Page]) -> Units:
    """One unit a piece of a page; every piece has a visible character and so a token."""
    start = np.concatenate(
        [np.asarray(page.start, dtype=np.int64) + at for page, at in zip(pages, offsets[:-1], strict=True)]
    )
    first = np.searchsorted(tokens.start, start)
    return units_at(tokens, first, np.ones(len(first), dtype=np.float32))


def page_parts(chars: Characters, tokens: Tokens, units: Units, pages: Sequence[Around]) -> dict[str, Floats]:
    """Groups of columns by what they tell, in plain words: those of text, then those of markup."""
    parts = [_markup(around) for around in pages]
    markup = {name: np.concatenate([part[name] for part in parts]).astype(np.float32) for name in parts[0]}
    return {**dense_parts(chars, tokens, units), **markup}


def _markup(around: Around) -> dict[str, Amounts]:
    """(pieces, columns) of one page in groups."""
    page, paths = around.page, around.paths
    leading = [
        any(leads_outside(address, around.host) for tag, address in own if tag != "img") for own in around.addresses
    ]
    outside = np.array(leading, dtype=np.float64)
    texts = [page.source[a:b] for a, b in zip(page.start, page.end, strict=True)]
    size = np.array([len(text) for text in texts], dtype=np.float64)
    linked = np.array([run.linked for run in page.runs], dtype=np.float64)
    main = np.where((size >= _LONG) & (linked < _LINKED), size, 0)
    return {
        "its tags and links": _own(page.runs, linked, paths),
        "the boxes it stands in": _boxes(paths, size, linked, outside, main),
        "how many stand like it": _alike(paths, size, main),
        "what the page declares": _declared(texts, page.declared),
    }


def _own(runs: Sequence[Run], linked: Amounts, paths: Paths) -> Amounts:
    among = np.array([_sets_of(tag) for tag, _ in paths.kinds], dtype=np.int64).reshape(-1, len(_AMONG))
    inside = paths.sums(np.column_stack((paths.hidden, among[paths.kind]))) > 0
    heading = np.array([bool(run.steps) and run.steps[0].tag in _HEADINGS for run in runs])
    alt = np.array([run.alt for run in runs])
    return np.column_stack((linked, alt, inside[:, 0], heading, inside[:, 1:])).astype(np.float64)


@functools.lru_cache(maxsize=1 << 10)  # pages may name elements as they like
def _sets_of(tag: str) -> tuple[bool, ...]:
    return tuple(tag in tags for tags in _AMONG)


def _boxes(paths: Paths, size: Amounts, linked: Amounts, outside: Amounts, main: Amounts) -> Amounts:
    """Of the elements around each piece: their share of the page's main text, share of links and of what leads to
    other sites, and number of pieces.
    """
    box, piece = paths.element, paths.piece
    count = int(box.max(initial=0)) + 1

    def total(amount: Amounts) -> Amounts:
        sums: Amounts = np.bincount(box, amount[piece], count).astype(np.float64)
        return sums

    of_box = np.stack(
        (
            total(main) / max(1.0, main.sum()),
            total(size * linked) / np.maximum(total(size), 1),
            total(size * outside) / np.maximum(total(size), 1),
            np.log1p(np.bincount(box, minlength=count)) / 6,
            np.log1p(total(main)) / 12,
        ),
        axis=1,
    )
    around = paths.nearest(box, _BOXES)
    found: Amounts = np.where((around >= 0)[:, :, None], of_box[around], 0)
    return found.reshape(len(size), _BOXES * of_box.shape[1])


def _alike(paths: Paths, size: Amounts, main: Amounts) -> Amounts:
    """How many pieces stand under the same tags and classes, how long they are, and their share of the main text."""
    near = paths.nearest(paths.kind, 3) + 1
    many_kinds = len(paths.kinds) + 1
    columns = []
    for key in (near[:, 0], (near[:, 0] * many_kinds + near[:, 1]) * many_kinds + near[:, 2]):
        _, group, many = np.unique(key, return_inverse=True, return_counts=True)
        of_group = (np.log1p(many) / 6, np.bincount(group, main) / max(1.0, main.sum()))
        mean = np.log1p(np.bincount(group, size) / many) / 6
        columns.append(np.stack((*of_group, mean), axis=1)[group])
    return np.concatenate(columns, axis=1)


def _declared(texts: Sequence[str], declared: Declared) -> Amounts:
    """How much of each short piece stands in the declared title, description and author, and the other way round."""
    wanted = [
        [_words(value) for _, value in values[:3]]
        for values in (declared.titles, declared.descriptions, declared.authors)
    ]
    known = frozenset().union(*(value for values in wanted for value in values))
    short = ((k, _words(text)) for k, text in enumerate(texts) if len(text) <= _COMPARED)
    found = [(k, words) for k, words in short if not known.isdisjoint(words)]
    rows = np.zeros((len(texts), 3 * len(wanted)))
    if found:
        pieces, words_of = zip(*found, strict=True)
        rows[list(pieces)] = np.concatenate([_overlap(words_of, values) for values in wanted], axis=1)
    return rows


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _overlap(pieces: Sequence[frozenset[str]], values: Sequence[frozenset[str]]) -> Amounts:
    """(pieces, 3) largest share of a piece's words that a value has, of a value's words that the piece has, and whether
    one is the other.
    """
    if not values:
        return np.zeros((len(pieces), 3))
    common = np.array([[len(words & value) for value in values] for words in pieces], dtype=np.float64)
    ours = common / np.array([len(words) for words in pieces])[:, None]
    theirs = common / np.array([max(1, len(value)) for value in values])
    return np.column_stack((ours.max(axis=1), theirs.max(axis=1), ((ours == 1) & (theirs == 1)).any(axis=1)))
