"""A plan cut into its trunk and its branches, each as arrays of its own (model, section 10).

A branch and its children are one subproblem: an LP that sees the trunk only through the columns that both
hold under one name. ``models.decomposition.benders`` solves master and subproblems in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, hstack, identity, vstack

from models.decomposition.drafts import Drafts
from models.formulation.array_backend import ArrayModel
from models.formulation.build import collector_paused
from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.plan.tree import Tree
from models.solver.side_constraints import SideConstraints, with_side_constraints
from models.solver.standard_form import Arrays, row_units


@dataclass(frozen=True)
class Subproblem:
    """A branch that leaves the trunk, with its children."""

    scenarios: tuple[Scenario, ...]
    model: ArrayModel
    arrays: Arrays
    here: NDArray[np.int32]
    """Columns shared with the trunk, in the subproblem's arrays …"""
    there: NDArray[np.int32]
    """… and in the master's."""
    column: int
    """Master column of its value θ."""


@dataclass
class Split:
    """A plan cut into the trunk and its subproblems."""

    data: PlanData
    tree: Tree
    trunk: ArrayModel
    master: Arrays
    """The trunk with a value column θ for each subproblem and the rows of the tail."""
    subproblems: list[Subproblem]
    base: Arrays
    """The trunk alone."""
    tail_rows: NDArray[np.int64]
    """Rows of the master that hold the tail of the lone branches …"""
    excess_columns: NDArray[np.int64]
    """… and the columns of their excess, in the same order."""

    @cached_property
    def breaches(self) -> NDArray[np.int64]:
        """Columns of the trunk that pay for what is missed there, and that no subproblem sees."""
        seen = {int(k) for subproblem in self.subproblems for k in subproblem.there}
        paid = (k for k, (name, _) in enumerate(self.base.names) if name in _BREACHES and k not in seen)
        return np.fromiter(paid, dtype=np.int64)


def split_plan(
    data: PlanData,
    tree: Tree | None = None,
    side_constraints: SideConstraints = (),
    between: Callable[[], None] | None = None,
    drafts: Drafts | None = None,
) -> Split:
    """Build the trunk and every subproblem, each as arrays of its own.

    ``between`` is called before each subproblem; what it raises ends the work. ``drafts`` writes the parts,
    by default each anew.
    """
    drafts = drafts or Drafts(data, tree)
    tree = drafts.tree
    with collector_paused():
        trunk, trunk_arrays = drafts.part([TRUNK])
        base = with_side_constraints(trunk_arrays, side_constraints)
        shared = drafts.shared.begun(base)
        subproblems = []
        for number, child in enumerate(tree.children[TRUNK]):
            if between is not None:
                between()
            scenarios = _with_descendants(tree, child)
            model, arrays = drafts.part(scenarios)
            here, there = shared.of(base, arrays.names)
            column = len(base.names) + number
            subproblems.append(Subproblem(scenarios, model, arrays, here, there, column))
    drafts.done()
    master = _with_values(data, tree, base, subproblems)
    tail_rows = np.arange(len(base.row_names), len(master.row_names))
    excess = np.arange(len(master.cost) - len(tail_rows), len(master.cost))
    return Split(data, tree, trunk, master, subproblems, base, tail_rows, excess)


def _with_descendants(tree: Tree, scenario: Scenario) -> tuple[Scenario, ...]:
    subproblem = {scenario}
    for s in tree.scenarios:
        if s != TRUNK and tree.parent[s] in subproblem:
            subproblem.add(s)
    return tuple(s for s in tree.scenarios if s in subproblem)


_BREACHES = frozenset({"v_rule_excess", "v_cover_gap", "v_deficiency", "v_final_gap"})


def _with_values(data: PlanData, tree: Tree, base: Arrays, subproblems: Sequence[Subproblem]) -> Arrays:
    """Return the trunk's arrays with θ for each subproblem, and for each lone branch its row of the tail."""
    risk = data.risk_weight
    cost = []
    rows: list[tuple[list[int], list[float]]] = []
    excess_cost: list[float] = []
    first_excess = len(base.names) + len(subproblems)
    for subproblem in subproblems:
        lone = len(subproblem.scenarios) == 1
        probability = data.probability(subproblem.scenarios[0])
        cost.append((1 - risk) * probability if lone else 1.0)
        if lone and risk > 0 and probability > 0:
            onset = tree.onset[subproblem.scenarios[0]]
            before = [months[0] for months in tree.stretches(TRUNK) if months[0] < onset]
            names = [("v_first_stage_cost", (None,)), *(("v_stretch_cost", (TRUNK, t)) for t in before)]
            columns = [
                first_excess + len(excess_cost),
                base.position["v_tail_threshold", (None,)],
                subproblem.column,
            ]
            columns += [base.position[name] for name in names]
            rows.append((columns, [1.0, 1.0, -1.0, *(-1.0 for _ in names)]))
            excess_cost.append(risk * probability / (1 - data.cvar_alpha))
    extra = len(subproblems) + len(excess_cost)
    matrix = hstack([base.matrix, csr_matrix((base.matrix.shape[0], extra))]).tocsr()
    if rows:
        where = [(r, c, x) for r, (columns, xs) in enumerate(rows) for c, x in zip(columns, xs, strict=True)]
        tail = coo_matrix(
            ([x for *_, x in where], ([r for r, *_ in where], [c for _, c, _ in where])),
            shape=(len(rows), matrix.shape[1]),
        )
        matrix = vstack([matrix, tail]).tocsr()
    weighted = np.array(cost, dtype=float)
    return Arrays(
        names=base.names,
        row_names=(*base.row_names, *(("tail_excess_floor", (f"subproblem {k}",)) for k in range(len(rows)))),
        cost=np.concatenate([base.cost, weighted, excess_cost]),
        lower=np.concatenate([base.lower, np.full(len(subproblems), -np.inf), np.zeros(len(excess_cost))]),
        upper=np.concatenate([base.upper, np.full(extra, np.inf)]),
        whole=np.concatenate([base.whole, np.zeros(extra, dtype=bool)]),
        money=np.concatenate([base.sums, np.ones(extra, dtype=bool)]),
        units=np.concatenate([base.sizes, np.ones(extra)]),
        least_cost=base.least_cost,
        matrix=matrix,
        row_lower=np.concatenate([base.row_lower, np.zeros(len(rows))]),
        row_upper=np.concatenate([base.row_upper, np.full(len(rows), np.inf)]),
    )


def elastic(arrays: Arrays) -> Arrays:
    """Return the problem of breaking the rows as little as possible, each measured by its unit."""
    rows, columns = arrays.matrix.shape
    eye = identity(rows, format="csr")
    units = row_units(arrays.matrix, arrays.sizes, arrays.counted)
    return Arrays(
        names=arrays.names,
        row_names=arrays.row_names,
        cost=np.concatenate([np.zeros(columns), 1.0 / units, 1.0 / units]),
        lower=np.concatenate([arrays.lower, np.zeros(2 * rows)]),
        upper=np.concatenate([arrays.upper, np.full(2 * rows, np.inf)]),
        whole=np.zeros(columns + 2 * rows, dtype=bool),
        money=np.concatenate([arrays.sums, np.zeros(2 * rows, dtype=bool)]),
        units=np.concatenate([arrays.sizes, units, units]),
        counts=np.concatenate([arrays.counted, np.zeros(2 * rows, dtype=bool)]),
        matrix=hstack([arrays.matrix, eye, -eye]).tocsr(),
        row_lower=arrays.row_lower,
        row_upper=arrays.row_upper,
    )
