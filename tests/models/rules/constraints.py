"""For every constraint the smallest plan in which it says something: its LP reads like the mathematics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cases import contract, spot, tiny_plan

from models.plan.data import (
    DesignSpec,
    EventSpec,
    InvestmentSpec,
    ItemSpec,
    Measure,
    PastOrder,
    PlanData,
    PoolTier,
    ProcessSpec,
    ProductSpec,
    RuleSpec,
    ScenarioSpec,
    Stage,
    SupplierSpec,
)
from models.plan.names import TRUNK


def _branch(start: int = 1, **event: Any) -> dict[str, Any]:
    """Return one branch, s, with an event that by default takes half of A's offers for a month."""
    spec = EventSpec(**({"suppliers": frozenset({"A"}), "severity": 0.5} | event))
    return {"events": {"E": spec}, "scenarios": {"s": ScenarioSpec(TRUNK, 0.25, (("E", start),))}}


def _item(**terms: Any) -> dict[str, Any]:
    return {"items": {"Dy": ItemSpec(**terms)}}


def _offer(**terms: Any) -> dict[str, Any]:
    return {"offers": {"a": spot(**terms)}}


def _contract(**terms: Any) -> dict[str, Any]:
    return {"offers": {"c": contract(origin="c", **terms)}}


NEW = {"suppliers": {"A": SupplierSpec(qualified=False, qualification_cost=9.0, qualification_months=1)}}
K = InvestmentSpec(capex=30.0, max_modules=2, lead=1, latest=1)


def _build(**terms: Any) -> dict[str, Any]:
    return {"investments": {"k": replace(K, **terms)}}


def _process(**terms: Any) -> dict[str, Any]:
    spec = ProcessSpec(capacity=5.0, inputs={"Swarf": 2.0}, outputs={"Dy": 1.0}, **terms)
    items = {"Dy": ItemSpec(initial_stock=40.0, monthly_loss=0.1), "Swarf": ItemSpec()}
    return {"items": items, "processes": {"p": spec}}


def _rule(**terms: Any) -> dict[str, Any]:
    fields = {
        "measure": Measure.MINING,
        "members": {"CN": frozenset({"CN"})},
        "items": frozenset({"Dy"}),
        "at_most": True,
        "share": 0.6,
        "of_use": False,
        "horizon": False,
        "always": True,
        "penalty": 3.0,
    }
    return {"rules": {"cap": RuleSpec(**(fields | terms))}}


def _tail(**changes: Any) -> PlanData:
    """Return one month with a branch in it and a weight on the tail."""
    plan = tiny_plan(
        months=1,
        **_offer(available_to=0),
        **_branch(0),
        risk_weight=0.25,
        cvar_alpha=0.8,
        discount_rate=0.0,
    )
    return replace(plan, **changes)


PRODUCT = ProductSpec(
    shortage_penalty=50.0,
    demand=(10.0, 20.0),
    designs={
        "std": DesignSpec(use={"Dy": 1.0}, scrap={"Swarf": 0.25}),
        "lean": DesignSpec(use={"Dy": 0.5}, max_share=0.4, requires="k", unit_cost=1.0),
    },
    min_fill_rate=0.9,
)
TWO_COUNTRIES = {
    "offers": {
        "a": spot(countries={Stage.MINING: "CN"}),
        "b": spot(origin="b", price=5.0, countries={Stage.MINING: "AU"}),
    }
}


def _two_designs() -> PlanData:
    """Return two designs, one to be opened by k, with a branch that asks for half as much again."""
    event = _branch(suppliers=frozenset(), severity=0.0, products=frozenset({"P"}), demand_factor=1.5)
    items = {"Dy": ItemSpec(), "Swarf": ItemSpec()}
    return tiny_plan(items=items, products={"P": PRODUCT}, **_build(max_modules=1), **event)


RETURNED = DesignSpec(use={"Dy": 1.0}, scrap_later={("Swarf", 1): 0.5}, max_share=0.3)
POOL = {
    "offers": {
        "c#1": contract(origin="c", pool="g", tier=1),
        "c#2": contract(origin="c", pool="g", tier=2, price=1.5, max_annual=60.0),
        "d#1": contract(origin="d", pool="g", tier=1, pool_weight=2.0),
        "d#2": contract(origin="d", pool="g", tier=2, pool_weight=2.0),
    },
    "pools": {"g": (PoolTier(0.0, 90.0), PoolTier(90.0, discount=0.25, tier_cost=5.0))},
}


def _late() -> PlanData:
    """Return three months of which each may be served a month late, in two designs of which k opens one."""
    product = replace(PRODUCT, demand=(10.0, 20.0, 30.0), late_months=1, late_cost=2.0)
    event = _branch(suppliers=frozenset(), severity=0.0, products=frozenset({"P"}), demand_factor=1.5)
    items = {"Dy": ItemSpec(), "Swarf": ItemSpec()}
    built = _build(max_modules=1)
    return tiny_plan(months=3, items=items, products={"P": product}, **built, **event)


def _history() -> dict[str, Any]:
    past = (PastOrder("c", -2, 0, 6.0, 4.0), PastOrder("c", -1, 1, 3.0), PastOrder("c", -5, -3, 8.0, 4.0))
    return {"history": past, "first_year": 8}


