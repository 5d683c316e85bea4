"""Branches, what they lose on the way, risk and what nobody weighs, by hand (model, sections 1, 3 and 8).

Unless a test says otherwise: 10 units a month are asked for two months, made one to one of dysprosium at 2
from supplier A, up to 100 a month, and a lost unit costs 50.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import (
    EXACT,
    Solved,
    branches,
    contract_row,
    cost,
    item_row,
    month,
    offer_row,
    scenario,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)

BAN = {"supplier": "A", "severity": 1}


# --- probabilities ------------------------------------------------------------------------------------


def test_the_expected_cost_weighs_every_path() -> None:
    """The branch of month 0 asks for 4 times as much: 0.25 · 160 + 0.75 · 40."""
    event = {"product": "P", "severity": 0, "demand_factor": 4, "duration_months": 2}
    plan = solve_sheets(tiny_sheets(**branches((0, 0.25), **event)))
    assert (plan.path(), plan.path("s1")) == (cost(40), cost(160))
    assert plan.objective == cost(70)


def test_a_branch_shares_every_decision_before_its_onset() -> None:
    """Nobody knows in month 0 whether A will stop in month 1 (0.5).

    10 kept at 1 save 500 in half the cases.
    """
    plan = solve_sheets(tiny_sheets(Items=[item_row(storage_cost=1)], **branches((1, 0.5), **BAN)))
    assert plan.orders("a") == [20, 0]
    assert plan.orders("a", "s1") == [20, 0]
    assert plan.objective == cost(50)


def test_an_unlikely_branch_is_not_insured_against() -> None:
    """At probability 0.01 keeping 10 (10) costs more than 0.01 of 480: nothing is kept."""
    plan = solve_sheets(tiny_sheets(Items=[item_row(storage_cost=1)], **branches((1, 0.01), **BAN)))
    assert plan.orders("a") == [10, 10]
    assert plan.objective == cost(0.99 * 40 + 0.01 * 520)


def test_a_branch_knows_how_long_its_event_lasts() -> None:
    """2 months off from month 1 of 4.

    In month 0 nobody knows; stock of 20 serves months 1 and 2, then A again.
    """
    sheets = tiny_sheets(
        (10.0,) * 4,
        Items=[item_row(storage_cost=1)],
        **branches((1, 0.5), supplier="A", severity=1, duration_months=2),
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a", "s1") == [30, 0, 0, 10]
    assert plan.stock("Dy", "s1") == [20, 10, 0, 0]


def test_a_first_stage_decision_is_taken_once_for_all_paths() -> None:
    """B costs 100 to qualify and serves when A stops.

    0.5 · 500 saved is worth it, and the trunk pays it too.
    """
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=99)],
        Suppliers=[supplier_row(), supplier_row("B", already_qualified="no", qualification_cost=100)],
        Offers=[offer_row(), offer_row("b", "B", price=10)],
        **branches((1, 0.5), **BAN),
    )
    plan = solve_sheets(sheets)
    assert (plan.path(), plan.path("s1")) == (cost(140), cost(100 + 20 + 100))
    assert plan.objective == cost(180)
    sheets["Scenarios"] = [scenario("s1", "E", 1, 0.1)]  # 0.1 · 400 saved is not worth 100
    assert solve_sheets(sheets).objective == cost(0.9 * 40 + 0.1 * 520)


def test_costs_are_discounted_by_the_month() -> None:
    """21 % a year: 20 now and 20 a month later."""
    plan = solve_sheets(tiny_sheets(settings={"discount_rate": 0.21}, Items=[item_row(storage_cost=9)]))
    assert plan.objective == cost(20 + 20 * 1.21 ** (-1 / 12))


# --- what is lost on the way --------------------------------------------------------------------------


def _on_the_way(transit: int, severity: float = 1.0, start: int = 1, **event: Any) -> Solved:
    """Return 10 units ordered in month 0 of 3, arriving in month 2, with a branch in which A may be hit."""
    sheets = tiny_sheets(
        (0.0, 0.0, 10.0),
        Offers=[offer_row(max_per_month=10, lead_time_months=2, transit_months=transit)],
        **branches((start, 0.1), **{"supplier": "A", "severity": severity, **event}),
    )
    return solve_sheets(sheets)


@pytest.mark.parametrize(
    ("transit", "start", "arrives"),
    [
        (2, 1, True),  # dispatched in month 0, before the branch
        (1, 1, False),  # dispatched in month 1, when nothing leaves
        (1, 2, True),
        (0, 2, False),
    ],
)
def test_an_order_of_the_trunk_is_lost_if_it_would_be_dispatched_into_the_ban(
    transit: int | None, start: int, arrives: bool
) -> None:
    """What is lost is not paid: the path costs 20, or 500."""
    plan = _on_the_way(transit, start=start)
    assert plan.orders("a") == [10, 0, 0]
    assert plan.path("s1") == cost(20 if arrives else 500)


def test_part_of_an_order_is_lost_and_not_paid() -> None:
    """Severity 0.4: 6 of 10 arrive, 12 paid, 4 lost."""
    plan = _on_the_way(1, severity=0.4)
    assert plan.costs_of("s1") == {"purchase": 12, "shortage": 200}
    table = plan.tables["Orders"]
    lost = table[table["scenario"] == "s1"].iloc[0]
    assert (lost["quantity"], lost["arrived"]) == pytest.approx((10, 6))


def test_an_order_dispatched_after_the_event_arrives_whole() -> None:
    """The event is over in month 1; transit 0: dispatched in month 2."""
    assert _on_the_way(0, start=1).path("s1") == cost(20)


def test_an_order_keeps_the_months_it_got_where_it_was_placed() -> None:
    """The branch's longer lead time does not touch what was ordered before."""
    assert _on_the_way(1, severity=0, lead_time_extension=1).path("s1") == cost(20)


