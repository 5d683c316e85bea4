"""Where contracts as signed, places, years and the past meet each other and branches, worked out by hand.

Unless a test says otherwise: 10 units a month are asked, a lost one costs 50, A sells up to 100 at 2, and
nothing can be kept for a later month (storage costs 99). Every optimum is found by both methods and by the
tests' second writing of the model.
"""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    Sheets,
    branches,
    contract_row,
    cost,
    item_row,
    month,
    offer_row,
    scenario,
    supplier_row,
    tiny_sheets,
)
from two_writings import optimum

NOT_KEPT = {"Items": [item_row(storage_cost=99)]}


def _plan(asked: tuple[float, ...], **sheets: Any) -> Sheets:
    return tiny_sheets(asked, **(NOT_KEPT | sheets))


# --- late deliveries ----------------------------------------------------------------------------------


def test_a_delay_in_a_branch_makes_late_what_its_design_must_wait_for() -> None:
    """The line is ready in month 1: 10 late once, 20 made, 75. A month later: 10 lost, 10 late once, 555."""
    sheets = _plan(
        (10.0, 10.0, 10.0),
        Products=[{"product": "P", "shortage_penalty": 50, "late_months": 1, "late_cost": 1}],
        Designs=[{"product": "P", "design": "std", "requires": "line"}],
        Investments=[{"investment": "line", "capex": 5, "lead_months": 1}],
        **branches((0, 0.5), severity=0, investment="line", investment_delay_months=1),
    )
    # what waits a month is all that may: with 10 owed from month 0 and 10 of month 1, 10 would be lost then
    assert optimum(sheets) == cost(0.5 * (5 + 10 + 60) + 0.5 * (5 + 500 + 10 + 40))


@pytest.mark.parametrize(("least", "expected"), [(None, 0.5 * 40 + 0.5 * 520), (0.5, 0.5 * 280 + 0.5 * 520)])
def test_what_is_owed_at_an_onset_and_given_up_counts_in_the_branch(
    least: float | None, expected: float
) -> None:
    """Nothing can be bought in month 0 and 10 in the branch of month 1, where 20 are to be made.

    10 are given up there; with half to be served of the 10 that month 1 asks, 5 at most: the other 5 are
    given up in month 0, on every path.
    """
    sheets = _plan(
        (10.0, 10.0),
        Offers=[offer_row(available_from=month(1))],
        Products=[{"product": "P", "shortage_penalty": 50, "late_months": 1, "min_fill_rate": least}],
        **branches((1, 0.5), supplier="A", severity=0.9),
    )
    assert optimum(sheets) == cost(expected)


# --- what came before ---------------------------------------------------------------------------------


def test_force_majeure_before_the_plan_and_in_a_branch_is_not_owed() -> None:
    """The year began in October; November was stopped, 12 were taken: 10·(2 + 3) − 12 = 38 are owed.

    In the branch month 1 is stopped too: 28. At 2 each, bought or not.
    """
    sheets = _plan(
        (0.0, 0.0, 0.0),
        settings={"year_start": 10},
        Offers=[contract_row(signed="yes", min_annual=120, take_or_pay=1)],
        History=[{"offer": "c", "order_month": month(-3), "quantity": 12}],
        Events=[{"event": "E", "supplier": "A", "duration_months": 1}],
        Scenarios=[scenario("0", "E", -2), scenario("s", "E", 1, 0.5)],
    )
    assert optimum(sheets) == cost(0.5 * 76 + 0.5 * 56)


def test_history_that_a_branch_loses_is_not_paid_and_leaves_a_shortage() -> None:
    """Ordered in November for month 1, dispatched in month 0; paid at 3, a year later, at 100 % a year: 1.5.

    A stop from month 0 on loses it. A known stop of the same month would not: that it comes is known.
    """
    sheets = _plan(
        (0.0, 10.0),
        settings={"discount_rate": 1},
        Offers=[offer_row(lead_time_months=3, transit_months=1, payment_months=11)],
        History=[{"offer": "a", "order_month": month(-2), "quantity": 10, "unit_cost": 3}],
        Events=[{"event": "E", "supplier": "A", "duration_months": 1}],
        Scenarios=[scenario("s", "E", 0, 0.5)],
    )
    assert optimum(sheets) == cost(0.5 * 15 + 0.5 * 500 * 2 ** (-1 / 12))
    sheets["Scenarios"] = [scenario("0", "E", 0)]
    assert optimum(sheets) == cost(15)


