"""Decomposition: the trunk as master, one LP for each branch with its children (model, section 10).

A branch sees the trunk only through the columns that both models hold under one name. Its value is a convex
function of those; each solve at a trunk plan gives a supporting plane (a cut) from the reduced costs of the
shared columns. First the relaxed master and the branches are played against each other with damped steps,
then the master is searched as a MIP, until the best plan found and the master's bound meet. Exact: the bound
holds at every moment.

Sources: Benders (1962); Van Slyke & Wets (1969) for one cut per branch; Ben-Ameur & Neto (2007) for in-out
damping; Rockafellar & Uryasev (2000) for the tail, whose rows stand in the master.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from models.arrays import Arrays, Floats
from models.branches import Branches, Question, Replies, branches_of
from models.clashes import clash
from models.data import PlanData
from models.errors import ClusterLost, Infeasible, StoppedWithoutPlan, Unbounded
from models.highs import Options, Outcome, Progress, Status, in_time, solve_arrays
from models.live import LiveLP
from models.rejoin import rejoined
from models.settle import (
    patiently,
    reported,
    without_slack,
)
from models.solution import Solution
from models.split import Split, split_plan
from models.tidy import tidied
from models.wanted import Wanted
from models.warm import WarmStart

DAMPING = 0.5
"""How far a step goes from the best point so far towards the master's."""
SHARE_OF_GAP = 0.25
"""Part of the gap asked that the relaxed phase and each master search may leave open."""
FIRST_PLAN_SECONDS, FIRST_PLAN_GAP = 10.0, 0.02
"""What the first plan, made for the trunk alone, may cost and miss."""
ENOUGH = 0.75
"""Part of the gap within which the first master plan found is asked about; halved from search to search."""
USED = 1e-6
"""A whole number of the relaxation above this is used at all."""
MOST_ROUNDS = 400
"""A safeguard only: the rounds end by the gap long before."""


@dataclass
class Answer:
    """What the decomposition found: a trunk plan, each family's plan, and a bound."""

    values: Floats
    plans: list[Floats]
    objective: float
    bound: float
    status: Status
    seconds: float
    rounds: int


@dataclass
class _Search:
    """State of a run."""

    split: Split
    options: Options
    begin: float
    branches: Branches
    master: LiveLP
    near: Floats | None = None
    """The trunk of a plan like this one, to begin with."""
    cuts: list[csr_matrix] = field(default_factory=list)
    cut_lower: list[float] = field(default_factory=list)
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
        return (self.best[0] - self.bound) / max(1.0, abs(self.best[0]))

    def say(self, phase: str) -> None:
        """Report how far the search is."""
        if self.options.progress is not None:
            best = None if self.best is None else self.best[0]
            bound = self.bound if math.isfinite(self.bound) else None
            gap = self.gap() if math.isfinite(self.gap()) else None
            self.options.progress(Progress(phase, time.perf_counter() - self.begin, best, bound, gap))


def solve_split(split: Split, options: Options, start: WarmStart | None = None) -> Answer:
    """Search until the gap is reached, from the trunk of a plan like this one where there is one.

    Raises
    ------
    Infeasible, Unbounded, StoppedWithoutPlan, SolverFailed, ClusterLost
    """
    begin = time.perf_counter()
    near = None if start is None else np.append(start.values_in(split.base), np.zeros(_added(split)))
    with branches_of(split.families, options, options.jobs) as branches:
        search = _Search(split, options, begin, branches, LiveLP(split.master, options), near)
        try:
            _find(search)
        except KeyboardInterrupt:
            options.stop.set()  # the best plan so far is kept
        except StoppedWithoutPlan:
            pass  # raised below where there is no plan yet
        except ClusterLost:
            if search.best is None:
                raise
            # The best plan so far is kept; the runner remembers what has happened.
    if search.best is None:
        raise StoppedWithoutPlan("stopped before a first plan was found")
    objective, values, plans = search.best
    status = Status.OPTIMAL if search.gap() <= options.gap else Status.STOPPED
    return Answer(values, plans, objective, search.bound, status, time.perf_counter() - begin, search.rounds)


def _added(split: Split) -> int:
    """Return how many columns the master has beyond the trunk's."""
    return len(split.master.cost) - len(split.base.cost)


