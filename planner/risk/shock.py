"""One event, told month by month: the plan's decisions stand, this event begins, and nothing else.

How long it lasts may be known to the plan from the start, or to nobody: then it is taken to last as its row
says and, once over that, one month more, again and again (a receding horizon: what was decided stands).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.evaluation.recourse_patches import Steps
from models.evaluation.recourse_templates import CALM
from models.evaluation.stress import Followed, Judge
from models.plan.data import EventSpec
from models.plan.names import Event, Month
from planner.risk.kept import HeldPlan
from planner.risk.shock_story import Asked, Duration, Shock, Story
from planner.workbook.access import text
from planner.workbook.events.scenarios import known_events, scenario_list
from planner.workbook.tables import Tables

Floats = NDArray[np.float64]


class CannotShock(Exception):
    """An event that cannot be told; carries why."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(key)


def default_start(kept: HeldPlan, event: str) -> Month:
    """Return the month in which a scenario of the plan first begins with an event, else the second month."""
    starts = [
        start
        for spec in scenario_list(kept.tables)
        for name, start in spec.events
        if name == event and start >= 0
    ]
    return min(starts, default=min(1, kept.data.months - 1))


def known_event(tables: Tables, event: str) -> None:
    """Refuse an event that the plan does not have.

    Raises
    ------
    CannotShock
        ``unknown``, with those it has.
    """
    have = tuple(text(row, "event") for row in tables["Events"])
    if event not in have:
        raise CannotShock("unknown", event=event, known=have)


def check_event(kept: HeldPlan, event: str, start: Month, months: Sequence[int]) -> None:
    """Refuse what cannot be told.

    Raises
    ------
    CannotShock
        ``unknown``: the plan has no such event. ``start``: it would begin outside the plan. ``long``: it
        would outlast the plan. ``known``: it begins in this month in any case (scenario 0).
    """
    known_event(kept.tables, event)
    if not 0 <= start < kept.data.months:
        raise CannotShock("start", months=kept.data.months)
    for duration in months:
        if start + duration > kept.data.months:
            raise CannotShock("long", duration=duration, most=kept.data.months - start)
    if (event, start) in known_events(kept.tables):
        raise CannotShock("known", event=event)


def tell_shock(
    kept: HeldPlan,
    event: str,
    *,
    start: Month | None = None,
    months: Sequence[int] = (),
    severity: float | None = None,
    end_unknown: bool = False,
) -> Shock:
    """Return what one event does to a plan, month by month.

    Parameters
    ----------
    kept : HeldPlan
        Its here-and-now and trunk decisions are held.
    event : str
        An event of the plan.
    start : int, optional
        Plan month; by default where a scenario first has it.
    months : sequence of int, optional
        How long it lasts, one story each; by default as its row says.
    severity : float, optional
        Part of supply lost while it is on; by default as its row says.
    end_unknown : bool
        Nobody knows how long it lasts: see the module.

    Raises
    ------
    CannotShock
    """
    row = kept.data.events.get(Event(event))
    first = default_start(kept, event) if start is None else start
    lasting = () if row is None else (len(row.profile) or row.duration,)
    wanted = tuple(dict.fromkeys(months or lasting))
    check_event(kept, event, first, wanted if months else ())
    assert row is not None  # noqa: S101 (check_event has refused it)
    wanted = tuple(min(m, kept.data.months - first) for m in wanted)
    asked = Asked(Event(event), first, wanted, severity, end_unknown)
    teller = _Teller(kept, asked, row)
    calm = teller.calm()
    foreseen = tuple(teller.foreseen(m) for m in wanted)
    stories = tuple(teller.unforeseen(m) for m in wanted) if end_unknown else foreseen
    durations, longest, censored = teller.search(calm, max(wanted))
    return Shock(kept, asked, calm, stories, foreseen if end_unknown else (), durations, longest, censored)


