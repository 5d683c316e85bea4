"""Odds: over which probabilities of an event the plan in hand stays best, and what is best beyond.

Every plan has a cost on every path. With its recourse as it stands, its objective is linear in the
probabilities (expected cost), or concave in them (CVaR is the least of linear functions: Rockafellar &
Uryasev 2000). So is the optimum, as the least over all plans. Hence, along one probability,

- a plan found anywhere bounds the optimum from above everywhere (the least of the pool: an envelope), and
- the bounds proved at two probabilities bound it from below between them (the chord of a concave function).

Where envelope and chord are too far apart to say which plan is best, the plan is solved: that proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.runs.run import Jobs
from models.solution.solution import conditional_value_at_risk
from planner.cases import CaseRun, Effort, Task, run_base, run_cases
from planner.pipeline import Plan
from planner.risk.odds_lines import KEEP, LOST, OPEN, Line, Odds, Pooled, Probe, Robust
from planner.risk.odds_map import Map, Pair, check_pair, corners, make_map
from planner.risk.odds_tree import CannotAsk, Tree, asked_events
from planner.workbook.access import number, text
from planner.workbook.tables import Tables

Floats = NDArray[np.float64]

MOST = 0.6
"""Probability up to which an event is asked about; what is likelier is no disruption but the plan."""
GRID = 121
"""Points at which curves are told and plans compared."""
ROUNDS = 6
"""Solves of one event beyond its two ends, at most."""
FINE = 1e-4
"""To which part of 1 a threshold is told."""
SMALL = 1e-9


@dataclass
class _Search:
    """What is known while events are asked about."""

    plan: Plan
    tree: Tree
    gap: float
    pool: list[Pooled]
    base: CaseRun
    effort: Effort
    jobs: Jobs
    done: Callable[[int, int], None] | None
    probes: dict[str, list[Probe]] = field(default_factory=dict)
    failed: dict[str, list[float]] = field(default_factory=dict)
    """Probabilities at which no plan was found."""
    pairs: list[tuple[Pair, float]] = field(default_factory=list)
    """Probabilities of two events at which the plan was solved, and the bound there."""
    solved: int = 0
    stopped: bool = False

    def reach(self, event: str) -> float:
        """Return the largest probability of an event that is asked about."""
        return min(MOST, self.tree.now(event) + self.tree.undisturbed)

    def solve(self, wanted: Sequence[Mapping[str, float]]) -> None:
        """Solve the plan at probabilities of events, and keep what was found."""
        names = [", ".join(f"{event} {p:.4g}" for event, p in odds.items()) for odds in wanted]
        tasks = [
            Task(name, "", self.tree.changed(self.plan.tables, odds))
            for name, odds in zip(names, wanted, strict=True)
        ]
        told = self.done

        def count(done: int, _: int) -> None:
            if told is not None:
                told(self.solved + done, self.solved + len(tasks))

        runs = run_cases(self.base, tasks, self.effort, self.jobs, count)
        self.solved += len(tasks)
        for odds, run in zip(wanted, runs, strict=True):
            self.stopped |= run.status == "not_run" or run.interrupted
            found = run.result
            if found is None:
                for event, p in odds.items():
                    self.failed.setdefault(event, []).append(p)
                continue
            self.pool.append(Pooled(run.name, dict(found.path_costs), found.tables))
            if len(odds) == 1:
                ((event, p),) = odds.items()
                self.probes.setdefault(event, []).append(Probe(p, found.bound, found.objective, run.status))
            else:
                first, second = odds.values()
                self.pairs.append(((first, second), found.bound))

    def map(self, first: str, second: str) -> Map:
        """Return what is known of two events at once."""
        now = self.tree.now(first), self.tree.now(second)
        solved = [
            *(((probe.probability, now[1]), probe.bound) for probe in self.probes[first]),
            *(((now[0], probe.probability), probe.bound) for probe in self.probes[second]),
            *self.pairs,
        ]
        reach = self.reach(first), self.reach(second)
        costs = [dict(plan.costs) for plan in self.pool]
        return make_map(self.tree, (first, second), reach, costs=costs, solved=solved, gap=self.gap)

    def solve_map(self, first: str, second: str, rounds: int) -> Map:
        """Solve the corners of the map of two events, then where it is least settled."""
        reach = self.reach(first), self.reach(second)
        wanted = corners(self.tree, first, second, reach)
        for left in range(rounds, -1, -1):
            self.solve([{first: p, second: q} for p, q in wanted])
            found = self.map(first, second)
            settled = found.lost | found.proved | np.isnan(found.hand)
            if self.stopped or settled.all() or not left:
                break
            spread = np.where(settled, -np.inf, found.best - found.bound)
            row, column = np.unravel_index(int(np.argmax(spread)), spread.shape)
            wanted = [(float(found.rows[row]), float(found.columns[column]))]
        return found

    def line(self, event: str) -> Line:
        """Return what is known along the probability of one event."""
        now, reach = self.tree.now(event), self.reach(event)
        probes = sorted(self.probes.get(event, ()), key=lambda probe: probe.probability)
        extra = [now, *(probe.probability for probe in probes), *_range(self.plan.tables, event, reach)]
        first = self._along(event, _grid([*np.linspace(0.0, reach, GRID), *extra]), probes)
        edges = list(self._edges(event, first, probes))
        return self._along(event, _grid([*first.grid, *edges]), probes) if edges else first

    def _along(self, event: str, grid: Floats, probes: Sequence[Probe]) -> Line:
        weights = [self.tree.weights({event: p}) for p in grid.tolist()]
        values = np.array([[self.tree.objective(plan.costs, w) for w in weights] for plan in self.pool])
        best = values.min(axis=0)
        tolerance = self.gap * np.maximum(1.0, np.abs(best))
        low, high = _agreed(self.plan.tables, event)
        return Line(
            event=event,
            now=self.tree.now(event),
            reach=self.reach(event),
            low=low,
            high=high,
            grid=grid,
            hand=values[0],
            best=best,
            which=np.where(values[0] - best <= tolerance, 0, values.argmin(axis=0)),
            bound=np.minimum(_chord(grid, probes), best),
            tolerance=tolerance,
            probes=tuple(probes),
        )

    def _edges(self, event: str, line: Line, probes: Sequence[Probe]) -> Iterator[float]:
        """Yield, as finely as is told, the probabilities at which the answer changes."""
        for k in range(len(line.grid) - 1):
            if line.states[k] == line.states[k + 1]:
                continue
            low, high = float(line.grid[k]), float(line.grid[k + 1])
            while high - low > FINE:
                middle = (low + high) / 2
                same = self._along(event, np.array([middle]), probes).states[0] == line.states[k]
                low, high = (middle, high) if same else (low, middle)
            yield from (low, high)

    def next_probe(self, event: str) -> float | None:
        """Return where to solve next: where the optimum is least known of what is not settled."""
        line = self.line(event)
        taken = {*self.failed.get(event, ()), *(probe.probability for probe in line.probes)}
        unsettled = [k for k, state in enumerate(line.states) if state == OPEN]
        beyond = [float(line.grid[k]) for k in unsettled if not np.isfinite(line.bound[k])]
        if beyond:  # an end without an answer: half the way to it
            known = [probe.probability for probe in line.probes]
            end = beyond[0] if beyond[0] < known[0] else beyond[-1]
            near = known[0] if beyond[0] < known[0] else known[-1]
            middle = (end + near) / 2
            return middle if all(abs(middle - p) > FINE for p in taken) else None
        free = [k for k in unsettled if all(abs(float(line.grid[k]) - p) > SMALL for p in taken)]
        if free:
            spread = (line.best - line.bound)[free]
            return float(line.grid[free[int(np.argmax(spread))]])
        for k in range(len(line.grid) - 1):
            if {line.states[k], line.states[k + 1]} == {KEEP, LOST}:
                # The corner of the envelope: solved there, the threshold is proved.
                corner = float(line.grid[k + 1 if line.states[k + 1] == LOST else k])
                if all(abs(corner - p) > 2 * line.reach / GRID for p in taken):
                    return corner
        return None


def ask_odds(
    plan: Plan,
    events: Sequence[str] = (),
    *,
    hand: Pooled | None = None,
    times: float | None = None,
    rounds: int = ROUNDS,
    effort: Effort | None = None,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> Odds:
    """Ask over which probabilities of each event the plan in hand stays best.

    Parameters
    ----------
    plan : Plan
    events : sequence of str, optional
        By default every event that a scenario has. Two by name are also asked about at once.
    hand : Pooled, optional
        The plan in hand; by default the plan is solved.
    times : float, optional
        Also make the plan for every path being up to so many times as likely as told.
    rounds : int
        Solves of an event beyond its two ends, at most.
    effort : Effort, optional
    jobs : int or Runner
        Processes, or where else to run.
    done : callable, optional
        Called with how many are solved and how many there are by now.

    Returns
    -------
    Odds

    Raises
    ------
    CannotAsk
    KeyboardInterrupt
        The user stopped before the plan itself was solved.
    planner.pipeline.NoPlan, models.errors.PlanError
        The plan has no solution.
    """
    together = Tree.of(plan.tables).together(asked_events(plan.tables, events))
    names = list(together)
    if len(set(events)) == 2:
        check_pair(Tree.of(plan.tables), *dict.fromkeys(events))
    effort = effort or Effort()
    gap = float(str(plan.tables.settings["mip_gap"])) if effort.gap is None else effort.gap
    base = run_base(plan, effort)
    if base.interrupted and base.result is None:
        raise KeyboardInterrupt
    if base.result is None:
        raise CannotAsk("no plan", status=base.status)
    found = base.result
    own = Pooled("plan", dict(found.path_costs), found.tables)
    pool = [own] if hand is None else [hand, replace(own, name="solved")]
    search = _Search(plan, Tree.of(plan.tables), max(gap, SMALL), pool, base, effort, jobs, done)
    for event in names:
        here = Probe(search.tree.now(event), found.bound, found.objective, found.status)
        search.probes[event] = [here]
    search.solve([{event: p} for event in names for p in _ends(search, event)])
    for _ in range(rounds):
        wanted = [{event: p} for event in names if (p := search.next_probe(event)) is not None]
        if search.stopped or not wanted:
            break
        search.solve(wanted)
    pair = tuple(dict.fromkeys(events))
    both = search.solve_map(*pair, rounds) if len(pair) == 2 and not search.stopped else None
    robust = None if times is None or search.stopped else _robust(search, times)
    return Odds(
        plan.tables,
        pool[0],
        tuple(search.pool),
        tuple(replace(search.line(event), others=together[event]) for event in names),
        search.gap,
        both,
        robust,
        search.stopped,
    )


def _ends(search: _Search, event: str) -> list[float]:
    """Return the two ends of what is asked about, without the plan's own probability."""
    now = search.tree.now(event)
    return [p for p in (0.0, search.reach(event)) if abs(p - now) > SMALL]


