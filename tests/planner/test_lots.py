"""The most that a supplier can bring by each month: all months at once, against month by month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.workbook.checks.bounds.lots import NOTHING, TOGETHER, Lots, most_together

MONTHS = 30
INFINITE = float("inf")

one_lot = st.integers(0, MONTHS - 1).flatmap(
    lambda ordered: st.tuples(
        st.just(ordered), st.integers(ordered, MONTHS - 1), st.sampled_from([1.0, 2.5, 40.0, INFINITE])
    )
)
limits = st.sampled_from([0.0, 3.0, 50.0, INFINITE])


def lots_of(rows: list[tuple[int, int, float]]) -> Lots:
    ordered, arrives, quantity = ([row[place] for row in rows] for place in range(3))
    return Lots(np.array(ordered, int), np.array(arrives, int), np.array(quantity, float))


def month_by_month(offers: list[tuple[Lots, float]], capacity: float) -> list[float]:
    """Return the same by the definition: what has arrived by a month, within each limit."""
    reached = []
    for month in range(MONTHS):
        by_order, by_year = dict[int, float](), dict[tuple[int, int], float]()
        for number, (lots, _) in enumerate(offers):
            for ordered, arrives, quantity in zip(lots.ordered, lots.arrives, lots.quantity, strict=True):
                if arrives <= month:
                    by_order[ordered] = by_order.get(ordered, 0.0) + quantity
                    year = (number, ordered // 12)
                    by_year[year] = by_year.get(year, 0.0) + quantity
        monthly = sum(min(capacity, total) for total in by_order.values())
        yearly = sum(min(offers[number][1], total) for (number, _), total in by_year.items())
        reached.append(min(monthly, yearly))
    return reached


@given(st.lists(st.tuples(st.lists(one_lot, max_size=6), limits), min_size=1, max_size=4), limits)
def test_all_months_at_once_are_each_month_alone(
    offers: list[tuple[list[tuple[int, int, float]], float]], capacity: float
) -> None:
    """Any lots, some without a limit, within a capacity and yearly limits that bind or do not."""
    made = [(lots_of(rows), limit) for rows, limit in offers]
    found = most_together(made, capacity, MONTHS)
    assert found.tolist() == pytest.approx(month_by_month(made, capacity))


def test_many_offers_are_added_up_in_parts() -> None:
    """One more offer than are taken together, each limited to 2 a year of the 3 it brings in month 5."""
    offers = [(lots_of([(4, 5, 3.0)]), 2.0)] * (TOGETHER + 1)
    found = most_together(offers, INFINITE, 12)
    assert found.tolist() == [0.0] * 5 + [2.0 * (TOGETHER + 1)] * 7


def test_lots_count_from_a_month_on_by_arrival_or_by_order() -> None:
    lots = lots_of([(1, 4, 5.0), (3, 6, 7.0)])
    assert lots.since(5, by_order=False).arrives.tolist() == [6]
    assert lots.since(2, by_order=True).arrives.tolist() == [3]
    assert most_together([(NOTHING, INFINITE)], INFINITE, 3).tolist() == [0.0, 0.0, 0.0]