CONSTRAINTS: Mapping[str, Callable[[], PlanData]] = {
    # sourcing
    "order_limit": lambda: tiny_plan(**_build(adds=5.0, adds_offer="a"), **_branch()),
    "qualification_link": lambda: tiny_plan(**NEW, **_branch()),
    "annual_limit": lambda: tiny_plan(**_offer(max_annual=150.0), **_branch()),
    "supplier_capacity": lambda: tiny_plan(
        suppliers={"A": SupplierSpec(capacity=12.0)}, offers={"a": spot(), "b": spot(origin="b")}
    ),
    "order_lot_limit": lambda: tiny_plan(
        suppliers={"A": SupplierSpec(capacity=60.0)},
        **_offer(order_cost=9.0),
        events={"E": EventSpec(suppliers=frozenset({"A"}), severity=0.5)},
        known_events=(("E", 1),),
    ),
    "order_moq_floor": lambda: tiny_plan(**_offer(moq=15.0), **_branch()),
    "multiple_link": lambda: tiny_plan(**_offer(order_multiple=30.0), **_branch()),
    "supplier_count": lambda: tiny_plan(
        **_item(min_suppliers=1),
        suppliers={"A": SupplierSpec(qualified=False), "B": SupplierSpec(qualified=False)},
        offers={"a": spot(), "b": spot(supplier="B", origin="b")},
    ),
    # contracts
    "call_off_limit": lambda: tiny_plan(**_contract(flex=0.5), **_branch()),
    "min_take_floor": lambda: tiny_plan(**_contract(min_take=0.4), **_branch()),
    "take_or_pay_floor": lambda: tiny_plan(
        **_contract(take_or_pay=0.8, signed=True, past_months=(-4, -3, -2, -1)),
        **_history(),
        **_branch(lead_time_extension=1),
    ),
    "rate_ceiling": lambda: tiny_plan(**_contract()),
    "rate_floor": lambda: tiny_plan(**_contract(min_annual=60.0)),
    "signature_link": lambda: tiny_plan(**_contract(), **NEW),
    "tier_choice": lambda: tiny_plan(
        offers={
            "c#1": contract(origin="c", tier=1, max_annual=60.0),
            "c#2": contract(origin="c", tier=2, min_annual=60.0, price=1.5),
            "d#1": contract(origin="d", tier=1, max_annual=60.0, signed=True),
            "d#2": contract(origin="d", tier=2, min_annual=60.0, signed=True),
        }
    ),
    "pool_choice": lambda: tiny_plan(**POOL),
    "pool_link": lambda: tiny_plan(**POOL),
    "pool_floor": lambda: tiny_plan(**POOL),
    "pool_ceiling": lambda: tiny_plan(**POOL),
    # stock
    "stock_balance": lambda: tiny_plan(
        **_process(lead=1),
        **_offer(lead_time=1, transit=0),
        receipts={("Dy", 0): 4.0},
        history=(PastOrder("a", -1, 1, 6.0),),
        products={"P": replace(PRODUCT, designs=PRODUCT.designs | {"old": RETURNED})},
        **_build(max_modules=1),
        **_branch(),
    ),
    "storage_limit": lambda: tiny_plan(**_item(max_stock=20.0), **_build(adds=5.0, adds_stock="Dy")),
    "cover_floor": lambda: tiny_plan(
        months=3,
        **_item(cover_days=45.0, cover_penalty=2.0, cover_again=1),
        **_offer(available_to=2),
        **_branch(),
    ),
    "min_stock_floor": lambda: tiny_plan(
        months=3,
        **_item(min_stock=12.0, cover_penalty=2.0, cover_again=1),
        **_offer(available_to=2),
        **_branch(),
    ),
    "final_stock_floor": lambda: tiny_plan(**_item(final_stock=8.0, unit_value=3.0), **_branch()),
    # production and processes
    "demand_split": _two_designs,
    "late_share": _late,
    "design_gate": _two_designs,
    "service_floor": _two_designs,
    "process_capacity": lambda: tiny_plan(
        **_process(), **_build(adds=4.0, adds_process="p"), **_process_branch()
    ),
    "process_gate": lambda: tiny_plan(
        **_process(requires="k"),
        investments={
            "k": replace(K, max_modules=1),
            "l": InvestmentSpec(capex=5.0, adds=4.0, adds_process="p", latest=1),
        },
        **_process_branch(),
    ),
    # shares
    "share_limit": lambda: tiny_plan(**TWO_COUNTRIES, **_rule(), **_branch()),
    # investments
    "module_limit": lambda: tiny_plan(**_build()),
    "choice_link": lambda: tiny_plan(
        investments={
            "k": replace(K, excludes="G"),
            "l": replace(K, excludes="G", committed=-1, max_modules=1),
        }
    ),
    "group_choice": lambda: tiny_plan(
        investments={"k": replace(K, excludes="G"), "l": replace(K, excludes="G")}
    ),
    "capex_limit": lambda: tiny_plan(
        months=14,
        investments={"k": replace(K, earliest=11, latest=12), "l": replace(K, subsidy=0.5, committed=0)},
        capex_budget=40.0,
    ),
    # risk
    "stretch_cost_floor": _tail,
    "first_stage_cost_floor": lambda: _tail(
        **NEW, **_build(latest=0, lead=0, subsidy=0.5, fixed_opex=2.0, life=4)
    ),
    "tail_excess_floor": _tail,
    "risk_adjusted_cost": _tail,
}


def _process_branch() -> dict[str, Any]:
    return _branch(suppliers=frozenset(), processes=frozenset({"p"}))
