"""Checks of references, items, suppliers, offers and tiers: each break alone, and its twin without a word."""

from __future__ import annotations

import pytest
from check_plans import Break, assert_said, brk

REFERENCES = [
    brk(
        "E205",
        {"Receipts": {"A": {"item": "\u0410"}}},
        "Receipts|A|item",
        "It looks like 'A'",
        "Copy the name",
    ),
    brk("E201", {"Receipts": {"A": {"item": "XYZ"}}}, "Receipts|A|item", "'XYZ'", "sheet Items"),
    brk(
        "E202",
        {"Offers": {"SPOT": {"supplier": "s"}}},
        "Offers|SPOT|supplier",
        "'s'",
        "Did you mean 'S' (Suppliers!A2)",
    ),
    brk(
        "E201", {"Offers": {"SPOT": {"index": "COPPER"}}}, "Offers|SPOT|index", "'COPPER'", "sheet PriceIndex"
    ),
    brk("E201", {"Rules": {"R": {"items": "A; ZINC"}}}, "Rules|R|items", "'ZINC'", "sheet Items"),
    brk(
        "E203",
        {"BOM": {"alt": {"design": "other one"}}},
        "BOM|alt|design",
        "'P' has no design 'other one'",
        also="W240",
    ),
    brk(
        "E204",
        {"BOM": {"alt": {"design": "altt"}}},
        "BOM|alt|design",
        "Did you mean 'alt' (Designs!B3)",
    ),
    brk(
        "W227",
        {"Items": {"a": {"item": "a", "unit": "kg"}}},
        "Items|a|item",
        "'a' and 'A' (Items!A2)",
        also="N211",
    ),
]

ITEMS = [
    brk(
        "E226",
        {"Items": {"A": {"min_suppliers": 3}}},
        "Items|A|min_suppliers",
        "3 qualified suppliers",
        "only 2 offer it (S, T)",
    ),
    brk(
        "E232", {"Receipts": {"A": {"month": "2025-12"}}}, "Receipts|A|month", "2025-12", "2026-01 to 2027-12"
    ),
    brk(
        "E233",
        {"Items": {"A": {"cover_penalty": None}}},
        "Items|A|cover_again_months",
        "price of missing cover",
        twin={"Items": {"A": {"cover_penalty": None, "cover_again_months": None}}},
    ),
    brk(
        "W230",
        {"Items": {"M": {"unit_value": None}}},
        "Items|M|unit_value",
        "stock of 20",
        "worth 0",
        twin={"Items": {"M": {"unit_value": None, "final_stock": 0}}},
    ),
    brk(
        "W231",
        {"Items": {"A": {"max_stock": 50, "final_stock": 50}}, "Investments": {"STO": None}},
        "Items|A|max_stock",
        "60",
        "limit 50",
        twin={"Items": {"A": {"max_stock": 50, "final_stock": 50}}},
    ),
    brk(
        "W232",
        {"Items": {"A": {"final_stock": 601}}},
        "Items|A|max_stock",
        "601",
        "limit 500",
        twin={"Items": {"A": {"final_stock": 600}}},
    ),
    brk(
        "W233",
        {"Items": {"M": {"cover_from": "2026-04"}}},
        "Items|M|cover_from",
        "no effect",
        "'M'",
    ),
    brk("W234", {"Items": {"A": {"cover_from": "2028-01"}}}, "Items|A|cover_from", "2027-12", "never"),
    brk("W245", {"Items": {"A": {"cover_penalty": 0}}}, "Items|A|cover_penalty", "costs 0"),
    brk(
        "W236",
        {
            "ProcessFlows": {"iron": {"process": "RED", "item": "FE", "kind": "in", "quantity": 1}},
            "Items": {"FE": {"item": "FE", "unit": "kg"}},
        },
        "Items|FE|item",
        "nobody supplies item 'FE'",
        "RED",
        also="W206 W235",
        twin={
            "ProcessFlows": {"iron": {"process": "RED", "item": "FE", "kind": "in", "quantity": 1}},
            "Items": {"FE": {"item": "FE", "unit": "kg", "initial_stock": 900, "final_stock": 0}},
        },
    ),
    brk("N211", {"Items": {"FE": {"item": "FE", "unit": "kg"}}}, "Items|FE|item", "'FE' is used by no"),
    brk(
        "W226",
        {"Items": {"A": {"unit_value": 10_000}}},
        "Items|A|unit_value",
        "10,000",
        "kg or t",
        twin={"Items": {"A": {"unit_value": 900}}},
    ),
]

