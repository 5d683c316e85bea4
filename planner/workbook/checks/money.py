"""Checks of exchange rates and price indices: numbers that would be right the other way round."""

from __future__ import annotations

from math import log

from planner.workbook.access import amount, number, text
from planner.workbook.checks.base import Book, Findings, quantity, warning
from planner.workbook.tables import Row

PER_EURO = {
    "USD": 1.1, "JPY": 164, "CNY": 7.8, "KRW": 1475, "GBP": 0.85, "AUD": 1.64, "CAD": 1.48, "CHF": 0.95,
    "INR": 91, "IDR": 17200, "THB": 38, "MYR": 5.0, "PHP": 62, "SGD": 1.45, "HKD": 8.4, "NZD": 1.8,
    "BRL": 5.8, "ZAR": 20, "MXN": 20, "SEK": 11.4, "NOK": 11.6, "DKK": 7.46, "PLN": 4.3, "CZK": 25,
    "HUF": 395, "RON": 5.0, "TRY": 36, "ILS": 4.0, "ISK": 149, "EUR": 1.0,
    "RUB": 100, "TWD": 35, "VND": 27000, "CLP": 1020, "PEN": 4.1, "COP": 4400, "KZT": 510, "AED": 4.0,
    "SAR": 4.1, "UAH": 43, "EGP": 49, "NAD": 20, "ZMW": 28,
}  # fmt: skip
"""Units of each currency per euro, rounded: means of 2024 of the ECB's euro reference rates; the last two
rows, which the ECB does not quote, are the size of the market's.

They tell a rate from its inverse and from one per hundred, which takes no more than an order of magnitude.
"""

FAR = 4.0
"""Times that a rate may be from the usual one: currencies drift, but not so far while a plan is made."""
ODD_START = 4.0
"""First factor of an index from which on, or below its inverse, it is taken for a price."""
ALIKE = 0.2
"""Part by which a factor may differ from an offer's own price to be taken for it."""
MOVED = 1.5
"""Factor from which on, or below its inverse, that is asked."""


def check_money(book: Book) -> Findings:
    """Yield exchange rates that look upside down, and indices that look like prices."""
    for row in book.rows("FX"):
        if rate_is_odd(book, row):
            yield from _rate(book, row)
    for index in book.by("PriceIndex", "index"):
        yield from _index(book, index)


def usual_rate(book: Book, row: Row) -> float | None:
    """Return about how much of the plan's currency one unit of a currency is; ``None`` where not known."""
    plan = book.setting_text("currency") or "USD"
    one = PER_EURO.get(text(row, "currency"))
    return None if one is None or plan not in PER_EURO else PER_EURO[plan] / one


def rate_is_odd(book: Book, row: Row) -> bool:
    """Tell whether a rate is far from what it usually is."""
    rate, usual = number(row, "rate"), usual_rate(book, row)
    if text(row, "currency") == (book.setting_text("currency") or "USD"):
        return False  # an error of its own
    return rate is not None and rate > 0 and usual is not None and abs(log(rate / usual)) > log(FAR)


def _rate(book: Book, row: Row) -> Findings:
    rate, usual = amount(row, "rate"), usual_rate(book, row) or 1.0
    facts = {
        "currency": text(row, "currency"),
        "plan": book.setting_text("currency") or "USD",
        "rate": quantity(rate),
        "usual": quantity(float(f"{usual:.2g}")),
        "inverse": quantity(float(f"{1 / rate:.4g}")),
    }
    upside_down = abs(log(1 / rate / usual)) < log(FAR)
    yield warning("W401" if upside_down else "W402", row, "rate", **facts)


def first_factor(book: Book, index: str) -> Row | None:
    """Return the row of an index that holds at the plan's beginning, or the first after it."""
    dated = sorted(
        ((at, row.number, row) for row in book.by("PriceIndex", "index").get(index, ())
         if (at := book.index(row, "month")) is not None),
        key=lambda entry: entry[:2],
    )  # fmt: skip
    begun = [row for at, _, row in dated if at <= 0]
    return begun[-1] if begun else dated[0][2] if dated else None


def index_is_a_price(book: Book, index: str) -> bool:
    """Tell whether the factors of an index look like prices."""
    row = first_factor(book, index)
    factor = number(row, "factor") if row is not None else None
    if factor is None or factor <= 0:
        return False
    if factor >= ODD_START or factor <= 1 / ODD_START:
        return True
    if 1 / MOVED < factor < MOVED:
        return False
    prices = (number(offer, "price") for offer in book.by("Offers", "index").get(index, ()))
    return any(price is not None and abs(factor - price) <= ALIKE * price for price in prices)


def _index(book: Book, index: str) -> Findings:
    first = first_factor(book, index)
    if first is None:
        return
    factor = amount(first, "factor", 1.0)
    if index_is_a_price(book, index):
        facts = {"index": index, "factor": quantity(factor), "worth": quantity(10 * factor)}
        yield warning("W403", first, "factor", **facts)
