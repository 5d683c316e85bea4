"""The tree of the master: the same optimum as one model, proved, where nothing else finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cases import from_sheets
from random_plans import random_sheets

from models.decomposition import benders, branching, whole_numbers
from models.decomposition.branching import Tree
from models.decomposition.master import Master
from models.decomposition.state import State
from models.errors import Infeasible
from models.solution.solution import Solution
from models.solver.highs import Options, Outcome
from models.solving.solve import solve_plan
from planner.assemble import assemble

GAP = 1e-6
EXACT = Options(gap=GAP, threads=1)


@pytest.fixture
def trees(monkeypatch: pytest.MonkeyPatch) -> list[Tree]:
    """Leave the search to trees alone, and return those that were grown."""
    grown: list[Tree] = []
    search = Tree.search

    def noted(tree: Tree, relaxed: Outcome) -> None:
        grown.append(tree)
        search(tree, relaxed)

    def nothing(*_: object) -> None:
        """Find nothing."""

    monkeypatch.setattr(Tree, "search", noted)
    monkeypatch.setattr(Master, "dive", nothing)
    monkeypatch.setattr(Master, "beside", nothing)
    monkeypatch.setattr(benders, "round_up", nothing)
    return grown


def both_ways(seeds: range) -> Iterator[tuple[int, Solution, Solution]]:
    """Yield what one model and decomposition make of random plans, where there is a plan."""
    for seed in seeds:
        data = assemble(from_sheets(random_sheets(seed)))
        try:
            whole = solve_plan(data, replace(EXACT, method="extensive"))
        except Infeasible:
            continue
        yield seed, whole, solve_plan(data, replace(EXACT, method="benders"))


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_the_tree_finds_the_optimum(first: int, trees: list[Tree]) -> None:
    """Ten random plans: what the tree ends with is the optimum of one model, and its bound proves it."""
    ended = 0
    for seed, whole, parts in both_ways(range(first, first + 10)):
        room = 2 * GAP * max(1.0, abs(whole.objective))
        assert parts.objective == pytest.approx(whole.objective, abs=room), seed
        assert parts.bound <= whole.objective + room, seed
        ended += 1
    assert ended > 0
    assert sum(tree.lps for tree in trees) > 0


@pytest.mark.parametrize("gap", [0.3, 0.1, 0.02])
def test_a_tree_claims_no_more_than_it_has_proved(gap: float, trees: list[Tree]) -> None:
    """It ends early where the gap is wide, and its bound is one of every plan, not of those it looked at."""
    for seed in range(40):
        data = assemble(from_sheets(random_sheets(seed)))
        try:
            whole = solve_plan(data, replace(EXACT, method="extensive"))
        except Infeasible:
            continue
        parts = solve_plan(data, replace(EXACT, gap=gap, method="benders"))
        assert parts.bound <= whole.objective + 2 * GAP * max(1.0, abs(whole.objective)), seed
    assert sum(tree.lps for tree in trees) > 0


def test_a_tree_that_takes_too_long_leaves_the_rest(
    monkeypatch: pytest.MonkeyPatch, trees: list[Tree]
) -> None:
    """A tree of no LPs at all finds nothing and claims nothing; the search that follows does."""
    monkeypatch.setattr(branching, "MOST_LPS", 0)
    for seed, whole, parts in both_ways(range(20)):
        assert parts.objective == pytest.approx(whole.objective, rel=2 * GAP, abs=2 * GAP), seed
    assert trees
    assert all(tree.lps == 0 for tree in trees)


def test_the_tree_is_asked_again_once_a_deep_dive_has_found_a_better_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it held its nodes against is cheaper then; after a dive in vain it would say what it has said."""
    steps: list[str] = []
    deep = benders.dive_deep

    def nothing(*_: object) -> None:
        """Find nothing."""

    def dived(state: State) -> bool:
        better = deep(state)
        steps.append("better" if better else "in vain")
        return better

    monkeypatch.setattr(whole_numbers, "dive", nothing)
    monkeypatch.setattr(Master, "beside", nothing)
    monkeypatch.setattr(benders, "round_up", nothing)
    monkeypatch.setattr(benders, "branch", lambda _: steps.append("tree"))
    monkeypatch.setattr(benders, "dive_deep", dived)
    ways = set()
    for seed, whole, parts in both_ways(range(20)):
        assert parts.objective == pytest.approx(whole.objective, rel=2 * GAP, abs=2 * GAP), seed
        ways.add(tuple(steps))
        steps.clear()
    assert ways == {("tree", "better", "tree"), ("tree", "in vain")}
