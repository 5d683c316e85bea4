"""What really was: stock counted, orders placed otherwise, prices, rates and demand known by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.rolling.followed import Followed
from planner.rolling.ledger import Ledger, reason
from planner.workbook.access import amount, month, text
from planner.workbook.history import arrival_month
from planner.workbook.tables import Row, Value

PRICED = ("price", "freight", "tariff", "max_per_month")
"""Columns of Offers that an actual may say anew."""


@dataclass(frozen=True)
class ActualOrder:
    """One order as it was placed; several rows of one offer and month are one order in parts."""

    offer: str
    month: dt.date
    quantity: float
    arrival: dt.date | None = None
    """It arrived or will arrive then; by default as the lead time says."""
    unit_cost: float | None = None
    """What is still to pay; by default what the plan expected."""


@dataclass(frozen=True)
class Actual:
    """What is known when the next plan begins, instead of what the plan says."""

    stock: Mapping[str, float] = field(default_factory=dict)
    """Counted at the end of the last month gone, by item."""
    orders: tuple[ActualOrder, ...] = ()
    """They replace the plan's orders of the same offer and month."""
    demand: Mapping[tuple[str, dt.date], float] = field(default_factory=dict)
    """By product and month."""
    index: Mapping[tuple[str, dt.date | None], float] = field(default_factory=dict)
    rates: Mapping[tuple[str, dt.date | None], float] = field(default_factory=dict)
    offers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """New values of ``PRICED`` columns by offer."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One figure that the plan had and what it was."""

    what: str
    """``stock``, ``order``, ``demand``, ``index``, ``rate`` or a column of Offers."""
    name: str
    month: dt.date | None
    planned: float | None
    actual: float


def apply_actual(book: Ledger, past: Followed, actual: Actual) -> tuple[Gap, ...]:
    """Put what was in the place of what was planned, and return both side by side."""
    return (
        *_stock(book, actual),
        *_orders(book, past, actual),
        *_demand(book, past, actual),
        *_series(book, actual.index, "PriceIndex", ("index", "factor", "index")),
        *_series(book, actual.rates, "FX", ("currency", "rate", "rate")),
        *_offers(book, actual),
    )


def _stock(book: Ledger, actual: Actual) -> list[Gap]:
    gaps = []
    last = book.old.month_date(book.months - 1)
    for item, counted in actual.stock.items():
        row = _known(book, "Items", "item", item)
        gaps.append(Gap("stock", item, last, amount(row, "initial_stock"), counted))
        book.set_cell(row, "initial_stock", counted, reason("counted", month=last))
    return gaps


def _orders(book: Ledger, past: Followed, actual: Actual) -> list[Gap]:
    gaps = []
    asked: dict[tuple[str, dt.date], list[ActualOrder]] = {}
    for order in actual.orders:
        asked.setdefault((order.offer, order.month), []).append(order)
    for (offer, placed), orders in asked.items():
        rows = [
            row
            for row in book.rows("History")
            if text(row, "offer") == offer and month(row, "order_month") == placed
        ]
        planned = sum(amount(row, "quantity") for row in rows)
        cost = next((row["unit_cost"] for row in rows if "unit_cost" in row.given), None)
        if cost is None:
            cost = _expected_cost(past, offer, placed)
        for row in rows:
            book.remove(row, reason("ordered otherwise"))
        for order in orders:
            cells: dict[str, Value] = {"offer": offer, "order_month": placed, "quantity": order.quantity}
            cells["arrival_month"] = order.arrival
            row = book.add("History", cells, reason("actual order"))
            arrives = arrival_month(book.tables, row)
            if arrives is not None and arrives >= book.start:
                due = cost if order.unit_cost is None else order.unit_cost
                if due:
                    book.set_cell(row, "unit_cost", due, reason("actual order"))
        gaps.append(Gap("order", offer, placed, planned, sum(order.quantity for order in orders)))
    return gaps


