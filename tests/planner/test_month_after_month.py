"""A plan made again: what is not worth a change stays, and a bridge says why the cost is another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import tiny_sheets
from click.testing import CliRunner

import planner
from models.evaluation.as_far import evaluate_as_far
from planner.assemble import assemble
from planner.changes import apply_rows
from planner.cli import main
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.reporting.summary.last import last_sentences
from planner.reporting.words.phrases import Speech
from planner.risk.additions import sheet_row
from planner.rolling import CannotRoll
from planner.rolling.steady import solve_steadily
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables

FIRST_STEPS = Path(__file__).parents[2] / "inputs" / "first_steps.xlsx"
EXACT: dict[str, Any] = {"gap": 1e-9, "threads": 1}


@pytest.fixture(scope="module")
def last() -> PlanResult:
    return planner.solve(planner.read(FIRST_STEPS), **EXACT)


def edited(tables: Tables, *changes: tuple[str, str, str, str, Any]) -> Tables:
    """Return a plan as rows of WhatIf change it."""
    keys = ("sheet", "row", "column", "change", "value")
    rows = [
        sheet_row("WhatIf", at, {"case": "a", **dict(zip(keys, change, strict=True))})
        for at, change in enumerate(changes, start=1)
    ]
    found, findings = apply_rows(tables, rows)
    assert not [f for f in findings if f.severity is Severity.ERROR]
    return found


def two_sources(price: float) -> Tables:
    """Return four months of 10 units bought from A at 2 or from B at a price; both take what is asked."""
    sheets = tiny_sheets([10.0] * 4)
    sheets["Suppliers"] = [{"supplier": "A"}, {"supplier": "B"}]
    sheets["Offers"] = [
        {"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100},
        {"offer": "b", "supplier": "B", "item": "Dy", "price": price, "max_per_month": 100},
    ]
    tables, findings = tables_from(sheets, language="en")
    assert not [f for f in findings if f.severity is Severity.ERROR]
    return tables


# --- what is not worth a change -----------------------------------------------------------------


def test_a_change_that_gains_less_than_it_must_is_left_undone() -> None:
    """B falls from 3 to 1.9: its three months save 3 of 60. With 5 to gain nothing moves, with 1 it does."""
    before = planner.solve(Plan(two_sources(3), ()), **EXACT)
    rolled = planner.roll(before).plan.tables
    now = Plan(edited(rolled, ("Offers", "b", "price", "set", 1.9)), ())
    calm = solve_steadily(now, before, change_worth=5, **EXACT)
    assert calm.since_last is not None
    assert calm.since_last["kept_all"]
    assert calm.since_last["cost_of_keeping_all"] == pytest.approx(3.0)
    assert set(calm.tables["Orders"]["offer"]) == {"a"}
    moved = solve_steadily(now, before, change_worth=1, **EXACT)
    assert moved.since_last is not None
    assert set(moved.tables["Orders"]["offer"]) == {"b"}
    assert {(row["kind"], row["name"], row["kept"]) for row in moved.since_last["changes"]} == {  # type: ignore[attr-defined]
        ("order", "a", False),
        ("order", "b", False),
    }


def test_what_cannot_be_kept_is_said() -> None:
    """A delivers 4 a month now: 10 cannot be ordered of it."""
    before = planner.solve(Plan(two_sources(3), ()), **EXACT)
    now = edited(planner.roll(before).plan.tables, ("Offers", "a", "max_per_month", "set", 4))
    found = solve_steadily(Plan(now, ()), before, **EXACT)
    assert found.since_last is not None
    told = {row["name"]: row for row in found.since_last["changes"]}  # type: ignore[attr-defined]
    assert told["a"]["cannot_be_kept"]
    assert found.since_last["cost_of_keeping_all"] is None


def test_a_result_of_another_plan_is_refused(last: PlanResult) -> None:
    with pytest.raises(CannotRoll) as caught:
        solve_steadily(Plan(two_sources(3), ()), last, **EXACT)
    assert caught.value.key in ("not after", "another plan")


def test_what_is_kept_for_nothing_is_not_called_a_gain_below_zero() -> None:
    """The free plan is within its gap only: the last decisions may cost less than it."""
    facts = {"changes": [{}, {}], "kept_all": True, "cost_of_keeping_all": -5.0, "threshold": 9.0}
    for language in ("en", "ja"):
        (told,) = last_sentences(facts, Speech(language, "USD"))
        assert "-" not in told
        assert "2" in told


def test_what_was_not_found_in_time_is_not_called_impossible() -> None:
    """A change whose worth is unknown says so, and does not end in half a sentence."""
    row = {"kind": "order", "name": "a", "before": 1.0, "after": 2.0, "cost_of_keeping": None}
    facts = {"changes": [{**row, "cannot_be_kept": False, "kept": False}], "kept_all": False}
    (told,) = last_sentences(facts, Speech("en", "USD"))
    assert told == "Order a: 1 → 2; what keeping it would cost was not found in time."


# --- the bridge -----------------------------------------------------------------------------------


def steps(last: PlanResult, tables: Tables) -> dict[str, float]:
    new = planner.solve(Plan(tables, ()), **EXACT)
    compared = planner.compare([last, new])
    rows = {row.key: row.amount for row in compared.steps}
    moves = sum(row.amount for row in compared.steps if not row.stands)
    assert rows["before"] + moves == pytest.approx(rows["after"], abs=0.01)
    assert rows["after"] == pytest.approx(new.expected_cost)
    return rows


def test_each_change_stands_on_its_own_step() -> None:
    """30 are left to buy at 2. Next month A asks 3 (+30); or 11 a month are wanted (three short at 50)."""
    before = planner.solve(Plan(two_sources(9), ()), **EXACT)
    rolled = planner.roll(before).plan.tables
    unchanged = steps(before, rolled)
    assert {key for key, amount in unchanged.items() if abs(amount) > 0.01} == {
        *("before", "paid", "remaining", "after")
    }
    assert (unchanged["paid"], unchanged["remaining"]) == (pytest.approx(-20), pytest.approx(60))
    changed = steps(before, edited(rolled, ("Offers", "a", "price", "set", 3)))
    assert changed["prices"] == pytest.approx(30)
    dearer = steps(before, edited(rolled, ("Demand", "*", "quantity", "set", 11)))
    assert dearer["demand"] == pytest.approx(150)  # what was ordered is held: three units are short at 50
    assert dearer["again"] == pytest.approx(-144)


def test_what_did_not_happen_and_what_is_owed_leave_the_cost(last: PlanResult) -> None:
    rows = steps(last, planner.roll(last, to="2027-05").plan.tables)
    assert rows["paid"] < 0
    for key in ("prices", "demand", "supply", "scenarios", "months"):
        assert rows[key] == pytest.approx(0, abs=0.01)


def test_inputs_that_only_moved_with_the_calendar_are_not_listed(last: PlanResult) -> None:
    rolled = planner.roll(last).plan.tables
    new = planner.solve(Plan(edited(rolled, ("Offers", "DY-CHINA", "price", "set", 250)), ()), **EXACT)
    listed = planner.compare([last, new]).tables["Inputs changed"]
    assert list(listed["row"]) == ["DY-CHINA"]


def test_side_by_side_stand_the_same_months(last: PlanResult) -> None:
    """Twelve months against eleven say nothing: the last decisions stand in the months that are left."""
    new = planner.solve(planner.roll(last).plan, **EXACT)
    found = planner.compare([last, new])
    first = found.comparison.sides[0]
    assert first.left
    assert first.name.endswith("@2027-02")
    assert not found.comparison.unlike
    cost = found.comparison.figure("expected_cost")
    rows = {row.key: row.amount for row in found.steps}
    assert cost is not None
    assert cost.values == (pytest.approx(rows["remaining"] + rows["unkept"]), pytest.approx(rows["after"]))
    assert next(iter(found.results.values())).expected_cost == last.expected_cost


def test_with_months_added_both_sides_have_them(last: PlanResult) -> None:
    new = planner.solve(planner.roll(last, extend=True).plan, **EXACT)
    found = planner.compare([last, new])
    assert not found.comparison.unlike
    cost = found.comparison.figure("expected_cost")
    rows = {row.key: row.amount for row in found.steps}
    assert cost is not None
    assert cost.values[0] == pytest.approx(rows["remaining"] + rows["unkept"] + rows["months"])


def test_decisions_are_held_as_far_as_they_can_be() -> None:
    """60 a month of A, who delivers 4: 4 it is, and A is named."""
    tables = edited(two_sources(3), ("Offers", "a", "max_per_month", "set", 4))
    data = assemble(tables)
    wanted = {
        ("v_order_qty", (name, "0", t)): 10.0 if name == "a" else 0.0 for name in "ab" for t in range(4)
    }
    found = evaluate_as_far(data, wanted)
    assert {index[0] for _, index in found.moved} == {"a"}
    assert found.solution.values["v_order_qty"]["a", "0", 1] == pytest.approx(4.0, abs=1e-4)


# --- the commands ---------------------------------------------------------------------------------


def test_two_months_through_files(tmp_path: Path) -> None:
    """solve, roll, solve --last, compare: the Summary and the bridge are there, in both languages."""

    def run(*words: object) -> Any:
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        return done

    one, next_, two, both = (tmp_path / f"{name}.xlsx" for name in ("one", "next", "two", "both"))
    run("solve", FIRST_STEPS, "-o", one, "-q", "--no-value")
    run("roll", one, "-o", next_, "-q")
    answer = run("solve", next_, "--last", one, "-o", two, "--json", "--no-value", "--lang", "ja")
    assert json.loads(answer.stdout)["since_last"]["changes"] == []
    assert "前回の計画から" in answer.stderr
    told = json.loads(run("compare", one, two, "-o", both, "--json", "--lang", "ja").stdout)
    assert [row["step"] for row in told["bridge"]][:3] == ["before", "paid", "payable"]
    assert "推移" in openpyxl.load_workbook(both).sheetnames
    assert "2027-02以降" in run("compare", one, two, "-o", both, "--force", "--lang", "ja").stderr
    wrong = CliRunner().invoke(
        main, ["solve", str(FIRST_STEPS), "--last", str(two), "-o", str(tmp_path / "x.xlsx")]
    )
    assert wrong.exit_code == 2
