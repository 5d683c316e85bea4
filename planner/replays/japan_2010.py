"""Japan 2010-2012: shipments stop for two months, then quotas, and prices many times what they were."""

from __future__ import annotations

import datetime as dt

from planner.examples.sheets import Calendar, Example, Rows, row, settings, table
from planner.replays.common import Points, Replay, afterwards, at_start, calendar, demand, months

# fmt: off
# ruff: noqa: E501 (rows stand whole)
ONSET, UNTIL = dt.date(2010, 9, 1), dt.date(2012, 8, 1)
ND, DY = 35.0, 200.0
"""Prices in the plan [USD/kg oxide]: spring 2010. Nd: 41 USD/kg metal on 20 April (B). Dy: between 161 in January
(derived) and 322 in July."""
REUTERS = "Japan customs by Reuters, SMM 2010-12-27 (A)"
QUOTA = "Reuters, ajot.com: China exports January 2011 -88.8 % like for like (A)"
JMB = "Japan Metal Bulletin (B), metal turned into oxide"
LYNAS_TABLE = "Lynas table at mining.com (B)"
SPRING = {
    "ND": "41 USD/kg metal FOB China on 20 April 2010 (Metal-Pages in a reprint, B), turned into oxide; invented: volumes",
    "DY": "Dy doubled from January to July 2010 (JMB, B), so 161 and 322 as oxide; invented: 200 in spring, volumes",
}
FEAR = "quotas were cut each year since 2005 (MOFA 2010); invented: probability"

ND_FOB: Points = [
    (dt.date(2010, 7, 1), 51, f"60 USD/kg metal in July 2010, {JMB}"),
    (dt.date(2010, 10, 1), 79, "92 USD/kg metal on 19 October, Bloomberg reprint (B), turned into oxide"),
    (dt.date(2011, 1, 1), 130, LYNAS_TABLE),
    (dt.date(2011, 5, 1), 220, "invented: between January and the summer peak"),
    (dt.date(2011, 8, 1), 350, f"peak above 415 USD/kg metal (derived), {JMB}"),
    (dt.date(2011, 10, 1), 260, LYNAS_TABLE),
    (dt.date(2011, 12, 1), 195, "USGS, end of 2011 (A)"),
    (dt.date(2012, 3, 1), 110, "475,000 CNY/t in China by Reuters (A) is 75 USD/kg; invented: premium outside"),
]
DY_FOB: Points = [
    (dt.date(2010, 7, 1), 322, f"370 USD/kg metal in July 2010, {JMB}"),
    (dt.date(2011, 1, 1), 420, "prices did not react at once (mining.com, A); invented: number"),
    (dt.date(2011, 5, 1), 921, "mean of April to June 2011, Lynas table at mining.com (A)"),
    (dt.date(2011, 8, 1), 2_377, "peak FOB, mining.com (A)"),
    (dt.date(2011, 10, 1), 2_300, LYNAS_TABLE),
    (dt.date(2011, 12, 1), 1_410, "USGS, end of 2011 (A)"),
    (dt.date(2012, 3, 1), 900, "3,950 CNY/kg in China by Reuters (A) is 625 USD/kg; invented: premium outside"),
]


def build(before: int = 6) -> Replay:
    """Build the plan that begins so many months before September 2010, and what happened."""
    plan = calendar(ONSET, before, UNTIL)
    return Replay(_plan(plan), _truth(plan), ONSET)


def _plan(plan: Calendar) -> Example:
    unknown = "invented: a factory of the time"
    return Example(
        name="japan_2010",
        title="A Japanese motor maker before September 2010",
        sheets={
            "Settings": settings(
                ("plan_name", "Japan 2010: planned before", "title"),
                ("start_month", plan(0), "first month"),
                ("months", plan.months, "to August 2012"),
                ("currency", "USD", "plan currency"),
                ("home_country", "JP", "the stop named it"),
                ("discount_rate", 0.03, "invented: of the time"),
                ("capital_rate", 0.06, "invented: of the time"),
                ("mip_gap", 0.0005, "small enough for such a plan"),
                ("schema_version", 2, "version of the workbook"),
            ),
            "Items": table(
                "item name unit_value initial_stock storage_cost",
                ("ND", "Nd oxide", ND, 1_500, 0.1, unknown),
                ("DY", "Dy oxide", DY, 120, 0.5, unknown),
            ),
            "Receipts": table("item month quantity", ("ND", plan(0), 1_000, unknown), ("DY", plan(0), 80, unknown),
                              ("ND", plan(1), 1_000, unknown), ("DY", plan(1), 80, unknown)),
            "Suppliers": table(
                "supplier name already_qualified qualification_cost qualification_months",
                ("CN-A", "Chinese exporter A", "yes", None, None, unknown),
                ("CN-B", "Chinese exporter B", "yes", None, None, unknown),
                ("TRADER", "Trader with stock in Japan", "yes", None, None, unknown),
                ("RECYCLER", "Recycler of cutting sludge", "no", 15_000, 3,
                 "scrap of factories was reused in Japan (Mizuho 2025); invented: cost, months"),
                ("VN-KZ", "Vietnamese and Kazakh projects", "no", 40_000, 12,
                 "announced by trading houses in 2009-2010; invented: cost, months"),
                ("LYNAS", "Lynas (Mt Weld, Malaysia)", "no", 30_000, 6,
                 "Mt Weld was to deliver from late 2011; invented: cost, months"),
            ),
            "Offers": _offers(plan),
            "PriceIndex": at_start(plan, "ND-FOB", ND, ND_FOB) + at_start(plan, "DY-FOB", DY, DY_FOB),
            "Products": table("product name unit shortage_penalty",
                              ("MOTOR", "Motor", "motor", 1_500, "invented: lost margin")),
            "Demand": demand(plan),
            "Designs": table(
                "product design name requires unit_cost",
                ("MOTOR", "std", "Standard magnet", None, None, unknown),
                ("MOTOR", "low", "Grain-boundary diffusion", "GBD", 4,
                 "diffusion saves 50-70 % of Dy (B-series of facts); invented: cost"),
            ),
            "BOM": table(
                "product design item quantity",
                ("MOTOR", "std", "ND", 1.0, "invented: round number"),
                ("MOTOR", "std", "DY", 0.08, "invented: round number"),
                ("MOTOR", "low", "ND", 1.0, "invented: round number"),
                ("MOTOR", "low", "DY", 0.032, "60 % less"),
            ),
            "Investments": table(
                "investment name capex lead_months life_months",
                ("GBD", "Diffusion line", 350_000, 12, 96, "invented: cost, months"),
            ),
            "Events": table(
                "event name country stage destination index severity duration_months recovery_months price_factor "
                "source",
                ("STOP", "Shipments to Japan stop", "CN", "refining", "JP", None, 1, 3, 1, None,
                 "no such stop was known of before 2010", "invented: all of it"),
                ("QUOTA", "Export quota cut hard", "CN", "refining", None, "ND-FOB; DY-FOB", 0.4, 6, 3, 2,
                 "quotas cut each year since 2005", "second-half quota 2010 cut by 72 % (D02); invented: severity"),
            ),
            "Scenarios": _scenarios(plan),
        },
    )


