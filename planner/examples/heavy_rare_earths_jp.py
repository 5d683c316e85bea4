"""Ten years of dysprosium and terbium for three Japanese makers who buy together.

Each maker has its own stock and its own offers; one pool of discounts stands over what they sign, and a joint
store takes in what equity, separation at home, recycling and the sea bring. The state holds 42 days beside
their 18. Items, suppliers and offers stand in ``heavy_rare_earths_jp_supply``, what may happen in
``heavy_rare_earths_jp_risk``.
"""

from __future__ import annotations

from planner.examples import heavy_rare_earths_jp_risk as risk
from planner.examples import heavy_rare_earths_jp_supply as supply
from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Example, Rows, row, settings, shared, table

# fmt: off
PLAN = Calendar(2027, 1, 120)

MAGNET_KG = {"EV": 2_000, "SERVO": 500, "COMP": 150}
"""Magnet in 1,000 motors [kg]: B08, invented, invented."""
START = {"EV": 60, "SERVO": 40, "COMP": 300}
"""Thousands of motors a month at the start: invented."""


def build() -> Example:
    """Build the example."""
    return Example(
        name="heavy_rare_earths_jp",
        title="Ten years of heavy rare earths for three Japanese makers who buy together",
        sheets={
            "Settings": _settings(),
            "Countries": _countries(),
            "Items": supply.items(PLAN),
            "Receipts": supply.receipts(PLAN),
            "Suppliers": supply.suppliers(),
            "Offers": supply.offers(PLAN),
            "Pools": supply.pools(),
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
        ("plan_name", "Heavy rare earths for ten years, Japan", "title"),
        ("start_month", PLAN(0), "first month after the plan is made (November 2026)"),
        ("months", PLAN.months, "ten years, so that plants, mud and returning magnets are seen"),
        ("currency", "USD", "most prices are published in USD"),
        ("home_country", "JP", "events name it as their destination"),
        ("discount_rate", 0.04, "invented: rate"),
        ("capital_rate", 0.05, "invented: rate"),
        ("risk_weight", 0.2, "invented: weight of the tail"),
        ("cvar_alpha", 0.9, "invented: the worst tenth"),
        ("mip_gap", 0.01, "one per cent: ten years are a guess anyway"),
        ("time_limit", 900, "seconds"),
        ("schema_version", 2, "version of the workbook"),
    )


def _countries() -> Rows:
    return table(
        "code name groups",
        ("CN", "China", "risk", "C22 99.9 % of the heavy elements by one estimate"),
        ("MM", "Myanmar", "risk", "C12 S20 ore of the heavy elements, refined in China"),
        ("JP", "Japan", "home", "S21 mud off Minamitorishima"),
        ("AU", "Australia", "friend", "S09 C04"),
        ("MY", "Malaysia", "friend", "S02 separates; P26 ore"),
        ("FR", "France", "friend", "S12"),
        ("BR", "Brazil", "friend", "S39 concentrate with Dy and Tb"),
        ("US", "United States", "friend", "S44 iron nitride"),
    )


def _products() -> Rows:
    lost = "invented: lost margin and claims for stopped lines"
    return table(
        "product name unit shortage_penalty site",
        ("EV", "Traction motors (maker A)", "1,000 motors", 1_000_000, "A", lost),
        ("SERVO", "Servo motors (maker B)", "1,000 motors", 500_000, "B", lost),
        ("COMP", "Compressor motors (maker C)", "1,000 motors", 60_000, "C", lost),
    )


def _demand() -> Rows:
    all_magnets = 1 + fact("P44").number("value") / 100
    cars = fact("P43").number("value") ** (1 / 14)
    rows: Rows = []
    for product, start in START.items():
        growth, source = (cars, "P43 2.5 times by 2040") if product == "EV" else (all_magnets, "P44")
        comment = f"{source}: {growth - 1:.1%} a year; invented: {start} thousand a month at the start"
        rows += [
            row(comment, product=product, month=month, quantity=round(start * growth ** (index // 12), 1))
            for index, month in enumerate(PLAN)
        ]
    return rows


def _designs() -> Rows:
    opens = "opens once developed"
    return table(
        "product design name requires max_share unit_cost",
        ("EV", "std", "SH magnet", None, None, None, "B24 class of a traction motor"),
        ("EV", "gbd", "SH magnet with diffusion", "GBD_EV", 0.7, 2_000,
         f"B29; {opens}; invented: share that is thin enough, cost"),
        ("EV", "hot", "Hot-deformed magnet, no heavy rare earth", "HOT_EV", 0.4, 42_000,
         f"B30 S32; {opens}; invented: share, cost of the redesigned motor"),
        ("EV", "syn", "Ferrite-assisted reluctance motor", "SYN_EV", 0.25, 70_000,
         f"B43 volume +31 %; {opens}; invented: share, cost of the larger motor"),
        ("SERVO", "std", "SH magnet", None, None, None, "B24"),
        ("SERVO", "gbd", "SH magnet with diffusion", "GBD_SERVO", 0.6, 1_000,
         f"B29; {opens}; invented: share that is thin enough, cost"),
        ("SERVO", "fen", "Iron-nitride magnet", "FEN_SERVO", 0.3, 3_000,
         f"S44; {opens}; invented: share, cost"),
        ("COMP", "std", "M magnet", None, None, None, "B22 cooler motor"),
        ("COMP", "cer", "Cerium-rich magnet", "CER_COMP", 0.7, 250,
         f"B31 no Dy or Tb, less Nd; {opens}; invented: share, cost"),
        ("COMP", "fer", "Ferrite magnet", "FER_COMP", 0.5, 600, f"B46; {opens}; invented: share, cost"),
    )


def _bom() -> Rows:
    """Heavy oxide in 1,000 motors, the scrap of making them, and what comes back when they are scrapped."""
    dy, tb = (fact(name).number("typical") for name in ("B55", "B56"))
    mass = {  # mass fractions of Dy and Tb in the alloy
        ("EV", "std"): (0.030, 0.006, "B27 B24 Dy 3, Tb 0.6 %; invented: the split"),
        ("EV", "gbd"): (0.012, 0.0024, "B29 B28 Dy and Tb -60 %"),
        ("SERVO", "std"): (0.040, 0.0, "B24 Dy 4 %"),
        ("SERVO", "gbd"): (0.016, 0.0, "B29 Dy -60 %"),
        ("COMP", "std"): (0.010, 0.0, "B22 Dy 0.5 to 1.5 %"),
    }
    maker = {"EV": "A", "SERVO": "B", "COMP": "C"}
    years = {"EV": 96, "SERVO": 72}
    rows: Rows = []
    for (product, design), (dysprosium, terbium, source) in mass.items():
        alloy = 1.2 * MAGNET_KG[product]
        made = f"{source}; B08 B34 1.2 kg of alloy for 1 kg; B55 B56"
        key = {"product": product, "design": design}
        rows.append(row(made, **key, item=f"DY-{maker[product]}", quantity=round(alloy * dysprosium / dy, 2)))
        if terbium:
            rows.append(row(made, **key, item="TB-A", quantity=round(alloy * terbium / tb, 2)))
        if product in years:
            rich = dysprosium / mass[product, "std"][0]
            rows += [
                row("B33 B34; in kg of SH magnet of the same content", **key, item="SCRAP", kind="scrap",
                    quantity=round(0.2 * MAGNET_KG[product] * rich, 1)),
                row("B35 hardly collected today; in kg of SH magnet of the same content; invented: share, "
                    "years in use", **key, item="EOL", kind="scrap", lag_months=years[product],
                    quantity=round(0.25 * MAGNET_KG[product] * rich, 1)),
            ]
    free = (("EV", "hot", "B30"), ("EV", "syn", "B43"), ("SERVO", "fen", "S44"), ("COMP", "cer", "B31"),
            ("COMP", "fer", "B46"))
    rows += [
        row(f"{source} no heavy rare earth: what it needs instead is in the design's cost; invented: one set",
            product=product, design=design, item="FREE", quantity=1)
        for product, design, source in free
    ]
    return rows


def _processes() -> Rows:
    columns = "process name country stage capacity_per_month opex recycling"
    moved = "invented: handed over at cost, within a day"
    state = "P07 P09 the state's stock; invented: handling"
    hand_over = [
        (f"TO-{item}", f"{name} handed to maker {item[-1]}", "JP", None, most, 0.2, "no", moved)
        for item, name, most in (
            ("DY-A", "Dysprosium oxide", 8_000), ("DY-B", "Dysprosium oxide", 2_000),
            ("DY-C", "Dysprosium oxide", 1_500), ("TB-A", "Terbium oxide", 1_500),
        )
    ]
    store = [
        (f"{verb}-{item}", f"{name} {said} the state's stock", "JP", None, most, 0.5, "no", state)
        for item, name, most in (("DY", "Dysprosium oxide", 4_000), ("TB", "Terbium oxide", 600))
        for verb, said in (("FILL", "into"), ("RELEASE", "out of"))
    ]
    return table(
        columns,
        *hand_over,
        *store,
        ("SEP_JP", "Separation at home", "JP", "refining", 0, 9, "no", "B67 S02 as Lynas; invented: cost"),
        ("SWARF", "Plant scrap to oxides", "JP", "refining", 40_000, 9, "yes",
         "B33 B36; invented: capacity, cost"),
        ("EOL_TOLL", "Scrapped magnets to oxides, toll", "JP", "refining", 2_000, 20, "yes",
         "B36; invented: capacity, cost with dismantling"),
        ("EOL_JP", "Scrapped magnets to oxides, own plant", "JP", "refining", 0, 12, "yes",
         "B36 S25; invented: cost with dismantling"),
    )


def _process_flows() -> Rows:
    rows: Rows = []
    one = "invented: nothing is lost"
    for item in ("DY-A", "DY-B", "DY-C", "TB-A"):
        rows += _flows(f"TO-{item}", one, {item[:2]: 1}, {item: 1})
    for item in ("DY", "TB"):
        rows += _flows(f"FILL-{item}", one, {item: 1}, {f"{item}-NAT": 1})
        rows += _flows(f"RELEASE-{item}", one, {f"{item}-NAT": 1}, {item: 1})
    carbonate = "S20 B67; invented: 8 % Dy, 1.2 % Tb, 0.6 kg of residue with thorium for 1 kg of oxides"
    rows += _flows("SEP_JP", carbonate, {"HRC": 1}, {"DY": 0.08, "TB": 0.012, "RESIDUE": 0.6})
    dy, tb = (fact(name).number("typical") for name in ("B55", "B56"))
    back = "B36 93 % recovered; B27 Dy 3, Tb 0.4 %, the mean of both motors"
    oxides = {"DY": round(0.03 / dy * 0.93, 4), "TB": round(0.004 / tb * 0.93, 4)}
    for process, taken in (("SWARF", "SCRAP"), ("EOL_TOLL", "EOL"), ("EOL_JP", "EOL")):
        rows += _flows(process, back, {taken: 1}, oxides)
    return rows


def _flows(process: str, comment: str, taken: dict[str, float], made: dict[str, float]) -> Rows:
    return [
        row(comment, process=process, item=item, kind=kind, quantity=quantity)
        for kind, quantities in (("in", taken), ("out", made))
        for item, quantity in quantities.items()
    ]


def _investments() -> Rows:
    soon, year = PLAN(5), PLAN(17)
    guess = "invented: cost, months, life"
    plants = table(
        "investment name capex subsidy fixed_opex max_modules lead_months ramp_months earliest_start "
        "latest_start adds_to adds life_months technology_country",
        ("EQ_LYNAS", "Equity in Lynas that buys an offtake", 9_000_000, 0.5, None, 1, 6, None, None, soon,
         "offer:DY-LYNAS-EQ", 1_100, 180, None,
         "P12 P13 P14 P18 a tenth of what Japan put in and got; invented: share, the state's half, months"),
        ("EQ_CAREMAG", "Equity in Caremag that buys an offtake", 9_000_000, 0.5, None, 1, 9, 11, None, soon,
         "offer:DY-CAREMAG-EQ", 1_400, 180, None,
         "P20 P22 S14 a tenth of what Japan put in and got; H5; invented: share, the state's half, months"),
        ("SEP_JP", "Separation plant in Japan", 24_000_000, 0.5, 60_000, 2, 30, 11, None, year,
         "process:SEP_JP", 14_000, 240, "CN",
         "D10 know-how is Chinese; P25 grants; invented: cost, module, subsidy, months, life"),
        ("STORE", "Larger store for the residue", 2_500_000, None, 10_000, 2, 12, None, None, PLAN(83),
         "stock:RESIDUE", 600_000, 240, None, "B67 B68; invented: cost, module, months, life"),
        ("MUD", "Mud from off Minamitorishima", 90_000_000, 0.8, 100_000, 1, 54, 24, PLAN(15), PLAN(26),
         "offer:HRC-MUD", 8_000, 240, None,
         "S21 P23 viability report by March 2028; B69; invented: cost, the state's part, months"),
        ("EOL_JP", "Plant for scrapped magnets", 6_000_000, 0.33, 25_000, 2, 15, 5, None, PLAN(59),
         "process:EOL_JP", 8_000, 180, None,
         "B38 B39; P25 grants; invented: cost, module, subsidy, months, life"),
    )
    designs = table(
        "investment name capex subsidy lead_months latest_start",
        ("GBD_EV", "Diffusion for traction motors", 12_000_000, 0.2, 12, soon, f"B29; {guess}"),
        ("GBD_SERVO", "Diffusion for servo motors", 4_000_000, 0.2, 12, soon, f"B29; {guess}"),
        ("HOT_EV", "Traction motor without heavy rare earth", 18_000_000, 0.33, 30, year,
         f"B30 needs a redesigned motor; P25 grants; {guess}"),
        ("SYN_EV", "Ferrite-assisted traction motor", 25_000_000, 0.33, 36, year,
         f"B43 B44; P25 grants; {guess}"),
        ("FEN_SERVO", "Servo motor with iron nitride", 5_000_000, 0.33, 48, year,
         f"S44 not proven at scale; P25 grants; {guess}"),
        ("CER_COMP", "Compressor with cerium-rich magnet", 2_000_000, 0.33, 24, year,
         f"B31 within a decade of 2018; P25 grants; {guess}"),
        ("FER_COMP", "Compressor with ferrite", 1_500_000, None, 12, soon, f"B46 B42; {guess}"),
    )
    return [*plants, *shared(designs, max_modules=1, life_months=120)]


def _rules() -> Rows:
    cap = fact("P04").number("value") / 100
    why = f"P04 cap of {cap:.0%}, taken over from the EU; gives way before a line stops"
    rows = table(
        "rule items",
        ("CN-Dy", "DY-A,DY-B,DY-C,DY", why),
        ("CN-Tb", "TB-A,TB", why),
    )
    return shared(rows, measure="refining", member="CN", sense="max", share=cap, base="purchases",
                  window="year", applies_in="unless_short")
