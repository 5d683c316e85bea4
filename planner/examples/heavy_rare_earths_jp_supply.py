"""What the three makers can buy: items with the state's stock, suppliers, own and joint offers, the pool."""

from __future__ import annotations

from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Cell, Rows, row, shared, table

# fmt: off
MONTHLY = {"DY-A": 4_960, "DY-B": 1_100, "DY-C": 620, "TB-A": 1_020}
"""Oxide that each maker uses a month at the start [kg]."""
STATE_DAYS, OWN_DAYS = fact("P07").number("value"), fact("P08").number("value")
"""Days of use that the state and the makers hold (P07, P08)."""


APPROVED = 0.6
"""Part of the makers' use that Chinese approvals let through at the start: D21 says about half."""


def _days(quantity: float, days: float) -> float:
    return round(quantity * days * 12 / 365, -1)


def items(plan: Calendar) -> Rows:
    """Return the Items sheet, in kg."""
    dy, tb = "M35 M29 between China 224 and Europe 800", "M27 M30 between China 1,003 and Europe 3,625"
    rows: Rows = []
    for item, quantity in MONTHLY.items():
        value, source, penalty = (300, dy, 25) if item.startswith("DY") else (1_300, tb, 100)
        name = "Dysprosium oxide" if item.startswith("DY") else "Terbium oxide"
        rows.append(
            row(f"P08 18 days; {source}; invented: stock, storage, price of missing cover", item=item,
                name=f"{name}, maker {item[-1]}", unit_value=value, initial_stock=_days(quantity, 45),
                storage_cost=0.15, min_cover_days=OWN_DAYS, cover_from=plan(3), cover_penalty=penalty,
                cover_again_months=6, site=item[-1]))
    for item, value, source, quantity in (
        ("DY", 300, dy, sum(MONTHLY[f"DY-{maker}"] for maker in "ABC")),
        ("TB", 1_300, tb, MONTHLY["TB-A"]),
    ):
        name = "Dysprosium oxide" if item == "DY" else "Terbium oxide"
        state = _days(quantity, STATE_DAYS)
        rows += [
            row(f"{source}; invented: stock, storage", item=item, name=f"{name}, joint store",
                unit_value=value, initial_stock=_days(quantity, 15), storage_cost=0.15, site="joint"),
            row(f"P06 P07 42 of the 60 days are the state's, let out in a disruption; {source}; invented: "
                "filled at the start, price of missing stock", item=f"{item}-NAT",
                name=f"{name}, state stock", unit_value=value, initial_stock=state, final_stock=state,
                storage_cost=0.1, min_stock=state, cover_penalty=25 if item == "DY" else 100,
                cover_again_months=12, site="state"),
        ]
    return [
        *rows,
        row("S39 P26; invented: value, storage", item="HRC", name="Mixed heavy rare-earth carbonate",
            unit_value=18, initial_stock=0, storage_cost=0.05, max_stock=120_000, site="joint"),
        row("B67 stored under a limit, or disposed of at a cost (B68 98 M USD for a site); invented: limit, "
            "cost", item="RESIDUE", name="Radioactive residue of separation", unit_value=0, initial_stock=0,
            final_stock=0, storage_cost=0.01, max_stock=400_000, disposal_cost=2.5, site="joint"),
        row("B33; invented: value, stock", item="SCRAP", name="Scrap of the magnet plants", unit_value=15,
            initial_stock=10_000, storage_cost=0.05, max_stock=200_000, site="joint"),
        row("B35; invented: value, storage", item="EOL", name="Magnets from scrapped motors", unit_value=10,
            initial_stock=0, storage_cost=0.05, max_stock=300_000, site="joint"),
        row("invented: stands for iron, ferrite, cerium, which nobody withholds", item="FREE",
            name="Materials without heavy rare earth", unit="set", unit_value=0, initial_stock=0),
    ]


