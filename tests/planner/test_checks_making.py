"""Checks of products, designs, processes and investments: each break alone, and its twin without a word."""

from __future__ import annotations

import pytest
from check_plans import MONTHS, Break, assert_said, brk

PRODUCTION = [
    brk(
        "E230",
        {
            "Products": {"X": {"product": "X", "shortage_penalty": 5}},
            "Demand": {"X": {"product": "X", "month": "2027-12", "quantity": 1}},
        },
        "Products|X|product",
        "no design",
        twin={
            "Products": {"X": {"product": "X", "shortage_penalty": 500}},
            "Demand": {"X": {"product": "X", "month": "2027-12", "quantity": 1}},
            "Designs": {"X": {"product": "X", "design": "std"}},
            "BOM": {"X": {"product": "X", "design": "std", "item": "M", "quantity": 1}},
        },
    ),
    brk(
        "E231",
        {"Demand": {"2027-12": {"month": "2028-01"}}},
        "Demand|2027-12|month",
        "2028-01",
        "2026-01 to 2027-12",
    ),
    brk(
        "E234",
        {"Investments": {"K": {"max_modules": 2}}},
        "Designs|alt|requires",
        "2 modules",
        "Investments!C2",
        twin={"Investments": {"K": {"max_modules": 0}}},
    ),
    brk(
        "E234",
        {"Processes": {"REC": {"requires": "CAP"}}},
        "Processes|REC|requires",
        "'CAP'",
        "2 modules",
        twin={"Processes": {"REC": {"requires": "K"}}},
    ),
    brk("W240", {"BOM": {"alt": None}}, "Designs|alt|design", "uses no item"),
    brk(
        "W241",
        {"Processes": {"X": {"process": "X", "capacity_per_month": 1}}},
        "Processes|X|process",
        "takes and makes nothing",
    ),
    brk(
        "W242",
        {"Designs": {"std": {"max_share": 0.4}}},
        "Designs|std|max_share",
        "90%",
        twin={"Designs": {"std": {"max_share": 0.5}}},
    ),
    brk(
        "W243",
        {
            "Products": {"X": {"product": "X", "shortage_penalty": 500}},
            "Designs": {"X": {"product": "X", "design": "std"}},
            "BOM": {"X": {"product": "X", "design": "std", "item": "M", "quantity": 1}},
        },
        "Products|X|product",
        "no demand",
    ),
    brk(
        "W244",
        {"Processes": {"REC": {"capacity_per_month": None}}},
        "Processes|REC|capacity_per_month",
        "never runs",
        twin={"Processes": {"RED": {"capacity_per_month": 21}}},
    ),
    brk(
        "W239",
        {"Products": {"P": {"shortage_penalty": 7}}},
        "Products|P|shortage_penalty",
        "costs 7",
        "'CON' (7.92)",
        "buy from: CON, TIER",
        twin={"Products": {"P": {"shortage_penalty": 7.93}}},
    ),
]

