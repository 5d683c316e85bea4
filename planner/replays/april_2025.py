"""April 2025: licences for seven elements, for every destination; seen from a maker of motors in Europe."""

from __future__ import annotations

import datetime as dt

from planner.examples.sheets import Calendar, Example, Rows, row, settings, table
from planner.replays.common import (
    Points,
    Replay,
    afterwards,
    at_start,
    calendar,
    demand,
    listed_in_china,
    months,
)

# fmt: off
# ruff: noqa: E501 (rows stand whole)
ONSET, UNTIL = dt.date(2025, 4, 1), dt.date(2026, 9, 1)
NDPR, DY, TB, DY_EU, TB_EU = 56.0, 227.0, 792.0, 280.0, 965.0
"""Prices in the plan [USD/kg oxide]: December 2024 in China, before April 2025 in Europe."""
TRADIUM = "China customs by Tradium (A)"
ARGUS = "Argus, within a month of 4 April (A)"
UNKNOWN = "invented: a factory of the time"
RATE_2026 = 7.0
"""CNY to the dollar in January 2026; Reuters turned 850,000 into 123 USD in February."""
NDPR_CN: Points = (
    listed_in_china(2025, 2, 430_000), listed_in_china(2025, 4, 418_000), listed_in_china(2025, 7, 456_000),
    listed_in_china(2025, 9, 574_000), listed_in_china(2025, 10, 537_000), listed_in_china(2025, 12, 591_000),
    listed_in_china(2026, 1, 680_000, RATE_2026), listed_in_china(2026, 2, 800_000, 6.91),
)
DY_CN: Points = (
    listed_in_china(2025, 2, 1_713_000), listed_in_china(2025, 4, 1_636_000),
    listed_in_china(2025, 7, 1_657_000), listed_in_china(2025, 9, 1_630_000), listed_in_china(2025, 11, 1_570_000),
    listed_in_china(2025, 12, 1_355_000), listed_in_china(2026, 1, 1_405_000, RATE_2026),
)
TB_CN: Points = (
    listed_in_china(2025, 2, 6_058_000), listed_in_china(2025, 3, 6_520_000),
    listed_in_china(2025, 4, 6_935_000), listed_in_china(2025, 7, 7_142_000),
    listed_in_china(2025, 9, 7_303_000), listed_in_china(2025, 11, 6_625_000),
)
DY_OUT: Points = (
    (dt.date(2025, 5, 1), 850, f"700-1,000 USD/kg, {ARGUS}"),
    (dt.date(2025, 7, 1), 800, "CIF Europe, July 2025, Benchmark (A)"),
    (dt.date(2025, 12, 1), 1_100, "surpassing 1,100, Adamas (A)"),
)
TB_OUT: Points = (
    (dt.date(2025, 5, 1), 3_000, f"2,000-4,000 USD/kg, {ARGUS}"),
    (dt.date(2025, 7, 1), 3_625, "CIF Europe, July 2025, Benchmark (A)"),
)


def build(before: int = 6) -> Replay:
    """Build the plan that begins so many months before April 2025, and what happened."""
    plan = calendar(ONSET, before, UNTIL)
    return Replay(_plan(plan), _truth(plan), ONSET)


