"""How sheets, headers, settings and wide tables are found and read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from books import GOOD, START, book, changed, only, read, with_sheets, without

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.headers import fold
from planner.workbook.reading.reader import read_workbook
from planner.workbook.schema.sheets import SCHEMA, SETTINGS
from planner.workbook.template.book import write_template


@pytest.mark.parametrize("title", ["demand", " Demand ", "DEMAND", "需要", "Ｄｅｍａｎｄ"])
def test_sheets_are_found_by_either_name(tmp_path: Path, title: str) -> None:
    """Case, blanks, width and language do not matter, and findings use the file's own spelling."""
    sheets = {**without("Demand"), title: [*GOOD["Demand"], ["EV", "2026-04", "x"]]}
    tables, findings = read(tmp_path, sheets)
    assert len(tables["Demand"]) == 13
    assert only(findings, "E163").sheet == title


def test_two_sheets_of_one_name_are_an_error(tmp_path: Path) -> None:
    """It is not for the reader to choose."""
    _, findings = read(tmp_path, with_sheets(需要=GOOD["Demand"]))
    assert "'Demand' and '需要' are both read as Demand" in only(findings, "E120").message()


def test_the_header_is_the_row_that_names_most_columns(tmp_path: Path) -> None:
    """Titles above it, and a row that happens to hold a column's name, are passed over."""
    rows: list[list[object]] = [
        ["Demand of product, 2026"],
        [None, "month"],
        [],
        [None, "Product *", "MONTH", "数量"],
        [None, "製品", "月", "Quantity"],
        [None, "EV", "2026-04", 5],
    ]
    rows[4][0] = "#label"
    tables, findings = read(tmp_path, with_sheets(Demand=rows))
    assert [row.values for row in tables["Demand"]] == [
        {"product": "EV", "month": START, "quantity": 5.0},
    ]
    assert tables["Demand"][0].cells == {"product": "B6", "month": "C6", "quantity": "D6"}
    assert tables["Demand"][0].number == 6
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]


def test_a_sheet_without_a_header_says_which_columns_it_wants(tmp_path: Path) -> None:
    """Data alone cannot be matched."""
    _, findings = read(tmp_path, with_sheets(Demand=GOOD["Demand"][1:]))
    assert only(findings, "E123").place() == "Demand!A1"
    assert "Product, Month, Quantity" in only(findings, "E123").message()


def test_a_column_twice_is_an_error(tmp_path: Path) -> None:
    """Once by key and once by label is twice."""
    _, findings = read(tmp_path, changed("Demand", "D1", "数量"))
    assert only(findings, "E132").place() == "Demand!D1"
    assert "C1" in only(findings, "E132").message()


def test_numbers_beside_the_table_are_warned_of(tmp_path: Path) -> None:
    """A column without a header is not read, and not passed over in silence."""
    _, findings = read(tmp_path, changed("Demand", "E4", 99))
    assert only(findings, "W130").place() == "Demand!E1"


def test_wide_demand_is_read_as_long(tmp_path: Path) -> None:
    """One column per month, headed by a date or any other form of a month; blanks are no demand."""
    wide = [["Product", START, "2026年5月", 202606], ["EV", 5, None, "７"], ["HEV", 1, 2, 3]]
    tables, findings = read(tmp_path, with_sheets(Demand=wide))
    assert [tuple(row.values.values()) for row in tables["Demand"]] == [
        ("EV", dt.date(2026, 4, 1), 5.0),
        ("EV", dt.date(2026, 6, 1), 7.0),
        ("HEV", dt.date(2026, 4, 1), 1.0),
        ("HEV", dt.date(2026, 5, 1), 2.0),
        ("HEV", dt.date(2026, 6, 1), 3.0),
    ]
    assert tables["Demand"][1].cells == {"product": "A2", "month": "D1", "quantity": "D2"}
    assert only(findings, "N160").place() == "Demand!D2"


def test_wide_demand_given_twice_is_summed(tmp_path: Path) -> None:
    """Two rows of one product meet in their months; the note names both cells."""
    tables, findings = read(
        tmp_path, with_sheets(Demand=[["product", START, 202605], ["EV", 5, 6], ["EV", 1, None]])
    )
    assert [row["quantity"] for row in tables["Demand"]] == [5.0, 6.0, 1.0]
    assert only(findings, "N150").place() == "Demand!B3"
    assert "rows 2 and 3, B2, B3" in only(findings, "N150").message()


