"""The ways people write a month, read without guessing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a plan, or the history of a disruption, can lie in; anything else is a slip."""

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
"""Year before the first of each Japanese era."""
_NAMES = "january february march april may june july august september october november december".split()
_NUMBER_OF = {name[:length]: at for at, name in enumerate(_NAMES, 1) for length in (3, 4, len(name))}

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{1,2}))?(?:[T ]0?0:00(?::00(?:\.0+)?)?)?"
)
_JAPANESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日|\s*度)?")
_ERA = re.compile(
    r"(令和|平成|昭和|[RHS])\s*([1-9]\d?|0[1-9]|元)\s*(?:年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?"
    r"|[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{1,2}))?)"
)
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_NAMED = re.compile(r"([A-Za-z]{3,9})\.?[\s,\-/]*(\d{4})|(\d{4})[\s,\-/]*([A-Za-z]{3,9})\.?")
_SIX_DIGITS = re.compile(r"(\d{4})(\d{2})")
_EITHER_WAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")


def month_of_text(text: str) -> tuple[dt.date, int] | None:
    """Return the first of the month a text names, and the day it named (1 where it named none).

    Read are ``2026-04``, ``2026/4``, ``2026年4月``, ``202604``, ``Apr 2026``, ``4/2026``, ``令和8年4月``,
    ``R8.4``, and the same with a day after the month. ``None`` is everything else, also what could be read in
    two ways.
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
    if found := _MONTH_FIRST.fullmatch(text):
        return _month(int(found.group(2)), int(found.group(1)), None)
    if found := _NAMED.fullmatch(text):
        name, year = (found.group(1), found.group(2)) if found.group(1) else (found.group(4), found.group(3))
        return _month(int(year), _NUMBER_OF.get(name.lower(), 0), None)
    return None


def month_of_number(value: float) -> dt.date | None:
    """Return the month of a number like 202604."""
    read = _month(int(value) // 100, int(value) % 100, None) if value == int(value) else None
    return read[0] if read else None


def date_of_serial(value: float) -> dt.date | None:
    """Return the day that Excel counts with this number, where it lies in a plausible time (1954 … 2119)."""
    if not 20_000 <= value <= 80_000:
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))


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
