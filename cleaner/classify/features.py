"""What the model sees of a unit: its words as hashed n-grams, and its shape, place and document as numbers.

Raise FEATURE_VERSION with any change here: a model made for other features is refused on loading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cleaner.segment.characters import Kind
from cleaner.segment.tokens import TEXT_START, Characters, Hashes, Ints, Tokens, bucket, mix, neighbour, pair, ranges
from cleaner.segment.units import Units

FEATURE_VERSION = 11
BUCKETS = 1 << 20

# Of a long unit the model reads the first and the last words only: shape tells the rest, and this bounds the time.
HEAD_TOKENS, TAIL_TOKENS = 16, 8
NGRAMS = 4  # a token
EDGES = 8
_LINE_REACH = 40  # tokens from the start of a line that a piece of it still knows of

# A unit of this many characters counts as main text when words are compared; three letters of a script without spaces
# weigh as much as eight of one with.
_LONG, _UNSPACED_WEIGHT = 100, 2.5
_CONTENT_LENGTH = 5  # a shorter word says little about the topic

Floats = NDArray[np.float32]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shared:
    """N-grams that many units have from the same owner, as the pieces of a page have those of an element around them.

    bucket, owner  in one row: bucket[k] belongs to owner[k]; owners in rising order, each with one at least
    entry, unit    in one row: unit[k] has all n-grams of owner entry[k]; units in rising order
    """

    bucket: Ints
    owner: Ints
    entry: Ints
    unit: Ints

    @property
    def sizes(self) -> Ints:
        """(owners,) how many n-grams each has."""
        return np.bincount(self.owner)

    def flat(self) -> tuple[Ints, Ints]:
        """Bucket and unit of each n-gram, units in rising order."""
        sizes = self.sizes
        first = np.cumsum(sizes) - sizes
        many = sizes[self.entry]
        return self.bucket[ranges(first[self.entry], many)], np.repeat(self.unit, many)


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Hashed n-grams of all units.

    bucket, unit  in one row: bucket[k] belongs to unit[k]; units in rising order
    edges         (units, EDGES) those that open and close a unit, once more: "Read more", "Photo:", "min read"; and of
                  a piece of a line those that open the line
    shared        those of the elements around the pieces of a page
    """

    bucket: Ints
    unit: Ints
    edges: Ints
    shared: Shared | None = None

    def flat(self) -> Self:
        """The same with all but the edges in one row, a unit's own before those it shares."""
        if self.shared is None:
            return self
        bucket, unit = (np.concatenate(both) for both in zip((self.bucket, self.unit), self.shared.flat(), strict=True))
        order = np.argsort(unit, kind="stable")
        return type(self)(bucket[order], unit[order], self.edges)


def ngrams(tokens: Tokens, units: Units) -> Ngrams:
    """Words, word pairs, and first and last letters of each token that `tokens_seen` names, in this order."""
    unit = np.repeat(np.arange(len(units)), units.last - units.first)
    chosen = tokens_seen(units)
    owner = unit[chosen]
    columns = (tokens.word, pair(tokens.word, neighbour(tokens.word, unit, 1)), tokens.prefix, tokens.suffix)
    buckets = [bucket(column[chosen], salt, BUCKETS) for salt, column in enumerate(columns, start=32)]
    return Ngrams(np.stack(buckets, axis=1).ravel(), np.repeat(owner, len(columns)), _edge_buckets(tokens, units))


def tokens_seen(units: Units) -> Ints:
    """Each unit's first and last tokens, those whose n-grams the model sees."""
    unit = np.repeat(np.arange(len(units)), units.last - units.first)
    index = np.arange(len(unit))
    return np.flatnonzero((index - units.first[unit] < HEAD_TOKENS) | (units.last[unit] - index <= TAIL_TOKENS))


def _edge_buckets(tokens: Tokens, units: Units) -> Ints:
    """First word, first two, first three, last two and last word of each unit; of a shorter one the same word again.

    Then the first word, two and three of the line that the unit is a piece of; nothing where it begins the line.
    """
    last = units.last - 1
    opening = _opening(tokens, units.first, last)
    closing = [pair(tokens.word[np.maximum(last - 1, units.first)], tokens.word[last]), tokens.word[last]]
    line = _line_starts(tokens, units)
    inside = (line < units.first) & (units.first - line <= _LINE_REACH)
    of_line = [np.where(inside, words, np.uint64(0)) for words in _opening(tokens, line, np.maximum(line, last))]
    columns = enumerate((*opening, *closing, *of_line), start=40)
    return np.stack([bucket(column, salt, BUCKETS) for salt, column in columns], axis=1)


