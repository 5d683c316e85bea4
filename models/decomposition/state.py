"""What is known during a decomposition: master, incumbent, bound, and the moves that change them.

How the moves follow each other is in ``models.decomposition.benders``. Every cut is a lower bound of a
subproblem's cost over all trunks, so the master's optimum is one of the plan's at every moment.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.decomposition.cut_reuse import Cut, CutPool, Cuts
from models.decomposition.master import Master
from models.decomposition.split import Split, Subproblem
from models.decomposition.subproblems import Question, Replies, SubproblemSolver
from models.errors import Infeasible, StoppedWithoutPlan, Unbounded
from models.formulation.array_backend import found_in
from models.solution.idle_paths import without_slack
from models.solver.highs import Options, Outcome, Progress, Status
from models.solver.iis import iis_rows
from models.solver.standard_form import Floats

NOISE = 0.1
"""Part of the gap by which a plan is better that is better at all."""
CutRow = tuple[int, Floats, float, float]
"""Number of a subproblem, slope, constant, and 1 in an optimality cut, 0 in a feasibility cut."""


@dataclass
class State:
    """State of a run."""

    split: Split
    options: Options
    begin: float
    subproblem_solver: SubproblemSolver
    master: Master
    cut_pool: CutPool
    near: Floats | None = None
    """The trunk of a plan like this one, to begin with."""
    tried: set[bytes] = field(default_factory=set)
    """Whole numbers that were tried."""
    dived: bool = False
    """No further dive is made: the last met nothing worth asking about, or the tree may do as well."""
    relaxed: Floats | None = None
    """The best point of the relaxation."""
    best: tuple[float, Floats, list[Floats]] | None = None
    bound: float = -math.inf
    rounds: int = 0

    def left(self) -> float | None:
        """Seconds left of the time limit."""
        limit = self.options.time_limit
        return None if limit is None else limit - (time.perf_counter() - self.begin)

    def over(self) -> bool:
        """Tell whether the time is up or the user wants to stop."""
        left = self.left()
        return self.options.stop.is_set() or (left is not None and left <= 0)

    def gap(self) -> float:
        """Gap between the best plan and the bound."""
        if self.best is None:
            return math.inf
        return (self.best[0] - self.bound) / max(self.split.base.least_cost, abs(self.best[0]))

    def goes_on(self) -> bool:
        """Tell whether the gap is still too wide, and nobody wants to stop."""
        return self.gap() > self.options.gap and not self.over()

    def enough(self, share: float) -> float:
        """Return the cost, near the bound known, at which a master plan is worth asking about."""
        return self.bound + self.wide(share)

    def worth(self) -> float:
        """Return the cost below which a plan is better than the best known by more than noise."""
        return math.inf if self.best is None else self.best[0] - self.wide(NOISE)

    def proven(self) -> float | None:
        """Return the bound at which the best plan is within the gap, and nothing is left to search."""
        if self.best is None:
            return None
        cost = self.best[0]
        return cost - self.options.gap * max(self.split.base.least_cost, abs(cost))

    def wide(self, share: float) -> float:
        """Return a part of the gap asked, as a cost."""
        return share * self.options.gap * max(self.split.base.least_cost, abs(self.bound))

    def numbers(self, values: Floats) -> bytes:
        """Return the whole numbers of a master plan, to know them again."""
        return np.round(values[self.master.whole]).astype(np.int64).tobytes()

    def bounded_by(self, outcome: Outcome) -> None:
        """Take the optimum of the relaxed master for the bound that it is."""
        if outcome.status is Status.OPTIMAL:
            self.bound = max(self.bound, outcome.objective)

    def keep(self, cost: float, point: Floats, plans: list[Floats]) -> None:
        """Keep a plan if it is the best so far."""
        if self.best is None or cost < self.best[0]:
            self.best = (cost, point, plans)

    def say(self, phase: str) -> None:
        """Report how far the search is."""
        if self.options.progress is not None:
            best = None if self.best is None else self.best[0]
            bound = self.bound if math.isfinite(self.bound) else None
            gap = self.gap() if math.isfinite(self.gap()) else None
            self.options.progress(Progress(phase, time.perf_counter() - self.begin, best, bound, gap))


def refuse(state: State, outcome: Outcome) -> None:
    """Raise what a master without an optimum says of the plan.

    Raises
    ------
    Infeasible, Unbounded, StoppedWithoutPlan
    """
    match outcome.status:
        case Status.INFEASIBLE:
            raise Infeasible(tuple(iis_rows(state.split.master, state.options)))
        case Status.UNBOUNDED:
            raise Unbounded("the cost can fall without end")
        case Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a first plan was found")


def evaluate(state: State, point: Floats) -> tuple[float, Floats, list[Floats]]:
    """Solve every subproblem at a trunk plan and add its cut.

    Returns
    -------
    cost : float
        Of the trunk plan with its subproblems' best answers; infinite where a subproblem has none.
    point : ndarray
        The trunk plan with the subproblems' true values, and the tail's excess that follows.
    plans : list of ndarray
        Columns of each subproblem.
    """
    split = state.split
    replies = ask(state, point, range(len(split.subproblems)))
    trunk = len(split.base.names)
    true = point.copy()
    true[:trunk] = without_slack(split.base, point[:trunk], split.breaches)
    for number, subproblem in enumerate(split.subproblems):
        true[subproblem.column] = replies[number].value if replies[number].feasible else math.inf
    if not np.all(np.isfinite(true)):
        return math.inf, point, []
    tail = split.master.matrix[split.tail_rows]
    excess = split.excess_columns
    true[excess] = 0.0
    true[excess] = np.maximum(0.0, -(tail @ true))
    return float(split.master.cost @ true), true, [reply.plan for reply in replies.values()]


def ask(state: State, point: Floats, numbers: Iterable[int]) -> Replies:
    """Ask subproblems about a trunk plan and add what they say to the master."""
    subproblems = state.split.subproblems
    replies = state.subproblem_solver.ask(
        {k: Question(point[subproblems[k].there], point[subproblems[k].there]) for k in numbers}
    )
    _add_cuts(state, point, replies)
    return replies


def _add_cuts(
    state: State, point: Floats, replies: Replies, apart: Mapping[int, NDArray[np.int32]] | None = None
) -> None:
    """Add to the master what subproblems have said of a trunk plan.

    A subproblem with a plan costs at least as much as it says; one without has to come as near to one as it
    says. ``apart`` are columns that a subproblem was not held to.
    """
    rows: list[CutRow] = []
    for number, reply in replies.items():
        subproblem = state.split.subproblems[number]
        if reply.value == -math.inf:
            raise Unbounded("the cost can fall without end")
        slope = reply.slope
        if apart is not None:
            slope = np.where(np.isin(subproblem.here, apart[number]), 0.0, slope)
        constant = constant_of(reply.value, slope, point[subproblem.there])
        if reply.feasible:
            cut = Cut(constant, slope, reply.duals, apart is not None, state.master.cuts + len(rows))
            state.cut_pool.note(number, cut, reply.basis)
        rows.append((number, slope, constant, 1.0 if reply.feasible else 0.0))
    _add_rows(state, rows)


def constant_of(value: float, slope: Floats, point: Floats) -> float:
    """Return value − slope·point, added up exactly and lowered by what its terms may be off by rounding.

    A cut is a bound: large terms that cancel must not leave it above what it stands for.
    """
    terms = slope * point
    off = sys.float_info.epsilon * (abs(value) + float(np.abs(terms).sum()))
    return math.fsum([value, *(-terms).tolist()]) - off


def add_known(state: State, known: Mapping[int, Cuts]) -> None:
    """Add what a plan before has left of its subproblems, in this order."""
    rows: list[CutRow] = []
    for number, cuts in known.items():
        state.cut_pool.note_all(number, cuts, state.master.cuts + len(rows))
        each = zip(cuts.slopes.T, cuts.constants.tolist(), strict=True)
        rows += [(number, slope, constant, 1.0) for slope, constant in each]
    _add_rows(state, rows)


def _add_rows(state: State, rows: Sequence[CutRow]) -> None:
    """Add cuts to the master: ``share``·value of the subproblem − slope·x ≥ constant."""
    if not rows:
        return
    subproblems = [state.split.subproblems[number] for number, *_ in rows]
    columns = [np.append(subproblem.there, subproblem.column) for subproblem in subproblems]
    entries = np.concatenate([np.append(-slope, share) for _, slope, _, share in rows])
    starts = np.cumsum([0, *map(len, columns)])
    matrix = csr_matrix(
        (entries, np.concatenate(columns), starts), shape=(len(rows), len(state.master.arrays.cost))
    )
    matrix.eliminate_zeros()
    state.master.add(matrix, np.array([constant for *_, constant, _ in rows]))


def keep_bounded(state: State, point: Floats, numbers: Iterable[int]) -> None:
    """Add first cuts that keep the relaxed master bounded; each relaxes the subproblem, so each is valid.

    A subproblem costs at least what it would with any trunk. One that prices its own tail gets two more: the
    tail excess may go below zero, so that every path counts however low the threshold falls; the threshold is
    let go, so that no path counts however high it rises.
    """
    numbers = list(numbers)
    _add_bounds(state, numbers)
    subproblems = state.split.subproblems
    for name in ("v_tail_excess", "v_tail_threshold"):
        asked, apart = {}, {}
        for number in numbers:
            subproblem = subproblems[number]
            if not _has_own_tail(subproblem):
                continue
            free = np.array([k for k, _ in found_in(subproblem.arrays.names, {name})], dtype=np.int32)
            seen = point[subproblem.there]
            here = np.isin(subproblem.here, free)
            low, high = np.where(here, -math.inf, seen), np.where(here, math.inf, seen)
            asked[number], apart[number] = Question(low, high, let_go=free), free
        _add_cuts(state, point, state.subproblem_solver.ask(asked), apart)


def _has_own_tail(subproblem: Subproblem) -> bool:
    return any(found_in(subproblem.arrays.names, {"v_tail_excess"}))


def _add_bounds(state: State, numbers: Sequence[int]) -> None:
    """Bound each subproblem's value from below by what it would be with the best trunk imaginable."""
    subproblems, master = state.split.subproblems, state.master
    low, high = master.arrays.lower, master.arrays.upper
    replies = state.subproblem_solver.ask(
        {k: Question(low[subproblems[k].there], high[subproblems[k].there]) for k in numbers}
    )
    for number, reply in replies.items():
        subproblem = subproblems[number]
        if not reply.feasible:  # whatever the trunk does
            raise Infeasible(tuple(iis_rows(subproblem.arrays, state.options)))
        if not math.isfinite(reply.value):
            continue
        master.raise_floor(subproblem.column, reply.value)
        if _has_own_tail(subproblem):
            constant = constant_of(reply.value, reply.slope, reply.plan[subproblem.here])
            state.cut_pool.note(number, Cut(constant, reply.slope, reply.duals, needed=True))
