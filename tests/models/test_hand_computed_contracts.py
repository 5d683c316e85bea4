"""Contracts: signing, rates, flexibility, obligations and tiers, worked out by hand (model, section 3).

Unless a test says otherwise: 10 units a month are asked for two months; contract c of supplier A sells at 2
up to a rate of 120 a year, 10 a month; supplier S sells on the spot at 5; a lost unit costs 50.
"""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    Solved,
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


def _plan(
    *, spot: float | None = 5, asked: tuple[float, ...] = (10.0, 10.0), sheets: dict | None = None, **c: Any
) -> Solved:
    """Return the solved plan with one contract and, at a price, a spot offer beside it."""
    offers = [contract_row(**c)] + ([] if spot is None else [offer_row("s", "S", price=spot)])
    plan = tiny_sheets(asked, Suppliers=[supplier_row(), supplier_row("S")], Offers=offers)
    return solve_sheets(plan | (sheets or {}))


def _idle(*, months: int = 2, sheets: dict | None = None, **c: Any) -> Solved:
    """Return a plan that needs nothing, bound to a contract of 10 a month with no way to use it."""
    fields = {"signed": "yes", "min_annual": 120, "tariff": 1, **c}
    return _plan(spot=None, asked=(0.0,) * months, sheets=sheets, **fields)


# --- signing and the rate -----------------------------------------------------------------------------


def test_a_contract_is_signed_when_it_pays() -> None:
    """40 + 30 to sign is less than 100 on the spot; 40 + 70 is more."""
    plan = _plan(contract_cost=30)
    assert plan.costs == {"purchase": 40, "contract": 30}
    assert (plan.value("v_signed", "c"), plan.value("v_rate", "c")) == (1, pytest.approx(10))
    plan = _plan(contract_cost=70)
    assert plan.costs == {"purchase": 100}
    assert (plan.value("v_signed", "c"), plan.value("v_rate", "c")) == (0, 0)


def test_call_offs_stay_within_the_largest_rate() -> None:
    """72 a year are 6 a month: 12 at 2, 8 at 5; 120 a year suffice."""
    assert _plan(max_annual=72).costs == {"purchase": 64}
    assert _plan().costs == {"purchase": 40}


def test_flexibility_lifts_the_month_above_the_rate() -> None:
    """6 a month and half as much again: 9 at 2, 1 at 5, twice."""
    assert _plan(max_annual=72, flex=0.5).costs == {"purchase": 46}


def test_call_offs_are_as_available_as_the_supplier() -> None:
    """Half of A is off in month 0: 5 at 2 and 5 at 5, then 10 at 2."""
    plan = _plan(sheets=known(0, supplier="A", severity=0.5))
    assert plan.orders("c") == [5, 10]
    assert plan.costs == {"purchase": 55}


def test_the_least_rate_obliges_only_through_take_or_pay() -> None:
    """A rate of 20 a month, 10 needed: with take-or-pay 80 is paid for 40 units; without, 40 for 20."""
    rate = {"min_annual": 240, "max_annual": 240}
    plan = _plan(**rate, take_or_pay=1)
    assert plan.objective == cost(80)
    assert plan.value("v_rate", "c") == pytest.approx(20)
    assert _plan(**rate).costs == {"purchase": 40}
    assert _plan(**rate, take_or_pay=1, spot=3).costs == {"purchase": 60}  # better not signed


def test_a_monthly_maximum_holds_beside_the_rate() -> None:
    """The rate may be 10, but 6 a month at most: 12 at 2, 8 at 5; with 5 more a month from K all at 2."""
    assert _plan(max_per_month=6).costs == {"purchase": 64}
    grown = {"Investments": [{"investment": "K", "capex": 3, "adds_to": "offer:c", "adds": 5}]}
    assert _plan(max_per_month=6, sheets=grown).costs == {"purchase": 40, "capex": 3}


def test_what_is_added_to_a_contract_does_not_lift_its_rate() -> None:
    """Rate 6 a month: 5 more of monthly maximum are worth nothing, so K is not built."""
    grown = {"Investments": [{"investment": "K", "capex": 3, "adds_to": "offer:c", "adds": 5}]}
    assert _plan(max_annual=72, max_per_month=6, sheets=grown).costs == {"purchase": 64}


def test_a_contract_already_signed_costs_nothing_to_sign() -> None:
    """Signed: contract cost 0, the rate still free, and no obligation: the spot offer at 1 is used."""
    assert _plan(contract_cost=30, signed="yes").costs == {"purchase": 40}
    plan = _plan(contract_cost=30, signed="yes", spot=1)
    assert plan.costs == {"purchase": 20}
    assert plan.value("v_signed", "c") == 1


