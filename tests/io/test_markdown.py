import json

import pytest

from cleaner import Article, Block, Label, Role
from cleaner.article import ModelInfo
from cleaner.normalize import normalize
from cleaner.options import Options
from cleaner.segment.layout import layout_of
from cleaner.segment.page import read_page

HTML = """<body><h1>Title</h1><p>A paragraph with <a href="/x?a=1">a link</a> and <b>bold</b>.</p><h3>Sub</h3>
<ul><li>one</li><li>both <a href=http://e.org>two</a><ol><li>deep</li></ol></li></ul>
<blockquote><p>Quoted words.</p></blockquote><pre>code
more</pre>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2 | 3</td></tr></table><table><tr><td>x</td></tr></table>
<figure><img data-src=a.jpg src="data:x" alt="Alt words here"><figcaption>The caption (AP)</figcaption></figure>
<p>End.</p><nav><a href=/menu>Menu</a></nav></body>"""
ROLES = {
    "Title": Role.HEADLINE,
    "Title in F #": Role.HEADLINE,
    "Sub in C ##": Role.SUBHEADING,
    "Sub": Role.SUBHEADING,
    "Alt words here": Role.CAPTION,
    "The caption (AP)": Role.CAPTION,
    "Menu": Role.CHROME,
}


URL = "https://site.example/news/a.html"


@pytest.fixture
def article() -> Article:
    return article_of(HTML)


def article_of(html: str, url: str = URL) -> Article:
    page = read_page(html)
    blocks = []
    for start, end in zip(page.start, page.end, strict=True):
        text = page.source[start:end]
        role = ROLES.get(text, Role.PARAGRAPH)
        blocks.append(Block(start, end, text, role.label, role, 0.9, dict.fromkeys(Label, 0.2)))
    info = ModelInfo("a", "1", "00")
    return normalize(
        page.source,
        blocks,
        url=url,
        options=Options(),
        model=info,
        declared=page.declared,
        layout=layout_of(page),
    )


def test_a_page_keeps_its_form(article: Article) -> None:
    assert (
        article.to_markdown(links=True, images=True)
        == """# Title

[site.example](https://site.example/news/a.html)

A paragraph with [a link](https://site.example/x?a=1) and bold.

### Sub

- one
- both [two](http://e.org)
   1. deep

> Quoted words.

```
code
more
```

| A | B |
| --- | --- |
| 1 | 2 \\| 3 |

x

End.

![](https://site.example/news/a.jpg)

*Alt words here*

*The caption (AP)*
"""
    )


def test_links_pictures_and_tables_are_a_choice(article: Article) -> None:
    text = article.to_markdown(tables=False)
    assert "A paragraph with a link and bold." in text
    assert "a.jpg" not in text
    assert "A, B\\\n1, 2 \\| 3\n\nx\n" in text


def test_only_links_of_the_content_and_pictures_of_captions_are_kept(article: Article) -> None:
    assert [(article.source[a:b], url) for a, b, url in article.links] == [
        ("a link", "/x?a=1"),
        ("two", "http://e.org"),
    ]
    assert [(article.blocks[k].text, url) for k, url in article.pictures] == [
        ("Alt words here", "a.jpg"),
        ("The caption (AP)", "a.jpg"),
    ]


def test_form_survives_json(article: Article) -> None:
    again = Article.from_dict(json.loads(article.to_json()))
    assert again == article
    assert again.to_markdown(links=True) == article.to_markdown(links=True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<tr><th><th>B<th>C<tr><td>1<td>&nbsp;<td>3<tr><td>4<td>5",
            "|  | B | C |\n| --- | --- | --- |\n| 1 |  | 3 |\n| 4 | 5 |  |",
        ),
        (
            "<tr><th colspan=2>A<th>C<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5",
            "| A |  | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
        ),
        ("<tr><td><p>a<p>b<td>c<tr><td>d<br><br>e<td>f", "| a<br>b | c |\n| --- | --- |\n| d<br>e | f |"),
        ("<tr><td><img alt='Alt words here'>a<td>b", "| a | b |\n| --- | --- |"),
        ("<tr><td>Menu<td><p>a<p>b<td><tr><td><td>c", "a\n\nb\n\nc"),
        (
            "<tr><td>a<table><tr><td>1<td>2</table>b<tr><td>c",
            "a\n\n| 1 | 2 |\n| --- | --- |\n\nb\n\nc",
        ),
        ("<tr><td>a" + "<td>" * 300 + "<td colspan=1000>b<td rowspan=99999>c<tr>", "| a | b<br>c |\n| --- | --- |"),
    ],
)
def test_cells_stand_in_their_columns(html: str, text: str) -> None:
    shown = article_of(f"<table>{html}</table><p>End.").to_markdown()
    assert shown.split("\n\n", 1)[1].split("\n\nEnd.")[0] == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li><p>one<p>more<li>two</ul>", "- one\n\n   more\n- two"),
        ("<ul><li>one<ol><li>deep<p>more</ol>back<li>two</ul>", "- one\n   1. deep\n\n      more\n\n   back\n- two"),
        ("<ul><li><img alt='Alt words here'>one<li>two</ul>", "- one\n- two"),
        ("<ul><li><ul><li><ul><li>one<li>two</ul></ul></ul>", "- one\n- two"),
        ("<blockquote><ul><li>one<p>more</ul></blockquote>", "> - one\n>\n>    more"),
    ],
)
def test_items_go_on_below_a_blank_line(html: str, text: str) -> None:
    shown = article_of(f"{html}<p>End.").to_markdown()
    assert shown.split("\n\n", 1)[1].split("\n\nEnd.")[0] == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol start=5><li>one<p>more<li>two</ol>", "5. one\n\n   more\n6. two"),
        ("<ol reversed><li>one<ol><li>deep</ol><li><li>two</ol>", "3. one\n   1. deep\n1. two"),
        ("<ol reversed start=9><li>one<li>two</ol>", "9. one\n8. two"),
        ("<ol><li>one<li value=7>two<li>three</ol>", "1. one\n7. two\n8. three"),
        ("<ol start=x><li>one</ol><ol start=-1><li value='9999999999'>two</ol>", "1. one\n1. two"),
        ("<ul><li value=7>one</ul>", "- one"),
    ],
)
def test_items_have_the_numbers_that_the_page_shows(html: str, text: str) -> None:
    shown = article_of(f"{html}<p>End.").to_markdown()
    assert shown.split("\n\n", 1)[1].split("\n\nEnd.")[0] == text


