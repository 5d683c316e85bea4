"""A Japanese maker of magnets for traction motors: what it buys, makes and may build.

The maker turns NdPr oxide and metal, dysprosium and terbium into three magnets for its own motors. China is
the cheapest source at every stage; the plan decides how much of it to keep, what to sign elsewhere, what to
hold and what to build.
Items, suppliers and offers stand in ``traction_motor_jp_supply``, disruptions and what-ifs in
``traction_motor_jp_risk``.
"""

from __future__ import annotations

from planner.examples import traction_motor_jp_risk as risk
from planner.examples import traction_motor_jp_supply as supply
from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Example, Rows, row, settings, shared, table

# fmt: off
PLAN = Calendar(2027, 1, 36)

MAGNET_KG = {"EV": 2.0, "HEV": 1.3, "AUX": 0.3}
"""Magnet in one motor [kg]: B08, B09, invented."""


def build() -> Example:
    """Build the example."""
    return Example(
        name="traction_motor_jp",
        title="Magnets for traction motors in Japan: heavy rare earths under Chinese export licences",
        sheets={
            "Settings": _settings(),
            "Countries": _countries(),
            "Items": supply.items(PLAN),
            "Receipts": supply.receipts(PLAN),
            "Suppliers": supply.suppliers(),
            "Offers": supply.offers(PLAN),
            "PriceIndex": supply.price_index(PLAN),
            "FX": table("currency rate", ("EUR", 1.15, "invented: rate USD per EUR")),
            "Products": _products(),
            "Demand": _demand(),
            "Designs": _designs(),
            "BOM": _bom(),
            "Processes": _processes(),
            "ProcessFlows": _process_flows(),
            "Investments": _investments(),
            "Rules": _rules(),
            "Events": risk.events(),
            "Scenarios": risk.scenarios(PLAN),
            "WhatIf": risk.what_ifs(),
        },
    )


def _settings() -> Rows:
    return settings(
        ("plan_name", "Traction motors and magnets, Japan", "title"),
        ("start_month", PLAN(0), "first month after the plan is made (November 2026)"),
        ("months", PLAN.months,
         "decisions reach 24 months, planned 12 months longer so that the end does not bend them"),
        ("currency", "USD", "most prices are published in USD"),
        ("home_country", "JP", "events name it as their destination"),
        ("discount_rate", 0.05, "invented: rate"),
        ("capital_rate", 0.06, "invented: rate"),
        ("risk_weight", 0.2, "invented: weight of the tail"),
        ("cvar_alpha", 0.9, "invented: the worst tenth"),
        ("capex_budget", 30_000_000, "invented: budget a plan-year"),
        ("mip_gap", 0.005, "half a per cent in about a minute"),
        ("time_limit", 600, "seconds"),
        ("schema_version", 1, "version of the workbook"),
    )


def _countries() -> Rows:
    return table(
        "code name groups",
        ("CN", "China", "risk", "C20 C26 separates 92 %, makes 94 % of magnets"),
        ("MM", "Myanmar", "risk", "C12 S20 ore of the heavy elements, refined in China"),
        ("JP", "Japan", "home", "C27 makes 4 % of magnets"),
        ("AU", "Australia", "friend", "C04 ore for Lynas and Iluka"),
        ("MY", "Malaysia", "friend", "S01 S02 separation by Lynas"),
        ("FR", "France", "friend,EU", "S12 S13 S15 separation by Caremag and Solvay"),
        ("IN", "India", "friend", "C03 S40"),
        ("VN", "Vietnam", "friend", "S29 metal and magnets, from Chinese oxide"),
        ("GB", "United Kingdom", "friend", "S22 S26 metal and recycling"),
    )


def _products() -> Rows:
    lost = "invented: lost margin and claims for a stopped line"
    return table(
        "product name unit shortage_penalty",
        ("EV", "Traction motor of an electric car", "motor", 1_200, lost),
        ("HEV", "Traction motor of a hybrid car", "motor", 800, lost),
        ("AUX", "Auxiliary motor", "motor", 60, lost),
    )


def _demand() -> Rows:
    rows: Rows = []
    for product, start, growth in (("EV", 28_000, 1.01), ("HEV", 25_000, 1.0), ("AUX", 60_000, 1.0)):
        comment = f"invented: {start:,} a month" + (", growing 1 % a month" if growth > 1 else ", flat")
        rows += [
            row(comment, product=product, month=month, quantity=round(start * growth**index))
            for index, month in enumerate(PLAN)
        ]
    return rows


