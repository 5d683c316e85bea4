"""Every sheet and column of the planning workbook, declared once.

Template, reader, messages and the column reference are all driven by these declarations. To add a column,
declare it in the file of its subject: ``frame`` (settings, countries, indices, currencies), ``supply``,
``offers`` and ``offer_terms``, ``discounts``, ``history``, ``make``, ``plant``, ``rules`` or ``risk``.
"""

from __future__ import annotations

from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.discounts import POOLS, PRICE_TIERS
from planner.workbook.schema.frame import COUNTRIES, FX, PRICE_INDEX, SETTINGS, SETTINGS_SHEET
from planner.workbook.schema.history import HISTORY
from planner.workbook.schema.make import BOM, DEMAND, DESIGNS, PRODUCTS
from planner.workbook.schema.offers import OFFERS
from planner.workbook.schema.plant import INVESTMENTS, PROCESS_FLOWS, PROCESSES
from planner.workbook.schema.risk import EVENTS, SCENARIOS
from planner.workbook.schema.rules import RULES, WHAT_IF
from planner.workbook.schema.supply import ITEMS, RECEIPTS, SUPPLIERS

__all__ = [
    "COMMENT_MARK",
    "GROUP_SIGN",
    "INPUT_PREFIX",
    "INPUT_PREFIX_JA",
    "LISTS_SHEETS",
    "META_SHEET",
    "README_SHEETS",
    "RUN_SHEET",
    "RUN_SHEET_JA",
    "SCHEMA",
    "SCHEMA_VERSION",
    "SETTINGS",
    "SETTING_COLUMNS",
    "SHEETS",
    "SIDE_SHEETS",
]

SCHEMA_VERSION = 2
"""Version of the keys below; a change of keys needs a new one."""

SCHEMA: tuple[Sheet, ...] = (
    SETTINGS_SHEET,
    COUNTRIES,
    ITEMS,
    RECEIPTS,
    SUPPLIERS,
    OFFERS,
    PRICE_TIERS,
    POOLS,
    PRICE_INDEX,
    FX,
    HISTORY,
    PRODUCTS,
    DEMAND,
    DESIGNS,
    BOM,
    PROCESSES,
    PROCESS_FLOWS,
    INVESTMENTS,
    RULES,
    EVENTS,
    SCENARIOS,
    WHAT_IF,
)
"""All input sheets, in the order in which template, findings and documents show them."""

SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in SCHEMA}
"""Input sheets by canonical name."""

SETTING_COLUMNS: dict[str, Column] = {setting.key: setting for setting in SETTINGS}
"""Settings by key."""

ASSUMED_MARKS = ("ASSUMED", "仮定")
"""A comment that begins with one of these says that nobody has confirmed the row."""
COMMENT_KEY = "#comment"
"""Header of the column beside a row in which people write what they like."""
COMMENT_MARK = "#"
GROUP_SIGN = "▸"
"""Ends the heading of columns that the template folds away."""
"""Headers and first cells that begin with it are comments."""

INPUT_PREFIX = "In "
INPUT_PREFIX_JA = "【入力】"
"""Sheets of a result workbook that hold the input in bare form are named ``In <Sheet>``."""

README_SHEETS = {"en": "Readme", "ja": "はじめに"}
LISTS_SHEETS = {"en": "Lists", "ja": "選択肢"}
ROLLED_SHEETS = {"en": "Rolled", "ja": "繰り越し"}
"""What a roll changed, cell by cell; for people only."""
META_SHEET = "_meta"
"""Hidden sheet of two columns, key and value: schema_version, tool_version, language."""
RUN_SHEET, RUN_SHEET_JA = "Run", "実行情報"
"""The same of a result: how it was made, its language among the rest."""

SIDE_SHEETS = frozenset(
    {*README_SHEETS.values(), *LISTS_SHEETS.values(), *ROLLED_SHEETS.values(), META_SHEET}
)
"""Sheets the template itself adds; the reader passes over them in silence."""
