"""A plan with a bit of everything and nothing to complain of, and edits that break one thing in it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables

Rows = dict[str, dict[str, Any]]
Edits = Mapping[str, Mapping[str, Mapping[str, Any] | None]]
"""By sheet, then row label: cells to change, or ``None`` to take the row out; a new label adds a row."""

MONTHS = [f"{2026 + index // 12}-{index % 12 + 1:02d}" for index in range(24)]

BASE: dict[str, Rows] = {
    "Settings": {
        key: {"key": key, "value": value}
        for key, value in {
            "start_month": "2026-01",
            "months": 24,
            "currency": "USD",
            "home_country": "JP",
            "capital_rate": 0.06,
            "risk_weight": 0.2,
            "capex_budget": 1000,
        }.items()
    },
    "Countries": {"CN": {"code": "CN", "groups": "risk"}, "AU": {"code": "AU", "groups": "friend"}},
    "Items": {
        "A": {
            "item": "A",
            "unit": "kg",
            "unit_value": 10,
            "initial_stock": 60,
            "final_stock": None,
            "max_stock": 500,
            "min_cover_days": 30,
            "cover_from": "2026-04",
            "cover_penalty": 1,
            "cover_again_months": 3,
            "min_suppliers": 2,
        },
        "M": {"item": "M", "unit": "kg", "unit_value": 15, "initial_stock": 20},
        "SCR": {"item": "SCR", "unit": "kg", "unit_value": 1},
    },
    "Receipts": {"A": {"item": "A", "month": "2026-02", "quantity": 10}},
    "Suppliers": {
        "S": {
            "supplier": "S",
            "already_qualified": "yes",
            "qualification_cost": None,
            "qualification_months": None,
            "capacity_per_month": 200,
        },
        "T": {
            "supplier": "T",
            "already_qualified": "no",
            "qualification_cost": 100,
            "qualification_months": 2,
        },
    },
    "Offers": {
        "SPOT": {
            "offer": "SPOT",
            "supplier": "S",
            "item": "A",
            "kind": "spot",
            "price": 10,
            "currency": None,
            "index": "NDPR",
            "price_floor": None,
            "price_ceiling": None,
            "max_per_month": 40,
            "max_annual": None,
            "min_annual": None,
            "take_or_pay": None,
            "min_take": None,
            "signed": None,
            "flex": None,
            "contract_cost": None,
            "tier_kind": None,
            "moq": None,
            "lead_time_months": 1,
            "transit_months": None,
            "available_from": None,
            "available_to": None,
            "mining_country": "CN",
            "refining_country": "CN",
        },
        "CON": {
            "offer": "CON",
            "supplier": "T",
            "item": "A",
            "kind": "contract",
            "price": 12,
            "currency": "EUR",
            "max_per_month": 30,
            "max_annual": 240,
            "min_annual": 24,
            "take_or_pay": 0.8,
            "flex": 0.1,
            "lead_time_months": 2,
            "transit_months": 1,
            "mining_country": "AU",
            "refining_country": "MY",
        },
        "TIER": {
            "offer": "TIER",
            "supplier": "T",
            "item": "A",
            "kind": "contract",
            "tier_kind": "incremental",
            "take_or_pay": 1,
            "mining_country": "AU",
            "refining_country": "FR",
        },
    },
    "PriceTiers": {
        "low": {"offer": "TIER", "from_annual": 0, "to_annual": 120, "price": 12, "tier_cost": None},
        "high": {"offer": "TIER", "from_annual": 120, "to_annual": 240, "price": 11},
    },
    "PriceIndex": {"NDPR": {"index": "NDPR", "month": "2026-01", "factor": 1}},
    "FX": {"EUR": {"currency": "EUR", "rate": 1.1}},
    "Products": {"P": {"product": "P", "shortage_penalty": 500, "min_fill_rate": 0.5}},
    "Demand": {name: {"product": "P", "month": name, "quantity": 10} for name in MONTHS},
    "Designs": {
        "std": {"product": "P", "design": "std", "requires": None, "max_share": 1},
        "alt": {"product": "P", "design": "alt", "requires": "K", "max_share": 0.5},
    },
    "BOM": {
        "std": {"product": "P", "design": "std", "item": "M", "quantity": 1, "kind": None},
        "alt": {"product": "P", "design": "alt", "item": "M", "quantity": 0.5},
        "scrap": {"product": "P", "design": "std", "item": "SCR", "quantity": 0.1, "kind": "scrap"},
    },
    "Processes": {
        "RED": {
            "process": "RED",
            "country": "JP",
            "stage": "metal",
            "capacity_per_month": 30,
            "requires": None,
            "recycling": None,
        },
        "REC": {"process": "REC", "country": "JP", "capacity_per_month": 5, "recycling": "yes"},
    },
    "ProcessFlows": {
        "RED in": {"process": "RED", "item": "A", "kind": "in", "quantity": 1.2},
        "RED out": {"process": "RED", "item": "M", "kind": "out", "quantity": 1},
        "REC in": {"process": "REC", "item": "SCR", "kind": "in", "quantity": 1},
        "REC out": {"process": "REC", "item": "A", "kind": "out", "quantity": 0.5},
    },
    "Investments": {
        "K": {
            "investment": "K",
            "capex": 100,
            "max_modules": 1,
            "lead_months": 6,
            "earliest_start": None,
            "latest_start": None,
            "committed_start": None,
            "adds_to": None,
            "adds": None,
            "excludes": None,
            "technology_country": None,
        },
        "CAP": {
            "investment": "CAP",
            "capex": 50,
            "max_modules": 2,
            "adds_to": "process:RED",
            "adds": 10,
            "technology_country": "US",
        },
        "STO": {"investment": "STO", "capex": 50, "adds_to": "stock:A", "adds": 100},
        "OFF": {"investment": "OFF", "capex": 50, "adds_to": "offer:SPOT", "adds": 5},
    },
    "Rules": {
        "R": {
            "rule": "R",
            "measure": "refining",
            "member": "CN",
            "except": None,
            "items": "A",
            "sense": "max",
            "share": 0.9,
            "base": None,
            "window": None,
            "penalty": None,
        },
        "Q": {
            "rule": "Q",
            "measure": "recycled",
            "member": None,
            "items": "A",
            "sense": "min",
            "share": 0.01,
            "penalty": 5,
        },
    },
    "Events": {
        "BAN": {
            "event": "BAN",
            "country": "CN",
            "stage": "refining",
            "supplier": None,
            "items": None,
            "destination": "JP",
            "process": None,
            "investment": None,
            "product": None,
            "index": None,
            "severity": 1,
            "duration_months": 3,
            "recovery_months": 2,
            "loss_profile": None,
            "lead_time_extension": None,
            "price_factor": None,
            "demand_factor": None,
            "investment_delay_months": None,
            "probability": None,
            "start_from": None,
            "start_to": None,
            "onsets": None,
        },
        "SPIKE": {"event": "SPIKE", "items": "A", "severity": 0, "duration_months": 4, "price_factor": 1.5},
        "BOOM": {"event": "BOOM", "product": "P", "severity": 0, "duration_months": 3, "demand_factor": 1.2},
        "LATE": {
            "event": "LATE",
            "country": "US",
            "severity": 0,
            "duration_months": 6,
            "investment_delay_months": 6,
        },
        "RAMP": {"event": "RAMP", "supplier": "T", "severity": 0.2, "duration_months": 2},
    },
    "Scenarios": {
        "known": {
            "scenario": "0",
            "event": "RAMP",
            "start_month": "2025-12",
            "probability": None,
            "after": None,
        },
        "S1": {"scenario": "S1", "event": "BAN", "start_month": "2026-04", "probability": 0.1},
        "C1": {
            "scenario": "C1",
            "event": "BOOM",
            "start_month": "2026-08",
            "probability": 0.05,
            "after": "S1",
        },
        "S2": {"scenario": "S2", "event": "BAN", "start_month": "2026-09", "probability": 0.1},
        "S2+": {"scenario": "S2", "event": "SPIKE", "start_month": "2026-09", "probability": 0.1},
        "S3": {"scenario": "S3", "event": "BOOM", "start_month": "2027-02", "probability": 0.1},
        "S4": {"scenario": "S4", "event": "LATE", "start_month": "2027-06", "probability": 0.05},
        "S5": {"scenario": "S5", "event": "BAN", "start_month": "2027-10", "probability": 0.05},
    },
    "WhatIf": {
        "gone": {
            "case": "gone",
            "sheet": "Offers",
            "row": "CON",
            "column": None,
            "change": "remove",
            "value": None,
        },
        "cap": {
            "case": "cap",
            "sheet": "Rules",
            "row": "R",
            "column": "share",
            "change": "set",
            "value": 0.5,
        },
        "risk": {
            "case": "risk",
            "sheet": "Settings",
            "row": "risk_weight",
            "column": "value",
            "change": "set",
            "value": 0.5,
        },
        "boom": {
            "case": "boom",
            "sheet": "Demand",
            "row": "P/*",
            "column": "quantity",
            "change": "multiply",
            "value": 1.1,
        },
    },
}
"""The plan, by sheet and row label; every column that an edit fills stands in some row."""


@dataclass(frozen=True)
class Break:
    """One thing broken in the plan, and what must be said of it."""

    code: str
    edits: Edits
    at: tuple[str, str, str]
    """Sheet, row label and column of the finding."""
    words: tuple[str, ...] = ()
    """What the English message must say."""
    also: frozenset[str] = frozenset()
    """Codes that the same mistake rightly brings along."""
    twin: Edits = field(default_factory=dict)
    """The nearest plan that is right; by default the plan itself."""


def brk(code: str, edits: Edits, at: str, *words: str, also: str = "", twin: Edits | None = None) -> Break:
    """Return a break; ``at`` is ``Sheet|row label|column``, ``also`` names codes separated by blanks."""
    sheet, row, column = at.split("|")
    return Break(code, edits, (sheet, row, column), words, frozenset(also.split()), twin or {})


def edited(edits: Edits | None = None) -> dict[str, Rows]:
    """Return the plan with edits."""
    plan = deepcopy(BASE)
    for sheet, rows in (edits or {}).items():
        for label, cells in rows.items():
            if cells is None:
                del plan[sheet][label]
            else:
                plan[sheet].setdefault(label, {}).update(cells)
    return plan


def read(plan: Mapping[str, Rows]) -> tuple[Tables, list[Finding]]:
    """Return tables and findings of a plan."""
    return tables_from({sheet: list(rows.values()) for sheet, rows in plan.items()})


def findings(edits: Edits | None = None) -> list[Finding]:
    """Return what is found in the plan with edits."""
    return read(edited(edits))[1]


def cell_of(plan: Mapping[str, Rows], sheet: str, label: str, column: str) -> str:
    """Return the address of a cell when each sheet is written bare."""
    header = list(dict.fromkeys(key for row in plan[sheet].values() for key in row))
    column = "value" if sheet == "Settings" else column
    return f"{get_column_letter(header.index(column) + 1)}{list(plan[sheet]).index(label) + 2}"


def assert_said(broken: Break) -> None:
    """Assert that exactly the break is reported, at its cell, with its words; and nothing of its twin."""
    twin = [f"{finding.place()} {finding.code}: {finding.message()}" for finding in findings(broken.twin)]
    assert twin == []
    plan = edited(broken.edits)
    found = read(plan)[1]
    told = [f"{finding.place()} {finding.code}: {finding.message()}" for finding in found]
    assert {finding.code for finding in found} == {broken.code} | broken.also, told
    sheet, label, column = broken.at
    cell = cell_of(plan, sheet, label, column)
    own = [finding for finding in found if finding.code == broken.code and finding.cell == cell]
    assert own, (cell, told)
    severity = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}[broken.code[0]]
    assert (own[0].severity, own[0].sheet, own[0].column) == (severity, sheet, column)
    for word in broken.words:
        assert word in own[0].message("en"), own[0].message("en")
    assert any("\u3040" <= letter <= "\u9fff" for letter in own[0].message("ja"))
