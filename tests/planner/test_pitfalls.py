"""The pitfalls of real workbooks, one test a row of the list: place, severity and words in both languages."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from books import GOOD, Sheets, book, changed, only, read, with_sheets, without, workbook_of
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.reader import read_workbook

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def assert_said(finding: Finding, place: str, severity: Severity, english: str, japanese: str) -> None:
    assert finding.place() == place
    assert finding.severity is severity
    assert english in finding.message("en")
    assert japanese in finding.message("ja")


def at(findings: list[Finding], place: str) -> Finding:
    """Return the one finding of a cell."""
    found = [finding for finding in findings if finding.place() == place]
    assert len(found) == 1, [(finding.code, finding.place()) for finding in findings]
    return found[0]


def refused(path: Path) -> Finding:
    """Return the one error with which a file is turned away."""
    tables, findings = read_workbook(path)
    assert tables is None
    assert len(findings) == 1
    assert findings[0].severity is ERROR
    return findings[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", 1200.0),
        ("1,200", 1200.0),
        ("１２００", 1200.0),
        ("１，２００．５", 1200.5),
        ("¥1,200", 1200.0),
        ("￥1,200", 1200.0),
        (" 1200 ", 1200.0),
        ("\u00a01\u00a0200\u3000", 1200.0),
    ],
)
def test_numbers_written_as_text_are_read_and_noted(tmp_path: Path, text: str, number: float) -> None:
    """Text digits of any width, with thousands, a yen sign and blanks of all kinds, are numbers."""
    tables, findings = read(tmp_path, changed("Offers", "D2", text))
    assert tables["Offers"][0]["price"] == number
    read_as = f"{number:.15g}"
    assert_said(
        at(findings, "Offers!D2"), "Offers!D2", NOTE, f"read as {read_as}", f"を{read_as}と読みました"
    )


@pytest.mark.parametrize("text", ["▲500", "(500)", "△500", "−500"])
def test_accountants_negatives_are_read_then_checked(tmp_path: Path, text: str) -> None:
    """▲500 is minus 500: noted, and then it is out of the column's range."""
    _, findings = read(tmp_path, changed("Demand", "C2", text))
    assert_said(only(findings, "N160"), "Demand!C2", NOTE, f"text '{text}' read as -500", "-500と読みました")
    assert_said(only(findings, "E168"), "Demand!C2", ERROR, "is -500; it must be 0 or more", "0以上に")


@pytest.mark.parametrize("text", ["1.200,5", "1,20", "千二百", "about 500", "10²", "1 2"])
def test_unclear_numbers_are_errors(tmp_path: Path, text: str) -> None:
    """What is no number, or could be two, is not guessed."""
    _, findings = read(tmp_path, changed("Demand", "C2", text))
    finding = at(findings, "Demand!C2")
    assert_said(
        finding, "Demand!C2", ERROR, f"'{text}' is not a number. Type digits, e.g. 1200", "数値ではありません"
    )


def test_a_dash_is_a_blank_where_a_blank_may_stand(tmp_path: Path) -> None:
    """'-' means nothing: noted in an optional column, an error in a required one."""
    tables, findings = read(tmp_path, changed("Offers", "E2", "-"))
    assert tables["Offers"][0]["tariff"] == 0.0
    assert "tariff" not in tables["Offers"][0].given
    assert_said(at(findings, "Offers!E2"), "Offers!E2", NOTE, "'-' read as blank", "空白と読みました")
    _, findings = read(tmp_path, changed("Demand", "C2", "－"))
    assert_said(at(findings, "Demand!C2"), "Demand!C2", ERROR, "is not a number", "数値ではありません")


def test_a_bare_65_in_a_share_is_never_guessed(tmp_path: Path) -> None:
    """65 could be 65 % or a slip, so it is an error that says how to write either."""
    _, findings = read(tmp_path, changed("Rules", "D2", 65))
    text = "is 65; a share is 0-100%. If you mean 65%, type 65% (or 0.65)"
    assert_said(at(findings, "Rules!D2"), "Rules!D2", ERROR, text, "65%の意味なら65%（または0.65）")


def test_a_bare_145_in_a_rate_is_taken_for_per_cent(tmp_path: Path) -> None:
    """A tariff may be 145 %, never 145 times the price."""
    _, findings = read(tmp_path, changed("Offers", "E2", 145))
    assert_said(at(findings, "Offers!E2"), "Offers!E2", ERROR, "type 145% (or 1.45)", "145%（または1.45）")
    tables, findings = read(tmp_path, changed("Offers", "E2", "145%"))
    assert tables["Offers"][0]["tariff"] == 1.45
    assert [finding.code for finding in findings if finding.cell == "E2"] == ["N162"]


