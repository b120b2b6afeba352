import numpy as np

from cleaner.classify.context import context_parts
from cleaner.classify.features import dense
from cleaner.labels import ROLES
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.segment.units import segment


def test_lines_without_a_blank_line_between_share_an_opinion() -> None:
    chars = read_characters(["One line.\nOther line.\n\nThird line.", "Alone."])
    tokens = tokenize(chars)
    units = segment(tokens, np.zeros(len(tokens), dtype=np.float32))
    shape = dense(chars, tokens, units)
    opinion = np.eye(len(ROLES), dtype=np.float32)[[0, 1, 2, 3]]
    group = context_parts(units, shape, opinion)["the lines it stands with"]
    size = (units.end - units.start)[:2] / (units.end - units.start)[:2].sum()
    np.testing.assert_allclose(group[0], size[0] * opinion[0] + size[1] * opinion[1], atol=1e-3)
    np.testing.assert_array_equal(group[0], group[1])
    np.testing.assert_allclose(group[2:], opinion[2:], atol=1e-3)
