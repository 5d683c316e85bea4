"""Limits that somebody wrote into the plan, one by one: what each asks, and how it is loosened.

A limit is one number (or month, or yes/no) of the plan data that stands in one cell of the workbook, however
many constraints it makes. Balances, demand, lead times and prices are no limits: they are how things are.
With every limit let go there always is a plan: buy nothing and deliver nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from models.plan.data import OfferSpec, PlanData
from models.plan.names import Design, Item, Offer, Pool, Product

Value = float | bool | str | None
"""What a limit may hold; ``None``: no limit."""
Needs = Mapping[Item, float]


class Family(StrEnum):
    """Limits of one kind: ways out may loosen those of one family alone."""

    RULES = "rules"
    SERVICE = "service"
    COVER = "cover"
    COUNTS = "counts"
    BUDGET = "budget"
    CAPACITY = "capacity"
    STORAGE = "storage"
    CONTRACTS = "contracts"
    MODULES = "modules"
    WINDOWS = "windows"


class Step(StrEnum):
    """How finely a limit is told."""

    FRACTION = "fraction"
    DAYS = "days"
    COUNT = "count"
    AMOUNT = "amount"
    """Four digits."""
    MONTH = "month"
    SWITCH = "switch"
    """Asked or not at all."""


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One limit: which number, and of what."""

    field: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of number that limits a plan."""

    family: Family
    records: str
    """Mapping of the plan data whose records hold it; empty: the plan itself."""
    attribute: str
    step: Step
    up: bool
    """A larger number asks less."""
    asks: Callable[[Any], bool]
    """Whether a record asks anything by it."""
    loosest: float | None = None
    """Value at which nothing is asked; ``None``: it depends on the needs, or there is none."""
    bilinear: bool = False
    """It stands before a quantity that is itself decided, so a least change is found by halving."""


def _filled(attribute: str) -> Callable[[Any], bool]:
    return lambda record: getattr(record, attribute) is not None


def _positive(attribute: str) -> Callable[[Any], bool]:
    return lambda record: getattr(record, attribute) > 0


def _has_own_volumes(offer: OfferSpec) -> bool:
    """Tell whether an offer's volumes are its own: with price tiers they are those of its tiers."""
    return offer.tier is None or offer.pool is not None


