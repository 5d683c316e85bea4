"""Loose searches of the master go on while they find what was not asked about, and the plan is far off."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from models.decomposition import benders
from models.decomposition.loose import come_nearer
from models.decomposition.state import State
from models.solver.highs import Options
from models.solver.standard_form import Floats
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import read

CASES = Path(__file__).parents[1] / "cases"


def state_of(gap: float, asked: float) -> State:
    """Return a state so far from its bound, with two whole numbers."""
    rest = {"options": Options(gap=asked), "master": SimpleNamespace(whole=np.array([0, 2])), "tried": set()}
    state = cast("State", SimpleNamespace(gap=lambda: gap, goes_on=lambda: True, **rest))
    state.numbers = partial(State.numbers, state)  # type: ignore[method-assign]
    return state


def searched(state: State, plans: list[Floats | None]) -> list[list[float]]:
    """Return the plans of searches that were asked about."""
    left, asked = iter(plans), list[list[float]]()

    def settle(found: Floats) -> Floats:
        asked.append(found.tolist())
        return found

    come_nearer(state, lambda: next(left), settle)
    return asked


PLANS = [np.array([0.0, 0.5, 1.0]), np.array([1.0, 0.5, 1.0]), np.array([1.0, 0.7, 1.0])]


def test_plans_are_asked_about_until_one_is_known() -> None:
    """The third has the whole numbers of the second; or the time is up."""
    assert searched(state_of(math.inf, 1e-4), [*PLANS]) == [[0.0, 0.5, 1.0], [1.0, 0.5, 1.0]]
    assert searched(state_of(0.5, 1e-4), [PLANS[0], None]) == [[0.0, 0.5, 1.0]]


@pytest.mark.parametrize(("gap", "asked"), [(0.1, 1e-4), (0.9, 0.05)])
def test_a_plan_near_its_bound_is_not_searched_loosely(gap: float, asked: float) -> None:
    """Nor where a wide gap is asked, which one search reaches."""
    assert searched(state_of(gap, asked), []) == []


def test_a_network_is_solved_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The published cost, with loose searches before the last."""
    asked = list[float]()
    search = benders.search_master

    def heard(state: State, share: float, loosely: float = 0.0) -> Any:
        asked.append(loosely)
        return search(state, share, loosely)

    monkeypatch.setattr(benders, "search_master", heard)
    data = assemble(read(CASES / "netdes" / "network-10-10-H-02.xlsx").tables)
    found = solve_plan(data, Options(gap=1e-6, threads=1, method="benders"))
    assert found.objective == pytest.approx(61332.6, rel=2e-6)
    assert found.bound == pytest.approx(found.objective, rel=2e-6)
    assert asked[0] > 0.0
    assert asked[-1] == 0.0
