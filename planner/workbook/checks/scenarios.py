"""Checks of the tree of scenarios: probabilities, parents, calendar, and events that meet on one path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from planner.workbook.access import amount, number, text, texts
from planner.workbook.checks.base import (
    Book,
    Findings,
    error,
    labels,
    listed,
    nearest,
    percent,
    warning,
)
from planner.workbook.checks.events import effect
from planner.workbook.checks.items import plan_span
from planner.workbook.events.chances import chances, independent, left_out, own_chance
from planner.workbook.events.hits import Hits
from planner.workbook.events.scenarios import (
    TRUNK,
    ScenarioSpec,
    last_month,
    on_months,
    severity,
)
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.tables import Row

PROBABILITY_ROUNDING = 1e-9
"""Probabilities are typed as decimals; their sum may miss 1 by this much."""

LITTLE_LEFT = 0.8
"""Sum of the probabilities of events from which on life as planned has little left."""

CALENDAR_GAP = 6
"""Months in a row without an onset from which on the plan is warned that its stock follows the calendar."""


def check_scenarios(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheet Scenarios, or with the scenarios made from Events."""
    rows = book.scenario_rows
    yield from _known(rows.get(TRUNK, ()))
    for scenario, own in rows.items():
        if scenario != TRUNK:
            yield from _compound(own, scenario)
            yield from _starts(book, own)
    yield from _parents(book, rows)
    yield from _sum(book)
    yield from _foreseen(book, rows)
    yield from _calendar(book)
    yield from _repeats(book)
    yield from _meetings(book)
    if not book.specs and book.setting("risk_weight"):
        yield from book.of_setting(Severity.NOTE, "N214", "risk_weight")


def _known(rows: Sequence[Row]) -> Findings:
    """Yield probabilities and parents on rows of scenario 0, which is certain and comes first."""
    for row in rows:
        for key in ("probability", "after"):
            if row.values.get(key) is not None and text(row, key) != TRUNK:
                yield error("E277", row, key, field=labels(row, key))


def _compound(rows: Sequence[Row], scenario: str) -> Findings:
    """Yield a scenario without a probability, or with two, or with two parents."""
    stated = [row for row in rows if number(row, "probability") is not None]
    if not stated:
        yield error("E270", rows[0], "probability", scenario=scenario)
    for row in stated[1:]:
        if number(row, "probability") != number(stated[0], "probability"):
            other = stated[0].cell("probability")
            yield error("E271", row, "probability", scenario=scenario, other=other)
            break
    parents = [row for row in rows if text(row, "after")]
    for row in parents[1:]:
        if text(row, "after") != text(parents[0], "after"):
            yield error("E272", row, "after", scenario=scenario, other=parents[0].cell("after"))
            break


def _starts(book: Book, rows: Sequence[Row]) -> Findings:
    """Yield starts outside the plan."""
    for row in rows:
        index = book.index(row, "start_month")
        if index is not None and not 0 <= index < book.months:
            yield error("E276", row, "start_month", month=book.month_name(index), **plan_span(book))


def _parents(book: Book, rows: Mapping[str, Sequence[Row]]) -> Findings:
    """Yield parents that are unknown, circular, or not earlier."""
    parent_rows = {
        scenario: row
        for scenario, own in rows.items()
        if scenario != TRUNK and (row := next((row for row in own if text(row, "after")), None)) is not None
    }
    onsets = {
        scenario: min(starts)
        for scenario, own in rows.items()
        if (starts := [index for row in own if (index := book.index(row, "start_month")) is not None])
    }
    for scenario, row in parent_rows.items():
        parent = text(row, "after")
        if parent == TRUNK:
            continue
        if parent not in rows:
            near = nearest(parent, rows)
            yield error("E274" if near else "E273", row, "after", id=parent, near=near)
        elif _returns(scenario, parent_rows):
            yield error("E275", row, "after", scenario=scenario, after=parent)
        elif scenario in onsets and parent in onsets and onsets[scenario] <= onsets[parent]:
            facts = {"onset": book.month_name(onsets[scenario]), "before": book.month_name(onsets[parent])}
            yield error("E279", row, "after", scenario=scenario, after=parent, **facts)


def _returns(scenario: str, parent_rows: dict[str, Row]) -> bool:
    """Tell whether a scenario descends from itself."""
    seen = {scenario}
    current = scenario
    while current in parent_rows:
        current = text(parent_rows[current], "after")
        if current in seen:
            return current == scenario
        seen.add(current)
    return False