def test_a_contract_refused_is_not_used() -> None:
    """Signed no: all on the spot."""
    assert _plan(signed="no").costs == {"purchase": 100}


def test_only_the_contract_of_a_qualified_supplier_is_signed() -> None:
    """A costs 7 to qualify and one month: 10 at 5, 10 at 2 and 7; at 100 to qualify all on the spot."""
    late = supplier_row(already_qualified="no", qualification_cost=7, qualification_months=1)
    plan = _plan(sheets={"Suppliers": [late, supplier_row("S")]})
    assert plan.costs == {"purchase": 70, "qualification": 7}
    assert plan.orders("c") == [0, 10]
    dear = late | {"qualification_cost": 100}
    assert _plan(sheets={"Suppliers": [dear, supplier_row("S")]}).costs == {"purchase": 100}


def test_a_contract_already_signed_has_its_supplier_qualified() -> None:
    """Signed with A, not yet qualified: its 7 are due though the spot offer at 1 is used."""
    late = supplier_row(already_qualified="no", qualification_cost=7, qualification_months=1)
    plan = _plan(signed="yes", spot=1, sheets={"Suppliers": [late, supplier_row("S")]})
    assert plan.costs == {"purchase": 20, "qualification": 7}


# --- least take ---------------------------------------------------------------------------------------


def test_a_least_monthly_take_is_taken() -> None:
    """5 of the 10 a month must be taken in month 0 and kept at 1; without it all is bought in month 1."""
    bound = {"signed": "yes", "min_annual": 120, "spot": None, "asked": (0.0, 10.0)}
    stored = {"Items": [item_row(storage_cost=1, disposal_cost=9)]}
    plan = _plan(**bound, min_take=0.5, sheets=stored)
    assert plan.orders("c") == [5, 5]
    assert plan.costs == {"purchase": 20, "holding": 5}
    assert _plan(**bound, sheets=stored).costs == {"purchase": 20}


def test_a_least_take_asks_for_what_is_available_only() -> None:
    """A is stopped in month 0, so nothing must be taken then."""
    bound = {"signed": "yes", "min_annual": 120, "spot": None, "asked": (0.0, 10.0), "min_take": 0.5}
    sheets = {"Items": [item_row(storage_cost=1, disposal_cost=9)], **known(0, supplier="A", severity=1)}
    assert _plan(**bound, sheets=sheets).costs == {"purchase": 20}


def test_a_least_take_holds_in_branches() -> None:
    """From month 1 on nobody asks any more, yet 5 must be taken and thrown away at 9."""
    bound = {"signed": "yes", "min_annual": 120, "spot": None, "min_take": 0.5}
    slump = {"severity": 0, "demand_factor": 0, "product": "P"}
    sheets = {"Items": [item_row(storage_cost=1, disposal_cost=1)], **branches((1, 1.0), **slump)}
    plan = _plan(**bound, sheets=sheets)
    assert plan.orders("c", "s1") == [10, 5]
    assert plan.path("s1") == cost(30 + 5)


# --- take or pay --------------------------------------------------------------------------------------


def test_what_is_owed_and_not_taken_is_paid() -> None:
    """0.8 of 20 are owed and nothing is needed: 16 · 2 = 32 (goods would cost 4 with their tariff)."""
    assert _idle(take_or_pay=0.8).costs == {"take_or_pay": 32}
    assert _idle(take_or_pay=0).costs == {}


def test_what_is_taken_in_any_month_of_the_year_counts() -> None:
    """Flexibility 1: 20 are taken in month 0, none in month 1, and nothing is owed at take-or-pay 1."""
    plan = _plan(spot=None, asked=(20.0, 0.0), signed="yes", min_annual=120, flex=1, take_or_pay=1)
    assert plan.costs == {"purchase": 40}


def test_what_is_owed_is_paid_in_the_last_order_month_at_its_price() -> None:
    """Index 1, then 1.5: 3, in euro 3.75, without tariff, freight or price factor; ceiling 2.5: 3.125."""
    sheets = {
        "PriceIndex": [{"index": "x", "month": month(t), "factor": f} for t, f in ((0, 1), (1, 1.5))],
        "FX": [{"currency": "EUR", "rate": 1.25}],
        **known(1, severity=0, price_factor=2, index="x"),
    }
    owed = {"take_or_pay": 1, "index": "x", "currency": "EUR", "freight": 9, "sheets": sheets}
    assert _idle(**owed).costs == {"take_or_pay": 75}
    plan = _idle(**owed, price_ceiling=2.5)
    assert plan.costs == {"take_or_pay": 62.5}
    assert plan.cost("take_or_pay", month=1) == cost(62.5)


