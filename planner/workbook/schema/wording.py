"""What a declared column says to people: template and column reference speak alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.workbook.cells import YESNO_WORDS, short_number, value_text
from planner.workbook.schema.choices import choice_word
from planner.workbook.schema.columns import Kind

if TYPE_CHECKING:
    from planner.workbook.schema.columns import Column, Sheet

LANGUAGES = ("en", "ja")
PER_CENT = frozenset({Kind.FRACTION, Kind.RATE})
NUMERIC = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.FRACTION, Kind.RATE})

_BLANK = {"en": "blank", "ja": "空欄"}
_ID_ON = {"en": "an id on sheet {sheet}", "ja": "「{sheet}」シートのID"}
_IDS_ON = {"en": "ids on sheet {sheet}, separated by ;", "ja": "「{sheet}」シートのID（;区切り）"}
_KINDS = {
    Kind.ID: {"en": "id or code", "ja": "IDまたはコード"},
    Kind.IDS: {"en": "ids or codes, separated by ;", "ja": "IDまたはコード（;区切り）"},
    Kind.COUNTRY: {"en": "country, such as CN", "ja": "国（例：CN）"},
    Kind.COUNTRIES: {"en": "countries, separated by ;", "ja": "国（;区切り）"},
    Kind.CURRENCY: {"en": "currency, such as USD", "ja": "通貨（例：USD）"},
    Kind.TEXT: {"en": "text", "ja": "文字"},
    Kind.MONTH: {"en": "month, such as 2026-04", "ja": "年月（例：2026-04）"},
    Kind.PROFILE: {"en": "0–100%, joined by |", "ja": "0～100%を|でつなぐ"},
    Kind.ANY: {"en": "number, text or month", "ja": "数値、文字、年月"},
}
_JOINT = {"en": ", ", "ja": "、"}
_WHOLE = {"en": "whole number", "ja": "整数"}
_ANY_NUMBER = {"en": "any number", "ja": "任意の数"}


def sheet_title(sheet: Sheet, language: str) -> str:
    """Return the name of a sheet."""
    return sheet.ja if language == "ja" else sheet.name


def sheet_hint(sheet: Sheet, language: str) -> str:
    """Return what a sheet is for."""
    return sheet.hint_ja if language == "ja" else sheet.hint_en


def label(column: Column, language: str) -> str:
    """Return a column's label."""
    return column.ja if language == "ja" else column.en


def hint(column: Column, language: str) -> str:
    """Return a column's one-line hint."""
    return column.hint_ja if language == "ja" else column.hint_en


def unit(column: Column, language: str) -> str:
    """Return a column's unit; empty where it has none."""
    return column.unit_ja if language == "ja" else column.unit_en


def per_cent(fraction: float) -> str:
    """Return a fraction as per cent."""
    return f"{fraction * 100:.10g}%"


def default_words(column: Column, language: str) -> str:
    """Return what a blank cell means; empty for a required column."""
    if column.required:
        return ""
    words = column.default_ja if language == "ja" else column.default_en
    if words:
        return words
    if column.default is None:
        return _BLANK[language]
    if column.kind in PER_CENT and isinstance(column.default, float):
        return per_cent(column.default)
    return choice_word(value_text(column.default, language), language if column.choices else "en")


def _bounds(column: Column) -> str:
    def show(number: float) -> str:
        return per_cent(number) if column.kind in PER_CENT else short_number(number)

    # The upper bound of a rate only tells a rate from a per cent typed as a number: nobody needs to read it.
    if column.low is not None and column.high is not None and column.kind is not Kind.RATE:
        if column.low_open or column.high_open:
            return f"> {show(column.low)}, < {show(column.high)}"
        return f"{show(column.low)} – {show(column.high)}"
    if column.low is not None:
        return f"{'>' if column.low_open else '≥'} {show(column.low)}"
    return ""


def allowed_words(column: Column, language: str, sheet_names: dict[str, str] | None = None) -> str:
    """Return what a cell of the column may hold.

    ``sheet_names`` gives the names under which sheets are shown; without it, their canonical names are.
    """
    if column.choices:
        titles = sheet_names if column.key == "sheet" else None
        return _JOINT[language].join(choice_word(choice, language, titles) for choice in column.choices)
    if column.kind is Kind.YESNO:
        return _JOINT[language].join(YESNO_WORDS[language])
    if column.ref:
        shown = (sheet_names or {}).get(column.ref, column.ref)
        return (_IDS_ON if column.kind is Kind.IDS else _ID_ON)[language].format(sheet=shown)
    if column.kind in NUMERIC:
        bounds = _bounds(column)
        if column.kind is Kind.INTEGER:
            return f"{_WHOLE[language]} {bounds}".rstrip()
        return bounds or _ANY_NUMBER[language]
    return _KINDS[column.kind][language]
