"""From a limit of the plan data to the cell that it stands in, and what it asks in the buyer's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from models.infeasibility.limits import Limit, Step, field_of, looser_is_more
from models.infeasibility.loosening import Change as LimitChange
from models.plan.data import PlanData
from models.plan.names import Offer
from planner.assemble import tier_number
from planner.explaining.changes import Change
from planner.explaining.words_ways import told
from planner.workbook.access import amount, text
from planner.workbook.reading.cell_values import month_text, shortest
from planner.workbook.reading.row_names import row_name
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Row, Tables, Value

LANGUAGES = ("en", "ja")
PLACES: Mapping[str, tuple[str, str]] = {
    "share": ("Rules", "share"),
    "min_fill_rate": ("Products", "min_fill_rate"),
    "cover_days": ("Items", "min_cover_days"),
    "cover_from": ("Items", "cover_from"),
    "min_stock": ("Items", "min_stock"),
    "min_suppliers": ("Items", "min_suppliers"),
    "capex_budget": ("Settings", "capex_budget"),
    "max_per_month": ("Offers", "max_per_month"),
    "max_annual": ("Offers", "max_annual"),
    "tier_end": ("PriceTiers", "to_annual"),
    "pool_end": ("Pools", "to_annual"),
    "supplier_capacity": ("Suppliers", "capacity_per_month"),
    "process_capacity": ("Processes", "capacity_per_month"),
    "max_share": ("Designs", "max_share"),
    "max_stock": ("Items", "max_stock"),
    "min_annual": ("Offers", "min_annual"),
    "min_take": ("Offers", "min_take"),
    "moq": ("Offers", "moq"),
    "order_multiple": ("Offers", "order_multiple"),
    "signed": ("Offers", "signed"),
    "max_modules": ("Investments", "max_modules"),
    "excludes": ("Investments", "excludes"),
    "earliest": ("Investments", "earliest_start"),
    "latest": ("Investments", "latest_start"),
    "available_from": ("Offers", "available_from"),
    "available_to": ("Offers", "available_to"),
}
"""Sheet and column of every kind of limit (``models.infeasibility.limits.FIELDS``)."""


@dataclass(frozen=True)
class AskLine:
    """One limit: its cell, and what it asks."""

    sheet: str
    """Canonical name."""
    cell: str
    """Address (``G7``); empty where the sheet lacks the column."""
    column: str
    row: str
    """Name of the row, as the sheet WhatIf writes it; for a setting its key."""
    value: Value
    """What the cell means now, its default where it is blank."""
    en: str
    ja: str
    place_en: str
    """``Rules!G7``, with the sheet named as in the workbook."""
    place_ja: str

    def sentence(self, language: str = "en") -> str:
        """Return the line as people read it."""
        said, place = (self.ja, self.place_ja) if language == "ja" else (self.en, self.place_en)
        return f"{place}：{said}" if language == "ja" else f"{place}: {said}"

    def to_json(self) -> dict[str, object]:
        """Return the line as ``--json`` prints it."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "column": self.column,
            "row": self.row,
            "value": _json(self.value),
            "asks": self.en,
        }


@dataclass(frozen=True)
class CellChange:
    """One cell changed, or (``remove``) its row taken out."""

    ask: AskLine
    new: Value
    """``None``: the cell is left blank, or the row taken out."""
    remove: bool
    en: str
    """What to do, in words."""
    ja: str
    typed_en: str
    """The change as typed: ``Rules!G7: 0.5 → 0.57``."""
    typed_ja: str

    @property
    def whatif(self) -> Change:
        """The change as a row of the sheet WhatIf."""
        sheet, setting = self.ask.sheet, self.ask.sheet == "Settings"
        column = "" if self.remove else "value" if setting else self.ask.column
        return Change(sheet, self.ask.row, column, "remove" if self.remove else "set", self.new)

    def sentence(self, language: str = "en") -> str:
        """Return the change as people read it, with its cell."""
        if language == "ja":
            return f"{self.ja}（{self.typed_ja}）"
        return f"{self.en[:1].upper()}{self.en[1:]} ({self.typed_en})"

    def to_json(self) -> dict[str, object]:
        """Return the change as ``--json`` prints it."""
        return {
            "sheet": self.ask.sheet,
            "cell": self.ask.cell,
            "column": self.ask.column,
            "row": self.ask.row,
            "change": "remove" if self.remove else "set",
            "from": _json(self.ask.value),
            "to": _json(self.new),
            "text": self.sentence(),
        }


