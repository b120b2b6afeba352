from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.labels import ROLES

NODES = st.recursive(
    st.sampled_from(
        ["Bridge reopens", "By Anna Bell", "<img alt='A grey bridge'>", "<br>", "<br><br>", "", "\u200b", "&nbsp;"]
    ),
    lambda inner: st.builds(
        lambda tag, words, children: f"<{tag} class='{words}'>{''.join(children)}</{tag}>",
        st.sampled_from(["p", "div", "a", "span", "li", "nav", "h1", "figure", "article", "table", "script"]),
        st.sampled_from(["", "menu", "article-body wide", "teaser"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(pages=st.lists(NODES, min_size=1, max_size=5), data=st.data())
def test_a_page_is_judged_the_same_in_any_batch(pages: list[str], data: st.DataObject, toy_cleaner: Cleaner) -> None:
    together = toy_cleaner.label_batch(pages, kind="html")
    order = data.draw(st.permutations(range(len(pages))))
    assert [together[k] for k in order] == toy_cleaner.label_batch([pages[k] for k in order], kind="html")
    assert together == [toy_cleaner.label_batch([page], kind="html")[0] for page in pages]


@given(page=NODES)
def test_every_visible_character_is_in_one_block(page: str, toy_cleaner: Cleaner) -> None:
    article = toy_cleaner.clean(page, kind="html")
    end = 0
    for block in article.blocks:
        assert not article.source[end : block.start].strip()
        assert article.source[block.start : block.end] == block.text
        assert block.role in ROLES
        assert block.label == block.role.label
        end = block.end
    assert not article.source[end:].strip()
