"""What is sold on one path of the tree, and the least of every item that meeting a share of it must use.

Use is never put too high: the designs that use least count, and months outside a window may be met in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from planner.workbook.access import amount, text, whole
from planner.workbook.checks.base import Book
from planner.workbook.events.scenarios import TRUNK, on_months
from planner.workbook.tables import Row

Series = list[float]
"""One number per plan month."""


class Demand:
    """Demand on the path of one scenario, and the least that meeting a share of it uses."""

    def __init__(self, book: Book, scenario: str = TRUNK, trunk: Demand | None = None) -> None:
        self.book = book
        self.unmoved: dict[str, Series] = _as_asked(book) if trunk is None else trunk.unmoved
        """Demand before events; with the recipes it is the same on every path and taken from the trunk's."""
        self.products = {name: list(series) for name, series in self.unmoved.items()}
        self.recipes: _Recipes = _Recipes(book) if trunk is None else trunk.recipes
        self._sums: dict[tuple[str, int], Series] = {}
        self._late = {name: whole(row, "late_months") for name, row in book.ids("Products").items()}
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

    def scrap(self, item: str, first: int) -> Series:
        """Return the most of an item that making the products gives back from ``first`` to each month.

        What comes back later may be of units made before ``first``; what is made may have been owed.
        """
        total = [0.0] * self.book.months
        for (product, lag), quantity in self.recipes.most_scrap(item).items():
            begin = max(0, first - lag)
            owed = self.owed(product, begin - 1)
            for month in range(max(first, begin + lag), self.book.months):
                total[month] += quantity * (self._sold(product, begin, month - lag) + owed)
        return total

    def owed(self, product: str, month: int) -> float:
        """Return the most that can be owed of a product at the end of a month."""
        if month < 0 or month >= self.book.months - 1:
            return 0.0
        return self._sold(product, max(0, month - self._late.get(product, 0) + 1), month)

    def forced(self, product: str, share: float, first: int, begin: int, last: int) -> float:
        """Return the least that must be made of a product in ``begin`` … ``last``.

        ``share`` of its demand from ``first`` to the end of the plan is met; what lies outside the window may
        be met in full, and what may be late at its end is made after it.
        """
        end = self.book.months - 1
        outside = self._sold(product, first, begin - 1) + self._sold(product, last + 1, end)
        outside += self.owed(product, last)
        return share * self._sold(product, first, end) - outside

    def makeable(self, product: str, first: int) -> float:
        """Return the most of a product that its designs can make from ``first`` on, each within its share."""
        total = 0.0
        for month in range(first, self.book.months):
            part = sum(share for share, opened, _ in self.recipes.designs(product) if month >= opened)
            total += self._offered(product, month, month) * min(1.0, part)
        return min(total, self._sold(product, first, self.book.months - 1) + self.owed(product, first - 1))

    def least_use(
        self, items: frozenset[str], share: Mapping[str, float], first: int, begin: int, last: int
    ) -> float:
        """Return the least of some items that must be used in ``begin`` … ``last``, all products together.

        The designs that use least are taken first, each up to its share of the demand (and of what may still
        be owed) of the months in which it is open.
        """
        total = 0.0
        for product, designs in self.recipes.takers(items):
            rest = self.forced(product, share.get(product, 0.0), first, begin, last)
            for used, part, opened in designs:
                if rest <= 0:
                    break
                made = min(rest, part * self._offered(product, max(begin, opened), last))
                total += used * made
                rest -= made
        return total

    def _sold(self, product: str, begin: int, last: int) -> float:
        """Return the demand of a product in ``begin`` … ``last``."""
        return self._summed(product, 0, begin, last)

    def _offered(self, product: str, begin: int, last: int) -> float:
        """Return, added up over ``begin`` … ``last``, a month's demand and the most still owed before it."""
        return self._summed(product, self._late.get(product, 0), begin, last)

    def _summed(self, product: str, back: int, begin: int, last: int) -> float:
        if (product, back) not in self._sums:
            asked = self.products.get(product, [0.0] * self.book.months)
            monthly = [sum(asked[max(0, month - back) : month + 1]) for month in range(len(asked))]
            self._sums[product, back] = [0.0, *running(monthly)]
        sums = self._sums[product, back]
        return sums[last + 1] - sums[begin] if begin <= last else 0.0


