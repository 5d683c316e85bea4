"""Suppliers, orders, prices and lots, worked out by hand (model, section 3).

Unless a test says otherwise: 10 units a month are asked for two months, made one to one of dysprosium at 2
from supplier A, up to 100 a month, and a lost unit costs 50: 20 units at 2 = 40.
"""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    Solved,
    branches,
    cost,
    demand,
    item_row,
    known,
    month,
    offer_row,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)


def test_the_tiny_plan_itself() -> None:
    """20 units at 2."""
    plan = solve_sheets(tiny_sheets())
    assert plan.objective == cost(40)
    assert plan.costs == {"purchase": 40}


# --- qualification ------------------------------------------------------------------------------------


def _two_suppliers(qualification_cost: float, months: int = 1) -> Solved:
    """Return the plan with A at 10 a unit and B at 2, to be qualified first."""
    return solve_sheets(
        tiny_sheets(
            Suppliers=[
                supplier_row(),
                supplier_row(
                    "B",
                    already_qualified="no",
                    qualification_cost=qualification_cost,
                    qualification_months=months,
                ),
            ],
            Offers=[offer_row(price=10), offer_row("b", "B")],
        )
    )


def test_a_cheaper_supplier_is_qualified_when_it_pays() -> None:
    """B serves from month 1 on: 100 from A, 20 from B, 50 to qualify = 170, less than 200 from A."""
    plan = _two_suppliers(50)
    assert plan.costs == {"purchase": 120, "qualification": 50}
    assert (plan.orders("a"), plan.orders("b")) == ([10, 0], [0, 10])
    assert plan.value("v_qualified", "B") == 1


def test_a_cheaper_supplier_is_not_qualified_when_it_does_not_pay() -> None:
    """100 + 20 + 90 = 210 is more than 200 from A."""
    plan = _two_suppliers(90)
    assert plan.costs == {"purchase": 200}
    assert plan.value("v_qualified", "B") == 0


def test_orders_wait_for_the_months_of_qualification() -> None:
    """B alone: with one month of qualification month 0 is lost, with none it is served."""
    late = tiny_sheets(
        Suppliers=[supplier_row(already_qualified="no", qualification_cost=5, qualification_months=1)]
    )
    assert solve_sheets(late).costs == {"purchase": 20, "shortage": 500, "qualification": 5}
    at_once = late | {"Suppliers": [supplier_row(already_qualified="no", qualification_cost=5)]}
    assert solve_sheets(at_once).costs == {"purchase": 40, "qualification": 5}


def test_the_months_of_a_supplier_already_qualified_do_not_count() -> None:
    """Qualified: cost and months in its row are nothing."""
    sheets = tiny_sheets(Suppliers=[supplier_row(qualification_cost=5, qualification_months=1)])
    assert solve_sheets(sheets).costs == {"purchase": 40}


def test_enough_suppliers_are_qualified() -> None:
    """B sells at 9 and costs 7 to qualify: nobody would, but two suppliers are wanted."""
    sheets = tiny_sheets(
        Items=[item_row(min_suppliers=2)],
        Suppliers=[supplier_row(), supplier_row("B", already_qualified="no", qualification_cost=7)],
        Offers=[offer_row(), offer_row("b", "B", price=9), offer_row("a2", price=9)],
    )
    assert solve_sheets(sheets).costs == {"purchase": 40, "qualification": 7}
    sheets["Items"] = [item_row(min_suppliers=1)]
    assert solve_sheets(sheets).costs == {"purchase": 40}


# --- quantities ---------------------------------------------------------------------------------------


def test_a_monthly_maximum_binds() -> None:
    """6 a month: 12 bought at 2, 8 lost at 50."""
    plan = solve_sheets(tiny_sheets(Offers=[offer_row(max_per_month=6)]))
    assert plan.orders("a") == [6, 6]
    assert plan.costs == {"purchase": 24, "shortage": 400}


def test_an_investment_lifts_the_monthly_maximum_from_its_completion_on() -> None:
    """6 a month, +10 from month 1: 16 bought, 4 lost, 30 invested = 262, less than 424 without."""
    sheets = tiny_sheets(
        Offers=[offer_row(max_per_month=6)],
        Investments=[{"investment": "K", "capex": 30, "lead_months": 1, "adds_to": "offer:a", "adds": 10}],
    )
    assert solve_sheets(sheets).costs == {"purchase": 32, "shortage": 200, "capex": 30}
    sheets["Investments"][0]["capex"] = 300
    assert solve_sheets(sheets).costs == {"purchase": 24, "shortage": 400}


