"""Modules started, exclusive groups and the budget (model, section 6).

What complete modules open or add stands with the subject it opens or adds to.
"""

from __future__ import annotations

from models.formulation.terms import Language, Model, Row, modules_of_use, most_modules, row
from models.plan.data import PlanData
from models.plan.names import TRUNK, Investment
from models.plan.tree import Tree


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add the modules started of each investment."""
    starts = [(k, t) for k in data.investments for t in tree.start_months(k)]
    m.STARTS = pyo.Set(dimen=2, initialize=starts, doc="investment, start month")
    m.v_modules_started = pyo.Var(
        m.STARTS,
        domain=pyo.NonNegativeIntegers,
        bounds=lambda m, k, t: _started_already(m, k),
        doc="modules started in a month, z [-]",
    )
    if TRUNK not in m.scope:
        return
    free = [k for k, spec in data.investments.items() if spec.committed is None and tree.start_months(k)]
    m.FREE_INVESTMENTS = pyo.Set(initialize=free, doc="investments not yet decided")
    m.module_limit = pyo.Constraint(m.FREE_INVESTMENTS, rule=module_limit, doc="modules at most [-]")

    grouped = [
        k for k, spec in data.investments.items() if spec.excludes is not None and tree.start_months(k)
    ]
    m.EXCLUSIVE = pyo.Set(initialize=grouped, doc="investments in an exclusive group")
    m.v_chosen = pyo.Var(m.EXCLUSIVE, domain=pyo.Binary, doc="investment is the one of its group [-]")
    m.choice_link = pyo.Constraint(m.EXCLUSIVE, rule=choice_link, doc="only the chosen one is started [-]")
    groups = {data.investments[k].excludes for k in grouped}
    m.GROUPS = pyo.Set(initialize=sorted(group for group in groups if group), doc="exclusive groups")
    m.group_choice = pyo.Constraint(m.GROUPS, rule=group_choice, doc="one investment of a group [-]")

    years = range(len(data.plan_years)) if data.capex_budget is not None and free else ()
    m.BUDGET_YEARS = pyo.Set(initialize=list(years), doc="plan-years with a budget")
    m.capex_limit = pyo.Constraint(m.BUDGET_YEARS, rule=capex_limit, doc="investment budget [money]")


def _started_already(m: Model, investment: Investment) -> tuple[float, float]:
    """Return the least and the most modules of a start month: all of a committed investment."""
    spec = m.data.investments[investment]
    return (0 if spec.committed is None else spec.max_modules), modules_of_use(m, investment)


def module_limit(m: Model, investment: Investment) -> Row:
    r"""Modules of an investment are at most so many: :math:`\sum_t z_{k,t} \le N_k`."""
    started = [(1.0, m.v_modules_started[investment, t]) for t in m.tree.start_months(investment)]
    return row(started, upper=m.data.investments[investment].max_modules)


def choice_link(m: Model, investment: Investment) -> Row:
    r"""Modules are started only of the chosen one of a group: :math:`\sum_t z_{k,t} \le N_k\, c_k`."""
    started = [(1.0, m.v_modules_started[investment, t]) for t in m.tree.start_months(investment)]
    most = min(most_modules(m.data, investment), len(started) * modules_of_use(m, investment))
    return row([*started, (-most, m.v_chosen[investment])], upper=0.0)


def group_choice(m: Model, group: str) -> Row:
    r"""One investment of an exclusive group is started at most: :math:`\sum_k c_k \le 1`."""
    members = [k for k in m.EXCLUSIVE if m.data.investments[k].excludes == group]
    return row([(1.0, m.v_chosen[k]) for k in members], upper=1.0)


def capex_limit(m: Model, year: int) -> Row:
    r"""Investments started in a plan-year stay within its budget, before subsidy.

    .. math:: \sum_{k,\, t \in Y} capex_k\, z_{k,t} \le B

    Committed investments stand outside.
    """
    months = m.data.plan_years[year]
    spent = [
        (m.data.investments[k].capex, m.v_modules_started[k, t])
        for k in m.FREE_INVESTMENTS
        for t in m.tree.start_months(k)
        if t in months
    ]
    return row(spent, upper=m.data.capex_budget)
