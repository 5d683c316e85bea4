"""The ways people write a month, read without guessing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a plan, or the history of a disruption, can lie in; anything else is a slip."""

NEARLY = dt.timedelta(minutes=15)
"""Time before midnight that is taken for midnight."""
EASTWARDS = dt.timedelta(hours=14)
"""Furthest that a midnight elsewhere may lie before that of the world's clock."""
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
"""Year before the first of each Japanese era."""
_NAMES = "january february march april may june july august september october november december".split()
_NUMBER_OF = {name[:length]: at for at, name in enumerate(_NAMES, 1) for length in (3, 4, len(name))}

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{1,2}))?(?:[T ]0?0:00(?::00(?:\.0+)?)?)?"
)
_JAPANESE = re.compile(r"(\d{4})(?:\s*年\s*|\s+)(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日|\s*度)?")
_ERA = re.compile(
    r"(令和|平成|昭和|[RHS])\s*([1-9]\d?|0[1-9]|元)\s*(?:年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?"
    r"|[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{1,2}))?)"
)
_ERA_YEAR = re.compile(r"(令和|平成|昭和|[RHS])\s*([1-9]\d?|0[1-9]|元)\s*(?:年度?)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_NAMED = re.compile(r"([A-Za-z]{3,9})\.?[\s,\-/]*(\d{4})|(\d{4})[\s,\-/]*([A-Za-z]{3,9})\.?")
_SHORT_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[\s,\-/']*(\d{2})")
_YEAR_M = re.compile(r"(\d{4})[\s-]*M(\d{1,2})|M(\d{1,2})[\s/.-]*(\d{4})", re.IGNORECASE)
_DAY_NAME = re.compile(r"(\d{1,2})[\s\-/]*([A-Za-z]{3,9})\.?")
_YEARLESS = re.compile(r"(\d{1,2})\s*月(?:度|分)?|([A-Za-z]{3,9})\.?")
_TWO_DIGITS = re.compile(r"'?(\d{2})\s*(?:年|[-/.])\s*(\d{1,2})\s*月?")
_COUNTED = re.compile(r"(?:M|MO|MONTH)[\s.#-]*\d{1,3}", re.IGNORECASE)
_WEEK = re.compile(
    r"(?:(?:FY)?\d{2,4}[\s./-]*)?(?:W|WK|CW|KW|WEEK|CALENDAR WEEK)[\s.#-]*\d{1,2}(?:[\s./-]*\d{2,4})?"
    r"|(?:\d{4}年?)?\s*第?\d{1,2}週",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:(?:FY|CY)?'?\d{2,4}(?:年度?)?[\s./-]*)?(?:[QH][1-4]|[1-4][QH]|第?[1-4]四半期|[上下]期|[上下]半期)"
    r"(?:[\s./-]*(?:FY|CY)?'?\d{2,4}(?:年度?)?)?|(?:FY|CY)\s*'?\d{2,4}|\d{4}年度?",
    re.IGNORECASE,
)
_SIX_DIGITS = re.compile(r"(\d{4})(\d{2})")
_SPEAKS_OF_TIME = re.compile(r"\d|\b(?:" + "|".join(name[:3] for name in _NAMES) + ")", re.IGNORECASE)
_EITHER_WAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")


def month_of_text(text: str) -> tuple[dt.date, int] | None:
    """Return the first of the month a text names, and the day it named (1 where it named none).

    Read are ``2026-04``, ``2026/4``, ``2026年4月``, ``202604``, ``2026M04``, ``Apr 2026``, ``4/2026``,
    ``令和8年4月``, ``R8.4``, and the same with a day after the month. ``None`` is everything else, also what
    could be read in two ways.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(text) or _JAPANESE.fullmatch(text) or _SIX_DIGITS.fullmatch(text):
        year, month, *rest = found.groups()
        return _month(int(year), int(month), rest[0] if rest else None)
    if found := _ERA.fullmatch(text.upper()):
        era, year, month, day, month_too, day_too = found.groups()
        return _month(
            _ERAS[era] + (1 if year == "元" else int(year)), int(month or month_too), day or day_too
        )
    if found := _YEAR_M.fullmatch(text):
        year, month, month_too, year_too = found.groups()
        return _month(int(year or year_too), int(month or month_too), None)
    if found := _MONTH_FIRST.fullmatch(text):
        return _month(int(found.group(2)), int(found.group(1)), None)
    if found := _NAMED.fullmatch(text):
        name, year = (found.group(1), found.group(2)) if found.group(1) else (found.group(4), found.group(3))
        return _month(int(year), _NUMBER_OF.get(name.lower(), 0), None)
    return None


def year_of_era(text: str) -> int | None:
    """Return the year that ``令和9年`` names, with or without ``度``."""
    found = _ERA_YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if found is None:
        return None
    era, year = found.groups()
    return _ERAS[era] + (1 if year == "元" else int(year))


def month_of_number(value: float) -> dt.date | None:
    """Return the month of a number like 202604."""
    read = _month(int(value) // 100, int(value) % 100, None) if value == int(value) else None
    return read[0] if read else None


def date_of_serial(value: float) -> dt.date | None:
    """Return the day that Excel counts with this number, where it lies in a plausible time (1954 … 2119)."""
    if not 20_000 <= value <= 80_000:
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that names a time, but not one month for certain."""

    code: str
    """Code of the error that says so."""
    month: str = ""
    """The month it may be."""


def doubt_of(text: str) -> Doubt | None:
    """Return why a text that speaks of a time is no month: a week, a quarter, no year, no certain one."""
    text = unicodedata.normalize("NFKC", text).strip()
    if _WEEK.fullmatch(text):
        return Doubt("E190")
    if _SPAN.fullmatch(text):
        return Doubt("E191")
    month = month_of_short_year(text)
    if month is None and (found := _DAY_NAME.fullmatch(text)):
        month = month_of_short_year(f"{found.group(2)} {found.group(1)}")
    if month is None and (found := _TWO_DIGITS.fullmatch(text)):
        read = _month(2000 + int(found.group(1)), int(found.group(2)), None)
        month = read[0] if read else None
    if month is not None:
        return Doubt("E189", month.isoformat()[:7])
    if month_of_year(text) or _COUNTED.fullmatch(text):
        return Doubt("E192")
    return None


def speaks_of_time(text: str) -> bool:
    """Tell whether a text may name a month in some way: it has digits, or the name of one."""
    return _SPEAKS_OF_TIME.search(text) is not None


def months_of_decimal(value: float) -> tuple[dt.date, ...]:
    """Return the months that a number like 2026.04 may name; 2026.1 is January or October."""
    year, _, digits = str(value).partition(".")
    if not year.isdecimal() or len(year) != 4 or not digits or len(digits) > 2:
        return ()
    read = (
        _month(int(year), int(one), None)
        for one in ((digits,) if len(digits) > 1 else (digits, f"{digits}0"))
    )
    return tuple(month[0] for month in read if month)


def month_of_short_year(text: str) -> dt.date | None:
    """Return the month that ``Jun-26`` names, if it is no day of June."""
    found = _SHORT_YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    read = _month(2000 + int(found.group(2)), _NUMBER_OF.get(found.group(1).lower(), 0), None)
    return read[0] if read else None


def month_of_year(text: str) -> int:
    """Return the month, 1 to 12, that a text without a year names; 0 where it names none."""
    found = _YEARLESS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return 0
    month = int(found.group(1)) if found.group(1) else _NUMBER_OF.get(found.group(2).lower(), 0)
    return month if 1 <= month <= 12 else 0


def day_and_month(text: str) -> tuple[int, int, int] | None:
    """Return the two numbers and the year of ``4/1/2026``, whichever of them is the month."""
    found = _EITHER_WAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return None if found is None else (int(found.group(1)), int(found.group(2)), int(found.group(3)))


def over_midnight(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return the day that a date with a time of day means, and the latest that it may mean.

    What other programs write as seconds before midnight is midnight; and midnight elsewhere may stand as up
    to 14 hours before, by the world's clock.
    """
    after = moment + NEARLY
    if moment.time() == dt.time() or after.date() != moment.date():
        return after, after
    return moment, moment + EASTWARDS


def two_readings(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the two months that ``04/05/2026`` can mean; ``None`` where there are not two."""
    found = _EITHER_WAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    one, other, year = (int(group) for group in found.groups())
    first, second = _month(year, min(one, other), None), _month(year, max(one, other), None)
    return (first[0], second[0]) if first and second and first != second else None


def _month(year: int, month: int, day: str | None) -> tuple[dt.date, int] | None:
    try:
        date = dt.date(year, month, int(day or 1))
    except (ValueError, OverflowError):
        return None
    return (date.replace(day=1), date.day) if FIRST_YEAR <= year <= LAST_YEAR else None