def _nested(parent_takes: float, child_takes: float, child_start: int = 2) -> Solved:
    """Return 10 units ordered in month 0 of 4 and dispatched in month 2; a branch in 1 or 2 and its child."""
    sheets = tiny_sheets(
        (0.0, 0.0, 0.0, 10.0),
        Offers=[offer_row(max_per_month=10, lead_time_months=3, available_to=month(0))],
        Events=[
            {"event": "E", "supplier": "A", "severity": parent_takes, "duration_months": 2},
            {"event": "F", "supplier": "A", "severity": child_takes, "duration_months": 1},
        ],
        Scenarios=[
            scenario("s1", "E", 1, 0.1),
            scenario("s2", "F", child_start, 0.1, after="s1"),
        ],
    )
    return solve_sheets(sheets)


def test_every_event_that_the_order_did_not_know_takes_its_part() -> None:
    """Half is lost to the parent's event, half of that to the child's: 5 and 2.5 of 10 arrive."""
    plan = _nested(0.5, 0.5)
    assert plan.orders("a") == [10, 0, 0, 0]
    assert plan.costs_of("s1") == {"purchase": 10, "shortage": 250}
    assert plan.costs_of("s2") == {"purchase": 5, "shortage": 375}


def test_a_childs_event_that_begins_after_dispatch_takes_nothing_more() -> None:
    """The child's event of month 3 finds the goods on their way."""
    plan = _nested(0.5, 0.5, child_start=3)
    assert plan.costs_of("s2") == {"purchase": 10, "shortage": 250}


def test_an_order_placed_in_a_branch_knows_the_branchs_event() -> None:
    """Ordered in the branch in month 1 within what is left there; the child's event of month 2 takes half.

    Transit 0, lead time 1: dispatched in month 2.
    """
    sheets = tiny_sheets(
        (0.0, 0.0, 20.0),
        Offers=[offer_row(max_per_month=20, lead_time_months=1, transit_months=0, available_from=month(1))],
        Events=[
            {"event": "E", "supplier": "A", "severity": 0.5, "duration_months": 2},
            {"event": "F", "supplier": "A", "severity": 0.5, "duration_months": 1},
        ],
        Scenarios=[scenario("s1", "E", 1, 0.5), scenario("s2", "F", 2, 0.5, after="s1")],
    )
    plan = solve_sheets(sheets)
    assert plan.order("a", 1, "s1") == pytest.approx(10)  # half of 20, not a quarter
    assert plan.costs_of("s1") == {"purchase": 20, "shortage": 500}
    assert plan.costs_of("s2") == {"purchase": 10, "shortage": 750}


