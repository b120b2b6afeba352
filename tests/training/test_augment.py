import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.labels import Label, Role
from cleaner.training.augment import compose, insert_second, insert_written, second_article
from cleaner.training.project import Span
from cleaner.training.sample import Sample

pytest.importorskip("babel")

GENERATORS = st.integers(0, 10_000).map(random.Random)
ORDER = [
    *(Role.CHROME, Role.CHROME, Role.HEADLINE, Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.STANDFIRST),
    *(Role.PARAGRAPH, Role.SUBHEADING, Role.PARAGRAPH, Role.AD, Role.PARAGRAPH, Role.PROMO, Role.PARAGRAPH),
    *(Role.BIO, Role.RELATED, Role.RELATED, Role.COMMENT, Role.POLL, Role.CHROME),
]
# Every block says what it is, so that a role in the wrong place shows.
BLOCKS = [f"Here begins the {role} whose sentence, number {k}, ends in {role}." for k, role in enumerate(ORDER)]


def marked(text: str) -> set[str]:
    """The role that a text says it has."""
    words = text.lower().replace(".", "").split()
    return {str(role) for role in Role if f"begins the {role} whose" in " ".join(words)}


def sample_of(blocks: list[str], separator: str = "\n\n") -> Sample:
    spans, position = [], 0
    for number, block in enumerate(blocks):
        spans.append(Span(position, position + len(block), number))
        position += len(block) + len(separator)
    return Sample("page", "a.example", "en", "visible", separator.join(blocks), tuple(spans), tuple(ORDER))


def check_spans(sample: Sample) -> None:
    end = 0
    for span in sample.spans:
        assert end <= span.start < span.end <= len(sample.text)
        assert 0 <= span.block < len(sample.roles)
        end = span.end


@given(GENERATORS)
def test_composed_spans_say_what_their_text_is(rng: random.Random) -> None:
    sample = compose(sample_of(BLOCKS), BLOCKS, rng)
    check_spans(sample)
    assert sample.rendering == "composed"
    for span in sample.spans:
        assert marked(sample.text[span.start : span.end]) <= {str(sample.roles[span.block])}


@given(GENERATORS)
def test_a_second_article_is_related_and_stands_behind_the_first(rng: random.Random) -> None:
    behind = second_article(sample_of(BLOCKS), [f"Xyzzy {block}" for block in BLOCKS], rng)
    assert {role for role, _ in behind} == {Role.RELATED}
    sample = compose(sample_of(BLOCKS), BLOCKS, rng, behind)
    check_spans(sample)
    at = [k for k, span in enumerate(sample.spans) if "xyzzy" in sample.text[span.start : span.end].casefold()]
    assert at == list(range(len(sample.spans) - len(behind), len(sample.spans)))


@given(GENERATORS)
def test_a_rendering_with_a_second_article_keeps_its_own_and_says_what_the_second_is(rng: random.Random) -> None:
    first = insert_written(sample_of(BLOCKS), rng)
    other = sample_of([f"Xyzzy {block}" for block in BLOCKS])
    sample = insert_second(first, other, rng)
    check_spans(sample)
    assert sample.rendering.endswith("+second")
    own = [s for s in sample.spans if s.block < len(first.roles)]
    assert [sample.text[s.start : s.end] for s in own] == [first.text[s.start : s.end] for s in first.spans]
    behind = [s for s in sample.spans if s.block >= len(first.roles)]
    assert all("Xyzzy" in sample.text[s.start : s.end] for s in behind)
    told = [s for s in own if sample.roles[s.block].label == Label.BODY]
    assert told[-1].end <= behind[0].start
    assert not {sample.roles[s.block].label for s in behind} & {Label.BODY, Label.CAPTION}


@given(GENERATORS)
def test_composed_texts_hold_nothing_but_their_spans(rng: random.Random) -> None:
    sample = compose(sample_of(BLOCKS), BLOCKS, rng)
    gaps = zip([0, *(s.end for s in sample.spans)], [*(s.start for s in sample.spans), None], strict=True)
    assert set("".join(sample.text[start:end] for start, end in gaps)) <= set(" \r\n|-")


@given(GENERATORS)
def test_no_paragraph_is_lost_but_behind_a_break(rng: random.Random) -> None:
    sample = compose(sample_of(BLOCKS), BLOCKS, rng)
    texts = [" ".join(sample.text[s.start : s.end].lower().split()) for s in sample.spans]
    found = [re.search(r"number (\d+)", text)[1] for text in texts if marked(text) == {"paragraph"}]
    known = [str(k) for k, role in enumerate(ORDER) if role == Role.PARAGRAPH]
    assert found == known[: len(found)]


def test_blocks_of_unknown_role_stay_unknown() -> None:
    unknown = Sample("page", "a.example", "en", "visible", "", (), (None,) * 3)
    for seed in range(20):
        sample = compose(unknown, ["One zyx.", "Another zyx.", "A third zyx."], random.Random(seed))
        check_spans(sample)
        own = {sample.roles[s.block] for s in sample.spans if "zyx" in sample.text[s.start : s.end].lower()}
        assert own == {None}


def test_a_page_without_a_block_composes() -> None:
    empty = Sample("page", "a.example", "en", "visible", "", (), ())
    for seed in range(20):
        check_spans(compose(empty, [], random.Random(seed)))


@given(GENERATORS, st.sampled_from(["\n\n", "\n", " ", ""]))
def test_inserting_keeps_what_was_there(rng: random.Random, separator: str) -> None:
    before = sample_of(BLOCKS, separator)
    after = insert_written(before, rng)
    check_spans(after)
    assert after.roles[: len(ORDER)] == before.roles
    kept = [after.text[s.start : s.end] for s in after.spans if s.block < len(ORDER)]
    assert kept == BLOCKS
    new = [s for s in after.spans if s.block >= len(ORDER)]
    assert {s.block for s in new} == set(range(len(ORDER), len(after.roles)))
    assert None not in after.roles
    assert all(after.text[s.start : s.end].strip() for s in new)
    assert after.rendering == "visible+written"


def test_a_text_with_one_block_has_no_place_to_insert() -> None:
    one = Sample("page", "a.example", "en", "visible", "One", (Span(0, 3, 0),), (Role.PARAGRAPH,))
    assert insert_written(one, random.Random(1)).text == "One"


@given(st.integers(0, 10_000))
def test_the_generator_decides_everything(seed: int) -> None:
    sample = sample_of(BLOCKS)
    assert compose(sample, BLOCKS, random.Random(seed)) == compose(sample, BLOCKS, random.Random(seed))
    assert insert_written(sample, random.Random(seed)) == insert_written(sample, random.Random(seed))
