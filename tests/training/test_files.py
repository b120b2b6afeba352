import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.labels import Label, Role
from cleaner.training.files import as_file
from cleaner.training.sample import Sample
from cleaner.training.written import written_texts

pytest.importorskip("babel")

GENERATORS = st.integers(0, 10_000).map(random.Random)
ROLES = (Role.CHROME, Role.HEADLINE, Role.BYLINE, *[Role.PARAGRAPH] * 4, Role.CAPTION, Role.RELATED, Role.POLL)
BLOCKS = [f'Block {k} is a "{role}" and says so at length.' for k, role in enumerate(ROLES)]
PAGE = Sample("page", "a.example", "en", "visible", "", (), ROLES)
ENDS = {f"{kind}-{end}" for kind in ("wire", "press", "mail", "archive", "print") for end in ("head", "foot")}


@given(GENERATORS)
def test_spans_cover_all_that_a_file_shows(rng: random.Random) -> None:
    sample = as_file(PAGE, BLOCKS, rng)
    shown = "".join(sample.text[span.start : span.end] for span in sample.spans)
    assert "".join(shown.split()) == "".join(sample.text.split())
    assert len(sample.roles) == len(sample.spans)


@given(GENERATORS)
def test_a_file_holds_the_story_and_none_of_the_furniture_of_its_page(rng: random.Random) -> None:
    sample = as_file(PAGE, BLOCKS, rng)
    assert not any(f'a "{role}" and' in sample.text for role in (Role.CHROME, Role.RELATED, Role.POLL))
    for span in sample.spans:
        text = " ".join(sample.text[span.start : span.end].casefold().split())
        said = [role for k, role in enumerate(ROLES) if text.startswith(f"block {k} is")]
        assert said in ([], [sample.roles[span.block]])
    assert Label.BODY in {role.label for role in sample.roles if role}


@given(GENERATORS)
def test_a_page_without_a_story_makes_a_file_without_one(rng: random.Random) -> None:
    sample = as_file(Sample("page", "a.example", "en", "visible", "", (), (Role.CHROME,)), ["Menu"], rng)
    assert "Menu" not in sample.text


def test_every_kind_of_frame_opens_or_closes_a_file() -> None:
    assert {text.form for text in written_texts("frames")} == ENDS