@pytest.mark.parametrize("address", ["http://[bad", "javascript:alert(1)", " JavaScript:x", "vbscript:x", "data:,x"])
def test_a_link_that_leads_nowhere_is_text(address: str) -> None:
    a = article_of(f'<p>The <a href="{address}">report</a> and <a href="/b">more</a>.</p>')
    assert a.to_markdown(links=True).endswith("\n\nThe report and [more](https://site.example/b).\n")


def test_a_bad_address_of_the_page_spoils_no_other() -> None:
    a = article_of('<p>The <a href="http://e.org/b">report</a> said.</p>', url="http://[bad")
    assert a.to_markdown(links=True) == "http://\\[bad\n\nThe [report](http://e.org/b) said.\n"


def test_a_picture_with_a_bad_address_leaves_its_caption() -> None:
    a = article_of('<p>Words.</p><img src="http://[x]/b.jpg" alt="Alt words here">')
    assert a.to_markdown(images=True).endswith("\n\nWords.\n\n*Alt words here*\n")


@pytest.mark.parametrize(
    ("base", "place"),
    [
        ("/x/", "https://site.example/x/"),
        ("https://cdn.example/y/", "https://cdn.example/y/"),
        ("http://[", "https://site.example/news/"),
    ],
)
def test_relative_addresses_are_joined_to_the_base_of_the_page(base: str, place: str) -> None:
    figure = "<figure><img src=b.jpg><figcaption>The caption (AP)</figcaption></figure>"
    a = article_of(f"<head><base href='{base}'></head><p>The <a href=c>report</a> said.</p>{figure}")
    text = a.to_markdown(links=True, images=True)
    assert f"The [report]({place}c) said." in text
    assert f"![]({place}b.jpg)" in text


@pytest.mark.parametrize(("start", "escaped"), [("- ", "\\- "), ("2024. ", "2024\\. "), ("+ ", "\\+ ")])
def test_the_start_of_a_line_is_escaped_before_a_link(start: str, escaped: str) -> None:
    a = article_of(f'<p>{start}<a href="/b">report</a> said.</p>')
    assert a.to_markdown(links=True).endswith(f"\n\n{escaped}[report](https://site.example/b) said.\n")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Only ~~5~~ ~6~", "Only \\~\\~5\\~\\~ \\~6\\~"),
        ("<p>~~~ words", "\\~\\~\\~ words"),
        ("<p>Look! <a href=/b>Here</a>", "Look! [Here](https://site.example/b)"),
        ("<p>Look!<a href=/b>Here</a>", "Look\\![Here](https://site.example/b)"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````"),
        ("<pre>a `b`</pre>", "```\na `b`\n```"),
    ],
)
def test_what_markdown_would_take_for_markup_shows_as_it_stands(html: str, text: str) -> None:
    assert article_of(f"{html}<p>End.").to_markdown(links=True).split("\n\n")[1:-1] == [text]


def test_a_number_sign_at_the_end_of_a_heading_does_not_close_it() -> None:
    shown = article_of("<h1>Title in F #</h1><p>The # sign #</p><h2>Sub in C ##</h2><p>End.").to_markdown()
    assert shown.startswith("# Title in F \\#\n")
    assert "\n\nThe # sign #\n\n## Sub in C \\##\n\n" in shown


def test_a_bar_in_an_address_parts_no_cells() -> None:
    a = article_of('<table><tr><td><a href="/b?x=1|2">One</a><td>Two<tr><td>3<td>4</table><p>End.')
    assert "\n| [One](https://site.example/b?x=1%7C2) | Two |\n| --- | --- |\n" in a.to_markdown(links=True)


def test_entities_that_a_page_shows_are_escaped() -> None:
    a = article_of('<p>The sign &amp;copy; in <a href="/b?x=1&amp;copy=2&amp;amp;lt;">a link</a>.</p>')
    assert a.to_markdown(links=True).endswith(
        "\n\nThe sign \\&copy; in [a link](https://site.example/b?x=1&copy=2\\&amp;lt;).\n"
    )
