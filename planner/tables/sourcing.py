"""Who is awarded, qualified and built, and what is ordered."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from models.plan.names import TRUNK, Item, Month, Scenario
from planner.tables.view import View, frame, frame_of


def awards(view: View) -> pd.DataFrame:
    """Who is awarded what: contracts with their rates, and trunk orders by plan-year."""
    data, years = view.data, view.data.plan_years
    of_item: dict[Item, float] = defaultdict(float)
    for offer, orders in view.trunk_orders.items():
        of_item[data.offers[offer].item] += sum(orders.values())
    rows = []
    for offer, spec in data.offers.items():
        orders = view.trunk_orders.get(offer, {})
        total = sum(orders.values())
        paid = sum(q * view.tree.unit_cost(offer, TRUNK, t) for t, q in orders.items())
        rows.append(
            (
                spec.origin,
                spec.tier,
                spec.supplier,
                spec.item,
                "contract" if spec.contract else "spot",
                bool(round(view.value("v_signed")[offer])) if spec.contract else None,
                view.value("v_rate")[offer] if spec.contract else None,
                total * 12 / data.months,
                *(sum(q for t, q in orders.items() if t in year) for year in years),
                total / of_item[spec.item] if of_item[spec.item] > 0 else None,
                paid / total if total > 0 else None,
            )
        )
    columns = "offer tier supplier item kind signed rate_per_month annual_quantity".split()
    columns += [f"year_{k}" for k in range(1, len(years) + 1)] + ["share_of_item", "mean_unit_cost"]
    table = frame_of(rows, columns)
    table["tier"] = table["tier"].astype("Int64")
    table["signed"] = table["signed"].astype("boolean")
    return table


def pools(view: View) -> pd.DataFrame:
    """Which tier each pool reaches, and what its contracts commit to together, by their weights."""
    data, rates = view.data, view.value("v_rate")
    rows = []
    for pool, tiers in data.pools.items():
        chosen = [k for k in range(1, len(tiers) + 1) if round(view.value("v_pool_tier").get((pool, k), 0.0))]
        tier = tiers[chosen[0] - 1] if chosen else None
        committed = sum(
            12 * spec.pool_weight * rates[offer]
            for offer, spec in data.offers.items()
            if spec.pool == pool and spec.tier in chosen
        )
        rows.append(
            (
                pool,
                chosen[0] if chosen else None,
                None if tier is None else tier.from_annual,
                committed,
                None if tier is None else tier.discount,
                None if tier is None else tier.tier_cost,
            )
        )
    table = frame_of(rows, "pool tier from_annual committed discount tier_cost")
    table["tier"] = table["tier"].astype("Int64")
    for column in ("from_annual", "discount", "tier_cost"):
        table[column] = table[column].astype(float)
    return table


def suppliers(view: View) -> pd.DataFrame:
    """Who is qualified, and what it costs."""
    rows = []
    for supplier, spec in view.data.suppliers.items():
        qualified = bool(round(view.value("v_qualified")[supplier]))
        rows.append(
            (supplier, qualified, spec.qualification_cost if qualified and not spec.qualified else 0.0)
        )
    return frame_of(rows, "supplier qualified qualification_cost")


def investments(view: View) -> pd.DataFrame:
    """What is built and when; committed investments too."""
    rows = []
    for investment, month, count in view.started:
        spec = view.data.investments[investment]
        complete = view.tree.completion(investment, TRUNK, month)
        capex = spec.capex * count
        rows.append(
            (investment, view.month(month), count, view.month(complete), capex, capex * (1 - spec.subsidy))
        )
    return frame_of(rows, "investment start_month modules complete_month capex net_capex")


def orders(view: View) -> pd.DataFrame:
    """Every order at every node; one of an ancestor's that loses a part on a branch stands again there."""
    scenarios: list[Scenario] = []
    offers: list[str] = []
    tiers: list[int | None] = []
    order_months: list[Month] = []
    quantities: list[float] = []
    arrivals: list[Month] = []
    arrived: list[float] = []
    unit_costs: list[float] = []
    quoted: list[float] = []
    paid: list[Month] = []
    for scenario, delivered in view.delivered.items():
        for (offer, placed_in, order_month, arrival, part), quantity in delivered:
            if quantity > view.dust(offer) and (placed_in == scenario or part < 1.0):
                spec = view.data.offers[offer]
                scenarios.append(scenario)
                offers.append(spec.origin)
                tiers.append(spec.tier)
                order_months.append(order_month)
                quantities.append(quantity)
                arrivals.append(arrival)
                arrived.append(quantity * part)
                unit_costs.append(view.tree.unit_costs(offer, placed_in)[order_month])
                quoted.append(view.tree.quoted_price(offer, placed_in, order_month))
                paid.append(arrival + spec.payment_months)
    return frame(
        {
            "scenario": scenarios,
            "offer": offers,
            "tier": pd.array(tiers, dtype="Int64"),
            "order_month": view.dates(order_months),
            "quantity": quantities,
            "arrival_month": view.dates(arrivals),
            "arrived": arrived,
            "unit_cost": unit_costs,
            "quoted_price": quoted,
            "payment_month": view.dates(paid),
        }
    )
