import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment.tokens import TEXT_START, Tokens, read_characters, tokenize

TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(categories=None)),
    st.text(alphabet="aB9 .\r\n\x85\u2028\u200b東ก،€\ud800\U00020000"),
)
BATCHES = st.lists(TEXTS, max_size=5)


def tokens_of(*texts: str) -> Tokens:
    return tokenize(read_characters(texts))


def words(text: str) -> list[str]:
    tokens = tokens_of(text)
    return [text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)]


@given(TEXTS)
def test_every_visible_character_is_in_exactly_one_token(text: str) -> None:
    tokens = tokens_of(text)
    assert (tokens.end > tokens.start).all()
    assert (tokens.start[1:] >= tokens.end[:-1]).all()
    covered = {k for a, b in zip(tokens.start, tokens.end, strict=True) for k in range(a, b)}
    assert covered == {k for k, char in enumerate(text) if not char.isspace()}


@given(BATCHES, st.integers(0, 5))
def test_tokens_of_a_text_do_not_depend_on_the_batch(texts: list[str], split: int) -> None:
    together = tokens_of(*texts)
    offset = 0
    for number, text in enumerate(texts):
        alone, mine = tokens_of(text), together.text == number
        np.testing.assert_array_equal(together.start[mine] - offset, alone.start)
        np.testing.assert_array_equal(together.end[mine] - offset, alone.end)
        for name in ("breaks", "spaced", "kind", "last", "word", "prefix", "suffix"):
            np.testing.assert_array_equal(getattr(together, name)[mine], getattr(alone, name), err_msg=name)
        offset += len(text) + 1


def test_a_small_letter_before_a_capital_ends_a_token() -> None:
    assert words("ByMallika") == ["By", "Mallika"]
    assert words("BBC McLaren") == ["BBC", "Mc", "Laren"]


def test_digits_and_marks_stand_apart() -> None:
    assert words("12March 2024, 10:15") == ["12", "March", "2024", ",", "10", ":", "15"]


def test_scripts_without_spaces_give_a_token_a_character() -> None:
    assert words("市議会") == ["市", "議", "会"]


def test_a_line_break_is_one_however_it_is_written() -> None:
    for end in ("\n", "\r", "\r\n", "\x85", "\u2028", "\u2029"):
        assert tokens_of(f"one{end}two{end}{end}three").breaks.tolist() == [TEXT_START, 1, 2], repr(end)


def test_line_feed_before_carriage_return_is_two_breaks() -> None:
    assert tokens_of("one\n\rtwo").breaks.tolist() == [TEXT_START, 2]


def test_case_and_digits_do_not_change_a_word() -> None:
    same = tokens_of("Council 2024 COUNCIL 1999 council 2031").word
    assert len(set(same[::2].tolist())) == 1
    assert len(set(same[1::2].tolist())) == 1
    assert len(set(tokens_of("council councils counsel").word.tolist())) == 3


def test_no_text_has_no_token() -> None:
    for texts in ([], [""], ["", " \r\n\t"]):
        assert len(tokens_of(*texts)) == 0
