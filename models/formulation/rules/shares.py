"""Share rules: caps and targets by country, supplier or recycled content (model, section 7)."""

from __future__ import annotations

from typing import NamedTuple

from models.formulation.terms import Language, Model, Row, Term, orders_on_path, past_orders, row, use
from models.plan.data import Measure, PlanData, RuleSpec, Stage
from models.plan.names import TRUNK, Item, Offer, Process, Rule, Scenario
from models.plan.tree import Tree


class Counted(NamedTuple):
    """What a rule, or one member of it, counts."""

    offers: tuple[Offer, ...]
    processes: tuple[Process, ...]


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add the share rules; orders, products and processes stand in the model already."""
    shares = [
        (rule, member, window, s)
        for s in m.scope
        for rule, spec in data.rules.items()
        if s == TRUNK or spec.always
        for window, months in enumerate(rule_windows(data, spec))
        if months[-1] >= tree.onset[s]
        for member in spec.members
    ]
    m.SHARES = pyo.Set(dimen=4, initialize=shares, doc="rule, member, window, path")
    soft = [index for index in shares if tree.breach_price(index[0], index[3]) is not None]
    m.SOFT_SHARES = pyo.Set(dimen=4, initialize=soft, doc="shares that may be broken at a price")
    m.v_rule_excess = pyo.Var(m.SOFT_SHARES, domain=pyo.NonNegativeReals, doc="breach of a rule, e [unit]")
    m.share_limit = pyo.Constraint(m.SHARES, rule=share_limit, doc="caps and targets [unit]")


def rule_windows(data: PlanData, spec: RuleSpec) -> tuple[range, ...]:
    """Return the windows in which a rule is counted: plan-years, or the horizon."""
    return (range(data.months),) if spec.horizon else data.plan_years


def counts_before(spec: RuleSpec, window: int) -> bool:
    """Tell whether a window counts what the first plan-year ordered before the plan."""
    return window == 0 and not spec.horizon and not spec.of_use


def counted(data: PlanData, spec: RuleSpec, names: frozenset[str] | None) -> Counted:
    """Return the offers and processes that count for some members of a rule, or (``None``) for its base.

    A process of the measured stage counts like an offer, so tolling does not escape a cap.
    """
    offers = tuple(j for j, terms in data.offers.items() if terms.item in spec.items)
    if spec.measure is Measure.RECYCLED:
        return Counted((), tuple(p for p, terms in data.processes.items() if terms.recycling))
    if spec.measure is Measure.SUPPLIER:
        return Counted(tuple(j for j in offers if names is None or data.offers[j].supplier in names), ())
    stage = Stage(spec.measure.value)
    staged = (p for p, terms in data.processes.items() if terms.stage is stage)
    if names is None:
        return Counted(offers, tuple(staged))
    return Counted(
        tuple(j for j in offers if data.offers[j].countries.get(stage) in names),
        tuple(p for p in staged if data.processes[p].country in names),
    )


def share_limit(m: Model, rule: Rule, member: str, window: int, scenario: Scenario) -> Row:
    r"""What matches stays within (or reaches) its share of the base, or the breach is paid for.

    .. math:: matching \le share \cdot base + e \quad\text{or}\quad matching + e \ge share \cdot base

    Orders count in full in their order month, use in its own, output in the month in which it is begun, on
    the path. A plan-year that began before the plan counts the orders of before too, where the base is
    purchases. Hard where a breach has no price on the path.
    """
    spec = m.data.rules[rule]
    months = rule_windows(m.data, spec)[window]
    before = counts_before(spec, window)
    sign = 1.0 if spec.at_most else -1.0
    matched = counted(m.data, spec, spec.members[member])
    over = _volume(m, spec, matched, (scenario, months), before=before, factor=sign)
    share = -spec.share * sign
    if spec.of_use:
        for t in months:
            for i in sorted(spec.items):
                over += use(m, Item(i), m.tree.path(scenario, t), t, share)
    else:
        everything = counted(m.data, spec, None)
        over += _volume(m, spec, everything, (scenario, months), before=before, factor=share)
    if (rule, member, window, scenario) in m.v_rule_excess:
        over.append((-1.0, m.v_rule_excess[rule, member, window, scenario]))
    return row(over, upper=0.0)


def _volume(
    m: Model,
    spec: RuleSpec,
    what: Counted,
    window: tuple[Scenario, range],
    *,
    before: bool,
    factor: float,
) -> list[Term]:
    """Orders of the offers and output of the rule's items by the processes, in the months of a path.

    ``before``: with the orders of the first plan-year before the plan. All times a factor.
    """
    scenario, months = window
    terms = orders_on_path(m, what.offers, scenario, months, factor)
    if before:
        terms += past_orders(m, what.offers, factor)
    for process in what.processes:
        made = sum(q for item, q in m.data.processes[process].outputs.items() if item in spec.items)
        if made:
            begun = ((process, m.tree.path(scenario, t), t) for t in months)
            terms += [(factor * made, m.v_activity[index]) for index in begun if index in m.v_activity]
    return terms
