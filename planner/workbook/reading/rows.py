"""From a sheet's grid to typed rows."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.asides import aside_of
from planner.workbook.reading.cell_values import is_blank, month_text, quote, shortest
from planner.workbook.reading.clean import clean
from planner.workbook.reading.grids import Grid
from planner.workbook.reading.headers import Header, address, is_comment
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.examples_ja import EXAMPLES_JA
from planner.workbook.tables import Row, RowCells, Value

_EXAMPLE_MARK = "#example"
_LISTS = (Kind.IDS, Kind.COUNTRIES, Kind.CHOICES, Kind.PROFILE)
_TELLING = 4
"""Cells of a row that must all be those of the example before it is taken for it."""
_UNREAD = object()
"""Stands for a cell whose formula has no saved result."""


@dataclass(slots=True)
class Reading:
    """What is known of one sheet while and after it is read."""

    grid: Grid
    sheet: Sheet
    header: Header
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    """Numbers of the rows that were read as data."""
    dropped: bool = False
    """Whether a row stayed out because its key could not be read."""

    def report(
        self,
        severity: Severity,
        code: str,
        cell: str,
        column: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Add a finding about a cell of this sheet."""
        self.findings.append(Finding(severity, code, self.grid.title, cell, column, facts or {}))

    def used(self) -> set[int]:
        """Return the positions of the columns that are read."""
        return {*self.header.columns.values(), *(at for at, _ in self.header.months)}


def read_rows(grid: Grid, sheet: Sheet, header: Header) -> Reading:
    """Return the typed rows of one sheet, with everything found in them.

    A row stays out where a column of its key could not be read; any other unreadable cell is left at its
    default.
    """
    reading = Reading(grid, sheet, header, findings=list(header.findings))
    read_row = _wide_reader(reading) if header.months else _long_reader(reading)
    for number, values in data_rows(reading):
        aside = aside_of(sheet, header, number, values, first=not reading.rows and not reading.dropped)
        unread = [at for at in reading.used() if at < len(values) and values[at] is _UNREAD]
        if aside is None:
            read_row(number, values)
            _report_unmarked_example(reading, number, values)
            continue
        if unread:  # what the row is cannot be told before its formulas are worked out
            for at in sorted(unread):
                reading.report(Severity.ERROR, "E162", address(at, number))
            reading.dropped = True
            continue
        reading.report(aside.severity, aside.code, aside.cell, facts=aside.facts)
        reading.dropped = reading.dropped or aside.lacking
    _find_repeated_keys(reading)
    return reading


