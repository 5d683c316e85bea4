"""January 2026: a ban on Japan alone, over licences that never quite ended, and approvals in part."""

from __future__ import annotations

import datetime as dt

from planner.examples.sheets import Calendar, Example, Rows, row, settings, table
from planner.replays.april_2025 import DY_CN, NDPR_CN, TB_CN
from planner.replays.april_2025 import DY_OUT as DY_EUROPE
from planner.replays.common import Replay, afterwards, at_start, calendar, demand, months

# fmt: off
# ruff: noqa: E501 (rows stand whole)
ONSET, UNTIL = dt.date(2026, 1, 1), dt.date(2027, 6, 1)
LICENCE = dt.date(2025, 4, 1)
NDPR, DY, TB, DY_OUT = 63.0, 230.0, 992.0, 800.0
"""Prices in the plan [USD/kg oxide]: July 2025."""
CUSTOMS = "China customs by Rawmaterials and Tradium (A): Dy to Japan in 2025 -95 %"
WEAK = "zero January to March 2026 by a low-grade page (C), half of applications approved in February (Nikkei digest, B)"
UNKNOWN = "invented: a factory of the time"


def build(before: int = 6) -> Replay:
    """Build the plan that begins so many months before January 2026, and what happened."""
    plan = calendar(ONSET, before, UNTIL)
    return Replay(_plan(plan), _truth(plan), ONSET)


def _plan(plan: Calendar) -> Example:
    return Example(
        name="japan_2026",
        title="A Japanese motor maker before January 2026",
        sheets={
            "Settings": settings(
                ("plan_name", "January 2026: planned before", "title"),
                ("start_month", plan(0), "first month"),
                ("months", plan.months, "to June 2027"),
                ("currency", "USD", "plan currency"),
                ("home_country", "JP", "the ban names it"),
                ("discount_rate", 0.03, "invented: of the time"),
                ("capital_rate", 0.06, "invented: of the time"),
                ("mip_gap", 0.0005, "small enough for such a plan"),
                ("schema_version", 2, "version of the workbook"),
            ),
            "Items": table(
                "item name unit_value initial_stock storage_cost",
                ("NDPR", "NdPr oxide", NDPR, 2_000, 0.1, UNKNOWN),
                ("DY", "Dy oxide", DY, 150, 0.5, "about four months: users had built stock (Project Blue); invented"),
                ("TB", "Tb oxide", TB, 25, 1, "about three months; invented"),
            ),
            "Receipts": [
                row(UNKNOWN, item=item, month=plan(at), quantity=quantity)
                for at in (0, 1) for item, quantity in (("NDPR", 1_000), ("TB", 6))
            ],
            "Suppliers": table(
                "supplier name already_qualified qualification_cost qualification_months",
                ("CN-GROUP", "Chinese state group", "yes", None, None, "S19; invented: terms"),
                ("CN-TRADE", "Chinese exporter", "yes", None, None, UNKNOWN),
                ("TRADER", "Trader outside China", "yes", None, None, UNKNOWN),
                ("LYNAS", "Lynas Malaysia", "yes", None, None, "JARE offtake (S01)"),
                ("LYNAS-HRE", "Lynas heavy circuit", "no", 30_000, 3, "Dy from May, Tb from June 2025 (S02); invented: cost, months"),
                ("RECYCLER", "Recycler of magnets in Japan", "no", 40_000, 6, "invented: cost, months"),
            ),
            "Offers": _offers(),
            "PriceIndex": at_start(plan, "NDPR-CN", NDPR, NDPR_CN) + at_start(plan, "DY-CN", DY, DY_CN)
            + at_start(plan, "TB-CN", TB, TB_CN) + at_start(plan, "DY-OUT", DY_OUT, DY_EUROPE),
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
                ("GBD", "Diffusion line", 450_000, 9, 96, "invented: cost, months"),
            ),
            "Events": table(
                "event name country stage destination items severity duration_months recovery_months source",
                ("LICENCE-DY", "Licences of April 2025, Dy", "CN", "refining", None, "DY", 0.9,
                 max(4, 3 - months(plan, 2025, 4)), 6, "D14a", "taken to be over some months on; invented"),
                ("LICENCE-TB", "Licences of April 2025, Tb", "CN", "refining", None, "TB", 0.5,
                 max(4, 3 - months(plan, 2025, 4)), 6, "D14a", "Tb to Japan came back in August; invented"),
                ("BAN-HEAVY", "China bans Japan: Dy and Tb", "CN", "refining", "JP", "DY; TB", 1, 3, 3,
                 "Japan 2010", "D03 took two months; invented: all of it"),
                ("BAN-LIGHT", "China bans Japan: NdPr", "CN", "refining", "JP", "NDPR", 1, 3, 3,
                 "Japan 2010", "D03 took two months; invented: all of it"),
            ),
            "Scenarios": _scenarios(plan),
        },
    )


