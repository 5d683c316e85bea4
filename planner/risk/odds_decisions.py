"""What the best plan decides at each probability of an event: how likely it must be for a thing to pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from planner.risk.odds_lines import Line, Odds
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.tables import Tables

SAME = 0.02
"""Part by which a quantity may differ and still be the same decision."""
KINDS = ("contract", "investment", "supplier", "stock")

Thing = tuple[str, str]
"""Kind and id."""


@dataclass(frozen=True)
class Span:
    """From which probability to which the best plan has a thing, and how much of it."""

    low: float
    high: float
    value: float
    """Committed rate [unit/month], modules, 1, or mean stock on the trunk [unit]."""


@dataclass(frozen=True)
class Worth:
    """At which probabilities of an event a thing is part of the best plan."""

    event: str
    kind: str
    name: str
    now: float
    """What the plan in hand has of it."""
    spans: tuple[Span, ...]

    @property
    def changes(self) -> bool:
        """It hangs on the event's probability."""
        return len(self.spans) > 1


def decisions_of(tables: Tables, frames: Mapping[str, pd.DataFrame]) -> dict[Thing, float]:
    """Return what a plan decides here and now, and the stock it holds while nothing happens.

    Contracts by committed rate [unit/month], investments by modules, suppliers newly qualified (1), items by
    mean stock on the trunk [unit].
    """
    found: dict[Thing, float] = {}
    for row in frames["Awards"].to_dict("records"):
        if row["kind"] == "contract" and bool(row["signed"]):
            key = ("contract", str(row["offer"]))
            found[key] = found.get(key, 0.0) + float(row["rate_per_month"])
    for row in frames["Investments"].to_dict("records"):
        key = ("investment", str(row["investment"]))
        found[key] = found.get(key, 0.0) + float(row["modules"])
    already = {str(row["supplier"]) for row in tables["Suppliers"] if row["already_qualified"]}
    for row in frames["Suppliers"].to_dict("records"):
        if bool(row["qualified"]) and str(row["supplier"]) not in already:
            found["supplier", str(row["supplier"])] = 1.0
    stock = frames["Stock"]
    trunk = stock[stock["scenario"] == TRUNK]
    for item, total in trunk.groupby("item")["stock"].sum().items():
        found["stock", str(item)] = float(total) / tables.months
    return found


def worth_of(odds: Odds) -> list[Worth]:
    """Return, for each event and each thing that a best plan has, where it has it; what changes first."""
    decided = [decisions_of(odds.tables, plan.tables) for plan in odds.pool]
    found = [one for line in odds.lines for one in _along(line, decided)]
    order = {kind: at for at, kind in enumerate(KINDS)}
    return sorted(found, key=lambda one: (not one.changes, one.event, order[one.kind], one.name))


def _along(line: Line, decided: list[dict[Thing, float]]) -> Iterator[Worth]:
    stretches = list(line.stretches())
    things = dict.fromkeys(thing for _, _, k in stretches for thing in decided[k])
    for kind, name in things:
        spans: list[Span] = []
        for low, high, k in stretches:
            value = decided[k].get((kind, name), 0.0)
            last = spans[-1] if spans else None
            if last is not None and same(last.value, value):
                spans[-1] = Span(last.low, high, last.value)
            else:
                spans.append(Span(low, high, value))
        yield Worth(line.event, kind, name, decided[0].get((kind, name), 0.0), tuple(spans))


def same(first: float, second: float) -> bool:
    """Tell whether two quantities are the same decision."""
    return abs(first - second) <= SAME * max(abs(first), abs(second))