def _grid(points: Sequence[float]) -> Floats:
    return np.unique(np.round(points, 12))


def _chord(at: Floats, probes: Sequence[Probe]) -> Floats:
    """Return the bound of a concave optimum between the probabilities where it was proved."""
    known = [probe.probability for probe in probes]
    bounds = [probe.bound for probe in probes]
    inside = (at >= known[0] - SMALL) & (at <= known[-1] + SMALL)
    return np.where(inside, np.interp(at, known, bounds), -np.inf)


def _agreed(tables: Tables, event: str) -> tuple[float | None, float | None]:
    row = next(row for row in tables["Events"] if text(row, "event") == event)
    return number(row, "low"), number(row, "high")


def _range(tables: Tables, event: str, reach: float) -> list[float]:
    return [p for p in _agreed(tables, event) if p is not None and p <= reach]


def _robust(search: _Search, times: float) -> Robust:
    """Return the plan for the worst of all probabilities up to so many times those told.

    The dearest expected cost under such probabilities is CVaR at level 1 − 1/times (its dual form:
    Rockafellar & Uryasev 2002; Shapiro, Dentcheva & Ruszczyński, Lectures on Stochastic Programming, ch. 6).
    """
    from planner.risk.frontier import with_settings  # noqa: PLC0415

    alpha = 1 - 1 / times
    tables = with_settings(search.plan.tables, {"risk_weight": 1.0, "cvar_alpha": alpha})
    task = Task(f"wrong by {times:g}", "", tables)
    run = run_cases(search.base, [task], search.effort, search.jobs, None)[0]
    weights = search.tree.weights({})
    pairs = [(search.pool[0].costs[name], weight) for name, weight in weights.items()]
    return Robust(times, conditional_value_at_risk(pairs, alpha), run)