SUPPLIERS = [
    brk("N210", {"Suppliers": {"U": {"supplier": "U"}}}, "Suppliers|U|supplier", "'U' has no offer"),
    brk(
        "N216",
        {"Suppliers": {"S": {"qualification_cost": 5}}},
        "Suppliers|S|qualification_cost",
        "already qualified",
        "counts as 0",
    ),
    brk(
        "W228",
        {"Suppliers": {"S": {"qualification_cost": 5, "already_qualified": None}}},
        "Suppliers|S|qualification_cost",
        "'already qualified' is blank",
        twin={"Suppliers": {"S": {"already_qualified": None}}},
    ),
    brk(
        "W219",
        {
            "Items": {"A": {"unit": "t"}},
            "Offers": {
                "MET": {"offer": "MET", "supplier": "S", "item": "M", "price": 15, "max_per_month": 5}
            },
        },
        "Suppliers|S|capacity_per_month",
        "different units (kg, t)",
        twin={
            "Offers": {"MET": {"offer": "MET", "supplier": "S", "item": "M", "price": 15, "max_per_month": 5}}
        },
    ),
]

OFFERS = [
    *[
        brk("E210", {"Offers": {"SPOT": {key: value}}}, f"Offers|SPOT|{key}", "is spot", key)
        for key, value in {
            "min_annual": 12,
            "take_or_pay": 0.5,
            "min_take": 0.1,
            "signed": "no",
            "flex": 0.1,
            "contract_cost": 9,
        }.items()
    ],
    brk("E211", {"Offers": {"SPOT": {"price": None}}}, "Offers|SPOT|price", "no price"),
    brk("E212", {"Offers": {"TIER": {"price": 12}}}, "Offers|TIER|price", "PriceTiers!D2", "Clear"),
    brk(
        "E213", {"Offers": {"SPOT": {"max_per_month": None}}}, "Offers|SPOT|max_per_month", "no monthly limit"
    ),
    brk(
        "E214", {"Offers": {"CON": {"max_annual": None}}}, "Offers|CON|max_annual", "no largest annual volume"
    ),
    brk("E215", {"Offers": {"TIER": {"max_annual": 240}}}, "Offers|TIER|max_annual", "Clear", "max_annual"),
    brk("E215", {"Offers": {"TIER": {"min_annual": 12}}}, "Offers|TIER|min_annual", "Clear", "min_annual"),
    brk(
        "E216",
        {"PriceTiers": {"spot": {"offer": "SPOT", "from_annual": 0, "to_annual": 9, "price": 1}}},
        "Offers|SPOT|kind",
        "is spot",
        "PriceTiers!A4",
    ),
    brk(
        "E217",
        {"Offers": {"TIER": {"index": "NDPR"}}},
        "Offers|TIER|index",
        "incremental",
        twin={"Offers": {"TIER": {"index": "NDPR", "tier_kind": "all_units"}}},
    ),
    brk("E217", {"Offers": {"TIER": {"price_floor": 9}}}, "Offers|TIER|price_floor", "incremental"),
    brk("E217", {"Offers": {"TIER": {"price_ceiling": 19}}}, "Offers|TIER|price_ceiling", "incremental"),
    brk(
        "E220",
        {"Offers": {"SPOT": {"currency": "GBP"}}},
        "Offers|SPOT|currency",
        "GBP",
        "sheet FX",
        twin={"Offers": {"SPOT": {"currency": "USD"}}},
    ),
    brk(
        "E221",
        {"FX": {"USD": {"currency": "USD", "rate": 1.2}}},
        "FX|USD|rate",
        "not 1.2",
        twin={"FX": {"USD": {"currency": "USD", "rate": 1}}},
    ),
    brk(
        "E222",
        {"Offers": {"SPOT": {"price_floor": 12, "price_ceiling": 11}}},
        "Offers|SPOT|price_floor",
        "floor 12",
        "ceiling 11",
        twin={"Offers": {"SPOT": {"price_floor": 9, "price_ceiling": 11}}},
    ),
    brk(
        "E223",
        {"Offers": {"SPOT": {"transit_months": 2}}},
        "Offers|SPOT|transit_months",
        "2 months",
        "1 month",
        twin={"Offers": {"SPOT": {"transit_months": 1}}},
    ),
    brk(
        "W229",
        {"Offers": {"SPOT": {"available_from": "2026-05", "available_to": "2026-04"}}},
        "Offers|SPOT|available_from",
        "2026-05",
        "2026-04",
        twin={"Offers": {"SPOT": {"available_from": "2026-01", "available_to": "2027-12"}}},
    ),
    brk("E225", {"Offers": {"CON": {"min_annual": 250}}}, "Offers|CON|min_annual", "250", "240"),
    brk(
        "W210",
        {"Offers": {"CON": {"price_floor": 13}}},
        "Offers|CON|price_floor",
        "12",
        "paid as 13",
        twin={"Offers": {"CON": {"price_floor": 11}}},
    ),
    brk("W210", {"Offers": {"CON": {"price_ceiling": 10}}}, "Offers|CON|price_ceiling", "paid as 10"),
    brk("W211", {"Offers": {"CON": {"tier_kind": "incremental"}}}, "Offers|CON|tier_kind", "no price tiers"),
    brk(
        "W214",
        {"Offers": {"CON": {"take_or_pay": None}}},
        "Offers|CON|take_or_pay",
        "24 a year",
        "free option",
        twin={"Offers": {"CON": {"take_or_pay": None, "min_annual": None}}},
    ),
    brk("W222", {"Offers": {"TIER": {"take_or_pay": None}}}, "Offers|TIER|take_or_pay", "cheapest tier"),
    brk(
        "W215",
        {"Offers": {"CON": {"available_from": "2028-01"}}},
        "Offers|CON|available_from",
        "outside the plan",
    ),
    brk(
        "W215",
        {"Offers": {"CON": {"available_to": "2025-12"}}},
        "Offers|CON|available_to",
        "outside the plan",
    ),
    brk(
        "W216",
        {"Offers": {"CON": {"lead_time_months": 22}}},
        "Offers|CON|lead_time_months",
        "never arrive",
        "2026-03",
        "22 months",
        twin={"Offers": {"CON": {"lead_time_months": 21}}},
    ),
    brk(
        "W224",
        {"Offers": {"CON": {"available_to": "2026-02"}}},
        "Offers|CON|offer",
        "never be ordered",
        "'T'",
        twin={"Offers": {"CON": {"available_to": "2026-03"}}},
    ),
    brk(
        "W217",
        {"Offers": {"SPOT": {"moq": 46}}},
        "Offers|SPOT|moq",
        "46",
        "45",
        twin={"Offers": {"SPOT": {"moq": 45}}},
    ),
    brk(
        "W217",
        {"Offers": {"CON": {"moq": 23}}},
        "Offers|CON|moq",
        "23",
        "22",
        twin={"Offers": {"CON": {"moq": 22}}},
    ),
    brk(
        "W218",
        {"Offers": {"CON": {"max_per_month": 1}}},
        "Offers|CON|max_per_month",
        "1.6 a month",
        "only 1",
        twin={"Offers": {"CON": {"max_per_month": 2}}},
    ),
    brk("W221", {"Offers": {"CON": {"max_per_month": 0}}}, "Offers|CON|max_per_month", "limit of 0"),
    brk(
        "W225",
        {"Offers": {"SPOT": {"price": 10_000}}},
        "Offers|SPOT|price",
        "10,000",
        "kg or t",
        also="W239",
        twin={"Offers": {"SPOT": {"price": 1_000}}, "Products": {"P": {"shortage_penalty": 9_999}}},
    ),
    brk(
        "N215",
        {"Offers": {"CON": {"signed": "yes", "contract_cost": 7}}},
        "Offers|CON|contract_cost",
        "already signed",
        twin={"Offers": {"CON": {"contract_cost": 7}}},
    ),
    brk(
        "W220",
        {
            "Settings": {"months": {"value": 23}, "capex_budget": {"value": None}},
            "Demand": {"2027-12": None},
            "Offers": {"SPOT": {"max_annual": 400}},
        },
        "Offers|SPOT|max_annual",
        "only 11 months",
        "max_annual (SPOT)",
        twin={"Offers": {"SPOT": {"max_annual": 400}}},
    ),
    brk(
        "W220",
        {"Settings": {"months": {"value": 23}}, "Demand": {"2027-12": None}},
        "Settings|capex_budget|capex_budget",
        "only 11 months",
        "capex_budget",
    ),
]

