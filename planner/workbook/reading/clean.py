"""One cell at a time: from what the file holds to a typed value, with remarks on what was not plain.

Nothing is guessed. What can be read in one way only is read, and noted where it was written differently.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from planner.workbook.reading.cell_values import (
    EXCEL_ERRORS,
    Cleaned,
    Remark,
    error,
    folded,
    is_blank,
    month_text,
    note,
    plain,
    quote,
    shortest,
    without_controls,
)
from planner.workbook.reading.clean_codes import clean_countries, clean_country, clean_currency, is_ditto
from planner.workbook.reading.clean_numbers import clean_integer, clean_number, clean_profile, parse_number
from planner.workbook.reading.months import (
    FIRST_YEAR,
    LAST_YEAR,
    date_of_serial,
    doubt_of,
    month_of_number,
    month_of_text,
    over_midnight,
    two_readings,
)
from planner.workbook.schema.choices import choice_word, names_of
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.former import FORMER_SHEETS
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.schema.words import Word

__all__ = ["clean", "clean_id", "parse_number", "shortest"]

_YES = frozenset("yes y true 1 はい ○ 〇 ◯".split())
_NO = frozenset("no n false 0 いいえ × ✕".split())
_LARGEST = 1e300
LONGEST_ID, LONGEST_TEXT = 255, 4000
"""Characters of an id or a name, and of a note: results quote them, several to a cell."""
NOTES = frozenset({"source", "note"})
"""Columns of text that no result quotes beside others."""
_ENDS = frozenset(("available_to", "latest_start", "start_to"))
"""Months that end a window; ERP systems write the last day they know where there is no end."""
_NO_END = re.compile(r"9999[-/.]?12[-/.]?31|31[-/.]12[-/.]9999|12[-/]31[-/]9999")
_SEPARATORS = re.compile(r"[,;、]")


def clean(raw: object, column: Column) -> Cleaned:
    """Return the typed value of one cell and the remarks on it.

    A blank cell gives ``None`` without a remark, whatever the column: defaults and required cells are the
    row's affair.
    """
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        # The commonest cell by far; NaN is how data frames write a blank.
        if isinstance(raw, float) and math.isnan(raw):
            return None, ()
        return _BY_KIND[column.kind](raw, column)
    if raw is None:
        return None, ()
    raw = plain(raw)
    if isinstance(raw, str):
        return _clean_text(raw, column)
    if raw is None:
        return None, ()
    return _BY_KIND[column.kind](raw, column)


def _clean_text(raw: str, column: Column) -> Cleaned:
    text = without_controls(raw)
    stripped = text.strip()
    if not stripped:
        return None, ()
    if stripped in EXCEL_ERRORS:
        return None, (error("E161", value=stripped),)
    value, remarks = _BY_KIND[column.kind](stripped, column)
    if text != raw:
        remarks = (note("N166", read=quote(stripped)), *remarks)
    return value, remarks


def clean_id(raw: Any) -> tuple[str | None, tuple[Remark, ...]]:
    """Return an identifier: trimmed, NFKC, a number as its shortest text."""
    if isinstance(raw, bool):
        return str(raw).upper(), (note("N165", value=quote(raw), read=str(raw).upper()),)
    if isinstance(raw, float | int):
        return (shortest(raw), ()) if abs(raw) < _LARGEST else (None, (error("E181", value=quote(raw)),))
    if isinstance(raw, dt.date | dt.time | dt.timedelta):
        return None, (error("E179", value=quote(raw)),)
    if not isinstance(raw, str):
        return None, (error("E181", value=quote(raw)),)
    raw = raw.strip()
    if is_ditto(raw):
        return None, (error("E182", value=quote(raw)),)
    if len(raw) > LONGEST_ID:
        return None, (error("E198", value=quote(raw), count=len(raw), most=LONGEST_ID),)
    if raw.isascii() and raw.isprintable():
        return raw, ()
    text = " ".join(unicodedata.normalize("NFKC", raw).split())
    return text, () if text == raw else (note("N165", value=quote(raw), read=quote(text)),)


def _clean_id(raw: Any, _column: Column) -> Cleaned:
    return clean_id(raw)


def _pieces(raw: Any) -> list[Any]:
    if isinstance(raw, str):
        return [
            piece.strip() for piece in _SEPARATORS.split(unicodedata.normalize("NFKC", raw)) if piece.strip()
        ]
    return [piece for piece in raw if not is_blank(piece)] if isinstance(raw, tuple | list) else [raw]


def _clean_ids(raw: Any, _column: Column) -> Cleaned:
    found: list[str] = []
    for piece in _pieces(raw):
        value, remarks = clean_id(piece)
        if value is None:
            return None, remarks
        found.append(value)
    ids = tuple(dict.fromkeys(found))
    if isinstance(raw, str) and unicodedata.normalize("NFKC", raw) != raw:
        return ids, (note("N165", value=quote(raw), read=quote(", ".join(ids))),)
    return ids, ()


def _clean_text_value(raw: Any, column: Column) -> Cleaned:
    if isinstance(raw, str):
        most = LONGEST_TEXT if column.key in NOTES else LONGEST_ID
        if len(raw) > most:
            return None, (error("E198", value=quote(raw), count=len(raw), most=most),)
        # One unit has many glyphs: ㎏, ｋｇ and kg.
        return (unicodedata.normalize("NFKC", raw).strip(), ()) if column.key == "unit" else (raw, ())
    if isinstance(raw, tuple | list | dict):
        return None, (error("E181", value=quote(raw)),)
    return quote(raw), ()


def _choice_of(raw: Any, column: Column) -> tuple[str | None, tuple[Remark, ...]]:
    text = folded(quote(raw)).casefold()
    names = {folded(name).casefold(): choice for choice in column.choices for name in _names(choice, column)}
    if text in names:
        return names[text], ()
    near = difflib.get_close_matches(text, names, n=1)
    known = "、".join(_in_japanese(choice, column) for choice in column.choices)
    facts: dict[str, object] = {"value": quote(raw), "choices": Word(", ".join(column.choices), known)}
    if near:
        meant = names[near[0]]
        return None, (error("E173", near=Word(meant, _in_japanese(meant, column)), **facts),)
    return None, (error("E174", **facts),)


def _names(choice: str, column: Column) -> tuple[str, ...]:
    """Return every text that is read as one of a column's words."""
    if column.key == "sheet":
        return (choice, SHEETS[choice].ja, *FORMER_SHEETS.get(choice, ()))
    return tuple(names_of(choice))


