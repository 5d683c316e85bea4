"""Two motor plants that buy together, in Japan and in Germany, while a ban may hit one of them.

Stock, offers and products are named by place (``NDPR-JP``, ``NDPR-DE``). Four contracts with one supplier
share a pool of discounts, and goods move between the plants in two months. A Chinese ban that names Japan as
its destination leaves the German plant alone, so Germany's offers are part of Japan's insurance.
"""

from __future__ import annotations

from planner.examples.sheets import Calendar, Cell, Example, Rows, row, settings, table

# fmt: off
PLAN = Calendar(2027, 4, 24)

PLACES = {"JP": 1.0, "DE": 0.4}
"""The plants and their size against the Japanese one."""

ONSETS = range(2, 23, 3)
"""Plan months in which the ban may start."""


def build() -> Example:
    """Build the example."""
    return Example(
        name="two_plants",
        title="Two plants in Japan and Germany: one pool, transfers, a ban that hits one of them",
        sheets={
            "Settings": _settings(),
            "Countries": _countries(),
            "Items": _items(),
            "Suppliers": _suppliers(),
            "Offers": _offers(),
            "Pools": _pools(),
            "History": _history(),
            "Products": _products(),
            "Demand": _demand(),
            "Designs": table(
                "product design name",
                *((f"M-{place}", "STD", "Standard magnet", "invented: design") for place in PLACES),
            ),
            "BOM": _bom(),
            "Processes": _transfers(),
            "ProcessFlows": _flows(),
            "Events": _events(),
            "Scenarios": _scenarios(),
            "WhatIf": _what_ifs(),
        },
    )


def _settings() -> Rows:
    return settings(
        ("plan_name", "Two plants, Japan and Germany", "title"),
        ("start_month", PLAN(0), "first month of the plan"),
        ("months", PLAN.months, "two years"),
        ("currency", "USD", "most prices are published in USD"),
        ("home_country", "JP", "the larger plant; what names no destination is delivered here"),
        ("discount_rate", 0.05, "invented: rate"),
        ("capital_rate", 0.06, "invented: rate"),
        ("risk_weight", 0.2, "invented: weight of the tail"),
        ("cvar_alpha", 0.9, "invented: the worst tenth"),
        ("mip_gap", 0.0002, "small enough to compare the cases"),
        ("schema_version", 2, "version of the workbook"),
    )


def _countries() -> Rows:
    return table(
        "code name groups",
        ("CN", "China", "risk", "C20 separates 92 %"),
        ("JP", "Japan", "home", "C27"),
        ("DE", "Germany", "home", "C25"),
        ("AU", "Australia", "friend", "C04"),
        ("MY", "Malaysia", "friend", "S01 S02 separates ore from Australia"),
        ("US", "United States", "friend", "S05"),
        ("BR", "Brazil", "friend", "C02"),
        ("FR", "France", "friend", "S12 S13"),
    )


def _items() -> Rows:
    names = {"JP": "Japan", "DE": "Germany"}
    rows: Rows = []
    for item, name, value, stock, fact in (
        ("NDPR", "NdPr oxide", 110, 15_000, "P17 the floor of 110"),
        ("DY", "Dysprosium oxide", 300, 900, "M35 M29 between China 224 and Europe 800"),
    ):
        rows += [
            row(f"{fact}; invented: stock, end stock, storage", item=f"{item}-{place}",
                name=f"{name}, {names[place]}", unit_value=value, initial_stock=round(stock * size),
                final_stock=round(stock * size * 2 / 3, -1), storage_cost=0.2, site=place)
            for place, size in PLACES.items()
        ]
    return rows


def _suppliers() -> Rows:
    return table(
        "supplier name",
        ("CNRE", "Chinese state groups", "S18 S19"),
        ("LYNAS", "Lynas Malaysia", "S01 S02"),
        ("TRADER", "Trading house", "invented: supplier"),
    )


def _offers() -> Rows:
    """Return what each plant may buy: the spot price in China, a pooled contract, the trader's stock."""
    guess = "invented: price, volume, lead time"
    pooled = "invented: prices, volumes, terms"
    spot: dict[str, Cell] = {"kind": "spot", "transit_months": 1}
    contract: dict[str, Cell] = {
        "kind": "contract", "lead_time_months": 3, "transit_months": 1, "mining_country": "AU",
        "refining_country": "MY", "take_or_pay": 0.8, "flex": 0.1, "pool": "LY",
    }
    china: dict[str, Cell] = {"mining_country": "CN", "refining_country": "CN", "lead_time_months": 2}
    rows: Rows = []
    for place, size in PLACES.items():
        half = size if place == "JP" else 0.5
        rows += [
            row(f"S18 S19; M39 level; {guess}", offer=f"ND-CN-{place}", supplier="CNRE",
                item=f"NDPR-{place}", price=100, max_per_month=15_000 * size, destination=place, **spot,
                **china),
            row(f"S01 P16; {pooled}", offer=f"ND-LY-{place}", supplier="LYNAS", item=f"NDPR-{place}",
                price=114, max_annual=90_000 * size, destination=place, **contract),
            row(f"S05; {guess}", offer=f"ND-TR-{place}", supplier="TRADER", item=f"NDPR-{place}", price=138,
                max_per_month=3_000 * half, lead_time_months=1, mining_country="US", refining_country="US",
                destination=place, **spot),
            row(f"S19; M35 price 224; {guess}", offer=f"DY-CN-{place}", supplier="CNRE", item=f"DY-{place}",
                price=240, max_per_month=1_200 * size, destination=place, **spot, **china),
            row(f"M29 asks of 800 in Europe; C02 S12; {guess}", offer=f"DY-TR-{place}",
                supplier="TRADER", item=f"DY-{place}", price=750, max_per_month=150 * size,
                lead_time_months=1, mining_country="BR", refining_country="FR", destination=place, **spot),
            row(f"S02; 1 kg of Dy counts as 4 in the pool; {pooled}", offer=f"DY-LY-{place}",
                supplier="LYNAS", item=f"DY-{place}", price=430, max_annual=4_000 * size, pool_weight=4,
                destination=place, **contract),
        ]
    return rows


