"""The model as a whole: the subjects of the plan, in order, on one Pyomo model."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyomo.environ as pyo

from models.data import PlanData
from models.names import Scenario
from models.rules import contracts, costs, investments, processes, production, risk, shares, sourcing, stock
from models.terms import Model
from models.tree import Tree

RULES: tuple[Callable[[Model, PlanData, Tree], None], ...] = (
    investments.add,
    sourcing.add,
    contracts.add,
    production.add,
    processes.add,
    stock.add,
    shares.add,
)
"""Subjects in the order in which they need each other's variables."""


def build_plan(data: PlanData, tree: Tree | None = None) -> Model:
    """Build the extensive form: the trunk and every branch in one model.

    Parameters
    ----------
    data : PlanData
    tree : Tree, optional
        Made from ``data`` where it is not given.

    Returns
    -------
    pyomo.environ.ConcreteModel
        Variables ``v_…``, laws, and ``risk_adjusted_cost``; ``data``, ``tree`` and ``charges`` attached.
    """
    tree = tree or Tree(data)
    m = build_part(data, tree, tree.scenarios)
    m.charges = list(costs.charges(m))
    m.first_stage_components = frozenset(costs.FIRST_STAGE_TERMS)
    risk.add(m, data, tree)
    return m


def build_part(data: PlanData, tree: Tree, scenarios: Iterable[Scenario]) -> Model:
    """Build the laws of some scenarios; nodes of their ancestors are visible, but have no laws here.

    Here-and-now laws and trunk lots come with the trunk.
    """
    m = pyo.ConcreteModel(name="plan")
    m.data, m.tree = data, tree
    m.scope = [s for s in tree.scenarios if s in set(scenarios)]
    ancestors = {a for s in m.scope for a in tree.ancestors(s)}
    m.outside = [s for s in tree.scenarios if s in ancestors and s not in m.scope]
    m.NODES = list(tree.nodes(m.scope))
    seen = {(tree.path(s, t), t) for s in m.scope for t in range(tree.onset[s])}
    m.VISIBLE = sorted({*m.NODES, *seen}, key=lambda node: (tree.scenarios.index(node[0]), node[1]))
    for add in RULES:
        add(m, data, tree)
    return m
