"""What a cell's number format makes of its number: a date, a percentage, another unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

BUILT_IN: dict[int, str] = {
    number: code
    for number, code in BUILTIN_FORMATS.items()
    # What these show of money depends on the country of the machine, so it tells nothing.
    if number not in {5, 6, 7, 8, 37, 38, 39, 40, 41, 42, 43, 44}
} | dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy/m/d")
"""Codes of the formats that Excel knows by number; those of East Asia are dates."""

_QUOTED = re.compile(r'"([^"]*)"')
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_BRACKET = re.compile(r"\[[^\]]*\]")
_ESCAPED = re.compile(r"\\(.)|!(.)")
_SPACED = re.compile(r"[_*].")
_EXPONENT = re.compile(r"E[+-]")
_NO_UNIT = re.compile(r"[0#?.,;:/\s()+\-−–'%@]|General|Standard|標準|G/標準", re.IGNORECASE)
_SCALED = re.compile(r"[0#?](,+)(?![0#?,])")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a format shows a number."""

    date: bool = False
    span: bool = False
    """A length of time."""
    no_year: bool = False
    """A date of which the year is not shown."""
    per_cent: bool = False
    sign_only: bool = False
    """A % is written beside the number, which is not shown in hundredths for it."""
    unit: str = ""
    """Words and signs beside the digits."""
    thousands: int = 0
    """How many times a thousand is left out."""
    nothing: bool = False
    """The format shows nothing at all."""
    struck: bool = False
    """The cell's font is struck through."""

    @property
    def plain(self) -> bool:
        """Whether the number means what it seems to."""
        return not (
            self.per_cent or self.sign_only or self.unit or self.thousands or self.no_year or self.nothing
        )


@lru_cache(maxsize=4096)
def shown_by(code: str) -> Shown:
    """Return how a format code shows a number."""
    if not code:
        return Shown()
    if is_date_format(code):
        bare = _BRACKET.sub("", _QUOTED.sub("", code)).lower()
        return Shown(date=True, span=is_timedelta_format(code), no_year="y" not in bare and "e" not in bare)
    first = _first_section(code)
    if not first.strip() and ";" in code:
        return Shown(nothing=True)
    words = "".join(_QUOTED.findall(first)) + "".join(_CURRENCY.findall(first))
    rest = _CURRENCY.sub("", _QUOTED.sub("", first))
    rest = _BRACKET.sub("", rest)
    words += "".join(one or other for one, other in _ESCAPED.findall(rest))
    rest = _EXPONENT.sub("", _SPACED.sub("", _ESCAPED.sub("", rest)))
    scaled = _SCALED.search(rest)
    per_cent, sign_only = "%" in rest, "%" in words or "％" in words
    words = _NO_UNIT.sub("", words + _NO_UNIT.sub("", rest))
    return Shown(
        per_cent=per_cent,
        sign_only=sign_only and not per_cent,
        unit=unicodedata.normalize("NFKC", words).strip(),
        thousands=len(scaled.group(1)) if scaled else 0,
    )


def _first_section(code: str) -> str:
    quoted = False
    for at, letter in enumerate(code):
        if letter == '"':
            quoted = not quoted
        elif letter == ";" and not quoted and (at == 0 or code[at - 1] != "\\"):
            return code[:at]
    return code
