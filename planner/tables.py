"""Solution → result tables: one pure function per sheet, columns as the workbook's reference names them.

Months become dates, ids stay ids; quantities in item units, money in the plan currency, undiscounted unless a
column says ``_pv``. No number is made here that the solution does not imply.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from models.data import PlanData, RuleSpec
from models.names import TRUNK, Item, Month, Node, Offer, Scenario
from models.rules.shares import counted, rule_windows
from models.solution import Solution
from models.terms import (
    investments_of_process,
    makers_of_items,
    scrappers_of_items,
    takers_of_items,
    users_of_items,
)
from models.tree import Tree

DUST = 1e-9
"""Quantities and money at or below it are the solver's rounding, not orders or payments."""
DAYS_PER_MONTH = 365 / 12

Record = tuple[Any, ...]


def result_tables(solution: Solution, start: dt.date) -> dict[str, pd.DataFrame]:
    """Return every result table of a solution but Run and Audit.

    Parameters
    ----------
    solution : Solution
    start : datetime.date
        First month of the plan.
    """
    view = _View(solution, start)
    return {name: make(view) for name, make in TABLES.items()}


@dataclass(frozen=True)
class _View:
    """A solution with what several tables look up."""

    solution: Solution
    start: dt.date

    @property
    def data(self) -> PlanData:
        return self.solution.data

    @property
    def tree(self) -> Tree:
        return self.solution.tree

    def value(self, name: str) -> Mapping[Any, float]:
        return self.solution.values.get(name, {})

    def date(self, month: Month) -> pd.Timestamp:
        count = self.start.year * 12 + self.start.month - 1 + month
        return pd.Timestamp(count // 12, count % 12 + 1, 1)

    @cached_property
    def dates(self) -> list[pd.Timestamp]:
        return [self.date(t) for t in range(self.data.months)]

    @cached_property
    def trunk_orders(self) -> dict[Offer, dict[Month, float]]:
        orders: dict[Offer, dict[Month, float]] = defaultdict(dict)
        for (offer, scenario, month), quantity in self.value("v_order_qty").items():
            if scenario == TRUNK and quantity > DUST:
                orders[offer][month] = quantity
        return orders

    @cached_property
    def use(self) -> dict[tuple[Item, Scenario], dict[Month, float]]:
        """Consumption by products and processes at each node, gross of scrap."""
        used: dict[tuple[Item, Scenario], dict[Month, float]] = defaultdict(dict)
        for (item, scenario, month), quantity in self.product_use.items():
            used[item, scenario][month] = quantity + self.process_in[item, scenario, month]
        return used

    @cached_property
    def product_use(self) -> dict[tuple[Item, Scenario, Month], float]:
        return self._sums("v_made", users_of_items(self.data))

    @cached_property
    def scrap(self) -> dict[tuple[Item, Scenario, Month], float]:
        return self._sums("v_made", scrappers_of_items(self.data))

    @cached_property
    def process_in(self) -> dict[tuple[Item, Scenario, Month], float]:
        return self._sums("v_activity", takers_of_items(self.data))

    @cached_property
    def process_out(self) -> dict[tuple[Item, Scenario, Month], float]:
        return self._sums("v_activity", makers_of_items(self.data))

    def _sums(
        self, variable: str, makers: Mapping[Item, Sequence[tuple[Any, ...]]]
    ) -> dict[tuple[Item, Scenario, Month], float]:
        values = self.value(variable)
        return {
            (item, s, t): sum(quantity * values[(*thing, s, t)] for *thing, quantity in lines)
            for item, lines in makers.items()
            for s, t in self.tree.nodes()
        }

    @cached_property
    def arrivals(self) -> dict[tuple[Item, Scenario, Month], float]:
        quantities = self.value("v_order_qty")
        arrived: dict[tuple[Item, Scenario, Month], float] = defaultdict(float)
        for scenario in self.tree.scenarios:
            for offer, placed_in, order_month, arrival, part in self.tree.deliveries(scenario):
                item = self.data.offers[offer].item
                arrived[item, scenario, arrival] += part * quantities[offer, placed_in, order_month]
        return arrived

    def path_use(self, item: Item, scenario: Scenario) -> list[float]:
        """Use in each month of a path, then the mean of its last min(12, H) months for beyond the horizon."""
        path = [self.use[item, self.tree.path(scenario, t)][t] for t in range(self.data.months)]
        tail = path[-12:]
        return [*path, sum(tail) / len(tail)]

    @cached_property
    def cover_days(self) -> dict[tuple[Item, Scenario, Month], float | None]:
        stock = self.value("v_stock")
        days = {}
        for item in self.data.items:
            for scenario in self.tree.scenarios:
                use = self.path_use(item, scenario)
                for t in self.tree.months_of(scenario):
                    days[item, scenario, t] = days_of_cover(
                        stock[item, scenario, t], use[t + 1 : -1], use[-1]
                    )
        return days


def days_of_cover(stock: float, ahead: Sequence[float], beyond: float) -> float | None:
    """Return how many days a stock lasts against the use that follows (model, equation 6).

    Parameters
    ----------
    stock : float
        At the end of a month.
    ahead : sequence of float
        Use in the months that follow, up to the horizon.
    beyond : float
        Use a month beyond the horizon.

    Returns
    -------
    float or None
        Days of 365/12 to the month; ``None`` where no use follows that could end it.
    """
    months = 0.0
    for use in ahead:
        if use > DUST and stock < use:
            return (months + max(0.0, stock) / use) * DAYS_PER_MONTH
        stock -= use
        months += 1.0
    return (months + max(0.0, stock) / beyond) * DAYS_PER_MONTH if beyond > DUST else None


def awards(view: _View) -> pd.DataFrame:
    """Who is awarded what: contracts with their rates, and trunk orders by plan-year."""
    data, years = view.data, view.data.plan_years
    of_item: dict[Item, float] = defaultdict(float)
    for offer, orders in view.trunk_orders.items():
        of_item[data.offers[offer].item] += sum(orders.values())
    rows = []
    for offer, spec in data.offers.items():
        orders = view.trunk_orders.get(offer, {})
        total = sum(orders.values())
        paid = sum(q * view.tree.unit_cost(offer, TRUNK, t) for t, q in orders.items())
        rows.append(
            (
                spec.origin,
                spec.tier,
                spec.supplier,
                spec.item,
                "contract" if spec.contract else "spot",
                bool(round(view.value("v_signed")[offer])) if spec.contract else None,
                view.value("v_rate")[offer] if spec.contract else None,
                total * 12 / data.months,
                *(sum(q for t, q in orders.items() if t in year) for year in years),
                total / of_item[spec.item] if of_item[spec.item] > 0 else None,
                paid / total if total > 0 else None,
            )
        )
    columns = "offer tier supplier item kind signed rate_per_month annual_quantity".split()
    columns += [f"year_{k}" for k in range(1, len(years) + 1)] + ["share_of_item", "mean_unit_cost"]
    frame = _frame(rows, columns)
    frame["tier"] = frame["tier"].astype("Int64")
    frame["signed"] = frame["signed"].astype("boolean")
    return frame


def suppliers(view: _View) -> pd.DataFrame:
    """Who is qualified, and what it costs."""
    rows = []
    for supplier, spec in view.data.suppliers.items():
        qualified = bool(round(view.value("v_qualified")[supplier]))
        rows.append(
            (supplier, qualified, spec.qualification_cost if qualified and not spec.qualified else 0.0)
        )
    return _frame(rows, "supplier qualified qualification_cost")


def investments(view: _View) -> pd.DataFrame:
    """What is built and when; committed investments too."""
    rows = []
    for (investment, month), modules in sorted(view.value("v_modules_started").items()):
        count, spec = round(modules), view.data.investments[investment]
        if count:
            complete = view.tree.completion(investment, TRUNK, month)
            capex = spec.capex * count
            rows.append(
                (investment, view.date(month), count, view.date(complete), capex, capex * (1 - spec.subsidy))
            )
    return _frame(rows, "investment start_month modules complete_month capex net_capex")


def orders(view: _View) -> pd.DataFrame:
    """Every order at every node; one of an ancestor's that loses a part on a branch stands again there."""
    quantities, rows = view.value("v_order_qty"), []
    for scenario in view.tree.scenarios:
        for offer, placed_in, order_month, arrival, part in view.tree.deliveries(scenario):
            quantity = quantities[offer, placed_in, order_month]
            if quantity > DUST and (placed_in == scenario or part < 1.0):
                spec = view.data.offers[offer]
                rows.append(
                    (
                        scenario,
                        spec.origin,
                        spec.tier,
                        view.date(order_month),
                        quantity,
                        view.date(arrival),
                        quantity * part,
                        view.tree.unit_cost(offer, placed_in, order_month),
                    )
                )
    frame = _frame(rows, "scenario offer tier order_month quantity arrival_month arrived unit_cost")
    frame["tier"] = frame["tier"].astype("Int64")
    return frame


def stock(view: _View) -> pd.DataFrame:
    """The stock balance of every item at every node."""
    disposed, closing = view.value("v_disposed"), view.value("v_stock")
    rows = [
        (
            s,
            item,
            view.dates[t],
            view.arrivals.get((item, s, t), 0.0),
            view.data.receipts.get((item, t), 0.0),
            view.process_in[item, s, t],
            view.process_out[item, s, t],
            view.product_use[item, s, t],
            view.scrap[item, s, t],
            disposed[item, s, t],
            closing[item, s, t],
            view.cover_days[item, s, t],
        )
        for s in view.tree.scenarios
        for item in view.data.items
        for t in view.tree.months_of(s)
    ]
    return _frame(
        rows,
        "scenario item month arrivals receipts process_in process_out used scrap disposed stock"
        " days_of_cover",
    )


def production(view: _View) -> pd.DataFrame:
    """What is made in which design."""
    made = view.value("v_made")
    rows = [
        (s, product, design, view.dates[t], made[product, design, s, t])
        for s in view.tree.scenarios
        for product, spec in view.data.products.items()
        for design in spec.designs
        for t in view.tree.months_of(s)
    ]
    return _frame(rows, "scenario product design month quantity")


def demand(view: _View) -> pd.DataFrame:
    """What is asked, made and short."""
    made, short = view.value("v_made"), view.value("v_short")
    rows = []
    for s in view.tree.scenarios:
        for product, spec in view.data.products.items():
            factor = view.tree.demand_factor(product, s)
            for t in view.tree.months_of(s):
                supplied = sum(made[product, design, s, t] for design in spec.designs)
                rows.append(
                    (s, product, view.dates[t], spec.demand[t] * factor[t], supplied, short[product, s, t])
                )
    return _frame(rows, "scenario product month demand made short")


def processes(view: _View) -> pd.DataFrame:
    """How much each process runs, and how much it could."""
    activity, started = view.value("v_activity"), view.value("v_modules_started")

    def done(investment: str, scenario: Scenario, month: Month) -> float:
        return sum(
            round(modules)
            for (k, begin), modules in started.items()
            if k == investment and view.tree.completion(k, scenario, begin) <= month
        )

    rows = []
    for s in view.tree.scenarios:
        for process, spec in view.data.processes.items():
            part = view.tree.process_availability(process, s)
            growing = investments_of_process(view.data, process)
            for t in view.tree.months_of(s):
                capacity = spec.capacity + sum(view.data.investments[k].adds * done(k, s, t) for k in growing)
                is_open = spec.requires is None or done(spec.requires, s, t) > 0
                rows.append(
                    (s, process, view.dates[t], activity[process, s, t], capacity * part[t] * is_open)
                )
    return _frame(rows, "scenario process month activity capacity")


def rules(view: _View) -> pd.DataFrame:
    """What every rule asks and gets, by member, window and path."""
    excess, rows = view.value("v_rule_excess"), []
    for s in view.tree.scenarios:
        for rule, spec in view.data.rules.items():
            if s != TRUNK and not spec.always:
                continue
            for number, months in enumerate(rule_windows(view.data, spec)):
                if months[-1] < view.tree.onset[s]:
                    continue
                base = _rule_base(view, spec, s, months)
                for member, names in spec.members.items():
                    matching = _volume(view, spec, names, s, months)
                    limit = spec.share * base
                    paid = excess.get((rule, member, number, s), 0.0) * (spec.penalty or 0.0)
                    rows.append(
                        (
                            rule,
                            member,
                            "horizon" if spec.horizon else f"Y{number + 1}",
                            s,
                            matching,
                            base,
                            matching / base if base > DUST else None,
                            limit,
                            limit - matching if spec.at_most else matching - limit,
                            paid,
                        )
                    )
    return _frame(rows, "rule member window scenario matching base share limit slack penalty")


def _rule_base(view: _View, spec: RuleSpec, scenario: Scenario, months: Iterable[Month]) -> float:
    if not spec.of_use:
        return _volume(view, spec, None, scenario, months)
    return sum(view.use[item, view.tree.path(scenario, t)][t] for t in months for item in sorted(spec.items))


def _volume(
    view: _View, spec: RuleSpec, names: frozenset[str] | None, scenario: Scenario, months: Iterable[Month]
) -> float:
    """Orders and, at the measured stage, output of the rule's items on a path."""
    what = counted(view.data, spec, names)
    quantities, activity = view.value("v_order_qty"), view.value("v_activity")
    total = 0.0
    for t in months:
        s = view.tree.path(scenario, t)
        total += sum(quantities.get((offer, s, t), 0.0) for offer in what.offers)
        for process in what.processes:
            outputs = view.data.processes[process].outputs
            total += activity[process, s, t] * sum(q for item, q in outputs.items() if item in spec.items)
    return total


def scenarios(view: _View) -> pd.DataFrame:
    """How each path fares: what happens, what it costs, what is short and how low cover gets."""
    data, tree, short = view.data, view.tree, view.value("v_short")
    wanted = [i for i, spec in data.items.items() if spec.cover_days > 0] or list(data.items)
    rows = []
    for s in tree.scenarios:
        own = data.known_events if s == TRUNK else data.scenarios[s].events
        path: list[Node] = [(tree.path(s, t), t) for t in range(data.months)]
        missing = {d: [short[d, node, t] for node, t in path] for d in data.products}
        asked = sum(
            spec.demand[t] * tree.demand_factor(d, node)[t]
            for d, spec in data.products.items()
            for node, t in path
        )
        units = sum(sum(quantities) for quantities in missing.values())
        dry = [t for t in range(data.months) if any(q[t] > DUST * max(1.0, asked) for q in missing.values())]
        days = [view.cover_days[i, node, t] for i in wanted for node, t in path]
        rows.append(
            (
                s,
                "; ".join(f"{event} @ {view.date(start):%Y-%m}" for event, start in own),
                None if s == TRUNK else tree.parent[s],
                None if s == TRUNK else view.dates[tree.onset[s]],
                data.probability(s),
                view.solution.path_costs[s],
                units,
                sum(data.products[d].shortage_penalty * sum(q) for d, q in missing.items()),
                1 - units / asked if asked > 0 else None,
                view.dates[dry[0]] if dry else None,
                min((d for d in days if d is not None), default=None),
            )
        )
    columns = "scenario events after onset probability cost_pv short_units short_value fill_rate"
    frame = _frame(rows, f"{columns} first_short_month lowest_cover_days")
    for column in ("onset", "first_short_month"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def costs(view: _View) -> pd.DataFrame:
    """What is paid where, by component; here-and-now components stand under the trunk."""
    order = {s: k for k, s in enumerate(view.tree.scenarios)}
    ranked = sorted(
        view.solution.costs.items(), key=lambda entry: (order[entry[0][1]], entry[0][2], entry[0][0])
    )
    rows = [
        (s, view.dates[t], component, amount, amount * view.data.discount(t))
        for (component, s, t), amount in ranked
        if abs(amount) > DUST
    ]
    return _frame(rows, "scenario month component amount amount_pv")


TABLES: Mapping[str, Callable[[_View], pd.DataFrame]] = {
    "Awards": awards,
    "Suppliers": suppliers,
    "Investments": investments,
    "Orders": orders,
    "Stock": stock,
    "Production": production,
    "Demand": demand,
    "Processes": processes,
    "Rules": rules,
    "Scenarios": scenarios,
    "Costs": costs,
}
"""Result sheets in order, each with the function that makes it."""


def _frame(rows: Sequence[Record], columns: str | Sequence[str]) -> pd.DataFrame:
    names = columns.split() if isinstance(columns, str) else list(columns)
    return pd.DataFrame.from_records(rows, columns=names)
