"""Offers as the audit reads them: one option per tier, what a price follows, pools and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.cells import first_year_began, month, number, plan_years, rows_of, text, text_setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """As quoted, for ``per`` units; the discount of a pool's tier is off."""
    per: float
    currency: str
    rates: tuple[float, ...]
    """Listed exchange rate by plan month."""
    index: str
    observed: tuple[range, ...]
    """Months whose index sets the price, by order month."""
    listed: tuple[float, ...]
    """Mean of the index over them as listed, by order month; 1 without an index."""
    floor: float
    ceiling: float
    freight: float
    tariff: float
    max_per_month: float
    low_annual: float
    high_annual: float
    tier_costs: tuple[float, ...]
    """Plan currency per 12 months, by plan-year."""
    take_or_pay: float
    min_take: float
    flex: float
    contract_cost: float
    moq: float
    order_cost: float
    multiple: float
    """0 where any quantity may be ordered."""
    pool: str
    weight: float
    """How much of a unit counts in the pool."""
    paid_after: int
    """Months from arrival to payment."""
    destination: str
    before: tuple[int, ...]
    """Months before the plan, in its first plan-year, in which the contract ran."""
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
class PoolTier:
    """One tier of a discount over several offers."""

    low: float
    high: float
    discount: float
    cost: float
    """Plan currency per plan-year of 12 months."""


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order placed before the plan."""

    offer: str
    item: str
    ordered: int
    arrival: int
    dispatch: int
    quantity: float
    unit_cost: float
    paid_after: int


def read_options(tables: Tables) -> tuple[Option, ...]:
    """Return every offer, or one option per price tier or tier of its pool (numbered from 1)."""
    return tuple(option for row in tables["Offers"] for option in _options(tables, row))


def read_pools(tables: Tables) -> dict[str, tuple[PoolTier, ...]]:
    """Return the tiers of each pool that an offer names; one from 0 is added where there is none."""
    pools = {}
    for pool in {text(row, "pool"): None for row in tables["Offers"]}:
        rows = [row for row in rows_of(tables, "Pools") if pool and text(row, "pool") == pool]
        rows.sort(key=lambda row: number(row, "from_annual"))
        lows = [number(row, "from_annual") for row in rows]
        tiers = [
            PoolTier(
                low, number(row, "to_annual", following), number(row, "discount"), number(row, "tier_cost")
            )
            for row, low, following in zip(rows, lows, [*lows[1:], INFINITY], strict=False)
        ]
        if tiers and lows[0] > 0:
            tiers.insert(0, PoolTier(0.0, lows[0], 0.0, 0.0))
        if tiers:
            pools[pool] = tuple(tiers)
    return pools


def read_history(tables: Tables) -> tuple[PastOrder, ...]:
    """Return the orders placed before the plan."""
    offers = {text(row, "offer"): row for row in tables["Offers"]}
    orders = []
    for row in rows_of(tables, "History"):
        offer = offers[text(row, "offer")]
        ordered, lead = month(tables, row, "order_month", -1), int(number(offer, "lead_time_months"))
        arrival = month(tables, row, "arrival_month", ordered + lead)
        transit = int(number(offer, "transit_months", min(1, lead)))
        orders.append(
            PastOrder(
                offer=text(row, "offer"),
                item=text(offer, "item"),
                ordered=ordered,
                arrival=arrival,
                dispatch=arrival - transit,
                quantity=number(row, "quantity"),
                unit_cost=number(row, "unit_cost"),
                paid_after=int(number(offer, "payment_months")),
            )
        )
    return tuple(orders)


def index_factors(tables: Tables, index: str, months: range) -> Floats:
    """Return a price index by month: the last earlier factor, before the first listed month the first."""
    listed = sorted(
        (month(tables, row, "month", 0), number(row, "factor"))
        for row in tables["PriceIndex"]
        if text(row, "index") == index
    )
    return _steps(listed, months)


def _steps(listed: list[tuple[int, float]], months: range) -> Floats:
    if not listed:
        return np.ones(len(months))
    starts = np.array([start for start, _ in listed])
    at = np.searchsorted(starts, np.arange(months.start, months.stop), side="right") - 1
    steps: Floats = np.array([value for _, value in listed], float)[np.maximum(at, 0)]
    return steps


def means_over(factors: Floats, observed: Sequence[range], first: int) -> Floats:
    """Return the mean of factors, by month from ``first`` on, over each of some ranges of equal length."""
    if not observed:
        return np.zeros((*factors.shape[:-1], 0))
    begins = np.array([months.start - first for months in observed])
    inside = begins[:, None] + np.arange(len(observed[0]))[None, :]
    means: Floats = factors[..., inside].mean(axis=-1)
    return means


def _rates(tables: Tables, currency: str) -> Floats:
    """Return the listed exchange rate by plan month; a rate without a month stands before all others."""
    if currency in {"", tables.settings["currency"]}:
        return np.ones(tables.months)
    listed = sorted(
        (month(tables, row, "month", -(10**6)), number(row, "rate"))
        for row in tables["FX"]
        if text(row, "currency") == currency
    )
    if not listed:
        raise KeyError(currency)
    return _steps(listed, range(tables.months))


def _observed(tables: Tables, row: Row) -> tuple[range, ...]:
    """Return by order month the months whose index sets its price."""
    lag = int(number(row, "index_lag_months"))
    average = int(number(row, "index_average_months", 1))
    reset = int(number(row, "index_reset_months", 1))
    begins = tables.settings.get("year_start")
    begins = int(begins) if isinstance(begins, int | float) else 1
    ranges = []
    for t in range(tables.months):
        fixed = t - (tables.month_date(t).month - begins) % 12 % reset
        ranges.append(range(fixed - lag - average + 1, fixed - lag + 1))
    return tuple(ranges)


def _before(tables: Tables, row: Row) -> tuple[int, ...]:
    """Return the months of the first plan-year before the plan in which an offer could be ordered from."""
    began = first_year_began(tables)
    suppliers = {text(supplier, "supplier"): supplier for supplier in tables["Suppliers"]}
    since = month(tables, suppliers[text(row, "supplier")], "qualified_from", began)
    first = max(began, since, month(tables, row, "available_from", began))
    return tuple(range(first, min(-1, month(tables, row, "available_to", -1)) + 1))


def _options(tables: Tables, row: Row) -> list[Option]:
    """Return the offer, or one option per tier (by from_annual)."""
    offer = text(row, "offer")
    tiers = [tier for tier in tables["PriceTiers"] if text(tier, "offer") == offer]
    tiers.sort(key=lambda tier: number(tier, "from_annual"))
    rates = _rates(tables, text(row, "currency"))
    years = plan_years(tables)
    lead = int(number(row, "lead_time_months"))
    signed = row.values.get("signed")
    index, observed = text(row, "index"), _observed(tables, row)
    reach = range(min((o.start for o in observed), default=0), tables.months)
    listed = tuple(means_over(index_factors(tables, index, reach), observed, reach.start).tolist())

    def option(tier: int | None, price: float, low: float, high: float, costs: tuple[float, ...]) -> Option:
        return Option(
            offer=offer,
            tier=tier,
            supplier=text(row, "supplier"),
            item=text(row, "item"),
            contract=text(row, "kind") == "contract",
            signed=signed if isinstance(signed, bool) else None,
            price=price,
            per=number(row, "price_per", 1.0),
            currency=text(row, "currency") or str(tables.settings["currency"]),
            rates=tuple(rates.tolist()),
            index=index,
            observed=observed,
            listed=listed,
            floor=number(row, "price_floor", -INFINITY),
            ceiling=number(row, "price_ceiling", INFINITY),
            freight=number(row, "freight"),
            tariff=number(row, "tariff"),
            max_per_month=number(row, "max_per_month", INFINITY),
            low_annual=low,
            high_annual=high,
            tier_costs=costs,
            take_or_pay=number(row, "take_or_pay"),
            min_take=number(row, "min_take"),
            flex=number(row, "flex"),
            contract_cost=0.0 if signed is True else number(row, "contract_cost"),
            moq=number(row, "moq"),
            order_cost=number(row, "order_cost"),
            multiple=number(row, "order_multiple"),
            pool=text(row, "pool"),
            weight=number(row, "pool_weight", 1.0),
            paid_after=int(number(row, "payment_months")),
            destination=text(row, "destination") or text_setting(tables, "home_country"),
            before=_before(tables, row),
            lead=lead,
            transit=int(number(row, "transit_months", min(1, lead))),
            first=max(0, month(tables, row, "available_from", 0)),
            last=min(tables.months - 1, month(tables, row, "available_to", tables.months - 1)),
            countries={stage: text(row, f"{stage}_country") for stage in STAGES},
        )

    free = (0.0,) * len(years)
    price, low, high = number(row, "price"), number(row, "min_annual"), number(row, "max_annual", INFINITY)
    pool = read_pools(tables).get(text(row, "pool"), ()) if text(row, "pool") else ()
    if pool:
        return [
            option(k, price * (1 - tier.discount), low, high, free) for k, tier in enumerate(pool, start=1)
        ]
    if not tiers:
        return [option(None, price, low, high, free)]
    options, cost_before = [], 0.0
    for k, tier in enumerate(tiers):
        price, low, high = (number(tier, column) for column in ("price", "from_annual", "to_annual"))
        if text(row, "tier_kind") == "incremental":
            # annual cost is continuous: what the units below cost, less what this price charges for them
            quoted = (cost_before - price * low) / number(row, "price_per", 1.0)
            landed = quoted * (1 + number(row, "tariff"))
            costs = tuple(float(landed * rates[year[0]]) for year in years)
            cost_before += price * (high - low)
        else:
            costs = (number(tier, "tier_cost"),) * len(years)
        options.append(option(k + 1, price, low, high, costs))
    return options
