"""What a result says of itself: shortage that the plan chooses, signed tiers, capacity of nobody, ties."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases import (
    EXACT,
    contract_row,
    from_sheets,
    item_row,
    offer_row,
    supplier_row,
    tiny_sheets,
)

import planner
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import Plan, solve
from planner.reporting.advice.every import advise
from planner.reporting.advice.lead import sign
from planner.reporting.advice.view import Advice
from planner.reporting.summary.summarise import summarise
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Clause, Money, Speech
from planner.risk.frontier import frontier
from planner.risk.page_frontier import lead

FAULTS = Path(__file__).parents[1] / "cases" / "faults"


def told(plan: Plan) -> tuple[Summary, dict[str, Advice]]:
    """Return what the result of a plan says."""
    result = solve(plan, gap=1e-9)
    summary = summarise(result)
    return summary, {advice.code: advice for advice in advise(result, summary)}


def sheets(**more: Any) -> Plan:
    return Plan(from_sheets(tiny_sheets(**more)), ())


def test_a_shortage_that_the_plan_chooses_is_not_said_to_be_beyond_reach() -> None:
    """c11 of the faults: capacity is ample, but a unit takes goods for 100 and a missing one costs 50."""
    _, advice = told(planner.read(FAULTS / "c11_cannot_be_made.xlsx"))
    facts = {"cost": Money(100.0), "penalty": Money(50.0)}
    assert advice["advice_trunk_short"].facts["why"] == Clause("short_chosen", facts)


@pytest.mark.parametrize("more", [{"max_per_month": 4}, {"max_per_month": 4, "price": 49}])
def test_a_shortage_of_supply_is_not_said_to_be_chosen(more: dict[str, Any]) -> None:
    """4 of 10 a month can be bought, for less than the 50 that a missing unit costs."""
    _, advice = told(sheets(Offers=[offer_row(**more)]))
    assert advice["advice_trunk_short"].facts["why"] == Clause("short_reach", {"penalty": Money(50.0)})


def test_a_signed_contract_with_tiers_says_that_the_plan_chose_its_volume() -> None:
    """Signed, two tiers: the plan takes the second. With one tier nothing is left open."""
    contract = contract_row("c", signed="yes")
    del contract["price"], contract["max_annual"]
    low = {"offer": "c", "from_annual": 0, "to_annual": 60, "price": 3}
    high = {"offer": "c", "from_annual": 60, "to_annual": 240, "price": 1}
    for tiers, open_ in (([low, high], True), ([high], False)):
        plan = sheets(Offers=[offer_row(), contract], PriceTiers=tiers)
        summary, _ = told(plan)
        said = sign(Speech("en", "USD", 100.0), summary, Names(plan.tables))
        assert any("'c', tier 2" in line for line in said) == open_


@pytest.mark.parametrize(("penalty", "built"), [(50, ["K"]), (1, [])])
def test_capacity_of_a_supplier_that_is_not_qualified_is_nothing_to_build(
    penalty: float, built: list[str]
) -> None:
    """K under way adds to what B sells; only where a shortage is dear is B worth qualifying."""
    summary, _ = told(
        sheets(
            Products=[{"product": "P", "shortage_penalty": penalty}],
            Suppliers=[supplier_row("B", already_qualified="no", qualification_cost=100)],
            Offers=[offer_row("b", "B", max_per_month=1)],
            Items=[item_row()],
            Investments=[
                {
                    "investment": "K",
                    "capex": 1,
                    "committed_start": "2025-12",
                    "adds_to": "offer:b",
                    "adds": 50,
                }
            ],
        )
    )
    assert [row.investment for row in summary.builds] == built


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_of_plans_with_the_same_tail_the_cheapest_is_taken(method: str) -> None:
    """c12 of the faults, λ = 1: the tail is 153,897.34; 146,383.79 expected has it, as 150,729 had."""
    data = assemble(planner.read(FAULTS / "c12_tail_only_not_pareto.xlsx").tables)
    solution = solve_plan(data, replace(EXACT, method=method))
    assert solution.cvar == pytest.approx(153_897.34083)
    assert solution.objective == pytest.approx(solution.bound)
    assert solution.expected_cost == pytest.approx(146_383.78532)


def test_the_frontier_says_how_ties_are_settled_and_what_no_days_of_cover_means() -> None:
    """λ = 1 is on the frontier of c12; 0 days is the plan as it pays, not a plan without stock."""
    plan = planner.read(FAULTS / "c12_tail_only_not_pareto.xlsx")
    speech = Speech("en", "USD", 1e5)
    points = frontier(plan, 2)
    assert points[1].expected == pytest.approx(146_383.785, rel=1e-4)
    assert any("least expected cost" in line for line in lead(points, "risk", plan.tables, speech))
    calm = sheets(Items=[item_row(unit_value=9)])
    days = frontier(calm, 2, "stock")
    said = list(lead(days, "stock", calm.tables, speech))
    assert any("whatif --rules-of-thumb" in line for line in said) == days[0].on_frontier
