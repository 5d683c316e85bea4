"""The tables that sum up: Awards and Scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.audit.answer import NO_MONTH, numeric
from planner.audit.ledger import TOLERANCE
from planner.audit.production import path_demand

if TYPE_CHECKING:
    from planner.audit.answer import AnswerReader
    from planner.audit.case import Case
    from planner.audit.ledger import Bools, Ints


def check_awards(case: Case) -> None:
    """Hold the Awards table to the trunk's orders and to the offers it names."""
    plan, ledger, table = case.plan, case.ledger, case.answer.awards
    names = {"offer": [option.label for option in plan.options]}
    for column in ("supplier", "item"):
        named = [
            str(found) == getattr(o, column) for found, o in zip(table[column], plan.options, strict=True)
        ]
        ledger.holds("Awards table", named, names)
    kinds = ["contract" if option.contract else "spot" for option in plan.options]
    ledger.holds(
        "Awards table", [found == kind for found, kind in zip(table["kind"], kinds, strict=True)], names
    )

    orders = case.answer.orders[0]
    total = orders.sum(axis=1)
    items = np.array([plan.items.index(option.item) for option in plan.options], np.int64)
    per_item = np.bincount(items, weights=total, minlength=len(plan.items))[items]
    expected = {"annual_quantity": total * 12 / plan.months}
    expected |= {f"year_{n + 1}": orders[:, year].sum(axis=1) for n, year in enumerate(plan.years())}
    for column, values in expected.items():
        ledger.equal("Awards table", numeric(table[column]), values, names)
    share = np.divide(total, per_item, out=np.zeros(len(total)), where=per_item > 0.0)
    ledger.equal("Awards table", np.nan_to_num(numeric(table["share_of_item"])), share, names)
    paid = np.nansum(case.answer.order_columns["unit_cost"][0] * orders, axis=1)
    mean = np.divide(paid, total, out=np.zeros(len(total)), where=total > 0.0)
    bought = total > 0.0
    unit_cost = numeric(table["mean_unit_cost"])
    ledger.equal("Awards table", unit_cost, mean, names, where=bought)
    ledger.holds("Awards table", np.isnan(unit_cost), names, where=~bought)


def check_scenarios(case: Case, reader: AnswerReader) -> None:
    """Hold the Scenarios table to the tree, and to shortages and cover on each path."""
    plan, tree, ledger, table = case.plan, case.tree, case.ledger, case.answer.scenarios
    names = {"scenario": tree.ids}
    parents = ["", *(tree.ids[parent] for parent in tree.parent[1:])]
    after = ["" if pd.isna(written) else str(written) for written in table["after"]]
    named = [_names_events(case, s, written) for s, written in enumerate(table["events"])]
    ledger.holds(
        "Scenarios table",
        np.array([named, [found == parent for found, parent in zip(after, parents, strict=True)]]).T,
        {**names, "column": ("events", "after")},
        where=table["scenario"].notna().to_numpy()[:, None],
    )
    onset = np.array([NO_MONTH, *tree.onset[1:]])
    ledger.equal("Scenarios table", reader.months(table["onset"]), onset, names)

    demand = path_demand(case)
    short = np.nan_to_num(tree.along_paths(case.answer.demand["short"]))
    penalty = plan.numbers("Products", plan.products, "shortage_penalty")
    units, asked = short.sum(axis=(1, 2)), demand.sum(axis=(1, 2))
    value = np.einsum("d,sdt->s", penalty, short)
    ledger.equal("Scenarios table", numeric(table["short_units"]), units, names)
    ledger.equal("Scenarios table", numeric(table["short_value"]), value, names)
    rate = 1 - np.divide(units, asked, out=np.zeros(len(asked)), where=asked > 0.0)
    found = numeric(table["fill_rate"])
    ledger.equal("Scenarios table", found, rate, names, where=asked > 0.0)
    nothing_asked = np.isnan(found) | (found == 1.0)
    ledger.holds("Scenarios table", nothing_asked, names, where=asked <= 0.0)

    late = np.nan_to_num(tree.along_paths(case.answer.demand["late"])).sum(axis=1)
    ledger.equal("Scenarios table", numeric(table["late_units"]), late.max(axis=1, initial=0.0), names)

    # a shortage within the tolerance may be called one or not
    surely = _first(short > TOLERANCE * np.maximum(case.sizes.products, demand), plan.months)
    maybe = _first(short > 0.0, plan.months)
    first = reader.months(table["first_short_month"])
    first = np.where(first == NO_MONTH, plan.months, first)
    ledger.at_most("Scenarios table", first, surely, names)
    ledger.at_least("Scenarios table", first, maybe, names)
    inside = (first >= 0) & (first < plan.months)
    short_then = np.any(short > 0.0, axis=1)[np.arange(len(first)), np.where(inside, first, 0)]
    ledger.holds("Scenarios table", short_then, names, where=inside)

    wanted = plan.numbers("Items", plan.items, "min_cover_days") > 0.0
    days = tree.along_paths(case.answer.stock["days_of_cover"])[:, wanted if wanted.any() else slice(None)]
    lowest = np.where(np.isnan(days), np.inf, days).min(axis=(1, 2), initial=np.inf)
    found = numeric(table["lowest_cover_days"])
    none = np.isinf(lowest)
    ledger.holds("Scenarios table", np.isnan(found), names, where=none)
    ledger.equal("Scenarios table", found, np.where(none, 0.0, lowest), names, where=~none)


def _first(true: Bools, months: int) -> Ints:
    """Return the first month of each scenario in which anything holds; the horizon where none does."""
    anything = np.any(true, axis=1)
    first: Ints = np.where(np.any(anything, axis=1), np.argmax(anything, axis=1), months)
    return first


def _names_events(case: Case, scenario: int, written: object) -> bool:
    """Tell whether the text names the scenario's own events and their months, and no others."""
    said = set(str(written).split("; ")) if isinstance(written, str) and written else set()
    date = case.plan.tables.month_date
    return said == {f"{event} @ {date(start):%Y-%m}" for event, start in case.tree.own[scenario]}