def test_plan_years_and_history_bound_a_share_rule() -> None:
    """Half from China at most. January and February: 2 a month from Australia; then as much as is asked.

    In one window: 20 and 20, 120. Cut in March: 8 made in the first two months, 600 lost. With 12 of
    December from Australia, in the same contract year, 16 may come from China: all is made.
    """
    sheets = _plan(
        (10.0,) * 4,
        Suppliers=[supplier_row("C"), supplier_row("A")],
        Offers=[
            offer_row("c", "C", refining_country="CN"),
            offer_row("early", price=4, max_per_month=2, refining_country="AU", available_to=month(1)),
            offer_row("later", price=4, refining_country="AU", available_from=month(2)),
        ],
        Rules=[{"rule": "cap", "measure": "refining", "member": "CN", "share": 0.5}],
    )
    assert optimum(sheets) == cost(20 * 2 + 20 * 4)
    sheets["Settings"].append({"key": "year_start", "value": 3})
    assert optimum(sheets) == cost(4 * 2 + 4 * 4 + 600 + 60)
    sheets["History"] = [{"offer": "early", "order_month": month(-1), "quantity": 12}]
    assert optimum(sheets) == cost(16 * 2 + 4 * 4 + 60)
    sheets["History"][0]["order_month"] = month(-11)  # the contract year before
    assert optimum(sheets) == cost(4 * 2 + 4 * 4 + 600 + 60)


# --- pools, tiers and lots ----------------------------------------------------------------------------


def _pool(signed: str, **more: object) -> Sheets:
    """Return one month of 15: two contracts of 10 a month at 2, halved from 180 a year on; or spot at 2."""
    x = contract_row("x", signed=signed, min_annual=60, pool="L")
    y = contract_row("y", contract_cost=8, pool="L")
    return _plan(
        (15.0,),
        Offers=[x, y, offer_row()],
        Pools=[{"pool": "L", "from_annual": 180, "discount": 0.5, **more}],
    )


def test_a_signed_contract_brings_another_into_its_pool() -> None:
    """Signed x alone stays below; with y for 8 all costs half: 15 + 8. Without x y cannot reach it: 30."""
    assert optimum(_pool("yes")) == cost(15 + 8)
    assert optimum(_pool("no")) == cost(30)
    # 96 a year for the tier is 8 for a month, once for both: 31 with it, 30 without
    assert optimum(_pool("yes", tier_cost=96)) == cost(30)
    assert optimum(_pool("yes", tier_cost=60)) == cost(15 + 8 + 5)


def test_a_pool_in_a_branch_keeps_its_discount_and_owes_at_it() -> None:
    """Both owe all of 15 a month at 1; the branch asks nothing in month 1: 15 are owed for nothing."""
    sheets = _pool("yes")
    for contract in sheets["Offers"][:2]:
        contract["take_or_pay"] = 1
    sheets["Settings"][1]["value"] = 2
    sheets["Demand"].append({"product": "P", "month": month(1), "quantity": 15})
    fall = branches((1, 0.5), severity=0, product="P", demand_factor=0)
    # not to pool: x owes 5 a month, spot the rest: 60 as planned, 40 in the branch; pooled 38 on both
    assert optimum(sheets | fall) == cost(30 + 8)


def test_orders_keep_their_multiple_their_least_and_their_tier() -> None:
    """12 asked. The tier above 10 a month costs 2, the one below 3: 15 in multiples of 5; 16 of 8."""
    contract = contract_row(price=None, max_annual=None, moq=8, order_multiple=5)
    tiers = [
        {"offer": "c", "from_annual": 0, "to_annual": 120, "price": 3},
        {"offer": "c", "from_annual": 120, "to_annual": 240, "price": 2},
    ]
    sheets = _plan((12.0,), Offers=[contract], PriceTiers=tiers)
    assert optimum(sheets) == cost(30)
    sheets["Offers"] = [contract | {"order_multiple": 8}]
    assert optimum(sheets) == cost(32)
    sheets["Offers"] = [contract | {"order_multiple": 11}]  # 11, and one lost: 22 + 50
    assert optimum(sheets) == cost(72)
    # a branch orders what it needs
    sheets = _plan(
        (0.0, 12.0), Offers=[contract], PriceTiers=tiers, **branches((1, 0.5), severity=0, items="Dy")
    )
    assert optimum(sheets) == cost(0.5 * 30 + 0.5 * 24)


