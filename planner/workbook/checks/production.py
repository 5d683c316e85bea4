"""Checks of what is made: products, their demand and designs, and the processes."""

from __future__ import annotations

from collections.abc import Sequence

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks.base import Book, Findings, error, listed, percent, warning
from planner.workbook.checks.items import plan_span
from planner.workbook.tables import Row


def check_production(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheets Products, Demand, Designs and Processes."""
    designs = book.by("Designs", "product")
    demand = book.by("Demand", "product")
    for name, product in book.ids("Products").items():
        if name not in designs:
            yield error("E230", product, "product", product=name)
        else:
            yield from _shares(name, designs[name])
        if not any(amount(row, "quantity") > 0 for row in demand.get(name, ())):
            yield warning("W243", product, "product", product=name)
        elif name in designs:
            yield from _gaps(book, name, demand[name])
    yield from _demand_months(book)
    yield from _bills(book)
    yield from _processes(book)
    for sheet in ("Designs", "Processes"):
        for row in book.rows(sheet):
            yield from _requires(book, row)


def _shares(product: str, designs: Sequence[Row]) -> Findings:
    """Yield a product whose designs together may not make all of its demand."""
    total = sum(amount(row, "max_share", 1.0) for row in designs)
    if total < 1 - 1e-9:
        yield warning("W242", designs[0], "max_share", product=product, total=percent(total))


def _gaps(book: Book, product: str, rows: Sequence[Row]) -> Findings:
    """Yield months that have no row of demand between two that have, or at the end of the plan."""
    given = {at for row in rows if (at := book.index(row, "month")) is not None}
    if not given or min(given) < 0 or max(given) >= book.months:
        return  # a month outside the plan is an error, and the gap may be its own
    missing = [at for at in range(min(given), book.months) if at not in given]
    if missing:
        last = max(rows, key=lambda row: book.index(row, "month") or 0)
        yield warning("W405", last, "month", product=product, months=_spans(book, missing))


def _spans(book: Book, months: Sequence[int]) -> str:
    """Return months with runs of neighbours joined: ``2026-07 … 2026-09, 2026-12``."""
    runs: list[list[int]] = []
    for at in months:
        if runs and at == runs[-1][1] + 1:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    return listed(
        book.month_name(first) if first == last else f"{book.month_name(first)} … {book.month_name(last)}"
        for first, last in runs
    )


def _demand_months(book: Book) -> Findings:
    """Yield demand outside the plan."""
    for row in book.rows("Demand"):
        index = book.index(row, "month")
        if index is not None and not 0 <= index < book.months:
            yield error("E231", row, "month", month=book.month_name(index), **plan_span(book))


def _bills(book: Book) -> Findings:
    """Yield designs that use nothing."""
    used = {
        (text(row, "product"), text(row, "design"))
        for row in book.rows("BOM")
        if text(row, "kind") != "scrap" and amount(row, "quantity") > 0
    }
    for row in book.rows("Designs"):
        key = (text(row, "product"), text(row, "design"))
        if all(key) and key not in used:
            yield warning("W240", row, "design", product=key[0], design=key[1])


def _processes(book: Book) -> Findings:
    """Yield processes that do nothing or can never run."""
    flows = book.by("ProcessFlows", "process")
    for name, process in book.ids("Processes").items():
        if name not in flows:
            yield warning("W241", process, "process", process=name)
        if amount(process, "capacity_per_month") + book.most_added(f"process:{name}") <= 0:
            yield warning("W244", process, "capacity_per_month", process=name)


def _requires(book: Book, row: Row) -> Findings:
    """Yield a required investment of several modules (with 0 it is ruled out, as a what-if may want)."""
    required = text(row, "requires")
    investment = book.ids("Investments").get(required)
    if investment is None:
        return
    modules = number(investment, "max_modules")
    if modules is not None and modules > 1:
        cell = book.place(investment, "max_modules")
        modules_text = whole(investment, "max_modules")
        yield error("E234", row, "requires", investment=required, modules=modules_text, cell=cell)
