"""What the Japanese maker can buy: items, orders on the way, suppliers, offers and the path of prices."""

from __future__ import annotations

from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Cell, Rows, row, shared, table

# fmt: off
# Rows of a sheet are read as rows, not one cell a line.


def items(plan: Calendar) -> Rows:
    """Return the Items sheet: oxides, metal, magnets and scrap, in kg."""
    asked = plan(6)
    rows = table(
        "item name unit_value initial_stock storage_cost",
        ("NDPR_OX", "NdPr oxide", 120, 30_000, 0.15,
         "M39 M41 value above the floor of 110, so that the end stock is kept; invented: stock, storage"),
        ("NDPR_M", "NdPr metal", 150, 40_000, 0.30,
         "M38 value; P09 60 days; invented: stock, storage in argon, oxidation, price of missing cover"),
        ("DY_OX", "Dysprosium oxide", 300, 6_000, 0.15,
         "M35 M29 value between China 224 and Europe 800; P09; invented: stock, price of missing cover"),
        ("TB_OX", "Terbium oxide", 1_300, 1_300, 0.15,
         "M27 M30 value between China 1,003 and Europe 3,625; P09; invented: stock, price of missing cover"),
        ("MAG_STD", "Magnet, SH grade", 85, 20_000, 0.30,
         "M20 M38 blank at 35 when NdPr cost half; B47; invented: value, stock, storage, no end stock"),
        ("MAG_GBD", "Magnet, SH grade with diffusion", 82, 0, 0.30,
         "B28 unit cost -5 to -10 %; invented: value, storage"),
        ("MAG_LO", "Magnet, M grade", 65, 4_000, 0.30,
         "M18 cheaper than SH in the ratio of blanks; invented: value, stock, storage, no end stock"),
        ("FERRITE", "Ferrite magnet", 6, 0, 0.05, "M42 M43 2 to 12 a kg; invented: value, storage"),
        ("SCRAP", "Scrap of the own magnet plant", 25, 5_000, 0.10,
         "B33 all of it is used again; invented: value, stock, disposal cost"),
        ("EOL", "Magnets from scrapped motors", 20, 0, 0.10,
         "B35 hardly collected today; invented: value, disposal cost"),
    )
    cover: dict[str, Cell] = {"min_cover_days": 60, "cover_from": asked, "cover_again_months": 6}
    more: dict[str, dict[str, Cell]] = {
        "NDPR_OX": {"max_stock": 400_000, "min_suppliers": 2},
        "NDPR_M": {"max_stock": 250_000, "monthly_loss": 0.002, "cover_penalty": 8, **cover},
        "DY_OX": {"min_suppliers": 2, "cover_penalty": 20, **cover},
        "TB_OX": {"cover_penalty": 80, **cover},
        "MAG_STD": {"max_stock": 120_000, "final_stock": 0},
        "MAG_GBD": {"max_stock": 120_000},
        "MAG_LO": {"max_stock": 40_000, "final_stock": 0},
        "SCRAP": {"disposal_cost": 0.5},
        "EOL": {"disposal_cost": 0.5},
    }
    return [{**cells, **more.get(str(cells["item"]), {})} for cells in rows]


def receipts(plan: Calendar) -> Rows:
    """Return the Receipts sheet: orders on the way, and motors that come back."""
    on_the_way = "invented: orders on the way, sized to last until the first new order can arrive"
    under_way = {
        "NDPR_OX": (40_000, 40_000, 15_000),
        "DY_OX": (3_200, 3_000, 2_800, 1_600),
        "TB_OX": (650, 600, 550, 300),
    }
    rows = [
        row(on_the_way, item=item, month=plan(index), quantity=quantity)
        for item, quantities in under_way.items()
        for index, quantity in enumerate(quantities)
    ]
    returns = "invented: scrapped motors, 2 t a month rising 3 % a month"
    rows += [
        row(returns, item="EOL", month=month, quantity=round(2_000 * 1.03**index))
        for index, month in enumerate(plan)
    ]
    return rows


