"""Makes benchmark plans: ``python benchmarks/plans.py --scenarios 50 -o PLAN.xlsx``.

A maker of motors: 8 products of 2 designs, 6 items, 60 offers, 36 months, with every subject of the model.
The same plan for the same seed, whatever the number of scenarios, so that time may be set against that.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

Row = dict[str, Any]
Sheets = Mapping[str, list[Row]]

SIZES = {"small": 12, "medium": 50, "large": 200}
"""Scenarios of the plans that ``benchmarks/RESULTS.md`` speaks of."""
FIRST_YEAR = 2026
BOUGHT = {"NDPR": 70.0, "OXIDE": 52.0, "DY": 310.0, "TB": 1050.0, "CO": 34.0}
"""Items on offer, with a price per kg."""
SCRAP = "SWARF"
ITEMS = (*BOUGHT, SCRAP)
HOMES = {
    "CN": ("CN", "CN"),
    "MY": ("AU", "MY"),
    "AU": ("AU", "AU"),
    "US": ("US", "US"),
    "EE": ("BR", "EE"),
    "VN": ("MM", "VN"),
}
"""Countries of mining and of refining by where a supplier sells from."""
SHARE_OF_HOME = {"CN": 5, "MY": 2, "AU": 2, "US": 1, "EE": 1, "VN": 1}
"""How many suppliers sell from each."""
INDEXED = {"NDPR": "NDPR-IX", "DY": "DY-IX", "TB": "TB-IX"}
PRODUCTS = 8


def month(number: int) -> dt.date:
    """Return the first day of a month of the plan."""
    return dt.date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


def plan_sheets(scenarios: int, *, offers: int = 60, months: int = 36, seed: int = 1) -> Sheets:
    """Return a plan as rows by sheet.

    Parameters
    ----------
    scenarios : int
        Branches; every tenth is a second shock after an earlier one.
    offers, months : int
    seed : int
        The same plan for the same seed.
    """
    dice = random.Random(seed)  # noqa: S311 (no secrets here)
    demand = {f"M{k}": _demand(dice, months) for k in range(1, PRODUCTS + 1)}
    sheets: dict[str, list[Row]] = {"Settings": _settings(months), "Countries": _countries()}
    sheets |= _products(dice, demand)
    need = _monthly_need(sheets, demand, months)
    sheets |= {"Items": _items(need), "Receipts": _receipts(dice, need)}
    sheets |= _supply(dice, need, offers, months)
    sheets |= _plant(need, months)
    sheets |= {"Rules": _rules(), "Events": _events()}
    sheets["Scenarios"] = _scenarios(random.Random(seed + 1), scenarios, months)  # noqa: S311
    sheets["WhatIf"] = [
        {"case": "DEARER-DY", "sheet": "PriceIndex", "row": "DY-IX/*", "column": "factor"}
        | {"change": "multiply", "value": 1.3}
    ]
    return sheets


def write_plan(path: Path, sheets: Sheets) -> None:
    """Write a plan as bare tables."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm"}) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            keys = list(dict.fromkeys(key for row in rows for key in row))
            page.write_row(0, 0, keys)
            for number, row in enumerate(rows, start=1):
                for column, key in enumerate(keys):
                    if row.get(key) is not None:
                        page.write(number, column, row[key])


def _settings(months: int) -> list[Row]:
    values = {
        "plan_name": "Benchmark",
        "start_month": month(0),
        "months": months,
        "currency": "USD",
        "home_country": "JP",
        "discount_rate": 0.05,
        "capital_rate": 0.08,
        "risk_weight": 0.3,
        "cvar_alpha": 0.9,
        "capex_budget": 4_500_000,
        "mip_gap": 0.005,
        "time_limit": 3600,
    }
    return [{"key": key, "value": value} for key, value in values.items()]


def _countries() -> list[Row]:
    friends = ("JP", "AU", "US", "EE", "MY")
    groups = dict.fromkeys(friends, "friends") | {"CN": "concern", "MM": "concern"}
    codes = sorted({*HOMES, *groups, "BR"})
    return [{"code": code, "groups": groups.get(code)} for code in codes]


