"""Random plans with terms as they are signed: every way to an answer gives the same one."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from amended_plans import amended
from cases import EXACT, cost
from random_plans import random_sheets
from test_array_backend import assert_same
from test_recourse import compare
from test_size import confirm

from models.errors import Infeasible
from models.evaluation.evaluate import evaluate_fixed
from models.evaluation.fixed_plan import fix_plan
from models.evaluation.stress import Judge
from models.formulation.build import build_array_model, build_plan
from models.formulation.pyomo_backend import as_array_model
from models.plan.data import PlanData
from models.plan.names import TRUNK
from models.solution.solution import Solution
from models.solver.highs import Options
from models.solver.standard_form import compile_model
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from

FEW, MANY = range(8), range(100, 180)


def plan_of(seed: int) -> PlanData:
    """Return a random plan with new terms; skips the test where there is none."""
    tables, findings = tables_from(random_sheets(seed))
    if any(finding.severity is Severity.ERROR for finding in findings):
        pytest.skip("not a plan")
    return amended(assemble(tables), seed)


def solved(data: PlanData, options: Options = EXACT) -> Solution:
    """Return a solved plan; skips the test where it is infeasible."""
    try:
        return solve_plan(data, options)
    except Infeasible:
        pytest.skip("infeasible")


def _optimum(data: PlanData, method: str) -> float:
    try:
        return solve_plan(data, replace(EXACT, method=method)).objective
    except Infeasible:
        return math.inf


def _confirm_methods(seed: int) -> None:
    data = plan_of(seed)
    assert _optimum(data, "extensive") == pytest.approx(_optimum(data, "benders"), rel=1e-6, abs=1e-5)


@pytest.mark.parametrize("seed", FEW)
def test_both_methods_find_the_same_cost(seed: int) -> None:
    """One model, or the trunk and its branches."""
    _confirm_methods(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_both_methods_find_the_same_cost_at_length(seed: int) -> None:
    """The same on many plans."""
    _confirm_methods(seed)


def _confirm_patches(seed: int) -> None:
    plan = solved(replace(plan_of(seed), risk_weight=0.0))
    for name in plan.data.scenarios:
        compare(plan, name)


@pytest.mark.parametrize("seed", FEW)
def test_a_patched_branch_is_the_branch_built_anew(seed: int) -> None:
    """With what is late, under way, ramping up, or ordered before the plan."""
    _confirm_patches(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_a_patched_branch_is_the_branch_built_anew_at_length(seed: int) -> None:
    """The same on many plans."""
    _confirm_patches(seed)


@pytest.mark.parametrize("seed", FEW)
def test_a_lone_branch_costs_what_it_costs_in_the_plan(seed: int) -> None:
    """Stress on the plan's own scenarios reproduces their path costs."""
    plan = solved(replace(plan_of(seed), risk_weight=0.0))
    judge = Judge(fix_plan(plan))
    fixed = evaluate_fixed(plan.data, plan, EXACT)
    for name, spec in plan.data.scenarios.items():
        if spec.after == TRUNK and not plan.tree.children[name] and spec.probability > 0:
            assert judge.survive((spec.events,)).cost == cost(fixed.path_costs[name])


@pytest.mark.parametrize("seed", FEW)
def test_arrays_written_straight_are_those_of_pyomo(seed: int) -> None:
    """Column by column, row by row."""
    data = plan_of(seed)
    assert_same(compile_model(build_array_model(data)), compile_model(as_array_model(build_plan(data))))


@pytest.mark.parametrize("seed", FEW)
def test_the_size_is_known_before_the_plan_is_built(seed: int) -> None:
    """Within two fifths, and a few rows."""
    confirm(plan_of(seed), within=1.4, slack=12)
