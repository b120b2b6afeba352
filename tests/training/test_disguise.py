import random

from hypothesis import given
from hypothesis import strategies as st

from cleaner.training.disguise import disguised
from cleaner.training.project import Span
from cleaner.training.sample import Sample


def sample_of(text: str) -> Sample:
    return Sample("page", "a.example", "en", "visible", text, (Span(0, len(text), 0),), (None,))


@given(st.text(), st.integers(0, 1000))
def test_a_disguise_is_as_long_as_the_text(text: str, seed: int) -> None:
    assert len(disguised(sample_of(text), random.Random(seed)).text) == len(text)


@given(st.integers(0, 1000))
def test_letters_go_and_lines_and_digits_stay(seed: int) -> None:
    text = "The council met.\nIt sat for 3 hours."
    found = disguised(sample_of(text), random.Random(seed))
    assert not any(letter.isascii() and letter.isalpha() for letter in found.text)
    assert [c for c in found.text if c.isdigit() or c.isspace()] == [c for c in text if c.isdigit() or c.isspace()]
    assert found.rendering == "visible+disguised"


def test_the_same_word_stays_the_same_word() -> None:
    first, second = disguised(sample_of("harbour Harbour"), random.Random(1)).text.lower().split()
    assert first == second


def test_scripts_without_case_are_left_alone() -> None:
    assert disguised(sample_of("市議会は月曜日"), random.Random(0)).text == "市議会は月曜日"


def test_georgian_has_no_capitals_where_a_sentence_opens() -> None:
    sample = Sample("page", "a.example", "en", "visible", "The Storm. Then It Went.", (), ())
    found = [disguised(sample, random.Random(seed)).text for seed in range(40)]
    georgian = [text for text in found if any("ა" <= letter <= "ჰ" for letter in text)]
    assert georgian
    assert not any("Ა" <= letter <= "Ჿ" for text in georgian for letter in text)
