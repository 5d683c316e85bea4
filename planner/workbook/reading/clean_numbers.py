"""Numbers, shares and rates, read from cells without guessing."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.cell_values import (
    Cleaned,
    Remark,
    error,
    folded,
    note,
    quote,
    shortest,
    warning,
)
from planner.workbook.reading.clean_codes import is_ditto
from planner.workbook.schema.columns import Column, Kind

MOST_RATE = 10.0
"""A rate above this (1000 %) is taken for a percentage."""

LARGEST = 1e15
"""Numbers of this size the solver refuses; nobody means them."""

_NUMBER = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|(?=\.\d))(?:\.\d*)?(?:[eE][+-]?\d{1,3})?",
    re.ASCII,
)
_CURRENCY = re.compile(r"^([+-]?)\s*(?:(US|A|C|NZ|S|HK|NT|CN|JP)?([¥$€£₩₹₽\\])|([A-Z]{3})(?=[\s\d.]))\s*")
_CURRENCY_AFTER = re.compile(r"\s*(円|[¥$€£₩₹₽]|ドル|米ドル|ユーロ|元|ウォン|(?<=[\d\s])[A-Z]{3})$")
_ONE_SEPARATOR = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""A point and three digits: a thousand in one half of the world, a fraction in the other."""
_FIGURATIVE = ("<super>", "<sub>", "<circle>", "<fraction>")
"""Characters that NFKC would turn into digits although 5² is not 52."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_ONLY_DASHES = re.compile(r"[-ーｰ]+")


def parse_number(text: str) -> float | None:
    """Return the number that a text writes; ``None`` where it writes none in one clear way.

    Read are ``1,200``, ``１２００``, ``¥1,200``, ``▲500`` and ``(500)``; neither ``1,20`` nor ``1.200,5``.
    """
    if any(unicodedata.decomposition(character).startswith(_FIGURATIVE) for character in text):
        return None
    text, _ = _bare(text)
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "").replace(" ", "")) + 0.0  # never -0
    return value if math.isfinite(value) else None


def currency_in(text: str) -> str:
    """Return the sign, word or code of a currency that a text writes beside its number; empty where none."""
    return _bare(text)[1]


def two_numbers(text: str) -> tuple[float, float] | None:
    """Return the two numbers that ``1.200`` can be; ``None`` where there are not two."""
    bare, _ = _bare(text)
    if not _ONE_SEPARATOR.fullmatch(bare):
        return None
    return float(bare.replace(".", "")), float(bare)


def _bare(text: str) -> tuple[str, str]:
    """Return a number's text without its currency and with a plain sign, and the currency."""
    text = folded(text).translate(_DASHES)
    if text.startswith(("▲", "△")):
        text = "-" + text[1:].lstrip()
    elif text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1].strip()
    if found := _CURRENCY.match(text):
        return found.group(1) + text[found.end() :], (found.group(2) or "") + (
            found.group(3) or found.group(4)
        )
    if found := _CURRENCY_AFTER.search(text):
        return text[: found.start()], found.group(1)
    return text, ""


def _as_number(raw: Any, column: Column) -> tuple[float | None, tuple[Remark, ...]]:
    """Return the number of a cell, before its range is looked at."""
    if isinstance(raw, str):
        text = folded(raw).translate(_DASHES)
        if _ONLY_DASHES.fullmatch(text):
            problem = error("E163", value=quote(raw)) if column.required else note("N161", value=quote(raw))
            return None, (problem,)
        if column.kind in (Kind.FRACTION, Kind.RATE) and text.endswith("%"):
            per_cent = parse_number(text[:-1])
            if per_cent is not None:
                value = float(shortest(per_cent / 100))
                return value, (note("N162", value=quote(raw), read=f"{shortest(per_cent)}%"),)
        number = parse_number(raw)
        if number is None:
            code = "E182" if is_ditto(raw) else "E163"
            return None, (error(code, value=quote(raw)),)
        if two := two_numbers(raw):
            return None, (error("E183", value=quote(raw), first=shortest(two[0]), second=shortest(two[1])),)
        facts: dict[str, object] = {"value": quote(raw), "read": shortest(number)}
        if currency := currency_in(raw):
            facts["currency"] = currency
        return number, (note("N160", **facts),)
    if isinstance(raw, bool):
        return None, (error("E163", value=quote(raw)),)
    if isinstance(raw, dt.date | dt.time | dt.timedelta):
        return None, (error("E178", value=quote(raw)),)
    try:
        number = float(raw)
    except (TypeError, ValueError, OverflowError):
        return None, (error("E163", value=quote(raw)),)
    return (number, ()) if math.isfinite(number) else (None, (error("E163", value=quote(raw)),))


def _range_remark(value: float, column: Column) -> Remark | None:
    if abs(value) >= LARGEST:
        return error("E197", value=shortest(value), bound=shortest(LARGEST))
    if column.low is not None and (value < column.low or (column.low_open and value == column.low)):
        code = "E169" if column.low_open else "E168"
        return error(code, value=shortest(value), bound=shortest(column.low))
    if column.high is not None and (value > column.high or (column.high_open and value == column.high)):
        code = "E171" if column.high_open else "E170"
        return error(code, value=shortest(value), bound=shortest(column.high))
    return None


def _percent_remark(value: float, column: Column) -> Remark | None:
    """Return the error for a number that was meant as per cent but reads as a hundred times as much."""
    if column.kind is Kind.FRACTION and value > 1:
        code = "E165" if value <= 100 else "E166"
    elif column.kind is Kind.RATE and value > MOST_RATE:
        code = "E167"
    else:
        return None
    return error(code, value=shortest(value), fraction=shortest(value / 100), percent=shortest(value * 100))


def clean_number(raw: Any, column: Column) -> Cleaned:
    """Return a quantity, share or rate, within the column's range."""
    value, remarks = _as_number(raw, column)
    if value is None:
        return None, remarks
    problem = _percent_remark(value, column) or _range_remark(value, column)
    if problem is None and column.usual is not None and value >= column.usual and not _says_per_cent(raw):
        facts = {"fraction": shortest(value / 100), "percent": shortest(value * 100), "number": value}
        remarks = (*remarks, warning("W160", value=shortest(value), **facts))
    return (None, (*remarks, problem)) if problem else (value, remarks)


def _says_per_cent(raw: Any) -> bool:
    return isinstance(raw, str) and "%" in folded(raw)


def clean_integer(raw: Any, column: Column) -> Cleaned:
    """Return a whole number within the column's range."""
    value, remarks = _as_number(raw, column)
    if value is None:
        return None, remarks
    problem = _range_remark(value, column) if value.is_integer() else error("E164", value=shortest(value))
    return (None, (*remarks, problem)) if problem else (int(value), remarks)


def clean_profile(raw: Any, column: Column) -> Cleaned:
    """Return shares, one a month, written ``1|0.6|0.3``."""
    if not isinstance(raw, str):
        pieces: Sequence[Any] = raw if isinstance(raw, tuple | list) else (raw,)
    else:
        pieces = [piece.strip() for piece in folded(raw).split("|")]
    part = replace(column, kind=Kind.FRACTION, required=True)
    values: list[float] = []
    for piece in pieces:
        value, remarks = clean_number(piece, part)
        problem = next((remark for remark in remarks if remark.severity is Severity.ERROR), None)
        if problem is not None and problem.code != "E163":
            return None, (problem,)
        if not isinstance(value, float):
            return None, (error("E180", value=quote(raw), part=quote(piece)),)
        values.append(value)
    return tuple(values), ()
