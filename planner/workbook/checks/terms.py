"""Checks of price formulas, exchange rates by month and order multiples."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks.base import Book, Findings, error, labels, listed, quantity, warning
from planner.workbook.series import ALWAYS, REFORMED, Series, indices, observed, rates
from planner.workbook.tables import Row

YEAR = 12


def check_terms(book: Book) -> Findings:
    """Yield formulas without an index, rates and indices that begin too late, and odd order sizes."""
    for offer in book.rows("Offers"):
        yield from _formula(offer)
    if book.months:
        yield from _begins(book, "PriceIndex", "index", indices(book.tables))
        yield from _begins(book, "FX", "currency", rates(book.tables))


def _formula(offer: Row) -> Findings:
    """Yield lags and means of no index, and periods that do not divide a year."""
    reset = whole(offer, "index_reset_months", 1)
    if reset > 0 and YEAR % reset:
        yield error("E501", offer, "index_reset_months", months=reset)
    if text(offer, "index"):
        return
    filled = [
        key for key, default in zip(REFORMED, (0, 1, 1), strict=True) if whole(offer, key, default) != default
    ]
    if filled:
        yield warning("W501", offer, filled[0], offer=text(offer, "offer"), field=labels(offer, *filled))


def _begins(book: Book, sheet: str, key: str, series: Mapping[str, Series]) -> Findings:
    """Yield an index or a currency whose first listed month is after a month that a price looks at."""
    for name, own in series.items():
        if own.begins == ALWAYS:
            continue
        early: dict[str, int] = {}
        for offer in book.by("Offers", key).get(name, ()):
            months = _looked_at(book, offer, sheet)
            if months and min(months) < own.begins:
                early[text(offer, "offer")] = min(months)
        row = next(
            (row for row in book.rows(sheet) if text(row, key) == name and _is_first(book, row, own)), None
        )
        if early and row is not None:
            asked = min(early.values())
            last = own.begins - 1
            months_text = (
                book.month_name(asked)
                if asked == last
                else f"{book.month_name(asked)} … {book.month_name(last)}"
            )
            facts = {"name": name, "first": book.month_name(own.begins), "asked": book.month_name(asked)}
            code = "W503" if sheet == "FX" else "W502"
            yield warning(code, row, "month", offers=listed(early), months=months_text, **facts)


def _looked_at(book: Book, offer: Row, sheet: str) -> Sequence[int]:
    """Return the months that an offer's order months read of its index, or of its exchange rate."""
    ordered: Iterable[int] = book.order_months(offer)
    if sheet == "FX":
        return list(ordered)
    return [month for order in ordered for month in observed(book.tables, offer, order)]


def _is_first(book: Book, row: Row, series: Series) -> bool:
    return book.index(row, "month") == series.begins


def check_multiple(offer: Row, most: float) -> Findings:
    """Yield an order multiple that does not fit into what may be ordered in a month."""
    multiple, moq = number(offer, "order_multiple"), amount(offer, "moq")
    if multiple is None or multiple <= 0 or moq > most:
        return  # a smallest order beyond the limit is said already
    name = text(offer, "offer")
    least = math.ceil(moq / multiple - 1e-9) * multiple
    if multiple > most * (1 + 1e-9):
        yield warning(
            "W504", offer, "order_multiple", offer=name, multiple=quantity(multiple), most=quantity(most)
        )
    elif least > most * (1 + 1e-9):
        facts = {"moq": quantity(moq), "least": quantity(least), "most": quantity(most)}
        yield warning("W505", offer, "order_multiple", offer=name, multiple=quantity(multiple), **facts)
