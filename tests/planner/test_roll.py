"""The roll: what was done becomes the past, and nothing that was not changed costs otherwise."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from cases import EXACT, Sheets, tiny_sheets
from click.testing import CliRunner
from random_additions import richer_sheets
from random_plans import random_sheets
from rolled_plans import differences, without_told, wrong_odds

import planner
from planner.cli import main
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.risk.plan_file import with_scenarios
from planner.rolling import CannotRoll, Rolled, roll_plan
from planner.rolling.actual import Actual, ActualOrder
from planner.rolling.next_plan import hold_month
from planner.workbook.checks.every import check
from planner.workbook.events.scenarios import scenario_list
from planner.workbook.messages.findings import InputErrors, Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Row, Tables

ROOT = Path(__file__).parents[2]
FIRST_STEPS = ROOT / "inputs" / "first_steps.xlsx"
CASES = ROOT / "tests" / "cases"
KNOWN = (
    "semantics/nested-loss semantics/take-or-pay semantics/tiers semantics/committed semantics/ramp-up"
    " semantics/window-year semantics/cover-again semantics/transit semantics/nested-cvar"
    " semantics2/history-share semantics2/history-take-or-pay semantics2/late-branch semantics2/lead-capital"
    " semantics2/pool-signed"
).split()


LATER = [
    (68, None, 3),
    (70, None, 2),
    (75, None, 3),
    (76, None, 2),
    (302, 15, 1),
    (302, 15, 7),
    (309, 15, 13),
]
"""Seed, months of the plan, months gone."""
SHIPPED = [
    ("cutting_tools", 7),
    ("heavy_rare_earths_jp", 1),
    ("traction_motor_jp", 7),
    ("two_plants", 1),
    ("wind_turbine_eu", 7),
]
"""Name, months gone."""


def solved(tables: Tables, gap: float | None = EXACT.gap) -> PlanResult:
    return planner.solve(Plan(tables, ()), gap=gap, threads=1)


def explicit(tables: Tables) -> Tables:
    """Return the plan with the scenarios that are made from its events written out."""
    return with_scenarios(tables, scenario_list(tables), {})[0]


def made(sheets: Sheets) -> Tables:
    tables, findings = tables_from(sheets, language="en")
    assert not [f for f in findings if f.severity is Severity.ERROR]
    return tables


def held(tables: Tables, months: int, gap: float | None = EXACT.gap) -> tuple[PlanResult, Rolled]:
    """Return a plan without the limits whose past does not count, solved and rolled."""
    for _ in range(6):
        result = solved(tables, gap)
        rolled = roll_plan(tables, result.tables, months)
        left = without_told(tables, rolled)
        if left == tables:
            break
        tables = left
    return result, rolled


def same(tables: Tables, months: int, gap: float | None = EXACT.gap) -> None:
    """The test of the whole: month by month and path by path the same, and conditional odds."""
    result, rolled = held(tables, months, gap)
    assert not [f for f in check(rolled.tables) if f.severity is Severity.ERROR]
    assert differences(rolled, result) == []
    assert wrong_odds(rolled, result) == []


@pytest.fixture(scope="module")
def first() -> PlanResult:
    """The first example, solved once."""
    return solved(planner.read(FIRST_STEPS).tables)


def one(rows: tuple[Row, ...], **cells: object) -> Row:
    found = [row for row in rows if all(row[key] == value for key, value in cells.items())]
    assert len(found) == 1, found
    return found[0]


# --- the test of the whole ------------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 5])
def test_a_shipped_plan_rolled_costs_what_it_did(months: int) -> None:
    same(planner.read(FIRST_STEPS).tables, months)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "months"), SHIPPED)
def test_every_shipped_plan_rolled_costs_what_it_did(name: str, months: int) -> None:
    """A plan within the gap does: whatever was decided is held."""
    same(explicit(planner.read(ROOT / "inputs" / f"{name}.xlsx").tables), months, gap=0.01)


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_plan_rolled_costs_what_it_did(name: str) -> None:
    tables = explicit(planner.read(CASES / f"{name}.xlsx").tables)
    same(tables, max(1, tables.months // 2))


@pytest.mark.parametrize("seed", [1, 3, 9, 14])
def test_a_random_plan_rolled_costs_what_it_did(seed: int) -> None:
    same(explicit(made(random_sheets(seed))), 1)


@pytest.mark.parametrize("seed", [2, 5, 12])
def test_a_random_plan_with_history_rolled_costs_what_it_did(seed: int) -> None:
    same(explicit(made(richer_sheets(seed))), 2)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "months", "gone"), LATER)
def test_a_random_plan_over_several_months_and_years(seed: int, months: int | None, gone: int) -> None:
    """Half of a plan gone, or all but its last year: pools, lateness, deposits, currencies and modules."""
    same(explicit(made(richer_sheets(seed, months=months))), gone)


def test_a_roll_of_a_roll_is_one_roll(first: PlanResult) -> None:
    """Two months one by one, each planned again, end where two at once do."""
    twice = roll_plan(first.inputs, first.tables, 2)
    once = roll_plan(first.inputs, first.tables, 1)
    again = roll_plan(once.tables, solved(once.tables).tables, 1)
    assert again.tables.settings == twice.tables.settings
    assert [given(row) for row in again.tables["Demand"]] == [given(row) for row in twice.tables["Demand"]]
    assert odds(again.tables) == odds(twice.tables)


# --- scenarios --------------------------------------------------------------------------------------


def scenario_sheets(**more: Any) -> Sheets:
    """Return six months with a stop in March (30 %), its child in May (20 %), and another in April (10 %)."""
    sheets = tiny_sheets([10.0] * 6)
    sheets["Events"] = [
        {"event": "E", "items": "Dy", "severity": 0.5, "duration_months": 2},
        {"event": "F", "items": "Dy", "severity": 1, "duration_months": 1},
    ]
    sheets["Scenarios"] = [
        {"scenario": "A", "event": "E", "start_month": "2026-03", "probability": 0.3},
        {"scenario": "B", "event": "F", "start_month": "2026-05", "probability": 0.2, "after": "A"},
        {"scenario": "C", "event": "F", "start_month": "2026-04", "probability": 0.1},
    ]
    return sheets | more


def odds(tables: Tables) -> dict[str, tuple[str, float]]:
    return {spec.scenario: (spec.after, round(spec.probability, 12)) for spec in scenario_list(tables)}


def test_scenarios_whose_month_passed_are_gone_with_their_children() -> None:
    """March went by: A and B are gone, C has 0.1 of the 0.5 that is left."""
    tables = made(scenario_sheets())
    rolled = roll_plan(tables, solved(tables).tables, 3)
    assert odds(rolled.tables) == {"C": ("0", 0.2)}


def test_what_happened_is_known_and_its_child_leaves_the_trunk() -> None:
    """E began in March: it stands under 0; B, 0.2 of the 0.5 of A and B, leaves now."""
    tables = made(scenario_sheets())
    result = solved(tables)
    rolled = roll_plan(tables, result.tables, 3, happened=["E@2026-03"])
    assert odds(rolled.tables) == {"B": ("0", 0.4)}
    assert one(rolled.tables["Scenarios"], scenario="0")["event"] == "E"
    assert rolled.followed == "A"
    assert differences(rolled, result) == []
    assert [told.key for told in rolled.unkept] == ["others gone"]


def on_the_way(**more: Any) -> Tables:
    """Return the six months with goods that take three months and leave in the second, some from before."""
    offer = {"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100}
    before = {"offer": "a", "order_month": "2025-12", "quantity": 8, "unit_cost": 3}
    late = {**before, "order_month": "2025-11", "arrival_month": "2026-04", "quantity": 6}
    return made(
        scenario_sheets(
            Items=[{"item": "Dy", "initial_stock": 60}],
            Offers=[{**offer, "lead_time_months": 3, "transit_months": 1}],
            History=[before, late],
            **more,
        )
    )


def history(tables: Tables) -> dict[tuple[object, ...], tuple[object, object]]:
    rows = tables["History"]
    return {
        (f"{row['order_month']:%Y-%m}", f"{row['arrival_month']:%Y-%m}" if row["arrival_month"] else None): (
            row["quantity"],
            row["unit_cost"],
        )
        for row in rows
    }


@pytest.mark.parametrize(
    ("months", "happened"), [(2, "E@2026-03"), (3, "E@2026-03"), (3, "F@2026-04"), (5, "E@2026-03,F@2026-05")]
)
def test_what_happened_takes_its_part_of_goods_under_way(months: int, happened: str) -> None:
    """As the branch in which it happens: also where it begins in the next plan's first month."""
    tables = on_the_way()
    result = solved(tables)
    rolled = roll_plan(tables, result.tables, months, happened=happened.split(","))
    assert differences(rolled, result) == []


