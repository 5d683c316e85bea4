"""How long a fixed plan survives without one of its sources (time to survive), and what is short beyond.

The outage hits the source alone and begins at an onset nobody foresees; trunk decisions stand, recourse is
free. Source: Simchi-Levi, Schmidt, Wei, Zhang, Combs, Ge, Gusikhin, Sanders & Zhang (2015), Identifying risks
and mitigating disruptions in the automotive supply chain, Interfaces 45.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from models.evaluation.fixed_plan import FixedPlan
from models.evaluation.recourse_templates import Problem
from models.evaluation.stress import Judge
from models.evaluation.unkept import without_unkept
from models.formulation.array_backend import Named
from models.plan.data import EventSpec
from models.plan.names import Event, Item, Month, Offer
from models.solver.highs import Options, Status
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import Arrays

TOLERANCE = 1e-6
"""Shortage beyond the trunk's by this part of demand is rounding."""


@dataclass(frozen=True)
class Source:
    """Something that may fail as a whole: a supplier, a country at a stage, or a process."""

    kind: str
    """``supplier``, ``country`` or ``process``."""
    name: str
    """Supplier, ``CN@refining`` or process."""
    event: EventSpec
    """Its outage; duration and severity are set here."""
    recovery: int | None = None
    """Months it needs to recover; ``None``: no event hits it."""


@dataclass(frozen=True)
class Survival:
    """How long the plan survives without a source from one onset on."""

    onset: Month
    months: int
    """Longest outage during which no more is short than on the trunk."""
    censored: bool
    """The plan ends before: it is at least this long."""
    short: Mapping[Any, float] | None = None
    """By product, what is short beyond the trunk when the outage lasts as long as the recovery [unit];
    ``None`` without a recovery, or where a hard limit that nobody can lift cannot be kept."""
    money: float = 0.0
    """The same at the shortage penalty [money]."""
    unkept: tuple[Named, ...] = ()
    """Hard limits that cannot be kept in the outage, whatever is short; the rest is told without them."""

    @property
    def limits(self) -> tuple[tuple[str, str], ...]:
        """Return these by constraint and by what they stand on."""
        return tuple(sorted({(name, str(index[0])) for name, index in self.unkept}))


@dataclass(frozen=True)
class Remedy:
    """What buys the next month of survival."""

    kind: str
    """``stock``: held when the outage begins; ``contract``: delivered each month of it."""
    parts: tuple[tuple[Item, float], ...]
    """Items with their quantities [unit], or [unit/month] of a contract."""
    offer: Offer | None = None


def with_outages(plan: FixedPlan, sources: Mapping[str, Source]) -> FixedPlan:
    """Return the plan with events for the outage of each source, of every length up to the horizon."""
    events: dict[Event, EventSpec] = dict(plan.data.events)
    for key, source in sources.items():
        for months in range(1, plan.data.months + 1):
            events[_outage(key, months)] = _lasting(source, months)
    return replace(plan, data=replace(plan.data, events=events))


def hits_something(plan: FixedPlan, source: Source) -> bool:
    """Tell whether a source's outage stops an offer or a process."""
    tree = Judge(with_outages(plan, {"": source})).tree
    event = _outage("", plan.data.months)
    return any(tree.targets.hits_offer(event, j) for j in plan.data.offers) or any(
        tree.targets.hits_process(event, p) for p in plan.data.processes
    )


def _outage(key: str, months: int) -> Event:
    return Event(f"outage of {key} for {months}")


def _lasting(source: Source, months: int) -> EventSpec:
    return replace(
        source.event,
        severity=1.0,
        duration=months,
        recovery=0,
        profile=(),
        lead_time_extension=0,
        price_factor=1.0,
        demand_factor=1.0,
        investment_delay=0,
    )


def survival(judge: Judge, key: str, source: Source, onset: Month) -> Survival:
    """Return how long the plan survives without a source from an onset on.

    Parameters
    ----------
    judge : Judge
        Of a plan ``with_outages``.
    key : str
        Under which the source stands there.
    """
    outages = _Outages(judge, key, onset)
    most, unkept = outages.longest()
    found = Survival(onset, most, censored=most == outages.left, unkept=unkept)
    if not source.recovery:
        return found
    if found.censored:  # what an outage to the horizon leaves unharmed, a shorter one does
        return replace(found, short=dict.fromkeys(judge.plan.data.products, 0.0))
    least = _short(outages, source.recovery)
    if least is None:
        return replace(found, money=math.inf)
    short, more = least
    products = judge.plan.data.products
    money = sum(products[d].shortage_penalty * units for d, units in short.items())
    return replace(found, short=short, money=money, unkept=tuple(dict.fromkeys([*unkept, *more])))


