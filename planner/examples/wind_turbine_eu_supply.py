"""What the European maker can buy: items, orders on the way, suppliers, offers and the path of prices."""

from __future__ import annotations

from planner.examples.facts import fact
from planner.examples.sheets import Calendar, Cell, Rows, row, shared, table

# fmt: off
# Rows of a sheet are read as rows, not one cell a line.


def items(plan: Calendar) -> Rows:
    """Return the Items sheet: two grades of magnet, oxides, metal and scrap."""
    rows = table(
        "item name unit unit_value initial_stock storage_cost",
        ("MAG_H", "Magnet, H grade (2 % Dy)", "kg", 88, 90_000, 0.20,
         "B23 M19 M38; invented: value, stock, end stock, storage, 45 days, price of missing cover"),
        ("MAG_M", "Magnet, M grade (0.5 % Dy)", "kg", 78, 40_000, 0.20,
         "B22 M18 M38; invented: value, stock, storage, 45 days, price of missing cover"),
        ("NDPR_OX", "NdPr oxide", "kg", 106, 6_000, 0.15,
         "M39 M41 near the floor of 110 USD; invented: stock, storage"),
        ("NDPR_M", "NdPr metal", "kg", 130, 10_000, 0.30,
         "M38; invented: stock, storage in argon, oxidation"),
        ("DY_OX", "Dysprosium oxide", "kg", 320, 2_500, 0.15,
         "M35 M29 between China 224 and Europe 800 USD; invented: stock"),
        ("SCRAP", "Magnets from old turbines and motors", "kg", 27, 20_000, 0.05,
         "D24 the EU keeps its magnet scrap; invented: value, stock, disposal cost"),
        ("ROTOR", "Wound rotor set without magnets", "set", 110_000, 0, 200,
         "invented: item, value, storage"),
    )
    cover: dict[str, Cell] = {
        "min_cover_days": 45, "cover_from": plan(6), "cover_penalty": 8, "cover_again_months": 6,
        "min_suppliers": 2,
    }
    more: dict[str, dict[str, Cell]] = {
        "MAG_H": {"final_stock": 45_000, "max_stock": 400_000, **cover},
        "MAG_M": {"max_stock": 200_000, **cover},
        "NDPR_OX": {"max_stock": 100_000},
        "NDPR_M": {"max_stock": 100_000, "monthly_loss": 0.002},
        "SCRAP": {"max_stock": 400_000, "disposal_cost": 0.3},
    }
    return [{**cells, **more.get(str(cells["item"]), {})} for cells in rows]


def receipts(plan: Calendar) -> Rows:
    """Return the Receipts sheet: orders on the way, and magnets that come back."""
    on_the_way = "invented: orders on the way, sized to last until the first new order can arrive"
    under_way = {
        "MAG_H": (60_000, 60_000, 60_000),
        "MAG_M": (24_000, 24_000, 24_000),
        "NDPR_M": (8_000, 8_000),
        "DY_OX": (700, 700, 700, 700),
    }
    rows = [
        row(on_the_way, item=item, month=plan(index), quantity=quantity)
        for item, quantities in under_way.items()
        for index, quantity in enumerate(quantities)
    ]
    returns = "invented: magnets taken back from old turbines, 3 t a month rising 2 % a month"
    rows += [
        row(returns, item="SCRAP", month=month, quantity=round(3_000 * 1.02**index))
        for index, month in enumerate(plan)
    ]
    return rows


def suppliers() -> Rows:
    """Return the Suppliers sheet."""
    known = "invented: already qualified"
    return table(
        "supplier name already_qualified qualification_cost qualification_months",
        ("CNMAG", "Chinese magnet maker", "yes", None, None, "S41"),
        ("VNMAG", "Magnet plant in Vietnam", "no", 400_000, 6, "S29; invented: cost, months"),
        ("NARVA", "Neo Narva", "yes", None, None, f"S16; {known}"),
        ("LYNAS", "Lynas Malaysia", "yes", None, None, f"S01 S02; {known}"),
        ("SOLVAY", "Solvay La Rochelle", "yes", None, None, f"S15; {known}"),
        ("CAREMAG", "Caremag Lacq", "no", 60_000, 3, "S12 S13; invented: cost, months"),
        ("CNRE", "Chinese state groups", "yes", None, None, "S18 S19"),
        ("LCM", "Less Common Metals", "yes", None, None, f"S26; {known}"),
        ("SCRAPEU", "European scrap dealers", "yes", None, None, f"D24; {known}"),
        ("ROTOREU", "European generator maker", "yes", None, None, "invented: supplier"),
    )


def offers(plan: Calendar) -> Rows:
    """Return the Offers sheet."""
    return [*_magnets(), *_magnet_contracts(plan), *_materials(), *_material_contracts(plan), *_others()]


def _magnets() -> Rows:
    guess = "invented: price, volume, lead time"
    rows = table(
        "offer supplier item price max_per_month metal_country magnet_country",
        ("MAG-H-CN", "CNMAG", "MAG_H", 82, 70_000, "CN", "CN",
         f"M19 M38; B47 material 60 % of the cost; {guess}"),
        ("MAG-M-CN", "CNMAG", "MAG_M", 73, 30_000, "CN", "CN", f"M18 M38; B47; {guess}"),
        ("MAG-H-VN", "VNMAG", "MAG_H", 101, 15_000, "VN", "VN", f"S29 2,200 t a year; {guess}"),
    )
    return shared(
        rows, kind="spot", currency="USD", index="NDPR", freight=1.5, lead_time_months=3, transit_months=2,
        mining_country="CN", refining_country="CN",
    )


