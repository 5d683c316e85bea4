"""Orders placed before the plan: when they arrive where the sheet does not say."""

from __future__ import annotations

import datetime as dt

from planner.workbook.access import month, text, whole
from planner.workbook.tables import Row, Tables


def arrival_month(tables: Tables, row: Row) -> dt.date | None:
    """Return the month in which an order of the sheet History arrives.

    By default its order month and the offer's lead time; ``None`` where order month or offer are unknown.
    """
    arrival = month(row, "arrival_month")
    if arrival is not None:
        return arrival
    ordered = month(row, "order_month")
    name = text(row, "offer")
    offer = next((own for own in tables.sheets.get("Offers", ()) if text(own, "offer") == name), None)
    return None if ordered is None or offer is None else later(ordered, whole(offer, "lead_time_months"))


def later(month_: dt.date, months: int) -> dt.date:
    """Return the first day of the month some months later (negative: earlier)."""
    count = month_.year * 12 + month_.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
