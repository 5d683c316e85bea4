"""Workbooks that were read in silence, and wrongly: pasted twice, changes for factors, signs only written."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from books import GOOD, START, Sheets, changed, only, read, with_sheets, workbook_of

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook

DEMAND = GOOD["Demand"]
MONTHS = [row[1] for row in DEMAND[1:]]


def places(folder: Path, sheets: Sheets, *codes: str) -> list[tuple[str, str]]:
    """Return code and place of the findings of some codes, each of which has a text in both languages."""
    _, findings = read(folder, sheets)
    assert all(finding.message("en") and finding.message("ja") for finding in findings)
    return [(f.code, f.place()) for f in findings if f.code in codes]


@pytest.mark.parametrize("sheet", ["Demand", "Receipts"])
def test_a_table_pasted_twice_is_asked_about(sheet: str, tmp_path: Path) -> None:
    """Twice the demand, with nothing but notes."""
    table = [["item" if sheet == "Receipts" else "product", *DEMAND[0][1:]]]
    table += [["DY" if sheet == "Receipts" else "EV", month, 5 + at] for at, month in enumerate(MONTHS)]
    twice = [*table, *copy.deepcopy(table[1:])]
    assert places(tmp_path, with_sheets(**{sheet: twice}), "W423") == [("W423", f"{sheet}!C14")]
    twice[-1][2] = 1
    assert places(tmp_path, with_sheets(**{sheet: twice}), "W423") == []


def test_one_month_in_two_columns_is_an_error(tmp_path: Path) -> None:
    """Actual beside forecast was added up; the weeks of a month still are."""
    wide = [["product", MONTHS[0], *MONTHS], ["EV", 9, *[10] * 12]]
    finding = only(read(tmp_path, with_sheets(Demand=wide))[1], "E132")
    assert finding.place() == "Demand!C1"
    assert "2026-04" in finding.message()
    weeks = [START + dt.timedelta(days=7 * week) for week in range(52)]
    tables, findings = read(tmp_path, with_sheets(Demand=[["product", *weeks], ["EV", *[2] * 52]]))
    assert not [f for f in findings if f.severity is Severity.ERROR]
    assert sum(row["quantity"] for row in tables["Demand"]) == 104


@pytest.mark.parametrize(
    ("value", "code", "meant"),
    [
        ("+10%", "E297", "type 110%"),
        ("-10%", "E297", "type 90%"),
        ("＋10％", "E297", "type 110%"),
        (-0.1, "E297", "type 90%"),
        (110, "W253", "type 110%"),
        ("110%", "", ""),
        (1.1, "", ""),
        (0, "", ""),
        ("25%", "", ""),
        (1000, "", ""),
    ],
)
def test_a_change_is_no_factor(value: object, code: str, meant: str, tmp_path: Path) -> None:
    """'+10%' multiplied prices by a tenth, and the case saved nine tenths."""
    case = [
        ["case", "sheet", "row", "column", "change", "value"],
        ["C", "Offers", "*", "price", "multiply", value],
    ]
    _, findings = read(tmp_path, with_sheets(WhatIf=case))
    assert [(f.code, f.place()) for f in findings] == ([(code, "WhatIf!F2")] if code else [])
    assert all(meant in f.message() and f.message("ja") for f in findings)


@pytest.mark.parametrize("code", ['0.0"%"', "0.0\\%", '0"％"'])
def test_a_percent_sign_that_is_only_written_is_warned_of(code: str, tmp_path: Path) -> None:
    """0.5 shown as 0.5% is 50%; a per cent format shows 50%."""

    def found(number_format: str) -> list[tuple[str, str]]:
        book: openpyxl.Workbook = workbook_of(changed("Events", "F2", 0.5))
        book["Events"]["F2"].number_format = number_format
        book.save(tmp_path / "plan.xlsx")
        return [(f.code, f.message()[-50:]) for f in read_workbook(tmp_path / "plan.xlsx")[1]]

    assert found("0.0%") == []
    assert [name for name, _ in found(code)] == ["W167"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("price_factor", 120, "W425"),
        ("price_factor", 1.2, ""),
        ("price_factor", 12, ""),
        ("lead_time_extension", 90, "W411"),
        ("lead_time_extension", 3, ""),
    ],
)
def test_events_in_per_cent_or_days_are_asked_about(
    key: str, value: float, code: str, tmp_path: Path
) -> None:
    """A price times 120, and ninety months on top."""
    sheets = changed("Events", "I2", value, changed("Events", "I1", key))
    assert places(tmp_path, sheets, "W411", "W425") == ([(code, "Events!I2")] if code else [])


def test_a_limit_of_next_to_nothing_is_asked_about(tmp_path: Path) -> None:
    """0.1 (tonnes) where ten (kilograms) are needed a month; a small source is none."""
    assert places(tmp_path, changed("Offers", "F2", 0.1), "W424") == [("W424", "Offers!F2")]
    assert places(tmp_path, changed("Offers", "F2", 0.2), "W424") == []


def test_a_header_of_another_unit_is_told_the_unit(tmp_path: Path) -> None:
    """Renamed as advised, weeks would have been read as months."""
    finding = only(read(tmp_path, changed("Offers", "G1", "Lead time (weeks)"))[1], "E130")
    assert "It is in months." in finding.message()
    assert "単位は" in finding.message("ja")


@pytest.mark.parametrize("value", [dt.date(9999, 12, 31), "31.12.9999", "9999-12-31", "99991231"])
def test_the_last_day_an_erp_knows_is_no_end(value: object, tmp_path: Path) -> None:
    """It was called no month."""
    tables, findings = read(tmp_path, changed("Offers", "H3", value))
    assert [(f.code, f.place()) for f in findings] == [("N161", "Offers!H3")]
    assert tables["Offers"][1]["available_to"] is None


def test_rows_that_only_a_tick_box_or_formula_fills_are_blank(tmp_path: Path) -> None:
    """Google Sheets fills FALSE down to the last row, a formula 0."""
    suppliers = [*GOOD["Suppliers"], *([None, None, False] for _ in range(3))]
    assert read(tmp_path, with_sheets(Suppliers=suppliers))[1] == []
    demand = [*DEMAND, *([None, None, 0] for _ in range(3))]
    assert read(tmp_path, with_sheets(Demand=demand))[1] == []


def test_a_row_of_unsaved_formulas_beside_blanks_asks_to_calculate(tmp_path: Path) -> None:
    """The message showed an object of the program."""
    _, findings = read(tmp_path, with_sheets(Offers=[*GOOD["Offers"], [None, None, None, "=D3*2"]]))
    assert [(f.code, f.place()) for f in findings] == [("E162", "Offers!D4")]


@pytest.mark.parametrize("name", ["EV Total", "EV 集計", "EV合計", "EV 計", "EV subtotal"])
def test_the_total_of_a_group_is_a_total(name: str, tmp_path: Path) -> None:
    """As Excel writes it under each group of rows; it was asked for its month."""
    assert places(tmp_path, with_sheets(Demand=[*DEMAND, [name, None, 120]]), "E144", "E160") == [
        ("E144", "Demand!A14")
    ]


@pytest.mark.parametrize("member", ["Group:far", "GROUP : far", "グループ:far"])
def test_a_group_is_one_in_capitals_too(member: str, tmp_path: Path) -> None:
    """The rule was said to have no effect."""
    offers = [[*GOOD["Offers"][0], "mining_country"], *([*row, "CN"] for row in GOOD["Offers"][1:])]
    sheets = with_sheets(
        Offers=offers,
        Countries=[["code", "name", "groups"], ["CN", "China", "far"]],
        Rules=[["rule", "measure", "member", "share", "sense"], ["CAP", "mining", member, 0.9, "max"]],
    )
    tables, findings = read(tmp_path, sheets)
    assert findings == []
    assert str(tables["Rules"][0]["member"]).startswith("group:")


@pytest.mark.parametrize(
    ("column", "change", "value", "code"),
    [
        ("tariff", "set", 3, "W160"),
        ("tariff", "add", 5, "W160"),
        ("tariff", "set", "300%", ""),
        ("tariff", "set", 0.03, ""),
        ("price", "set", "¥300", "E194"),
        ("price", "set", "$300", ""),
        ("price", "multiply", "10%", "W254"),
        ("price", "multiply", "50%", ""),
        ("price", "multiply", 0.1, ""),
    ],
)
def test_values_of_cases_are_read_as_on_their_sheet(
    column: str, change: str, value: object, code: str, tmp_path: Path
) -> None:
    """A tariff of 3 was 300 % without a word, and 300 yen were dollars."""
    case = [
        ["case", "sheet", "row", "column", "change", "value"],
        ["C", "Offers", "DY-ACME", column, change, value],
    ]
    sheets = with_sheets(WhatIf=case, Settings=[*GOOD["Settings"], ["currency", "USD"]])
    _, findings = read(tmp_path, sheets)
    assert [(f.code, f.place()) for f in findings] == ([(code, "WhatIf!F2")] if code else [])
    assert all(f.message() and f.message("ja") for f in findings)


def test_a_case_shown_in_per_cent_is_believed_where_its_cell_says_so(tmp_path: Path) -> None:
    """145 % in a cell of per cent is meant; a factor of 10 % there is rather ten per cent more."""
    book = workbook_of(
        with_sheets(
            WhatIf=[
                ["case", "sheet", "row", "column", "change", "value"],
                ["A", "Offers", "DY-ACME", "tariff", "set", 1.45],
                ["B", "Offers", "DY-ACME", "price", "multiply", 0.1],
            ]
        )
    )
    for cell in ("F2", "F3"):
        book["WhatIf"][cell].number_format = "0%"
    book.save(tmp_path / "plan.xlsx")
    assert [(f.code, f.place()) for f in read_workbook(tmp_path / "plan.xlsx")[1]] == [("W254", "WhatIf!F3")]
