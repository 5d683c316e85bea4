"""What version 2 of the workbook brought: read in older workbooks too, its keys, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.plan.data import PastOrder, PoolTier
from models.plan.names import Item, Offer
from planner.assemble import assemble
from planner.changes import apply_case
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.reading.row_names import rows_named
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import write_bare

PLAN: dict[str, list[dict[str, object]]] = {
    "Settings": [
        {"key": "start_month", "value": "2026-03"},
        {"key": "months", "value": 6},
        {"key": "currency", "value": "EUR"},
        {"key": "home_country", "value": "JP"},
        {"key": "schema_version", "value": 2},
    ],
    "Items": [{"item": "W", "min_stock": 5, "site": "JP"}],
    "Suppliers": [{"supplier": "S"}],
    "Offers": [{"offer": "A", "supplier": "S", "item": "W", "price": 10, "max_per_month": 100}],
    "Products": [{"product": "P", "shortage_penalty": 1000}],
    "Demand": [{"product": "P", "month": "2026-03", "quantity": 1}],
    "Designs": [{"product": "P", "design": "std"}],
    "BOM": [{"product": "P", "design": "std", "item": "W", "quantity": 2}],
}


def read(**sheets: list[dict[str, object]]) -> Tables:
    """Return a plan with some sheets in place of its own; it has no error."""
    tables, findings = tables_from({**PLAN, **sheets})
    assert [f.message() for f in findings if f.severity is Severity.ERROR] == []
    return tables


def settings(**values: object) -> list[dict[str, object]]:
    """Return the plan's settings with some more."""
    return [*PLAN["Settings"], *({"key": key, "value": value} for key, value in values.items())]


def offer(**values: object) -> list[dict[str, object]]:
    """Return the plan's offer with some more cells."""
    return [{**PLAN["Offers"][0], **values}]


def contract(name: str, **values: object) -> dict[str, object]:
    """Return a contract of 120 a year."""
    own = {"offer": name, "supplier": "S", "item": "W", "kind": "contract", "price": 10, "max_annual": 120}
    return {**own, **values}


@pytest.mark.parametrize("version", [None, 1])
def test_an_older_workbook_may_use_the_new_columns_and_is_told(version: int | None) -> None:
    """Version 1 or none: read all the same, with one note a sheet."""
    older = [row for row in PLAN["Settings"] if row["key"] != "schema_version"]
    if version:
        older.append({"key": "schema_version", "value": version})
    tables, findings = tables_from({**PLAN, "Settings": older, "Offers": offer(price_per=2)})
    told = [finding for finding in findings if finding.code == "N105"]
    assert [finding.sheet for finding in told] == ["Items", "Offers"]
    assert "price_per" in told[1].message()
    assert "price_per" in told[1].message("ja")
    assert assemble(tables).offers[Offer("A")].price_per == 2
    assert not [f for f in tables_from(PLAN)[1] if f.code == "N105"]


def test_names_of_rows_may_leave_blank_parts_empty_or_out() -> None:
    """``EUR/`` is the rate without a month; ``EUR`` and a BOM row without its lag mean every such row."""
    tables = read(
        FX=[{"currency": "USD", "rate": 1}, {"currency": "USD", "month": "2026-05", "rate": 2}],
        Offers=offer(currency="USD"),
        History=[{"offer": "A", "order_month": "2026-02", "quantity": 1}],
    )
    assert [row["rate"] for row in rows_named(tables, "FX", "USD/")] == [1]
    assert [row["rate"] for row in rows_named(tables, "FX", "USD/2026-05")] == [2]
    assert [row["rate"] for row in rows_named(tables, "FX", "USD")] == [1, 2]
    assert [row["rate"] for row in rows_named(tables, "FX", "*/*")] == [1, 2]
    assert rows_named(tables, "FX", "EUR/") == ()
    for name in ("P/std/W/use", "P/std/W/use/0", "P/std/W/use/*"):
        assert len(rows_named(tables, "BOM", name)) == 1
    assert rows_named(tables, "BOM", "P/std/W/use/1") == ()
    for name in ("A/2026-02/", "A/2026-02/2026-02", "A/2026-02"):
        assert len(rows_named(tables, "History", name)) == 1


