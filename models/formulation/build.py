"""The model as a whole: the subjects of the plan, in order, on one Pyomo model."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pyomo.environ as pyo

from models.formulation import array_backend
from models.formulation.bounds import Useful, useful
from models.formulation.rules import (
    contracts,
    costs,
    investments,
    processes,
    production,
    risk,
    shares,
    sourcing,
    stock,
)
from models.formulation.terms import Language, Model
from models.plan.data import PlanData
from models.plan.names import Month, Scenario
from models.plan.tree import Tree

RULES: tuple[Callable[[Model, PlanData, Tree, Language], None], ...] = (
    investments.add,
    sourcing.add,
    contracts.add,
    production.add,
    processes.add,
    stock.add,
    shares.add,
)
"""Subjects in the order in which they need each other's variables."""


def build_plan(data: PlanData, tree: Tree | None = None, most: Useful | None = None) -> Model:
    """Build the extensive form: the trunk and every branch in one model.

    Parameters
    ----------
    data : PlanData
    tree : Tree, optional
        Made from ``data`` where it is not given.
    most : Useful, optional
        What can be of use of each thing, where it is not worked out here.

    Returns
    -------
    pyomo.environ.ConcreteModel
        Variables ``v_…``, constraints, and ``risk_adjusted_cost``; ``data``, ``tree`` and ``charges``
        attached.
    """
    tree = tree or Tree(data)
    m = pyo.ConcreteModel(name="plan")
    _write(m, data, tree, tree.scenarios, pyo, most=most)
    return m


def build_array_model(
    data: PlanData, tree: Tree | None = None, most: Useful | None = None
) -> array_backend.ArrayModel:
    """Draft what ``build_plan`` builds, for who wants its arrays alone."""
    tree = tree or Tree(data)
    return build_part(data, tree, tree.scenarios, most)


def build_branch(
    data: PlanData, tree: Tree, scenario: Scenario, most: Useful | None = None
) -> array_backend.ArrayModel:
    """Draft a branch without children, with its own cost as the objective and nothing of the tail."""
    m = array_backend.ArrayModel()
    _write(m, data, tree, [scenario], array_backend, most=most, alone=True)
    return m


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, which would walk the growing model over and over (half the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def build_part(
    data: PlanData, tree: Tree, scenarios: Iterable[Scenario], most: Useful | None = None
) -> array_backend.ArrayModel:
    """Draft the constraints and the objective of some scenarios: the trunk, or a branch with its children.

    Variables of their ancestors that their constraints look at stand in the model too, without constraints of
    their own: the short list through which a branch sees its trunk. Here-and-now constraints and lots come
    with the trunk. ``most`` is what can be of use of each thing (``models.formulation.bounds``), where it is
    not worked out here.
    """
    m = array_backend.ArrayModel()
    _write(m, data, tree, scenarios, array_backend, most=most)
    return m


def _write(
    m: Model,
    data: PlanData,
    tree: Tree,
    scenarios: Iterable[Scenario],
    pyo: Language,
    *,
    most: Useful | None = None,
    alone: bool = False,
) -> None:
    """Write the constraints and the objective of some scenarios on a model."""
    m.data, m.tree = data, tree
    m.useful = useful(data, tree) if most is None else most
    m.scope = [s for s in tree.scenarios if s in set(scenarios)]
    m.NODES = list(tree.nodes(m.scope))
    rank = {s: k for k, s in enumerate(tree.scenarios)}
    seen = {
        (node, t)
        for s in m.scope
        for t in range(_first_seen(data, tree, s), tree.onset[s])
        if (node := tree.path(s, t)) not in m.scope
    }
    m.VISIBLE = [*sorted(seen, key=lambda node: (rank[node[0]], node[1])), *m.NODES]
    for add in RULES:
        add(m, data, tree, pyo)
    m.charges = list(costs.charges(m))
    m.first_stage_components = frozenset(costs.FIRST_STAGE_TERMS)
    if alone:
        risk.add_own_cost(m, data, pyo)
    else:
        risk.add(m, data, tree, pyo)


def _first_seen(data: PlanData, tree: Tree, scenario: Scenario) -> Month:
    """Return the first month before its onset that a branch's constraints look at."""
    onset = tree.onset[scenario]
    if any(spec.always and spec.horizon for spec in data.rules.values()):
        return 0
    longest = max((spec.lead_time for spec in data.offers.values()), default=0)
    returns = (lag for d in data.products.values() for v in d.designs.values() for _, lag in v.scrap_later)
    slowest = max((*returns, *(spec.lead for spec in data.processes.values())), default=0)
    extension = sum(data.events[event].lead_time_extension for event, _ in tree.events[scenario])
    year = next(months[0] for months in data.plan_years if onset in months)
    tail = data.months - 12 if any(spec.cover_again is not None for spec in data.items.values()) else onset
    return max(0, min(onset - 1, onset - longest - extension, onset - slowest, year, tail))
