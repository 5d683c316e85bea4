"""Demand, designs, service, processes and investments, worked out by hand (model, sections 5 and 6).

Unless a test says otherwise: 10 units a month are asked for two months, made one to one of dysprosium at 2
from supplier A, up to 100 a month, and a lost unit costs 50.
"""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    Solved,
    branches,
    cost,
    item_row,
    known,
    month,
    offer_row,
    scenario,
    solve_sheets,
    tiny_sheets,
)

# --- demand and designs -------------------------------------------------------------------------------


def test_demand_is_lost_where_serving_it_is_dearer() -> None:
    """Dysprosium at 60 against 50 for a lost unit: all 20 are lost; at 40 none is."""
    assert solve_sheets(tiny_sheets(Offers=[offer_row(price=60)])).costs == {"shortage": 1000}
    assert solve_sheets(tiny_sheets(Offers=[offer_row(price=40)])).costs == {"purchase": 800}


def _two_designs(
    *, lean: dict | None = None, sheets: dict | None = None, asked: tuple[float, ...] = (10.0, 10.0)
) -> Solved:
    """Return the plan with a lean design that needs half the dysprosium, bought at 8."""
    plan = tiny_sheets(
        asked,
        Offers=[offer_row(price=8)],
        Designs=[{"product": "P", "design": "std"}, {"product": "P", "design": "lean", **(lean or {})}],
        BOM=[
            {"product": "P", "design": "std", "item": "Dy", "quantity": 1},
            {"product": "P", "design": "lean", "item": "Dy", "quantity": 0.5},
        ],
    )
    return solve_sheets(plan | (sheets or {}))


def test_the_leaner_design_is_made() -> None:
    """0.5 · 8 = 4 a unit instead of 8."""
    plan = _two_designs()
    assert plan.made("lean") == [10, 10]
    assert plan.costs == {"purchase": 80}


def test_a_design_has_at_most_its_share_of_demand() -> None:
    """0.4 of 10: 4 lean and 6 standard a month: 2·(4·4 + 6·8) = 128."""
    plan = _two_designs(lean={"max_share": 0.4})
    assert plan.made("lean") == [4, 4]
    assert plan.costs == {"purchase": 128}


def test_a_designs_share_is_of_demand_as_it_turns_out() -> None:
    """Half the demand in month 0: 0.4 of 5 lean there."""
    event = {
        "Events": [{"event": "E", "severity": 0, "duration_months": 1, "product": "P", "demand_factor": 0.5}],
        "Scenarios": [scenario("0", "E", 0)],
    }
    assert _two_designs(lean={"max_share": 0.4}, sheets=event).made("lean") == [2, 4]


def test_a_design_may_cost_extra_or_earn_a_margin() -> None:
    """4 + 3 is still less than 8; 4 + 5 is not; a margin of 1 is earned on every unit."""
    assert _two_designs(lean={"unit_cost": 3}).costs == {"purchase": 80, "design": 60}
    assert _two_designs(lean={"unit_cost": 5}).costs == {"purchase": 160}
    assert _two_designs(lean={"unit_cost": -1}).costs == {"purchase": 80, "design": -20}


def test_a_design_is_made_once_what_it_requires_is_built() -> None:
    """Two months to build of 3: lean in month 2 saves 40; at 30 it is built, at 50 it is not."""
    lean = {"lean": {"requires": "K"}, "asked": (10.0,) * 3}
    cheap = {"Investments": [{"investment": "K", "capex": 30, "lead_months": 2}]}
    plan = _two_designs(**lean, sheets=cheap)
    assert plan.made("lean") == [0, 0, 10]
    assert plan.costs == {"purchase": 200, "capex": 30}
    dear = {"Investments": [{"investment": "K", "capex": 50, "lead_months": 2}]}
    assert _two_designs(**lean, sheets=dear).costs == {"purchase": 240}


# --- service ------------------------------------------------------------------------------------------


def _served(fill: float, sheets: dict | None = None, asked: tuple[float, ...] = (10.0, 10.0)) -> Solved:
    """Return the plan in which serving (60) is dearer than losing (50)."""
    plan = tiny_sheets(
        asked,
        Offers=[offer_row(price=60)],
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": fill}],
    )
    return solve_sheets(plan | (sheets or {}))


def test_a_service_floor_on_the_trunk_holds_over_all_months() -> None:
    """0.8 of 20 must be served, whenever: 16·60 + 4·50; a floor of 0 serves nobody."""
    plan = _served(0.8)
    assert sum(plan.short()) == pytest.approx(4)
    assert plan.costs == {"purchase": 960, "shortage": 200}
    assert _served(0).costs == {"shortage": 1000}


