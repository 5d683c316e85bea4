"""A small plan with a contract, an investment, stock against a ban, and cases that move each of them."""

from __future__ import annotations

from typing import Any

from cases import from_sheets, scenario, tiny_sheets

from planner.workbook.tables import Tables


def change(case: str, sheet: str, row: str, column: str | None, how: str, *value: object) -> dict[str, Any]:
    """Return a row of WhatIf."""
    return {"case": case, "note": f"about {case}", "sheet": sheet, "row": row, "column": column} | {
        "change": how,
        "value": next(iter(value), None),
    }


def rich_plan() -> Tables:
    """Six months of 10: spot from China, stock, a contract and a furnace against a ban in month 3 at 0.4."""
    return from_sheets(
        tiny_sheets(
            (10.0,) * 6,
            settings={"risk_weight": 0.3, "plan_name": "Rich"},
            Items=[{"item": "Dy", "unit_value": 2, "storage_cost": 0.1}],
            Suppliers=[
                {"supplier": "CN"},
                {"supplier": "AU", "already_qualified": "no", "qualification_cost": 5},
            ],
            Offers=[
                {
                    "offer": "spot",
                    "supplier": "CN",
                    "item": "Dy",
                    "price": 2,
                    "max_per_month": 25,
                    "refining_country": "CN",
                },
                {
                    "offer": "deal",
                    "supplier": "AU",
                    "item": "Dy",
                    "kind": "contract",
                    "price": 6,
                    "max_annual": 120,
                    "contract_cost": 3,
                    "refining_country": "AU",
                },
            ],
            Processes=[{"process": "furnace", "capacity_per_month": 0, "opex": 1}],
            ProcessFlows=[{"process": "furnace", "item": "Dy", "kind": "out", "quantity": 1}],
            Investments=[{"investment": "line", "capex": 90, "adds_to": "process:furnace", "adds": 10}],
            Events=[{"event": "ban", "country": "CN", "stage": "refining", "duration_months": 3}],
            Scenarios=[scenario("S", "ban", 3, 0.4)],
            WhatIf=[
                change("no-line", "Investments", "line", "max_modules", "set", 0),
                change("cheap-deal", "Offers", "deal", "price", "set", 1),
                change("calm", "Scenarios", "S/*/*", "probability", "multiply", 0.5),
                change("starved", "Products", "P", "min_fill_rate", "set", 1),
                change("starved", "Offers", "*", "max_per_month", "set", 1),
                change("starved", "Offers", "deal", "signed", "set", "no"),
                change("starved", "Investments", "line", "max_modules", "set", 0),
            ],
        )
    )
