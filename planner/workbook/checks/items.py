"""Checks of items: their stock, their cover, and who could supply them."""

from __future__ import annotations

from planner.workbook.access import amount, number, text
from planner.workbook.checks.base import Book, Findings, error, labels, listed, note, quantity, warning
from planner.workbook.tables import Row


def check_items(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheets Items and Receipts."""
    used, made = users(book), makers(book)
    for name, item in book.ids("Items").items():
        yield from _stock(book, item)
        yield from _cover(book, item)
        yield from _min_suppliers(book, item)
        supplied = name in made or bool(book.by("Offers", "item").get(name))
        if name in used and not supplied and not _on_hand(book, item):
            yield warning("W236", item, "item", item=name, users=listed(sorted(used[name])))
        if name not in used:
            yield note("N211", item, "item", item=name)
    for receipt in book.rows("Receipts"):
        index = book.index(receipt, "month")
        if index is not None and not 0 <= index < book.months:
            yield error("E232", receipt, "month", month=book.month_name(index), **plan_span(book))


def plan_span(book: Book) -> dict[str, str]:
    """Return first and last month of the plan, for messages."""
    return {"first": book.month_name(0), "last": book.month_name(book.months - 1)}


def users(book: Book) -> dict[str, set[str]]:
    """Return the products and processes that use each item."""
    found: dict[str, set[str]] = {}
    for row in book.rows("BOM"):
        if text(row, "kind") != "scrap" and amount(row, "quantity") > 0:
            found.setdefault(text(row, "item"), set()).add(text(row, "product"))
    for row in book.rows("ProcessFlows"):
        if text(row, "kind") == "in" and amount(row, "quantity") > 0:
            found.setdefault(text(row, "item"), set()).add(text(row, "process"))
    return found


def makers(book: Book) -> dict[str, set[str]]:
    """Return the products (as scrap) and processes that give each item."""
    found: dict[str, set[str]] = {}
    for row in book.rows("BOM"):
        if text(row, "kind") == "scrap" and amount(row, "quantity") > 0:
            found.setdefault(text(row, "item"), set()).add(text(row, "product"))
    for row in book.rows("ProcessFlows"):
        if text(row, "kind") == "out" and amount(row, "quantity") > 0:
            found.setdefault(text(row, "item"), set()).add(text(row, "process"))
    return found


def _on_hand(book: Book, item: Row) -> bool:
    receipts = book.by("Receipts", "item").get(text(item, "item"), ())
    past = any(arrival >= 0 for arrival, _ in book.past_arrivals.get(text(item, "item"), ()))
    return amount(item, "initial_stock") > 0 or past or any(amount(row, "quantity") > 0 for row in receipts)


def _stock(book: Book, item: Row) -> Findings:
    """Yield stocks that storage does not hold, or that nothing makes the plan keep."""
    name, initial = text(item, "item"), amount(item, "initial_stock")
    final = number(item, "final_stock")
    wanted = initial if final is None else final
    key = "initial_stock" if final is None else "final_stock"
    if wanted > 0 and not amount(item, "unit_value"):
        yield warning("W230", item, "unit_value", item=name, stock=quantity(wanted), field=labels(item, key))
    limit = number(item, "max_stock")
    if limit is None:
        return
    if initial > limit + book.most_added(f"stock:{name}", by_month=0):
        yield warning("W231", item, "max_stock", item=name, stock=quantity(initial), limit=quantity(limit))
    if wanted > limit + book.most_added(f"stock:{name}") and final is not None:
        yield warning("W232", item, "max_stock", item=name, stock=quantity(wanted), limit=quantity(limit))


def _cover(book: Book, item: Row) -> Findings:
    """Yield settings of cover that miss their other half."""
    name = text(item, "item")
    again = number(item, "cover_again_months")
    if again is not None and number(item, "cover_penalty") is None:
        yield error("E233", item, "cover_again_months", item=name)
    yield from _min_stock(book, item)
    if not amount(item, "min_cover_days") and not amount(item, "min_stock"):
        for key in ("cover_penalty", "cover_from", "cover_again_months"):
            if key in item.given and item.values.get(key) not in (None, 0):
                yield warning("W233", item, key, item=name, field=labels(item, key))
        return
    if number(item, "cover_penalty") == 0:
        yield warning("W245", item, "cover_penalty", item=name)
    start = book.index(item, "cover_from")
    if start is not None and start >= book.months:
        yield warning("W234", item, "cover_from", item=name, last=book.month_name(book.months - 1))


def _min_stock(book: Book, item: Row) -> Findings:
    """Yield a stock wanted in units that storage does not hold though it must be kept."""
    wanted, limit = amount(item, "min_stock"), number(item, "max_stock")
    if limit is None or number(item, "cover_penalty") is not None:
        return
    name = text(item, "item")
    if wanted > limit + book.most_added(f"stock:{name}"):
        yield warning("W538", item, "min_stock", item=name, stock=quantity(wanted), limit=quantity(limit))


def _min_suppliers(book: Book, item: Row) -> Findings:
    """Yield an item that asks for more qualified suppliers than there are."""
    name, wanted = text(item, "item"), amount(item, "min_suppliers")
    offers = book.by("Offers", "item").get(name, ())
    suppliers = sorted({text(offer, "supplier") for offer in offers} - {""})
    if wanted > len(suppliers):
        facts = {
            "item": name,
            "wanted": int(wanted),
            "found": len(suppliers),
            "suppliers": listed(suppliers) or "-",
        }
        yield error("E226", item, "min_suppliers", **facts)