def _plan(plan: Calendar) -> Example:
    return Example(
        name="april_2025",
        title="A European motor maker before April 2025",
        sheets={
            "Settings": settings(
                ("plan_name", "April 2025: planned before", "title"),
                ("start_month", plan(0), "first month"),
                ("months", plan.months, "to September 2026"),
                ("currency", "USD", "plan currency"),
                ("home_country", "DE", "the licences name every destination"),
                ("discount_rate", 0.04, "invented: of the time"),
                ("capital_rate", 0.07, "invented: of the time"),
                ("mip_gap", 0.0005, "small enough for such a plan"),
                ("schema_version", 2, "version of the workbook"),
            ),
            "Items": table(
                "item name unit_value initial_stock storage_cost",
                ("NDPR", "NdPr oxide", NDPR, 1_200, 0.1, UNKNOWN),
                ("DY", "Dy oxide", DY, 60, 0.5, UNKNOWN),
                ("TB", "Tb oxide", TB, 12, 1, UNKNOWN),
            ),
            "Receipts": [
                row(UNKNOWN, item=item, month=plan(at), quantity=quantity)
                for at in (0, 1) for item, quantity in (("NDPR", 1_000), ("DY", 40), ("TB", 8))
            ],
            "Suppliers": table(
                "supplier name already_qualified qualification_cost qualification_months",
                ("CN-GROUP", "Chinese state group", "yes", None, None, "S19; invented: terms"),
                ("CN-TRADE", "Chinese exporter", "yes", None, None, UNKNOWN),
                ("EU-STOCK", "Trader with stock in Rotterdam", "yes", None, None, UNKNOWN),
                ("LYNAS", "Lynas Malaysia", "no", 60_000, 6, "S01; invented: cost, months"),
                ("LYNAS-HRE", "Lynas heavy circuit", "no", 40_000, 6,
                 "announced for 2025, first Dy in May (S02); invented: cost, months"),
                ("RECYCLER", "Recycler of magnets in Europe", "no", 50_000, 6, "invented: cost, months"),
            ),
            "Offers": _offers(plan),
            "PriceIndex": at_start(plan, "NDPR-CN", NDPR, NDPR_CN) + at_start(plan, "DY-CN", DY, DY_CN)
            + at_start(plan, "TB-CN", TB, TB_CN) + at_start(plan, "DY-EU", DY_EU, DY_OUT)
            + at_start(plan, "TB-EU", TB_EU, TB_OUT),
            "Products": table("product name unit shortage_penalty",
                              ("MOTOR", "Motor", "motor", 900, "invented: lost margin")),
            "Demand": demand(plan),
            "Designs": table(
                "product design name requires unit_cost",
                ("MOTOR", "std", "Standard magnet", None, None, UNKNOWN),
                ("MOTOR", "low", "Magnet low in Dy and Tb", "GBD", 5,
                 "diffusion saves 50-70 % of Dy; invented: cost"),
            ),
            "BOM": table(
                "product design item quantity",
                ("MOTOR", "std", "NDPR", 1.0, "invented: round number"),
                ("MOTOR", "std", "DY", 0.04, "invented: round number"),
                ("MOTOR", "std", "TB", 0.008, "invented: round number"),
                ("MOTOR", "low", "NDPR", 1.02, "invented: round number"),
                ("MOTOR", "low", "DY", 0.014, "65 % less"),
                ("MOTOR", "low", "TB", 0.003, "invented: less"),
            ),
            "Investments": table(
                "investment name capex lead_months life_months",
                ("GBD", "Diffusion line", 450_000, 12, 96, "invented: cost, months"),
            ),
            "Events": table(
                "event name country stage items index severity duration_months recovery_months price_factor source",
                ("LICENCE", "Licences for heavy rare earths", "CN", "refining", "DY; TB", "DY-EU; TB-EU", 0.9, 3,
                 3, 2.5, "Ga and Ge in August 2023",
                 "exports were zero for two months and came back over months (D-series); invented: severity, price"),
                ("STOP-ALL", "China stops all rare earths for Europe", "CN", "refining", None, "DY-EU; TB-EU", 1, 3,
                 3, 3, "Japan 2010", "D03; invented: severity, price"),
            ),
            "Scenarios": _scenarios(plan),
        },
    )


