"""Where two subjects of the model meet: one sentence of each, worked out by hand (model, sections 2 to 8).

Unless a test says otherwise: 10 units a month are asked, a lost one costs 50, and A sells up to 100 at 2.
"""

from __future__ import annotations

from cases import (
    branches,
    contract_row,
    cost,
    item_row,
    known,
    month,
    offer_row,
    scenario,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)

FULL = {"signed": "yes", "min_annual": 120, "take_or_pay": 1}
"""A contract of 10 a month that owes all of it."""


# --- contracts and branches ---------------------------------------------------------------------------


def test_a_second_shock_ends_what_the_first_one_left_owed() -> None:
    """10 a month owed, none needed: 60 as planned; 40 where month 1 is stopped; 20 with month 2 too."""
    plan = solve_sheets(
        tiny_sheets(
            (0.0, 0.0, 0.0),
            Offers=[contract_row(**FULL)],
            Events=[{"event": "E", "supplier": "A", "duration_months": 1}],
            Scenarios=[scenario("s", "E", 1, 0.25), scenario("t", "E", 2, 0.25, after="s")],
        )
    )
    assert (plan.path(), plan.path("s"), plan.path("t")) == (cost(60), cost(40), cost(20))
    assert plan.objective == cost(0.5 * 60 + 0.25 * 40 + 0.25 * 20)


def test_what_is_owed_in_a_branch_counts_the_stop_of_orders_placed_before_it() -> None:
    """Ordered in month 0, dispatched in 1: the branch that stops month 1 owes the orders of 1 and 2 alone."""
    plan = solve_sheets(
        tiny_sheets(
            (0.0,) * 4,
            Offers=[contract_row(lead_time_months=1, transit_months=0, tariff=1, **FULL)],
            **branches((1, 0.5), supplier="A"),
        )
    )
    assert plan.costs_of("0") == {"take_or_pay": 60}  # months 0, 1, 2; an order of month 3 arrives too late
    assert plan.costs_of("s1") == {"take_or_pay": 40}


def test_a_contract_waits_for_qualification_in_every_branch() -> None:
    """Orders from month 2 on: in the branch, where S is stopped from month 1, one month is lost before it."""
    plan = solve_sheets(
        tiny_sheets(
            (10.0,) * 4,
            Items=[item_row(storage_cost=99)],
            Suppliers=[
                supplier_row(already_qualified="no", qualification_cost=7, qualification_months=2),
                supplier_row("S"),
            ],
            Offers=[contract_row(signed="yes"), offer_row("s", "S", price=5)],
            **branches((1, 0.5), supplier="S", duration_months=9),
        )
    )
    assert plan.path() == cost(7 + 50 + 50 + 20 + 20)
    assert plan.path("s1") == cost(7 + 50 + 500 + 20 + 20)


def test_a_contract_has_lots_on_the_trunk_and_none_in_its_branch() -> None:
    """15 at least: 10 are given away, since keeping one costs 9; the branch buys the 10 that it needs."""
    plan = solve_sheets(
        tiny_sheets(
            (5.0, 5.0),
            Items=[item_row(storage_cost=9)],
            Offers=[contract_row(moq=15, flex=1)],
            **branches((1, 0.5), product="P", demand_factor=2, severity=0),
        )
    )
    assert (plan.orders("c"), plan.orders("c", "s1")) == ([15, 15], [15, 10])
    assert (plan.path(), plan.path("s1")) == (cost(60), cost(50))


def test_a_least_take_in_a_branch_is_of_what_is_left_by_both_events() -> None:
    """Of 20 a month half is off from month 1 on, as is known, and half the rest in the branch: 10 and 5."""
    plan = solve_sheets(
        tiny_sheets(
            (0.0, 0.0),
            Offers=[contract_row(signed="yes", min_annual=240, max_annual=240, min_take=1)],
            Events=[
                {"event": "K", "supplier": "A", "severity": 0.5, "duration_months": 9},
                {"event": "E", "supplier": "A", "severity": 0.5, "duration_months": 9},
            ],
            Scenarios=[scenario("0", "K", 1), scenario("s", "E", 1, 0.5)],
        )
    )
    assert (plan.orders("c"), plan.orders("c", "s")) == ([20, 10], [20, 5])
    assert (plan.path(), plan.path("s")) == (cost(60), cost(50))


