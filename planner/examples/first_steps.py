"""The smallest plan worth reading: three suppliers, two items, twelve months, three bans nobody foresees.

Prices are round and nothing is discounted, so that every number of the answer can be found by hand
(``docs/first_steps.md`` does).
"""

from __future__ import annotations

from planner.examples.sheets import Calendar, Example, Rows, row, settings, table

# fmt: off
PLAN = Calendar(2027, 1, 12)


def build() -> Example:
    """Build the example."""
    invented = "invented: round number"
    return Example(
        name="first_steps",
        title="First steps: three suppliers, two items, twelve months, three bans",
        sheets={
            "Settings": settings(
                ("plan_name", "First steps", "title"),
                ("start_month", PLAN(0), "first month"),
                ("months", PLAN.months, "one year"),
                ("currency", "USD", "plan currency"),
                ("home_country", "JP", "the ban names it as its destination"),
                ("mip_gap", 0.0001, "small enough to solve exactly"),
                ("schema_version", 1, "version of the workbook"),
            ),
            "Countries": table(
                "code name groups",
                ("CN", "China", "risk", "C20 separates 92 %"),
                ("AU", "Australia", "friend", "C04"),
                ("MY", "Malaysia", "friend", "S01 separates ore from Australia"),
                ("JP", "Japan", "home", "C27"),
            ),
            "Items": table(
                "item name unit_value initial_stock storage_cost",
                ("NDPR", "NdPr oxide", 110, 2_100, 0.5, "M39 price level; invented: round numbers"),
                ("DY", "Dysprosium oxide", 270, 120, 2, "M35 price level; invented: round numbers"),
            ),
            "Receipts": _receipts(),
            "Suppliers": table(
                "supplier name already_qualified qualification_cost",
                ("CHINA", "Chinese state group", "yes", None, "S19"),
                ("LYNAS", "Lynas", "no", 20_000, f"S01 S02; {invented}"),
                ("TRADER", "Trading house with stock in Japan", "yes", None, invented),
            ),
            "Offers": _offers(),
            "Products": table(
                "product name unit shortage_penalty",
                ("MOTOR", "Traction motor", "motor", 600, "invented: lost margin"),
            ),
            "Demand": [
                row("invented: 1,000 motors a month", product="MOTOR", month=month, quantity=1_000)
                for month in PLAN
            ],
            "Designs": table("product design name", ("MOTOR", "std", "Standard magnet", "invented: design")),
            "BOM": table(
                "product design item quantity",
                ("MOTOR", "std", "NDPR", 1, "B01 0.8 kg of Nd a car; invented: round number"),
                ("MOTOR", "std", "DY", 0.05, "B24; invented: round number"),
            ),
            "Rules": table(
                "rule measure member items sense share window applies_in",
                ("CAP", "refining", "CN", "NDPR", "max", 0.65, "horizon", "unless_short", "P04 cap of 65 %"),
            ),
            "Events": table(
                "event name country stage destination severity duration_months source",
                ("BAN", "Chinese export ban on Japan", "CN", "refining", "JP", 1, 3, "D20a",
                 "D20a; invented: 3 months"),
            ),
            "Scenarios": table(
                "scenario event start_month probability",
                *(
                    (f"BAN-{PLAN(onset):%m}", "BAN", PLAN(onset), 0.1, "D20a; invented: probability, month")
                    for onset in (3, 6, 9)
                ),
            ),
            "WhatIf": table(
                "case note sheet row column change value",
                ("no-cap", "Without the cap", "Rules", "CAP", "rule", "remove", None, "invented: question"),
                ("no-ban", "If a ban were impossible", "Scenarios", "*", "probability", "set", 0,
                 "invented: question"),
            ),
        },
    )


def _receipts() -> Rows:
    first = "invented: what is used in the first month is on its way"
    return table(
        "item month quantity",
        ("NDPR", PLAN(0), 1_000, first),
        ("DY", PLAN(0), 50, first),
    )


def _offers() -> Rows:
    return [
        row("M39; invented: round numbers", offer="NDPR-CHINA", supplier="CHINA", item="NDPR", kind="spot",
            price=100, max_per_month=700, lead_time_months=1, mining_country="CN", refining_country="CN"),
        row("P17 floor of 110; invented: volumes, take-or-pay", offer="NDPR-LYNAS", supplier="LYNAS",
            item="NDPR", kind="contract", price=110, max_annual=9_600, min_annual=2_400, take_or_pay=1,
            contract_cost=10_000, lead_time_months=1, mining_country="AU", refining_country="MY"),
        row("M35; invented: round numbers", offer="DY-CHINA", supplier="CHINA", item="DY", kind="spot",
            price=240, max_per_month=55, lead_time_months=1, mining_country="CN", refining_country="CN"),
        row("M29 800 in Europe; invented: volume", offer="DY-TRADER", supplier="TRADER", item="DY",
            kind="spot", price=800, max_per_month=5, lead_time_months=1),
    ]
