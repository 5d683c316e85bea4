"""Decomposition: the trunk as master, one LP for each branch with its children (model, section 10).

A branch sees the trunk only through the columns that both models hold under one name. Its value is a convex
function of those; each solve at a trunk plan gives a supporting plane (a cut) from the reduced costs of the
shared columns. First the relaxed master and the branches are played against each other with damped steps,
then whole numbers near its end are asked about, then the master is searched as a MIP, until the best plan
found and the master's bound meet. Exact: the bound holds at every moment. A plan like one solved before
begins with the cuts that the prices of its branches give here (decision 0015).

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

from models.decomposition.cut_reuse import Taught, planes_of
from models.decomposition.master import Master
from models.decomposition.rejoin import rejoined
from models.decomposition.split import Split, split_plan
from models.decomposition.state import Game, add_known, ask, evaluate, keep_bounded, refuse
from models.decomposition.subproblems import branches_of
from models.errors import ClusterLost, StoppedWithoutPlan
from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.solution.carried import Lesson, Lessons, WarmStart
from models.solution.idle_paths import patiently, reported
from models.solution.solution import Solution
from models.solution.tidy import tidied
from models.solver.highs import Options, Outcome, Status, in_time, solve_arrays
from models.solver.side_constraints import Wanted
from models.solver.standard_form import Arrays, Floats

DAMPING = 0.5
"""How far a step goes from the best point so far towards the master's."""
SHARE_OF_GAP = 0.25
"""Part of the gap asked that playing with whole numbers and each master search may leave open."""
RELAXED_SHARES = (0.4, 0.15)
"""Part of the gap asked that the relaxed phase may leave open: at first, and where that did not do."""
FAR = 2.0
"""Gaps between a plan and its bound beyond which its whole numbers are left until more is known."""
FIRST_PLAN_NODES, FIRST_PLAN_GAP = 200, 0.02
"""What the first plan, made for the trunk alone, may cost and miss; in nodes, for a clock would make the way
taken hang on what else the machine does."""
ENOUGH = 0.75
"""Part of the gap within which the first master plan found is asked about; halved from search to search."""
DIVING = (0.4, 0.6)
"""Part of the gap within which a dive goes on without looking at the other side of a number: at first, and
where that ends in nothing new."""
AS_BEFORE = 0.5
"""Part of the gap within which the old whole numbers are asked about before any others are looked for."""
FIRST_ROUNDS = 2
"""Rounds that whole numbers found with the cuts of a plan before are worth."""
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
    lessons: Lessons = field(default_factory=dict)
    """What the branches taught, for a plan like this one."""


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
    least = split.base.least_cost
    outcome = Outcome(answer.status, answer.objective, answer.bound, nodes=answer.rounds, least_cost=least)
    solution = reported(parts, outcome, seconds)
    warm = solution.warm
    return replace(solution, warm=None if warm is None else replace(warm, lessons=answer.lessons))


def solve_split(split: Split, options: Options, start: WarmStart | None = None) -> Answer:
    """Search until the gap is reached, from what a plan like this one left where there is one.

    Raises
    ------
    Infeasible, Unbounded, StoppedWithoutPlan, SolverFailed, ClusterLost
    """
    begin = time.perf_counter()
    lessons: Lessons = {} if start is None else start.lessons
    before = {k: lessons[f.scenarios] for k, f in enumerate(split.families) if f.scenarios in lessons}
    bases = {k: basis for k, old in before.items() if (basis := old.basis_in(split.families[k].arrays))}
    near = None if start is None else np.append(start.values_in(split.base), np.zeros(_added(split)))
    with branches_of(split.families, options, options.jobs, bases) as branches:
        taught = Taught(sum(len(family.arrays.laws) for family in split.families))
        game = Game(split, options, begin, branches, Master(split, options), taught, near)
        try:
            _find(game, before, lessons)
        except KeyboardInterrupt:
            options.stop.set()  # the best plan so far is kept
        except StoppedWithoutPlan:
            pass  # raised below where there is no plan yet
        except ClusterLost:
            if game.best is None:
                raise
            # The best plan so far is kept; the runner remembers what has happened.
    if game.best is None:
        raise StoppedWithoutPlan("stopped before a first plan was found")
    objective, values, plans = game.best
    status = Status.OPTIMAL if game.gap() <= options.gap else Status.STOPPED
    seconds = time.perf_counter() - begin
    return Answer(
        values, plans, objective, game.bound, status, seconds, game.rounds, _lessons_of(game, values)
    )


