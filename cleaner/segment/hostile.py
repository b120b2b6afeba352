"""Pages that nobody writes, and that take a parser long: its time grows with the square of the depth of nesting, of the
number of attributes of one element, and of the number of options of one list. And titles that nobody ends, which a
parser reads to the end of the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

# Browsers stop at 512; 40,000 nested elements took the parser 4 seconds, 100,000 took 40.
_DEEPEST = 2_000
# Bold type that nobody ends stands again in each later block: 2,000 times in as many blocks took 0.8 seconds, and the
# time grows with the square.
_MOST_FORMATTING = 100
# 20,000 attributes took the parser 1 second, 80,000 took 18.
_MOST_ATTRIBUTES = 1_000
# 10,000 options took the parser half a second, 40,000 took 13; of 2,800 real pages none has as many as here.
_MOST_OPTIONS = 2_000

_QUOTED = r""""[^"]*+"|'[^']*+'"""
_NAME = r"[a-zA-Z][^\s/>]*+"
_ATTRIBUTE = rf"[\s/=]*+[^\s/>=]++(?:\s*+=\s*+(?:{_QUOTED}|[^\s>]++))?+"
_CROWDED = re.compile(rf"<{_NAME}(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}}\s*+")
# A whole page, tag behind tag: nothing is read twice, wherever "<" and ">" stand, and the time stays flat.
_UNCROWDED = re.compile(
    rf"[^<]*+(?:<(?:(?![a-zA-Z])|{_NAME}(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES - 1}}}+[\s/=]*+(?:>|\Z))[^<]*+)*+\Z"
)
_OPTION = re.compile(r"<[oO][pP][tT][iI][oO][nN]")
_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|(?P<data><!\[CDATA\[)|"
    rf"<(?P<ends>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>=]++|=(?:\s*+(?:{_QUOTED}))?+)*+(?:>|\Z)",
    re.S,
)
# Elements without end tags, with optional ones, or that the next of their kind ends: they nest as those around them do.
_UNENDED = frozenset(
    "area base br col embed hr img input link meta param source track wbr a nobr p li dt dd td th tr thead tbody tfoot "
    "colgroup option optgroup rb rp rt rtc".split()
)
# Those that a parser opens again behind the end of the element around them, until they are ended themselves.
_FORMATTING = frozenset("b big code em font i s small strike strong tt u".split())
# What stands in them is text to a parser, up to their own end tag.
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.I)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_FOREIGN = frozenset({"svg", "math"})
# Their start tags end a drawing or a formula that was left open.
_BREAKING_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_TITLE = re.compile(r"<[tT][iI][tT][lL][eE][^<>]*>[^<]*(?P<end></[tT][iI][tT][lL][eE])?")
_BEYOND_TITLE = re.compile(r"</head\s*>|<(?:body|meta|link)[\s>]", re.I)
_ANY_TAG = re.compile(r"<[a-zA-Z/!]")


def tamed(html: str) -> str:
    """The page with what a parser can take; one that people wrote comes back as it is, but for a title without end."""
    html = _with_ended_title(html)
    if not _UNCROWDED.match(html):
        html = _without(_further_attributes(html), html)
    if len(_OPTION.findall(html)) > _MOST_OPTIONS:
        html = _without(_further_options(html), html)
    return flattened(html)


def flattened(html: str) -> str:
    """The page without the tags of elements that stand deeper than `_DEEPEST`; what they hold stays.

    A page without such elements comes back as it is.
    """
    if html.count("<") - html.count("</") <= _DEEPEST or _most_open(html) <= _DEEPEST:
        return html
    return _without(_deeper_tags(html), html)


def _most_open(html: str) -> int:
    """At most so many elements are open at once: tags that open and no tag that closes, wherever they stand."""
    return max(accumulate(-1 if after.startswith("/") else 1 for after in html.split("<")[1:]), default=0)


def _without(spans: Iterable[tuple[int, int]], html: str) -> str:
    kept: list[str] = []
    position = 0
    for start, end in spans:
        kept.append(html[position:start])
        position = end
    kept.append(html[position:])
    return "".join(kept)


