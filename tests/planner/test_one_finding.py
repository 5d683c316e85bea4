"""One wrong cell gives one finding, whatever follows from it; and what its cell may have meant is asked."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

import pytest
from books import GOOD, Sheets, changed, only, read, with_sheets

from planner.workbook.messages.findings import Severity

RULED = [
    ["rule", "measure", "member", "share", "sense"],
    ["CAP", "supplier", "ACME", 0.9, "max"],
    ["CN", "mining", "CN", 0.8, "max"],
]


def _plan() -> Sheets:
    """Return a plan in which the first offer alone is Chinese, and one paid in euro."""
    sheets = with_sheets(Rules=RULED, FX=[["currency", "rate"], ["EUR", 1.1]])
    sheets["Offers"][0] += ["mining_country", "currency"]
    sheets["Offers"][1] += ["CN", None]
    sheets["Offers"][2] += ["AU", "EUR"]
    sheets["Events"][0] += ["country", "stage"]
    sheets["Events"] += [["BAN", None, None, 1, 2, 0.1, None, dt.date(2027, 1, 1), "CN", "mining"]]
    return sheets


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("Offers", "I2", "Chnia", "E186"),
        ("Offers", "I2", "中國", "E187"),
        ("Offers", "B2", "ACNE", "E202"),
        ("Offers", "C2", "DYX", "E202"),
        ("Offers", "E1", "tarif", "E130"),
        ("Offers", "D1", "単価（円）", "E130"),
        ("Items", "A2", "DYX", "E199"),
        ("Suppliers", "A2", "ACNE", "E199"),
        ("Products", "A2", "EVX", "E199"),
        ("Demand", "A4", "EVX", "E202"),
        ("BOM", "A2", "EVX", "E202"),
        ("BOM", "B2", "stb", "E204"),
        ("Events", "B2", "ACNE", "E202"),
        ("Events", "D2", "abc", "E163"),
        ("FX", "A2", "EURX", "E185"),
    ],
)
def test_one_wrong_cell_gives_one_finding(
    sheet: str, cell: str, value: object, code: str, tmp_path: Path
) -> None:
    """A rule, an event, a design or a month that lacks something for its sake is not told beside it."""
    _, findings = read(tmp_path, changed(sheet, cell, value, _plan()))
    assert [(f.code, f.place()) for f in findings if f.code != "N160"] == [(code, f"{sheet}!{cell}")]


def test_what_is_wrong_by_itself_is_told_beside_it(tmp_path: Path) -> None:
    """A misspelt supplier in an offer hides neither an event that hits nothing nor a rule of nobody."""
    sheets = changed("Offers", "B2", "ACNE", _plan())
    sheets["Events"][2][8] = "VN"
    sheets["Rules"][2][2] = "VN"
    _, findings = read(tmp_path, sheets)
    assert {f.code for f in findings} == {"E202", "W281", "W267"}


def test_a_name_that_nothing_uses_is_asked_where_it_is_defined(tmp_path: Path) -> None:
    """Where several rows agree on a name, the one definition like it is the wrong cell."""
    _, findings = read(tmp_path, changed("Items", "A2", "DYX", _plan()))
    found = only(findings, "E199")
    assert "'DY'" in found.message()
    assert "Offers!C2, Offers!C3" in found.message()
    assert "「DY」" in found.message("ja")


def _wide(*heads: object) -> Sheets:
    sheets = copy.deepcopy(GOOD)
    sheets["Settings"][2][1] = len(heads)
    sheets["Events"][1][7] = None
    sheets["Demand"] = [["product", *heads], ["EV", *(10 for _ in heads)]]
    return sheets


@pytest.mark.parametrize(
    "heads",
    [
        ("2026\n4月", "2026\n5月", "2026\n6月"),
        (2026.04, 2026.05, 2026.06),
        ("2026 4月", "2026 5月", "2026 6月"),
    ],
)
def test_month_headers_that_are_certain_are_read(heads: tuple[object, ...], tmp_path: Path) -> None:
    """A line break between year and month; a number with two decimals."""
    tables, findings = read(tmp_path, _wide(*heads))
    assert [row["month"] for row in tables["Demand"]] == [dt.date(2026, month, 1) for month in (4, 5, 6)]
    assert not [f for f in findings if f.code.startswith("E")]


@pytest.mark.parametrize(
    "heads", [("FY26/4", "FY26/5", "FY26/6"), ("2026-04 (t)", "2026-05 (t)", "2026-06 (t)")]
)
def test_headers_that_speak_of_months_are_not_to_be_deleted(heads: tuple[str, ...], tmp_path: Path) -> None:
    """Nobody is told to delete demand, or that a column of months is missing."""
    _, findings = read(tmp_path, _wide(*heads))
    assert [(f.code, f.cell) for f in findings] == [("E193", "B1"), ("E193", "C1"), ("E193", "D1")]


def test_a_number_that_may_be_january_or_october_is_asked(tmp_path: Path) -> None:
    """2026.10 typed as a number is 2026.1."""
    sheets = _wide(2026.09, 2026.1, 2026.11)
    sheets["Settings"][1][1] = dt.date(2026, 9, 1)
    _, findings = read(tmp_path, sheets)
    assert only(findings, "E176").cell == "C1"


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("途絶", "Events"),
        ("Disruptions", "Events"),
        ("FX rates", "FX"),
        ("規則", "Rules"),
        ("Recipts", "Receipts"),
        ("Purchasing notes", None),
    ],
)
def test_sheets_under_another_word_are_asked_about(title: str, near: str | None, tmp_path: Path) -> None:
    """A sheet that is meant is not left aside with a note alone."""
    sheets = {name: rows for name, rows in GOOD.items() if name not in ("Events", "Rules")}
    _, findings = read(tmp_path, {**sheets, title: [["a", "b"], [1, 2]]})
    assert [(f.code, f.facts.get("near")) for f in findings] == [("W122", near) if near else ("N121", None)]


@pytest.mark.parametrize("written", ["中国（内モンゴル）", "内モンゴル", "CN（中国）"])
def test_a_region_of_china_is_not_another_country(written: str, tmp_path: Path) -> None:
    """Inner Mongolia is asked about as China, not as Mongolia."""
    _, findings = read(tmp_path, changed("Offers", "I2", written, _plan()))
    assert only(findings, "E186").facts["near"] == "CN (China)"


def test_a_name_that_only_looks_like_one_is_told_so(tmp_path: Path) -> None:
    """A Cyrillic letter, or a dash that is no hyphen: 'did you mean' would show the same twice."""
    for sheet, cell, name in (("Demand", "A2", "\u0415V"), ("Offers", "B2", "AC\u041cE")):
        _, findings = read(tmp_path, changed(sheet, cell, name))
        finding = only(findings, "E205")
        assert finding.place() == f"{sheet}!{cell}"
        assert "文字種" in finding.message("ja")
        assert len([f for f in findings if f.severity is Severity.ERROR]) == 1


def test_ids_that_only_look_alike_are_asked_about(tmp_path: Path) -> None:
    """An en dash for a hyphen makes a second offer."""
    _, findings = read(tmp_path, changed("Offers", "A3", "DY\u2013ACME"))
    assert [f.code for f in findings] == ["W227"]


def test_an_unreadable_currency_brings_no_second_finding(tmp_path: Path) -> None:
    """40,000 yen taken for dollars made a missing unit cheaper than its material."""
    offers = [[*GOOD["Offers"][0], "currency"], *([*row, None] for row in GOOD["Offers"][1:])]
    offers[2][3], offers[2][8] = 48_000, "XYZ"
    fx = [["currency", "rate"], ["JPY", 0.0067]]
    _, findings = read(tmp_path, with_sheets(Offers=offers, FX=fx))
    assert [(f.code, f.place()) for f in findings] == [("E185", "Offers!I3")]


def test_what_follows_from_two_wrong_names_of_a_row_waits(tmp_path: Path) -> None:
    """An event whose supplier and item are nowhere hits nothing, which is no news."""
    _, findings = read(tmp_path, changed("Events", "C2", "DY/MAG", changed("Events", "B2", "ACME・NA")))
    assert {f.code for f in findings} <= {"E201", "E202"}
    assert len(findings) == 2


def test_a_group_without_its_prefix_is_told_how_to_write_it(tmp_path: Path) -> None:
    """It was called no country."""
    sheets = with_sheets(
        Countries=[["code", "name", "groups"], ["CN", "China", "far"]],
        Rules=[["rule", "measure", "member", "share", "sense"], ["CAP", "mining", "far", 0.9, "max"]],
    )
    finding = only(read(tmp_path, sheets)[1], "E151")
    assert (finding.place(), "group:far" in finding.message()) == ("Rules!C2", True)
    assert "グループ:far" in finding.message("ja")


def test_stages_are_japanese_in_japanese(tmp_path: Path) -> None:
    """A rule that overlooks offers without a country at its stage."""
    offers = [[*GOOD["Offers"][0], "magnet_country"], [*GOOD["Offers"][1], "CN"], [*GOOD["Offers"][2], None]]
    rules = [["rule", "measure", "member", "share", "sense"], ["CAP", "magnet", "CN", 0.9, "max"]]
    said = only(read(tmp_path, with_sheets(Offers=offers, Rules=rules))[1], "W260")
    assert "磁石製造の国" in said.message("ja")
    assert "magnet country" in said.message()


def test_scenarios_that_differ_in_capitals_are_asked_about(tmp_path: Path) -> None:
    """S1 and s1 are two scenarios, each with a probability of its own."""
    rows: list[list[object]] = [
        ["scenario", "event", "start_month", "probability"],
        *([name, "OUT", dt.date(2026, month, 1), 0.1] for name, month in (("S1", 6), ("s1", 9), ("s1", 12))),
    ]
    assert only(read(tmp_path, with_sheets(Scenarios=rows))[1], "W227").place() == "Scenarios!A3"


def test_a_number_is_taken_for_the_name_that_excel_made_it_of(tmp_path: Path) -> None:
    """001 typed into a cell that is no text is 1."""
    sheets = changed("Suppliers", "A2", "001", changed("Events", "B2", "001"))
    sheets["Offers"][1][1] = 1
    sheets["Rules"][1][2] = "001"
    finding = only(read(tmp_path, sheets)[1], "E202")
    assert finding.facts["near"] == "001"


def test_a_misspelt_setting_is_not_missing_too(tmp_path: Path) -> None:
    """Start month is near enough to start_month to be the one that is asked for."""
    errors = [f.code for f in read(tmp_path, changed("Settings", "A2", "Start month"))[1] if f.code[0] == "E"]
    assert errors == ["E152"]


def test_an_underscore_for_a_hyphen_is_asked_about_as_any_slip(tmp_path: Path) -> None:
    """Eyes tell these two apart."""
    sheets = changed("Suppliers", "A2", "ACME-1", changed("Offers", "B2", "ACME_1"))
    sheets["Events"][1][1] = "ACME-1"
    sheets["Rules"][1][2] = "ACME-1"
    finding = only(read(tmp_path, sheets)[1], "E202")
    assert finding.facts["near"] == "ACME-1"
