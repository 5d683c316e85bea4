"""What becomes of files that cannot be read, and of result workbooks, which can."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from books import GOOD, book, only, with_sheets, workbook_of

from planner.examples.write import write_example
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.grids import read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.reading.reader import read_workbook


def refused(path: Path) -> Finding:
    tables, findings = read_workbook(path)
    assert tables is None
    assert [finding.severity for finding in findings] == [Severity.ERROR]
    return findings[0]


def test_a_name_that_is_nearly_right_is_suggested(tmp_path: Path) -> None:
    """Most files not found are misspelt."""
    book(tmp_path, GOOD, "magnets_2026.xlsx")
    assert "Did you mean 'magnets_2026.xlsx'?" in refused(tmp_path / "magnet_2026.xlsx").message()


@pytest.mark.parametrize("name", ["nothing.xlsx", "no/where.xlsx", "a\0b.xlsx"])
def test_a_name_that_leads_nowhere_is_an_error(tmp_path: Path, name: str) -> None:
    """No file, no folder, no possible name."""
    assert refused(tmp_path / name).code in ("E101", "E104")


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    """Somebody names the folder instead of the file in it."""
    assert "is a folder" in refused(tmp_path).message()


def test_a_file_held_by_another_program_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to open what Excel holds exclusively."""

    def locked(_self: Path) -> bytes:
        raise PermissionError(13, "used by another process")

    path = book(tmp_path, GOOD)
    monkeypatch.setattr(Path, "read_bytes", locked)
    assert "Close it in Excel" in refused(path).message()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument"),
        ({"word/document.xml": b"<w/>"}, "Word"),
        ({"anything": b"x"}, "not an Excel workbook"),
        ({"xl/workbook.xml": b"<workbook/>"}, "damaged"),
    ],
)
def test_other_packages_are_told_apart(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    """Many programs write zip packages; each has its own way out."""
    with zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert words in refused(tmp_path / "plan.xlsx").message()


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    """Excel saves it too: other names of everything, and dates as text in cells of kind ``d``."""
    path = book(tmp_path, GOOD)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    usual, strict = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    for name, text in parts.items():
        moved = text.replace(f"{usual}/spreadsheetml/2006/main", f"{strict}/spreadsheetml/main")
        parts[name] = moved.replace(
            f"{usual}/officeDocument/2006/relationships", f"{strict}/officeDocument/relationships"
        )
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        r'(<c r="B2"[^>]*?)(?: t="n")?><v>\d+</v>',
        r'\1 t="d"><v>2026-04-01</v>',
        parts["xl/worksheets/sheet1.xml"],
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    tables, findings = read_workbook(path)
    assert tables is not None
    assert tables.start == dt.date(2026, 4, 1)
    assert len(tables["Demand"]) == 12
    assert findings == []


def test_a_damaged_sheet_does_not_hide_the_others(tmp_path: Path) -> None:
    """One sheet's XML is cut; the findings of the others still come."""
    path = book(tmp_path, with_sheets(Products=[["product", "shortage_penalty"], ["EV", "dear"]]))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet6.xml"] = parts["xl/worksheets/sheet6.xml"].replace(b"</sheetData>", b"")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    tables, findings = read_workbook(path)
    assert tables is not None
    assert only(findings, "E114").sheet == "Demand"
    assert only(findings, "E163").place() == "Products!B2"


def test_the_file_is_named_and_hashed(tmp_path: Path) -> None:
    """The hash lets a result name the very bytes it came from."""
    path = book(tmp_path, GOOD, "My plan.xlsx")
    tables, _ = read_workbook(path)
    assert tables is not None
    assert tables.name == tables.settings["plan_name"] == "My plan"
    assert tables.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_result_workbook_is_read_from_its_kept_input_alone(tmp_path: Path) -> None:
    """Its other sheets have the same names as input sheets and must not be mixed in."""
    kept = {f"In {title}": rows for title, rows in GOOD.items()}
    path = book(tmp_path, {"Summary": [["x"]], "Demand": [["scenario"], ["0"]], **kept}, "result.xlsx")
    tables, findings = read_workbook(path)
    assert tables is not None
    assert len(tables["Demand"]) == 12
    assert not findings
    kept["In Demand"] = [*GOOD["Demand"], ["EV", "2026-04", "x"]]
    _, findings = read_workbook(book(tmp_path, kept, "result.xlsx"))
    assert only(findings, "E163").place() == "In Demand!C14"


def test_a_hidden_input_sheet_is_read_with_a_warning(tmp_path: Path) -> None:
    """A sheet out of sight still counts."""
    made = workbook_of(GOOD)
    made["Rules"].sheet_state = "hidden"
    made.save(tmp_path / "plan.xlsx")
    tables, findings = read_workbook(tmp_path / "plan.xlsx")
    assert tables is not None
    assert len(tables["Rules"]) == 1
    assert only(findings, "W121").sheet == "Rules"


def _with_part(path: Path, part: str, content: bytes) -> None:
    """Put a part into a workbook, in place of its own."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_sheets_that_are_not_ours_are_not_unpacked(tmp_path: Path) -> None:
    """Damage, or a hundred thousand cells, on a sheet beside the plan is nobody's business."""
    made = workbook_of({**GOOD, "scratch": [["x"]]})
    made.save(tmp_path / "plan.xlsx")
    _with_part(tmp_path / "plan.xlsx", f"xl/worksheets/sheet{len(GOOD) + 1}.xml", b"<worksheet><broken")
    tables, findings = read_workbook(tmp_path / "plan.xlsx")
    assert tables is not None
    assert [finding.code for finding in findings] == ["N121"]


def test_cells_are_counted_over_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More filled cells than a plan can have are refused with a finding, not with an empty memory."""
    monkeypatch.setattr("planner.workbook.reading.grids.MOST_CELLS", 40)
    assert "million filled cells" in refused(book(tmp_path, GOOD)).message()


def test_bytes_are_counted_over_the_parts_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for what the sheets expand to."""
    path = book(tmp_path, GOOD)
    monkeypatch.setattr("planner.workbook.reading.guard.MOST_EXPANDED", path.stat().st_size)
    assert "expands to" in refused(path).message()


@pytest.mark.parametrize(
    "filling",
    [
        b"<c " * 60_000,
        b"<f" * 60_000,
        b"<mergeCell " * 60_000,
        b'<c r="A1"' + b" " * 200_000,
        b"<!-- " * 60_000,
    ],
    ids=["cells", "formulas", "merged", "blanks", "comments"],
)
def test_long_runs_without_an_end_are_damage(tmp_path: Path, filling: bytes) -> None:
    """What an earlier reader looked through again and again, byte by byte, ends at the first wrong one."""
    path = book(tmp_path, GOOD)
    _with_part(path, "xl/worksheets/sheet3.xml", b"<worksheet><sheetData>" + filling)
    tables, findings = read_workbook(path)
    assert tables is not None
    assert "E114" in [finding.code for finding in findings]


def test_the_reader_and_openpyxl_agree(tmp_path: Path) -> None:
    """Every value of a filled example, its type too."""
    path = write_example("first_steps", tmp_path / "plan.xlsx", "ja")
    ours, _ = open_book(path)
    assert ours is not None
    grids, _ = read_grids(ours)
    assert grids is not None
    theirs = openpyxl.load_workbook(path, data_only=True)
    for grid in grids.sheets:
        own = {(row, at): v for row, values in grid.rows for at, v in enumerate(values, 1) if v is not None}
        cells = (cell for row in theirs[grid.title].iter_rows() for cell in row)
        other = {(cell.row, cell.column): cell.value for cell in cells if cell.value not in (None, "")}
        assert own == other
        assert {at: type(value) for at, value in own.items()} == {at: type(v) for at, v in other.items()}
