"""What the charts show, as plain data: categories, series, and where the tail of the plan begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.reporting.view.content import CLASSES, Path, Summary
from planner.reporting.view.lookup import TINY, Names, number, some_month, trunk_rows, trunk_stock
from planner.reporting.view.paths import Record, records
from planner.reporting.words.phrases import Clause, Fact, Term
from planner.result import Result
from planner.workbook.access import amount, month, text, yes
from planner.workbook.events.scenarios import TRUNK

TOP_SUPPLIERS = 7
"""Sources shown by name in one chart; the rest are one series."""
TOP_PATHS = 15
LEAST_MONTHS = 2
"""Months with payments from which on a chart of them says something."""
TOP_SHARES = 18
SHOWN_PART = 0.001
"""Components below this part of the expected cost are not drawn."""
MAIN_ITEMS = 2
"""Items whose charts stand on the Summary; all stand on the sheet Charts."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one colour of a chart."""

    name: Fact
    """A name as it is, or a term of the catalogue."""
    values: tuple[float | None, ...]
    source: str = ""
    """Supplier id or kind of source: the same one has the same colour everywhere."""
    line: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart."""

    kind: str
    """``supply``, ``stock``, ``share``, ``cost``, ``difference``, ``short`` or ``cash``."""
    categories: tuple[Fact, ...]
    series: tuple[Series, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Fill the title ``chart_<kind>``."""
    tail: int | None = None
    """First category in the tail of the plan."""


@dataclass(frozen=True, slots=True)
class Charts:
    """All charts of a result."""

    main: tuple[Chart, ...]
    """On the Summary."""
    items: tuple[Chart, ...]
    """Supply and stock of every item, in pairs where both are there."""
    suppliers: tuple[str, ...]
    """Suppliers by what is paid to them on the trunk: the order of their colours."""


def chart_data(result: Result, summary: Summary) -> Charts:
    """Return every chart of a result."""
    names = Names(result.inputs)
    orders = trunk_rows(result, "Orders")
    runs = trunk_rows(result, "Processes")
    paid = _paid(result, orders)
    spend: dict[str, float] = {}
    suppliers: dict[str, float] = {}
    for (supplier, item), money in paid.items():
        spend[item] = spend.get(item, 0.0) + money
        suppliers[supplier] = suppliers.get(supplier, 0.0) + money
    stock = trunk_stock(result)
    supply = {
        item: _supply(
            result,
            summary,
            names,
            item,
            rows=rows,
            orders=orders,
            recycled=_recycled(result, item, runs),
        )
        for item, rows in stock.items()
    }
    held = {item: _held(result, summary, names, item, rows) for item, rows in stock.items()}
    bought = sorted(spend, key=lambda item: -spend[item])[:MAIN_ITEMS]
    kept = [holding.item for holding in summary.holdings][:MAIN_ITEMS]
    shown: list[Chart | None] = [
        *(supply[item] for item in bought),
        *(held[item] for item in kept),
        _shares(result),
        _costs(summary),
        _differences(summary),
        _shortages(summary),
        _cash(result),
    ]
    order = list(dict.fromkeys([*(holding.item for holding in summary.holdings), *stock]))
    pairs = [chart for item in order for chart in (supply[item], held[item]) if chart]
    return Charts(
        tuple(chart for chart in shown if chart),
        tuple(pairs),
        tuple(sorted(suppliers, key=lambda supplier: (-suppliers[supplier], supplier))),
    )


def _paid(result: Result, orders: list[Record]) -> dict[tuple[str, str], float]:
    """Return what is paid on the trunk by supplier and item."""
    offers = {text(row, "offer"): row for row in result.inputs["Offers"]}
    found: dict[tuple[str, str], float] = {}
    for row in orders:
        offer = offers[row["offer"]]
        key = (text(offer, "supplier"), text(offer, "item"))
        found[key] = found.get(key, 0.0) + number(row["arrived"]) * number(row["unit_cost"])
    return found


def _months(result: Result) -> tuple[dt.date, ...]:
    return tuple(result.inputs.month_date(index) for index in range(result.inputs.months))


