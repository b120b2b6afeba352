import zlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.classify.around import Around, names_around, page_ngrams
from cleaner.classify.features import BUCKETS
from cleaner.classify.markup import units_of_pages
from cleaner.labels import ROLES
from cleaner.segment.page import read_page
from cleaner.segment.tokens import read_characters, tokenize

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


def test_every_ngram_around_a_piece_has_its_name() -> None:
    html = (
        "<body class='page'><section id=news><h2>Our newsletter</h2><ul><li><a href='/abo?x=1'>Every day</a></li>"
        "<li>Free</li></ul><form action='/join'><label>Mail</label><input type=email></form></section>"
        "<p>See <a href='https://other.example/a'>this</a>.</p><img alt='A bridge' src='/b.jpg'></body>"
    )
    pages = [read_page(page) for page in (html, "<body></body>", f"<body><main>{html}</main></body>")]
    chars = read_characters([page.source for page in pages])
    tokens = tokenize(chars)
    units = units_of_pages(tokens, chars.offsets, pages)
    read = [Around.of(page) for page in pages]
    grams = page_ngrams(tokens, units, read)
    assert grams.shared is not None
    bucket, unit = grams.shared.flat()
    words = [run.text.split() for page in pages for run in page.runs]
    sizes = np.cumsum([0, *(len(page.runs) for page in pages)]).tolist()
    names = [
        own for around, a, b in zip(read, sizes, sizes[1:], strict=False) for own in names_around(around, words[a:b])
    ]
    for piece, own in enumerate(names):
        found = bucket[unit == piece].tolist()
        assert len(found) == len(own)
        told = [
            (zlib.crc32(name.encode()) % BUCKETS, b) for name, b in zip(own, found, strict=True) if "under" not in name
        ]
        assert told
        assert all(expected == b for expected, b in told)
    assert any(name == "under Our" for own in names for name in own)
