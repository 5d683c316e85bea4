"""Rows by their names: the parts of a row's key joined by ``/``, as what-if cases write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from planner.workbook.access import as_number
from planner.workbook.history import arrival_month
from planner.workbook.reading.cell_values import month_text, shortest
from planner.workbook.reading.clean import clean_id
from planner.workbook.reading.clean_numbers import parse_number
from planner.workbook.reading.months import month_of_text
from planner.workbook.schema.choices import names_of
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Row, Tables, Value

ANY = "*"
"""Part of a row's name that stands for whatever stands there."""

_BLANK = ""
"""Part of a row's name whose cell is blank."""
_Part = str | float | dt.date
NUMERIC = frozenset({Kind.NUMBER, Kind.FRACTION, Kind.RATE, Kind.INTEGER})
"""Kinds of columns that hold numbers."""


def row_name(sheet: str, row: Row) -> str:
    """Return the name of a row: the parts of its key joined by ``/``, months as ``2026-04``, blanks empty."""
    return "/".join(_text(row.values.get(key)) for key in SHEETS[sheet].key)


def rows_named(tables: Tables, sheet: str, name: str) -> tuple[Row, ...]:
    """Return the rows that a name stands for.

    Parameters
    ----------
    tables
        The plan.
    sheet
        Canonical name of the sheet.
    name
        Parts of the key joined by ``/``, months in any form a cell may have; a part ``*`` stands for any,
        ``*`` alone for all rows, an empty part for a blank cell. Last parts that may be blank can be left
        out and then stand for any: ``EUR`` names every rate of EUR. A setting is named by its key alone.
    """
    rows = tables.sheets.get(sheet, ())
    if sheet == "Settings":
        return tuple(row for row in rows if row.values.get("key") == name)
    if name.strip() == ANY:
        return tuple(rows)
    keys = SHEETS[sheet].key
    for length in range(len(keys), _needed(SHEETS[sheet]) - 1, -1):
        readings = list(_readings(SHEETS[sheet], name, length))
        found = tuple(
            row
            for row in rows
            if any(
                all(
                    part == ANY or part in _meant(tables, row, key)
                    for key, part in zip(keys, reading, strict=False)
                )
                for reading in readings
            )
        )
        if found:
            return found
    return ()


def key_of(sheet: str, name: str) -> dict[str, Value] | None:
    """Return what a name says of each part of a row's key; ``None`` where it cannot name one new row."""
    keys = SHEETS[sheet].key
    for length in range(len(keys), _needed(SHEETS[sheet]) - 1, -1):
        for reading in _readings(SHEETS[sheet], name, length):
            if ANY not in reading:
                found = (None if part == _BLANK else part for part in reading)
                return dict(zip(keys, found, strict=False))
    return None


def _needed(sheet: Sheet) -> int:
    """Return how many parts a name must have: the last ones that may be blank can be left out."""
    needed = len(sheet.key)
    while needed > 1 and not sheet.column(sheet.key[needed - 1]).required:
        needed -= 1
    return needed


def _meant(tables: Tables, row: Row, key: str) -> tuple[Value, ...]:
    """Return what a part may be written as: the cell's value, empty where it is blank, its default."""
    value = row.values.get(key)
    if value is not None:
        return (value,)
    if row.sheet == "History" and key == "arrival_month":
        arrival = arrival_month(tables, row)
        return (_BLANK,) if arrival is None else (_BLANK, arrival)
    return (_BLANK,)


def _readings(sheet: Sheet, name: str, length: int) -> Iterator[tuple[_Part, ...]]:
    """Yield every way to read a name as the first parts of a key: ids and months may hold a ``/`` too."""
    pieces = name.split("/")
    for cuts in combinations(range(1, len(pieces)), length - 1):
        ends = zip((0, *cuts), (*cuts, len(pieces)), strict=True)
        parts = [
            _typed("/".join(pieces[a:b]).strip(), sheet.column(key))
            for key, (a, b) in zip(sheet.key, ends, strict=False)
        ]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            yield tuple(known)


def _typed(part: str, column: Column) -> _Part | None:
    if part == ANY:
        return ANY
    if part == _BLANK:
        return None if column.required else _BLANK
    if column.kind is Kind.MONTH:
        read = month_of_text(part)
        return None if read is None else read[0]
    if column.kind in NUMERIC:
        return parse_number(part)
    if column.kind is Kind.CHOICE:
        return next((c for c in column.choices if part in names_of(c)), clean_id(part)[0])
    return clean_id(part)[0]


def _text(value: Value) -> str:
    if isinstance(value, dt.date):
        return month_text(value)
    number = as_number(value)
    if number is not None:
        return shortest(number)
    return value if isinstance(value, str) else ""
