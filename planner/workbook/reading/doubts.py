"""Readings that may be wrong, seen from a whole sheet: days that were years, currencies, units."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.access import as_number
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.case_values import EXPLICIT, case_values
from planner.workbook.reading.cell_values import is_blank, quote, shortest
from planner.workbook.reading.number_formats import Shown
from planner.workbook.reading.rows import Reading
from planner.workbook.reading.titles import unit_above
from planner.workbook.reading.units import in_money, in_offer_money, other_unit, same_currency
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.schema.words import Words
from planner.workbook.tables import Row, Tables

_UNIT_MARK = "#unit"
_UNIT_ROWS = 12
"""Rows below the header in which the row of units is looked for."""
_NUMBERS = (Kind.NUMBER, Kind.INTEGER, Kind.FRACTION, Kind.RATE)


def settle(findings: Sequence[Finding], readings: Mapping[str, Reading], tables: Tables) -> list[Finding]:
    """Return the findings of reading with those that a whole sheet shows to be worse, or nothing.

    Parameters
    ----------
    findings
        What the cells gave one by one.
    readings
        The sheets as read, by canonical name.
    tables
        The same as tables; settings may be missing.
    """
    plan = _Plan(readings, tables)
    settled = [*_days(findings, plan)]
    settled = [found for finding in settled if (found := _in_context(finding, plan)) is not None]
    for reading in readings.values():
        settled += _shown_otherwise(reading, plan)
        settled += _unit_row(reading, plan)
        settled += unit_above(reading, plan.currency, sorted(plan.units()))
    if (cases := readings.get("WhatIf")) is not None:
        settled += case_values(cases, plan.money_of)
    return settled


class _Plan:
    """What must be known of a plan to judge one cell."""

    def __init__(self, readings: Mapping[str, Reading], tables: Tables) -> None:
        self.tables = tables
        self._by_title = {reading.grid.title: reading for reading in readings.values()}
        self._rows: dict[str, dict[int, Row]] = {}

    def reading(self, title: str) -> Reading | None:
        return self._by_title.get(title)

    @property
    def currency(self) -> str:
        return str(self.tables.settings.get("currency") or "USD")

    @property
    def names_currency(self) -> bool:
        """Whether the settings say which currency the plan is in."""
        return any(
            row.values["key"] == "currency" and "value" in row.given for row in self.tables["Settings"]
        )

    def units(self) -> set[str]:
        """Units of items and products."""
        return {
            str(row.values.get("unit") or "")
            for sheet in ("Items", "Products")
            for row in self.tables.sheets.get(sheet, ())
        }

    def years(self) -> set[int]:
        """Last two digits of the plan's years."""
        start, months = self.tables.settings.get("start_month"), self.tables.settings.get("months")
        count = as_number(months)
        if start is None or count is None:
            return set()
        first = self.tables.start
        return {year % 100 for year in range(first.year, first.year + int(first.month + count - 2) // 12 + 1)}

    def row(self, reading: Reading, number: int) -> Row | None:
        name = reading.sheet.name
        if name not in self._rows:
            self._rows[name] = {row.number: row for row in reading.rows}
        return self._rows[name].get(number)

    def money(self, column: Column, row: Row | None) -> str:
        """Return the currency that a money column of a row is in."""
        if row is None or not in_offer_money(column):
            return self.currency
        offer: Row | None = row
        if row.sheet != "Offers":
            name = row.values.get("offer")
            offer = next(
                (o for o in self.tables.sheets.get("Offers", ()) if o.values.get("offer") == name), None
            )
        own = offer.values.get("currency") if offer is not None else None
        return str(own or self.currency)

    def money_of(self, column: Column, sheet: str, name: str) -> str:
        """Return the currency of a column on the row of a sheet that a name begins with."""
        key = SHEETS[sheet].key[0] if sheet in SHEETS and SHEETS[sheet].key else ""
        rows = self.tables.sheets.get(sheet, ())
        named = (row for row in rows if key and str(row.values.get(key)) == name.partition("/")[0])
        return self.money(column, next(named, None))


def _column_of(reading: Reading, key: str) -> Column | None:
    if reading.sheet.name == "Settings" and key in SETTING_COLUMNS:
        return SETTING_COLUMNS[key]
    return next((column for column in reading.sheet.columns if column.key == key), None)


def _days(findings: Sequence[Finding], plan: _Plan) -> Iterator[Finding]:
    """Yield the findings, where an ignored day is a year of the plan as an error or a warning.

    Excel makes 27 January of this year out of "Jan-27", and shows it as 27-Jan.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.code == "N164":
            groups.setdefault((finding.sheet, finding.column), []).append(finding)
    years = plan.years()
    for finding in findings:
        if finding.code != "N164":
            yield finding
            continue
        yield _of_day(finding, groups[finding.sheet, finding.column], years, plan)


def _of_day(finding: Finding, alike: Sequence[Finding], years: set[int], plan: _Plan) -> Finding:
    day = _number(finding.facts["day"])
    if day not in years or all(_is_last(other) for other in alike):
        return finding
    others = {_number(other.facts["day"]) for other in alike}
    reading = plan.reading(finding.sheet)
    shown = reading.grid.scan.formats.get(coordinate_to_tuple(finding.cell)) if reading else None
    meant = f"20{day:02d}-{str(finding.facts['read'])[-2:]}"
    facts = {**finding.facts, "meant": meant}
    if shown is not None and shown.no_year:
        return replace(finding, severity=Severity.ERROR, code="E195", facts=facts)
    if not others <= years:
        return finding
    if len(others) > 1:
        return replace(finding, severity=Severity.ERROR, code="E195", facts=facts)
    return replace(finding, severity=Severity.WARNING, code="W164", facts=facts)


def _number(value: object) -> int:
    return int(str(value))


def _is_last(finding: Finding) -> bool:
    year, month = map(int, str(finding.facts["read"]).split("-"))
    return _number(finding.facts["day"]) == calendar.monthrange(year, month)[1]


def _in_context(finding: Finding, plan: _Plan) -> Finding | None:
    """Return a finding on one cell as its row and its format make it; ``None`` where it has gone."""
    reading = plan.reading(finding.sheet)
    if reading is None or not finding.cell or finding.code not in ("N160", "W160"):
        return finding
    number, at = coordinate_to_tuple(finding.cell)
    column = _column_of(reading, finding.column)
    if finding.code == "W160":
        shown = reading.grid.scan.formats.get((number, at))
        value = finding.facts.get("number")
        believed = shown is not None and shown.per_cent and isinstance(value, float) and value < EXPLICIT
        return None if believed else finding
    written = str(finding.facts.get("currency") or "")
    if not written or column is None:
        return finding
    if not in_money(column):
        return replace(finding, severity=Severity.ERROR, code="E196")
    currency = plan.money(column, plan.row(reading, number))
    said = currency != plan.currency or plan.names_currency
    if not said or same_currency(written, currency):
        return finding
    return replace(finding, severity=Severity.ERROR, code="E194", facts={**finding.facts, "money": currency})


def _shown_otherwise(reading: Reading, plan: _Plan) -> Iterator[Finding]:
    """Yield a warning for every number that its cell shows in another unit than it is read in."""
    formats = reading.grid.scan.formats
    if not formats:
        return
    columns = {at: key for key, at in reading.header.columns.items()}
    columns |= {at: "quantity" for at, _ in reading.header.months}
    read = set(reading.read)
    units = plan.units()
    for (number, place), shown in formats.items():
        key = columns.get(place - 1)
        if key is None or number not in read or shown.date:
            continue
        row = plan.row(reading, number)
        if reading.sheet.name == "Settings" and row is not None:
            key = str(row.values.get("key"))
        column = _column_of(reading, key)
        if column is None or column.kind not in _NUMBERS:
            continue
        cell = f"{get_column_letter(place)}{number}"
        if shown.nothing and row is not None:
            value = as_number(row.values.get("value" if reading.sheet.name == "Settings" else key))
            if value:
                facts: dict[str, object] = {"value": shortest(value)}
                yield Finding(Severity.WARNING, "W147", reading.grid.title, cell, column.key, facts)
            continue
        if finding := _of_format((reading.grid.title, cell), column, shown, plan.money(column, row), units):
            yield finding
        elif (shown.sign_only or (shown.thousands and not shown.unit)) and row is not None:
            value = as_number(row.values.get("value" if reading.sheet.name == "Settings" else key))
            if shown.sign_only:
                if value and (column.usual is None or value < column.usual):
                    facts = {"shown": shortest(value), "percent": shortest(100 * value)}
                    yield Finding(Severity.WARNING, "W167", reading.grid.title, cell, column.key, facts)
            elif value:
                facts = {"value": shortest(value), "unit": _unit_of(column), "scale": _scale(shown.thousands)}
                yield Finding(Severity.WARNING, "W165", reading.grid.title, cell, column.key, facts)


def _of_format(
    place: tuple[str, str], column: Column, shown: Shown, currency: str, units: set[str]
) -> Finding | None:
    unit = _unit_of(column)
    if (shown.per_cent or shown.sign_only) and column.kind in (Kind.NUMBER, Kind.INTEGER):
        return Finding(Severity.WARNING, "W161", *place, column.key, {"unit": unit})
    if shown.unit and other_unit(shown.unit, column, currency, units, shown.thousands):
        facts = {"shown": shown.unit, "unit": unit}
        return Finding(Severity.WARNING, "W162", *place, column.key, facts)
    return None


def _unit_of(column: Column) -> Words:
    return Words(column.unit_en or "number", column.unit_ja or "数値")


def _scale(thousands: int) -> Words:
    """Return the name of what a format leaves out."""
    names = {1: Words("thousands", "千"), 2: Words("millions", "百万"), 3: Words("billions", "10億")}
    return names.get(thousands, Words(f"10^{3 * thousands}", f"10の{3 * thousands}乗"))


def _unit_row(reading: Reading, plan: _Plan) -> Iterator[Finding]:
    """Yield a warning for every unit in the template's row of units that somebody changed."""
    header, units = reading.header, plan.units()
    if reading.sheet.name == "Settings":
        yield from _unit_column(reading, plan)
        return
    for number, values in reading.grid.rows:
        if number > header.row + _UNIT_ROWS:
            return
        if number <= header.row or not values or quote(values[0]).casefold() != _UNIT_MARK:
            continue
        for column in reading.sheet.columns:
            at = header.columns.get(column.key)
            raw = values[at] if at is not None and at < len(values) else None
            if (
                at is None
                or is_blank(raw)
                or not column.unit_en
                or not any(column.key in row.given for row in reading.rows)
            ):
                continue
            if other_unit(quote(raw), column, plan.money(column, None), units):
                yield _changed(reading, f"{get_column_letter(at + 1)}{number}", column, raw)
        return


def _unit_column(reading: Reading, plan: _Plan) -> Iterator[Finding]:
    """Yield the same for the settings, whose units stand beside them."""
    for number, values in reading.grid.rows:
        if number == reading.header.row:
            place = next((at for at, v in enumerate(values) if quote(v).casefold() == _UNIT_MARK), None)
            break
    else:
        return
    for number, values in reading.grid.rows:
        row = plan.row(reading, number)
        if place is None or row is None or "value" not in row.given or place >= len(values):
            continue
        column = SETTING_COLUMNS[str(row.values["key"])]
        raw = values[place]
        if not is_blank(raw) and other_unit(quote(raw), column, plan.currency, plan.units()):
            yield _changed(reading, f"{get_column_letter(place + 1)}{number}", column, raw)


def _changed(reading: Reading, cell: str, column: Column, raw: object) -> Finding:
    facts = {
        "shown": quote(raw),
        "unit": _unit_of(column),
    }
    return Finding(Severity.WARNING, "W163", reading.grid.title, cell, column.key, facts)
