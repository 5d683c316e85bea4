"""Where the goods of a plan come from, stage by stage: countries as nodes, quantities a month as links.

A purchase goes through the countries its offer names; a process stands in its own country, takes what it uses
from wherever that came, and hands on what it makes. Recycling begins anew where it is done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from planner.reporting.view.lookup import TINY, number
from planner.reporting.view.paths import Record, Tree
from planner.result import Result
from planner.workbook.access import amount, text, yes
from planner.workbook.tables import Row

STAGES = ("mining", "refining", "metal", "magnet")
PRODUCT = "product"
COLUMNS = (*STAGES, PRODUCT)
STOCK, RECYCLED, UNKNOWN, USED, KEPT = "stock", "recycled", "unknown", "used", "kept"
"""What a node is that is no country."""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A country at a stage, or what stands in for one."""

    column: int
    """Place in ``COLUMNS``."""
    country: str
    """Code; empty where none is stated."""
    kind: str = ""
    """Empty for a country; else one of the constants above."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What moves between countries in some months, in one unit."""

    unit: str
    links: dict[tuple[Node, Node], float]
    """Quantity a month."""
    left_out: tuple[str, ...]
    """Items of other units."""


@dataclass(slots=True)
class _Pool:
    """One item as it reaches its user: the quantity by the node that it comes from."""

    sources: dict[Node, float] = field(default_factory=dict)

    def add(self, node: Node, quantity: float) -> None:
        if quantity > TINY:
            self.sources[node] = self.sources.get(node, 0.0) + quantity

    @property
    def total(self) -> float:
        return sum(self.sources.values())

    def parts(self, quantity: float) -> Iterator[tuple[Node, float]]:
        """Yield what a use takes from each source: all in the same proportion."""
        total = self.total
        for node, given in self.sources.items():
            yield node, quantity * given / total


def flow(result: Result, tree: Tree, scenario: str, first: int, end: int) -> Flow:
    """Return what moves in plan months ``first`` to before ``end`` on the path of a scenario."""
    return _Chain(result, tree, scenario, first, end).flow()