def _added(split: Split) -> int:
    """Return how many columns the master has beyond the trunk's."""
    return len(split.master.cost) - len(split.base.cost)


def _lessons_of(game: Game, best: Floats) -> Lessons:
    """Return what a run leaves to one of a plan like it."""
    split, ended = game.split, game.master.ends()
    if ended is None:
        return {}
    trunk, ends, cuts = ended
    points = [best] if game.relaxed is None else [best, game.relaxed]
    found: dict[tuple[Scenario, ...], Lesson] = {(TRUNK,): Lesson.of_trunk(split.base, trunk)}
    for number, family in enumerate(split.families):
        seen = [point[family.there] for point in points]
        lesson = game.taught.lesson(number, family.arrays, seen, ends[number], cuts)
        if lesson is not None:
            found[family.scenarios] = lesson
    return found


def _find(game: Game, before: Mapping[int, Lesson], lessons: Lessons) -> None:
    """Play the relaxed master to its bound, then search it for whole numbers until the gap is reached."""
    target = game.options.gap * SHARE_OF_GAP
    if game.near is None:
        start = _first_point(game)
        keep_bounded(game, start, range(len(game.split.families)))
    else:
        start = _begin_again(game, game.near, before, lessons)
    for share in RELAXED_SHARES:
        if game.goes_on():
            game.relaxed = _play(game, start, game.options.gap * share, whole=False)
            start = _try_numbers(game, once=share != RELAXED_SHARES[-1])
    share = ENOUGH
    while game.goes_on() and game.rounds < MOST_ROUNDS:
        found = _search_master(game, share)
        if found is None:
            break
        _play(game, found, target, whole=True)
        share = max(SHARE_OF_GAP, share / 2)


def _begin_again(game: Game, near: Floats, before: Mapping[int, Lesson], lessons: Lessons) -> Floats:
    """Begin with what a plan before has left; return the relaxed master's answer to it.

    Families of which nothing is known any more are asked about its trunk, which need not hold here.
    """
    families = game.split.families
    known = {k: planes_of(lesson, families[k].arrays, families[k].here) for k, lesson in before.items()}
    add_known(game, known)
    game.master.begin_from(lessons, known)
    unknown = [k for k in range(len(families)) if k not in known or not known[k].complete]
    _ask_about(game, near, unknown)
    outcome = game.master.solve()
    if outcome.status is Status.UNBOUNDED and len(unknown) < len(families):
        _ask_about(game, near, [k for k in range(len(families)) if k not in unknown])
        outcome = game.master.solve()
    if outcome.status is not Status.OPTIMAL:
        return _first_point(game)
    game.bounded_by(outcome)
    game.relaxed = outcome.values
    found = _as_before(game, near) or _dive(game, outcome)
    return outcome.values if found is None else _ask_soon(game, found)


def _ask_about(game: Game, near: Floats, numbers: list[int]) -> None:
    keep_bounded(game, near, numbers)
    ask(game, near, numbers)


def _ask_soon(game: Game, found: Outcome) -> Floats:
    """Ask about whole numbers that only old cuts speak for; return the relaxation after that."""
    game.tried.add(game.numbers(found))
    relaxed = found
    for _ in range(FIRST_ROUNDS):
        game.rounds += 1
        cost, point, plans = evaluate(game, found.values)
        if math.isfinite(cost):
            game.keep(cost, point, plans)
        if not game.goes_on():
            break
        game.master.go_back()
        relaxed = game.master.solve()
        game.bounded_by(relaxed)
        game.say("searching")
        again = game.master.with_numbers(found.values) if game.goes_on() else None
        if again is None or cost > again.objective + game.wide(FAR):
            break
        found = again
    return relaxed.values if relaxed.status is Status.OPTIMAL else point


def _as_before(game: Game, near: Floats) -> Outcome | None:
    """Return the master's plan with the old whole numbers, where it is worth asking about."""
    found = game.master.with_numbers(near)
    return found if found is not None and found.objective <= game.enough(AS_BEFORE) else None


def _dive(game: Game, relaxed: Outcome) -> Outcome | None:
    """Return a plan of the master near its relaxation that was not asked about yet and may do."""
    most = math.inf if game.best is None else game.enough(ENOUGH)
    for share in DIVING:
        game.master.go_back()
        found = game.master.dive(relaxed, game.enough(share), most, game.over)
        if found is not None and found.objective <= most and game.numbers(found) not in game.tried:
            return found
    return None


