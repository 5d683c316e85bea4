"""A branch at a given trunk plan: rows that are bounds there, and replies that are those of the whole LP."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from cases import from_sheets
from random_plans import random_sheets

from models.decomposition.branch_lp import BoundRows, BranchLP
from models.decomposition.split import Split, Subproblem, split_plan
from models.solver.highs import Options, Status
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import BASIC, Floats
from planner.assemble import assemble

OPTIONS = Options(threads=1)
SEEDS = (1, 3, 4, 5, 6, 7, 8, 10, 12)
"""Of plans with disruptions."""


def branches(seed: int) -> Iterator[tuple[Split, Subproblem]]:
    """Return the branches of a random plan."""
    split = split_plan(assemble(from_sheets(random_sheets(seed, months=8))))
    yield from ((split, subproblem) for subproblem in split.subproblems)


def trunks(split: Split, subproblem: Subproblem, seed: int) -> Iterator[Floats]:
    """Return what a branch may see of the trunk, from nothing to much."""
    draw = np.random.default_rng(seed)
    lower, upper = (side[subproblem.there] for side in (split.master.lower, split.master.upper))
    most = np.clip(upper, 0.0, np.maximum(lower, 20.0))
    yield np.maximum(lower, 0.0)
    yield most
    for _ in range(4):
        yield np.maximum(lower, most * draw.random(len(most)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_branch_replies_as_its_whole_lp_does(seed: int) -> None:
    """The same cost, a cut that holds at every other trunk, dual values that prove it, and a basis in it."""
    seen: set[Status] = set()
    for split, subproblem in branches(seed):
        arrays, here = subproblem.arrays, subproblem.here
        lp, whole = BranchLP(arrays, here, OPTIONS), PersistentLP(arrays, OPTIONS)
        told: list[tuple[Floats, float]] = []
        cuts: list[tuple[Floats, Floats, float]] = []
        for trunk in trunks(split, subproblem, seed):
            found, basis = lp.solve(trunk, trunk)
            whole.set_bounds(here, trunk, trunk)
            meant = whole.solve()
            assert found.status is meant.status
            seen.add(found.status)
            if found.status is not Status.OPTIMAL:
                continue
            assert found.objective == pytest.approx(meant.objective, rel=1e-9, abs=1e-6)
            facts = whole._facts
            assert facts.doubt_of_values(found.values, facts.activities(found.values)) is None
            assert facts.proven_by(found.duals) == pytest.approx(found.objective, rel=1e-7, abs=1e-4)
            assert basis is not None
            assert sum(int(np.sum(part == BASIC)) for part in basis) == len(arrays.row_names)
            whole.set_basis(basis)
            assert whole.solve().objective == pytest.approx(found.objective, rel=1e-9, abs=1e-6)
            assert whole._highs.getInfo().simplex_iteration_count == 0
            told.append((trunk, found.objective))
            cuts.append((trunk, found.reduced_costs, found.objective))
        for at, slope, value in cuts:
            for trunk, cost in told:
                assert value + slope @ (trunk - at) <= cost + 1e-6 * (1 + abs(cost))
    assert Status.OPTIMAL in seen


def test_links_and_limits_are_bounds_and_no_column_has_two() -> None:
    """Half of the rows and more hold one column of the branch's own."""
    rows = most = 0
    for seed in SEEDS:
        for _, subproblem in branches(seed):
            bound = BoundRows.of(subproblem.arrays, subproblem.here)
            assert len(set(bound.column.tolist())) == len(bound.rows)
            assert not np.isin(bound.column, subproblem.here).any()
            rows, most = rows + len(bound.rows), most + len(subproblem.arrays.row_names)
    assert rows > most / 4


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_what_is_asked_with_room_for_the_trunk_is_asked_of_all_rows(seed: int) -> None:
    """Between bounds, and with a column let go; what comes after goes on from there."""
    for split, subproblem in branches(seed):
        arrays, here = subproblem.arrays, subproblem.here
        lower, upper = (side[subproblem.there] for side in (split.master.lower, split.master.upper))
        lp, whole = BranchLP(arrays, here, OPTIONS), PersistentLP(arrays, OPTIONS)
        whole.set_bounds(here, lower, upper)
        for let_go in (None, here[:1]):
            if let_go is not None:
                whole.set_bounds(let_go, np.array([-np.inf]), np.array([np.inf]))
            found, meant = lp.solve(lower, upper, let_go)[0], whole.solve()
            assert found.status is meant.status
            if found.status is Status.OPTIMAL:
                assert found.objective == pytest.approx(meant.objective, rel=1e-9, abs=1e-6)
                assert found.reduced_costs == pytest.approx(meant.reduced_costs[here], abs=1e-6)
        trunk = np.maximum(lower, 0.0)
        whole.set_bounds(here, trunk, trunk)
        found, meant = lp.solve(trunk, trunk)[0], whole.solve()
        assert found.status is meant.status
        if found.status is Status.OPTIMAL:
            assert found.objective == pytest.approx(meant.objective, rel=1e-9, abs=1e-6)
