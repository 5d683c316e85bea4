"""One path of the tree as the checks of feasibility see it: what there can be against what must be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.workbook.access import amount, text
from planner.workbook.checks.base import Book
from planner.workbook.checks.bounds.demand import Demand
from planner.workbook.checks.bounds.supply import PathSupply
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.tables import Row

TOLERANCE = 1e-6
"""Part by which a need must exceed the supply before it is called impossible; solvers allow as much."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What one item lacks on one path."""

    item: str
    scenario: str
    month: int
    """The month by which it is lacking."""
    most: float
    """The most there can be by then."""
    need: float
    """The least that must be used by then."""


@dataclass(frozen=True, slots=True)
class Path:
    """Supply and demand of one scenario, from its onset on."""

    book: Book
    supply: PathSupply
    demand: Demand
    share: Mapping[str, float]
    """Share of each product's demand that must be met."""
    at_hand: Mapping[str, Sequence[float]]
    """The most there can be of each item from ``begin`` to each month."""
    scenario: str = TRUNK
    first: int = 0
    """First month of the window in which the share must be met."""

    def least_use(self, items: frozenset[str], begin: int, last: int) -> float:
        """Return the least of some items that must be used in ``begin`` … ``last``."""
        return self.demand.least_use(items, self.share, self.first, begin, last)

    def lacks(self) -> Iterator[Lack]:
        """Yield, per item, the month in which what must be used exceeds most what there can be."""
        for item in self.book.ids("Items"):
            worst: Lack | None = None
            for month in range(self.first, self.book.months):
                need = self.least_use(frozenset({item}), self.first, month)
                most = self.at_hand[item][month]
                if beyond(need, most) and (worst is None or need - most > worst.need - worst.most):
                    worst = Lack(item, self.scenario, month, most, need)
            if worst is not None:
                yield worst


def beyond(need: float, most: float) -> bool:
    """Tell whether a need is above what there can be, by more than rounding."""
    return need > most * (1 + TOLERANCE) + TOLERANCE


def initial_stock(book: Book) -> dict[str, float]:
    """Return the stock of every item at the start."""
    return {name: amount(row, "initial_stock") for name, row in book.ids("Items").items()}


def made_of(book: Book, process: Row, items: frozenset[str]) -> float:
    """Return how much of some items one unit of a process's activity makes."""
    return sum(
        amount(flow, "quantity")
        for flow in book.by("ProcessFlows", "process").get(text(process, "process"), ())
        if text(flow, "kind") == "out" and text(flow, "item") in items
    )
