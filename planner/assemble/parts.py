"""How cells become parts of records, whatever the sheet."""

from __future__ import annotations

from models.plan.names import Country
from planner.workbook.access import month, text
from planner.workbook.tables import Row, Tables


def by_id(tables: Tables, sheet: str, key: str) -> list[tuple[str, Row]]:
    """Return the rows of a sheet with their ids, sorted by these."""
    return sorted(((text(row, key), row) for row in tables[sheet]), key=lambda pair: pair[0])


def month_or(tables: Tables, row: Row, key: str, default: int) -> int:
    """Return a month column as a plan month."""
    date = month(row, key)
    return default if date is None else tables.month_index(date)


def country(row: Row, key: str) -> Country | None:
    """Return a country; ``None`` where the cell is blank."""
    return Country(text(row, key)) if text(row, key) else None
