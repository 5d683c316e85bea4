"""What a cell that could not be read, or that names what is nowhere, was likely meant to hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from planner.workbook.access import as_number, text, texts
from planner.workbook.reading.clean import clean
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Row, Tables, Value

Cell = tuple[str, int, str]
"""Canonical sheet name, row number, column key."""

_COUNTRIES = (Kind.COUNTRY, Kind.COUNTRIES)


@dataclass(frozen=True, slots=True)
class Meant:
    """What one finding says about the value of its cell."""

    near: str = ""
    """The value that its message suggests; empty where it suggests none."""
    instead_of: str = ""
    """The one name in the cell that is wrong; empty where the whole cell is."""


def with_likely_values(tables: Tables, cells: Mapping[Cell, Sequence[Meant]]) -> Tables:
    """Return the tables with a likely value in each of some cells."""
    by_row: dict[tuple[str, int], list[str]] = {}
    for sheet, number, key in cells:
        by_row.setdefault((sheet, number), []).append(key)
    sheets = dict(tables.sheets)
    for name in {sheet for sheet, _ in by_row} & set(sheets):
        sheets[name] = tuple(
            _filled(row, {key: cells[name, row.number, key] for key in by_row[name, row.number]}, tables)
            if (name, row.number) in by_row
            else row
            for row in sheets[name]
        )
    settings = dict(tables.settings)
    for sheet, _, key in cells:
        if sheet == "Settings" and key in SETTING_COLUMNS:
            settings[key] = _example(SETTING_COLUMNS[key])
    return replace(tables, sheets=sheets, settings=settings)


def _filled(row: Row, cells: Mapping[str, Sequence[Meant]], tables: Tables) -> Row:
    columns = {column.key: column for column in SHEETS[row.sheet].columns}
    likely = {
        key: _likely(row, columns[key], meant, tables)
        for key, meant in cells.items()
        if key in columns and key in row.values
    }
    return replace(row, values={**row.values, **likely}, given=row.given | likely.keys())


def _likely(row: Row, column: Column, meant: Sequence[Meant], tables: Tables) -> Value:
    """Return what is meant where that is said, else what other rows have, else what the template shows."""
    key, own = column.key, row.values.get(column.key)
    wrong = [one for one in meant if one.instead_of]
    if wrong:
        return _corrected(own, wrong, _first_id(column, tables))
    near = next((one.near for one in meant if one.near), "")
    if near and column.kind is Kind.CHOICE:
        return near if near in column.choices else own
    if column.kind is Kind.CURRENCY and not near and row.sheet == "Offers":
        # The blank means the plan's own, so another one is tried.
        return next((rate for fx in tables.sheets.get("FX", ()) if (rate := text(fx, "currency"))), own)
    if column.kind in _COUNTRIES or column.kind is Kind.CURRENCY:
        code = near.split(" ")[0] or next(iter(_wanted(row, column, tables)), "")
        if code:
            return (code,) if column.kind is Kind.COUNTRIES else code
    others = [
        value
        for other in _rows_like(row, key, tables)
        if other is not row and key in other.given and (value := other.values.get(key)) not in (None, own)
    ]
    if column.kind is Kind.CHOICE:
        return next((choice for choice in column.choices if choice != own), own)
    if column.kind is Kind.YESNO:
        return own is not True
    numbers = [number for value in others if (number := as_number(value)) is not None]
    if numbers and len(numbers) == len(others):
        middle = median(numbers)
        return int(middle) if column.kind is Kind.INTEGER else middle
    if column.ref:
        name = _first_id(column, tables)
        return (name,) if column.kind is Kind.IDS else name or None
    return others[0] if others else _example(column)


def _rows_like(row: Row, key: str, tables: Tables) -> Sequence[Row]:
    """Return the rows of a sheet, of offers those of one item and currency where there are others."""
    rows = tables.sheets[row.sheet]
    if row.sheet != "Offers":
        return rows
    named = [(text(row, "item"), text(row, "currency")), (text(row, "item"),), (text(row, "currency"),)]
    for parts, keys in zip(named, (("item", "currency"), ("item",), ("currency",)), strict=True):
        alike = [other for other in rows if tuple(text(other, one) for one in keys) == parts]
        if any(key in other.given for other in alike if other is not row):
            return alike
    return rows


def _corrected(own: Value, wrong: Sequence[Meant], fallback: str) -> Value:
    """Return the names in a cell with the wrong ones replaced."""
    right = {one.instead_of: one.near or fallback for one in wrong}
    if isinstance(own, tuple):
        return tuple(right.get(str(name), str(name)) for name in own)
    return right.get(str(own), str(own)) or None


def _first_id(column: Column, tables: Tables) -> str:
    if not column.ref:
        return ""
    key = SHEETS[column.ref].key[0]
    return next((text(row, key) for row in tables.sheets.get(column.ref, ()) if text(row, key)), "")


def _wanted(row: Row, column: Column, tables: Tables) -> Iterable[str]:
    """Yield what other sheets speak of and no other row of this one has: a country, or a currency."""
    there = {text(other, column.key) for other in tables.sheets[row.sheet] if other is not row}
    if column.kind is Kind.CURRENCY:
        asked = [text(offer, "currency") for offer in tables.sheets.get("Offers", ())]
        return (name for name in asked if row.sheet == "FX" and name and name not in there)
    named = [name for event in tables.sheets.get("Events", ()) for name in texts(event, "country")]
    named += [text(rule, "member") for rule in tables.sheets.get("Rules", ())]
    return (name for name in named if len(name) == len("CN") and name.isupper() and name not in there)


def _example(column: Column) -> Value:
    value, _ = clean(column.example, column)
    return value