def suppliers() -> Rows:
    """Return the Suppliers sheet."""
    known, guess = "yes", "invented: cost, months"
    return table(
        "supplier name already_qualified qualification_cost qualification_months",
        ("CNRE", "Chinese state groups", known, None, None, "S18 S19"),
        ("TRADER", "Japanese trading house", known, None, None, "S14 as an example of a trader"),
        ("LYNAS", "Lynas through JARE", known, None, None, "S01 S02 supplying Japan since 2012"),
        ("CAREMAG", "Caremag through JFRE and Iwatani", "no", 150_000, 3, f"S12 S13 S14 P22; {guess}"),
        ("IREL", "IREL through Toyotsu", "no", 150_000, 4, f"S40; {guess}"),
        ("SOLVAY", "Solvay La Rochelle", "no", 200_000, 6, f"S15; {guess}"),
        ("ILUKA", "Iluka Eneabba", "no", 300_000, 6, f"S08 S09; {guess}"),
        ("VNMETAL", "Metal house in Vietnam", "no", 150_000, 3, "invented: supplier, cost, months"),
        ("LCM", "Less Common Metals", "no", 200_000, 6, f"S26; {guess}"),
        ("HYPRO", "HyProMag UK", "no", 250_000, 6, f"S22; {guess}"),
        ("CNMAG", "Chinese magnet maker", known, None, None, "S41"),
        ("VNMAG", "Japanese magnet plant in Vietnam", "no", 600_000, 9, f"S29; {guess}"),
        ("JPFER", "Japanese ferrite maker", known, None, None, "S30 S31 make ferrite"),
        ("DISMANTLE", "Motor dismantlers", "no", 100_000, 3, f"S25 collects in Japan; {guess}"),
    )


def offers(plan: Calendar) -> Rows:
    """Return the Offers sheet."""
    return [*_oxides(), *_oxide_contracts(plan), *_heavy(), *_heavy_contracts(plan), *_metal(), *_magnets()]


def _oxides() -> Rows:
    guess = "invented: price, volume, lead time"
    rows = table(
        "offer supplier price max_per_month lead_time_months transit_months mining_country refining_country",
        ("ND-CN", "CNRE", 108, 40_000, 2, 1, "CN", "CN", f"S18 S19; M37 M39 price level; {guess}"),
        ("ND-TRADER", "TRADER", 124, 8_000, 1, 1, "CN", "CN",
         f"M39 plus a premium for stock in Japan; {guess}"),
        ("ND-LYNAS-SP", "LYNAS", 128, 5_000, 2, 1, "AU", "MY", f"S01 what the contracts leave; {guess}"),
        ("ND-IREL", "IREL", 119, 6_000, 2, 1, "IN", "IN", f"S40 over 1,000 t to Japan in 2024; {guess}"),
        ("ND-SOLVAY", "SOLVAY", 133, 4_000, 3, 2, None, "FR", f"S15 several hundred t a year; {guess}"),
    )
    return shared(rows, item="NDPR_OX", kind="spot", index="NDPR", freight=1)


def _oxide_contracts(plan: Calendar) -> Rows:
    rows = table(
        "offer supplier price price_floor currency min_annual max_annual take_or_pay available_from "
        "transit_months mining_country refining_country",
        ("ND-LYNAS", "LYNAS", 114.5, fact("P17").number("value"), None, 60_000, 300_000, 0.8, None, 1, "AU",
         "MY",
         "P16 P17 floor 110; S01 volumes for Japan; invented: price, share of the volume, terms"),
        ("ND-CAREMAG", "CAREMAG", 110, 90, "EUR", 20_000, 100_000, 0.7, plan(3), 2, None, "FR",
         "S13 800 t a year from late 2026, to Japan from 2027; invented: price, floor, volumes, terms"),
        ("ND-ILUKA", "ILUKA", 116, 100, None, 30_000, 120_000, 0.8, plan(12), 1, "AU", "AU",
         "S08 5,500 t a year from 2027; invented: price, floor, volumes, terms, first order 2028"),
    )
    return shared(
        rows, item="NDPR_OX", kind="contract", index="NDPR", freight=1, flex=0.1, contract_cost=100_000,
        lead_time_months=3,
    )


def _heavy() -> Rows:
    before = "volume, lead time before the licence"
    europe = "thin market; invented: volume, refining country of stock in Europe"
    rows = table(
        "offer supplier item price index freight max_per_month lead_time_months mining_country "
        "refining_country",
        ("DY-CN", "CNRE", "DY_OX", 235, "DY", 2, 1_500, 2, "CN", "CN",
         f"M35 price 224; D21 some approvals; invented: {before}"),
        ("DY-CN-MM", "CNRE", "DY_OX", 232, "DY", 2, 1_500, 2, "MM", "CN",
         f"S20 ore from Myanmar; M35 price; D21; invented: {before}"),
        ("DY-EU", "TRADER", "DY_OX", fact("M29").number("price_low"), "HEAVY_EX", 2, 600, 1, None, "FR",
         f"M29 800 in Europe, {europe}"),
        ("TB-CN", "CNRE", "TB_OX", 1_030, "TB", 3, 600, 2, "MM", "CN",
         f"M27 price 1,003; S20 ore; invented: {before}"),
        ("TB-EU", "TRADER", "TB_OX", fact("M30").number("price_low"), "HEAVY_EX", 3, 120, 1, None, "FR",
         f"M30 3,625 in Europe, {europe}"),
    )
    return shared(rows, kind="spot", transit_months=1)


