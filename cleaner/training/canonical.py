"""Canonical blocks: the numbering that labels/corpus.jsonl counts by.

A block is one run of inline content of `<body>` between block-level borders, in document order, white space folded.
A picture's alt text of two words or more that stands before any text of its run is a block of its own. Labels are
kept as (page id, block number), so this numbering must never change; tests hold it against published labels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIPPED = frozenset(
    "script style noscript template head svg iframe object math canvas select datalist textarea".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr button input picture img source nobr amp-img".split()
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CanonicalBlock:
    """One numbered block: folded text, the DOM path it stands under, and the share of its characters inside links."""

    text: str
    path: str
    link_density: float


@dataclass(slots=True)
class _Walk:
    """State of one pass over the DOM: the open run of inline text and what was finished before it."""

    blocks: list[CanonicalBlock] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    anchors: int = 0
    linked: int = 0
    total: int = 0

    def text(self, text: str) -> None:
        size = len(text.strip())
        self.run.append(text)
        self.total += size
        self.linked += size if self.anchors else 0

    def picture(self, alt: str) -> None:
        alt = _SPACE.sub(" ", alt).strip()
        if len(alt.split()) >= 2 and not "".join(self.run).strip():
            self.blocks.append(CanonicalBlock(alt, " > ".join([*self.path, "img@alt"]), 0.0))

    def border(self) -> None:
        text = _SPACE.sub(" ", "".join(self.run)).strip()
        if text:
            density = round(self.linked / max(1, self.total), 2)
            self.blocks.append(CanonicalBlock(text, " > ".join(self.path), density))
        self.run.clear()
        self.linked = self.total = 0

    def enter(self, node: LexborNode) -> None:
        self._border_of(node)
        self.anchors += node.tag == "a"
        self.path.append(_step(node))

    def leave(self, node: LexborNode) -> None:
        self.anchors -= node.tag == "a"
        self._border_of(node)
        self.path.pop()

    def _border_of(self, node: LexborNode) -> None:
        if node.tag not in _INLINE:
            self.border()

    def visit(self, node: LexborNode) -> bool:
        """Take in one node; True when its children are to be walked too."""
        tag = node.tag
        if tag == "-text":
            self.text(node.text_content or "")
        elif tag == "br":
            self.run.append("\n")
        elif tag == "img":
            self.picture(node.attributes.get("alt") or "")
        else:
            return not (tag is None or tag in _SKIPPED or tag[0] in "-_")
        return False


def canonical_blocks(html: str) -> list[CanonicalBlock]:
    """The numbered blocks of a page; [] where there is no `<body>`."""
    body = LexborHTMLParser(html).body
    if body is None:
        return []
    walk = _Walk()
    walk.enter(body)
    frames = [(body, _children(body))]
    while frames:  # an explicit stack: real pages nest deeper than Python recurses
        node, rest = frames[-1]
        child = next(rest, None)
        if child is None:
            frames.pop()
            walk.leave(node)
        elif walk.visit(child):
            walk.enter(child)
            frames.append((child, _children(child)))
    return walk.blocks


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _step(node: LexborNode) -> str:
    words = " ".join(v for v in map(node.attributes.get, ("id", "class", "role")) if v)
    return f"{node.tag}[{_SPACE.sub(' ', words)[:60]}]" if words else str(node.tag)
