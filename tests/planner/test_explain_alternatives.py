"""Other plans: each decides otherwise, costs what it says, and is within what it may cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cases import Sheets, contract_row, cost, from_sheets, offer_row, solve_tables, supplier_row, tiny_sheets

import planner
from planner.cases import CaseRun, Effort, run_base
from planner.explaining.alternatives import Alternative, candidates, decisions, find_alternatives
from planner.explaining.changes import changed
from planner.explaining.prices import Known
from planner.pipeline import Plan

EXACTLY = Effort(gap=1e-9, threads=1)
FAULTS = Path(__file__).parents[1] / "cases" / "faults"


def three_suppliers() -> Sheets:
    """Return 20 units wanted: at 2 from A, 2.02 from B, 2.5 from C, 50 a unit if not made."""
    return tiny_sheets(
        Suppliers=[supplier_row("A"), supplier_row("B"), supplier_row("C")],
        Offers=[
            offer_row("a", "A", max_per_month=6),
            offer_row("b", "B", price=2.02, max_per_month=6),
            offer_row("c", "C", price=2.5),
        ],
    )


def others(
    sheets: Sheets, count: int = 3, within: float = 0.05
) -> tuple[CaseRun, Known, dict[str, Alternative]]:
    """Return a plan and the plans beside it, by what they do without."""
    base = run_base(Plan(from_sheets(sheets), ()), EXACTLY)
    assert base.result is not None
    known = Known(base.result.objective, base.result.bound)
    found = find_alternatives(base, known, count, within, EXACTLY)
    return base, known, {alternative.without.name: alternative for alternative in found}


def test_a_plan_without_a_supplier_takes_another() -> None:
    """12 at 2 and 8 at 2.02 cost 40.16; without A 12 at 2.02 and 8 at 2.5: 44.24; without B 44.00."""
    _, known, found = others(three_suppliers(), within=0.2)
    assert known.cost == cost(40.16)
    assert found["A"].objective == cost(44.24)
    assert found["A"].extra == cost(4.08)
    assert found["A"].dropped == (("supplier", "A"),)
    assert found["A"].added == (("supplier", "C"),)
    assert found["B"].objective == cost(44.0)
    assert found["A"].chosen
    assert found["B"].chosen


def test_only_plans_within_the_cost_are_chosen_and_the_others_still_told() -> None:
    """At most a tenth more is 44.176: without B, not without A."""
    _, known, found = others(three_suppliers(), within=0.1)
    assert {name for name, one in found.items() if one.chosen} == {"B"}
    assert found["A"].objective == cost(44.24)
    for one in found.values():
        if one.chosen:
            assert one.objective is not None
            assert one.objective <= known.cost * 1.1
    assert not any(one.chosen for one in others(three_suppliers(), within=0.01)[2].values())


def test_no_more_than_asked_for_and_no_two_alike() -> None:
    """One asked for, one chosen; none asked for, none solved."""
    _, _, found = others(three_suppliers(), count=1, within=0.5)
    assert sum(one.chosen for one in found.values()) == 1
    assert others(three_suppliers(), count=0)[2] == {}
    _, _, three = others(three_suppliers(), count=3, within=0.5)
    moves = [(one.dropped, one.added) for one in three.values() if one.chosen]
    assert len(set(moves)) == len(moves)


def test_contracts_and_investments_can_be_done_without() -> None:
    """The contract at 1 and the design that K opens; what is decided already stays."""
    sheets = tiny_sheets(
        Suppliers=[supplier_row("A"), supplier_row("B")],
        Offers=[
            offer_row("a"),
            contract_row("c", price=1, max_annual=60),
            contract_row("d", "B", price=1.5, max_annual=12, signed="yes"),
        ],
        Designs=[
            {"product": "P", "design": "std"},
            {"product": "P", "design": "free", "requires": "K", "max_share": 0.1},
        ],
        Investments=[{"investment": "K", "capex": 1}],
    )
    base, _, found = others(sheets, within=1.0)
    assert decisions(base) == {
        ("supplier", "A"),
        ("supplier", "B"),
        ("contract", "c"),
        ("contract", "d"),
        ("investment", "K"),
    }
    assert {c.name for c in candidates(base)} == {"A", "c", "K"}
    assert found["K"].dropped == (("investment", "K"),)
    assert ("contract", "c") in found["c"].dropped


def test_every_other_plan_is_found_again_in_a_solve_of_its_own() -> None:
    """Its changes are rows of WhatIf."""
    base, _, found = others(three_suppliers(), within=0.5)
    for one in found.values():
        tables = changed(base.inputs, one.without.changes)
        assert tables is not None
        assert one.objective == cost(solve_tables(tables).objective)


def test_what_cannot_be_done_without_is_said_so() -> None:
    """The fill rate needs A: without it there is no plan."""
    sheets = tiny_sheets(Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}])
    _, _, found = others(sheets)
    assert found["A"].status == "infeasible"
    assert found["A"].objective is None
    assert not found["A"].chosen


def test_nothing_is_solved_once_the_user_has_stopped() -> None:
    """Every candidate stands as not run."""
    base = run_base(Plan(from_sheets(three_suppliers()), ()), EXACTLY)
    assert base.result is not None
    stopped = replace(base, interrupted=True)
    known = Known(base.result.objective, base.result.bound)
    found = find_alternatives(stopped, known, 3, 0.5, EXACTLY)
    assert {one.status for one in found} == {"not_run"}


def test_without_a_supplier_nothing_is_bought_through_an_investment() -> None:
    """30 at 20 instead of 10 cost 300 more; the investment under way would add to what T sells."""
    plan = planner.read(FAULTS / "c07_without_a_supplier.xlsx")
    base = run_base(plan, EXACTLY)
    assert base.result is not None
    known = Known(base.result.objective, base.result.bound)
    (found,) = find_alternatives(base, known, 3, 9.0, EXACTLY)
    assert found.without.name == "T"
    assert found.extra == cost(300.0)
    assert found.added == (("supplier", "S"),)
    assert found.dropped == (("supplier", "T"),)
