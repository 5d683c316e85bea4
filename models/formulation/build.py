"""The model as a whole: the subjects of the plan, in order, on one model."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

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
from models.formulation.touched import DISCOUNT, STEADY, WEIGHTS
from models.plan.data import PlanData
from models.plan.names import Month, Scenario
from models.plan.tree import Tree

SUBJECTS: Mapping[str, Callable[[Model, PlanData, Tree, Language], None]] = {
    "investments": investments.add,
    "sourcing": sourcing.add,
    "contracts": contracts.add,
    "production": production.add,
    "processes": processes.add,
    "stock": stock.add,
    "shares": shares.add,
}
"""Subjects in the order in which they need each other's variables."""
OBJECTIVE = "objective"
"""What is written last."""


def build_plan(data: PlanData, tree: Tree | None = None, most: Useful | None = None) -> Model:
    """Build the extensive form in Pyomo: the trunk and every branch in one model.

    Plans are solved from arrays (``build_array_model``), which hold the same.

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
    from models.formulation import pyomo_backend  # noqa: PLC0415  # a second that no plan needs to be solved

    tree = tree or Tree(data)
    m = pyomo_backend.ConcreteModel(name="plan")
    _begin(m, data, tree, tree.scenarios, most)
    for add in SUBJECTS.values():
        add(m, data, tree, pyomo_backend)
    m.charges = costs.charges(m)
    m.first_stage_components = frozenset(costs.FIRST_STAGE_TERMS)
    risk.add(m, data, tree, pyomo_backend)
    return m


def build_array_model(
    data: PlanData, tree: Tree | None = None, most: Useful | None = None
) -> array_backend.ArrayModel:
    """Draft the extensive form, name by name what ``build_plan`` builds: what a plan is solved from."""
    tree = tree or Tree(data)
    return build_part(data, tree, tree.scenarios, most)


def build_branch(
    data: PlanData, tree: Tree, scenario: Scenario, most: Useful | None = None
) -> array_backend.ArrayModel:
    """Draft a branch without children, with its own cost as the objective and nothing of the tail."""
    return build_part(data, tree, [scenario], most, own_cost=True)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, which would walk the growing model over and over (half the time).

    Nor is the model walked at the end: it lives long, so it joins the oldest objects as it is.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # from the permanent generation objects go to the oldest one
            gc.enable()


def build_part(
    data: PlanData,
    tree: Tree,
    scenarios: Iterable[Scenario],
    most: Useful | None = None,
    *,
    own_cost: bool = False,
) -> array_backend.ArrayModel:
    """Draft the constraints and the objective of some scenarios: the trunk, or a branch with its children.

    Variables of their ancestors that their constraints look at stand in the model too, without constraints of
    their own: the short list through which a branch sees its trunk. Here-and-now constraints and lots come
    with the trunk. ``most`` is what can be of use of each thing (``models.formulation.bounds``), where it is
    not worked out here. ``own_cost``: what is paid there alone is the objective, whatever its weight.
    """
    m = array_backend.ArrayModel()
    _begin(m, data, tree, scenarios, most)
    for name, add in SUBJECTS.items():
        m.write(name, partial(add, m, data, tree, array_backend))
    m.charges = costs.charges(m)
    add_objective(m, own_cost=own_cost)
    return m


def build_part_like(
    like: array_backend.ArrayModel,
    data: PlanData,
    tree: Tree,
    most: Useful,
    touched: frozenset[str],
    *,
    own_cost: bool = False,
) -> tuple[array_backend.ArrayModel, Same]:
    """Draft a part as ``build_part`` does, from the same part of a plan like this one.

    ``touched`` names what the plans' differences touch (``models.formulation.touched``). Only those subjects
    are asked to write again; as soon as one has other columns, all that follow are.

    Returns
    -------
    model : ArrayModel
    same : Same
        What of it is the same as before.
    """
    m = array_backend.ArrayModel()
    _begin(m, data, tree, like.scope, most)
    columns = m.VISIBLE == like.VISIBLE
    rows = columns
    for name, add in SUBJECTS.items():
        if columns and name not in touched:
            m.take(name, like)
            continue
        steady = array_backend.KeptLaws(STEADY, like) if columns else None
        m.write(name, partial(add, m, data, tree, array_backend), steady)
        own, old = m.blocks[name], like.blocks[name]
        columns = columns and own.columns == old.columns and _named_alike(m, like, own.columns)
        rows = rows and columns and m.columns.are(like.columns, own.columns)
        rows = rows and m.rows.are(own.rows, like.rows, old.rows)
    paid = columns and touched.isdisjoint(costs.COMPONENTS)
    m.charges = like.charges if paid else costs.charges(m, like.charges if columns else None, touched)
    paid = paid or (columns and m.charges == like.charges)
    weighed = paid and touched.isdisjoint({DISCOUNT} if own_cost else {DISCOUNT, WEIGHTS})
    if weighed:
        m.first_stage_components = like.first_stage_components
        m.take(OBJECTIVE, like)
        m.cost = like.cost
    else:
        add_objective(m, own_cost=own_cost)
    return m, Same(columns, rows, weighed)


class Same(NamedTuple):
    """What of a part is as it was in a plan like this one."""

    columns: bool
    """Variables of every subject but the objective, whatever their bounds."""
    rows: bool
    """Columns, their bounds and the rows of every subject but the objective."""
    objective: bool
    """The objective, with the rows that it needs."""


def _named_alike(m: array_backend.ArrayModel, like: array_backend.ArrayModel, columns: range) -> bool:
    part = slice(columns.start, columns.stop)
    same: bool = m.columns.names[part] == like.columns.names[part]
    return same


def add_objective(m: array_backend.ArrayModel, *, own_cost: bool) -> None:
    """Write the objective of a part whose charges are known."""
    m.first_stage_components = frozenset(costs.FIRST_STAGE_TERMS)
    add = partial(risk.add_own_cost, m, m.data, array_backend) if own_cost else None
    m.write(OBJECTIVE, add or partial(risk.add, m, m.data, m.tree, array_backend))


def _begin(m: Model, data: PlanData, tree: Tree, scenarios: Iterable[Scenario], most: Useful | None) -> None:
    """Put on a model what its subjects look at first: the plan, and the nodes in its scope and in sight."""
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
