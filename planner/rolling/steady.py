"""A plan that does not fidget: which changes since the last plan are worth it, and the others left undone.

The plan is solved freely, from where the last one ended. Then last month's here-and-now decisions and orders
of the first three months are held: all at once, and where that costs more than a threshold, one by one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import StoppedWithoutPlan
from models.formulation.array_backend import Named
from models.plan.data import PlanData
from models.plan.names import TRUNK
from models.plan.tree import Tree
from models.solver.side_constraints import Held, SideConstraints
from planner.assemble import assemble
from planner.pipeline import NoPlan, Plan, solve
from planner.reporting import PlanResult
from planner.result import SINCE_LAST, Result
from planner.rolling.carried import carried_decisions
from planner.rolling.linked import carried_start, linked

MONTHS = 3
"""Orders of so many months are looked at."""
SAME = 1e-3
"""Part of a quantity by which it may differ and still be the same decision."""
Key = tuple[str, str]
"""Kind (``supplier``, ``contract``, ``investment``, ``order``) and name."""
Columns = Mapping[Named, float]


@dataclass(frozen=True)
class Changed:
    """One decision that the plan takes otherwise than the last one."""

    kind: str
    name: str
    before: float
    """Qualified (1, 0), rate a month, modules, or what is ordered in the first three months."""
    after: float
    cost_of_keeping: float | None
    """What the plan costs more with last month's decision; ``None``: it cannot be kept, was not asked,
    or was not found in time."""
    cannot_be_kept: bool
    kept: bool
    """Last month's decision stands in the plan reported."""

    def to_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "before": self.before,
            "after": self.after,
            "cost_of_keeping": self.cost_of_keeping,
            "cannot_be_kept": self.cannot_be_kept,
            "kept": self.kept,
        }


def solve_steadily(
    plan: Plan,
    last: Result,
    *,
    change_worth: float | None = None,
    told: Callable[[int, int], None] | None = None,
    **effort: Any,
) -> PlanResult:
    """Solve a plan from the last one, and change only what is worth it.

    Parameters
    ----------
    plan : Plan
        Rolled from the last result, and perhaps edited since.
    last : Result
        The last result.
    change_worth : float, optional
        What a change must gain [money, present value]; by default the gap asked times the cost.
    told : callable, optional
        Called with the solves done and those there are.
    effort
        Of each solve, as for ``planner.solve``.

    Returns
    -------
    PlanResult
        ``since_last`` says what was kept, what was changed, and what keeping it would have cost.

    Raises
    ------
    CannotRoll
        The result is of another plan, or of later months.
    Others as ``planner.solve`` does.
    """
    rolled = linked(last, plan.tables)
    data = assemble(plan.tables, disruptions=bool(effort.get("disruptions", True)))
    before = decisions(data, carried_decisions(rolled, last.tables, data).values)
    free = solve(plan, start=carried_start(rolled, last, data), **effort)
    if free.solution is None:
        raise ValueError("not solved here")
    after = decisions(data, free.solution.values)
    known = _known(last)
    changed = [key for key in before if key in known and _differs(before[key], after[key])]
    threshold = _threshold(plan, free, change_worth, effort)
    done = _Solves(plan, free, effort, told, 2 + len(changed))
    everything = done.holding([before[key] for key in changed]) if changed else free
    if everything is not None and everything.objective - free.objective <= threshold:
        final, kept = everything, set(changed)
        costs: dict[Key, float | None] = dict.fromkeys(changed)
    else:
        costs = {key: done.cost_of_holding(key, before[key]) for key in changed}
        final, kept = _best(done, before, costs, threshold)
    one_by_one = len(kept) < len(changed) or not changed
    rows = [
        Changed(
            *key,
            _size(key, before[key]),
            _size(key, after[key]),
            costs[key],
            key in done.impossible,
            key in kept,
        )
        for key in changed
    ]
    facts = {
        "result": last.output.name if last.output else last.inputs.name,
        "threshold": threshold,
        "kept_all": bool(changed) and not one_by_one,
        "cost_of_keeping_all": None if everything is None else everything.objective - free.objective,
        "cost_of_keeping": final.objective - free.objective,
        "free_objective": free.objective,
        "changes": [row.to_json() for row in rows],
    }
    # On the sheet Run it outlives the file: the next comparison tells what each change was worth.
    return replace(final, since_last=facts, run={**final.run, SINCE_LAST: json.dumps(facts)})