def _try_numbers(game: Game, *, once: bool) -> Floats:
    """Ask about whole numbers near the relaxation while new ones may do; return where it ends.

    A plan within the gap is often among them, and a search of the master costs many times more. ``once``:
    there is still something to be had from the bound, which costs less than the next dive.
    """
    relaxed = game.master.solve()
    game.bounded_by(relaxed)
    refuse(game, relaxed)
    while game.goes_on():
        found = _dive(game, relaxed)
        if found is None:
            break
        game.tried.add(game.numbers(found))
        _play(game, found.values, game.options.gap * SHARE_OF_GAP, whole=True)
        game.master.go_back()
        relaxed = game.master.solve()
        game.bounded_by(relaxed)
        refuse(game, relaxed)
        if once:
            break
    return relaxed.values


def _first_point(game: Game) -> Floats:
    """Return a trunk plan to start from: good if no branch cost anything, and soon at hand."""
    families, master = game.split.families, game.master.arrays
    lower, upper = master.lower.copy(), master.upper.copy()
    thetas = np.array([f.column for f in families], dtype=np.int32)
    lower[thetas] = upper[thetas] = 0.0
    left = game.left()
    quick = replace(game.options, gap=max(FIRST_PLAN_GAP, game.options.gap), nodes=FIRST_PLAN_NODES)
    quick = replace(quick, time_limit=None if left is None else left / 4)
    quick = replace(quick, progress=lambda _: game.say("searching"))
    trunk = replace(master, lower=lower, upper=upper)
    outcome = solve_arrays(trunk, quick, "searching")
    threshold = game.split.base.position.get(("v_tail_threshold", (None,)))
    if outcome.status is Status.UNBOUNDED and threshold is not None:
        # The rows that keep the threshold up stand in the families; it is held until their cuts do.
        lower[threshold] = upper[threshold] = 0.0
        outcome = solve_arrays(trunk, quick, "searching")
    if outcome.status is Status.NOTHING:
        outcome = solve_arrays(trunk, game.options, "searching", relaxed=True)
    refuse(game, outcome)
    return np.where(master.whole, np.round(outcome.values), outcome.values)


def _play(game: Game, start: Floats, target: float, *, whole: bool) -> Floats:
    """Play the relaxed master (``whole``: with its whole numbers fixed) against the branches, damped.

    Returns the best point. Without whole numbers fixed, the master's optimum is a bound of the plan.
    """
    if not whole:
        return _played(game, start, target, whole=False)
    with game.master.holding(start):
        return _played(game, start, target, whole=True)


def _played(game: Game, start: Floats, target: float, *, whole: bool) -> Floats:
    centre, centre_cost, point = start, math.inf, start
    while not game.over() and game.rounds < MOST_ROUNDS:
        game.rounds += 1
        cost, point, plans = evaluate(game, point)
        if cost < centre_cost:
            centre, centre_cost = point, cost
            if whole or _is_whole(game.split.master, point):
                game.keep(cost, point, plans)
        if game.gap() <= game.options.gap:
            break
        outcome = game.master.solve()
        if outcome.status is not Status.OPTIMAL:
            if whole and outcome.status is Status.INFEASIBLE:
                break  # these whole numbers leave some branch without a plan; the cuts say so from now on
            refuse(game, outcome)
        low = outcome.objective
        if not whole:
            game.bounded_by(outcome)
        game.say("searching")
        if centre_cost - low <= target * max(game.split.base.least_cost, abs(low)):
            break
        if game.gap() <= game.options.gap:
            break
        # Every third step goes all the way, so that the end is exact and not only approached.
        step = DAMPING if math.isfinite(centre_cost) and game.rounds % 3 else 1.0
        point = outcome.values if step == 1.0 else (1 - step) * centre + step * outcome.values
    return centre


def _is_whole(arrays: Arrays, values: Floats) -> bool:
    inside = values[arrays.whole]
    return bool(np.all(np.abs(inside - np.round(inside)) < 1e-9))


def _search_master(game: Game, share: float) -> Floats | None:
    """Search the master with all its cuts as a MIP; return its plan, ``None`` where the time is up."""
    narrow = replace(
        game.options,
        gap=game.options.gap * SHARE_OF_GAP,
        time_limit=game.left(),
        enough=game.enough(share),
        progress=lambda _: game.say("searching"),
    )
    start = None if game.best is None else game.best[1]
    outcome = solve_arrays(game.master.with_cuts(), narrow, "searching", start=start)
    if outcome.status is Status.NOTHING:
        return None
    refuse(game, outcome)
    game.bound = max(game.bound, outcome.bound)
    game.say("searching")
    found = game.master.with_numbers(outcome.values)  # a search may leave them off by its tolerance
    return outcome.values if found is None else found.values
