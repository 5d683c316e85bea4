"""Days and times as a workbook keeps them: numbers of days since its epoch, or texts of ISO 8601."""

from __future__ import annotations

import datetime as dt
import re

EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 (workbooks know no zones)
"""Days are counted from here; a workbook says from which."""
_DAY = 86400
_NO_LEAP_DAY = 60
"""Lotus had a 29 February 1900, on this day, and Excel keeps it: days before are one less."""

_MOMENT = re.compile(
    r"(?P<date>(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2}))?T?"
    r"(?P<time>(?P<hour>\d{2}):(?P<minute>\d{2})(:(?P<second>\d{2})(?P<part>\.\d{1,3})?)?)?Z?"
)
_SPAN = re.compile(r"PT((?P<hours>\d+)H)?((?P<minutes>\d+)M)?((?P<seconds>\d+(\.\d{1,3})?)S)?")

Moment = dt.datetime | dt.date | dt.time | dt.timedelta


def moment_of(serial: float, epoch: dt.datetime) -> Moment:
    """Return the moment of a number of days; of a part of the first day the time alone.

    Raises
    ------
    OverflowError, ValueError
        No calendar has such a day.
    """
    day, part = divmod(serial, 1)
    time = dt.timedelta(milliseconds=round(part * _DAY * 1000))
    if 0 <= serial < 1 and not time.days:
        return (EPOCH_1900 + time).time()
    if 0 < serial < _NO_LEAP_DAY and epoch == EPOCH_1900:
        day += 1
    return epoch + dt.timedelta(days=day) + time


def span_of(days: float) -> dt.timedelta:
    """Return a length of time, to the millisecond."""
    span = dt.timedelta(days=days)
    return dt.timedelta(seconds=span.total_seconds() // 1, microseconds=round(span.microseconds, -3))


def from_text(text: str) -> Moment | None:
    """Return the moment or the length of time that a text of ISO 8601 names; ``None`` of no text.

    Raises
    ------
    ValueError
        The text is nothing of the kind.
    """
    if not text:
        return None
    found = _MOMENT.match(text)
    if found is not None and (found["date"] or found["time"]):
        return _moment(found)
    span = _SPAN.match(text)
    if span is not None and any(span.groups()):
        return dt.timedelta(**{name: float(span[name] or 0) for name in ("hours", "minutes", "seconds")})
    raise ValueError(f"{text!r} is neither a day nor a time")


def _moment(found: re.Match[str]) -> Moment:
    day = [int(found[name]) for name in ("year", "month", "day")] if found["date"] else []
    if not found["time"]:
        return dt.date(*day)
    time = [int(found[name] or 0) for name in ("hour", "minute", "second")]
    time.append(int(float(found["part"] or 0) * 1_000_000))
    return dt.datetime(*day, *time) if day else dt.time(*time)  # type: ignore[arg-type]  # noqa: DTZ001
