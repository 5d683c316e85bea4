"""What the German tool maker can buy: items, suppliers, offers with their price formulas, indices, rates."""

from __future__ import annotations

from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Cell, Rows, row, table

# fmt: off
MTU_KG = fact("B61").number("typical")
"""Kilograms of WO3 in a metric-ton unit (B61)."""
POUND_KG = 0.45359237
"""Kilograms in a pound."""

QUARTERLY: dict[str, Cell] = {"index_lag_months": 1, "index_average_months": 3, "index_reset_months": 3}
"""The mean of three months ending the month before the quarter, set anew every quarter."""


def items(plan: Calendar) -> Rows:
    """Return the Items sheet, in kg."""
    level = "M46 M47 between 1,000 and 3,000 USD/mtu"
    rows = table(
        "item name unit_value initial_stock storage_cost",
        ("APT", "Paratungstate (as WO3)", 105, 14_000, 0.05, f"{level}; invented: value, stock, storage"),
        ("WC", "Tungsten carbide powder", 140, 9_000, 0.05, f"{level}; invented: value, stock, storage"),
        ("CO", "Cobalt powder", 48, 1_800, 0.05, "M50 M51; invented: value, stock, storage"),
        ("RTP10", "Ready-to-press powder, 10 % cobalt", 138, 8_000, 0.05, "invented: value, stock, storage"),
        ("RTP6", "Ready-to-press powder, 6 % cobalt", 140, 0, 0.05, "invented: value, storage"),
        ("USED", "Used tools", 55, 3_000, 0.02, "B66 bought back at market price; invented: value, stock"),
        ("SLUDGE", "Grinding sludge", 20, 1_500, 0.02, "invented: value, stock, storage"),
    )
    cover: dict[str, Cell] = {"min_cover_days": 30, "cover_from": plan(6), "cover_again_months": 6}
    more: dict[str, dict[str, Cell]] = {
        "APT": {"cover_penalty": 6, "min_suppliers": 2, **cover},
        "CO": {"cover_penalty": 3, **cover},
        "RTP10": {"max_stock": 30_000},
        "RTP6": {"max_stock": 20_000},
        "SLUDGE": {"disposal_cost": 0.5},
        "USED": {"disposal_cost": 0},
    }
    return [{**cells, **more.get(str(cells["item"]), {})} for cells in rows]


def receipts(plan: Calendar) -> Rows:
    """Return what comes back from tools sold before the plan, until those of the plan come back."""
    back = "B65; invented: tools sold before the plan"
    return [
        row(back, item="USED", month=plan(index), quantity=3_900 if index < 6 else 1_800)
        for index in range(9)
    ]


def suppliers(plan: Calendar) -> Rows:
    """Return the Suppliers sheet."""
    return table(
        "supplier name already_qualified qualification_cost qualification_months qualified_from",
        ("CNW", "Chinese tungsten group", "yes", None, None, None, "RM06a C36"),
        ("TRADER", "Rotterdam trader", "yes", None, None, None, "M46 sells from stock in Rotterdam"),
        ("ATW", "Austrian tungsten house", "yes", None, None, None, "S56"),
        ("KRMINE", "Korean tungsten mine", "no", 120_000, 4, None, "S54 S55; invented: cost, months"),
        ("VNW", "Vietnamese tungstate smelter", None, None, None, plan(3),
         "invented: supplier, being qualified since last year"),
        ("FICO", "Finnish cobalt refiner", "yes", None, None, None, "RM07 Congo ore; invented: supplier"),
        ("IDCO", "Indonesian cobalt refiner", "no", 60_000, 3, None,
         "RM07 spared; invented: cost, months"),
        ("CNCO", "Chinese cobalt refiner", "yes", None, None, None, "RM07 Congo ore; invented: supplier"),
        ("DEALER", "European scrap dealers", "yes", None, None, None, "B65; invented: supplier"),
    )


def offers(plan: Calendar) -> Rows:
    """Return the Offers sheet."""
    return [*_tungsten(plan), *_cobalt(), *_others()]


def _tungsten(plan: Calendar) -> Rows:
    mtu: dict[str, Cell] = {"item": "APT", "price_per": MTU_KG, "currency": "USD", "index": "APT"}
    guess = "invented: price, volume, lead time"
    terms = "invented: price, volumes, terms"
    quarterly = "quarterly price"
    return [
        row(f"RM06a M46 M47 Chinese price below Europe; {guess}", offer="APT-CN", supplier="CNW", kind="spot",
            price=1_010, freight=12, max_per_month=7_000, lead_time_months=3, transit_months=2,
            mining_country="CN", refining_country="CN", **mtu),
        row(f"M46 M47; {guess}", offer="APT-ROT", supplier="TRADER", kind="spot", price=1_240, freight=2,
            max_per_month=1_500, lead_time_months=1, transit_months=0, mining_country="VN",
            refining_country="VN", **mtu),
        row(f"{quarterly}, paid after 90 days; {terms}", offer="APT-VN", supplier="VNW", kind="contract",
            price=1_120, price_floor=420, price_ceiling=1_900, freight=12, min_annual=18_000,
            max_annual=36_000, take_or_pay=0.8, flex=0.1, contract_cost=20_000, lead_time_months=3,
            transit_months=2, payment_months=3, mining_country="VN", refining_country="VN", **QUARTERLY,
            **mtu),
        row(f"S54 starts up, smelted in Austria; {quarterly} with a floor, a deposit a month ahead; {terms}",
            offer="APT-KR", supplier="KRMINE", kind="contract", price=1_080, price_floor=500, freight=10,
            min_annual=18_000, max_annual=48_000, take_or_pay=0.9, contract_cost=30_000, lead_time_months=4,
            transit_months=2, payment_months=-1, available_from=plan(6), mining_country="KR",
            refining_country="AT", **QUARTERLY, **mtu),
        row(f"S56 S55; frame contract over tungstate and carbide; {quarterly}, paid after 60 days; {terms}",
            offer="APT-AT", supplier="ATW", kind="contract", price=1_095, freight=3, min_annual=12_000,
            max_annual=48_000, take_or_pay=0.8, flex=0.1, lead_time_months=2, transit_months=0,
            payment_months=2, pool="ATW", mining_country="PT", refining_country="AT", **QUARTERLY, **mtu),
        row(f"S56 S55; frame contract over tungstate and carbide; paid after 60 days; {terms}",
            offer="WC-AT", supplier="ATW", item="WC", kind="contract", price=124, currency="EUR", index="APT",
            min_annual=6_000, max_annual=36_000, take_or_pay=0.8, flex=0.1, lead_time_months=2,
            transit_months=0, payment_months=2, pool="ATW", pool_weight=1.2, mining_country="PT",
            refining_country="AT", metal_country="AT", **QUARTERLY),
        row(f"RM06a carbide is under licence too; {guess}", offer="WC-CN", supplier="CNW", item="WC",
            kind="spot", price=136, currency="USD", index="APT", freight=1, max_per_month=3_000,
            lead_time_months=3, transit_months=2, order_multiple=500, mining_country="CN",
            refining_country="CN", metal_country="CN"),
    ]


