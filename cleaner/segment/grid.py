"""Tables: in which column each cell stands, empty ones and those that span several columns or rows counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Cells further right share this column: no table that people read is wider, and hostile ones do not cost more.
_LAST = 199


@dataclass(slots=True)
class Grid:
    """The tables of a page; elements are known by their numbers.

    columns  of the cells, the first 0
    free     of each row, the first column behind its last cell
    taken    of each row, the columns that cells of the rows above reach down to
    hanging  of each group of rows, how many more rows such cells reach down to, by column
    groups   of each row, its group
    """

    columns: dict[int, int] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)
    taken: dict[int, frozenset[int]] = field(default_factory=dict)
    hanging: dict[int, dict[int, int]] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)

    def begin_row(self, row: int, group: int) -> None:
        """A row of a group begins: of a table, or of its head, body or foot."""
        hanging = self.hanging.get(group, {})
        self.taken[row] = frozenset(hanging)
        self.hanging[group] = {column: rows - 1 for column, rows in hanging.items() if rows > 1}
        self.groups[row] = group

    def add_cell(self, cell: int, row: int, attributes: Mapping[str, str | None]) -> None:
        """A cell of a row begins."""
        column = self.free.get(row, 0)
        while column in self.taken.get(row, ()):
            column += 1
        self.columns[cell] = column = min(column, _LAST)
        self.free[row] = end = min(column + _span(attributes, "colspan"), _LAST)
        below = _span(attributes, "rowspan") - 1
        if below and row in self.groups:
            self.hanging[self.groups[row]].update(dict.fromkeys(range(column, end), below))


def _span(attributes: Mapping[str, str | None], name: str) -> int:
    value = attributes.get(name) or ""
    return max(1, int(value)) if value.isdecimal() and len(value) <= len("1000") else 1
