"""How likely events are: as typed, per year, or beside other events that happen on their own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from planner.workbook.access import month, number, text
from planner.workbook.tables import Row, Tables

NEARLY_SURE = 1 - 1e-9
"""An event that is certain has no odds; the checks refuse it."""


def onset_window(event: Row, tables: Tables, months: int) -> tuple[int, int] | None:
    """Return the first and last plan month in which an event may start, or ``None`` where there is none."""
    if not months:
        return None
    start_from, start_to = month(event, "start_from"), month(event, "start_to")
    first = 0 if start_from is None else max(0, tables.month_index(start_from))
    last = months - 1 if start_to is None else min(months - 1, tables.month_index(start_to))
    return (first, last) if first <= last else None


def own_chance(event: Row, tables: Tables, months: int) -> float | None:
    """Return the probability that an event begins within the plan, by itself.

    Where the sheet says it per year, p: 1 - (1 - p)^(months of its window / 12). ``None`` where it says
    nothing, or nothing can begin.
    """
    window = onset_window(event, tables, months)
    stated, yearly = number(event, "probability"), number(event, "probability_per_year")
    if window is None or (stated is None and yearly is None):
        return None
    if stated is not None:
        return stated
    span = window[1] - window[0] + 1
    return 1.0 - float((1.0 - min(1.0, yearly or 0.0)) ** (span / 12))


def independent(tables: Tables) -> bool:
    """Tell whether events happen or not, each on its own."""
    return tables.settings.get("event_probabilities") == "independent"


def chances(tables: Tables, months: int) -> dict[str, float]:
    """Return the probability of the scenarios made from each event, all of them together.

    Exclusive events have their own. Of independent ones at most one is taken to happen: with odds
    o = p/(1 - p) an event has o/(1 + sum of all o), which is its probability under that condition.
    """
    own = {
        text(event, "event"): chance
        for event in tables.sheets.get("Events", ())
        if text(event, "event") and (chance := own_chance(event, tables, months)) is not None
    }
    if not independent(tables):
        return own
    odds = {name: chance / (1 - chance) for name, chance in _capped(own)}
    total = 1 + math.fsum(odds.values())
    return {name: one / total for name, one in odds.items()}


def left_out(own: Mapping[str, float]) -> float:
    """Return the probability that two or more of some independent events happen."""
    capped = dict(_capped(own))
    none = math.prod(1 - chance for chance in capped.values())
    return max(0.0, 1 - none * (1 + math.fsum(chance / (1 - chance) for chance in capped.values())))


def _capped(own: Mapping[str, float]) -> Iterable[tuple[str, float]]:
    return ((name, min(chance, NEARLY_SURE)) for name, chance in own.items())
