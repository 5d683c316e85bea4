"""The undisturbed branch of a fixed plan, compiled once for each onset, ready to be patched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.evaluation.fixed_plan import FixedPlan
from models.formulation.array_backend import Named
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_part, collector_paused
from models.formulation.terms import Model
from models.plan.data import EventSpec, ScenarioSpec
from models.plan.names import TRUNK, Event, Month, Scenario
from models.plan.tree import Tree
from models.solution.idle_paths import node_of
from models.solver.standard_form import Arrays, Floats, compile_model

BRANCH = Scenario("branch")
"""The branch that is looked at; those it descends from are ``before-1``, ``before-2``, …"""
CALM = Event("calm")
"""An event that hits nothing: the onset of an undisturbed branch."""


@dataclass(frozen=True)
class Problem:
    """A branch of a fixed plan: an LP in its own columns."""

    arrays: Arrays
    tree: Tree
    constant: float
    """Cost at the branch's nodes that is decided already [money, present value]."""
    charges: tuple[NDArray[np.int64], NDArray[np.int64], Floats]
    """What is paid: column (−1: decided already), month in which it arises, and present value per unit."""
    broken: tuple[Named, ...]
    """Hard limits that what is held breaks, whatever the branch does."""

    def costs_by_month(self, values: Floats) -> Floats:
        """Return what is paid in each month of the plan at the branch's nodes [money, present value]."""
        columns, months, rates = self.charges
        paid = rates * np.where(columns >= 0, values[columns], 1.0)
        return np.bincount(months, paid, minlength=self.tree.data.months).astype(np.float64)


@dataclass
class RecourseTemplate:
    """The undisturbed branch of one onset, ready to be patched."""

    plan: FixedPlan
    onset: Month
    names: tuple[Named, ...]
    """Name and index of each column of the branch's own."""
    position: Mapping[Named, int]
    row_names: tuple[Named, ...]
    own: Arrays
    """In the branch's own columns; right-hand sides without what is held."""
    seen: csr_matrix
    """What is held, in the same rows."""
    seen_names: tuple[Named, ...]
    static: list[tuple[int, Month, float]]
    """Charges that no disruption changes: column, month, present value per unit."""
    model: Model
    calm: Tree
    rows_of: Mapping[str, list[int]] = field(default_factory=dict)
    """Rows by the name of their constraint."""


def calm_tree(plan: FixedPlan) -> Tree:
    """Return the tree of the trunk alone, beside which those of branches begin."""
    return Tree(replace(plan.data, events=_with_calm(plan), scenarios={}))


def _with_calm(plan: FixedPlan) -> dict[Event, EventSpec]:
    # So long a lead time makes the branch look at every month before it, whatever comes later.
    calm = EventSpec(severity=0.0, duration=1, lead_time_extension=plan.data.months)
    return {**plan.data.events, CALM: calm}


def template_of(plan: FixedPlan, onset: Month, beside: Tree) -> RecourseTemplate:
    """Write and compile the undisturbed branch of one onset; ``beside`` is ``calm_tree``."""
    data = replace(
        plan.data,
        events=_with_calm(plan),
        scenarios={BRANCH: ScenarioSpec(TRUNK, 1.0, ((CALM, onset),))},
        risk_weight=0.0,
    )
    tree = Tree(data)
    tree.begin_beside(beside)
    with collector_paused():
        model = build_part(data, tree, [BRANCH], ANYTHING)
        arrays = compile_model(model, keep_unused=True)
    own = np.array([_is_own(node_of(model, variable)) for variable in arrays.names], dtype=bool)
    names = tuple(name for name, o in zip(arrays.names, own, strict=True) if o)
    position = {name: k for k, name in enumerate(names)}
    row_names: dict[str, list[int]] = {}
    for row, (name, _) in enumerate(arrays.row_names):
        row_names.setdefault(name, []).append(row)
    template = RecourseTemplate(
        plan=plan,
        onset=onset,
        names=names,
        position=position,
        row_names=tuple(arrays.row_names),
        own=replace(
            arrays,
            names=names,
            numbers=None,
            cost=np.zeros(len(names)),
            lower=arrays.lower[own],
            upper=arrays.upper[own],
            whole=np.zeros(len(names), dtype=bool),
            money=None,  # a branch of its own adds up no sums
            units=None if arrays.units is None else arrays.units[own],
            matrix=arrays.matrix[:, own].tocsr(),
        ),
        seen=arrays.matrix[:, ~own].tocsr(),
        seen_names=tuple(name for name, o in zip(arrays.names, own, strict=True) if not o),
        static=[],
        model=_stand_in(model),
        calm=tree,
        rows_of=row_names,
    )
    back = {k: position[name] for k, name in enumerate(arrays.names) if name in position}
    template.static = [
        (back[charge.variable], charge.month, charge.rate * data.discount(charge.paid))
        for component, charge in model.charges
        if component != "purchase"
    ]
    return template


def _is_own(node: tuple[Scenario, Month] | None) -> bool:
    return node is not None and node[0] == BRANCH


def _stand_in(model: Model) -> Model:
    """Return what rule functions look up beside variables, without the model (which is let go)."""
    kept = (
        "order_caps grown_by windows_owed order_months users takers scrappers returns makers"
        " process_caps process_grown_by storage_grown_by useful"
    )
    return SimpleNamespace(**{name: getattr(model, name) for name in kept.split()}, scope=[BRANCH])
