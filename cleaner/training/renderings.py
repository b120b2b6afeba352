"""What different scrapers leave of one page: each rendering takes HTML and gives raw text."""

import re
import warnings
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.dom import parse, shown_by
from cleaner.training.canonical import canonical_blocks, folded

Rendering = Callable[[str], str]


def get_text_lines(html: str) -> str:
    """BeautifulSoup's `get_text("\\n", strip=True)`: inline tags break lines."""
    body = _body(html)
    return body.text(separator="\n", strip=True) if body else ""


def get_text_plain(html: str) -> str:
    """BeautifulSoup's bare `get_text()`: neighbours without white space between them are glued."""
    body = _body(html)
    return body.text() if body else ""


def get_text_spaces(html: str) -> str:
    """`get_text(" ", strip=True)`: the whole page in one line."""
    body = _body(html)
    return re.sub(r"\s+", " ", body.text(separator=" ", strip=True)) if body else ""


def inscriptis(html: str) -> str:
    """A layout-aware rendering, as a text browser shows the page."""
    from inscriptis import get_text

    return str(get_text(html))


def markdown(html: str) -> str:
    """html2text without links, unwrapped."""
    return _html2text(html, 0)


def markdown_wrapped(html: str) -> str:
    """html2text hard-wrapped at 78 columns."""
    return _html2text(html, 78)


def markdown_links(html: str) -> str:
    """html2text with links and pictures as Markdown, hard-wrapped at 70 columns."""
    return _html2text(html, 70, bare=False)


def resiliparse_all(html: str) -> str:
    """Everything resiliparse shows, alt texts too."""
    return _resiliparse(html, main=False)


def resiliparse_main(html: str) -> str:
    """What resiliparse takes for the main content."""
    return _resiliparse(html, main=True)


def trafilatura_recall(html: str) -> str:
    """trafilatura at its most generous."""
    import trafilatura

    return trafilatura.extract(html, favor_recall=True, include_comments=True, include_tables=True) or ""


def trafilatura_text(html: str) -> str:
    """trafilatura's `html2txt`: the whole page in one line."""
    import trafilatura

    return trafilatura.html2txt(html) or ""


def visible(html: str) -> str:
    """What a person copies out of a browser: blocks with a blank line between."""
    return "\n\n".join(folded(run) for run in shown_by(parse(html)).runs if not run.alt)


def visible_lines(html: str) -> str:
    """One line a block, alt texts too, no blank lines."""
    return "\n".join(canonical_blocks(html))


def article_region(html: str) -> str:
    """The `<article>` or `<main>` element only, with alt texts."""
    tree = LexborHTMLParser(html)
    node = tree.css_first("article") or tree.css_first("main") or tree.css_first("[role=main]")
    return "\n\n".join(canonical_blocks(f"<body>{node.html}</body>")) if node else ""


def flat(html: str) -> str:
    """`visible` with every line break lost."""
    return re.sub(r"\s+", " ", visible(html))


RENDERINGS: dict[str, Rendering] = {
    f.__name__: f
    for f in (
        get_text_lines,
        get_text_plain,
        get_text_spaces,
        inscriptis,
        markdown,
        markdown_wrapped,
        markdown_links,
        resiliparse_all,
        resiliparse_main,
        trafilatura_recall,
        trafilatura_text,
        visible,
        visible_lines,
        article_region,
        flat,
    )
}


def _body(html: str):  # type: ignore[no-untyped-def]  # selectolax's node type is private to each parser
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "noscript", "template", "head"])
    return tree.body


def _html2text(html: str, width: int, *, bare: bool = True) -> str:
    import html2text

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        renderer = html2text.HTML2Text()
        renderer.ignore_links = renderer.ignore_images = bare
        renderer.body_width = width
        return str(renderer.handle(html))


def _resiliparse(html: str, *, main: bool) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=main, alt_texts=True, links=False, preserve_formatting=True))
