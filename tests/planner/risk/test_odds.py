"""Odds: thresholds by hand and solved just inside and outside, bounds that hold, tables and words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from cases import branches, cost, from_sheets, item_row, known, offer_row, supplier_row, tiny_sheets
from click.testing import CliRunner
from random_plans import random_sheets
from result_tables import tables_in

from planner import cli
from planner.cases import Effort, Task, solve_task
from planner.pipeline import Plan
from planner.risk.odds import ask_odds
from planner.risk.odds_decisions import worth_of
from planner.risk.odds_map import bound_at
from planner.risk.odds_tree import CannotAsk, Tree
from planner.workbook.template.input_sheets import write_bare

EXACT = Effort(gap=1e-7)
BAN = {"supplier": "A", "severity": 1, "duration_months": 2}
QUALIFIED, STOCKED = 15 / 820, 15 / 140
"""Where B is worth its 15, and where a stock is worth more than B (see ``sheets``)."""


def sheets(probability: float = 0.05, **more: Any) -> dict[str, Any]:
    """A may stop in month 2 for two months; holding costs 1, B costs 15 to qualify and 9 a unit, short 50.

    Nothing done: 120, with the ban 80 + 20·50 = 1080: 120 + 960p. B qualified: 135, with the ban 15 + 80 +
    20·9 = 275: 135 + 140p. 20 units bought ahead: 120 + 20 + 10 = 150 either way. So B is worth it from
    p = 15/820 on, and the stock is worth more from p = 15/140 on.
    """
    return tiny_sheets(
        [10.0] * 6,
        Items=[item_row(storage_cost=1)],
        Suppliers=[supplier_row(), supplier_row("B", already_qualified="no", qualification_cost=15)],
        Offers=[offer_row(), offer_row("b", "B", price=9)],
        **branches((2, probability), **BAN),
        **more,
    )


def plan(probability: float = 0.05, **more: Any) -> Plan:
    """The same as a plan."""
    return Plan(from_sheets(sheets(probability, **more)), ())


def event_of(tables: Any) -> str:
    """The plan's one event."""
    return str(tables["Events"][0]["event"])


def test_the_range_in_which_a_plan_stays_best_is_the_one_worked_out_by_hand() -> None:
    """At 0.05 B is qualified; it stays best from 15/820 to 15/140, each to a ten-thousandth, and proved."""
    found = ask_odds(plan(), effort=EXACT)
    (line,) = found.lines
    assert line.now == pytest.approx(0.05)
    assert line.reach == pytest.approx(0.6)
    assert line.stays == pytest.approx((QUALIFIED, STOCKED), abs=2e-4)
    assert line.lost_below == pytest.approx(QUALIFIED, abs=2e-4)
    assert line.lost_above == pytest.approx(STOCKED, abs=2e-4)
    assert line.proof < 1e-6
    assert line.regret == cost(135 + 140 * 0.6 - 150)


@pytest.mark.parametrize(
    ("threshold", "before", "after"), [(QUALIFIED, 120 + 960 * QUALIFIED, None), (STOCKED, None, 150.0)]
)
def test_thresholds_are_those_of_plans_solved_just_inside_and_outside(
    threshold: float, before: float | None, after: float | None
) -> None:
    """Solved by themselves a thousandth to either side, the decisions are the ones told."""
    for side in (-1e-3, 1e-3):
        p = threshold + side
        alone = solve_task(Task("", "", from_sheets(sheets(p)), effort=EXACT)).result
        assert alone is not None
        told = {120 + 960 * p: 0.0, 135 + 140 * p: 1.0, 150.0: 0.0}
        assert alone.objective == cost(min(told))
        suppliers = alone.tables["Suppliers"].set_index("supplier")["qualified"]
        assert float(suppliers["B"]) == told[min(told)]
    assert before is None or before == cost(135 + 140 * threshold)
    assert after is None or after == cost(135 + 140 * threshold)


