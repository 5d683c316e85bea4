"""From last month's expected cost to this month's: each step one more group of inputs, decisions held.

The last plan's decisions are judged on its own remaining months, then on one more group of the new inputs at
a time; the last step is what planning again gains. The steps add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from models.evaluation.as_far import evaluate_as_far
from models.evaluation.evaluate import HERE_AND_NOW
from models.formulation.array_backend import Named
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_array_model
from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.plan.tree import Tree
from models.solution.solution import Solution
from models.solver.highs import Options
from models.solver.standard_form import as_tuple
from planner.assemble import assemble
from planner.result import Result
from planner.rolling.carried import carried_decisions
from planner.rolling.followed import Followed
from planner.rolling.ledger import names
from planner.rolling.linked import linked
from planner.rolling.next_plan import Rolled, roll_plan
from planner.rolling.observed import observe
from planner.tables import result_tables
from planner.workbook.access import text
from planner.workbook.events.scenarios import known_events
from planner.workbook.reading.row_names import row_name
from planner.workbook.tables import Row, Tables, Value

PRICES: Mapping[str, tuple[str, ...]] = {
    "Items": ("unit_value", "storage_cost", "disposal_cost", "cover_penalty"),
    "Suppliers": ("qualification_cost",),
    "Offers": (
        *("price", "price_per", "currency", "index", "price_floor", "price_ceiling", "freight", "tariff"),
        *("contract_cost", "order_cost", "payment_months"),
        *("index_lag_months", "index_average_months", "index_reset_months"),
    ),
    "PriceTiers": ("price", "tier_cost"),
    "Pools": ("discount", "tier_cost"),
    "History": ("unit_cost",),
    "Products": ("shortage_penalty", "late_cost"),
    "Designs": ("unit_cost",),
    "Processes": ("opex",),
    "Investments": ("capex", "subsidy", "fixed_opex"),
    "Rules": ("penalty",),
}
"""Columns that are prices and rates, beside the sheets PriceIndex and FX."""
RATES = ("discount_rate", "capital_rate")
CHANCES = ("Events", "Scenarios")
STEPS = ("paid", "payable", "odds", "unkept", "months", "prices", "demand", "supply", "scenarios", "again")
"""In order: ``paid`` and ``payable`` leave the old cost, ``odds`` discounts and conditions it, which is what
the remaining months cost. ``unkept``: limits whose past counts no more, scenarios spaced anew; ``months``:
added ones; ``again``: what planning again gains."""
FIRST_STAGE = frozenset({"qualification", "contract", "capex", "fixed_opex", "residual"})
HELD = frozenset({*HERE_AND_NOW, "v_order_qty", "v_order_placed", "v_order_multiples"})


@dataclass(frozen=True)
class Step:
    """One step of the bridge."""

    key: str
    amount: float
    """What it adds to the expected cost [money, present value]."""
    moved: tuple[str, ...] = ()
    """Offers, suppliers or investments whose decisions could not be held any more."""


@dataclass(frozen=True)
class Bridge:
    """Last plan to new plan, by steps that add up."""

    pure: Tables
    """The last plan rolled, with nothing else changed."""

    before: float
    """Expected cost of the last plan, at its own first month."""
    after: float
    """Expected cost of the new plan, at its own."""
    remaining: float
    """What the last plan's remaining months cost, at the new first month."""
    steps: tuple[Step, ...]
    left: Result
    """The last decisions held over the new plan's months, before anything else changed: what the new plan can
    be set beside."""


def bridge(last: Result, new: Result) -> Bridge:
    """Return the bridge from a result to the one that follows from it.

    Raises
    ------
    CannotRoll
        The second does not follow from the first.
    models.errors.PlanError
        The last decisions could not be judged on some step's inputs.
    """
    link = linked(last, new.inputs)
    end = new.inputs.month_index(last.inputs.month_date(last.inputs.months)) if link.months else 0
    pure = _pure(last, link, extend=False)
    wider = _pure(last, link, extend=new.inputs.months > end) if link.months else pure
    paid, payable = _gone(last, link)
    judged: list[_Judged] = []
    for tables in _stages(pure.tables, wider.tables, new.inputs):
        judged.append(_judge(replace(link, tables=tables), last, judged[-1] if judged else None))
    values = [one.solution.expected_cost for one in judged]
    moved = [one.moved for one in judged]
    remaining = _remaining(last, link)
    odds = remaining - (last.expected_cost - paid - payable)
    amounts = [-paid, -payable, odds, values[0] - remaining]
    amounts += [after - before for before, after in pairwise(values)]
    amounts.append(new.expected_cost - values[-1])
    told = [(), (), (), *moved, ()]
    steps = tuple(Step(key, amount, who) for key, amount, who in zip(STEPS, amounts, told, strict=True))
    left = judged[STEPS.index("months") - STEPS.index("unkept")].result(last)
    return Bridge(wider.tables, last.expected_cost, new.expected_cost, remaining, steps, left)


@dataclass(frozen=True)
class _Judged:
    """The last decisions on the inputs of one step."""

    tables: Tables
    data: PlanData
    solution: Solution
    moved: tuple[str, ...]
    """What could not be held."""

    def result(self, last: Result) -> Result:
        """Return it as a result: as sure as the plan that decided."""
        found = self.solution
        return Result(
            inputs=self.tables,
            findings=(),
            status=last.status,
            objective=found.objective,
            bound=found.objective - last.gap * max(1.0, abs(found.objective)),
            gap=last.gap,
            expected_cost=found.expected_cost,
            cvar=found.cvar,
            worst_cost=found.worst_cost,
            path_costs={str(s): cost for s, cost in found.path_costs.items()},
            tables=result_tables(found, self.tables.start),
            run={},
            seconds={},
        )


