"""Rows put right once a whole sheet is read: parts listed twice, countries of rules, echoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.access import as_number, text, texts
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.clean_codes import clean_country
from planner.workbook.reading.countries import is_user_assigned
from planner.workbook.reading.headers import column_key, setting_of
from planner.workbook.reading.rows import Reading
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.parts import STAGES
from planner.workbook.tables import Row, Value

_FREE = ("*", "group:")
"""Beginnings of a rule's member that names no country."""


def merge_parts(reading: Reading | None) -> None:
    """Add up the rows of a bill of materials that name one part at several positions."""
    if reading is None:
        return
    first: dict[tuple[Value, ...], int] = {}
    rows: list[Row] = []
    for row in reading.rows:
        key = tuple(row.values[name] for name in reading.sheet.key)
        at = first.setdefault(key, len(rows))
        if at == len(rows):
            rows.append(row)
            continue
        one, other = as_number(rows[at].values["quantity"]), as_number(row.values["quantity"])
        if one is not None and other is not None:
            rows[at] = replace(rows[at], values={**rows[at].values, "quantity": one + other})
    reading.rows[:] = rows


_PREFIXES = {
    "工程": "process",
    "在庫": "stock",
    "品目": "stock",
    "供給条件": "offer",
    "オファー": "offer",
    "グループ": "group",
}
"""What stands before the colon of a reference, in Japanese."""


def map_prefixes(readings: Mapping[str, Reading]) -> None:
    """Give references such as ``工程:ID`` their key, and the columns that a what-if names theirs."""
    for name, key in (("Investments", "adds_to"), ("Rules", "member")):
        _replaced(readings.get(name), key, _with_key)
    _replaced(readings.get("WhatIf"), "column", _column_key)
    _replaced(readings.get("WhatIf"), "row", _setting_key)


def _replaced(reading: Reading | None, key: str, new: Callable[[Row, str], str]) -> None:
    for at, row in enumerate(reading.rows if reading is not None else ()):
        told = text(row, key)
        if told and reading is not None and (read := new(row, told)) != told:
            reading.rows[at] = replace(row, values={**row.values, key: read})
            # A label with full-width brackets is no slip of the pen.
            reading.findings[:] = [f for f in reading.findings if f.code != "N165" or f.cell != row.cell(key)]


def _with_key(_row: Row, told: str) -> str:
    before, colon, after = told.partition(":")
    before = before.strip().casefold()
    key = _PREFIXES.get(before, before)
    return f"{key}:{after}" if colon and key in _PREFIXES.values() else told


def _column_key(row: Row, told: str) -> str:
    sheet = text(row, "sheet")
    return column_key(sheet, told) or told if sheet else told


def _setting_key(row: Row, told: str) -> str:
    return (setting_of(told) or told) if text(row, "sheet") == "Settings" and not told.isascii() else told


def map_members(reading: Reading | None) -> None:
    """Give the countries among the members and exceptions of rules their codes."""
    if reading is None:
        return
    for at, row in enumerate(reading.rows):
        if text(row, "measure") not in STAGES:
            continue
        values = dict(row.values)
        if text(row, "member"):
            values["member"] = _coded(reading, row, "member", (text(row, "member"),))[0]
        if texts(row, "except"):
            values["except"] = _coded(reading, row, "except", texts(row, "except"))
        if values != row.values:
            reading.rows[at] = replace(row, values=values)


def _coded(reading: Reading, row: Row, key: str, names: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    column = reading.sheet.column(key)
    for name in names:
        code: Value = name
        if not name.casefold().startswith(_FREE):
            code, remarks = clean_country(name, column)
            for remark in remarks:
                reading.report(remark.severity, remark.code, row.cell(key), key, remark.facts)
        found.append(code if isinstance(code, str) else name)
    return tuple(found)


def grouped_members(findings: Iterable[Finding], readings: Mapping[str, Reading]) -> Iterator[Finding]:
    """Yield findings, where a member that is no country is told to be a group of sheet Countries."""
    listed, rules = readings.get("Countries"), readings.get("Rules")
    groups = {name for row in listed.rows for name in texts(row, "groups")} if listed is not None else set()
    for finding in findings:
        name = str(finding.facts.get("value", ""))
        if (
            listed is None
            or rules is None
            or finding.sheet != rules.grid.title
            or finding.code not in ("E186", "E187", "E188")
            or name not in groups
        ):
            yield finding
            continue
        facts = {"value": name, "sheet": listed.grid.title}
        yield replace(finding, code="E151", facts=facts)


def unlisted_countries(readings: Mapping[str, Reading]) -> Iterator[Finding]:
    """Yield an error for every code that ISO leaves to users and sheet Countries does not list."""
    listed = readings.get("Countries")
    own = {text(row, "code") for row in listed.rows} if listed is not None else set()
    for reading in readings.values():
        if reading.sheet.name == "Countries":
            continue
        keys = [c.key for c in reading.sheet.columns if c.kind in (Kind.COUNTRY, Kind.COUNTRIES)]
        for row in reading.rows if keys else ():
            for key in keys:
                for code in texts(row, key):
                    if is_user_assigned(code) and code not in own:
                        facts = {"value": code}
                        yield Finding(Severity.ERROR, "E187", reading.grid.title, row.cell(key), key, facts)


def without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that only repeat what a wrong cell of their row brings about."""
    findings = list(findings)
    wrong = {
        (f.sheet, coordinate_to_tuple(f.cell)[0])
        for f in findings
        if f.code == "E195" or (f.severity is Severity.ERROR and f.code in ("E176", "E189"))
        if f.cell
    }
    return [
        f
        for f in findings
        if f.code not in ("N150", "E150") or (f.sheet, coordinate_to_tuple(f.cell)[0]) not in wrong
    ]