def _opening(tokens: Tokens, first: Ints, last: Ints) -> list[Hashes]:
    """One, two and three words from `first` on, none of them behind `last`."""
    one, two, three = (tokens.word[np.minimum(first + k, last)] for k in range(3))
    both = pair(one, two)
    return [one, both, pair(both, three)]


def _line_starts(tokens: Tokens, units: Units) -> Ints:
    """(units,) first token of the line in which each unit begins."""
    starts = np.flatnonzero(tokens.breaks > 0)
    found: Ints = starts[np.searchsorted(starts, units.first, side="right") - 1] if len(units) else units.first
    return found


def dense(chars: Characters, tokens: Tokens, units: Units) -> Floats:
    """(units, columns) numbers, most of them between 0 and 1: the parts of `dense_parts` side by side."""
    return side_by_side(dense_parts(chars, tokens, units))


def side_by_side(parts: Mapping[str, NDArray[np.floating]]) -> Floats:
    """Groups of columns as one array."""
    return np.concatenate(list(parts.values()), axis=1, dtype=np.float32)


def dense_parts(chars: Characters, tokens: Tokens, units: Units) -> dict[str, Floats]:
    """Groups of columns by what they tell, in plain words: `reasons` names them to the user."""
    kinds = _kind_counts(chars, tokens, units)
    weight = kinds.sum(axis=1) + (_UNSPACED_WEIGHT - 1) * kinds[:, Kind.UNSPACED]
    return {
        "letters, digits and length": _composition(kinds, tokens, units),
        "how it begins and ends": _edges(tokens, units),
        "line breaks around it": _breaks(units),
        "line width and indentation": np.concatenate((_wrapping(tokens, units), _indentation(chars, units)), axis=1),
        "words shared with the main text": _topic(tokens, units, weight),
        "repeated lines": _repeats(tokens, units),
        "words shared with its neighbour": _echoes(tokens, units),
        "where it stands": _place(units, weight),
        "the document as a whole": _document(units, kinds, weight),
    }


def _kind_counts(chars: Characters, tokens: Tokens, units: Units) -> Counts:
    """(units, kinds) characters of each kind, white space between tokens aside."""
    size = tokens.end - tokens.start
    kind = chars.kinds[ranges(tokens.start, size)]
    unit = np.repeat(np.arange(len(units)), np.add.reduceat(size, units.first)) if len(units) else size
    counts = np.bincount(unit * len(Kind) + kind, minlength=len(units) * len(Kind))
    return counts.reshape(len(units), len(Kind))


def _composition(kinds: Counts, tokens: Tokens, units: Units) -> Floats:
    size = kinds.sum(axis=1)
    count = units.last - units.first
    length = tokens.end - tokens.start
    upper = tokens.kind == Kind.UPPER
    digit = tokens.kind == Kind.DIGIT
    token_counts = _sums(
        units, upper, upper & (tokens.last == Kind.UPPER) & (length >= 2), digit, digit & (length == 4), length >= 10
    )
    shares = [kinds[:, k] / size for k in range(Kind.LOWER, len(Kind))]
    words = [token_counts[:, k] / count for k in range(token_counts.shape[1])]
    logs = [np.log1p(x) / 6 for x in (size, count, kinds[:, Kind.TERMINAL], token_counts[:, 2])]
    flags = [token_counts[:, 3] > 0, kinds[:, Kind.TERMINAL] == 0, size <= 3, size / count / 8]
    return np.stack([*shares, *words, *logs, *flags], axis=1).astype(np.float32)


def _sums(units: Units, *columns: NDArray[np.bool_]) -> Counts:
    """(units, columns) how many of each unit's tokens have each property."""
    stacked = np.stack(columns, axis=1).astype(np.int64)
    return np.add.reduceat(stacked, units.first, axis=0) if len(units) else stacked[:0]


def _edges(tokens: Tokens, units: Units) -> Floats:
    kinds = np.eye(len(Kind), dtype=np.float32)[:, Kind.LOWER :]
    last = units.last - 1
    inner = np.maximum(last - 1, units.first)
    return np.concatenate(
        (kinds[tokens.kind[units.first]], kinds[tokens.last[last]], kinds[tokens.last[inner]]), axis=1
    )


