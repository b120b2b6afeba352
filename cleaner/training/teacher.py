"""A teacher that sees the HTML labels the pages that no reader did; the text model then learns from its sure answers.

The teacher is a markup head that is also told, where somebody gave the page's main text, how much of each block lies in
it. What it saw never enters the text model: learning with privileged information (Vapnik & Vashist 2009), by way of
labels.
"""

import dataclasses
import re
from collections.abc import Sequence

import numpy as np

from cleaner.classify.context import context
from cleaner.classify.features import Floats
from cleaner.classify.head import blended
from cleaner.labels import ROLES, Role
from cleaner.training.pages import build_page_table
from cleaner.training.prepare import Prepared
from cleaner.training.stack import Log, Stack, StackConfig, fit_stack
from cleaner.training.table import UNKNOWN, Table

# Below this probability the teacher's role is not used: the block stays unknown.
CERTAIN = 0.6
# Markup says much by itself: both passes have a say (dev blocks, second pass alone: body F1 0.942 and macro-F1 0.675,
# both: 0.952 and 0.697).
_FIT = StackConfig(
    folds=3,
    least_domains=2,
    word_units=48,
    word_epochs=12,
    context_epochs=8,
    context_rate=1e-3,
    context_networks=2,
    first_share=0.5,
)
_WORD = re.compile(r"\w+")


def teach(
    labelled: Sequence[Prepared], pages: Sequence[Prepared], seed: int, jobs: int, log: Log
) -> list[tuple[Role | None, ...]]:
    """Roles of the blocks of `pages`, None where the teacher is not certain, learned from `labelled` pages."""
    config = dataclasses.replace(_FIT, seed=seed, jobs=jobs)
    teacher = fit_stack(_told_table(labelled), config, log)
    return [_judge(teacher, page) for page in pages]


def _told_table(pages: Sequence[Prepared]) -> Table:
    """Pages as the markup head sees them, and beside it what is known of their main text."""
    table = build_page_table(pages, [page.page.roles or (None,) * len(page.blocks) for page in pages])
    first = np.cumsum([0, *(len(page.blocks) for page in pages)])
    of_block = np.concatenate([*(_main_text_columns(page) for page in pages), np.zeros((1, 4), dtype=np.float32)])
    block = np.where(table.begin == UNKNOWN, len(of_block) - 1, first[table.units.text] + table.begin)
    return dataclasses.replace(table, dense=np.concatenate((table.dense, of_block[block]), axis=1))


def _judge(teacher: Stack, page: Prepared) -> tuple[Role | None, ...]:
    """The likeliest role of each block, over its pieces."""
    table = _told_table([page])
    first = teacher.words(table.ngrams, table.dense)
    second = teacher.second(np.concatenate((table.dense, context(table.units, table.dense, first)), axis=1))
    both = blended(first, second, teacher.first_share)
    known = np.flatnonzero(table.begin != UNKNOWN)
    opinion = np.zeros((len(page.blocks), len(ROLES)))
    np.add.at(opinion, table.begin[known], (both * table.size[:, None])[known])
    opinion /= np.maximum(opinion.sum(axis=1, keepdims=True), 1e-9)
    best, sure = opinion.argmax(axis=1), opinion.max(axis=1) >= CERTAIN
    return tuple(ROLES[k] if s else None for k, s in zip(best, sure, strict=True))


def _main_text_columns(page: Prepared) -> Floats:
    """(blocks, 4) main text given or not, share in it, and two cuts of that share."""
    given = np.full(len(page.blocks), page.page.gold is not None)
    share = _shares(page)
    return np.stack((given, share, share > 0.6, given & (share < 0.1)), axis=1).astype(np.float32)


def _shares(page: Prepared) -> Floats:
    """Share of each block's word triples that the given main text has."""
    gold = page.page.gold or ()
    known = {triple for text in (*gold, " ".join(gold)) for triple in _triples(text)}
    triples = [_triples(text) for text in page.blocks]
    return np.array([sum(t in known for t in found) / max(1, len(found)) for found in triples], dtype=np.float32)


def _triples(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return [tuple(words[k : k + 3]) for k in range(max(1, len(words) - 2))] if words else []
