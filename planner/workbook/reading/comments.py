"""The comment column: what people wrote beside a row stays with it, and a row marked as assumed is named."""

from __future__ import annotations

from dataclasses import replace

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.rows import Reading
from planner.workbook.schema.sheets import ASSUMED_MARKS, COMMENT_KEY


def keep_comments(reading: Reading) -> None:
    """Give each row what stands beside it in the comment column."""
    grid, header = reading.grid, reading.header
    if header.months:
        return  # a row of a wide table is many rows
    names = next((values for number, values in grid.rows if number == header.row), ())
    place = next((at for at, name in enumerate(names) if str(name).strip().casefold() == COMMENT_KEY), None)
    if place is None:
        return
    texts = {
        number: str(values[place]).strip()
        for number, values in grid.rows
        if number > header.row and place < len(values) and values[place] not in (None, "")
    }
    reading.rows[:] = [
        replace(row, comment=texts[row.number]) if row.number in texts else row for row in reading.rows
    ]


def assumed_rows(reading: Reading) -> list[Finding]:
    """Return a warning for each row whose comment says that its value is assumed."""
    value = next(c.key for c in reversed(reading.sheet.columns) if c.required or c.key == "value")
    return [
        Finding(
            Severity.WARNING,
            "W407",
            reading.grid.title,
            row.cell(value),
            value,
            {"comment": row.comment},
        )
        for row in reading.rows
        if row.comment.startswith(ASSUMED_MARKS)
    ]
