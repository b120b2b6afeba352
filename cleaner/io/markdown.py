"""An article as Markdown, for reading."""

import re

from cleaner.article import Article
from cleaner.labels import Role

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*)(?:([#+\-=~])|(\d{1,9})([.)]))")
_URL_UNSAFE = re.compile(r"[\s()<>\\]")


def render(article: Article) -> str:
    """Title, credits, standfirst, subheadings, paragraphs and captions, a blank line between, a line break at the end.

    What Markdown would read as markup is escaped, so the text shows as it stands in the article.
    """
    parts = [f"# {_escape(article.title)}"] if article.title else []
    parts += _credit_line(article)
    parts += _body(article)
    parts += [f"*{_escape(caption)}*" for caption in article.captions]
    text = "\n\n".join(parts) + "\n" if parts else ""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _credit_line(article: Article) -> list[str]:
    updated = f"updated {article.updated}" if article.updated else None
    fields = [_escape(", ".join(article.authors)), article.published, updated, _link(article)]
    line = " · ".join(field for field in fields if field)
    return [line] if line else []


def _link(article: Article) -> str | None:
    if article.url is None:
        return _escape(article.site) if article.site else None
    target = _URL_UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}" if match[0].isascii() else "", article.url)
    return f"[{_escape(article.site or article.url)}]({target})"


def _body(article: Article) -> list[str]:
    """The pieces of `Article.text`, with headings and standfirst marked where the blocks say which they are."""
    from cleaner.normalize import clean_text

    headings = {clean_text(b.text) for b in article.blocks if b.role is Role.SUBHEADING}
    leads = set((article.standfirst or "").split("\n\n"))
    return [_piece(text, headings, leads) for text in article.text.split("\n\n") if text]


def _piece(text: str, headings: set[str], leads: set[str]) -> str:
    if text in headings:
        return f"## {_escape(text)}"
    return f"**{_escape(text)}**" if text in leads else _escape(text)


def _escape(text: str) -> str:
    return _LINE_START.sub(_escaped_start, _SPECIAL.sub(r"\\\1", text))


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[2] else f"{match[1]}{match[3]}\\{match[4]}"