def receipts(plan: Calendar) -> Rows:
    """Return what is under way at the start, and old magnets that come back."""
    under_way = "invented: orders on the way"
    rows = [
        row(under_way, item=item, month=plan(index), quantity=round(quantity * share, -1))
        for item, quantity in MONTHLY.items()
        for index, share in enumerate((1, 1, 0.9, 0.5))
    ]
    old = "B35; invented: motors sold before the plan, 1 t a month rising 1 % a month"
    rows += [
        row(old, item="EOL", month=month, quantity=round(1_000 * 1.01**index))
        for index, month in enumerate(plan)
    ]
    return rows


def suppliers() -> Rows:
    """Return the Suppliers sheet."""
    guess = "invented: cost, months"
    return table(
        "supplier name already_qualified qualification_cost qualification_months",
        ("CNRE", "Chinese state groups", "yes", None, None, "S19 S20"),
        ("LYNAS", "Lynas through JARE", "yes", None, None, "S02 supplies Japan"),
        ("CAREMAG", "Caremag through JFRE and Iwatani", "no", 150_000, 3, f"S12 S14; {guess}"),
        ("ILUKA", "Iluka Eneabba", "no", 300_000, 6, f"S09; {guess}"),
        ("TRADER", "Japanese trading house", "yes", None, None, "S14 as an example of a trader"),
        ("BRMINE", "Brazilian concentrate", "no", 200_000, 6, f"S39; {guess}"),
        ("MYCLAY", "Malaysian clay", "no", 200_000, 12, f"P26; {guess}"),
        ("MUD", "Minamitorishima project", "yes", None, None, "S21"),
        ("MARKET", "Many makers", "yes", None, None, "invented: supplier"),
    )


def offers(plan: Calendar) -> Rows:
    """Return the Offers sheet."""
    return [*_chinese(), *_pooled(), *_joint(plan), *_carbonate(plan)]


def _chinese() -> Rows:
    """Each maker's own spot offers, as far as exports are approved."""
    rows: Rows = []
    for item, quantity in MONTHLY.items():
        price, source, ore = (235, "M35 price 224", "CN") if item.startswith("DY") else (
            1_030, "M27 price 1,003; S20", "MM")
        rows.append(
            row(f"{source}; D21 about half is approved; invented: 60 % of the use, lead time",
                offer=f"{item[:2]}-CN-{item[-1]}", supplier="CNRE", item=item, kind="spot", price=price,
                index=item[:2], freight=2, max_per_month=round(quantity * APPROVED, -1), lead_time_months=2,
                transit_months=1, mining_country=ore, refining_country="CN"))
    return rows


def _pooled() -> Rows:
    """Each maker's contract with Lynas, all in one pool."""
    firm = round(fact("P19").number("value") / fact("P18").number("value"), 3)
    terms = "P18 P19 75 % of output open to Japan, 50 % firm; S02; invented: price, volumes, terms"
    rows = table(
        "offer item price max_annual pool_weight",
        ("DY-LY-A", "DY-A", 330, 7_000, 1, f"P14 30 % of the need, less the equity's; {terms}"),
        ("DY-LY-B", "DY-B", 330, 2_000, 1, f"P14 30 % of the need, less the equity's; {terms}"),
        ("DY-LY-C", "DY-C", 330, 1_200, 1, f"P14 30 % of the need, less the equity's; {terms}"),
        ("TB-LY-A", "TB-A", 1_400, 2_400, 4, f"P14 30 % of the need; {terms}; 1 kg of Tb counts as 4"),
    )
    return shared(rows, supplier="LYNAS", kind="contract", index="HEAVY_EX", freight=2, min_annual=500,
                  take_or_pay=firm, flex=0.15, lead_time_months=3, transit_months=1, mining_country="AU",
                  refining_country="MY", pool="JOINT")