def test_what_is_added_counts_by_the_order_month_not_the_arrival() -> None:
    """Complete in month 1, lead time 1: the order of month 0 is still held to 6 though it arrives in month 1.

    Stock of 10 serves month 0, 6 arrive in month 1 (4 lost at 50), 10 in month 2: 32 + 200 + 30 = 262.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(initial_stock=10, final_stock=0, storage_cost=1)],
        Offers=[offer_row(max_per_month=6, lead_time_months=1)],
        Investments=[{"investment": "K", "capex": 30, "lead_months": 1, "adds_to": "offer:a", "adds": 10}],
    )
    plan = solve_sheets(sheets)
    assert plan.short() == [0, 4, 0]
    assert plan.costs == {"purchase": 32, "shortage": 200, "capex": 30}


def test_what_is_added_is_as_available_as_the_offer() -> None:
    """(6 + 10) · 0.5 = 8 a month while half of A is off: 2 lost a month."""
    sheets = tiny_sheets(
        Offers=[offer_row(max_per_month=6)],
        Investments=[{"investment": "K", "capex": 30, "adds_to": "offer:a", "adds": 10}],
        **known(0, supplier="A", severity=0.5, duration_months=2),
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [8, 8]
    assert plan.costs == {"purchase": 32, "shortage": 200, "capex": 30}


def test_an_offer_that_could_grow_is_held_to_what_it_is() -> None:
    """K at 900 is not built: 6 · 0.5 = 3 a month while half of A is off."""
    sheets = tiny_sheets(
        Offers=[offer_row(max_per_month=6)],
        Investments=[{"investment": "K", "capex": 900, "adds_to": "offer:a", "adds": 10}],
        **known(0, supplier="A", severity=0.5, duration_months=2),
    )
    assert solve_sheets(sheets).orders("a") == [3, 3]


def test_an_annual_maximum_holds_in_every_plan_year_and_is_not_cut_in_a_short_one() -> None:
    """14 months, 60 a year at 2, the rest at 5.

    60·2 + 60·5 in the first year, 20·2 in the two months left.
    """
    sheets = tiny_sheets(
        (10.0,) * 14,
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(max_annual=60), offer_row("b", price=5)],
    )
    plan = solve_sheets(sheets)
    assert sum(plan.orders("a")[:12]) == pytest.approx(60)
    assert plan.costs == {"purchase": 460}


def test_an_annual_maximum_that_suffices_changes_nothing() -> None:
    """120 a year are enough for 10 a month: 140 · 2."""
    sheets = tiny_sheets(
        (10.0,) * 14,
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(max_annual=120), offer_row("b", price=5)],
    )
    assert solve_sheets(sheets).costs == {"purchase": 280}


def test_on_a_branch_the_orders_of_the_trunk_count_in_the_year_it_cuts() -> None:
    """30 a year: 10 + 10 before the branch, then 20 + 20 asked: 10 more at 2, 30 at 5 = 60 + 150."""
    sheets = tiny_sheets(
        (10.0,) * 4,
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(max_annual=30), offer_row("b", price=5)],
        **branches((2, 1.0), severity=0, demand_factor=2, product="P", duration_months=2),
    )
    plan = solve_sheets(sheets)
    assert plan.objective == cost(210)
    assert sum(plan.orders("a", "s1")) == pytest.approx(30)


def _capacity(**event: Any) -> Solved:
    sheets = tiny_sheets(
        (15.0,),
        Suppliers=[supplier_row(capacity_per_month=12), supplier_row("B")],
        Offers=[offer_row(max_per_month=8), offer_row("a2", price=3), offer_row("b", "B", price=20)],
        **(known(0, **event) if event else {}),
    )
    return solve_sheets(sheets)


def test_a_supplier_sells_no_more_than_its_capacity_over_all_its_offers() -> None:
    """A sells 8 at 2 and 4 at 3, 12 in all; 3 from B at 20: 16 + 12 + 60."""
    plan = _capacity()
    assert [plan.order(offer, 0) for offer in ("a", "a2", "b")] == pytest.approx([8, 4, 3])
    assert plan.costs == {"purchase": 88}


def test_a_supplier_capacity_that_suffices_changes_nothing() -> None:
    """8 at 2 and 7 at 3 are 15, within 15."""
    sheets = tiny_sheets(
        (15.0,),
        Suppliers=[supplier_row(capacity_per_month=15), supplier_row("B")],
        Offers=[offer_row(max_per_month=8), offer_row("a2", price=3), offer_row("b", "B", price=20)],
    )
    assert solve_sheets(sheets).costs == {"purchase": 37}


def test_availability_does_not_scale_the_capacity_of_a_supplier() -> None:
    """Half of A's offers are off: 4 at 2, 8 of up to 50 at 3, still 12 in all; 3 from B: 8 + 24 + 60."""
    assert _capacity(supplier="A", severity=0.5).costs == {"purchase": 92}


