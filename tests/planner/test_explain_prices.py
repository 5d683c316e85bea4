"""The price of every rule and limit: exact on plans computed by hand; what is lifted never costs."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from cases import Sheets, contract_row, cost, from_sheets, item_row, offer_row, supplier_row, tiny_sheets
from random_plans import random_sheets

from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.cases import CaseRun, Effort, run_base
from planner.explaining.changes import changed
from planner.explaining.prices import LIFTED, Known, Price, ask, best_known, prices, questions
from planner.pipeline import Plan

EXACTLY = Effort(gap=1e-9, threads=1)


def base_of(sheets: Sheets, effort: Effort = EXACTLY) -> CaseRun:
    """Return a plan, solved."""
    return run_base(Plan(from_sheets(sheets), ()), effort)


def priced(sheets: Sheets, effort: Effort = EXACTLY) -> dict[tuple[str, str, str], Price]:
    """Return every price by kind, row and variant."""
    base = base_of(sheets, effort)
    asked = questions(base)
    runs = ask(base, asked, effort)
    found = prices(best_known(base, asked, runs), base, asked, runs)
    return {(p.question.kind, p.question.row, p.question.variant): p for p in found}


def two_suppliers(**changes: object) -> Sheets:
    """Return 20 units wanted: at 2 from A or at 3 from B, of A no more than half."""
    rule = {"rule": "cap", "measure": "supplier", "member": "A", "share": 0.5}
    return tiny_sheets(
        Suppliers=[supplier_row("A"), supplier_row("B")],
        Offers=[offer_row("a", "A"), offer_row("b", "B", price=3)],
        Rules=[rule | changes],
    )


def test_a_cap_has_a_price_without_it_and_a_step_either_way() -> None:
    """Half at 2, half at 3: 50. Without the cap 40; 0.05 of 20 units more or less of A is worth 1."""
    found = priced(two_suppliers())
    assert {variant: price.change for (_, _, variant), price in found.items()} == {
        "without": cost(-10.0),
        "looser": cost(-1.0),
        "tighter": cost(1.0),
    }
    free = found["rule", "cap", "without"]
    assert (free.low, free.high) == (cost(-10.0), cost(-10.0))
    assert free.certain
    assert free.question.place == "Rules!D2"
    assert [change.told() for change in free.question.changes] == ["Rules/cap remove"]
    assert found["rule", "cap", "looser"].question.to == pytest.approx(0.55)


def test_a_target_is_looser_where_it_asks_for_less() -> None:
    """At least half from B: 0.45 saves 1, 0.55 costs 1, none saves 10."""
    found = priced(two_suppliers(member="B", sense="min"))
    assert found["rule", "cap", "without"].change == cost(-10.0)
    assert found["rule", "cap", "looser"].change == cost(-1.0)
    assert found["rule", "cap", "looser"].question.to == pytest.approx(0.45)
    assert found["rule", "cap", "tighter"].change == cost(1.0)


def test_a_rule_at_the_end_of_its_range_is_not_stepped_beyond_it() -> None:
    """A share of 1 cannot be looser; without it nothing changes."""
    found = priced(two_suppliers(share=1))
    assert set(found) == {("rule", "cap", "without"), ("rule", "cap", "tighter")}
    assert found["rule", "cap", "without"].change == cost(0.0)
    assert not found["rule", "cap", "without"].certain


def test_a_rule_with_a_penalty_is_priced_by_what_it_makes_people_pay() -> None:
    """At 0.5 a unit it is cheaper to break the cap: 40 + 10 · 0.5 = 45, and 40 without it."""
    found = priced(two_suppliers(penalty=0.5))
    assert found["rule", "cap", "without"].change == cost(-5.0)
    assert found["rule", "cap", "without"].objective == cost(40.0)


def test_a_rule_that_does_not_bind_is_solved_all_the_same() -> None:
    """What is slack may still stand in the way of whole numbers: nothing is said without a solve."""
    sheets = two_suppliers(share=0.9)
    sheets["Offers"] = [offer_row("a", "A", max_per_month=5), offer_row("b", "B", price=3)]
    found = priced(sheets)
    assert found["rule", "cap", "without"].status == "optimal"
    assert found["rule", "cap", "without"].change == cost(0.0)
    assert found["max_per_month", "a", "looser"].change == cost(-1.0)  # a tenth of 5, in each of two months


def test_without_a_rule_other_offers_come_in() -> None:
    """B is shut out by its cap; without it B is ordered from."""
    sheets = two_suppliers(member="B", share=0)
    sheets["Offers"] = [offer_row("a", "A"), offer_row("b", "B", price=1)]
    found = priced(sheets)
    assert found["rule", "cap", "without"].offers == ("b",)
    assert found["rule", "cap", "without"].change == cost(-20.0)


def test_a_cover_target_costs_what_holding_it_costs() -> None:
    """Half a month of cover, 5 units at 1 a month, at the end of the first month; the end asks for none."""
    items = [item_row(storage_cost=1, min_cover_days=365 / 24, final_stock=0)]
    found = priced(tiny_sheets((10.0, 10.0, 0.0), Items=items))
    # After month 0: half of 10; after month 1: half of 0; after month 2: half of the mean use, 20/3.
    assert found["cover", "Dy", "without"].change == cost(-(5 + 0 + (1 + 2) * 20 / 6))


def test_a_fill_rate_costs_what_serving_costs_beyond_losing() -> None:
    """At a penalty of 1 nothing is worth making at 2; half of 20 must be: 10 more."""
    found = priced(tiny_sheets(Products=[{"product": "P", "shortage_penalty": 1, "min_fill_rate": 0.5}]))
    assert found["fill_rate", "P", "without"].change == cost(-10.0)


def test_a_second_supplier_wanted_costs_its_qualification() -> None:
    """B costs 7 to qualify and is never ordered from."""
    found = priced(
        tiny_sheets(
            Items=[item_row(min_suppliers=2)],
            Suppliers=[supplier_row("A"), supplier_row("B", already_qualified="no", qualification_cost=7)],
            Offers=[offer_row("a", "A"), offer_row("b", "B", price=3)],
        )
    )
    assert found["min_suppliers", "Dy", "without"].change == cost(-7.0)


def test_capacities_that_are_reached_are_raised_by_a_tenth() -> None:
    """Half a unit more a month at 1 less: of a supplier, of an offer, of a contract, of a process."""
    others = {
        "Suppliers": [supplier_row("A", capacity_per_month=5), supplier_row("B")],
        "Offers": [offer_row("a", "A"), offer_row("b", "B", price=3)],
    }
    assert priced(tiny_sheets(**others))["supplier_capacity", "A", "looser"].change == cost(-1.0)
    contracts = [contract_row("c", price=1, max_annual=60, take_or_pay=1), offer_row("a")]
    found = priced(tiny_sheets(Offers=contracts))
    assert found["max_annual", "c", "looser"].change == cost(-1.0)
    assert found["max_annual", "c", "looser"].question.to == pytest.approx(66)
    made = tiny_sheets(
        Items=[item_row(), item_row("Ore")],
        Offers=[offer_row("a", price=3), offer_row("o", item="Ore", price=2)],
        Processes=[{"process": "R", "capacity_per_month": 5}],
        ProcessFlows=[
            {"process": "R", "item": "Ore", "kind": "in", "quantity": 1},
            {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
        ],
    )
    assert priced(made)["process_capacity", "R", "looser"].change == cost(-1.0)


def test_a_capacity_that_is_not_reached_is_not_asked_about() -> None:
    """Ten of a hundred a month."""
    assert priced(tiny_sheets()) == {}


def test_the_price_of_a_budget_is_that_of_what_it_keeps_from_being_built() -> None:
    """A module of 10 makes the design that needs nothing; a budget of 5 forbids it: 40 instead of 10."""
    sheets = tiny_sheets(
        settings={"capex_budget": 5},
        Designs=[
            {"product": "P", "design": "std"},
            {"product": "P", "design": "free", "requires": "K"},
        ],
        Investments=[{"investment": "K", "capex": 10}],
    )
    found = priced(sheets)
    assert found["capex_budget", "capex_budget", "without"].change == cost(-30.0)
    assert found["capex_budget", "capex_budget", "looser"].change == cost(0.0)  # 5.5 is still too little
    assert found["capex_budget", "capex_budget", "tighter"].change == cost(0.0)
    assert found["capex_budget", "capex_budget", "without"].question.place.startswith("Settings!")


def test_a_tighter_limit_may_leave_no_plan() -> None:
    """B at 8 a month and a cap of 0.2 on A: 0.15 is too little for the fill rate; it is said, not hidden."""
    sheets = two_suppliers(share=0.2)
    sheets["Offers"] = [offer_row("a", "A"), offer_row("b", "B", price=3, max_per_month=8)]
    sheets["Products"] = [{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}]
    found = priced(sheets)
    assert found["rule", "cap", "tighter"].status == "infeasible"
    assert found["rule", "cap", "tighter"].change is None
    assert found["rule", "cap", "without"].change == cost(-16.0)


def test_every_price_is_found_again_in_a_solve_of_its_own() -> None:
    """The changes are rows of WhatIf: made and solved from nothing they cost what the price says."""
    sheets = two_suppliers()
    base = base_of(sheets)
    asked = questions(base)
    runs = ask(base, asked, EXACTLY)
    for price in prices(best_known(base, asked, runs), base, asked, runs):
        tables = changed(base.inputs, price.question.changes)
        assert tables is not None
        again = solve_plan(assemble(tables), Options(gap=1e-9, threads=1))
        assert price.objective == cost(again.objective)


def test_the_range_of_a_price_allows_for_both_gaps() -> None:
    """A plan known at 100 with a bound of 98, and 97 with a bound of 95 without a rule: 1 to 5 are saved."""
    base = base_of(two_suppliers())
    asked = questions(base)
    runs = ask(base, asked, EXACTLY)
    free = next(run for q, run in zip(asked, runs, strict=True) if q.variant == "without")
    assert free is not None
    assert free.result is not None
    without = replace(free, result=replace(free.result, objective=97.0, bound=95.0))
    (price,) = prices(Known(100.0, 98.0), base, asked[:1], [without])
    assert (price.change, price.low, price.high) == (-3.0, -5.0, -1.0)
    assert price.certain
    (vague,) = prices(Known(100.0, 96.0), base, asked[:1], [without])
    assert (vague.change, vague.low, vague.high) == (-3.0, -5.0, 0.0)
    assert not vague.certain
    # A dearer plan than the one at hand is no price: without the rule the plan itself still holds.
    dearer = replace(free, result=replace(free.result, objective=103.0, bound=95.0))
    (none,) = prices(Known(100.0, 96.0), base, asked[:1], [dearer])
    assert (none.change, none.objective) == (0.0, 100.0)


def test_bounds_and_plans_of_changed_limits_tell_of_the_plan_itself() -> None:
    """Under a tighter cap a plan is one of the plan's own; under a looser one a bound is one on it."""
    base = base_of(two_suppliers())
    asked = questions(base)
    runs = [run for run in ask(base, asked, EXACTLY) if run is not None]
    assert base.result is not None
    loose = replace(base, result=replace(base.result, objective=60.0, bound=10.0))
    known = best_known(loose, asked, runs)
    assert known.cost == cost(51.0)  # one step tighter
    assert known.bound == cost(49.0)  # one step looser


