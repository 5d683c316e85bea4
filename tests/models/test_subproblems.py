"""Branches in threads, in processes and on a cluster: the same answers, also where a worker is killed."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from cases import from_sheets
from machines import PATIENCE, Machines
from random_plans import random_sheets

from models.decomposition import subproblems
from models.decomposition.siblings import Siblings
from models.decomposition.split import Split, split_plan
from models.decomposition.subproblems import Question, Questions, Replies, SubproblemSolver, subproblem_solver
from models.errors import ClusterLost, StoppedWithoutPlan
from models.plan.data import PlanData
from models.plan.names import Scenario
from models.runs.cluster import Cluster, connect
from models.runs.run import Jobs, Processes
from models.solver.highs import Options, Progress
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import Floats
from models.solving.solve import solve_plan
from planner.assemble import assemble

OPTIONS = Options(gap=1e-6, threads=1, method="benders")
ENOUGH = 3
"""Branches of a plan worth dealing out."""
BOTH = {True, False}


def plans(count: int) -> Iterator[PlanData]:
    """Return random plans with enough branches."""
    seed = 0
    while count:
        seed += 1
        data = assemble(from_sheets(random_sheets(seed, months=8)))
        if len(data.scenarios) >= ENOUGH:
            count -= 1
            yield data


@pytest.fixture(scope="module")
def split() -> Split:
    """Return a plan cut up of which some branches are asked for what has no plan, and others are not."""
    cut_up = (split_plan(data) for data in plans(100))
    return next(split for split in cut_up if {r.feasible for rs in here(split) for r in rs.values()} == BOTH)


def questions(split: Split, share: float) -> Questions:
    """Return what the branches are asked where the trunk does this share of the least upper bounds."""
    point: Floats = (
        np.minimum(np.where(np.isfinite(split.master.upper), split.master.upper, 10.0), 10.0) * share
    )
    return {k: Question(point[f.there], point[f.there]) for k, f in enumerate(split.subproblems)}


def asked(split: Split) -> list[Questions]:
    """Return questions one after the other; some leave branches without a plan."""
    return [questions(split, share) for share in (0.0, 1.0, 0.5, 0.1)]


def alike(one: Replies, other: Replies) -> bool:
    """Tell whether two sets of answers are the same, to the last bit and in the same order."""
    return list(one) == list(other) and all(
        (one[k].feasible, one[k].value) == (other[k].feasible, other[k].value)
        and np.array_equal(one[k].slope, other[k].slope)
        and np.array_equal(one[k].plan, other[k].plan)
        and np.array_equal(one[k].duals, other[k].duals)
        and np.array_equal(np.hstack(one[k].basis or [0]), np.hstack(other[k].basis or [0]))
        for k in one
    )


def here(split: Split) -> list[Replies]:
    """Return the answers from this process."""
    with subproblem_solver(split.subproblems, OPTIONS) as branches:
        return [branches.ask(each) for each in asked(split)]


def ask_all(branches: SubproblemSolver, split: Split) -> Iterator[Replies]:
    """Ask one question after the other."""
    for each in asked(split):
        yield branches.ask(each)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait longer for processes to start than anyone at a terminal would."""
    for seconds in ("CONNECT_SECONDS", "WORKER_SECONDS"):
        monkeypatch.setattr(f"models.runs.cluster.{seconds}", PATIENCE)


@pytest.fixture
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Machines, Cluster]]:
    """Start a scheduler and two workers, and connect."""
    pytest.importorskip("distributed")
    machines = Machines(tmp_path_factory.mktemp("machines"))
    try:
        machines.add_worker()
        machines.add_worker()
        with connect(machines.address) as cluster:
            cluster._client.wait_for_workers(2, timeout=PATIENCE)
            yield machines, cluster
    finally:
        machines.end()


