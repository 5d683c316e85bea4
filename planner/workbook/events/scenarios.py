"""From the Events and Scenarios sheets to the tree of scenarios, and how long an event lasts.

Nothing here judges the sheets (``checks`` does): what cannot be placed in the tree is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.workbook.access import month, number, numbers, text, whole
from planner.workbook.events.chances import chances
from planner.workbook.events.chances import onset_window as window_within
from planner.workbook.tables import Row, Tables

TRUNK = "0"
"""Scenario id of life as planned."""

ONSET_EVERY = 3
"""Months between the onsets that are made where ``onsets`` is blank."""


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """One scenario other than the trunk."""

    scenario: str
    """Its id."""
    after: str
    """The scenario it branches from; ``"0"`` is the trunk."""
    probability: float
    """Probability of ending in it [-]; a child's is not inside its parent's."""
    events: tuple[tuple[str, int], ...]
    """Its own events with their start in plan months."""
    onset: int
    """Plan month in which it leaves its parent: the earliest own start."""


def on_months(event: Row) -> int:
    """Return for how many months an event is on: its profile's length, else its duration."""
    profile = numbers(event, "loss_profile")
    return len(profile) if profile else max(0, whole(event, "duration_months"))


def recovery_months(event: Row) -> int:
    """Return for how many months an event recovers after it was on (a profile holds its own recovery)."""
    return 0 if numbers(event, "loss_profile") else max(0, whole(event, "recovery_months"))


def severity(event: Row) -> float:
    """Return the largest part an event takes [-]."""
    profile = numbers(event, "loss_profile")
    if profile:
        return max(profile)
    found = number(event, "severity")
    return 1.0 if found is None else found


def remaining(event: Row, since: int) -> float:
    """Return the part of supply that remains ``since`` months after an event's start.

    Parameters
    ----------
    event
        Row of Events.
    since
        Months since the start: 0 in the first month; before the start (negative) everything remains.

    Returns
    -------
    float
        1 - severity while on; in recovery month k of R: 1 - severity + severity·k/(R+1); else 1.
    """
    on = on_months(event)
    profile = numbers(event, "loss_profile")
    if since < 0:
        return 1.0
    if since < on:
        return 1.0 - (profile[since] if profile else severity(event))
    recovery = recovery_months(event)
    step = since - on + 1
    if step <= recovery:
        return 1.0 - severity(event) + severity(event) * step / (recovery + 1)
    return 1.0


def last_month(event: Row, start: int) -> int:
    """Return the last plan month in which an event that starts in ``start`` is on or recovering."""
    return start + on_months(event) + recovery_months(event) - 1


def horizon(tables: Tables) -> int:
    """Return the number of plan months, or 0 where the settings that say so are missing or broken."""
    months = tables.settings.get("months")
    if isinstance(months, bool) or not isinstance(months, int | float):
        return 0
    return int(months) if month_of_start(tables) else 0


def month_of_start(tables: Tables) -> bool:
    """Tell whether the plan has a first month."""
    return hasattr(tables.settings.get("start_month"), "month")


def known_events(tables: Tables) -> tuple[tuple[str, int], ...]:
    """Return the events of scenario 0 with their start in plan months (negative before the plan)."""
    if not horizon(tables):
        return ()
    return tuple(_starts(tables, scenario_rows(tables).get(TRUNK, ())))


def scenario_rows(tables: Tables) -> dict[str, list[Row]]:
    """Return the rows of the Scenarios sheet by scenario id, in the order the ids first appear."""
    rows: dict[str, list[Row]] = {}
    for row in tables.sheets.get("Scenarios", ()):
        if text(row, "scenario"):
            rows.setdefault(text(row, "scenario"), []).append(row)
    return rows


def has_own_scenarios(tables: Tables) -> bool:
    """Tell whether the Scenarios sheet holds a scenario other than 0 (else they are made from Events)."""
    return any(scenario != TRUNK for scenario in scenario_rows(tables))