def solve_by_branches(
    data: PlanData, options: Options, start: WarmStart | None = None, wanted: Wanted = ()
) -> Solution:
    """Solve a plan by decomposition and settle what the objective leaves open.

    ``start`` is what a plan like this one left, ``wanted`` what the plan must decide.

    Raises
    ------
    Infeasible, Unbounded, StoppedWithoutPlan, SolverFailed
    """
    begin = time.perf_counter()
    split = split_plan(data, wanted=wanted, between=partial(in_time, options))
    seconds = {"build": time.perf_counter() - begin}
    if options.time_limit is not None:
        options = replace(options, time_limit=options.time_limit - seconds["build"])
    answer = solve_split(split, options, start)
    seconds["search"] = answer.seconds
    begin = time.perf_counter()
    trunk = answer.values[: len(split.base.names)]
    parts = tidied(rejoined(split, trunk, answer.plans, patiently(options)), wanted)
    seconds["final LP"] = time.perf_counter() - begin
    outcome = Outcome(answer.status, objective=answer.objective, bound=answer.bound, nodes=answer.rounds)
    return reported(parts, outcome, seconds)


def _find(search: _Search) -> None:
    """Play the relaxed master to its bound, then search it for whole numbers until the gap is reached."""
    options = search.options
    target = options.gap * SHARE_OF_GAP
    start = _first_point(search) if search.near is None else search.near
    _open(search, start)
    if search.near is not None:
        start = _begin_again(search, search.near)
    relaxed = _play(search, start, target, whole=False)
    _round(search, relaxed, target)
    if search.gap() > options.gap and not search.over():
        found = _search_near(search, relaxed)
        if found is not None:
            _play(search, found, target, whole=True)
    share = ENOUGH
    while search.gap() > options.gap and not search.over() and search.rounds < MOST_ROUNDS:
        found = _search_master(search, share)
        if found is None:
            break
        _play(search, found, target, whole=True)
        share = max(SHARE_OF_GAP, share / 2)


def _begin_again(search: _Search, near: Floats) -> Floats:
    """Ask the branches about the trunk of the plan before; return the relaxed master's answer to it.

    Its cuts are those that the bound of a plan like it needs; its trunk need not hold here.
    """
    _evaluate(search, near)
    outcome = search.master.solve()
    return outcome.values if outcome.status is Status.OPTIMAL else _first_point(search)


def _round(search: _Search, relaxed: Floats, target: float) -> None:
    """Ask about whole numbers: those of the plan before, whatever the relaxed ones use, the nearest to them.

    A plan within the gap is often among them, and a search of the master costs many times more.
    """
    whole = search.split.master.whole
    before = () if search.near is None else (search.near,)
    for near in (*before, np.ceil(relaxed - USED), np.round(relaxed)):
        if search.gap() <= search.options.gap or search.over():
            return
        _play_with(search, near[whole], target)


def _play_with(search: _Search, numbers: Floats, target: float) -> Floats | None:
    """Play with these whole numbers; return the best trunk, ``None`` where they leave none."""
    master = search.split.master
    columns = np.flatnonzero(master.whole).astype(np.int32)
    lower, upper = master.lower[columns], master.upper[columns]
    fixed = np.clip(np.round(numbers), lower, upper)
    search.master.set_bounds(columns, fixed, fixed)
    outcome = search.master.solve()
    search.master.set_bounds(columns, lower, upper)
    if outcome.status is not Status.OPTIMAL:
        return None
    return _play(search, outcome.values, target, whole=True)


def _first_point(search: _Search) -> Floats:
    """Return a trunk plan to start from: good if no branch cost anything, and soon at hand."""
    families, master = search.split.families, search.split.master
    lower, upper = master.lower.copy(), master.upper.copy()
    thetas = np.array([f.column for f in families], dtype=np.int32)
    lower[thetas] = upper[thetas] = 0.0
    left = search.left()
    patience = FIRST_PLAN_SECONDS if left is None else min(FIRST_PLAN_SECONDS, left / 4)
    quick = replace(search.options, gap=max(FIRST_PLAN_GAP, search.options.gap), time_limit=patience)
    quick = replace(quick, progress=lambda _: search.say("searching"))
    trunk = replace(master, lower=lower, upper=upper)
    outcome = solve_arrays(trunk, quick, "searching")
    threshold = search.split.base.position.get(("v_tail_threshold", (None,)))
    if outcome.status is Status.UNBOUNDED and threshold is not None:
        # The rows that keep the threshold up stand in the families; it is held until their cuts do.
        lower[threshold] = upper[threshold] = 0.0
        outcome = solve_arrays(trunk, quick, "searching")
    if outcome.status is Status.NOTHING:
        outcome = solve_arrays(trunk, search.options, "searching", relaxed=True)
    _refuse(search, outcome)
    return np.where(master.whole, np.round(outcome.values), outcome.values)