def test_goods_lost_to_a_stop_that_no_scenario_holds_are_lost() -> None:
    """F in March, which is in no scenario, stops all that leaves in March, and is paid for nothing of it.

    What was ordered in December left in February; what was to arrive in April leaves in March.
    """
    tables = on_the_way()
    rolled = roll_plan(tables, solved(tables).tables, 2, happened=["F@2026-03"])
    told = history(rolled.tables)
    assert told["2025-12", None] == (8, 3)
    assert told["2025-11", "2026-04"] == (0, 3)
    assert told["2025-11", "2025-11"] == (6, None)  # it counts in its year, and nothing is owed for it
    assert "as planned until now" not in [one.key for one in rolled.unkept]
    assert not [f for f in check(rolled.tables) if f.severity is Severity.ERROR]


def test_a_scenario_of_two_events_keeps_its_probability_when_the_first_happens() -> None:
    """Its first row, which held the 0, is gone; the second one holds it now, and the plan can be read."""
    sheets = scenario_sheets()
    sheets["Scenarios"] += [
        {"scenario": "D", "event": "E", "start_month": "2026-03", "probability": 0},
        {"scenario": "D", "event": "F", "start_month": "2026-05"},
    ]
    tables = made(sheets)
    rolled = roll_plan(tables, solved(tables).tables, 3, happened=["E@2026-03"])
    assert odds(rolled.tables)["D"] == ("0", 0)
    assert not [f for f in check(rolled.tables) if f.severity is Severity.ERROR]