def _in_japanese(choice: str, column: Column) -> str:
    """Return one of a column's words as a Japanese form shows it."""
    return SHEETS[choice].ja if column.key == "sheet" else choice_word(choice, "ja")


def _clean_choice(raw: Any, column: Column) -> Cleaned:
    return _choice_of(raw, column)


def _clean_choices(raw: Any, column: Column) -> Cleaned:
    found: list[str] = []
    for piece in _pieces(raw):
        value, remarks = _choice_of(piece, column)
        if value is None:
            return None, remarks
        found.append(value)
    return tuple(dict.fromkeys(found)), ()


def _clean_yesno(raw: Any, _column: Column) -> Cleaned:
    text = folded(quote(raw)).casefold()
    if text in _YES:
        return True, ()
    if text in _NO:
        return False, ()
    return None, (error("E172", value=quote(raw)),)


def _clean_month(raw: Any, column: Column) -> Cleaned:
    if column.key in _ENDS and _NO_END.fullmatch(quote(raw)):
        return None, (note("N161", value=quote(raw)),)
    if isinstance(raw, dt.date):
        if not FIRST_YEAR <= raw.year <= LAST_YEAR:
            return None, (error("E175", value=quote(raw)),)
        return _clean_date(raw)
    if isinstance(raw, str):
        return _clean_month_text(raw)
    if isinstance(raw, float | int) and not isinstance(raw, bool) and math.isfinite(raw):
        month = month_of_number(raw)
        if month is not None:
            return month, (note("N162", value=quote(raw), read=month_text(month)),)
        date = date_of_serial(raw)
        if date is not None:
            return None, (error("E177", value=quote(raw), date=str(date), month=month_text(date)),)
    return None, (error("E175", value=quote(raw)),)


def _clean_date(raw: dt.date) -> Cleaned:
    """Return the month of a date; a time of day may tell of another one."""
    if isinstance(raw, dt.datetime) and raw.time() != dt.time():
        meant, latest = over_midnight(raw)
        if meant.month != latest.month:
            first, second = (month_text(day.replace(day=1)) for day in (meant.date(), latest.date()))
            return None, (error("E176", value=quote(raw), first=first, second=second),)
        if meant.date() != raw.date():
            month = meant.date().replace(day=1)
            value, remarks = _first_of(month, meant.day)
            return value, remarks or (note("N162", value=quote(raw), read=month_text(month)),)
    return _first_of(dt.date(raw.year, raw.month, 1), raw.day)


def _clean_month_text(raw: str) -> Cleaned:
    read = month_of_text(raw)
    if read is None:
        doubt = doubt_of(raw)
        if doubt is not None:
            return None, (error(doubt.code, value=quote(raw), month=doubt.month),)
        if two := two_readings(raw):
            return None, (error("E176", value=raw, first=month_text(two[0]), second=month_text(two[1])),)
        return None, (error("E175", value=quote(raw)),)
    month, day = read
    if day != 1:
        return _first_of(month, day)
    if raw in (month_text(month), str(month)):
        return month, ()
    return month, (note("N162", value=quote(raw), read=month_text(month)),)


def _first_of(month: dt.date, day: int) -> Cleaned:
    return month, () if day == 1 else (note("N164", day=day, read=month_text(month)),)


def _clean_any(raw: Any, _column: Column) -> Cleaned:
    """Return a cell whose meaning its context gives: text, number, yes/no or date, as it stands."""
    if isinstance(raw, dt.datetime):
        return raw.date(), ()
    if isinstance(raw, bool | str | dt.date):
        return raw, ()
    if isinstance(raw, float | int):
        return clean_number(raw, _column)
    if isinstance(raw, tuple):
        return raw, ()
    return None, (error("E181", value=quote(raw)),)


_BY_KIND: dict[Kind, Callable[[Any, Column], Cleaned]] = {
    Kind.ID: _clean_id,
    Kind.COUNTRY: clean_country,
    Kind.COUNTRIES: clean_countries,
    Kind.CURRENCY: clean_currency,
    Kind.TEXT: _clean_text_value,
    Kind.NUMBER: clean_number,
    Kind.FRACTION: clean_number,
    Kind.RATE: clean_number,
    Kind.INTEGER: clean_integer,
    Kind.YESNO: _clean_yesno,
    Kind.MONTH: _clean_month,
    Kind.CHOICE: _clean_choice,
    Kind.IDS: _clean_ids,
    Kind.CHOICES: _clean_choices,
    Kind.PROFILE: clean_profile,
    Kind.ANY: _clean_any,
}
