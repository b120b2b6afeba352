import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.training.renderings import RENDERINGS

pytest.importorskip("inscriptis")
pytest.importorskip("html2text")

PARAGRAPHS = [
    "The council voted on Tuesday to reopen the bridge, which has been closed since a storm damaged its piers.",
    "Traffic will be let through in one direction at a time until autumn, an engineer told the meeting.",
    "Fishermen said they had waited long enough and would hold a feast on the quay when the first car crosses.",
]
PAGE = f"""<html><head><title>Bridge</title><script>var hidden = 1;</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Council reopens the bridge</h1><p>By <a href="/anna">Anna Bell</a></p>
<figure><img src="b.jpg" alt="A grey bridge at dawn"><figcaption>The bridge in March</figcaption></figure>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article>
<footer>© The Daily Lantern</footer></body></html>"""
ONE_LINE = ("get_text_spaces", "flat", "trafilatura_text")
HOSTILE = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<div><div>", "</div>", "<table><td>", "<article>", "<main>", "<a href='x'>", "<br>"),
            *("<img alt='two words'>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "<", ">", "&#0;", "&amp"),
            *("<pre>\n x", "<ul><li>", "<title>", "<body>", "</body>", "</html>", "<svg>", "<template>", "<textarea>"),
            *("word", " words of a line. ", "\n", "\x00", "\u2028", "東", "\u200f", "\ufffe", "<p style='", "<b" * 50),
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("name", RENDERINGS)
def test_every_rendering_shows_the_article(name: str) -> None:
    text = " ".join(RENDERINGS[name](PAGE).split())
    for paragraph in PARAGRAPHS:
        assert paragraph in text
    assert "hidden" not in text


@pytest.mark.parametrize("name", ONE_LINE)
def test_some_renderings_are_one_line(name: str) -> None:
    assert len(RENDERINGS[name](PAGE).splitlines()) == 1


@pytest.mark.parametrize("name", ["markdown_wrapped", "markdown_links"])
def test_some_renderings_are_hard_wrapped(name: str) -> None:
    assert max(map(len, RENDERINGS[name](PAGE).splitlines())) <= 78


def test_alt_texts_and_links_are_kept_by_those_that_say_so() -> None:
    assert "A grey bridge at dawn" in RENDERINGS["visible_lines"](PAGE)
    assert "A grey bridge at dawn" not in RENDERINGS["visible"](PAGE)
    assert "/anna" in RENDERINGS["markdown_links"](PAGE)
    assert "/anna" not in RENDERINGS["markdown"](PAGE)


def test_the_article_region_is_without_its_surroundings() -> None:
    text = RENDERINGS["article_region"](PAGE)
    assert "Sport" not in text
    assert "Lantern" not in text
    assert RENDERINGS["article_region"]("<p>No region</p>") == ""


@pytest.mark.parametrize("name", RENDERINGS)
@pytest.mark.parametrize("html", ["", " ", "plain words", "<html></html>", "<body></body>", "<frameset></frameset>"])
def test_no_page_is_too_empty(name: str, html: str) -> None:
    assert isinstance(RENDERINGS[name](html), str)


@settings(max_examples=15)
@given(HOSTILE)
def test_no_page_is_too_broken(html: str) -> None:
    for render in RENDERINGS.values():
        assert isinstance(render(html), str)
