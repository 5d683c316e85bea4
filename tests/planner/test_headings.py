"""What stands in and above a header: units, columns without one, months under years of an era."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from books import GOOD, START, changed, only, read, with_sheets

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.months import year_of_era

DEMAND = GOOD["Demand"]


@pytest.mark.parametrize(
    ("sheet", "title", "shown"),
    [
        ("Demand", "需要計画（単位：千台）", "千台"),
        ("Demand", "Demand, unit: t", "t"),
        ("Demand", "単位 千", "千"),
        ("Offers", "Quotations (in thousands of USD)", "thousands of USD"),
        ("Products", "単位：百万円", "百万円"),
    ],
)
def test_a_unit_above_a_table_that_no_column_has_is_warned_of(
    tmp_path: Path, sheet: str, title: str, shown: str
) -> None:
    """The numbers are read as they stand; only a person reads the title."""
    rows = GOOD[sheet] if sheet == "Demand" else [[*row] for row in GOOD[sheet]]
    _, findings = read(tmp_path, with_sheets(**{sheet: [[title], *rows]}))
    finding = only(findings, "W166")
    assert (finding.place(), finding.facts["shown"]) == (f"{sheet}!A1", shown)
    assert shown in finding.message("ja")


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("Demand", "Demand (units: pcs)"),
        ("Demand", "単位：台"),
        ("Items", "単位：kg"),
        ("Products", "Unit costs as of March"),
        ("Products", "金額の単位を確認すること"),
        ("Products", "単位：USD"),
        ("Offers", "Orders in 3 months"),
    ],
)
def test_what_says_no_other_unit_is_passed_over(tmp_path: Path, sheet: str, title: str) -> None:
    """A title may say the right unit, or nothing of units."""
    assert read(tmp_path, with_sheets(**{sheet: [[title], *GOOD[sheet]]}))[1] == []


def test_a_column_of_numbers_without_a_header_is_a_warning(tmp_path: Path) -> None:
    """Its header may have been deleted; a remark without one is noted as before."""
    finding = only(read(tmp_path, changed("Offers", "E1", None))[1], "W130")
    assert (finding.place(), finding.severity) == ("Offers!E1", Severity.WARNING)
    assert only(read(tmp_path, changed("Offers", "I2", "ask again"))[1], "N130").place() == "Offers!I1"


def test_a_setting_typed_one_column_too_far_is_a_warning(tmp_path: Path) -> None:
    """The discount rate would be 0."""
    sheets = changed("Settings", "A5", "discount_rate", changed("Settings", "C5", 0.05))
    assert only(read(tmp_path, sheets)[1], "W130").place() == "Settings!C1"


def test_a_column_of_words_beside_months_is_not_called_numbers(tmp_path: Path) -> None:
    """A name of the product stands before the months of many a wide table."""
    months = [row[1] for row in DEMAND[1:]]
    wide = [["product", "品名", *months, "合計"], ["EV", "モーター", *[10] * 12, 120]]
    _, findings = read(tmp_path, with_sheets(Demand=wide))
    assert [(f.code, f.place()) for f in findings] == [("E131", "Demand!B1"), ("E193", "Demand!O1")]


def test_headings_of_folded_groups_are_no_columns(tmp_path: Path) -> None:
    """The labels of a template stand alone where somebody deleted its row of keys."""
    assert read(tmp_path, changed("Offers", "I1", "価格の算式 ▸"))[1] == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和8年", 2026),
        ("令和８年度", 2026),
        ("R9", 2027),
        ("平成元年", 1989),
        ("2026年", None),
        ("A8", None),
    ],
)
def test_years_of_an_era(text: str, year: int | None) -> None:
    """令和1 is 2019."""
    assert year_of_era(text) == year


@pytest.mark.parametrize(("first", "second"), [("令和8年度", None), ("令和8年", "令和9年"), ("R8", "R9")])
def test_months_under_years_of_an_era(tmp_path: Path, first: str, second: str | None) -> None:
    """The years stand over their first month; a business year holds the months up to March."""
    above = [None, first, *[None] * 8, second]
    wide = [above, ["product", *(f"{row[1].month}月" for row in DEMAND[1:])], ["EV", *[10] * 12]]  # type: ignore[attr-defined]
    tables, findings = read(tmp_path, with_sheets(Demand=wide))
    assert {f.code for f in findings} == {"N162"}
    months = [row["month"] for row in tables["Demand"]]
    assert (months[0], months[-1]) == (START, dt.date(2027, 3, 1))
