"""Labelled HTML pages as a table: what the markup head learns from."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence

from cleaner.classify.around import Around, page_ngrams
from cleaner.classify.features import side_by_side
from cleaner.classify.markup import page_parts, units_of_pages
from cleaner.labels import Role
from cleaner.segment.dom import Run, Shown
from cleaner.segment.page import Page, lay_out, read_page
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.training.boxes import with_boxes
from cleaner.training.canonical import is_numbered
from cleaner.training.corpus import Page as RawPage
from cleaner.training.prepare import Prepared
from cleaner.training.project import Span
from cleaner.training.sample import Sample
from cleaner.training.table import Table, join, measured

_BOXED_WEIGHT = 0.5


def build_page_table(pages: Sequence[Prepared], *, seed: int, boxes: float) -> Table:
    """One sample a page, one unit a piece, each with the role of the canonical block it belongs to.

    boxes  share of the pages that come once more, with written boxes between their pieces
    """
    tables = []
    for prepared in pages:
        page = read_page(prepared.page.html)
        blocks = _numbered(page.runs)
        tables.append(_measured(prepared.page, "html", page, blocks, prepared.roles, 1.0))
        rng = random.Random(f"{seed} {prepared.page.id} boxes")
        if page.runs and rng.random() < boxes:
            tables.append(_boxed(prepared.page, page, blocks, prepared.roles, rng))
    return join(tables)


def _boxed(
    raw: RawPage, page: Page, blocks: Mapping[int, int], roles: Sequence[Role | None], rng: random.Random
) -> Table:
    mixed, held = with_boxes(_each_once(page.runs), rng)
    added = [role for _, role in mixed if role is not None]
    numbers = itertools.count(len(roles))
    all_blocks = {**blocks, **{id(run): next(numbers) for run, role in mixed if role is not None}}
    laid_out = lay_out(Shown([run for run, _ in mixed], {**page.held, **held}, {}), page.declared, page.html)
    return _measured(raw, "html+written", laid_out, all_blocks, (*roles, *added), _BOXED_WEIGHT)


def _measured(
    raw: RawPage, rendering: str, page: Page, blocks: Mapping[int, int], roles: Sequence[Role | None], weight: float
) -> Table:
    spans = tuple(_spans(page, blocks))
    sample = Sample(raw.id, raw.domain, raw.language, rendering, page.source, spans, tuple(roles), weight)
    chars = read_characters([page.source])
    tokens = tokenize(chars)
    units = units_of_pages(tokens, chars.offsets, [page])
    read = [Around.of(page)]
    shape = side_by_side(page_parts(chars, tokens, units, read))
    return measured(sample, tokens, units, page_ngrams(tokens, units, read).flat(), shape)


def _numbered(runs: Sequence[Run]) -> dict[int, int]:
    """Canonical block number by identity of the run; texts that have no number are left out."""
    return {id(run): number for number, run in enumerate(filter(is_numbered, _each_once(runs)))}


def _each_once(runs: Sequence[Run]) -> list[Run]:
    """A run that is laid out in several pieces stands in a row as often."""
    return [next(same) for _, same in itertools.groupby(runs, key=id)]


def _spans(page: Page, blocks: Mapping[int, int]) -> Iterator[Span]:
    """Where the blocks stand in the page's source."""
    for run, start, end in zip(page.runs, page.start, page.end, strict=True):
        if id(run) in blocks:
            yield Span(start, end, blocks[id(run)])