def test_a_service_floor_holds_in_a_branch_from_its_onset_on() -> None:
    """Branch in month 2 of 3: at most 2 of its 10 are lost there, whatever was lost before."""
    plan = _served(0.8, branches((2, 0.5), items="Dy", severity=0), (10.0,) * 3)
    assert plan.cost("shortage", "s1") == cost(100)
    assert sum(plan.short()) == pytest.approx(6)


def test_a_service_floor_in_a_branch_is_of_demand_as_it_turns_out() -> None:
    """Twice the demand in the branch: 4 of 20 may be lost there."""
    event = {"product": "P", "severity": 0, "demand_factor": 2}
    plan = _served(0.8, branches((1, 1.0), **event))
    assert plan.cost("shortage", "s1") == cost(200)


# --- processes ----------------------------------------------------------------------------------------


def _recycling(
    process: dict | None = None, *, sheets: dict | None = None, asked: tuple[float, ...] = (10.0, 10.0)
) -> Solved:
    """Return the plan in which plenty of swarf is recycled one to one at 1; dysprosium costs 8 to buy."""
    plan = tiny_sheets(
        asked,
        Items=[item_row(storage_cost=1), item_row("Swarf", initial_stock=1000, final_stock=0)],
        Offers=[offer_row(price=8)],
        Processes=[{"process": "R", "capacity_per_month": 10, "opex": 1, **(process or {})}],
        ProcessFlows=[
            {"process": "R", "item": "Swarf", "kind": "in", "quantity": 1},
            {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
        ],
    )
    return solve_sheets(plan | (sheets or {}))


def test_a_process_runs_within_its_capacity_at_its_cost() -> None:
    """10 a month: 20 recycled at 1; 6 a month: 12 recycled and 8 bought at 8."""
    assert _recycling().costs == {"process": 20}
    assert _recycling({"capacity_per_month": 6}).costs == {"process": 12, "purchase": 64}


def test_a_process_dearer_than_buying_stands_still() -> None:
    """Opex 9 against a price of 8."""
    assert _recycling({"opex": 9}).costs == {"purchase": 160}


def _module(**more: Any) -> dict[str, list[dict[str, Any]]]:
    return {"Investments": [{"investment": "K", "capex": 20, "adds_to": "process:R", **more}]}


def test_modules_add_capacity_from_their_completion_on() -> None:
    """6 a month, +4 from month 1: 16 recycled, 4 bought, 20 invested (saves 28)."""
    plan = _recycling({"capacity_per_month": 6}, sheets=_module(adds=4, lead_months=1), asked=(10.0,) * 3)
    # months 0, 1, 2: 6, 10, 10 recycled
    assert plan.costs == {"process": 26, "purchase": 32, "capex": 20}


def test_capacity_and_what_is_added_work_as_far_as_the_process_does() -> None:
    """Half of the process is off: (6 + 4)/2 = 5 a month with K for 20 (saves 28), 6/2 = 3 without."""
    low = {"capacity_per_month": 6}
    off = known(0, process="R", severity=0.5, duration_months=2)
    assert _recycling(low, sheets=_module(adds=4) | off).costs == {
        "process": 10,
        "purchase": 80,
        "capex": 20,
    }
    dear = _module(adds=4)
    dear["Investments"][0]["capex"] = 90
    assert _recycling(low, sheets=dear | off).costs == {"process": 6, "purchase": 112}


def test_modules_come_whole_and_at_most_so_many() -> None:
    """6 a month short, 4 a module at 20.

    Two modules, the second for 2 a month (saves 28); at most one: 8 a month.
    """
    low = {"capacity_per_month": 4}
    plan = _recycling(low, sheets=_module(adds=4, max_modules=2))
    assert plan.value("v_modules_started", "K", 0) == 2
    assert plan.costs == {"process": 20, "capex": 40}
    plan = _recycling(low, sheets=_module(adds=4, max_modules=1))
    assert plan.costs == {"process": 16, "purchase": 32, "capex": 20}


def test_a_process_waits_for_what_it_requires() -> None:
    """Opened by K in month 1: 10 bought, then 10 recycled."""
    opened = {"Investments": [{"investment": "K", "capex": 20, "lead_months": 1}]}
    plan = _recycling({"requires": "K"}, sheets=opened)
    assert plan.costs == {"purchase": 80, "process": 10, "capex": 20}
    shut = {"Investments": [{"investment": "K", "capex": 90, "lead_months": 1}]}
    assert _recycling({"requires": "K"}, sheets=shut).costs == {"purchase": 160}


def test_a_process_may_require_one_investment_and_grow_by_another() -> None:
    """K opens 6 a month for 20, L adds 4 for 5: 20 recycled; L alone opens nothing."""
    investments = [
        {"investment": "K", "capex": 20},
        {"investment": "L", "capex": 5, "adds_to": "process:R", "adds": 4},
    ]
    grown = {"requires": "K", "capacity_per_month": 6}
    plan = _recycling(grown, sheets={"Investments": investments})
    assert plan.costs == {"process": 20, "capex": 25}
    investments[0]["capex"] = 900
    assert _recycling(grown, sheets={"Investments": investments}).costs == {"purchase": 160}


def test_an_investment_may_open_what_it_grows() -> None:
    """K opens a process without capacity of its own and adds 10 a month to it: (0 + 10)·1."""
    plan = _recycling({"requires": "K", "capacity_per_month": 0}, sheets=_module(adds=10))
    assert plan.costs == {"process": 20, "capex": 20}


# --- money of investments -----------------------------------------------------------------------------


def test_capex_less_subsidy_is_paid_in_the_start_month() -> None:
    """Wanted in month 1 only: started then; 20 · (1 − 0.25) = 15, a month later by discounting."""
    sheets = _module(adds=10, subsidy=0.25)
    sheets["Settings"] = tiny_sheets(settings={"discount_rate": 0.3})["Settings"]
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets, asked=(0.0, 10.0))
    assert plan.cost("capex", month=1) == cost(15)
    assert plan.objective == cost((15 + 10) * 1.3 ** (-1 / 12))