@pytest.mark.slow
def test_a_process_killed_between_questions_changes_no_answer(split: Split) -> None:
    """The one in its place is asked everything again, so that it stands where the other stood."""
    wanted, found = here(split), []
    with subproblem_solver(split.subproblems, OPTIONS, Processes(2)) as branches:
        for replies in ask_all(branches, split):
            found.append(replies)
            for process in multiprocessing.active_children() if len(found) == 2 else ():
                process.kill()
    assert all(alike(one, other) for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_branches_give_up_when_the_time_is_up_and_can_be_asked_no_more(split: Split, jobs: Jobs) -> None:
    """Wherever they are: a question does not outlast the time limit, and the places are left in order."""
    late = replace(OPTIONS, deadline=time.perf_counter() + 3600.0)
    with subproblem_solver(split.subproblems, late, jobs) as branches:
        first = branches.ask(questions(split, 0.0))
        assert len(first) == len(split.subproblems)
    late = replace(OPTIONS, deadline=time.perf_counter() - 1.0)
    with subproblem_solver(split.subproblems, late, jobs) as branches, pytest.raises(StoppedWithoutPlan):
        branches.ask(questions(split, 0.5))


@pytest.mark.slow
def test_a_worker_killed_between_questions_changes_no_answer(
    split: Split, two: tuple[Machines, Cluster]
) -> None:
    """The other worker takes its branches over."""
    machines, cluster = two
    wanted, found = here(split), []
    with subproblem_solver(split.subproblems, OPTIONS, cluster) as branches:
        for replies in ask_all(branches, split):
            found.append(replies)
            if len(found) == 2:
                machines.workers[0].kill()
    assert all(alike(one, other) for one, other in zip(found, wanted, strict=True))


@pytest.mark.slow
def test_decomposition_finds_the_same_plan_wherever_its_branches_are(two: tuple[Machines, Cluster]) -> None:
    """Objective, bound and every quantity are the same from threads, processes and a cluster.

    So they are of a case that begins with the dual values of the plan.
    """
    _, cluster = two
    elsewhere: tuple[Jobs, ...] = (2, cluster)
    for data in plans(2):
        one = solve_plan(data, OPTIONS)
        case = replace(data, risk_weight=0.9 - data.risk_weight / 2)
        warm = solve_plan(case, OPTIONS, one.warm)
        for jobs in elsewhere:
            there = replace(OPTIONS, jobs=jobs)
            other = solve_plan(data, there)
            assert (other.objective, other.bound) == (one.objective, one.bound)
            assert other.values == one.values
            again = solve_plan(case, there, other.warm)
            assert (again.objective, again.bound) == (warm.objective, warm.bound)
            assert again.values == warm.values


@pytest.mark.slow
def test_a_scheduler_lost_in_the_search_leaves_the_best_plan(two: tuple[Machines, Cluster]) -> None:
    """It is finished here; where there is none yet, the error says what has happened."""
    machines, cluster = two
    data = next(plans(1))

    def kill(progress: Progress) -> None:
        if progress.incumbent is not None:
            machines.scheduler.kill()

    never = replace(OPTIONS, gap=0.0, jobs=cluster, progress=kill)
    solution = solve_plan(data, never)
    assert solution.objective >= solve_plan(data, OPTIONS).bound
    assert cluster.lost is not None
    with pytest.raises(ClusterLost):
        solve_plan(data, never)


def near(one: Replies, other: Replies) -> bool:
    """Tell whether two sets of answers say the same of the trunk, wherever their LPs have begun."""
    return list(one) == list(other) and all(
        one[k].feasible == other[k].feasible
        and one[k].value == pytest.approx(other[k].value, rel=1e-7, abs=1e-6)
        for k in one
    )


def test_a_branch_that_highs_let_go_of_answers_the_same(
    split: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The LP is handed over again and begins where it ended."""
    kept = here(split)
    monkeypatch.setattr(subproblems, "MOST_IN_HIGHS", 1)
    assert all(map(near, here(split), kept))
    assert all(map(alike, here(split), here(split)))


def test_a_branch_begins_where_the_first_of_its_onset_has_ended() -> None:
    """The way from there is much shorter than from nothing, and a branch that leads begins from nothing."""
    data = next(plans(1))
    first = next(iter(data.scenarios))
    twin = data.scenarios[first]
    scenarios = {s: spec for s, spec in data.scenarios.items() if spec.after == twin.after}
    alone = split_plan(replace(data, scenarios={first: scenarios[first], Scenario("twin"): twin}))
    siblings = Siblings(alone.subproblems)
    assert [siblings.leads(k) for k in (0, 1)] == [True, False]
    assert siblings.basis_for(1) is None
    lp = PersistentLP(alone.subproblems[0].arrays, OPTIONS)
    lp.solve()
    ended = lp.basis()
    assert ended is not None
    siblings.note(0, ended)
    begun = siblings.basis_for(1)
    assert begun is not None
    assert all(map(np.array_equal, begun, ended))