def test_a_share_as_text_or_fraction_is_read(tmp_path: Path) -> None:
    """'65%' as text is noted; 0.65 needs no word."""
    tables, findings = read(tmp_path, changed("Rules", "D2", "６５％"))
    assert tables["Rules"][0]["share"] == 0.65
    assert_said(at(findings, "Rules!D2"), "Rules!D2", NOTE, "read as 65%", "65%と読みました")
    tables, findings = read(tmp_path, changed("Rules", "D2", 0.65))
    assert tables["Rules"][0]["share"] == 0.65
    assert not [finding for finding in findings if finding.sheet == "Rules"]


@pytest.mark.parametrize(
    "written", ["2026年4月", "2026/4", 202604, "202604", "Apr 2026", "april 2026", "2026.4", "4/2026"]
)
def test_months_are_read_as_people_write_them(tmp_path: Path, written: object) -> None:
    """Every clear way of writing a month is accepted and noted."""
    tables, findings = read(tmp_path, changed("Settings", "B2", written))
    assert tables.settings["start_month"] == dt.date(2026, 4, 1)
    assert_said(at(findings, "Settings!B2"), "Settings!B2", NOTE, "read as 2026-04", "2026-04と読みました")


@pytest.mark.parametrize("written", ["2026-04", "2026-04-01", dt.date(2026, 4, 1)])
def test_a_plain_month_needs_no_note(tmp_path: Path, written: object) -> None:
    """The form the template asks for, and a real date on the first, are plain."""
    tables, findings = read(tmp_path, changed("Settings", "B2", written))
    assert tables.settings["start_month"] == dt.date(2026, 4, 1)
    assert not findings


@pytest.mark.parametrize(
    "written",
    [dt.date(2026, 4, 15), dt.datetime(2026, 4, 15, 13, 30), "2026/4/15"],  # noqa: DTZ001 (Excel knows no zones)
)
def test_the_day_of_a_month_is_ignored_and_noted(tmp_path: Path, written: object) -> None:
    """Day 15 falls into its month; the first of it counts."""
    tables, findings = read(tmp_path, changed("Settings", "B2", written))
    assert tables.settings["start_month"] == dt.date(2026, 4, 1)
    text = "day 15 ignored, read as 2026-04"
    assert_said(at(findings, "Settings!B2"), "Settings!B2", NOTE, text, "15日は無視し、2026-04と")


@pytest.mark.parametrize("written", ["令和8年4月", "R8.4", "Ｒ８年４月", "㋿8年4月"])
def test_japanese_eras_are_read(tmp_path: Path, written: str) -> None:
    """Reiwa 8 is 2026."""
    tables, findings = read(tmp_path, changed("Settings", "B2", written))
    assert tables.settings["start_month"] == dt.date(2026, 4, 1)
    assert_said(at(findings, "Settings!B2"), "Settings!B2", NOTE, "read as 2026-04", "2026-04と読みました")


def test_a_date_that_can_be_read_two_ways_is_an_error(tmp_path: Path) -> None:
    """'04/05/2026' is April in one country and May in the other."""
    _, findings = read(tmp_path, changed("Settings", "B2", "04/05/2026"))
    text = "could be 2026-04 or 2026-05. Write it as 2026-04"
    assert_said(at(findings, "Settings!B2"), "Settings!B2", ERROR, text, "2026-04とも2026-05とも読めます")


def test_a_file_of_the_1904_calendar_is_converted(tmp_path: Path) -> None:
    """Old Mac files count days from 1904; the month comes out right and is noted."""
    made = workbook_of(GOOD)
    made.epoch = CALENDAR_MAC_1904
    made.save(tmp_path / "mac.xlsx")
    tables, findings = read_workbook(tmp_path / "mac.xlsx")
    assert tables is not None
    assert tables.settings["start_month"] == dt.date(2026, 4, 1)
    assert_said(only(findings, "N103"), "", NOTE, "dates from 1904", "1904年起点")


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?"])
@pytest.mark.parametrize("cell", ["D2", "A2", "B3"])
def test_excel_errors_are_errors_in_every_column(tmp_path: Path, error: str, cell: str) -> None:
    """A failed formula is never read as blank or as text, not even where it looks like a comment row."""
    _, findings = read(tmp_path, changed("Offers", cell, error))
    assert_said(only(findings, "E161"), f"Offers!{cell}", ERROR, f"the Excel error {error}", f"エラー{error}")