@dataclass
class _Outages:
    """Outages of one source from one onset on, of any length."""

    judge: Judge
    key: str
    onset: Month

    @property
    def left(self) -> int:
        """Return the months left in the plan."""
        return self.judge.plan.data.months - self.onset

    def problem(self, months: int) -> Problem:
        """Return the branch of an outage of so many months, fill rates let go."""
        months = max(1, min(months, self.judge.plan.data.months))
        return _without_service_floor(self.judge.problem((((_outage(self.key, months), self.onset),),)))

    def kept(self, months: int) -> tuple[Problem, tuple[Named, ...]] | None:
        """Return the same without the limits that cannot be kept, and these."""
        problem = self.problem(months)
        if not problem.broken and _feasible(PersistentLP(_free(problem.arrays), Options())):
            return problem, ()
        return without_unkept(problem)

    def longest(self) -> tuple[int, tuple[Named, ...]]:
        """Return the longest outage that can be survived, and what cannot be kept in it.

        A source that stays away to the horizon asks for no less than one that comes back, so what can be
        survived without it for good is where the search begins.
        """
        problem = self.problem(self.left)
        low, unkept = 0, tuple[Named, ...]()
        if not problem.broken:
            low = _longest(self.judge, PersistentLP(_free(problem.arrays), Options()), self.onset, self.left)
        if low == self.left:
            return low, unkept
        if low == 0 and (lost := self.survives(self.left)) is not None:
            return self.left, lost
        high, middle = self.left - 1, low + 1  # what is missed is mostly missed at once
        while low < high:
            survived = self.survives(middle)
            if survived is None:
                high = middle - 1
            else:
                low, unkept = middle, survived
            middle = (low + high + 1) // 2
        return low, unkept

    def survives(self, months: int) -> tuple[Named, ...] | None:
        """Return what cannot be kept in an outage that is survived; ``None`` where it is not."""
        problem = self.problem(months)
        if not problem.broken and self._stands(PersistentLP(_free(problem.arrays), Options()), months):
            return ()
        kept = self.kept(months)
        if kept is None or not kept[1]:
            return None
        return kept[1] if self._stands(PersistentLP(_free(kept[0].arrays), Options()), months) else None

    def _stands(self, lp: PersistentLP, months: int) -> bool:
        _ask(self.judge, lp, self.onset, months)
        return _feasible(lp)


def _free(arrays: Arrays) -> Arrays:
    """Return the same at no cost: whether it can be done is the question."""
    return replace(arrays, cost=np.zeros_like(arrays.cost))


def _feasible(lp: PersistentLP) -> bool:
    return lp.solve().status is Status.OPTIMAL


def _longest(judge: Judge, lp: PersistentLP, onset: Month, months: int) -> int:
    """Return the longest time that can be survived without the source for good, by halving."""
    low, high = 0, months
    while low < high:
        # Most sources can be done without, so all of the plan is asked for first.
        middle = high if high == months else (low + high + 1) // 2
        _ask(judge, lp, onset, middle)
        if _feasible(lp):
            low = middle
        else:
            high = middle - 1
    return low


def _ask(judge: Judge, lp: PersistentLP, onset: Month, months: int) -> None:
    """Ask that no more is short than on the trunk for so many months, and nothing after."""
    columns, _, upper = _allowed(judge, onset, months)
    lp.set_bounds(columns, np.zeros(len(columns)), upper)


def _allowed(judge: Judge, onset: Month, months: int) -> tuple[Any, Any, Any]:
    """Return the columns of what is short, with their least and their most.

    What is late is not lost: it is short in the month in which it is given up.
    """
    template, plan, unit = judge.template(onset), judge.plan, judge.tree.units.products
    columns, upper = [], []
    for column, (name, index) in enumerate(template.names):
        if name == "v_short":
            product, month = index[0], index[-1]
            demand = plan.data.products[product].demand[month]
            allowed = plan.short[product, month] + TOLERANCE * max(unit[product], demand)
            columns.append(column)
            upper.append(allowed if month < onset + months else math.inf)
    return np.array(columns, dtype=np.int32), np.zeros(len(columns)), np.array(upper)


def _short(outages: _Outages, months: int) -> tuple[dict[Any, float], tuple[Named, ...]] | None:
    """Return the least that is short beyond the trunk, at its penalties, in an outage of so many months."""
    kept = outages.kept(months)
    if kept is None:
        return None
    problem, unkept = kept
    judge = outages.judge
    data, names = judge.plan.data, judge.template(outages.onset).names
    cost = np.zeros(len(names))
    for column, (name, index) in enumerate(names):
        if name == "v_short":
            cost[column] = data.products[index[0]].shortage_penalty or 1.0
    outcome = PersistentLP(replace(problem.arrays, cost=cost), Options()).solve()
    if outcome.status is not Status.OPTIMAL:
        return None
    short = dict.fromkeys(data.products, 0.0)
    for (name, index), x in zip(names, outcome.values.tolist(), strict=True):
        if name == "v_short":
            short[index[0]] += x - judge.plan.short[index[0], index[-1]]
    unit = judge.tree.units.products
    least = {d: TOLERANCE * max(unit[d], *spec.demand) for d, spec in data.products.items()}
    return {d: units if units > least[d] else 0.0 for d, units in short.items()}, unkept


