"""What is on hand, on the way and owed when the next plan begins."""

from __future__ import annotations

from collections.abc import Mapping

from models.plan.names import TRUNK, Item, Product
from planner.rolling.followed import Followed
from planner.rolling.ledger import Ledger, names, reason
from planner.workbook.access import amount, month, number, text, whole
from planner.workbook.history import arrival_month
from planner.workbook.tables import Row, Value

DUST = 1e-9
"""Part of a thing's usual quantity at or below which a quantity is the solver's rounding."""


def carry_stock(book: Ledger, past: Followed) -> None:
    """Begin with the stock at the end of the last month gone; a default that looked at the old one stays."""
    closing = past.last("Stock", "item", "stock")
    why = reason("closing stock", month=past.tables.month_date(book.months - 1))
    for own in book.rows("Items"):
        row, item = own, text(own, "item")
        if "final_stock" not in row.given:
            row = book.set_cell(row, "final_stock", amount(row, "initial_stock"), reason("was default"))
        book.set_cell(row, "initial_stock", max(0.0, closing[item]), why)


def carry_receipts(book: Ledger, past: Followed) -> None:
    """Keep the receipts of months to come, and add what processes and lagged scrap still give."""
    book.each("Receipts", lambda row: not _is_gone(book, month(row, "month")), reason("month gone"))
    data, months = past.data, past.tables.months
    coming: dict[tuple[str, int, str], float] = {}
    for at, row in past.rows("Processes"):
        spec = next(spec for key, spec in data.processes.items() if key == row["process"])
        if book.months <= at + spec.lead < months:
            for item, output in spec.outputs.items():
                key = str(item), at + spec.lead, str(row["process"])
                coming[key] = coming.get(key, 0.0) + float(row["activity"]) * output
    for at, row in past.rows("Production"):
        design = data.products[Product(row["product"])].designs[row["design"]]
        for (item, lag), output in design.scrap_later.items():
            if book.months <= at + lag < months:
                key = str(item), at + lag, f"{row['product']}/{row['design']}"
                coming[key] = coming.get(key, 0.0) + float(row["quantity"]) * output
    for (name, at, source), quantity in sorted(coming.items()):
        if quantity > DUST * past.tree.units.items[Item(name)]:
            key_: dict[str, Value] = {"item": name, "month": past.tables.month_date(at)}
            book.add_quantity("Receipts", key_, quantity, reason("in progress", source=source))


def carry_orders(book: Ledger, past: Followed) -> None:
    """Write the orders of the months gone into History, each with what is still to pay for it."""
    tables = past.tables
    payment = {text(row, "offer"): whole(row, "payment_months") for row in tables["Offers"]}
    for row in book.rows("History"):
        _carry_past_order(book, past, row, payment)
    deposits = []
    for order in past.orders:
        coming = order.arrival >= book.months
        paid = order.arrival + payment[order.offer] < book.months
        cells: dict[str, Value] = {
            "offer": order.offer,
            "order_month": tables.month_date(order.order_month),
            "quantity": order.arrived if coming else order.quantity,
            "arrival_month": tables.month_date(order.arrival),
            "unit_cost": order.unit_cost if coming and not paid else None,
        }
        if coming and paid:
            deposits.append(order.offer)
        if coming and order.arrived <= DUST * order.quantity:
            cells["quantity"] = 0.0
        book.add("History", cells, reason("ordered" if not coming else "on the way"))
        lost = order.quantity - order.arrived
        if coming and lost > DUST * order.quantity and order.order_month < order.arrival:
            _add_lost(book, order.offer, tables.month_date(order.order_month), lost)
    if deposits:
        book.cannot("deposits", offers=names(deposits))


def _carry_past_order(book: Ledger, past: Followed, row: Row, payment: Mapping[str, int]) -> None:
    """Carry an order from before the old plan: what arrives of it, and what is still to pay."""
    tables = past.tables
    arrives = arrival_month(tables, row)
    if arrives is None:
        return
    offer, gone = text(row, "offer"), _is_gone(book, arrives)
    due = tables.month_index(arrives) + payment.get(offer, 0)
    if amount(row, "unit_cost") and (gone or due < book.months):
        row = book.set_cell(row, "unit_cost", None, reason("arrived" if gone else "paid before"))
    part = 1.0 if gone else past.past_part_left(offer, tables.month_index(arrives))
    if part >= 1.0:
        return
    whole_ = amount(row, "quantity")
    book.set_cell(row, "quantity", whole_ * part, reason("lost on the way"))
    _add_lost(book, offer, row["order_month"], whole_ * (1.0 - part))


def _add_lost(book: Ledger, offer: str, placed: Value, quantity: float) -> None:
    """Write what was lost of an order: it counts in this year's limits and is not paid."""
    key: dict[str, Value] = {"offer": offer, "order_month": placed, "arrival_month": placed}
    book.add_quantity("History", key, quantity, reason("lost on the way"))


def carry_late(book: Ledger, past: Followed) -> None:
    """Ask in the first month for what customers are owed."""
    book.each("Demand", lambda row: not _is_gone(book, month(row, "month")), reason("month gone"))
    if "late" not in past.frames["Demand"].columns:
        return
    owed = past.last("Demand", "product", "late")
    for product, quantity in owed.items():
        if quantity <= DUST * past.tree.units.products[Product(product)]:
            continue
        factor = past.tree.demand_factor(Product(product), past.scenario)[book.months]
        if factor <= 0:
            book.cannot("owed without demand", product=product, quantity=quantity)
            continue
        key: dict[str, Value] = {"product": product, "month": book.start}
        book.add_quantity("Demand", key, quantity / factor, reason("owed", quantity=quantity))
        moved = [
            s
            for s in past.tree.scenarios
            if s != TRUNK and past.tree.demand_factor(Product(product), s)[book.months] != factor
        ]
        if moved:
            book.cannot("owed moves", product=product)
        if number(book.row("Products", "product", product), "min_fill_rate"):  # type: ignore[arg-type]
            book.cannot("owed counts", product=product)


def _is_gone(book: Ledger, date: object) -> bool:
    return date is not None and date < book.start  # type: ignore[operator]
