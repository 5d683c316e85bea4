"""Obligations that cannot be met: least takes of signed contracts, hard caps, hard recycled shares."""

from __future__ import annotations

from collections.abc import Iterator

from planner.workbook.access import amount, number, text, texts, yes
from planner.workbook.checks.base import (
    INFINITE,
    Book,
    Findings,
    is_contract,
    percent,
    quantity,
    warning,
)
from planner.workbook.checks.bounds.feasibility import TOLERANCE, Path, beyond, made_of
from planner.workbook.checks.bounds.supply import PathSupply, transit_months
from planner.workbook.checks.rules import EACH, counted_by, members_of
from planner.workbook.checks.sourcing import smallest_rate
from planner.workbook.events.targets import STAGES
from planner.workbook.tables import Row


def check_takes(book: Book, trunk: PathSupply) -> Findings:
    """Yield signed contracts whose least monthly take exceeds what may be ordered in a month."""
    owed: dict[tuple[str, int], float] = {}
    for offer in book.rows("Offers"):
        name = text(offer, "offer")
        take = amount(offer, "min_take") * smallest_rate(book, offer)
        if not is_contract(offer) or offer.values.get("signed") is not True or take <= 0:
            continue
        lots = trunk.lots(offer)
        limit = number(offer, "max_per_month")
        most = INFINITE if limit is None else limit + book.most_added(f"offer:{name}")
        if len(lots.ordered) and take > most * (1 + TOLERANCE):
            facts = {"offer": name, "take": quantity(take), "most": quantity(most)}
            yield warning("W203", offer, "min_take", **facts)
        left = trunk.availability("offer", name)
        for ordered, arrives in zip(lots.ordered.tolist(), lots.arrives.tolist(), strict=True):
            part = 1.0 if left is None else float(left[max(0, arrives - transit_months(offer))])
            key = (text(offer, "supplier"), ordered)
            owed[key] = owed.get(key, 0.0) + take * part
    worst: dict[str, tuple[float, int]] = {}
    for (supplier, month), take in owed.items():
        worst[supplier] = max(worst.get(supplier, (0.0, 0)), (take, month))
    for name, (take, month) in worst.items():
        row = book.ids("Suppliers").get(name)
        capacity = None if row is None else number(row, "capacity_per_month")
        if row is not None and capacity is not None and take > capacity * (1 + TOLERANCE):
            facts = {"supplier": name, "take": quantity(take), "most": quantity(capacity)}
            yield warning("W204", row, "capacity_per_month", month=book.month_name(month), **facts)


def check_caps(trunk: Path, short: set[str]) -> Findings:
    """Yield caps that must be kept, where what others can deliver leaves too little to buy in all.

    With a cap of ``share`` on a member, purchases are at most those from others / (1 - share).
    """
    book, end = trunk.book, trunk.book.months - 1
    for rule in _hard_caps(book):
        counted = counted_by(book, rule)
        if not counted.items.isdisjoint(short):
            continue
        cap = amount(rule, "share")
        _, members = members_of(book, rule, counted)
        others = [row for row in counted.offers if text(row, counted.column) not in members]
        outside = trunk.supply.bought(others, 0, by_order=True)[end]
        outside += sum(book.taken_before.get(text(row, "offer"), 0.0) for row in others)
        inside = 0.0
        measured = {text(row, "process") for row in counted.processes}
        for name, process in book.ids("Processes").items():
            made = made_of(book, process, counted.items) * trunk.supply.run(process, 0)[end]
            if name not in measured:
                inside += made
            elif text(process, "country") not in members:
                outside += made
        most = _on_hand(trunk, counted.items) + inside + outside / (1 - cap)
        need = trunk.least_use(counted.items, 0, end)
        if beyond(need, most):
            facts = {"rule": text(rule, "rule"), "share": percent(cap), "member": text(rule, "member")}
            numbers = {"others": quantity(outside), "most": quantity(most), "need": quantity(need)}
            yield warning("W209", rule, "share", **facts, **numbers)


def _hard_caps(book: Book) -> Iterator[Row]:
    """Yield the rules that cap one member's or group's share of purchases and must be kept."""
    for rule in book.rows("Rules"):
        cap, measure = number(rule, "share"), text(rule, "measure")
        if cap is None or cap >= 1 or number(rule, "penalty") is not None or text(rule, "sense") == "min":
            continue
        if measure not in (*STAGES, "supplier") or text(rule, "base") == "use":
            continue
        if text(rule, "member") not in ("", EACH):
            yield rule


def _on_hand(trunk: Path, items: frozenset[str]) -> float:
    """Return what there is of some items without buying or processing: stock, receipts and scrap."""
    book, end = trunk.book, trunk.book.months - 1
    total = 0.0
    for item in items:
        row = book.ids("Items").get(item)
        total += 0.0 if row is None else amount(row, "initial_stock")
        total += sum(amount(receipt, "quantity") for receipt in book.by("Receipts", "item").get(item, ()))
        total += sum(quantity_ for arrival, quantity_ in book.past_arrivals.get(item, ()) if arrival >= 0)
        total += trunk.demand.scrap(item, 0)[end]
    return total


def check_recycled(trunk: Path) -> Findings:
    """Yield recycled shares that must be reached, but that recycling at its most cannot."""
    book, end = trunk.book, trunk.book.months - 1
    for rule in book.rows("Rules"):
        target = number(rule, "share")
        if text(rule, "measure") != "recycled" or text(rule, "sense") != "min" or target is None:
            continue
        if number(rule, "penalty") is not None:
            continue
        items = frozenset(texts(rule, "items") or book.ids("Items"))
        windows = [(0, end)]
        if text(rule, "window") != "horizon":
            windows = [(year.start, year.stop - 1) for year in book.years]
        for begin, last in windows:
            most = _recycled(trunk, items, begin, last)
            need = target * trunk.least_use(items, begin, last)
            if beyond(need, most):
                months = f"{book.month_name(begin)} … {book.month_name(last)}"
                numbers = {"most": quantity(most), "need": quantity(need)}
                facts = {"rule": text(rule, "rule"), "share": percent(target), "months": months}
                yield warning("W202", rule, "share", **facts, **numbers)
                break


def _recycled(trunk: Path, items: frozenset[str], begin: int, last: int) -> float:
    """Return the most that recycling can make of some items in ``begin`` … ``last``."""
    most = 0.0
    for name, process in trunk.book.ids("Processes").items():
        if not yes(process, "recycling"):
            continue
        reach = [
            trunk.at_hand[text(flow, "item")][last] / amount(flow, "quantity")
            for flow in trunk.book.by("ProcessFlows", "process").get(name, ())
            if text(flow, "kind") == "in"
            and text(flow, "item") in trunk.at_hand
            and amount(flow, "quantity") > 0
        ]
        run = trunk.supply.run(process, begin)[last]
        most += made_of(trunk.book, process, items) * min([run, *reach])
    return most