class _Chain:
    """The goods of one path in some months, followed from the mine to the product."""

    def __init__(self, result: Result, tree: Tree, scenario: str, first: int, end: int) -> None:
        self.inputs, self.tree, self.scenario = result.inputs, tree, scenario
        self.first, self.end = first, end
        units = {text(row, "item"): text(row, "unit") for row in result.inputs["Items"]}
        self.unit = Counter(units.values()).most_common(1)[0][0] if units else ""
        self.items = [item for item, unit in units.items() if unit == self.unit]
        self.others = tuple(item for item, unit in units.items() if unit != self.unit)
        self.pools = {item: _Pool() for item in self.items}
        self.links: dict[tuple[Node, Node], float] = {}
        self.stock = self._sums(tree.split("Stock"), "item")
        self.activity = {
            process: row["activity"]
            for process, row in self._sums(tree.split("Processes"), "process").items()
        }

    def flow(self) -> Flow:
        self._buy()
        for item in self._upstream_first():
            if item in self.pools:
                self._settle(item)
        months = max(1, self.end - self.first)
        return Flow(
            self.unit,
            {ends: quantity / months for ends, quantity in self.links.items() if quantity > TINY},
            self.others,
        )

    def _link(self, start: Node, stop: Node, quantity: float) -> None:
        if quantity > TINY and start.column < stop.column:
            self.links[start, stop] = self.links.get((start, stop), 0.0) + quantity

    def _sums(self, rows: dict[str, list[tuple[int, Record]]], key: str) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for row in self.tree.along(rows, self.scenario):
            if self.first <= self.inputs.month_index(row["month"]) < self.end:
                sums = found.setdefault(row[key], defaultdict(float))
                for name, value in row.items():
                    if isinstance(value, int | float) and name != key:
                        sums[name] += value
        return found

    def _buy(self) -> None:
        """Follow what arrives through the countries of its offer."""
        offers = {text(row, "offer"): row for row in self.inputs["Offers"]}
        for name, quantity in arrivals(self.tree, self.scenario, self.first, self.end).items():
            offer = offers[name]
            item = text(offer, "item")
            if item not in self.pools:
                continue
            nodes = [
                Node(column, text(offer, f"{stage}_country"))
                for column, stage in enumerate(STAGES)
                if text(offer, f"{stage}_country")
            ] or [Node(0, "", UNKNOWN)]
            for start, stop in pairwise(nodes):
                self._link(start, stop, quantity)
            self.pools[item].add(nodes[-1], quantity)

    def _flows(self, process: str, kind: str) -> list[Row]:
        return [
            row
            for row in self.inputs["ProcessFlows"]
            if text(row, "process") == process and row["kind"] == kind
        ]

    def _upstream_first(self) -> list[str]:
        """Return items so that what is made of another one comes after it; recycling closes no circle."""
        needs: dict[str, set[str]] = {item: set() for item in self.items}
        for process in self.inputs["Processes"]:
            if yes(process, "recycling"):
                continue
            name = text(process, "process")
            for made in self._flows(name, "out"):
                if text(made, "item") in needs:
                    needs[text(made, "item")] |= {text(row, "item") for row in self._flows(name, "in")}
        order: list[str] = []
        left = list(self.items)
        while left:
            ready = [item for item in left if not (needs[item] - {item}) & set(left)] or left[:1]
            order += ready
            left = [item for item in left if item not in ready]
        return order

    def _settle(self, item: str) -> None:
        """Balance one item, and hand it on to products and to stock."""
        pool = self.pools[item]
        for process in self.inputs["Processes"]:
            self._make(process, item)
        row = self.stock.get(item, defaultdict(float))
        used, made_of = row["used"], row["process_in"]
        lacking = used + made_of + row["disposed"] - pool.total
        if lacking > TINY:
            pool.add(Node(self._last(pool), "", STOCK), lacking)
        for start, quantity in pool.parts(used) if used > TINY else ():
            self._link(start, Node(len(STAGES), "", USED), quantity)
        if lacking < -TINY:
            for start, quantity in pool.parts(-lacking):
                self._link(start, Node(len(STAGES), "", KEPT), quantity)

    def _last(self, pool: _Pool) -> int:
        return max((node.column for node in pool.sources), default=0)

    def _make(self, process: Row, item: str) -> None:
        """Let one process make an item of what reaches it."""
        name = text(process, "process")
        outs = {text(row, "item"): amount(row, "quantity") for row in self._flows(name, "out")}
        activity = self.activity.get(name, 0.0)
        if item not in outs or activity <= TINY:
            return
        quantity = activity * outs[item]
        inputs = [
            (pool, activity * amount(row, "quantity"))
            for row in self._flows(name, "in")
            if (pool := self.pools.get(text(row, "item"))) is not None and pool.total > TINY
        ]
        if yes(process, "recycling") or not inputs:
            node = Node(self._column(process, 0), text(process, "country"), RECYCLED)
            self.pools[item].add(node, quantity)
        elif not text(process, "stage"):
            taken = sum(part for _, part in inputs)
            for pool, part in inputs:
                for start, passed in pool.parts(quantity * part / taken):
                    self.pools[item].add(start, passed)
        else:
            node = Node(self._column(process, 0), *_country(process))
            self.pools[item].add(node, quantity)
            if item == max(outs, key=lambda out: outs[out]):  # what else it makes needs nothing more
                for pool, part in inputs:
                    for start, moved in pool.parts(part):
                        self._link(start, node, moved)

    def _column(self, process: Row, otherwise: int) -> int:
        stage = text(process, "stage")
        return STAGES.index(stage) if stage in STAGES else otherwise


def _country(process: Row) -> tuple[str, str]:
    country = text(process, "country")
    return country, "" if country else UNKNOWN


def arrivals(tree: Tree, scenario: str, first: int, end: int) -> dict[str, float]:
    """Return what arrives by offer; an order that loses a part on a branch stands again there."""
    found: dict[str, float] = {}
    seen: set[tuple[object, ...]] = set()
    rows = tree.split("Orders", "order_month")
    for holder, _, until in tree.stretches(scenario):
        for month, row in rows[holder]:
            key = (row["offer"], row["tier"], month)
            if month >= until or key in seen:
                continue
            seen.add(key)
            if row["arrival_month"] is None:
                continue
            if first <= tree.inputs.month_index(row["arrival_month"]) < end:
                found[row["offer"]] = found.get(row["offer"], 0.0) + number(row["arrived"])
    return found
