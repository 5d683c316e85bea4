"""The test of the roll: what nothing happened to must cost, month by month, what it did in the old plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from models.evaluation.evaluate import HERE_AND_NOW, ON_THE_TRUNK
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_array_model
from models.plan.names import TRUNK
from models.solution.idle_paths import Part, node_of, reported
from models.solution.solution import Solution
from models.solver.highs import Options, Status, solve_arrays
from models.solver.standard_form import compile_model, with_fixed
from planner.assemble import assemble
from planner.result import Result
from planner.rolling.bridge import FIRST_STAGE
from planner.rolling.carried import carried_decisions
from planner.rolling.next_plan import Rolled
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Row, Tables

CENT = 0.01


def same_paths(rolled: Rolled, old: Solution, new_tree: Any) -> dict[str, str]:
    """Return the scenario of the old plan by scenario of the next one, where both are one path."""
    months = rolled.months
    known = {frozenset((e, t) for e, t in old.tree.events[s]): s for s in old.tree.scenarios}
    pairs = {}
    for s in new_tree.scenarios:
        moved = frozenset((e, t + months) for e, t in new_tree.events[s])
        if s in old.tree.events and moved == frozenset(old.tree.events[s]):
            pairs[s] = s
        elif moved in known:
            pairs[s] = known[moved]
    return pairs


def held_everywhere(rolled: Rolled, result: Result) -> tuple[Solution, dict[str, str]]:
    """Return the next plan with every decision of the old plan held, on branches too."""
    assert result.solution is not None
    old, data = result.solution, assemble(rolled.tables)
    first = carried_decisions(rolled, result.tables, data)
    m = build_array_model(data, most=ANYTHING)
    arrays = compile_model(m)
    pairs = same_paths(rolled, old, m.tree)
    missing = set(m.tree.scenarios) - set(pairs)
    assert not missing or not rolled.scenarios.keys() - {TRUNK}, missing
    fixed, values = np.zeros(len(arrays.names), dtype=bool), np.zeros(len(arrays.names))
    for k, (name, index) in enumerate(arrays.names):
        place = node_of(m, (name, index)) if name in ON_THE_TRUNK else None
        if name in HERE_AND_NOW or (place is not None and place[0] == TRUNK == pairs.get(TRUNK)):
            values[k], fixed[k] = first.values[name][index if len(index) > 1 else index[0]], True
        elif place is not None and place[0] in pairs:
            values[k], fixed[k] = _old_value(rolled, old, data, (name, index), pairs), True
    left, broken = with_fixed(arrays, values, fixed)
    assert not broken, broken[:5]
    outcome = solve_arrays(left, Options(), "final LP")
    assert outcome.status is Status.OPTIMAL, outcome.status
    values[~fixed] = outcome.values
    return reported([Part(m, arrays, values)], replace(outcome, bound=0.0, basis=None), {}), pairs


def _old_value(
    rolled: Rolled, old: Solution, data: Any, variable: tuple[str, tuple[Any, ...]], pairs: Mapping[str, str]
) -> float:
    name, index = variable
    scenario, month = index[-2], index[-1]
    thing = index[:-2]
    if name in ("v_order_qty", "v_order_placed", "v_order_multiples") and thing[0] in data.offers:
        spec = data.offers[thing[0]]
        if spec.origin in rolled.tiers:
            thing = (old.data.tiers_of_offer[spec.origin][rolled.tiers[spec.origin] - 1],)
    return old.values[name].get((*thing, pairs[scenario], month + rolled.months), 0.0)


def expected_costs(rolled: Rolled, result: Result) -> dict[tuple[str, str, int], float]:
    """Return what the months left cost in the old plan, without what was paid before, by old scenario."""
    old, months = result.solution, rolled.months
    assert old is not None
    found = {
        (component, s, t - months): amount for (component, s, t), amount in old.costs.items() if t >= months
    }
    orders = old.values["v_order_qty"]
    for s in old.tree.scenarios:
        for offer, placed, month, arrival, part in old.tree.deliveries(s):
            due = arrival + old.data.offers[offer].payment_months
            if month < months <= arrival and due < months:
                paid = orders[offer, placed, month] * part * old.tree.unit_cost(offer, placed, month)
                found["purchase", s, arrival - months] = (
                    found.get(("purchase", s, arrival - months), 0) - paid
                )
        for past in old.tree.past_deliveries(s):
            order = old.data.history[past.number]
            terms = old.data.offers[old.data.tiers_of_offer[order.offer][0]]
            if past.arrival >= months > past.arrival + terms.payment_months:
                key = "purchase", s, past.arrival - months
                found[key] = found.get(key, 0) - past.part * order.quantity * order.unit_cost
    return found


def differences(rolled: Rolled, result: Result) -> list[tuple[Any, float, float]]:
    """Return where the next plan, with the old decisions held, costs otherwise, and where odds differ."""
    new, pairs = held_everywhere(rolled, result)
    expected = expected_costs(rolled, result)
    wanted: dict[Any, float] = {}
    back = {o: n for n, o in pairs.items()}
    for told in rolled.unkept:
        if told.key == "tier cost again":
            wanted["contract", TRUNK, 0] = float(str(told.facts["amount"]))
    for (component, s, t), amount in expected.items():
        # What was decided here and now stands on the trunk, whichever path is the trunk now.
        to = TRUNK if component in FIRST_STAGE and s == TRUNK else back.get(s)
        if to is not None and (to != TRUNK or t >= 0):
            key = component, to, t
            wanted[key] = wanted.get(key, 0.0) + amount
    found = dict(new.costs)
    return [
        (key, wanted.get(key, 0.0), found.get(key, 0.0))
        for key in sorted({*wanted, *found}, key=str)
        if key[1] in pairs and abs(wanted.get(key, 0.0) - found.get(key, 0.0)) > CENT
    ]


def wrong_odds(rolled: Rolled, result: Result) -> list[tuple[str, float, float]]:
    """Return scenarios whose probability is not the conditional one, where the sheet names them."""
    assert result.solution is not None
    old, data = result.solution.data, assemble(rolled.tables)
    tree = result.solution.tree
    left = [
        s
        for s in tree.scenarios
        if s == TRUNK or all(tree.onset[a] >= rolled.months for a in tree.ancestors(s) if a != TRUNK)
    ]
    weight = sum(old.probability(s) for s in left)
    return [
        (s, old.probability(s) / weight, data.probability(s))
        for s in left
        if (s != TRUNK and s not in data.scenarios)
        or abs(old.probability(s) / weight - data.probability(s)) > 1e-9
    ]


def without_told(tables: Tables, rolled: Rolled) -> Tables:
    """Return the plan without the limits of which the roll says that their past cannot count."""
    sheets = {name: list(rows) for name, rows in tables.sheets.items()}
    for told in rolled.unkept:
        match told.key:
            case "rule horizon" | "rule use" | "rule made":
                sheets["Rules"] = [row for row in sheets["Rules"] if row["rule"] != told.facts["rule"]]
            case "fill rate":
                sheets["Products"] = [_without(row, "min_fill_rate") for row in sheets["Products"]]
            case "cover tail":
                cover = ("min_cover_days", "min_stock")
                sheets["Items"] = [_without(row, *cover) for row in sheets["Items"]]
            case "force majeure":
                sheets["Offers"] = [_without(row, "take_or_pay") for row in sheets["Offers"]]
            case "resets move":
                sheets["Offers"] = [_without(row, "index_reset_months") for row in sheets["Offers"]]
            case "owed moves" | "owed counts" | "owed without demand":
                sheets["Products"] = [_without(row, "late_months") for row in sheets["Products"]]
    return replace(tables, sheets={name: tuple(rows) for name, rows in sheets.items()})


def _without(row: Row, *keys: str) -> Row:
    blank = {key: SHEETS[row.sheet].column(key).default for key in keys}
    return replace(row, values={**row.values, **blank}, given=row.given - set(keys))
