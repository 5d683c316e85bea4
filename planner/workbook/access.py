"""Typed reading of cells: one function per kind of value; ``None`` or empty where blank or broken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.workbook.tables import Row, Value


def as_number(value: Value) -> float | None:
    """Return a number as float; ``None`` for anything else (yes/no is no number)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def number(row: Row, key: str) -> float | None:
    """Return the number in a column, or ``None``."""
    return as_number(row.values.get(key))


def amount(row: Row, key: str, default: float = 0.0) -> float:
    """Return the number in a column, or ``default`` where there is none."""
    found = number(row, key)
    return default if found is None else found


def whole(row: Row, key: str, default: int = 0) -> int:
    """Return the whole number in a column, or ``default`` where there is none."""
    found = number(row, key)
    return default if found is None else int(found)


def text(row: Row, key: str) -> str:
    """Return the text in a column; empty where it is blank."""
    value = row.values.get(key)
    return value if isinstance(value, str) else ""


def texts(row: Row, key: str) -> tuple[str, ...]:
    """Return the list in a column; empty where it is blank."""
    value = row.values.get(key)
    if isinstance(value, tuple):
        return tuple(entry for entry in value if isinstance(entry, str))
    return (value,) if isinstance(value, str) and value else ()


def numbers(row: Row, key: str) -> tuple[float, ...]:
    """Return the numbers of a profile column; empty where it is blank."""
    value = row.values.get(key)
    if not isinstance(value, tuple):
        return ()
    return tuple(entry for entry in map(as_number, value) if entry is not None)


def month(row: Row, key: str) -> dt.date | None:
    """Return the month in a column, or ``None``."""
    value = row.values.get(key)
    return value if isinstance(value, dt.date) else None


def yes(row: Row, key: str) -> bool:
    """Tell whether a yes/no column says yes."""
    return row.values.get(key) is True
