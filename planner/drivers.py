"""What drives the cost: the plan is made anew with each main driver a little lower and higher."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.runs.run import Jobs
from planner.cases import CaseRun, Effort, Task, run_cases
from planner.reporting.comparison.content import Bar
from planner.workbook.access import as_number, number, text
from planner.workbook.checks.every import check
from planner.workbook.messages.findings import Severity
from planner.workbook.tables import Row, Tables

Change = Callable[[Tables, float], Tables]
INVALID = "invalid"
"""Status of a change that leaves no valid plan (probabilities beyond 1, say)."""


@dataclass(frozen=True)
class Driver:
    """One thing that moves the cost."""

    name: str
    """Names it in the catalogue (``driver_<name>``)."""
    detail: str
    change: Change
    """Returns the plan with the driver times a factor."""


def drivers(tables: Tables) -> list[Driver]:
    """Return the drivers that a plan has: those with anything in them to change."""
    return [driver for driver in _drivers(tables) if driver.change(tables, 2.0) != tables]


def sensitivity(
    base: CaseRun,
    by: float,
    effort: Effort | None = None,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[Bar]:
    """Solve a plan again with each driver lowered and raised.

    Parameters
    ----------
    base : CaseRun
        The plan, solved (``cases.run_base``).
    by : float
        Part by which a driver is changed, in (0, 1).
    effort : Effort, optional
    jobs : int or Runner
        Processes (1: this one), or where else to run.
    done : callable, optional
        Called after each solve with how many are done and how many there are.

    Returns
    -------
    list of Bar
        The widest move of the objective first.
    """
    if base.result is None:
        raise ValueError("a plan without a solution has no drivers")
    found = drivers(base.inputs)
    tasks = [_task(driver, base.inputs, sign * by) for driver in found for sign in (-1.0, 1.0)]
    ready = [task for task in tasks if task is not None]
    runs = dict(zip((id(task) for task in ready), run_cases(base, ready, effort, jobs, done), strict=True))
    bars = [
        _bar(driver, *(None if task is None else runs[id(task)] for task in tasks[2 * at : 2 * at + 2]))
        for at, driver in enumerate(found)
    ]
    objective = base.result.objective
    return sorted(bars, key=lambda bar: -bar.swing(objective))


def _task(driver: Driver, tables: Tables, by: float) -> Task | None:
    """Return the changed plan to solve; ``None`` where it is not valid."""
    changed = driver.change(tables, 1.0 + by)
    if any(finding.severity is Severity.ERROR for finding in check(changed, errors_only=True)):
        return None
    return Task(f"{driver.name}:{driver.detail} {by:+.0%}", "", changed)


def _bar(driver: Driver, down: CaseRun | None, up: CaseRun | None) -> Bar:
    (low, low_status, low_noise), (high, high_status, high_noise) = _end(down), _end(up)
    return Bar(driver.name, driver.detail, low, high, low_status, high_status, low_noise, high_noise)


def _end(run: CaseRun | None) -> tuple[float | None, str, float]:
    if run is None:
        return None, INVALID, 0.0
    if run.result is None:
        return None, run.status, 0.0
    objective = run.result.objective
    return objective, run.status, run.result.gap * max(1.0, abs(objective))


# --- the drivers -----------------------------------------------------------------------------------------


def _drivers(tables: Tables) -> Iterator[Driver]:
    yield _columns("demand", "Demand", "quantity")
    # What moves together moves together: an index moves all its offers, whatever their item.
    for item in dict.fromkeys(text(row, "item") for row in tables["Offers"] if not text(row, "index")):
        yield Driver("price", item, _price_of(tables, item))
    for index in dict.fromkeys(text(row, "index") for row in tables["Offers"] if text(row, "index")):
        yield Driver("index", index, _times("PriceIndex", ("factor",), _is("index", index)))
    yield _columns("shortage", "Products", "shortage_penalty")
    if any(as_number(row["probability"]) is not None for row in tables["Scenarios"]):
        yield _columns("probability", "Scenarios", "probability")
    else:
        yield _columns("probability", "Events", "probability", "probability_per_year")
    yield _setting("capital", "capital_rate")
    yield _setting("discount", "discount_rate")
    yield _columns("storage", "Items", "storage_cost")
    yield _columns("capex", "Investments", "capex")
    yield _columns("tariff", "Offers", "tariff")
    for currency in dict.fromkeys(text(row, "currency") for row in tables["FX"]):
        yield Driver("fx", currency, _times("FX", ("rate",), _is("currency", currency)))
    yield _columns("supply", "Offers", "max_per_month", "max_annual", "min_annual")
    yield _columns("process", "Processes", "capacity_per_month")
    yield _columns("opex", "Processes", "opex")
    yield Driver("caps", "", _times("Rules", ("share",), lambda row: row["sense"] != "min", most=1.0))
    yield Driver("floors", "", _times("Rules", ("share",), _is("sense", "min"), most=1.0))


def _columns(name: str, sheet: str, *columns: str) -> Driver:
    return Driver(name, "", _times(sheet, columns, lambda row: True))


def _setting(name: str, key: str) -> Driver:
    def change(tables: Tables, factor: float) -> Tables:
        value = (as_number(tables.settings[key]) or 0.0) * factor
        rows = tuple(
            replace(row, values={**row.values, "value": value}) if row["key"] == key else row
            for row in tables["Settings"]
        )
        sheets = {**tables.sheets, "Settings": rows}
        return replace(tables, sheets=sheets, settings={**tables.settings, key: value})

    return Driver(name, "", change)


def _price_of(tables: Tables, item: str) -> Change:
    """Return the change of every price of an item that no index moves, the prices of tiers among them."""
    offers = {
        text(row, "offer") for row in tables["Offers"] if text(row, "item") == item and not text(row, "index")
    }

    def chosen(row: Row) -> bool:
        return text(row, "offer") in offers

    def change(changed: Tables, factor: float) -> Tables:
        changed = _times("Offers", ("price",), chosen)(changed, factor)
        return _times("PriceTiers", ("price",), chosen)(changed, factor)

    return change


def _is(key: str, name: str) -> Callable[[Row], bool]:
    return lambda row: row[key] == name


def _times(
    sheet: str, columns: Sequence[str], chosen: Callable[[Row], bool], most: float | None = None
) -> Change:
    """Return the change that multiplies some columns of the chosen rows; blanks stay blank."""

    def changed(row: Row, factor: float) -> Row:
        values = {}
        for column in columns:
            old = number(row, column)
            if old is not None:
                values[column] = old * factor if most is None else min(most, old * factor)
        return replace(row, values={**row.values, **values})

    def change(tables: Tables, factor: float) -> Tables:
        rows = tuple(changed(row, factor) if chosen(row) else row for row in tables[sheet])
        return replace(tables, sheets={**tables.sheets, sheet: rows})

    return change