def _heavy_contracts(plan: Calendar) -> Rows:
    firm = round(fact("P19").number("value") / fact("P18").number("value"), 3)
    lynas = "P14 30 % of Japan's need; P18 P19 75 % of output open to it, 50 % firm; invented: price, terms"
    rows = table(
        "offer supplier item price currency freight min_annual max_annual take_or_pay flex contract_cost "
        "available_from transit_months mining_country refining_country",
        ("DY-LYNAS", "LYNAS", "DY_OX", 390, None, 2, 2_000, 6_000, firm, 0.15, 80_000, None, 1, "AU", "MY",
         f"S02; M35 M29 between China and Europe; {lynas}"),
        ("DY-CAREMAG", "CAREMAG", "DY_OX", 310, "EUR", 2, 1_500, 4_000, 0.8, 0.1, 50_000, plan(3), 2, None,
         "FR",
         "S12 S14 P22 20 % of Japan's need, so 20 % of this maker's; M35 M29; invented: price, terms"),
        ("TB-LYNAS", "LYNAS", "TB_OX", 1_600, None, 3, 400, 1_200, firm, 0.15, 80_000, None, 1, "AU", "MY",
         f"S02; M27 M30 between China and Europe; {lynas}"),
        ("TB-CAREMAG", "CAREMAG", "TB_OX", 1_300, "EUR", 3, 300, 800, 0.8, 0.1, 50_000, plan(3), 2, None,
         "FR",
         "S12 S14 P22 20 % of Japan's need, so 20 % of this maker's; M27 M30; invented: price, terms"),
    )
    return shared(rows, kind="contract", lead_time_months=3)


def _metal() -> Rows:
    rows = table(
        "offer supplier price max_per_month lead_time_months transit_months mining_country refining_country "
        "metal_country",
        ("NDM-CN", "CNRE", 134, 30_000, 2, 1, "CN", "CN", "CN",
         "M38 M39 level; invented: price, volume, lead time"),
        ("NDM-VN", "VNMETAL", 146, 12_000, 2, 1, "CN", "CN", "VN",
         "invented: offer, price, volume, lead time"),
        ("NDM-LCM", "LCM", 168, 4_000, 3, 2, None, "FR", "GB",
         "S26 330 t a year; invented: price, volume, lead time, where its oxide is from"),
        ("NDM-HYPRO", "HYPRO", 158, 1_500, 2, 1, None, "GB", "GB",
         "S22 100 to 300 t of alloy a year, B12 30 % NdPr; invented: price, volume, lead time"),
    )
    return shared(rows, item="NDPR_M", kind="spot", index="NDPR", freight=1)


def _magnets() -> Rows:
    cn: dict[str, Cell] = {"mining_country": "CN", "refining_country": "CN"}
    guess = "invented: price, volume, lead time"
    magnets = table(
        "offer supplier item price max_per_month metal_country magnet_country",
        ("MAG-CN", "CNMAG", "MAG_STD", 78, 30_000, "CN", "CN",
         f"M20 blank at 35 when NdPr cost half; B47; {guess}"),
        ("MAG-VN", "VNMAG", "MAG_STD", 102, 12_000, "VN", "VN", f"S29 2,200 t a year; {guess}"),
        ("MAGLO-CN", "CNMAG", "MAG_LO", 60, 12_000, "CN", "CN", f"M18 cheaper than SH; {guess}"),
    )
    others = table(
        "offer supplier item price index freight max_per_month lead_time_months transit_months",
        ("FE-JP", "JPFER", "FERRITE", 6, None, 0.1, 400_000, 1, 0, f"S30 S31; M42 M43; {guess}"),
        ("EOL-JP", "DISMANTLE", "EOL", 22, "NDPR", 0.5, 8_000, 1, 0, f"S25; {guess}"),
    )
    made = shared(magnets, index="NDPR", freight=1, lead_time_months=2, transit_months=1, **cn)
    return shared([*made, *others], kind="spot")


def price_index(plan: Calendar) -> Rows:
    """Return the PriceIndex sheet."""
    path = "invented: market path, falls 3 % from the high of M37 and rises again"
    return [
        *(
            row(path, index="NDPR", month=plan(index), factor=factor)
            for index, factor in ((0, 1.0), (6, 0.97), (12, 0.98), (24, 1.01))
        ),
        row("M35 flat in China through the controls of 2025", index="DY", month=plan(0), factor=1),
        row("M27 flat in China through the controls of 2025", index="TB", month=plan(0), factor=1),
        row("M29 M30 outside China; invented: flat", index="HEAVY_EX", month=plan(0), factor=1),
    ]
