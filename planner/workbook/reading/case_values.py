"""Values of what-if cases that may be misread: rates, what is left for what is added, currencies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.workbook.access import as_number, text
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import quote, shortest
from planner.workbook.reading.clean import clean
from planner.workbook.reading.clean_numbers import parse_number
from planner.workbook.reading.rows import Reading
from planner.workbook.reading.units import in_money, same_currency
from planner.workbook.schema.columns import Column
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Row

EXPLICIT = 2.0
"""A rate that its cell shows as per cent is believed below this (200 %)."""
LITTLE = 0.25
"""Per cent of a factor below this are rather what is added than what is left."""

_Money = Callable[[Column, str, str], str]


def case_values(reading: Reading, money: _Money) -> Iterator[Finding]:
    """Yield what cells of the same value would be told on the sheet that a case changes.

    Parameters
    ----------
    reading
        The sheet of cases.
    money
        Gives the currency of a column on a sheet's row by its name.
    """
    at = reading.header.columns.get("value")
    for row in reading.rows if at is not None else ():
        column, change, raw = _changed(row), text(row, "change"), row.values.get("value")
        if column is None or raw is None or change not in ("set", "add", "multiply"):
            continue
        shown = reading.grid.scan.formats.get((row.number, at + 1)) if at is not None else None
        per_cent = shown is not None and shown.per_cent
        if change == "multiply":
            by = as_number(raw) if per_cent else _per_cent(raw)
            if by is not None and 0 < by < LITTLE and not quote(raw).startswith(("+", "＋")):
                facts = {"value": f"{100 * by:.4g}%", "meant": f"{100 * (1 + by):.4g}%"}
                yield Finding(Severity.WARNING, "W254", reading.grid.title, row.cell("value"), "value", facts)
            continue
        for remark in clean(raw, column)[1]:
            written = str(remark.facts.get("currency") or "")
            own = money(column, text(row, "sheet"), text(row, "row")) if written else ""
            number = as_number(remark.facts.get("number"))  # type: ignore[arg-type]
            if remark.code == "W160":
                # a case tries how it would be with all of it, and all of it is 1
                if number != 1.0 and not (per_cent and number is not None and number < EXPLICIT):
                    yield _found(reading, row, Severity.WARNING, "W160", remark.facts)
            elif written and in_money(column) and not same_currency(written, own):
                facts = {"value": quote(raw), "money": own}
                yield _found(reading, row, Severity.ERROR, "E194", facts)


def _found(
    reading: Reading, row: Row, severity: Severity, code: str, facts: dict[str, object] | dict[str, str]
) -> Finding:
    return Finding(severity, code, reading.grid.title, row.cell("value"), "value", dict(facts))


def _changed(row: Row) -> Column | None:
    """Return the column that a row of a case changes."""
    sheet, key = text(row, "sheet"), text(row, "column")
    if sheet == "Settings":
        return SETTING_COLUMNS.get(text(row, "row"))
    columns = SHEETS[sheet].columns if sheet in SHEETS else ()
    return next((column for column in columns if column.key == key), None)


def _per_cent(raw: object) -> float | None:
    """Return the fraction that a text of per cent is."""
    told = str(raw).strip()
    number = parse_number(told[:-1]) if told.endswith(("%", "％")) else None
    return None if number is None else float(shortest(number / 100))
