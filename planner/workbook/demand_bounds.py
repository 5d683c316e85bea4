"""What is sold on one path of the tree, and the least of every item that meeting a share of it must use.

Use is never put too high: the designs that use least count, and months outside a window may be met in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from planner.workbook.access import amount, text
from planner.workbook.checks_base import Book
from planner.workbook.scenarios import TRUNK, on_months
from planner.workbook.tables import Row

Series = list[float]
"""One number per plan month."""


class Demand:
    """Demand on the path of one scenario, and the least that meeting a share of it uses."""

    def __init__(self, book: Book, scenario: str = TRUNK) -> None:
        self.book = book
        self.products: dict[str, Series] = {name: [0.0] * book.months for name in book.ids("Products")}
        for row in book.rows("Demand"):
            index = book.index(row, "month")
            name = text(row, "product")
            if index is not None and 0 <= index < book.months and name in self.products:
                self.products[name][index] += amount(row, "quantity")
        self._design_rows: dict[str, list[tuple[float, int, Mapping[str, float]]]] = {}
        self._taking: dict[frozenset[str], list[str]] = {}
        self._sums: dict[str, Series] = {}
        rows = book.ids("Events")
        for event, start in dict.fromkeys(book.path_events.get(scenario, ())):
            if event in rows:
                self._move(rows[event], start)

    def _move(self, event: Row, start: int) -> None:
        factor = amount(event, "demand_factor", 1.0)
        products = event.values.get("product")
        for name in products if isinstance(products, tuple) and factor != 1.0 else ():
            for month in range(max(0, start), min(self.book.months, start + on_months(event))):
                if name in self.products:
                    self.products[str(name)][month] *= factor

    @cached_property
    def _uses(self) -> dict[tuple[str, str, str], dict[str, float]]:
        """Quantity per unit by product, design and kind of BOM row, then item."""
        uses: dict[tuple[str, str, str], dict[str, float]] = {}
        for row in self.book.rows("BOM"):
            key = (text(row, "product"), text(row, "design"), text(row, "kind") or "use")
            own = uses.setdefault(key, {})
            own[text(row, "item")] = own.get(text(row, "item"), 0.0) + amount(row, "quantity")
        return uses

    def scrap(self, item: str, first: int) -> Series:
        """Return the most of an item that making the products gives as scrap."""
        monthly = [0.0] * self.book.months
        most: dict[str, float] = {}
        for (product, _, kind), items in self._uses.items():
            if kind == "scrap" and item in items:
                most[product] = max(most.get(product, 0.0), items[item])
        for product, quantity in most.items():
            for month, sold in enumerate(self.products.get(product, ())):
                monthly[month] += quantity * sold if month >= first else 0.0
        return running(monthly)

    def forced(self, product: str, share: float, first: int, begin: int, last: int) -> float:
        """Return the least that must be made of a product in ``begin`` … ``last``.

        ``share`` of its demand from ``first`` to the end of the plan is met; what lies outside the window may
        be met in full.
        """
        end = self.book.months - 1
        outside = self._sold(product, first, begin - 1) + self._sold(product, last + 1, end)
        return share * self._sold(product, first, end) - outside

    def makeable(self, product: str, first: int) -> float:
        """Return the most of a product that its designs can make from ``first`` on, each within its share."""
        total = 0.0
        for month, sold in enumerate(self.products.get(product, ())):
            if month >= first:
                total += sold * min(
                    1.0, sum(share for share, opened, _ in self._designs(product) if month >= opened)
                )
        return total

    def least_use(
        self, items: frozenset[str], share: Mapping[str, float], first: int, begin: int, last: int
    ) -> float:
        """Return the least of some items that must be used in ``begin`` … ``last``, all products together.

        The designs that use least are taken first, each up to its share of the demand of the months in which
        it is open.
        """
        total = 0.0
        for product in self._takers(items):
            rest = self.forced(product, share.get(product, 0.0), first, begin, last)
            designs = [
                (sum(uses.get(item, 0.0) for item in items), part, opened)
                for part, opened, uses in self._designs(product)
            ]
            for used, part, opened in sorted(designs):
                if rest <= 0:
                    break
                made = min(rest, part * self._sold(product, max(begin, opened), last))
                total += used * made
                rest -= made
        return total

    def _takers(self, items: frozenset[str]) -> Sequence[str]:
        """Return the products some design of which uses one of some items."""
        if items not in self._taking:
            self._taking[items] = [
                product
                for product in self.products
                if any(not items.isdisjoint(uses) for _, _, uses in self._designs(product))
            ]
        return self._taking[items]

    def _sold(self, product: str, begin: int, last: int) -> float:
        """Return the demand of a product in ``begin`` … ``last``."""
        if product not in self._sums:
            self._sums[product] = [0.0, *running(self.products.get(product, [0.0] * self.book.months))]
        sums = self._sums[product]
        return sums[last + 1] - sums[begin] if begin <= last else 0.0

    def _designs(self, product: str) -> Sequence[tuple[float, int, Mapping[str, float]]]:
        """Return largest share, first open month and uses of a product's designs."""
        if product not in self._design_rows:
            self._design_rows[product] = [
                (
                    amount(row, "max_share", 1.0),
                    self.book.open_from(row),
                    self._uses.get((product, text(row, "design"), "use"), {}),
                )
                for row in self.book.by("Designs", "product").get(product, ())
            ]
        return self._design_rows[product]


def running(monthly: Sequence[float]) -> Series:
    """Return running sums."""
    total = 0.0
    sums: Series = []
    for value in monthly:
        total += value
        sums.append(total)
    return sums