def _refuse(search: _Search, outcome: Outcome) -> None:
    match outcome.status:
        case Status.INFEASIBLE:
            raise Infeasible(tuple(clash(search.split.master, search.options)))
        case Status.UNBOUNDED:
            raise Unbounded("the cost can fall without end")
        case Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a first plan was found")


def _play(search: _Search, start: Floats, target: float, *, whole: bool) -> Floats:
    """Play the relaxed master (``whole``: with its whole numbers fixed) against the branches, damped.

    Returns the best point. Without whole numbers fixed, the master's optimum is a bound of the plan.
    """
    master, split = search.master, search.split
    whole_columns = np.flatnonzero(split.master.whole).astype(np.int32)
    if whole:
        fixed = np.round(start[whole_columns])
        master.set_bounds(whole_columns, fixed, fixed)
    centre, centre_cost, point = start, math.inf, start
    low = -math.inf
    while not search.over() and search.rounds < MOST_ROUNDS:
        search.rounds += 1
        cost, point, plans = _evaluate(search, point)
        if cost < centre_cost:
            centre, centre_cost = point, cost
            if whole or _is_whole(split.master, point):
                _keep(search, cost, point, plans)
        outcome = master.solve()
        if outcome.status is not Status.OPTIMAL:
            if whole and outcome.status is Status.INFEASIBLE:
                break  # these whole numbers leave some branch without a plan; the cuts say so from now on
            _refuse(search, outcome)
        low = outcome.objective
        if not whole:
            search.bound = max(search.bound, low)
        search.say("searching")
        if centre_cost - low <= target * max(1.0, abs(low)):
            break
        if search.gap() <= search.options.gap:
            break
        # Every third step goes all the way, so that the end is exact and not only approached.
        step = DAMPING if math.isfinite(centre_cost) and search.rounds % 3 else 1.0
        point = outcome.values if step == 1.0 else (1 - step) * centre + step * outcome.values
    if whole:
        master.set_bounds(whole_columns, split.master.lower[whole_columns], split.master.upper[whole_columns])
    return centre


def _is_whole(arrays: Arrays, values: Floats) -> bool:
    inside = values[arrays.whole]
    return bool(np.all(np.abs(inside - np.round(inside)) < 1e-9))


def _keep(search: _Search, cost: float, point: Floats, plans: list[Floats]) -> None:
    if search.best is None or cost < search.best[0]:
        search.best = (cost, point, plans)


def _evaluate(search: _Search, point: Floats) -> tuple[float, Floats, list[Floats]]:
    """Solve every family at a trunk plan and add its cut.

    Returns
    -------
    cost : float
        Of the trunk plan with its families' best answers; infinite where a family has none.
    point : ndarray
        The trunk plan with the families' true values, and the tail's excess that follows.
    plans : list of ndarray
        Columns of each family.
    """
    split = search.split
    asked = {k: Question(point[f.there], point[f.there]) for k, f in enumerate(split.families)}
    replies = search.branches.ask(asked)
    _add_cuts(search, point, replies)
    trunk = len(split.base.names)
    true = point.copy()
    true[:trunk] = without_slack(split.base, point[:trunk], split.breaches)
    for number, family in enumerate(split.families):
        true[family.column] = replies[number].value if replies[number].feasible else math.inf
    if not np.all(np.isfinite(true)):
        return math.inf, point, []
    tail = split.master.matrix[split.tail_rows]
    excess = split.excess_columns
    true[excess] = 0.0
    true[excess] = np.maximum(0.0, -(tail @ true))
    return float(split.master.cost @ true), true, [replies[number].plan for number in asked]


def _add_cuts(
    search: _Search, point: Floats, replies: Replies, apart: Mapping[int, NDArray[np.int32]] | None = None
) -> None:
    """Add to the master what families have said of a trunk plan.

    A family with a plan costs at least as much as it says; one without has to come as near to one as it says.
    ``apart`` are columns that a family was not held to.
    """
    width = len(search.split.master.cost)
    rows, lower = [], []
    for number, reply in replies.items():
        family = search.split.families[number]
        if reply.value == -math.inf:
            raise Unbounded("the cost can fall without end")
        held = np.ones(len(family.here), dtype=bool)
        if apart is not None:
            held = ~np.isin(family.here, apart[number])
        there, slope = family.there[held], reply.slope[held]
        columns, entries = there, -slope
        if reply.feasible:
            columns, entries = np.append(there, family.column), np.append(-slope, 1.0)
        cut = csr_matrix((entries, (np.zeros(len(columns), dtype=int), columns)), shape=(1, width))
        cut.eliminate_zeros()
        rows.append(cut)
        lower.append(reply.value - float(slope @ point[there]))
    if rows:
        search.master.add_rows(np.array(lower), np.full(len(lower), np.inf), vstack(rows).tocsr())
    search.cuts += rows
    search.cut_lower += lower


