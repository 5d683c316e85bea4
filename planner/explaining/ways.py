"""Why there is no plan, and what would make one: from limits of the plan data to cells of the workbook.

Every way out is solved as whoever types it into the workbook would solve it: its changes go the way of
what-if cases, and what the plan then costs stands beside it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.errors import SolverFailed, StoppedWithoutPlan, Unbounded
from models.infeasibility.loosening import Way
from models.infeasibility.ways_out import diagnose
from models.plan.data import PlanData
from models.runs.run import Jobs, threads_each
from models.solver.highs import Options
from planner.assemble import assemble
from planner.cases import CaseRun, Effort, Task, run_cases
from planner.explaining.changes import changed
from planner.explaining.limit_cells import AskLine, CellChange, ask_of, change_of
from planner.explaining.words_ways import told
from planner.origins import Clash
from planner.pipeline import NoPlan, Plan, solve
from planner.reporting import PlanResult
from planner.reporting.layout.scale import money_resolution
from planner.reporting.words.phrases import Speech
from planner.workbook.access import as_number
from planner.workbook.tables import Tables

NAMED = 3
"""Scenarios named in a sentence; the others are counted."""


@dataclass(frozen=True)
class ClashSet:
    """Limits that cannot all hold together."""

    lines: tuple[AskLine, ...]
    irreducible: bool
    """Without any one of them the others can hold, in the scenarios looked at."""

    def to_json(self) -> dict[str, object]:
        """Return the set as ``--json`` prints it."""
        return {"irreducible": self.irreducible, "limits": [line.to_json() for line in self.lines]}


@dataclass(frozen=True)
class WayOut:
    """Changes that together make a plan possible, and what the plan then costs."""

    name: str
    family: str
    """The one kind of limit that is changed (``models.infeasibility.limits.Family``); empty: the smallest
    change of any."""
    changes: tuple[CellChange, ...]
    least: bool
    """No change can be smaller while the others stand."""
    status: str = "not_run"
    """How the solve of the changed plan ended (``planner.cases.CaseRun``)."""
    objective: float | None = None
    expected_cost: float | None = None
    gap: float | None = None

    def to_json(self) -> dict[str, object]:
        """Return the way as ``--json`` prints it."""
        return {
            "name": self.name,
            "family": self.family or None,
            "least": self.least,
            "status": self.status,
            "objective": self.objective,
            "expected_cost": self.expected_cost,
            "gap": self.gap,
            "changes": [change.to_json() for change in self.changes],
            "whatif": [change.whatif.as_json() for change in self.changes],
        }


@dataclass(frozen=True)
class InfeasibleExplanation:
    """What clashes in a plan, and the ways out."""

    clashes: tuple[ClashSet, ...]
    ways: tuple[WayOut, ...]
    """The smallest change first, then those of one kind alone, the cheapest plan first."""
    fixed: tuple[Clash, ...] = ()
    """What the solver named, where the limits themselves tell nothing."""
    scenarios: tuple[str, ...] | None = None
    """Scenarios in which the limits clash, where only some were looked at; ``None``: all of them."""
    complete: bool = True
    """``False``: the time was up; what stands here is right, but there may be more."""
    currency: str = ""
    seconds: float = 0.0

    def to_json(self) -> dict[str, object]:
        """Return the explanation as ``--json`` prints it."""
        return {
            "clashes": [clash.to_json() for clash in self.clashes],
            "ways_out": [way.to_json() for way in self.ways],
            "fixed": [line.as_json() for line in self.fixed],
            "scenarios": None if self.scenarios is None else list(self.scenarios),
            "complete": self.complete,
            "seconds": self.seconds,
        }

    def sentences(self, language: str = "en") -> list[str]:
        """Return the explanation as people read it: what clashes, then every way out and its cost."""
        return self._clash_lines(language) + self.way_lines(language)

    def way_lines(self, language: str = "en") -> list[str]:
        """Return the ways out as people read them, each with its cost."""
        lines = []
        for at, way in enumerate(self.ways):
            head = told("also", language, family=told(f"family {way.family}", language))
            lines.append(head if at else told("smallest", language))
            lines += [f"  {change.sentence(language)}" for change in way.changes]
            lines += self._cost_lines(way, language)
        if not self.ways:
            lines.append(told("by a hair" if self.complete else "no way", language))
        elif not self.complete:
            lines.append(told("incomplete", language))
        return lines

    def _clash_lines(self, language: str) -> list[str]:
        lines = []
        for at, clash in enumerate(self.clashes):
            alone = "" if len(clash.lines) > 1 else " alone"
            if at:
                lines.append(told("clash more", language))
            elif self.scenarios:
                lines.append(told(f"clash{alone} in", language, scenarios=self._named(language)))
            else:
                lines.append(told(f"clash{alone}", language))
            lines += [f"  {line.sentence(language)}" for line in clash.lines]
            lines += [] if clash.irreducible else [told("not reduced", language)]
        if self.fixed:
            lines += [told("clash", language), *(f"  {line.sentence(language)}" for line in self.fixed)]
        return lines

    def _named(self, language: str) -> str:
        names, more = (self.scenarios or ())[:NAMED], len(self.scenarios or ()) - NAMED
        listed = told("joint", language).join(names)
        return told("more", language, names=listed, count=more) if more > 0 else listed

    def _cost_lines(self, way: WayOut, language: str) -> list[str]:
        lines = [] if way.least else [told("not least", language)]
        if way.objective is None:
            known = f"status {way.status}"
            return (
                lines
                if way.status == "not_run"
                else [*lines, told("not costed", language, reason=told(known, language))]
            )
        costs = [other.objective for other in self.ways if other.objective is not None]
        speech = Speech(language, self.currency, money_resolution(max(abs(cost) for cost in costs)))
        noise = (way.gap or 0.0) * max(1.0, abs(way.objective))
        facts = {"objective": speech.money(way.objective), "noise": speech.money(noise)}
        if noise > money_resolution(abs(way.objective)):
            lines.append(told("then costs gap", language, gap=f"{way.gap or 0.0:.2%}", **facts))
        else:
            lines.append(told("then costs", language, **facts))
        if len(costs) > 1 and way.objective == min(costs):
            lines.append(told("cheapest", language))
        return lines


def explain_infeasible(
    plan: Plan,
    effort: Effort | None = None,
    *,
    jobs: Jobs = 1,
    time_limit: float | None = None,
    done: Callable[[int, int], None] | None = None,
    stop: threading.Event | None = None,
    known: tuple[Clash, ...] = (),
    disruptions: bool = True,
    short: bool = False,
) -> InfeasibleExplanation:
    """Say why a plan cannot be, and what would make one possible at which cost.

    Parameters
    ----------
    plan : Plan
        A checked workbook without a plan.
    effort : Effort, optional
        How each changed plan is solved; its time limit is also that of the search for ways out.
    jobs : int or Runner
        Where the changed plans are solved.
    time_limit : float, optional
        Seconds for the search of ways out, where that is not the effort's.
    done : callable, optional
        Called after each changed plan with how many are done and how many there are.
    stop : threading.Event, optional
        Set it to end the search with what is found by then.
    known : tuple of planner.origins.Clash
        What the solver named, to fall back on.
    disruptions : bool
        ``False``: as if nothing but scenario 0 could happen.
    short : bool
        Only what clashes and the smallest change, without its cost.

    Returns
    -------
    InfeasibleExplanation
    """
    begin = time.perf_counter()
    effort = effort or Effort()
    options = Options(
        time_limit=time_limit or effort.time_limit or as_number(plan.tables.settings["time_limit"]),
        threads=threads_each(jobs, effort.threads),
        seed=effort.seed,
        stop=stop or threading.Event(),
    )
    tables, data = plan.tables, assemble(plan.tables, disruptions=disruptions)
    found = diagnose(data, options, families=not short)
    ways = [_way(at, way, tables, data) for at, way in enumerate(found.ways, start=1)]
    if not short:
        ways = _costed(ways, tables, effort, jobs, done)
    clashes = tuple(
        ClashSet(tuple(ask_of(limit, tables, data) for limit in clash.limits), clash.irreducible)
        for clash in found.infeasible_subsets
    )
    everywhere = not clashes or len(found.scenarios) == len(data.scenarios)
    return InfeasibleExplanation(
        clashes=clashes,
        ways=tuple(ways),
        fixed=() if clashes else known,
        scenarios=None if everywhere else tuple(str(scenario) for scenario in found.scenarios),
        complete=found.complete and len(ways) == len(found.ways),
        currency=str(tables.settings["currency"]),
        seconds=time.perf_counter() - begin,
    )


def explain_shortly(
    plan: Plan,
    seconds: float,
    *,
    gap: float | None = None,
    seed: int = 0,
    known: tuple[Clash, ...] = (),
    disruptions: bool = True,
    stop: threading.Event | None = None,
) -> InfeasibleExplanation:
    """Say what clashes and the smallest change that ends it, with its cost where there is time left.

    Parameters
    ----------
    plan : Plan
        A checked workbook without a plan.
    seconds : float
        For all of it.
    gap, seed, known, disruptions, stop
        As for ``explain_infeasible``.
    """
    deadline = time.perf_counter() + seconds
    effort = Effort(gap=gap, time_limit=seconds, seed=seed)
    found = explain_infeasible(plan, effort, stop=stop, known=known, disruptions=disruptions, short=True)
    first = next(iter(found.ways), None)
    made = None if first is None else applied(first, plan.tables)
    left = deadline - time.perf_counter()
    if first is None or made is None or left <= 0 or (stop is not None and stop.is_set()):
        return found
    try:
        result = solve(
            Plan(made, ()), gap=gap, time_limit=left, seed=seed, disruptions=disruptions, stop=stop
        )
    except NoPlan:
        return replace(found, ways=(), complete=False)
    except (StoppedWithoutPlan, SolverFailed, Unbounded):
        return found
    return replace(found, ways=(with_cost(first, result.status, result),))


def applied(way: WayOut, tables: Tables) -> Tables | None:
    """Return the plan with the changes of a way made; ``None`` where that leaves no valid plan."""
    return changed(tables, [change.whatif for change in way.changes])


def _way(at: int, way: Way, tables: Tables, data: PlanData) -> WayOut:
    changes = tuple(change_of(change, tables, data) for change in way.changes)
    return WayOut(f"way-{at}", way.family.value if way.family else "", changes, way.least)


def _costed(
    ways: Sequence[WayOut],
    tables: Tables,
    effort: Effort,
    jobs: Jobs,
    done: Callable[[int, int], None] | None,
) -> list[WayOut]:
    """Return those ways that lead to a plan, with what it costs: the first, then the cheapest first."""
    tried = [(way, applied(way, tables)) for way in ways]
    ready = [(way, Task(way.name, "", made)) for way, made in tried if made is not None]
    nothing = CaseRun("base", "", tables, "infeasible")
    runs = run_cases(nothing, [task for _, task in ready], effort, jobs, done)
    # Whoever solves the changed plan knows best whether it is one.
    known = [with_cost(way, run.status, run.result) for (way, _), run in zip(ready, runs, strict=True)]
    left = [way for way in known if way.status != "infeasible"]
    return [*left[:1], *sorted(left[1:], key=lambda way: (way.objective is None, way.objective or 0.0))]


def with_cost(way: WayOut, status: str, result: PlanResult | None) -> WayOut:
    """Return a way with what the solve of the changed plan brought."""
    if result is None:
        return replace(way, status=status)
    return replace(
        way,
        status=status,
        objective=result.objective,
        expected_cost=result.expected_cost,
        gap=result.gap,
    )
