"""An article as Markdown, for reading."""

import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaner.address import joined, parts_of
from cleaner.article import Article, Block
from cleaner.labels import Role
from cleaner.surrogates import without_surrogates

_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_SPECIAL = re.compile(rf"[\\`*_\[\]<>|~]|{_ENTITY.pattern}")
_ESCAPED = r"\\\g<0>"
_LINE_START = re.compile(r"^(\s*)(?:([#+\-=])|(\d{1,9})([.)]))")
_END_OF_HEADING = re.compile(r"(?<=\s)#+\Z")  # closes a heading, and is no part of it
_BEFORE_LINK = re.compile(r"!\Z")  # would make a picture of it
_FENCE = re.compile(r"`{3,}")
_URL_UNSAFE = re.compile(r"[\s()<>\\|]")  # a bar parts the cells of a table, within an address too
# Addresses that do something, or are what they lead to, rather than lead anywhere.
_NO_PLACES = frozenset({"javascript", "vbscript", "data"})
_INDENT = "   "  # of what stands in an item of a list
_LISTS = frozenset({"ul", "ol", "li"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Style:
    """What is shown of a page's form, as for `Article.to_markdown`."""

    links: bool = False
    images: bool = False
    tables: bool = True


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the text as Markdown.

    kind     "text", "item" of a list, or "cell" of a table
    element  of its block
    """

    text: str
    kind: str = "text"
    element: str = ""


def render(article: Article, style: Style = PLAIN) -> str:
    """Title, credits, standfirst, text and captions, a blank line between, a line break at the end.

    What Markdown would read as markup is escaped, so the text shows as it stands in the article.
    """
    parts = [_heading(1, _escape(article.title))] if article.title else []
    parts += _credit_line(article)
    parts += _set(list(_pieces(article, style)), style)
    parts += _captions(article, style)
    text = "\n\n".join(parts) + "\n" if parts else ""
    return without_surrogates(text)


def _credit_line(article: Article) -> list[str]:
    updated = f"updated {article.updated}" if article.updated else None
    site = _link(article.site or article.url or "", _target(article.url or "", ""))
    fields = [_escape(", ".join(article.authors)), article.published, updated, site]
    line = " · ".join(field for field in fields if field)
    return [line] if line else []


def _link(text: str, address: str) -> str:
    """The text alone where there is no address."""
    if not address:
        return _escape(text)
    target = _URL_UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}" if match[0].isascii() else "", address)
    return f"[{_escape(text)}]({_ENTITY.sub(_ESCAPED, target)})"


def _target(address: str, base: str) -> str:
    """The address in full; "" for one that leads nowhere: "http://[", "javascript:…"."""
    address = joined(base, address)
    parts = parts_of(address)
    return "" if parts is None or parts.scheme in _NO_PLACES else address


def _captions(article: Article, style: Style) -> list[str]:
    """Captions in italics; where pictures are wanted, each once, above the first of its captions."""
    from cleaner.repair import clean_text

    pictures: dict[str, str] = {}
    for number, address in article.pictures if style.images else ():
        if target := _target(address, article.url or ""):
            pictures.setdefault(clean_text(article.blocks[number].text), f"!{_link('', target)}")
    parts = [part for caption in article.captions for part in (pictures.get(caption), f"*{_escape(caption)}*") if part]
    return list(dict.fromkeys(parts))


# --- the text -------------------------------------------------------------------------------------------------------


def _pieces(article: Article, style: Style) -> Iterator[Piece]:
    """The pieces of `Article.text`, each by the form of the block that it was."""
    from cleaner.line_breaks import Spelling
    from cleaner.repair import clean_shown, clean_text, list_items

    spelling = Spelling(article.source)
    blocks = (
        ({clean_text(item, spelling), clean_shown(item, spelling)}, block)  # of a raw text, or of a page
        for block in article.blocks
        for item in list_items(block.text)
    )
    leads = set((article.standfirst or "").split("\n\n"))
    for text in filter(None, article.text.split("\n\n")):
        block = next((block for cleaned, block in blocks if text in cleaned), None)
        shown = _linked(text, block, article) if style.links and block else _escape(text)
        yield _piece(shown, block, lead=text in leads)


def _linked(text: str, block: Block, article: Article) -> str:
    """The text with its links; one whose words the repair of the text has changed is left out."""
    parts = []
    at = 0
    for start, end, address in article.links:
        words = " ".join(article.source[start:end].split())
        found = text.find(words, at) if block.start <= start and end <= block.end else -1
        if found >= 0:
            parts += [
                _BEFORE_LINK.sub(_ESCAPED, _marked(text[at:found])),
                _link(words, _target(address, article.url or "")),
            ]
            at = found + len(words)
    return _LINE_START.sub(_escaped_start, "".join([*parts, _marked(text[at:])]))


def _piece(shown: str, block: Block | None, *, lead: bool) -> Piece:
    names = block.element.split() if block else []
    if block and block.role is Role.SUBHEADING:
        return Piece(_heading(_level(names), shown))
    if lead:
        return Piece(f"**{shown}**")
    if block and names[-1:] in (["td"], ["th"]):
        return Piece(shown, "cell", block.element)
    if block and "pre" in names:
        fence = max(["``", *_FENCE.findall(block.text)], key=len) + "`"
        return Piece(f"{fence}\n{block.text}\n{fence}")
    quote = "> " * names.count("blockquote")
    lists = [name for name in names if name.partition("=")[0] in _LISTS]
    return Piece(_item(shown, quote, lists), "item") if lists else Piece(quote + shown)


def _heading(level: int, shown: str) -> str:
    return f"{'#' * level} {_END_OF_HEADING.sub(_ESCAPED, shown)}"


def _level(names: Sequence[str]) -> int:
    """Of a heading, 2 at least: the title is the only one of level 1."""
    return max(2, int(next((name[1] for name in names if name in _HEADINGS), "2")))


def _item(shown: str, quote: str, lists: Sequence[str]) -> str:
    """An item of a list, by the list it is in and how deep that lies, or what goes on in one, below a blank line."""
    around = [name for name in lists if name in ("ul", "ol")]
    item, _, number = lists[-1].partition("=")
    if item != "li":
        return f"{quote.rstrip()}\n{quote}{_INDENT * len(around)}{shown}"
    mark = f"{number or 1}. " if around[-1:] == ["ol"] else "- "
    return f"{quote}{_INDENT * max(0, len(around) - 1)}{mark}{shown}"


def _set(pieces: Sequence[Piece], style: Style) -> list[str]:
    """Paragraphs as they are; items of a list, and rows of a table, each on a line below the other."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _goes_on(piece, groups[-1][-1]):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [part for group in groups for part in _laid_out(group, style)]


def _goes_on(piece: Piece, before: Piece) -> bool:
    return piece.kind == before.kind != "text" and not piece.element.startswith("table")


def _laid_out(group: Sequence[Piece], style: Style) -> list[str]:
    if group[0].kind == "cell":
        return _table(_rows(group), style)
    text = "\n".join(piece.text for piece in group)
    # A list may begin deep inside others that show nothing, or with what goes on in an item that is left out.
    return [textwrap.dedent(text).strip() if group[0].kind == "item" else text]


def _rows(cells: Iterable[Piece]) -> list[dict[int, list[str]]]:
    """The pieces of each cell, by its column."""
    rows: list[dict[int, list[str]]] = []
    reached = 0
    for cell in cells:
        names = cell.element.split()
        column = names.count(names[-1])
        if not rows or "tr" in names or column < reached:
            rows.append({})
        rows[-1].setdefault(column, []).append(cell.text)
        reached = column
    return rows


def _table(rows: Sequence[Mapping[int, Sequence[str]]], style: Style) -> list[str]:
    """One table; the pieces one by one where all stand in one column, as in tables that lay out a page."""
    columns = sorted(set().union(*rows))
    if len(columns) == 1:
        return [text for row in rows for text in row[columns[0]]]
    if not style.tables:
        return ["\\\n".join(", ".join(itertools.chain.from_iterable(row.values())) for row in rows)]
    lines = [f"| {' | '.join('<br>'.join(row.get(column, ())) for column in columns)} |" for row in rows]
    return ["\n".join((lines[0], f"|{' --- |' * len(columns)}", *lines[1:]))]


# --- escapes --------------------------------------------------------------------------------------------------------


def _escape(text: str) -> str:
    return _LINE_START.sub(_escaped_start, _marked(text))


def _marked(text: str) -> str:
    """With what is special anywhere in a line escaped."""
    return _SPECIAL.sub(_ESCAPED, text)


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[2] else f"{match[1]}{match[3]}\\{match[4]}"
