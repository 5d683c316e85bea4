"""What really happened: events as long as they were, and what prices, rates and demand were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from planner.workbook.access import amount, as_number, month, number, numbers, text, whole
from planner.workbook.events.scenarios import known_events, on_months
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.series import indices, rates
from planner.workbook.tables import Row, Tables, Value

Known = Mapping[int, float]
"""Values by month of the plan; each holds until the next."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it was."""

    event: str
    start: int
    """Month of the plan; below 0 for one that the plan knows from before."""
    months: int | None = None
    """It was on for so long; ``None``: as its row says."""
    losses: tuple[float, ...] = ()
    """Part lost in each month it was on; empty: as its row says."""
    price_factor: float | None = None
    """``None``: as its row says."""

    def lasted(self, row: Row) -> int:
        """Return for how many months it was on."""
        return self.months or len(self.losses) or on_months(row)


@dataclass(frozen=True)
class Truth:
    """What really happened, in months of the plan."""

    happened: tuple[Happened, ...] = ()
    index: Mapping[str, Known] = field(default_factory=dict)
    rates: Mapping[str, Known] = field(default_factory=dict)
    demand: Mapping[str, Known] = field(default_factory=dict)
    """By product and month; months that are not listed were as planned."""
    prices: Mapping[str, Known] = field(default_factory=dict)
    """Of offers without an index, by offer [offer currency]."""


def price_index(offer: str) -> str:
    """Return the name of the index that stands for what an offer without one really asked."""
    return f"price of {offer}"


def with_price_indices(tables: Tables, truth: Truth) -> tuple[Tables, Truth]:
    """Return the plan with an index for each offer whose price is known by month, and the truth in these."""
    sheets, told = dict(tables.sheets), dict(truth.index)
    for offer, prices in truth.prices.items():
        row = next(row for row in sheets["Offers"] if text(row, "offer") == offer)
        name, price = price_index(offer), amount(row, "price")
        sheets["Offers"] = tuple(
            with_cells(own, index=name) if own is row else own for own in sheets["Offers"]
        )
        first = new_row(sheets["PriceIndex"], "PriceIndex", index=name, month=tables.start, factor=1.0)
        sheets["PriceIndex"] = (*sheets["PriceIndex"], first)
        told[name] = {at: value / price for at, value in prices.items()}
    return replace(tables, sheets=sheets), replace(truth, index=told, prices={})


def surprises(tables: Tables, truth: Truth, *, prices: bool = True) -> list[int]:
    """Return the months in which something is otherwise than the plan says, in order.

    Without ``prices``: in which goods or demand are, so that a plan cannot simply be carried out.
    """
    rows = {text(row, "event"): row for row in tables["Events"]}
    known = set(known_events(tables))
    found = set()
    for what in truth.happened:
        row = rows[what.event]
        if (what.event, what.start) not in known:
            found.add(what.start)
        else:
            found |= {
                at
                for at in range(tables.months)
                if believed(row, what, at - what.start) != believed(row, what, at - 1 - what.start)
            }
    for plan, series in ((indices(tables), truth.index), (rates(tables), truth.rates)) if prices else ():
        for name, values in series.items():
            found |= {at for at, value in values.items() if value != plan[name].at(at)}
    planned = demand_of(tables)
    for product, values in truth.demand.items():
        found |= {at for at, value in values.items() if value != planned.get((product, at), 0.0)}
    return sorted(at for at in found if 0 <= at < tables.months)


def demand_of(tables: Tables) -> dict[tuple[str, int], float]:
    """Return what a plan says is asked for, by product and month."""
    found: dict[tuple[str, int], float] = {}
    for row in tables["Demand"]:
        date = month(row, "month")
        if date is not None:
            key = text(row, "product"), tables.month_index(date)
            found[key] = found.get(key, 0.0) + amount(row, "quantity")
    return found


def believed(row: Row, what: Happened, age: int) -> Mapping[str, Value]:
    """Return the cells of an event's row as it is known ``age`` months after it began.

    While it is on it is taken to last as its row says and, once over that, this one month more. Where its
    losses are known they stand, and the last one seen goes on. Once it is over it is what it was.
    """
    own, lasted = on_months(row), what.lasted(row)
    on = lasted if age >= lasted else max(own, age + 1)
    cells: dict[str, Value] = {}
    shape = what.losses[: age + 1] if what.losses else numbers(row, "loss_profile")
    if shape:
        cells["loss_profile"] = (*shape[:on], *[shape[-1]] * (on - len(shape)))
        cells["duration_months"] = None
    else:
        cells["duration_months"] = on
    if what.price_factor is not None:
        cells["price_factor"] = what.price_factor
    return cells


def last_felt(row: Row, what: Happened, now: int) -> int:
    """Return the last month in which an event is on or recovering, as it is believed in a month."""
    cells = believed(row, what, now - what.start)
    profile = cells.get("loss_profile")
    if isinstance(profile, tuple):
        return what.start + len(profile) - 1
    duration = as_number(cells["duration_months"]) or 0.0
    return what.start + int(duration) + whole(row, "recovery_months") - 1


def with_cells(row: Row, **cells: Value) -> Row:
    """Return a row with some cells changed; ``None`` blanks a cell."""
    filled = {key for key, value in cells.items() if value is not None}
    blank = {
        key: SHEETS[row.sheet].column(key).default if value is None else value for key, value in cells.items()
    }
    return replace(row, values={**row.values, **blank}, given=(row.given - set(cells)) | filled)


def new_row(rows: tuple[Row, ...], sheet: str, **cells: Value) -> Row:
    """Return a row to add at the end of a sheet."""
    number_ = max((row.number for row in rows), default=1) + 1
    filled: dict[str, Value] = {column.key: column.default for column in SHEETS[sheet].columns}
    return Row(sheet, number_, filled | cells, frozenset(cells))


def truth_of(rows: Mapping[str, tuple[Row, ...]], tables: Tables) -> Truth:
    """Return what a truth's sheets say (``planner.workbook.truth``), in months of the plan."""

    def series(sheet: str, key: str, at: str, value: str) -> dict[str, dict[int, float]]:
        found: dict[str, dict[int, float]] = {}
        for row in rows.get(sheet, ()):
            date = month(row, at)
            when = 0 if date is None else tables.month_index(date)
            of = found.setdefault(text(row, key), {})
            of[when] = amount(row, value) + (of.get(when, 0.0) if sheet == "Demand" else 0.0)
        return found

    happened = tuple(
        Happened(
            text(row, "event"),
            tables.month_index(start),
            int(months) if (months := number(row, "duration_months")) is not None else None,
            numbers(row, "loss_profile"),
            number(row, "price_factor"),
        )
        for row in rows.get("Events", ())
        if (start := month(row, "start_from")) is not None
    )
    return Truth(
        tuple(sorted(happened, key=lambda what: (what.start, what.event))),
        series("PriceIndex", "index", "month", "factor"),
        series("FX", "currency", "month", "rate"),
        series("Demand", "product", "month", "quantity"),
        series("Offers", "offer", "available_from", "price"),
    )