INVESTMENTS = [
    brk(
        "E235", {"Investments": {"CAP": {"adds_to": "RED"}}}, "Investments|CAP|adds_to", "'RED' is no target"
    ),
    brk("E235", {"Investments": {"CAP": {"adds_to": "plant:RED"}}}, "Investments|CAP|adds_to", "process:ID"),
    brk(
        "E202",
        {"Investments": {"CAP": {"adds_to": "process:Red"}}},
        "Investments|CAP|adds_to",
        "Did you mean 'RED' (Processes!A2)",
        twin={"Investments": {"CAP": {"adds_to": "process: RED"}}},
    ),
    brk(
        "E238",
        {"Investments": {"OFF": {"adds_to": "offer:TIER"}}},
        "Investments|OFF|adds_to",
        "'TIER'",
        "Offers!J4",
        twin={"Investments": {"OFF": {"adds_to": "offer:CON"}}},
    ),
    brk(
        "E239",
        {"Investments": {"CAP": {"committed_start": "2028-01"}}},
        "Investments|CAP|committed_start",
        "2027-12",
        twin={"Investments": {"CAP": {"committed_start": "2025-01"}}},
    ),
    brk(
        "E240",
        {
            "Investments": {
                "K": {"committed_start": "2025-12", "excludes": "G"},
                "CAP": {"committed_start": "2025-12", "excludes": "G"},
            }
        },
        "Investments|CAP|excludes",
        "'G'",
        "'K'",
        twin={
            "Investments": {"K": {"committed_start": "2025-12", "excludes": "G"}, "CAP": {"excludes": "G"}}
        },
    ),
    brk(
        "W229",
        {"Investments": {"K": {"earliest_start": "2026-05", "latest_start": "2026-03"}}},
        "Investments|K|earliest_start",
        "2026-05",
        "2026-03",
        twin={"Investments": {"K": {"earliest_start": "2026-03", "latest_start": "2026-05"}}},
    ),
    brk(
        "W246",
        {"Investments": {"STO": {"adds_to": "stock:M"}}},
        "Investments|STO|adds_to",
        "no storage limit",
        "Items!F3",
    ),
    brk("W247", {"Investments": {"K": {"adds": 4}}}, "Investments|K|adds", "adds 4", "no target"),
    brk("W248", {"Investments": {"CAP": {"adds": None}}}, "Investments|CAP|adds", "adds 0", "process:RED"),
    brk("W249", {"Designs": {"alt": {"requires": None}}}, "Investments|K|investment", "never starts it"),
    brk(
        "W250", {"Investments": {"K": {"earliest_start": "2028-01"}}}, "Investments|K|earliest_start", "never"
    ),
    brk("W250", {"Investments": {"K": {"latest_start": "2025-01"}}}, "Investments|K|latest_start", "never"),
    brk(
        "W251",
        {"Investments": {"K": {"lead_months": 24}}},
        "Investments|K|lead_months",
        "24 months",
        "2027-12",
        twin={"Investments": {"K": {"lead_months": 23}}},
    ),
    brk(
        "W252",
        {"Investments": {"K": {"capex": 1001}}},
        "Investments|K|capex",
        "1,001",
        "1,000",
        twin={"Investments": {"K": {"capex": 1001, "committed_start": "2025-12"}}},
    ),
    brk("N218", {"Investments": {"K": {"excludes": "G"}}}, "Investments|K|excludes", "'G'"),
    brk(
        "N219",
        {"Investments": {"K": {"committed_start": "2025-12", "latest_start": "2026-04"}}},
        "Investments|K|latest_start",
        "under way",
    ),
]

_ALL = {month: {"quantity": 100} for month in MONTHS}

OUTLOOK = [
    brk(
        "W237",
        {
            "Items": {
                "M": {"initial_stock": 5},
                "A": {
                    "initial_stock": 0,
                    "min_cover_days": None,
                    "cover_from": None,
                    "cover_penalty": None,
                    "cover_again_months": None,
                },
            },
            "Offers": {
                "SPOT": {"lead_time_months": 4},
                "CON": {"lead_time_months": 4},
                "TIER": {"lead_time_months": 4},
            },
            "Receipts": {"A": None},
        },
        "Items|A|initial_stock",
        "about 16 days",
        "2026-05",
        "121 days",
        twin={
            "Items": {
                "M": {"initial_stock": 40},
                "A": {
                    "initial_stock": 0,
                    "min_cover_days": None,
                    "cover_from": None,
                    "cover_penalty": None,
                    "cover_again_months": None,
                },
            },
            "Offers": {
                "SPOT": {"lead_time_months": 4},
                "CON": {"lead_time_months": 4},
                "TIER": {"lead_time_months": 4},
            },
        },
    ),
    brk(
        "W238",
        {
            "Items": {
                "M": {"initial_stock": 10, "min_cover_days": 90, "final_stock": 0},
                "A": {"initial_stock": 12},
            },
            "Receipts": {"A": None},
        },
        "Items|M|cover_from",
        "90 days",
        "2026-01",
        "at most 20",
        "need 30",
        twin={
            "Items": {
                "M": {"initial_stock": 10, "min_cover_days": 90, "cover_penalty": 1, "final_stock": 0},
                "A": {"initial_stock": 12},
            },
            "Receipts": {"A": None},
        },
    ),
    brk(
        "W235",
        {"Demand": _ALL, "Products": {"P": {"min_fill_rate": None}}},
        "Items|M|item",
        "demand cannot be met in full",
        "1,",
        also="W237",
        twin={
            "Demand": _ALL,
            "Products": {"P": {"min_fill_rate": None}},
            "Offers": {
                "MET": {"offer": "MET", "supplier": "S", "item": "M", "price": 15, "max_per_month": 500}
            },
            "Suppliers": {"S": {"capacity_per_month": 600}},
        },
    ),
]


@pytest.mark.parametrize("broken", [*PRODUCTION, *INVESTMENTS, *OUTLOOK], ids=lambda one: one.code)
def test_break_is_said_at_its_cell_and_its_twin_is_not(broken: Break) -> None:
    """One thing broken gives one finding at its cell; the nearest right plan gives none."""
    assert_said(broken)