def test_what_happened_a_month_late_moves_the_children_and_says_so() -> None:
    """E began in April, not in March: B moves to June, and the stock is that of life as planned."""
    tables = made(scenario_sheets())
    rolled = roll_plan(tables, solved(tables).tables, 4, happened=["E@2026-04"])
    assert one(rolled.tables["Scenarios"], scenario="B")["start_month"] == dt.date(2026, 6, 1)
    assert "as planned until now" in [told.key for told in rolled.unkept]


def test_an_event_that_no_scenario_holds_leaves_the_others() -> None:
    tables = made(scenario_sheets())
    sheets = scenario_sheets()
    sheets["Events"].append({"event": "G", "items": "Dy", "severity": 0.1, "duration_months": 9})
    tables = made(sheets)
    rolled = roll_plan(tables, solved(tables).tables, 1, happened=["G@2026-01"])
    assert odds(rolled.tables) == odds(tables)
    assert "not foreseen" in [told.key for told in rolled.unkept]


def event_sheets(**event: Any) -> Sheets:
    sheets = tiny_sheets([10.0] * 12)
    sheets["Events"] = [{"event": "E", "items": "Dy", "severity": 0.5, "duration_months": 1, **event}]
    return sheets


def test_the_window_of_an_event_is_cut_and_its_odds_conditioned() -> None:
    """0.4 over twelve months; three went by: 0.4 · 9/12 of the 0.9 that is left."""
    tables = made(event_sheets(probability=0.4))
    rolled = roll_plan(tables, solved(tables).tables, 3)
    assert one(rolled.tables["Events"], event="E")["probability"] == pytest.approx(0.3 / 0.9)


def test_a_yearly_probability_stays_as_it_is() -> None:
    tables = made(event_sheets(probability_per_year=0.4))
    rolled = roll_plan(tables, solved(tables).tables, 3)
    assert not [change for change in rolled.changes if change.sheet == "Events"]


def test_scenarios_of_the_sheet_that_all_passed_do_not_come_back_from_events() -> None:
    sheets = scenario_sheets()
    sheets["Events"][0]["probability"] = 0.5
    tables = made(sheets)
    rolled = roll_plan(tables, solved(tables).tables, 5)
    assert not scenario_list(rolled.tables)


# --- decisions ----------------------------------------------------------------------------------------


def test_modules_started_in_different_months_are_parted() -> None:
    """Two of four modules were started: each month has a row, the rest are open, the group is held."""
    sheets = tiny_sheets([10.0] * 6)
    sheets["Investments"] = [
        {"investment": "K", "capex": 10, "max_modules": 4, "excludes": "G", "adds_to": "stock:Dy", "adds": 1},
        {"investment": "L", "capex": 10, "excludes": "G", "adds_to": "stock:Dy", "adds": 1},
    ]
    tables = made(sheets)
    result = solved(tables)
    frame = result.tables["Investments"]
    for at, start in enumerate(map(pd.Timestamp, ("2026-01-01", "2026-02-01", "2026-05-01"))):
        frame.loc[at] = ["K", start, 1, start, 10.0, 10.0]
    rolled = roll_plan(tables, result.tables, 3)
    rows = {str(row["investment"]): row for row in rolled.tables["Investments"]}
    keys = ("max_modules", "committed_start", "excludes")
    assert {name: tuple(row[key] for key in keys) for name, row in rows.items()} == {
        "K": (2, None, None),
        "K-2026-01": (1, dt.date(2026, 1, 1), "G"),
        "K-2026-02": (1, dt.date(2026, 2, 1), None),
        "L": (1, None, "G"),
    }
    assert not [f for f in check(rolled.tables) if f.severity is Severity.ERROR]


