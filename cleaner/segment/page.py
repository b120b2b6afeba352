"""A document laid out as text with offsets: what the blocks of an article refer to."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from cleaner.metadata.declared import NOTHING_DECLARED, Declared, read_declared
from cleaner.segment.dom import SKIPPED, Run, Shown, parse, shown_by

_BLANK_LINES = re.compile(r"\n{2,}")
_BETWEEN = "\n\n"
# A page that shows less text than this, in characters, has its article elsewhere: scripts were to put it there.
_ALMOST_EMPTY = 200


@dataclass(frozen=True, slots=True)
class Text:
    """A raw text: it is its own source and declares nothing."""

    source: str
    declared: Declared = NOTHING_DECLARED
    html: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page laid out as text.

    source    the pieces, a blank line between
    start     (pieces,) offset of each in `source`
    runs      (pieces,) the run of the DOM that each is, or is a part of: empty lines part a run
    held      as in `Shown`
    columns   as in `Shown`
    items     as in `Shown`
    declared  what the page says of itself in its head and in JSON-LD
    html      the page as it came
    """

    source: str
    start: tuple[int, ...]
    runs: tuple[Run, ...]
    held: Mapping[int, Set[str]]
    columns: Mapping[int, int]
    items: Mapping[int, int]
    declared: Declared
    html: str

    @property
    def end(self) -> tuple[int, ...]:
        """(pieces,) where each ends."""
        return tuple(at - len(_BETWEEN) for at in self.start[1:]) + (len(self.source),) * bool(self.start)


def read_page(html: str) -> Page:
    """The page's visible text and pictures' alternative texts; where it shows almost none, what it shows browsers
    without scripts, or else the declared article body. Of a frameset, what it shows browsers without frames.
    """
    tree = parse(html)
    if tree.body is None and (instead := tree.css_first("noframes")):
        tree = parse(instead.text())
    declared = read_declared(tree)
    shown = shown_by(tree)
    if _length(shown) < _ALMOST_EMPTY and "<noscript" in html.lower():
        shown = shown_by(tree, SKIPPED - {"noscript"})
    if declared.body and _length(shown) < min(_ALMOST_EMPTY, len(declared.body)):
        beside = [Run(text, (), 0.0) for text in (declared.title, declared.body) if text]
        shown = replace(shown, runs=shown.runs + beside)
    return lay_out(shown, declared, html)


def _length(shown: Shown) -> int:
    return sum(len(run.text) for run in shown.runs)


def lay_out(shown: Shown, declared: Declared, html: str) -> Page:
    """The runs one below the other."""
    texts: list[str] = []
    starts: list[int] = []
    owners: list[Run] = []
    at = 0
    for run in shown.runs:
        for text in filter(None, map(str.strip, _BLANK_LINES.split(run.text))):
            texts.append(text)
            starts.append(at)
            owners.append(run)
            at += len(text) + len(_BETWEEN)
    source = _BETWEEN.join(texts)
    return Page(source, tuple(starts), tuple(owners), shown.held, shown.columns, shown.items, declared, html)