def test_a_formula_without_a_saved_result_is_an_error(tmp_path: Path) -> None:
    """It would read as blank; the way out is to save the file in Excel."""
    _, findings = read(tmp_path, changed("Offers", "E3", "=0.1+0.2"))
    finding = at(findings, "Offers!E3")
    assert_said(finding, "Offers!E3", ERROR, "a formula with no saved result", "計算結果が保存されていません")


def test_a_row_of_nothing_but_unsaved_formulas_is_not_taken_for_blank(tmp_path: Path) -> None:
    """Such a row has no value at all in the file, and is still reported cell by cell."""
    rows = [*GOOD["Demand"], ["=A2", "=B2", "=C2"]]
    _, findings = read(tmp_path, with_sheets(Demand=rows))
    assert [f.cell for f in findings if f.code == "E162"] == ["A14", "B14", "C14"]


def test_formulas_with_results_are_used_and_counted(tmp_path: Path) -> None:
    """The last saved results are what the user sees in Excel; one note counts them."""
    made = xlsxwriter.Workbook(tmp_path / "plan.xlsx")
    for title, rows in GOOD.items():
        page = made.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if title == "Demand" and number and column == 2:
                    page.write_formula(number, column, "=2+3", None, 5)
                else:
                    page.write(number, column, f"{value:%Y-%m}" if isinstance(value, dt.date) else value)
    made.close()
    tables, findings = read_workbook(tmp_path / "plan.xlsx")
    assert tables is not None
    assert {row["quantity"] for row in tables["Demand"]} == {5.0}
    assert_said(only(findings, "N104"), "", NOTE, "12 cells hold formulas (Demand 12)", "12個のセルに数式")


def test_merged_cells_among_the_data_are_errors(tmp_path: Path) -> None:
    """A merged cell holds a value for its first row only; the others would be blank."""
    made = workbook_of(
        with_sheets(Demand=[*GOOD["Demand"], ["EV", dt.date(2026, 4, 1), 1], [None, dt.date(2026, 5, 1), 1]])
    )
    made["Demand"].merge_cells("A14:A15")
    made["Settings"].merge_cells("D1:F1")
    made.save(tmp_path / "plan.xlsx")
    _, findings = read_workbook(tmp_path / "plan.xlsx")
    finding = only([f for f in findings if f.severity is ERROR], "E140")
    assert_said(
        finding, "Demand!A14:A15", ERROR, "A14:A15 is merged. Unmerge it", "A14:A15は結合されています"
    )


def test_blank_rows_inside_are_skipped_and_row_numbers_stay(tmp_path: Path) -> None:
    """Rows after a gap keep Excel's numbers; blank rows at the end are no news."""
    rows = [*GOOD["Demand"], *[[None] * 3] * 3, ["EV", dt.date(2026, 4, 1), "x"], [" ", None, None]]
    _, findings = read(tmp_path, with_sheets(Demand=rows))
    text = "rows 14-16 are blank and were skipped"
    assert_said(only(findings, "N140"), "Demand!A14:A16", NOTE, text, "14-16行目は空白")
    assert_said(only(findings, "E163"), "Demand!C17", ERROR, "'x'", "「x」")


def test_hidden_rows_are_read_with_a_warning(tmp_path: Path) -> None:
    """A filter hides rows, it does not delete them."""
    made = workbook_of(GOOD)
    made["Demand"].row_dimensions[5].hidden = True
    made.save(tmp_path / "plan.xlsx")
    tables, findings = read_workbook(tmp_path / "plan.xlsx")
    assert tables is not None
    assert len(tables["Demand"]) == 12
    finding = only(findings, "W140")
    assert_said(
        finding, "Demand!A5", WARNING, "row 5 is hidden but was read", "5行目は非表示ですが読み込みました"
    )


def test_the_example_row_is_passed_over(tmp_path: Path) -> None:
    """Rows marked with # are for people; data typed over the example is warned about."""
    rows: list[list[object]] = [
        ["#", "product", "month", "quantity"],
        ["#unit", None, "yyyy-mm", "units"],
        ["#example", "MOTOR-A", "2026-04", 2000],
        *([None, *row] for row in GOOD["Demand"][1:]),
    ]
    tables, findings = read(tmp_path, with_sheets(Demand=rows))
    assert len(tables["Demand"]) == 12
    assert not findings
    rows[2] = ["#example", "EV", "2026-04", 7]
    _, findings = read(tmp_path, with_sheets(Demand=rows))
    assert_said(only(findings, "W141"), "Demand!A3", WARNING, "row 3 is marked #example", "#exampleの印")


