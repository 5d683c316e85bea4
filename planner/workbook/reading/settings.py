"""The sheet of settings: a column laid down, each row typed as its setting is declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import quote
from planner.workbook.reading.clean_numbers import parse_number
from planner.workbook.reading.grids import Grid
from planner.workbook.reading.headers import Header, address, near_setting, setting_of
from planner.workbook.reading.rows import Reading, data_rows, read_cell
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.sheets import META_SHEET, SCHEMA_VERSION, SETTING_COLUMNS, SETTINGS
from planner.workbook.schema.words import column_words
from planner.workbook.tables import Row, Value


def read_settings(grid: Grid, sheet: Sheet, header: Header) -> Reading:
    """Return the settings as rows of ``key`` and typed ``value``, with everything found in them."""
    reading = Reading(grid, sheet, header, findings=list(header.findings))
    if header.missing or "value" not in header.columns:
        _report_no_value(reading)
        return reading
    first: dict[str, str] = {}
    for number, values in data_rows(reading):
        row = _read_setting(reading, number, values)
        if row is None:
            continue
        key = str(row["key"])
        if key in first:
            before = int("".join(filter(str.isdigit, first[key])))
            facts = {"key": key, "first": before, "row": number, "cells": f"{first[key]}, {row.cell('key')}"}
            reading.report(Severity.ERROR, "E150", row.cell("key"), key, facts)
            continue
        first[key] = row.cell("key")
        reading.rows.append(row)
    near = (str(finding.facts["near"]) for finding in reading.findings if finding.code == "E152")
    meant = {setting_of(name) for name in near}
    for setting in SETTINGS:
        if setting.required and setting.key not in first and setting.key not in meant and reading.read:
            facts = {"setting": setting.key, "example": setting.example}
            reading.report(Severity.ERROR, "E154", f"A{header.row}", setting.key, facts)
    return reading


def setting_values(rows: Sequence[Row], file_name: str) -> dict[str, Value]:
    """Return every setting, with its default where the workbook is silent."""
    values: dict[str, Value] = {key: column.default for key, column in SETTING_COLUMNS.items()}
    values |= {str(row["key"]): row["value"] for row in rows}
    values["plan_name"] = values["plan_name"] or file_name
    return values


def version_problem(reading: Reading | None, stamped: object) -> Finding | None:
    """Return the error that a workbook is newer than this program.

    ``stamped`` is the version on the hidden sheet of the template, which stays when the setting is deleted.
    """
    for row in reading.rows if reading else ():
        version = row["value"]
        if (
            reading
            and row["key"] == "schema_version"
            and isinstance(version, int)
            and version > SCHEMA_VERSION
        ):
            facts = {"found": version, "known": SCHEMA_VERSION}
            return Finding(
                Severity.ERROR, "E124", reading.grid.title, row.cell("value"), "schema_version", facts
            )
    if isinstance(stamped, bool) or not isinstance(stamped, str | int | float):
        return None
    number = parse_number(str(stamped))
    if number is None or number <= SCHEMA_VERSION:
        return None
    return Finding(
        Severity.ERROR, "E124", META_SHEET, facts={"found": quote(stamped), "known": SCHEMA_VERSION}
    )


def newer_columns(readings: Mapping[str, Reading]) -> list[Finding]:
    """Return a note for each sheet of a workbook of an older version that fills columns of a newer one."""
    settings = readings.get("Settings")
    told = [row["value"] for row in settings.rows if row["key"] == "schema_version"] if settings else []
    version = next((value for value in told if isinstance(value, int)), 1)
    if version >= SCHEMA_VERSION:
        return []
    findings = []
    for name, reading in readings.items():
        given = frozenset[str]().union(*(row.given for row in reading.rows))
        columns = reading.sheet.columns
        if name == "Settings":
            given = frozenset(str(row["key"]) for row in reading.rows if "value" in row.given)
            columns = SETTINGS
        new = [c for c in columns if c.since > version and c.key in given and _says_more(reading, c)]
        if reading.sheet.since > version and reading.rows:
            new = list(columns)
        if new:
            cell = f"A{reading.header.row}"
            facts = {"version": version, "known": SCHEMA_VERSION, "columns": column_words(new)}
            findings.append(Finding(Severity.NOTE, "N105", reading.grid.title, cell, facts=facts))
    return findings


def _says_more(reading: Reading, column: Column) -> bool:
    """Tell whether a column says anywhere what a blank does not; Python tables spell defaults out."""
    if reading.sheet.name == "Settings":
        return True
    blank = (None, (), column.default)
    return any(column.key in row.given and row.values.get(column.key) not in blank for row in reading.rows)


def _report_no_value(reading: Reading) -> None:
    """Say that the values have no column, where the header's own findings do not."""
    if "value" not in reading.header.columns and not any(f.column == "value" for f in reading.findings):
        facts = {
            "column": column_words([reading.sheet.column("value")]),
            "found": ", ".join(reading.header.columns),
        }
        reading.report(Severity.ERROR, "E133", f"A{reading.header.row}", "value", facts)


def _read_setting(reading: Reading, number: int, values: Sequence[object]) -> Row | None:
    header, sheet = reading.header, reading.sheet
    places = {name: address(header.columns[name], number) for name in ("key", "value")}
    raw_key, raw_value = (
        values[header.columns[name]] if header.columns[name] < len(values) else None
        for name in ("key", "value")
    )
    name, _, good = read_cell(reading, raw_key, sheet.column("key"), places["key"])
    if not good or not isinstance(name, str):
        return None
    key = setting_of(name)
    if key is None:
        near = near_setting(name)
        facts = {"found": quote(name), **({"near": near} if near else {})}
        reading.report(Severity.ERROR, "E152" if near else "E153", places["key"], "key", facts)
        return None
    value, filled, _ = read_cell(reading, raw_value, SETTING_COLUMNS[key], places["value"], key)
    given = frozenset(("key", "value") if filled else ("key",))
    return Row(sheet.name, number, {"key": key, "value": value}, given, places)