def _offers(plan: Calendar) -> Rows:
    cn = {"mining_country": "CN", "refining_country": "CN"}
    late = plan(max(0, months(plan, 2011, 10)))
    return [
        row(SPRING["ND"], offer="ND-CN-A", supplier="CN-A", item="ND", kind="contract", price=ND, index="ND-FOB",
            max_annual=9_600, min_annual=3_600, take_or_pay=0.7, lead_time_months=2, transit_months=1, **cn),
        row(SPRING["ND"], offer="ND-CN-B", supplier="CN-B", item="ND", kind="spot", price=ND * 1.02, index="ND-FOB",
            max_per_month=900, lead_time_months=1, transit_months=1, **cn),
        row("dearer than China: invented", offer="ND-TRADER", supplier="TRADER", item="ND", kind="spot",
            price=ND * 1.5, index="ND-FOB", max_per_month=150, lead_time_months=0),
        row("invented: price, volume", offer="ND-RECYCLED", supplier="RECYCLER", item="ND", kind="spot",
            price=ND * 1.25, index="ND-FOB", max_per_month=120, lead_time_months=1),
        row("invented: price, volume", offer="ND-VN-KZ", supplier="VN-KZ", item="ND", kind="contract",
            price=ND * 1.3, max_annual=2_400, min_annual=600, take_or_pay=0.8, lead_time_months=2,
            mining_country="VN", refining_country="KZ"),
        row("first ore 2011; invented: price, volume", offer="ND-LYNAS", supplier="LYNAS", item="ND",
            kind="contract", price=ND * 1.2, max_annual=6_000, min_annual=1_200, take_or_pay=0.8,
            lead_time_months=2, available_from=late, mining_country="AU", refining_country="MY"),
        row(SPRING["DY"], offer="DY-CN-A", supplier="CN-A", item="DY", kind="contract", price=DY, index="DY-FOB",
            max_annual=840, min_annual=240, take_or_pay=0.7, lead_time_months=2, transit_months=1, **cn),
        row(SPRING["DY"], offer="DY-CN-B", supplier="CN-B", item="DY", kind="spot", price=DY * 1.02, index="DY-FOB",
            max_per_month=80, lead_time_months=1, transit_months=1, **cn),
        row("dearer than China: invented", offer="DY-TRADER", supplier="TRADER", item="DY", kind="spot",
            price=DY * 1.5, index="DY-FOB", max_per_month=12, lead_time_months=0),
        row("invented: price, volume", offer="DY-RECYCLED", supplier="RECYCLER", item="DY", kind="spot",
            price=DY * 1.25, index="DY-FOB", max_per_month=8, lead_time_months=1),
        row("invented: price, volume", offer="DY-VN-KZ", supplier="VN-KZ", item="DY", kind="contract",
            price=DY * 1.4, max_annual=240, min_annual=60, take_or_pay=0.8, lead_time_months=2,
            mining_country="VN", refining_country="KZ"),
    ]


def _scenarios(plan: Calendar) -> Rows:
    return table(
        "scenario event start_month probability",
        *((f"QUOTA-{at:02}", "QUOTA", plan(at), 0.03, FEAR) for at in range(2, plan.months - 3, 3)),
        *((f"STOP-{at:02}", "STOP", plan(at), 0.01, "invented: 1 in 20 over two years")
          for at in range(3, plan.months - 3, 5)),
    )


def _truth(plan: Calendar) -> dict[str, Rows]:
    return {
        "Events": table(
            "event start_from loss_profile price_factor source",
            ("STOP", ONSET, "0.5|0.75", 1, REUTERS,
             f"arrivals of October 0.50, of November 0.25 of a year before: shipped a month earlier; {REUTERS}"),
            ("QUOTA", dt.date(2011, 1, 1), "0.89|0.5|0.3|0.3|0.3|0.3", 1, QUOTA,
             f"{QUOTA}; invented: from February on"),
        ),
        "PriceIndex": afterwards(plan, "ND-FOB", ND, ND_FOB) + afterwards(plan, "DY-FOB", DY, DY_FOB),
    }
