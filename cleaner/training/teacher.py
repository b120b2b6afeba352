"""A teacher that sees the HTML labels the pages that no reader did; the text model then learns from its sure answers.

The teacher is the same stack on canonical blocks, with the words of the DOM path, the link density and, where
somebody gave the page's main text, the share of the block that lies in it. What it saw never enters the text model:
learning with privileged information (Vapnik & Vashist 2009), by way of labels.
"""

import dataclasses
import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.classify.context import context
from cleaner.classify.features import BUCKETS, Floats, Ngrams
from cleaner.labels import ROLES, Role
from cleaner.segment.tokens import Tokens
from cleaner.training.prepare import Prepared
from cleaner.training.project import Span
from cleaner.training.sample import Sample
from cleaner.training.stack import Log, Stack, StackConfig, fit_stack
from cleaner.training.table import Table, build_table

# Below this probability the teacher's role is not used: the block stays unknown.
CERTAIN = 0.6
_STEPS = 10
_PATH_STEP = re.compile(r"([^\[\]]+)(?:\[(.*)\])?", re.DOTALL)
_PATH_WORD = re.compile(r"[a-z]{2,}|[0-9]+")
_WORD = re.compile(r"\w+")
_LINE_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def teach(
    labelled: Sequence[Prepared], pages: Sequence[Prepared], seed: int, jobs: int, log: Log
) -> list[tuple[Role | None, ...]]:
    """Roles of the blocks of `pages`, None where the teacher is not certain, learned from `labelled` pages."""
    config = StackConfig(
        seed=seed, jobs=jobs, least_domains=2, word_units=48, word_epochs=12, context_epochs=8, context_rate=1e-3
    )
    teacher = fit_stack(page_table(labelled), config, log)
    return [_judge(teacher, page_table([page])) for page in pages]


def page_table(pages: Sequence[Prepared]) -> Table:
    """One sample a page and one unit a canonical block, with what the HTML says of it."""
    table = build_table([_page_sample(page) for page in pages], _no_cuts)
    blocks = [block for page in pages for block in page.blocks]
    buckets = [[_bucket(word) for word in path_words(block.path)] for block in blocks]
    unit = np.repeat(np.arange(len(blocks)), [len(b) for b in buckets])
    order = np.argsort(np.concatenate((table.ngrams.unit, unit)), kind="stable")
    merged = Ngrams(
        np.concatenate((table.ngrams.bucket, np.concatenate([np.array(b, dtype=np.int64) for b in buckets])))[order],
        np.concatenate((table.ngrams.unit, unit))[order],
    )
    seen = np.concatenate([_html_columns(page) for page in pages])
    return dataclasses.replace(table, ngrams=merged, dense=np.concatenate((table.dense, seen), axis=1))


def path_words(path: str) -> Iterator[str]:
    """Tags and the words of class, id and role along a DOM path, the nearest steps told apart from the farther ones."""
    for distance, step in enumerate(reversed(path.lower().split(" > "))):
        found = _PATH_STEP.match(step)
        if distance == _STEPS or not found:
            return
        yield f"tag {min(distance, 4)} {found[1]}"
        yield f"tag {found[1]}"
        for word in _PATH_WORD.findall(found[2] or ""):
            yield f"word {min(distance, 2)} {word}"
            yield f"word {word}"


def _judge(teacher: Stack, table: Table) -> tuple[Role | None, ...]:
    """The mean of both passes: the first knows the words of the markup best, the second the neighbourhood."""
    first = teacher.words(table.ngrams, table.dense)
    second = teacher.second(np.concatenate((table.dense, context(table.units, table.dense, first)), axis=1))
    opinion = (first + second) / 2
    best, sure = opinion.argmax(axis=1), opinion.max(axis=1) >= CERTAIN
    return tuple(ROLES[k] if s else None for k, s in zip(best, sure, strict=True))


def _page_sample(page: Prepared) -> Sample:
    texts = [_LINE_BREAKS.sub(" ", block.text).strip() or "." for block in page.blocks]
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    spans = tuple(
        Span(int(end) - len(text), int(end), k) for k, (text, end) in enumerate(zip(texts, ends, strict=True))
    )
    roles = page.page.roles or (None,) * len(texts)
    return Sample(page.page.id, page.page.domain, page.page.language, "blocks", "\n".join(texts), spans, roles)


def _no_cuts(tokens: Tokens) -> Floats:
    return (tokens.breaks > 0).astype(np.float32)


def _bucket(word: str) -> int:
    return zlib.crc32(word.encode()) % BUCKETS


def _html_columns(page: Prepared) -> Floats:
    """(blocks, 6) link density, alt text or not, main text given or not, share in it, and two cuts of that share."""
    density = np.array([block.link_density for block in page.blocks])
    picture = np.array([block.path.endswith("img@alt") for block in page.blocks])
    given = np.full(len(page.blocks), page.page.gold is not None)
    share = _shares(page)
    return np.stack((density, picture, given, share, share > 0.6, given & (share < 0.1)), axis=1).astype(np.float32)


def _shares(page: Prepared) -> Floats:
    """Share of each block's word triples that the given main text has."""
    gold = page.page.gold or ()
    known = {triple for text in (*gold, " ".join(gold)) for triple in _triples(text)}
    triples = [_triples(block.text) for block in page.blocks]
    return np.array([sum(t in known for t in found) / max(1, len(found)) for found in triples], dtype=np.float32)


def _triples(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return [tuple(words[k : k + 3]) for k in range(max(1, len(words) - 2))] if words else []