def scenario_list(tables: Tables) -> tuple[ScenarioSpec, ...]:
    """Return every scenario other than the trunk, a parent before its children.

    Rows of one id are one compound scenario. Where the sheet has no scenario but 0, one scenario per onset
    is made from each event that has a probability. Scenarios that cannot be placed (no start, an ``after``
    that is unknown or circular) are left out; ``checks`` reports them.
    """
    if not horizon(tables):
        return ()
    if not has_own_scenarios(tables):
        likely = chances(tables, horizon(tables))
        return tuple(
            spec for event in tables.sheets.get("Events", ()) for spec in generated(event, tables, likely)
        )
    waiting = [
        spec
        for scenario, rows in scenario_rows(tables).items()
        if scenario != TRUNK and (spec := _compound(tables, scenario, rows)) is not None
    ]
    placed: dict[str, ScenarioSpec] = {}
    while waiting:
        ready = [spec for spec in waiting if spec.after == TRUNK or spec.after in placed]
        if not ready:
            break
        placed.update({spec.scenario: spec for spec in ready})
        waiting = [spec for spec in waiting if spec.scenario not in placed]
    return tuple(placed.values())


def generated(
    event: Row, tables: Tables, likely: Mapping[str, float] | None = None
) -> tuple[ScenarioSpec, ...]:
    """Return the scenarios made from one event with a probability: one per onset, evenly spaced.

    The k-th of n (k = 0 … n-1) starts ⌊k·(to - from)/(n-1) + ½⌋ months after ``from``; they share the
    probability equally. The window is cut to the plan first; an empty one makes none. ``likely`` are the
    probabilities of all events of the plan, where they are known already.
    """
    found = chances(tables, horizon(tables)) if likely is None else likely
    probability = found.get(text(event, "event"))
    window = onset_window(event, tables)
    if probability is None or window is None or not text(event, "event"):
        return ()
    first, last = window
    span = last - first
    count = min(whole(event, "onsets", span // ONSET_EVERY + 1), horizon(tables))  # more is an error
    if count < 1:
        return ()
    # In whole numbers, so that a half is always rounded up as the formula says.
    starts = [
        first + (2 * k * span + count - 1) // (2 * (count - 1)) if count > 1 else first for k in range(count)
    ]
    name = text(event, "event")
    return tuple(
        ScenarioSpec(f"{name}-{k}", TRUNK, probability / count, ((name, start),), start)
        for k, start in enumerate(starts, start=1)
    )


def onset_window(event: Row, tables: Tables) -> tuple[int, int] | None:
    """Return the first and last plan month in which an event may start, or ``None`` where there is none."""
    return window_within(event, tables, horizon(tables))


def path_scenarios(specs: Sequence[ScenarioSpec], scenario: str) -> tuple[str, ...]:
    """Return a scenario and those it descends from, itself first, the trunk last."""
    parents = {spec.scenario: spec.after for spec in specs}
    path = [scenario]
    while path[-1] in parents and parents[path[-1]] not in path:
        path.append(parents[path[-1]])
    return tuple(path)


def path_events(
    specs: Sequence[ScenarioSpec], known: Sequence[tuple[str, int]]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return the events (with their starts) that happen on the path of every scenario, the trunk included.

    Earlier scenarios of the path come first, so the known events lead. ``specs`` must hold a parent before
    its children, as ``scenario_list`` does.
    """
    events: dict[str, tuple[tuple[str, int], ...]] = {TRUNK: tuple(known)}
    for spec in specs:
        events[spec.scenario] = events.get(spec.after, events[TRUNK]) + spec.events
    return events


def _compound(tables: Tables, scenario: str, rows: Sequence[Row]) -> ScenarioSpec | None:
    """Merge the rows of one scenario; ``None`` where none of them has an event and a start."""
    events = tuple(_starts(tables, rows))
    if not events:
        return None
    probability = next((found for row in rows if (found := number(row, "probability")) is not None), 0.0)
    after = next((text(row, "after") for row in rows if text(row, "after")), TRUNK)
    return ScenarioSpec(scenario, after, probability, events, min(start for _, start in events))


def _starts(tables: Tables, rows: Sequence[Row]) -> list[tuple[str, int]]:
    return [
        (text(row, "event"), tables.month_index(start))
        for row in rows
        if text(row, "event") and (start := month(row, "start_month")) is not None
    ]