def data_rows(reading: Reading) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows below the header that hold data; comments and blank rows are passed over.

    Blank rows between others, hidden rows and merged cells are reported once all rows were taken.
    """
    grid, header = reading.grid, reading.header
    used = sorted(reading.used())
    named = {header.columns[key] for key in reading.sheet.key if key in header.columns} or set(used)
    blank: list[tuple[int, int]] = []
    seen = 0
    for number, values in _with_unread(grid):
        if number <= header.row:
            continue
        if is_comment(values, header):
            _report_example(reading, number, values)
            if seen and number > seen + 1:
                blank.append((seen + 1, number - 1))
            seen = number if seen else 0
            continue
        filled = [at for at in used if at < len(values) and not _nothing(values[at])]
        if not filled or (named.isdisjoint(filled) and all(_idle(values[at]) for at in filled)):
            continue
        if seen and number > seen + 1:
            blank.append((seen + 1, number - 1))
        _report_blank(reading, blank)
        blank = []
        seen = number
        reading.read.append(number)
        if number in grid.scan.hidden:
            reading.report(Severity.WARNING, "W140", f"A{number}", facts={"row": number})
        yield number, values
    _report_merged(reading)


def count_formulas(reading: Reading) -> int:
    """Return how many cells that were read hold formulas."""
    if not reading.grid.scan.formulas:
        return 0
    used, read = reading.used(), {reading.header.row, *reading.read}
    stale = reading.grid.scan.stale
    return sum(
        row in read and column - 1 in used and (not stale or address(column - 1, row) not in stale)
        for row, column in reading.grid.scan.formulas
    )


def read_cell(
    reading: Reading, raw: object, column: Column, cell: str, name: str = ""
) -> tuple[Value, bool, bool]:
    """Return one cell's value, whether it was filled and whether it could be read.

    A blank one has its default. Findings are filed under the column's key, or under ``name``.
    """
    if raw is _UNREAD:
        reading.report(Severity.ERROR, "E162", cell, name or column.key)
        return _default(column), True, False
    if stale := reading.grid.scan.stale.get(cell):
        facts = {key: shortest(getattr(stale, key)) for key in ("saved", "gives")}
        reading.report(
            Severity.ERROR, "E141", cell, name or column.key, {**facts, "formula": quote(f"={stale.formula}")}
        )
        return _default(column), True, False
    value, remarks = clean(raw, column)
    good = True
    for remark in remarks:
        good = good and remark.severity is not Severity.ERROR
        reading.report(remark.severity, remark.code, cell, name or column.key, remark.facts)
    if value is not None:
        return value, True, True
    if not good:
        return _default(column), True, False
    if column.required and not _in_merged(reading.grid, cell):
        reading.report(Severity.ERROR, "E160", cell, name or column.key, {"example": column.example})
    return _default(column), False, not column.required


def _nothing(value: object) -> bool:
    return value is None or (value is not _UNREAD and is_blank(value))


def _idle(value: object) -> bool:
    """Tell whether a cell holds what a formula or a tick box filled down leaves in rows that are not used."""
    return isinstance(value, bool | int | float) and value == 0


def _default(column: Column) -> Value:
    return () if column.default is None and column.kind in _LISTS else column.default


def _with_unread(grid: Grid) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows of a grid with its uncached formulas marked: they would pass for blank cells."""
    if not grid.scan.uncached:
        yield from grid.rows
        return
    marks: dict[int, list[int]] = {}
    for cell in grid.scan.uncached:
        row, column = coordinate_to_tuple(cell)
        marks.setdefault(row, []).append(column - 1)
    rows = dict(grid.rows)
    for number in sorted({*rows, *marks}):
        values = list(rows.get(number, ()))
        for at in marks.get(number, ()):
            values += [None] * (at + 1 - len(values))
            values[at] = _UNREAD
        yield number, values


_ReadRow = Callable[[int, Sequence[object]], None]


def _long_reader(reading: Reading) -> _ReadRow:
    """Return what reads one row of a table with one row per thing."""
    sheet, header, key = reading.sheet, reading.header, reading.sheet.key
    placed = [
        (column, header.columns[column.key], get_column_letter(header.columns[column.key] + 1))
        for column in sheet.columns
        if column.key in header.columns
    ]
    absent = {column.key: _default(column) for column in sheet.columns if column.key not in header.columns}
    letters = {column.key: letter for column, _, letter in placed}
    filled_alike: dict[tuple[str, ...], frozenset[str]] = {}

    def read_row(number: int, values: Sequence[object]) -> None:
        typed: dict[str, Value] = dict(absent)
        given: list[str] = []
        bad = set(header.missing)
        for column, at, letter in placed:
            name = column.key
            raw = values[at] if at < len(values) else None
            if raw is None and not column.required:
                typed[name] = _default(column)
                continue
            typed[name], filled, good = read_cell(reading, raw, column, f"{letter}{number}")
            if filled:
                given.append(name)
            if not good:
                bad.add(name)
        if not bad.isdisjoint(key):
            reading.dropped = True
        else:
            # Most rows of a sheet fill the same columns, so they share what says so.
            keys = tuple(given)
            own = filled_alike.setdefault(keys, frozenset(keys))
            reading.rows.append(Row(sheet.name, number, typed, own, RowCells(letters, number)))

    return read_row


def _wide_reader(reading: Reading) -> _ReadRow:
    """Return what reads one row of a table with one column per month."""
    sheet, header = reading.sheet, reading.header
    name, quantity = sheet.column(sheet.key[0]), sheet.column("quantity")

    def read_row(number: int, values: Sequence[object]) -> None:
        at = header.columns.get(name.key)
        good, owner, place = False, None, f"A{number}"
        if at is not None:
            place = address(at, number)
            owner, _, good = read_cell(reading, values[at] if at < len(values) else None, name, place)
        for at, month in header.months:
            raw = values[at] if at < len(values) else None
            if _nothing(raw):
                continue  # a month without demand
            cell = address(at, number)
            value, filled, readable = read_cell(reading, raw, quantity, cell)
            if not good:
                reading.dropped = True
            elif filled or not readable:
                typed: dict[str, Value] = {name.key: owner, "month": month, "quantity": value}
                cells = {
                    name.key: place,
                    "month": address(at, header.rows.get(at, header.row)),
                    "quantity": cell,
                }
                reading.rows.append(Row(sheet.name, number, typed, frozenset(typed), cells))

    return read_row