def decisions(data: PlanData, values: Mapping[str, Mapping[Any, float]]) -> dict[Key, Columns]:
    """Return the decisions that a plan may change from month to month, each with its columns."""
    tree = Tree(data)
    found: dict[Key, dict[Named, float]] = {}

    def add(key: Key, name: str, index: tuple[Any, ...]) -> None:
        value = values.get(name, {}).get(index if len(index) > 1 else index[0], 0.0)
        found.setdefault(key, {})[name, index] = float(value)

    for supplier, spec in data.suppliers.items():
        if not spec.qualified:
            add(("supplier", supplier), "v_qualified", (supplier,))
    for offer, terms in data.offers.items():
        decided = terms.signed is False or (
            bool(terms.signed) and terms.min_annual == terms.max_annual and len(_tiers(data, offer)) == 1
        )
        if terms.contract and not decided:
            add(("contract", terms.origin), "v_signed", (offer,))
            add(("contract", terms.origin), "v_rate", (offer,))
        for month in range(min(MONTHS, data.months)):
            if tree.can_order(offer, TRUNK, month):
                add(("order", terms.origin), "v_order_qty", (offer, TRUNK, month))
    for name, build in data.investments.items():
        if build.committed is None:
            for month in tree.start_months(name):
                add(("investment", name), "v_modules_started", (name, month))
    return {key: dict(columns) for key, columns in found.items()}


def _tiers(data: PlanData, offer: Any) -> tuple[Any, ...]:
    return tuple(data.tiers_of_offer[data.offers[offer].origin])


def _known(last: Result) -> set[Key]:
    """Return the decisions that the last plan had to take, too."""
    old = last.inputs
    kinds = (
        ("supplier", "Suppliers", "supplier"),
        ("contract", "Offers", "offer"),
        ("order", "Offers", "offer"),
        ("investment", "Investments", "investment"),
    )
    return {(kind, str(row[key])) for kind, sheet, key in kinds for row in old[sheet]}


def _differs(before: Columns, after: Columns) -> bool:
    size = max(1e-9, *(abs(x) for x in before.values()), *(abs(x) for x in after.values()))
    return any(abs(after.get(name, 0.0) - x) > SAME * size for name, x in before.items())


def _size(key: Key, columns: Columns) -> float:
    if key[0] == "contract":
        return sum(x for (name, _), x in columns.items() if name == "v_rate")
    return sum(columns.values())


def _threshold(plan: Plan, free: PlanResult, asked: float | None, effort: Mapping[str, Any]) -> float:
    if asked is not None:
        return asked
    gap = effort.get("gap")
    gap = float(str(plan.tables.settings["mip_gap"])) if gap is None else float(gap)
    return gap * max(1.0, abs(free.objective))


@dataclass(slots=True)
class _Solves:
    """Solves of one plan with something held, each from the free one."""

    plan: Plan
    free: PlanResult
    effort: Mapping[str, Any]
    told: Callable[[int, int], None] | None
    most: int
    count: int = 0
    impossible: set[Key] = field(default_factory=set)
    """Decisions with which there is no plan; one whose solve ran out of time is not among them."""

    def cost_of_holding(self, key: Key, columns: Columns) -> float | None:
        """Return what the plan costs more with one decision held; ``None``: it cannot be, or time ran out."""
        try:
            found = self._solve([columns])
        except NoPlan:
            self.impossible.add(key)
            return None
        except StoppedWithoutPlan:
            return None
        return max(0.0, found.objective - self.free.objective)

    def holding(self, columns: list[Columns]) -> PlanResult | None:
        """Return the plan with these decisions held; ``None`` where it cannot be, or time ran out."""
        try:
            return self._solve(columns)
        except (NoPlan, StoppedWithoutPlan):
            return None

    def _solve(self, columns: list[Columns]) -> PlanResult:
        self.count += 1
        if self.told is not None:
            self.told(self.count, self.most)
        held: SideConstraints = (Held(tuple(pair for of in columns for pair in of.items())),)
        start = None if self.free.solution is None else self.free.solution.warm
        effort = {**self.effort, "chosen": None}
        return solve(self.plan, start=start, side_constraints=held, **effort)


def _best(
    done: _Solves, before: Mapping[Key, Columns], costs: Mapping[Key, float | None], threshold: float
) -> tuple[PlanResult, set[Key]]:
    """Return the plan in which every change that is not worth it is left undone, where they go together."""
    cheap = sorted((cost, key) for key, cost in costs.items() if cost is not None and cost <= threshold)
    while cheap:
        kept = {key for _, key in cheap}
        found = done.holding([before[key] for key in sorted(kept)])
        if found is not None and found.objective - done.free.objective <= threshold * max(1, len(kept)):
            return found, kept
        cheap.pop()
    return done.free, set()
