"""Break-even: how cheap a thing that the plan leaves aside must be for the best plan to take it.

Let a factor stand on what the thing costs. Every plan that takes it has a cost that rises with the factor, so
it is cheaper than the plan at hand up to one factor and dearer beyond. The search begins with a plan found at
some low factor, goes to the factor at which that plan breaks even, looks for a better plan there, and so on:
each step is a factor at which a plan with the thing is known to cost no more, and the last finds none cheaper
(Newton's method on a function that is the least of many lines; Dinkelbach 1967).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from models.errors import ClusterLost
from models.evaluation.repriced import cost_line
from models.plan.data import PlanData
from models.runs.run import Jobs, run_all
from models.solution.carried import WarmStart
from models.solution.solution import Solution
from models.solver.side_constraints import SideConstraints
from planner.assemble import assemble
from planner.cases import CaseRun, Effort, Task, search_step
from planner.explaining.changes import Change, changed
from planner.workbook.tables import Tables

Cells = tuple[tuple[str, str, str], ...]
"""Cells of the workbook: sheet, name of the row, column."""
HALF = 0.5
"""Factor at which a first plan is looked for where a plan may take the thing or not."""
NOTHING = 1e-9
"""A factor below this is no price at all."""
CLOSE = 1e-4
"""A step that raises the factor by less ends the search …"""
SLIGHT = 0.25
"""… and so does one that saves less than this part of the gap, which is the noise of a solve."""
EXACT = 1e-9
"""Costs that differ by less than this part are the same."""
BEYOND = 0.01
"""By how much a factor is raised where a plan with the thing fits a budget up to there: another may fit."""
MOST_SOLVES = 9
SOON = 1e-3
"""Seconds that a solve is given at least, so that it can say that it was stopped."""


@dataclass(frozen=True)
class Search:
    """What a break-even is looked for; plain data that any process can take."""

    kind: str
    """``offer``, ``supplier`` (a factor on the prices of its offers), ``qualification`` or ``investment``."""
    name: str
    tables: Tables
    cells: Cells
    """Cells on which the factor stands."""
    target: float
    """Cost of the best plan known without the thing."""
    bound: float
    """No plan without it costs less."""
    side_constraints: SideConstraints = ()
    """Whole-number decisions without which the thing cannot be taken."""
    start: WarmStart | None = None
    effort: Effort = field(default_factory=Effort)
    only_free: bool = False
    """Ask no more than whether it would be taken for nothing."""


@dataclass(frozen=True)
class BreakEven:
    """Up to which factor a thing is worth taking, and how that was found."""

    factor: float | None = None
    """The largest at which a plan with it is known that costs no more than the plan; ``None``: none."""
    sure: float | None = None
    """Up to this factor it is cheaper than any plan without it, whatever the gap of the plan hides."""
    settled: bool = False
    """At that factor no cheaper plan was found (and ``proven``: there is none)."""
    proven: bool = False
    extra: float | None = None
    """What the best plan that takes it at what it costs today costs more than the plan."""
    extra_low: float | None = None
    """As far as the bounds of both solves prove."""
    impossible: bool = False
    """No plan can take it at all."""
    solves: int = 0
    seconds: float = 0.0
    interrupted: bool = False


def scaled(tables: Tables, cells: Cells, factor: float) -> Tables:
    """Return a plan with a factor on some cells."""
    made = changed(tables, changes_to(cells, factor))
    if made is None:
        raise ValueError("a price was scaled beyond what a plan may hold")
    return made


def changes_to(cells: Cells, factor: float) -> tuple[Change, ...]:
    """Return the rows of WhatIf that put a factor on some cells, none of them blank."""
    return tuple(Change(sheet, row, column, "multiply", factor) for sheet, row, column in cells)


def find_break_even(search: Search) -> BreakEven:
    """Find up to which factor a thing is worth taking.

    Parameters
    ----------
    search : Search

    Returns
    -------
    BreakEven
        What was found when the user or a time limit ended the search stands in it too.
    """
    begin = time.perf_counter()
    run = _Run(search, begin)
    run.go()
    return replace(run.found, solves=run.solves, seconds=time.perf_counter() - begin)


@dataclass
class _Run:
    search: Search
    begin: float
    solves: int = 0
    found: BreakEven = field(default_factory=BreakEven)
    start: WarmStart | None = None
    target: float = 0.0
    slight: bool = False
    """The last plan found saves next to nothing."""
    capped: bool = False
    """The last plan found is given up for a budget, not for its cost."""
    free: PlanData | None = None
    full: PlanData | None = None

    def go(self) -> None:
        self.start, self.target = self.search.start, self.search.target
        if self.search.only_free:
            self._step(0.0)
            return
        self.free = assemble(scaled(self.search.tables, self.search.cells, 0.0))
        self.full = assemble(self.search.tables)
        factor = self._first()
        while factor is not None and not self._over():
            before = self.found.factor
            if not self._step(factor):
                if before is not None:  # nothing cheaper where the last plan breaks even
                    return
                factor = 0.0 if factor > 0 else None
                continue
            after = self.found.factor
            assert after is not None  # noqa: S101 (for the type checker)
            close = after - factor <= CLOSE * max(after, CLOSE) and not self.capped
            if after >= 1.0 or self.slight or close:
                self.found = replace(self.found, settled=True)
                return
            factor = min(1.0, after + BEYOND) if self.capped else after

    def _first(self) -> float | None:
        """Return the factor at which to look first: where the plan that takes the thing today breaks even."""
        if not self.search.side_constraints:
            return HALF
        run = self._solve(1.0)
        if run.step is None:
            if run.status == "infeasible" and self.search.kind != "investment":
                self.found = replace(self.found, impossible=True)
                return None
            return 0.0  # a budget may forbid it at its price alone
        extra, low = run.step.objective - self.target, run.step.bound - self.target
        self.found = replace(self.found, extra=max(0.0, extra), extra_low=max(0.0, low))
        root = self._keep(run.step)
        if root is not None and root >= 1.0:
            self.found = replace(self.found, settled=True)
            return None
        return 0.0 if root is None else root

    def _step(self, factor: float) -> bool:
        """Look for a plan that is cheaper than the plan at a factor; tell whether there is one."""
        run = self._solve(factor, known=self.target)
        if run.bound is not None:
            proven = run.bound >= self.target - EXACT * max(1.0, abs(self.target))
            self.found = replace(self.found, settled=True, proven=proven)
            return False
        if run.step is None:
            infeasible = run.status == "infeasible"
            nothing_above = infeasible and self.found.factor is not None
            self.found = replace(
                self.found,
                impossible=infeasible and factor == 0.0,
                settled=nothing_above,
                proven=nothing_above,
            )
            return False
        better = run.step.objective < self.target - EXACT * max(1.0, abs(self.target))
        if self.search.only_free:
            self.found = replace(self.found, factor=0.0 if better else None, settled=True)
            return better
        gap = self._gap() * max(1.0, abs(self.target))
        self.slight = self.target - run.step.objective < SLIGHT * gap
        root = self._keep(run.step) if better else None
        if root is None:
            proven = run.step.bound >= self.target - EXACT * max(1.0, abs(self.target))
            self.found = replace(self.found, settled=run.status == "optimal", proven=proven)
        return root is not None

    def _keep(self, plan: Solution | None) -> float | None:
        """Return the factor at which a plan breaks even, and begin the next solve with it."""
        if plan is None or self.free is None or self.full is None:
            return None
        self.start = plan.warm or self.start
        line = cost_line(plan, self.free, self.full)
        if not any(rate > EXACT * abs(self.target) for rate in line.slope.values()):
            # It takes nothing of the thing: a plan like the one at hand, perhaps a cheaper one.
            self.target = min(self.target, line.objective(0.0))
            return None
        most = min(1.0, self._affordable(plan))
        root, sure = line.break_even(self.target, most), line.break_even(self.search.bound, most)
        known, safe = self.found.factor, self.found.sure
        root = None if root is None or root < NOTHING else root
        self.capped = root is not None and root >= most and most < 1.0
        if root is not None:
            self.found = replace(self.found, factor=max(root, known or 0.0), settled=False, proven=False)
        if sure is not None:
            self.found = replace(self.found, sure=max(sure, safe or 0.0))
        return root

    def _over(self) -> bool:
        """Tell whether the search ends where it is: the user, the time, or too many solves."""
        return self.found.interrupted or self.solves >= MOST_SOLVES or self._left() <= 0

    def _left(self) -> float:
        """Return the seconds left: all solves of a search share the time limit of one."""
        asked = self.search.effort.time_limit
        limit = float(self.search.tables.settings["time_limit"]) if asked is None else asked  # type: ignore[arg-type]
        return limit - (time.perf_counter() - self.begin)

    def _gap(self) -> float:
        asked = self.search.effort.gap
        return float(self.search.tables.settings["mip_gap"]) if asked is None else asked  # type: ignore[arg-type]

    def _affordable(self, plan: Solution) -> float:
        """Return the factor up to which the modules of a plan fit the investment budget."""
        budget = self.search.tables.settings["capex_budget"]
        if self.search.kind != "investment" or budget is None or self.full is None:
            return 1.0
        room = 1.0
        for months in self.full.plan_years:
            own = other = 0.0
            for (investment, month), modules in plan.values["v_modules_started"].items():
                spec = self.full.investments[investment]
                if month in months and spec.committed is None:
                    paid = spec.capex * round(modules)
                    mine = investment == self.search.name
                    own, other = (own + paid, other) if mine else (own, other + paid)
            if own > 0:
                room = min(room, max(0.0, float(budget) - other) / own)  # type: ignore[arg-type]
        return room

    def _solve(self, factor: float, known: float | None = None) -> CaseRun:
        self.solves += 1
        task = Task(
            f"{self.search.kind} {self.search.name}",
            "",
            self.search.tables if factor == 1.0 else scaled(self.search.tables, self.search.cells, factor),
            effort=replace(self.search.effort, time_limit=max(SOON, self._left())),
            start=self.start,
            side_constraints=self.search.side_constraints,
            known=known,
        )
        run = search_step(task)
        if run.interrupted:
            self.found = replace(self.found, interrupted=True)
        return run


def find_all(
    searches: Sequence[Search], jobs: Jobs = 1, done: Callable[[int, int], None] | None = None
) -> list[BreakEven | None]:
    """Find the break-even of several things, each in one process.

    ``None`` where the user stopped before, or where the cluster was lost (``jobs.lost`` then says why).
    """
    try:
        return run_all(find_break_even, searches, jobs, done=done, last=_was_stopped)
    except ClusterLost as lost:
        return lost.answers


def _was_stopped(found: BreakEven) -> bool:
    return found.interrupted