def _cobalt() -> Rows:
    pound: dict[str, Cell] = {"item": "CO", "price_per": POUND_KG, "currency": "USD", "index": "CO"}
    return [
        row("M51 RM08; quarterly price, paid after 60 days; invented: price, volumes, terms", offer="CO-FI",
            supplier="FICO", kind="contract", price=25.5, freight=0.1, min_annual=4_800, max_annual=14_400,
            take_or_pay=0.8, flex=0.1, contract_cost=10_000, lead_time_months=2, transit_months=1,
            payment_months=2, mining_country="CD", refining_country="FI", **QUARTERLY, **pound),
        row("RM07 spared; M51; invented: price, volumes, terms", offer="CO-ID", supplier="IDCO",
            kind="contract", price=27.5, freight=0.2, min_annual=2_400, max_annual=9_600, take_or_pay=0.7,
            flex=0.15, contract_cost=10_000, lead_time_months=3, transit_months=2, payment_months=1,
            mining_country="ID", refining_country="ID", **QUARTERLY, **pound),
        row("M51 M50; invented: price, volume, lead time, drums of 250 kg", offer="CO-CN", supplier="CNCO",
            kind="spot", price=26, freight=0.2, max_per_month=1_000, lead_time_months=3, transit_months=2,
            order_multiple=250, mining_country="CD", refining_country="CN", **pound),
        row("M51; invented: premium for stock in Rotterdam, volume", offer="CO-ROT", supplier="TRADER",
            kind="spot", price=31, freight=0.05, max_per_month=300, lead_time_months=1, transit_months=0,
            mining_country="CD", refining_country="FI", **pound),
    ]


def _others() -> Rows:
    return [
        row("B65; invented: price, volume", offer="USED-EU", supplier="DEALER", item="USED", kind="spot",
            price=30, currency="EUR", index="APT", max_per_month=1_500, lead_time_months=1, transit_months=0),
    ]


def pools() -> Rows:
    """Return the Pools sheet: one frame contract over two items."""
    guess = "invented: discount on all that is bought of both"
    rows = table(
        "from_annual to_annual discount",
        (0, 30_000, 0, guess),
        (30_000, 60_000, 0.03, guess),
        (60_000, 120_000, 0.06, guess),
    )
    return [{"pool": "ATW", **cells} for cells in rows]


def price_index(plan: Calendar) -> Rows:
    """Return the PriceIndex sheet, from before the plan on: contracts look back."""
    tungsten = "M46 M47 after the peak of 2026; invented: path"
    cobalt = "M50 M51; invented: path"
    return [
        *(
            row(tungsten, index="APT", month=plan(index), factor=factor)
            for index, factor in ((-6, 1.15), (-3, 1.08), (0, 1.0), (6, 0.96), (12, 0.94), (24, 0.97))
        ),
        *(
            row(cobalt, index="CO", month=plan(index), factor=factor)
            for index, factor in ((-6, 0.97), (0, 1.0), (12, 1.03), (24, 1.0))
        ),
    ]


def exchange_rates(plan: Calendar) -> Rows:
    """Return the FX sheet: dated rates."""
    guess = "invented: rate EUR per USD"
    return table(
        "currency month rate",
        ("USD", plan(-6), 0.88, guess),
        ("USD", plan(0), 0.87, guess),
        ("USD", plan(12), 0.86, guess),
    )


def history(plan: Calendar) -> Rows:
    """Return the History sheet: what was ordered before the plan."""
    guess = "invented: ordered before the plan, on the way"
    return table(
        "offer order_month quantity unit_cost",
        ("APT-CN", plan(-3), 7_000, 94, guess),
        ("APT-CN", plan(-2), 7_000, 93, guess),
        ("APT-CN", plan(-1), 6_000, 92, guess),
        ("WC-CN", plan(-3), 3_000, 121, guess),
        ("WC-CN", plan(-2), 3_000, 120, guess),
        ("WC-CN", plan(-1), 2_500, 119, guess),
        ("CO-CN", plan(-2), 1_000, 50, guess),
        ("CO-CN", plan(-1), 1_000, 50, guess),
    )
