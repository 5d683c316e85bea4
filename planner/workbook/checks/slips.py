"""Numbers that are likely slips: days or years where months are asked, a tonne among kilograms.

Each may be meant, so each is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks.base import DAYS_PER_MONTH, Book, Findings, listed, percent, quantity, warning
from planner.workbook.checks.prices import product_contents
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.tables import Row

FAR = 50.0
"""Times one month of demand is the usual one before it is taken for another unit."""
NEAR = 10.0
"""Times the months beside it may be the usual one: demand that begins or ends does so over months."""
FEWEST_ALIKE = 3
"""Months in which a quantity must stand again before a table is taken for pasted twice."""
FEWEST = 5
"""Months of demand from which there is a usual one."""
LONG_LEAD = 24
"""Months of lead time that no supplier of material asks for."""
DAYS = frozenset({30, 45, 60, 90, 365})
"""Lengths that people give in days; 120 and 180 months are also typed for what never ends."""
CENTURY = 20.0
"""Times itself that no disruption makes a price or a demand, but the per cent of a factor are."""
SCANT = 1 / 100
"""Part of what a month needs of an item that nobody would offer, but a thousandth of what he offers is."""
PLENTY = 20.0
"""Times what a whole plan needs that nobody holds or receives."""
SHORT_LIFE = 20
"""Months that no investment lives, but years that it does."""
LOW_TAIL = 0.5
"""A tail level below this takes in more than half of all that may come."""


def check_slips(book: Book) -> Findings:
    """Yield numbers that are likely meant in another unit, and limits that leave nothing."""
    if not book.months:
        return
    yield from _tail_level(book)
    yield from _demand(book)
    yield from _pasted_twice(book)
    yield from _days_for_months(book)
    yield from _years_for_months(book)
    yield from _suppliers(book)
    yield from _copies(book)
    yield from _holdings(book)
    yield from _tiny_limits(book)
    yield from _jumps(book)
    yield from _event_factors(book)
    yield from _dear_processes(book)
    yield from _rising_tiers(book)
    yield from _sources_out_of_nothing(book)


def _tail_level(book: Book) -> Findings:
    """Yield a tail level that is the part of the worst futures instead of that of the others."""
    level = number_of(book.tables.settings.get("cvar_alpha"))
    row = next((row for row in book.rows("Settings") if text(row, "key") == "cvar_alpha"), None)
    if row is not None and level is not None and 0 < level < LOW_TAIL:
        facts = {"value": percent(level), "worst": percent(1 - level)}
        yield Finding(Severity.WARNING, "W418", "Settings", row.cell("value"), "cvar_alpha", facts)


def number_of(value: object) -> float | None:
    """Return a setting that is a number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _demand(book: Book) -> Findings:
    """Yield single months of demand that are many times, or a small part of, what the others are."""
    for name, rows in book.by("Demand", "product").items():
        asked = _by_month(book, rows)
        positive = [value for value, _ in asked.values() if value > 0]
        if len(positive) < FEWEST:
            continue
        usual = median(positive)
        for month, (value, row) in asked.items():
            beside = [asked[at][0] for at in (month - 1, month + 1) if at in asked]
            steady = all(usual / NEAR <= other <= usual * NEAR for other in beside)
            if value > 0 and steady and not usual / FAR < value < usual * FAR:
                facts = {"product": name, "value": quantity(value), "usual": quantity(usual)}
                yield warning("W410", row, "quantity", **facts)


def _by_month(book: Book, rows: Iterable[Row]) -> Mapping[int, tuple[float, Row]]:
    found: dict[int, tuple[float, Row]] = {}
    for row in rows:
        at = book.index(row, "month")
        if at is not None:
            found[at] = found.get(at, (0.0, row))[0] + amount(row, "quantity"), row
    return found


