"""How each path fares, and what is paid where."""

from __future__ import annotations

import pandas as pd

from models.plan.names import TRUNK
from planner.tables.view import DUST, View, frame, frame_of


def scenarios(view: View) -> pd.DataFrame:
    """How each path fares: what happens, what it costs, what is short and how low cover gets."""
    data, tree = view.data, view.tree
    wanted = [i for i, spec in data.items.items() if spec.cover_days > 0] or list(data.items)
    lost, demanded, cover = view.along(view.short), view.along(view.asked), view.along(view.cover_days)
    late = view.along(view.late)
    rows = []
    for s in tree.scenarios:
        own = data.known_events if s == TRUNK else data.scenarios[s].events
        missing = {d: lost[d, s] for d in data.products}
        asked = sum(x for d in data.products for x in demanded[d, s])
        units = sum(sum(quantities) for quantities in missing.values())
        dust = {d: DUST * max(tree.units.products[d], sum(demanded[d, s])) for d in data.products}
        dry = [t for t in range(data.months) if any(q[t] > dust[d] for d, q in missing.items())]
        days = [x for i in wanted for x in cover[i, s] if x is not None]
        rows.append(
            (
                s,
                "; ".join(f"{event} @ {view.month(start):%Y-%m}" for event, start in own),
                None if s == TRUNK else tree.parent[s],
                None if s == TRUNK else view.month(tree.onset[s]),
                data.probability(s),
                view.solution.path_costs[s],
                units,
                sum(data.products[d].shortage_penalty * sum(q) for d, q in missing.items()),
                1 - units / asked if asked > 0 else None,
                view.month(dry[0]) if dry else None,
                min(days, default=None),
                max(sum(late[d, s][t] for d in data.products) for t in range(data.months)),
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
    due: dict[int, list[float]] = {}
    for (component, s, t, paid), amount in solution.payments.items():
        if component in NO_CASH:
            continue
        row = due.setdefault(paid, [0.0, 0.0, 0.0])
        always = component in solution.first_stage
        through = tree.scenarios if always else tree.paths_through[s, t]
        row[0] += amount if TRUNK in through else 0.0
        row[1] += amount * sum(view.data.probability(path) for path in through)
        row[2] += amount if dearest in through else 0.0
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