def test_the_curve_is_the_cost_of_the_plan_in_hand_and_of_the_best() -> None:
    """135 + 140p against the least of the three."""
    (line,) = ask_odds(plan(), effort=EXACT).lines
    p = line.grid
    assert line.hand == pytest.approx(135 + 140 * p)
    assert line.best == pytest.approx(np.minimum(np.minimum(120 + 960 * p, 135 + 140 * p), 150))
    assert (line.bound <= line.best + 1e-6).all()


def test_how_likely_the_event_must_be_for_each_thing_is_told() -> None:
    """B from 15/820 to 15/140, then a stock: 20 at the end of month 1, 10 of month 2, 5 on average."""
    found = ask_odds(plan(), effort=EXACT)
    worth = {(one.kind, one.name): one for one in worth_of(found)}
    b, stock = worth["supplier", "B"], worth["stock", "Dy"]
    assert [span.value for span in b.spans] == [0.0, 1.0, 0.0]
    assert b.spans[1].low == pytest.approx(QUALIFIED, abs=2e-4)
    assert b.spans[1].high == pytest.approx(STOCKED, abs=2e-4)
    assert [round(span.value, 6) for span in stock.spans] == [0.0, 5.0]
    assert b.changes
    assert b.now == 1.0


def test_within_the_gap_the_plan_in_hand_counts_as_best() -> None:
    """With a gap of a tenth, 135 + 140p may be 10 % dearer than 150: up to p = (165 − 135)/140."""
    found = ask_odds(plan(), effort=replace(EXACT, gap=0.1))
    (line,) = found.lines
    if line.stays is not None:  # a search may stop at another plan within so wide a gap
        low, high = line.stays
        assert low <= QUALIFIED
        assert high >= STOCKED
    assert all(state != "lost" for state, p in zip(line.states, line.grid, strict=True) if 0.02 < p < 0.1)


def test_a_range_that_the_team_agrees_on_is_judged() -> None:
    """2 % to 10 % lies within; 2 % to 20 % does not."""
    for high, safe in ((0.10, True), (0.20, False)):
        book = sheets()
        book["Events"] = [{**book["Events"][0], "low": 0.02, "high": high}]
        (line,) = ask_odds(Plan(from_sheets(book), ()), effort=EXACT).lines
        assert line.safe is safe


def test_a_plan_in_hand_from_elsewhere_is_held_against_the_best() -> None:
    """The plan for 0.3 (a stock, 150) is best from 15/140 on, and regrets 30 where nothing can happen."""
    other = solve_task(Task("", "", from_sheets(sheets(0.3)), effort=EXACT)).result
    assert other is not None
    from planner.risk.odds_lines import Pooled

    hand = Pooled("plan", dict(other.path_costs), other.tables)
    (line,) = ask_odds(plan(), hand=hand, effort=EXACT).lines
    assert line.stays is None
    assert (line.lost_below, line.lost_above) == (None, None)
    assert line.regret == cost(30)
    kept = [p for p, state in zip(line.grid.tolist(), line.states, strict=True) if state == "keep"]
    assert (kept[0], kept[-1]) == pytest.approx((STOCKED, 0.6), abs=2e-4)


def test_with_a_weight_on_the_tail_thresholds_follow_the_objective() -> None:
    """λ = 1, α = 0.9: below p = 0.1 the tail is 10p of the ban: B from 15/8200 on, a stock from 15/1400."""
    tables = from_sheets(sheets(0.005, settings={"risk_weight": 1.0, "cvar_alpha": 0.9}))
    (line,) = ask_odds(Plan(tables, ()), effort=EXACT).lines
    assert line.stays == pytest.approx((QUALIFIED / 10, STOCKED / 10), abs=2e-4)


def test_scenarios_of_an_event_are_scaled_together() -> None:
    """Onsets at 0.02 and 0.06 keep their proportion; life as planned takes what is left."""
    tree = Tree.of(from_sheets({**sheets(), **branches((1, 0.02), (3, 0.06), **BAN)}))
    (event,) = tree.events()
    weights = tree.weights({event: 0.4})
    assert sorted(weights.values()) == pytest.approx([0.1, 0.3, 0.6])


