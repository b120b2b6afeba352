import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment.tokens import TEXT_START, read_characters, tokenize
from cleaner.segment.units import CUT_THRESHOLD, Units, segment

TEXTS = st.text(alphabet="abC 12.,|\n\r東\u0645")


def units_of(*texts: str, cut_at: tuple[int, ...] = ()) -> Units:
    """Units where the cut model is certain of the tokens `cut_at` and sees nothing elsewhere."""
    tokens = tokenize(read_characters(texts))
    cut = np.zeros(len(tokens), dtype=np.float32)
    cut[list(cut_at)] = 1
    return segment(tokens, cut)


def pieces(text: str, **settings: tuple[int, ...]) -> list[str]:
    units = units_of(text, **settings)
    return [text[a:b] for a, b in zip(units.start, units.end, strict=True)]


def test_a_line_is_a_unit() -> None:
    assert pieces("  Home \n\nThe council met.\r\nBy Anna Bell") == ["Home", "The council met.", "By Anna Bell"]


def test_a_likely_border_cuts_a_line() -> None:
    assert pieces("Home News The council met.", cut_at=(1, 2)) == ["Home", "News", "The council met."]


def test_the_threshold_itself_cuts() -> None:
    tokens = tokenize(read_characters(["one two"]))
    assert len(segment(tokens, np.full(2, CUT_THRESHOLD, dtype=np.float32))) == 2


def test_breaks_tell_how_a_unit_begins() -> None:
    assert units_of("one two\n\nthree", "four", cut_at=(1,)).breaks.tolist() == [TEXT_START, 0, 2, TEXT_START]


@given(st.lists(TEXTS, max_size=4), st.randoms(use_true_random=False))
def test_every_token_is_in_one_unit_of_its_text(texts: list[str], random) -> None:
    tokens = tokenize(read_characters(texts))
    cut = np.array([random.random() for _ in range(len(tokens))], dtype=np.float32)
    units = segment(tokens, cut)
    assert (units.last > units.first).all()
    assert units.first.tolist() == [0, *units.last.tolist()][: len(units)]
    assert units.last[-1:].tolist() == [len(tokens)] * bool(len(tokens))
    for first, last, text in zip(units.first, units.last, units.text, strict=True):
        assert set(tokens.text[first:last]) == {text}
        assert not tokens.breaks[first + 1 : last].any()