def test_a_part_without_a_group_has_none() -> None:
    """A blank stays blank: an empty text would be a change that nobody made."""
    sheets = tiny_sheets([10.0] * 6)
    row = {"investment": "K", "capex": 10, "max_modules": 2, "adds_to": "stock:Dy", "adds": 1}
    sheets["Investments"] = [row]
    tables = made(sheets)
    result = solved(tables)
    start = pd.Timestamp("2026-01-01")
    result.tables["Investments"].loc[0] = ["K", start, 1, start, 10.0, 10.0]
    part = one(roll_plan(tables, result.tables, 3).tables["Investments"], investment="K-2026-01")
    assert "excludes" not in part.given
    assert part["excludes"] is None


def test_a_rate_at_its_limit_is_fixed_at_the_limit(first: PlanResult) -> None:
    """A rate a hair above the largest: least and largest are what was written, none above the other."""
    awards = first.tables["Awards"].copy()
    awards.loc[awards["offer"] == "NDPR-LYNAS", "rate_per_month"] = 800 * (1 + 1e-14)
    rolled = roll_plan(first.inputs, {**first.tables, "Awards": awards}, 1)
    row = one(rolled.tables["Offers"], offer="NDPR-LYNAS")
    assert (row["min_annual"], row["max_annual"]) == (9600.0, 9600.0)


def test_payables_are_not_lost(first: PlanResult) -> None:
    """What was ordered and is not paid yet stands in History with its cost."""
    rolled = roll_plan(first.inputs, first.tables, 2)
    row = one(rolled.tables["History"], offer="NDPR-CHINA", order_month=dt.date(2027, 2, 1))
    assert (row["arrival_month"], row["unit_cost"]) == (dt.date(2027, 3, 1), 100.0)


# --- more months, and what really was ------------------------------------------------------------------


def test_added_months_are_those_of_a_year_before_and_check_names_them(
    tmp_path: Path, first: PlanResult
) -> None:
    answer = planner.roll(first, extend=True)
    assert answer.plan.tables.settings["months"] == 12
    out = answer.write(tmp_path / "next.xlsx")
    found = [f for f in planner.check(out).findings if f.code == "W407"]
    assert [f.cell for f in found] == ["D19"]
    assert one(planner.read(out).tables["Demand"], month=dt.date(2028, 1, 1))["quantity"] == 1000.0


def test_a_comment_outlives_the_result(tmp_path: Path, first: PlanResult) -> None:
    """A plan's comment column is kept in its result, and in the plan rolled from it."""
    told = {row["item"]: row.comment for row in first.inputs["Items"]}
    assert any(told.values())
    first.write(tmp_path / "r.xlsx")
    planner.roll(tmp_path / "r.xlsx").write(tmp_path / "next.xlsx")
    rolled = planner.read(tmp_path / "next.xlsx").tables
    assert {row["item"]: row.comment for row in rolled["Items"]} == told


def test_what_was_counted_and_ordered_takes_the_place_of_the_plan(first: PlanResult) -> None:
    actual = Actual(
        stock={"DY": 99.0},
        orders=(ActualOrder("DY-CHINA", dt.date(2027, 1, 1), 40.0, dt.date(2027, 4, 1)),),
        demand={("MOTOR", dt.date(2027, 5, 1)): 700.0},
        offers={"DY-CHINA": {"price": 260.0}},
    )
    rolled = roll_plan(first.inputs, first.tables, 1, actual=actual)
    assert one(rolled.tables["Items"], item="DY")["initial_stock"] == 99.0
    order = one(rolled.tables["History"], offer="DY-CHINA")
    told = order["quantity"], order["arrival_month"], order["unit_cost"]
    assert told == (
        40.0,
        dt.date(2027, 4, 1),
        240.0,
    )
    assert one(rolled.tables["Demand"], month=dt.date(2027, 5, 1))["quantity"] == 700.0
    assert one(rolled.tables["Offers"], offer="DY-CHINA")["price"] == 260.0
    assert [(gap.what, gap.planned, gap.actual) for gap in rolled.gaps] == [
        ("stock", 120.0, 99.0),
        ("order", 55.0, 40.0),
        ("demand", 1000.0, 700.0),
        ("price", 240.0, 260.0),
    ]


