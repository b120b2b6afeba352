import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment.cuts import CUT_BUCKETS, CUT_FEATURES, cut_features, cut_scores
from cleaner.segment.tokens import read_characters, tokenize

TEXTS = st.text(alphabet="abC 12.,|\n\r東\u0645")
WEIGHTS = np.random.default_rng(1).normal(size=CUT_BUCKETS).astype(np.float32)


def scores(*texts: str) -> np.ndarray:
    return cut_scores(tokenize(read_characters(texts)), WEIGHTS, -0.5)


@given(st.lists(TEXTS, max_size=4))
def test_features_are_buckets(texts: list[str]) -> None:
    tokens = tokenize(read_characters(texts))
    features = cut_features(tokens)
    assert len(features) == CUT_FEATURES
    for column in features:
        assert column.shape == (len(tokens),)
        assert ((column >= 0) & (column < CUT_BUCKETS)).all()


@given(st.lists(TEXTS, max_size=4))
def test_scores_are_probabilities_and_the_same_in_any_batch(texts: list[str]) -> None:
    together = scores(*texts)
    assert ((together >= 0) & (together <= 1)).all()
    np.testing.assert_array_equal(together, np.concatenate([np.zeros(0, np.float32), *map(scores, texts)]))


def test_a_line_begins_for_certain() -> None:
    assert scores("one two\nthree four")[[0, 2]].tolist() == [1, 1]


def test_without_weights_the_bias_decides() -> None:
    tokens = tokenize(read_characters(["one two three"]))
    flat = cut_scores(tokens, np.zeros(CUT_BUCKETS, dtype=np.float32), 0.0)
    assert flat.tolist() == [1, 0.5, 0.5]
