"""How long stocks last."""

from __future__ import annotations

import numpy as np

from planner.tables.nodes import Floats, Nodes

DAYS_PER_MONTH = 365 / 12


def days_of_cover(stock: Floats, use: Floats, beyond: Floats, nodes: Nodes, none: Floats) -> Floats:
    """Return how many days stocks last against the use that follows (model, equation 6).

    Parameters
    ----------
    stock : array
        At the end of the month, by item and node.
    use : array
        By item, scenario and month of its path, up to the horizon.
    beyond : array
        Use a month beyond the horizon, by item and scenario.
    nodes : Nodes
    none : array
        Use of each item at or below which it is the solver's rounding, as a column.

    Returns
    -------
    array
        Days of 365/12 to the month, by item and node; NaN where no use follows that could end the stock.
    """
    horizon, left = use.shape[-1] - 1, stock.copy()
    months, last = np.full(stock.shape, np.nan), np.full(stock.shape, np.nan)
    for ahead in range(1, horizon + 1):
        month = nodes.month + ahead
        used = np.where(month <= horizon, use[:, nodes.scenario, np.minimum(month, horizon)], 0.0)
        ends = np.isnan(months) & (used > none) & (left < used)
        months[ends], last[ends] = ahead - 1, used[ends]
        left = np.where(np.isnan(months), left - used, left)
    after = beyond[:, nodes.scenario]
    outlasts = np.isnan(months) & (after > none)
    months, last = np.where(outlasts, horizon - nodes.month, months), np.where(outlasts, after, last)
    return np.asarray((months + np.maximum(left, 0.0) / last) * DAYS_PER_MONTH)
