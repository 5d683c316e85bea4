"""A German maker of hard-metal tools: tungsten and cobalt as they are bought, and used tools bought back.

Tungsten is quoted per metric-ton unit (10 kg of WO3), cobalt per pound, both in USD; contracts follow the
mean of a quarter, set anew every quarter, and are paid 60 or 90 days after arrival. Used tools come back
months after their sale, and a zinc process turns them into powder again.
Suppliers and offers stand in ``cutting_tools_supply``, disruptions in ``cutting_tools_risk``.
"""

from __future__ import annotations

from planner.examples import cutting_tools_risk as risk
from planner.examples import cutting_tools_supply as supply
from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Example, Rows, row, settings, shared, table

# fmt: off
PLAN = Calendar(2027, 1, 36)

INSERT_KG, DRILL_KG = 10, 40
"""Hard metal in 1,000 indexable inserts and in 1,000 solid drills [kg]: invented."""


def build() -> Example:
    """Build the example."""
    return Example(
        name="cutting_tools",
        title="Tungsten and cobalt for cutting tools in Germany: quoted prices, buy-back, licences",
        sheets={
            "Settings": _settings(),
            "Countries": _countries(),
            "Items": supply.items(PLAN),
            "Receipts": supply.receipts(PLAN),
            "Suppliers": supply.suppliers(PLAN),
            "Offers": supply.offers(PLAN),
            "Pools": supply.pools(),
            "PriceIndex": supply.price_index(PLAN),
            "FX": supply.exchange_rates(PLAN),
            "History": supply.history(PLAN),
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
        ("plan_name", "Cutting tools, Germany", "title"),
        ("start_month", PLAN(0), "first month after the plan is made (November 2026)"),
        ("months", PLAN.months,
         "decisions reach 24 months, planned 12 months longer so that the end does not bend them"),
        ("currency", "EUR", "plan currency; quotations in USD are turned by the sheet FX"),
        ("home_country", "DE", "events name it as their destination"),
        ("year_start", 1, "quarters of the contracts are those of the calendar"),
        ("discount_rate", 0.05, "invented: rate"),
        ("capital_rate", 0.07, "invented: rate"),
        ("risk_weight", 0.2, "invented: weight of the tail"),
        ("cvar_alpha", 0.9, "invented: the worst tenth"),
        ("mip_gap", 0.002, "a fifth of a per cent"),
        ("time_limit", 600, "seconds"),
        ("schema_version", 2, "version of the workbook"),
    )


def _countries() -> Rows:
    return table(
        "code name groups",
        ("CN", "China", "third", "C36 over 80 % of the tungsten"),
        ("CD", "Congo (DR)", "third", "RM07 RM08 half of its cobalt held back by quota"),
        ("KR", "South Korea", "third", "S54"),
        ("VN", "Vietnam", "third", "invented: a smelter that is not Chinese"),
        ("ID", "Indonesia", "third", "RM07 cobalt from nickel ore was spared"),
        ("PT", "Portugal", "EU", "S55"),
        ("AT", "Austria", "EU", "S56"),
        ("FI", "Finland", "EU", "S57"),
        ("DE", "Germany", "EU", "invented: home of the plant"),
    )


def _products() -> Rows:
    lost = "invented: lost margin and the customers that go with it"
    late = "invented: customers wait a month, at a rebate"
    return [
        row(f"{lost}; {late}", product="INS", name="Indexable inserts", unit="1,000 inserts",
            shortage_penalty=6_000, late_months=1, late_cost=300),
        row(lost, product="DRL", name="Solid carbide drills", unit="1,000 drills", shortage_penalty=22_000),
    ]


def _demand() -> Rows:
    rows: Rows = []
    for product, start, growth in (("INS", 600, 1.003), ("DRL", 100, 1.0)):
        comment = f"invented: {start} a month" + (", growing 0.3 % a month" if growth > 1 else ", flat")
        rows += [
            row(comment, product=product, month=month, quantity=round(start * growth**index, 1))
            for index, month in enumerate(PLAN)
        ]
    return rows


def _designs() -> Rows:
    return table(
        "product design name requires max_share unit_cost",
        ("INS", "std", "10 % cobalt", None, None, None, "B64 8 to 12 % is most common"),
        ("INS", "lowco", "6 % cobalt", "LOWCO", 0.5, 5,
         "B64 6 % for stable cuts; invented: share of the customers, cost of the coating"),
        ("DRL", "std", "10 % cobalt", None, None, None, "B64 8 to 12 % is most common"),
    )


def _bom() -> Rows:
    used = "B65 half of the hard metal is recycled in Europe; bought back; invented: share, months in use"
    sludge = "invented: ground off, 12 % of the blank"
    return table(
        "product design item quantity kind lag_months",
        ("INS", "std", "RTP10", INSERT_KG * 1.12, None, None, f"{sludge}; weight"),
        ("INS", "std", "SLUDGE", INSERT_KG * 0.12, "scrap", None, sludge),
        ("INS", "std", "USED", INSERT_KG * 0.35, "scrap", 6, used),
        ("INS", "lowco", "RTP6", INSERT_KG * 1.12, None, None, f"{sludge}; weight"),
        ("INS", "lowco", "SLUDGE", INSERT_KG * 0.12, "scrap", None, sludge),
        ("INS", "lowco", "USED", INSERT_KG * 0.35, "scrap", 6, used),
        ("DRL", "std", "RTP10", DRILL_KG * 1.12, None, None, f"{sludge}; weight"),
        ("DRL", "std", "SLUDGE", DRILL_KG * 0.12, "scrap", None, sludge),
        ("DRL", "std", "USED", DRILL_KG * 0.45, "scrap", 9, f"{used}; drills are kept better"),
    )


def _processes() -> Rows:
    paid = "what is paid for used tools is in the cost"
    return table(
        "process name country stage capacity_per_month opex recycling lead_months",
        ("CARB", "Carburizing, own", "DE", "metal", 9_000, 6, "no", None, "invented: capacity, cost"),
        ("MIX10", "Mixing, 10 % cobalt", "DE", None, 16_000, 4, "no", None, "invented: capacity, cost"),
        ("MIX6", "Mixing, 6 % cobalt", "DE", None, 8_000, 4, "no", None, "invented: capacity, cost"),
        ("ZINC_FI", "Zinc process, toll in Finland", "FI", "metal", 1_500, 52, "yes", 2,
         f"S57 B66; {paid}; invented: capacity, cost, two months there and back"),
        ("ZINC", "Zinc process, own", "DE", "metal", 0, 44, "yes", None, f"B66; {paid}; invented: cost"),
        ("CHEM_AT", "Sludge to tungstate, toll in Austria", "AT", "refining", 2_500, 14, "yes", 2,
         "S56 chemical process; invented: capacity, cost, two months there and back"),
    )


def _process_flows() -> Rows:
    """Balance the tungsten: WO3 into WC, WC and cobalt into powder, used tools into powder again."""
    kept = fact("B66").number("typical") / 100
    oxide = round(fact("B63").number("typical") / fact("B62").number("typical") / 0.98, 3)
    carbide = "B62 B63 tungsten balance; invented: 2 % lost"
    mixed = "B64; invented: 1 % lost"
    zinc = "B66 99 % kept in its composition, mixed with fresh powder; invented: a tenth is sorted out"
    flows: Rows = [
        *table("item kind quantity", ("APT", "in", oxide, carbide), ("WC", "out", 1, carbide)),
    ]
    flows = shared(flows, process="CARB")
    for process, powder, cobalt in (("MIX10", "RTP10", 0.10), ("MIX6", "RTP6", 0.06)):
        flows += shared(
            table(
                "item kind quantity",
                ("WC", "in", round((1 - cobalt) * 1.01, 4), mixed),
                ("CO", "in", round(cobalt * 1.01, 4), mixed),
                (powder, "out", 1, mixed),
            ),
            process=process,
        )
    for process in ("ZINC_FI", "ZINC"):
        flows += shared(
            table("item kind quantity", ("USED", "in", 1, zinc),
                  ("RTP10", "out", round(kept * 0.9, 3), zinc)),
            process=process,
        )
    back = "B62 B63 nine tenths of its tungsten as WO3; the cobalt is the toller's; invented: yield"
    flows += shared(
        table("item kind quantity", ("SLUDGE", "in", 1, back),
              ("APT", "out", round(0.9 * oxide * 0.98 * 0.9, 3), back)),
        process="CHEM_AT",
    )
    return flows


def _investments() -> Rows:
    columns = (
        "investment name capex subsidy fixed_opex max_modules lead_months ramp_months latest_start adds_to "
        "adds life_months"
    )
    return table(
        columns,
        ("ZINC", "Zinc-process furnaces", 1_800_000, 0.2, 15_000, 2, 12, 5, PLAN(11), "process:ZINC", 1_800,
         120, "B66; P05 subsidies; invented: cost, module, subsidy, months, half a year of ramp-up, life"),
        ("LOWCO", "Low-cobalt grade for stable cuts", 900_000, None, None, 1, 9, None, PLAN(11), None, None,
         72, "B64; invented: cost, months, life"),
        ("CARB2", "More carburizing", 2_500_000, None, 20_000, 1, 10, 2, PLAN(11), "process:CARB", 4_000, 120,
         "invented: cost, module, months, ramp-up, life"),
    )


def _rules() -> Rows:
    cap = fact("P04").number("value") / 100
    why = f"P04 {cap:.0%} from one third country at each stage; gives way before a line stops"
    caps = table(
        "rule measure except items",
        ("CRMA-W-mining", "mining", "PT", "APT,WC", why),
        ("CRMA-W-refining", "refining", "AT", "APT,WC", why),
        ("CRMA-Co-mining", "mining", None, "CO", why),
    )
    return shared(
        caps, member="*", sense="max", share=cap, base="purchases", window="year", applies_in="unless_short"
    )
