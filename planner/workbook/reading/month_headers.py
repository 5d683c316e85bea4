"""The month columns of a wide table: read where certain, by themselves or by their neighbours."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.workbook.reading.cell_values import month_text, quote
from planner.workbook.reading.months import (
    FIRST_YEAR,
    LAST_YEAR,
    date_of_serial,
    day_and_month,
    doubt_of,
    month_of_number,
    month_of_short_year,
    month_of_text,
    month_of_year,
    months_of_decimal,
    over_midnight,
    two_readings,
    year_of_era,
)

MOST_COUNTED = 120
"""Months that a plan can have, and so the highest number that counts one."""
ENOUGH = 2
"""Columns that must bear each other out."""
_YEAR = re.compile(r"(?:FY|CY)?'?(\d{4})\s*(年度?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MonthHeader:
    """One month column."""

    month: dt.date
    day: int = 1
    """Day that the header named beside; 1 where none."""
    written: str = ""
    """What stood there, where it was not plain."""


@dataclass(frozen=True, slots=True)
class NoMonth:
    """A header that speaks of a time, but of no certain month."""

    code: str
    facts: Mapping[str, object]


def month_headers(
    values: Sequence[object], above: Iterable[Sequence[object]] = ()
) -> tuple[dict[int, MonthHeader], dict[int, NoMonth]]:
    """Return the months that a header row names by position, and the headers that only seem to name one.

    Parameters
    ----------
    values
        The header row.
    above
        Rows over it, the nearest first; one may give the years of months such as ``4月`` or ``Apr``.
    """
    found: dict[int, MonthHeader] = {}
    doubts: dict[int, NoMonth] = {}
    for at, value in enumerate(values):
        header = _plain(value)
        if isinstance(header, NoMonth):
            doubts[at] = header
        elif header is not None:
            found[at] = header
        elif isinstance(value, str) and (doubt := doubt_of(value)) is not None:
            doubts[at] = NoMonth(doubt.code, {"value": quote(value), "month": doubt.month})
    _short_years(values, found, doubts)
    _serials(values, found, doubts)
    _two_ways(values, found, doubts)
    _under_years(values, above, found, doubts)
    return found, doubts


def _of_moment(moment: dt.datetime) -> MonthHeader | NoMonth:
    meant, latest = over_midnight(moment)
    if meant.month != latest.month:
        facts = {"value": quote(moment), "first": f"{meant:%Y-%m}", "second": f"{latest:%Y-%m}"}
        return NoMonth("E176", facts)
    written = quote(moment) if meant.date() != moment.date() else ""
    return MonthHeader(meant.date().replace(day=1), meant.day, written)


def _plain(value: object) -> MonthHeader | NoMonth | None:
    if isinstance(value, dt.date):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            return None
        if isinstance(value, dt.datetime) and value.time() != dt.time():
            return _of_moment(value)
        return MonthHeader(dt.date(value.year, value.month, 1), value.day)
    if isinstance(value, str):
        read = month_of_text(value)
        if read is None:
            return None
        month, day = read
        usual = value.strip() in (month_text(month), str(month)) or day != 1
        return MonthHeader(month, day, "" if usual else quote(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and 190_000 < value < 220_000:
        month_found = month_of_number(value)
        return MonthHeader(month_found) if month_found else None
    if isinstance(value, float) and (months := months_of_decimal(value)):
        if len(months) == 1:
            return MonthHeader(months[0], 1, quote(value))
        first, second = map(month_text, months)
        return NoMonth("E176", {"value": quote(value), "first": first, "second": second})
    return None


def _short_years(values: Sequence[object], found: dict[int, MonthHeader], doubts: dict[int, NoMonth]) -> None:
    """Read ``Jun-26`` among other months: the heads of columns are no days."""
    short = {
        at: month
        for at, value in enumerate(values)
        if isinstance(value, str) and (month := month_of_short_year(value)) is not None
    }
    if len(short) + len(found) >= ENOUGH:
        for at, month in short.items():
            found[at] = MonthHeader(month, 1, quote(values[at]))
            doubts.pop(at, None)


def _serials(values: Sequence[object], found: dict[int, MonthHeader], doubts: dict[int, NoMonth]) -> None:
    """Read the numbers by which Excel counts days, where several are firsts of months."""
    numbers = {at: number for at, value in enumerate(values) if (number := _whole(value)) is not None}
    dates = {at: date for at, number in numbers.items() if (date := date_of_serial(number)) is not None}
    counted = [at for at, number in numbers.items() if 0 <= number <= MOST_COUNTED]
    if len(counted) > ENOUGH and sorted(numbers[at] for at in counted) == [
        numbers[counted[0]] + step for step in range(len(counted))
    ]:
        doubts.update({at: NoMonth("E192", {"value": quote(values[at]), "month": ""}) for at in counted})
    firsts = {at: date for at, date in dates.items() if date.day == 1}
    certain = len(firsts) + len(found) >= ENOUGH and len(set(firsts.values())) == len(firsts)
    for at, date in dates.items():
        if certain and at in firsts:
            found[at] = MonthHeader(date, 1, quote(values[at]))
        elif len(firsts) + len(found):
            facts = {"value": quote(values[at]), "date": str(date), "month": month_text(date)}
            doubts[at] = NoMonth("E177", facts)


def _whole(value: object) -> int | None:
    """Return a whole number, also one written as text."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= len("46113"):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return None
    return int(value)


