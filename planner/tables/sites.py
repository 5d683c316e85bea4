"""What each site buys, holds, makes and misses, as planned."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from models.plan.names import TRUNK
from planner.tables.view import View, frame_of

COLUMNS = "site purchases mean_stock_value demand made short late_units expected_short"


def sites(view: View) -> pd.DataFrame:
    """Return one row for each site that items or products name; the trunk's figures, money undiscounted."""
    data, months = view.data, range(view.data.months)
    rows: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    owed: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(months))
    for item, spec in data.items.items():
        if spec.site:
            worth = sum(view.value("v_stock")[item, TRUNK, t] for t in months) * spec.unit_value
            rows[spec.site]["mean_stock_value"] += worth / len(months)
    for (offer, _, month, _, part), quantity in view.delivered[TRUNK]:
        site = data.items[data.offers[offer].item].site
        if site:
            rows[site]["purchases"] += part * quantity * view.tree.unit_cost(offer, TRUNK, month)
    lost = view.along(view.short)
    for product, terms in data.products.items():
        if not terms.site:
            continue
        row = rows[terms.site]
        row["demand"] += sum(view.asked[product, TRUNK])
        row["short"] += sum(view.short[product, TRUNK])
        row["made"] += sum(
            view.value("v_made")[product, design, TRUNK, t] for design in terms.designs for t in months
        )
        row["expected_short"] += sum(data.probability(s) * sum(lost[product, s]) for s in view.tree.scenarios)
        owed[terms.site] = [a + b for a, b in zip(owed[terms.site], view.late[product, TRUNK], strict=True)]
    for site, late in owed.items():
        rows[site]["late_units"] = max(late)
    keys = COLUMNS.split()[1:]
    return frame_of([(site, *(rows[site][key] for key in keys)) for site in sorted(rows)], COLUMNS)
