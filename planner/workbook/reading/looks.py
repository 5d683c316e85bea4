"""What a sheet's looks say that its values do not: struck through, hidden, taken from another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import is_blank, quote
from planner.workbook.reading.headers import address
from planner.workbook.reading.rows import Reading


def told_by_looks(readings: Mapping[str, Reading]) -> Iterator[Finding]:
    """Yield a warning for all that was read although its looks say that it may not count."""
    for reading in readings.values():
        yield from _struck(reading)
        yield from _hidden_columns(reading)
        yield from _linked(reading)


def _struck(reading: Reading) -> Iterator[Finding]:
    """Yield the rows that are struck through as a whole, and single cells elsewhere."""
    struck = reading.grid.scan.struck
    if not struck:
        return
    rows = dict(reading.grid.rows)
    for number in reading.read:
        filled = _filled(reading, rows[number])
        through = [at for at in filled if (number, at + 1) in struck]
        if len(through) == len(filled):
            yield _warning(reading, "W142", f"A{number}", row=number)
            continue
        for at in through:
            yield _warning(
                reading, "W143", address(at, number), _key(reading, at), value=quote(rows[number][at])
            )


def _hidden_columns(reading: Reading) -> Iterator[Finding]:
    """Yield the hidden columns that hold something."""
    rows = dict(reading.grid.rows)
    for first, last in reading.grid.scan.hidden_columns:
        for at in sorted(place for place in reading.used() if first <= place + 1 <= last):
            if any(at in _filled(reading, rows[number]) for number in reading.read):
                letter = get_column_letter(at + 1)
                yield _warning(
                    reading, "W144", f"{letter}{reading.header.row}", _key(reading, at), letter=letter
                )


def _linked(reading: Reading) -> Iterator[Finding]:
    """Yield the cells whose formula looks into another file."""
    used, read, rows = reading.used(), set(reading.read), dict(reading.grid.rows)
    for number, column in sorted(reading.grid.scan.linked):
        cell = address(column - 1, number)
        if number in read and column - 1 in used and cell not in reading.grid.scan.uncached:
            value = rows[number][column - 1]
            yield _warning(reading, "W145", cell, _key(reading, column - 1), value=quote(value))


def _filled(reading: Reading, values: Sequence[object]) -> list[int]:
    return [at for at in sorted(reading.used()) if at < len(values) and not is_blank(values[at])]


def _key(reading: Reading, at: int) -> str:
    """Return the column that stands at a position."""
    return next((key for key, place in reading.header.columns.items() if place == at), "quantity")


def _warning(reading: Reading, code: str, cell: str, column: str = "", **facts: object) -> Finding:
    return Finding(Severity.WARNING, code, reading.grid.title, cell, column, facts)