def test_modules_are_started_in_their_window_only() -> None:
    """From month 1 on: 10 bought, 10 recycled; in month 0 only: all recycled."""
    none = {"capacity_per_month": 0}
    plan = _recycling(none, sheets=_module(adds=10, earliest_start=month(1)))
    assert plan.costs == {"purchase": 80, "process": 10, "capex": 20}
    plan = _recycling(none, sheets=_module(adds=10, latest_start=month(0)))
    assert plan.costs == {"process": 20, "capex": 20}
    plan = _recycling(none, sheets=_module(adds=10, earliest_start=month(1), lead_months=1))
    assert plan.costs == {"purchase": 160}  # complete after the plan: worth nothing


def test_fixed_cost_runs_from_completion_to_the_end() -> None:
    """Complete in month 1 of 3: 2 months at 3."""
    plan = _recycling(
        {"capacity_per_month": 0}, sheets=_module(adds=10, lead_months=1, fixed_opex=3), asked=(10.0,) * 3
    )
    assert [plan.cost("fixed_opex", month=t) for t in range(3)] == [0, 3, 3]
    assert plan.costs == {"purchase": 80, "process": 20, "capex": 20, "fixed_opex": 6}


def test_what_is_left_of_a_modules_life_is_credited_at_the_end() -> None:
    """Complete in month 0 of 2, life 8: 6/8 of 20·(1 − 0.5) = 7.5 in month 1. Life 2: nothing is left."""
    plan = _recycling({"capacity_per_month": 0}, sheets=_module(adds=10, subsidy=0.5, life_months=8))
    assert plan.cost("residual", month=1) == cost(-7.5)
    assert plan.costs == {"process": 20, "capex": 10, "residual": -7.5}
    plan = _recycling({"capacity_per_month": 0}, sheets=_module(adds=10, subsidy=0.5, life_months=2))
    assert plan.costs == {"process": 20, "capex": 10}


def test_the_life_of_a_module_begins_with_its_completion() -> None:
    """Lead 1: complete in month 1, one month of 8 used by the end: 7/8 of 20."""
    plan = _recycling({"capacity_per_month": 0}, sheets=_module(adds=10, life_months=8, lead_months=1))
    assert plan.costs == {"purchase": 80, "process": 10, "capex": 20, "residual": -17.5}


# --- groups and budgets -------------------------------------------------------------------------------


def _group(**more: Any) -> dict[str, list[dict[str, Any]]]:
    """Return two investments for the process, 5 a month a module, of one exclusive group."""
    rows = [
        {
            "investment": "K",
            "capex": 20,
            "adds_to": "process:R",
            "adds": 5,
            "excludes": "G",
            "max_modules": 2,
        },
        {"investment": "L", "capex": 10, "adds_to": "process:R", "adds": 5, "excludes": "G"},
    ]
    rows[1].update(more)
    return {"Investments": rows}


def test_one_investment_of_a_group_is_started_with_any_number_of_its_modules() -> None:
    """K twice (40) recycles all; L once would leave 10 to buy: 10 + 10 + 80.

    Without the group: K and L, 30.
    """
    none = {"capacity_per_month": 0}
    plan = _recycling(none, sheets=_group())
    assert plan.costs == {"process": 20, "capex": 40}
    plan = _recycling(none, sheets=_group(excludes=None))
    assert plan.costs == {"process": 20, "capex": 30}