def _tags(html: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The tags that a parser takes for some, with the lower-cased name: none in scripts and comments, and of drawings
    none that ends itself.
    """
    position, foreign = 0, False
    while found := _MARKUP.search(html, position):
        position = found.end()
        name = (found["name"] or "").lower()
        if foreign and found["data"]:
            position = _behind(html, "]]>", position)
        if not name or ((foreign or name in _FOREIGN) and found[0].endswith("/>")):
            continue
        yield name, found
        foreign = _goes_on_foreign(foreign, name, bool(found["ends"]))
        if name in _RAW and not foreign and not found["ends"]:
            end = _RAW[name].search(html, position)
            position = end.start() if end else len(html)


def _behind(html: str, mark: str, position: int) -> int:
    at = html.find(mark, position)
    return len(html) if at < 0 else at + len(mark)


def _goes_on_foreign(foreign: bool, name: str, ends: bool) -> bool:
    """Whether a drawing or a formula goes on behind a tag."""
    if name in _FOREIGN:
        return not ends
    if name == "foreignobject":  # HTML amid a drawing
        return ends
    return foreign and name not in _BREAKING_OUT


def _further_attributes(html: str) -> Iterator[tuple[int, int]]:
    for _, tag in _tags(html):
        if taken := _CROWDED.match(tag[0]):
            yield tag.start() + taken.end(), tag.end() - tag[0].endswith(">")


def _further_options(html: str) -> Iterator[tuple[int, int]]:
    """Tags of options of one list, behind the first `_MOST_OPTIONS` tags; nothing of a list is shown."""
    listed = False
    many = 0
    for name, tag in _tags(html):
        if name == "select":
            listed, many = not tag["ends"], 0
        elif listed and name == "option":
            many += 1
            if many > _MOST_OPTIONS:
                yield tag.span()


def _deeper_tags(html: str) -> Iterator[tuple[int, int]]:
    nesting = _Nesting()
    for name, tag in _tags(html):
        if name not in _UNENDED and not (nesting.ends(name) if tag["ends"] else nesting.begins(name)):
            yield tag.span()


@dataclass(slots=True)
class _Nesting:
    """What is open at one place of a page, as parsers see it: an element that nobody ends, ends with the one around it.

    elements    names of the open elements but those of `_FORMATTING`, the outermost first
    open        how many of each name are open
    formatting  how many of `_FORMATTING` are
    deeper      how many of each name are open beyond what is let in
    """

    elements: list[str] = field(default_factory=list)
    open: Counter[str] = field(default_factory=Counter)
    formatting: int = 0
    deeper: Counter[str] = field(default_factory=Counter)

    def begins(self, name: str) -> bool:
        """Take in a start tag; whether it stays."""
        formats = name in _FORMATTING
        if self.formatting >= _MOST_FORMATTING if formats else len(self.elements) >= _DEEPEST:
            self.deeper[name] += 1
            return False
        self.open[name] += 1
        if formats:
            self.formatting += 1
        else:
            self.elements.append(name)
        return True

    def ends(self, name: str) -> bool:
        """Take in an end tag; whether it stays."""
        if self.deeper[name]:
            self.deeper[name] -= 1
            return False
        if not self.open[name]:
            return True
        if name in _FORMATTING:
            self.formatting -= 1
            self.open[name] -= 1
        else:
            self._end_through(name)
        return True

    def _end_through(self, name: str) -> None:
        ended = ""
        while ended != name:
            ended = self.elements.pop()
            self.open[ended] -= 1


def _with_ended_title(html: str) -> str:
    """The page with an end for a title that has none before the head ends: where the next tag begins."""
    found = _TITLE.search(html)
    if found is None or found["end"]:
        return html
    start = next((tag.end() for name, tag in _tags(html) if name == "title"), None)
    if start is None:
        return html
    end = _RAW["title"].search(html, start)
    if end and not _BEYOND_TITLE.search(html, start, end.start()):
        return html
    following = _ANY_TAG.search(html, start)
    at = following.start() if following else len(html)
    return f"{html[:at]}</title>{html[at:]}"
