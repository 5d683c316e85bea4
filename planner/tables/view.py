"""A solution with what several result tables look up, each worked out once.

A plan with many branches has a value for every thing, scenario and month. They are kept here as one list of
months for each thing and scenario: the months in which the scenario has nodes of its own, or, along a path,
all months of the plan.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.formulation.terms import (
    makers_of_items,
    returns_of_items,
    scrappers_of_items,
    takers_of_items,
    users_of_items,
)
from models.plan.data import PlanData
from models.plan.deliveries import Delivery
from models.plan.names import TRUNK, Investment, Item, Month, Node, Offer, Product, Rule, Scenario
from models.plan.tree import Tree
from models.solution.solution import Solution
from planner.tables.volumes import Volume

DUST = 1e-9
"""Quantities and money at or below it are the solver's rounding, not orders or payments."""
DAYS_PER_MONTH = 365 / 12

Record = tuple[Any, ...]
Flow = Mapping[tuple[Item, Scenario], Sequence[float]]
"""By item and scenario, in the scenario's own months or along its path."""
Thing = TypeVar("Thing")
Value = TypeVar("Value")


@dataclass(frozen=True)
class View:
    """A solution with what several tables look up."""

    solution: Solution
    start: dt.date

    @cached_property
    def data(self) -> PlanData:
        """The plan that was solved."""
        return self.solution.data

    @cached_property
    def tree(self) -> Tree:
        """Its scenarios."""
        return self.solution.tree

    def value(self, name: str) -> Mapping[Any, float]:
        """Return the values of a variable by its index."""
        return self.solution.values.get(name, {})

    def dates(self, months: Sequence[Month]) -> npt.NDArray[np.datetime64]:
        """Return plan months as dates, a column of a table."""
        first = np.datetime64(f"{self.start:%Y-%m}", "M")
        return (first + np.array(months, "timedelta64[M]")).astype("datetime64[us]")

    def month(self, month: Month) -> pd.Timestamp:
        """Return one plan month as a date."""
        count = self.start.year * 12 + self.start.month - 1 + month
        return pd.Timestamp(count // 12, count % 12 + 1, 1)

    def along(
        self, own: Mapping[tuple[Thing, Scenario], Sequence[Value]]
    ) -> dict[tuple[Thing, Scenario], list[Value]]:
        """Return lists over a scenario's own months as lists over its path; parents stand first."""
        paths: dict[tuple[Thing, Scenario], list[Value]] = {}
        for (thing, scenario), values in own.items():
            before = () if scenario == TRUNK else paths[thing, self.tree.parent[scenario]]
            paths[thing, scenario] = [*before[: self.tree.onset[scenario]], *values]
        return paths

    # --- orders -----------------------------------------------------------------------------------------

    @cached_property
    def placed(self) -> dict[Node, list[tuple[Offer, float]]]:
        """Orders placed at each node."""
        found: dict[Node, list[tuple[Offer, float]]] = defaultdict(list)
        for (offer, scenario, month), quantity in self.value("v_order_qty").items():
            if quantity:
                found[scenario, month].append((offer, quantity))
        return found

    @cached_property
    def trunk_orders(self) -> dict[Offer, dict[Month, float]]:
        """Quantity ordered on the trunk by offer and month."""
        orders: dict[Offer, dict[Month, float]] = defaultdict(dict)
        for (offer, scenario, month), quantity in self.value("v_order_qty").items():
            if scenario == TRUNK and quantity > self.dust(offer):
                orders[offer][month] = quantity
        return orders

    def dust(self, offer: Offer) -> float:
        """Return the quantity at or below which an order of an offer is the solver's rounding."""
        return DUST * self.tree.units.items[self.data.offers[offer].item]

    @cached_property
    def delivered(self) -> dict[Scenario, list[tuple[Delivery, float]]]:
        """What arrives at a scenario's own nodes, each order with its quantity."""
        quantities = self.value("v_order_qty")
        return {
            scenario: [
                (Delivery(offer, placed_in, month, arrival, part), quantity)
                for offer, placed_in, months, arrivals, parts in self.tree.shipments(scenario)
                for month, arrival, part in zip(months, arrivals, parts, strict=True)
                if (quantity := quantities[offer, placed_in, month])
            ]
            for scenario in self.tree.scenarios
        }

    @cached_property
    def _volumes(self) -> dict[tuple[Rule, str | None], Volume]:
        return {}

    def volume(self, rule: Rule, member: str | None = None) -> Volume:
        """Return what a rule counts of one of its members; of all its options without one."""
        key = (rule, member)
        if key not in self._volumes:
            names = None if member is None else self.data.rules[rule].members[member]
            self._volumes[key] = Volume(self.tree, rule, names, self.placed, self.value("v_activity"))
        return self._volumes[key]

    @cached_property
    def arrivals(self) -> Flow:
        """What arrives of every item."""
        arrived: dict[tuple[Item, Scenario], list[float]] = {}
        for scenario in self.tree.scenarios:
            onset = self.tree.onset[scenario]
            for item in self.data.items:
                arrived[item, scenario] = [0.0] * (self.data.months - onset)
            for (offer, _, _, arrival, part), quantity in self.delivered[scenario]:
                arrived[self.data.offers[offer].item, scenario][arrival - onset] += part * quantity
            for past in self.tree.past_deliveries(scenario):
                order = self.data.history[past.number]
                item = self.data.offers[self.data.tiers_of_offer[order.offer][0]].item
                arrived[item, scenario][past.arrival - onset] += past.part * order.quantity
        return arrived

    # --- use --------------------------------------------------------------------------------------------

    @cached_property
    def product_use(self) -> Flow:
        """What products take, gross of scrap."""
        return self._sums("v_made", users_of_items(self.data))

    @cached_property
    def scrap(self) -> Flow:
        """What production gives back, at once and months later."""
        back = dict(self._sums("v_made", scrappers_of_items(self.data)))
        for item, lines in returns_of_items(self.data).items():
            for scenario in self.tree.scenarios if lines else ():
                later = self._later("v_made", [(line[:2], line[2], line[3]) for line in lines], scenario)
                back[item, scenario] = [
                    now + then for now, then in zip(back[item, scenario], later, strict=True)
                ]
        return back

    @cached_property
    def process_in(self) -> Flow:
        """What processes take."""
        return self._sums("v_activity", takers_of_items(self.data))

    @cached_property
    def process_out(self) -> Flow:
        """What processes make, in the month in which it is done."""
        leads = {process: spec.lead for process, spec in self.data.processes.items()}
        return {
            (item, scenario): self._later(
                "v_activity", [((process,), leads[process], made) for process, made in lines], scenario
            )
            for item, lines in makers_of_items(self.data).items()
            for scenario in self.tree.scenarios
        }

    def _later(
        self, variable: str, lines: Sequence[tuple[Record, int, float]], scenario: Scenario
    ) -> list[float]:
        """Return what comes, in own months, of what was done along the path so many months before."""
        values, months = self.value(variable), self.tree.months_of(scenario)
        if not lines:
            return [0.0] * len(months)
        total = []
        for t in months:
            come = 0.0
            for thing, lag, quantity in lines:
                if t >= lag:
                    node = (self.tree.path(scenario, t - lag), t - lag)
                    come += quantity * values.get((*thing, *node), 0.0)
            total.append(come)
        return total

    def _sums(self, variable: str, makers: Mapping[Item, Sequence[tuple[Any, ...]]]) -> Flow:
        values = self.value(variable)
        found: dict[tuple[Item, Scenario], list[float]] = {}
        for scenario in self.tree.scenarios:
            months = self.tree.months_of(scenario)
            runs: dict[Record, list[float]] = {}
            for item, lines in makers.items():
                total = [0.0] * len(months)
                for *thing, quantity in lines:
                    name = (*thing, scenario)
                    if name not in runs:
                        # Processes that would end after the plan are not begun.
                        runs[name] = [values.get((*name, t), 0.0) for t in months]
                    total = [so_far + quantity * made for so_far, made in zip(total, runs[name], strict=True)]
                found[item, scenario] = total
        return found

    @cached_property
    def path_use(self) -> dict[tuple[Item, Scenario], list[float]]:
        """Use by products and processes along every path."""
        own = {
            key: [used + taken for used, taken in zip(by_products, self.process_in[key], strict=True)]
            for key, by_products in self.product_use.items()
        }
        return self.along(own)

    @cached_property
    def cover_days(self) -> dict[tuple[Item, Scenario], list[float | None]]:
        """How many days the stock at the end of each own month lasts.

        Use beyond the plan is the mean of its last min(12, H) months.
        """
        closing = self.value("v_stock")
        days: dict[tuple[Item, Scenario], list[float | None]] = {}
        for scenario in self.tree.scenarios:
            for item in self.data.items:
                use, none = self.path_use[item, scenario], DUST * self.tree.units.items[item]
                tail = use[-12:]
                beyond = sum(tail) / len(tail)
                days[item, scenario] = [
                    days_of_cover(closing[item, scenario, t], use[t + 1 :], beyond, none)
                    for t in self.tree.months_of(scenario)
                ]
        return days

    # --- demand -----------------------------------------------------------------------------------------

    @cached_property
    def asked(self) -> dict[tuple[Product, Scenario], list[float]]:
        """Demand with its factors, in own months."""
        found: dict[tuple[Product, Scenario], list[float]] = {}
        for scenario in self.tree.scenarios:
            months = self.tree.months_of(scenario)
            for product, spec in self.data.products.items():
                factor = self.tree.demand_factor(product, scenario)
                found[product, scenario] = [spec.demand[t] * factor[t] for t in months]
        return found

    @cached_property
    def short(self) -> dict[tuple[Product, Scenario], list[float]]:
        """Demand that is lost, in own months."""
        lost = self.value("v_short")
        return {
            (product, scenario): [lost[product, scenario, t] for t in self.tree.months_of(scenario)]
            for scenario in self.tree.scenarios
            for product in self.data.products
        }

    @cached_property
    def late(self) -> dict[tuple[Product, Scenario], list[float]]:
        """What is owed at the end of own months."""
        owed = self.value("v_late")
        return {
            (product, scenario): [
                owed.get((product, scenario, t), 0.0) for t in self.tree.months_of(scenario)
            ]
            for scenario in self.tree.scenarios
            for product in self.data.products
        }

    # --- investments ------------------------------------------------------------------------------------

    @cached_property
    def started(self) -> list[tuple[Investment, Month, int]]:
        """Modules by investment and the month in which they are started."""
        modules = sorted(self.value("v_modules_started").items())
        return [(k, month, round(count)) for (k, month), count in modules if round(count)]

    def complete(self, investment: Investment, scenario: Scenario) -> list[int]:
        """Return how many modules of an investment are complete in each month of a path."""
        found = [0] * self.data.months
        for k, begin, count in self.started:
            if k == investment:
                done = self.tree.completion(k, scenario, begin)
                for month in range(max(0, done), self.data.months):
                    found[month] += count
        return found

    def added(self, investment: Investment, scenario: Scenario) -> list[float]:
        """Return what the modules of an investment add in each month of a path, while they ramp up too."""
        adds = self.data.investments[investment].adds
        found = [0.0] * self.data.months
        for k, begin, count in self.started:
            if k == investment:
                for month in range(self.data.months):
                    found[month] += adds * count * self.tree.ramped(k, scenario, begin, month)
        return found


def days_of_cover(stock: float, ahead: Sequence[float], beyond: float, none: float = DUST) -> float | None:
    """Return how many days a stock lasts against the use that follows (model, equation 6).

    Parameters
    ----------
    stock : float
        At the end of a month.
    ahead : sequence of float
        Use in the months that follow, up to the horizon.
    beyond : float
        Use a month beyond the horizon.
    none : float
        Use at or below it is the solver's rounding.

    Returns
    -------
    float or None
        Days of 365/12 to the month; ``None`` where no use follows that could end it.
    """
    months = 0.0
    for use in ahead:
        if use > none and stock < use:
            return (months + max(0.0, stock) / use) * DAYS_PER_MONTH
        stock -= use
        months += 1.0
    return (months + max(0.0, stock) / beyond) * DAYS_PER_MONTH if beyond > none else None


def frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table of columns of the same length."""
    if not any(len(values) for values in columns.values()):
        return frame_of((), list(columns))
    return pd.DataFrame(dict(columns))


def frame_of(rows: Sequence[Record], columns: str | Sequence[str]) -> pd.DataFrame:
    """Return a table of rows."""
    names = columns.split() if isinstance(columns, str) else list(columns)
    return pd.DataFrame.from_records(rows, columns=names)
