"""What a page's markup tells of the form of an article: headings, lists, quotes, tables, links, pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaner.segment.dom import Step
from cleaner.segment.page import Page

_NAMED = frozenset("h1 h2 h3 h4 h5 h6 li ul ol blockquote pre figcaption dt dd".split())
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Layout:
    """By the offset in `Page.source` where a block starts.

    elements  names of the elements that give it its form, the outermost first: "h2", "ul li", "blockquote ol li",
              "table tr td" for the first cell of a table, "tr td" for the first of a row, "td" for the others
    images    address of its picture
    links     start, end and address of each link
    """

    elements: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, str] = field(default_factory=dict)
    links: tuple[tuple[int, int, str], ...] = ()


NO_LAYOUT = Layout()


def layout_of(page: Page) -> Layout:
    """Read off the paths of the page's runs."""
    elements: dict[int, str] = {}
    images: dict[int, str] = {}
    links: list[tuple[int, int, str]] = []
    before: tuple[Step, ...] = ()
    for start, end, run in zip(page.start, page.end, page.runs, strict=True):
        if name := _element(run.steps, before):
            elements[start] = name
        if run.image:
            images[start] = run.image
        links += _placed(run.links, page.source, start, end)
        before = run.steps
    return Layout(elements, images, tuple(links))


def _element(steps: tuple[Step, ...], before: tuple[Step, ...]) -> str:
    tags = [step.tag for step in steps]
    if _CELLS.isdisjoint(tags):
        return " ".join(tag for tag in reversed(tags) if tag in _NAMED)
    cell = next(step for step in steps if step.tag in _CELLS)
    known = {step.number for step in before}
    if cell.number in known:
        return ""  # the cell goes on
    around = [step for step in steps if step.tag in ("table", "tr") and step.number not in known]
    return " ".join([*(step.tag for step in reversed(around)), cell.tag])


def _placed(links: tuple[tuple[str, str], ...], source: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where the links of a run stand: one after another, so each is looked for behind the one before."""
    found = []
    for text, address in links:
        at = source.find(text, start, end)
        if at >= 0:
            start = at + len(text)
            found.append((at, start, address))
    return found
