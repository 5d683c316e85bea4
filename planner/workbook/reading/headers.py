"""Which sheet is which, and which column is which: names in either language, however they are typed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import EXCEL_ERRORS, is_blank, quote
from planner.workbook.reading.grids import Grid
from planner.workbook.reading.months import month_of_number, month_of_text
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.sheets import COMMENT_MARK, INPUT_PREFIX, SCHEMA, SETTINGS
from planner.workbook.schema.words import column_words

HEADER_ROWS = 20
"""The header is looked for in so many rows."""

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")


def fold(name: str) -> str:
    """Return a name without what does not matter in it: case, blanks, width, the star of what is required."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).rstrip("*")


@dataclass(frozen=True, slots=True)
class Alias:
    """One name by which a column may be called."""

    key: str
    shown: str
    """As a message shows it."""
    language: str = ""
    """Language it tells of; empty for keys, which are the same in all."""


def _aliases(columns: Sequence[Column]) -> dict[str, Alias]:
    names = {fold(column.key): Alias(column.key, column.key) for column in columns}
    for column in columns:
        names.setdefault(fold(column.en), Alias(column.key, f"{column.en} ({column.key})", "en"))
        names.setdefault(fold(column.ja), Alias(column.key, f"{column.ja} ({column.key})", "ja"))
    return names


_COLUMN_NAMES = {sheet.name: _aliases(sheet.columns) for sheet in SCHEMA}
_SETTING_NAMES = _aliases(SETTINGS)
_SHEET_NAMES = {fold(sheet.ja): (sheet, "ja") for sheet in SCHEMA} | {
    fold(sheet.name): (sheet, "en") for sheet in SCHEMA
}


def sheet_of(title: str) -> tuple[Sheet, str] | None:
    """Return the input sheet that a name means and the language it is in; ``None`` where it means none."""
    return _SHEET_NAMES.get(fold(title))


def kept_input_of(title: str) -> tuple[Sheet, str] | None:
    """Return the input sheet that ``In <Sheet>`` of a result workbook keeps."""
    title = title.strip()
    prefix = INPUT_PREFIX.casefold()
    return sheet_of(title[len(prefix) :]) if title.casefold().startswith(prefix) else None


def setting_of(name: str) -> str | None:
    """Return the key of the setting that a name means."""
    alias = _SETTING_NAMES.get(fold(name))
    return alias.key if alias else None


def near_setting(name: str) -> str:
    """Return the setting a misspelt name probably means, or an empty text."""
    return _nearest(name, _SETTING_NAMES)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of one sheet stand."""

    row: int
    columns: dict[str, int]
    """Position (A is 0) by column key."""
    months: tuple[tuple[int, dt.date], ...] = ()
    """Positions of the month columns of a wide table."""
    languages: tuple[str, ...] = ()
    """Language of each label found, for telling the workbook's."""
    missing: frozenset[str] = frozenset()
    """Required columns the sheet lacks; already reported."""
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def first(self) -> int:
        """Position of the table's first column."""
        return min((*self.columns.values(), *(at for at, _ in self.months)), default=0)


def find_header(grid: Grid, sheet: Sheet) -> Header | None:
    """Return the header of a sheet; ``None`` where none of the first rows names a column."""
    best, best_score = None, 0
    for number, values in grid.rows:
        if number > HEADER_ROWS:
            break
        score = _score(values, sheet)
        if score > best_score:
            best, best_score = (number, values), score
    return _header(grid, sheet, *best) if best else None


def address(column: int, row: int) -> str:
    """Return a cell's address; the column counts from 0."""
    return f"{get_column_letter(column + 1)}{row}"


def _score(values: Sequence[object], sheet: Sheet) -> int:
    names = _COLUMN_NAMES[sheet.name]
    found = {alias.key for value in values if isinstance(value, str) and (alias := names.get(fold(value)))}
    # The month columns of a wide table stand for month and quantity.
    return len(found) + 2 if _is_wide(values, sheet, found) else len(found)


def _is_wide(values: Sequence[object], sheet: Sheet, found: Collection[str]) -> bool:
    """Tell whether a header row has one column per month; a row of data holds a month too, but only one."""
    if not sheet.wide or "month" in found:
        return False
    months = sum(_month_header(value) is not None for value in values)
    return months > 1 or (months == 1 and sheet.key[0] in found)


