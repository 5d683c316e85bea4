"""Whatever a file holds, reading it ends in findings, never in a crash."""

from __future__ import annotations

import datetime as dt
import string
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from books import GOOD, Sheets, changed, workbook_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.workbook.messages.findings import Finding
from planner.workbook.present import as_json, grouped
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.schema.sheets import SCHEMA, SETTINGS

QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)

PLAN: Sheets = {
    **GOOD,
    "PriceTiers": [["offer", "from_annual", "to_annual", "price"], ["DY-ACME", 0, 10, 5]],
    "Scenarios": [
        ["scenario", "event", "start_month", "probability", "after"],
        ["S1", "OUT", "2026-06", 0.1, None],
    ],
    "Processes": [["process", "stage", "capacity_per_month"], ["P", "metal", 5]],
    "ProcessFlows": [["process", "item", "kind", "quantity"], ["P", "DY", "in", 1]],
    "Investments": [["investment", "capex", "adds_to", "adds"], ["I", 5, "process:P", 3]],
    "WhatIf": [
        ["case", "sheet", "row", "column", "change", "value"],
        ["c", "Rules", "CAP", "share", "set", 0.5],
    ],
}


def _saved(sheets: Sheets) -> bytes:
    target = BytesIO()
    workbook_of(sheets).save(target)
    return target.getvalue()


BYTES = _saved(PLAN)
PARTS = sorted(name for name in zipfile.ZipFile(BytesIO(BYTES)).namelist())

texts = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(
        ["#N/A", "0", "1e400", "NA", "-", "65%", "令和8年4月", "04/05/2026", "*", "group:", "A,,B", "1|x"]
    ),
    st.sampled_from(
        ["ACME", "DY", "DY-ACME", "EV", "std", "OUT", "0", "process:", "stock:DY", "S1", "#", "#example"]
    ),
    st.text(string.printable, max_size=6),
)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    texts,
    st.dates(dt.date(1900, 1, 2), dt.date(9999, 12, 31)),
    st.times(),
)
sheet_names = st.sampled_from(sorted(PLAN))


def assert_can_be_shown(findings: list[Finding]) -> None:
    """Every finding has its text in both languages, alone, in groups and as data."""
    for language in ("en", "ja"):
        assert len(as_json(findings, language)) == len(findings)
        assert all(grouped(findings, language))


@QUICK
@given(st.lists(st.tuples(sheet_names, st.integers(0, 4), st.integers(0, 7), values), max_size=8))
def test_any_value_in_any_cell_gives_findings(changes: list[tuple[str, int, int, object]]) -> None:
    """Headers and cells are overwritten with anything Python could hold there."""
    sheets = {title: [list(row) for row in rows] for title, rows in PLAN.items()}
    for title, row, column, value in changes:
        cells = sheets[title][min(row, len(sheets[title]) - 1)]
        cells[min(column, len(cells) - 1)] = value
    rows = {
        title: [dict(zip([str(key) for key in given[0]], row, strict=True)) for row in given[1:]]
        for title, given in sheets.items()
    }
    _, findings = tables_from(rows)
    assert_can_be_shown(findings)


COLUMNS = sorted({(sheet.name, column.key) for sheet in SCHEMA for column in sheet.columns})


@QUICK
@given(st.lists(st.tuples(st.sampled_from(COLUMNS), values), min_size=1, max_size=12))
def test_any_value_in_any_column_gives_findings(cells: list[tuple[tuple[str, str], object]]) -> None:
    """Every column of the schema is met, beside a good plan."""
    rows = {
        title: [dict(zip([str(key) for key in given[0]], row, strict=True)) for row in given[1:]]
        for title, given in PLAN.items()
    }
    for (title, key), value in cells:
        rows.setdefault(title, [{}])[0][key] = value
    _, findings = tables_from(rows)
    assert_can_be_shown(findings)


@QUICK
@given(st.lists(st.tuples(st.sampled_from([setting.key for setting in SETTINGS]), values), max_size=6))
@example([("start_month", None), ("months", "x")])
@example([("start_month", "2199-12"), ("months", 120)])
def test_any_settings_give_findings(pairs: list[tuple[str, object]]) -> None:
    """Also none at all: the other checks must do without a first month."""
    rows = {
        title: [dict(zip([str(key) for key in given[0]], row, strict=True)) for row in given[1:]]
        for title, given in PLAN.items()
    }
    rows["Settings"] = [{"key": key, "value": value} for key, value in pairs]
    _, findings = tables_from(rows)
    assert_can_be_shown(findings)


def _read(content: bytes) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        path.write_bytes(content)
        return read_workbook(path)[1]


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(BYTES) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_flipped_bytes_give_findings(flips: list[tuple[int, int]]) -> None:
    """A file damaged on its way."""
    content = bytearray(BYTES)
    for at, byte in flips:
        content[at] = byte
    assert_can_be_shown(_read(bytes(content)))


@QUICK
@given(st.sampled_from(PARTS), st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=12))
def test_damaged_parts_give_findings(part: str, at: int, removed: int, added: bytes) -> None:
    """The package is whole, but one of its parts is not what it should be."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(BYTES)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                at %= len(content)
                content = content[:at] + added + content[at + removed :]
            copy.writestr(name, content)
    assert_can_be_shown(_read(target.getvalue()))


@QUICK
@given(st.sampled_from(PARTS))
def test_missing_parts_give_findings(part: str) -> None:
    """The package lacks one of its parts."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(BYTES)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            if name != part:
                copy.writestr(name, source.read(name))
    assert_can_be_shown(_read(target.getvalue()))


@settings(QUICK, max_examples=15)
@given(sheet_names, st.sampled_from(["A1", "B2", "C3", "H30", "ZZ2"]), texts)
def test_any_text_in_a_file_gives_findings(title: str, cell: str, text: str) -> None:
    """As above, but through a real file."""
    clean = "".join(character for character in text if character.isprintable())
    assert_can_be_shown(_read(_saved(changed(title, cell, clean, PLAN))))
