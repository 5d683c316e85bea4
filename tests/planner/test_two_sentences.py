"""Tiny plans that each turn on two sentences of the model at once, computed by hand and solved both ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import (
    EXACT,
    Sheets,
    branches,
    contract_row,
    cost,
    item_row,
    known,
    month,
    offer_row,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)

NO_STOCK = [item_row(max_stock=0, disposal_cost=9)]
OWED = {"signed": "yes", "min_annual": 120, "take_or_pay": 1}
"""10 a month, to be taken or paid for."""
SINCE_NOVEMBER = {"year_start": 11}
"""Plans begin in January, so two months of their first plan-year lie before them."""


def placed(offer: str, at: int, quantity: float, **more: Any) -> dict[str, Any]:
    """Return a row of History that arrived when it was ordered."""
    return {
        "offer": offer,
        "order_month": month(at),
        "quantity": quantity,
        "arrival_month": month(at),
        **more,
    }


def owed(quantity: float, **changes: Any) -> Sheets:
    """Return two months without demand under a contract signed before, of which so much was taken in it."""
    sheets: Sheets = {
        "Items": NO_STOCK,
        "Offers": [contract_row(**OWED)],
        "History": [placed("c", -1, quantity)],
    }
    return tiny_sheets((0.0, 0.0), settings=SINCE_NOVEMBER, **(sheets | changes))


def moving(**process: Any) -> Sheets:
    """Return the sheets of a process that makes Dy of ore at 1 a unit, and of ore at 2."""
    terms = {"process": "p", "capacity_per_month": 100, "opex": 1, **process}
    return {
        "Processes": [terms],
        "ProcessFlows": [
            {"process": "p", "item": "Ore", "kind": "in", "quantity": 1},
            {"process": "p", "item": "Dy", "kind": "out", "quantity": 1},
        ],
        "Items": [item_row(storage_cost=9), item_row("Ore")],
    }


TWO = [offer_row("cn", refining_country="CN"), offer_row("au", price=4, refining_country="AU")]
HALF = {"rule": "R", "measure": "refining", "member": "CN", "share": 0.5}
LATE = {"product": "P", "shortage_penalty": 50, "late_months": 1}

PLANS: dict[str, tuple[float, Sheets]] = {
    # Placed in month 0 it is dispatched in month 1, when the stop is over: 20, not nine times as much.
    "an extension carries the dispatch past the stop": (
        20,
        tiny_sheets(
            (0.0, 10.0),
            Items=NO_STOCK,
            Offers=[offer_row(index="x")],
            PriceIndex=[{"index": "x", "month": month(t), "factor": 1 + 8 * t} for t in (0, 1)],
            **known(0, supplier="A", lead_time_extension=1),
        ),
    ),
    # 10 on the way, 2 each: paid on the trunk; in the branch dispatched in the ban, lost and not paid, 500.
    "what was ordered before the plan is lost in a ban nobody knew of": (
        0.5 * 20 + 0.5 * 500,
        tiny_sheets(
            (0.0, 10.0),
            Offers=[offer_row(lead_time_months=2, transit_months=0)],
            History=[placed("a", -1, 10, arrival_month=month(1), unit_cost=2)],
            **branches((1, 0.5), supplier="A"),
        ),
    ),
    "and arrives whole where the ban is known": (
        20,
        tiny_sheets(
            (0.0, 10.0),
            Offers=[offer_row(lead_time_months=2, transit_months=0)],
            History=[placed("a", -1, 10, arrival_month=month(1), unit_cost=2)],
            **known(1, supplier="A"),
        ),
    ),
    # Four months of 10, less the 12 taken, at 2.
    "a year owed from before the plan": (56, owed(12)),
    "less what a known stop before the plan forgives": (36, owed(12, **known(-2, supplier="A"))),
    "less the months before it was qualified": (
        36,
        owed(12, Suppliers=[supplier_row(qualified_from=month(-1))]),
    ),
    "less the months in which it was not to be had": (
        36,
        owed(12, Offers=[contract_row(**OWED, available_from=month(-1))]),
    ),
    # Half of the 10 asked, then half of the 5 owed: 7.5 at 2, and 2.5 are lost.
    "a share of what is asked and owed": (
        7.5 * 2 + 2.5 * 50,
        tiny_sheets(
            (10.0, 0.0),
            Products=[LATE],
            Designs=[{"product": "P", "design": "std", "max_share": 0.5}],
        ),
    ),
    # Making costs 100 a unit, giving up 50. Given up in month 0: all 10 on both paths; from month 1 on the
    # trunk has used up its half, the branch may give up half of its 10.
    "a fill rate counts what is given up from the onset on": (
        0.5 * (500 + 1000) + 0.5 * (500 + 500 + 250),
        tiny_sheets(
            (10.0, 10.0, 0.0),
            Products=[{**LATE, "min_fill_rate": 0.5}],
            Offers=[offer_row(price=100)],
            **branches((1, 0.5), product="P", severity=0, demand_factor=1),
        ),
    ),
    # 20 used and 10 kept at the end: 30 bought, of which half of the 20 used from CN.
    "cover is bought beyond a cap of use": (
        10 * 2 + 20 * 4,
        tiny_sheets(Items=[item_row(min_cover_days=365 / 12)], Offers=TWO, Rules=[{**HALF, "base": "use"}]),
    ),
    # Two units of Dy each: a breach costs 0.999 · 50 / 2, so 10 of the 20 for which nothing else is there.
    "a rule gives way by the units that a product takes": (
        0.5 * (10 * 2 + 10 * 4) + 0.5 * (20 * 2 + 10 * 0.999 * 25),
        tiny_sheets(
            (10.0,),
            BOM=[{"product": "P", "design": "std", "item": "Dy", "quantity": 2}],
            Offers=TWO,
            Rules=[{**HALF, "applies_in": "unless_short"}],
            **branches((0, 0.5), country="AU"),
        ),
    ),
    # Begun in month 11, the last of its year, where nothing else is bought: over the cap. So AU, in month 12.
    "a rule counts what a process begins in the year in which it is begun": (
        10 * 4,
        tiny_sheets(
            (0.0,) * 12 + (10.0,),
            Offers=[offer_row("ore", item="Ore"), TWO[1]],
            Rules=[{**HALF, "items": "Dy"}],
            **moving(country="CN", stage="refining", lead_months=1),
        ),
    ),
    # Complete in month 0, put off to month 1, half of 10 then, all from month 2 on.
    "a delay moves the ramp": (
        500 + (5 * 2 + 5 * 50) + 20 + 20,
        tiny_sheets(
            (10.0,) * 4,
            Items=NO_STOCK,
            Offers=[offer_row(max_per_month=0)],
            Investments=[
                {
                    "investment": "k",
                    "capex": 10,
                    "adds_to": "offer:a",
                    "adds": 10,
                    "committed_start": month(-1),
                    "lead_months": 1,
                    "ramp_months": 1,
                }
            ],
            **known(-1, severity=0, investment="k", investment_delay_months=1),
        ),
    ),
    # Months 0 and 1 are looked at; the event doubles month 0 only.
    "a mean of an index of which an event moves one month": (
        0.5 * 20 + 0.5 * 30,
        tiny_sheets(
            (0.0, 10.0),
            Items=NO_STOCK,
            Offers=[offer_row(index="x", index_average_months=2)],
            PriceIndex=[{"index": "x", "month": month(-5), "factor": 1}],
            **branches((0, 0.5), index="x", severity=0, price_factor=2),
        ),
    ),
    # 120 a year weigh 240, enough for half the price: 120 · 1 and 12 a year.
    "a weight reaches a tier of a pool": (
        132,
        tiny_sheets(
            (10.0,) * 12,
            Offers=[contract_row(pool="G", pool_weight=2)],
            Pools=[
                {"pool": "G", "from_annual": 0, "discount": 0},
                {"pool": "G", "from_annual": 240, "discount": 0.5, "tier_cost": 12},
            ],
        ),
    ),
    # A deposit a month ahead of arrival, at 21 % a year; what is lost on the way has its deposit returned.
    "a deposit on lost goods comes back": (
        0.5 * 20 + 0.5 * 500 * 1.21 ** (-1 / 12),
        tiny_sheets(
            (0.0, 10.0),
            settings={"discount_rate": 0.21},
            Items=[item_row(storage_cost=9)],
            Offers=[offer_row(lead_time_months=1, transit_months=0, payment_months=-1)],
            **branches((1, 0.5), supplier="A"),
        ),
    ),
}


ROADS = [
    pytest.param(optimum, sheets, method, id=f"{name} ({method})")
    for name, (optimum, sheets) in PLANS.items()
    for method in ("extensive", "benders")
    if method == "extensive" or any(row["scenario"] != "0" for row in sheets.get("Scenarios", ()))
]
"""Each plan as one model and, where there are branches to cut off, by decomposition."""


@pytest.mark.parametrize(("optimum", "sheets", "method"), ROADS)
def test_two_sentences_at_once(optimum: float, sheets: Sheets, method: str) -> None:
    """What the plan costs is what was computed by hand."""
    assert solve_sheets(sheets, replace(EXACT, method=method)).objective == cost(optimum)
