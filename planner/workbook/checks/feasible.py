"""What cannot be feasible, by simple sums of what can be supplied against what must be met.

Nothing here is ever said of a plan that exists; a plan of which nothing is said may still not exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.workbook.access import amount, number
from planner.workbook.checks.base import Book, Findings, listed, percent, quantity, warning
from planner.workbook.checks.bounds.demand import Demand
from planner.workbook.checks.bounds.feasibility import Lack, Path, beyond, initial_stock
from planner.workbook.checks.bounds.supply import PathSupply
from planner.workbook.checks.obligations import check_caps, check_recycled, check_takes
from planner.workbook.checks.outlook import check_outlook
from planner.workbook.events.scenarios import TRUNK, ScenarioSpec

WORK = 1_000_000
"""Offers and processes x months x scenarios that are summed; beyond that only the first scenarios are."""


def check_feasible(book: Book) -> Findings:
    """Yield what no plan can keep, with the numbers, and what the first months will look like."""
    if not book.months:
        return
    share = {name: amount(row, "min_fill_rate") for name, row in book.ids("Products").items()}
    share = {name: rate for name, rate in share.items() if rate > 0}
    supply, demand = PathSupply(book), Demand(book)
    trunk = Path(book, supply, demand, share, supply.at_hand(0, initial_stock(book), demand))
    yield from check_outlook(trunk)
    yield from check_takes(book, supply)
    if not share:
        return
    yield from _designs(trunk)
    lacks = list(trunk.lacks())
    yield from _told(book, lacks)
    short = {lack.item for lack in lacks}
    yield from _covers(trunk, short)
    yield from _stocks(trunk, short)
    yield from check_caps(trunk, short)
    yield from check_recycled(trunk)
    yield from _branches(trunk, short)


def _designs(trunk: Path) -> Findings:
    """Yield products whose designs, within their shares, cannot make what must be delivered."""
    book, demand = trunk.book, trunk.demand
    for name, rate in trunk.share.items():
        sold = sum(demand.products.get(name, ()))
        made = demand.makeable(name, 0)
        if name in book.by("Designs", "product") and beyond(rate * sold, made):
            facts = {"product": name, "rate": percent(rate), "need": quantity(rate * sold)}
            yield warning("W205", book.ids("Products")[name], "min_fill_rate", most=quantity(made), **facts)


def _told(book: Book, lacks: Sequence[Lack]) -> Findings:
    """Yield one finding per item: what it lacks as planned, or in how many disruptions and worst where."""
    by_item: dict[str, list[Lack]] = {}
    for lack in lacks:
        by_item.setdefault(lack.item, []).append(lack)
    for item, own in by_item.items():
        worst = max(own, key=lambda lack: lack.need - lack.most)
        facts = {
            "item": item,
            "most": quantity(worst.most),
            "need": quantity(worst.need),
            "month": book.month_name(worst.month),
        }
        row = book.ids("Items")[item]
        if worst.scenario == TRUNK:
            yield warning("W206", row, "item", **facts)
        else:
            scenarios = listed(lack.scenario for lack in own)
            yield warning("W207", row, "item", scenario=worst.scenario, scenarios=scenarios, **facts)


def _covers(trunk: Path, short: set[str]) -> Findings:
    """Yield days of cover that must be kept but cannot be, beside what must be used."""
    book, end = trunk.book, trunk.book.months - 1
    for item, row in book.ids("Items").items():
        days = amount(row, "min_cover_days")
        if item in short or days <= 0 or number(row, "cover_penalty") is not None:
            continue
        ahead = days * 12 / 365
        one = frozenset({item})
        for month in range(max(0, book.index(row, "cover_from") or 0), book.months):
            need = trunk.least_use(one, 0, min(end, month + int(ahead)))
            if month == end:
                # Beyond the plan, use goes on as in the mean of its last year.
                length = min(12, book.months)
                need += ahead / length * trunk.least_use(one, book.months - length, end)
            most = trunk.at_hand[item][month]
            if beyond(need, most):
                facts = {"item": item, "days": quantity(days), "month": book.month_name(month)}
                numbers = {"most": quantity(most), "need": quantity(need)}
                yield warning("W208", row, "min_cover_days", **facts, **numbers)
                break


def _stocks(trunk: Path, short: set[str]) -> Findings:
    """Yield stocks in units that must be kept but cannot be, beside what must be used."""
    book = trunk.book
    for item, row in book.ids("Items").items():
        wanted = amount(row, "min_stock")
        if item in short or wanted <= 0 or number(row, "cover_penalty") is not None:
            continue
        for month in range(max(0, book.index(row, "cover_from") or 0), book.months):
            need = trunk.least_use(frozenset({item}), 0, month)
            most = trunk.at_hand[item][month]
            if beyond(need + wanted, most):
                facts = {"item": item, "stock": quantity(wanted), "month": book.month_name(month)}
                numbers = {"most": quantity(most), "need": quantity(need)}
                yield warning("W539", row, "min_stock", **facts, **numbers)
                break


def _branches(trunk: Path, short: set[str]) -> Findings:
    """Yield items of which a disruption leaves too little for what must be delivered in it."""
    book = trunk.book
    work = max(1, len(book.rows("Offers")) + len(book.rows("Processes"))) * book.months
    lacks: list[Lack] = []
    inside = [spec for spec in book.specs if 0 <= spec.onset < book.months]  # others are errors already
    for spec in inside[: max(1, WORK // work)]:
        lacks += [lack for lack in _branch(trunk, spec).lacks() if lack.item not in short]
    yield from _told(book, lacks)


def _branch(trunk: Path, spec: ScenarioSpec) -> Path:
    """Return the path of a scenario from its onset on."""
    book, first = trunk.book, spec.onset
    demand = Demand(book, spec.scenario, trunk.demand)
    supply = PathSupply(book, spec.scenario, trunk.supply)
    if supply.like_trunk():
        supply = trunk.supply
    if first == 0 or spec.after != TRUNK:
        # What a parent branch brings differs from the trunk, so everything is added up from month 0.
        at_hand = supply.at_hand(0, initial_stock(book), demand)
    else:
        at_hand = supply.at_hand(first, _saved(trunk, first - 1), demand)
    return Path(book, supply, demand, trunk.share, at_hand, spec.scenario, first)


def _saved(trunk: Path, month: int) -> dict[str, float]:
    """Return the most of each item that can lie in stock at the end of a trunk month."""
    stock: dict[str, float] = {}
    for name, row in trunk.book.ids("Items").items():
        used = trunk.least_use(frozenset({name}), 0, month)
        stock[name] = max(0.0, trunk.at_hand[name][month] - used)
        limit = number(row, "max_stock")
        if limit is not None:
            stock[name] = min(stock[name], limit + trunk.book.most_added(f"stock:{name}", by_month=month))
    return stock
