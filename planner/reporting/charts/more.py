"""Charts that only the report for a meeting has: what is bought from whom, and each scenario by month."""

from __future__ import annotations

from collections.abc import Iterator

from planner.reporting.charts.data import Chart, Series
from planner.reporting.view.content import Path, Summary
from planner.reporting.view.lookup import TINY, Names, number, trunk_rows, trunk_stock
from planner.reporting.view.paths import Record, Tree
from planner.reporting.words.phrases import Term
from planner.result import Result
from planner.workbook.access import text
from planner.workbook.events.scenarios import TRUNK

PATHS_DRAWN = 8
"""Scenarios with a picture of their months: the dearest."""
ITEMS_DRAWN = 2
"""Items whose stock is drawn in each of them."""
SUPPLIERS_DRAWN = 14


def bought(result: Result, names: Names) -> Chart | None:
    """Return what is paid on the trunk to each supplier, by item."""
    offers = {text(row, "offer"): row for row in result.inputs["Offers"]}
    paid: dict[str, dict[str, float]] = {}
    for row in trunk_rows(result, "Orders"):
        offer = offers[row["offer"]]
        of_supplier = paid.setdefault(text(offer, "supplier"), {})
        item = text(offer, "item")
        of_supplier[item] = of_supplier.get(item, 0.0) + number(row["arrived"]) * number(row["unit_cost"])
    dearest = sorted(paid, key=lambda supplier: -sum(paid[supplier].values()))
    suppliers = [supplier for supplier in dearest if sum(paid[supplier].values()) > TINY][:SUPPLIERS_DRAWN]
    if not suppliers:
        return None
    items = [item for item in names.ids("Items") if any(item in paid[supplier] for supplier in suppliers)]
    series = tuple(
        Series(
            names.name("Items", item),
            tuple(paid[supplier].get(item, 0.0) for supplier in suppliers),
            f"nth:{place}",
        )
        for place, item in enumerate(items)
    )
    return Chart("bought", tuple(names.name("Suppliers", supplier) for supplier in suppliers), series)


def path_charts(result: Result, summary: Summary, tree: Tree, names: Names) -> dict[str, tuple[Chart, ...]]:
    """Return stock and shortage by month of the dearest scenarios, by their id."""
    drawn = [path for path in summary.paths if path.scenario != TRUNK and path.probability > 0][:PATHS_DRAWN]
    stock, demand = tree.split("Stock"), tree.split("Demand")
    planned = trunk_stock(result)
    return {
        path.scenario: (
            *_stocks(summary, names, path, tree.along(stock, path.scenario), planned),
            *_shortages(result, names, path, tree.along(demand, path.scenario)),
        )
        for path in drawn
    }


def _stocks(
    summary: Summary, names: Names, path: Path, rows: list[Record], planned: dict[str, list[Record]]
) -> Iterator[Chart]:
    for held in summary.holdings[:ITEMS_DRAWN]:
        own = [row for row in rows if row["item"] == held.item]
        series = (
            Series(Term("chart_stock_series"), tuple(row["stock"] for row in own), "stock"),
            Series(
                Term("chart_as_planned"),
                tuple(row["stock"] for row in planned[held.item]),
                "target",
                line=True,
            ),
        )
        facts = {"item": names.name("Items", held.item), "unit": held.unit, "scenario": path.scenario}
        yield Chart("path_stock", tuple(row["month"] for row in own), series, facts)


def _shortages(result: Result, names: Names, path: Path, rows: list[Record]) -> Iterator[Chart]:
    """Yield demand not met by month: a chart where anything is short."""
    short: dict[str, list[float]] = {}
    for row in rows:
        at = result.inputs.month_index(row["month"])
        short.setdefault(row["product"], [0.0] * result.inputs.months)[at] += number(row["short"])
    missed = [product for product, months in short.items() if max(months) > TINY]
    if missed:
        series = tuple(
            Series(names.name("Products", product), tuple(short[product]), f"nth:{place}")
            for place, product in enumerate(missed)
        )
        months = tuple(result.inputs.month_date(at) for at in range(result.inputs.months))
        units = {text(names.row("Products", product), "unit") for product in missed}
        yield Chart(
            "path_short", months, series, {"scenario": path.scenario, "unit": ", ".join(sorted(units))}
        )