class _Teller:
    """Judges one plan on one event of many lengths."""

    def __init__(self, kept: HeldPlan, asked: Asked, row: EventSpec) -> None:
        self.kept, self.asked = kept, asked
        self.row = row if asked.severity is None else with_severity(row, asked.severity)
        self.own = len(row.profile) or row.duration
        self.start, self.horizon = asked.start, kept.data.months
        events = dict(kept.held.data.events)
        for length in range(1, self.horizon - self.start + 1):
            events[self.lasting(length)] = lasting(self.row, length)
        for length in range(2, self.horizon - self.start + 1):
            ratio, market = extension(lasting(self.row, length - 1), lasting(self.row, length))
            events[self.longer(length)], events[self.market(length)] = ratio, market
        self.data = replace(kept.held.data, events=events)
        self.judge = Judge(replace(kept.held, data=self.data))

    def lasting(self, length: int) -> Event:
        """Return the event that lasts so many months."""
        return Event(f"{self.asked.event}~{length}")

    def longer(self, length: int) -> Event:
        """Return what an event takes once it lasts so many months and not one less."""
        return Event(f"{self.asked.event}~{length}+")

    def market(self, length: int) -> Event:
        """Return what its last month does to prices, demand and lead times."""
        return Event(f"{self.asked.event}~{length}$")

    def calm(self) -> Story:
        """Return the same months undisturbed."""
        followed = self.judge.follow([(((CALM, self.start),),)])
        return self._story(0, followed, EventSpec(severity=0.0, duration=0), known=True)

    def foreseen(self, length: int) -> Story:
        """Return the story of a length that the plan knows from the start."""
        followed = self.judge.follow([(((self.lasting(length), self.start),),)])
        return self._story(length, followed, lasting(self.row, length), known=True)

    def unforeseen(self, length: int) -> Story:
        """Return the story of a length that nobody knows."""
        first = ((self.lasting(min(self.own, self.horizon - self.start)), self.start),)
        beliefs: list[Steps] = [(first,)]
        if length < self.own:  # over sooner than told: what was decided stands, and now everybody knows
            end = self.start + length
            if end < self.horizon:
                beliefs.append((((self.lasting(length), self.start),), ((CALM, end),)))
        for longer in range(self.own + 1, length + 1):
            month = self.start + longer - 1
            added = ((self.longer(longer), month), (self.market(longer), month))
            beliefs.append((*beliefs[-1], added))
        return self._story(length, self.judge.follow(beliefs), lasting(self.row, length), known=False)

    def _story(self, length: int, followed: Followed, event: EventSpec, *, known: bool) -> Story:
        spent = float(followed.cost_by_month.sum())
        cost = self.kept.held.first_stage + spent if followed.feasible else math.nan
        return Story(length, known, followed, cost, self.data, event, self.start)

    def search(self, calm: Story, most: int) -> tuple[tuple[Duration, ...], int, bool]:
        """Return every length up to the first with a shortage, or the longest asked about."""
        found: list[Duration] = []
        longest, stopped = 0, False
        for length in range(1, self.horizon - self.start + 1):
            if stopped and length > most:
                break
            story = self.foreseen(length)
            lost = {d: story.short(d).sum() - calm.short(d).sum() for d in self.data.products}
            units = sum(max(0.0, x) for x in lost.values())
            value = sum(max(0.0, x) * self.data.products[d].shortage_penalty for d, x in lost.items())
            found.append(Duration(length, story.cost, units, value))
            if not stopped and units == 0 and story.feasible:
                longest = length
            else:
                stopped = True
        return tuple(found), longest, not stopped


def with_severity(event: EventSpec, severity: float) -> EventSpec:
    """Return an event of another severity for as long as it is on; a profile becomes a constant."""
    return replace(event, severity=severity, duration=len(event.profile) or event.duration, profile=())


def lasting(event: EventSpec, months: int) -> EventSpec:
    """Return an event of another length: a profile is cut, or its last month goes on."""
    if not event.profile:
        return replace(event, duration=months)
    kept = event.profile[:months]
    return replace(event, profile=(*kept, *[event.profile[-1]] * (months - len(kept))))


def extension(shorter: EventSpec, longer: EventSpec) -> tuple[EventSpec, EventSpec]:
    """Return what turns an event into one a month longer, as two events that begin in that month.

    The first takes, of what the shorter event leaves, what the longer one does not; the second does what the
    event does to prices, demand and lead times while it is on.
    """
    begin = longer.months_felt - longer.recovery - 1
    parts = []
    for age in range(begin, longer.months_felt):
        before, after = shorter.remaining(age), longer.remaining(age)
        parts.append(0.0 if before <= 0 else max(0.0, min(1.0, 1.0 - after / before)))
    supply = replace(
        longer,
        profile=tuple(parts),
        severity=1.0,
        duration=len(parts),
        recovery=0,
        lead_time_extension=0,
        price_factor=1.0,
        demand_factor=1.0,
        investment_delay=0,
    )
    market = replace(longer, profile=(), severity=0.0, duration=1, recovery=0, investment_delay=0)
    return supply, market
