"""Units as people write them beside numbers, against the one that a column is read in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SCHEMA, SETTINGS

_DOLLARS = {"US": "USD", "A": "AUD", "C": "CAD", "NZ": "NZD", "S": "SGD", "HK": "HKD", "NT": "TWD"}
_SIGNS: dict[str, frozenset[str]] = {
    "$": frozenset("USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP BRL".split()),
    "¥": frozenset({"JPY", "CNY"}),
    "\\": frozenset({"JPY"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "₩": frozenset({"KRW"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "円": frozenset({"JPY"}),
    "yen": frozenset({"JPY"}),
    "ドル": frozenset({"USD"}),
    "米ドル": frozenset({"USD"}),
    "dollar": frozenset({"USD"}),
    "dollars": frozenset({"USD"}),
    "ユーロ": frozenset({"EUR"}),
    "euro": frozenset({"EUR"}),
    "元": frozenset({"CNY"}),
    "人民元": frozenset({"CNY"}),
    "rmb": frozenset({"CNY"}),
    "ウォン": frozenset({"KRW"}),
    "jp¥": frozenset({"JPY"}),
    "cn¥": frozenset({"CNY"}),
    **{f"{before.lower()}$": frozenset({code}) for before, code in _DOLLARS.items()},
}
_SCALES = {1: ("千", "k", "thousand", "tsd"), 2: ("百万", "m", "mn", "mio", "mill", "million")}
_BETWEEN = re.compile(r"[\s/／・.,()（）:*×_-]|per\b|毎|あたり|当たり|の")
_MONTHS = ("か月", "ヶ月", "ヵ月", "カ月", "ケ月", "箇月", "月", "months", "month", "mo", "m")
_DAYS = ("日間", "日", "days", "day", "d")
_YEARS = (
    "計画年度",
    "計画年",
    "plan-year",
    "年度",
    "年間",
    "年",
    "year",
    "years",
    "annum",
    "yr",
    "a",
    "p.a",
    "pa",
)
_COUNTED = ("社", "個", "台", "本", "件", "回", "基", "pcs", "pc", "ea", "units", "unit", "modules", "単位")
_PER_CENT = ("%", "percent", "パーセント")


def same_currency(written: str, code: str) -> bool:
    """Tell whether a sign, word or code beside a number can mean a currency."""
    folded, code = unicodedata.normalize("NFKC", written).strip().casefold(), code[:3]
    return folded == code.casefold() or code in _SIGNS.get(folded, frozenset())


def in_offer_money(column: Column) -> bool:
    """Tell whether a column is in the currency of its offer."""
    return "offer's currency" in column.unit_en


def in_money(column: Column) -> bool:
    """Tell whether a column holds money."""
    return "currency" in column.unit_en


def other_unit(written: str, column: Column, currency: str, units: Iterable[str], thousands: int = 0) -> bool:
    """Tell whether a unit beside the numbers of a column is another than the column is read in.

    Parameters
    ----------
    written
        What stands in the number format or in the row of units.
    column
        The column; its declared unit and words for it are its own.
    currency
        Code of the currency that its money is in.
    units
        Units of items and products, any of which quantities may be in.
    thousands
        How many times a thousand the format itself leaves out.
    """
    rest = _folded(written)
    own = {_folded(column.unit_en), _folded(column.unit_ja)}
    if rest in own or rest in _DECLARED:
        return rest not in own
    words = [*(_folded(unit) for unit in units if "unit" in column.unit_en), *_words_of(column)]
    if in_money(column):
        words += [word for word in (*_SIGNS, currency.casefold()) if same_currency(word, currency)]
        words += ["計画通貨", "plancurrency", "オファー通貨", "供給条件の通貨", "offer'scurrency"]
    words += _SCALES.get(thousands, ())
    for word in sorted(filter(None, words), key=len, reverse=True):
        rest = rest.replace(word, " ", 1) if len(word) > 1 or not word.isascii() else _alone(rest, word)
    return bool(_BETWEEN.sub("", rest))


def _alone(text: str, letter: str) -> str:
    """Take away a letter that stands by itself."""
    if letter in "%$¥€£₩₹₽\\":
        return text.replace(letter, " ")
    return re.sub(rf"(?<![a-z]){re.escape(letter)}(?![a-z])", " ", text, count=1)


def _words_of(column: Column) -> tuple[str, ...]:
    unit = column.unit_en
    words: tuple[str, ...] = ()
    if "month" in unit:
        words += _MONTHS
    if "day" in unit:
        words += _DAYS
    if "year" in unit:
        words += _YEARS
    if "second" in unit:
        words += ("秒", "s", "sec", "seconds")
    if column.kind is Kind.INTEGER and "month" not in unit and "day" not in unit:
        words += _COUNTED
    if column.kind in (Kind.FRACTION, Kind.RATE):
        words += _PER_CENT
    if "unit" in unit:
        words += ("品目の単位", "製品の単位", "単位", "item'sunit", "product'sunit", "unit", "units")
    if "factor" in unit or unit == "":
        words += ("倍", "x", "倍率")
    return words


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_DECLARED = frozenset(
    _folded(unit)
    for columns in (SETTINGS, *(sheet.columns for sheet in SCHEMA))
    for column in columns
    for unit in (column.unit_en, column.unit_ja)
    if unit
)
"""Every unit of the template; in another column than its own it was put there by somebody."""
