"""Samples as arrays: features of every unit beside what is known of its role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from cleaner.classify.borders import line_habits
from cleaner.classify.features import BUCKETS, EDGES, Floats, Ngrams, dense, ngrams
from cleaner.classify.network import EDGE_VOICE
from cleaner.labels import ROLES
from cleaner.segment.tokens import Ints, Tokens, read_characters, tokenize
from cleaner.segment.units import Units, segment
from cleaner.training.sample import Sample

CutScorer = Callable[[Tokens], NDArray[np.float32]]
UNKNOWN = -1
_USUAL_UNITS, _SHARES = 80, (0.4, 2.5)
_MOST_OF_A_ROLE = 100


@dataclass(frozen=True, slots=True)
class Table:
    """All units of many samples in one row.

    units   as in a batch, texts counted through
    ngrams, dense, habits  features
    role    (units,) index into ROLES of the role most of the unit's known characters have, or UNKNOWN
    begin, end  (units,) block numbers of the unit's first and last known token, or UNKNOWN
    size    (units,) characters in tokens
    """

    samples: tuple[Sample, ...]
    units: Units
    ngrams: Ngrams
    dense: Floats
    habits: Floats
    role: Ints
    begin: Ints
    end: Ints
    size: Ints

    @property
    def weight(self) -> Floats:
        """(units,) how much each unit counts in training: by its sample, and more in a short text than in a long one.

        A text is judged as a whole, whatever its size; without this the short ones hardly count. And units of one role
        beyond a hundred in a text say the same again: one page that lists 670 names of voters was most of all polls.
        """
        size = np.bincount(self.units.text, minlength=len(self.samples))
        share = np.clip(np.sqrt(_USUAL_UNITS / np.maximum(size, 1)), *_SHARES)
        own: Floats = (np.array([s.weight for s in self.samples]) * share).astype(np.float32)
        key = self.units.text * (len(ROLES) + 1) + self.role
        _, kind, count = np.unique(key, return_inverse=True, return_counts=True)
        said: Floats = np.minimum(1, _MOST_OF_A_ROLE / count).astype(np.float32)
        weight: Floats = own[self.units.text] * said[kind]
        return weight

    def groups(self, keys: Sequence[int]) -> Ints:
        """(units,) the key of each unit's sample."""
        return np.asarray(keys)[self.units.text]

    def sparse(self, rows: NDArray[np.int32], columns: int) -> scipy.sparse.csr_matrix:
        """(units, columns) how loud each n-gram is, as in `WordPerceptron`; column 0 stays empty."""
        grams = self.ngrams
        counts = np.bincount(grams.unit, minlength=len(self.units))
        unit = np.concatenate((grams.unit, np.repeat(np.arange(len(self.units)), EDGES)), dtype=np.int32)
        loudness = (1 / np.sqrt(np.maximum(counts, 1)))[grams.unit], np.full(grams.edges.size, EDGE_VOICE)
        value = np.concatenate(loudness, dtype=np.float32)
        column = rows[np.concatenate((grams.bucket, grams.edges.ravel()))]
        seen = column > 0
        shape = (len(self.units), columns)
        entries = (value[seen], (unit[seen], column[seen]))
        return scipy.sparse.csr_matrix(entries, shape=shape, dtype=np.float32)


def build_table(samples: Sequence[Sample], cut: CutScorer) -> Table:
    """Segment and measure every sample. Samples without a visible character are left out."""
    parts = [part for sample in samples if (part := _one(sample, cut)) is not None]
    return join(parts)


def character_blocks(sample: Sample) -> Ints:
    """(characters + 1,) block number of each character, UNKNOWN outside the spans."""
    blocks = np.full(len(sample.text) + 1, UNKNOWN, dtype=np.int64)
    for span in sample.spans:
        blocks[span.start : span.end] = span.block
    return blocks


def role_indices(sample: Sample) -> Ints:
    """(blocks,) index into ROLES of each block's role, or UNKNOWN."""
    return np.array([UNKNOWN if role is None else ROLES.index(role) for role in sample.roles], dtype=np.int64)


