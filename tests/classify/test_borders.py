import textwrap

import numpy as np

from cleaner.classify.borders import line_habits
from cleaner.segment.tokens import read_characters, tokenize
from cleaner.segment.units import segment

PARAGRAPHS = [
    "أعلنت وزارة الصحة، اليوم الثلاثاء، تسجيل عشرين إصابة جديدة بالمرض في شمال البلاد، وهي أول إصابات هذا العام.",
    "وقال الوزير إن الوضع تحت السيطرة، وإن الوزارة بدأت حملة تلقيح.",
    "وأضاف أن مصدر العدوى هو المياه الملوثة في أحد المخيمات، داعيا المواطنين إلى غلي المياه قبل استخدامها.",
]


def habits_of(*texts: str) -> np.ndarray:
    tokens = tokenize(read_characters(texts))
    units = segment(tokens, np.zeros(len(tokens), dtype=np.float32))
    return line_habits(tokens, units)[np.searchsorted(units.text, np.arange(len(texts)))]


def test_a_wrapped_text_breaks_its_lines_otherwise_than_one_with_a_paragraph_a_line() -> None:
    by_line = "\n".join(PARAGRAPHS)
    wrapped = "\n".join(textwrap.fill(text, 40) for text in PARAGRAPHS)
    paragraphs, lines = habits_of(by_line, wrapped)
    ends, full = 0, 3
    assert paragraphs[ends] > 0.8 > 0.5 > lines[ends]
    assert lines[full] > paragraphs[full]


def test_the_habits_of_a_text_do_not_depend_on_its_neighbours() -> None:
    texts = ("One line.\nOther line,\nand on.", "\n\n".join(PARAGRAPHS), "Alone")
    np.testing.assert_array_equal(habits_of(*texts), np.concatenate([habits_of(text) for text in texts]))
