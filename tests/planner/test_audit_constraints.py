"""The audit against a solved plan with a little of everything: each constraint bites, each cell counts."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pandas as pd
import pytest
from signed_plan import SIGNED
from spoiled import Results, failed, other, solve, with_input

from planner.audit import CHECKS, audit, violations
from planner.audit.answer import COLUMNS
from planner.workbook.tables import Tables, Value

MONTHS = [f"{2026 + k // 12}-{k % 12 + 1:02d}" for k in range(14)]
PLAN: dict[str, list[dict[str, object]]] = {
    "Settings": [
        {"key": "start_month", "value": "2026-01"},
        {"key": "months", "value": 14},
        {"key": "home_country", "value": "JP"},
        {"key": "discount_rate", "value": 0.05},
        {"key": "capital_rate", "value": 0.1},
        {"key": "risk_weight", "value": 0.3},
        {"key": "cvar_alpha", "value": 0.7},
        {"key": "capex_budget", "value": 60},
    ],
    "Countries": [{"code": "AU", "groups": "ALLY"}, {"code": "JP", "groups": "ALLY"}],
    "Items": [
        {
            "item": "A",
            "unit_value": 2,
            "initial_stock": 30,
            "final_stock": 25,
            "max_stock": 40,
            "storage_cost": 0.2,
            "monthly_loss": 0.01,
            "min_cover_days": 40,
            "cover_penalty": 0.3,
            "cover_again_months": 1,
        },
        {
            "item": "B",
            "unit_value": 1,
            "initial_stock": 10,
            "storage_cost": 0.1,
            "min_cover_days": 15,
            "cover_from": "2026-04",
            "min_suppliers": 2,
        },
        {
            "item": "OX",
            "initial_stock": 44,
            "final_stock": 0,
            "max_stock": 40,
            "storage_cost": 0.1,
            "disposal_cost": 0.1,
        },
    ],
    "Receipts": [{"item": "B", "month": "2026-02", "quantity": 5}],
    "Suppliers": [
        {"supplier": "S1", "capacity_per_month": 24},
        {"supplier": "S2", "already_qualified": "no", "qualification_cost": 12, "qualification_months": 1},
        {"supplier": "S3"},
    ],
    "Offers": [
        {
            "offer": "SPOT-A",
            "supplier": "S1",
            "item": "A",
            "price": 3.5,
            "index": "IX",
            "price_ceiling": 7,
            "currency": "EUR",
            "freight": 0.1,
            "tariff": 0.1,
            "max_per_month": 16,
            "max_annual": 80,
            "moq": 6,
            "order_cost": 2,
            "lead_time_months": 1,
            "refining_country": "CN",
        },
        {
            "offer": "CON-A",
            "supplier": "S2",
            "item": "A",
            "kind": "contract",
            "price": 4.5,
            "min_annual": 60,
            "max_annual": 120,
            "take_or_pay": 0.8,
            "min_take": 0.3,
            "flex": 0.1,
            "contract_cost": 5,
            "lead_time_months": 3,
            "transit_months": 1,
            "refining_country": "AU",
        },
        {
            "offer": "TIER-B",
            "supplier": "S3",
            "item": "B",
            "kind": "contract",
            "signed": "yes",
            "take_or_pay": 0.9,
            "refining_country": "JP",
        },
        {"offer": "SPOT-B", "supplier": "S1", "item": "B", "price": 3, "max_per_month": 4},
        {"offer": "OXIDE", "supplier": "S3", "item": "OX", "price": 3, "max_per_month": 50},
    ],
    "PriceTiers": [
        {"offer": "TIER-B", "from_annual": 0, "to_annual": 150, "price": 4},
        {"offer": "TIER-B", "from_annual": 150, "to_annual": 360, "price": 2.5, "tier_cost": 3},
    ],
    "PriceIndex": [
        {"index": "IX", "month": "2025-10", "factor": 0.9},
        {"index": "IX", "month": "2026-06", "factor": 1.2},
    ],
    "FX": [{"currency": "EUR", "rate": 1.1}],
    "Products": [
        {"product": "P", "shortage_penalty": 90, "min_fill_rate": 0.4},
        {"product": "Q", "shortage_penalty": 60},
    ],
    "Demand": [
        {"product": product, "month": month, "quantity": 12 if product == "P" else 10}
        for product in ("P", "Q")
        for month in MONTHS
    ],
    "Designs": [
        {"product": "P", "design": "STD", "max_share": 0.9},
        {"product": "P", "design": "LOW", "requires": "DIFFUSION", "max_share": 0.4, "unit_cost": 0.5},
        {"product": "Q", "design": "STD"},
    ],
    "BOM": [
        {"product": "P", "design": "STD", "item": "A", "quantity": 1},
        {"product": "P", "design": "STD", "item": "OX", "quantity": 0.3, "kind": "scrap"},
        {"product": "P", "design": "LOW", "item": "A", "quantity": 0.6},
        {"product": "Q", "design": "STD", "item": "B", "quantity": 1},
    ],
    "Processes": [
        {"process": "TOLL", "country": "CN", "stage": "refining", "capacity_per_month": 3, "opex": 0.5},
        {
            "process": "RECYCLE",
            "country": "JP",
            "capacity_per_month": 1,
            "requires": "PLANT",
            "recycling": "yes",
        },
    ],
    "ProcessFlows": [
        {"process": "TOLL", "item": "OX", "kind": "in", "quantity": 1.5},
        {"process": "TOLL", "item": "A", "kind": "out", "quantity": 1},
        {"process": "RECYCLE", "item": "OX", "kind": "in", "quantity": 0.2},
        {"process": "RECYCLE", "item": "A", "kind": "out", "quantity": 1},
    ],
    "Investments": [
        {
            "investment": "DIFFUSION",
            "capex": 40,
            "subsidy": 0.5,
            "fixed_opex": 0.2,
            "lead_months": 2,
            "life_months": 60,
            "technology_country": "CN",
        },
        {"investment": "PLANT", "capex": 10, "lead_months": 2, "committed_start": "2025-12", "excludes": "G"},
        {
            "investment": "TOLL-2",
            "capex": 15,
            "max_modules": 2,
            "adds_to": "process:TOLL",
            "adds": 3,
            "latest_start": "2026-06",
            "life_months": 40,
        },
        {"investment": "SHED", "capex": 1, "adds_to": "stock:A", "adds": 20, "excludes": "H"},
    ],
    "Rules": [
        {"rule": "CAP", "measure": "refining", "member": "CN", "items": "A", "share": 0.7},
        {"rule": "GREEN", "measure": "recycled", "sense": "min", "items": "A", "share": 0.3, "penalty": 0.7},
        {
            "rule": "ONE",
            "measure": "supplier",
            "member": "*",
            "items": "A",
            "share": 0.6,
            "window": "horizon",
            "penalty": 0.5,
        },
    ],
    "Events": [
        {"event": "ban", "supplier": "S1", "severity": 0.8, "duration_months": 3, "recovery_months": 1},
        {"event": "quake", "country": "AU", "severity": 0.5, "duration_months": 4, "lead_time_extension": 1},
        {"event": "licence", "country": "CN", "stage": "refining", "severity": 0.1, "duration_months": 4},
        {"event": "spike", "index": "IX", "severity": 0, "price_factor": 1.5, "duration_months": 6},
        {"event": "boom", "product": "Q", "severity": 0, "demand_factor": 1.5, "duration_months": 2},
        {
            "event": "delay",
            "country": "CN",
            "destination": "JP",
            "severity": 0,
            "investment_delay_months": 2,
            "duration_months": 6,
        },
    ],
    "Scenarios": [
        {"scenario": "0", "event": "licence", "start_month": "2025-12"},
        {"scenario": "ban", "event": "ban", "start_month": "2026-05", "probability": 0.2},
        {"scenario": "ban", "event": "spike", "start_month": "2026-06"},
        {"scenario": "quake", "event": "quake", "start_month": "2026-07", "probability": 0.1, "after": "ban"},
        {"scenario": "boom", "event": "boom", "start_month": "2026-03", "probability": 0.15},
        {"scenario": "boom", "event": "delay", "start_month": "2026-03"},
    ],
}


@cache
def solved(name: str = "PLAN") -> tuple[Tables, Results, dict[str, float]]:
    """Solve a plan once for all tests."""
    return solve({"PLAN": PLAN, "SIGNED": SIGNED}[name])


CONSTRAINTS: list[tuple[str, str, str, str, Value]] = [
    ("order windows", "Offers", "SPOT-A", "available_to", dt.date(2026, 4, 1)),
    ("order windows", "Offers", "CON-A", "lead_time_months", 4),
    ("qualification", "Suppliers", "S2", "qualification_months", 2),
    ("signed contracts", "Offers", "CON-A", "signed", False),
    ("signed contracts", "Offers", "TIER-B", "signed", False),
    ("order limit (1)", "Offers", "SPOT-A", "max_per_month", 14.0),
    ("annual maximum", "Offers", "SPOT-A", "max_annual", 14.0),
    ("committed rate (2)", "Offers", "CON-A", "max_annual", 48.0),
    ("committed rate (2)", "Offers", "CON-A", "min_annual", 72.0),
    ("committed rate (2)", "Offers", "CON-A", "flex", 0.05),
    ("committed rate (2)", "PriceTiers", "TIER-B/150.0", "from_annual", 160.0),
    ("min take", "Offers", "CON-A", "min_take", 0.35),
    ("take-or-pay (3)", "Offers", "TIER-B", "take_or_pay", 1.0),
    ("order lots", "Offers", "SPOT-A", "moq", 16.0),
    ("supplier capacity", "Suppliers", "S1", "capacity_per_month", 10.0),
    ("supplier count", "Items", "B", "min_suppliers", 3),
    ("arrivals", "Offers", "CON-A", "lead_time_months", 2),
    ("lost in transit", "Events", "quake", "severity", 0.6),
    ("lost in transit", "Offers", "CON-A", "transit_months", 2),
    ("unit cost", "Offers", "SPOT-A", "freight", 0.2),
    ("unit cost", "Offers", "SPOT-A", "tariff", 0.2),
    ("unit cost", "Offers", "SPOT-A", "price_ceiling", 3.0),
    ("unit cost", "PriceIndex", "IX/2025-10-01", "factor", 0.95),
    ("unit cost", "FX", "EUR/", "rate", 1.2),
    ("stock balance (4)", "Items", "A", "monthly_loss", 0.02),
    ("stock balance (4)", "Items", "A", "initial_stock", 31.0),
    ("Stock table", "BOM", "P/STD/use/A/0", "quantity", 1.1),
    ("Stock table", "BOM", "P/STD/scrap/OX/0", "quantity", 0.2),
    ("Stock table", "ProcessFlows", "TOLL/in", "quantity", 1.4),
    ("Stock table", "ProcessFlows", "TOLL/out", "quantity", 1.1),
    ("Stock table", "Receipts", "B", "quantity", 6.0),
    ("storage (5)", "Items", "A", "max_stock", 20.0),
    ("days of cover (6)", "Items", "B", "min_cover_days", 31.0),
    ("days of cover (6)", "Items", "A", "min_cover_days", 60.0),
    ("days of cover (6)", "Items", "B", "cover_from", dt.date(2026, 1, 1)),
    ("cover again (6)", "Items", "A", "cover_penalty", 0.4),
    ("cover again (6)", "Items", "A", "cover_again_months", 0),
    ("final stock (7)", "Items", "A", "final_stock", 26.0),
    ("demand (8)", "Demand", "P/2026-05-01", "quantity", 13.0),
    ("demand (8)", "Events", "boom", "demand_factor", 1.6),
    ("design share (9)", "Designs", "P/STD", "max_share", 0.8),
    ("design share (9)", "Investments", "DIFFUSION", "lead_months", 3),
    ("service floor (10)", "Products", "P", "min_fill_rate", 1.0),
    ("process capacity", "Processes", "TOLL", "capacity_per_month", 2.0),
    ("process capacity", "Investments", "TOLL-2", "adds", 2.0),
    ("process requires", "Investments", "PLANT", "lead_months", 3),
    ("investment modules", "Investments", "TOLL-2", "earliest_start", dt.date(2026, 2, 1)),
    ("investment modules", "Investments", "TOLL-2", "max_modules", 0),
    ("committed investments", "Investments", "PLANT", "committed_start", dt.date(2025, 11, 1)),
    ("exclusive groups", "Investments", "TOLL-2", "excludes", "G"),
    ("capex budget", "Settings", "capex_budget", "", 50.0),
    ("share rules", "Rules", "CAP", "share", 0.6),
    ("share rules", "Rules", "GREEN", "penalty", 0.8),
    ("table rows", "Rules", "GREEN", "applies_in", "plan"),
    ("Rules table", "Rules", "CAP", "member", "group:ALLY"),
    ("Rules table", "Rules", "ONE", "window", "year"),
    ("purchase cost", "Offers", "CON-A", "price", 4.6),
    ("order cost", "Offers", "SPOT-A", "order_cost", 3.0),
    ("holding cost", "Items", "A", "storage_cost", 0.3),
    ("holding cost", "Settings", "capital_rate", "", 0.2),
    ("disposal cost", "Items", "OX", "disposal_cost", 0.2),
    ("process cost", "Processes", "TOLL", "opex", 0.6),
    ("design cost", "Designs", "P/LOW", "unit_cost", 0.6),
    ("shortage cost", "Products", "P", "shortage_penalty", 91.0),
    ("rule cost", "Rules", "ONE", "penalty", 0.4),
    ("cover cost", "Items", "A", "cover_penalty", 0.2),
    ("take_or_pay cost", "Offers", "TIER-B", "take_or_pay", 0.8),
    ("final_stock cost", "Items", "A", "unit_value", 3.0),
    ("qualification cost", "Suppliers", "S2", "qualification_cost", 13.0),
    ("contract cost", "Offers", "CON-A", "contract_cost", 6.0),
    ("contract cost", "PriceTiers", "TIER-B/150.0", "tier_cost", 4.0),
    ("contract cost", "Offers", "TIER-B", "tier_kind", "incremental"),
    ("capex cost", "Investments", "DIFFUSION", "subsidy", 0.4),
    ("fixed_opex cost", "Investments", "DIFFUSION", "fixed_opex", 0.3),
    ("residual cost", "Investments", "DIFFUSION", "life_months", 50),
    ("discounting", "Settings", "discount_rate", "", 0.06),
    ("probabilities", "Scenarios", "ban/ban", "probability", 0.3),
    ("CVaR (11)", "Settings", "cvar_alpha", "", 0.4),
    ("objective", "Settings", "risk_weight", "", 0.4),
    ("Scenarios table", "Scenarios", "ban/spike", "start_month", dt.date(2026, 5, 1)),
]
"""A check, and a cell of the inputs that makes it fail once it is changed under a finished plan."""


SIGNED_CONSTRAINTS: list[tuple[str, str, str, str, Value]] = [
    ("unit cost", "Offers", "SPOT-JP", "price_per", 3.1),
    ("unit cost", "Offers", "SPOT-JP", "index_lag_months", 0),
    ("unit cost", "Offers", "SPOT-JP", "index_average_months", 3),
    ("unit cost", "Offers", "SPOT-JP", "index_reset_months", 1),
    ("unit cost", "PriceIndex", "IX/2026-02-01", "factor", 1.2),
    ("unit cost", "FX", "EUR/", "rate", 1.15),
    ("unit cost", "FX", "EUR/2026-06-01", "rate", 1.25),
    ("unit cost", "Events", "euro", "price_factor", 1.4),
    ("unit cost", "Events", "fall", "price_factor", 0.7),
    ("unit cost", "Pools", "LY/100.0", "discount", 0.1),
    ("discounting", "Offers", "SPOT-JP", "payment_months", 4),
    ("discounting", "Offers", "SPOT-DE", "payment_months", 0),
    ("order multiples", "Offers", "SPOT-JP", "order_multiple", 2.0),
    ("annual maximum", "Offers", "SPOT-JP", "max_annual", 12.0),
    ("annual maximum", "History", "SPOT-JP/2025-12-01", "quantity", 55.0),
    ("pools", "Pools", "LY/100.0", "from_annual", 170.0),
    ("pools", "Offers", "LY-DE", "pool_weight", 1.0),
    ("Pools table", "Pools", "LY/100.0", "tier_cost", 7.0),
    ("contract cost", "Pools", "LY/100.0", "tier_cost", 7.0),
    ("purchase cost", "History", "SPOT-DE/2025-12-01", "unit_cost", 3.6),
    ("Stock table", "History", "SPOT-DE/2025-12-01", "quantity", 7.0),
    ("Stock table", "History", "LY-JP/2025-11-01", "arrival_month", dt.date(2026, 3, 1)),
    ("Stock table", "Offers", "SPOT-DE", "destination", "JP"),
    ("take-or-pay (3)", "History", "LY-JP/2025-11-01", "quantity", 2.0),
    ("take-or-pay (3)", "Events", "fm", "severity", 0.5),
    ("take_or_pay cost", "Offers", "LY-JP", "available_from", dt.date(2025, 12, 1)),
    ("take_or_pay cost", "Suppliers", "LY", "qualified_from", dt.date(2025, 12, 1)),
    ("take_or_pay cost", "Settings", "year_start", "", 12),
    ("qualification", "Suppliers", "NEW", "qualified_from", dt.date(2026, 6, 1)),
    ("least stock", "Items", "A-JP", "min_stock", 3.5),
    ("cover cost", "Items", "A-DE", "min_stock", 3.0),
    ("late deliveries", "Products", "P", "late_months", 0),
    ("late cost", "Products", "P", "late_cost", 0.8),
    ("design share (9)", "Designs", "P/STD", "max_share", 0.8),
    ("design share (9)", "Investments", "LINE", "lead_months", 4),
    ("Stock table", "BOM", "P/STD/scrap/S/2", "lag_months", 1),
    ("Stock table", "BOM", "P/STD/scrap/S/0", "quantity", 0.15),
    ("process lead", "Processes", "SHIP", "lead_months", 6),
    ("Stock table", "Processes", "SHIP", "lead_months", 1),
    ("holding cost", "Processes", "SHIP", "lead_months", 1),
    ("Processes table", "Processes", "SHIP", "destination", "DE"),
    ("process capacity", "Investments", "FURNACE", "ramp_months", 5),
    ("Processes table", "Investments", "FURNACE", "ramp_months", 1),
    ("Investments table", "Investments", "LINE", "lead_months", 3),
    ("rule cost", "Products", "P", "shortage_penalty", 29.0),
    ("share rules", "Rules", "CAP", "share", 0.2),
    ("Rules table", "History", "SPOT-JP/2025-12-01", "quantity", 4.0),
    ("table rows", "Rules", "CAP", "applies_in", "plan"),
]
"""The same of contracts as signed, places, years and what came before."""


@pytest.mark.parametrize(("check", "sheet", "key", "column", "value"), CONSTRAINTS)
def test_every_constraint_is_held_to_the_inputs(
    check: str, sheet: str, key: str, column: str, value: Value
) -> None:
    """The plan is right for its own inputs; for these others it breaks the constraint named."""
    tables, results, objective = solved()
    assert check in failed(with_input(tables, sheet, key, column, value), results, objective)


@pytest.mark.parametrize(("check", "sheet", "key", "column", "value"), SIGNED_CONSTRAINTS)
def test_every_constraint_of_signed_contracts_is_held_to_the_inputs(
    check: str, sheet: str, key: str, column: str, value: Value
) -> None:
    """The same of a plan of two plants with a past."""
    tables, results, objective = solved("SIGNED")
    assert check in failed(with_input(tables, sheet, key, column, value), results, objective)


def test_the_optimal_plans_pass_and_no_check_was_idle() -> None:
    """Every check of the audit found something to look at in one of the plans, and nothing wrong."""
    idle = set(CHECKS)
    for name in ("PLAN", "SIGNED"):
        table = audit(*solved(name))
        assert violations(*solved(name)) == []
        assert table["passed"].all()
        assert tuple(table["check"]) == CHECKS
        idle &= set(table.loc[table["items_checked"] == 0, "check"])
    assert idle == set()


def test_what_is_decided_but_may_have_no_module_is_not_built() -> None:
    """A case that allows nothing new leaves a committed investment with no row, and no complaint."""
    sheets = {**PLAN, "Investments": [{**row, "max_modules": 0} for row in PLAN["Investments"]]}
    tables, results, objective = solve(sheets)
    assert results["Investments"].empty
    assert violations(tables, results, objective) == []


@pytest.mark.parametrize("where", [(0.5,), pytest.param((0.0, 1.0), marks=pytest.mark.slow)])
@pytest.mark.parametrize("table", COLUMNS)
def test_no_cell_of_a_result_goes_unchecked(table: str, where: tuple[float, ...]) -> None:
    """In every column a middle, the first and the last filled cell are changed in turn: each is seen."""
    inputs, results, objective = solved("SIGNED" if table == "Pools" else "PLAN")
    for column in results[table]:
        filled = results[table].index[results[table][column].notna()]
        assert len(filled) > 0, f"{table}.{column} is empty: it tests nothing"
        for row in sorted({filled[int(part * (len(filled) - 1))] for part in where}):
            wrong = results[table].astype(object)
            wrong.loc[row, column] = other(results[table].loc[row, column])
            assert failed(inputs, {**results, table: wrong}, objective), f"{table}.{column}, row {row}"


@pytest.mark.parametrize("table", COLUMNS)
def test_a_row_lost_or_doubled_is_seen(table: str) -> None:
    """A table with its middle row missing, or standing twice, is not the answer."""
    inputs, results, objective = solved("SIGNED" if table == "Pools" else "PLAN")
    rows = results[table]
    middle = len(rows) // 2
    without = rows.drop(index=rows.index[middle])
    twice = pd.concat([rows, rows.iloc[[middle]]], ignore_index=True)
    assert failed(inputs, {**results, table: without}, objective)
    assert failed(inputs, {**results, table: twice}, objective)
