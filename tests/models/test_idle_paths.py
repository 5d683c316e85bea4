"""What nobody weighs is settled at its own cost, however badly the solver left it (model, section 8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import EXACT, branches, from_sheets, item_row, solve_tables, tiny_sheets
from random_plans import random_sheets

from models.formulation.build import build_array_model
from models.formulation.terms import Model
from models.plan.names import TRUNK
from models.solution.idle_paths import Part, determine_idle_paths, node_of, path_weights, reported
from models.solver.highs import Outcome, solve_arrays
from models.solver.standard_form import Arrays, Floats, compile_model
from planner.assemble import assemble

BETWEEN = 92
"""A random plan of which decomposition keeps a plan between two others where these gaps are asked."""


def _tail_alone() -> tuple[Model, Arrays, Outcome]:
    """Return a plan whose worst 0.2 is a branch without supply from month 1 of 4; keeping costs 99."""
    sheets = tiny_sheets(
        (10.0,) * 4,
        settings={"risk_weight": 1, "cvar_alpha": 0.8},
        Items=[item_row(storage_cost=99)],
        **branches((1, 0.2), supplier="A", severity=1, duration_months=3),
    )
    m = build_array_model(assemble(from_sheets(sheets)))
    arrays = compile_model(m)
    return m, arrays, solve_arrays(arrays, EXACT, "testing")


def _spoiled(m: Model, arrays: Arrays, outcome: Outcome) -> Floats:
    """Return as dear a plan as the tail allows on the trunk from month 1 on, all else as it was."""
    places = [node_of(m, constraint) for constraint in arrays.names]
    idle = np.array([place is not None and place[0] == TRUNK and place[1] > 0 for place in places])
    idle |= np.array([name == "v_stretch_cost" and index == (TRUNK, 1) for name, index in arrays.names])
    most = np.array([-1.0 if name == "v_short" else 0.0 for name, _ in arrays.names]) * idle
    held = replace(
        arrays,
        cost=most,
        lower=np.where(idle, arrays.lower, outcome.values),
        upper=np.where(idle, arrays.upper, outcome.values),
    )
    return solve_arrays(held, EXACT, "testing").values


def test_paths_outside_the_tail_weigh_nothing() -> None:
    """The trunk's chance is 0.8, but the worst 0.2 is the branch alone."""
    m, arrays, outcome = _tail_alone()
    assert path_weights(m, arrays, outcome.duals) == pytest.approx({"0": 0.0, "s1": 1.0})


def test_an_idle_path_is_settled_at_its_own_cost() -> None:
    """Left losing 30 at 50 on the trunk, it is served in the end: 40 units at 2; the objective stays 1520."""
    m, arrays, outcome = _tail_alone()
    values = _spoiled(m, arrays, outcome)
    spoiled = reported([Part(m, arrays, values)], outcome, {})
    assert spoiled.path_costs[TRUNK] == pytest.approx(20 + 1500)
    weights = path_weights(m, arrays, outcome.duals)
    settled = reported(
        [Part(m, arrays, determine_idle_paths(m, arrays, values, weights, EXACT))], outcome, {}
    )
    assert settled.path_costs[TRUNK] == pytest.approx(80)
    assert settled.objective == pytest.approx(spoiled.objective) == pytest.approx(1520)


@pytest.mark.parametrize("gap", [0.2, 0.05])
def test_a_plan_between_two_plans_pays_for_no_breach_that_is_not_there(gap: float) -> None:
    """Kept in the middle of the rounds of a decomposition, its cover missing is what is missing."""
    solve_tables(from_sheets(random_sheets(BETWEEN)), replace(EXACT, gap=gap, method="benders"))


def test_what_weighs_is_left_alone() -> None:
    """With a weight on every path nothing is changed."""
    m, arrays, outcome = _tail_alone()
    values = _spoiled(m, arrays, outcome)
    same = determine_idle_paths(m, arrays, values, {TRUNK: 0.5, "s1": 0.5}, EXACT)
    assert np.array_equal(same, values)
