"""Demand, designs, shortage and the service floor (model, section 5)."""

from __future__ import annotations

from models.formulation.terms import (
    Language,
    Model,
    Row,
    equal,
    modules_done,
    row,
    scaled,
    scrappers_of_items,
    users_of_items,
)
from models.plan.data import PlanData
from models.plan.names import Design, Month, Product, Scenario
from models.plan.tree import Tree


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add what is made in which design and what is short."""
    m.users, m.scrappers = users_of_items(data), scrappers_of_items(data)
    m.demand = {
        (d, s): tuple(q * f for q, f in zip(spec.demand, tree.demand_factor(d, s), strict=True))
        for d, spec in data.products.items()
        for s in dict.fromkeys(s for s, _ in m.VISIBLE)
    }
    designs = [(d, v) for d, spec in data.products.items() for v in spec.designs]
    m.MAKES = pyo.Set(
        dimen=4,
        initialize=[(d, v, s, t) for s, t in m.VISIBLE for d, v in designs],
        doc="product, design, node",
    )
    m.v_made = pyo.Var(
        m.MAKES,
        domain=pyo.NonNegativeReals,
        bounds=lambda m, d, v, s, t: (0.0, data.products[d].designs[v].max_share * m.demand[d, s][t]),
        doc="quantity made in a design, u, up to its share of demand (9) [unit]",
    )
    own = [(d, s, t) for s, t in m.NODES for d in data.products]
    m.DEMANDS = pyo.Set(dimen=3, initialize=own, doc="product, scenario, month of the scenario's own")
    m.v_short = pyo.Var(m.DEMANDS, domain=pyo.NonNegativeReals, doc="demand lost, short [unit]")
    m.demand_split = pyo.Constraint(m.DEMANDS, rule=demand_split, doc="(8) demand is made or lost [unit]")
    gated = [(d, v) for d, v in designs if data.products[d].designs[v].requires is not None]
    to_open = [(d, v, s, t) for s, t in m.NODES for d, v in gated]
    m.GATED_MAKES = pyo.Set(dimen=4, initialize=to_open, doc="designs that an investment opens, node")
    m.design_gate = pyo.Constraint(m.GATED_MAKES, rule=design_gate, doc="(9) design opened first [unit]")
    floors = [d for d, spec in data.products.items() if spec.min_fill_rate > 0]
    served = [(d, s) for s in m.scope for d in floors]
    m.SERVICES = pyo.Set(dimen=2, initialize=served, doc="product with a least fill rate, scenario")
    m.service_floor = pyo.Constraint(m.SERVICES, rule=service_floor, doc="(10) least fill rate [unit]")


def demand_split(m: Model, product: Product, scenario: Scenario, month: Month) -> Row:
    r"""Demand is made in one design or another, or lost.

    .. math:: \sum_v u_{v,n} + short_{d,n} = demand_{d,t}\, df_{d,s,t}   \quad (8)
    """
    made = [(1.0, m.v_made[product, v, scenario, month]) for v in m.data.products[product].designs]
    return equal([*made, (1.0, m.v_short[product, scenario, month])], m.demand[product, scenario][month])


def design_gate(m: Model, product: Product, design: Design, scenario: Scenario, month: Month) -> Row:
    r"""A design that an investment opens is made only once that is complete.

    .. math:: u_{v,n} \le share_v\, demand_{d,t}\, df_{d,s,t} \cdot done_k[s,t]   \quad (9)

    Designs that need no investment have this as the bound of u.
    """
    spec = m.data.products[product].designs[design]
    most = spec.max_share * m.demand[product, scenario][month]
    done = modules_done(m, spec.requires, scenario, month)
    return row([(1.0, m.v_made[product, design, scenario, month]), *scaled(-most, done)], upper=0.0)


def service_floor(m: Model, product: Product, scenario: Scenario) -> Row:
    r"""From its onset on, every branch serves the least fill rate; the trunk over all months.

    .. math:: \sum_{t \ge \tau_s} short_{d,(s,t)} \le (1 - \phi_d)
              \sum_{t \ge \tau_s} demand_{d,t}\, df_{d,s,t}   \quad (10)
    """
    months = m.tree.months_of(scenario)
    allowed = (1 - m.data.products[product].min_fill_rate) * sum(
        m.demand[product, scenario][t] for t in months
    )
    return row([(1.0, m.v_short[product, scenario, t]) for t in months], upper=allowed)
