"""A branch patched into the shape of its onset is the branch built anew, number by number."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from cases import EXACT, branches, contract_row, cost, from_sheets, item_row, offer_row, scenario, tiny_sheets
from random_plans import random_sheets

from models.errors import Infeasible
from models.evaluation.evaluate import evaluate_fixed
from models.evaluation.fixed_plan import SEEN, fix_plan
from models.evaluation.recourse_patches import patched
from models.evaluation.recourse_templates import BRANCH, Problem, calm_tree, template_of
from models.evaluation.stress import Judge
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_part
from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.plan.tree import Tree
from models.solution.idle_paths import node_of
from models.solution.solution import Solution
from models.solver.standard_form import Arrays, compile_model
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from


def solved(seed: int) -> Solution:
    """Return a solved random plan with scenarios; skips the test where there is none."""
    tables, findings = tables_from(random_sheets(seed))
    if any(finding.severity is Severity.ERROR for finding in findings):
        pytest.skip("not a plan")
    data = assemble(tables)
    try:
        return solve_plan(replace(data, risk_weight=0.0), EXACT)
    except Infeasible:
        pytest.skip("infeasible")


def line(tree: Tree, name: Scenario) -> list[Scenario]:
    """Return a scenario and those it descends from, the first shock first."""
    return [s for s in reversed(list(tree.ancestors(name))) if s != TRUNK]


def past_of(plan: Solution, name: Scenario) -> dict[str, dict[tuple[Any, ...], float]]:
    """Return what was decided on a path before its scenario's onset."""
    tree = plan.tree
    return {
        variable: {
            (*index[:-2], index[-1]): x
            for index, x in plan.values.get(variable, {}).items()
            if index[-1] < tree.onset[name] and index[-2] == tree.path(name, index[-1])
        }
        for variable in SEEN
    }


def anew(plan: Solution, data: PlanData, name: Scenario) -> tuple[dict[Any, Any], dict[Any, Any], Arrays]:
    """Build a branch from nothing: rows by name with what is seen moved to the right, columns by name."""
    tree = Tree(data)
    model = build_part(data, tree, [name], ANYTHING)
    arrays = compile_model(model, keep_unused=True)
    own = np.array(
        [(n := node_of(model, constraint)) is not None and n[0] == name for constraint in arrays.names]
    )
    values = np.array(
        [
            0.0 if o else plan.values[v][index if len(index) > 1 else index[0]]
            for o, (v, index) in zip(own, arrays.names, strict=True)
        ]
    )
    fixed = arrays.activity(values)
    matrix = arrays.matrix.tocsr()
    rows: dict[Any, Any] = {}
    for k, (constraint, index) in enumerate(arrays.row_names):
        start, end = matrix.indptr[k], matrix.indptr[k + 1]
        body = {
            branch(arrays.names[c], name): a
            for c, a in zip(matrix.indices[start:end], matrix.data[start:end], strict=True)
            if own[c] and a
        }
        rows[branch((constraint, index), name)] = (
            body,
            arrays.row_lower[k] - fixed[k],
            arrays.row_upper[k] - fixed[k],
        )
    columns = {
        branch(arrays.names[c], name): (arrays.lower[c], arrays.upper[c], arrays.cost[c])
        for c in np.flatnonzero(own)
    }
    return rows, columns, arrays


def branch(named: Any, name: Scenario) -> Any:
    """Return the name of a constraint or column with the scenario called as in a shape."""
    constraint, index = named
    return constraint, tuple(BRANCH if part == name else part for part in index)


def rows_of(problem: Problem, names: Any) -> dict[Any, Any]:
    """Return the rows of a patched problem by constraint."""
    arrays = problem.arrays
    matrix = arrays.matrix.tocsr()
    rows = {}
    for k, constraint in enumerate(arrays.row_names):
        span = slice(matrix.indptr[k], matrix.indptr[k + 1])
        body = {names[c]: a for c, a in zip(matrix.indices[span], matrix.data[span], strict=True) if a}
        rows[constraint] = (body, arrays.row_lower[k], arrays.row_upper[k])
    return rows


def compare(plan: Solution, name: Scenario) -> None:
    """Fail where the patched branch differs from the branch built anew."""
    tree = plan.tree
    data = replace(
        plan.data,
        risk_weight=0.0,
        scenarios={
            s: replace(plan.data.scenarios[s], probability=float(s == name)) for s in line(tree, name)
        },
    )
    wanted, columns, _ = anew(plan, data, name)
    steps = tuple(data.scenarios[s].events for s in line(tree, name))
    fixed = fix_plan(plan)
    shape = template_of(fixed, tree.onset[name], calm_tree(fixed))
    problem = patched(shape, steps, past_of(plan, name))
    found = rows_of(problem, shape.names)
    for constraint, (body, lower, upper) in wanted.items():
        mine, low, high = found.pop(constraint)
        if not body:  # nothing left to decide: dropped, or broken by what is held
            continue
        # An order that would arrive too late stays in the shape, held at nothing.
        here = {key: a for key, a in mine.items() if key in columns or key[0] != "v_order_qty"}
        assert here == pytest.approx(body, abs=1e-9), constraint
        assert low == pytest.approx(lower, abs=1e-6), constraint
        assert high == pytest.approx(upper, abs=1e-6), constraint
    for (constraint, index), (_, low, high) in found.items():
        off = low == -math.inf and high == math.inf
        assert off or (constraint, index) not in wanted, (constraint, index)
    bounds = zip(problem.arrays.lower, problem.arrays.upper, problem.arrays.cost, strict=True)
    for key, (low, high, price) in zip(shape.names, bounds, strict=True):
        if key in columns:
            assert (low, high, price) == pytest.approx(columns[key], abs=1e-9), key
        else:
            assert high == 0 or key[0] == "v_cover_gap", key