def _offers() -> Rows:
    cn = {"mining_country": "CN", "refining_country": "CN"}
    my = {"mining_country": "AU", "refining_country": "MY"}
    at = "July 2025: SMM (A), CNY/t at 7.2 to the dollar; invented: volumes"
    return [
        row(at, offer="NDPR-CN", supplier="CN-GROUP", item="NDPR", kind="contract", price=NDPR, index="NDPR-CN",
            max_annual=9_600, min_annual=2_400, take_or_pay=0.7, lead_time_months=2, transit_months=1, **cn),
        row(at, offer="NDPR-CN-SPOT", supplier="CN-TRADE", item="NDPR", kind="spot", price=NDPR * 1.02,
            index="NDPR-CN", max_per_month=900, lead_time_months=1, transit_months=1, **cn),
        row("S01, P17; invented: price, volume", offer="NDPR-LYNAS", supplier="LYNAS", item="NDPR",
            kind="contract", price=75, max_annual=7_200, min_annual=1_200, take_or_pay=0.8, lead_time_months=2, **my),
        row("invented: price, volume", offer="NDPR-REC", supplier="RECYCLER", item="NDPR", kind="spot", price=85,
            max_per_month=100, lead_time_months=1),
        row(at, offer="DY-CN", supplier="CN-GROUP", item="DY", kind="spot", price=DY, index="DY-CN",
            max_per_month=45, lead_time_months=2, transit_months=1, **cn),
        row("800 CIF Europe, July 2025, Benchmark (A); invented: volume", offer="DY-OUT", supplier="TRADER", item="DY",
            kind="spot", price=DY_OUT, index="DY-OUT", max_per_month=4, lead_time_months=1),
        row("S02; invented: price, volume", offer="DY-LYNAS", supplier="LYNAS-HRE", item="DY", kind="contract",
            price=420, max_annual=240, min_annual=36, take_or_pay=0.8, lead_time_months=2, **my),
        row("invented: price, volume", offer="DY-REC", supplier="RECYCLER", item="DY", kind="spot", price=450,
            max_per_month=4, lead_time_months=1),
        row(at, offer="TB-CN", supplier="CN-GROUP", item="TB", kind="spot", price=TB, index="TB-CN",
            max_per_month=9, lead_time_months=2, transit_months=1, **cn),
        row("3,625 CIF Europe, July 2025, Benchmark (A); invented: volume", offer="TB-OUT", supplier="TRADER", item="TB",
            kind="spot", price=3_600, max_per_month=1, lead_time_months=1),
        row("S02; invented: price, volume", offer="TB-LYNAS", supplier="LYNAS-HRE", item="TB", kind="contract",
            price=1_500, max_annual=48, min_annual=6, take_or_pay=0.8, lead_time_months=2, **my),
    ]


def _scenarios(plan: Calendar) -> Rows:
    rows: list[tuple[object, ...]] = [
        ("0", "LICENCE-DY", LICENCE, None, None, "in force since 4 April 2025 (D14a)"),
        ("0", "LICENCE-TB", LICENCE, None, None, "in force since 4 April 2025 (D14a)"),
    ] if plan(0) >= LICENCE else []
    rows += [
        (f"BAN-{at:02}", event, plan(at), 0.02, None,
         "2010 happened once in fifteen years, and strain had grown; invented: probability")
        for at in range(2, plan.months - 3, 3)
        for event in ("BAN-HEAVY", "BAN-LIGHT")
    ]
    return table("scenario event start_month probability after", *rows)  # type: ignore[arg-type]


def _truth(plan: Calendar) -> dict[str, Rows]:
    dy = (1, 1, 1, 1, 0.95, 1, 0.97, 0.97, 0.8)
    tb = (0.5, 1, 1, 0.8, 0.4, 0.4, 0.3, 0.5, 0.6)
    ban = (0.9, 1, 1, 0.7, 0.6, *([0.5] * 6))
    light = (0.06, 0.4, 0.8, 0.8, *([0.5] * 4))
    return {
        "Events": table(
            "event start_from loss_profile source",
            ("LICENCE-DY", LICENCE, "|".join(f"{part:g}" for part in dy), CUSTOMS, f"{CUSTOMS}; shares derived"),
            ("LICENCE-TB", LICENCE, "|".join(f"{part:g}" for part in tb), CUSTOMS,
             f"Tb to Japan 4 t in August and September, 5.2 t in October; {CUSTOMS}; shares derived"),
            ("BAN-HEAVY", ONSET, "|".join(f"{part:g}" for part in ban), "D20a, D21",
             f"{WEAK}; invented: from April 2026 on"),
            ("BAN-LIGHT", ONSET, "|".join(f"{part:g}" for part in light), "D20b",
             "imports of all REE -5.7 % in January (Mizuho, A); February assumed, March and April by a low-grade page (D20b, unverified); invented: from May 2026 on"),
        ),
        "PriceIndex": afterwards(plan, "NDPR-CN", NDPR, NDPR_CN) + afterwards(plan, "DY-CN", DY, DY_CN)
        + afterwards(plan, "TB-CN", TB, TB_CN) + afterwards(plan, "DY-OUT", DY_OUT, DY_EUROPE),
    }
