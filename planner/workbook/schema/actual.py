"""The small workbook of what really was: sheets of the plan, with the few columns that a roll takes over."""

from __future__ import annotations

from dataclasses import replace

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.sheets import SHEETS

COLUMNS: dict[str, tuple[str, ...]] = {
    "Items": ("item", "initial_stock"),
    "History": ("offer", "order_month", "quantity", "arrival_month", "unit_cost"),
    "Offers": ("offer", "price", "freight", "tariff", "max_per_month"),
    "PriceIndex": ("index", "month", "factor"),
    "FX": ("currency", "month", "rate"),
    "Demand": ("product", "month", "quantity"),
}
"""Sheets of the plan that an actual may have, and what is read of them."""
HINTS: dict[str, tuple[str, str]] = {
    "Items": (
        "Stock counted at the end of the last month gone. Items left out have what the plan says.",
        "過ぎた最後の月の月末に数えた在庫。書かない品目は計画の値。",
    ),
    "History": (
        (
            "Orders of the months gone as they were placed: they replace the plan's of that offer and month "
            "(0: none was placed). Two rows with different arrivals are one order in parts."
        ),
        (
            "過ぎた月の実際の発注。同じ供給条件・月の計画値を置き換える（0：発注なし）。"
            "到着が分かれた発注は2行に書く。"
        ),
    ),
    "Offers": (
        "What offers ask now. Only filled cells are taken over.",
        "現在の供給条件条件。記入したセルだけを引き継ぐ。",
    ),
    "PriceIndex": ("Index factors known now.", "判明した指標の値。"),
    "FX": ("Exchange rates known now.", "判明した為替レート。"),
    "Demand": (
        "Demand known now: of months gone to compare with the plan, of months to come to replace it.",
        "判明した需要。過ぎた月は計画との比較に、これからの月は計画値の置き換えに使う。",
    ),
}


def actual_sheets() -> tuple[Sheet, ...]:
    """Return the sheets of an actual, each with the columns that are read."""
    return tuple(_sheet(name, keys) for name, keys in COLUMNS.items())


def _sheet(name: str, keys: tuple[str, ...]) -> Sheet:
    sheet = SHEETS[name]
    columns = tuple(replace(sheet.column(key), ref="", group="") for key in keys)
    if name == "Offers":
        columns = tuple(replace(c, required=c.key == "offer", default=None, default_en="") for c in columns)
    if name == "Items":
        columns = tuple(replace(c, required=True) for c in columns)
    hint_en, hint_ja = HINTS[name]
    return replace(sheet, columns=columns, required=False, hint_en=hint_en, hint_ja=hint_ja)
