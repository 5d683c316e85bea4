"""Rows that a what-if case adds: ``supplier=ACME; item=DY; price=120`` as a typed row of a sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from planner.workbook.access import text
from planner.workbook.checks.base import Findings, error, listed, nearest
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import quote
from planner.workbook.reading.clean import clean
from planner.workbook.reading.row_names import key_of
from planner.workbook.schema.columns import Column
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.schema.words import Words, column_words
from planner.workbook.tables import Row, Value

ADD_ROW = "add_row"
_BETWEEN = re.compile(r"[;；\n]")
_IS = re.compile(r"[=＝]")


def added_row(change: Row, number: int) -> Row | None:
    """Return the row that a change adds, with the sheet's defaults; ``None`` where it names none."""
    sheet = text(change, "sheet")
    cells, findings = _cells(change)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None
    filled: dict[str, Value] = {column.key: column.default for column in SHEETS[sheet].columns}
    return Row(sheet, number, filled | cells, frozenset(cells))


def check_added_row(change: Row) -> Findings:
    """Yield what is wrong with a row that a case adds, by itself."""
    yield from _cells(change)[1]


def _cells(change: Row) -> tuple[dict[str, Value], list[Finding]]:
    """Return what is typed in the new row, and what is wrong with it."""
    sheet, name = text(change, "sheet"), text(change, "row")
    columns = {column.key: column for column in SHEETS[sheet].columns}
    key = key_of(sheet, name)
    if key is None:
        facts = {"name": name, "sheet": sheet, "key": "/".join(SHEETS[sheet].key)}
        return {}, [error("E322", change, "row", **facts)]
    cells: dict[str, Value] = {part: value for part, value in key.items() if value is not None}
    findings: list[Finding] = []
    written = change.values.get("value")
    pairs = [piece.strip() for piece in _BETWEEN.split("" if written is None else str(written))]
    for pair in filter(None, pairs):
        named, *value = _IS.split(pair, maxsplit=1)
        if not value:
            findings.append(error("E318", change, "value", found=quote(pair)))
            continue
        column = _named(columns, named)
        if column is None:
            findings.append(_unknown(change, sheet, named.strip(), columns))
        elif column.key in cells or column.key in key:
            findings.append(error("E320", change, "value", field=column_words([column])))
        else:
            _type(change, column, value[0].strip(), cells, findings)
    for column in columns.values():
        if column.required and cells.get(column.key) is None and not findings:
            findings.append(error("E321", change, "value", field=column_words([column]), key=column.key))
    return cells, findings


def _type(
    change: Row, column: Column, written: str, cells: dict[str, Value], findings: list[Finding]
) -> None:
    value, remarks = clean(written, column)
    wrong = next((remark for remark in remarks if remark.severity is Severity.ERROR), None)
    if wrong is not None:
        said = Finding(Severity.ERROR, wrong.code, facts=wrong.facts)
        problem = Words(said.message("en"), said.message("ja"))
        findings.append(
            error(
                "E323", change, "value", field=column_words([column]), found=quote(written), problem=problem
            )
        )
    elif value is not None:
        cells[column.key] = value


def _named(columns: Mapping[str, Column], name: str) -> Column | None:
    """Return the column that is meant: by its key or its label in either language."""
    wanted = _folded(name)
    return next(
        (column for column in columns.values() if wanted in map(_folded, (column.key, column.en, column.ja))),
        None,
    )


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _unknown(change: Row, sheet: str, name: str, columns: Mapping[str, Column]) -> Finding:
    near = nearest(name, columns)
    facts = {"name": name, "sheet": sheet, "known": listed(columns)}
    return error("E293" if near else "E292", change, "value", near=near, **facts)
