"""Warnings about the plan itself: its gap, shortage, stock, rules, and what makes it insure."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from planner.reporting.advice.scarcity import Scarcity, least_material_cost, scarcities
from planner.reporting.advice.view import Advice, View
from planner.reporting.view.lookup import TINY, days_held, number, some_month, trunk_rows, trunk_stock
from planner.reporting.view.paths import Record, records
from planner.reporting.words.phrases import Amount, Clause, Fact, Money, Share
from planner.reporting.words.phrases import Names as Listed
from planner.workbook.access import amount, text, texts
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.pools import pool_tiers

DAYS_PER_MONTH = 365 / 12
SHOWN = 3
"""At most so many items are named."""
CLEARLY_DEARER = 2.0
"""A shortage this many times dearer than the dearest goods is always worth avoiding."""
COLLAPSED = 0.5
"""Cover below this part of its mean has collapsed."""
DISPOSED = 0.001
"""Disposed share of what a rule measures that is worth a word."""


def gap_noise(view: View) -> Iterator[Advice]:
    """Differences in cost within the gap say nothing."""
    summary = view.summary
    stopped = summary.status != "optimal"
    if summary.gap <= 0:
        return
    yield Advice(
        "advice_gap_unknown" if not summary.judged else "advice_gap_stopped" if stopped else "advice_gap",
        stopped,
        {
            "noise": Money(summary.noise),
            "gap": Share(summary.gap),
            "asked": Share(summary.gap_asked),
        },
        view.setting("time_limit" if stopped else "mip_gap"),
    )


def trunk_shortage(view: View) -> Iterator[Advice]:
    """Demand is not met even where nothing new happens."""
    found: dict[str, tuple[int, float, float]] = {}
    rows = records(view.result.tables["Demand"])
    for index, row in enumerate(rows):
        if row["scenario"] == TRUNK:
            first, short, demand = found.get(row["product"], (-1, 0.0, 0.0))
            if row["short"] > TINY and first < 0:
                first = index
            found[row["product"]] = (first, short + row["short"], demand + row["demand"])
    for product, (first, short, demand) in found.items():
        if first >= 0:
            given = view.names.row("Products", product)
            penalty = amount(given, "shortage_penalty")
            least = least_material_cost(view.result.inputs, product)
            facts: dict[str, Fact] = {"penalty": Money(penalty)}
            why = Clause("short_reach", facts)
            if least > penalty:
                why = Clause("short_chosen", {**facts, "cost": Money(least)})
            yield Advice(
                "advice_trunk_short",
                True,
                {
                    "product": view.names.name("Products", product),
                    "short": Amount(short, text(given, "unit")),
                    "share": Share(short / demand),
                    "month": some_month(rows[first]["month"]),
                    "why": why,
                },
                view.at("Demand", first),
            )


def what_insures(view: View) -> Iterator[Advice]:
    """Say whether dear shortages or the risk weight make the plan hold stock, and where neither does."""
    found = scarcities(view.result.inputs)
    for scarce in found:
        if scarce.penalty < scarce.dearest:
            yield Advice(
                "advice_shortage_cheap",
                True,
                _scarcity_facts(view, scarce),
                view.given("Products", scarce.product, "shortage_penalty"),
            )
    if not found or not any(path.onset is not None and path.probability > 0 for path in view.summary.paths):
        return
    tightest = min(found, key=lambda scarce: scarce.penalty / scarce.dearest)
    weight = view.summary.risk_weight
    dear = tightest.penalty >= CLEARLY_DEARER * tightest.dearest
    if weight > 0 and dear:
        code = "advice_weight_weak"
    elif weight > 0:
        code = "advice_weight_works"
    else:
        code = "advice_expectation_insures"
    facts = {**_scarcity_facts(view, tightest), "weight": Share(weight)}
    yield Advice(code, False, facts, view.setting("risk_weight"))


def _scarcity_facts(view: View, scarce: Scarcity) -> dict[str, Fact]:
    return {
        "item": view.names.name("Items", scarce.item),
        "unit": view.names.unit(scarce.item),
        "product": view.names.name("Products", scarce.product),
        "penalty": Money(scarce.penalty),
        "dearest": Money(scarce.dearest),
        "offer": scarce.offer,
    }


def cover_collapse(view: View) -> Iterator[Advice]:
    """Cover falls away at the end of the plan, since nothing comes after it."""
    tail = view.summary.tail_start
    stock = trunk_stock(view.result)
    for holding in view.summary.holdings:  # the covered and dearest first: one is enough to tell
        days = [days_held(row) for row in stock[holding.item]]
        body = [value for value in days[:tail] if value is not None]
        end = [value for value in days[tail:] if value is not None]
        usual = median(body) if body else 0.0  # stock that was used up early falls away no more
        if end and usual > 1 and min(end) < COLLAPSED * min(usual, sum(body) / len(body)):
            item, mean, low = holding.item, sum(body) / len(body), min(end)
            break
    else:
        return
    yield Advice(
        "advice_collapse",
        True,
        {
            "item": view.names.name("Items", item),
            "mean": round(mean),
            "low": round(low),
            "month": view.month(tail),
            "count": view.result.inputs.months - tail,
        },
        view.at("Stock", view.stock_row(item, tail)),
    )


def first_months(view: View) -> Iterator[Advice]:
    """Opening stock and goods on the way must last until the first order arrives."""
    found = []
    stock = trunk_stock(view.result)
    for item in sorted({text(row, "item") for row in view.result.inputs["Offers"]}):
        rows = stock.get(item, [])
        arrival = next((month for month, row in enumerate(rows) if row["arrivals"] > TINY), None)
        lasting = lasting_days(rows, amount(view.names.row("Items", item), "initial_stock"))
        early = sum(row["used"] + row["process_in"] for row in rows[:arrival])
        if lasting is not None and arrival is not None and early > TINY:
            found.append((lasting - arrival * DAYS_PER_MONTH, lasting, item, arrival))
    dry = [
        view.result.inputs.month_index(row["month"])
        for row in trunk_rows(view.result, "Demand")
        if row["short"] > TINY
    ]
    for slack, lasting, item, arrival in sorted(found)[:SHOWN]:
        if slack > DAYS_PER_MONTH:
            break
        yield Advice(
            "advice_first_months",
            min(dry, default=arrival) < arrival,
            {
                "item": view.names.name("Items", item),
                "days": round(lasting),
                "month": view.month(arrival),
                "arrival": round(arrival * DAYS_PER_MONTH),
            },
            view.at("Stock", view.stock_row(item, 0)),
        )


def lasting_days(rows: list[Record], opening: float) -> float | None:
    """Return how many days opening stock, receipts and own output last; ``None`` where to the end."""
    left = opening
    for month, row in enumerate(rows):
        left += row["receipts"] + row["process_out"] + row["scrap"]
        use = row["used"] + row["process_in"]
        if use > TINY and left < use - TINY:
            return float((month + left / use) * DAYS_PER_MONTH)
        left -= use
    return None


def disposed(view: View) -> Iterator[Advice]:
    """A share can be met by buying and discarding: say what was discarded of ruled items."""
    stock = trunk_stock(view.result)
    for rule in view.result.inputs["Rules"]:
        items = texts(rule, "items") or tuple(stock)
        gone = {item: sum(row["disposed"] for row in stock.get(str(item), [])) for item in items}
        total = sum(gone.values())
        inflow = sum(
            row["arrivals"] + row["receipts"] + row["process_out"]
            for item in items
            for row in stock.get(str(item), [])
        )
        if inflow > TINY and total > TINY and total > DISPOSED * inflow:  # old stock was bought for no rule
            item = max(gone, key=lambda name: gone[name])
            yield Advice(
                "advice_disposed",
                True,
                {
                    "rule": text(rule, "rule"),
                    "quantity": Amount(total, view.names.unit(item)),
                    "share": Share(total / inflow),
                    "item": view.names.name("Items", item),
                },
                view.at("Stock", view.stock_row(item, _first_disposal(stock[item]))),
            )


def _first_disposal(rows: list[Record]) -> int:
    return next(month for month, row in enumerate(rows) if row["disposed"] > TINY)


def broken_rules(view: View) -> Iterator[Advice]:
    """Rules at a price may be broken: say which are, on the trunk, and what that costs."""
    broken: dict[str, tuple[int, float, tuple[str, ...]]] = {}
    for index, row in enumerate(records(view.result.tables["Rules"])):
        if row["scenario"] == TRUNK and number(row["penalty"]) > TINY:
            first, paid, windows = broken.get(row["rule"], (index, 0.0, ()))
            window = str(row["window"])
            broken[row["rule"]] = (
                first,
                paid + row["penalty"],
                windows if window in windows else (*windows, window),
            )
    for rule, (first, paid, windows) in broken.items():
        facts: dict[str, Fact] = {"rule": rule, "windows": Listed(windows), "paid": Money(paid)}
        yield Advice("advice_rule_broken", True, facts, view.at("Rules", first))


def rules_off_the_plan(view: View) -> Iterator[Advice]:
    """A rule may be kept in one case and not in another: say how far off, where, and how surely it holds."""
    table = view.result.tables.get("RuleReach")
    for index, row in enumerate([] if table is None else records(table)):
        if row["worst_share"] is None:
            continue
        yield Advice(
            "advice_rule_off_plan",
            True,
            {
                "rule": str(row["rule"]),
                "member": str(row["member"]) or str(row["rule"]),
                "reached": Share(number(row["worst_share"])),
                "share": Share(number(row["limit_share"])),
                "scenario": str(row["scenario"]),
                "window": str(row["window"]),
                "chance": Share(number(row["holds_probability"])),
            },
            view.at("RuleReach", index),
        )


def next_tiers(view: View) -> Iterator[Advice]:
    """What is missing to the next tier of a pool."""
    table = view.result.tables.get("Pools")
    for index, row in enumerate([] if table is None else records(table)):
        tiers = pool_tiers(view.result.inputs, str(row["pool"]))
        if row["tier"] is None or int(row["tier"]) >= len(tiers):
            continue
        tier = tiers[int(row["tier"])]
        yield Advice(
            "advice_next_tier",
            False,
            {
                "pool": str(row["pool"]),
                "committed": Amount(number(row["committed"]), ""),
                "discount": Share(number(row["discount"])),
                "missing": Amount(max(0.0, tier.from_annual - number(row["committed"])), ""),
                "more": Share(tier.discount),
            },
            view.at("Pools", index),
        )


def lots_on_trunk(view: View) -> Iterator[Advice]:
    """Smallest orders and costs per order exist on the trunk only."""
    lots = [
        row for row in view.result.inputs["Offers"] if amount(row, "moq") > 0 or amount(row, "order_cost") > 0
    ]
    if lots and view.summary.paths[1:]:
        trunk_cost = view.tree.path_components[TRUNK].get("order", 0.0)
        column = "moq" if amount(lots[0], "moq") > 0 else "order_cost"
        yield Advice(
            "advice_lots",
            False,
            {"offers": Listed(tuple(text(row, "offer") for row in lots)), "cost": Money(trunk_cost)},
            view.given("Offers", text(lots[0], "offer"), column),
        )