def test_what_arrives_before_the_branch_is_the_trunks() -> None:
    """Lead time 1.

    Ordered in 0, arrived in 1, branch in 1 with half of A off in that month: its own node counts.
    """
    sheets = tiny_sheets(
        (0.0, 10.0),
        Offers=[offer_row(lead_time_months=1, transit_months=1)],
        **branches((1, 0.5), **BAN),
    )
    plan = solve_sheets(sheets)
    assert plan.path("s1") == cost(20)  # paid at the branch's node
    assert plan.cost("purchase", "s1", 1) == cost(20)


def test_a_second_shock_that_surprises_finds_less_stock_than_one_foreseen() -> None:
    """A stops in months 1 and 2. Foreseen 20 are kept; as a surprise of a child (parent likely) only 10 are.

    Foreseen (one branch, probability 0.5): 30 bought at once. As a child with 0.02 beside a parent with 0.48
    keeping 10 more costs 10 + 10·0.48 extra and saves little.
    """
    one = [{"event": "E", **BAN, "duration_months": 2}]
    foreseen = tiny_sheets(
        (10.0,) * 3, Items=[item_row(storage_cost=1)], Events=one, Scenarios=[scenario("s1", "E", 1, 0.5)]
    )
    assert solve_sheets(foreseen).orders("a", "s1") == [30, 0, 0]
    surprise = foreseen | {
        "Events": [{"event": e, **BAN, "duration_months": 1} for e in "EF"],
        "Scenarios": [scenario("s1", "E", 1, 0.48), scenario("s2", "F", 2, 0.02, after="s1")],
    }
    plan = solve_sheets(surprise)
    assert plan.orders("a", "s2") == [20, 0, 0]
    assert plan.short(scenario="s2") == [0, 0, 10]


def _second_shock(parent: float, child: float, *, surprise: bool) -> Solved:
    """Return 4 months in which A stops in month 1 (E) and perhaps again in month 3 (F); keeping costs 3."""
    rows = [scenario("s1", "E", 1, parent)]
    if surprise:
        rows.append(scenario("s2", "F", 3, child, after="s1"))
    else:
        rows += [scenario("s2", "E", 1, child), scenario("s2", "F", 3)]
    sheets = tiny_sheets(
        (10.0,) * 4,
        Items=[item_row(storage_cost=3)],
        Events=[{"event": e, **BAN, "duration_months": 1} for e in "EF"],
        Scenarios=rows,
    )
    return solve_sheets(sheets)


def test_a_second_shock_that_surprises_costs_more_than_one_foreseen_from_the_first() -> None:
    """Every path keeps 10 for month 1: 80 + 30. Who knows of month 3 keeps 10 more then: 140.

    A surprise of 0.02 after a parent of 0.48 is not worth 30 in month 2 of both: 60 + 30 + 500 on that path.
    """
    assert _second_shock(0.48, 0.02, surprise=False).objective == cost(0.98 * 110 + 0.02 * 140)
    assert _second_shock(0.48, 0.02, surprise=True).objective == cost(0.98 * 110 + 0.02 * 590)


def test_a_parent_without_weight_foresees_its_child() -> None:
    """Nobody ends in the parent, so whoever is in it prepares for month 3."""
    for surprise in (False, True):
        plan = _second_shock(0.0, 0.5, surprise=surprise)
        assert plan.objective == cost(0.5 * 110 + 0.5 * 140)


# --- risk ---------------------------------------------------------------------------------------------


def _risky(risk_weight: float, alpha: float = 0.8, keep: float = 9.0) -> Solved:
    """Return the plan in which A stops in month 1 with probability 0.1, and keeping 10 costs 10·keep.

    Kept: every path costs 40 + 10·keep. Not kept: 40, or 520 with 0.1.
    """
    sheets = tiny_sheets(
        settings={"risk_weight": risk_weight, "cvar_alpha": alpha},
        Items=[item_row(storage_cost=keep)],
        **branches((1, 0.1), **BAN),
    )
    return solve_sheets(sheets)