class _Recipes:
    """What the designs of a plan use, whatever the path: read once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._designs: dict[str, list[tuple[float, int, Mapping[str, float]]]] = {}
        self._takers: dict[frozenset[str], list[tuple[str, list[tuple[float, float, int]]]]] = {}
        self._users: dict[str, list[tuple[int, str]]] | None = None
        """Products by the items that their designs use, each with its place on the sheet."""

    @cached_property
    def uses(self) -> dict[tuple[str, str, str], dict[str, float]]:
        """Quantity used per unit by product, design and kind of BOM row, then item."""
        uses: dict[tuple[str, str, str], dict[str, float]] = {}
        for row in self._book.rows("BOM"):
            if text(row, "kind") == "scrap":
                continue
            key = (text(row, "product"), text(row, "design"), text(row, "kind") or "use")
            own = uses.setdefault(key, {})
            own[text(row, "item")] = own.get(text(row, "item"), 0.0) + amount(row, "quantity")
        return uses

    @cached_property
    def _scrap(self) -> dict[str, dict[tuple[str, int], float]]:
        """Most given back per unit by any design: by item, then product and lag."""
        own: dict[tuple[str, str, str, int], float] = {}
        for row in self._book.rows("BOM"):
            if text(row, "kind") == "scrap":
                key = (text(row, "item"), text(row, "product"), text(row, "design"), whole(row, "lag_months"))
                own[key] = own.get(key, 0.0) + amount(row, "quantity")
        most: dict[str, dict[tuple[str, int], float]] = {}
        for (item, product, _, lag), quantity in own.items():
            by = most.setdefault(item, {})
            by[product, lag] = max(by.get((product, lag), 0.0), quantity)
        return most

    def most_scrap(self, item: str) -> Mapping[tuple[str, int], float]:
        """Return the most of an item that any design gives back per unit, by product and lag."""
        return self._scrap.get(item, {})

    def designs(self, product: str) -> Sequence[tuple[float, int, Mapping[str, float]]]:
        """Return largest share, first open month and uses of a product's designs."""
        if product not in self._designs:
            self._designs[product] = [
                (
                    amount(row, "max_share", 1.0),
                    self._book.open_from(row),
                    self.uses.get((product, text(row, "design"), "use"), {}),
                )
                for row in self._book.by("Designs", "product").get(product, ())
            ]
        return self._designs[product]

    def takers(self, items: frozenset[str]) -> Sequence[tuple[str, Sequence[tuple[float, float, int]]]]:
        """Return the products some design of which uses one of some items.

        Each with what its designs use per unit, their largest share and first open month, the least first.
        """
        if items not in self._takers:
            self._takers[items] = [
                (
                    product,
                    sorted(
                        (sum(uses.get(item, 0.0) for item in items), part, opened)
                        for part, opened, uses in self.designs(product)
                    ),
                )
                for product in self._users_of(items)
            ]
        return self._takers[items]

    def _users_of(self, items: frozenset[str]) -> list[str]:
        """Return the products some design of which uses one of some items, as the sheet has them."""
        if self._users is None:
            self._users = {}
            for rank, product in enumerate(self._book.ids("Products")):
                for item in {item for _, _, uses in self.designs(product) for item in uses}:
                    self._users.setdefault(item, []).append((rank, product))
        return [
            product for _, product in sorted({use for item in items for use in self._users.get(item, ())})
        ]


def _as_asked(book: Book) -> dict[str, Series]:
    """Return the demand of each product as the sheet has it."""
    asked: dict[str, Series] = {name: [0.0] * book.months for name in book.ids("Products")}
    for row in book.rows("Demand"):
        index = book.index(row, "month")
        name = text(row, "product")
        if index is not None and 0 <= index < book.months and name in asked:
            asked[name][index] += amount(row, "quantity")
    return asked


def running(monthly: Sequence[float]) -> Series:
    """Return running sums."""
    total = 0.0
    sums: Series = []
    for value in monthly:
        total += value
        sums.append(total)
    return sums
