"""The plan as the audit reads it from the input tables: defaults resolved, months counted, one currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.cells import first_year_began, month, number, plan_years, text, text_setting
from planner.audit.offers import read_history, read_options, read_pools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.audit.ledger import Floats
    from planner.audit.offers import Option, PastOrder, PoolTier
    from planner.workbook.tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Investment:
    """One investment."""

    name: str
    capex: float
    subsidy: float
    fixed_opex: float
    max_modules: int
    lead: int
    first: int
    last: int
    committed: int | None
    target: tuple[str, str]
    """What a module adds to: ("process" | "stock" | "offer" | "", id)."""
    adds: float
    life: float | None
    group: str
    country: str
    destination: str
    ramp: int
    """Months until a module gives all it adds, from the month after its completion."""


@dataclass(frozen=True)
class Plan:
    """Everything the checks need of the input tables, in plan months and plan currency."""

    tables: Tables
    months: int
    items: tuple[str, ...]
    suppliers: tuple[str, ...]
    options: tuple[Option, ...]
    pools: Mapping[str, tuple[PoolTier, ...]]
    past: tuple[PastOrder, ...]
    """Rows of History."""
    products: tuple[str, ...]
    designs: tuple[tuple[str, str], ...]
    processes: tuple[str, ...]
    investments: tuple[Investment, ...]
    rows: Mapping[str, Mapping[str, Row]]
    """Rows by their first key, for the sheets that have one row per id."""
    use: Floats = field(repr=False)
    """Item × design, per unit made."""
    scrap: Mapping[int, Floats] = field(repr=False)
    """The same by the months until it comes back."""
    inputs: Floats = field(repr=False)
    """Item × process, per unit of activity."""
    outputs: Floats = field(repr=False)
    demand: Floats = field(repr=False)
    """Product × month."""
    receipts: Floats = field(repr=False)
    """Item × month."""

    def numbers(self, sheet: str, names: tuple[str, ...], column: str, blank: float = 0.0) -> Floats:
        """Return one numeric column in the order of ``names``."""
        return np.array([number(self.rows[sheet][name], column, blank) for name in names], float)

    def setting(self, key: str, blank: float = 0.0) -> float:
        """Return a numeric setting."""
        value = self.tables.settings.get(key)
        return float(value) if isinstance(value, int | float) else blank

    def month_labels(self) -> tuple[str, ...]:
        """Return the months as people write them."""
        return self._month_labels

    @cached_property
    def _month_labels(self) -> tuple[str, ...]:
        return tuple(f"{self.tables.month_date(t):%Y-%m}" for t in range(self.months))

    def years(self) -> list[range]:
        """Return the plan-years: twelve months each; the first and the last may be cut by the plan."""
        return plan_years(self.tables)

    def past_of_first_year(self) -> tuple[PastOrder, ...]:
        """Return what was ordered before the plan in the plan-year of its first month."""
        began = first_year_began(self.tables)
        return tuple(order for order in self.past if order.ordered >= began)


def read_plan(tables: Tables) -> Plan:
    """Read the input tables."""
    sheets = {
        "Items": "item",
        "Suppliers": "supplier",
        "Offers": "offer",
        "Products": "product",
        "Processes": "process",
        "Investments": "investment",
        "Events": "event",
        "Rules": "rule",
        "Countries": "code",
    }
    rows = {sheet: {text(row, key): row for row in tables[sheet]} for sheet, key in sheets.items()}
    horizon = tables.months
    items, products, processes = tuple(rows["Items"]), tuple(rows["Products"]), tuple(rows["Processes"])
    designs = tuple((text(row, "product"), text(row, "design")) for row in tables["Designs"])

    use = np.zeros((len(items), len(designs)))
    scrap: dict[int, Floats] = {0: np.zeros_like(use)}
    place = {design: k for k, design in enumerate(designs)}
    for row in tables["BOM"]:
        matrix = use
        if text(row, "kind") == "scrap":
            matrix = scrap.setdefault(int(number(row, "lag_months")), np.zeros_like(use))
        design = place[text(row, "product"), text(row, "design")]
        matrix[items.index(text(row, "item")), design] += number(row, "quantity")
    taken, made = np.zeros((len(items), len(processes))), np.zeros((len(items), len(processes)))
    for row in tables["ProcessFlows"]:
        matrix = taken if text(row, "kind") == "in" else made
        matrix[items.index(text(row, "item")), processes.index(text(row, "process"))] += number(
            row, "quantity"
        )

    return Plan(
        tables=tables,
        months=horizon,
        items=items,
        suppliers=tuple(rows["Suppliers"]),
        options=read_options(tables),
        pools=read_pools(tables),
        past=read_history(tables),
        products=products,
        designs=designs,
        processes=processes,
        investments=tuple(_investment(tables, row) for row in tables["Investments"]),
        rows=rows,
        use=use,
        scrap=scrap,
        inputs=taken,
        outputs=made,
        demand=_by_month(tables, "Demand", "product", products),
        receipts=_by_month(tables, "Receipts", "item", items),
    )


def _by_month(tables: Tables, sheet: str, key: str, names: tuple[str, ...]) -> Floats:
    total = np.zeros((len(names), tables.months))
    position = {name: k for k, name in enumerate(names)}
    for row in tables[sheet]:
        total[position[text(row, key)], month(tables, row, "month", 0)] += number(row, "quantity")
    return total


def _investment(tables: Tables, row: Row) -> Investment:
    kind, _, target = text(row, "adds_to").partition(":")
    committed = row["committed_start"]
    life = row["life_months"]
    return Investment(
        name=text(row, "investment"),
        capex=number(row, "capex"),
        subsidy=number(row, "subsidy"),
        fixed_opex=number(row, "fixed_opex"),
        max_modules=int(number(row, "max_modules", 1)),
        lead=int(number(row, "lead_months")),
        first=max(0, month(tables, row, "earliest_start", 0)),
        last=min(tables.months - 1, month(tables, row, "latest_start", tables.months - 1)),
        committed=tables.month_index(committed) if isinstance(committed, dt.date) else None,
        target=(kind.strip().lower(), target.strip()),
        adds=number(row, "adds"),
        life=float(life) if isinstance(life, int | float) else None,
        group=text(row, "excludes"),
        country=text(row, "technology_country"),
        destination=text(row, "destination") or text_setting(tables, "home_country"),
        ramp=int(number(row, "ramp_months")),
    )
