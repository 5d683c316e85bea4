"""Workbooks that were once misread in silence, one by one: what each must give now.

The small ones lie in ``tests/cases/faults``; those made of the template are built here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from planner.cli import main
from planner.examples.write import write_example
from planner.workbook.messages.findings import Finding
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables

FAULTS = Path(__file__).parents[1] / "cases" / "faults"
Edit = Callable[[openpyxl.Workbook], None]


def told(path: Path) -> tuple[Tables, list[Finding]]:
    tables, findings = read_workbook(path)
    assert tables is not None, [finding.message() for finding in findings]
    return tables, findings


def places(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return code and place of every error and warning."""
    return [(finding.code, finding.place()) for finding in findings if finding.code[0] in "EW"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("03_formula_never_calculated", [("E162", "Offers!E2"), ("E162", "Offers!E3")]),
        ("05_index_starts_later", [("W502", "PriceIndex!B2")]),
        ("06_dates_43_seconds_short", []),
        ("06_typed_Jan-27_became_27_January", [("E195", f"Demand!B{row}") for row in range(2, 26)]),
        ("07_german_thousands", [("E183", f"Demand!C{row}") for row in (2, 3, 5, 6)]),
        ("08_wide_header_Jun-26", []),
        ("08_wide_header_serial", []),
        ("09_demand_ends_after_3_of_6_months", [("W405", "Demand!B4")]),
        ("10_discount_3", [("W160", "Settings!B6"), ("W160", "Settings!B7")]),
        ("10_tariff_5", [("W160", "Offers!G2"), ("W160", "Offers!G3")]),
        ("11_loop_that_gains", [("W406", "ProcessFlows!D3")]),
        ("12_empty_fill", []),
        ("12_workbook2", []),
        ("13_fx_inverse", [("W401", "FX!B2")]),
        ("14_index_is_a_price", [("W403", "PriceIndex!C2")]),
        ("15_bom_part_at_two_positions", []),
        ("e02_scenario_starts_outside", [("E276", "Scenarios!C2")]),
        *(
            (f"e05_uncalculated_formula_{kind}", [("E162", "Suppliers!D2"), ("E162", "Suppliers!D3")])
            for kind in ("cells_without_reference", "single_quotes")
        ),
    ],
)
def test_each_fault_is_told_once_at_its_cell(name: str, expected: list[tuple[str, str]]) -> None:
    """Nothing else is said: what follows from a wrong cell is not told beside it."""
    assert places(told(FAULTS / f"{name}.xlsx")[1]) == expected


def test_seconds_before_midnight_are_midnight() -> None:
    """Dates 43 seconds short are April to September."""
    tables, _ = told(FAULTS / "06_dates_43_seconds_short.xlsx")
    assert tables.start == dt.date(2026, 4, 1)
    assert [row["month"] for row in tables["Demand"]] == [dt.date(2026, m, 1) for m in range(4, 10)]


@pytest.mark.parametrize("name", ["Jun-26", "serial"])
def test_month_headers_as_excel_makes_them(name: str) -> None:
    """Six months, none of them lost."""
    tables, _ = told(FAULTS / f"08_wide_header_{name}.xlsx")
    assert [row["month"] for row in tables["Demand"]] == [dt.date(2026, m, 1) for m in range(4, 10)]


def test_parts_at_two_positions_are_added_up() -> None:
    """1 and 2 of one part are 3, in one row, and noted."""
    tables, findings = told(FAULTS / "15_bom_part_at_two_positions.xlsx")
    assert [row["quantity"] for row in tables["BOM"]] == [3.0]
    assert [finding.code for finding in findings] == ["N150"]


def test_the_loop_is_named() -> None:
    """Both processes, and what comes out of nothing."""
    _, findings = told(FAULTS / "11_loop_that_gains.xlsx")
    assert "MELT, SHRED" in findings[0].message()
    assert "CU" in findings[0].message("ja")


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a filled template in Japanese, as a buyer in Nagoya has it."""
    return write_example("traction_motor_jp", tmp_path_factory.mktemp("ja") / "plan.xlsx", "ja")


def edited(path: Path, folder: Path, edit: Edit) -> tuple[Tables, list[Finding]]:
    """Return what is read of a workbook after an edit."""
    made = openpyxl.load_workbook(path)
    edit(made)
    made.save(folder / "plan.xlsx")
    return told(folder / "plan.xlsx")


def cell(sheet: Worksheet, row: int, key: str) -> str:
    """Return the address of a column in a template's row."""
    return next(head.coordinate.rstrip("0123456789") for head in sheet[3] if head.value == key) + str(row)


def setting(sheet: Worksheet, key: str) -> int:
    """Return the row of a setting."""
    return next(row for row in range(4, 80) if sheet.cell(row, 2).value == key)


COUNTRIES = [
    ("中国", "CN", "N165"),
    ("cn", "CN", "N165"),
    ("－", None, "N161"),
    ("なし", None, "N161"),
    ("〃", None, "E182"),
    ("同上", None, "E182"),
    ("EU", None, "E188"),
    ("Chnia", None, "E186"),
]


