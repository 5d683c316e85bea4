"""What each site buys, holds, makes and misses, as planned."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from planner.tables.frames import frame_of
from planner.tables.nodes import Floats
from planner.tables.sourcing import by_order_month
from planner.tables.view import View

COLUMNS = "site purchases mean_stock_value demand made short late_units expected_short"


def sites(view: View) -> pd.DataFrame:
    """Return one row for each site that items or products name; the trunk's figures, money undiscounted."""
    data, trunk = view.data, view.nodes.path[0]
    rows: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    owed: dict[str, Floats] = defaultdict(lambda: np.zeros(data.months))
    for stock, spec in zip(view.stock[:, trunk], data.items.values(), strict=True):
        if spec.site:
            rows[spec.site]["mean_stock_value"] += float(stock.mean()) * spec.unit_value
    come = view.delivered.where(view.delivered.scenario == 0)
    paid = by_order_month(view, view.tree.unit_costs, come) * come.part * come.quantity
    for k, offer in enumerate(data.offers.values()):
        site = data.items[offer.item].site
        if site:
            rows[site]["purchases"] += float(paid[come.offer == k].sum())
    lost = view.nodes.along(view.short).sum(axis=2)
    chances = np.array([data.probability(s) for s in view.tree.scenarios])
    for k, (product, terms) in enumerate(data.products.items()):
        if not terms.site:
            continue
        row = rows[terms.site]
        row["demand"] += float(view.asked[k, 0].sum())
        row["short"] += float(lost[k, 0])
        row["made"] += sum(float(view.made[product, design][trunk].sum()) for design in terms.designs)
        row["expected_short"] += float(chances @ lost[k])
        owed[terms.site] += view.late[k, trunk]
    for site, late in owed.items():
        rows[site]["late_units"] = float(late.max())
    keys = COLUMNS.split()[1:]
    return frame_of([(site, *(rows[site][key] for key in keys)) for site in sorted(rows)], COLUMNS)
