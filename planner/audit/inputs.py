"""The plan as the audit reads it from the input tables: defaults resolved, months counted, one currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.audit.ledger import Floats
    from planner.workbook.tables import Row, Tables

STAGES = ("mining", "refining", "metal", "magnet")
INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be ordered: an offer, or one price tier of it."""

    offer: str
    tier: int | None
    supplier: str
    item: str
    contract: bool
    signed: bool | None
    price: float
    currency_rate: float
    index: str
    floor: float
    ceiling: float
    freight: float
    tariff: float
    max_per_month: float
    low_annual: float
    high_annual: float
    tier_cost: float
    """Plan currency per plan-year of 12 months."""
    take_or_pay: float
    min_take: float
    flex: float
    contract_cost: float
    moq: float
    order_cost: float
    lead: int
    transit: int
    first: int
    last: int
    countries: Mapping[str, str]

    @property
    def label(self) -> str:
        """Return the offer, with its tier where it has any."""
        return self.offer if self.tier is None else f"{self.offer} tier {self.tier}"


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


@dataclass(frozen=True)
class Plan:
    """Everything the checks need of the input tables, in plan months and plan currency."""

    tables: Tables
    months: int
    items: tuple[str, ...]
    suppliers: tuple[str, ...]
    options: tuple[Option, ...]
    products: tuple[str, ...]
    designs: tuple[tuple[str, str], ...]
    processes: tuple[str, ...]
    investments: tuple[Investment, ...]
    rows: Mapping[str, Mapping[str, Row]]
    """Rows by their first key, for the sheets that have one row per id."""
    index: Mapping[str, Floats]
    """Factor of each price index by plan month."""
    use: Floats = field(repr=False)
    """Item × design, per unit made."""
    scrap: Floats = field(repr=False)
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
        return tuple(f"{self.tables.month_date(t):%Y-%m}" for t in range(self.months))

    def years(self) -> list[range]:
        """Return the plan-years: windows of 12 months from the start, the last may be shorter."""
        return [range(t, min(t + 12, self.months)) for t in range(0, self.months, 12)]


def number(row: Row, column: str, blank: float = 0.0) -> float:
    """Return a number, or ``blank`` where the cell has none."""
    value = row[column]
    return float(value) if isinstance(value, int | float) else blank


def text(row: Row, column: str) -> str:
    """Return a text, empty where the cell is blank."""
    value = row[column]
    return value if isinstance(value, str) else ""


def listed(row: Row, column: str) -> tuple[str, ...]:
    """Return the ids of a list cell."""
    value = row[column]
    return (
        tuple(str(part) for part in value)
        if isinstance(value, tuple)
        else ((value,) if isinstance(value, str) else ())
    )


def month(tables: Tables, row: Row, column: str, blank: int) -> int:
    """Return a month cell as plan month; it may lie outside the plan."""
    value = row[column]
    return tables.month_index(value) if isinstance(value, dt.date) else blank


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

    use, scrap = np.zeros((len(items), len(designs))), np.zeros((len(items), len(designs)))
    place = {design: k for k, design in enumerate(designs)}
    for row in tables["BOM"]:
        matrix = scrap if text(row, "kind") == "scrap" else use
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
        options=tuple(option for row in tables["Offers"] for option in _options(tables, row)),
        products=products,
        designs=designs,
        processes=processes,
        investments=tuple(_investment(tables, row) for row in tables["Investments"]),
        rows=rows,
        index=_price_index(tables),
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


def _price_index(tables: Tables) -> dict[str, Floats]:
    """Fill the months without a factor: with the last earlier one, before the first with the first."""
    known: dict[str, dict[int, float]] = {}
    for row in tables["PriceIndex"]:
        known.setdefault(text(row, "index"), {})[month(tables, row, "month", 0)] = number(row, "factor")
    filled = {}
    for name, factors in known.items():
        first = factors[min(factors)]
        earlier = [[m for m in factors if m <= t] for t in range(tables.months)]
        filled[name] = np.array([factors[max(months)] if months else first for months in earlier], float)
    return filled


def _options(tables: Tables, row: Row) -> list[Option]:
    """Return the offer, or one option per price tier (by from_annual)."""
    offer = text(row, "offer")
    tiers = [tier for tier in tables["PriceTiers"] if text(tier, "offer") == offer]
    tiers.sort(key=lambda tier: number(tier, "from_annual"))
    currency = text(row, "currency")
    rates = {text(fx, "currency"): number(fx, "rate") for fx in tables["FX"]}
    rate = 1.0 if currency in {"", tables.settings["currency"]} else rates[currency]
    lead = int(number(row, "lead_time_months"))
    signed = row["signed"]

    def option(tier: int | None, price: float, low: float, high: float, tier_cost: float) -> Option:
        return Option(
            offer=offer,
            tier=tier,
            supplier=text(row, "supplier"),
            item=text(row, "item"),
            contract=text(row, "kind") == "contract",
            signed=signed if isinstance(signed, bool) else None,
            price=price,
            currency_rate=rate,
            index=text(row, "index"),
            floor=number(row, "price_floor", -INFINITY),
            ceiling=number(row, "price_ceiling", INFINITY),
            freight=number(row, "freight"),
            tariff=number(row, "tariff"),
            max_per_month=number(row, "max_per_month", INFINITY),
            low_annual=low,
            high_annual=high,
            tier_cost=tier_cost,
            take_or_pay=number(row, "take_or_pay"),
            min_take=number(row, "min_take"),
            flex=number(row, "flex"),
            contract_cost=0.0 if signed is True else number(row, "contract_cost"),
            moq=number(row, "moq"),
            order_cost=number(row, "order_cost"),
            lead=lead,
            transit=int(number(row, "transit_months", min(1, lead))),
            first=max(0, month(tables, row, "available_from", 0)),
            last=min(tables.months - 1, month(tables, row, "available_to", tables.months - 1)),
            countries={stage: text(row, f"{stage}_country") for stage in STAGES},
        )

    if not tiers:
        high = number(row, "max_annual", INFINITY)
        return [option(None, number(row, "price"), number(row, "min_annual"), high, 0.0)]
    options, cost_before = [], 0.0
    for k, tier in enumerate(tiers):
        price, low, high = (number(tier, column) for column in ("price", "from_annual", "to_annual"))
        if text(row, "tier_kind") == "incremental":
            # annual cost is continuous: what the units below cost, less what this price charges for them
            tier_cost = (cost_before - price * low) * (1 + number(row, "tariff")) * rate
            cost_before += price * (high - low)
        else:
            tier_cost = number(tier, "tier_cost")
        options.append(option(k + 1, price, low, high, tier_cost))
    return options


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
    )
