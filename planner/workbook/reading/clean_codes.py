"""Codes that are kept by others: countries (ISO 3166) and currencies (ISO 4217)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import pycountry

from planner.workbook.reading.cell_values import Cleaned, Remark, error, is_blank, note, quote, shortest
from planner.workbook.reading.countries import country_of, is_user_assigned, near_country
from planner.workbook.schema.columns import Column

NOTHING = frozenset("なし 無し 無 ナシ 該当なし none nil n/a n.a. n.a".split())
"""Words for a cell that is meant to be blank (NA is Namibia)."""
_DASHES = frozenset("-‐‑‒–—―−ーｰ－")
_DITTO = frozenset(
    "〃|〻|々|仝|同|同上|同左|同じ|上に同じ|〟|″|\"|''|,,|„|”|“|↑|⬆|"
    "ditto|do.|do|same|same as above|idem|id.|dto|dto.".split("|")
)
_GROUPS = frozenset(
    "eu e.u. 欧州 欧州連合 eurozone asean nato g7 brics asia アジア europe ヨーロッパ africa アフリカ".split()
)
_PER_UNIT = re.compile(r"[A-Z]{3}\s?(?:/|per )\s?\S.{0,20}")
_CURRENCY_WORDS = {
    **dict.fromkeys(("円", "日本円", "yen", "¥", "￥", "jp¥"), "JPY"),
    **dict.fromkeys(("ドル", "米ドル", "us$", "$", "dollar", "usドル", "us dollar"), "USD"),
    **dict.fromkeys(("ユーロ", "€", "euro"), "EUR"),
    **dict.fromkeys(("元", "人民元", "rmb", "cnh", "renminbi", "yuan"), "CNY"),
    **dict.fromkeys(("ポンド", "£", "pound", "stg"), "GBP"),
    **dict.fromkeys(("ウォン", "₩", "won"), "KRW"),
}


def is_ditto(raw: object) -> bool:
    """Tell whether a cell only says that it repeats the one above."""
    if not isinstance(raw, str):
        return False
    return " ".join(raw.split()).casefold() in _DITTO


def is_nothing(raw: object) -> bool:
    """Tell whether a cell says in words or with a dash that it holds nothing."""
    if not isinstance(raw, str):
        return False
    text = unicodedata.normalize("NFKC", raw).strip().casefold()
    return bool(text) and (set(text) <= _DASHES or text in NOTHING)


def clean_country(raw: Any, column: Column) -> Cleaned:
    """Return a country by its ISO 3166 code of two letters."""
    if is_nothing(raw):
        problem = (
            error("E187", value=quote(raw), near="") if column.required else note("N161", value=quote(raw))
        )
        return None, (problem,)
    return _country(raw)


def clean_countries(raw: Any, _column: Column) -> Cleaned:
    """Return a list of countries; words for nothing in it are left out."""
    pieces = _pieces(raw)
    found: list[str] = []
    noted: list[Remark] = []
    for piece in pieces:
        if is_nothing(piece):
            noted.append(note("N161", value=quote(piece)))
            continue
        code, remarks = _country(piece)
        if code is None:
            return None, remarks
        noted += remarks
        found.append(code)
    return (tuple(dict.fromkeys(found)) or None), tuple(noted)


def clean_currency(raw: Any, column: Column) -> Cleaned:
    """Return a currency by its ISO 4217 code.

    Offers and exchange rates may also name one per another unit, such as ``USD/lb``: the rate then holds the
    unit too.
    """
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    code = text.upper()
    if code in _currencies():
        return code, () if text == raw and code == text else (note("N165", value=quote(raw), read=code),)
    if _PER_UNIT.fullmatch(text) and text[:3] in _currencies() and not column.default:
        return text, () if text == raw else (note("N165", value=quote(raw), read=text),)
    near = _CURRENCY_WORDS.get(text.casefold(), "")
    return None, (error("E184" if near else "E185", value=quote(raw), near=near),)


def _pieces(raw: Any) -> list[Any]:
    if isinstance(raw, tuple | list):
        return [piece for piece in raw if not is_blank(piece)]
    if not isinstance(raw, str):
        return [raw]
    # An official name may hold a comma; then the whole cell is one country.
    text = unicodedata.normalize("NFKC", raw)
    if country_of(text):
        return [text]
    parts = text.replace(";", ",").replace("、", ",").replace("・", "・").split(",")
    return [part.strip() for part in parts if part.strip()]


def _country(raw: Any) -> tuple[str | None, tuple[Remark, ...]]:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None, (error("E187", value=quote(raw)),)
    if is_ditto(raw):
        return None, (error("E182", value=quote(raw)),)
    text = raw if isinstance(raw, str) else shortest(raw).zfill(3)
    code = country_of(text)
    if code is None:
        folded = unicodedata.normalize("NFKC", text).strip()
        if is_user_assigned(folded):
            return folded, ()
        if folded.casefold() in _GROUPS:
            return None, (error("E188", value=quote(raw)),)
        near = near_country(folded)
        return None, (error("E186" if near else "E187", value=quote(raw), near=near),)
    return code, () if code == raw else (note("N165", value=quote(raw), read=code),)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)
