"""Plan data: everything the optimiser knows, in plan months, plan currency and item units.

All records are frozen; a changed plan is a new one (``dataclasses.replace``). Nothing here comes from a
workbook or goes to one; ``planner.assemble`` makes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from models.plan.names import (
    TRUNK,
    Country,
    Design,
    Event,
    Investment,
    Item,
    Month,
    Offer,
    Pool,
    Process,
    Product,
    Rule,
    Scenario,
    Supplier,
)

K = TypeVar("K")
V = TypeVar("V")

ROUNDING = 1e-12
"""What is left of 1 by probabilities that are meant to add up to it."""


class Stage(StrEnum):
    """Stage of the chain at which a country can be named."""

    MINING = "mining"
    REFINING = "refining"
    METAL = "metal"
    MAGNET = "magnet"


class Measure(StrEnum):
    """What a share rule counts as matching."""

    MINING = "mining"
    REFINING = "refining"
    METAL = "metal"
    MAGNET = "magnet"
    SUPPLIER = "supplier"
    RECYCLED = "recycled"


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One item that can be bought, made, used and held."""

    initial_stock: float = 0.0
    """Stock before month 0 [unit]."""
    final_stock: float = 0.0
    """Stock wanted at the end of month H−1 [unit]."""
    unit_value: float = 0.0
    """Value for holding and for missing final stock [money/unit]."""
    max_stock: float | None = None
    """Storage limit [unit]; ``None``: no limit."""
    storage_cost: float = 0.0
    """[money/unit/month]."""
    monthly_loss: float = 0.0
    """Fraction of the stock lost each month [-]."""
    cover_days: float = 0.0
    """Days of cover wanted [days]; 0: none."""
    cover_from: Month = 0
    """First month in which cover is wanted."""
    cover_penalty: float | None = None
    """Price of missing cover [money/unit/month]; ``None``: cover is a hard limit."""
    cover_again: int | None = None
    """Months after a disruption from which cover is wanted again in a branch; ``None``: never."""
    disposal_cost: float = 0.0
    """[money/unit]."""
    min_suppliers: int = 0
    """Qualified suppliers wanted [-]."""
    min_stock: float = 0.0
    """Stock wanted in units beside the days, where cover is wanted, with the same gap [unit]; 0: none."""
    site: str = ""
    """Label by which results are grouped."""


@dataclass(frozen=True, slots=True)
class SupplierSpec:
    """One supplier."""

    qualified: bool = True
    """Already qualified, or already being qualified (``qualification_months`` says until when): no cost."""
    qualification_cost: float = 0.0
    """[money], paid in month 0."""
    qualification_months: int = 0
    """First month in which it can be ordered from; 0 where it already can."""
    capacity: float | None = None
    """Most ordered in a month over all its offers [unit/month]."""


