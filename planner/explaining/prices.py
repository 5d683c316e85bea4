"""The price of every rule and limit: what the best plan costs without it, one step looser, one step tighter.

Each by solving the changed plan anew, from where the plan ended: right for whole numbers too, where the dual
price of a rule says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.runs.run import Jobs
from planner.cases import CaseRun, Effort, run_cases
from planner.explaining.changes import Change, place_of, task_of
from planner.explaining.reached import reached
from planner.workbook.access import amount, number, text
from planner.workbook.tables import Row, Tables, Value

SHARE_STEP = 0.05
"""Step of a share, up and down."""
PART_STEP = 0.1
"""Step of a quantity or an amount of money: this part of it."""
TIGHTER = "tighter"
LIFTED = ("without", "looser")
"""Changes after which the plan itself still holds, so that the best plan cannot cost more."""
_WITHOUT = {"max_stock": None, "moq": 0.0, "min_annual": 0.0, "order_multiple": None}
"""Limits that a plan can do without, and what stands in the cell then; the others are raised by a step."""

_TIERS = {"PriceTiers": "offer", "Pools": "pool"}
"""Sheets whose rows are tiers, and whose they are."""


@dataclass(frozen=True, slots=True)
class Question:
    """One limit, changed."""

    kind: str
    """``rule``, ``capex_budget``, ``cover``, ``fill_rate``, ``min_suppliers`` or a kind of ``reached``."""
    sheet: str
    row: str
    column: str
    place: str
    """Where its cell stands: ``Rules!G7``."""
    now: Value
    variant: str
    """``without``, ``looser`` or ``tighter``."""
    to: Value
    """What stands in the cell then; ``None``: blank, or no such row."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the best plan as it is: a plan's cost, and a cost that no plan is below."""

    cost: float
    bound: float

    @property
    def noise(self) -> float:
        """How much cheaper than the plan known the best may be."""
        return self.cost - self.bound


@dataclass(frozen=True, slots=True)
class Price:
    """What a changed limit does to the cost of the best plan (expected and tail cost, weighed)."""

    question: Question
    status: str
    """As of a solve; ``invalid`` where the change leaves no valid plan."""
    objective: float | None = None
    """Of the best plan found under the change; the plan itself where that still holds and none is better."""
    change: float | None = None
    """That, less the plan's; 0 at most where a limit is lifted, 0 at least where it is tightened."""
    low: float | None = None
    """The true change lies between this …"""
    high: float | None = None
    """… and this, as the bounds of both solves prove; ``None``: as far as is known, anything."""
    seconds: float = 0.0
    offers: tuple[str, ...] = ()
    """Offers in use under the change that the plan does not use."""

    @property
    def certain(self) -> bool:
        """Whether the cost is known to change at all."""
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)

    def as_json(self) -> dict[str, object]:
        """Return the price as ``--json`` prints it."""
        asked = self.question
        return {
            "kind": asked.kind,
            "sheet": asked.sheet,
            "row": asked.row,
            "column": asked.column,
            "cell": asked.place,
            "now": asked.now,
            "variant": asked.variant,
            "to": asked.to,
            "status": self.status,
            "objective": self.objective,
            "change": self.change,
            "change_low": self.low,
            "change_high": self.high,
            "changes": [change.as_json() for change in asked.changes],
        }


def questions(base: CaseRun) -> list[Question]:
    """Return what is asked of the limits of a solved plan: of every rule, and of capacities it reaches."""
    return [asked for part in _PARTS for asked in part(base)]


