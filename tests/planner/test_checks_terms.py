"""One workbook per check of contracts as signed, places, years, what came before and how likely events are.

Each breaks one thing only, and gives one finding at its cell.
"""

from __future__ import annotations

import pytest

from planner.workbook.messages.findings import Finding
from planner.workbook.reading.reader import tables_from

Rows = list[dict[str, object]]
Sheets = dict[str, Rows]

SETTINGS: Rows = [
    {"key": "start_month", "value": "2026-03"},
    {"key": "months", "value": 24},
    {"key": "currency", "value": "EUR"},
    {"key": "home_country", "value": "JP"},
    {"key": "schema_version", "value": 2},
]
SPOT: dict[str, object] = {"offer": "A", "supplier": "S", "item": "W", "price": 10, "max_per_month": 100}
CONTRACT: dict[str, object] = {
    "offer": "C",
    "supplier": "S",
    "item": "W",
    "kind": "contract",
    "price": 10,
    "max_annual": 120,
    "take_or_pay": 0.5,
}
PLAN: Sheets = {
    "Settings": SETTINGS,
    "Items": [{"item": "W"}],
    "Suppliers": [{"supplier": "S"}],
    "Offers": [SPOT],
    "Products": [{"product": "P", "shortage_penalty": 1000}],
    "Demand": [
        {"product": "P", "month": f"{2026 + (m + 2) // 12}-{(m + 2) % 12 + 1:02d}", "quantity": 1}
        for m in range(24)
    ],
    "Designs": [{"product": "P", "design": "std"}],
    "BOM": [{"product": "P", "design": "std", "item": "W", "quantity": 2}],
}
EVENT: dict[str, object] = {
    "event": "E",
    "items": "W",
    "duration_months": 2,
    "probability": 0.1,
    "start_to": "2027-12",
}


def found(sheets: Sheets) -> list[Finding]:
    """Return the findings of the plan with some sheets in place of its own."""
    return tables_from({**PLAN, **sheets})[1]


def spot(**cells: object) -> Rows:
    """Return the spot offer with more cells."""
    return [{**SPOT, **cells}]


def contract(**cells: object) -> Rows:
    """Return the contract with more cells."""
    return [{**CONTRACT, **cells}]


def settings(**values: object) -> Rows:
    """Return the settings with some more."""
    kept = [row for row in SETTINGS if row["key"] not in values]
    return [*kept, *({"key": key, "value": value} for key, value in values.items())]


def event(**cells: object) -> Rows:
    """Return the event with other cells."""
    return [{**EVENT, **cells}]


POOL: Rows = [{"pool": "G", "from_annual": 60, "discount": 0.1}]
INDEX: Rows = [{"index": "I", "month": "2025-01", "factor": 1}]
PROCESS: Rows = [{"process": "T", "capacity_per_month": 1}]
FLOWS: Rows = [
    {"process": "T", "item": "V", "kind": "in", "quantity": 1},
    {"process": "T", "item": "W", "kind": "out", "quantity": 1},
]
ITEMS: Rows = [{"item": "W"}, {"item": "V", "initial_stock": 10, "final_stock": 0}]
USD: dict[str, object] = {"currency": "USD", "rate": 2}
BOM: Rows = PLAN["BOM"]
USE_RULE: dict[str, object] = {"rule": "R", "measure": "supplier", "member": "S", "share": 0.5}