def _own_row(book: Book, scenario: str) -> Row | None:
    """Return the row that speaks for a scenario: its first of Scenarios, or its event's of Events."""
    own = book.scenario_rows.get(scenario)
    if own:
        return own[0]
    spec = next((spec for spec in book.specs if spec.scenario == scenario), None)
    return None if spec is None else book.ids("Events").get(spec.events[0][0])


def _sum(book: Book) -> Findings:
    """Yield probabilities that add up to more than 1, or leave little to life as planned."""
    if not book.has_own_scenarios:
        yield from _sum_of_events(book)
        return
    if independent(book.tables):
        facts = {"sheet": book.sheet_name("Scenarios")}
        yield from book.of_setting(Severity.NOTE, "N541", "event_probabilities", **facts)
    rows = [
        next((row for row in own if number(row, "probability") is not None), own[0])
        for scenario, own in book.scenario_rows.items()
        if scenario != TRUNK
    ]
    total = sum(amount(row, "probability") for row in rows)
    if total > 1 + PROBABILITY_ROUNDING:
        yield error("E278", rows[-1], "probability", total=f"{total:.10g}")


def _sum_of_events(book: Book) -> Findings:
    """Yield the same of events that make scenarios; independent ones need not exclude each other."""
    own = {
        name: chance
        for name, row in book.ids("Events").items()
        if (chance := own_chance(row, book.tables, book.months)) is not None
    }
    if not own:
        return
    last = book.ids("Events")[list(own)[-1]]
    column = "probability" if number(last, "probability") is not None else "probability_per_year"
    if independent(book.tables):
        sure = [name for name, chance in own.items() if chance >= 1]
        for name in sure:
            row = book.ids("Events")[name]
            yield error("E545", row, "probability", event=name, sheet=book.sheet_name("Scenarios"))
        more = left_out(own)
        if not sure and more > PROBABILITY_ROUNDING:
            likely = chances(book.tables, book.months)
            facts = {
                "more": percent(more),
                "none": percent(1 - sum(likely.values())),
                "scaled": listed(f"{name} {percent(chance)}" for name, chance in likely.items()),
            }
            yield from book.of_setting(Severity.NOTE, "N540", "event_probabilities", **facts)
        return
    total = sum(own.values())
    facts = {"total": percent(total), "sheet": book.sheet_name("Settings")}
    if total > 1 + PROBABILITY_ROUNDING:
        yield error("E544", last, column, **facts)
    elif total > LITTLE_LEFT + PROBABILITY_ROUNDING and len(own) > 1:
        yield warning("W543", last, column, left=percent(1 - total), **facts)


def _foreseen(book: Book, rows: Mapping[str, Sequence[Row]]) -> Findings:
    """Yield children that their parent knows will come, since it leads nowhere else; one of several also."""
    weight = {spec.scenario: spec.probability for spec in book.specs}
    weight[TRUNK] = max(0.0, 1 - sum(weight.values()))
    onset = {spec.scenario: spec.onset for spec in book.specs}
    children: dict[str, list[str]] = {}
    below = dict(weight)
    for spec in reversed(book.specs):
        children.setdefault(spec.after, []).append(spec.scenario)
        below[spec.after] = below.get(spec.after, 0.0) + below[spec.scenario]
    for parent, own in children.items():
        possible = [child for child in own if below[child] > PROBABILITY_ROUNDING] or own
        if weight.get(parent, 0.0) > PROBABILITY_ROUNDING:
            continue
        if parent == TRUNK and len(possible) > 1:
            yield from _sure(book, possible, onset)
        if len(possible) != 1:
            continue
        child = possible[0]
        row = _own_row(book, child)
        # A scenario that begins with the plan is no surprise to anybody: there is nothing to foresee it in.
        if row is None or (parent == TRUNK and onset[child] == 0):
            continue
        if parent == TRUNK:
            yield warning("W299", row, "probability", scenario=child)
        else:
            cell = book.place(rows[parent][0], "probability") if parent in rows else parent
            yield warning("W291", row, "after", scenario=child, after=parent, cell=cell)


def _sure(book: Book, branches: Sequence[str], onset: Mapping[str, int]) -> Findings:
    """Yield that one of several scenarios surely comes, where it does not come at once."""
    if independent(book.tables) and not book.has_own_scenarios:
        return  # a certain event is an error there
    last = max(branches, key=lambda branch: onset[branch])
    row = _own_row(book, last)
    total = sum(spec.probability for spec in book.specs)
    if row is not None and onset[last] > 0 and total <= 1 + PROBABILITY_ROUNDING:
        yield warning("W278", row, "probability", month=book.month_name(onset[last]))