def ask(
    base: CaseRun,
    asked: Sequence[Question],
    effort: Effort | None = None,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[CaseRun | None]:
    """Solve the plan with each change; ``None`` where the change leaves no valid plan."""
    cost, _ = _result(base)
    tasks = [
        task_of(
            f"{q.sheet}/{q.row}/{q.variant}",
            base.inputs,
            q.changes,
            known=cost if q.variant in LIFTED else None,
        )
        for q in asked
    ]
    ready = [task for task in tasks if task is not None]
    runs = iter(run_cases(base, ready, effort, jobs, done))
    return [None if task is None else next(runs) for task in tasks]


def best_known(base: CaseRun, asked: Sequence[Question], runs: Sequence[CaseRun | None]) -> Known:
    """Return what the plan and its changed plans tell together of the best plan as it is.

    A plan under a tightened limit is one of the plan's own; a bound under a lifted limit is a bound on it.
    """
    cost, bound = _result(base)
    for question, run in zip(asked, runs, strict=True):
        if run is not None and run.bound is not None:
            bound = max(bound, run.bound)
        if run is None or run.result is None:
            continue
        if question.variant == TIGHTER:
            cost = min(cost, run.result.objective)
        else:
            bound = max(bound, run.result.bound)
    return Known(cost, min(bound, cost))


def prices(
    known: Known, base: CaseRun, asked: Sequence[Question], runs: Sequence[CaseRun | None]
) -> list[Price]:
    """Return the price of every change, in the order of the questions."""
    used = _orders_from(base)
    return [_price(known, used, question, run) for question, run in zip(asked, runs, strict=True)]


def _price(known: Known, used: set[str], question: Question, run: CaseRun | None) -> Price:
    if run is None:
        return Price(question, "invalid")
    lifted = question.variant in LIFTED
    if run.bound is not None:  # the plan itself still holds, and none is better
        low = min(0.0, run.bound - known.cost)
        return Price(question, "optimal", known.cost, 0.0, low, 0.0, run.seconds)
    if run.result is None:
        if run.status != "stopped_without_plan" or not lifted:
            return Price(question, run.status, seconds=run.seconds)
        # Stopped before a first plan: the plan itself still holds.
        return Price(question, run.status, known.cost, 0.0, None, 0.0, run.seconds)
    found, bound = run.result.objective, run.result.bound
    if lifted:
        cost = min(found, known.cost)
        low, high = min(0.0, bound - known.cost), min(0.0, cost - known.bound)
    else:
        cost = max(found, known.cost)
        low, high = max(0.0, max(bound, known.bound) - known.cost), max(0.0, cost - known.bound)
    return Price(
        question=question,
        status=run.status,
        objective=cost,
        change=cost - known.cost,
        low=_finite(low),
        high=_finite(high),
        seconds=run.seconds,
        offers=tuple(sorted(_orders_from(run) - used)),
    )


def _finite(value: float) -> float | None:
    """Return a number; ``None`` where a search was stopped before it had a bound."""
    return value if math.isfinite(value) else None


def _result(run: CaseRun) -> tuple[float, float]:
    if run.result is None:
        raise ValueError("a plan without a solution has no prices")
    return run.result.objective, run.result.bound


def _orders_from(run: CaseRun) -> set[str]:
    return set() if run.result is None else set(run.result.tables["Orders"]["offer"].astype(str))


# --- the questions ----------------------------------------------------------------------------------------


def _rules(base: CaseRun) -> Iterator[Question]:
    for row in base.inputs["Rules"]:
        name = text(row, "rule")
        yield _ask(base.inputs, "rule", row, (name, "share"), ("without", None, "remove"))
        share, up = amount(row, "share"), 1.0 if row["sense"] != "min" else -1.0
        for variant, sign in (("looser", up), ("tighter", -up)):
            to = round(min(1.0, max(0.0, share + sign * SHARE_STEP)), 9)
            if to != share:
                yield _ask(base.inputs, "rule", row, (name, "share"), (variant, to, "set"))


def _budget(base: CaseRun) -> Iterator[Question]:
    tables = base.inputs
    budget = tables.settings["capex_budget"]
    if budget is None or not tables["Investments"]:
        return
    row = next(row for row in tables["Settings"] if row["key"] == "capex_budget")
    now = float(budget)  # type: ignore[arg-type]
    for variant, to in (
        ("without", None),
        ("looser", _scaled(now, 1 + PART_STEP)),
        ("tighter", _scaled(now, 1 - PART_STEP)),
    ):
        if to != now:
            yield _ask(tables, "capex_budget", row, ("capex_budget", "value"), (variant, to, "set"))


def _wants(base: CaseRun) -> Iterator[Question]:
    for row in base.inputs["Items"]:
        wants = ("cover", "min_cover_days"), ("min_stock", "min_stock"), ("min_suppliers", "min_suppliers")
        for kind, column in wants:
            if amount(row, column) > 0:
                yield _ask(base.inputs, kind, row, (text(row, "item"), column), ("without", 0, "set"))
    for row in base.inputs["Products"]:
        if amount(row, "min_fill_rate") > 0:
            name = text(row, "product")
            yield _ask(base.inputs, "fill_rate", row, (name, "min_fill_rate"), ("without", 0.0, "set"))


def _capacities(base: CaseRun) -> Iterator[Question]:
    """Yield the limits that the plan reaches, raised by a step, or left out where a plan can do without."""
    assert base.result is not None and base.result.solution is not None  # noqa: S101, PT018 (type checker)
    for limit in reached(base.result.solution):
        row = _row(base.inputs, limit.sheet, limit.row)
        if row is None:
            continue
        now = number(row, limit.column)
        if limit.kind in _WITHOUT:
            changed = ("without", _WITHOUT[limit.kind], "set")
        elif limit.kind == "max_modules":
            changed = ("looser", int(now or 0) + 1, "set")
        else:
            changed = ("looser", _scaled(now or 0.0, 1 + PART_STEP), "set")
        yield _ask(base.inputs, limit.kind, row, (limit.row, limit.column), changed)


def _scaled(value: float, factor: float) -> float:
    """Return a product as a cell of Excel holds it."""
    return float(f"{value * factor:.15g}")


def _row(tables: Tables, sheet: str, name: str) -> Row | None:
    if sheet in _TIERS:
        offer, _, start = name.rpartition("/")
        return next(
            (
                row
                for row in tables[sheet]
                if text(row, _TIERS[sheet]) == offer and amount(row, "from_annual") == float(start)
            ),
            None,
        )
    key = {"Suppliers": "supplier", "Offers": "offer", "Processes": "process", "Items": "item"}
    return next((row for row in tables[sheet] if text(row, key.get(sheet, "investment")) == name), None)


def _ask(
    tables: Tables, kind: str, row: Row, cell: tuple[str, str], changed: tuple[str, Value, str]
) -> Question:
    (name, column), (variant, to, how) = cell, changed
    change = Change(row.sheet, name, "" if how == "remove" else column, how, to)
    return Question(
        kind=kind,
        sheet=row.sheet,
        row=name,
        column=name if row.sheet == "Settings" else column,
        place=place_of(tables, row.sheet, name, name if row.sheet == "Settings" else column),
        now=row[column],
        variant=variant,
        to=to,
        changes=(change,),
    )


_PARTS: tuple[Callable[[CaseRun], Iterator[Question]], ...] = (_rules, _budget, _wants, _capacities)