@dataclass(frozen=True, slots=True)
class OfferSpec:
    """One offer, or one price tier of an offer."""

    supplier: Supplier
    item: Item
    contract: bool
    price: float
    """Before index, floor and ceiling, after a pool's discount [offer currency per ``price_per`` units]."""
    origin: str = ""
    """Id of the offer in the workbook, shared by its tiers."""
    tier: int | None = None
    """Number of the tier, from 1; ``None`` where the offer has none."""
    fx: float = 1.0
    """Plan currency per unit of the offer's currency."""
    fx_by_month: tuple[float, ...] = ()
    """The same by order month 0 … H−1, where it changes; empty: ``fx`` in every month."""
    currency: str | None = None
    """Currency of the offer, which events may name; ``None``: the plan's."""
    index: str | None = None
    """Name of the price index."""
    observed: tuple[range, ...] = ()
    """By order month 0 … H−1, the months whose mean of the index is its factor (they may lie before month 0);
    empty: the order month itself."""
    price_per: float = 1.0
    """Units of the item that price, floor, ceiling and freight stand for."""
    floor: float | None = None
    """[offer currency per ``price_per`` units]."""
    ceiling: float | None = None
    """[offer currency per ``price_per`` units]."""
    freight: float = 0.0
    """[offer currency per ``price_per`` units]."""
    tariff: float = 0.0
    """Fraction of the price [-]."""
    max_per_month: float | None = None
    """[unit/month]; required for spot."""
    max_annual: float | None = None
    """Spot: most ordered in a plan-year [unit]; contract: highest committed rate [unit/year]."""
    min_annual: float = 0.0
    """Contract: lowest committed rate [unit/year]."""
    take_or_pay: float = 0.0
    min_take: float = 0.0
    flex: float = 0.0
    signed: bool | None = None
    """Contract already decided; ``None``: the plan decides."""
    contract_cost: float = 0.0
    """Cost of signing in month 0 [money]; 0 where already signed."""
    tier_cost: float = 0.0
    """Fixed cost of the tier per plan-year of 12 months [money]; 0 in a pool, which pays it once."""
    tier_cost_by_year: tuple[float, ...] = ()
    """The same by plan-year, where it changes with the exchange rate; empty: ``tier_cost`` in every year."""
    pool: Pool | None = None
    """Pool whose tier ``tier`` this contract belongs to; the price is discounted already."""
    pool_weight: float = 1.0
    """What a unit of the committed rate counts in the pool's tiers."""
    moq: float = 0.0
    """Smallest order on the trunk [unit]."""
    order_cost: float = 0.0
    """Cost per order on the trunk [money]."""
    order_multiple: float | None = None
    """On the trunk an order is a whole number of these [unit]; ``None``: any quantity."""
    payment_months: int = 0
    """Months from arrival to payment; negative: paid before. Moves the discounting only."""
    lead_time: int = 0
    """[months] from order to arrival."""
    transit: int = 0
    """[months] of the lead time after dispatch."""
    available_from: Month = 0
    available_to: Month = 0
    """Last order month."""
    countries: Mapping[Stage, Country] = field(default_factory=dict)
    """Country at each stage that is filled."""
    destination: Country | None = None
    """Country into which it delivers; ``None``: the plan's home country."""
    past_months: tuple[Month, ...] = ()
    """Months of the first plan-year before month 0 in which it could be ordered from (its availability as
    written, its supplier qualified); they are owed take-or-pay where History has an order in that year."""


@dataclass(frozen=True, slots=True)
class DesignSpec:
    """One way of making a product."""

    requires: Investment | None = None
    max_share: float = 1.0
    unit_cost: float = 0.0
    """Extra cost per unit made [money/unit]; negative: a margin."""
    use: Mapping[Item, float] = field(default_factory=dict)
    """Consumption per unit made [item unit/unit]."""
    scrap: Mapping[Item, float] = field(default_factory=dict)
    """Return of scrap per unit made, in the same month [item unit/unit]."""
    scrap_later: Mapping[tuple[Item, int], float] = field(default_factory=dict)
    """Return of scrap per unit made by item and lag, so many months (≥ 1) later [item unit/unit]."""


@dataclass(frozen=True, slots=True)
class ProductSpec:
    """One product, made to order."""

    shortage_penalty: float
    """[money/unit] of lost sales."""
    demand: tuple[float, ...]
    """[unit/month] for months 0 … H−1."""
    designs: Mapping[Design, DesignSpec]
    min_fill_rate: float = 0.0
    late_months: int = 0
    """Demand may be owed so many months at most; 0: what is not made in its month is lost."""
    late_cost: float = 0.0
    """[money/unit/month] of what is owed at the end of a month."""
    site: str = ""
    """Label by which results are grouped."""


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """One process that turns items into others."""

    country: Country | None = None
    stage: Stage | None = None
    capacity: float = 0.0
    """[activity/month]."""
    opex: float = 0.0
    """[money/activity]."""
    requires: Investment | None = None
    recycling: bool = False
    inputs: Mapping[Item, float] = field(default_factory=dict)
    """[item unit/activity]."""
    outputs: Mapping[Item, float] = field(default_factory=dict)
    lead: int = 0
    """[months] from inputs, capacity and opex to outputs."""
    destination: Country | None = None
    """Country in which it delivers; ``None``: the plan's home country."""


