"""Rows that are no data, and names that stand wrong in many rows: one finding each, at the row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from books import GOOD, START, changed, only, read, with_sheets

from planner.workbook.messages.findings import ALSO, Severity
from planner.workbook.schema.sheets import SHEETS

DEMAND = GOOD["Demand"]
MONTHS = [row[1] for row in DEMAND[1:]]


@pytest.mark.parametrize("name", ["合計", "Total", " 小計 ", "TOTAL:", "Sub-total"])
def test_a_total_below_a_table_is_told_as_a_total(tmp_path: Path, name: str) -> None:
    """Nothing is said of its blank month."""
    tables, findings = read(tmp_path, with_sheets(Demand=[*DEMAND, [name, None, 120]]))
    assert [(f.code, f.place()) for f in findings] == [("E144", "Demand!A14")]
    assert "合計のように" in findings[0].message("ja")
    assert len(tables["Demand"]) == 12


def test_a_total_row_of_a_wide_table_is_one_finding(tmp_path: Path) -> None:
    """It was one for every month: that 'Total' is no product."""
    wide = [["product", *MONTHS], ["EV", *[10] * 12], ["Total", *[10] * 12]]
    _, findings = read(tmp_path, with_sheets(Demand=wide))
    assert [(f.code, f.place()) for f in findings] == [("E144", "Demand!A3")]


def test_a_total_that_is_a_product_is_read(tmp_path: Path) -> None:
    """A whole row is data, whatever it is called; that no such product exists is said then."""
    _, findings = read(tmp_path, with_sheets(Demand=[*DEMAND, ["Total", START, 120]]))
    assert [f.code for f in findings] == ["E201"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (["※需要は営業見込み"], "Demand!A14"),
        ([None, None, 120], "Demand!C14"),
        ([None, None, "units"], "Demand!C14"),
    ],
)
def test_a_remark_among_the_rows_is_one_finding(tmp_path: Path, row: list[object], place: str) -> None:
    """It was one for every column that it leaves blank."""
    _, findings = read(tmp_path, with_sheets(Demand=[*DEMAND, row]))
    finding = only(findings, "E143")
    assert (finding.place(), len(findings)) == (place, 1)
    assert "begin the row with #" in finding.message()
    assert "先頭に#" in finding.message("ja")


def test_a_remark_among_offers_is_no_offer(tmp_path: Path) -> None:
    """Four findings spoke of its supplier, item, price and limit."""
    offers = [GOOD["Offers"][0], ["Source: quotations of March"], *GOOD["Offers"][1:]]
    tables, findings = read(tmp_path, with_sheets(Offers=offers))
    assert [(f.code, f.place()) for f in findings] == [("E143", "Offers!A2")]
    assert len(tables["Offers"]) == 2


def test_a_second_row_of_labels_is_passed_over(tmp_path: Path) -> None:
    """Keys, then labels in Japanese: nothing is lost by it."""
    tables, findings = read(tmp_path, with_sheets(Demand=[DEMAND[0], ["製品", "月", "数量"], *DEMAND[1:]]))
    assert [(f.code, f.place()) for f in findings] == [("N141", "Demand!A2")]
    assert len(tables["Demand"]) == 12


def test_a_header_further_down_asks_whether_another_table_began(tmp_path: Path) -> None:
    """What stands below it may be last year's."""
    below = [DEMAND[0], ["EV", dt.date(2026, 4, 1), 5]]
    _, findings = read(tmp_path, with_sheets(Demand=[*DEMAND, *below]))
    finding = only(findings, "E142")
    assert finding.place() == "Demand!A14"
    assert "別の表" in finding.message("ja")


def test_rows_of_the_template_without_their_marks_are_passed_over(tmp_path: Path) -> None:
    """Somebody deleted column A: labels, units and hints are no data, and the example is pointed at."""
    rows: list[list[object]] = [
        ["product", "month", "quantity"],
        ["Product *", "Month *", "Quantity *"],
        [None, *(SHEETS["Demand"].column(key).unit_en for key in ("month", "quantity"))],
        ["MOTOR-A", "2026-04", 2000],
        *DEMAND[1:],
    ]
    products = [*GOOD["Products"], ["MOTOR-A", 9000]]
    designs = [*GOOD["Designs"], ["MOTOR-A", "std", 1]]
    bom = [*GOOD["BOM"], ["MOTOR-A", "std", "DY", 0.001]]
    _, findings = read(tmp_path, with_sheets(Demand=rows, Products=products, Designs=designs, BOM=bom))
    told = [(f.code, f.place()) for f in findings if f.code[1:].startswith("14")]
    assert told == [("N141", "Demand!A2"), ("N142", "Demand!B3"), ("W146", "Demand!A4")]


def test_a_scenario_of_nothing_is_told_that_it_needs_no_row(tmp_path: Path) -> None:
    """Scenario 0 with the probability of life as planned."""
    scenarios: list[list[object]] = [
        ["scenario", "event", "start_month", "probability"],
        [0, None, None, 0.9],
        ["S1", "OUT", dt.date(2026, 6, 1), 0.1],
    ]
    _, findings = read(tmp_path, with_sheets(Scenarios=scenarios))
    finding = only(findings, "E145")
    assert finding.place() == "Scenarios!A2"
    assert sum(f.severity is Severity.ERROR for f in findings) == 1


def test_a_misspelt_name_in_many_rows_is_one_finding(tmp_path: Path) -> None:
    """At the first of them; where it stands too is said beside it."""
    rows = [DEMAND[0], *(["ev", *row[1:]] if at > 2 else row for at, row in enumerate(DEMAND[1:]))]
    _, findings = read(tmp_path, with_sheets(Demand=rows))
    finding = only(findings, "E202")
    assert (finding.place(), len(findings)) == ("Demand!A5", 1)
    assert finding.message().endswith("The same stands in 8 more: A6:A13.")
    assert "ほか8か所" in finding.message("ja")


def test_a_misspelt_design_in_many_rows_of_the_bill_is_one_finding(tmp_path: Path) -> None:
    """The parts of a design name it again and again."""
    items = [*GOOD["Items"], *([f"P{at}", "Part", "kg", 5, 0, 0, 1] for at in range(5))]
    bom = [GOOD["BOM"][0], ["EV", "std", "DY", 1], *(["EV", "sdt", f"P{at}", 0] for at in range(5))]
    _, findings = read(tmp_path, with_sheets(Items=items, BOM=bom))
    errors = [f for f in findings if f.severity is Severity.ERROR]
    assert [(f.code, f.place()) for f in errors] == [("E204", "BOM!B3")]
    assert "B4:B7" in str(errors[0].facts[ALSO])


def test_a_blank_part_of_a_key_is_not_spelt_out(tmp_path: Path) -> None:
    """A rate without a month holds before all others; it was called 'None'."""
    sheets = with_sheets(FX=[["currency", "rate"], ["JPY", 0.0067], ["JPY", 0.0066]])
    _, findings = read(tmp_path, sheets)
    assert only(findings, "E150").message().startswith("JPY is already in row 2")


def test_one_cell_of_a_row_may_be_blank_as_before(tmp_path: Path) -> None:
    """Only what no row of data can be is told otherwise."""
    _, findings = read(tmp_path, changed("Demand", "B3", None))
    assert [(f.code, f.place()) for f in findings] == [("E160", "Demand!B3")]
