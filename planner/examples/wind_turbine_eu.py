"""A European maker of wind turbines under the caps and the recycling target of the CRMA.

Most magnets come finished from China. The plan decides how much to move to European makers, how many magnets
to have made from oxide and metal bought outside China, how much scrap to turn into magnets, and what to hold.
Its scenarios are made from the Events sheet alone: each event with a probability starts at several onsets.
CRMA is the Critical Raw Materials Act of the European Union.
"""

from __future__ import annotations

from planner.examples import wind_turbine_eu_supply as supply
from planner.examples.facts import fact, loss_profile
from planner.examples.sheets import Calendar, Cell, Example, Rows, row, settings, shared, table

# fmt: off
PLAN = Calendar(2027, 1, 36)

OFFSHORE_KG = round(15 * fact("B06").number("typical") / 3.5, -1)
"""Magnet in a 15 MW direct-drive turbine [kg], scaled from 2,000 kg in 3.5 MW (B06)."""
ONSHORE_KG = round(6 * fact("B04").number("typical") / (fact("B12").number("typical") / 100), -1)
"""Magnet in a 6 MW onshore turbine [kg], from 70 kg of Nd a MW (B04) and 30.5 % in the magnet (B12)."""

MAGNETS = "MAG_H,MAG_M"


def build() -> Example:
    """Build the example."""
    return Example(
        name="wind_turbine_eu",
        title="Magnets for offshore wind in the EU: 65 % caps and 25 % recycled",
        sheets={
            "Settings": _settings(),
            "Countries": _countries(),
            "Items": supply.items(PLAN),
            "Receipts": supply.receipts(PLAN),
            "Suppliers": supply.suppliers(),
            "Offers": supply.offers(PLAN),
            "PriceTiers": supply.price_tiers(),
            "PriceIndex": supply.price_index(PLAN),
            "FX": table("currency rate", ("USD", 0.87, "invented: rate EUR per USD")),
            "Products": _products(),
            "Demand": _demand(),
            "Designs": _designs(),
            "BOM": _bom(),
            "Processes": _processes(),
            "ProcessFlows": _process_flows(),
            "Investments": _investments(),
            "Rules": _rules(),
            "Events": _events(),
            "WhatIf": _what_ifs(),
        },
    )


def _settings() -> Rows:
    return settings(
        ("plan_name", "Wind turbine magnets, EU", "title"),
        ("start_month", PLAN(0), "first month after the plan is made (November 2026)"),
        ("months", PLAN.months, "the CRMA target year 2030 follows the plan"),
        ("currency", "EUR", "prices in USD are turned into EUR by the FX sheet"),
        ("home_country", "DE", "events name it as their destination"),
        ("discount_rate", 0.05, "invented: rate"),
        ("capital_rate", 0.06, "invented: rate"),
        ("risk_weight", 0.2, "invented: weight of the tail"),
        ("cvar_alpha", 0.9, "invented: the worst tenth"),
        ("capex_budget", 25_000_000, "invented: budget a plan-year"),
        ("mip_gap", 0.001, "a tenth of a per cent"),
        ("time_limit", 600, "seconds"),
        ("schema_version", 1, "version of the workbook"),
    )


def _countries() -> Rows:
    return table(
        "code name groups",
        ("CN", "China", "third", "C35 over 90 % of the magnets imported by the EU"),
        ("VN", "Vietnam", "third", "S29 magnets from Chinese oxide"),
        ("AU", "Australia", "third", "C04"),
        ("MY", "Malaysia", "third", "S01 S02"),
        ("GB", "United Kingdom", "third", "S22 S26"),
        ("DE", "Germany", "EU", "C25 makes 1 % of magnets"),
        ("FR", "France", "EU", "S12 S13 S15"),
        ("EE", "Estonia", "EU", "S16"),
    )


def _products() -> Rows:
    lost = "invented: lost margin and damages for a late turbine"
    return table(
        "product name unit shortage_penalty",
        ("OFF15", "Offshore turbine, 15 MW direct drive", "turbine", 2_500_000, lost),
        ("ONS6", "Onshore turbine, 6 MW", "turbine", 500_000, lost),
    )


def _demand() -> Rows:
    rows: Rows = []
    for product, start, growth in (("OFF15", 7, 1.008), ("ONS6", 20, 1.0)):
        comment = f"invented: {start} a month" + (", growing 0.8 % a month" if growth > 1 else ", flat")
        rows += [
            row(comment, product=product, month=month, quantity=round(start * growth**index, 1))
            for index, month in enumerate(PLAN)
        ]
    return rows


def _designs() -> Rows:
    return table(
        "product design name requires max_share unit_cost",
        ("OFF15", "std", "Direct drive, H magnet", None, None, None, "B23"),
        ("OFF15", "cool", "Direct drive, better cooled, M magnet", "COOL", None, 25_000,
         "B22 B48; invented: cost"),
        ("OFF15", "geared", "Medium-speed gearbox", "GEARED", 0.4, 350_000,
         "invented: share, cost of the gearbox"),
        ("ONS6", "std", "Direct drive, M magnet", None, None, None, "B04"),
        ("ONS6", "wound", "Wound rotor", None, 0.25, None, "invented: share of the market that takes it"),
    )


