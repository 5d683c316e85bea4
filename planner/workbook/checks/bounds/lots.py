"""What each order month of an offer can bring on a path, and how much of it fits into the limits on many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Months = NDArray[np.int64]

TOGETHER = 500
"""Offers whose years are added up at once: as many as fit into a few megabytes."""


@dataclass(frozen=True, slots=True)
class Lots:
    """The most that each order month of an offer can bring on a path; arrays of one length."""

    ordered: Months
    arrives: Months
    quantity: Floats

    def since(self, first: int, *, by_order: bool) -> Lots:
        """Return the lots that come (or ``by_order`` are ordered) from a month on, counted in that month."""
        when = self.ordered if by_order else self.arrives
        kept = when >= first
        return Lots(self.ordered[kept], when[kept], self.quantity[kept])


NOTHING = Lots(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def most_together(
    lots: Sequence[tuple[Lots, float]], capacity: float, months: int, first_year: int = 12
) -> Floats:
    """Return the most that a supplier's lots bring by each month.

    Parameters
    ----------
    lots
        Of each of its offers, with the most ordered of it in a plan-year (infinite: no limit).
    capacity
        The most ordered from the supplier in a month.
    months
        Of the plan.
    first_year
        Months of the first plan-year that lie in the plan.

    Returns
    -------
    array
        By month: the lesser of what its capacity per order month and what its offers' years let through.
    """
    return np.minimum(
        _within_capacity([own for own, _ in lots], capacity, months),
        _within_years(lots, months, first_year),
    )


def _within_capacity(lots: Sequence[Lots], capacity: float, months: int) -> Floats:
    ordered, arrives, quantity = (
        np.concatenate([getattr(own, name) for own in lots]) for name in ("ordered", "arrives", "quantity")
    )
    if np.isinf(capacity):
        return _running(arrives, quantity, months)
    by_order = np.zeros((months, months))
    np.add.at(by_order, (ordered, arrives), quantity)
    reached: Floats = np.minimum(capacity, by_order.cumsum(axis=1)).sum(axis=0)
    return reached


def _within_years(lots: Sequence[tuple[Lots, float]], months: int, first_year: int) -> Floats:
    total = np.zeros(months)
    limited = [(own, limit) for own, limit in lots if not np.isinf(limit)]
    for own, limit in lots:
        if np.isinf(limit):
            total += _running(own.arrives, own.quantity, months)
    before = 12 - first_year
    years = -(-(months + before) // 12)
    for start in range(0, len(limited), TOGETHER):
        part = limited[start : start + TOGETHER]
        by_year = np.zeros((len(part), years, months))
        for number, (own, _) in enumerate(part):
            np.add.at(by_year[number], ((own.ordered + before) // 12, own.arrives), own.quantity)
        limits = np.array([limit for _, limit in part])
        total += np.minimum(limits[:, None, None], by_year.cumsum(axis=2)).sum(axis=(0, 1))
    return total


def _running(when: Months, quantity: Floats, months: int) -> Floats:
    """Return running sums of infinite or finite quantities by month."""
    total: Floats = np.bincount(when, weights=quantity, minlength=months)[:months].cumsum()
    return total