def _two_ways(values: Sequence[object], found: dict[int, MonthHeader], doubts: dict[int, NoMonth]) -> None:
    """Read ``4/1/2026`` where the columns together show which number is the month."""
    parts = {
        at: numbers
        for at, value in enumerate(values)
        if isinstance(value, str) and (numbers := day_and_month(value)) is not None
    }
    ways = [
        order
        for order in (0, 1)  # which number is the month
        if all(1 <= numbers[order] <= 12 and numbers[1 - order] == 1 for numbers in parts.values())
    ]
    months = {at: numbers[ways[0]] for at, numbers in parts.items()} if len(ways) == 1 else {}
    for at, (one, other, year) in parts.items():
        if months and len(parts) + len(found) >= ENOUGH:
            found[at] = MonthHeader(dt.date(year, months[at], 1), 1, quote(values[at]))
        elif two := two_readings(str(values[at])):
            facts = {"value": quote(values[at]), "first": month_text(two[0]), "second": month_text(two[1])}
            doubts[at] = NoMonth("E176", facts)
        elif max(one, other) <= 31 and min(one, other) in range(1, 13):
            month = one if one <= 12 else other
            day = other if one <= 12 else one
            found[at] = MonthHeader(dt.date(year, month, 1), day, quote(values[at]))


def _under_years(
    values: Sequence[object],
    above: Iterable[Sequence[object]],
    found: dict[int, MonthHeader],
    doubts: dict[int, NoMonth],
) -> None:
    """Read months without a year under a row of years; a Japanese business year begins in April."""
    bare = {
        at: month
        for at, value in enumerate(values)
        if isinstance(value, str) and (month := month_of_year(value))
    }
    if not bare:
        return
    for row in above:
        years = {at: year for at, value in enumerate(row) if (year := _year_of(value)) is not None}
        if not years:
            continue
        read: dict[int, dt.date] = {}
        for at, month in bare.items():
            before = [place for place in years if place <= at]
            if not before:
                return
            first, business = years[max(before)]
            read[at] = dt.date(first + (1 if business and month < 4 else 0), month, 1)
        if len(set(read.values())) == len(read):
            for at, date in read.items():
                found[at] = MonthHeader(date, 1, f"{quote(values[at])} ({date.year})")
                doubts.pop(at, None)
        return


def _year_of(value: object) -> tuple[int, bool] | None:
    """Return the year a cell names and whether it is a business year."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (int(value), False) if value == int(value) and 1990 <= value <= LAST_YEAR else None
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value).strip()
    if era := year_of_era(text):
        return era, text.endswith("年度")
    match = _YEAR.fullmatch(text)
    if match is None or text.upper().startswith("FY") or not 1990 <= int(match.group(1)) <= LAST_YEAR:
        return None
    return int(match.group(1)), match.group(2) == "年度"
