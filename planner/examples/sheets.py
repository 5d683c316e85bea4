"""The vocabulary in which examples are written: rows of cells, each with a comment on where it is from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

Cell = str | float | int | dt.date
"""What an example writes into one cell."""

Rows = list[dict[str, Cell]]
"""Rows of one sheet: cells by column key, and the comment of the row under ``COMMENT``."""

COMMENT = "#comment"
"""Header of the free column that says where the numbers of a row come from."""


NAMED = ("name", "note", "unit")
"""Columns that hold words for people."""


@dataclass(frozen=True, slots=True)
class Example:
    """One shipped example: what it shows and the rows of every sheet."""

    name: str
    """Name of the file without its extension."""
    title: str
    """One sentence on what the example is."""
    sheets: Mapping[str, Rows] = field(default_factory=dict)
    """Rows by canonical sheet name; every row carries a comment."""

    def tables(self) -> dict[str, Rows]:
        """Return the rows without their comments: what a plan needs."""
        return {
            sheet: [{key: cell for key, cell in row.items() if key != COMMENT} for row in rows]
            for sheet, rows in self.sheets.items()
        }

    def renamed(self, names: Mapping[str, str]) -> Example:
        """Return the same example with names, notes and units in another language; ids stay."""

        def text(row: Mapping[str, Cell], key: str) -> Cell:
            plan_name = key == "value" and row.get("key") == "plan_name"
            return names[str(row[key])] if plan_name or key in NAMED else row[key]

        sheets = {
            sheet: [{key: text(row, key) for key in row} for row in rows]
            for sheet, rows in self.sheets.items()
        }
        return replace(self, sheets=sheets)

    def comments(self) -> dict[str, list[str]]:
        """Return the comment of every row, in the order of the rows."""
        return {sheet: [str(row[COMMENT]) for row in rows] for sheet, rows in self.sheets.items()}


def row(comment: str, **cells: Cell | None) -> dict[str, Cell]:
    """Return one row; cells that are ``None`` stay blank."""
    return {**{key: cell for key, cell in cells.items() if cell is not None}, COMMENT: comment}


def table(columns: str, *rows: tuple[Cell | None, ...]) -> Rows:
    """Return rows of equal shape: the column keys in one text, then one tuple a row that ends in its comment.

    >>> table("item unit", ("DY", "kg", "B16"))
    [{'item': 'DY', 'unit': 'kg', '#comment': 'B16'}]
    """
    keys = (*columns.split(), COMMENT)
    return [{key: cell for key, cell in zip(keys, cells, strict=True) if cell is not None} for cells in rows]


def shared(rows: Rows, **cells: Cell) -> Rows:
    """Return rows with some cells that are the same in all of them."""
    return [{**cells, **own} for own in rows]


def settings(*pairs: tuple[str, Cell, str]) -> Rows:
    """Return the rows of the Settings sheet from (key, value, comment)."""
    return [{"key": key, "value": value, COMMENT: comment} for key, value, comment in pairs]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Plan months as dates."""

    year: int
    month: int
    """First month of the plan."""
    months: int
    """Length of the plan."""

    def __call__(self, index: int) -> dt.date:
        """Return the first day of plan month ``index`` (0 is the first month; negative: before the plan)."""
        count = self.year * 12 + self.month - 1 + index
        return dt.date(count // 12, count % 12 + 1, 1)

    def __iter__(self) -> Iterator[dt.date]:
        """Run through all months of the plan."""
        return (self(index) for index in range(self.months))