def test_an_actual_is_read_and_what_is_wrong_with_it_is_named(tmp_path: Path, first: PlanResult) -> None:
    """An unknown item, an order of a month to come, demand after the plan: each by its cell."""
    path = planner.template(actual=True).write(tmp_path / "actual.xlsx")
    book = openpyxl.load_workbook(path)
    book["Items"].cell(8, 2, "DX"), book["Items"].cell(8, 3, 5)
    book["History"].cell(8, 2, "DY-CHINA"), book["History"].cell(8, 3, "2027-06")
    book["History"].cell(8, 4, 5)
    for column, value in ((2, "MOTOR"), (3, "2029-01"), (4, 5)):
        book["Demand"].cell(8, column, value)
    book.save(path)
    with pytest.raises(InputErrors) as caught:
        planner.roll(first, actual=path)
    assert {(f.code, f.place()) for f in caught.value.findings if f.severity is Severity.ERROR} == {
        ("E201", "Items!B8"),
        ("E550", "History!C8"),
        ("E551", "Demand!C8"),
    }


def test_an_actual_without_a_row_takes_nothing_over_and_is_refused(tmp_path: Path, first: PlanResult) -> None:
    path = planner.template(actual=True).write(tmp_path / "actual.xlsx")
    with pytest.raises(InputErrors) as caught:
        planner.roll(first, actual=path)
    assert [finding.code for finding in caught.value.findings] == ["E552"]


# --- bad use, and the command ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"to": "2026-12"}, "no such month"),
        ({"to": "2027-01"}, "no such month"),
        ({"to": "2028-01"}, "no such month"),
        ({"happened": ["BON@2027-01"]}, "unknown event"),
        ({"happened": ["BAN@2027-05"]}, "happened when"),
        ({"happened": ["BAN"]}, "happened form"),
    ],
)
def test_what_cannot_be_rolled_is_said(options: dict[str, Any], key: str, first: PlanResult) -> None:
    with pytest.raises(CannotRoll) as caught:
        planner.roll(first, **options)
    assert caught.value.key == key
    assert caught.value.message("ja")


def test_a_plan_of_one_month_has_no_next(first: PlanResult) -> None:
    """It was said to begin from its second month to its first."""
    settings = {**first.inputs.settings, "months": 1}
    with pytest.raises(CannotRoll, match="one month only") as caught:
        hold_month(replace(first.inputs, settings=settings), 1)
    assert caught.value.message("ja")


def test_a_disruption_that_was_sure_and_did_not_come_is_refused() -> None:
    sheets = scenario_sheets()
    sheets["Scenarios"] = [{"scenario": "A", "event": "E", "start_month": "2026-02", "probability": 1}]
    tables = made(sheets)
    with pytest.raises(CannotRoll, match="--happened"):
        roll_plan(tables, solved(tables).tables, 2)


def test_the_command_writes_a_plan_that_says_the_same(tmp_path: Path, first: PlanResult) -> None:
    """Through files: rolled, read again and equal to what the function gives; RESULT is not overwritten."""
    source, out = str(first.write(tmp_path / "r.xlsx")), str(tmp_path / "n.xlsx")
    run = CliRunner().invoke(main, ["roll", source, "-o", out, "--to", "2027-04", "--json", "--lang", "ja"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    rolled = roll_plan(first.inputs, first.tables, 3)
    assert told["start_month"] == "2027-04"
    assert len(told["changes"]) == len(rolled.changes)
    read = planner.read(out).tables
    for sheet, rows in rolled.tables.sheets.items():
        if sheet != "Settings":
            assert [given(row) for row in read[sheet]] == [given(row) for row in rows], sheet
    assert {**read.settings, "plan_name": ""} == {**rolled.tables.settings, "plan_name": ""}
    assert openpyxl.load_workbook(out)["繰り越し"].max_row > len(rolled.changes)
    assert CliRunner().invoke(main, ["roll", source, "-o", source, "--force"]).exit_code != 0
    for source in (str(FIRST_STEPS), str(tmp_path / "none.xlsx")):
        assert CliRunner().invoke(main, ["roll", source, "-o", str(tmp_path / "x.xlsx")]).exit_code == 3


def given(row: Row) -> dict[str, object]:
    return {key: row[key] for key in sorted(row.given)}


def test_the_result_is_left_as_it_was(first: PlanResult) -> None:
    """A pure function: tables and frames that went in are those that were there."""
    before = {name: frame.copy() for name, frame in first.tables.items()}
    roll_plan(first.inputs, first.tables, 4)
    assert first.inputs == planner.read(FIRST_STEPS).tables
    assert all(before[name].equals(frame) for name, frame in first.tables.items())
