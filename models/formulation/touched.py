"""What a small change of a plan touches: which subjects of the model write something else than before.

A near question (a what-if, the price of a rule) is a plan with a few numbers changed. Here stands for each
number of ``PlanData`` by which subjects it is read; what is not named may touch anything. So a new number of
a record is safe until somebody says what it touches, and a test changes every number that is named and holds
the part that was taken over against one written anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from models.formulation.bounds import Useful
from models.plan.data import (
    DesignSpec,
    InvestmentSpec,
    ItemSpec,
    OfferSpec,
    PlanData,
    ProcessSpec,
    ProductSpec,
    ScenarioSpec,
    SupplierSpec,
)

DISCOUNT, WEIGHTS = "discount", "weights"
"""The present value of what is paid; what a scenario or the tail weighs."""
Touched = frozenset[str]
"""Names of subjects (``models.formulation.build``), of components of cost
(``models.formulation.rules.costs``), and of the two above."""


def _named(**subjects: str) -> Mapping[str, Touched]:
    return {name: frozenset(touched.split()) for name, touched in subjects.items()}


PLAN = _named(
    price_index="purchase take_or_pay",
    index_before="purchase take_or_pay",
    discount_rate="discount",
    capital_rate="holding",
    risk_weight="weights",
    cvar_alpha="weights",
    capex_budget="investments",
    rules="shares rule",
)
"""Numbers of the plan itself; rules may also come and go."""
RECORDS: Mapping[type, Mapping[str, Touched]] = {
    ItemSpec: _named(
        unit_value="holding final_stock",
        max_stock="stock",
        storage_cost="holding",
        cover_days="stock cover",
        cover_penalty="stock cover",
        disposal_cost="disposal",
        min_suppliers="sourcing",
        min_stock="stock cover",
    ),
    SupplierSpec: _named(qualification_cost="qualification", capacity="sourcing"),
    OfferSpec: _named(
        price="purchase take_or_pay",
        fx="purchase take_or_pay",
        fx_by_month="purchase take_or_pay",
        floor="purchase take_or_pay",
        ceiling="purchase take_or_pay",
        freight="purchase",
        tariff="purchase",
        max_per_month="sourcing",
        max_annual="sourcing contracts",
        min_annual="contracts",
        contract_cost="contract",
        tier_cost="contract",
        tier_cost_by_year="contract",
        moq="sourcing order",
        order_cost="sourcing order",
        order_multiple="sourcing order",
        payment_months="purchase",
    ),
    DesignSpec: _named(unit_cost="design"),
    ProductSpec: _named(
        shortage_penalty="shortage rule",
        demand="production stock",
        min_fill_rate="production",
        late_cost="late",
    ),
    ProcessSpec: _named(capacity="processes", opex="process"),
    InvestmentSpec: _named(
        capex="investments capex residual",
        subsidy="capex residual",
        fixed_opex="fixed_opex",
        max_modules="investments sourcing processes stock",
        life="residual",
    ),
    ScenarioSpec: _named(probability="weights"),
}
"""Numbers of the records of a plan."""
USE = _named(
    order="sourcing",
    rate="sourcing contracts",
    activity="processes",
    stock="stock",
    modules="investments",
    order_in="sourcing",
    order_at="sourcing",
)
"""What can be of use, by the subjects whose bounds it gives."""
STEADY = frozenset({"stock_balance"})
"""Laws with many rows that read none of these numbers, though their subject does: taken over like a subject
that nothing touches."""


def touched_between(before: PlanData, after: PlanData) -> Touched | None:
    """Return what differs between two plans by what it touches; ``None`` where that may be anything."""
    found: set[str] = set()
    for name in _differing(before, after):
        if name in PLAN:
            found |= PLAN[name]
            continue
        part = _in_records(getattr(before, name), getattr(after, name))
        if part is None:
            return None
        found |= part
    return frozenset(found)


def touched_by_use(before: Useful, after: Useful) -> Touched:
    """Return what is touched where something else can be of use than before."""
    return frozenset().union(*(USE[name] for name in _differing(before, after)))


def _in_records(before: Any, after: Any) -> Touched | None:
    """Return what differs between records of the same names, in the same order."""
    if not isinstance(before, Mapping) or list(before) != list(after):
        return None
    found: set[str] = set()
    for old, new in zip(before.values(), after.values(), strict=True):
        part = frozenset[str]() if old is new or old == new else _in_record(old, new)
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _in_record(before: Any, after: Any) -> Touched | None:
    known = RECORDS.get(type(before))
    if known is None or type(before) is not type(after):
        return None
    found: set[str] = set()
    for name in _differing(before, after):
        old, new = getattr(before, name), getattr(after, name)
        part = known.get(name) or (_in_records(old, new) if name == "designs" else None)
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _differing(before: Any, after: Any) -> list[str]:
    """Return the names of the fields in which two records differ."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))
    return [name for name, old, new in pairs if old is not new and old != new]