def test_questions_that_the_user_cut_short_are_not_run() -> None:
    """Ctrl-C while the plan was solved: no price is made up."""
    base = base_of(two_suppliers())
    asked = questions(base)
    runs = ask(replace(base, interrupted=True), asked, EXACTLY)
    found = prices(best_known(base, asked, runs), base, asked, runs)
    assert {price.status for price in found} == {"not_run"}
    assert all(price.change is None or price.change == 0 for price in found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 7, 11, 19, 23])
def test_lifting_a_limit_never_costs_and_tightening_one_never_saves(seed: int) -> None:
    """On random plans, solved from nothing and exactly."""
    sheets = random_sheets(seed)
    base = base_of(sheets)
    if base.result is None:
        pytest.skip("no plan to explain")
    asked = questions(base)
    runs = ask(base, asked, EXACTLY)
    noise = 1e-6 * max(1.0, abs(base.result.objective))
    for question, run in zip(asked, runs, strict=True):
        if run is None or run.result is None:
            continue
        change = run.result.objective - base.result.objective
        assert change <= noise if question.variant in LIFTED else change >= -noise, question
    for price in prices(best_known(base, asked, runs), base, asked, runs):
        if price.change is not None and price.low is not None:
            assert price.low - noise <= price.change <= (price.high or 0.0) + noise
            assert math.isfinite(price.change)
