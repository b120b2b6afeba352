from hypothesis import given
from hypothesis import strategies as st

from cleaner.training.project import TOKEN, project

BLOCKS = ["Council reopens the bridge", "By Anna Bell", "The council met on Tuesday.", "市議会は橋を再開"]


def pieces(blocks: list[str], text: str) -> list[tuple[int, str]]:
    return [(span.block, text[span.start : span.end]) for span in project(blocks, text)]


def test_every_block_is_found_where_it_stands() -> None:
    found = pieces(BLOCKS, "\n\n".join(BLOCKS))
    assert found == [(0, BLOCKS[0]), (1, BLOCKS[1]), (2, BLOCKS[2].rstrip(".")), (3, BLOCKS[3])]


def test_case_and_line_breaks_do_not_matter() -> None:
    assert pieces(BLOCKS, "COUNCIL REOPENS\nTHE BRIDGE | by anna bell") == [
        (0, "COUNCIL REOPENS\nTHE BRIDGE"),
        (1, "by anna bell"),
    ]


def test_words_that_are_in_no_block_have_no_span() -> None:
    assert pieces(BLOCKS, "Menu Council reopens the bridge Footer") == [(0, "Council reopens the bridge")]
    assert pieces(BLOCKS, "") == []
    assert pieces([], "Council") == []


def test_a_missing_block_leaves_the_others() -> None:
    assert [block for block, _ in pieces(BLOCKS, f"{BLOCKS[0]}\n{BLOCKS[2]}")] == [0, 2]


@given(st.lists(st.text(alphabet="ab c.\n東"), max_size=6), st.text(alphabet="ab c.\n東"))
def test_spans_are_in_order_and_hold_words_of_their_block(blocks: list[str], text: str) -> None:
    end = 0
    for span in project(blocks, text):
        assert end <= span.start < span.end <= len(text)
        words = {token.lower() for token in TOKEN.findall(blocks[span.block])}
        assert TOKEN.search(text[span.start : span.end])[0].lower() in words
        end = span.end


@given(st.lists(st.text(alphabet="ab c.\n東"), max_size=6))
def test_a_page_aligns_with_itself(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    covered = "".join(text[span.start : span.end] for span in project(blocks, text))
    assert "".join(TOKEN.findall(covered)) == "".join(TOKEN.findall(text))
