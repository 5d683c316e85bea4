"""What has happened until now, and which scenarios of the old plan agree with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.rolling.ledger import CannotRoll, names
from planner.workbook.access import text
from planner.workbook.checks.base import nearest
from planner.workbook.events.scenarios import (
    TRUNK,
    ScenarioSpec,
    has_own_scenarios,
    known_events,
    path_scenarios,
    scenario_list,
)
from planner.workbook.reading.months import month_of_text
from planner.workbook.tables import Tables

Start = tuple[str, int]
"""Event and month of the old plan in which it began."""


@dataclass(frozen=True)
class Observed:
    """What happened in the months gone, and what is left of the old plan's scenarios."""

    tables: Tables
    months: int
    happened: tuple[Start, ...]
    specs: tuple[ScenarioSpec, ...]
    left: tuple[str, ...]
    """Scenarios of the old plan that agree with what happened and are still to come."""
    followed: str
    """Scenario whose path was followed; the trunk where no scenario begins as it happened."""
    shift: int
    """Months by which the scenario that is taken for what happened begins too early (negative: too late)."""
    weight: float
    """Probability in the old plan of all that agrees with what happened."""
    parent: str
    """Scenario whose children leave the trunk now."""
    foreseen: bool
    """Some scenario of the old plan holds what happened (or nothing happened)."""

    @property
    def made(self) -> bool:
        """Whether scenarios are made from the sheet Events."""
        return not has_own_scenarios(self.tables)


def starts_of(tables: Tables, months: int, happened: Iterable[str | Start]) -> tuple[Start, ...]:
    """Return what happened as events with months of the old plan.

    Raises
    ------
    CannotRoll
        An event that the plan does not have, a month that is none or is not gone.
    """
    known = [text(row, "event") for row in tables["Events"]]
    found: list[Start] = []
    for told in happened:
        if isinstance(told, str):
            event, at, month = told.rpartition("@")
            date = month_of_text(month) if at else None
            if not event or date is None:
                raise CannotRoll("happened form", told=told)
            start = tables.month_index(date[0])
        else:
            event, start = told
        if event not in known:
            near = nearest(event, known)
            raise CannotRoll("unknown event", event=event, near=near or names(known) or "-")
        if not 0 <= start <= months:
            raise CannotRoll(
                "happened when",
                event=event,
                month=tables.month_date(start),
                first=tables.month_date(0),
                last=tables.month_date(months),
            )
        if (event, start) in known_events(tables):
            raise CannotRoll("known already", event=event, month=tables.month_date(start))
        if (event, start) not in found:
            found.append((event, start))
    return tuple(sorted(found, key=lambda one: one[1]))


def observe(tables: Tables, months: int, happened: tuple[Start, ...]) -> Observed:
    """Return what is left of the scenarios after some months in which this happened.

    Raises
    ------
    CannotRoll
        What happened has no probability in the plan.
    """
    specs = scenario_list(tables)
    weight = {spec.scenario: spec.probability for spec in specs}
    weight[TRUNK] = max(0.0, 1.0 - sum(weight.values()))
    told = set(happened)
    events = {spec.scenario: spec.events for spec in specs}
    lines = {spec.scenario: path_scenarios(specs, spec.scenario) for spec in specs}

    def seen(scenario: str) -> set[Start]:
        own = (start for one in lines.get(scenario, ()) if one != TRUNK for start in events[one])
        return {(event, at) for event, at in own if at < months or (event, at) in told}

    agree = [scenario for scenario in weight if seen(scenario) == told]
    if agree:
        best = max(agree, key=lambda one: (weight[one], one == TRUNK))
        onset = {spec.scenario: spec.onset for spec in specs}
        followed = next(one for one in (*lines.get(best, ()), TRUNK) if one == TRUNK or onset[one] < months)
        total = sum(weight[one] for one in agree)
        _refuse_nothing(total, happened)
        left = [one for one in agree if one != TRUNK and not _all_of(lines[one], events, told)]
        return Observed(
            tables, months, happened, specs, tuple(left), followed, 0, total, TRUNK, foreseen=True
        )
    return _nearest(tables, months, happened, specs, weight)


def _all_of(line: Iterable[str], events: dict[str, tuple[Start, ...]], told: set[Start]) -> bool:
    return all(start in told for one in line if one != TRUNK for start in events[one])


def _nearest(
    tables: Tables,
    months: int,
    happened: tuple[Start, ...],
    specs: tuple[ScenarioSpec, ...],
    weight: dict[str, float],
) -> Observed:
    """Take the scenario of these events that begins nearest to what happened; its children move with it."""
    ids, begin = {event for event, _ in happened}, happened[0][1]
    alike = [spec for spec in specs if spec.after == TRUNK and {event for event, _ in spec.events} == ids]
    if not alike or not has_own_scenarios(tables):
        left = tuple(
            spec.scenario
            for spec in specs
            if all(
                at >= months
                for one in path_scenarios(specs, spec.scenario)
                for own in specs
                if own.scenario == one
                for _, at in own.events
            )
        )
        total = weight[TRUNK] + sum(weight[one] for one in left)
        if has_own_scenarios(tables):
            _refuse_nothing(total, happened)
        return Observed(tables, months, happened, specs, left, TRUNK, 0, total, TRUNK, foreseen=False)
    best = min(alike, key=lambda spec: (abs(spec.onset - begin), spec.onset))
    shift = begin - best.onset
    below = [s for s in specs if best.scenario in path_scenarios(specs, s.scenario)[1:]]
    gone = {s.scenario for s in below if s.onset + shift < months}
    left = tuple(s.scenario for s in below if not gone.intersection(path_scenarios(specs, s.scenario)))
    total = best.probability + sum(weight[one] for one in left)
    _refuse_nothing(total, happened)
    return Observed(tables, months, happened, specs, left, TRUNK, shift, total, best.scenario, foreseen=True)


def _refuse_nothing(total: float, happened: tuple[Start, ...]) -> None:
    if total <= 1e-12:
        raise CannotRoll("no probability" if happened else "no probability left")