def _without_service_floor(problem: Problem) -> Problem:
    """Let fill rates go: how much is short is the question."""
    arrays = problem.arrays
    lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
    for row, (name, _) in enumerate(arrays.row_names):
        if name == "service_floor":
            lower[row], upper[row] = -math.inf, math.inf
    broken = tuple(row_name for row_name in problem.broken if row_name[0] != "service_floor")
    return replace(problem, arrays=replace(arrays, row_lower=lower, row_upper=upper), broken=broken)


def remedies(
    judge: Judge, key: str, onset: Month, months: int, weights: Mapping[Item, float]
) -> list[Remedy]:
    """Return what would carry the plan through an outage of so many months.

    Stock: so much more of one item when the outage begins, or the mix of items of least weight where that
    takes several. Contract: so much more of an offer that the outage does not hit, each month of it, within
    what it can still commit.

    Parameters
    ----------
    judge : Judge
        Of a plan ``with_outages``.
    key : str
        Under which the source stands there.
    weights : mapping
        What a unit of each item in stock counts in a mix.
    """
    unit = judge.tree.units.items
    kept = _Outages(judge, key, onset).kept(months)
    if kept is None:
        return []
    data = judge.plan.data
    arrays = kept[0].arrays
    columns, lower, upper = _allowed(judge, onset, months)
    low, high = arrays.lower.copy(), arrays.upper.copy()
    low[columns], high[columns] = lower, upper
    asked = replace(arrays, lower=low, upper=high, cost=np.zeros_like(arrays.cost))
    ask = _Ask(judge, onset, asked)
    at_once, throughout = range(onset, onset + 1), range(onset, min(onset + months, data.months))
    found = []
    for item in data.items:
        extra = ask([(item, at_once, math.inf, 1.0)])
        if extra is not None:
            found.append(Remedy("stock", ((item, extra[0]),)))
    mix = ask([(item, at_once, math.inf, weights[item]) for item in data.items])
    if mix is not None:
        parts = tuple(
            (item, x) for item, x in zip(data.items, mix, strict=True) if x > TOLERANCE * unit[item]
        )
        if len(parts) > 1:
            found.append(Remedy("stock", parts))
    for offer, most in _spare(judge, _outage(key, data.months)).items():
        item = data.offers[offer].item
        extra = ask([(item, throughout, most, 1.0)])
        if extra is not None:
            found.append(Remedy("contract", ((item, extra[0]),), offer))
    return found


@dataclass
class _Ask:
    """Asks for the least more of some items that carries the plan through."""

    judge: Judge
    onset: Month
    arrays: Arrays

    def __call__(self, wanted: Sequence[tuple[Item, range, float, float]]) -> list[float] | None:
        """Return the quantities (item, months it comes in, most, weight); ``None`` where they do not do."""
        row_names = self.judge.template(self.onset).row_names
        balance = {
            (index[0], index[-1]): row
            for row, (name, index) in enumerate(row_names)
            if name == "stock_balance"
        }
        arrays = self.arrays
        places = [(balance[item, t], k) for k, (item, months, *_) in enumerate(wanted) for t in months]
        extra = csr_matrix(
            (-np.ones(len(places)), ([row for row, _ in places], [k for _, k in places])),
            shape=(len(row_names), len(wanted)),
        )
        extended = replace(
            arrays,
            names=(*arrays.names, *(("more", (k,)) for k in range(len(wanted)))),
            cost=np.append(arrays.cost, [weight for *_, weight in wanted]),
            lower=np.append(arrays.lower, np.zeros(len(wanted))),
            upper=np.append(arrays.upper, [most for _, _, most, _ in wanted]),
            whole=np.append(arrays.whole, np.zeros(len(wanted), dtype=bool)),
            money=None,
            units=np.append(arrays.sizes, [self.judge.tree.units.items[item] for item, *_ in wanted]),
            matrix=hstack([arrays.matrix, extra]).tocsr(),
        )
        outcome = PersistentLP(extended, Options()).solve()
        if outcome.status is not Status.OPTIMAL:
            return None
        return [max(0.0, float(x)) for x in outcome.values[-len(wanted) :]]


def _spare(judge: Judge, event: Event) -> dict[Offer, float]:
    """Return the contracts that the outage does not hit, with the rate they can still commit."""
    plan, tree = judge.plan, judge.tree
    spare = {}
    for offer, terms in plan.data.offers.items():
        if terms.contract and terms.signed is not False and not tree.targets.hits_offer(event, offer):
            left = (terms.max_annual or 0.0) / 12 - plan.decided["v_rate"].get(offer, 0.0)
            if left > TOLERANCE * tree.units.items[terms.item]:
                spare[offer] = left
    return spare
