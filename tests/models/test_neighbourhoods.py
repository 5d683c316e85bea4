"""Small searches among what near relaxations use find a good plan; no answer hangs on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from networks import network

from models.errors import SolverFailed
from models.solver.highs import Options, Outcome, Progress, Status, solve_arrays
from models.solver.standard_form import Arrays
from models.solving import neighbourhoods
from models.solving.neighbourhoods import better_plan, near_plan
from models.solving.openings import search

EXACT = Options(gap=1e-7, threads=1)
SEEDS = range(6)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few arcs are many, and no relaxation is near."""
    monkeypatch.setattr(neighbourhoods, "FEW", 6)
    monkeypatch.setattr(neighbourhoods, "MANY", 12)
    monkeypatch.setattr(neighbourhoods, "WEAK", 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_found_that_holds_and_is_good(seed: int) -> None:
    """On its rows, with whole numbers, no more than a tenth above the least cost, and the same again."""
    arrays = network(seed)
    values = near_plan(arrays, EXACT)
    assert values is not None
    activity = arrays.activity(values)
    assert np.all(activity >= arrays.row_lower - 1e-6)
    assert np.all(activity <= arrays.row_upper + 1e-6)
    assert np.abs(values - np.round(values))[arrays.whole].max() <= 1e-6
    best = solve_arrays(arrays, EXACT, "searching").objective
    assert best * (1 - 1e-6) <= arrays.cost @ values <= 1.1 * best
    again = near_plan(arrays, EXACT)
    assert again is not None
    assert np.array_equal(values, again)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_known_is_only_left_for_a_better_one(seed: int) -> None:
    """From everything opened to something cheaper; from the best plan to none dearer."""
    arrays = network(seed)
    every = replace(arrays, lower=np.where(arrays.whole, 1.0, arrays.lower))
    opened, best = (solve_arrays(of, EXACT, "searching") for of in (every, arrays))
    better, kept = (near_plan(arrays, EXACT, known.values) for known in (opened, best))
    assert better is not None
    assert kept is not None
    assert arrays.cost @ better < opened.objective
    assert arrays.cost @ kept == pytest.approx(best.objective, rel=1e-6)


@pytest.mark.parametrize("price", [60.0, 5000.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_stays_what_it_is(seed: int, price: float) -> None:
    """Cost and bound of a search that begins so are those of a plain one."""
    arrays = network(seed, price)
    found, usual = search(arrays, EXACT, None), solve_arrays(arrays, EXACT, "searching")
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(usual.objective, rel=1e-6)
    assert found.bound == pytest.approx(usual.bound, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_what_a_stalled_search_leaves_of_the_time_goes_to_better_plans(seed: int) -> None:
    """From everything opened and a low bound: a better plan, the same bound; closed where they meet."""
    arrays = network(seed)
    every = replace(arrays, lower=np.where(arrays.whole, 1.0, arrays.lower))
    opened, best = (solve_arrays(of, EXACT, "searching") for of in (every, arrays))
    stalled = replace(opened, status=Status.STOPPED, bound=0.5 * best.objective)
    options = replace(EXACT, time_limit=1.0).started()
    found = better_plan(arrays, options, stalled)
    assert options.seconds_left == 0
    assert found.status is Status.STOPPED
    assert found.bound == stalled.bound
    assert best.objective * (1 - 1e-6) <= found.objective < opened.objective
    assert arrays.cost @ found.values == pytest.approx(found.objective)
    closed = replace(stalled, bound=best.objective)
    loosely = replace(EXACT, gap=0.5, time_limit=1.0).started()
    assert better_plan(arrays, loosely, closed).status is Status.OPTIMAL
    assert loosely.seconds_left  # and not until the time is over


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_relaxations_near_a_plan_do_without_some_of_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few of its openings are closed, others each time, and what is left of it costs less than it does."""
    arrays = network(seed)
    every = replace(arrays, lower=np.where(arrays.whole, 1.0, arrays.lower))
    opened = solve_arrays(every, EXACT, "searching").values
    asked = list[Arrays]()

    def watched(arrays: Arrays, options: Options, phase: str, **how: Any) -> Outcome:
        if how["relaxed"]:
            asked.append(arrays)
        return solve_arrays(arrays, options, phase, **how)

    monkeypatch.setattr(neighbourhoods, "solve_arrays", watched)
    monkeypatch.setattr(neighbourhoods, "DROPPED", (2, 3))
    monkeypatch.setattr(neighbourhoods, "MOST", 5)
    near_plan(arrays, EXACT, opened)
    closed = [tuple(np.flatnonzero(arrays.whole & (of.upper < arrays.upper))) for of in asked]
    assert closed[0] == ()  # the relaxation of all
    assert {len(of) for of in closed[1:]} <= {2, 3}
    assert len(set(closed[1:])) > 1
    assert np.all(asked[1].cost[arrays.whole] < arrays.cost[arrays.whole])  # the first plan opens all


def test_a_plan_of_more_than_a_few_is_bettered_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it opens is more than a small search decides, and relaxations still say what to add to it."""
    arrays = network(1)
    best = solve_arrays(arrays, EXACT, "searching")
    without = replace(arrays, upper=np.where(arrays.whole & (best.values > 0.5), 0.0, arrays.upper))
    other = solve_arrays(without, EXACT, "searching")
    monkeypatch.setattr(neighbourhoods, "FEW", 1)
    values = near_plan(arrays, EXACT, other.values)
    assert values is not None
    assert arrays.cost @ values < other.objective * (1 - 1e-6)


def test_what_is_left_of_the_time_begins_with_the_plan_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small searches may have been ended early; only those that follow begin anew."""
    arrays = network(0)
    known = solve_arrays(arrays, EXACT, "searching")
    known = replace(known, status=Status.STOPPED, bound=0.5 * known.objective)
    begun = list[Any]()

    def watched(arrays: Arrays, options: Options, phase: str, **how: Any) -> Outcome:
        if not how["relaxed"]:
            begun.append(how["start"])
        return solve_arrays(arrays, options, phase, **how)

    monkeypatch.setattr(neighbourhoods, "solve_arrays", watched)
    monkeypatch.setattr(neighbourhoods, "IN_VAIN", 3)
    better_plan(arrays, replace(EXACT, time_limit=2.0).started(), known)
    assert begun[0] is known.values
    assert any(start is None for start in begun)


def test_what_is_always_open_stays_open() -> None:
    """An arc that is there already is no question, and no small search closes it."""
    arrays = network(3)
    first = int(np.flatnonzero(arrays.whole)[0])
    arrays = replace(arrays, lower=np.where(np.arange(len(arrays.cost)) == first, 1.0, arrays.lower))
    values = near_plan(arrays, EXACT)
    assert values is not None
    assert values[first] == pytest.approx(1.0)


def test_what_bounds_a_small_search_is_not_told() -> None:
    """It bounds the plans near the one known, not all."""
    told = list[Progress]()
    near_plan(network(0), replace(EXACT, progress=told.append))
    assert told
    assert all(progress.bound is None and progress.gap is None for progress in told)


def test_few_are_left_to_one_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is solved beforehand, and the plan known is handed on."""
    monkeypatch.setattr(neighbourhoods, "MANY", 1000)
    monkeypatch.setattr(neighbourhoods, "solve_arrays", None)
    start = np.zeros(len(network(0).cost))
    assert near_plan(network(0), EXACT, start) is start
    assert near_plan(network(0), EXACT) is None


def test_one_small_search_is_enough_near_the_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what is opened costs next to nothing, the relaxation and one small search are enough."""
    arrays = network(0)
    arrays = replace(arrays, cost=np.where(arrays.whole, 1e-3, arrays.cost))
    runs = list[bool]()

    def counted(arrays: Arrays, options: Options, phase: str, **how: Any) -> Outcome:
        runs.append(how["relaxed"])
        return solve_arrays(arrays, options, phase, **how)

    monkeypatch.setattr(neighbourhoods, "solve_arrays", counted)
    monkeypatch.setattr(neighbourhoods, "WEAK", 0.1)
    monkeypatch.setattr(neighbourhoods, "FEW", 1)
    assert near_plan(arrays, EXACT) is not None
    assert runs == [True, False]


def test_a_failure_beforehand_is_left_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """What HiGHS cannot do among a few does not end the run; the plan known is handed on."""

    def failing(*_: object, **__: object) -> Outcome:
        raise SolverFailed("as tests want it")

    monkeypatch.setattr(neighbourhoods, "solve_arrays", failing)
    start = np.zeros(len(network(0).cost))
    assert near_plan(network(0), EXACT, start) is start


def test_where_there_is_no_plan_none_is_found() -> None:
    """No shortage may be left, and the need is beyond every capacity."""
    arrays = network(2)
    short = np.array([name == "short" for name, _ in arrays.names])
    row = list(arrays.row_names).index(("balance", (0, 4)))
    sides = arrays.row_lower + np.where(np.arange(len(arrays.row_lower)) == row, 200.0, 0.0)
    arrays = replace(
        arrays,
        upper=np.where(short, 0.0, arrays.upper),
        row_lower=sides,
        row_upper=np.where(np.isinf(sides), arrays.row_upper, sides),
    )
    assert near_plan(arrays, EXACT) is None
    assert search(arrays, EXACT, None).status is Status.INFEASIBLE


def test_the_time_limit_is_shared() -> None:
    """With no time left nothing is found, and the search itself says so."""
    options = replace(EXACT, time_limit=0.0).started()
    assert near_plan(network(0), options) is None