def test_the_last_order_month_is_the_contracts_own() -> None:
    """The contract ends in month 1 of 3: paid in month 1."""
    plan = _idle(months=3, take_or_pay=1, available_to=month(1))
    assert plan.cost("take_or_pay", month=1) == cost(40)
    assert plan.costs == {"take_or_pay": 40}


def test_months_that_cannot_arrive_in_time_are_not_owed() -> None:
    """Lead time 1 of 2 months: only month 0 is an order month: 10 owed, paid in month 0."""
    plan = _idle(take_or_pay=1, lead_time_months=1)
    assert plan.costs == {"take_or_pay": 20}
    assert plan.cost("take_or_pay", month=0) == cost(20)


def test_months_before_qualification_are_not_owed() -> None:
    """Qualified from month 1: 10 owed of 2 months."""
    late = supplier_row(already_qualified="no", qualification_months=1)
    assert _idle(take_or_pay=1, sheets={"Suppliers": [late]}).costs == {"take_or_pay": 20}


@pytest.mark.parametrize(("severity", "paid"), [(0, 40), (0.5, 30), (1, 20)])
def test_what_a_disruption_stops_is_not_owed(severity: float, paid: float) -> None:
    """Force majeure: 10 · (1 + what is available in month 1) are owed at 2."""
    event = known(1, supplier="A", severity=severity, lead_time_extension=0)
    assert _idle(take_or_pay=1, sheets=event).costs == {"take_or_pay": paid}


def test_what_a_disruption_stops_in_a_branch_is_not_owed_there() -> None:
    """On the trunk 20 units at 2 are owed, in the branch whose supplier stops in month 1 only 10."""
    plan = _idle(take_or_pay=1, sheets=branches((1, 0.5), supplier="A", severity=1))
    assert (plan.path(), plan.path("s1")) == (cost(40), cost(20))
    assert plan.objective == cost(30)


def test_a_trunk_month_without_supply_is_still_an_order_month() -> None:
    """A is known to be stopped in month 1; it stays the last order month, in which the 10 owed are paid."""
    plan = _idle(take_or_pay=1, sheets=known(1, supplier="A", severity=1))
    assert plan.cost("take_or_pay", month=1) == cost(20)


def test_a_year_whose_last_order_month_is_over_is_not_owed_again_in_a_branch() -> None:
    """The contract's only month is 0, the branch leaves in month 1: 20 paid on the trunk, for both paths."""
    plan = _idle(take_or_pay=1, available_to=month(0), sheets=branches((1, 0.5), items="Dy", severity=0))
    assert plan.costs == {"take_or_pay": 20}
    assert plan.costs_of("s1") == {}
    assert plan.path("s1") == cost(20)


def test_a_longer_lead_time_in_a_branch_drops_its_months() -> None:
    """From month 1 orders take a month more and would come too late.

    Only month 0 is owed there, 20, not 40.
    """
    late = {"supplier": "A", "severity": 0, "lead_time_extension": 1}
    plan = _idle(take_or_pay=1, sheets=branches((1, 0.5), **late))
    assert (plan.path(), plan.path("s1")) == (cost(40), cost(20))
    elsewhere = {"items": "Tb", "severity": 0, "lead_time_extension": 1}
    plan = _idle(
        take_or_pay=1, sheets={"Items": [item_row(), item_row("Tb")], **branches((1, 0.5), **elsewhere)}
    )
    assert plan.path("s1") == cost(40)


def test_a_longer_lead_time_drops_a_month_from_what_is_taken_too() -> None:
    """Order months 0 and 1, 20 owed. On the trunk month 0's 10 units count and 10 more are paid for."""
    plan = _plan(
        spot=None,
        asked=(10.0, 0.0),
        signed="yes",
        min_annual=120,
        take_or_pay=1,
        tariff=1,
        sheets=branches((1, 1.0), supplier="A", severity=0, lead_time_extension=1),
    )
    # in the branch month 1 drops out: 10 owed, 10 taken at 4
    assert plan.path("s1") == cost(40)
    assert plan.path() == cost(40 + 20)


