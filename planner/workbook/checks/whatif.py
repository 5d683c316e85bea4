"""Checks of what-if cases: every row must name something that can be changed that way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.workbook.access import as_number, text
from planner.workbook.checks.added_rows import ADD_ROW, check_added_row
from planner.workbook.checks.base import Book, Findings, error, listed, nearest, percent, warning
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import quote
from planner.workbook.reading.clean import clean
from planner.workbook.reading.clean_numbers import parse_number
from planner.workbook.reading.row_names import ANY, NUMERIC, row_name, rows_named
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.schema.words import Words, column_words
from planner.workbook.tables import Row, Value

PLAN = "base"
"""What the plan itself is called beside its cases."""
READ_BY = "schema_version"
"""The setting that says how the workbook is read."""
PER_CENT = range(50, 301)
"""Factors that are rather per cent: nobody asks for a price times 110."""
SUGGEST_FROM = 500
"""Row names among which the one most like an unknown name is looked for."""


def check_whatif(book: Book) -> Findings:
    """Yield what-if rows that name nothing, or that ask for a change that cannot be made."""
    cases: dict[str, list[tuple[Row, Sequence[Row]]]] = {}
    added: set[tuple[str, str, str]] = set()
    gone: set[tuple[str, int]] = set()
    for row in book.rows("WhatIf"):
        sheet, name = text(row, "sheet"), text(row, "row")
        if text(row, "case") == PLAN:
            yield error("E312", row, "case", name=PLAN)
        if sheet not in SHEETS or sheet == "WhatIf" or not name:
            continue  # said by the reader
        targets = rows_named(book.tables, sheet, name)
        if text(row, "change") == ADD_ROW:
            yield from _addition(
                book, row, sheet, [t for t in targets if (text(row, "case"), id(t)) not in gone]
            )
            added.add((text(row, "case"), sheet, name))
            continue
        if (text(row, "case"), sheet, name) in added:
            yield from _change(row, sheet, name)
            continue
        if text(row, "change") == "remove":
            gone.update((text(row, "case"), id(target)) for target in targets)
        if not targets and not (sheet == "Settings" and name in SETTING_COLUMNS):
            yield _unknown_row(book, row, sheet, name)
        cases.setdefault(text(row, "case"), []).append((row, targets))
        yield from _change(row, sheet, name)
    for case, changes in cases.items():
        yield from _clashes(case, changes)


def _addition(book: Book, row: Row, sheet: str, targets: Sequence[Row]) -> Findings:
    """Yield a row that cannot be added."""
    if sheet == "Settings":
        yield error("E317", row, "change", setting=text(row, "row"))
        return
    if text(row, "column"):
        yield error("E324", row, "column")
    if targets and not SHEETS[sheet].summed:
        yield error("E319", row, "row", name=text(row, "row"), sheet=book.sheet_name(sheet))
    yield from check_added_row(row)


def _unknown_row(book: Book, row: Row, sheet: str, name: str) -> Finding:
    """Return the error for a name that no row has."""
    if sheet == "Settings" and name == ANY:
        return error("E315", row, "row")
    if not book.rows(sheet):
        return error("E314", row, "row", sheet=book.sheet_name(sheet))
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
        else:
            yield from _more_than_meant(row, sheet, key)
        return
    if sheet == "Settings" and name == READ_BY:
        yield error("E313", row, "row", setting=name)
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


def _more_than_meant(row: Row, sheet: str, key: str) -> Findings:
    """Yield a removal that names a cell: of a row nothing stays."""
    value = row.values.get("value")
    if key and key not in SHEETS[sheet].key:
        columns = [column for column in SHEETS[sheet].columns if column.key == key]
        yield warning("W303", row, "column", what=column_words(columns) if columns else Words(key, key))
    elif value is not None:
        yield warning("W303", row, "value", what=Words(quote(value), quote(value)))


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
        elif (by := operand(value, change, column)) is None:
            yield error("E295", row, "value", change=change)
        elif change == "multiply" and (by < 0 or quote(value).startswith(("+", "＋"))):
            # By how much more or less, where a factor is asked for: +10% would leave a tenth.
            facts = {"value": quote(value), "factor": f"{by:.4g}", "change": f"{100 * by:+.4g}%"}
            yield error("E297", row, "value", meant=percent(1 + by), **facts)
        elif change == "multiply" and by in PER_CENT:
            yield warning("W253", row, "value", value=f"{by:.4g}")
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


def operand(value: Value, change: str, column: Column) -> float | None:
    """Return the number that a column is multiplied by, or that is added to it; ``None`` where it is none.

    ``110%`` is 1.1 as a factor, and for shares and rates; added to a quantity it would say nothing.
    """
    if not isinstance(value, str):
        return as_number(value)
    per_cent = parse_number(value.strip()[:-1]) if value.strip().endswith(("%", "％")) else None
    if per_cent is not None and (change == "multiply" or column.kind in (Kind.FRACTION, Kind.RATE)):
        return per_cent / 100
    return parse_number(value)


def _clashes(case: str, changes: Sequence[tuple[Row, Sequence[Row]]]) -> Findings:
    """Yield rows of one case that take a row out and change it, or set a cell that they have changed."""
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
        twice = next((written[id(target), key] for target in targets if (id(target), key) in written), None)
        if twice is not None and change == "set":
            yield warning("W201", row, "row", case=case, name=key, other=twice.cell("row"))
        written.update({(id(target), key): row for target in targets})
