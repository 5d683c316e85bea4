"""Values as a form in one language shows them; the reader takes them back as they were."""

from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.cells import LIST_SEPARATOR
from planner.workbook.schema.choices import choice_word
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.examples_ja import EXAMPLES_JA
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Value

_PREFIXES = {"process": "工程", "stock": "在庫", "offer": "供給条件", "group": "グループ"}


def shown(sheet: str, column: Column, row: Mapping[str, Value], language: str) -> Value:
    """Return the value of a cell as the form shows it.

    Parameters
    ----------
    sheet
        Canonical name.
    column
        The cell's.
    row
        All values of its row.
    language
        ``en`` or ``ja``.
    """
    value = row.get(column.key)
    if language != "ja" or value is None:
        return value
    if isinstance(value, str) and column.kind is Kind.CHOICE:
        titles = {name: declared.ja for name, declared in SHEETS.items()} if column.key == "sheet" else None
        return choice_word(value, "ja", titles)
    if isinstance(value, tuple) and column.kind is Kind.CHOICES:
        return LIST_SEPARATOR.join(choice_word(str(part), "ja") for part in value)
    if isinstance(value, str) and (sheet, column.key) in {("Investments", "adds_to"), ("Rules", "member")}:
        before, colon, after = value.partition(":")
        return f"{_PREFIXES[before]}:{after}" if colon and before in _PREFIXES else value
    return _of_case(column, row, value) if sheet == "WhatIf" else value


def _of_case(column: Column, row: Mapping[str, Value], value: Value) -> Value:
    """Return the value of a what-if: it names a column, or holds what that column would."""
    sheet, key = str(row.get("sheet")), str(row.get("column"))
    if sheet == "Settings" and column.key == "row" and value in SETTING_COLUMNS:
        return SETTING_COLUMNS[str(value)].ja
    columns = {other.key: other for other in SHEETS[sheet].columns} if sheet in SHEETS else {}
    changed = SETTING_COLUMNS.get(str(row.get("row"))) if sheet == "Settings" else columns.get(key)
    if column.key == "column" and key in columns:
        return columns[key].ja
    if column.key == "value" and changed is not None and changed.kind is Kind.CHOICE:
        return choice_word(str(value), "ja")
    return value


def example(sheet: str, column: Column, language: str) -> str:
    """Return the example value of a column."""
    if language != "ja":
        return column.example
    if (sheet, column.key) in EXAMPLES_JA:
        return EXAMPLES_JA[sheet, column.key]
    if column.kind is Kind.CHOICES:
        return LIST_SEPARATOR.join(choice_word(part.strip(), "ja") for part in column.example.split(";"))
    if column.kind is Kind.CHOICE:
        titles = {name: declared.ja for name, declared in SHEETS.items()} if column.key == "sheet" else None
        return choice_word(column.example, "ja", titles)
    return column.example