def test_the_mean_alone_does_not_insure() -> None:
    """Not kept: 0.9·40 + 0.1·520 = 88 < 130. Its tail: the worst 0.2 are half 520, half 40: 280."""
    plan = _risky(0)
    assert plan.objective == cost(88)
    assert plan.solution.cvar == pytest.approx(280)
    assert plan.solution.worst_cost == pytest.approx(520)


def test_a_weight_on_the_tail_insures() -> None:
    """Weight 0.5: kept 0.5·130 + 0.5·130 = 130 against 0.5·88 + 0.5·280 = 184."""
    plan = _risky(0.5)
    assert plan.stock("Dy")[0] == pytest.approx(10)
    assert plan.objective == cost(130)


def test_a_small_weight_on_the_tail_does_not() -> None:
    """Weight 0.1: 0.9·88 + 0.1·280 = 107.2 < 130."""
    plan = _risky(0.1)
    assert plan.objective == cost(107.2)
    assert plan.solution.cvar == pytest.approx(280)


def test_the_tail_alone() -> None:
    """Weight 1, the worst 0.2: kept 130 < 280; the worst 0.95 when alpha is 0.05: not kept, 90.5 at most."""
    assert _risky(1).objective == cost(130)
    assert _risky(1, alpha=0.05).objective == cost((0.1 * 520 + 0.85 * 40) / 0.95)


def test_a_deeper_tail_weighs_the_worst_more() -> None:
    """Alpha 0.9 and above: the tail is the branch alone, 520 when nothing is kept."""
    assert _risky(0.1, alpha=0.9, keep=99).solution.cvar == pytest.approx(520)
    assert _risky(0.1, alpha=0.95, keep=99).solution.cvar == pytest.approx(520)


# --- what nobody weighs -------------------------------------------------------------------------------


def test_a_path_without_probability_is_planned_at_its_own_cost() -> None:
    """Probability 0: it moves nothing before, and then does its best: B at 10 rather than losing 10 at 50."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=1)],
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[offer_row(), offer_row("b", "B", price=10)],
        **branches((1, 0.0), **BAN),
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [10, 10]
    assert plan.path("s1") == cost(20 + 100)
    assert plan.objective == cost(40)


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_a_child_without_probability_is_planned_after_its_parent(method: str) -> None:
    """Parent and child both without weight.

    The parent at its own cost (40), the child given the parent's stock.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(storage_cost=1)],
        Events=[{"event": e, **BAN, "duration_months": 1} for e in "EF"],
        Scenarios=[scenario("s1", "E", 1, 0.0), scenario("s2", "F", 2, 0.0, after="s1")],
    )
    plan = solve_sheets(sheets, replace(EXACT, method=method))
    assert plan.path("s1") == cost(20 + 500 + 20)
    assert plan.path("s2") == cost(20 + 500 + 500)


def test_a_parent_without_probability_before_its_child_is_weighed() -> None:
    """The parent has no weight of its own, its child has: nodes of both before the child's onset count."""
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(storage_cost=1)],
        Events=[{"event": e, **BAN, "duration_months": 1} for e in "EF"],
        Scenarios=[scenario("s1", "E", 1, 0.0), scenario("s2", "F", 2, 1.0, after="s1")],
    )
    plan = solve_sheets(sheets)
    # months 1 and 2 without A on the only weighted path: 20 kept, then 10
    assert plan.path("s2") == cost(60 + 20 + 10)
    assert plan.path("s1") == cost(60 + 20 + 10)  # the parent has that stock too
    assert plan.path("0") == cost(60 + 20 + 10)