def test_what_is_under_way_takes_its_group() -> None:
    """L has been under way since before the plan: K may not be started, 10 are bought."""
    plan = _recycling({"capacity_per_month": 0}, sheets=_group(committed_start=month(-1)))
    assert plan.costs == {"process": 10, "purchase": 80}


def test_the_budget_of_a_plan_year_counts_capex_before_subsidy() -> None:
    """Two modules of 20, half subsidised: budget 39 pays for one only, budget 40 for both."""
    for budget, costs in (
        (39, {"process": 10, "purchase": 80, "capex": 10}),
        (40, {"process": 20, "capex": 20}),
    ):
        sheets = _module(adds=5, max_modules=2, subsidy=0.5)
        sheets["Settings"] = tiny_sheets(settings={"capex_budget": budget})["Settings"]
        assert _recycling({"capacity_per_month": 0}, sheets=sheets).costs == costs


def test_every_plan_year_has_its_own_budget() -> None:
    """14 months, budget 20: one module in the first year, the second in month 12."""
    asked = (10.0,) * 14
    sheets = _module(adds=5, max_modules=2)
    sheets["Settings"] = tiny_sheets(asked, settings={"capex_budget": 20})["Settings"]
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets, asked=asked)
    assert plan.value("v_modules_started", "K", 0) == 1
    assert plan.value("v_modules_started", "K", 12) == 1
    assert plan.costs == {"process": 12 * 5 + 20, "purchase": 60 * 8, "capex": 40}


# --- under way ----------------------------------------------------------------------------------------


def test_what_is_under_way_since_before_the_plan_costs_no_capex() -> None:
    """Begun in month −2 with 3 to build: complete in month 1; all its 2 modules; fixed cost 1 each, no capex.

    Life 10 from month 1: (10 − 1)/10 of 20 a module is credited though nothing was paid here.
    """
    sheets = _module(
        adds=5, max_modules=2, committed_start=month(-2), lead_months=3, fixed_opex=1, life_months=10
    )
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets)
    assert plan.costs == {"purchase": 80, "process": 10, "fixed_opex": 2, "residual": -36}


def test_fixed_cost_of_what_was_complete_before_the_plan_runs_from_month_0() -> None:
    """Complete in month −1: 2 months at 1; life 4: 2 − (−1) = 3 used, a quarter of 20 left."""
    sheets = _module(adds=10, committed_start=month(-1), fixed_opex=1, life_months=4)
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets)
    assert plan.costs == {"process": 20, "fixed_opex": 2, "residual": -5}


def test_what_is_committed_within_the_plan_is_paid_outside_budget_and_window() -> None:
    """Committed in month 1.

    20 paid then, though the budget is 0 and the window closed; nobody asks if it pays.
    """
    sheets = _module(adds=1, committed_start=month(1), latest_start=month(0))
    sheets["Settings"] = tiny_sheets(settings={"capex_budget": 0})["Settings"]
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets)
    assert plan.cost("capex", month=1) == cost(20)
    assert plan.costs == {"purchase": 152, "process": 1, "capex": 20}


def test_what_is_committed_leaves_the_budget_to_others() -> None:
    """K is committed for 20 in month 0; the budget of 20 still pays for L, of another 20."""
    sheets = _module(adds=5, committed_start=month(0))
    sheets["Investments"].append({"investment": "L", "capex": 20, "adds_to": "process:R", "adds": 5})
    sheets["Settings"] = tiny_sheets(settings={"capex_budget": 20})["Settings"]
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets)
    assert plan.costs == {"process": 20, "capex": 40}


# --- investments on a tree ----------------------------------------------------------------------------


def test_a_delay_in_a_branch_holds_effects_up_there_but_moves_no_first_stage_cost() -> None:
    """K (complete in month 1) is delayed to month 2 in the branch.

    It buys 10 more; fixed cost runs from month 1.
    """
    event = {"investment": "K", "severity": 0, "investment_delay_months": 1}
    sheets = _module(adds=10, lead_months=1, fixed_opex=3, life_months=10) | branches((0, 0.5), **event)
    plan = _recycling({"capacity_per_month": 0}, sheets=sheets, asked=(10.0,) * 3)
    assert plan.cost("fixed_opex") == cost(6)
    assert plan.cost("residual") == cost(-16)
    assert plan.costs_of("s1") == {"purchase": 160, "process": 10}
    assert plan.cost("purchase") == cost(80)
    assert plan.path("s1") == cost(160 + 10 + 20 + 6 - 16)