def _month_header(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, 1)
    if isinstance(value, str):
        read = month_of_text(value)
        return read[0] if read else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 190_000 < value < 220_000:
        return month_of_number(value)
    return None


def _header(grid: Grid, sheet: Sheet, row: int, values: Sequence[object]) -> Header:
    names = _COLUMN_NAMES[sheet.name]
    columns: dict[str, int] = {}
    months: list[tuple[int, dt.date]] = []
    languages: list[str] = []
    unknown: list[tuple[int, str]] = []
    findings: list[Finding] = []
    matched = {alias.key for value in values if isinstance(value, str) and (alias := names.get(fold(value)))}
    wide = _is_wide(values, sheet, matched)
    for at, value in enumerate(values):
        cell = address(at, row)
        alias = names.get(fold(value)) if isinstance(value, str) else None
        month = _month_header(value) if wide else None
        if cell in grid.scan.uncached:
            findings.append(Finding(Severity.ERROR, "E162", grid.title, cell))
        elif is_blank(value):
            continue
        elif alias is not None and alias.key in columns:
            facts = {"header": quote(value), "first": address(columns[alias.key], row)}
            findings.append(Finding(Severity.ERROR, "E132", grid.title, cell, alias.key, facts))
        elif alias is not None:
            columns[alias.key] = at
            languages.append(alias.language)
        elif month is not None:
            months.append((at, month))
        elif isinstance(value, str) and value.strip() in EXCEL_ERRORS:
            findings.append(Finding(Severity.ERROR, "E161", grid.title, cell, facts={"value": value.strip()}))
        elif not quote(value).startswith((COMMENT_MARK, "＃")):
            unknown.append((at, quote(value)))
    if wide:
        # Month columns take the place of these two.
        columns.pop("quantity", None)
        matched = matched - {"quantity"} | {"month", "quantity"}
    guesses = set()
    free = {name: alias for name, alias in names.items() if alias.key not in matched}
    for at, header in unknown:
        near = _nearest(header, free)
        guesses.add(free[near].key if near else "")
        facts = {"header": header, **({"near": free[near].shown} if near else {})}
        findings.append(
            Finding(Severity.ERROR, "E130" if near else "E131", grid.title, address(at, row), facts=facts)
        )
    missing = [column for column in sheet.columns if column.required and column.key not in matched]
    found = ", ".join(quote(value) for value in values if not is_blank(value))
    findings += [
        Finding(
            Severity.ERROR,
            "E133",
            grid.title,
            f"A{row}",
            column.key,
            {"column": column_words([column]), "found": found},
        )
        for column in missing
        if column.key not in guesses  # the misspelt header is reported, with the right one
    ]
    keys = frozenset(column.key for column in missing)
    return Header(row, columns, tuple(months), tuple(languages), keys, tuple(findings))


def unread_columns(grid: Grid, header: Header) -> list[Finding]:
    """Return a note for every column that holds something but has no header."""
    values = next(values for number, values in grid.rows if number == header.row)
    headed = {at for at, value in enumerate(values) if not is_blank(value)}
    filled: set[int] = set()
    for number, below in grid.rows:
        if number > header.row and not is_comment(below, header):
            filled.update(at for at, value in enumerate(below) if value is not None and at not in headed)
    return [
        Finding(
            Severity.NOTE,
            "N130",
            grid.title,
            address(at, header.row),
            facts={"letter": get_column_letter(at + 1)},
        )
        for at in sorted(filled)
        if address(at, header.row) not in grid.scan.uncached
    ]


def is_comment(values: Sequence[object], header: Header) -> bool:
    """Tell whether a row is a comment: its first cell, or the first one of the table, begins with ``#``."""
    for at in {0, header.first}:
        value = values[at] if at < len(values) else None
        if isinstance(value, str) and value.strip().startswith((COMMENT_MARK, "＃")):
            return value.strip() not in EXCEL_ERRORS
    return False


def _nearest(name: str, names: dict[str, Alias]) -> str:
    folded = fold(_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))
    return next(iter(difflib.get_close_matches(folded, names, n=1, cutoff=0.6)), "")
