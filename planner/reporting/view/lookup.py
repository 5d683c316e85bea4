"""Looking things up: input rows by id, blanks, months, the trunk's stock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.reporting.view.paths import Record, records
from planner.workbook.access import text
from planner.workbook.events.scenarios import TRUNK

if TYPE_CHECKING:
    from planner.result import Result
    from planner.workbook.tables import Row, Tables

TINY = 1e-6
"""Quantities below this are rounding."""


class Names:
    """Names, units and rows of the things in the input workbook, by their id."""

    def __init__(self, tables: Tables) -> None:
        self._rows: dict[str, dict[str, Row]] = {
            sheet: {str(row[key]): row for row in tables[sheet]}
            for sheet, key in (
                ("Items", "item"),
                ("Suppliers", "supplier"),
                ("Offers", "offer"),
                ("Products", "product"),
                ("Investments", "investment"),
                ("Events", "event"),
                ("Rules", "rule"),
            )
        }

    def row(self, sheet: str, name: str) -> Row:
        """Return the input row of an id."""
        return self._rows[sheet][name]

    def ids(self, sheet: str) -> list[str]:
        """Return the ids of a sheet in the order of its rows."""
        return list(self._rows[sheet])

    def name(self, sheet: str, name: str) -> str:
        """Return the name of an id, or the id where it has none."""
        row = self._rows[sheet].get(name)
        return (text(row, "name") or name) if row is not None else name

    def unit(self, item: str) -> str:
        """Return the unit of an item."""
        return text(self.row("Items", item), "unit")


def number(value: Any, default: float = 0.0) -> float:
    """Return a cell as a number; a blank is the default."""
    return default if value is None else float(value)


def month_of(stamp: Any) -> dt.date | None:
    """Return the month of a table's cell as a plain date."""
    return None if stamp is None else dt.date(stamp.year, stamp.month, 1)


def some_month(stamp: Any) -> dt.date:
    """Return the month of a cell that is never blank."""
    return dt.date(stamp.year, stamp.month, 1)


def trunk_rows(result: Result, sheet: str) -> list[Record]:
    """Return the trunk's rows of a result table."""
    frame = result.tables[sheet]
    return records(frame[frame["scenario"] == TRUNK])


def trunk_stock(result: Result) -> dict[str, list[Record]]:
    """Return the trunk's stock rows by item, in order of month."""
    found: dict[str, list[Record]] = {}
    for row in trunk_rows(result, "Stock"):
        found.setdefault(row["item"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: some_month(row["month"]))
    return found


def days_held(row: Record) -> float | None:
    """Return how many days a month's stock lasts; what is empty lasts none, also while a line stands."""
    days: float | None = row["days_of_cover"]
    return 0.0 if days is not None and row["stock"] <= TINY else days
