import random

from hypothesis import given
from hypothesis import strategies as st

from cleaner.labels import Label, Role
from cleaner.segment.dom import parse, shown_by
from cleaner.training.boxes import with_boxes
from cleaner.training.canonical import canonical_blocks
from cleaner.training.corpus import Page
from cleaner.training.pages import build_page_table
from cleaner.training.prepare import Prepared

HTML = "<body><main><h1>Bridge reopens</h1><p>One.</p><p>Two.<br><br>Three.</p><ul><li>A</li></ul></main></body>"
ROLES = (Role.HEADLINE, Role.PARAGRAPH, Role.PARAGRAPH, Role.RELATED)


@given(st.integers(0, 10**6))
def test_a_box_stands_between_runs_and_leaves_them_as_they_are(seed: int) -> None:
    runs = shown_by(parse(HTML)).runs
    mixed, held = with_boxes(runs, random.Random(seed))
    assert [run for run, role in mixed if role is None] == runs
    added = [(run, role) for run, role in mixed if role is not None]
    assert added
    assert all(run.text.strip() and run.steps for run, _ in added)
    assert held.keys() <= {step.number for run, _ in added for step in run.steps}
    assert not {role.label for _, role in added} & {Label.BODY, Label.CAPTION}


def test_pages_with_boxes_come_beside_the_pages_themselves() -> None:
    page = Page("a", "a.example", "en", HTML, ROLES, "train")
    prepared = Prepared(page, tuple(canonical_blocks(HTML)), ())
    plain = build_page_table([prepared], seed=0, boxes=0.0)
    table = build_page_table([prepared], seed=0, boxes=1.0)
    assert [sample.rendering for sample in table.samples] == ["html", "html+written"]
    assert table.role[: len(plain.units)].tolist() == plain.role.tolist()
    own = table.samples[1]
    texts = [own.text[span.start : span.end] for span in own.spans if span.block < len(ROLES)]
    assert texts == ["Bridge reopens", "One.", "Two.", "Three.", "A"]