def test_countries_in_the_template(japanese: Path, tmp_path: Path) -> None:
    """A name or a code is the country; a mark or a misspelling is none of its own."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["供給条件（見積）"]
        for row, (written, _, _) in enumerate(COUNTRIES, start=8):
            sheet[cell(sheet, row, "refining_country")] = written

    tables, findings = edited(japanese, tmp_path, edit)
    for row, (written, read, code) in enumerate(COUNTRIES, start=8):
        offer = next(offer for offer in tables["Offers"] if offer.number == row)
        place = f"供給条件（見積）!{offer.cell('refining_country')}"
        assert offer["refining_country"] == read, written
        assert code in [f.code for f in findings if f.place() == place], written


def test_sheets_with_nearly_the_right_name(japanese: Path, tmp_path: Path) -> None:
    """Half of the demand on another sheet, and events under another name: asked about."""

    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("需要（下期以降）")["A1"] = "製品"
        book["途絶イベント"].title = "イベント"

    _, findings = edited(japanese, tmp_path, edit)
    assert {(f.code, f.sheet) for f in findings if f.code in ("W122", "W123")} == {
        ("W123", "需要（下期以降）"),
        ("W122", "イベント"),
    }
    assert any("途絶イベント" in f.message("ja") for f in findings if f.code == "W122")


def test_units_that_are_shown_are_told_from_those_that_are_read(japanese: Path, tmp_path: Path) -> None:
    """百万円 in a format and in the row of units, days where months are read; kg and 円 are what is read."""

    def edit(book: openpyxl.Workbook) -> None:
        settings, offers, items = book["設定"], book["供給条件（見積）"], book["品目"]
        budget = settings.cell(setting(settings, "capex_budget"), 4)
        budget.value, budget.number_format = 300, '#,##0"百万円"'
        # What an older template has there.
        settings.cell(budget.row, 5).value = "計画通貨／計画年度"
        settings.cell(setting(settings, "time_limit"), 5).value = "分"
        offers[cell(offers, 5, "lead_time_months")] = "日"
        offers[cell(offers, 8, "order_cost")].number_format = '#,##0"円"'
        items[cell(items, 8, "initial_stock")].number_format = '#,##0"kg"'

    _, findings = edited(japanese, tmp_path, edit)
    found = [(f.code, f.column) for f in findings if f.code in ("W161", "W162", "W163")]
    assert found == [("W162", "capex_budget"), ("W163", "time_limit"), ("W163", "lead_time_months")]


def test_money_rates_and_glyphs(japanese: Path, tmp_path: Path) -> None:
    """Amounts in thousands, another currency's sign, 3 for 3 %; ㎏ is kg."""
    settings = {"discount_rate": 3, "mip_gap": 0.5}

    def edit(book: openpyxl.Workbook) -> None:
        for key, value in settings.items():
            target = book["設定"].cell(setting(book["設定"], key), 4)
            target.value, target.number_format = value, "General"  # type: ignore[assignment]
        offers = book["供給条件（見積）"]
        offers[cell(offers, 8, "order_cost")] = "€10.50"
        offers[cell(offers, 8, "max_per_month")] = "¥100"
        offers[cell(offers, 9, "currency")] = "千円"
        book["品目"][cell(book["品目"], 8, "unit")] = "㎏"

    tables, findings = edited(japanese, tmp_path, edit)
    assert [(f.code, f.column) for f in findings if f.code[0] in "EW"] == [
        ("W160", "discount_rate"),
        ("W160", "mip_gap"),
        ("E196", "max_per_month"),
        ("E194", "order_cost"),
        ("E185", "currency"),
    ]
    assert tables["Items"][0]["unit"] == "kg"


def test_findings_are_in_the_language_of_the_workbook(japanese: Path, tmp_path: Path) -> None:
    """A Japanese workbook is answered in Japanese by every command, also where an error ends it."""
    made = openpyxl.load_workbook(japanese)
    made["供給条件（見積）"][cell(made["供給条件（見積）"], 8, "refining_country")] = "〃"
    made.save(tmp_path / "plan.xlsx")
    for command in (["check"], ["solve", "-o", str(tmp_path / "out.xlsx")], ["whatif"]):
        ended = CliRunner().invoke(main, [*command, str(tmp_path / "plan.xlsx")])
        assert ended.exit_code == 3
        assert "上のセルと同じ" in ended.stderr


def test_quiet_prints_errors_only() -> None:
    """Notes and warnings stay away, the error does not."""
    fault = str(FAULTS / "07_german_thousands.xlsx")
    ended = CliRunner().invoke(main, ["check", "-q", fault, "--lang", "en"])
    assert ended.exit_code == 3
    assert "could be 1200 or 1.2" in ended.stderr
    assert "read as 980" not in ended.stderr
    assert "read as 980" in CliRunner().invoke(main, ["check", fault, "--lang", "en"]).stderr
    warned = CliRunner().invoke(main, ["check", "-q", str(FAULTS / "13_fx_inverse.xlsx")])
    assert (warned.exit_code, warned.stderr) == (0, "")
