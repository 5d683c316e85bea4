"""Cells of the input tables as numbers, texts, lists and plan months; plan-years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.workbook.tables import Row, Tables


def first_year_began(tables: Tables) -> int:
    """Return the plan month (0 or before) in which the first plan-year's twelve months began."""
    began = tables.settings.get("year_start")
    first = tables.start.month
    return -((first - (int(began) if isinstance(began, int | float) else first)) % 12)


def plan_years(tables: Tables) -> list[range]:
    """Return the plan-years as ranges of plan months."""
    cuts = range(first_year_began(tables), tables.months, 12)
    return [range(max(0, cut), min(cut + 12, tables.months)) for cut in cuts]


def rows_of(tables: Tables, sheet: str) -> tuple[Row, ...]:
    """Return the rows of a sheet that older plans do not have."""
    return tables.sheets.get(sheet, ())


def number(row: Row, column: str, blank: float = 0.0) -> float:
    """Return a number, or ``blank`` where the cell has none."""
    value = row.values.get(column)
    return float(value) if isinstance(value, int | float) else blank


def text(row: Row, column: str) -> str:
    """Return a text, empty where the cell is blank."""
    value = row.values.get(column)
    return value if isinstance(value, str) else ""


def listed(row: Row, column: str) -> tuple[str, ...]:
    """Return the ids of a list cell."""
    value = row.values.get(column)
    return (
        tuple(str(part) for part in value)
        if isinstance(value, tuple)
        else ((value,) if isinstance(value, str) else ())
    )


def month(tables: Tables, row: Row, column: str, blank: int) -> int:
    """Return a month cell as plan month; it may lie outside the plan."""
    value = row.values.get(column)
    return tables.month_index(value) if isinstance(value, dt.date) else blank


def text_setting(tables: Tables, key: str) -> str:
    """Return a setting that is a text, empty where it is blank."""
    value = tables.settings.get(key)
    return value if isinstance(value, str) else ""