FIELDS: Mapping[str, Field] = {
    "share": Field(
        Family.RULES, "rules", "share", Step.FRACTION, True, lambda r: r.penalty is None, bilinear=True
    ),
    "min_fill_rate": Field(
        Family.SERVICE, "products", "min_fill_rate", Step.FRACTION, False, _positive("min_fill_rate"), 0.0
    ),
    "cover_days": Field(
        Family.COVER,
        "items",
        "cover_days",
        Step.DAYS,
        False,
        lambda i: i.cover_days > 0 and i.cover_penalty is None,
        0.0,
        bilinear=True,
    ),
    "cover_from": Field(
        Family.COVER,
        "items",
        "cover_from",
        Step.MONTH,
        True,
        lambda i: i.cover_days > 0 and i.cover_penalty is None,
    ),
    "min_stock": Field(
        Family.COVER,
        "items",
        "min_stock",
        Step.AMOUNT,
        False,
        lambda i: i.min_stock > 0 and i.cover_penalty is None,
        0.0,
    ),
    "min_suppliers": Field(
        Family.COUNTS, "items", "min_suppliers", Step.COUNT, False, _positive("min_suppliers"), 0.0
    ),
    "capex_budget": Field(
        Family.BUDGET, "", "capex_budget", Step.AMOUNT, True, lambda plan: plan.capex_budget is not None
    ),
    "max_per_month": Field(
        Family.CAPACITY, "offers", "max_per_month", Step.AMOUNT, True, _filled("max_per_month")
    ),
    "max_annual": Field(
        Family.CAPACITY,
        "offers",
        "max_annual",
        Step.AMOUNT,
        True,
        lambda j: j.max_annual is not None and _has_own_volumes(j),
    ),
    "tier_end": Field(
        Family.CAPACITY, "offers", "max_annual", Step.AMOUNT, True, lambda j: not _has_own_volumes(j)
    ),
    "pool_end": Field(Family.CAPACITY, "pools", "to_annual", Step.AMOUNT, True, _filled("to_annual")),
    "supplier_capacity": Field(
        Family.CAPACITY, "suppliers", "capacity", Step.AMOUNT, True, _filled("capacity")
    ),
    "process_capacity": Field(Family.CAPACITY, "processes", "capacity", Step.AMOUNT, True, lambda _: True),
    "max_share": Field(
        Family.CAPACITY, "designs", "max_share", Step.FRACTION, True, lambda v: v.max_share < 1, 1.0
    ),
    "max_stock": Field(Family.STORAGE, "items", "max_stock", Step.AMOUNT, True, _filled("max_stock")),
    "min_annual": Field(
        Family.CONTRACTS,
        "offers",
        "min_annual",
        Step.AMOUNT,
        False,
        lambda j: j.min_annual > 0 and _has_own_volumes(j),
        0.0,
    ),
    "min_take": Field(
        Family.CONTRACTS,
        "offers",
        "min_take",
        Step.FRACTION,
        False,
        _positive("min_take"),
        0.0,
        bilinear=True,
    ),
    "moq": Field(Family.CONTRACTS, "offers", "moq", Step.AMOUNT, False, _positive("moq"), 0.0),
    "order_multiple": Field(
        Family.CONTRACTS, "offers", "order_multiple", Step.SWITCH, False, _filled("order_multiple")
    ),
    "signed": Field(
        Family.CONTRACTS, "offers", "signed", Step.SWITCH, True, lambda j: j.contract and j.signed is not None
    ),
    "max_modules": Field(
        Family.MODULES, "investments", "max_modules", Step.COUNT, True, lambda k: k.committed is None
    ),
    "excludes": Field(
        Family.MODULES, "investments", "excludes", Step.SWITCH, True, lambda k: k.excludes is not None
    ),
    "earliest": Field(
        Family.WINDOWS,
        "investments",
        "earliest",
        Step.MONTH,
        False,
        lambda k: k.committed is None and k.earliest > 0,
        0.0,
    ),
    "latest": Field(Family.WINDOWS, "investments", "latest", Step.MONTH, True, lambda k: k.committed is None),
    "available_from": Field(
        Family.WINDOWS, "offers", "available_from", Step.MONTH, False, _positive("available_from"), 0.0
    ),
    "available_to": Field(Family.WINDOWS, "offers", "available_to", Step.MONTH, True, lambda _: True),
}
"""Every kind of limit; those of month kind and ``cover_days`` act on constraints that come and go."""

FRACTION_STEP, DAYS_STEP, DIGITS = 0.001, 0.1, 4
SURE = 1e-6
"""Part of a step that is rounding of the solver's, not a need for one more step."""


def field_of(limit: Limit) -> Field:
    """Return what kind of number a limit is."""
    return FIELDS[limit.field]


def is_searched(limit: Limit) -> bool:
    """Tell whether its least change has to be searched: what it lets happen is not proportional to it."""
    return field_of(limit).bilinear or field_of(limit).step is Step.MONTH


def looser_is_more(data: PlanData, limit: Limit) -> bool:
    """Tell whether a larger number asks less."""
    if limit.field == "share":
        return data.rules[limit.key[0]].at_most  # type: ignore[index]
    return field_of(limit).up


def value_of(data: PlanData, limit: Limit) -> Value:
    """Return what a limit says now."""
    value: Value = getattr(_record(data, limit), field_of(limit).attribute)
    return value


def number_of(data: PlanData, limit: Limit) -> float:
    """Return the number that a limit says now."""
    value = value_of(data, limit)
    if value is None or isinstance(value, str):
        raise TypeError(f"{limit} holds no number")
    return float(value)


