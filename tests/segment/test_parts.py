from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.segment.parts import LONGEST, parts_of


@given(
    st.lists(st.tuples(st.sampled_from(["word ", "line\n", "x", "\n\n", "文"]), st.integers(1, 200_000)), max_size=8)
)
def test_parts_are_the_text_and_none_is_longer_than_it_may_be(pieces: list[tuple[str, int]]) -> None:
    text = "".join(piece * count for piece, count in pieces)
    parts = list(parts_of(text))
    assert "".join(part for _, part in parts) == text
    assert [start for start, _ in parts] == [sum(len(part) for _, part in parts[:k]) for k in range(len(parts))]
    assert max(len(part) for _, part in parts) <= LONGEST
    assert all(part[-1] in "\n x文" for _, part in parts[:-1])


def test_blocks_of_a_very_long_text_are_where_they_say(toy_cleaner: Cleaner) -> None:
    text = "The council voted on Tuesday to reopen the bridge.\n" * (2 * LONGEST // 50)
    article = toy_cleaner.clean(text)
    assert all(text[block.start : block.end] == block.text for block in article.blocks)
    assert "".join("".join(block.text.split()) for block in article.blocks) == "".join(text.split())
    assert list(article.blocks) == sorted(article.blocks, key=lambda block: block.start)
    assert toy_cleaner.label_batch(["Short.", text])[1][-1].end == len(text.rstrip())
    assert tuple(block for block, _ in toy_cleaner.explain(text)) == article.blocks
