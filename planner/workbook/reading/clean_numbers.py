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
from planner.workbook.reading.cell_values import Cleaned, Remark, error, folded, note, quote, shortest
from planner.workbook.schema.columns import Column, Kind

MOST_RATE = 10.0
"""A rate above this (1000 %) is taken for a percentage."""

_NUMBER = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|(?=\.\d))(?:\.\d*)?(?:[eE][+-]?\d{1,3})?",
    re.ASCII,
)
_CURRENCY = re.compile(r"^([+-]?)\s*[¥$€£\\]\s*")
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
    text = folded(text).translate(_DASHES)
    if text.startswith(("▲", "△")):
        text = "-" + text[1:].lstrip()
    elif text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1].strip()
    text = _CURRENCY.sub(r"\1", text, count=1)
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "").replace(" ", "")) + 0.0  # never -0
    return value if math.isfinite(value) else None


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
            return None, (error("E163", value=quote(raw)),)
        return number, (note("N160", value=quote(raw), read=shortest(number)),)
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
    return (None, (*remarks, problem)) if problem else (value, remarks)


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