def _open(search: _Search, point: Floats) -> None:
    """Add first cuts that keep the relaxed master bounded; each relaxes the family, so each is valid.

    A family costs at least what it would with any trunk. One that prices its own tail gets two more: the tail
    excess may go below zero, so that every path counts however low the threshold falls; the threshold is let
    go, so that no path counts however high it rises.
    """
    _floor(search)
    families = search.split.families
    for name in ("v_tail_excess", "v_tail_threshold"):
        asked, apart = {}, {}
        for number, family in enumerate(families):
            names = [own for own, _ in family.arrays.names]
            if "v_tail_excess" not in names:
                continue
            free = np.array([k for k, own in enumerate(names) if own == name], dtype=np.int32)
            seen = point[family.there]
            here = np.isin(family.here, free)
            low, high = np.where(here, -math.inf, seen), np.where(here, math.inf, seen)
            asked[number], apart[number] = Question(low, high, let_go=free), free
        _add_cuts(search, point, search.branches.ask(asked), apart)


def _floor(search: _Search) -> None:
    """Bound each family's value from below by what it would be with the best trunk imaginable."""
    split, master = search.split, search.split.master
    asked = {k: Question(master.lower[f.there], master.upper[f.there]) for k, f in enumerate(split.families)}
    for number, reply in search.branches.ask(asked).items():
        family = split.families[number]
        if not reply.feasible:  # whatever the trunk does
            raise Infeasible(tuple(clash(family.arrays, search.options)))
        if math.isfinite(reply.value):
            column = np.array([family.column], dtype=np.int32)
            search.master.set_bounds(column, np.array([reply.value]), np.array([np.inf]))
            master.lower[family.column] = reply.value


def _enough(search: _Search, share: float) -> float:
    """Return the cost, near the bound known, at which a master plan is worth asking the branches about."""
    return search.bound + share * search.options.gap * max(1.0, abs(search.bound))


def _with_cuts(search: _Search) -> Arrays:
    """Return the master with all its cuts."""
    master, cuts = search.split.master, search.cuts
    return replace(
        master,
        laws=(*master.laws, *(("cut", (k,)) for k in range(len(cuts)))),
        matrix=vstack([master.matrix, *cuts]).tocsr(),
        row_lower=np.concatenate([master.row_lower, search.cut_lower]),
        row_upper=np.concatenate([master.row_upper, np.full(len(cuts), np.inf)]),
    )


def _search_near(search: _Search, relaxed: Floats) -> Floats | None:
    """Search the master with what the relaxation leaves whole held; a plan worth asking about, soon at hand.

    Few whole numbers are left then. What is found bounds nothing.
    """
    arrays, options = _with_cuts(search), search.options
    nearest = np.round(relaxed)
    held = arrays.whole & (np.abs(relaxed - nearest) < USED)
    lower, upper = np.where(held, nearest, arrays.lower), np.where(held, nearest, arrays.upper)
    quick = replace(options, gap=options.gap * SHARE_OF_GAP, enough=_enough(search, ENOUGH / 2))
    quick = replace(quick, progress=lambda _: search.say("searching"))
    outcome = solve_arrays(replace(arrays, lower=lower, upper=upper), quick, "searching")
    return outcome.values if outcome.status in (Status.OPTIMAL, Status.STOPPED) else None


def _search_master(search: _Search, share: float) -> Floats | None:
    """Search the master with all its cuts as a MIP; return its plan, ``None`` where the time is up."""
    options = search.options
    arrays = _with_cuts(search)
    narrow = replace(
        options, gap=options.gap * SHARE_OF_GAP, time_limit=search.left(), enough=_enough(search, share)
    )
    narrow = replace(narrow, progress=lambda _: search.say("searching"))
    start = None if search.best is None else search.best[1]
    outcome = solve_arrays(arrays, narrow, "searching", start=start)
    if outcome.status is Status.NOTHING:
        return None
    _refuse(search, outcome)
    search.bound = max(search.bound, outcome.bound)
    search.say("searching")
    return outcome.values