def _demand(dice: random.Random, months: int) -> list[float]:
    level, growth = dice.uniform(1500, 6000), dice.uniform(-0.002, 0.015)
    season = [dice.uniform(0.9, 1.1) for _ in range(12)]
    return [round(level * (1 + growth) ** t * season[t % 12]) for t in range(months)]


def _products(dice: random.Random, demand: Mapping[str, list[float]]) -> dict[str, list[Row]]:
    products, designs, bom, wanted = [], [], [], []
    for number, (product, quantities) in enumerate(demand.items(), start=1):
        magnet = dice.uniform(0.8, 2.0)  # kg of NdPr in a motor
        standard = {"NDPR": magnet, "DY": 0.06 * magnet, "CO": 0.03 * magnet}
        if number % 2:
            standard["TB"] = 0.012 * magnet
        lean = {"NDPR": 1.08 * magnet, "DY": 0.015 * magnet, "CO": 0.05 * magnet}
        penalty = round(3.5 * sum(BOUGHT[i] * q for i, q in standard.items()))
        fill = {3: 0.5, 6: 0.4}.get(number)
        products.append({"product": product, "shortage_penalty": penalty, "min_fill_rate": fill})
        designs.append({"product": product, "design": "std"})
        change = {"max_share": 0.6, "requires": "LEAN-DESIGN" if number > 4 else None}
        designs.append({"product": product, "design": "lean", "unit_cost": round(0.12 * penalty)} | change)
        for design, use in (("std", standard), ("lean", lean)):
            bom += [
                {"product": product, "design": design, "item": i, "kind": "use", "quantity": round(q, 5)}
                for i, q in use.items()
            ]
            scrap = {"kind": "scrap", "quantity": round(0.2 * magnet, 5)}
            bom.append({"product": product, "design": design, "item": SCRAP} | scrap)
        wanted += [{"product": product, "month": month(t), "quantity": q} for t, q in enumerate(quantities)]
    return {"Products": products, "Designs": designs, "BOM": bom, "Demand": wanted}


def _monthly_need(
    sheets: Mapping[str, list[Row]], demand: Mapping[str, list[float]], months: int
) -> dict[str, float]:
    """Return what the standard designs take of each item in a mean month."""
    need = dict.fromkeys(ITEMS, 0.0)
    for line in sheets["BOM"]:
        if line["design"] == "std":
            need[line["item"]] += line["quantity"] * sum(demand[line["product"]]) / months
    need["OXIDE"] = 0.3 * need["NDPR"]
    return need


def _items(need: Mapping[str, float]) -> list[Row]:
    rows: list[Row] = []
    for item in ITEMS:
        value = BOUGHT.get(item, 8.0)
        rows.append(
            {
                "item": item,
                "unit_value": value,
                "initial_stock": round(1.5 * need[item]),
                "final_stock": round(need[item]) if item in BOUGHT else 0,
                "storage_cost": round(0.002 * value, 4),
                "disposal_cost": 0.1,
                "max_stock": round(6 * need[item]),
            }
        )
    more = {
        "DY": {"min_cover_days": 45, "cover_penalty": 6, "cover_again_months": 4, "min_suppliers": 3},
        "TB": {"min_cover_days": 30, "cover_penalty": 20},
        SCRAP: {"monthly_loss": 0.02},
    }
    return [row | more.get(row["item"], {}) for row in rows]


def _receipts(dice: random.Random, need: Mapping[str, float]) -> list[Row]:
    return [
        {"item": item, "month": month(t), "quantity": round(dice.uniform(0.3, 0.8) * need[item])}
        for item in BOUGHT
        for t in (0, 1, 2)
    ]


