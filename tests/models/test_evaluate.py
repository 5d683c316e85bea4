"""A plan held fixed on scenarios: exact on its own, dearer on what it did not foresee."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from cases import EXACT, cost, demand, from_sheets, scenario, tiny_sheets
from random_plans import random_sheets

from models.errors import Infeasible, NoRecourse
from models.evaluation.evaluate import evaluate_fixed
from models.plan.data import PlanData
from models.plan.names import Offer
from models.solving.solve import solve_plan
from planner.assemble import assemble


def ban(**products: object) -> PlanData:
    """Six months of 10 at 2, stock at 0.1, shortage at 50; a ban of two months from month 3, even odds."""
    sheets = tiny_sheets(
        Demand=demand(10, 10, 10, 10, 10, 10),
        settings={"months": 6},
        Items=[{"item": "Dy", "storage_cost": 0.1}],
        Products=[{"product": "P", "shortage_penalty": 50, **products}],
        Events=[{"event": "ban", "supplier": "A", "duration_months": 2}],
        Scenarios=[scenario("S", "ban", 3, 0.5)],
    )
    return assemble(from_sheets(sheets))


def without_scenarios(data: PlanData) -> PlanData:
    """Return the plan as if nothing could happen."""
    return replace(data, scenarios={})


def test_the_value_of_planning_is_what_the_unforeseen_ban_costs() -> None:
    """Foreseen: 20 more in month 2, 60·2 + 2 + 1 = 123. Not foreseen: trunk 120, ban 40·2 + 20·50 = 1080."""
    data = ban()
    plan = solve_plan(data, EXACT)
    assert plan.objective == cost(123.0)
    naive = solve_plan(without_scenarios(data), EXACT)
    assert naive.objective == cost(120.0)
    judged = evaluate_fixed(data, naive, EXACT)
    assert judged.path_costs == {"0": cost(120.0), "S": cost(1080.0)}
    assert judged.objective == judged.bound == cost(600.0)
    assert judged.gap == 0.0


@pytest.mark.parametrize("seed", [1, 4, 9, 16, 25, 36])
def test_a_plan_held_fixed_on_its_own_scenarios_costs_what_it_said(seed: int) -> None:
    """Nothing is lost by holding still what was decided: same paths, same objective."""
    data = assemble(from_sheets(random_sheets(seed)))
    plan = solve_plan(data, EXACT)
    judged = evaluate_fixed(data, plan, EXACT)
    assert judged.objective == cost(plan.objective)
    for path, money in plan.path_costs.items():
        assert data.probability(path) == 0 or data.risk_weight > 0 or judged.path_costs[path] == cost(money)


@pytest.mark.parametrize("seed", [2, 3, 5, 8, 13])
def test_a_plan_made_without_scenarios_is_never_cheaper_on_them(seed: int) -> None:
    """RP ≤ EEV, on random plans; a plan whose decisions cannot be kept is infinitely dear."""
    data = replace(assemble(from_sheets(random_sheets(seed))), risk_weight=0.0)
    plan = solve_plan(data, EXACT)
    naive = solve_plan(without_scenarios(data), EXACT)
    try:
        judged = evaluate_fixed(data, naive, EXACT).objective
    except NoRecourse:
        judged = math.inf
    assert judged >= plan.objective - 1e-6 * max(1.0, abs(plan.objective))


def test_a_fill_rate_that_cannot_be_met_is_a_named_error() -> None:
    """Every unit must be served, but the plan without scenarios holds nothing against the ban."""
    data = ban(min_fill_rate=1)
    naive = solve_plan(without_scenarios(data), EXACT)
    with pytest.raises(NoRecourse) as caught:
        evaluate_fixed(data, naive, EXACT)
    assert isinstance(caught.value, Infeasible)
    assert "service_floor" in {constraint for constraint, _ in caught.value.iis}


def test_a_limit_that_the_fixed_trunk_itself_breaks_is_named() -> None:
    """Judged where the offer gives only 5 a month, a trunk that orders 10 is refused with that constraint."""
    data = ban()
    naive = solve_plan(without_scenarios(data), EXACT)
    suppliers = {name: replace(spec, capacity=5.0) for name, spec in data.suppliers.items()}
    with pytest.raises(NoRecourse) as caught:
        evaluate_fixed(replace(data, suppliers=suppliers), naive, EXACT)
    assert {constraint for constraint, _ in caught.value.iis} == {"supplier_capacity"}


def test_a_plan_of_another_trunk_is_refused() -> None:
    """A plan says nothing about an offer it does not have."""
    data = ban()
    naive = solve_plan(without_scenarios(data), EXACT)
    richer = replace(data, offers={**data.offers, Offer("z"): replace(data.offers[Offer("a")], origin="z")})
    with pytest.raises(ValueError, match="decides nothing"):
        evaluate_fixed(richer, naive, EXACT)