def test_the_plan_made_for_odds_that_are_wrong_by_a_factor() -> None:
    """Up to four times 0.05: 0.2. B costs 135 + 140·0.2 = 163 then, the stock 150."""
    found = ask_odds(plan(), times=4.0, effort=EXACT)
    assert found.robust is not None
    assert found.robust.own == cost(163)
    assert found.robust.run.result is not None
    assert found.robust.run.result.objective == cost(150)


def two_events() -> Plan:
    """A may stop (0.05), or demand may double in month 2 (0.1)."""
    book = sheets()
    ban = book["Events"][0]
    book["Events"] = [
        ban,
        {"event": "BOOM", "product": "P", "demand_factor": 2, "severity": 0, "duration_months": 1},
    ]
    book["Scenarios"] = [
        *book["Scenarios"],
        {
            "scenario": "boom",
            "event": "BOOM",
            "start_month": book["Scenarios"][0]["start_month"],
            "probability": 0.1,
        },
    ]
    return Plan(from_sheets(book), ())


def test_two_events_make_a_map() -> None:
    """Each cell's best and bound hold the optimum solved there by itself; the boom alone changes nothing."""
    asked = two_events()
    first, second = (str(row["event"]) for row in asked.tables["Events"])
    found = ask_odds(asked, (first, second), effort=EXACT)
    both = found.both
    assert both is not None
    assert found.lines[1].lost_above is None
    tree = Tree.of(asked.tables)
    for r, c in ((1, 1), (3, 2), (0, 4)):
        odds = {first: float(both.rows[r]), second: float(both.columns[c])}
        alone = solve_task(Task("", "", tree.changed(asked.tables, odds), effort=EXACT)).result
        assert alone is not None
        assert both.bound[r, c] <= alone.objective + 1e-6
        assert both.best[r, c] >= alone.objective - 1e-6
    assert both.proved.any()
    assert both.lost.any()


def test_a_bound_between_solved_pairs_is_the_best_combination() -> None:
    """A quarter of the way from 0 to 8 along a diagonal; outside of what was solved nothing is known."""
    solved = [((0.0, 0.0), 0.0), ((1.0, 1.0), 8.0), ((1.0, 0.0), 1.0)]
    assert bound_at((0.25, 0.25), solved) == pytest.approx(2.0)
    assert bound_at((0.0, 1.0), solved) == float("-inf")


@pytest.mark.parametrize("seed", [2, 7])
def test_bounds_and_envelopes_hold_on_random_plans(seed: int) -> None:
    """At a probability that was not solved, the optimum lies between them."""
    tables = from_sheets(random_sheets(seed))
    tree = Tree.of(tables)
    event = tree.events()[0]
    (line,) = ask_odds(Plan(tables, ()), (event,), rounds=1, effort=EXACT).lines
    for part in (0.31, 0.77):
        k = int(np.argmin(np.abs(line.grid - part * line.reach)))
        changed = tree.changed(tables, {event: float(line.grid[k])})
        alone = solve_task(Task("", "", changed, effort=EXACT)).result
        assert alone is not None
        slack = 1e-5 * max(1.0, abs(alone.objective))
        assert line.bound[k] <= alone.objective + slack
        assert line.best[k] >= alone.objective - slack


def test_events_of_the_same_scenarios_are_asked_about_once() -> None:
    """A ban in two rows of Events: one line, with both names."""
    book = sheets()
    twin = {**book["Events"][0], "event": "TWIN", "supplier": "B"}
    book["Events"] = [book["Events"][0], twin]
    book["Scenarios"] = [*book["Scenarios"], {**book["Scenarios"][0], "event": "TWIN", "probability": None}]
    (line,) = ask_odds(Plan(from_sheets(book), ()), effort=EXACT).lines
    assert line.others == ("TWIN",)
    assert line.name.endswith(" + TWIN")


# --- what cannot be asked -----------------------------------------------------------------------------