def test_an_empty_sheet_of_settings_names_what_it_needs(tmp_path: Path) -> None:
    """Two settings have no default."""
    _, findings = read(tmp_path, with_sheets(Settings=[["key", "value"]]))
    needed = "First month (start_month), Months in the plan (months)"
    assert needed in only(findings, "E122").message()


def test_settings_are_typed_and_defaulted(tmp_path: Path) -> None:
    """Each setting has a type of its own; silent ones have their default."""
    rows: list[list[object]] = [
        ["key", "value"],
        ["開始月", "2026-04"],
        ["Months in the plan", 12.0],
        ["risk_weight", "30%"],
        ["#old", 5],
        ["capex_budget", None],
    ]
    tables, findings = read(tmp_path, with_sheets(Settings=rows))
    assert tables.settings["start_month"] == START
    assert tables.settings["months"] == 12
    assert isinstance(tables.settings["months"], int)
    assert tables.settings["risk_weight"] == 0.3
    assert tables.settings["cvar_alpha"] == 0.9
    assert tables.settings["capex_budget"] is None
    assert set(tables.settings) == {setting.key for setting in SETTINGS}
    assert [row["key"] for row in tables["Settings"]] == [
        "start_month",
        "months",
        "risk_weight",
        "capex_budget",
    ]
    assert tables["Settings"][1].cells == {"key": "A3", "value": "B3"}
    assert only(findings, "N162").place() == "Settings!B4"


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("A4", "home_contry", "E152"),
        ("A4", "zzz", "E153"),
        ("A4", "months", "E150"),
        ("B3", 121, "E170"),
        ("B3", 0, "E168"),
        ("B3", None, "E160"),
        ("A3", "#months", "E154"),
    ],
)
def test_faulty_settings_are_errors(tmp_path: Path, cell: str, value: object, code: str) -> None:
    """Unknown, repeated, missing and out of range, each in its own words."""
    _, findings = read(tmp_path, changed("Settings", cell, value))
    assert only([f for f in findings if f.severity is Severity.ERROR], code).sheet == "Settings"


def test_a_newer_workbook_is_refused_in_words(tmp_path: Path) -> None:
    """Columns of a later version would be misread."""
    sheets = with_sheets(Settings=[*GOOD["Settings"], ["schema_version", 3]])
    _, findings = read(tmp_path, sheets)
    assert only(findings, "E124").place() == "Settings!B5"
    _, findings = read(tmp_path, with_sheets(_meta=[["schema_version", "3"]]))
    assert "version 2" in only(findings, "E124").message()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_empty_template_says_what_to_fill_first(tmp_path: Path, language: str) -> None:
    """Nothing but what is missing, in the order of the template, and in its language."""
    tables, findings = read_workbook(write_template(tmp_path / "plan.xlsx", language))
    assert tables is not None
    assert tables.language == language
    assert {finding.code for finding in findings} == {"N122", "E122", "E160"}
    assert "Settings > Items > Suppliers > Offers" in findings[0].message("en")
    assert "設定 > 品目 > サプライヤー > 供給条件（見積）" in findings[0].message("ja")


def test_the_language_is_that_of_most_names(tmp_path: Path) -> None:
    """Unless somebody asks for one."""
    ja = {sheet.name: sheet.ja for sheet in SCHEMA}
    path = book(tmp_path, {ja[title]: rows for title, rows in GOOD.items()})
    for asked, language in ((None, "ja"), ("en", "en")):
        tables, _ = read_workbook(path, asked)
        assert tables is not None
        assert tables.language == language
    assert read(tmp_path, GOOD)[0].language == "en"


def test_no_two_names_of_the_schema_fall_together() -> None:
    """A label that means two columns, or two sheets, could not be matched."""
    for sheet in SCHEMA:
        names: dict[str, set[str]] = {}
        for column in sheet.columns:
            for name in (column.key, column.en, column.ja):
                names.setdefault(fold(name), set()).add(column.key)
        assert not {name: keys for name, keys in names.items() if len(keys) > 1}, sheet.name
    titles = [{fold(sheet.name), fold(sheet.ja)} for sheet in SCHEMA]
    assert len(set().union(*titles)) == sum(len(title) for title in titles)