def _breaks(units: Units) -> Floats:
    before = np.minimum(units.breaks, 3)
    after = np.append(before, 3)[1:]
    ways = np.eye(4, dtype=np.float32)
    cut_after = np.append(units.cut, np.float32(1))[1:]
    cut_after[after == 3] = 1
    start = (units.breaks == TEXT_START).astype(np.float32)
    return np.concatenate((ways[before], ways[after], np.stack((units.cut, cut_after, start), axis=1)), axis=1)


def _wrapping(tokens: Tokens, units: Units) -> Floats:
    """How full a line is, with and without the next line's first word, against the widest line of its text."""
    width, widest = units.end - units.start, widest_units(units)
    first, count = spans_of_texts(units)
    opening = (tokens.end - tokens.start)[units.first]
    with_next = width + 1 + np.append(opening, 0)[1:] * (first + count - 1 > np.arange(len(units)))
    return np.stack((width / widest, np.minimum(with_next / widest, 2), np.log1p(widest) / 8), axis=1)


def widest_units(units: Units) -> Ints:
    """(units,) characters of the widest unit of each unit's text."""
    width = units.end - units.start
    starts = np.flatnonzero(units.breaks == TEXT_START)
    _, count = spans_of_texts(units)
    return np.repeat(np.maximum.reduceat(width, starts), count[starts]) if len(units) else width


def _indentation(chars: Characters, units: Units) -> Floats:
    """Blank characters between the start of the line and the unit, none where the unit begins inside a line."""
    edges = np.flatnonzero(np.append(chars.kinds == Kind.NEWLINE, True))
    line_start = np.append(0, edges + 1)[np.searchsorted(edges, units.start)]
    indent = np.where(units.breaks > 0, units.start - line_start, 0)
    return (np.minimum(indent, 12) / 12)[:, None].astype(np.float32)


def _topic(tokens: Tokens, units: Units, weight: Floats) -> Floats:
    """How many of a unit's longer words stand in the document's long units too, how many capitalised in short ones."""
    unit = np.repeat(np.arange(len(units)), units.last - units.first)
    content = (tokens.end - tokens.start >= _CONTENT_LENGTH) | (tokens.kind == Kind.UNSPACED)
    pair = tokens.word ^ np.where(tokens.kind == Kind.UNSPACED, neighbour(tokens.word, unit, 1), np.uint64(0))
    long = content & (weight >= _LONG)[unit]
    everywhere, in_long = np.zeros((2, len(tokens)), dtype=np.int64)
    everywhere[content], in_long[content] = _occurrences(pair[content], tokens.text[content], long[content])
    seen = in_long - long
    named = (tokens.kind == Kind.UPPER) & (everywhere - in_long - ~long > 0)
    counts = _sums(units, content, content & (seen > 0), content & (seen > 2), content & named)
    share = counts[:, 1:] / np.maximum(counts[:, :1], 1)
    return np.concatenate((share, np.log1p(counts) / 4), axis=1).astype(np.float32)


def _repeats(tokens: Tokens, units: Units) -> Floats:
    """How often the same line, and its opening and closing pair of words, stand in the document."""
    place = np.arange(len(tokens)) - np.repeat(units.first, units.last - units.first)
    salted = mix(tokens.word + place.astype(np.uint64))
    whole = np.add.reduceat(salted, units.first) if len(units) else salted[:0]
    second = np.minimum(units.first + 1, units.last - 1)
    opening = pair(tokens.word[units.first], tokens.word[second])
    closing = pair(tokens.word[np.maximum(units.last - 2, units.first)], tokens.word[units.last - 1])
    nowhere = np.zeros(len(units), dtype=bool)
    counts = [_occurrences(hashes, units.text, nowhere)[0] for hashes in (whole, opening, closing)]
    repeated: Floats = np.log1p(np.stack(counts, axis=1) - 1).astype(np.float32) / np.float32(3)
    return repeated


def _echoes(tokens: Tokens, units: Units) -> Floats:
    """Share of a unit's longer words that the unit before, or the one after, has too (an alt text and its caption)."""
    unit = np.repeat(np.arange(len(units)), units.last - units.first)
    opening = np.arange(len(tokens)) - units.first[unit] < HEAD_TOKENS
    content = opening & ((tokens.end - tokens.start >= _CONTENT_LENGTH - 1) | (tokens.kind == Kind.UNSPACED))
    salt = mix(np.arange(len(units) + 2, dtype=np.uint64))
    word, owner = tokens.word[content], unit[content]
    keys = np.sort(word ^ salt[owner + 1])
    echoed = np.zeros((len(tokens), 2), dtype=bool)
    for column, offset in enumerate((-1, 1)):
        near = owner + offset
        same = units.text[np.clip(near, 0, len(units) - 1)] == units.text[owner]
        wanted = word ^ salt[near + 1]
        found = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted if len(keys) else same
        echoed[content, column] = found & same
    counts = _sums(units, content, echoed[:, 0], echoed[:, 1])
    return (counts[:, 1:] / np.maximum(counts[:, :1], 1)).astype(np.float32)