def test_orders_that_are_lost_on_the_way_still_count_as_taken() -> None:
    """10 ordered in month 0 leave in month 1, when the branch stops A: lost, unpaid, and yet taken."""
    plan = _plan(
        spot=None,
        asked=(0.0, 10.0, 0.0),
        signed="yes",
        min_annual=120,
        take_or_pay=1,
        lead_time_months=1,
        transit_months=0,
        available_to=month(0),
        sheets=branches((1, 0.1), supplier="A", severity=1),
    )
    assert plan.orders("c") == [10, 0, 0]
    assert plan.cost("shortage", "s1") == cost(500)
    assert plan.path("s1") == cost(500)  # nothing owed, nothing bought
    assert plan.path() == cost(20)


def test_every_plan_year_has_its_own_obligation() -> None:
    """13 months, 10 a month owed: 240 paid in month 11 for the first year, 20 in month 12 for the second."""
    plan = _idle(months=13, take_or_pay=1)
    assert plan.cost("take_or_pay", month=11) == cost(240)
    assert plan.cost("take_or_pay", month=12) == cost(20)


# --- tiers --------------------------------------------------------------------------------------------

TIERED = {"price": None, "max_annual": None}


def _tiers(*prices: float, **more: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the PriceTiers sheet: 0–60 a year, 60–120 a year and so on."""
    rows = [
        {"offer": "c", "from_annual": 60 * k, "to_annual": 60 * (k + 1), "price": price}
        for k, price in enumerate(prices)
    ]
    rows[-1].update(more)
    return {"PriceTiers": rows}


def test_all_units_are_bought_at_the_price_of_the_tier_of_the_rate() -> None:
    """10 a month are 120 a year, second tier: 20 at 4."""
    plan = _plan(**TIERED, spot=9, sheets=_tiers(5, 4))
    assert plan.costs == {"purchase": 80}
    assert plan.value("v_signed", "c#2") == 1


def test_a_tier_asks_for_its_rate() -> None:
    """4 a month needed: first tier 8 at 5 = 40; the second at 4.5 would owe 10 units = 45.

    At 3.5: 35, taken.
    """
    owing = {**TIERED, "take_or_pay": 1, "asked": (4.0, 4.0), "spot": 9}
    plan = _plan(**owing, sheets=_tiers(5, 4.5))
    assert plan.costs == {"purchase": 40}
    plan = _plan(**owing, sheets=_tiers(5, 3.5))
    assert plan.objective == cost(35)
    assert plan.value("v_rate", "c#2") == pytest.approx(5)


def test_a_tier_cost_is_due_by_the_length_of_the_plan_year() -> None:
    """60 a year are 10 in two months.

    80 + 10 < 100 on tier one's way of 10 at 5 and 10 at 9; 300 a year: not.
    """
    plan = _plan(**TIERED, spot=9, sheets=_tiers(5, 4, tier_cost=60))
    assert plan.costs == {"purchase": 80, "contract": 10}
    plan = _plan(**TIERED, spot=9, sheets=_tiers(5, 4, tier_cost=600))  # 180, or 10 at 5 and 10 at 9
    assert plan.costs == {"purchase": 140}


def test_a_tier_cost_is_paid_in_the_first_month_of_every_plan_year() -> None:
    """13 months: 60 in month 0, 60/12 in month 12."""
    plan = _plan(**TIERED, spot=9, asked=(10.0,) * 13, sheets=_tiers(5, 4, tier_cost=60))
    assert plan.cost("contract", month=0) == cost(60)
    assert plan.cost("contract", month=12) == cost(5)


def test_an_incremental_discount_holds_for_what_is_beyond_the_step() -> None:
    """60 a year at 5 and 60 at 4 are 540 a year.

    90 in two months, of which 5·60 − 4·60 = 60 a year are the step.
    """
    plan = _plan(**TIERED, tier_kind="incremental", spot=9, sheets=_tiers(5, 4))
    assert plan.costs == {"purchase": 80, "contract": 10}


def test_an_incremental_step_carries_tariff_and_currency_but_no_freight() -> None:
    """(5·60 − 4·60)·1.1·1.25 = 82.5 a year, 13.75 in two months; units at (4·1.1 + 1)·1.25 = 6.75."""
    terms = {"tier_kind": "incremental", "tariff": 0.1, "freight": 1, "currency": "EUR"}
    sheets = _tiers(5, 4) | {"FX": [{"currency": "EUR", "rate": 1.25}]}
    plan = _plan(**TIERED, **terms, spot=19, sheets=sheets)
    assert plan.costs == {"purchase": 135, "contract": 13.75}


def test_three_incremental_steps_are_continuous() -> None:
    """15 a month.

    60 at 5, 60 at 4, 60 at 3 a year = 720 a year, 120 in two months; 90 for the units, 30 in steps.
    """
    plan = _plan(**TIERED, tier_kind="incremental", spot=9, asked=(15.0, 15.0), sheets=_tiers(5, 4, 3))
    assert plan.costs == {"purchase": 90, "contract": 30}


def test_one_tier_is_chosen_at_most() -> None:
    """15 a month, two tiers of up to 5 and 10: only 10 at 4 and 5 on the spot, not 5 more at 5."""
    plan = _plan(**TIERED, spot=9, asked=(15.0, 15.0), sheets=_tiers(5, 4))
    assert plan.costs == {"purchase": 80 + 90}


def test_a_tiered_contract_already_signed_has_exactly_one_tier() -> None:
    """Signed, and the spot offer at 1 is used: the second tier's cost is not chosen, the first has none."""
    signed = {**TIERED, "signed": "yes", "contract_cost": 99, "spot": 1}
    plan = _plan(**signed, sheets=_tiers(5, 4, tier_cost=60))
    assert plan.costs == {"purchase": 20}
    assert plan.value("v_signed", "c#1") + plan.value("v_signed", "c#2") == 1
    both = _tiers(5, 4, tier_cost=60)
    both["PriceTiers"][0]["tier_cost"] = 30
    assert _plan(**signed, sheets=both).costs == {"purchase": 20, "contract": 5}
    refused = {**signed, "signed": "no"}
    assert _plan(**refused, sheets=both).costs == {"purchase": 20}


def test_costs_and_lots_of_an_offer_belong_to_the_tier_chosen() -> None:
    """Signing 7 and two orders at 3 are paid once, not per tier: 80 + 7 + 6."""
    plan = _plan(**TIERED, contract_cost=7, order_cost=3, spot=9, sheets=_tiers(5, 4))
    assert plan.costs == {"purchase": 80, "contract": 7, "order": 6}


def test_a_tiers_monthly_maximum_is_the_offers() -> None:
    """8 a month of whichever tier: 16 at 4, 4 at 9; with 2 more from K, all at 4."""
    plan = _plan(**TIERED, max_per_month=8, spot=9, sheets=_tiers(5, 4))
    assert plan.costs == {"purchase": 100}
    grown = {"Investments": [{"investment": "K", "capex": 3, "adds_to": "offer:c", "adds": 2}]}
    plan = _plan(**TIERED, max_per_month=8, spot=9, sheets=_tiers(5, 4) | grown)
    assert plan.costs == {"purchase": 80, "capex": 3}


def test_one_tier_alone_is_a_contract_like_any_other() -> None:
    """A single tier, signed already: its tier cost is due."""
    plan = _plan(**TIERED, signed="yes", spot=1, sheets=_tiers(5, tier_cost=60))
    assert plan.costs == {"purchase": 20, "contract": 10}


# --- lots of contracts --------------------------------------------------------------------------------


def test_a_smallest_order_holds_for_contracts_too() -> None:
    """At least 12, at most 10·(1 + 0.5) = 15 a month: 12 and 12 with 2, then 4 kept at 1 = 54.

    15 and 5 on the spot would be 55 + 5 kept, 12 and 8 on the spot 64 + 2 kept.
    """
    sheets = {"Items": [item_row(storage_cost=1, disposal_cost=9)]}
    plan = _plan(moq=12, flex=0.5, sheets=sheets)
    assert plan.costs == {"purchase": 48, "holding": 6}
    assert _plan(moq=16, flex=0.5, sheets=sheets).costs == {"purchase": 100}  # beyond the largest call-off


# --- price of contracts on a tree ---------------------------------------------------------------------


def test_known_event_and_branch_both_shape_what_is_owed() -> None:
    """Known: half of A off in month 0. Branch: all of A off in month 1. Owed 10·(0.5 + 1) or 10·0.5 at 2."""
    sheets = {
        "Events": [
            {"event": "E", "supplier": "A", "severity": 0.5, "duration_months": 1},
            {"event": "F", "supplier": "A", "severity": 1, "duration_months": 1},
        ],
        "Scenarios": [scenario("0", "E", 0), scenario("s1", "F", 1, 0.5)],
    }
    plan = _idle(take_or_pay=1, sheets=sheets)
    assert (plan.path(), plan.path("s1")) == (cost(30), cost(10))