def vocabulary(table: Table, least: int) -> tuple[NDArray[np.int32], int]:
    """Row of each bucket that stands on at least `least` domains (0 for the others), and the number of rows.

    A word of few sites teaches those sites only. Words of no language do not count: each is on a few sites by chance,
    and with those of 2,000 texts the rows went from 169,000 to 259,000.
    """
    domains = {name: k for k, name in enumerate(sorted({s.domain for s in table.samples}))}
    domain = table.groups([domains[s.domain] for s in table.samples])
    real = ~_made_up(table)
    within = (table.ngrams.bucket * len(domains) + domain[table.ngrams.unit])[real[table.ngrams.unit]]
    at_edges = (table.ngrams.edges * len(domains) + domain[:, None])[real]
    pairs = np.unique(np.concatenate((within, at_edges.ravel())))
    spread = np.bincount(pairs // len(domains), minlength=BUCKETS)
    kept = np.flatnonzero(spread >= least)
    rows = np.zeros(BUCKETS, dtype=np.int32)
    rows[kept] = np.arange(1, len(kept) + 1)
    return rows, len(kept) + 1


def _made_up(table: Table) -> NDArray[np.bool_]:
    """(units,) whether the words of a unit are of no language."""
    most = max((len(sample.roles) for sample in table.samples), default=0) + 1
    blocks = [number * most + block for number, sample in enumerate(table.samples) for block in sample.made_up]
    return np.isin(table.units.text * most + table.begin, blocks)


def _one(sample: Sample, cut: CutScorer) -> Table | None:
    chars = read_characters([sample.text])
    tokens = tokenize(chars)
    if not len(tokens):
        return None
    units = segment(tokens, cut(tokens))
    return measured(sample, tokens, units, ngrams(tokens, units), dense(chars, tokens, units))


def measured(sample: Sample, tokens: Tokens, units: Units, grams: Ngrams, shape: Floats) -> Table:
    """A table of one sample whose units have been described."""
    block = character_blocks(sample)[tokens.start]
    owner = np.repeat(np.arange(len(units)), units.last - units.first)
    size = tokens.end - tokens.start
    return Table(
        samples=(sample,),
        units=units,
        ngrams=grams,
        dense=shape,
        habits=line_habits(tokens, units),
        role=_majority_role(sample, block, owner, size, len(units)),
        begin=_known_block(block, owner, len(units), last=False),
        end=_known_block(block, owner, len(units), last=True),
        size=np.add.reduceat(size, units.first),
    )


def _majority_role(sample: Sample, block: Ints, owner: Ints, size: Ints, count: int) -> Ints:
    role = np.append(role_indices(sample), UNKNOWN)[block]
    known = role != UNKNOWN
    votes = np.bincount(owner[known] * len(ROLES) + role[known], size[known], count * len(ROLES))
    votes = votes.reshape(count, len(ROLES))
    return np.where(votes.sum(axis=1) > 0, votes.argmax(axis=1), UNKNOWN)


def _known_block(block: Ints, owner: Ints, count: int, *, last: bool) -> Ints:
    known = np.flatnonzero(block != UNKNOWN)
    ordered = known if last else known[::-1]
    found = np.full(count, UNKNOWN, dtype=np.int64)
    found[owner[ordered]] = block[ordered]
    return found


def join(parts: Sequence[Table]) -> Table:
    """Tables one behind the other."""
    starts = np.cumsum([0, *(len(p.units) for p in parts)])
    texts = np.cumsum([0, *(len(p.samples) for p in parts)])
    units = Units(
        **{
            name: np.concatenate([getattr(p.units, name) for p in parts])
            for name in ("first", "last", "start", "end", "breaks", "cut")
        },
        text=np.concatenate([p.units.text + text for p, text in zip(parts, texts, strict=False)]),
    )
    shifted = [p.ngrams.unit + start for p, start in zip(parts, starts, strict=False)]
    return Table(
        samples=tuple(s for p in parts for s in p.samples),
        units=units,
        ngrams=Ngrams(
            np.concatenate([p.ngrams.bucket for p in parts]),
            np.concatenate(shifted),
            np.concatenate([p.ngrams.edges for p in parts]),
        ),
        **{
            n: np.concatenate([getattr(p, n) for p in parts])
            for n in ("dense", "habits", "role", "begin", "end", "size")
        },
    )