# --- money --------------------------------------------------------------------------------------------


def test_tier_costs_are_in_the_plan_currency_and_tier_prices_in_the_offers() -> None:
    """12 a year for the tier are 2 in two months; 20 units at 1 cost 3 each in the plan currency."""
    plan = solve_sheets(
        tiny_sheets(
            Offers=[contract_row(price=None, max_annual=None, currency="EUR")],
            PriceTiers=[{"offer": "c", "from_annual": 0, "to_annual": 120, "price": 1, "tier_cost": 12}],
            FX=[{"currency": "EUR", "rate": 3}],
        )
    )
    assert plan.costs == {"purchase": 60, "contract": 2}


def test_a_tier_follows_the_index_of_its_offer_to_the_ceiling_in_a_branch_too() -> None:
    """Price 2, doubled by the index in month 1, ceiling 5; in the branch tripled: 5."""
    plan = solve_sheets(
        tiny_sheets(
            Items=[item_row(storage_cost=99)],
            Offers=[contract_row(price=None, max_annual=None, index="X", price_ceiling=5)],
            PriceTiers=[{"offer": "c", "from_annual": 0, "to_annual": 120, "price": 2}],
            PriceIndex=[
                {"index": "X", "month": month(0), "factor": 1},
                {"index": "X", "month": month(1), "factor": 2},
            ],
            **branches((1, 0.5), index="X", price_factor=3, severity=0),
        )
    )
    assert (plan.path(), plan.path("s1")) == (cost(20 + 40), cost(20 + 50))


def test_what_is_owed_is_paid_in_the_offers_currency_without_tariff_freight_or_event() -> None:
    """10 owed at 2 · 3 (index), at most 5, at 4 to the unit of the offer's currency: 200."""
    plan = solve_sheets(
        tiny_sheets(
            (0.0,),
            Offers=[contract_row(index="X", price_ceiling=5, currency="EUR", tariff=1, freight=9, **FULL)],
            PriceIndex=[{"index": "X", "month": month(0), "factor": 3}],
            FX=[{"currency": "EUR", "rate": 4}],
            **known(0, index="X", price_factor=9, severity=0),
        )
    )
    assert plan.costs == {"take_or_pay": 200}


def test_a_path_without_probability_is_not_the_worst() -> None:
    """It costs 520 and weighs nothing; the dearest that may come costs 280."""
    plan = solve_sheets(
        tiny_sheets(
            Items=[item_row(storage_cost=99)],
            Events=[
                {"event": "E", "supplier": "A", "duration_months": 1},
                {"event": "F", "supplier": "A", "duration_months": 1, "severity": 0.95},
            ],
            Scenarios=[scenario("never", "E", 1, 0), scenario("once", "F", 1, 0.2)],
        )
    )
    assert (plan.path("never"), plan.path("once")) == (cost(520), cost(20 + 10 + 250))
    assert plan.solution.worst_cost == cost(280)


# --- events ---------------------------------------------------------------------------------------------


def test_an_event_with_a_profile_is_on_for_as_many_months_as_it_has_entries() -> None:
    """Nothing is lost in its first month, but orders are delayed into the second, in which nothing leaves."""
    plan = solve_sheets(
        tiny_sheets(
            (10.0, 10.0, 10.0),
            **known(0, supplier="A", loss_profile="0|1", duration_months=None, lead_time_extension=1),
        )
    )
    assert plan.short() == [10, 10, 0]
    assert plan.objective == cost(500 + 500 + 20)


def test_a_known_delay_moves_fixed_cost_and_life_of_what_is_built() -> None:
    """Complete in month 3 of 5 in place of 1: two months at 1, and 8 of 10 months of 100 are left."""
    plan = solve_sheets(
        tiny_sheets(
            (0.0,) * 5,
            Investments=[
                {
                    "investment": "K",
                    "capex": 100,
                    "fixed_opex": 1,
                    "lead_months": 1,
                    "life_months": 10,
                    "committed_start": month(0),
                }
            ],
            **known(0, investment="K", investment_delay_months=2, severity=0),
        )
    )
    assert plan.costs == {"capex": 100, "fixed_opex": 2, "residual": -80}


