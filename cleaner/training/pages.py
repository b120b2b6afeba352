"""Labelled HTML pages as a table: what the markup head learns from."""

from collections.abc import Iterator, Sequence

from cleaner.classify.head import side_by_side
from cleaner.classify.markup import page_ngrams, page_parts, units_of_pages
from cleaner.labels import Role
from cleaner.segment.dom import Run
from cleaner.segment.page import Page, read_page
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.training.canonical import is_numbered
from cleaner.training.prepare import Prepared
from cleaner.training.project import Span
from cleaner.training.sample import Sample
from cleaner.training.table import Table, join, measured


def build_page_table(pages: Sequence[Prepared], roles: Sequence[Sequence[Role | None]], weight: float = 1.0) -> Table:
    """One sample a page, one unit a piece, each with the role of the canonical block it belongs to."""
    return join([_one(page, known, weight) for page, known in zip(pages, roles, strict=True)])


def _one(prepared: Prepared, roles: Sequence[Role | None], weight: float) -> Table:
    raw = prepared.page
    page = read_page(raw.html)
    spans = tuple(_spans(page))
    sample = Sample(raw.id, raw.domain, raw.language, "html", page.source, spans, tuple(roles), weight)
    chars = read_characters([page.source])
    tokens = tokenize(chars)
    units = units_of_pages(tokens, chars.offsets, [page])
    shape = side_by_side(page_parts(chars, tokens, units, [page]))
    return measured(sample, tokens, units, page_ngrams(tokens, units, [page]), shape)


def _spans(page: Page) -> Iterator[Span]:
    """Where the canonical blocks stand in the page's source; texts that have no number are in no span."""
    block = -1
    before: Run | None = None
    ends = (*page.start[1:], len(page.source) + 2)
    for run, start, end in zip(page.runs, page.start, ends, strict=False):
        if not is_numbered(run):
            continue
        block += run is not before
        before = run
        yield Span(start, end - 2, block)
