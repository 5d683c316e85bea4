"""Random plans with terms as they are signed, places, years and what came before, put into their plan data.

``amended`` adds to a plan of ``random_plans`` what a workbook of version 2 can say, by a seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.plan.data import (
    DesignSpec,
    EventSpec,
    InvestmentSpec,
    OfferSpec,
    PastOrder,
    PlanData,
    PoolTier,
    ProcessSpec,
    ProductSpec,
    RuleSpec,
)
from models.plan.names import Offer, Pool


class _Dice(random.Random):
    def chance(self, probability: float) -> bool:
        return self.random() < probability


def amended(data: PlanData, seed: int) -> PlanData:
    """Return a plan with new terms on about half of its records."""
    dice = _Dice(seed)
    first_year = dice.randint(1, 12)
    data = replace(data, first_year=first_year)
    data = replace(
        data,
        items={k: _some(dice, spec, min_stock=float(dice.randint(1, 6))) for k, spec in data.items.items()},
        offers={k: _offer(dice, data, spec) for k, spec in data.offers.items()},
        products={k: _product(dice, spec) for k, spec in data.products.items()},
        processes={k: _process(dice, spec) for k, spec in data.processes.items()},
        investments={k: _investment(dice, spec) for k, spec in data.investments.items()},
        rules={k: _rule(dice, spec) for k, spec in data.rules.items()},
        events={k: _event(dice, data, spec) for k, spec in data.events.items()},
        index_before={k: (0.9, 1.2, factors[0]) for k, factors in data.price_index.items()},
    )
    data = _pooled(dice, data)
    return replace(data, history=_history(dice, data))


def _some(dice: _Dice, spec: Any, probability: float = 0.5, **changes: Any) -> Any:
    return replace(spec, **changes) if dice.chance(probability) else spec


def _offer(dice: _Dice, data: PlanData, spec: OfferSpec) -> OfferSpec:
    spec = _some(dice, spec, payment_months=dice.choice((-2, 1, 3)))
    spec = _some(dice, spec, price_per=2.0)
    spec = _some(dice, spec, 0.3, order_multiple=float(dice.choice((2, 3, 5))))
    spec = _some(dice, spec, currency=dice.choice(("EUR", "CNY")))
    spec = _some(dice, spec, 0.3, fx_by_month=tuple(1 + 0.1 * dice.random() for _ in range(data.months)))
    spec = _some(dice, spec, 0.3, destination=dice.choice(("JP", "DE")))
    if spec.index is not None and dice.chance(0.7):
        lag, average = dice.randint(0, 3), dice.randint(1, 3)
        ends = range(1 - lag, data.months + 1 - lag)
        spec = replace(spec, observed=tuple(range(end - average, end) for end in ends))
    past = tuple(range(data.first_year - 12, 0))
    return replace(spec, past_months=past if spec.contract else ())


def _product(dice: _Dice, spec: ProductSpec) -> ProductSpec:
    designs = {name: _design(dice, terms) for name, terms in spec.designs.items()}
    spec = replace(spec, designs=designs)
    return _some(dice, spec, late_months=dice.randint(1, 3), late_cost=float(dice.randint(0, 3)))


def _design(dice: _Dice, spec: DesignSpec) -> DesignSpec:
    if not spec.scrap or dice.chance(0.4):
        return spec
    later = {(item, dice.randint(1, 2)): quantity for item, quantity in spec.scrap.items()}
    return replace(spec, scrap={}, scrap_later=later)


def _process(dice: _Dice, spec: ProcessSpec) -> ProcessSpec:
    spec = _some(dice, spec, 0.3, destination=dice.choice(("JP", "DE")))
    return _some(dice, spec, lead=dice.randint(1, 2))


def _investment(dice: _Dice, spec: InvestmentSpec) -> InvestmentSpec:
    spec = _some(dice, spec, 0.3, destination=dice.choice(("JP", "DE")))
    return _some(dice, spec, ramp=dice.randint(1, 3))


def _rule(dice: _Dice, spec: RuleSpec) -> RuleSpec:
    return _some(dice, spec, unless_short=True, always=True, penalty=None)


def _event(dice: _Dice, data: PlanData, spec: EventSpec) -> EventSpec:
    spec = _some(dice, spec, 0.2, destinations=frozenset({dice.choice(("JP", "DE"))}))
    factor = dice.choice((0.7, 1.4))
    if data.price_index and dice.chance(0.3):
        return replace(spec, indices=frozenset(data.price_index), price_factor=factor)
    currency = frozenset({dice.choice(("EUR", "CNY"))})
    return _some(dice, spec, 0.3, currencies=currency, indices=frozenset(), price_factor=factor)


def _pooled(dice: _Dice, data: PlanData) -> PlanData:
    """Return the plan with its contracts without tiers in one pool of two tiers."""
    members = [j for j, spec in data.offers.items() if spec.contract and spec.tier is None]
    if not members or dice.chance(0.3):
        return data
    pool = Pool("pool")
    weights = {j: dice.choice((0.5, 1.0, 2.0)) for j in members}
    most = sum(weights[j] * (data.offers[j].max_annual or 0.0) for j in members)
    start = round(most * dice.choice((0.2, 0.5)), 3)
    tiers = (PoolTier(0.0, start), PoolTier(start, None, 0.1, float(dice.randint(0, 5))))
    offers: dict[Offer, OfferSpec] = {}
    for offer, spec in data.offers.items():
        if offer not in weights:
            offers[offer] = spec
            continue
        for number, tier in enumerate(tiers, start=1):
            terms: Mapping[str, Any] = {"price": spec.price * (1 - tier.discount), "tier": number}
            member = replace(spec, pool=pool, pool_weight=weights[offer], **terms)
            offers[Offer(f"{offer}#{number}")] = member
    return replace(data, offers=offers, pools={pool: tiers})


def _history(dice: _Dice, data: PlanData) -> tuple[PastOrder, ...]:
    """Return orders before the plan from some of its offers, some of which are still on their way."""
    found = []
    for origin, offers in sorted(data.tiers_of_offer.items()):
        if dice.chance(0.5):
            month = -dice.randint(1, 6)
            lead = max(1, data.offers[offers[0]].lead_time + dice.randint(0, 5))
            quantity = float(dice.randint(0, 4))
            found.append(PastOrder(origin, month, month + lead, quantity, dice.choice((0.0, 3.0))))
    return tuple(found)