def with_value(data: PlanData, limit: Limit, value: Value) -> PlanData:
    """Return the plan with one limit changed: of an offer for all its tiers; a share of None: no rule."""
    field = field_of(limit)
    if limit.field == "share" and value is None:
        return replace(data, rules={name: spec for name, spec in data.rules.items() if name != limit.key[0]})
    if value is not None and field.step in (Step.COUNT, Step.MONTH) and not isinstance(value, str):
        value = int(value)
    change: dict[str, Any] = {field.attribute: value}
    if not field.records:
        return replace(data, **change)
    if field.records == "designs":
        product, design = Product(limit.key[0]), Design(limit.key[1])
        spec = data.products[product]
        spec = replace(spec, designs={**spec.designs, design: replace(spec.designs[design], **change)})
        return replace(data, products={**data.products, product: spec})
    if field.records == "pools":
        *tiers, last = data.pools[Pool(limit.key[0])]
        pool = (*tiers, replace(last, **change))
        return replace(data, pools={**data.pools, Pool(limit.key[0]): pool})
    records: Any = dict(getattr(data, field.records))
    for name in _names(data, limit):
        records[name] = replace(records[name], **change)
    changed: dict[str, Any] = {field.records: records}
    return replace(data, **changed)


def limits_of(data: PlanData) -> Iterator[Limit]:
    """Yield every limit of a plan that asks anything."""
    last = data.months - 1
    for name, field in FIELDS.items():
        for key, record in _records(data, name, field):
            window_ends = field.attribute in ("latest", "available_to")
            if not field.asks(record) or (window_ends and getattr(record, field.attribute) >= last):
                continue
            if not _waits_for_investment(data, Limit(name, key)):
                yield Limit(name, key)


def loosest(data: PlanData, limit: Limit, needs: Needs) -> Value:
    """Return a value at which a limit asks nothing that matters; ``None``: leave it blank."""
    field = field_of(limit)
    if field.loosest is not None:
        return field.loosest
    record, now = _record(data, limit), _number(value_of(data, limit))
    match limit.field:
        case "share":
            return 1.0 if looser_is_more(data, limit) else 0.0
        case "latest" | "available_to" | "cover_from":
            return data.months - 1
        case "max_modules":
            gates = {v.requires for d in data.products.values() for v in d.designs.values()}
            gates |= {p.requires for p in data.processes.values()}
            gate, most = limit.key[0] in gates, int(record.max_modules)
            return max(1, most) if gate else max(10, 10 * most)
        case "max_per_month" | "max_annual" | "tier_end":
            # A contract may commit more than is needed; a year of a plan is at most all of it.
            years = 12.0 if limit.field != "max_per_month" and record.contract else 1.0
            return max(now, years * needs[Item(record.item)] + (record.order_multiple or 0.0))
        case "supplier_capacity":
            offers = [spec for spec in data.offers.values() if spec.supplier == limit.key[0]]
            multiples = sum(spec.order_multiple or 0.0 for spec in offers)
            return max(now, sum(needs[item] for item in {spec.item for spec in offers}) + multiples)
        case "process_capacity":
            made: list[float] = [needs[i] / q for i, q in record.outputs.items() if q > 0]
            return max(now, *made, 0.0)
        case _:
            return None


def rounded(data: PlanData, limit: Limit, value: float) -> float:
    """Return a value told as finely as its kind, on the loose side, so that it can be typed into the cell."""
    unit = grid(limit, value)
    steps = value / unit
    whole = math.ceil(steps - SURE) if looser_is_more(data, limit) else math.floor(steps + SURE)
    return float(f"{whole * unit:.12g}")


def grid(limit: Limit, value: float) -> float:
    """Return the step in which a limit of about this value is told."""
    match field_of(limit).step:
        case Step.FRACTION:
            return FRACTION_STEP
        case Step.DAYS:
            return DAYS_STEP
        case Step.AMOUNT:
            size = abs(value)
            return 10.0 ** (math.floor(math.log10(size)) - DIGITS + 1) if size > 0 else 1.0
        case _:
            return 1.0


