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
    "Sub": Role.SUBHEADING,
    "Alt words here": Role.CAPTION,
    "The caption (AP)": Role.CAPTION,
    "Menu": Role.CHROME,
}


@pytest.fixture
def article() -> Article:
    page = read_page(HTML)
    blocks = []
    for start, end in zip(page.start, page.end, strict=True):
        text = page.source[start:end]
        role = ROLES.get(text, Role.PARAGRAPH)
        blocks.append(Block(start, end, text, role.label, role, 0.9, dict.fromkeys(Label, 0.2)))
    info, url = ModelInfo("a", "1", "00"), "https://site.example/news/a.html"
    return normalize(page.source, blocks, url=url, options=Options(), model=info, layout=layout_of(page))


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

| x |
| --- |

End.

![](https://site.example/news/a.jpg)

*Alt words here*

![](https://site.example/news/a.jpg)

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
