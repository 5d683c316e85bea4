"""What is shown of a replay: totals and months by policy, as plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.plan.names import TRUNK
from planner.replaying.follow import Outcome
from planner.workbook.tables import Tables

PlainTable = tuple[Sequence[str], Sequence[Sequence[Any]]]
TRACE = 1e-7
"""Part of a month's demand below which a shortage is rounding."""


@dataclass(frozen=True)
class Figures:
    """One policy in numbers, over the months it was carried out (all of them where it was not stopped)."""

    outcome: Outcome
    tables: Tables

    @property
    def whole(self) -> bool:
        """Whether it was carried through, so that its total can be held against others."""
        return self.outcome.status == "done" and self.outcome.account is not None

    @property
    def months(self) -> range:
        """The months counted."""
        return range(self.tables.months if self.whole else self.outcome.months)

    @property
    def cost(self) -> float | None:
        """[money, present value]; ``None`` where it was not carried through."""
        account = self.outcome.account
        return account.total if self.whole and account is not None else None

    @cached_property
    def cost_by_month(self) -> dict[int, tuple[float, float]]:
        """Money and present value by month in which it arises."""
        found = dict.fromkeys(self.months, (0.0, 0.0))
        for _, at, money, value in self.costs():
            found[at] = found[at][0] + money, found[at][1] + value
        return found

    def costs(self) -> Iterable[tuple[str, int, float, float]]:
        """Yield component, month, money and present value."""
        account = self.outcome.account
        if account is not None:
            for (component, at), (money, value) in sorted(account.costs.items()):
                if at in self.months:
                    yield component, at, money, value

    @cached_property
    def short(self) -> dict[tuple[str, int], float]:
        """Lost demand by product and month [unit]."""
        account = self.outcome.account
        if account is None:
            return {}
        found = {}
        data = account.solution.data
        for (product, _, at), lost in account.solution.values["v_short"].items():
            asked = data.products[product].demand[at]
            found[str(product), at] = lost if lost > TRACE * max(1.0, asked) else 0.0
        return {key: lost for key, lost in found.items() if key[1] in self.months}

    @cached_property
    def stock(self) -> dict[tuple[str, int], float]:
        """Stock at month's end by item [unit]."""
        account = self.outcome.account
        if account is None:
            return {}
        values = account.solution.values["v_stock"]
        return {
            (str(item), at): max(0.0, held)
            for (item, scenario, at), held in values.items()
            if scenario == TRUNK and at in self.months
        }

    @cached_property
    def stock_value(self) -> dict[int, float]:
        """Value of all stock at month's end [money]."""
        account = self.outcome.account
        found = dict.fromkeys(self.months, 0.0)
        if account is not None:
            items = {str(item): spec.unit_value for item, spec in account.solution.data.items.items()}
            for (item, at), held in self.stock.items():
                found[at] += held * items[item]
        return found

    @property
    def short_units(self) -> float:
        """Demand lost [unit]."""
        return sum(self.short.values())

    @property
    def shortage_cost(self) -> float:
        """What the shortage costs [money, present value]."""
        return sum(value for component, _, _, value in self.costs() if component == "shortage")

    @property
    def mean_stock_value(self) -> float:
        """What stands in stock at month's end, on average [money]."""
        return sum(self.stock_value.values()) / max(1, len(self.stock_value))

    def decisions(self) -> list[tuple[str, str, int, float]]:
        """Return kind, name, month and amount of what was decided once."""
        course = self.outcome.course
        found = [("contract", name, one.month, one.rate) for name, one in course.signed.items()]
        found += [("supplier", name, at, 1.0) for name, at in course.qualified.items()]
        found += [("investment", name, at, float(n)) for (name, at), n in course.started.items()]
        return sorted(found, key=lambda one: (one[2], one[0], one[1]))


def plain_tables(figures: Sequence[Figures], tables: Tables) -> dict[str, PlainTable]:
    """Return the replay as plain tables."""
    date = tables.month_date
    policies, months, costs, stock, shortage, orders, decisions = [], [], [], [], [], [], []
    for one in figures:
        name, outcome = one.outcome.policy, one.outcome
        policies.append(
            (
                name,
                outcome.status,
                outcome.months,
                one.cost,
                one.short_units,
                one.shortage_cost,
                one.mean_stock_value,
                len(outcome.loosened),
                outcome.copied,
                outcome.message or None,
            )
        )
        lost_by_month = dict.fromkeys(one.months, 0.0)
        for (product, at), lost in sorted(one.short.items(), key=lambda entry: (entry[0][0], entry[0][1])):
            lost_by_month[at] += lost
            shortage.append((name, product, date(at), _asked(outcome, product, at), lost))
        for at in one.months:
            money, value = one.cost_by_month[at]
            months.append((name, date(at), money, value, lost_by_month[at], one.stock_value[at]))
        costs += [(name, date(at), part, money, value) for part, at, money, value in one.costs()]
        stock += [(name, item, date(at), held) for (item, at), held in sorted(one.stock.items())]
        orders += [
            (
                name,
                order.offer,
                order.tier,
                date(order.month),
                order.quantity,
                date(order.arrival),
                order.quantity * order.part,
            )
            for order in sorted(outcome.course.orders, key=lambda order: (order.offer, order.month))
            if order.month in one.months
        ]
        decisions += [(name, kind, what, date(at), amount) for kind, what, at, amount in one.decisions()]
    heads = {
        "Policies": "policy status months cost_pv short_units shortage_pv mean_stock_value months_loosened "
        "copied message",
        "Months": "policy month cost cost_pv short_units stock_value",
        "Costs": "policy month component amount amount_pv",
        "Stock": "policy item month stock",
        "Shortage": "policy product month demand short",
        "Orders": "policy offer tier order_month quantity arrival_month arrived",
        "Decisions": "policy kind name month amount",
    }
    rows: tuple[list[tuple[Any, ...]], ...] = (
        policies,
        months,
        costs,
        stock,
        shortage,
        orders,
        decisions,
    )
    return {name: (head.split(), own) for (name, head), own in zip(heads.items(), rows, strict=True)}


def _asked(outcome: Outcome, product: str, at: int) -> float | None:
    if outcome.account is None:
        return None
    data = outcome.account.solution.data
    return next(spec.demand[at] for name, spec in data.products.items() if name == product)