def test_the_end_of_a_trunk_that_surely_branches_is_planned_at_its_own_cost() -> None:
    """Probability 1 of leaving in month 1: the trunk's months 1 and 2 weigh nothing, yet are served.

    Its lots count there: order cost 30, keeping 10 for 1: one order for both months, 40 + 30 + 10.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(storage_cost=1)],
        Offers=[offer_row(order_cost=30)],
        **branches((1, 1.0), product="P", severity=0, demand_factor=0.5, duration_months=2),
    )
    plan = solve_sheets(sheets)
    # the only weighted path: 10 + 30 in month 0, then 5 and 5 without order cost
    assert plan.objective == cost(20 + 30 + 10 + 10)
    assert plan.orders("a") == [10, 20, 0]
    assert plan.path("0") == cost(20 + 30 + 40 + 30 + 10)


def test_paths_outside_the_tail_are_planned_at_their_own_cost() -> None:
    """Weight 1 on the worst 0.2: the branch of month 1 in which A is off for good and 30 are lost.

    Keeping would cost 99 a month. The trunk could lose everything too without touching the tail (20 + 1500);
    it is served all the same.
    """
    sheets = tiny_sheets(
        (10.0,) * 4,
        settings={"risk_weight": 1, "cvar_alpha": 0.8},
        Items=[item_row(storage_cost=99)],
        **branches((1, 0.2), supplier="A", severity=1, duration_months=3),
    )
    plan = solve_sheets(sheets)
    assert plan.objective == cost(20 + 1500)
    assert plan.orders("a") == [10, 10, 10, 10]
    assert plan.path("0") == cost(80)


def test_probabilities_that_sum_to_one_leave_the_trunk_none() -> None:
    """Ten times 0.1 is 1, not a hair less: the trunk, dearer than any branch, is nobody's worst case."""
    names = [f"s{k}" for k in range(1, 11)]
    event = {"event": "E", "product": "P", "severity": 0, "demand_factor": 0.5, "duration_months": 2}
    sheets = tiny_sheets(Events=[event], Scenarios=[scenario(name, "E", 0, 0.1) for name in names])
    plan = solve_sheets(sheets)
    assert plan.solution.data.trunk_probability == 0
    assert plan.path("0") == cost(40)
    assert plan.solution.worst_cost == pytest.approx(20)


def test_a_window_of_take_or_pay_that_the_branch_cuts_is_its_own() -> None:
    """Signed for 10 a month, all owed.

    The trunk takes 20; the branch's demand ends: 10 taken, 10 paid for.
    """
    sheets = tiny_sheets(
        Offers=[contract_row(signed="yes", min_annual=120, take_or_pay=1, tariff=0.5)],
        **branches((1, 0.5), product="P", severity=0, demand_factor=0),
    )
    plan = solve_sheets(sheets)
    assert plan.path("0") == cost(60)
    assert plan.costs_of("s1") == {"take_or_pay": 20}


def test_an_idle_month_in_which_nothing_can_be_ordered_costs_no_order() -> None:
    """The trunk surely branches in month 1 and A is known to be off in month 2: no lot can be placed there.

    The trunk's months 1 and 2 weigh nothing: one order in month 1 for 20, 10 of them kept.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(storage_cost=1)],
        Offers=[offer_row(order_cost=5)],
        Events=[
            {"event": "E", "supplier": "A", "severity": 1, "duration_months": 1},
            {"event": "F", "product": "P", "severity": 0, "demand_factor": 0, "duration_months": 2},
        ],
        Scenarios=[scenario("0", "E", 2), scenario("s1", "F", 1, 1.0)],
    )
    plan = solve_sheets(sheets)
    assert plan.objective == cost(20 + 5)
    assert plan.path("0") == cost(60 + 10 + 10)


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_an_idle_trunk_leaves_a_branch_without_weight_its_plan(method: str) -> None:
    """One branch is certain from month 0; the other, of probability 0, must serve half without A in month 1.

    So the trunk, which weighs nothing either, keeps 5 at 1 for it, and no more.
    """
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=1)],
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 0.5}],
        Events=[
            {"event": "E", **BAN, "duration_months": 1},
            {"event": "F", "items": "Dy", "severity": 0, "duration_months": 1},
        ],
        Scenarios=[scenario("s1", "E", 1, 0.0), scenario("s2", "F", 0, 1.0)],
    )
    plan = solve_sheets(sheets, replace(EXACT, method=method))
    assert plan.objective == cost(40)
    assert plan.stock("Dy") == [5, 0]
    assert plan.path("0") == cost(45)
    assert plan.short(scenario="s1") == [0, 5]