def _supply(
    result: Result,
    summary: Summary,
    names: Names,
    item: str,
    *,
    rows: list[Record],
    orders: list[Record],
    recycled: dict[int, float],
) -> Chart | None:
    """Where one item comes from on the trunk, month by month."""
    months = result.inputs.months
    sources: dict[str, list[float]] = {}

    def add(source: str, at: int, quantity: float) -> None:
        if 0 <= at < months and quantity > TINY:
            sources.setdefault(source, [0.0] * months)[at] += quantity

    offers = {text(row, "offer"): row for row in result.inputs["Offers"]}
    for row in orders:
        offer = offers[row["offer"]]
        if text(offer, "item") == item and row["arrival_month"] is not None:
            at = result.inputs.month_index(row["arrival_month"])
            add("supplier:" + text(offer, "supplier"), at, number(row["arrived"]))
    for at, row in enumerate(rows):
        add("receipts", at, row["receipts"])
        add("recycled", at, recycled.get(at, 0.0))
        add("made", at, row["process_out"] - recycled.get(at, 0.0))
        add("scrap", at, row["scrap"])
    if not sources:
        return None
    order = sorted(sources, key=lambda source: -sum(sources[source]))
    named = order if len(order) <= TOP_SUPPLIERS + 1 else order[:TOP_SUPPLIERS]
    series = [
        Series(_source_name(names, source), tuple(sources[source]), source.removeprefix("supplier:"))
        for source in named
    ]
    if len(named) < len(order):
        rest = [sum(sources[source][at] for source in order[TOP_SUPPLIERS:]) for at in range(months)]
        series.append(Series(Term("source_other"), tuple(rest), "other"))
    return Chart(
        "supply",
        _months(result),
        tuple(series),
        {"item": names.name("Items", item), "unit": names.unit(item), "tail": _tail_words(summary, months)},
        summary.tail_start,
    )


def _tail_words(summary: Summary, months: int) -> Fact:
    return Term("chart_tail") if summary.tail_start < months else ""


def _source_name(names: Names, source: str) -> Fact:
    if source.startswith("supplier:"):
        return names.name("Suppliers", source.removeprefix("supplier:"))
    return Term(f"source_{source}")


def _recycled(result: Result, item: str, runs: list[Record]) -> dict[int, float]:
    """Return what recycling processes make of an item on the trunk, by plan month."""
    recycling = {text(row, "process") for row in result.inputs["Processes"] if yes(row, "recycling")}
    yields = {
        text(row, "process"): amount(row, "quantity")
        for row in result.inputs["ProcessFlows"]
        if row["kind"] == "out" and text(row, "item") == item and text(row, "process") in recycling
    }
    found: dict[int, float] = {}
    for row in runs:
        if row["process"] in yields:
            at = result.inputs.month_index(row["month"])
            found[at] = found.get(at, 0.0) + row["activity"] * yields[row["process"]]
    return found


def _held(result: Result, summary: Summary, names: Names, item: str, rows: list[Record]) -> Chart | None:
    """Stock of one item on the trunk beside the stock its days of cover ask for."""
    if not any(row["stock"] > TINY for row in rows):
        return None
    source = names.row("Items", item)
    days = amount(source, "min_cover_days")
    series = [Series(Term("chart_stock_series"), tuple(row["stock"] for row in rows), "stock")]
    if days > 0:
        first = month(source, "cover_from")
        begin = 0 if first is None else result.inputs.month_index(first)
        wanted = cover_targets([row["used"] + row["process_in"] for row in rows], days)
        target = tuple(value if at >= begin else None for at, value in enumerate(wanted))
        series.append(Series(Clause("chart_target", {"days": days}), target, "target", line=True))
    return Chart(
        "stock",
        _months(result),
        tuple(series),
        {
            "item": names.name("Items", item),
            "unit": names.unit(item),
            "tail": _tail_words(summary, len(rows)),
        },
        summary.tail_start,
    )


def cover_targets(use: list[float], days: float) -> list[float]:
    """Return the stock that days of cover ask for at each month's end (model.md, equation 6).

    Beyond the plan, use is the mean of its last twelve months.
    """
    months = days * 12 / 365
    whole = int(months)
    beyond = sum(use[-12:]) / len(use[-12:])

    def used(at: int) -> float:
        return use[at] if at < len(use) else beyond

    return [
        sum(used(at + step) for step in range(1, whole + 1)) + (months - whole) * used(at + whole + 1)
        for at in range(len(use))
    ]


