"""What a sheet's looks say that its values do not: struck through, hidden, taken from another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import is_blank, quote
from planner.workbook.reading.headers import address
from planner.workbook.reading.rows import Reading


def told_by_looks(readings: Mapping[str, Reading]) -> Iterator[Finding]:
    """Yield what a reader of the sheet would see and the planner does not go by."""
    for reading in readings.values():
        yield from _struck(reading)
        yield from _partly_struck(reading)
        yield from _hidden_columns(reading)
        yield from _linked(reading)
        yield from _remarks(reading)


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


def _partly_struck(reading: Reading) -> Iterator[Finding]:
    """Yield an error for every text of which a part is struck through: it would be read with the rest."""
    partly = reading.grid.scan.partly
    if not partly:
        return
    used, read, rows = reading.used(), set(reading.read), dict(reading.grid.rows)
    for (number, column), rest in partly.items():
        if number in read and column - 1 in used:
            cell, key = address(column - 1, number), _key(reading, column - 1)
            facts = {"value": quote(rows[number][column - 1]), "rest": quote(rest)}
            if rest.strip():
                yield Finding(Severity.ERROR, "E147", reading.grid.title, cell, key, facts)
            else:
                yield _warning(reading, "W143", cell, key, value=facts["value"])


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


def _remarks(reading: Reading) -> Iterator[Finding]:
    """Yield the remarks pinned to cells that were read: what they say may be news, and is not read."""
    used, read = reading.used(), set(reading.read)
    for cell, remark in reading.grid.remarks.items():
        number, column = coordinate_to_tuple(cell)
        if number in read and column - 1 in used:
            key = _key(reading, column - 1)
            yield Finding(Severity.NOTE, "N143", reading.grid.title, cell, key, {"text": quote(remark)})


def _filled(reading: Reading, values: Sequence[object]) -> list[int]:
    return [at for at in sorted(reading.used()) if at < len(values) and not is_blank(values[at])]


def _key(reading: Reading, at: int) -> str:
    """Return the column that stands at a position."""
    return next((key for key, place in reading.header.columns.items() if place == at), "quantity")


def _warning(reading: Reading, code: str, cell: str, column: str = "", **facts: object) -> Finding:
    return Finding(Severity.WARNING, code, reading.grid.title, cell, column, facts)
