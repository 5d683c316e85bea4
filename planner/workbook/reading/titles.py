"""Units that stand above a table: what its numbers are in, where nobody but a person reads it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import quote
from planner.workbook.reading.headers import address
from planner.workbook.reading.rows import Reading
from planner.workbook.reading.units import other_unit
from planner.workbook.schema.columns import Column, Kind

_UNIT = re.compile(r"(?:単位\s*:?|\bunits?\s*:)\s*[(「]?(?![ぁ-ん])([^()「」、。,;:]{1,20})", re.IGNORECASE)
_SCALE = re.compile(r"\bin\s+((?:thousand|million|billion)s?\b[^,;.()]{0,20})", re.IGNORECASE)
_COUNTED = frozenset("台 個 本 枚 基 式 件 pcs pc pieces ea unit units set sets".split())
"""Units of what is counted, which need not be those that a product is said to have."""
_NUMBERS = (Kind.NUMBER, Kind.INTEGER)


def unit_above(reading: Reading, currency: str, units: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning where a row above the header gives a unit in which no column of the table is read.

    Parameters
    ----------
    reading
        The sheet.
    currency
        Currency of the plan.
    units
        Units of items and products.
    """
    numbers = [column for column in reading.sheet.columns if column.kind in _NUMBERS]
    columns = [column for column in numbers if _given(reading, column)]
    if not columns:
        return
    for number, values in reading.grid.rows:
        if number >= reading.header.row:
            return
        for at, value in enumerate(values):
            unit = _unit_in(value)
            if unit and all(other_unit(unit, column, currency, units) for column in columns):
                facts = {"shown": unit}
                cell = address(at, number)
                yield Finding(Severity.WARNING, "W166", reading.grid.title, cell, "", facts)
                return


def _unit_in(value: object) -> str:
    if not isinstance(value, str):
        return ""
    text = unicodedata.normalize("NFKC", value)
    found = _UNIT.search(text) or _SCALE.search(text)
    unit = quote(found.group(1)) if found else ""
    return "" if unit.casefold() in _COUNTED else unit


def _given(reading: Reading, column: Column) -> bool:
    return any(column.key in row.given for row in reading.rows)
