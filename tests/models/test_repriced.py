"""What a plan costs at other prices, and a plan that must take what it would not: exact by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import (
    EXACT,
    Solved,
    branches,
    contract_row,
    cost,
    offer_row,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)

from models.errors import Infeasible
from models.evaluation.repriced import cost_line
from models.plan.data import PlanData
from models.plan.names import Offer
from models.solver.highs import Options
from models.solving.solve import solve_plan


def at_price(data: PlanData, offer: str, factor: float) -> PlanData:
    """Return the plan data with a factor on one offer's price, floor and ceiling."""
    spec = data.offers[Offer(offer)]
    bounds = {
        name: value * factor for name in ("floor", "ceiling") if (value := getattr(spec, name)) is not None
    }
    return replace(
        data, offers={**data.offers, Offer(offer): replace(spec, price=spec.price * factor, **bounds)}
    )


def risky() -> Solved:
    """Return a plan with a contract that is owed for, a disruption, a tail and a discount."""
    return solve_sheets(
        tiny_sheets(
            (10.0, 10.0, 10.0, 10.0),
            settings={"risk_weight": 0.3, "cvar_alpha": 0.8, "discount_rate": 0.1},
            Offers=[
                contract_row(
                    "c", price=3, price_floor=2, take_or_pay=0.9, contract_cost=2, signed="yes", min_annual=60
                ),
                offer_row("a", tariff=0.5, freight=0.25),
            ],
            **branches((1, 0.2), (2, 0.1), items="Dy", severity=0.7, duration_months=2, price_factor=3),
        )
    )


@pytest.mark.parametrize("factor", [0.0, 0.4, 1.0, 1.7])
@pytest.mark.parametrize("offer", ["a", "c"])
def test_the_cost_of_the_same_decisions_follows_a_price(offer: str, factor: float) -> None:
    """As a plan with all its decisions held by the other prices costs: nothing but prices differs."""
    solved = risky()
    data = solved.solution.data
    line = cost_line(solved.solution, at_price(data, offer, 0.0), data)
    assert line.objective(1.0) == cost(solved.objective)
    # The price of one offer alone times f is worth what money in its purchases gains.
    slope = cost_line(solved.solution, at_price(data, offer, 0.0), at_price(data, offer, 2.0))
    assert line.objective(factor) == cost(slope.objective(factor / 2))


def test_a_plan_breaks_even_where_it_costs_as_much_as_another() -> None:
    """20 units at 2 f and 5 more cost 30 at f = 0.625; never 4; at a factor of at most 1 never 100."""
    solved = solve_sheets(tiny_sheets(Offers=[offer_row("a", freight=0.25)]))
    line = cost_line(solved.solution, at_price(solved.solution.data, "a", 0.0), solved.solution.data)
    assert line.objective(0.0) == cost(5.0)
    assert line.break_even(30.0) == cost(0.625)
    assert line.break_even(4.0) is None
    assert line.break_even(100.0) == 1.0


def test_a_decision_that_is_wanted_is_taken_at_its_cost() -> None:
    """B costs 7 to qualify and 3 a unit: it is qualified, and nothing is ordered from it: 47."""
    solved = solve_sheets(
        tiny_sheets(
            Suppliers=[supplier_row("A"), supplier_row("B", already_qualified="no", qualification_cost=7)],
            Offers=[offer_row("a"), offer_row("b", "B", price=3)],
        )
    )
    data = solved.solution.data
    wanted = ((("v_qualified", ("B",)),),)
    for options in (EXACT, Options(gap=1e-9, threads=1, method="benders")):
        plan = solve_plan(data, options, side_constraints=wanted)
        assert plan.objective == cost(47.0)
        assert plan.values["v_qualified"]["B"] == 1
    assert solve_plan(data, EXACT, solved.solution.warm, wanted).objective == cost(47.0)


def test_a_decision_that_no_plan_can_take_is_infeasible() -> None:
    """There is no supplier Z."""
    data = solve_sheets(tiny_sheets()).solution.data
    with pytest.raises(Infeasible):
        solve_plan(data, EXACT, side_constraints=((("v_qualified", ("Z",)),),))
