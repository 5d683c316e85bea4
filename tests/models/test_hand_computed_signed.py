"""Contracts as signed, goods under way, lateness and what came before, worked out by hand on plan data.

Unless a test says otherwise: 10 units a month of P for two months, made one to one of dysprosium at 2 from
supplier A, up to 100 a month; a lost unit costs 50.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import EXACT, contract, cost, spot, tiny_plan

from models.errors import Infeasible
from models.plan.data import (
    DesignSpec,
    EventSpec,
    InvestmentSpec,
    ItemSpec,
    PastOrder,
    PlanData,
    PoolTier,
    ProcessSpec,
    ProductSpec,
    ScenarioSpec,
)
from models.plan.names import TRUNK
from models.solution.solution import Solution
from models.solving.solve import solve_plan

BOTH = pytest.mark.parametrize("method", ["extensive", "benders"])


def _solve(data: PlanData, method: str = "extensive") -> Solution:
    return solve_plan(data, replace(EXACT, method=method))


def _branch(start: int = 1, probability: float = 0.5, **event: Any) -> dict[str, Any]:
    """Return one branch in which A, unless said otherwise, gives nothing for a month."""
    spec = EventSpec(**({"suppliers": frozenset({"A"})} | event))
    return {"events": {"E": spec}, "scenarios": {"s": ScenarioSpec(TRUNK, probability, (("E", start),))}}


def _product(**terms: Any) -> dict[str, ProductSpec]:
    designs = {"std": DesignSpec(use={"Dy": 1.0})}
    return {
        "P": ProductSpec(**({"shortage_penalty": 50.0, "demand": (10.0, 10.0), "designs": designs} | terms))
    }


def _held(storage_cost: float = 0.0, **terms: Any) -> dict[str, ItemSpec]:
    return {"Dy": ItemSpec(storage_cost=storage_cost, **terms)}


# --- orders and pools ------------------------------------------------------------------------------------


@BOTH
def test_an_order_is_a_whole_number_of_multiples_on_the_trunk_only(method: str) -> None:
    """Multiples of 8 for 20: three of them, 24 · 2 = 48, wherever they are bought. Without: 40."""
    plan = _solve(tiny_plan(offers={"a": spot(order_multiple=8.0)}), method)
    assert plan.objective == cost(48)
    assert sum(plan.values["v_order_multiples"].values()) == 3
    # A branch from month 0 on orders what it needs: half of 40 and half of 48.
    calm = _branch(0, severity=0.0)
    assert _solve(tiny_plan(offers={"a": spot(order_multiple=8.0)}, **calm), method).objective == cost(44)


POOL = {"pools": {"g": (PoolTier(0.0, 120.0), PoolTier(120.0, None, 0.5, 6.0))}}


def _members(first: float, second: float, **terms: Any) -> dict[str, Any]:
    """Return two members of a pool, c and d, each with a contract in both of its tiers."""
    offers = {}
    for name, price in (("c", first), ("d", second)):
        for tier, part in ((1, 1.0), (2, 0.5)):
            own = {"origin": name, "pool": "g", "tier": tier, "price": price * part, "max_annual": 60.0}
            offers[f"{name}#{tier}"] = contract(**(own | terms))
    return offers


@BOTH
def test_members_reach_a_tier_together(method: str) -> None:
    """Each gives 5 a month; 12·(5 + 5) = 120 reaches half price: 2 months · 5·(1 + 2) = 30, and 6·2/12 = 1.

    One alone cannot: c and nothing else costs 2 · 5 · 2 and 10 lost.
    """
    plan = _solve(tiny_plan(offers=_members(2.0, 4.0), **POOL), method)
    assert plan.objective == cost(31)
    assert {k: round(x) for k, x in plan.values["v_pool_tier"].items()} == {("g", 1): 0, ("g", 2): 1}
    assert plan.costs["contract", TRUNK, 0] == cost(1)


def test_a_weight_counts_a_member_double() -> None:
    """With weight 2 each the tier is reached at 2.5 a month each; rates stay what is needed."""
    light = _solve(tiny_plan(offers=_members(2.0, 4.0, max_annual=59.0, pool_weight=1.0), **POOL))
    heavy = _solve(tiny_plan(offers=_members(2.0, 4.0, max_annual=59.0, pool_weight=2.0), **POOL))
    # 118 falls short of 120: 59/12 at 2 and at 4, and 1/6 lost, each month
    assert light.objective == cost(2 * (59 / 12 * 6 + 50 / 6))
    assert heavy.objective == cost(2 * (59 / 12 * 3 + 50 / 6) + 1)


def test_a_member_that_is_signed_stands_in_the_tier_of_the_others() -> None:
    """C signed at 60 a year and owed: alone in tier 1; the pool cannot stand in tier 2 without d."""
    offers = _members(2.0, 9.0, signed=True, min_annual=60.0, take_or_pay=1.0)
    offers = {j: spec if spec.origin == "c" else replace(spec, signed=False) for j, spec in offers.items()}
    plan = _solve(tiny_plan(offers=offers, **POOL))
    assert round(plan.values["v_pool_tier"]["g", 1]) == 1
    assert plan.objective == cost(2 * (5 * 2 + 5 * 50))


# --- goods under way ------------------------------------------------------------------------------------


def _carried(lead: int, **terms: Any) -> dict[str, Any]:
    """Return dysprosium carried from where it is bought to where it is used."""
    process = ProcessSpec(capacity=20.0, inputs={"Far": 1.0}, outputs={"Dy": 1.0}, lead=lead, **terms)
    items = {"Dy": ItemSpec(unit_value=12.0), "Far": ItemSpec()}
    return {"items": items, "offers": {"a": spot(item="Far")}, "processes": {"ship": process}}


@BOTH
def test_goods_under_way_cost_capital_and_arrive_after_the_lead(method: str) -> None:
    """A month under way: month 0 is lost (500); 10 for month 1 cost 20 and 10·12·0.1/12 = 1 of capital."""
    plan = _solve(tiny_plan(**_carried(1), capital_rate=0.1), method)
    assert plan.objective == cost(500 + 20 + 1)
    assert plan.costs["holding", TRUNK, 0] == cost(1)
    assert ("ship", TRUNK, 1) not in plan.values["v_activity"]  # it would end after the plan
    assert _solve(tiny_plan(**_carried(0), capital_rate=0.1), method).objective == cost(40)


@BOTH
def test_what_was_begun_before_an_onset_comes_out_whole(method: str) -> None:
    """The way is closed from month 1 on; what left in month 0 arrives. Nothing else may: 500 + 20."""
    closed = _branch(suppliers=frozenset(), processes=frozenset({"ship"}))
    plan = _solve(tiny_plan(**_carried(1), **closed), method)
    assert plan.path_costs["s"] == cost(520)


# --- late deliveries ------------------------------------------------------------------------------------


@BOTH
def test_what_is_owed_is_made_a_month_later_or_given_up(method: str) -> None:
    """A gives nothing in month 1 of 3 in the branch: 10 are owed for a month at 3, then made.

    Trunk 60; branch 60 + 30. With lateness at 60 they are lost: 40 + 500; at 0 months too.
    """
    closed = _branch(probability=0.25)
    terms = {"demand": (10.0,) * 3, "late_months": 1}
    offers = {"a": spot(available_to=2)}

    def plan(**late: Any) -> Solution:
        items = _held(storage_cost=100.0)
        product = _product(**(terms | late))
        return _solve(tiny_plan(months=3, items=items, offers=offers, products=product, **closed), method)

    late = plan(late_cost=3.0)
    assert (late.path_costs[TRUNK], late.path_costs["s"]) == (cost(60), cost(90))
    assert late.values["v_late"]["P", "s", 1] == cost(10)
    assert late.costs["late", "s", 1] == cost(30)
    assert plan(late_cost=60.0).path_costs["s"] == cost(540)
    assert plan(late_months=0).path_costs["s"] == cost(540)


def test_nothing_is_owed_at_the_end() -> None:
    """A gives 5 in the last month; the 5 that are missing are lost at once, however patient the buyer."""
    offers = {"a": spot(max_per_month=5.0)}
    plan = _solve(tiny_plan(offers=offers, products=_product(late_months=6)))
    assert plan.objective == cost(10 * 2 + 10 * 50)
    assert plan.values["v_late"]["P", TRUNK, 1] == 0.0


def test_what_is_given_up_after_an_onset_counts_in_the_branch() -> None:
    """All demand, 10, stands in month 0. A branch leaves in month 1 with A gone; half must be served there.

    The right side of (10) is 0 in the branch, so nothing that is owed may be given up: the trunk cannot leave
    any of it to month 1. Made in month 0: 20. (Without the branch, month 1 would do.)
    """
    product = _product(demand=(10.0, 0.0, 0.0), late_months=2, min_fill_rate=0.5)
    data = tiny_plan(months=3, products=product, offers={"a": spot(available_from=1, available_to=2)})
    assert _solve(data).objective == cost(20)
    with pytest.raises(Infeasible):
        _solve(replace(data, **_branch(duration=2)))


# --- returns and ramps ----------------------------------------------------------------------------------


@BOTH
def test_returns_of_different_lags_add_up(method: str) -> None:
    """Of each unit 0.2 come back at once, 0.3 a month and 0.1 two months later.

    Made 10 a month: bought 8 (10 less 2), then 5 (less 3 more), then 4 (less 1 more): 17 · 2.
    """
    design = DesignSpec(use={"Dy": 1.0}, scrap={"Dy": 0.2}, scrap_later={("Dy", 1): 0.3, ("Dy", 2): 0.1})
    product = _product(demand=(10.0,) * 3, designs={"std": design})
    offers = {"a": spot(available_to=2)}
    plan = _solve(tiny_plan(months=3, offers=offers, products=product), method)
    assert [plan.values["v_order_qty"]["a", TRUNK, t] for t in range(3)] == pytest.approx([8, 5, 4])


@BOTH
def test_a_delay_moves_the_ramp(method: str) -> None:
    """Of 8 more a month a third comes in the first month, two thirds in the second, all in the third.

    Begun in month 0, complete in 1; the branch delays it by a month. A gives 2: short 8 less the ramp.
    """
    line = InvestmentSpec(
        capex=0.0, lead=1, adds_offer="a", adds=9.0, ramp=2, committed=0, technology_country="CN"
    )
    delayed = _branch(0, suppliers=frozenset(), severity=0.0, countries=frozenset({"CN"}), investment_delay=1)
    data = tiny_plan(
        months=4,
        items=_held(max_stock=0.0),
        offers={"a": spot(max_per_month=2.0, available_to=3)},
        products=_product(demand=(11.0,) * 4),
        investments={"k": line},
    )
    plan = _solve(replace(data, **delayed), method)
    short = plan.values["v_short"]
    assert [short["P", TRUNK, t] for t in range(4)] == pytest.approx([9, 6, 3, 0])
    assert [short["P", "s", t] for t in range(4)] == pytest.approx([9, 9, 6, 3])


# --- years and history ----------------------------------------------------------------------------------


def test_a_year_that_began_before_counts_what_was_ordered() -> None:
    """A spot offer gives 12 a year; 7 were ordered in it: 5 in month 0, 12 in the next, from month 1 on."""
    past = (PastOrder("a", -1, -1, 7.0), PastOrder("a", -13, -13, 50.0))
    terms = {"offers": {"a": spot(max_annual=12.0)}, "items": _held(storage_cost=1.0)}
    plan = _solve(tiny_plan(first_year=1, history=past, **terms))
    assert plan.objective == cost(15 * 2 + 5 * 50)
    before = _solve(tiny_plan(first_year=1, history=(PastOrder("a", -1, -1, 20.0),), **terms))
    assert before.objective == cost(10 * 2 + 10 * 50)  # no less than nothing is left of it


@BOTH
def test_past_goods_are_paid_as_far_as_they_arrive(method: str) -> None:
    """6 on the way for month 1 at 4, dispatched in month 1: a quarter is lost in the branch.

    Trunk: 6·4 and 14 bought: 52. Branch: 4.5·4 = 18, 15.5 bought at 2: but 75 % of A's 100 is plenty: 49.
    """
    past = (PastOrder("a", -2, 1, 6.0, 4.0),)
    plan = _solve(tiny_plan(history=past, **_branch(severity=0.25)), method)
    assert (plan.path_costs[TRUNK], plan.path_costs["s"]) == (cost(52), cost(49))


def test_what_was_owed_and_not_taken_before_the_plan_is_owed_in_it() -> None:
    """Signed at 10 a month, all owed; the year began two months before and ends with month 0. 6 were taken.

    Owed 10 in month 0 and 20 before: 30 less 6 less the 10 bought = 14 at 2. Month 1 is a new year.
    """
    terms = {"signed": True, "min_annual": 120.0, "take_or_pay": 1.0, "origin": "c"}
    offers = {"c": contract(past_months=(-2, -1), **terms)}
    data = tiny_plan(first_year=1, offers=offers, items=_held(storage_cost=3.0))
    past = (PastOrder("c", -1, -1, 6.0),)
    assert _solve(replace(data, history=past)).objective == cost(40 + 28)
    assert _solve(data).objective == cost(40)  # without History nothing is known of the time before
    free = {"c": replace(offers["c"], signed=None)}
    assert _solve(replace(data, history=past, offers=free)).objective == cost(40)
    # Half was force majeure in the month before, known under scenario 0: 5 less are owed.
    halved = {
        "events": {"E": EventSpec(suppliers=frozenset({"A"}), severity=0.5)},
        "known_events": (("E", -1),),
    }
    assert _solve(replace(data, history=past, **halved)).objective == cost(40 + 18)


# --- stock in units -------------------------------------------------------------------------------------


def test_a_least_stock_and_cover_share_their_gap() -> None:
    """Cover of a month, 10, and a stock of 12 are wanted at a price of 5 a unit; nothing can be stored.

    The larger gap is paid once: 12 · 5 in each of two months.
    """
    items = _held(cover_days=365 / 12, min_stock=12.0, cover_penalty=5.0, max_stock=0.0)
    plan = _solve(tiny_plan(items=items))
    assert plan.objective == cost(40 + 2 * 60)
    hard = replace(items["Dy"], cover_penalty=None)
    with pytest.raises(Infeasible):
        _solve(tiny_plan(items={"Dy": hard}))
