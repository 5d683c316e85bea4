"""Which sheet is which, and which column is which: names in either language, however they are typed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import EXCEL_ERRORS, is_blank, month_text, quote
from planner.workbook.reading.grids import Grid
from planner.workbook.reading.month_headers import MonthHeader, NoMonth, month_headers
from planner.workbook.reading.months import speaks_of_time
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.former import COMMENT_LABELS, FORMER_LABELS, FORMER_SHEETS
from planner.workbook.schema.sheets import (
    COMMENT_MARK,
    GROUP_SIGN,
    INPUT_PREFIX,
    INPUT_PREFIX_JA,
    SCHEMA,
    SETTINGS,
)
from planner.workbook.schema.words import Words, column_words

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


def _aliases(columns: Sequence[Column], sheet: str) -> dict[str, Alias]:
    names = {fold(column.key): Alias(column.key, column.key) for column in columns}
    for column in columns:
        names.setdefault(fold(column.en), Alias(column.key, f"{column.en} ({column.key})", "en"))
        names.setdefault(fold(column.ja), Alias(column.key, f"{column.ja} ({column.key})", "ja"))
    for column in columns:
        for former in FORMER_LABELS.get((sheet, column.key), ()):
            names.setdefault(fold(former), Alias(column.key, f"{column.ja} ({column.key})", "ja"))
    return names


_COLUMN_NAMES = {sheet.name: _aliases(sheet.columns, sheet.name) for sheet in SCHEMA}
_SETTING_NAMES = _aliases(SETTINGS, "Settings")
_COMMENTS = frozenset(map(fold, COMMENT_LABELS))
_SHEET_NAMES = {
    fold(name): (sheet, "ja") for sheet in SCHEMA for name in (*FORMER_SHEETS.get(sheet.name, ()), sheet.ja)
} | {fold(sheet.name): (sheet, "en") for sheet in SCHEMA}


def sheet_of(title: str) -> tuple[Sheet, str] | None:
    """Return the input sheet that a name means and the language it is in; ``None`` where it means none."""
    return _SHEET_NAMES.get(fold(title))


def kept_input_of(title: str) -> tuple[Sheet, str] | None:
    """Return the input sheet that ``In <Sheet>`` of a result workbook keeps."""
    title = title.strip()
    for prefix in (INPUT_PREFIX, INPUT_PREFIX_JA):
        if title.casefold().startswith(prefix.casefold()):
            return sheet_of(title[len(prefix) :])
    return None


def column_key(sheet: str, name: str) -> str | None:
    """Return the key of the column whose Japanese label a name is, on a sheet by its canonical name."""
    alias = _COLUMN_NAMES.get(sheet, {}).get(fold(name))
    return alias.key if alias and alias.language == "ja" else None


def column_named(sheet: Sheet, name: object) -> str | None:
    """Return the key of the column that a cell names on a sheet, by its key or by its label."""
    alias = _COLUMN_NAMES[sheet.name].get(fold(name)) if isinstance(name, str) else None
    return alias.key if alias else None


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
    rows: dict[int, int] = field(default_factory=dict)
    """Row of a month column's header, by position, where it stands in another row."""
    unread: bool = False
    """Some column could not be told."""

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
        labels_above = (
            best is not None
            and number == best[0] + 1
            and _of_keys(values, sheet)
            and not _of_keys(best[1], sheet)
        )
        if score > best_score or (score == best_score > 0 and labels_above):
            best, best_score = (number, values), score
    return _Reader(grid, sheet, *best).header() if best else None


def _of_keys(values: Sequence[object], sheet: Sheet) -> bool:
    """Tell whether a row names its columns by their keys."""
    return all(not alias.language for alias in _named(values, sheet).values())


def address(column: int, row: int) -> str:
    """Return a cell's address; the column counts from 0."""
    return f"{get_column_letter(column + 1)}{row}"


def _named(values: Sequence[object], sheet: Sheet) -> dict[int, Alias]:
    names = _COLUMN_NAMES[sheet.name]
    return {
        at: alias
        for at, value in enumerate(values)
        if isinstance(value, str) and (alias := names.get(fold(value)))
    }


def _score(values: Sequence[object], sheet: Sheet) -> int:
    found = {alias.key for alias in _named(values, sheet).values()}
    # The month columns of a wide table stand for month and quantity.
    wide = "month" not in found and _tells_months(
        values, sheet, sheet.key[0] in found if sheet.key else False
    )
    return len(found) + 2 if wide else len(found)