def _pools() -> Rows:
    guess = "invented: one discount over both plants and both oxides"
    return table(
        "pool from_annual to_annual discount",
        ("LY", 0, 50_000, 0, guess),
        ("LY", 50_000, 110_000, 0.04, guess),
        ("LY", 110_000, 400_000, 0.08, guess),
    )


def _history() -> Rows:
    guess = "invented: ordered before the plan, still on the way"
    return [
        row(guess, offer=f"{offer}-CN-{place}", order_month=PLAN(month), quantity=round(quantity * size),
            unit_cost=cost)
        for place, size in PLACES.items()
        for offer, quantity, cost in (("ND", 10_000, 101), ("DY", 600, 238))
        for month in (-2, -1)
    ]


def _products() -> Rows:
    lost = "invented: lost margin and claims for a stopped line"
    return table(
        "product name unit shortage_penalty site",
        ("M-JP", "Traction motor, Japanese plant", "motor", 500, "JP", lost),
        ("M-DE", "Traction motor, German plant", "motor", 500, "DE", lost),
    )


def _demand() -> Rows:
    return [
        row(f"invented: {20_000 * size:,.0f} a month", product=f"M-{place}", month=month,
            quantity=20_000 * size)
        for place, size in PLACES.items()
        for month in PLAN
    ]


def _bom() -> Rows:
    return [
        row(comment, product=f"M-{place}", design="STD", item=f"{item}-{place}", quantity=quantity)
        for place in PLACES
        for item, quantity, comment in (
            ("NDPR", 0.5, "B09 low end of 1.3 to 2.0 kg of magnet, B12; invented: round number"),
            ("DY", 0.03, "B23 2 % of the magnet; invented: round number"),
        )
    ]


_WAYS = (("DE", "JP"), ("JP", "DE"))


def _transfers() -> Rows:
    names = {"NDPR": "NdPr oxide", "DY": "Dysprosium oxide"}
    way = {("DE", "JP"): "from Germany to Japan", ("JP", "DE"): "from Japan to Germany"}
    return [
        row("invented: freight of 4 USD/kg, two months at sea", process=f"{item}-{here}>{there}",
            name=f"{names[item]} {way[here, there]}", country=here, destination=there,
            capacity_per_month=capacity, opex=4, lead_months=2)
        for item, capacity in (("NDPR", 4_000), ("DY", 400))
        for here, there in _WAYS
    ]


def _flows() -> Rows:
    return [
        row("invented: nothing is lost on the way", process=f"{item}-{here}>{there}",
            item=f"{item}-{place}", kind=kind, quantity=1)
        for item in ("NDPR", "DY")
        for here, there in _WAYS
        for place, kind in ((here, "in"), (there, "out"))
    ]


def _events() -> Rows:
    return [
        row("D20a names Japan alone; invented: six months, recovery", event="BAN",
            name="Chinese ban on Japan for six months", country="CN", stage="refining", destination="JP",
            severity=1, duration_months=6, recovery_months=3, source="D20a"),
        row("D20a M29; invented: factor", event="SPIKE", name="Spot prices rise by half with the ban",
            items="NDPR-JP,NDPR-DE,DY-JP,DY-DE", severity=0, duration_months=6, price_factor=1.5,
            source="D20a, M29"),
    ]


def _scenarios() -> Rows:
    rows: Rows = []
    for onset in ONSETS:
        name = f"BAN-{onset:02}"
        why = "D20a; knows from its first month how long it lasts; invented: probability, month"
        rows += [
            row(why, scenario=name, event="BAN", start_month=PLAN(onset), probability=0.05),
            row(why, scenario=name, event="SPIKE", start_month=PLAN(onset)),
        ]
    return rows


def _what_ifs() -> Rows:
    question = "invented: question"
    pooled = [f"{item}-LY-{place}" for item in ("ND", "DY") for place in PLACES]
    return table(
        "case note sheet row column change value",
        ("ban-impossible", "China never stops anything", "Scenarios", "*", "probability", "set", 0, question),
        ("no-transfers", "Nothing moves between the plants", "Processes", "*", "capacity_per_month", "set", 0,
         question),
        *(
            ("no-pool", "Each contract on its own" if offer == pooled[0] else None, "Offers", offer, "pool",
             "set", None, question)
            for offer in pooled
        ),
        *(
            ("no-pool", None, "Offers", offer, "pool_weight", "set", None, question)
            for offer in pooled
            if offer.startswith("DY")
        ),
        ("no-pool", None, "Pools", "*", "pool", "remove", None, question),
        ("ban-hits-both", "A ban on Japan hits the German plant too", "Offers", "*", "destination", "set",
         None, question),
    )
