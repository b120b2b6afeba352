"""HTML to runs of text in reading order, each with where in the DOM it stands.

A run is inline content between block-level borders. Every alternative text of a picture is a run of its own. Nothing
that a browser without scripts would show is left out: what is furniture is for the model to say.
"""

import bisect
import itertools
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.segment.grid import Grid
from cleaner.segment.hostile import tamed
from cleaner.segment.numbering import Numbering
from cleaner.surrogates import without_surrogates

SKIPPED = frozenset(
    "script style noscript template head svg iframe object math canvas select datalist textarea".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr button input picture img source nobr amp-img o:p".split()
)
# Elements with a prefix name words amid a text, as Word does with `<st1:City>`, unless the rest of the name is HTML's:
# pages written as XML have such, and their blocks were numbered by them.
_NAMES_OF_HTML = INLINE | frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_PICTURES = frozenset({"img", "amp-img"})
# Steps towards the root that a run knows of; articles nest less deep, and hostile pages do not cost more.
STEPS = 12
# Attributes whose words say what an element is.
_NAMING = frozenset("id class role itemprop rel target aria-label itemtype data-testid".split())
_WORDS_OF_STEP = 90  # characters
_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "src")
_CHOICES = ("srcset", "data-srcset", "data-lazy-srcset")
# The first address of a list of pictures for several screens; some lists have widths without one.
_CHOICE = re.compile(r"(?<!\S)(?!data:|[\d.]+[wxh],?(?!\S))[^\s,]\S*[^\s,]")
# Elements that show no text of their own but tell what the box is that they stand in, and how far around that is.
_TELLING = frozenset("input textarea select iframe script video audio".split())
_BOX_REACH, _MOST_HELD = 6, 16
_FIELD_WORDS = ("name", "placeholder", "value")
_LEADS = {"a": "href", "form": "action"}
_ROWS_AND_CELLS = frozenset({"tr", "td", "th"})
_SHADOW = frozenset({"shadowrootmode", "shadowroot"})
_FIGURE_REACH = 6  # elements between a figure and its picture
_WORD = re.compile(r"\S+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(slots=True)  # to freeze one takes three times as long as to make it, and a page has hundreds
class Step:
    """One element on the way from a run to the root: a number of its own within the page, tag, and words it carries.

    address  where a link or a form leads, where a picture lies
    """

    number: int
    tag: str
    words: str
    hidden: bool
    address: str = ""


@dataclass(slots=True)
class Run:
    """One run of text.

    text    white space folded, "\\n" for each line break element
    steps   the elements that all of it stands in, inline ones too, the nearest first, at most `STEPS`
    linked  share of its characters inside links, 0 to 1
    alt     whether it is the alternative text of a picture
    begun   of such a text: whether words of the run that the picture stands in came before it
    image   address of the picture, or of the one in the same figure; "" where there is none
    links   of each link that begins and ends in it, in order: where it begins and ends in `text`, and its address
    numbered  whether it counts among the canonical blocks: not what a template shows, what stands in for scripts, or
              the text of a picture of AMP
    """

    text: str
    steps: tuple[Step, ...]
    linked: float
    alt: bool = False
    begun: bool = False
    image: str = ""
    links: tuple[tuple[tuple[int, int], str], ...] = ()
    numbered: bool = True


@dataclass(slots=True)
class _Open:
    """An open element and the one around it: a path that costs nothing to remember, and is read only where needed."""

    number: int
    node: LexborNode
    tag: str
    inline: bool
    around: "_Open | None"
    closed: bool = False
    path: tuple[Step, ...] | None = None

    def steps(self) -> tuple[Step, ...]:
        """At most `STEPS` steps, the nearest first; those around are shared by all that is in them."""
        unread: list[_Open] = []
        at: _Open | None = self
        while at is not None and at.path is None:
            unread.append(at)
            at = at.around
        path = at.path if at is not None and at.path is not None else ()
        for element in reversed(unread):
            path = (_step(element.number, element.node, element.tag), *path)[:STEPS]
            element.path = path
        return path


@dataclass(slots=True)
class _Walk:
    """State of one pass over the DOM: the open run and what was finished before it.

    here        the innermost open element
    inside      the innermost element that all of the run's text stands in
    links       of each link that is closed: how many pieces the run had before it, and with it, and its address
    opened      of each open link, how many pieces the run had before it
    figures     address of the last picture in each figure, by the figure's number
    shadows     open shadow trees
    skipped     elements that are passed over with all that is in them
    held        kinds of the telling elements in an element, by its number
    grid        where the cells of tables stand
    numbering   which numbers the items of ordered lists have
    """

    runs: list[Run] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    here: _Open | None = None
    inside: _Open | None = None
    elements: int = 0
    preformatted: int = 0
    linked: int = 0
    total: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    figures: dict[int, str] = field(default_factory=dict)
    shadows: int = 0
    skipped: frozenset[str] = SKIPPED
    held: dict[int, set[str]] = field(default_factory=dict)
    grid: Grid = field(default_factory=Grid)
    numbering: Numbering = field(default_factory=Numbering)

    def text(self, text: str) -> None:
        size = len(text.strip())
        if size:
            if self.total:
                while self.inside and self.inside.closed:
                    self.inside = self.inside.around
            else:
                self.inside = self.here
            self.total += size
            if self.opened:
                self.linked += size
        elif not self.total:
            return  # between blocks stands more white space than text
        self.pieces.append(text if self.preformatted else text.replace("\n", " "))

    def picture(self, node: LexborNode, tag: str) -> None:
        alt = " ".join((node.attributes.get("alt") or "").split())
        image = _picture_address(node.attributes)
        figure = self._figure()
        if figure and image:
            self.figures[figure] = image
        if alt:
            begun = self.total > 0
            self.elements += 1
            around = self.here.steps() if self.here else ()
            steps = (_step(self.elements, node, "img"), *around)[:STEPS]
            linked, numbered = float(bool(self.opened)), tag == "img" and self._numbered()
            self.runs.append(Run(alt, steps, linked, True, begun, image, numbered=numbered))

    def border(self) -> None:
        if not self.pieces:
            return
        if self.total:
            steps = self.inside.steps() if self.inside else ()
            image = (
                next((self.figures[s.number] for s in steps if s.number in self.figures), "") if self.figures else ""
            )
            text, linked = _folded(self.pieces), self.linked / self.total
            links, numbered = _placed(self.links, self.pieces, text), self._numbered()
            self.runs.append(Run(text, steps, linked, image=image, links=links, numbered=numbered))
            self.linked = self.total = 0
        self.pieces.clear()
        self.links.clear()
        self.opened = [-1] * len(self.opened)  # a link that goes on behind the border is none of either run

    def enter(self, node: LexborNode, tag: str) -> None:
        inline = tag in INLINE or (":" in tag and _amid_text(tag))
        if not inline:
            self.border()
            if tag == "pre":
                self.preformatted += 1
            elif tag == "template":
                self.shadows += 1
        elif tag == "a":
            self.opened.append(len(self.pieces))
        self.elements += 1
        if tag in _ROWS_AND_CELLS and self.here:
            self._in_grid(node, tag, self.here)
        elif tag == "ol":
            self.numbering.begin_list(self.elements, node)
        elif tag == "li" and self.here and self.here.tag == "ol":
            self.numbering.add_item(self.elements, self.here.number, node.attributes)
        self.here = _Open(self.elements, node, tag, inline, self.here)

    def _in_grid(self, node: LexborNode, tag: str, around: _Open) -> None:
        if tag == "tr":
            self.grid.begin_row(self.elements, around.number)
        else:
            self.grid.add_cell(self.elements, around.number, node.attributes)

    def leave(self) -> None:
        left = self.here
        if left is None:
            return
        if not left.inline:
            self.border()
            if left.tag == "pre":
                self.preformatted -= 1
            elif left.tag == "template":
                self.shadows -= 1
        elif left.tag == "a":
            self._end_link(left.node)
        left.closed = True
        self.here = left.around

    def goes_into(self, node: LexborNode, tag: str) -> bool:
        """Take in one node that is no text; True when its children are to be walked too."""
        if tag in _TELLING:
            self._hold(_kinds(node, tag))
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _PICTURES:
            self.picture(node, tag)
            return tag != "img"  # those of AMP may hold what stands in for them, or lack their end
        elif tag and tag not in self.skipped and tag[0] not in "-_":
            return True
        return _is_shadow(node, tag)

    def _hold(self, kinds: Sequence[str]) -> None:
        at = self.here
        for _ in range(_BOX_REACH):
            if at is None or not kinds:
                return
            own = self.held.setdefault(at.number, set())
            if len(own) < _MOST_HELD:  # a form with a hundred thousand fields is no more of a form
                own.update(kinds)
            at = at.around

    def _numbered(self) -> bool:
        return not self.shadows and self.skipped is SKIPPED

    def _end_link(self, node: LexborNode) -> None:
        start = self.opened.pop()
        if start < 0 or start == len(self.pieces):
            return
        if address := node.attributes.get("href"):
            self.links.append((start, len(self.pieces), address.strip()))

    def _figure(self) -> int | None:
        """Number of the figure that is open, if it is near."""
        at = self.here
        for _ in range(_FIGURE_REACH):
            if at is None or at.tag == "figure":
                break
            at = at.around
        return at.number if at and at.tag == "figure" else None


def _folded(pieces: Sequence[str]) -> str:
    """One text with single spaces; line breaks stay."""
    text = "".join(pieces)
    if "\n" in text:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def _placed(
    links: Sequence[tuple[int, int, str]], pieces: Sequence[str], text: str
) -> tuple[tuple[tuple[int, int], str], ...]:
    """Where links that are counted by pieces stand in the folded text: it has the words of the pieces, in their order.

    Links that show nothing are left out.
    """
    if not links:
        return ()
    if len(links) == 1 and _folded(pieces[links[0][0] : links[0][1]]) == text:  # most are all of a menu's entry
        return (((0, len(text)), links[0][2]),)
    whole = "".join(pieces)
    ends = list(itertools.accumulate(map(len, pieces), initial=0))
    words, places = ([word.start() for word in _WORD.finditer(found)] for found in (whole, text))

    def place(at: int) -> int:
        word = bisect.bisect_right(words, at) - 1
        return places[word] + at - words[word]

    found = []
    for first, last, address in links:
        shown = whole[ends[first] : ends[last]].rstrip()
        if visible := shown.lstrip():
            end = ends[first] + len(shown)
            found.append(((place(end - len(visible)), place(end - 1) + 1), address))
    return tuple(found)


def _amid_text(tag: str) -> bool:
    """Whether an element with a prefix goes on with the text around it."""
    return tag.rpartition(":")[2] not in _NAMES_OF_HTML


def _picture_address(found: Mapping[str, str | None]) -> str:
    """Where a picture lies; pages that load pictures late keep the true address beside a blank one."""
    addresses = (found.get(name) for name in _ADDRESSES)
    if own := next((a.strip() for a in addresses if a and not a.startswith("data:")), ""):
        return own
    chosen = (_CHOICE.search(choices) for name in _CHOICES if (choices := found.get(name)))
    return next((choice[0] for choice in chosen if choice), "")


def _kinds(node: LexborNode, tag: str) -> list[str]:
    """What an element without text is: of a field its type, and the words that name it."""
    if tag != "input":
        return [tag]
    found = node.attributes
    kind = (found.get("type") or "text").lower()
    if kind == "hidden":
        return []
    told = [f"{name} {' '.join(value.split())}" for name in _FIELD_WORDS if (value := found.get(name))]
    return [f"input {field}".lower()[:_WORDS_OF_STEP] for field in (kind, *told)]


def _step(number: int, node: LexborNode, tag: str) -> Step:
    found = node.attributes
    if not found:
        return Step(number, tag, "", False)
    words = " ".join(" ".join([value for name, value in found.items() if value and name in _NAMING]).split())
    style = found.get("style")
    hidden = "hidden" in found or bool(style and _HIDDEN_STYLE.search(style))
    address = _picture_address(found) if tag == "img" else (found.get(_LEADS[tag]) if tag in _LEADS else "") or ""
    return Step(number, tag, words[:_WORDS_OF_STEP], hidden, address.strip())


def parse(html: str) -> LexborHTMLParser:
    """The page as a tree. Lone surrogates become U+FFFD: no parser takes them."""
    return LexborHTMLParser(tamed(without_surrogates(html)))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows below `<body>`.

    runs  in document order
    held  kinds of the elements without text, such as "input email" or "iframe", that are near in an element, by the
          number that `Step` gives it
    columns  of the cells of tables, the first 0, by the same number
    items    as in `Numbering`
    """

    runs: list[Run]
    held: Mapping[int, Set[str]]
    columns: Mapping[int, int]
    items: Mapping[int, int] = field(default_factory=dict)


def shown_by(tree: LexborHTMLParser, skipped: frozenset[str] = SKIPPED) -> Shown:
    """Walk the page; nothing where there is no body.

    skipped  elements that are passed over with all that is in them
    """
    root = tree.body
    if root is None:
        return Shown([], {}, {})
    walk = _Walk(skipped=skipped)
    walk.enter(root, "body")
    node, child = root, root.child
    while True:  # by hand: real pages nest deeper than Python recurses
        if child is None:
            walk.leave()
            if walk.here is None:
                return Shown(walk.runs, walk.held, walk.grid.columns, walk.numbering.items)
            child = node.next
            node = walk.here.node
        elif (tag := child.tag or "") == "-text":
            walk.text(child.text_content or "")
            child = child.next
        elif walk.goes_into(child, tag):
            walk.enter(child, tag)
            node, child = child, child.child if tag != "template" else child.template_fragments()[0].child
        else:
            child = child.next


def _is_shadow(node: LexborNode, tag: str) -> bool:
    """Whether a node is a template that browsers show in the place where it stands."""
    return tag == "template" and not node.attributes.keys().isdisjoint(_SHADOW)
