"""The small workbook of what really happened: sheets of the plan, with the few columns a replay reads."""

from __future__ import annotations

from dataclasses import replace

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.sheets import SHEETS

COLUMNS: dict[str, tuple[str, ...]] = {
    "Events": ("event", "start_from", "duration_months", "loss_profile", "price_factor", "source"),
    "PriceIndex": ("index", "month", "factor"),
    "FX": ("currency", "month", "rate"),
    "Offers": ("offer", "available_from", "price"),
    "Demand": ("product", "month", "quantity"),
}
"""Sheets of the plan that a truth may have, and what is read of them."""
KEYS: dict[str, tuple[str, ...]] = {
    "Events": ("event", "start_from"),
    "Offers": ("offer", "available_from"),
}
REQUIRED = {"event", "start_from", "offer", "available_from", "price"}
LABELS: dict[tuple[str, str], tuple[str, str]] = {
    ("Events", "start_from"): ("Began in", "開始月"),
    ("Events", "duration_months"): ("Months it was on", "続いた月数"),
    ("Offers", "available_from"): ("From month", "適用開始月"),
}
COLUMN_HINTS: dict[tuple[str, str], tuple[str, str]] = {
    ("Events", "start_from"): ("Month in which it really began.", "実際に始まった月。"),
    ("Events", "duration_months"): ("How long it really lasted.", "実際に続いた月数。"),
    ("Events", "loss_profile"): (
        "Part really lost in each month it was on: 1|1|0.5.",
        "続いた各月に実際に失われた割合：1|1|0.5。",
    ),
    ("Events", "price_factor"): (
        "1 where the prices of this workbook hold it already.",
        "このブックの価格が既に含んでいれば1。",
    ),
    ("Offers", "available_from"): ("The price holds from this month on.", "この月から適用される価格。"),
}
HINTS: dict[str, tuple[str, str]] = {
    "Events": (
        "What really began, an event of the plan each, and how it went. Blank: as the plan's row says.",
        "実際に起きたこと（計画のイベント）とその経過。空欄は計画の行のとおり。",
    ),
    "PriceIndex": (
        "What indices really were; each value holds until the next. Indices left out were as planned.",
        "指標の実際の値。次の値まで有効。書かない指標は計画どおり。",
    ),
    "FX": (
        "What exchange rates really were; each holds until the next.",
        "為替レートの実際の値。次の値まで有効。",
    ),
    "Offers": (
        "What offers without an index really asked, from a month on.",
        "指標を持たないオファーの実際の価格と、その適用開始月。",
    ),
    "Demand": (
        "Demand as it really was; months left out were as planned.",
        "実際の需要。書かない月は計画どおり。",
    ),
}


def truth_sheets() -> tuple[Sheet, ...]:
    """Return the sheets of a truth, each with the columns that are read."""
    return tuple(_sheet(name, keys) for name, keys in COLUMNS.items())


def _sheet(name: str, keys: tuple[str, ...]) -> Sheet:
    sheet = SHEETS[name]
    columns = []
    for key in keys:
        column = replace(sheet.column(key), ref="", group="")
        if name in KEYS:
            required = key in REQUIRED
            column = replace(column, required=required, default=None, default_en="", default_ja="")
        if (name, key) in LABELS:
            en, ja = LABELS[name, key]
            column = replace(column, en=en, ja=ja)
        if (name, key) in COLUMN_HINTS:
            en, ja = COLUMN_HINTS[name, key]
            column = replace(column, hint_en=en, hint_ja=ja)
        if key == "start_from":
            column = replace(column, example="2026-06")
        columns.append(column)
    hint_en, hint_ja = HINTS[name]
    return replace(
        sheet,
        columns=tuple(columns),
        key=KEYS.get(name, sheet.key),
        required=False,
        hint_en=hint_en,
        hint_ja=hint_ja,
    )
