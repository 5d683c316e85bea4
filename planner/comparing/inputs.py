"""What differs between the inputs of two plans, sheet by sheet, row by row, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from planner.changes import summed
from planner.reporting.comparison.content import InputChange
from planner.workbook.cells import value_text
from planner.workbook.reading.row_names import row_name
from planner.workbook.schema.sheets import SCHEMA
from planner.workbook.tables import Row, Tables, Value

ASIDE = frozenset({"note", "source"})
"""Columns that say something to people and nothing to the plan."""


def input_changes(
    side: str, before: Tables, after: Tables, *, everything: bool = False
) -> Iterator[InputChange]:
    """Yield every difference that the plan can feel; what is blank and what is its default are the same.

    Parameters
    ----------
    side
        Name of the second plan.
    before, after
        Checked tables.
    everything
        Also the cells that are filled and do not differ.
    """
    for key in dict.fromkeys([*before.settings, *after.settings]):
        old, new = before.settings.get(key), after.settings.get(key)
        if key != "schema_version" and (old != new or (everything and new is not None)):
            yield InputChange(side, "Settings", key, "value", _change(old, new), old, new)
    for sheet in SCHEMA:
        if sheet.name in ("Settings", "WhatIf"):
            continue
        first, second = _by_name(before, sheet.name), _by_name(after, sheet.name)
        columns = [column.key for column in sheet.columns if column.key not in {*sheet.key, *ASIDE}]
        for name in dict.fromkeys([*first, *second]):
            one, other = first.get(name), second.get(name)
            if one is None or other is None:
                yield _whole_row(side, sheet.name, name, one, other)
                continue
            for key in columns:
                if one[key] != other[key] or (everything and key in one.given & other.given):
                    change = _change(one[key], other[key])
                    yield InputChange(side, sheet.name, name, key, change, one[key], other[key])


def _change(before: Value, after: Value) -> str:
    return "same" if before == after else "changed"


def _by_name(tables: Tables, sheet: str) -> dict[str, Row]:
    declared = next(one for one in SCHEMA if one.name == sheet)
    rows = summed(sheet, tables[sheet]) if declared.summed else tables[sheet]
    return {row_name(sheet, row): row for row in rows}


def _whole_row(side: str, sheet: str, name: str, one: Row | None, other: Row | None) -> InputChange:
    if one is None and other is not None:
        return InputChange(side, sheet, name, "", "added", None, _told(other))
    return InputChange(side, sheet, name, "", "removed", _told(one) if one is not None else None, None)


def _told(row: Row) -> str:
    """Return what was filled in a row, in one text."""
    given = (key for key in row.values if key in row.given and key not in ASIDE)
    return "; ".join(f"{key}={value_text(row[key])}" for key in given)