def _calendar(book: Book) -> Findings:
    """Yield long stretches of the plan in which no scenario begins."""
    if not book.specs:
        return
    if any(not 0 <= spec.onset < book.months for spec in book.specs):
        return  # an error of its own; the gap may be where that scenario was meant to begin
    begun = {spec.onset for spec in book.specs if spec.probability > 0}
    runs: list[str] = []
    first = 0
    for index in range(book.months + 1):
        if index == book.months or index in begun:
            if index - first >= CALENDAR_GAP:
                runs.append(f"{book.month_name(first)} … {book.month_name(index - 1)}")
            first = index + 1
    if runs:
        sheet = "Scenarios" if book.has_own_scenarios else "Events"
        yield Finding(Severity.WARNING, "W292", sheet, "", "start_month", {"runs": listed(runs)})


def _repeats(book: Book) -> Findings:
    """Yield an event that starts twice in the same month on one path."""
    said = set()
    for spec in book.specs:
        counts = Counter(book.path_events[spec.scenario])
        for event, start in spec.events:
            if counts[event, start] > 1 and (spec.scenario, event, start) not in said:
                said.add((spec.scenario, event, start))
                row = _row_of(book, spec, event, start)
                if row is not None:
                    month = book.month_name(start)
                    yield error("E280", row, "start_month", event=event, month=month, scenario=spec.scenario)


def _row_of(book: Book, spec: ScenarioSpec, event: str, start: int) -> Row | None:
    """Return the row in which a scenario's event starts (the event's own where scenarios are made)."""
    for row in book.scenario_rows.get(spec.scenario, ()):
        if text(row, "event") == event and book.index(row, "start_month") == start:
            return row
    return book.ids("Events").get(event)


def _meetings(book: Book) -> Findings:
    """Yield two different events that act on one thing in the same month on one path: they multiply."""
    acts = {name: _acts(book.hits, row) for name, row in book.ids("Events").items()}
    said: set[frozenset[str]] = set()
    paths: Iterable[ScenarioSpec] = (ScenarioSpec(TRUNK, "", 1.0, book.known, 0), *book.specs)
    for spec in paths:
        own = set(spec.events)
        things: dict[tuple[str, str], list[tuple[str, int, int, bool]]] = {}
        for event, start in book.path_events.get(spec.scenario, ()):
            for kind, names, months in acts.get(event, ()):
                for name in names:
                    span = (event, start, start + months, (event, start) in own)
                    things.setdefault((kind, name), []).append(span)
        for (kind, thing), spans in things.items():
            for event, other in _overlaps(spans):
                if frozenset((event, other)) not in said:
                    said.add(frozenset((event, other)))
                    row = _meeting_row(book, spec, event)
                    if row is not None:
                        facts = {"event": event, "other": other, "thing": thing, "scenario": spec.scenario}
                        yield warning("W293" if kind == "supply" else "W290", row, "event", **facts)


def _acts(hits: Hits, event: Row) -> list[tuple[str, tuple[str, ...], int]]:
    """Return what an event acts on: the kind of effect, the names, and for how many months."""
    on = on_months(event)
    acts: list[tuple[str, tuple[str, ...], int]] = []
    if severity(event) > 0:
        targets = hits.offers(event) + tuple(f"process:{name}" for name in hits.processes(event))
        acts.append(("supply", targets, last_month(event, 0) + 1))
    if effect(event, "lead_time_extension"):
        acts.append(("lead_time_extension", hits.offers(event), on))
    if effect(event, "price_factor"):
        acts.append(("price_factor", hits.priced(event), on))
    if effect(event, "demand_factor"):
        acts.append(("demand_factor", texts(event, "product"), on))
    return acts


def _overlaps(spans: list[tuple[str, int, int, bool]]) -> Iterable[tuple[str, str]]:
    """Return pairs of different events that overlap, one of them the scenario's own."""
    for i, (event, start, end, own) in enumerate(spans):
        for other, other_start, other_end, other_own in spans[:i]:
            if event != other and (own or other_own) and start < other_end and other_start < end:
                yield (event, other) if own else (other, event)


def _meeting_row(book: Book, spec: ScenarioSpec, event: str) -> Row | None:
    """Return the row of Scenarios in which an event of a scenario stands, else the event's own."""
    for row in book.scenario_rows.get(spec.scenario, ()):
        if text(row, "event") == event:
            return row
    return book.ids("Events").get(event)