def test_a_repeated_key_names_both_cells(tmp_path: Path) -> None:
    """Two rows with one id contradict each other."""
    rows = [*GOOD["Offers"], ["DY-ACME", "NA", "DY", 1, 0, 1, 0, None]]
    _, findings = read(tmp_path, with_sheets(Offers=rows))
    text = "DY-ACME is already in row 2 (rows 2 and 4, A2, A4)"
    assert_said(only(findings, "E150"), "Offers!A4", ERROR, text, "2行目と4行目、A2, A4")


def test_repeated_demand_is_summed_and_noted(tmp_path: Path) -> None:
    """Demand may come in several rows a month."""
    tables, findings = read(tmp_path, with_sheets(Demand=[*GOOD["Demand"], ["EV", dt.date(2026, 4, 9), 1]]))
    assert len(tables["Demand"]) == 13
    text = "EV / 2026-04 is already in row 2 (rows 2 and 14, A2, A14); the quantities were added up"
    assert_said(only(findings, "N150"), "Demand!A14", NOTE, text, "数量を合計しました")


def test_an_unknown_id_gets_a_suggestion(tmp_path: Path) -> None:
    """An id that no row has is an error that names the nearest one and where it stands."""
    _, findings = read(tmp_path, changed("Offers", "B2", "ACMEE"))
    finding = at(findings, "Offers!B2")
    assert finding.severity is ERROR
    assert re.search(r"'ACMEE' .*[Dd]id you mean 'ACME'.*A2", finding.message("en"))
    assert re.search("「ACMEE」.*「ACME」.*A2", finding.message("ja"))


def test_an_id_typed_as_a_number_is_its_shortest_text(tmp_path: Path) -> None:
    """1, 1.0 and '1' are one id; 123 is not '00123', and the error shows that one."""
    sheets = changed("Suppliers", "A2", 1)
    sheets = changed("Offers", "B2", "1", changed("Rules", "C2", 1.0, sheets))
    sheets = changed("Events", "B2", 1.0, sheets)
    tables, findings = read(tmp_path, sheets)
    assert tables["Suppliers"][0]["supplier"] == tables["Offers"][0]["supplier"] == "1"
    assert not [finding for finding in findings if finding.severity is ERROR]
    _, findings = read(tmp_path, changed("Offers", "B2", 123, changed("Suppliers", "A3", "00123")))
    finding = at(findings, "Offers!B2")
    assert finding.severity is ERROR
    assert "'00123'" in finding.message("en")
    assert "「00123」" in finding.message("ja")


def test_a_renamed_column_is_found_or_guessed(tmp_path: Path) -> None:
    """Labels of either language are names; a misspelt one is an error that suggests."""
    for name in ("Unit price", "単価", "UNIT　PRICE", "Price *"):
        tables, findings = read(tmp_path, changed("Offers", "D1", name))
        assert tables["Offers"][0]["price"] == 300.0
        assert not findings
    _, findings = read(tmp_path, changed("Demand", "C1", "Qauntity (t)"))
    text = "column 'Qauntity (t)' is not known; did you mean 'quantity'?"
    errors = [finding for finding in findings if finding.severity is ERROR]
    assert_said(at(errors, "Demand!C1"), "Demand!C1", ERROR, text, "「quantity」のことですか")
    assert len(errors) == 1


def test_reordered_columns_are_accepted_in_silence(tmp_path: Path) -> None:
    """Columns are matched by name, never by place."""
    tables, findings = read(tmp_path, with_sheets(Demand=[row[::-1] for row in GOOD["Demand"]]))
    assert tables["Demand"][0].values == {"product": "EV", "month": dt.date(2026, 4, 1), "quantity": 10.0}
    assert tables["Demand"][0].cells["product"] == "C2"
    assert not findings


def test_an_extra_column_is_an_error_unless_it_is_a_comment(tmp_path: Path) -> None:
    """Only a header that begins with # is the user's own."""
    _, findings = read(tmp_path, changed("Demand", "D1", "Remarks"))
    text = "column 'Remarks' is not known. Delete it, or head it '#Remarks'"
    assert_said(at(findings, "Demand!D1"), "Demand!D1", ERROR, text, "「#Remarks」")
    _, findings = read(tmp_path, changed("Demand", "D2", "from sales", changed("Demand", "D1", "#Remarks")))
    assert not findings


