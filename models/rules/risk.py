"""Path costs, CVaR and the objective (model, section 8)."""

from __future__ import annotations

import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

from models.data import PlanData
from models.names import Scenario
from models.terms import Model, Row, Term, row
from models.tree import Tree


def add(m: Model, data: PlanData, tree: Tree) -> None:
    """Add the objective; ``m.charges`` (from ``costs``) stands on the model already.

    The expected part puts each charge on its variable with the weight of its node. Only with a risk weight
    are there rows for path costs, written with one variable per stretch of the tree so that none is long.
    """
    weight = tree.node_weights({s: data.probability(s) for s in tree.scenarios})
    terms: list[Term] = []
    stretch_terms: dict[tuple[Scenario, int], list[Term]] = {}
    first_stage: list[Term] = []
    stretch_of = {
        (s, t): (s, months[0]) for s in tree.scenarios for months in tree.stretches(s) for t in months
    }
    for component, (scenario, month, rate, variable) in m.charges:
        value = rate * data.discount(month)
        on_every_path = component in m.first_stage_components
        share = 1.0 if on_every_path else weight[scenario, month]
        if share and data.risk_weight < 1:
            terms.append(((1 - data.risk_weight) * share * value, variable))
        if data.risk_weight > 0:
            own = first_stage if on_every_path else stretch_terms.setdefault(stretch_of[scenario, month], [])
            own.append((value, variable))
    if data.risk_weight > 0:
        terms += _add_tail(m, data, tree, first_stage, stretch_terms)
    m.risk_adjusted_cost = pyo.Objective(
        expr=LinearExpression(
            constant=0.0, linear_coefs=[c for c, _ in terms], linear_vars=[v for _, v in terms]
        ),
        doc="(11) expected cost and CVaR, weighed [money, present value]",
    )


def _add_tail(
    m: Model,
    data: PlanData,
    tree: Tree,
    first_stage: list[Term],
    stretch_terms: dict[tuple[Scenario, int], list[Term]],
) -> list[Term]:
    """Add path costs and the tail above the threshold; return CVaR's terms of the objective."""
    m.stretch_terms, m.first_stage_terms = stretch_terms, first_stage
    weighted = [s for s in tree.scenarios if data.probability(s) > 0]
    needed = {(tree.path(s, t), t) for s in weighted for t in range(data.months)}
    m.STRETCHES = pyo.Set(
        dimen=2,
        initialize=[
            (s, months[0]) for s in tree.scenarios for months in tree.stretches(s) if (s, months[0]) in needed
        ],
        doc="stretches of the tree: scenario, first month",
    )
    m.WEIGHTED = pyo.Set(initialize=weighted, doc="scenarios with a probability")
    m.v_stretch_cost = pyo.Var(m.STRETCHES, doc="cost of a stretch of the tree [money, present value]")
    m.v_first_stage_cost = pyo.Var(doc="cost of here-and-now decisions [money, present value]")
    m.v_tail_threshold = pyo.Var(doc="cost at the tail's edge, η [money, present value]")
    m.v_tail_excess = pyo.Var(
        m.WEIGHTED, domain=pyo.NonNegativeReals, doc="path cost above the threshold, ξ [money, present value]"
    )
    m.stretch_cost_floor = pyo.Constraint(
        m.STRETCHES, rule=stretch_cost_floor, doc="cost of a stretch [money]"
    )
    m.first_stage_cost_floor = pyo.Constraint(rule=first_stage_cost_floor, doc="here-and-now cost [money]")
    m.tail_excess_floor = pyo.Constraint(m.WEIGHTED, rule=tail_excess_floor, doc="(11) tail excess [money]")
    tail = [
        (data.risk_weight * data.probability(s) / (1 - data.cvar_alpha), m.v_tail_excess[s]) for s in weighted
    ]
    return [(data.risk_weight, m.v_tail_threshold), *tail]


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
    stretches = sorted(
        {
            (s, months[0])
            for s in m.tree.ancestors(scenario)
            for months in m.tree.stretches(s)
            if m.tree.path(scenario, months[0]) == s
        }
    )
    cost = [(-1.0, m.v_stretch_cost[stretch]) for stretch in stretches]
    return row(
        [(1.0, m.v_tail_excess[scenario]), (1.0, m.v_tail_threshold), (-1.0, m.v_first_stage_cost), *cost],
        lower=0.0,
    )