def _occurrences(hashes: Hashes, text: Ints, marked: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """How often each hash stands in its text, and how often at a marked place."""
    keys = hashes ^ mix(text.astype(np.uint64) + np.uint64(7))
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return counts[inverse], np.bincount(inverse[marked], minlength=len(counts))[inverse]


def _place(units: Units, weight: Floats) -> Floats:
    """Where in its document a unit stands, by units, by characters, and by the long units before and after it."""
    first, count = spans_of_texts(units)
    index = np.arange(len(units)) - first
    rest = count - 1 - index
    long = np.where(weight >= _LONG, weight, 0).astype(np.int64)
    parts = [index / count, np.log1p(index) / 6, np.log1p(rest) / 6]
    for amount in (weight.astype(np.int64), long):
        before, total = running_share(amount, first, count)
        parts += [before, np.log1p(total * before) / 9, np.log1p(total * (1 - before)) / 9]
    return np.stack([*parts, *_distances(weight >= _LONG, first, count)], axis=1).astype(np.float32)


def spans_of_texts(units: Units) -> tuple[Ints, Ints]:
    """For each unit the index of its text's first unit, and how many units the text has."""
    starts = np.flatnonzero(units.breaks == TEXT_START)
    sizes = np.append(starts, len(units))[1:] - starts
    return np.repeat(starts, sizes), np.repeat(sizes, sizes)


def running_share(amount: Counts, first: Ints, count: Ints) -> tuple[NDArray[np.float64], Counts]:
    """Share of its text's amount that stands before each unit (half its own counts), and the text's total."""
    sums = np.concatenate(([0], np.cumsum(amount)))
    total = sums[first + count] - sums[first]
    middle = sums[:-1] - sums[first] + amount / 2
    return middle / np.maximum(total, 1), total


def totals(amounts: Counts, first: Ints, count: Ints) -> Counts:
    """(units, columns) the sum of each column of whole amounts over the unit's text.

    first, count  as `spans_of_texts` gives them
    """
    sums = running_sums(amounts)
    found: Counts = sums[first + count] - sums[first]
    return found


def running_sums(amounts: Counts) -> Counts:
    """(rows + 1, columns) the sum of all rows before each, and of all."""
    sums = np.zeros((len(amounts) + 1, amounts.shape[1]), dtype=np.int64)
    np.cumsum(amounts, axis=0, out=sums[1:])
    return sums


def _distances(mark: NDArray[np.bool_], first: Ints, count: Ints) -> list[NDArray[np.float64]]:
    """Closeness, 1 down to 0, to the nearest marked unit before and after, within the unit's own text."""
    index = np.arange(len(mark))
    before = np.maximum.accumulate(np.where(mark, index, -1))
    before = np.append(-1, before)[:-1]
    after = np.minimum.accumulate(np.where(mark, index, len(mark))[::-1])[::-1]
    after = np.append(after, len(mark))[1:]
    near = [np.where(before >= first, 1 / np.maximum(index - before, 1), 0)]
    near.append(np.where(after < first + count, 1 / np.maximum(after - index, 1), 0))
    return near


def _document(units: Units, kinds: Counts, weight: Floats) -> Floats:
    first, count = spans_of_texts(units)
    size = kinds.sum(axis=1)
    columns = (size, kinds[:, Kind.UNSPACED], kinds[:, Kind.CASELESS], kinds[:, Kind.UPPER])
    cut, blank, long = units.breaks == 0, units.breaks > 1, np.where(weight >= _LONG, size, 0)
    total, *others, cut, blank, long = totals(np.stack((*columns, cut, blank, long), axis=1), first, count).T
    shares = [other / total for other in (*others, long)]
    return np.stack(
        [*shares, cut / count, blank / count, np.log1p(count) / 8, np.log1p(total) / 12, np.log1p(total / count) / 6],
        axis=1,
    ).astype(np.float32)