def test_a_missing_column_or_sheet_lists_those_found(tmp_path: Path) -> None:
    """The user sees what there is, and what is needed."""
    _, findings = read(tmp_path, with_sheets(Products=[["product"], ["EV"]]))
    text = "'Cost of a missing unit (shortage_penalty)' is missing; found: product"
    assert_said(
        only(findings, "E133"), "Products!A1", ERROR, text, "列「欠品損失（shortage_penalty）」がありません"
    )
    _, findings = read(tmp_path, without("Demand"))
    finding = only(findings, "E121")
    assert_said(
        finding,
        "Demand",
        ERROR,
        "'Demand' is missing; found: Settings, Items",
        "（あるシート：Settings, Items",
    )
    assert "Product, Month, Quantity" in finding.message("en")


def test_an_extra_sheet_is_noted_hidden_or_not(tmp_path: Path) -> None:
    """Scratch sheets are left alone, and said so."""
    made = workbook_of(with_sheets(work=[["x"]], secret=[["y"]]))
    made["secret"].sheet_state = "veryHidden"
    made.save(tmp_path / "plan.xlsx")
    _, findings = read_workbook(tmp_path / "plan.xlsx")
    assert_said(
        at(findings, "work"), "work", NOTE, "The sheet 'work' is not used", "「work」シートは使いません"
    )
    assert_said(
        at(findings, "secret"), "secret", NOTE, "The sheet 'secret' is not used", "「secret」シートは"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
@pytest.mark.parametrize("name", ["demand.csv", "demand.xlsx"])
def test_a_csv_is_told_what_to_do(tmp_path: Path, encoding: str, name: str) -> None:
    """A CSV, also one named .xlsx, belongs into the template."""
    path = tmp_path / name
    path.write_text("製品,月,数量\nEV,2026-04,5\n" * 300, encoding=encoding)
    assert_said(
        refused(path), "", ERROR, "is a CSV or text file. Paste its contents", "テンプレートに貼り付け"
    )


def test_an_old_xls_and_a_password_are_told_apart(tmp_path: Path) -> None:
    """Both begin with the same eight bytes; the way out differs."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    old, locked = tmp_path / "old.xls", tmp_path / "locked.xlsx"
    old.write_bytes(head + "Workbook".encode("utf-16-le") + bytes(600))
    locked.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    assert_said(refused(old), "", ERROR, "in the old .xls format. Save it in Excel as .xlsx", "旧形式の.xls")
    assert_said(
        refused(locked), "", ERROR, "protected by a password. Remove the password", "パスワードを解除"
    )


def test_a_binary_workbook_is_to_be_saved_as_xlsx(tmp_path: Path) -> None:
    """An .xlsb is a package too, with other parts."""
    with zipfile.ZipFile(tmp_path / "plan.xlsb", "w") as package:
        package.writestr("xl/workbook.bin", b"x")
    assert_said(
        refused(tmp_path / "plan.xlsb"), "", ERROR, "binary workbook (.xlsb). Save it", "（.xlsb）です"
    )


def _with_parts(tmp_path: Path, parts: dict[str, bytes], name: str = "plan.xlsx") -> Path:
    """Write the good plan with more parts in its package."""
    path = book(tmp_path, GOOD, name)
    with zipfile.ZipFile(path, "a") as package:
        for part, content in parts.items():
            package.writestr(part, content, zipfile.ZIP_DEFLATED)
    return path


def test_macros_are_not_run_and_noted(tmp_path: Path) -> None:
    """An .xlsm is read like any other."""
    path = _with_parts(tmp_path, {"xl/vbaProject.bin": b"x"}, "plan.xlsm")
    tables, findings = read_workbook(path)
    assert tables is not None
    assert_said(only(findings, "N101"), "", NOTE, "contains macros; they were not run", "マクロ")


def test_links_to_other_files_are_noted(tmp_path: Path) -> None:
    """Linked values are those of the last save, and may be stale."""
    _, findings = read_workbook(_with_parts(tmp_path, {"xl/externalLinks/externalLink1.xml": b"<x/>"}))
    assert_said(only(findings, "N102"), "", NOTE, "may be out of date", "古い可能性")


@pytest.mark.parametrize("kept", [0.6, 0.02])
def test_a_truncated_file_is_damaged(tmp_path: Path, kept: float) -> None:
    """Half a download is no workbook."""
    path = book(tmp_path, GOOD)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert_said(refused(path), "", ERROR, "is damaged or not an Excel workbook. Open it", "壊れているか")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 400, b"<html><table></table></html>"])
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    """An empty file, bytes of anything and a web page named .xlsx."""
    (tmp_path / "plan.xlsx").write_bytes(content)
    assert_said(
        refused(tmp_path / "plan.xlsx"), "", ERROR, "is damaged or not an Excel workbook", "壊れているか"
    )


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    """One part that expands a thousandfold is no table."""
    path = _with_parts(tmp_path, {"xl/media/image1.xml": bytes(40_000_000)})
    assert path.stat().st_size < 200_000
    assert_said(refused(path), "", ERROR, "expands to 40 MB and was refused", "展開すると40 MB")


def test_a_billion_laughs_is_refused(tmp_path: Path) -> None:
    """XML that defines entities is no spreadsheet's work."""
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    finding = refused(_with_parts(tmp_path, {"xl/evil.xml": laughs}))
    assert_said(finding, "", ERROR, "damaged or unsafe and was refused", "破損または危険なファイル")


def test_a_sheet_formatted_to_its_end_is_read_at_once(tmp_path: Path) -> None:
    """Colour down to row 1,048,576 and column XFD is not data."""
    made: xlsxwriter.Workbook = xlsxwriter.Workbook(tmp_path / "plan.xlsx")
    yellow = made.add_format({"bg_color": "yellow"})
    for title, rows in GOOD.items():
        page = made.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(number, column, f"{value:%Y-%m}" if isinstance(value, dt.date) else value)
        if title == "Demand":
            for row in range(13, 18):
                for column in range(16_384):
                    page.write_blank(row, column, None, yellow)
            page.write_blank(1_048_575, 16_383, None, yellow)
    made.close()
    tables, findings = read_workbook(tmp_path / "plan.xlsx")
    assert tables is not None
    assert len(tables["Demand"]) == 12
    assert not findings


def test_a_wrong_size_in_the_file_loses_no_row(tmp_path: Path) -> None:
    """The fast mode of openpyxl believes the size a file states; 104 cells were once read as one."""
    path = book(tmp_path, GOOD)
    parts = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', package.read(name))
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    tables, findings = read_workbook(path)
    assert tables is not None
    assert len(tables["Demand"]) == 12
    assert not findings


def test_na_is_namibia(tmp_path: Path) -> None:
    """The text NA is data wherever text may stand, never a missing value."""
    tables, findings = read(tmp_path, changed("Settings", "B4", "NA"))
    assert tables.settings["home_country"] == "NA"
    assert tables["Suppliers"][1]["supplier"] == "NA"
    assert not findings


def test_control_characters_are_stripped_with_a_note(tmp_path: Path) -> None:
    """Invisible characters, also in Excel's own spelling, would make two ids of one."""
    sheets: Sheets = changed("Offers", "B2", "AC_x0007_ME\u200b")
    tables, findings = read(tmp_path, sheets)
    assert tables["Offers"][0]["supplier"] == "ACME"
    text = "invisible control characters were removed; read as 'ACME'"
    assert_said(at(findings, "Offers!B2"), "Offers!B2", NOTE, text, "制御文字を取り除き、「ACME」")


def test_five_faults_give_five_errors_in_order(tmp_path: Path) -> None:
    """Nothing stops at the first: one run shows all, by sheet, row and column."""
    sheets = changed("Demand", "C5", "many", changed("Demand", "B3", "soon"))
    sheets = changed("Offers", "D2", "千", changed("Offers", "E2", 65, sheets))
    sheets = changed("Settings", "B3", 12.5, sheets)
    _, findings = read(tmp_path, sheets)
    errors = [finding.place() for finding in findings if finding.severity is ERROR]
    assert errors == ["Settings!B3", "Offers!D2", "Offers!E2", "Demand!B3", "Demand!C5"]


def test_the_input_is_never_touched(tmp_path: Path) -> None:
    """A read-only file is read, and its bytes stay what they were."""
    path = book(tmp_path, GOOD)
    before = path.read_bytes()
    path.chmod(0o444)
    tables, _ = read_workbook(path)
    assert tables is not None
    assert path.read_bytes() == before
    assert openpyxl.load_workbook(path)["Demand"]["C2"].value == 10