@dataclass(frozen=True, slots=True)
class InvestmentSpec:
    """One investment, built in modules."""

    capex: float
    """[money/module] before subsidy."""
    subsidy: float = 0.0
    fixed_opex: float = 0.0
    """[money/module/month] from completion."""
    max_modules: int = 1
    lead: int = 0
    """[months] to complete."""
    earliest: Month = 0
    latest: Month = 0
    committed: Month | None = None
    """Month in which it was, or surely will be, started; may lie before month 0."""
    adds_process: Process | None = None
    adds_stock: Item | None = None
    adds_offer: str | None = None
    """Workbook id of the offer (all its tiers) whose monthly maximum grows."""
    adds: float = 0.0
    """[unit/month, activity/month or unit] per module."""
    life: int | None = None
    """[months] for the residual value; ``None``: none."""
    excludes: str | None = None
    """Exclusive group."""
    technology_country: Country | None = None
    ramp: int = 0
    """[months] from completion over which what a module adds grows to the whole of it."""
    destination: Country | None = None
    """Country in which it stands; ``None``: the plan's home country."""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One share rule, its members spelled out."""

    measure: Measure
    members: Mapping[str, frozenset[str]]
    """Label of each row of the rule (a country, ``group:NAME``, a supplier, ``*``'s members one by one) and
    the countries or suppliers it counts; for ``recycled`` one row with an empty set."""
    items: frozenset[Item]
    """Items the rule is about (all of them where the workbook leaves it blank)."""
    at_most: bool
    share: float
    of_use: bool
    """Base is use (consumption); else purchases."""
    horizon: bool
    """One window over the horizon; else one per plan-year."""
    always: bool
    """Holds on every path; else on the trunk only."""
    penalty: float | None
    """[money/unit] of excess; ``None``: hard."""
    unless_short: bool = False
    """Hard on the trunk; on every other path a breach costs ``PlanData.breach_price``. It goes with
    ``always`` and without a ``penalty``."""


@dataclass(frozen=True, slots=True)
class EventSpec:
    """One kind of disruption, without its start."""

    countries: frozenset[Country] = frozenset()
    stages: frozenset[Stage] = frozenset()
    suppliers: frozenset[Supplier] = frozenset()
    items: frozenset[Item] = frozenset()
    destinations: frozenset[Country] = frozenset()
    processes: frozenset[Process] = frozenset()
    investments: frozenset[Investment] = frozenset()
    products: frozenset[Product] = frozenset()
    indices: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    """Currencies whose exchange rate the price factor multiplies; it spikes no spot price then."""
    severity: float = 1.0
    duration: int = 1
    """[months] it is on (the length of the loss profile where there is one)."""
    recovery: int = 0
    """[months] of recovery afterwards."""
    profile: tuple[float, ...] = ()
    """Part lost in each month from the start; replaces severity, duration and recovery."""
    lead_time_extension: int = 0
    price_factor: float = 1.0
    demand_factor: float = 1.0
    investment_delay: int = 0

    @property
    def months_felt(self) -> int:
        """Months from the start in which the event is on or recovering."""
        return len(self.profile) if self.profile else self.duration + self.recovery

    def remaining(self, age: int) -> float:
        """Return the part that remains ``age`` months after the start, 1 when the event is over or ahead."""
        if age < 0 or age >= self.months_felt:
            return 1.0
        if self.profile:
            return 1.0 - self.profile[age]
        step = max(0, age - self.duration + 1)  # recovery month k, 0 while the event is on
        return (1.0 - self.severity) + self.severity * step / (self.recovery + 1)

    def is_on(self, age: int) -> bool:
        """Tell whether the event is on (not recovering) ``age`` months after its start."""
        return 0 <= age < (len(self.profile) if self.profile else self.duration)


@dataclass(frozen=True, slots=True)
class PoolTier:
    """One tier of a pool: a discount for what all its members commit together."""

    from_annual: float
    """Least committed rate of all members, each times its weight [unit/year]."""
    to_annual: float | None = None
    """Most [unit/year]; ``None``: what the members can commit."""
    discount: float = 0.0
    """Part of the price; the members' prices have it already [-]."""
    tier_cost: float = 0.0
    """Fixed cost per plan-year of 12 months, once for the pool [money]."""


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order placed before month 0."""

    offer: str
    """Workbook id of the offer, shared by its tiers."""
    order_month: Month
    """Negative."""
    arrival: Month
    """It may lie before the plan, and beyond it."""
    quantity: float
    """[unit]; 0 says that nothing was taken."""
    unit_cost: float = 0.0
    """Paid for what arrives from month 0 on [money/unit]; 0: paid already."""


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """One branch of the tree."""

    after: Scenario
    """Where it leaves from: the trunk or another branch."""
    probability: float
    """Of ending in this scenario."""
    events: tuple[tuple[Event, Month], ...]
    """Its own events and their start months."""


@dataclass(frozen=True)
class PlanData:
    """One plan as the optimiser sees it: ordered sets as mappings from a name to its record."""

    months: int
    """H."""
    items: Mapping[Item, ItemSpec]
    suppliers: Mapping[Supplier, SupplierSpec]
    offers: Mapping[Offer, OfferSpec]
    products: Mapping[Product, ProductSpec]
    processes: Mapping[Process, ProcessSpec] = field(default_factory=dict)
    investments: Mapping[Investment, InvestmentSpec] = field(default_factory=dict)
    rules: Mapping[Rule, RuleSpec] = field(default_factory=dict)
    events: Mapping[Event, EventSpec] = field(default_factory=dict)
    known_events: tuple[tuple[Event, Month], ...] = ()
    """E_0: events that stand under scenario 0, with their starts."""
    scenarios: Mapping[Scenario, ScenarioSpec] = field(default_factory=dict)
    """Branches, each after its parent."""
    price_index: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Factor of each index in months 0 … H−1."""
    index_before: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Factor of each index in the months before, the last of them month −1; earlier months take the first."""
    pools: Mapping[Pool, tuple[PoolTier, ...]] = field(default_factory=dict)
    """Tiers of each pool from the lowest, which begins at 0; the k-th has number k + 1. Each member offer has
    one contract for each of them."""
    history: tuple[PastOrder, ...] = ()
    """Orders placed before month 0."""
    first_year: int = 12
    """Months of the first plan-year that lie in the plan, 1 … 12; the others are 12 months from there on."""
    receipts: Mapping[tuple[Item, Month], float] = field(default_factory=dict)
    """Exogenous supply [unit]."""
    home_country: Country | None = None
    discount_rate: float = 0.0
    """[1/year]."""
    capital_rate: float = 0.0
    """[1/year]."""
    risk_weight: float = 0.0
    """λ."""
    cvar_alpha: float = 0.9
    """α."""
    capex_budget: float | None = None
    """[money/plan-year]."""

    def discount(self, month: Month) -> float:
        """Return δ_t, the present value of money paid in a month."""
        return float((1.0 + self.discount_rate) ** (-month / 12))

    def index_factor(self, index: str, month: Month) -> float:
        """Return the listed factor of an index in a month, also before month 0."""
        if month >= 0:
            return self.price_index[index][month]
        before = self.index_before.get(index) or self.price_index[index][:1]
        return before[max(month, -len(before))]

    def tier_cost(self, offer: Offer, year: int) -> float:
        """Return the fixed cost of an offer's tier for 12 months, at the rate of a plan-year [money]."""
        spec = self.offers[offer]
        return spec.tier_cost_by_year[year] if spec.tier_cost_by_year else spec.tier_cost

    @cached_property
    def plan_years(self) -> tuple[range, ...]:
        """Windows of 12 months; the first may have begun before month 0, the last may end after the plan."""
        begins = [0, *range(self.first_year, self.months, 12)]
        return tuple(range(a, b) for a, b in pairwise([*begins, self.months]))

    @property
    def trunk_probability(self) -> float:
        """Return π_0, what the branches leave; a trace of rounding is no probability."""
        left = 1.0 - math.fsum(spec.probability for spec in self.scenarios.values())
        return left if left > ROUNDING else 0.0

    def probability(self, scenario: Scenario) -> float:
        """Return π of ending in a scenario, the trunk included."""
        return self.trunk_probability if scenario == TRUNK else self.scenarios[scenario].probability

    @cached_property
    def past_of_first_year(self) -> tuple[tuple[int, PastOrder], ...]:
        """Orders of History in the months of the first plan-year before month 0, with their numbers."""
        first = self.first_year - 12
        return tuple((k, past) for k, past in enumerate(self.history) if past.order_month >= first)

    @cached_property
    def members_of_pool(self) -> Mapping[Pool, tuple[Offer, ...]]:
        """Contracts of each pool, one for each member offer and tier."""
        return _grouped((spec.pool, offer) for offer, spec in self.offers.items() if spec.pool is not None)

    @cached_property
    def offers_of_item(self) -> Mapping[Item, tuple[Offer, ...]]:
        """Offers by the item they supply."""
        return _grouped((spec.item, offer) for offer, spec in self.offers.items())

    @cached_property
    def offers_of_supplier(self) -> Mapping[Supplier, tuple[Offer, ...]]:
        """Offers by their supplier."""
        return _grouped((spec.supplier, offer) for offer, spec in self.offers.items())

    @cached_property
    def tiers_of_offer(self) -> Mapping[str, tuple[Offer, ...]]:
        """Tiers by the workbook id of their offer (one for an offer without tiers)."""
        return _grouped((spec.origin, offer) for offer, spec in self.offers.items())


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