def test_an_annual_maximum_is_kept_for_the_second_shock() -> None:
    """B, at 10, stops in month 1 and then in 2: the 20 a year of A are left for both, so B serves first."""
    plan = solve_sheets(
        tiny_sheets(
            (10.0, 10.0, 10.0),
            Items=[item_row(storage_cost=99)],
            Suppliers=[supplier_row(), supplier_row("B")],
            Offers=[offer_row(max_annual=20), offer_row("b", "B", price=10)],
            Events=[{"event": "E", "supplier": "B", "duration_months": 1}],
            Scenarios=[scenario("s", "E", 1, 0.2), scenario("t", "E", 2, 0.2, after="s")],
        )
    )
    assert plan.orders("a", "t") == [0, 10, 10]
    assert [plan.path(s) for s in ("0", "s", "t")] == [cost(140)] * 3


def test_what_is_added_to_an_offer_is_shared_by_its_tiers() -> None:
    """5 a month and 5 more by a module at 10: 20 units at the price of the upper tier, 2."""
    plan = solve_sheets(
        tiny_sheets(
            Offers=[contract_row(price=None, max_annual=None, max_per_month=5)],
            PriceTiers=[
                {"offer": "c", "from_annual": 0, "to_annual": 60, "price": 4},
                {"offer": "c", "from_annual": 60, "to_annual": 240, "price": 2},
            ],
            Investments=[{"investment": "K", "capex": 10, "adds_to": "offer:c", "adds": 5}],
        )
    )
    assert plan.costs == {"purchase": 40, "capex": 10}


def test_a_share_that_always_holds_is_met_by_buying_what_is_not_needed() -> None:
    """Tolling in China, 2 a unit in all, is half of purchases at most; in the branch nothing else is left.

    10 units bought at 5 in month 0, and given away, allow 10 tolled in month 1 of each path: 50 + 20. Without
    them the branch makes nothing: 0.8 · 35 + 0.2 · 500.
    """
    plan = solve_sheets(
        tiny_sheets(
            (0.0, 10.0),
            Items=[item_row(storage_cost=99), item_row("Ox")],
            Offers=[offer_row(refining_country="AU", price=5), offer_row("ox", item="Ox", price=1)],
            Processes=[
                {"process": "T", "country": "CN", "stage": "refining", "capacity_per_month": 99, "opex": 1}
            ],
            ProcessFlows=[
                {"process": "T", "item": "Ox", "kind": "in", "quantity": 1},
                {"process": "T", "item": "Dy", "kind": "out", "quantity": 1},
            ],
            Rules=[
                {
                    "rule": "R",
                    "measure": "refining",
                    "member": "CN",
                    "items": "Dy",
                    "share": 0.5,
                    "applies_in": "always",
                }
            ],
            **branches((1, 0.2), items="Dy"),
        )
    )
    assert plan.orders("a") == [10, 0]
    assert (plan.path(), plan.path("s1")) == (cost(70), cost(70))


# --- cover ----------------------------------------------------------------------------------------------


def test_cover_asked_again_waits_for_its_first_month_and_for_the_second_shock() -> None:
    """Half a month of use from month 2 on: 5 missing in months 2 and 3; after the second shock in 3 alone."""
    days = 365 / 24
    plan = solve_sheets(
        tiny_sheets(
            (10.0,) * 4,
            Items=[
                item_row(
                    storage_cost=9,
                    min_cover_days=days,
                    cover_penalty=1,
                    cover_from=month(2),
                    cover_again_months=1,
                )
            ],
            Events=[{"event": "E", "product": "P", "severity": 0, "demand_factor": 1, "duration_months": 1}],
            Scenarios=[scenario("s", "E", 0, 0.2), scenario("t", "E", 2, 0.2, after="s")],
        )
    )
    assert [plan.cost("cover", s) for s in ("0", "s", "t")] == [cost(10), cost(10), cost(5)]