def test_the_capacity_of_a_supplier_holds_in_branches() -> None:
    """The branch asks for twice as much; A still makes 12 a month, 8 are lost."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9)],
        Suppliers=[supplier_row(capacity_per_month=12)],
        **branches((1, 0.01), product="P", severity=0, demand_factor=2),
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a", "s1") == [10, 12]
    assert plan.costs_of("s1") == {"purchase": 24, "shortage": 400}


def test_orders_are_possible_in_their_months_only() -> None:
    """Month 0 only: 20 bought, 10 kept a month at 1."""
    sheets = tiny_sheets(Items=[item_row(storage_cost=1)], Offers=[offer_row(available_to=month(0))])
    assert solve_sheets(sheets).costs == {"purchase": 40, "holding": 10}
    sheets["Offers"] = [offer_row(available_from=month(1))]
    assert solve_sheets(sheets).costs == {"purchase": 20, "shortage": 500}


# --- time ---------------------------------------------------------------------------------------------


def test_an_order_that_cannot_arrive_in_time_is_not_there() -> None:
    """Lead time 2 of 3 months: only the last month is served; lead time 3: none."""
    plan = solve_sheets(tiny_sheets((10.0,) * 3, Offers=[offer_row(lead_time_months=2)]))
    assert plan.orders("a") == [10, 0, 0]
    assert plan.costs == {"purchase": 20, "shortage": 1000}
    plan = solve_sheets(tiny_sheets((10.0,) * 3, Offers=[offer_row(lead_time_months=3)]))
    assert plan.costs == {"shortage": 1500}


@pytest.mark.parametrize(
    ("transit", "stopped", "served"),
    [
        (1, 1, False),  # lead time 2, 1 in transit: dispatched a month after the order
        (1, 0, True),
        (1, 2, True),
        (2, 0, False),  # dispatched at once
        (2, 1, True),
        (0, 2, False),  # dispatched when it arrives
        (0, 1, True),
        (None, 1, False),  # blank: 1 in transit
    ],
)
def test_an_order_obeys_the_availability_of_its_dispatch_month(
    transit: int | None, stopped: int, served: bool
) -> None:
    """One order, of month 0, with lead time 2; A is stopped in one month."""
    sheets = tiny_sheets(
        (0.0, 0.0, 10.0),
        Offers=[offer_row(lead_time_months=2, transit_months=transit)],
        **known(stopped, supplier="A", severity=1),
    )
    assert solve_sheets(sheets).costs == ({"purchase": 20} if served else {"shortage": 500})


# --- prices -------------------------------------------------------------------------------------------


def test_a_unit_costs_price_and_tariff_and_freight_in_its_currency() -> None:
    """[2 · (1 + 0.1) + 0.5] · 1.25 = 3.375, 20 units."""
    sheets = tiny_sheets(
        Offers=[offer_row(currency="EUR", tariff=0.1, freight=0.5)], FX=[{"currency": "EUR", "rate": 1.25}]
    )
    assert solve_sheets(sheets).costs == {"purchase": 67.5}


INDEX = [{"index": "x", "month": month(0), "factor": 1}, {"index": "x", "month": month(1), "factor": 2}]


@pytest.mark.parametrize(
    ("limits", "paid"),
    [
        ({}, 20 + 40),
        ({"price_floor": 2.5}, 25 + 40),
        ({"price_ceiling": 3}, 20 + 30),
        ({"price_floor": 2.5, "price_ceiling": 3}, 25 + 30),
        ({"price_ceiling": 3, "tariff": 0.1}, 22 + 33),  # tariff on the price between floor and ceiling
        ({"price_ceiling": 3, "freight": 1}, 30 + 40),  # freight outside of it
    ],
)
def test_an_index_moves_the_price_between_floor_and_ceiling(limits: dict[str, float], paid: float) -> None:
    """Price 2 with index 1, then 2: 2 and 4."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9)], Offers=[offer_row(index="x", **limits)], PriceIndex=INDEX
    )
    assert solve_sheets(sheets).costs == {"purchase": paid}


