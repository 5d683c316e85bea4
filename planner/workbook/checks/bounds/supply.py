"""The most that can be supplied on one path of the tree, by simple sums.

Supply is never put too low: what is left out (losses, competition for one input, budgets, share rules,
smallest orders) could only lower it. So a need above it proves that a plan cannot exist; a need below it
proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks.base import INFINITE, Book, is_contract
from planner.workbook.checks.bounds.demand import Demand, Series, running
from planner.workbook.checks.bounds.lots import NOTHING, Floats, Lots, Months, most_together
from planner.workbook.checks.sourcing import largest_rate
from planner.workbook.events.scenarios import TRUNK, on_months, path_scenarios, remaining
from planner.workbook.tables import Row

ROUNDS = 6
"""Times the limit of processes by their inputs is handed on: deeper chains keep a looser bound."""


class PathSupply:
    """Upper bounds of supply on the path of one scenario (the trunk by default)."""

    def __init__(self, book: Book, scenario: str = TRUNK, trunk: PathSupply | None = None) -> None:
        self.book = book
        self.scenario = scenario
        self._trunk = trunk
        """Where given, what nothing hits beyond it is taken from it."""
        onsets = {spec.scenario: spec.onset for spec in book.specs}
        chain = [(name, onsets.get(name, 0)) for name in path_scenarios(book.specs, scenario)]
        self._lots: dict[str, Lots] = {}
        self.profiles: dict[tuple[str, int], Floats] = {} if trunk is None else trunk.profiles
        self._item_bought: dict[tuple[str, int], Series] = {}
        self._node = [
            next((name for name, onset in chain if onset <= month or name == TRUNK), TRUNK)
            for month in range(book.months)
        ]

    @cached_property
    def _hitting(self) -> Mapping[str, Mapping[str, list[tuple[Row, int, str]]]]:
        """Events by what they hit (offers, processes), with their start and the scenario that brings them."""
        events = self.book.ids("Events")
        found: dict[str, dict[str, list[tuple[Row, int, str]]]] = {"offer": {}, "process": {}}
        seen: set[tuple[str, int]] = set()
        for node in reversed(path_scenarios(self.book.specs, self.scenario)):
            for name, start in self.book.path_events.get(node, ()):
                if name not in events or (name, start) in seen:
                    continue
                seen.add((name, start))
                for offer in self.book.hits.offers(events[name]):
                    found["offer"].setdefault(offer, []).append((events[name], start, node))
                for process in self.book.hits.processes(events[name]):
                    found["process"].setdefault(process, []).append((events[name], start, node))
        return found

    def like_trunk(self) -> bool:
        """Tell whether nothing on the path hits supply that does not on the trunk too."""
        return all(
            node == TRUNK
            for hitting in self._hitting.values()
            for events in hitting.values()
            for _, _, node in events
        )

    def availability(self, kind: str, name: str) -> Floats | None:
        """Return the part of an offer or process that all events of the path leave, by month.

        ``None`` where no event hits it: all of it, always.
        """
        part: Floats | None = None
        for event, start, _ in self._hitting[kind].get(name, ()):
            profile = self._profile(event, start)
            part = profile if part is None else part * profile
        return part

    def _profile(self, event: Row, start: int) -> Floats:
        key = (text(event, "event"), start)
        if key not in self.profiles:
            self.profiles[key] = np.array(
                [remaining(event, month - start) for month in range(self.book.months)]
            )
        return self.profiles[key]

    @cached_property
    def _known(self) -> Mapping[str, frozenset[str]]:
        """What each node of the path knows of: its own scenario and those it descends from."""
        return {node: frozenset(path_scenarios(self.book.specs, node)) for node in set(self._node)}

    def _extension(self, offer: str, months: Months) -> Months:
        """Return the extra lead time of orders placed in some months: by the events their nodes know of."""
        extra = np.zeros(len(months), dtype=np.int64)
        for event, start, node in self._hitting["offer"].get(offer, ()):
            longer = whole(event, "lead_time_extension")
            if longer:
                knows = np.array([node in self._known[self._node[month]] for month in months], dtype=bool)
                extra += longer * (knows & (start <= months) & (months < start + on_months(event)))
        return extra

    def as_on_trunk(self, offer: str) -> bool:
        """Tell whether nothing on the path hits an offer that does not on the trunk too."""
        return all(node == TRUNK for _, _, node in self._hitting["offer"].get(offer, ()))

    def lots(self, offer: Row) -> Lots:
        """Return the most that each order month of an offer can bring by the end of the plan."""
        name = text(offer, "offer")
        if name not in self._lots:
            shared = self._trunk is not None and self.as_on_trunk(name)
            self._lots[name] = self._trunk.lots(offer) if self._trunk and shared else self._found(offer, name)
        return self._lots[name]

    def _found(self, offer: Row, name: str) -> Lots:
        if is_contract(offer) and offer.values.get("signed") is False:
            return NOTHING
        window = self.book.order_months(offer)
        months = np.arange(window.start, max(window.start, window.stop), dtype=np.int64)
        arrives = months + whole(offer, "lead_time_months") + self._extension(name, months)
        in_time = arrives < self.book.months
        months, arrives = months[in_time], arrives[in_time]
        most = np.full(len(months), INFINITE)
        limit = number(offer, "max_per_month")
        if limit is not None:
            most = np.full(len(months), limit) + self._grown(f"offer:{name}", months)
        if is_contract(offer):
            rate = (1 + amount(offer, "flex")) * largest_rate(self.book, offer)
            most = np.minimum(rate, most)
        part = self.availability("offer", name)
        if part is not None:
            left = part[np.maximum(0, arrives - transit_months(offer))]
            most = np.where(left > 0, most, 0.0) * np.where(left > 0, left, 1.0)
        some = most > 0
        return Lots(months[some], arrives[some], most[some])

    def _grown(self, target: str, months: Months) -> Floats:
        """Return the most that investments can have added to a target by some months."""
        if target not in self.book.added:
            return np.zeros(len(months))
        return np.array([self.book.most_added(target, by_month=int(month)) for month in months])

    def bought(self, offers: Sequence[Row], first: int, by_order: bool = False) -> Series:
        """Return the most of some offers together that can arrive from ``first`` to each month.

        Parameters
        ----------
        offers
            Rows of Offers, of one item or of several.
        first
            First month that counts.
        by_order
            Count orders in their order month instead of arrivals.
        """
        suppliers: dict[str, list[Row]] = defaultdict(list)
        for offer in offers:
            suppliers[text(offer, "supplier")].append(offer)
        total = np.zeros(self.book.months)
        for name, own in suppliers.items():
            supplier = self.book.ids("Suppliers").get(name)
            capacity = None if supplier is None else number(supplier, "capacity_per_month")
            lots = [(self.lots(offer).since(first, by_order=by_order), _of_year(offer)) for offer in own]
            most = INFINITE if capacity is None else capacity
            total += most_together(lots, most, self.book.months, self.book.first_year)
        series: Series = total.tolist()
        return series

    def run(self, process: Row, first: int) -> Series:
        """Return the most activity of a process begun from ``first`` to each month, whatever its inputs."""
        return running([self._activity(process, month) if month >= first else 0.0 for month in self._months])

    def under_way(self, process: Row, first: int) -> Series:
        """Return the most activity begun before ``first`` that ends from then to each month."""
        lead = whole(process, "lead_months")
        begun = [month - lead for month in self._months]
        return running(
            [
                self._activity(process, begin) if 0 <= begin < first <= month else 0.0
                for month, begin in zip(self._months, begun, strict=True)
            ]
        )

    @property
    def _months(self) -> range:
        return range(self.book.months)

    def _activity(self, process: Row, month: int) -> float:
        """Return the most activity of a process in one month."""
        name = text(process, "process")
        if month < self.book.open_from(process):
            return 0.0
        left = self.availability("process", name)
        part = 1.0 if left is None else float(left[month])
        most = amount(process, "capacity_per_month")
        most += self.book.most_added(f"process:{name}", by_month=month)
        return most * part if part > 0 else 0.0

    def at_hand(self, first: int, stock: Mapping[str, float], demand: Demand) -> dict[str, Series]:
        """Return, per item, the most there can be for use from ``first`` to each month, all added up.

        Parameters
        ----------
        first
            First month that counts.
        stock
            The most in stock at its beginning.
        demand
            What can be sold on the path; it limits the scrap that making it gives.
        """
        book = self.book
        offers = book.by("Offers", "item")
        plain: dict[str, Series] = {}
        for item in book.ids("Items"):
            series = self.bought_of(item, first, offers.get(item, ()))
            scrap = demand.scrap(item, first)
            receipts = self._receipts(item, first)
            plain[item] = [
                stock.get(item, 0.0) + sum(parts) for parts in zip(series, scrap, receipts, strict=True)
            ]
        limits = {name: self.run(process, first) for name, process in book.ids("Processes").items()}
        flows = {name: _flows(book.by("ProcessFlows", "process").get(name, ()), plain) for name in limits}
        leads = {name: whole(row, "lead_months") for name, row in book.ids("Processes").items()}
        begun = {name: self.under_way(row, first) for name, row in book.ids("Processes").items()}
        runs = dict(limits)
        total = plain
        for _ in range(min(ROUNDS, len(runs)) + 1):
            total = {item: list(series) for item, series in plain.items()}
            for name, series in runs.items():
                ended = _ended(series, leads[name], begun[name])
                for item, made in flows[name][1]:
                    own = total[item]
                    for month, activity in enumerate(ended):
                        own[month] += made * activity if activity > 0 else 0.0
            before = runs
            runs = {name: _within_inputs(limits[name], flows[name][0], total) for name in limits}
            if runs == before:
                break
        return total

    def bought_of(self, item: str, first: int, offers: Sequence[Row]) -> Series:
        """Return the most of an item that can be bought; asked for again and again, so it is kept."""
        if (item, first) not in self._item_bought:
            alike = all(self.as_on_trunk(text(offer, "offer")) for offer in offers)
            self._item_bought[item, first] = (
                self._trunk.bought_of(item, first, offers)
                if self._trunk is not None and alike
                else self.bought(offers, first)
            )
        return self._item_bought[item, first]

    def _receipts(self, item: str, first: int) -> Series:
        monthly = [0.0] * self.book.months
        for row in self.book.by("Receipts", "item").get(item, ()):
            index = self.book.index(row, "month")
            if index is not None and first <= index < self.book.months:
                monthly[index] += amount(row, "quantity")
        for index, quantity in self.book.past_arrivals.get(item, ()):
            if first <= index < self.book.months:
                monthly[index] += quantity
        return running(monthly)

    def receipts(self, item: str) -> Series:
        """Return what comes in of an item anyway by each month: receipts, and orders from before the plan."""
        return self._receipts(item, 0)


def _of_year(offer: Row) -> float:
    """Return the most ordered of an offer in a plan-year; contracts have their rate instead."""
    return INFINITE if is_contract(offer) else amount(offer, "max_annual", INFINITE)


def transit_months(offer: Row) -> int:
    """Return the months an order travels; by default one, or none where the lead time is none."""
    return whole(offer, "transit_months", min(1, whole(offer, "lead_time_months")))


def _flows(
    rows: Sequence[Row], items: Mapping[str, Series]
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return what a process takes and what it makes of some items, per unit of its activity."""
    flows = [(text(row, "kind"), text(row, "item"), amount(row, "quantity")) for row in rows]
    return (
        [
            (item, quantity)
            for kind, item, quantity in flows
            if kind == "in" and item in items and quantity > 0
        ],
        [(item, quantity) for kind, item, quantity in flows if kind == "out" and item in items],
    )


def _ended(begun: Series, lead: int, under_way: Series) -> Series:
    """Return the activity that has ended by each month: that begun so many months before, and what was so."""
    return [ahead + (begun[month - lead] if month >= lead else 0.0) for month, ahead in enumerate(under_way)]


def _within_inputs(
    limit: Series, inputs: Sequence[tuple[str, float]], at_hand: Mapping[str, Series]
) -> Series:
    """Return how far a process can run by each month: its own limit, and as far as each input reaches."""
    series = limit
    for item, quantity in inputs:
        series = [min(most, there / quantity) for most, there in zip(series, at_hand[item], strict=True)]
    return series