# --- prices -------------------------------------------------------------------------------------------


def test_an_index_event_reaches_a_price_after_its_lag_and_at_its_reset() -> None:
    """Set each quarter by the mean of the two months before the last one of it: tripled in March, April.

    April to June are priced by February and March: twice as dear, in the branch alone.
    """
    sheets = _plan(
        (10.0,) * 6,
        Offers=[offer_row(index="IX", index_lag_months=1, index_average_months=2, index_reset_months=3)],
        PriceIndex=[{"index": "IX", "month": month(0), "factor": 1}],
        **branches((2, 0.5), severity=0, index="IX", price_factor=3, duration_months=2),
    )
    assert optimum(sheets) == cost(0.5 * 120 + 0.5 * (60 + 120))
    # contract years that begin in February: quarters of February and May. February to April were set by
    # December and January, May and June by March and April: three times as dear
    sheets["Settings"].append({"key": "year_start", "value": 2})
    assert optimum(sheets) == cost(0.5 * 120 + 0.5 * (80 + 120))


def test_payment_and_loss_on_the_way_meet() -> None:
    """At 100 % a year: paid a year before it arrives in month 1, and not paid where it is lost."""
    sheets = _plan(
        (0.0, 10.0),
        settings={"discount_rate": 1},
        Offers=[offer_row(lead_time_months=1, transit_months=0, payment_months=-12)],
        **branches((1, 0.5), supplier="A"),
    )
    assert optimum(sheets) == cost(0.5 * 20 * 2 ** (11 / 12) + 0.5 * 500 * 2 ** (-1 / 12))


def test_incremental_tiers_follow_price_units_and_the_rate_of_each_year() -> None:
    """50 and, beyond 60 a year, 40 EUR for ten units; a euro is 2, and 4 in the second year's one month.

    At 10 a month the upper tier costs 60·(5 − 4) EUR a year: 120, and 240 / 12 = 20; units 80, then 160.
    """
    tiers = [
        {"offer": "c", "from_annual": 0, "to_annual": 60, "price": 50},
        {"offer": "c", "from_annual": 60, "to_annual": 600, "price": 40},
    ]
    contract = contract_row(
        price=None, max_annual=None, tier_kind="incremental", price_per=10, currency="EUR"
    )
    rates = [{"currency": "EUR", "rate": 2}, {"currency": "EUR", "month": month(12), "rate": 4}]
    sheets = _plan((10.0,) * 13, Offers=[contract], PriceTiers=tiers, FX=rates)
    assert optimum(sheets) == cost(12 * 80 + 160 + 120 + 20)


def test_what_is_owed_is_paid_at_the_listed_rate_whatever_becomes_of_the_currency() -> None:
    """10 taken in month 0 at a rate of 2, 10 owed at the last month's 3: 20 + 30, in a branch too."""
    sheets = _plan(
        (0.0, 0.0),
        Offers=[contract_row(price=1, currency="EUR", signed="yes", min_annual=120, take_or_pay=1)],
        FX=[{"currency": "EUR", "rate": 2}, {"currency": "EUR", "month": month(1), "rate": 3}],
        **branches((1, 0.5), severity=0, currency="EUR", price_factor=2),
    )
    assert optimum(sheets) == cost(50)


# --- processes, take-back and ramps -------------------------------------------------------------------


