"""Ordered lists: the numbers of items that do not count from 1 upwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_NUMBER = re.compile(r"\s*\+?(\d{1,9})(?!\d)")


@dataclass(slots=True)
class Numbering:
    """The ordered lists of a page; elements are known by their numbers.

    items    number that is shown beside each item, of lists that say where they begin, or that they count down, and
             from an item on that says its own
    further  of each such list, number of its next item, and how far the one behind that is from it
    """

    items: dict[int, int] = field(default_factory=dict)
    further: dict[int, tuple[int, int]] = field(default_factory=dict)

    def begin_list(self, element: int, node: LexborNode) -> None:
        """An ordered list begins."""
        start = _number(node.attributes, "start")
        if "reversed" in node.attributes:
            self.further[element] = (_items_of(node) if start is None else start, -1)
        elif start not in (None, 1):
            self.further[element] = (start, 1)

    def add_item(self, item: int, element: int, attributes: Mapping[str, str | None]) -> None:
        """An item of an ordered list begins."""
        number, step = self.further.get(element, (None, 1))
        if (own := _number(attributes, "value")) is not None:
            number = own
        if number is not None and number >= 0:
            self.items[item] = number
            self.further[element] = (number + step, step)


def _number(attributes: Mapping[str, str | None], name: str) -> int | None:
    match = _NUMBER.match(attributes.get(name) or "")
    return int(match[1]) if match else None


def _items_of(node: LexborNode) -> int:
    return sum(child.tag == "li" for child in node.iter())