def _joint(plan: Calendar) -> Rows:
    """Return what the joint company buys: by equity, under contract, and in need."""
    equity = "bought with equity: a right, no duty; P13 P20; invented: price"
    europe = "thin market; invented: volume, refining country of stock in Europe"
    spot: dict[str, Cell] = {"kind": "spot", "index": "HEAVY_EX", "freight": 2, "transit_months": 1}
    return [
        row(f"{equity}", offer="DY-LYNAS-EQ", supplier="LYNAS", item="DY", price=275, max_per_month=0,
            lead_time_months=3, mining_country="AU", refining_country="MY", **spot),
        row(f"{equity}; S12 S14", offer="DY-CAREMAG-EQ", supplier="CAREMAG", item="DY", price=275,
            max_per_month=0, lead_time_months=3, refining_country="FR", **spot),
        row("P22 S14 20 % of the need; M27 M30; invented: price, terms", offer="TB-CAREMAG",
            supplier="CAREMAG", item="TB", kind="contract", price=1_200, currency="EUR", index="HEAVY_EX",
            freight=3, min_annual=500, max_annual=2_400, take_or_pay=0.8, flex=0.1, contract_cost=50_000,
            lead_time_months=3, transit_months=2, available_from=plan(6), refining_country="FR"),
        row("S09 750 t a year of both from 2027; M35; invented: price, volumes, terms, first order 2028",
            offer="DY-ILUKA", supplier="ILUKA", item="DY", kind="contract", price=320, index="HEAVY_EX",
            freight=2, min_annual=4_000, max_annual=16_000, take_or_pay=0.8, flex=0.1, contract_cost=100_000,
            lead_time_months=3, transit_months=1, available_from=plan(18), mining_country="AU",
            refining_country="AU"),
        row(f"M29 800 in Europe, {europe}", offer="DY-EU", supplier="TRADER", item="DY",
            price=fact("M29").number("price_low"), max_per_month=500, lead_time_months=1,
            refining_country="FR", **spot),
        row(f"M30 3,625 in Europe, {europe}", offer="TB-EU", supplier="TRADER", item="TB",
            price=fact("M30").number("price_low"), max_per_month=80, lead_time_months=1,
            refining_country="FR", **spot),
        row("invented: stands for iron, ferrite, cerium, which nobody withholds", offer="FREE",
            supplier="MARKET", item="FREE", kind="spot", price=0, max_per_month=1_000, lead_time_months=0),
    ]


def _carbonate(plan: Calendar) -> Rows:
    rows = table(
        "offer supplier price max_per_month available_from mining_country",
        ("HRC-BR", "BRMINE", 18, 12_000, plan(24), "BR", "S39 below plan; invented: price, volume, month"),
        ("HRC-MY", "MYCLAY", 19, 10_000, plan(36), "MY", "P26 D11; invented: price, volume, month"),
        ("HRC-MUD", "MUD", 15, 0, None, "JP", "S21 P23; invented: price after what the state pays"),
    )
    return shared(rows, item="HRC", kind="spot", freight=1, lead_time_months=2, transit_months=1)


def pools() -> Rows:
    """Return the Pools sheet: the discount for buying together."""
    guess = "P14 Japan bought as one; invented: volumes, discounts"
    rows = table(
        "from_annual to_annual discount",
        (0, 8_000, 0, guess),
        (8_000, 16_000, 0.03, guess),
        (16_000, 40_000, 0.06, guess),
    )
    return [{"pool": "JOINT", **cells} for cells in rows]


def price_index(plan: Calendar) -> Rows:
    """Return the PriceIndex sheet."""
    return [
        row("M35 flat in China through the controls of 2025", index="DY", month=plan(0), factor=1),
        row("M27 flat in China through the controls of 2025", index="TB", month=plan(0), factor=1),
        *(
            row("M29 M30 outside China; P43 demand grows; invented: path", index="HEAVY_EX",
                month=plan(index), factor=factor)
            for index, factor in ((0, 1.0), (36, 0.95), (84, 1.0))
        ),
    ]
