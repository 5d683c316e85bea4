"""Who is awarded, qualified and built, and what is ordered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pandas as pd

from models.plan.names import TRUNK, Item, Offer, Scenario
from models.plan.profiles import Profile
from planner.tables.frames import frame, frame_of, told
from planner.tables.nodes import Floats
from planner.tables.view import Delivered, View


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
    all_ = view.delivered
    shown = (all_.quantity > view.dust[all_.offer]) & ((all_.placed_in == all_.scenario) | (all_.part < 1.0))
    some = all_.where(shown)
    specs = list(view.data.offers.values())
    tiers = [spec.tier for spec in specs]
    later = np.array([spec.payment_months for spec in specs], np.int64)
    return frame(
        {
            "scenario": told(view.tree.scenarios, some.scenario),
            "offer": told([spec.origin for spec in specs], some.offer),
            "tier": pd.array(tiers, dtype="Int64").take(some.offer),
            "order_month": view.dates(some.order_month),
            "quantity": some.quantity,
            "arrival_month": view.dates(some.arrival),
            "arrived": some.quantity * some.part,
            "unit_cost": by_order_month(view, view.tree.unit_costs, some),
            "quoted_price": by_order_month(view, view.tree.quoted_prices, some),
            "payment_month": view.dates(some.arrival + later[some.offer]),
        }
    )


def by_order_month(view: View, profile: Callable[[Offer, Scenario], Profile], placed: Delivered) -> Floats:
    """Return what an offer has in the month in which each order is placed."""
    pairs, which = np.unique(placed.offer * len(view.nodes.scenarios) + placed.placed_in, return_inverse=True)
    offers, scenarios = np.divmod(pairs, len(view.nodes.scenarios))
    by_pair = view.by_path(
        profile(view.offers[j], view.nodes.scenarios[s])
        for j, s in zip(offers.tolist(), scenarios.tolist(), strict=True)
    )
    return by_pair[which, placed.order_month]