def _offers(plan: Calendar) -> Rows:
    cn = {"mining_country": "CN", "refining_country": "CN"}
    my = {"mining_country": "AU", "refining_country": "MY"}
    at = "December 2024: 402,500, 1,635,000, 5,700,000 CNY/t (sunsirs, B) at 7.2 to the dollar; invented: volumes"
    heavy = plan(max(0, months(plan, 2025, 6)))
    return [
        row(at, offer="NDPR-CN", supplier="CN-GROUP", item="NDPR", kind="contract", price=NDPR, index="NDPR-CN",
            max_annual=9_600, min_annual=3_600, take_or_pay=0.7, lead_time_months=2, transit_months=1, **cn),
        row(at, offer="NDPR-CN-SPOT", supplier="CN-TRADE", item="NDPR", kind="spot", price=NDPR * 1.02,
            index="NDPR-CN", max_per_month=900, lead_time_months=2, transit_months=1, **cn),
        row("P17; invented: price, volume", offer="NDPR-LYNAS", supplier="LYNAS", item="NDPR", kind="contract",
            price=62, max_annual=6_000, min_annual=1_200, take_or_pay=0.8, lead_time_months=2, **my),
        row("invented: price, volume", offer="NDPR-REC", supplier="RECYCLER", item="NDPR", kind="spot", price=70,
            max_per_month=100, lead_time_months=1),
        row(at, offer="DY-CN", supplier="CN-GROUP", item="DY", kind="contract", price=DY, index="DY-CN",
            max_annual=480, min_annual=120, take_or_pay=0.7, lead_time_months=2, transit_months=1, **cn),
        row(at, offer="DY-CN-SPOT", supplier="CN-TRADE", item="DY", kind="spot", price=DY * 1.02, index="DY-CN",
            max_per_month=45, lead_time_months=2, transit_months=1, **cn),
        row("Europe 250-310 before (Argus, A); under 1 % of volume was sold so (Adamas, A); invented: volume",
            offer="DY-EU", supplier="EU-STOCK", item="DY", kind="spot", price=DY_EU, index="DY-EU",
            max_per_month=5, lead_time_months=0),
        row("S02; invented: price, volume", offer="DY-LYNAS", supplier="LYNAS-HRE", item="DY", kind="contract",
            price=340, max_annual=180, min_annual=36, take_or_pay=0.8, lead_time_months=2, available_from=heavy,
            **my),
        row("invented: price, volume", offer="DY-REC", supplier="RECYCLER", item="DY", kind="spot", price=320,
            max_per_month=4, lead_time_months=1),
        row(at, offer="TB-CN", supplier="CN-GROUP", item="TB", kind="contract", price=TB, index="TB-CN",
            max_annual=96, min_annual=24, take_or_pay=0.7, lead_time_months=2, transit_months=1, **cn),
        row(at, offer="TB-CN-SPOT", supplier="CN-TRADE", item="TB", kind="spot", price=TB * 1.02, index="TB-CN",
            max_per_month=9, lead_time_months=2, transit_months=1, **cn),
        row("Europe 930-1,000 before (Argus, A); invented: volume", offer="TB-EU", supplier="EU-STOCK", item="TB",
            kind="spot", price=TB_EU, index="TB-EU", max_per_month=1, lead_time_months=0),
        row("S02; invented: price, volume", offer="TB-LYNAS", supplier="LYNAS-HRE", item="TB", kind="contract",
            price=1_150, max_annual=36, min_annual=6, take_or_pay=0.8, lead_time_months=2, available_from=heavy,
            **my),
    ]


def _scenarios(plan: Calendar) -> Rows:
    return table(
        "scenario event start_month probability",
        *((f"LICENCE-{at:02}", "LICENCE", plan(at), 0.03,
           "Ga, Ge 2023, graphite 2023, Sb 2024: one a year; invented: that it is these elements")
          for at in range(2, plan.months - 3, 3)),
        *((f"STOP-{at:02}", "STOP-ALL", plan(at), 0.005, "invented: 1 in 50 over two years")
          for at in range(3, plan.months - 3, 6)),
    )


def _truth(plan: Calendar) -> dict[str, Rows]:
    lost = (0.5, 1, 1, 0.95, 0.9, 0.9, 0.9, 0.9, 0.8, 0.7, 0.6, 0.5)
    said = ("world: zero in May, 1 kg of Dy in June, 1.4 t in July; from August on most went to South Korea, and "
            f"what is left for others is derived; {TRADIUM}; invented: 2026")
    return {
        "Events": table(
            "event start_from loss_profile price_factor source",
            ("LICENCE", ONSET, "|".join(f"{part:g}" for part in lost), 1, "D14a; customs by month", said),
        ),
        "PriceIndex": afterwards(plan, "NDPR-CN", NDPR, NDPR_CN) + afterwards(plan, "DY-CN", DY, DY_CN)
        + afterwards(plan, "TB-CN", TB, TB_CN) + afterwards(plan, "DY-EU", DY_EU, DY_OUT)
        + afterwards(plan, "TB-EU", TB_EU, TB_OUT),
    }