def test_goods_under_way_pass_an_onset_whole_and_tie_up_capital() -> None:
    """Made of oxide in a month. A stop of month 1 costs month 2, a second one in month 2 month 3 too.

    Each unit begun ties up 10 at 12 % a year for a month: 0.1.
    """
    sheets = tiny_sheets(
        (0.0, 10.0, 10.0, 10.0),
        settings={"capital_rate": 0.12},
        Items=[item_row(storage_cost=99, unit_value=10), item_row("Ox", storage_cost=99)],
        Offers=[offer_row(item="Ox")],
        Processes=[{"process": "melt", "capacity_per_month": 100, "lead_months": 1}],
        ProcessFlows=[
            {"process": "melt", "item": "Ox", "kind": "in", "quantity": 1},
            {"process": "melt", "item": "Dy", "kind": "out", "quantity": 1},
        ],
        Events=[{"event": "E", "process": "melt", "duration_months": 1}],
        Scenarios=[scenario("s", "E", 1, 0.25), scenario("t", "E", 2, 0.25, after="s")],
    )
    paths = 60 + 3, 20 + 500 + 20 + 2, 20 + 1000 + 1
    assert optimum(sheets) == cost(0.5 * paths[0] + 0.25 * paths[1] + 0.25 * paths[2])


def test_take_back_of_what_was_made_before_an_onset_comes_in_the_branch() -> None:
    """Half comes back a month later: 10 and 5 bought; where A stops in month 1, 5 can still be made."""
    sheets = _plan((10.0, 10.0), **branches((1, 0.5), supplier="A"))
    back = {"product": "P", "design": "std", "item": "Dy", "quantity": 0.5, "kind": "scrap", "lag_months": 1}
    sheets["BOM"] = [*sheets["BOM"], back]
    assert optimum(sheets) == cost(0.5 * 30 + 0.5 * (20 + 250))


def test_a_delay_moves_a_ramp() -> None:
    """10 a month when it has ramped up, half in its first month: 5 and 10; a month later: 0 and 5."""
    sheets = _plan(
        (0.0, 10.0, 10.0),
        Offers=[offer_row(price=1000)],
        Processes=[{"process": "mine", "capacity_per_month": 0, "opex": 2}],
        ProcessFlows=[{"process": "mine", "item": "Dy", "kind": "out", "quantity": 1}],
        Investments=[
            {"investment": "k", "capex": 3, "lead_months": 1, "adds_to": "process:mine", "adds": 10}
            | {"ramp_months": 1}
        ],
        **branches((0, 0.5), severity=0, investment="k", investment_delay_months=1),
    )
    assert optimum(sheets) == cost(0.5 * (3 + 30 + 250) + 0.5 * (3 + 10 + 500 + 250))
    # an event after completion does not touch it
    sheets["Scenarios"] = [scenario("s1", "E", 1, 0.5)]
    assert optimum(sheets) == cost(3 + 30 + 250)


def test_a_ban_on_one_place_is_passed_by_way_of_another() -> None:
    """Bought in Germany at 1 and sent on in a month for 3: 40 where Japan is banned, 20 as planned.

    A ban on both, or one on Japan and a second event that stops the transfer, loses all: 500.
    """
    sheets = tiny_sheets(
        (0.0, 10.0),
        settings={"home_country": "JP"},
        Items=[item_row(storage_cost=9, unit_value=0), item_row("De", storage_cost=9)],
        Offers=[offer_row(), offer_row("d", item="De", destination="DE", price=1)],
        Processes=[{"process": "ship", "capacity_per_month": 50, "opex": 3, "lead_months": 1}],
        ProcessFlows=[
            {"process": "ship", "item": "De", "kind": "in", "quantity": 1},
            {"process": "ship", "item": "Dy", "kind": "out", "quantity": 1},
        ],
        Events=[
            {"event": "ban", "destination": "JP", "duration_months": 2},
            {"event": "ban-both", "destination": "JP;DE", "duration_months": 2},
            {"event": "reexport", "process": "ship", "duration_months": 2},
        ],
    )
    for scenarios, cheapest in (
        ([scenario("s", "ban", 0, 0.5)], 40),
        ([scenario("s", "ban-both", 0, 0.5)], 500),
        ([scenario("s", "ban", 0, 0.5), scenario("s", "reexport", 0)], 500),
    ):
        assert optimum(sheets | {"Scenarios": scenarios}) == cost(0.5 * 20 + 0.5 * cheapest)
