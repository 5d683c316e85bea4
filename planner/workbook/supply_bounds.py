"""The most that can be supplied on one path of the tree, by simple sums.

Supply is never put too low: what is left out (losses, competition for one input, budgets, share rules,
smallest orders) could only lower it. So a need above it proves that a plan cannot exist; a need below it
proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks_base import INFINITE, Book, is_contract
from planner.workbook.checks_sourcing import largest_rate
from planner.workbook.demand_bounds import Demand, Series, running
from planner.workbook.scenarios import TRUNK, on_months, path_scenarios, remaining
from planner.workbook.tables import Row

ROUNDS = 6
"""Times the limit of processes by their inputs is handed on: deeper chains keep a looser bound."""


@dataclass(frozen=True, slots=True)
class Lot:
    """The most that one order month of an offer can bring on a path."""

    ordered: int
    arrives: int
    quantity: float


class PathSupply:
    """Upper bounds of supply on the path of one scenario (the trunk by default)."""

    def __init__(self, book: Book, scenario: str = TRUNK) -> None:
        self.book = book
        self.scenario = scenario
        onsets = {spec.scenario: spec.onset for spec in book.specs}
        chain = [(name, onsets.get(name, 0)) for name in path_scenarios(book.specs, scenario)]
        self._lots: dict[str, list[Lot]] = {}
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

    def availability(self, kind: str, name: str, month: int) -> float:
        """Return the part of an offer or process that all events of the path leave in a month."""
        part = 1.0
        for event, start, _ in self._hitting[kind].get(name, ()):
            part *= remaining(event, month - start)
        return part

    def _extension(self, offer: str, month: int) -> int:
        """Return the extra lead time of an order placed in a month: by the events its node knows of."""
        hitting = self._hitting["offer"].get(offer, ())
        if not hitting:
            return 0
        known = path_scenarios(self.book.specs, self._node[month])
        return sum(
            whole(event, "lead_time_extension")
            for event, start, node in hitting
            if node in known and start <= month < start + on_months(event)
        )

    def lots(self, offer: Row) -> Sequence[Lot]:
        """Return the most that each order month of an offer can bring by the end of the plan."""
        name = text(offer, "offer")
        if name in self._lots:
            return self._lots[name]
        lots: list[Lot] = []
        lead, transit = whole(offer, "lead_time_months"), transit_months(offer)
        refused = is_contract(offer) and offer.values.get("signed") is False
        limit = number(offer, "max_per_month")
        rate = INFINITE
        if is_contract(offer):
            rate = (1 + amount(offer, "flex")) * largest_rate(self.book, offer)
        grows = f"offer:{name}" in self.book.added
        for month in () if refused else self.book.order_months(offer):
            arrives = month + lead + self._extension(name, month)
            if arrives >= self.book.months:
                continue
            part = self.availability("offer", name, arrives - transit)
            added = self.book.most_added(f"offer:{name}", by_month=month) if grows else 0.0
            most = rate if limit is None else min(rate, limit + added)
            if part > 0 and most > 0:
                lots.append(Lot(month, arrives, most * part))
        self._lots[name] = lots
        return lots

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
        total = [0.0] * self.book.months
        for name, own in suppliers.items():
            supplier = self.book.ids("Suppliers").get(name)
            capacity = None if supplier is None else number(supplier, "capacity_per_month")
            series = self._from_supplier(own, INFINITE if capacity is None else capacity, first, by_order)
            total = [one + other for one, other in zip(total, series, strict=True)]
        return total

    def _from_supplier(self, offers: Sequence[Row], capacity: float, first: int, by_order: bool) -> Series:
        """Return the most from one supplier: within its capacity per order month and each offer's year."""
        by_month: dict[int, float] = defaultdict(float)
        by_year: dict[tuple[str, int], float] = defaultdict(float)
        arriving: dict[int, list[tuple[Row, Lot]]] = defaultdict(list)
        for offer in offers:
            for lot in self.lots(offer):
                arriving[lot.ordered if by_order else lot.arrives].append((offer, lot))
        limits = {
            text(offer, "offer"): INFINITE if is_contract(offer) else amount(offer, "max_annual", INFINITE)
            for offer in offers
        }
        series: Series = []
        reached = 0.0
        for month in range(self.book.months):
            if month >= first and month in arriving:
                for offer, lot in arriving[month]:
                    by_month[lot.ordered] += lot.quantity
                    by_year[text(offer, "offer"), lot.ordered // 12] += lot.quantity
                reached = min(
                    sum(min(capacity, total) for total in by_month.values()),
                    sum(min(limits[offer], total) for (offer, _), total in by_year.items()),
                )
            series.append(reached)
        return series

    def run(self, process: Row, first: int) -> Series:
        """Return the most activity of a process from ``first`` to each month, whatever its inputs."""
        name, opened = text(process, "process"), self.book.open_from(process)
        capacity = amount(process, "capacity_per_month")
        series: Series = []
        total = 0.0
        for month in range(self.book.months):
            if month >= max(first, opened):
                added = self.book.most_added(f"process:{name}", by_month=month)
                part = self.availability("process", name, month)
                total += (capacity + added) * part if part > 0 else 0.0
            series.append(total)
        return series

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
            if (item, first) not in self._item_bought:
                self._item_bought[item, first] = self.bought(offers.get(item, ()), first)
            series = self._item_bought[item, first]
            scrap = demand.scrap(item, first)
            receipts = self._receipts(item, first)
            plain[item] = [
                stock.get(item, 0.0) + sum(parts) for parts in zip(series, scrap, receipts, strict=True)
            ]
        flows = book.by("ProcessFlows", "process")
        limits = {name: self.run(process, first) for name, process in book.ids("Processes").items()}
        runs = dict(limits)
        total = plain
        for _ in range(min(ROUNDS, len(runs)) + 1):
            total = {item: list(series) for item, series in plain.items()}
            for name, series in runs.items():
                for flow in flows.get(name, ()):
                    if text(flow, "kind") == "out" and text(flow, "item") in total:
                        made = amount(flow, "quantity")
                        own = total[text(flow, "item")]
                        for month, activity in enumerate(series):
                            own[month] += made * activity if activity > 0 else 0.0
            runs = {
                name: [
                    min([limits[name][month], *_by_inputs(flows.get(name, ()), total, month)])
                    for month in range(book.months)
                ]
                for name in runs
            }
        return total

    def _receipts(self, item: str, first: int) -> Series:
        monthly = [0.0] * self.book.months
        for row in self.book.by("Receipts", "item").get(item, ()):
            index = self.book.index(row, "month")
            if index is not None and first <= index < self.book.months:
                monthly[index] += amount(row, "quantity")
        return running(monthly)


def transit_months(offer: Row) -> int:
    """Return the months an order travels; by default one, or none where the lead time is none."""
    return whole(offer, "transit_months", min(1, whole(offer, "lead_time_months")))


def _by_inputs(flows: Sequence[Row], at_hand: Mapping[str, Series], month: int) -> list[float]:
    """Return how far each input of a process reaches by a month."""
    return [
        at_hand[text(flow, "item")][month] / amount(flow, "quantity")
        for flow in flows
        if text(flow, "kind") == "in" and text(flow, "item") in at_hand and amount(flow, "quantity") > 0
    ]