def _bom() -> Rows:
    return table(
        "product design item quantity",
        ("OFF15", "std", "MAG_H", OFFSHORE_KG, "B06 2,000 kg in 3.5 MW; B05 and B07 give 350 to 800 kg a MW"),
        ("OFF15", "cool", "MAG_M", OFFSHORE_KG, "B06"),
        ("OFF15", "geared", "MAG_H", 2_400, "invented: 160 kg a MW"),
        ("ONS6", "std", "MAG_M", ONSHORE_KG, "B04 70 kg of Nd a MW; B12"),
        ("ONS6", "wound", "ROTOR", 1, "invented: one set"),
    )


def _processes() -> Rows:
    return table(
        "process name country stage capacity_per_month opex recycling",
        ("RED_GB", "Metal toll, Less Common Metals", "GB", "metal", 8_000, 15, "no",
         "S26 330 t a year; invented: share of it, cost"),
        ("RED_FR", "Metal toll, Lacq", "FR", "metal", 0, 14, "no", "S27 planned 2027; invented: cost"),
        ("MK_H", "Magnet toll in Germany, H grade", "DE", "magnet", 20_000, 27, "no",
         "S33; invented: capacity, cost"),
        ("MK_M", "Magnet toll in Germany, M grade", "DE", "magnet", 8_000, 24, "no",
         "S33; invented: capacity, cost"),
        ("HPMS_GB", "Hydrogen recycling, Tyseley", "GB", "magnet", 10_000, 26, "yes",
         "S22 300 t a year; invented: share of it, cost"),
        ("HPMS_DE", "Hydrogen recycling, Pforzheim", "DE", "magnet", 0, 24, "yes", "S24; invented: cost"),
    )


def _process_flows() -> Rows:
    nd, dy = (fact(name).number("typical") for name in ("B60", "B55"))
    metal = "B60 0.85 kg of metal from 1 kg of oxide; invented: 1 % lost"
    rows: Rows = []
    for process in ("RED_GB", "RED_FR"):
        rows += table(
            "process item kind quantity",
            (process, "NDPR_OX", "in", round(1 / nd / 0.99, 3), metal),
            (process, "NDPR_M", "out", 1, metal),
        )
    for process, magnet, ndpr, dysprosium, source in (
        ("MK_H", "MAG_H", 0.295, 0.02, "B18 B23 NdPr 29.5, Dy 2 %"),
        ("MK_M", "MAG_M", 0.310, 0.005, "B18 B22 NdPr 31, Dy 0.5 %"),
    ):
        made = f"{source}; B34 0.2 kg of scrap for 1 kg; invented: the split"
        rows += table(
            "process item kind quantity",
            (process, "NDPR_M", "in", round(1.2 * ndpr, 4), made),
            (process, "DY_OX", "in", round(1.2 * dysprosium / dy, 4), f"{made}; B55"),
            (process, magnet, "out", 1, made),
            (process, "SCRAP", "out", 0.2, made),
        )
    again = "B37 90 % of the mass; S22 limited grades: M only; invented: 3 % of fresh NdPr"
    for process in ("HPMS_GB", "HPMS_DE"):
        rows += table(
            "process item kind quantity",
            (process, "SCRAP", "in", 1.11, again),
            (process, "NDPR_M", "in", 0.03, again),
            (process, "MAG_M", "out", 1, again),
        )
    return rows


def _investments() -> Rows:
    columns = (
        "investment name capex subsidy fixed_opex max_modules lead_months latest_start committed_start "
        "adds_to adds life_months technology_country"
    )
    latest = PLAN(11)
    return table(
        columns,
        ("HPMS_DE", "Hydrogen recycling plant, Pforzheim", 7_000_000, 0.25, 35_000, 3, 12, latest, None,
         "process:HPMS_DE", 8_000, 120, "GB",
         "B38 B39 S24 about 125 M USD for 1,557 t; P05 subsidies; invented: module, subsidy, months, life"),
        ("COOL", "Better cooled generator, low dysprosium", 3_000_000, None, None, 1, 14, None, PLAN(-6),
         None, None, 96, None, "B22; invented: under way since July 2026, cost, months, life"),
        ("GEARED", "Medium-speed drive train", 24_000_000, None, None, 1, 24, latest, None, None, None, 120,
         None, "invented: cost, months, life"),
        ("LCM_LACQ", "Share in the metal plant at Lacq", 6_000_000, 0.3, 20_000, 2, 14, latest, None,
         "process:RED_FR", 6_000, 120, "GB",
         "S27 110 M EUR; P05 P21 subsidies; invented: module, subsidy, months, life"),
        ("MK_H2", "More magnet making in Germany", 9_000_000, 0.25, 40_000, 2, 15, latest, None,
         "process:MK_H", 12_000, 120, "DE",
         "S33; P05 subsidies; invented: cost, module, subsidy, months, life"),
    )