def _designs() -> Rows:
    return table(
        "product design name requires max_share unit_cost",
        ("EV", "std", "SH magnet", None, None, None, "B24 class of a traction motor"),
        ("EV", "gbd", "SH magnet with diffusion", "GBD_EV", None, None, "B29"),
        ("EV", "syn", "Ferrite-assisted reluctance motor", "SYNREL", 0.3, 95,
         "B43 volume +31 %; invented: share, cost of the larger motor"),
        ("HEV", "std", "SH magnet", None, None, None, "B24 class of a traction motor"),
        ("HEV", "gbd", "SH magnet with diffusion", "GBD_HEV", None, None, "B29"),
        ("AUX", "std", "M magnet", None, None, None, "B22 cooler motor"),
        ("AUX", "fer", "Ferrite magnet", "FER_AUX", 0.8, 4, "B46; invented: share, cost of the larger motor"),
    )


def _bom() -> Rows:
    per_kg = fact("B46").number("typical")
    return table(
        "product design item quantity",
        ("EV", "std", "MAG_STD", MAGNET_KG["EV"], "B08 2 kg a motor"),
        ("EV", "gbd", "MAG_GBD", MAGNET_KG["EV"], "B08 2 kg a motor"),
        ("EV", "syn", "FERRITE", MAGNET_KG["EV"] * per_kg, "B46 5 kg of ferrite for 1 kg"),
        ("HEV", "std", "MAG_STD", MAGNET_KG["HEV"], "B09 low end of 1.3 to 2.0 kg"),
        ("HEV", "gbd", "MAG_GBD", MAGNET_KG["HEV"], "B09 low end of 1.3 to 2.0 kg"),
        ("AUX", "std", "MAG_LO", MAGNET_KG["AUX"], "invented: 0.3 kg a motor"),
        ("AUX", "fer", "FERRITE", MAGNET_KG["AUX"] * per_kg, "B46 5 kg of ferrite for 1 kg"),
    )


def _processes() -> Rows:
    return table(
        "process name country stage capacity_per_month opex recycling",
        ("RED_JP", "Metal making, own", "JP", "metal", 8_000, 14, "no", "invented: capacity, cost"),
        ("RED_VN", "Metal toll in Vietnam", "VN", "metal", 10_000, 12, "no",
         "S29 works in Vietnam; invented: capacity, cost"),
        ("RED_CN", "Metal toll in China", "CN", "metal", 20_000, 8, "no", "C20; invented: capacity, cost"),
        ("MK_STD", "Magnet making, SH grade", "JP", "magnet", 100_000, 16, "no", "invented: capacity, cost"),
        ("MK_GBD", "Magnet making with diffusion", "JP", "magnet", 0, 20, "no", "B28; invented: cost"),
        ("MK_LO", "Magnet making, M grade", "JP", "magnet", 20_000, 14, "no", "invented: capacity, cost"),
        ("SWARF", "Plant scrap to oxides", "JP", "refining", 25_000, 9, "yes",
         "B33 B36; invented: capacity, cost"),
        ("EOL_TOLL", "Scrapped magnets to oxides", "JP", "refining", 3_000, 16, "yes",
         "B36; invented: capacity, cost"),
        ("HPMS", "Hydrogen decrepitation", "JP", "metal", 0, 6, "yes", "S22 S25 B37; invented: cost"),
    )


