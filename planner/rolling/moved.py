"""Decisions of two plans that follow each other, side by side by calendar month: what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from models.plan.names import TRUNK
from planner.result import Result
from planner.rolling.carried import carried_frames
from planner.rolling.linked import linked

SAME = 1e-3
"""Part of a quantity by which it may differ and still be the same."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One decision that is not as it was."""

    kind: str
    """``supplier``, ``contract``, ``investment``, ``order`` or ``stock`` (mean of common months)."""
    name: str
    month: dt.date | None
    """Of an order or a start."""
    before: float
    after: float
    worth: float | None
    """What keeping it as it was would have cost, where that was computed."""


def moved_decisions(last: Result, new: Result) -> list[Moved]:
    """Return what the new plan decides otherwise, for the months that both plans have."""
    link = linked(last, new.inputs)
    start = pd.Timestamp(new.inputs.start)
    end = pd.Timestamp(last.inputs.month_date(last.inputs.months))
    worth = {
        (str(row["kind"]), str(row["name"])): row["cost_of_keeping"]
        for row in (new.since_last or {}).get("changes", ())  # type: ignore[attr-defined]
    }
    frames = carried_frames(link, last.tables)
    found = []
    for kind, one, other in (
        ("supplier", _suppliers(frames), _suppliers(new.tables)),
        ("contract", _rates(frames), _rates(new.tables)),
        ("investment", _starts(frames, start, end), _starts(new.tables, start, end)),
        ("order", _orders(frames, start, end), _orders(new.tables, start, end)),
        ("stock", _stock(frames, start, end), _stock(new.tables, start, end)),
    ):
        for key in sorted({*one, *other}, key=lambda pair: (pair[0], pair[1] or dt.date.min)):
            before, after = one.get(key, 0.0), other.get(key, 0.0)
            if abs(before - after) > SAME * max(abs(before), abs(after), 1e-9):
                told = worth.get((kind, key[0]))
                found.append(Moved(kind, key[0], key[1], before, after, told))
    return found


Key = tuple[str, dt.date | None]
Frames = Mapping[str, pd.DataFrame]


def _suppliers(frames: Frames) -> dict[Key, float]:
    rows = frames["Suppliers"].to_dict("records")
    return {(str(row["supplier"]), None): float(bool(row["qualified"])) for row in rows}


def _rates(frames: Frames) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for row in frames["Awards"].to_dict("records"):
        if row["kind"] == "contract" and not pd.isna(row["rate_per_month"]):
            key = str(row["offer"]), None
            found[key] = found.get(key, 0.0) + float(row["rate_per_month"])
    return found


def _dated(
    frame: pd.DataFrame, columns: tuple[str, str, str], start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[tuple[Key, float]]:
    name, month, value = columns
    for row in frame.to_dict("records"):
        if start <= row[month] < end:
            yield (str(row[name]), row[month].date()), float(row[value])


def _starts(frames: Frames, start: pd.Timestamp, end: pd.Timestamp) -> dict[Key, float]:
    return dict(_dated(frames["Investments"], ("investment", "start_month", "modules"), start, end))


def _orders(frames: Frames, start: pd.Timestamp, end: pd.Timestamp) -> dict[Key, float]:
    frame = frames["Orders"]
    found: dict[Key, float] = {}
    columns = ("offer", "order_month", "quantity")
    for key, quantity in _dated(frame[frame["scenario"] == TRUNK], columns, start, end):
        found[key] = found.get(key, 0.0) + quantity
    return found


def _stock(frames: Frames, start: pd.Timestamp, end: pd.Timestamp) -> dict[Key, float]:
    frame = frames["Stock"]
    held: dict[str, list[float]] = {}
    for (item, _), stock in _dated(frame[frame["scenario"] == TRUNK], ("item", "month", "stock"), start, end):
        held.setdefault(item, []).append(stock)
    return {(item, None): sum(of) / len(of) for item, of in held.items()}
