"""The stock balance of every item."""

from __future__ import annotations

import pandas as pd

from planner.tables.view import View, frame


def stock(view: View) -> pd.DataFrame:
    """The stock balance of every item at every node."""
    disposed, closing = view.value("v_disposed"), view.value("v_stock")
    receipts = view.data.receipts
    nodes = [
        (s, item, t) for s in view.tree.scenarios for item in view.data.items for t in view.tree.months_of(s)
    ]
    blocks = list(dict.fromkeys((item, s) for s, item, _ in nodes))
    return frame(
        {
            "scenario": [s for s, _, _ in nodes],
            "item": [item for _, item, _ in nodes],
            "month": view.dates([t for _, _, t in nodes]),
            "arrivals": [x for block in blocks for x in view.arrivals[block]],
            "receipts": [receipts.get((item, t), 0.0) for _, item, t in nodes],
            "process_in": [x for block in blocks for x in view.process_in[block]],
            "process_out": [x for block in blocks for x in view.process_out[block]],
            "used": [x for block in blocks for x in view.product_use[block]],
            "scrap": [x for block in blocks for x in view.scrap[block]],
            "disposed": [disposed[item, s, t] for s, item, t in nodes],
            "stock": [closing[item, s, t] for s, item, t in nodes],
            "days_of_cover": [x for block in blocks for x in view.cover_days[block]],
        }
    )