def test_a_case_changes_a_rate_by_its_month() -> None:
    """The blank month is a part of the name like any other."""
    change = {"case": "c", "sheet": "FX", "row": "USD/", "column": "rate", "change": "multiply", "value": 3}
    tables = read(
        FX=[{"currency": "USD", "rate": 1}, {"currency": "USD", "month": "2026-05", "rate": 2}],
        Offers=offer(currency="USD"),
        WhatIf=[change],
    )
    changed, findings = apply_case(tables, "c")
    assert [finding.message() for finding in findings] == []
    assert [row["rate"] for row in changed["FX"]] == [3, 2]


def test_prices_look_at_the_months_they_were_agreed_on() -> None:
    """Quarters from January, a lag of 1, a mean of 2; the index reaches back before the plan."""
    tables = read(
        Offers=offer(index="I", index_lag_months=1, index_average_months=2, index_reset_months=3),
        PriceIndex=[
            {"index": "I", "month": "2025-11", "factor": 1},
            {"index": "I", "month": "2025-12", "factor": 2},
            {"index": "I", "month": "2026-05", "factor": 5},
        ],
    )
    data = assemble(tables)
    # March belongs to January's quarter: the mean of November and December; April: February and March.
    assert data.offers[Offer("A")].observed[:2] == (range(-4, -2), range(-1, 1))
    assert data.offers[Offer("A")].observed[4] == range(2, 4)
    assert data.index_before["I"] == (1, 2, 2, 2)
    assert data.price_index["I"] == (2, 2, 5, 5, 5, 5)


def test_years_begin_where_they_are_said_to() -> None:
    """The quarters of a price follow, and the first plan-year is cut."""
    data = assemble(
        read(
            Settings=settings(year_start=5),
            Offers=offer(index="I", index_reset_months=3),
            PriceIndex=[{"index": "I", "month": "2026-01", "factor": 1}],
        )
    )
    assert data.first_year == 2
    assert data.plan_years == (range(2), range(2, 6))
    assert [months.start for months in data.offers[Offer("A")].observed] == [-1, -1, 2, 2, 2, 5]


def test_rates_follow_the_calendar() -> None:
    """A blank month holds until the first listed; a discount is paid at each year's first rate."""
    tables = read(
        Settings=settings(year_start=5),
        FX=[{"currency": "USD", "rate": 1}, {"currency": "USD", "month": "2026-05", "rate": 2}],
        Offers=[
            contract("A", currency="USD", price=None, max_annual=None, tier_kind="incremental", price_per=4)
        ],
        PriceTiers=[
            {"offer": "A", "from_annual": 0, "to_annual": 60, "price": 10},
            {"offer": "A", "from_annual": 60, "to_annual": 120, "price": 8},
        ],
    )
    offers = assemble(tables).offers
    assert offers[Offer("A#1")].fx_by_month == (1, 1, 2, 2, 2, 2)
    assert offers[Offer("A#1")].currency == "USD"
    assert offers[Offer("A#2")].tier_cost_by_year == (60 * (10 - 8) / 4, 60 * (10 - 8) / 4 * 2)


def test_members_of_a_pool_have_one_contract_for_each_tier() -> None:
    """The tier from nothing is added, each ends where the next begins, and discounts are in the prices."""
    tables = read(
        Offers=[contract("A", pool="G"), contract("B", pool="G", pool_weight=2, price=20)],
        Pools=[
            {"pool": "G", "from_annual": 100, "discount": 0.1},
            {"pool": "G", "from_annual": 200, "discount": 0.2, "tier_cost": 7},
        ],
    )
    data = assemble(tables)
    assert list(data.pools.values()) == [
        (PoolTier(0, 100), PoolTier(100, 200, 0.1), PoolTier(200, None, 0.2, 7)),
    ]
    assert {key: (spec.tier, spec.price) for key, spec in data.offers.items()} == {
        "A#1": (1, 10),
        "A#2": (2, 9),
        "A#3": (3, 8),
        "B#1": (1, 20),
        "B#2": (2, 18),
        "B#3": (3, 16),
    }
    assert {spec.pool_weight for spec in data.offers.values()} == {1, 2}