@pytest.mark.parametrize("seed", [0, 2, 3, 5, 8, 13, 21])
def test_patched_is_built_anew(seed: int) -> None:
    """Every branch of random plans, nested ones too: rows, right-hand sides, bounds and costs."""
    plan = solved(seed)
    for name in plan.data.scenarios:
        compare(plan, name)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300, 360))
def test_patched_is_built_anew_at_length(seed: int) -> None:
    """The same on many plans."""
    plan = solved(seed)
    for name in plan.data.scenarios:
        compare(plan, name)


@pytest.mark.parametrize("seed", [0, 2, 5, 8, 13])
def test_a_lone_branch_costs_what_it_costs_in_the_plan(seed: int) -> None:
    """Stress on the plan's own scenarios that lead nowhere else reproduces their path costs."""
    plan = solved(seed)
    judge = Judge(fix_plan(plan))
    fixed = evaluate_fixed(plan.data, plan, EXACT)
    for name, spec in plan.data.scenarios.items():
        if spec.after == TRUNK and not plan.tree.children[name] and spec.probability > 0:
            assert judge.survive((spec.events,)).cost == pytest.approx(fixed.path_costs[name], rel=1e-6)


def test_nothing_happens_costs_what_the_trunk_costs() -> None:
    """Without a step the path is the trunk."""
    data = assemble(from_sheets(tiny_sheets(**branches((1, 0.2), supplier="A"))))
    plan = solve_plan(data, EXACT)
    survived = Judge(fix_plan(plan)).survive(())
    assert survived.cost == cost(plan.path_costs[TRUNK])
    assert sum(survived.short["P"]) == 0


def test_a_second_shock_is_not_foreseen() -> None:
    """A stops in month 1, then B, the substitute, in month 2.

    10 a month are asked for; A costs 2, B 3, keeping costs 1 a unit. The plan holds nothing. In month 1 the
    branch buys 10 from B for month 1 only, though it could have bought 20: in month 2 all is lost.
    """
    sheets = tiny_sheets(
        [10.0] * 3,
        Items=[item_row(storage_cost=1)],
        Suppliers=[{"supplier": "A"}, {"supplier": "B"}],
        Offers=[offer_row(), offer_row("b", "B", price=3)],
        Events=[
            {"event": "EA", "supplier": "A", "duration_months": 2},
            {"event": "EB", "supplier": "B", "duration_months": 1},
        ],
        Scenarios=[scenario("s1", "EA", 1, 0.0), {**scenario("s2", "EB", 2, 0.0), "after": "s1"}],
    )
    data = assemble(from_sheets(sheets))
    judge = Judge(fix_plan(solve_plan(data, EXACT)))
    first, second = data.scenarios["s1"].events, data.scenarios["s2"].events  # type: ignore[index]
    assert judge.survive((first,)).cost == cost(20 + 30 + 30)
    unforeseen = judge.survive((first, second))
    assert unforeseen.cost == cost(20 + 30 + 500)
    assert unforeseen.short["P"].tolist() == pytest.approx([0, 0, 10])
    assert judge.survive(((*first, *second),)).cost == cost(20 + 30 + 10 + 30)  # foreseen: 10 more are kept


def test_a_limit_that_cannot_be_kept_is_told() -> None:
    """Half of the demand must be served; A is all there is, and it stops for good."""
    sheets = tiny_sheets(
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 0.5}],
        **branches((1, 0.0), supplier="A", duration_months=2),
    )
    data = assemble(from_sheets(sheets))
    survived = Judge(fix_plan(solve_plan(replace(data, scenarios={}), EXACT))).survive(
        (data.scenarios["s1"].events,)
    )  # type: ignore[index]
    assert not survived.feasible


def test_an_order_on_the_way_arrives_late_or_not_at_all() -> None:
    """Ordered in month 0 for month 2, dispatched in month 1, when a ban begins: lost and not paid."""
    sheets = tiny_sheets(
        (0.0, 0.0, 10.0),
        Offers=[contract_row(lead_time_months=2, transit_months=1)],
        **branches((1, 0.0), supplier="A"),
    )
    data = assemble(from_sheets(sheets))
    judge = Judge(fix_plan(solve_plan(replace(data, scenarios={}), EXACT)))
    assert judge.survive(()).cost == cost(20)
    assert judge.survive((data.scenarios["s1"].events,)).cost == cost(500)  # type: ignore[index]