def ask_of(limit: Limit, tables: Tables, data: PlanData) -> AskLine:
    """Return where a limit stands and what it asks."""
    cell = _Cell(limit, tables, data)
    sheet, column = PLACES[limit.field]
    kind = ""
    if limit.field == "share" and not looser_is_more(data, limit):
        kind = " min"
    elif limit.field == "signed" and cell.value is False:
        kind = " no"
    facts = {language: cell.facts(language) for language in LANGUAGES}
    said = [told(f"asks {limit.field}{kind}", language, **facts[language]) for language in LANGUAGES]
    places = [cell.place(language) for language in LANGUAGES]
    return AskLine(sheet, cell.address, column, cell.name, cell.value, *said, *places)


def change_of(change: LimitChange, tables: Tables, data: PlanData) -> CellChange:
    """Return a change of a limit as one of its cell."""
    limit, cell = change.limit, _Cell(change.limit, tables, data)
    remove = limit.field == "share" and change.new is None
    new = _cell_value(limit, change.new, tables)
    kind = ""
    if limit.field == "share":
        kind = " none" if remove else "" if looser_is_more(data, limit) else " min"
    said, typed = [], []
    for language in LANGUAGES:
        facts = cell.facts(language) | {"new": figure(limit, new, language)}
        said.append(told(f"do {limit.field}{kind}", language, **facts))
        facts = {"place": cell.place(language), "old": cell.typed(language), "new": as_typed(new, language)}
        typed.append(told("row removed" if remove else "cell changed", language, **facts))
    return CellChange(ask_of(limit, tables, data), new, remove, *said, *typed)


class _Cell:
    """The cell of one limit."""

    def __init__(self, limit: Limit, tables: Tables, data: PlanData) -> None:
        self._limit, self._data = limit, data
        self._sheet, column = PLACES[limit.field]
        self._title = tables.title(self._sheet)
        setting = self._sheet == "Settings"
        self._key = "value" if setting else column
        self._declared = SETTING_COLUMNS[column] if setting else SHEETS[self._sheet].column(column)
        self._row = _row_of(limit, self._sheet, tables, data)
        self.name = column if setting else row_name(self._sheet, self._row)
        self.value = self._row.values.get(self._key)
        self.address = self._row.cells.get(self._key, "")

    def place(self, language: str) -> str:
        """Return where it stands: ``Rules!G7``, or row and column where the sheet lacks the column."""
        if self.address:
            return f"{self._title}!{self.address}"
        label = self._declared.ja if language == "ja" else self._declared.en
        return told("no column", language, sheet=self._title, number=self._row.number, column=label)

    def typed(self, language: str) -> str:
        """Return what stands in it; blank with the default that a blank means."""
        value = as_typed(self.value, language)
        if self._key in self._row.given or self.value is None:
            return value
        return told("blank as", language, value=value)

    def facts(self, language: str) -> dict[str, str]:
        """Return what sentences say of it."""
        tier = self._limit.field == "tier_end"
        name = self._data.offers[Offer(self._limit.key[0])].origin if tier else "/".join(self._limit.key)
        return {"row": name, "old": figure(self._limit, self.value, language)}


def _row_of(limit: Limit, sheet: str, tables: Tables, data: PlanData) -> Row:
    """Return the row of the workbook that a limit stands in."""
    if sheet == "PriceTiers":
        spec = data.offers[Offer(limit.key[0])]
        own = [row for row in tables[sheet] if text(row, "offer") == spec.origin]
        return next(row for row in own if tier_number(own, row) == spec.tier)
    if sheet == "Pools":
        own = [row for row in tables[sheet] if text(row, "pool") == limit.key[0]]
        return max(own, key=lambda row: amount(row, "from_annual"))
    wanted = ("capex_budget",) if sheet == "Settings" else limit.key
    keys = SHEETS[sheet].key or ("key",)
    return next(row for row in tables[sheet] if tuple(text(row, key) for key in keys) == wanted)


def _cell_value(limit: Limit, value: object, tables: Tables) -> Value:
    """Return a value of the plan data as its cell holds it."""
    if value is None or isinstance(value, bool | str):
        return value
    number = float(str(value))
    match field_of(limit).step:
        case Step.MONTH:
            return tables.month_date(round(number))
        case Step.COUNT:
            return round(number)
        case _:
            return number


def figure(limit: Limit, value: Value, language: str) -> str:
    """Return a value as it stands in a sentence."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if field_of(limit).step is Step.FRACTION:
            return f"{100 * value:.4g}%" if language == "ja" else f"{100 * value:.4g} %"
        return f"{value:,.10g}"
    return as_typed(value, language)


def as_typed(value: Value, language: str) -> str:
    """Return a value as it is typed into a cell."""
    match value:
        case None:
            return told("blank", language)
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return month_text(value)
        case int() | float():
            return shortest(value)
        case _:
            return str(value)


def _json(value: Value) -> object:
    return month_text(value) if isinstance(value, dt.date) else value