def _pasted_twice(book: Book) -> Findings:
    """Yield what stands in every month as often, with the same quantity each time: a table pasted again."""
    for sheet, key in (("Demand", "product"), ("Receipts", "item")):
        for name, rows in book.by(sheet, key).items():
            months: dict[int, list[Row]] = {}
            for row in rows:
                if (at := book.index(row, "month")) is not None and amount(row, "quantity") > 0:
                    months.setdefault(at, []).append(row)
            times = {len(found) for found in months.values()}
            alike = all(len({amount(row, "quantity") for row in found}) == 1 for found in months.values())
            if len(months) >= FEWEST_ALIKE and alike and len(times) == 1 and times != {1}:
                first, again = months[min(months)][:2]
                facts = {"name": name, "count": len(months), "place": book.place(first, "quantity")}
                yield warning("W423", again, "quantity", times=times.pop(), **facts)


def _days_for_months(book: Book) -> Findings:
    """Yield lead times and disruptions so long that days were likely typed, and cover beyond the plan."""
    for offer in book.rows("Offers"):
        lead = whole(offer, "lead_time_months")
        if LONG_LEAD <= lead < book.months:
            yield warning("W411", offer, "lead_time_months", value=lead, months=_months(lead))
    for event in book.rows("Events"):
        lasts = whole(event, "duration_months")
        if lasts in DAYS and lasts > book.months:
            facts = {"event": text(event, "event"), "value": lasts, "months": _months(lasts)}
            yield warning("W412", event, "duration_months", **facts)
        longer = whole(event, "lead_time_extension")
        if longer in DAYS and longer >= LONG_LEAD:
            facts = {"value": longer, "months": _months(longer)}
            yield warning("W411", event, "lead_time_extension", **facts)
    for item in book.rows("Items"):
        days = amount(item, "min_cover_days")
        if days > book.months * DAYS_PER_MONTH:
            yield warning("W414", item, "min_cover_days", item=text(item, "item"), days=quantity(days))


def _months(days: int) -> int:
    return max(1, round(days / DAYS_PER_MONTH))


def _years_for_months(book: Book) -> Findings:
    """Yield investments that live for as many months as others do years."""
    for row in book.rows("Investments"):
        life = whole(row, "life_months")
        if 0 < life <= SHORT_LIFE and amount(row, "capex") > 0:
            facts = {"investment": text(row, "investment"), "value": life, "months": 12 * life}
            yield warning("W413", row, "life_months", **facts)


def _suppliers(book: Book) -> Findings:
    """Yield suppliers of whom nothing can be ordered."""
    for name, row in book.ids("Suppliers").items():
        if number(row, "capacity_per_month") == 0 and name in book.by("Offers", "supplier"):
            yield warning("W415", row, "capacity_per_month", supplier=name)


def _copies(book: Book) -> Findings:
    """Yield offers that say the same as another one but for their name: what they allow counts twice."""
    first: dict[tuple[object, ...], Row] = {}
    for row in book.rows("Offers"):
        terms = tuple(
            (key, value)
            for key, value in row.values.items()
            if key not in ("offer", "name") and key in row.given
        )
        other = first.setdefault(terms, row)
        if other is not row and text(row, "item") and not (book.tiers(row) or book.tiers(other)):
            facts = {"offer": text(row, "offer"), "other": text(other, "offer")}
            yield warning("W419", row, "offer", place=book.place(other, "offer"), **facts)


def _needs(book: Book, of: Callable[[Sequence[float]], float] = sum) -> Mapping[str, float]:
    """Return what the whole plan can need of each item, or a usual month where the median is asked for."""
    needs: dict[str, float] = {}
    for product, contents in product_contents(book).items():
        asked = _by_month(book, book.by("Demand", "product").get(product, ()))
        demand = of([value for value, _ in asked.values() if value > 0] or [0.0])
        for part, ways in contents.items():
            needs[part] = needs.get(part, 0.0) + demand * max(taken for taken, _ in ways)
    return needs


def _tiny_limits(book: Book) -> Findings:
    """Yield limits of offers that are next to nothing beside what a month needs of the item."""
    needs = _needs(book, median)
    for row in book.rows("Offers"):
        monthly = needs.get(text(row, "item"), 0.0)
        for key, months in (("max_per_month", 1), ("max_annual", 12)):
            limit, need = number(row, key), months * monthly
            if limit is not None and 0 < limit <= SCANT * need:
                facts = {"item": text(row, "item"), "value": quantity(limit), "need": quantity(need)}
                yield warning("W424", row, key, part=percent(limit / need), **facts)


