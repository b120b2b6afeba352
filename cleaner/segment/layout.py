"""What a page's markup tells of the form of an article: headings, lists, quotes, tables, links, pictures."""

import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cleaner.segment.dom import Run, Step
from cleaner.segment.page import Page

_NAMED = frozenset("h1 h2 h3 h4 h5 h6 li ul ol blockquote pre figcaption dt dd".split())
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Layout:
    """By the offset in `Page.source` where a block starts.

    elements  names of the elements that give it its form, the outermost first: "h2", "ul li", "blockquote ol li"; "ul"
              for what goes on in an item; "li=7" for an item of a list that does not count from 1 upwards; for a cell
              its name as often as its column counts, "td td" for the second, with "tr" before the first of a row,
              "table tr" before the first of a table
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
    before: Run | None = None  # that is no picture's
    last: Run | None = None
    reached = 0  # in the text of a run whose pieces follow each other
    for start, end, run in zip(page.start, page.end, page.runs, strict=True):
        if name := _element(run.steps, before.steps if before else (), page):
            elements[start] = name
        if run.image:
            images[start] = run.image
        if run.links:
            at = run.text.find(page.source[start:end], reached if run is last else 0)
            reached = at + end - start
            links += _moved(run.links, at, reached, start - at)
        last, before = run, before if run.alt else run  # what goes on behind a picture begins its element
    return Layout(elements, images, tuple(links))


def _element(steps: tuple[Step, ...], before: tuple[Step, ...], page: Page) -> str:
    tags = [step.tag for step in steps]
    if not _CELLS.isdisjoint(tags):
        cell = next(step for step in steps if step.tag in _CELLS)
        around = [tag for tag in ("table", "tr") if _nearest(tag, steps) != _nearest(tag, before)]
        return " ".join([*around, *[cell.tag] * (page.columns.get(cell.number, 0) + 1)])
    item = _nearest("li", steps) if "li" in tags else None
    begun = item is not None and item in [step.number for step in before]
    return " ".join(
        [
            f"li={page.items[step.number]}" if step.number in page.items else step.tag
            for step in reversed(steps)
            if step.tag in _NAMED and not (begun and step.number == item)
        ]
    )


def _nearest(tag: str, steps: tuple[Step, ...]) -> int | None:
    return next((step.number for step in steps if step.tag == tag), None)


def _moved(
    links: tuple[tuple[tuple[int, int], str], ...], start: int, end: int, by: int
) -> Iterator[tuple[int, int, str]]:
    """The links of a run that begin and end between two of its places."""
    first, last = (bisect.bisect_left(links, ((at, 0), "")) for at in (start, end))
    for (begin, done), address in links[first:last]:
        if done <= end:
            yield begin + by, done + by, address
