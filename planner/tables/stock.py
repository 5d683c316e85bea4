"""The stock balance of every item."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.tables.frames import node_table
from planner.tables.view import View


def stock(view: View) -> pd.DataFrame:
    """The stock balance of every item at every node."""
    items, months = list(view.data.items), range(view.data.months)
    received = np.array([[view.data.receipts.get((item, t), 0.0) for t in months] for item in items])
    return node_table(
        view,
        {"item": items},
        {
            "arrivals": view.arrivals,
            "receipts": received[:, view.nodes.month],
            "process_in": view.process_in,
            "process_out": view.process_out,
            "used": view.product_use,
            "scrap": view.scrap,
            "disposed": view.nodes.read(view.value("v_disposed"), [(item,) for item in items]),
            "stock": view.stock,
            "days_of_cover": view.cover_days,
        },
    )