def _pure(last: Result, link: Rolled, *, extend: bool) -> Rolled:
    """Return the last plan rolled with nothing changed but what happened."""
    if not link.months:
        return replace(link, tables=last.inputs)
    happened = _happened(last.inputs, link)
    return roll_plan(last.inputs, last.tables, link.months, happened=happened, extend=extend)


def _gone(last: Result, link: Rolled) -> tuple[float, float]:
    """Return what the months gone cost and was paid, and what of it is still payable [present value]."""
    old = last.inputs
    data = assemble(old)
    past = Followed(old, last.tables, data, Tree(data), Scenario(link.followed), link.months)
    frame = last.tables["Costs"]
    total = payable = 0.0
    for row in frame.to_dict("records"):
        at = past.month(row["month"])
        if at >= link.months:
            continue
        on_path = row["component"] in FIRST_STAGE or past.tree.path(past.scenario, at) == row["scenario"]
        if on_path:
            total += float(row["amount_pv"])
    for order in past.orders:
        spec = data.offers[data.tiers_of_offer[order.offer][0]]
        due = order.arrival + spec.payment_months
        if order.arrival < link.months <= due:
            payable += order.arrived * order.unit_cost * data.discount(due)
    return total - payable, payable


def _remaining(last: Result, link: Rolled) -> float:
    """Return what the last plan's remaining months cost at the new first month, odds conditioned."""
    old = last.inputs
    if not link.months:
        return last.expected_cost
    data = assemble(old)
    tree = Tree(data)
    followed = Scenario(link.followed)
    seen = observe(old, link.months, _happened(old, link))
    likely = {Scenario(one): data.probability(Scenario(one)) / seen.weight for one in seen.left}
    likely[followed] = likely.get(followed, 0.0) + 1.0 - sum(likely.values())
    cost = dict.fromkeys(likely, 0.0)
    for row in last.tables["Costs"].to_dict("records"):
        at = old.month_index(pd.Timestamp(row["month"]).date())
        if at >= link.months:
            for s in cost:
                if row["component"] in FIRST_STAGE or tree.path(s, at) == row["scenario"]:
                    cost[s] += float(row["amount_pv"])
    return sum(likely[s] * cost[s] for s in cost) / data.discount(link.months)


def _happened(old: Tables, link: Rolled) -> tuple[tuple[str, int], ...]:
    """Return the events that began in the months gone, with months of the old plan."""
    new = link.tables
    before = {(event, old.month_date(at)) for event, at in known_events(old)}
    found = [
        (event, old.month_index(new.month_date(at)))
        for event, at in known_events(new)
        if (event, new.month_date(at)) not in before
        and 0 <= old.month_index(new.month_date(at)) <= link.months
        and any(text(row, "event") == event for row in old["Events"])
    ]
    return tuple(sorted(found, key=lambda one: one[1]))


def _stages(pure: Tables, wider: Tables, new: Tables) -> Iterable[Tables]:
    """Yield the inputs of each step: the old ones, and one more group of the new ones at a time."""
    yield pure
    months = {"months": new.settings["months"]}
    current = replace(wider, settings={**wider.settings, **months})
    yield current
    sheets = {name: _repriced(rows, new[name], PRICES.get(name, ())) for name, rows in current.sheets.items()}
    sheets |= {name: new[name] for name in ("PriceIndex", "FX")}
    rates = {key: new.settings[key] for key in RATES}
    current = replace(current, sheets=sheets, settings={**current.settings, **rates})
    yield current
    current = replace(current, sheets={**current.sheets, "Demand": new["Demand"]})
    yield current
    kept = {name: current[name] for name in CHANCES}
    chances = {"event_probabilities": current.settings["event_probabilities"]}
    yield replace(new, sheets={**new.sheets, **kept}, settings={**new.settings, **chances})
    yield new


def _repriced(rows: tuple[Row, ...], new: tuple[Row, ...], columns: Iterable[str]) -> tuple[Row, ...]:
    columns = tuple(columns)
    if not columns:
        return rows
    known = {row_name(row.sheet, row): row for row in new}
    return tuple(
        row if (other := known.get(row_name(row.sheet, row))) is None else _with(row, other, columns)
        for row in rows
    )


def _with(row: Row, other: Row, columns: tuple[str, ...]) -> Row:
    taken: dict[str, Value] = {key: other[key] for key in columns}
    given = (row.given - set(columns)) | (other.given & set(columns))
    return replace(row, values={**row.values, **taken}, given=given)


def _judge(link: Rolled, last: Result, before: _Judged | None) -> _Judged:
    """Return the last decisions judged on some inputs; where these say what those before said, the same."""
    tables = link.tables
    data = assemble(tables)
    if before is not None and data == before.data:
        return replace(before, tables=tables)
    decided = carried_decisions(link, last.tables, data).values
    end = tables.month_index(last.inputs.month_date(last.inputs.months))
    wanted: dict[Named, float] = {}
    for name, index in _columns(data):
        if name in {"v_order_qty", "v_order_placed", "v_order_multiples"} and index[-1] >= end:
            continue
        wanted[name, index] = float(decided[name][index if len(index) > 1 else index[0]])
    found = evaluate_as_far(data, wanted, Options(gap=1e-6))
    moved = names(str(index[0]) for _, index in found.moved)
    return _Judged(tables, data, found.solution, (moved,) if moved else ())


def _columns(data: PlanData) -> Iterable[Named]:
    """Yield the here-and-now columns and the trunk's orders of a plan."""
    m = build_array_model(replace(data, scenarios={}), most=ANYTHING)
    for name, variables in m.variables.items():
        if name in HELD:
            for index in variables:
                told = as_tuple(index)
                if name in HERE_AND_NOW or name != "v_order_qty" or told[-2] == TRUNK:
                    yield name, told