def _shares(result: Result) -> Chart | None:
    """Shares reached on the trunk beside their limits, the tightest rows where there are many."""
    rows = [
        row for row in trunk_rows(result, "Rules") if row["share"] is not None and number(row["base"]) > TINY
    ]
    close = sorted(rows, key=lambda row: number(row["slack"]) / number(row["base"]))[:TOP_SHARES]
    kept = [row for row in rows if any(row is other for other in close)]
    if not kept:
        return None
    limits = {text(row, "rule"): amount(row, "share") for row in result.inputs["Rules"]}
    floors = {text(row, "rule") for row in result.inputs["Rules"] if row["sense"] == "min"}
    caps = tuple(None if row["rule"] in floors else limits[row["rule"]] for row in kept)
    least = tuple(limits[row["rule"]] if row["rule"] in floors else None for row in kept)
    series = [Series(Term("chart_share_reached"), tuple(number(row["share"]) for row in kept), "share")]
    if any(value is not None for value in caps):
        series.append(Series(Term("chart_share_max"), caps, "cap", line=True))
    if any(value is not None for value in least):
        series.append(Series(Term("chart_share_min"), least, "floor", line=True))
    return Chart("share", tuple(_share_label(row) for row in kept), tuple(series))


def _share_label(row: Record) -> Clause:
    member, window = row["member"], str(row["window"])
    name = " ".join([str(row["rule"]), *([str(member)] if member and member not in row["rule"] else [])])
    year = window.removeprefix("Y")
    told = Clause("window_year", {"number": year}) if year.isdecimal() else Term("window_horizon")
    return Clause("share_label", {"name": name, "window": told})


def _costs(summary: Summary) -> Chart | None:
    rows = [row for row in summary.components if abs(row.expected) > SHOWN_PART * abs(summary.expected)]
    if not rows:
        return None
    series = _kinds([{row.kind: row.expected} for row in rows], {row.kind for row in rows})
    return Chart("cost", tuple(Term(f"component_{row.name}") for row in rows), series)


def _weighted(summary: Summary) -> list[Path]:
    """Return the dearest scenarios that have probability."""
    return [path for path in summary.paths if path.scenario != TRUNK and path.probability > 0][:TOP_PATHS]


def _differences(summary: Summary) -> Chart | None:
    trunk, shown = summary.paths[0], _weighted(summary)
    if not shown:
        return None
    changes = [{kind: path.by_class[kind] - trunk.by_class[kind] for kind in CLASSES} for path in shown]
    kinds = {kind for change in changes for kind, value in change.items() if abs(value) > TINY}
    return Chart("difference", tuple(path.scenario for path in shown), _kinds(changes, kinds or {"cash"}))


def _kinds(rows: list[dict[str, float]], kinds: set[str]) -> tuple[Series, ...]:
    return tuple(
        Series(Term(f"class_{kind}"), tuple(row.get(kind, 0.0) for row in rows), kind)
        for kind in CLASSES
        if kind in kinds
    )


def _shortages(summary: Summary) -> Chart | None:
    """Shortage of the trunk and of the same scenarios as the chart of costs; none where nothing is short."""
    shown = [summary.paths[0], *_weighted(summary)]
    if not any(path.short_units > TINY for path in shown):
        return None
    short = tuple(0.0 if path.fill_rate is None else max(0.0, 1 - path.fill_rate) for path in shown)
    return Chart(
        "short",
        tuple(Term("trunk_short") if path.scenario == TRUNK else path.scenario for path in shown),
        (Series(Term("chart_short_series"), short, "lost_margin"),),
    )


def _cash(result: Result) -> Chart | None:
    """What falls due in each month: on the plan's path, and on the dearest path."""
    rows = records(result.tables["Cash"]) if "Cash" in result.tables else []
    if len(rows) < LEAST_MONTHS:
        return None
    dearest = str(rows[0]["scenario"])
    series = [Series(Term("chart_cash_plan"), tuple(number(row["plan"]) for row in rows), "cash")]
    if dearest != TRUNK:
        worst = tuple(number(row["dearest_path"]) for row in rows)
        series.append(Series(Clause("chart_cash_worst", {"scenario": dearest}), worst, "target", line=True))
    return Chart("cash", tuple(some_month(row["month"]) for row in rows), tuple(series))
