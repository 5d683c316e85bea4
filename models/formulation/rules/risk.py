"""Path costs, CVaR and the objective (model, section 8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.formulation.charges import variables_as_array
from models.formulation.terms import Language, Linear, Model, Row, Term, row
from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.plan.tree import Tree

Floats = NDArray[np.float64]


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add the objective of the scenarios in scope; ``m.charges`` stands on the model already.

    The expected part puts each charge on its variable with the weight of its node. Only with a risk weight
    are there rows for path costs, written with one variable per stretch of the tree so that none is long.
    The objectives of the trunk and of each branch alone add up to that of the whole.
    """
    charges, worth = m.charges, m.charges.worth(data)
    on_every_path = charges.are_of(m.first_stage_components)
    share = np.where(on_every_path, 1.0, charges.at_nodes(tree.probabilities, data.months))
    expected = np.flatnonzero(share) if data.risk_weight < 1 else np.arange(0)
    coefficients = ((1 - data.risk_weight) * share * worth)[expected]
    variables = charges.variable[expected]
    if data.risk_weight > 0:
        _sort_by_stretch(m, tree, worth, on_every_path)
        tail = _add_tail(m, data, tree, pyo)
        coefficients = np.append(coefficients, [coefficient for coefficient, _ in tail])
        variables = np.append(variables, variables_as_array([variable for _, variable in tail]))
    m.risk_adjusted_cost = pyo.Objective(
        expr=Linear(coefficients, variables),
        doc="(11) expected cost and CVaR, weighed [money, present value]",
    )


def _sort_by_stretch(m: Model, tree: Tree, worth: Floats, on_every_path: NDArray[np.bool_]) -> None:
    """Note what is paid on each stretch of the tree, and for here-and-now decisions."""
    variables = m.charges.variable
    stretches = [(s, months) for s in m.scope for months in tree.stretches(s)]
    number = {(s, t): k for k, (s, months) in enumerate(stretches) for t in months}
    stretch = np.where(on_every_path, -1, m.charges.at_nodes(number, tree.data.months))
    order = np.argsort(stretch, kind="stable")
    ends = np.searchsorted(stretch[order], np.arange(-1, len(stretches)), side="right")
    paid = [
        list(zip(worth[part].tolist(), variables[part].tolist(), strict=True))
        for part in np.split(order, ends[:-1])
    ]
    m.first_stage_terms = paid[0]
    m.stretch_terms = {(s, months[0]): terms for (s, months), terms in zip(stretches, paid[1:], strict=True)}


def add_own_cost(m: Model, data: PlanData, pyo: Language) -> None:
    """Add what a branch without children costs as the objective: its share of the whole stands elsewhere."""
    m.risk_adjusted_cost = pyo.Objective(
        expr=Linear(m.charges.worth(data), m.charges.variable),
        doc="cost of a branch [money, present value]",
    )


def _add_tail(m: Model, data: PlanData, tree: Tree, pyo: Language) -> list[Term]:
    """Add path costs and the tail above the threshold; return CVaR's terms of the objective."""
    # No path but that of a branch or of its children passes a branch.
    near = tree.scenarios if TRUNK in m.scope else m.scope
    everywhere = [s for s in near if data.probability(s) > 0]
    weighted = [s for s in everywhere if s in m.scope]
    m.path_stretches = {s: _stretches_on_path(tree, s) for s in everywhere}
    own = {stretch for path in m.path_stretches.values() for stretch in path if stretch[0] in m.scope}
    seen = {stretch for s in weighted for stretch in m.path_stretches[s]}
    m.STRETCHES = pyo.Set(dimen=2, initialize=sorted(own | seen), doc="stretches: scenario, first month")
    m.OWN_STRETCHES = pyo.Set(dimen=2, initialize=sorted(own), doc="stretches of the scenarios in scope")
    m.WEIGHTED = pyo.Set(initialize=weighted, doc="scenarios with a probability")
    m.v_stretch_cost = pyo.Var(m.STRETCHES, doc="cost of a stretch of the tree [money, present value]")
    m.v_first_stage_cost = pyo.Var(doc="cost of here-and-now decisions [money, present value]")
    m.v_tail_threshold = pyo.Var(doc="cost at the tail's edge, η [money, present value]")
    m.v_tail_excess = pyo.Var(
        m.WEIGHTED, domain=pyo.NonNegativeReals, doc="path cost above the threshold, ξ [money, present value]"
    )
    m.stretch_cost_floor = pyo.Constraint(
        m.OWN_STRETCHES, rule=stretch_cost_floor, doc="cost of a stretch [money]"
    )
    m.tail_excess_floor = pyo.Constraint(m.WEIGHTED, rule=tail_excess_floor, doc="(11) tail excess [money]")
    tail = [
        (data.risk_weight * data.probability(s) / (1 - data.cvar_alpha), m.v_tail_excess[s]) for s in weighted
    ]
    if TRUNK not in m.scope:
        return tail
    m.first_stage_cost_floor = pyo.Constraint(rule=first_stage_cost_floor, doc="here-and-now cost [money]")
    return [(data.risk_weight, m.v_tail_threshold), *tail]


def _stretches_on_path(tree: Tree, scenario: Scenario) -> list[tuple[Scenario, int]]:
    """Return the stretches of a scenario and its ancestors that lie on its path."""
    return sorted(
        (s, months[0])
        for s in tree.ancestors(scenario)
        for months in tree.stretches(s)
        if tree.path(scenario, months[0]) == s
    )


def stretch_cost_floor(m: Model, scenario: Scenario, first: int) -> Row:
    r"""A stretch costs at least what is paid at its nodes: :math:`c_{s,k} \ge \sum_n \delta_t\, cost(n)`.

    The objective presses it down to equality wherever it counts.
    """
    paid = [(-rate, variable) for rate, variable in m.stretch_terms.get((scenario, first), [])]
    return row([(1.0, m.v_stretch_cost[scenario, first]), *paid], lower=0.0)


def first_stage_cost_floor(m: Model) -> Row:
    """Here-and-now decisions cost at least what is paid for them."""
    paid = [(-rate, variable) for rate, variable in m.first_stage_terms]
    return row([(1.0, m.v_first_stage_cost), *paid], lower=0.0)


def tail_excess_floor(m: Model, scenario: Scenario) -> Row:
    r"""What a path costs beyond the threshold is its tail excess.

    .. math:: \xi_s \ge C_s - \eta   \quad (11)

    Source: Rockafellar & Uryasev (2000), Optimization of conditional value-at-risk.
    """
    cost = [(-1.0, m.v_stretch_cost[stretch]) for stretch in m.path_stretches[scenario]]
    return row(
        [(1.0, m.v_tail_excess[scenario]), (1.0, m.v_tail_threshold), (-1.0, m.v_first_stage_cost), *cost],
        lower=0.0,
    )
