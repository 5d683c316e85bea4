"""What a workbook says month by month: price indices, exchange rates, and where its years are cut."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from planner.workbook.access import as_number, month, number, text, whole
from planner.workbook.tables import Row, Tables

ALWAYS = -(10**6)
"""A plan month before every other: from when a row with a blank month holds."""

REFORMED = ("index_lag_months", "index_average_months", "index_reset_months")
"""Columns of Offers that say which months of an index a price looks at."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values that hold from a month on until the next."""

    points: tuple[tuple[int, float], ...]
    """Plan month and value, sorted."""

    def at(self, month_: int) -> float:
        """Return the value of a plan month: the last earlier one, before the first listed the first."""
        value = self.points[0][1]
        for begin, own in self.points:
            if begin > month_:
                break
            value = own
        return value

    @property
    def begins(self) -> int:
        """The first month listed; ``ALWAYS`` where a value holds from the beginning."""
        return self.points[0][0]


def indices(tables: Tables) -> dict[str, Series]:
    """Return the factors of each price index."""
    return _series(tables, "PriceIndex", "index", "factor")


def rates(tables: Tables) -> dict[str, Series]:
    """Return the exchange rates of each currency [plan currency per unit of it]."""
    return _series(tables, "FX", "currency", "rate")


def _series(tables: Tables, sheet: str, key: str, value: str) -> dict[str, Series]:
    points: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in tables.sheets.get(sheet, ()):
        date, found = month(row, "month"), number(row, value)
        if found is not None and text(row, key) and "month" in row.values:
            points[text(row, key)].append((ALWAYS if date is None else tables.month_index(date), found))
    return {name: Series(tuple(sorted(own))) for name, own in sorted(points.items())}


def plan_currency(tables: Tables) -> str:
    """Return the plan's currency."""
    currency = tables.settings.get("currency")
    return currency if isinstance(currency, str) and currency else "USD"


def year_start(tables: Tables) -> int | None:
    """Return the calendar month in which years begin; ``None`` where the plan does not say."""
    found = as_number(tables.settings.get("year_start"))
    return None if found is None else int(found)


def first_year(tables: Tables) -> int:
    """Return how many months of the first plan-year lie in the plan, 1 … 12."""
    start = year_start(tables)
    return 12 if start is None else (start - tables.start.month) % 12 or 12


def plan_years(tables: Tables) -> tuple[range, ...]:
    """Return the plan months of each plan-year; the first and the last may be shorter than 12."""
    begins = [0, *range(first_year(tables), tables.months, 12)]
    return tuple(range(a, b) for a, b in pairwise([*begins, tables.months]))


def observed(tables: Tables, offer: Row, order_month: int) -> range:
    """Return the months whose mean of the index makes the price of an order month.

    The price is set in the first month of the order month's period: periods of ``index_reset_months``
    calendar months counted from ``year_start``, else from January. It is the mean over the
    ``index_average_months`` months that end ``index_lag_months`` before.
    """
    lag, average, reset = (
        whole(offer, key, default) for key, default in zip(REFORMED, (0, 1, 1), strict=True)
    )
    calendar = tables.month_date(order_month).month
    set_in = order_month - (calendar - (year_start(tables) or 1)) % max(1, reset)
    return range(set_in - lag - max(1, average) + 1, set_in - lag + 1)