def needs_of(data: PlanData) -> Needs:
    """Return the most of each item that a plan can have a use for, all months together.

    Demand at its highest, exploded through designs and processes, with end stocks, what must be taken and
    what was ordered before.
    """
    factor = math.prod(max(1.0, spec.demand_factor) for spec in data.events.values())
    direct = dict.fromkeys(data.items, 0.0)
    for product in data.products.values():
        demand = sum(product.demand) * factor
        for item in data.items:
            most = max((v.use.get(item, 0.0) * v.max_share for v in product.designs.values()), default=0.0)
            direct[item] += demand * most
    for offer in data.offers.values():
        if offer.contract and offer.signed:
            direct[offer.item] += (offer.max_annual or 0.0) / 12 * data.months * (1 + offer.flex)
    for past in data.history:
        direct[data.offers[data.tiers_of_offer[past.offer][0]].item] += past.quantity
    found: dict[Item, float] = {}

    def need(item: Item, above: frozenset[Item]) -> float:
        if item in found:
            return found[item]
        spec = data.items[item]
        takers: dict[Item, float] = {}
        for process in data.processes.values():
            taken = process.inputs.get(item, 0.0)
            # Nobody runs a process for the traces that it makes beside its product.
            main = max(process.outputs, key=lambda made: process.outputs[made], default=item)
            if taken and main != item and main not in above and process.outputs[main] > 0:
                runs = need(main, above | {item}) / process.outputs[main]
                takers[main] = max(takers.get(main, 0.0), runs * taken)
        kept = max(0.5, (1 - spec.monthly_loss) ** data.months)
        total = (direct[item] + spec.final_stock + spec.min_stock + sum(takers.values())) / kept
        if not above:
            found[item] = total
        return total

    return {item: need(item, frozenset()) for item in data.items}


def _waits_for_investment(data: PlanData, limit: Limit) -> bool:
    """Tell whether a limit is 0 because an investment has to come first: what is not built is no limit."""
    target = {"max_per_month": "adds_offer", "process_capacity": "adds_process"}
    added_to = target.get(limit.field)
    if added_to is None or value_of(data, limit) != 0.0:
        return False
    return any(getattr(spec, added_to) == limit.key[0] for spec in data.investments.values())


def _number(value: Value) -> float:
    return 0.0 if value is None or isinstance(value, str) else float(value)


def _names(data: PlanData, limit: Limit) -> tuple[str, ...]:
    """Return the keys of the records that hold a limit: every tier of an offer."""
    if field_of(limit).records != "offers" or limit.field == "tier_end":
        return limit.key[:1]
    return data.tiers_of_offer[limit.key[0]]


def _record(data: PlanData, limit: Limit) -> Any:
    field = field_of(limit)
    if not field.records:
        return data
    if field.records == "designs":
        return data.products[Product(limit.key[0])].designs[Design(limit.key[1])]
    if field.records == "pools":
        return data.pools[Pool(limit.key[0])][-1]
    return getattr(data, field.records)[_names(data, limit)[0]]


def _records(data: PlanData, name: str, field: Field) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not field.records:
        yield (), data
    elif field.records == "designs":
        for product, spec in data.products.items():
            for design, terms in spec.designs.items():
                yield (product, design), terms
    elif field.records == "pools":
        for pool in data.members_of_pool:
            yield (pool,), data.pools[pool][-1]
    elif name == "tier_end":
        for tiers in data.tiers_of_offer.values():
            last = max(tiers, key=lambda j: data.offers[j].max_annual or 0.0)
            yield (last,), data.offers[last]
    elif field.records == "offers":
        for origin, tiers in data.tiers_of_offer.items():
            yield (origin,), data.offers[Offer(tiers[0])]
    else:
        for key, record in getattr(data, field.records).items():
            yield (str(key),), record