def _report_blank(reading: Reading, runs: Sequence[tuple[int, int]]) -> None:
    for first, last in runs:
        cell, rows = (f"A{first}", f"{first}") if first == last else (f"A{first}:A{last}", f"{first}-{last}")
        reading.report(Severity.NOTE, "N140", cell, facts={"rows": rows})


def _report_example(reading: Reading, number: int, values: Sequence[object]) -> None:
    """Warn where somebody typed data over the template's example row, which is passed over."""
    mark = values[0] if values else None
    if not isinstance(mark, str) or mark.strip().casefold() != _EXAMPLE_MARK:
        return
    for column in reading.sheet.columns:
        at = reading.header.columns.get(column.key)
        raw = values[at] if at is not None and at < len(values) else None
        if (
            not _nothing(raw)
            and raw is not _UNREAD
            and clean(raw, column)[0] not in _examples(reading.sheet.name, column)
        ):
            reading.report(Severity.WARNING, "W141", f"A{number}", facts={"row": number})
            return


def _report_unmarked_example(reading: Reading, number: int, values: Sequence[object]) -> None:
    """Warn where the template's example row lost its mark, and so became data."""
    told = [(column, reading.header.columns.get(column.key)) for column in reading.sheet.columns]
    filled = [
        (column, values[at])
        for column, at in told
        if at is not None and at < len(values) and not _nothing(values[at])
    ]
    least = min(_TELLING, sum(bool(column.example) for column in reading.sheet.columns))
    if len(filled) >= least and all(
        raw is not _UNREAD and clean(raw, column)[0] in _examples(reading.sheet.name, column)
        for column, raw in filled
    ):
        reading.report(Severity.WARNING, "W146", f"A{number}", facts={"row": number})


def _examples(sheet: str, column: Column) -> list[Value]:
    told = (column.example, column.former_example, EXAMPLES_JA.get((sheet, column.key), ""))
    return [value for example in told if example and (value := clean(example, column)[0]) is not None]


def _in_merged(grid: Grid, cell: str) -> bool:
    if not grid.scan.merged:
        return False
    row, column = coordinate_to_tuple(cell)
    return any(
        left <= column <= right and top <= row <= bottom
        for left, top, right, bottom in map(range_boundaries, grid.scan.merged)
    )


def _report_merged(reading: Reading) -> None:
    used = reading.used()
    for merged in reading.grid.scan.merged:
        left, top, right, bottom = range_boundaries(merged)
        at = bisect_left(reading.read, top)
        holds_data = at < len(reading.read) and reading.read[at] <= bottom
        if holds_data and any(left <= column + 1 <= right for column in used):
            reading.report(Severity.ERROR, "E140", merged, facts={"range": merged})


def _find_repeated_keys(reading: Reading) -> None:
    key = reading.sheet.key
    if not key:
        return
    if len({hash(tuple(row.values[name] for name in key)) for row in reading.rows}) == len(reading.rows):
        return  # as it is in most sheets, and the numbers take less room than the keys
    severity, code = (Severity.NOTE, "N150") if reading.sheet.summed else (Severity.ERROR, "E150")
    first: dict[tuple[Value, ...], Row] = {}
    for row in reading.rows:
        before = first.setdefault(tuple(row.values[name] for name in key), row)
        if before is row:
            continue
        # In a wide table the cells of one row differ by their month, so the quantity names the place.
        name = "quantity" if reading.header.months else key[0]
        facts = {
            "key": " / ".join(_shown(value) for part in key if (value := row.values[part]) is not None),
            "first": before.number,
            "row": row.number,
            "cells": f"{before.cell(name)}, {row.cell(name)}",
        }
        reading.report(severity, code, row.cell(name), name, facts)


def _shown(value: Value) -> str:
    if isinstance(value, dt.date):
        return month_text(value)
    return shortest(value) if isinstance(value, float) else str(value)