def _magnet_contracts(plan: Calendar) -> Rows:
    rows = table(
        "offer item price min_annual max_annual take_or_pay signed contract_cost available_from",
        ("MAG-H-NARVA", "MAG_H", 90, 60_000, 240_000, 0.8, "yes", None, None,
         "S16 2,000 t a year; the frame contract of last year; invented: price, volume, terms"),
        ("MAG-H-NARVA-2", "MAG_H", 93, 60_000, 300_000, 0.8, None, 200_000, plan(12),
         "S16 up to 5,000 t a year later; invented: price, volume, terms"),
        ("MAG-M-NARVA", "MAG_M", None, None, None, 0.7, None, 150_000, None,
         "S16; invented: terms; volumes and prices stand on PriceTiers"),
    )
    return shared(
        rows, supplier="NARVA", kind="contract", index="NDPR", freight=0.5, flex=0.1, lead_time_months=2,
        transit_months=1, mining_country="AU", refining_country="MY", metal_country="EE", magnet_country="EE",
    )


def price_tiers() -> Rows:
    """Return the PriceTiers sheet: the discount on low-dysprosium magnets from Narva."""
    return table(
        "offer from_annual to_annual price",
        ("MAG-M-NARVA", 30_000, 90_000, 83, "S16; invented: volume, price"),
        ("MAG-M-NARVA", 90_000, 150_000, 81.5, "S16; invented: volume, price"),
    )


def _materials() -> Rows:
    guess = "invented: price, volume, lead time"
    rows = table(
        "offer supplier item price currency index freight max_per_month lead_time_months mining_country "
        "refining_country metal_country",
        ("ND-CN", "CNRE", "NDPR_OX", 108, "USD", "NDPR", 1, 20_000, 2, "CN", "CN", None,
         f"S18 S19; M37 M39; {guess}"),
        ("ND-SOLVAY", "SOLVAY", "NDPR_OX", 112, None, "NDPR", 0.5, 6_000, 1, "AU", "FR", None,
         f"S15 several hundred t a year; {guess}, where its feed is from"),
        ("NDM-CN", "CNRE", "NDPR_M", 134, "USD", "NDPR", 1, 15_000, 2, "CN", "CN", "CN", f"M38 M39; {guess}"),
        ("NDM-LCM", "LCM", "NDPR_M", 142, None, "NDPR", 1, 5_000, 1, "AU", "MY", "GB",
         f"S26 330 t a year; {guess}, where its oxide is from"),
        ("DY-CN", "CNRE", "DY_OX", 235, "USD", "DY", 2, 800, 4, None, "CN", None,
         "M35; D14a P39 licences take time; invented: volume, lead time with the licence"),
        ("DY-EU", "SCRAPEU", "DY_OX", fact("M29").number("price_low"), "USD", "HEAVY_EX", 1, 300, 1, None,
         "FR", None,
         "M29 800 USD in Europe, thin market; invented: volume, who sells it"),
    )
    return shared(rows, kind="spot", transit_months=1)


def _material_contracts(plan: Calendar) -> Rows:
    floor = fact("P17").number("value")
    firm = round(fact("P19").number("value") / fact("P18").number("value"), 3)
    rows = table(
        "offer supplier item price price_floor currency index freight min_annual max_annual take_or_pay flex "
        "contract_cost lead_time_months available_from mining_country refining_country",
        ("ND-LYNAS", "LYNAS", "NDPR_OX", 116, floor, "USD",
         "NDPR", 1, 36_000, 180_000, 0.8, 0.1, 100_000, 2, None,
         "AU", "MY", "S01; P17 floor as for Japan; invented: price, volumes, terms"),
        ("ND-CAREMAG", "CAREMAG", "NDPR_OX", 104, 90, None,
         "NDPR", 0.5, 12_000, 96_000, 0.7, 0.1, 80_000, 1, plan(3),
         "FR", "FR", "S13 800 t a year of recycled magnets and concentrate; invented: price, volume, terms"),
        ("DY-LYNAS", "LYNAS", "DY_OX", 400, None, "USD", None, 2, 1_200, 7_200, firm, 0.15, 50_000, 2, None,
         None, "MY", "S02; P18 P19 terms as for Japan; M35 M29; invented: price, volumes"),
        ("DY-CAREMAG", "CAREMAG",
         "DY_OX", 310, None, None, None, 0.5, 1_200, 12_000, 0.8, 0.1, 60_000, 1, plan(3),
         None, "FR", "S12; M35 M29; invented: price, volumes, terms"),
    )
    return shared(rows, kind="contract", transit_months=1)


def _others() -> Rows:
    rows = table(
        "offer supplier item price index freight max_per_month lead_time_months",
        ("SCRAP-EU", "SCRAPEU", "SCRAP", 25, "NDPR", 0.5, 25_000, 1, "D24; invented: price, volume"),
        ("ROTOR-EU", "ROTOREU", "ROTOR", 110_000, None, 1_500, 12, 2, "invented: price, volume"),
    )
    return shared(rows, kind="spot", transit_months=1)


def price_index(plan: Calendar) -> Rows:
    """Return the PriceIndex sheet."""
    path = "invented: market path, falls 3 % from the high of M37 and rises again"
    return [
        *(
            row(path, index="NDPR", month=plan(index), factor=factor)
            for index, factor in ((0, 1.0), (6, 0.97), (12, 0.98), (24, 1.01))
        ),
        row("M35 flat in China through the controls of 2025", index="DY", month=plan(0), factor=1),
        row("M29 outside China; invented: flat", index="HEAVY_EX", month=plan(0), factor=1),
    ]