def _expected_cost(past: Followed, offer: str, placed: dt.date) -> float | None:
    """Return what the old plan would have paid for an order that it did not place."""
    at = past.tables.month_index(placed)
    if not 0 <= at < past.tables.months or offer not in past.data.tiers_of_offer:
        return None
    return past.tree.unit_cost(past.data.tiers_of_offer[offer][0], past.tree.path(past.scenario, at), at)


def _demand(book: Ledger, past: Followed, actual: Actual) -> list[Gap]:
    gaps = []
    for (product, date), quantity in actual.demand.items():
        planned = sum(
            amount(row, "quantity")
            for row in past.tables["Demand"]
            if text(row, "product") == product and month(row, "month") == date
        )
        gaps.append(Gap("demand", product, date, planned, quantity))
        if date < book.start:
            continue
        rows = [
            row
            for row in book.rows("Demand")
            if text(row, "product") == product and month(row, "month") == date
        ]
        owed = sum(amount(row, "quantity") for row in rows) - planned if date == book.start else 0.0
        for row in rows[1:]:
            book.remove(row, reason("known now"))
        total = quantity + max(0.0, owed)
        if rows:
            row = book.set_cell(rows[0], "quantity", total, reason("known now"))
            book.assumed.discard(("Demand", row.number))
        else:
            book.add("Demand", {"product": product, "month": date, "quantity": total}, reason("known now"))
    return gaps


def _series(
    book: Ledger,
    known: Mapping[tuple[str, dt.date | None], float],
    sheet: str,
    columns: tuple[str, str, str],
) -> list[Gap]:
    name_key, value_key, what = columns
    gaps = []
    for (name, date), value in known.items():
        row = next(
            (
                row
                for row in book.rows(sheet)
                if row.values.get(name_key) == name and row.values.get("month") == date
            ),
            None,
        )
        gaps.append(Gap(what, name, date, None if row is None else amount(row, value_key), value))
        if row is None:
            book.add(sheet, {name_key: name, "month": date, value_key: value}, reason("known now"))
        else:
            book.set_cell(row, value_key, value, reason("known now"))
            book.assumed.discard((sheet, row.number))
    return gaps


def _offers(book: Ledger, actual: Actual) -> list[Gap]:
    gaps = []
    for offer, cells in actual.offers.items():
        row = _known(book, "Offers", "offer", offer)
        for key, value in cells.items():
            before = row[key]
            planned = float(before) if isinstance(before, int | float) else None
            gaps.append(Gap(key, offer, None, planned, value))
            row = book.set_cell(row, key, value, reason("known now"))
    return gaps


def _known(book: Ledger, sheet: str, key: str, name: str) -> Row:
    row = book.row(sheet, key, name)
    if row is None:
        raise KeyError(name)
    return row


def actual_of(rows: Mapping[str, tuple[Row, ...]]) -> Actual:
    """Return what an actual's sheets say (``planner.workbook.actual``)."""
    orders = tuple(
        ActualOrder(
            text(row, "offer"),
            placed,
            amount(row, "quantity"),
            month(row, "arrival_month"),
            amount(row, "unit_cost") if "unit_cost" in row.given else None,
        )
        for row in rows.get("History", ())
        if (placed := month(row, "order_month")) is not None
    )
    demand: dict[tuple[str, dt.date], float] = {}
    for row in rows.get("Demand", ()):
        date = month(row, "month")
        if date is not None:
            key = text(row, "product"), date
            demand[key] = demand.get(key, 0.0) + amount(row, "quantity")
    return Actual(
        stock={text(row, "item"): amount(row, "initial_stock") for row in rows.get("Items", ())},
        orders=orders,
        demand=demand,
        index={
            (text(row, "index"), month(row, "month")): amount(row, "factor")
            for row in rows.get("PriceIndex", ())
        },
        rates={
            (text(row, "currency"), month(row, "month")): amount(row, "rate") for row in rows.get("FX", ())
        },
        offers={
            text(row, "offer"): {key: amount(row, key) for key in PRICED if key in row.given}
            for row in rows.get("Offers", ())
        },
    )
