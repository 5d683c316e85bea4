"""Numbers that are likely slips, each warned of at its cell; and the same plan beside it without."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import GOOD, Sheets, changed, only, read, with_sheets

from planner.workbook.messages.findings import Severity

INVESTMENT = [
    ["investment", "capex", "adds_to", "adds", "life_months"],
    ["EXP", 10_000, "stock:DY", 10, 120],
]
STORAGE = [[*GOOD["Items"][0], "max_stock"], [*GOOD["Items"][1], 500]]
TIERS = [["offer", "from_annual", "to_annual", "price"], ["CT", 0, 120, 280], ["CT", 120, 240, 260]]
CONTRACT = [
    [*GOOD["Offers"][0], "kind", "take_or_pay"],
    *GOOD["Offers"][1:],
    ["CT", "ACME", "DY", None, 0, None, 1, None, "contract", 0.8],
]
PROCESS: Sheets = with_sheets(
    Items=[*GOOD["Items"], ["MAG", "Magnet", "kg", 0, 0, 0, 500]],
    Processes=[["process", "stage", "capacity_per_month"], ["SINTER", "magnet", 100]],
    ProcessFlows=[
        ["process", "item", "kind", "quantity"],
        ["SINTER", "MAG", "out", 1],
        ["SINTER", "DY", "in", 1],
    ],
    BOM=[GOOD["BOM"][0], ["EV", "std", "MAG", 1]],
)


def told(folder: Path, sheets: Sheets) -> list[tuple[str, str]]:
    """Return code and place of what is not a note."""
    _, findings = read(folder, sheets)
    assert all(finding.message("ja") for finding in findings)
    return [(f.code, f.place()) for f in findings if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        (changed("Demand", "C5", 600), ("W410", "Demand!C5")),
        (changed("Demand", "C5", 0.1), ("W410", "Demand!C5")),
        (changed("Events", "E2", 90), ("W412", "Events!E2")),
        (changed("Items", "E2", 0.3), ("W160", "Items!E2")),
        (changed("Items", "H2", 400, changed("Items", "H1", "min_cover_days")), ("W414", "Items!H2")),
        (changed("Offers", "D2", 0), ("W225", "Offers!D2")),
        (changed("Settings", "B5", 0.05, changed("Settings", "A5", "cvar_alpha")), ("W418", "Settings!B5")),
        (
            with_sheets(
                Suppliers=[[*GOOD["Suppliers"][0], "capacity_per_month"], ["ACME", "Acme", "yes", 0]]
            ),
            ("W415", "Suppliers!D2"),
        ),
        (with_sheets(Items=STORAGE, Investments=INVESTMENT), None),
        (
            changed("Investments", "E2", 10, with_sheets(Items=STORAGE, Investments=INVESTMENT)),
            ("W413", "Investments!E2"),
        ),
        (with_sheets(Offers=CONTRACT, PriceTiers=TIERS), None),
        (
            changed("PriceTiers", "D3", 290, with_sheets(Offers=CONTRACT, PriceTiers=TIERS)),
            ("W416", "PriceTiers!D3"),
        ),
        (PROCESS, None),
        (changed("ProcessFlows", "C3", "out", PROCESS), ("W417", "Processes!A2")),
    ],
)
def test_a_likely_slip_is_warned_of_at_its_cell(
    tmp_path: Path, sheets: Sheets, expected: tuple[str, str] | None
) -> None:
    """Read as it stands, and asked about."""
    found = told(tmp_path, sheets)
    if expected is None:
        assert found == []
    else:
        assert expected in found


def test_demand_that_grows_or_ends_is_no_slip(tmp_path: Path) -> None:
    """From 1 to 2,048, doubling each month; and nothing after a model ends."""
    rows = [[*row[:2], 2.0**at] for at, row in enumerate(GOOD["Demand"][1:])]
    assert "W410" not in {code for code, _ in told(tmp_path, with_sheets(Demand=[GOOD["Demand"][0], *rows]))}
    ending = changed("Demand", "C12", 0, changed("Demand", "C13", 0))
    assert told(tmp_path, ending) == []


def test_long_lead_times_ask_for_days(tmp_path: Path) -> None:
    """30 months in a plan of 36; where nothing arrives at all, that is said instead."""
    longer = changed("Settings", "B3", 36, changed("Offers", "G2", 30))
    _, findings = read(tmp_path, longer)
    assert "If 30 days are meant, type 1." in only(findings, "W411").message()
    assert "W411" not in {code for code, _ in told(tmp_path, changed("Offers", "G2", 30))}


def test_an_offer_listed_twice_under_two_names_is_asked_about(tmp_path: Path) -> None:
    """Its limit counts twice; another price, or tiers of its own, make it another offer."""
    offers = [*GOOD["Offers"], ["DY-ACME-2", *GOOD["Offers"][1][1:]]]
    assert told(tmp_path, with_sheets(Offers=offers)) == [("W419", "Offers!A4")]
    assert told(tmp_path, changed("Offers", "D4", 301, with_sheets(Offers=offers))) == []
    tiered = [*CONTRACT, ["CT2", *CONTRACT[-1][1:]]]
    tiers = [*TIERS, ["CT2", 0, 240, 270]]
    assert told(tmp_path, with_sheets(Offers=tiered, PriceTiers=tiers)) == []


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "expected"),
    [
        ("Items", "D2", 9_000, ("W420", "Items!D2")),
        ("Items", "D2", 900, None),
        ("Receipts", "C2", 9_000, ("W420", "Receipts!C2")),
        ("PriceIndex", "C3", 0.0011, ("W421", "PriceIndex!C3")),
        ("PriceIndex", "C3", 3, None),
        ("Processes", "D2", 10_000, ("W422", "Processes!D2")),
        ("Processes", "D2", 100, None),
    ],
)
def test_what_is_far_from_all_beside_it_is_asked_about(
    tmp_path: Path, sheet: str, cell: str, value: float, expected: tuple[str, str] | None
) -> None:
    """9,000 kg for a plan of 120, an index that falls a thousandfold, work dearer than a missing unit."""
    base = {
        **PROCESS,
        "Receipts": [["item", "month", "quantity"], ["DY", "2026-04", 1]],
        "Offers": [[*GOOD["Offers"][0], "index"], *([*row, "LME"] for row in GOOD["Offers"][1:])],
        "PriceIndex": [["index", "month", "factor"], ["LME", "2026-04", 1], ["LME", "2026-09", 1.1]],
        "Processes": [[*PROCESS["Processes"][0], "opex"], [*PROCESS["Processes"][1], 5]],
    }
    found = [one for one in told(tmp_path, changed(sheet, cell, value, base)) if one[0] > "W41"]
    assert found == ([expected] if expected else [])


def test_a_mine_takes_nothing(tmp_path: Path) -> None:
    """Ore is there."""
    mine = changed("Processes", "B2", "mining", changed("ProcessFlows", "C3", "out", PROCESS))
    assert "W417" not in {code for code, _ in told(tmp_path, mine)}


def test_what_hangs_on_a_doubted_rate_is_told_there_alone(tmp_path: Path) -> None:
    """A rate upside down made three prices odd."""
    offers = [[*GOOD["Offers"][0], "currency"], *([*row, None] for row in GOOD["Offers"][1:])]
    offers[2][3], offers[2][8] = 48_000, "JPY"
    fx = [["currency", "rate"], ["JPY", 150]]
    assert told(tmp_path, with_sheets(Offers=offers, FX=fx)) == [("W401", "FX!B2")]
