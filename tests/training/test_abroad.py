import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.labels import Role
from cleaner.training.abroad import composed_abroad, moved_abroad
from cleaner.training.sample import Sample

pytest.importorskip("babel")

GENERATORS = st.integers(0, 10_000).map(random.Random)
ROLES = (Role.CHROME, Role.HEADLINE, Role.PARAGRAPH, Role.AD, Role.PARAGRAPH, Role.CHROME)
BLOCKS = ["Menu", "Storm over the isles", "The storm hit 14 isles on Monday.", "Advertisement", "Then it went.", "Menu"]
PAGE = Sample("page", "a.example", "en", "visible", "", (), ROLES)


@given(GENERATORS)
def test_a_page_abroad_has_its_blocks_in_another_language(rng: random.Random) -> None:
    sample, blocks = moved_abroad(PAGE, BLOCKS, rng)
    assert sample.language not in ("", "en", "de")
    assert sample.roles == ROLES
    assert len(blocks) == len(BLOCKS)
    assert all(block.strip() for block in blocks)


@given(GENERATORS)
def test_the_story_keeps_its_shape_and_repeats_stay_repeats(rng: random.Random) -> None:
    _, blocks = moved_abroad(PAGE, BLOCKS, rng)
    for before, after in zip(BLOCKS[1:5:1], blocks[1:5:1], strict=True):
        if before != "Advertisement":
            assert [len(word) for word in after.split()] == [len(word) for word in before.split()]
    assert blocks[0] == blocks[-1]


def test_furniture_is_said_in_the_words_of_the_language() -> None:
    said = {language: set[str]() for language in ("da", "fi", "he")}
    for seed in range(3_000):
        sample, blocks = moved_abroad(PAGE, BLOCKS, random.Random(seed))
        if sample.language in said:
            said[sample.language].add(blocks[3])
    assert "Annonce" in said["da"]
    assert "Mainos" in said["fi"]
    assert "פרסומת" in said["he"]


@given(GENERATORS)
def test_words_of_no_language_are_told_from_those_of_one(rng: random.Random) -> None:
    sample = composed_abroad(PAGE, BLOCKS, rng)
    story = {span.block for span in sample.spans if sample.roles[span.block] is Role.PARAGRAPH}
    assert story <= sample.made_up


def test_phrases_count_as_words_of_their_language() -> None:
    known = 0
    for seed in range(200):
        sample = composed_abroad(PAGE, BLOCKS, random.Random(seed))
        known += any(span.block not in sample.made_up for span in sample.spans)
    assert known > 100