def test_what_came_before_is_carried_into_the_plan() -> None:
    """Arrival by the lead time, months in which the contract ran, and a supplier on its way."""
    tables = read(
        Settings=settings(year_start=1),
        Suppliers=[{"supplier": "S", "qualified_from": "2026-02"}],
        Offers=[contract("A", signed="yes", lead_time_months=2, available_from="2025-06")],
        History=[
            {"offer": "A", "order_month": "2026-02", "quantity": 3, "unit_cost": 9},
            {"offer": "A", "order_month": "2026-02", "arrival_month": "2026-03", "quantity": 1},
        ],
    )
    data = assemble(tables)
    assert data.history == (PastOrder("A", -1, 0, 1), PastOrder("A", -1, 1, 3, 9))
    assert data.offers[Offer("A")].past_months == (-1,)
    supplier = next(iter(data.suppliers.values()))
    assert (supplier.qualified, supplier.qualification_months) == (True, 0)


def test_the_rest_of_the_new_columns_arrive(tmp_path: Path) -> None:
    """Items, products, processes, investments, scrap, events and rules; also after writing and reading."""
    tables = read(
        Countries=[{"code": "CN"}],
        Products=[{"product": "P", "shortage_penalty": 1000, "late_months": 2, "late_cost": 3, "site": "DE"}],
        BOM=[
            *PLAN["BOM"],
            {"product": "P", "design": "std", "item": "W", "quantity": 0.5, "kind": "scrap", "lag_months": 2},
            {"product": "P", "design": "std", "item": "W", "quantity": 0.1, "kind": "scrap"},
        ],
        Offers=offer(destination="DE", payment_months=-1, order_multiple=20),
        Processes=[{"process": "T", "lead_months": 2, "destination": "DE", "capacity_per_month": 1}],
        ProcessFlows=[{"process": "T", "item": "W", "kind": "in", "quantity": 1}],
        Investments=[{"investment": "K", "capex": 1, "ramp_months": 3, "destination": "DE"}],
        Rules=[
            {"rule": "R", "measure": "supplier", "member": "S", "share": 0.5, "applies_in": "unless_short"}
        ],
        FX=[{"currency": "USD", "rate": 1}],
        Events=[{"event": "E", "currency": "USD", "severity": 0, "price_factor": 0.5, "duration_months": 1}],
    )
    path = write_bare(tmp_path / "bare.xlsx", tables)
    again, _ = read_workbook(path)
    assert again is not None
    data = assemble(tables)
    assert assemble(again) == data
    item, product = next(iter(data.items.values())), next(iter(data.products.values()))
    design = next(iter(product.designs.values()))
    assert (item.min_stock, item.site) == (5, "JP")
    assert (product.late_months, product.late_cost, product.site) == (2, 3, "DE")
    assert (design.scrap, design.scrap_later) == ({"W": 0.1}, {(Item("W"), 2): 0.5})
    process, investment = next(iter(data.processes.values())), next(iter(data.investments.values()))
    assert (process.lead, process.destination) == (2, "DE")
    assert (investment.ramp, investment.destination) == (3, "DE")
    own = data.offers[Offer("A")]
    assert (own.destination, own.payment_months, own.order_multiple) == ("DE", -1, 20)
    rule, event = next(iter(data.rules.values())), next(iter(data.events.values()))
    assert (rule.unless_short, rule.always, rule.penalty) == (True, True, None)
    assert (event.currencies, event.price_factor) == ({"USD"}, 0.5)