def _supply(dice: random.Random, need: Mapping[str, float], offers: int, months: int) -> dict[str, list[Row]]:
    homes = [home for home, count in SHARE_OF_HOME.items() for _ in range(count)]
    suppliers: list[Row] = []
    for number, home in enumerate(homes):
        row: Row = {"supplier": f"{home}{number:02}", "already_qualified": "yes" if number % 3 else "no"}
        if number % 3 == 0:
            row |= {
                "qualification_cost": 10_000 * dice.randint(3, 15),
                "qualification_months": dice.randint(2, 6),
            }
        suppliers.append(row)
    rows, tiers = list[Row](), list[Row]()
    for number in range(offers):
        item = list(BOUGHT)[number % len(BOUGHT)]
        at = (number // len(BOUGHT) + 2 * (number % len(BOUGHT))) % len(homes)
        rows.append(
            _offer(
                dice,
                number,
                (suppliers[at]["supplier"], homes[at], item),
                need[item],
                tiers=tiers,
                months=months,
            )
        )
    for row in suppliers[::4]:
        sold = [
            o.get("max_per_month") or o["max_annual"] / 12
            for o in rows
            if o["supplier"] == row["supplier"] and o.get("max_per_month", o.get("max_annual"))
        ]
        if sold:
            row["capacity_per_month"] = round(0.8 * sum(sold))
    index = [
        {"index": name, "month": month(t), "factor": round(dice.uniform(0.9, 1.15), 3)}
        for name in INDEXED.values()
        for t in range(0, months, 3)
    ]
    rates = [{"currency": "CNY", "rate": 0.14}, {"currency": "AUD", "rate": 0.66}]
    return {"Suppliers": suppliers, "Offers": rows, "PriceTiers": tiers, "PriceIndex": index, "FX": rates}


def _offer(
    dice: random.Random,
    number: int,
    source: tuple[str, str, str],
    need: float,
    *,
    tiers: list[Row],
    months: int,
) -> Row:
    """Return an offer: every other one a contract, and each with a few of the things offers may have."""
    supplier, home, item = source
    rate = {"CN": 0.14, "AU": 0.66}.get(home, 1.0)
    price = (
        BOUGHT[item] * (1.0 if home == "CN" else dice.uniform(1.08, 1.5)) * dice.uniform(0.95, 1.08) / rate
    )
    mining, refining = HOMES[home]
    lead = dice.randint(1, 2) if home == "CN" else dice.randint(2, 4)
    row: Row = {
        "offer": f"{item}-{number:03}",
        "supplier": supplier,
        "item": item,
        "kind": "contract" if number % 2 else "spot",
        "price": round(price, 2),
        "currency": {"CN": "CNY", "AU": "AUD"}.get(home),
        "freight": round(0.01 * price, 3),
        "tariff": 0.03 if home == "US" else None,
        "lead_time_months": lead,
        "transit_months": min(lead, dice.randint(1, 2)),
        "mining_country": mining,
        "refining_country": refining,
    }
    if number % 2 == 0:
        row["max_per_month"] = round(need * dice.uniform(0.15, 0.6))
        if number % 8 == 0:
            row["max_annual"] = round(8 * row["max_per_month"])
        if number % 12 == 4:
            row["moq"] = round(0.4 * row["max_per_month"])
            row["order_cost"] = 2_000
    else:
        top = 12 * need * dice.uniform(0.2, 0.6)
        row |= {
            "max_annual": round(top),
            "min_annual": round(0.3 * top),
            "take_or_pay": dice.choice((0.7, 0.8, 0.9)),
            "flex": dice.choice((0.1, 0.2)),
            "contract_cost": 5_000 * dice.randint(1, 5),
            "min_take": 0.2 if number % 6 == 1 else None,
            "signed": "yes" if number == 1 else None,
        }
    if item in INDEXED and number % 3 == 0:
        row |= {
            "index": INDEXED[item],
            "price_floor": round(0.8 * price, 2),
            "price_ceiling": round(1.4 * price, 2),
        }
    elif number % 10 == 7:
        row |= {"price": None, "max_annual": None, "min_annual": None, "tier_kind": "all_units"}
        row["tier_kind"] = "incremental" if number % 20 == 7 else "all_units"
        steps = ((0.0, 0.4, 1.0), (0.4, 0.7, 0.96), (0.7, 1.0, 0.92))
        tiers += [
            {"offer": row["offer"], "from_annual": round(a * top), "to_annual": round(b * top)}
            | {"price": round(f * price, 2)}
            for a, b, f in steps
        ]
    if number % 15 == 9:
        row["available_from"], row["available_to"] = month(months // 6), month(months - 4)
    return row


def _plant(need: Mapping[str, float], months: int) -> dict[str, list[Row]]:
    """Return processes and investments: each kind of thing that an investment may add to or open."""
    processes: list[Row] = [
        {"process": "RECYCLE", "country": "JP", "opex": 4, "recycling": "yes"},
        {"process": "REFINE", "country": "JP", "stage": "refining", "opex": 9},
        {"process": "EXTRACT", "country": "JP", "stage": "refining", "opex": 20, "requires": "EXTRACTOR"},
    ]
    for process, share in (("RECYCLE", 0.25), ("REFINE", 0.1), ("EXTRACT", 0.3)):
        base = need[SCRAP] if process != "REFINE" else need["NDPR"]
        processes[[p["process"] for p in processes].index(process)]["capacity_per_month"] = round(
            share * base
        )
    flows = [
        ("RECYCLE", SCRAP, "in", 1.0),
        ("RECYCLE", "NDPR", "out", 0.75),
        ("RECYCLE", "DY", "out", 0.03),
        ("REFINE", "OXIDE", "in", 1.2),
        ("REFINE", "NDPR", "out", 1.0),
        ("EXTRACT", SCRAP, "in", 1.0),
        ("EXTRACT", "DY", "out", 0.05),
        ("EXTRACT", "TB", "out", 0.005),
    ]
    invest: list[Row] = [
        {"investment": "RECYCLER", "capex": 900_000, "max_modules": 2, "lead_months": 8, "life_months": 120}
        | {
            "adds_to": "process:RECYCLE",
            "adds": round(0.25 * need[SCRAP]),
            "fixed_opex": 4_000,
            "subsidy": 0.3,
        },
        {
            "investment": "REFINERY-A",
            "capex": 2_400_000,
            "lead_months": 10,
            "life_months": 180,
            "excludes": "SITE",
        }
        | {"adds_to": "process:REFINE", "adds": round(0.2 * need["NDPR"]), "technology_country": "CN"},
        {
            "investment": "REFINERY-B",
            "capex": 3_100_000,
            "lead_months": 12,
            "life_months": 180,
            "excludes": "SITE",
        }
        | {"adds_to": "process:REFINE", "adds": round(0.25 * need["NDPR"]), "technology_country": "JP"},
        {"investment": "EXTRACTOR", "capex": 700_000, "lead_months": 6, "life_months": 96},
        {"investment": "LEAN-DESIGN", "capex": 400_000, "lead_months": 4},
        {"investment": "STORE", "capex": 150_000, "max_modules": 3, "lead_months": 2, "life_months": 240}
        | {"adds_to": "stock:DY", "adds": round(2 * need["DY"])},
        {"investment": "UPSTREAM", "capex": 500_000, "lead_months": 5, "latest_start": month(months // 2)}
        | {"adds_to": "offer:NDPR-010", "adds": round(0.1 * need["NDPR"])},
        {"investment": "LINE", "capex": 300_000, "lead_months": 6, "committed_start": month(-2)}
        | {"adds_to": "process:RECYCLE", "adds": round(0.05 * need[SCRAP])},
    ]
    for row in invest:
        row.setdefault("latest_start", month(2 * months // 3) if "committed_start" not in row else None)
    keys = ("process", "item", "kind", "quantity")
    return {
        "Processes": processes,
        "ProcessFlows": [dict(zip(keys, flow, strict=True)) for flow in flows],
        "Investments": invest,
    }


def _rules() -> list[Row]:
    keys = (
        "rule",
        "measure",
        "member",
        "except",
        "items",
        "sense",
        "share",
        "base",
        "window",
        "applies_in",
        "penalty",
    )
    rows = (
        ("CN-REFINING", "refining", "CN", None, "NDPR;DY;TB", "max", 0.65, "purchases", "year", None, 12),
        ("CONCERN-MINING", "mining", "group:concern", None, "DY;TB", "max", 0.8, "use", "year", "plan", 15),
        ("ANY-REFINING", "refining", "*", "JP", "NDPR", "max", 0.75, "purchases", "horizon", "plan", None),
        ("ONE-SUPPLIER", "supplier", "*", None, "DY", "max", 0.6, "purchases", "year", "plan", 10),
        ("RECYCLED", "recycled", None, None, "NDPR", "min", 0.04, "use", "year", "always", 8),
        ("FRIENDS", "mining", "group:friends", None, "NDPR", "min", 0.2, "purchases", "horizon", "always", 5),
    )
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _events() -> list[Row]:
    return [
        {"event": "LICENCE", "country": "CN", "stage": "refining", "items": "DY;TB", "destination": "JP"}
        | {"severity": 0.2, "duration_months": 60},
        {"event": "BAN", "country": "CN", "stage": "refining", "severity": 1, "duration_months": 6}
        | {"recovery_months": 3},
        {"event": "QUOTA", "country": "CN", "stage": "mining;refining", "items": "DY;TB", "severity": 0.6}
        | {"duration_months": 9, "price_factor": 2.5, "index": "DY-IX;TB-IX"},
        {"event": "SPIKE", "severity": 0, "duration_months": 8, "price_factor": 1.8},
        {"event": "STRIKE", "country": "AU", "stage": "mining", "loss_profile": "1|1|0.7|0.4|0.2"},
        {
            "event": "PORT",
            "destination": "JP",
            "severity": 0.3,
            "duration_months": 3,
            "lead_time_extension": 1,
        },
        {"event": "BOOM", "product": "M1;M2;M5", "demand_factor": 1.25, "severity": 0, "duration_months": 12},
        {
            "event": "TOOLS",
            "country": "CN",
            "severity": 0,
            "investment_delay_months": 4,
            "duration_months": 12,
        },
        {"event": "FIRE", "process": "RECYCLE", "severity": 1, "duration_months": 4, "recovery_months": 2},
        {"event": "OUTAGE", "supplier": "MY05", "severity": 1, "duration_months": 5, "recovery_months": 2},
    ]


SHOCKS = (
    ("BAN",),
    ("QUOTA",),
    ("STRIKE",),
    ("OUTAGE", "SPIKE"),
    ("PORT",),
    ("BOOM",),
    ("BAN", "TOOLS"),
    ("FIRE",),
)
SECOND = ("OUTAGE", "STRIKE", "BOOM")


def _scenarios(dice: random.Random, count: int, months: int) -> list[Row]:
    """Return so many branches; every tenth leaves an earlier one with a shock that one does not have."""
    rows: list[Row] = [{"scenario": "0", "event": "LICENCE", "start_month": month(-9)}]
    known: list[tuple[str, int, tuple[str, ...]]] = []
    for number in range(1, count + 1):
        name, share = f"S{number:04}", 0.7 / count
        after = dice.choice(known) if number % 10 == 0 else None
        if after is not None and after[1] < months - 3:
            event = dice.choice([e for e in SECOND if e not in after[2]])
            start = dice.randint(after[1] + 2, months - 1)
            rows.append({"scenario": name, "event": event, "start_month": month(start)} | {"after": after[0]})
            rows[-1]["probability"] = share
            continue
        events, start = SHOCKS[(number - 1) % len(SHOCKS)], dice.randint(1, months - 2)
        known.append((name, start, events))
        rows += [{"scenario": name, "event": e, "start_month": month(start)} for e in events]
        rows[-1]["probability"] = share
    return rows


def main() -> None:
    """Write a plan as asked for on the command line."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scenarios", type=int, default=SIZES["medium"])
    ask.add_argument("--offers", type=int, default=60)
    ask.add_argument("--months", type=int, default=36)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("-o", "--output", type=Path, required=True)
    asked = ask.parse_args()
    sheets = plan_sheets(asked.scenarios, offers=asked.offers, months=asked.months, seed=asked.seed)
    write_plan(asked.output, sheets)


if __name__ == "__main__":
    main()
