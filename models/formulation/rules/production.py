"""Demand, designs, shortage and the service floor (model, section 5)."""

from __future__ import annotations

from models.formulation.terms import (
    Language,
    Model,
    Row,
    Term,
    equal,
    modules_done,
    returns_of_items,
    row,
    scrappers_of_items,
    users_of_items,
)
from models.plan.data import PlanData
from models.plan.names import Design, Month, Product, Scenario
from models.plan.tree import Tree


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add what is made in which design and what is short."""
    m.users, m.scrappers, m.returns = users_of_items(data), scrappers_of_items(data), returns_of_items(data)
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
        bounds=lambda m, d, v, s, t: (0.0, data.products[d].designs[v].max_share * asked_at_most(m, d, s, t)),
        doc="quantity made in a design, u, up to its share of demand (9) [unit]",
    )
    own = [(d, s, t) for s, t in m.NODES for d in data.products]
    m.DEMANDS = pyo.Set(dimen=3, initialize=own, doc="product, scenario, month of the scenario's own")
    m.v_short = pyo.Var(m.DEMANDS, domain=pyo.NonNegativeReals, doc="demand lost, short [unit]")
    late = [d for d, spec in data.products.items() if spec.late_months > 0]
    m.LATES = pyo.Set(
        dimen=3,
        initialize=[(d, s, t) for s, t in m.VISIBLE for d in late],
        doc="product that may be late, node",
    )
    m.v_late = pyo.Var(
        m.LATES,
        domain=pyo.NonNegativeReals,
        bounds=lambda m, d, s, t: (0.0, owed_at_most(m, d, s, t)),
        doc="demand owed at the end of the month, B, up to that of its last late_months [unit]",
    )
    m.demand_split = pyo.Constraint(m.DEMANDS, rule=demand_split, doc="(8) demand is made or lost [unit]")
    shared = [(d, v, s, t) for s, t in m.NODES for d, v in designs if data.products[d].late_months > 0]
    m.LATE_MAKES = pyo.Set(dimen=4, initialize=shared, doc="designs of products that may be late, node")
    m.late_share = pyo.Constraint(
        m.LATE_MAKES, rule=late_share, doc="(9) share of what is asked and owed [unit]"
    )
    gated = [(d, v) for d, v in designs if data.products[d].designs[v].requires is not None]
    to_open = [(d, v, s, t) for s, t in m.NODES for d, v in gated]
    m.GATED_MAKES = pyo.Set(dimen=4, initialize=to_open, doc="designs that an investment opens, node")
    m.design_gate = pyo.Constraint(m.GATED_MAKES, rule=design_gate, doc="(9) design opened first [unit]")
    floors = [d for d, spec in data.products.items() if spec.min_fill_rate > 0]
    served = [(d, s) for s in m.scope for d in floors]
    m.SERVICES = pyo.Set(dimen=2, initialize=served, doc="product with a least fill rate, scenario")
    m.service_floor = pyo.Constraint(m.SERVICES, rule=service_floor, doc="(10) least fill rate [unit]")


def demand_split(m: Model, product: Product, scenario: Scenario, month: Month) -> Row:
    r"""Demand and what is owed from before is made in one design or another, lost, or owed further.

    .. math:: \sum_v u_{v,n} + short_{d,n} + B_{d,n} = demand_{d,t}\, df_{d,s,t} + B_{d,pred(n)}   \quad (8)

    B what is owed at the end of the month, only where the product may be late; none before month 0.
    """
    terms = [(1.0, m.v_made[product, v, scenario, month]) for v in m.data.products[product].designs]
    terms.append((1.0, m.v_short[product, scenario, month]))
    if m.data.products[product].late_months > 0:
        terms += [(1.0, m.v_late[product, scenario, month]), *_owed_before(m, product, scenario, month, -1.0)]
    return equal(terms, m.demand[product, scenario][month])


def owed_at_most(m: Model, product: Product, scenario: Scenario, month: Month) -> float:
    r"""Return the most that can be owed at the end of a month: the demand of its last ``late_months``.

    .. math:: B_{d,(s,t)} \le \sum_{k=0}^{late - 1} demand_{d,t-k}\, df_{d,s,t-k}

    Nothing at the end of the plan.
    """
    late = m.data.products[product].late_months
    if month == m.data.months - 1 or not late:
        return 0.0
    return float(sum(m.demand[product, scenario][max(0, month - late + 1) : month + 1]))


def asked_at_most(m: Model, product: Product, scenario: Scenario, month: Month) -> float:
    """Return the most that can be asked for in a month: its demand and what may be owed from before."""
    late, demand = m.data.products[product].late_months, m.demand[product, scenario]
    return float(sum(demand[max(0, month - late) : month + 1]) if late else demand[month])


def _owed_before(m: Model, product: Product, scenario: Scenario, month: Month, factor: float) -> list[Term]:
    """Return what is owed at the end of the month before, times a factor."""
    if month == 0:
        return []
    return [(factor, m.v_late[product, m.tree.path(scenario, month - 1), month - 1])]


def late_share(m: Model, product: Product, design: Design, scenario: Scenario, month: Month) -> Row:
    r"""A design makes at most its share of what is asked and owed, where the product may be late.

    .. math:: u_{v,n} \le share_v\, (demand_{d,t}\, df_{d,s,t} + B_{d,pred(n)})   \quad (9)

    Products that may not be late have this as the bound of u.
    """
    share = m.data.products[product].designs[design].max_share
    made = (1.0, m.v_made[product, design, scenario, month])
    owed = _owed_before(m, product, scenario, month, -share)
    return row([made, *owed], upper=share * m.demand[product, scenario][month])


def design_gate(m: Model, product: Product, design: Design, scenario: Scenario, month: Month) -> Row:
    r"""A design that an investment opens is made only once that is complete.

    .. math:: u_{v,n} \le share_v \sum_{k=0}^{late} demand_{d,t-k}\, df_{d,s,t-k} \cdot done_k[s,t] \ (9)

    late the months that the product may be late. Designs that need no investment have this as the bound of
    u.
    """
    spec = m.data.products[product].designs[design]
    most = spec.max_share * asked_at_most(m, product, scenario, month)
    done = modules_done(m, spec.requires, scenario, month, -most)
    return row([(1.0, m.v_made[product, design, scenario, month]), *done], upper=0.0)


def service_floor(m: Model, product: Product, scenario: Scenario) -> Row:
    r"""From its onset on, every branch serves the least fill rate; the trunk over all months.

    What is late is served; what is owed at the onset and given up later counts as lost in the branch.

    .. math:: \sum_{t \ge \tau_s} short_{d,(s,t)} \le (1 - \phi_d)
              \sum_{t \ge \tau_s} demand_{d,t}\, df_{d,s,t}   \quad (10)
    """
    months = m.tree.months_of(scenario)
    allowed = (1 - m.data.products[product].min_fill_rate) * sum(
        m.demand[product, scenario][t] for t in months
    )
    return row([(1.0, m.v_short[product, scenario, t]) for t in months], upper=allowed)