TIERS = [
    brk("E218", {"PriceTiers": {"high": {"to_annual": 100}}}, "PriceTiers|high|to_annual", "100", "120"),
    brk("E219", {"PriceTiers": {"high": {"from_annual": 110}}}, "PriceTiers|high|from_annual", "110", "C2"),
    brk(
        "W212",
        {"PriceTiers": {"low": {"tier_cost": 5}}},
        "PriceTiers|low|tier_cost",
        "not used",
        twin={"PriceTiers": {"low": {"tier_cost": 5}}, "Offers": {"TIER": {"tier_kind": "all_units"}}},
    ),
    brk("W213", {"PriceTiers": {"high": {"from_annual": 130}}}, "PriceTiers|high|from_annual", "120 to 130"),
    brk("E227", {"PriceTiers": {"low": {"from_annual": 12}}}, "PriceTiers|low|from_annual", "buying nothing"),
    brk("E227", {"PriceTiers": {"high": {"price": 40}}}, "PriceTiers|high|price", "buying nothing"),
    brk(
        "W223",
        {"PriceTiers": {"high": {"from_annual": 130}}, "Offers": {"TIER": {"tier_kind": "all_units"}}},
        "PriceTiers|high|from_annual",
        "120 to 130",
        twin={"PriceTiers": {"low": {"from_annual": 12}}, "Offers": {"TIER": {"tier_kind": "all_units"}}},
    ),
]


@pytest.mark.parametrize(
    "broken", [*REFERENCES, *ITEMS, *SUPPLIERS, *OFFERS, *TIERS], ids=lambda one: one.code
)
def test_break_is_said_at_its_cell_and_its_twin_is_not(broken: Break) -> None:
    """One thing broken gives one finding at its cell; the nearest right plan gives none."""
    assert_said(broken)