def _tells_months(values: Sequence[object], sheet: Sheet, keyed: bool) -> bool:
    """Tell whether a row has one column per month; a row of data holds a month too, but only one."""
    if not sheet.wide:
        return False
    found, doubts = month_headers(values)
    if keyed:
        return bool(found) or len(doubts) > 1
    return sum(not isinstance(values[at], int | float) or values[at] > 190_000 for at in found) > 1  # type: ignore[operator]


class _Reader:
    """One header row, taken apart."""

    def __init__(self, grid: Grid, sheet: Sheet, row: int, values: Sequence[object]) -> None:
        self._grid, self._sheet, self._row, self._values = grid, sheet, row, values
        self._named = _named(values, sheet)
        self._findings: list[Finding] = []
        self._months: dict[int, tuple[int, MonthHeader]] = {}
        """Header row and month by position."""
        self._doubts: dict[int, tuple[int, NoMonth]] = {}
        self._wide = sheet.wide and self._is_wide()

    def header(self) -> Header:
        """Return where the columns stand, with everything found on the way."""
        columns: dict[str, int] = {}
        languages: list[str] = []
        unknown: list[tuple[int, str]] = []
        for at, value in enumerate(self._values):
            cell = address(at, self._row)
            alias = self._named.get(at)
            if cell in self._grid.scan.uncached:
                self._report("E162", cell)
            elif is_blank(value) or at in self._months or at in self._doubts:
                continue
            elif alias is not None and alias.key in columns:
                facts = {"header": quote(value), "first": address(columns[alias.key], self._row)}
                self._report("E132", cell, alias.key, **facts)
            elif alias is not None:
                columns[alias.key] = at
                languages.append(alias.language)
            elif isinstance(value, str) and value.strip() in EXCEL_ERRORS:
                self._report("E161", cell, value=value.strip())
            elif not _is_aside(value):
                unknown.append((at, quote(value)))
        matched = {alias.key for alias in self._named.values()}
        if self._wide:
            # Month columns take the place of these two.
            columns.pop("quantity", None)
            columns.pop("month", None)
            matched = matched - {"quantity"} | {"month", "quantity"}
        self._report_months()
        missing = self._report_names(unknown, matched)
        months = tuple((at, header.month) for at, (_, header) in sorted(self._months.items()))
        places = {at: row for at, (row, _) in self._months.items() if row != self._row}
        unread = bool(self._doubts) or any(f.severity is Severity.ERROR for f in self._findings)
        return Header(
            self._row,
            columns,
            months if self._wide else (),
            tuple(languages),
            missing,
            tuple(self._findings),
            places,
            unread,
        )

    def _report(self, code: str, cell: str, key: str = "", **facts: object) -> None:
        severity = Severity.NOTE if code.startswith("N") else Severity.ERROR
        self._findings.append(Finding(severity, code, self._grid.title, cell, key, facts))

    def _is_wide(self) -> bool:
        """Tell whether the table has one column per month, and keep these."""
        above = [values for number, values in self._grid.rows if number < self._row][::-1]
        self._keep(self._row, self._values, above)
        for number, values in self._grid.rows:
            # The template's rows of labels and units may bear the months that its row of keys does not.
            if number > self._row and values and str(values[0] or "").strip().startswith(COMMENT_MARK):
                blank = [None if self._taken(at) else value for at, value in enumerate(values)]
                self._keep(number, blank, [])
            elif number > self._row:
                break
        keys = {alias.key for alias in self._named.values()}
        keyed = bool(self._sheet.key) and self._sheet.key[0] in keys
        if "month" not in keys:
            times = len(self._months) + len(self._doubts)
            return len(self._months) > 1 or (
                keyed and (times > 0 or ("quantity" not in keys and self._timely()))
            )
        if len(self._months) < 2:  # one may be a slip
            self._months.clear()
            return False
        long = [at for at, alias in self._named.items() if alias.key in ("month", "quantity")]
        if not self._filled(long):
            return True
        if self._filled(self._months):
            cells = address(min(self._months), self._row)
            self._report("E134", cells, "month", first=address(min(long), self._row))
        self._doubts.clear()
        return False

    def _timely(self) -> bool:
        """Tell whether columns that are not known may be meant as months."""
        unknown = (quote(value) for at, value in enumerate(self._values) if not self._known(at, value))
        return sum(map(speaks_of_time, unknown)) > 1

    def _known(self, at: int, value: object) -> bool:
        return at in self._named or is_blank(value) or quote(value).startswith((COMMENT_MARK, "＃"))

    def _taken(self, at: int) -> bool:
        return at in self._months or (at < len(self._values) and not is_blank(self._values[at]))

    def _keep(self, row: int, values: Sequence[object], above: Sequence[Sequence[object]]) -> None:
        free = [None if row == self._row and at in self._named else value for at, value in enumerate(values)]
        found, doubts = month_headers(free, above)
        if row != self._row and len(found) < 2:  # an example beside the table
            return
        self._months.update({at: (row, header) for at, header in found.items() if at not in self._months})
        self._doubts.update({at: (row, doubt) for at, doubt in doubts.items() if at not in self._months})

    def _filled(self, columns: Iterable[int]) -> bool:
        columns = list(columns)
        header = Header(self._row, {alias.key: at for at, alias in self._named.items()})
        return any(
            number > self._row
            and not is_comment(values, header)
            and any(at < len(values) and not is_blank(values[at]) for at in columns)
            for number, values in self._grid.rows
        )

    def _numbers_below(self, at: int) -> bool:
        """Tell whether a column holds numbers."""
        return any(
            number > self._row and at < len(values) and isinstance(values[at], int | float)
            for number, values in self._grid.rows
        )

    def _report_months(self) -> None:
        """Say how month columns were read that were not plain, and which are no months for certain."""
        for at, (row, doubt) in self._doubts.items():
            self._report(doubt.code, address(at, row), "", **dict(doubt.facts))
        if not self._wide:
            return
        first: dict[tuple[dt.date, int], str] = {}
        for at, (row, header) in sorted(self._months.items()):
            read = month_text(header.month)
            # Weeks of one month are added up; the month itself stands there once, or it counts twice.
            before = first.setdefault((header.month, header.day), address(at, row))
            if before != address(at, row):
                self._report("E132", address(at, row), "month", header=header.written or read, first=before)
            if header.day != 1:
                self._report("N164", address(at, row), "month", day=header.day, read=read)
            elif header.written:
                self._report("N162", address(at, row), "month", value=header.written, read=read)

    def _report_names(self, unknown: Sequence[tuple[int, str]], matched: Collection[str]) -> frozenset[str]:
        """Report columns that are not known and required ones that are not there; return the latter."""
        names = _COLUMN_NAMES[self._sheet.name]
        free = {name: alias for name, alias in names.items() if alias.key not in matched}
        guesses = set()
        for at, header in unknown:
            near = _nearest(header, free)
            guesses.add(free[near].key if near else "")
            code = "E130" if near else "E193" if self._wide and self._numbers_below(at) else "E131"
            near_facts: dict[str, Any] = {}
            if near:
                column = self._sheet.column(free[near].key)
                near_facts = {"near": free[near].shown, "near_key": column.key, "unit": Words("", "")}
                if column.kind in (Kind.NUMBER, Kind.INTEGER, Kind.FRACTION, Kind.RATE) and column.unit_en:
                    near_facts["unit"] = Words(
                        f" It is in {column.unit_en}.", f"単位は{column.unit_ja}です。"
                    )
            self._report(code, address(at, self._row), header=header, **near_facts)
        missing = [c for c in self._sheet.columns if c.required and c.key not in matched]
        found = ", ".join(quote(value) for value in self._values if not is_blank(value))
        for column in missing:
            if column.key not in guesses:  # the misspelt header is reported, with the right one
                facts = {"column": column_words([column]), "found": found}
                self._report("E133", f"A{self._row}", column.key, **facts)
        return frozenset(column.key for column in missing)


def unread_columns(grid: Grid, header: Header) -> list[Finding]:
    """Return a note for every column that holds something but has no header, of numbers a warning."""
    values = next(values for number, values in grid.rows if number == header.row)
    headed = {at for at, value in enumerate(values) if not is_blank(value)} | set(header.rows)
    filled: dict[int, bool] = {}
    for number, below in grid.rows:
        if number > header.row and not is_comment(below, header):
            for at, value in enumerate(below):
                if value is not None and at not in headed:
                    numeric = isinstance(value, int | float) and not isinstance(value, bool)
                    filled[at] = filled.get(at, False) or numeric
    return [
        Finding(
            Severity.WARNING if filled[at] else Severity.NOTE,
            "W130" if filled[at] else "N130",
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


def _is_aside(header: object) -> bool:
    """Tell whether a header heads no column of the plan: a comment, or a group that the template folds."""
    shown = quote(header)
    return shown.startswith((COMMENT_MARK, "＃")) or shown.endswith(GROUP_SIGN) or fold(shown) in _COMMENTS


def _nearest(name: str, names: dict[str, Alias]) -> str:
    folded = fold(_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))
    return next(iter(difflib.get_close_matches(folded, names, n=1, cutoff=0.6)), "")