def _event_factors(book: Book) -> Findings:
    """Yield factors of events that are per cent: 120 for a fifth more."""
    for row in book.rows("Events"):
        for key in ("price_factor", "demand_factor"):
            factor = number(row, key)
            if factor is not None and factor >= CENTURY:
                facts = {"event": text(row, "event"), "value": quantity(factor)}
                yield warning("W425", row, key, meant=quantity(factor / 100), **facts)


def _holdings(book: Book) -> Findings:
    """Yield stock and receipts many times what the whole plan can need of an item."""
    needs = _needs(book)
    for name, item in book.ids("Items").items():
        need = needs.get(name, 0.0)
        rows = [(item, key) for key in ("initial_stock", "final_stock")]
        rows += [(row, "quantity") for row in book.by("Receipts", "item").get(name, ())]
        for row, key in rows:
            if need > 0 and amount(row, key) > PLENTY * need:
                facts = {"item": name, "value": quantity(amount(row, key)), "need": quantity(need)}
                yield warning("W420", row, key, times=f"{amount(row, key) / need:,.0f}", **facts)


def _jumps(book: Book) -> Findings:
    """Yield factors of an index that are many times the one before, or a small part of it."""
    for name, rows in book.by("PriceIndex", "index").items():
        dated = [(at, row) for row in rows if (at := book.index(row, "month")) is not None]
        for (_, low), (at, high) in pairwise(sorted(dated, key=lambda pair: pair[0])):
            before, after = amount(low, "factor"), amount(high, "factor")
            if before > 0 and after > 0 and not 1 / NEAR <= after / before <= NEAR:
                facts = {"index": name, "before": quantity(before), "after": quantity(after)}
                yield warning("W421", high, "factor", month=book.month_name(at), **facts)


def _dear_processes(book: Book) -> Findings:
    """Yield processes whose work on one unit costs more than the unit that is then missing."""
    for name, process in book.ids("Processes").items():
        for flow in book.by("ProcessFlows", "process").get(name, ()):
            if text(flow, "kind") != "out" or amount(flow, "quantity") <= 0:
                continue
            each = amount(process, "opex") / amount(flow, "quantity")
            for line in book.by("BOM", "item").get(text(flow, "item"), ()):
                product = book.ids("Products").get(text(line, "product"))
                penalty = None if product is None else number(product, "shortage_penalty")
                work = each * amount(line, "quantity")
                if text(line, "kind") != "scrap" and penalty is not None and work > penalty > 0:
                    facts = {"process": name, "cost": quantity(work), "penalty": quantity(penalty)}
                    yield warning("W422", process, "opex", product=text(line, "product"), **facts)
                    break


def _rising_tiers(book: Book) -> Findings:
    """Yield tiers in which all that is bought costs more than in the tier below."""
    for name, tiers in book.by("PriceTiers", "offer").items():
        offer = book.ids("Offers").get(name)
        if offer is None or text(offer, "tier_kind") == "incremental":
            continue
        priced = [tier for tier in tiers if number(tier, "price") is not None]
        for low, high in pairwise(sorted(priced, key=lambda tier: amount(tier, "from_annual"))):
            if amount(high, "price") > amount(low, "price"):
                facts = {"offer": name, "price": quantity(amount(high, "price"))}
                facts |= {
                    "from": quantity(amount(high, "from_annual")),
                    "less": quantity(amount(low, "price")),
                }
                yield warning("W416", high, "price", **facts)


def _sources_out_of_nothing(book: Book) -> Findings:
    """Yield processes that make goods without taking any; a mine may, and what nothing else is said of."""
    for name, process in book.ids("Processes").items():
        flows = [
            row for row in book.by("ProcessFlows", "process").get(name, ()) if amount(row, "quantity") > 0
        ]
        made = [text(row, "item") for row in flows if text(row, "kind") == "out"]
        if made and len(made) == len(flows) and text(process, "stage") != "mining":
            yield warning("W417", process, "process", process=name, items=listed(made))