def _process_flows() -> Rows:
    """Balance the elements: 1.2 kg of alloy make 1 kg of magnet and 0.2 kg of scrap."""
    nd, dy, tb = (fact(name).number("typical") for name in ("B60", "B55", "B56"))
    rows: Rows = []
    oxide = "B60 0.85 kg of metal from 1 kg of oxide; invented: 1 % lost"
    for process in ("RED_JP", "RED_VN", "RED_CN"):
        rows += table(
            "process item kind quantity",
            (process, "NDPR_OX", "in", round(1 / nd / 0.99, 3), oxide),
            (process, "NDPR_M", "out", 1, oxide),
        )
    grades = {  # mass fractions of NdPr, Dy, Tb in the alloy
        "MK_STD": ("MAG_STD", 0.285, 0.030, 0.006, "B18 B24 B27 NdPr 28.5, Dy 3, Tb 0.6 %"),
        "MK_GBD": ("MAG_GBD", 0.300, 0.012, 0.0024, "B18 B29 Dy and Tb -60 %, NdPr 30 %"),
        "MK_LO": ("MAG_LO", 0.310, 0.005, 0.0, "B18 B22 NdPr 31, Dy 0.5 %"),
    }
    for process, (magnet, ndpr, dysprosium, terbium, source) in grades.items():
        made = f"{source}; B34 0.2 kg of scrap for 1 kg; invented: the split"
        rows += table(
            "process item kind quantity",
            (process, "NDPR_M", "in", round(1.2 * ndpr, 4), made),
            (process, "DY_OX", "in", round(1.2 * dysprosium / dy, 4), f"{made}; B55"),
            *([(process, "TB_OX", "in", round(1.2 * terbium / tb, 4), f"{made}; B56")] if terbium else []),
            (process, magnet, "out", 1, made),
            (process, "SCRAP", "out", 0.2, made),
        )
    # Plant scrap is credited with the heavy content of the leanest magnet: no element out of nothing.
    recovered = 0.93
    plant = "B36 93 % recovered; content of the diffusion grade, the leanest; invented: the mean of the mix"
    old = "B36 93 % recovered; B24 older magnets hold more Dy; invented: NdPr 29, Dy 3, Tb 0.5 %"
    powder = (
        "B37 90 % of the alloy is kept; credited as the metal and oxide it replaces; invented: the credit"
    )
    return rows + table(
        "process item kind quantity",
        ("SWARF", "SCRAP", "in", 1, plant),
        ("SWARF", "NDPR_OX", "out", round(0.285 / nd * recovered, 3), plant),
        ("SWARF", "DY_OX", "out", round(0.010 / dy * recovered, 4), plant),
        ("SWARF", "TB_OX", "out", round(0.0019 / tb * recovered, 4), plant),
        ("EOL_TOLL", "EOL", "in", 1, old),
        ("EOL_TOLL", "NDPR_OX", "out", round(0.29 / nd * recovered, 3), old),
        ("EOL_TOLL", "DY_OX", "out", round(0.03 / dy * recovered, 4), old),
        ("EOL_TOLL", "TB_OX", "out", round(0.005 / tb * recovered, 4), old),
        ("HPMS", "EOL", "in", 1, powder),
        ("HPMS", "NDPR_M", "out", round(0.29 * 0.9, 3), powder),
        ("HPMS", "DY_OX", "out", round(0.03 / dy * 0.9, 4), powder),
        ("HPMS", "TB_OX", "out", round(0.005 / tb * 0.9, 4), powder),
    )


def _investments() -> Rows:
    latest = PLAN(5)
    columns = (
        "investment name capex subsidy fixed_opex max_modules lead_months latest_start adds_to adds "
        "life_months technology_country"
    )
    return table(
        columns,
        ("HPMS", "Hydrogen decrepitation plant", 10_000_000, 0.33, 50_000, 2, 15, latest, "process:HPMS",
         10_000, 120, "GB",
         "B38 B39 about 125 M USD for 1,557 t; P25 grants; invented: module, subsidy, months, life"),
        ("GBD_LINE", "Diffusion furnaces", 4_000_000, 0.2, 20_000, 3, 10, latest, "process:MK_GBD", 30_000,
         120, "JP", "B29; invented: cost, module, subsidy, months, life"),
        ("GBD_EV", "Requalify the EV motor with diffusion", 1_500_000, None, None, 1, 10, latest, None, None,
         60, None, "B29; invented: cost, months, life"),
        ("GBD_HEV", "Requalify the hybrid motor with diffusion", 1_500_000, None, None, 1, 10, latest, None,
         None, 60, None, "B29; invented: cost, months, life"),
        ("FER_AUX", "Ferrite auxiliary motor", 3_000_000, None, None, 1, 10, latest, None, None, 60, None,
         "B46; invented: cost, months, life"),
        ("SYNREL", "Ferrite-assisted EV motor", 25_000_000, 0.3, None, 1, 20, latest, None, None, 96, None,
         "B43 B44; P25 grants; invented: cost, subsidy, months, life"),
        ("RED_JP2", "Metal making in Japan", 8_000_000, 0.33, 30_000, 2, 14, latest, "process:RED_JP", 12_000,
         120, "CN", "D10 know-how is Chinese; invented: cost, module, subsidy, months, life"),
    )


def _rules() -> Rows:
    cap = fact("P04").number("value") / 100
    why = f"P04 cap of {cap:.0%} a country and stage, taken over from the EU; gives way before a line stops"
    rows = table(
        "rule measure member items",
        ("CN-refining-NdPr", "refining", "CN", "NDPR_OX,NDPR_M", why),
        ("CN-refining-Dy", "refining", "CN", "DY_OX", why),
        ("CN-refining-Tb", "refining", "CN", "TB_OX", why),
        ("CN-metal", "metal", "CN", "NDPR_M", why),
        ("CN-magnet", "magnet", "CN", "MAG_STD,MAG_GBD,MAG_LO", why),
    )
    return shared(rows, sense="max", share=cap, base="purchases", window="year", applies_in="unless_short")
