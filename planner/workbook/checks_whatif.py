"""Checks of what-if cases: every row must name something that can be changed that way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.workbook.access import as_number, text
from planner.workbook.checks_base import Book, Findings, error, listed, nearest, warning
from planner.workbook.clean import clean
from planner.workbook.clean_numbers import parse_number
from planner.workbook.columns import Column
from planner.workbook.findings import Finding, Severity
from planner.workbook.row_names import NUMERIC, row_name, rows_named
from planner.workbook.schema import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Row
from planner.workbook.words import column_words

SUGGEST_FROM = 500
"""Row names among which the one most like an unknown name is looked for."""


def check_whatif(book: Book) -> Findings:
    """Yield what-if rows that name nothing, or that ask for a change that cannot be made."""
    cases: dict[str, list[tuple[Row, Sequence[Row]]]] = {}
    for row in book.rows("WhatIf"):
        sheet, name = text(row, "sheet"), text(row, "row")
        if sheet not in SHEETS or sheet == "WhatIf" or not name:
            continue  # said by the reader
        targets = rows_named(book.tables, sheet, name)
        if not targets and not (sheet == "Settings" and name in SETTING_COLUMNS):
            yield _unknown_row(book, row, sheet, name)
        cases.setdefault(text(row, "case"), []).append((row, targets))
        yield from _change(row, sheet, name)
    for case, changes in cases.items():
        yield from _clashes(case, changes)


def _unknown_row(book: Book, row: Row, sheet: str, name: str) -> Finding:
    """Return the error for a name that no row has."""
    names = [row_name(sheet, other) for other in book.rows(sheet)[:SUGGEST_FROM]]
    if sheet == "Settings":
        names = list(SETTING_COLUMNS)
    near = nearest(name, names)
    facts = {"name": name, "sheet": book.sheet_name(sheet), "key": "/".join(SHEETS[sheet].key)}
    return error("E291" if near else "E290", row, "row", near=near, **facts)


def _change(row: Row, sheet: str, name: str) -> Findings:
    """Yield a change whose column or value does not go with it."""
    change, key = text(row, "change"), text(row, "column")
    if change == "remove":
        if sheet == "Settings":
            yield error("E289", row, "change", setting=name)
        return
    if not key:
        yield error("E294", row, "column", change=change)
        return
    columns: Mapping[str, Column] = {column.key: column for column in SHEETS[sheet].columns}
    if sheet == "Settings":
        if name not in SETTING_COLUMNS:
            return  # said above
        columns = {"value": SETTING_COLUMNS[name]}
    if key not in columns:
        yield _unknown_column(row, sheet, key, columns)
        return
    yield from _value(row, change, columns[key])


def _unknown_column(row: Row, sheet: str, key: str, columns: Mapping[str, Column]) -> Finding:
    """Return the error for a column that the sheet does not have; its label is taken as a hint."""
    labels = {label: column.key for column in columns.values() for label in (column.en, column.ja)}
    near = nearest(key, [*columns, *labels])
    near = labels.get(near, near)
    facts = {"name": key, "sheet": sheet, "known": listed(columns)}
    return error("E293" if near else "E292", row, "column", near=near, **facts)


def _value(row: Row, change: str, column: Column) -> Findings:
    """Yield a value that the column cannot hold, or that cannot be counted with."""
    value = row.values.get("value")
    if change in ("multiply", "add"):
        if column.kind not in NUMERIC:
            yield error("E296", row, "change", change=change, field=column_words([column]))
        elif as_number(value) is None and not (isinstance(value, str) and parse_number(value) is not None):
            yield error("E295", row, "value", change=change)
    elif value is None:
        if column.required:
            yield error("E288", row, "value", field=column_words([column]))
    else:
        _, remarks = clean(value, column)
        for remark in remarks:
            if remark.severity is Severity.ERROR:
                yield Finding(
                    remark.severity, remark.code, row.sheet, row.cell("value"), "value", remark.facts
                )


def _clashes(case: str, changes: Sequence[tuple[Row, Sequence[Row]]]) -> Findings:
    """Yield rows of one case that take a row out and change it, or set one cell twice."""
    removed: dict[int, Row] = {}
    for row, targets in changes:
        if text(row, "change") == "remove":
            removed.update({id(target): row for target in targets})
    written: dict[tuple[int, str], Row] = {}
    for row, targets in changes:
        change, key = text(row, "change"), text(row, "column")
        if change == "remove":
            continue
        gone = next((removed[id(target)] for target in targets if id(target) in removed), None)
        if gone is not None:
            yield error("E299", row, "row", case=case, name=text(row, "row"), other=gone.cell("row"))
        if change != "set":
            continue
        twice = next((written[id(target), key] for target in targets if (id(target), key) in written), None)
        if twice is not None:
            yield warning("W201", row, "row", case=case, name=key, other=twice.cell("row"))
        written.update({(id(target), key): row for target in targets})