def _rules() -> Rows:
    cap = fact("P04").number("value") / 100
    recycled = fact("P03").number("value") / 100
    why = f"P04 {cap:.0%} from one third country at each stage; gives way before turbines are late"
    target = f"P03 {recycled:.0%} recycled by 2030, here over the plan; gives way before turbines are late"
    caps = table(
        "rule measure except items",
        ("CRMA-magnet", "magnet", "DE,EE", MAGNETS, why),
        ("CRMA-metal", "metal", "FR", "NDPR_M", why),
        ("CRMA-refining-NdPr", "refining", "FR", "NDPR_OX,NDPR_M", why),
        ("CRMA-refining-Dy", "refining", "FR", "DY_OX", why),
        ("CRMA-refining-magnets", "refining", None, MAGNETS, f"{why}; what is inside bought magnets (C34)"),
        ("CRMA-mining", "mining", "FR", "NDPR_OX,NDPR_M", why),
    )
    return [
        *shared(caps, member="*", sense="max", share=cap, base="purchases", window="year",
                applies_in="unless_short"),
        row(target, rule="CRMA-recycled", measure="recycled", items=MAGNETS, sense="min", share=recycled,
            base="use", window="horizon", applies_in="unless_short"),
    ]


def _events() -> Rows:
    to_eu: dict[str, Cell] = {"country": "CN", "stage": "refining", "destination": "DE"}
    known = "; a branch knows from its first month how long it lasts"
    return [
        row(f"H1 for Japan, here for the EU; invented: probability, recovery, price{known}", event="STOP",
            name="Full Chinese stop to the EU for six months", **to_eu, severity=1, duration_months=6,
            recovery_months=3, index="NDPR,HEAVY_EX", price_factor=1.4, probability=0.12, start_from=PLAN(1),
            source="H1"),
        row(f"D14c measured; P40; invented: probability{known}", event="LICENCE",
            name="Licences tighten as in April 2025", **to_eu, items=f"DY_OX,{MAGNETS}",
            loss_profile=loss_profile(*fact("D14c").profile()), index="HEAVY_EX", price_factor=1.4,
            probability=0.20, onsets=4, start_from=PLAN(2), start_to=PLAN(29), source="D14c"),
        row(f"H4; invented: probability, recovery{known}", event="LYNAS-STOP",
            name="Lynas stands still for three months", supplier="LYNAS", severity=1, duration_months=3,
            recovery_months=2, probability=0.04, onsets=1, start_from=PLAN(16), start_to=PLAN(16),
            source="H4"),
        row(f"H5 plants come late; invented: loss, months, probability{known}", event="NARVA-SLOW",
            name="Narva delivers half for nine months", supplier="NARVA", severity=0.5, duration_months=9,
            recovery_months=3, probability=0.08, onsets=1, start_from=PLAN(5), start_to=PLAN(5), source="H5"),
        row(f"M10 M14 M37 moves of NdPr; invented: factor, a year, probability{known}", event="SPIKE",
            name="NdPr price spike for a year", severity=0, duration_months=12, index="NDPR",
            price_factor=1.8, probability=0.06, onsets=1, start_from=PLAN(10), start_to=PLAN(10),
            source="M10, M37"),
        row(f"H3 a part of the magnets for six months, new plants a year late; invented: probability{known}",
            event="TECH", name="October 2025 measures come back: magnets and know-how", **to_eu,
            items=MAGNETS, investment="LCM_LACQ,MK_H2",
            loss_profile=loss_profile(*fact("H3").profile()), investment_delay_months=12, probability=0.03,
            onsets=1, start_from=PLAN(3), start_to=PLAN(3), source="D17, H3"),
    ]


def _what_ifs() -> Rows:
    columns = "case note sheet row column change value"
    question = "invented: question"
    return table(
        columns,
        ("risk0", "The tail does not count", "Settings", "risk_weight", "value", "set", 0, question),
        ("risk50", "The tail counts half", "Settings", "risk_weight", "value", "set", 0.5, question),
        ("cap50", "Tighter caps at every stage", "Rules", "CRMA-magnet", "share", "set", 0.5, question),
        *(
            ("cap50", None, "Rules", rule, "share", "set", 0.5, question)
            for rule in (
                "CRMA-metal",
                "CRMA-refining-NdPr",
                "CRMA-refining-Dy",
                "CRMA-refining-magnets",
                "CRMA-mining",
            )
        ),
        ("no-target", "No recycling target", "Rules", "CRMA-recycled", "rule", "remove", None, question),
        ("no-caps", "No caps and no target", "Rules", "*", "rule", "remove", None, question),
        ("no-investment", "Nothing new may be built", "Investments", "*", "max_modules", "set", 0, question),
        ("stops-impossible", "China never stops anything", "Events", "STOP", "probability", "set", 0,
         question),
        ("stops-impossible", None, "Events", "LICENCE", "probability", "set", 0, question),
        ("stock-cost-3x", "Capital costs three times as much", "Settings", "capital_rate", "value",
         "multiply", 3, question),
    )
