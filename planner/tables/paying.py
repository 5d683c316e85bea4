"""How each path fares, and what is paid where."""

from __future__ import annotations

import numpy as np
import pandas as pd

from models.plan.names import TRUNK
from planner.tables.frames import frame, frame_of
from planner.tables.view import DUST, View


def scenarios(view: View) -> pd.DataFrame:
    """How each path fares: what happens, what it costs, what is short and how low cover gets."""
    data, tree = view.data, view.tree
    wanted = [k for k, spec in enumerate(data.items.values()) if spec.cover_days > 0]
    wanted = wanted or list(range(len(data.items)))
    lost, late = view.nodes.along(view.short), view.nodes.along(view.late)
    days = view.nodes.along(view.cover_days[wanted])
    lowest = np.where(np.isnan(days), np.inf, days).min(axis=(0, 2)).tolist()
    asked, missing = view.asked.sum(axis=2), lost.sum(axis=2)
    least = np.array([[tree.units.products[d]] for d in data.products])
    dry = (lost > DUST * np.maximum(least, asked)[..., None]).any(axis=0)
    first = np.where(dry.any(axis=1), dry.argmax(axis=1), -1).tolist()
    worth = [spec.shortage_penalty for spec in data.products.values()] @ missing
    owed = late.sum(axis=0).max(axis=1).tolist()
    rows = []
    for k, s in enumerate(tree.scenarios):
        own = data.known_events if s == TRUNK else data.scenarios[s].events
        units, demanded = float(missing[:, k].sum()), float(asked[:, k].sum())
        rows.append(
            (
                s,
                "; ".join(f"{event} @ {view.month(start):%Y-%m}" for event, start in own),
                None if s == TRUNK else tree.parent[s],
                None if s == TRUNK else view.month(tree.onset[s]),
                data.probability(s),
                view.solution.path_costs[s],
                units,
                float(worth[k]),
                1 - units / demanded if demanded > 0 else None,
                view.month(first[k]) if first[k] >= 0 else None,
                lowest[k] if lowest[k] < np.inf else None,
                owed[k],
            )
        )
    columns = "scenario events after onset probability cost_pv short_units short_value fill_rate"
    table = frame_of(rows, f"{columns} first_short_month lowest_cover_days late_units")
    for column in ("onset", "first_short_month"):
        table[column] = pd.to_datetime(table[column])
    return table


def costs(view: View) -> pd.DataFrame:
    """What is paid where, by component; here-and-now components stand under the trunk."""
    order = {s: k for k, s in enumerate(view.tree.scenarios)}
    least = view.tree.units.least_cost
    paid = sorted(
        (order[s], t, component, amount, view.solution.present_values[component, s, t])
        for (component, s, t), amount in view.solution.costs.items()
        if abs(amount) > DUST * least
    )
    names = view.tree.scenarios
    return frame(
        {
            "scenario": [names[place] for place, *_ in paid],
            "month": view.dates([t for _, t, *_ in paid]),
            "component": [component for _, _, component, _, _ in paid],
            "amount": [amount for _, _, _, amount, _ in paid],
            "amount_pv": [present for _, _, _, _, present in paid],
        }
    )


NO_CASH = frozenset({"shortage", "rule", "cover", "final_stock", "residual"})
"""Components that nobody pays: margin not earned, prices put on wishes, values set on the plan's end."""


def cash(view: View) -> pd.DataFrame:
    """What falls due in each month, on the plan's path, on average and on the dearest path; undiscounted."""
    tree, solution = view.tree, view.solution
    likely = [s for s in tree.scenarios if view.data.probability(s) > 0]
    dearest = max(likely, key=lambda s: solution.path_costs[s])
    on_every_path = sum(view.data.probability(path) for path in tree.scenarios)
    due: dict[int, list[float]] = {}
    for (component, s, t, paid), amount in solution.payments.items():
        if component in NO_CASH:
            continue
        row = due.setdefault(paid, [0.0, 0.0, 0.0])
        always = component in solution.first_stage
        row[0] += amount if s == TRUNK else 0.0
        row[1] += amount * (on_every_path if always else tree.probabilities[s, t])
        row[2] += amount if always or tree.path(dearest, t) == s else 0.0
    months = sorted(month for month, row in due.items() if any(abs(x) > DUST for x in row))
    return frame(
        {
            "month": view.dates(months),
            "plan": [due[month][0] for month in months],
            "expected": [due[month][1] for month in months],
            "dearest_path": [due[month][2] for month in months],
            "scenario": [dearest] * len(months),
        }
    )