def test_an_index_keeps_its_last_factor_and_begins_with_its_first() -> None:
    """Factors 2 in month 1 and 3 in month 3: 2, 2, 2, 3 on a price of 2."""
    sheets = tiny_sheets(
        (10.0,) * 4,
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(index="x")],
        PriceIndex=[{"index": "x", "month": month(t), "factor": f} for t, f in ((3, 3), (1, 2))],
    )
    assert solve_sheets(sheets).costs == {"purchase": 40 * 3 + 60}


def test_an_index_known_before_the_plan_counts() -> None:
    """The only factor, 1.5, stands before the plan: 20 units at 3."""
    sheets = tiny_sheets(
        Offers=[offer_row(index="x")], PriceIndex=[{"index": "x", "month": month(-2), "factor": 1.5}]
    )
    assert solve_sheets(sheets).costs == {"purchase": 60}


def test_goods_are_paid_when_they_arrive_at_the_price_of_the_order_month() -> None:
    """Ordered in month 0 at 2, arrived and paid in month 1, when the index would say 4.

    Discounted one month.
    """
    sheets = tiny_sheets(
        (0.0, 10.0),
        settings={"discount_rate": 0.21},
        Offers=[offer_row(lead_time_months=1, index="x")],
        PriceIndex=INDEX,
    )
    plan = solve_sheets(sheets)
    assert plan.cost("purchase", month=1) == cost(20)
    assert plan.objective == cost(20 * 1.21 ** (-1 / 12))


# --- lots ---------------------------------------------------------------------------------------------


def test_an_order_cost_makes_orders_few() -> None:
    """Order cost 30: one order of 20, 40 + 30 + 10 kept at 1 = 80; order cost 9: two orders, 40 + 18 = 58."""
    sheets = tiny_sheets(Items=[item_row(storage_cost=1)], Offers=[offer_row(order_cost=30)])
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [20, 0]
    assert plan.costs == {"purchase": 40, "order": 30, "holding": 10}
    sheets["Offers"] = [offer_row(order_cost=9)]
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [10, 10]
    assert plan.costs == {"purchase": 40, "order": 18}


def test_a_smallest_order_makes_orders_few() -> None:
    """At least 15: 20 at once and 10 kept (50), for 15 + 15 would leave 10 over; at least 10: two orders."""
    sheets = tiny_sheets(Items=[item_row(storage_cost=1)], Offers=[offer_row(moq=15)])
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [20, 0]
    assert plan.costs == {"purchase": 40, "holding": 10}
    sheets["Offers"] = [offer_row(moq=10)]
    assert solve_sheets(sheets).costs == {"purchase": 40}


def test_a_smallest_order_forces_overbuying_in_a_slow_month() -> None:
    """10 wanted, 15 at least: 30 paid, 5 kept at 1 (disposing costs 3)."""
    sheets = tiny_sheets(
        (10.0,), Items=[item_row(storage_cost=1, disposal_cost=3)], Offers=[offer_row(moq=15)]
    )
    assert solve_sheets(sheets).costs == {"purchase": 30, "holding": 5}


def test_a_smallest_order_above_what_is_possible_stops_the_offer() -> None:
    """At least 15, at most 12 a month: nothing can be ordered."""
    assert solve_sheets(tiny_sheets(Offers=[offer_row(moq=15, max_per_month=12)])).costs == {"shortage": 1000}
    sheets = tiny_sheets(  # +3 by an investment of 5: 15 can be ordered
        (15.0,),
        Offers=[offer_row(moq=15, max_per_month=12)],
        Investments=[{"investment": "K", "capex": 5, "adds_to": "offer:a", "adds": 3}],
    )
    assert solve_sheets(sheets).costs == {"purchase": 30, "capex": 5}


def test_lots_are_asked_on_the_trunk_only() -> None:
    """The branch from month 1 on pays no order cost and minds no smallest order: 20 + 30 + 20 = 70."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=1)],
        Offers=[offer_row(order_cost=30, moq=10)],
        **branches((1, 1.0), severity=0, demand_factor=0.5, product="P"),
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a", "s1") == [10, 5]
    assert plan.path("s1") == cost(20 + 30 + 10)


def test_an_order_cost_is_paid_in_the_order_month() -> None:
    """Ordered in month 0, arrived in month 1: 9 is paid in month 0."""
    sheets = tiny_sheets(Demand=demand(0, 10), Offers=[offer_row(order_cost=9, lead_time_months=1)])
    plan = solve_sheets(sheets)
    assert plan.cost("order", month=0) == cost(9)
    assert plan.costs == {"purchase": 20, "order": 9}