CASES: dict[str, tuple[Sheets, str]] = {
    "W501 lag without an index": ({"Offers": spot(index_lag_months=2)}, "Offers!F2"),
    "E501 a period that divides no year": (
        {"Offers": spot(index="I", index_reset_months=5), "PriceIndex": INDEX},
        "Offers!G2",
    ),
    "W502 an index that begins too late": (
        {
            "Offers": spot(index="I", index_lag_months=3),
            "PriceIndex": [{"index": "I", "month": "2026-01", "factor": 1}],
        },
        "PriceIndex!B2",
    ),
    "W503 a rate that begins too late": (
        {"Offers": spot(currency="USD"), "FX": [{**USD, "month": "2026-05"}]},
        "FX!C2",
    ),
    "E221 a rate of the plan currency in some month": (
        {"FX": [{"currency": "EUR", "rate": 1}, {"currency": "EUR", "month": "2026-05", "rate": 2}]},
        "FX!B3",
    ),
    "W504 a multiple above the monthly maximum": ({"Offers": spot(order_multiple=150)}, "Offers!F2"),
    "W505 a multiple that cannot reach the smallest order": (
        {"Offers": spot(order_multiple=60, moq=70)},
        "Offers!F2",
    ),
    "E169 prices for nothing": ({"Offers": spot(price_per=0)}, "Offers!F2"),
    "E510 a pool on a spot offer": (
        {"Offers": [*spot(pool="G"), *contract(pool="G")], "Pools": POOL},
        "Offers!F2",
    ),
    "E511 a pool and price tiers": (
        {
            "Offers": contract(pool="G", price=None, max_annual=None),
            "Pools": POOL,
            "PriceTiers": [{"offer": "C", "from_annual": 0, "to_annual": 120, "price": 10}],
        },
        "Offers!H2",
    ),
    "E512 a pool and a kind of tiers": (
        {"Offers": contract(pool="G", tier_kind="all_units"), "Pools": POOL},
        "Offers!I2",
    ),
    "E513 a tier turned round": (
        {"Offers": contract(pool="G"), "Pools": [{**POOL[0], "to_annual": 50}]},
        "Pools!D2",
    ),
    "E514 overlapping tiers": (
        {
            "Offers": contract(pool="G"),
            "Pools": [{**POOL[0], "to_annual": 100}, {"pool": "G", "from_annual": 90, "discount": 0.2}],
        },
        "Pools!B3",
    ),
    "E515 a gap between tiers": (
        {
            "Offers": contract(pool="G"),
            "Pools": [{**POOL[0], "to_annual": 70}, {"pool": "G", "from_annual": 90, "discount": 0.2}],
        },
        "Pools!B3",
    ),
    "W510 a pool of nobody": ({"Pools": POOL}, "Pools!A2"),
    "W511 a tier out of reach": (
        {"Offers": contract(pool="G"), "Pools": [{"pool": "G", "from_annual": 130, "discount": 0.1}]},
        "Pools!B2",
    ),
    "W512 a weight in no pool": ({"Offers": contract(pool_weight=2)}, "Offers!H2"),
    "W513 a pool of different units": (
        {
            "Items": [{"item": "W"}, {"item": "V", "unit": "t"}],
            "Offers": [*contract(pool="G"), *contract(offer="D", item="V", pool="G")],
            "BOM": [*BOM, {**BOM[0], "item": "V"}],
            "Pools": POOL,
        },
        "Pools!A2",
    ),
    "W514 a pool that owes nothing": (
        {"Offers": contract(pool="G", take_or_pay=None), "Pools": POOL},
        "Pools!A2",
    ),
    "W520 a destination nothing else knows": ({"Offers": spot(destination="US")}, "Offers!F2"),
    "W521 an event on a destination nothing goes to": ({"Events": event(destination="US")}, "Events!F2"),
    "W522 a process longer than the plan": (
        {"Items": ITEMS, "Processes": [{**PROCESS[0], "lead_months": 24}], "ProcessFlows": FLOWS},
        "Processes!C2",
    ),
    "W523 goods that count twice": (
        {
            "Items": ITEMS,
            "Processes": PROCESS,
            "ProcessFlows": FLOWS,
            "Rules": [{**USE_RULE, "items": "W; V", "base": "use"}],
        },
        "Rules!E2",
    ),
    "W523 goods of all items that count twice": (
        {
            "Items": ITEMS,
            "Processes": PROCESS,
            "ProcessFlows": FLOWS,
            "Rules": [{**USE_RULE, "items": None, "base": "use"}],
        },
        "Rules!E2",
    ),
    "E520 use that comes later": ({"BOM": [{**BOM[0], "lag_months": 1}]}, "BOM!E2"),
    "W524 returns after the plan": (
        {"BOM": [*BOM, {**BOM[0], "kind": "scrap", "lag_months": 24}]},
        "BOM!F3",
    ),
    "W525 a ramp of nothing": (
        {
            "Investments": [{"investment": "K", "capex": 1, "ramp_months": 2}],
            "Designs": [{"product": "P", "design": "std", "requires": "K"}],
        },
        "Investments!C2",
    ),
    "W526 a cost of lateness without lateness": (
        {"Products": [{"product": "P", "shortage_penalty": 1000, "late_cost": 1}]},
        "Products!C2",
    ),
    "W527 lateness that costs nothing": (
        {"Products": [{"product": "P", "shortage_penalty": 1000, "late_months": 1}]},
        "Products!A2",
    ),
    "W528 lateness dearer than a lost sale": (
        {"Products": [{"product": "P", "shortage_penalty": 1000, "late_months": 1, "late_cost": 1000}]},
        "Products!D2",
    ),
    "E530 history in the plan": (
        {"History": [{"offer": "A", "order_month": "2026-03", "quantity": 1}]},
        "History!B2",
    ),
    "E531 an arrival before its order": (
        {"History": [{"offer": "A", "order_month": "2026-02", "quantity": 1, "arrival_month": "2026-01"}]},
        "History!D2",
    ),
    "E532 one order twice": (
        {
            "History": [
                {"offer": "A", "order_month": "2026-02", "quantity": 1, "arrival_month": "2026-02"},
                {"offer": "A", "order_month": "2026-02", "quantity": 1},
            ]
        },
        "History!D3",
    ),
    "W530 an arrival after the plan": (
        {"History": [{"offer": "A", "order_month": "2026-02", "quantity": 1, "arrival_month": "2028-03"}]},
        "History!D2",
    ),
    "W531 a cost of what has arrived": (
        {"History": [{"offer": "A", "order_month": "2026-01", "quantity": 1, "unit_cost": 5}]},
        "History!D2",
    ),
    "W532 history of a contract not signed": (
        {
            "Items": [{"item": "W", "initial_stock": 9, "final_stock": 0}],
            "Offers": contract(lead_time_months=1),
            "History": [{"offer": "C", "order_month": "2026-02", "quantity": 1}],
        },
        "History!A2",
    ),
    "W533 a year used up before the plan": (
        {
            "Settings": settings(year_start=1, months=22),
            "Demand": PLAN["Demand"][:22],
            "Offers": spot(max_annual=50),
            "History": [{"offer": "A", "order_month": "2026-02", "quantity": 60}],
        },
        "History!C2",
    ),
    "W534 a rule broken before the plan": (
        {
            "Settings": settings(year_start=1),
            "Suppliers": [{"supplier": "S"}, {"supplier": "Z"}],
            "Offers": [*spot(), *spot(offer="B", supplier="Z")],
            "History": [{"offer": "A", "order_month": "2026-02", "quantity": 60}],
            "Rules": [USE_RULE],
        },
        "Rules!D2",
    ),
    "W535 a first year that is cut": (
        {
            "Settings": settings(year_start=1, months=22, capex_budget=9),
            "Demand": PLAN["Demand"][:22],
            "Investments": [
                {"investment": "K", "capex": 1, "adds_to": "offer:A", "adds": 1},
            ],
        },
        "Settings!B8",
    ),
    "E533 qualified and being qualified": (
        {"Suppliers": [{"supplier": "S", "already_qualified": "yes", "qualified_from": "2026-03"}]},
        "Suppliers!C2",
    ),
    "W536 qualified after the plan": (
        {
            "Suppliers": [{"supplier": "S"}, {"supplier": "Z", "qualified_from": "2028-03"}],
            "Offers": [*spot(), *spot(offer="B", supplier="Z")],
        },
        "Suppliers!B3",
    ),
    "W537 a qualification that is under way": (
        {"Suppliers": [{"supplier": "S", "qualified_from": "2026-03", "qualification_cost": 5}]},
        "Suppliers!C2",
    ),
    "W538 more stock than storage holds": (
        {"Items": [{"item": "W", "min_stock": 50, "max_stock": 40}]},
        "Items!B2",
    ),
    "W539 stock that cannot be there": (
        {
            "Items": [{"item": "W", "min_stock": 5000}],
            "Products": [{"product": "P", "shortage_penalty": 1000, "min_fill_rate": 0.5}],
        },
        "Items!B2",
    ),
    "E540 an index and a currency": (
        {
            "Offers": [*spot(currency="USD"), *spot(offer="B", index="I")],
            "FX": [USD],
            "PriceIndex": INDEX,
            "Events": event(severity=0, items=None, price_factor=2, index="I", currency="USD"),
        },
        "Events!I2",
    ),
    "W540 a currency no offer is in": (
        {"Events": event(currency="USD", price_factor=2, severity=1)},
        "Events!F2",
    ),
    "W541 the plan's own currency": (
        {"Events": event(currency="EUR", price_factor=2, severity=1)},
        "Events!F2",
    ),
    "E541 two probabilities": ({"Events": event(probability_per_year=0.1)}, "Events!F2"),
    "E542 a range turned round": ({"Events": event(low=0.2, high=0.05)}, "Events!F2"),
    "E543 half a range": ({"Events": event(low=0.05)}, "Events!F2"),
    "W542 a probability outside its range": ({"Events": event(low=0.2, high=0.3)}, "Events!F2"),
    "W543 little left of life as planned": (
        {"Events": [*event(probability=0.45), *event(event="F", supplier="S", items=None, probability=0.45)]},
        "Events!D3",
    ),
    "E544 more than everything": (
        {"Events": [*event(probability=0.6), *event(event="F", supplier="S", items=None, probability=0.6)]},
        "Events!D3",
    ),
    "E545 a certain event among independent ones": (
        {"Settings": settings(event_probabilities="independent"), "Events": event(probability=1)},
        "Events!D2",
    ),
    "N540 what independent events leave out": (
        {
            "Settings": settings(event_probabilities="independent"),
            "Events": [*event(), *event(event="F", supplier="S", items=None)],
        },
        "Settings!B7",
    ),
    "N541 independent events that make no scenario": (
        {
            "Settings": settings(event_probabilities="independent"),
            "Events": event(probability=None),
            "Scenarios": [
                {"scenario": f"X{m}", "event": "E", "start_month": month, "probability": 0.01}
                for m, month in enumerate(
                    ("2026-05", "2026-08", "2026-11", "2027-02", "2027-05", "2027-08", "2027-11")
                )
            ],
        },
        "Settings!B7",
    ),
    "W544 an event that ends after the plan": (
        {"Events": event(start_to=None, duration_months=3)},
        "Events!E2",
    ),
    "E546 a rule that gives way and has a price": (
        {"Rules": [{**USE_RULE, "share": 1, "applies_in": "unless_short", "penalty": 5, "base": "use"}]},
        "Rules!F2",
    ),
    "N542 a rule that never gives way": (
        {
            "Items": [{"item": "W"}, {"item": "V"}],
            "Offers": [*spot(), *spot(offer="B", item="V")],
            "Rules": [{**USE_RULE, "items": "V", "share": 1, "base": "use", "applies_in": "unless_short"}],
        },
        "Rules!G2",
    ),
}
BESIDE = {"N211", "W236", "W290", "W293", "W267"}
"""Codes that also come of a plan so small: an item nothing uses, two events that meet."""


def test_the_plan_that_is_broken_below_is_sound() -> None:
    """Nothing is said of it."""
    assert found({}) == []


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_found_at_its_cell(case: str) -> None:
    """One finding, with its code and place, whose text holds no gap in either language."""
    sheets, place = CASES[case]
    told = [finding for finding in found(sheets) if finding.code not in BESIDE]
    assert [(finding.code, finding.place()) for finding in told] == [(case.split(maxsplit=1)[0], place)]
    for language in ("en", "ja"):
        assert "{" not in told[0].message(language)
        assert "None" not in told[0].message(language)