def test_an_event_that_the_plan_does_not_have_is_refused() -> None:
    """With those it has."""
    with pytest.raises(CannotAsk) as refused:
        ask_odds(plan(), ("NOPE",))
    assert refused.value.key == "unknown"
    assert refused.value.facts["known"] == (event_of(plan().tables),)


def test_an_event_under_scenario_0_has_no_odds() -> None:
    """It is certain."""
    tables = from_sheets({**sheets(), **known(1, supplier="A", severity=0.5, duration_months=1)})
    with pytest.raises(CannotAsk) as refused:
        ask_odds(Plan(tables, ()), (event_of(tables),))
    assert refused.value.key == "known"


def test_events_of_one_scenario_cannot_be_moved_apart() -> None:
    """A ban and a boom at once."""
    asked = two_events()
    ban, boom = (str(row["event"]) for row in asked.tables["Events"])
    book = sheets()
    book["Events"] = [
        book["Events"][0],
        {"event": boom, "product": "P", "demand_factor": 2, "severity": 0, "duration_months": 1},
    ]
    start = book["Scenarios"][0]["start_month"]
    book["Scenarios"] = [
        *book["Scenarios"],
        {"scenario": book["Scenarios"][0]["scenario"], "event": boom, "start_month": start},
    ]
    with pytest.raises(CannotAsk) as refused:
        ask_odds(Plan(from_sheets(book), ()), (ban, boom))
    assert refused.value.key == "together"


# --- the command ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_command_writes_what_it_found(language: str, tmp_path: Path) -> None:
    """A page for people, and plain tables that pandas reads back."""
    path, out = tmp_path / "plan.xlsx", tmp_path / "odds.xlsx"
    write_bare(path, from_sheets(sheets(settings={"mip_gap": 1e-7})))
    run = CliRunner().invoke(
        cli.main, ["odds", str(path), "-o", str(out), "--json", "--lang", language, "--wrong-by", "4"]
    )
    assert run.exit_code == 0, run.stderr
    answer = json.loads(run.stdout)
    (event,) = answer["events"]
    assert event["stays"] == pytest.approx([QUALIFIED, STOCKED], abs=2e-4)
    assert answer["wrong_by"]["best"] == cost(150)
    ranges = tables_in(out)["Ranges"]
    assert ranges["stays_from"][0] == pytest.approx(QUALIFIED, abs=2e-4)
    curves = tables_in(out)["Curves"]
    assert set(curves["state"]) <= {"keep", "lost", "open"}
    page = openpyxl.load_workbook(out).worksheets[0]
    said = " ".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
    assert ("Plan stays best" in said) == (language == "en")
    assert ("最良の範囲" in said) == (language == "ja")


def test_a_result_is_taken_for_the_plan_in_hand(tmp_path: Path) -> None:
    """The same answer as from the solve; a result of another plan is refused."""
    path, result, out = (tmp_path / f"{name}.xlsx" for name in ("plan", "result", "odds"))
    write_bare(path, from_sheets(sheets(settings={"mip_gap": 1e-7})))
    assert CliRunner().invoke(cli.main, ["solve", str(path), "-o", str(result), "-q"]).exit_code == 0
    run = CliRunner().invoke(cli.main, ["odds", str(path), "--result", str(result), "-o", str(out), "--json"])
    assert run.exit_code == 0, run.stderr
    assert json.loads(run.stdout)["events"][0]["stays"] == pytest.approx([QUALIFIED, STOCKED], abs=2e-4)


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--event", "NOPE"], "it has"), (["--wrong-by", "1"], "--wrong-by"), (["--wrong-by", "nan"], "finite")],
)
def test_what_cannot_be_asked_is_said(words: list[str], said: str, tmp_path: Path) -> None:
    """Exit 2, and nothing is written."""
    path, out = tmp_path / "plan.xlsx", tmp_path / "odds.xlsx"
    write_bare(path, from_sheets(sheets()))
    run = CliRunner().invoke(cli.main, ["odds", str(path), "-o", str(out), *words])
    assert run.exit_code == 2, run.output
    assert said in run.stderr
    assert not out.exists()
