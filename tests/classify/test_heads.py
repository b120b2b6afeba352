import numpy as np

from cleaner.classify.features import BUCKETS
from cleaner.classify.heads import HEAD_NGRAMS, box_heads
from cleaner.classify.markup import units_of_pages
from cleaner.classify.paths import Paths
from cleaner.segment.page import read_page
from cleaner.segment.tokens import read_characters, tokenize

PAGE = (
    "<body><p>Top</p><section><h2>Our newsletter</h2><ul><li>Every morning</li><li>Free</li></ul></section>"
    f"<div><p>{'A long paragraph heads nothing. ' * 4}</p><p>More</p></div></body>"
)


def _shared(first_unit: int, repeats: int) -> tuple[list[list[int]], list[str]]:
    page = read_page(PAGE)
    chars = read_characters([page.source] * repeats)
    tokens = tokenize(chars)
    units = units_of_pages(tokens, chars.offsets, [page] * repeats)
    following = np.zeros_like(tokens.word)
    own = slice(first_unit, first_unit + len(page.runs))
    size = units.last - units.first
    shared = box_heads(Paths.of(page.runs), tokens.word, following, units.first[own], size[own])
    bucket, unit = shared.flat()
    return [bucket[unit == k].tolist() for k in range(len(page.runs))], [run.text for run in page.runs]


def test_pieces_of_a_box_know_the_words_that_head_it() -> None:
    found, texts = _shared(0, 1)
    known = dict(zip(texts, found, strict=True))
    words = {text: len(buckets) // HEAD_NGRAMS for text, buckets in known.items()}
    heads = {"Top": 0, "Our newsletter": 1, "Every morning": 2 + 1, "Free": 2 + 2 + 1, "More": 1}
    assert words == {**heads, texts[4]: 1}
    assert known["More"] == known["Our newsletter"] != known["Free"][-HEAD_NGRAMS:]
    assert all(0 <= bucket < BUCKETS for buckets in found for bucket in buckets)


def test_it_does_not_matter_what_stands_before_a_page_in_the_batch() -> None:
    assert _shared(0, 1) == _shared(len(read_page(PAGE).runs), 2)
