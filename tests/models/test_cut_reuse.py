"""Prices that branches leave behind bound what the same branches cost in any plan like theirs."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from cases import EXACT, cost, from_sheets, tiny_plan
from random_plans import random_sheets

from models.decomposition.benders import Answer, solve_split
from models.decomposition.cut_reuse import Cut, CutPool, cuts_of
from models.decomposition.split import Split, Subproblem, split_plan
from models.plan.data import EventSpec, PlanData, ProductSpec, ScenarioSpec
from models.plan.names import TRUNK, Event, Scenario, Supplier
from models.solution.carried import CarriedCuts
from models.solver.highs import Status, solve_arrays
from models.solver.standard_form import Arrays, Floats
from models.solving.solve import solve_plan
from planner.assemble import assemble

BY_BRANCHES = replace(EXACT, method="benders")
NO_MASTER = np.zeros(3, dtype=np.int8), np.empty(0, dtype=np.int8)
"""Where a master ended that had no cuts."""
FREE_TO = 40.0
"""What is tried of columns without an upper bound."""


def random_plan(seed: int) -> PlanData:
    """Return the plan data of one random plan."""
    return assemble(from_sheets(random_sheets(seed)))


SEEDS = [seed for seed in range(1, 40) if random_plan(seed).scenarios][:10]


def decomposed(data: PlanData) -> tuple[Split, Answer]:
    """Return a plan cut up, and what its decomposition found."""
    split = split_plan(data)
    return split, solve_split(split, EXACT)


def carried_cuts(seed: int) -> Iterator[tuple[Subproblem, CarriedCuts]]:
    """Yield the subproblems of a random plan with what they leave behind."""
    split, answer = decomposed(random_plan(seed))
    for subproblem in split.subproblems:
        if subproblem.scenarios in answer.carried_cuts:
            yield subproblem, answer.carried_cuts[subproblem.scenarios]


def changed(arrays: Arrays, dice: random.Random) -> Arrays:
    """Return a branch with other prices, demand, caps and availability, and without some of its rows."""
    rows, columns = arrays.matrix.shape
    cost = arrays.cost * np.array([dice.choice((1.0, 1.0, 0.25, 0.9, 1.1, 3.0)) for _ in range(columns)])
    factor = np.array([dice.choice((1.0, 1.0, 0.8, 1.3)) for _ in range(rows)])
    shut = np.array([dice.random() < 0.1 for _ in range(columns)])
    upper = np.where(shut & (arrays.lower <= 0), np.maximum(arrays.lower, 0.0), arrays.upper)
    kept = np.array([dice.random() > 0.05 for _ in range(rows)])
    return replace(
        arrays,
        cost=cost,
        upper=upper,
        row_names=tuple(constraint for constraint, k in zip(arrays.row_names, kept, strict=True) if k),
        matrix=arrays.matrix[kept],
        row_lower=(arrays.row_lower * factor)[kept],
        row_upper=(arrays.row_upper * factor)[kept],
    )


def value_at(arrays: Arrays, seen: np.ndarray, point: Floats) -> float:
    """Return what a branch costs at a trunk plan; infinite where it has no plan."""
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[seen] = upper[seen] = point
    outcome = solve_arrays(replace(arrays, lower=lower, upper=upper), EXACT, "test", relaxed=True)
    if outcome.status is Status.UNBOUNDED:
        return -np.inf
    return outcome.objective if outcome.status is Status.OPTIMAL else np.inf


def point_in(subproblem: Subproblem, dice: random.Random) -> Floats:
    """Return some trunk plan, as far as a subproblem sees it."""
    lower, upper = subproblem.arrays.lower[subproblem.here], subproblem.arrays.upper[subproblem.here]
    low = np.where(np.isfinite(lower), lower, -FREE_TO)
    high = np.where(np.isfinite(upper), upper, FREE_TO)
    return np.array([dice.uniform(a, max(a, b)) for a, b in zip(low, high, strict=True)])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_carried_cut_never_lies_above_what_the_branch_costs(seed: int) -> None:
    """Whatever is changed of a branch, at whatever trunk plan."""
    dice = random.Random(seed)  # noqa: S311 (test data)
    held = 0
    for subproblem, carried in carried_cuts(seed):
        for _ in range(3):
            arrays = changed(subproblem.arrays, dice)
            cuts = cuts_of(carried, arrays, subproblem.here)
            for _ in range(3):
                point = point_in(subproblem, dice)
                true = value_at(arrays, subproblem.here, point)
                said = cuts.constants + point @ cuts.slopes
                assert np.all(said <= true + 1e-6 * max(1.0, abs(true)))
                held += len(said)
    assert held > 0


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_of_unchanged_branches_the_same_cuts_come_back(seed: int) -> None:
    """At the plan that was found they say exactly what each branch costs there."""
    split, answer = decomposed(random_plan(seed))
    for subproblem, plan in zip(split.subproblems, answer.plans, strict=True):
        carried = pickle.loads(pickle.dumps(answer.carried_cuts[subproblem.scenarios]))  # noqa: S301 (our own)
        cuts = cuts_of(carried, subproblem.arrays, subproblem.here)
        assert cuts.complete
        assert cuts.duals == pytest.approx(carried.duals)
        seen = answer.values[subproblem.there]
        true = float(subproblem.arrays.cost @ plan)
        assert np.max(cuts.constants + seen @ cuts.slopes) == pytest.approx(true, rel=1e-6, abs=1e-6)


def test_a_cheaper_shortage_lowers_prices_instead_of_losing_them() -> None:
    """No column speaks against the dual values without end once that of demand has come down."""
    data = with_outage(tiny_plan())
    split, answer = decomposed(data)
    cheap = replace(data, products={d: cheaper(spec, 4) for d, spec in data.products.items()})
    (subproblem,), (old,) = split_plan(cheap).subproblems, split.subproblems
    carried = answer.carried_cuts[old.scenarios]
    cuts = cuts_of(carried, subproblem.arrays, subproblem.here)
    assert cuts.count == carried.duals.shape[1]
    nothing = np.zeros(len(old.there))
    true = value_at(subproblem.arrays, subproblem.here, nothing)
    assert true == cost(10 * 50.0 / 4)
    assert np.max(cuts.constants + nothing @ cuts.slopes) == cost(true)


def test_a_constraint_that_is_gone_and_one_that_is_new_have_no_dual_value() -> None:
    """Prices find their constraints by name."""
    split, answer = decomposed(with_outage(tiny_plan()))
    (subproblem,) = split.subproblems
    carried = answer.carried_cuts[subproblem.scenarios]
    order = np.arange(len(carried.row_names))[::-1]
    renamed = replace(
        carried, row_names=tuple(carried.row_names[k] for k in order), duals=carried.duals[order]
    )
    same = cuts_of(renamed, subproblem.arrays, subproblem.here)
    assert same.constants == pytest.approx(cuts_of(carried, subproblem.arrays, subproblem.here).constants)
    gone = replace(carried, row_names=tuple(("gone", (k,)) for k in order))
    nothing = cuts_of(gone, subproblem.arrays, subproblem.here)
    assert nothing.duals == pytest.approx(np.zeros_like(nothing.duals))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_solved_from_the_dual_values_of_branches_has_the_answer_of_a_cold_run(seed: int) -> None:
    """Other odds, other risk weight, other demand, cheaper shortage, no scenarios but one."""
    data = random_plan(seed)
    first = solve_plan(data, BY_BRANCHES)
    assert first.warm is not None
    products = {
        d: replace(cheaper(spec, 3), demand=tuple(q * 1.1 for q in spec.demand))
        for d, spec in data.products.items()
    }
    scenarios = {s: replace(spec, probability=spec.probability / 2) for s, spec in data.scenarios.items()}
    for case in (
        replace(data, products=products),
        replace(data, scenarios=scenarios),
        replace(data, risk_weight=0.9 - data.risk_weight / 2),
    ):
        warm = solve_plan(case, BY_BRANCHES, first.warm)
        assert warm.objective == cost(solve_plan(case, BY_BRANCHES).objective)
        assert warm.bound <= warm.objective + 1e-9


def test_the_plan_itself_again_takes_one_round_at_most() -> None:
    """The dual values of its branches are all that its bound needs."""
    data = random_plan(SEEDS[0])
    first = solve_plan(data, replace(BY_BRANCHES, gap=1e-3))
    again = solve_plan(data, replace(BY_BRANCHES, gap=1e-3), first.warm)
    assert again.nodes <= 1
    assert again.gap <= 1e-3


def test_only_so_many_cuts_are_left_behind_however_many_there_were() -> None:
    """Those that are highest near the points that count, and always those that keep the master bounded."""
    (subproblem,) = split_plan(with_outage(tiny_plan())).subproblems
    cut_pool = CutPool(rows=10)
    duals = np.zeros(len(subproblem.arrays.row_names))
    cut_pool.note(0, Cut(-1e9, np.array([0.0]), duals, needed=True))
    for k in range(100):
        cut_pool.note(0, Cut(-float((k - 90) ** 2), np.array([0.0]), duals + k, needed=False))
    carried = cut_pool.carried(0, subproblem.arrays, [np.array([0.0])], *NO_MASTER)
    assert carried is not None
    assert carried.needed == 1
    assert carried.duals.shape[1] == 1 + cut_pool.most
    assert 90.0 in carried.duals[0]
    assert CutPool(rows=3_000_000).most < cut_pool.most


def test_what_was_said_twice_is_kept_once() -> None:
    """A branch that answers a question as it did before teaches nothing new."""
    (subproblem,) = split_plan(with_outage(tiny_plan())).subproblems
    cut_pool = CutPool(rows=10)
    for _ in range(3):
        cut_pool.note(0, Cut(5.0, np.array([1.0]), np.zeros(len(subproblem.arrays.row_names)), needed=False))
    carried = cut_pool.carried(0, subproblem.arrays, [np.array([0.0])], *NO_MASTER)
    assert carried is not None
    assert carried.duals.shape[1] == 1


def cheaper(spec: ProductSpec, factor: float) -> ProductSpec:
    """Return a product whose shortage costs a part of what it did."""
    return replace(spec, shortage_penalty=spec.shortage_penalty / factor)


def with_outage(data: PlanData) -> PlanData:
    """Return a plan that its supplier may let down in the second month."""
    outage = EventSpec(suppliers=frozenset({Supplier("A")}), duration=1)
    scenarios = {Scenario("S"): ScenarioSpec(TRUNK, 0.5, ((Event("E"), 1),))}
    return replace(data, events={Event("E"): outage}, scenarios=scenarios)
