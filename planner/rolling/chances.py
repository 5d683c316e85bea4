"""Scenarios and events of the next plan: what can still happen, conditioned on what did not."""

from __future__ import annotations

import math

from planner.rolling.ledger import Ledger, names, reason
from planner.rolling.observed import Observed
from planner.workbook.access import number, text
from planner.workbook.events.chances import independent, onset_window, own_chance
from planner.workbook.events.scenarios import TRUNK, horizon
from planner.workbook.tables import Row, Value

WHOLE = 1e-15
"""Probabilities that differ by less are one."""


def carry_scenarios(book: Ledger, seen: Observed, *, extend: bool) -> None:
    """Take out what has passed, condition the rest, and put what happened under scenario 0."""
    if seen.made:
        _cut_windows(book, seen, extend=extend)
    else:
        _condition(book, seen)
    for row in book.rows("Events"):
        if (number(row, "onsets") or 0) > book.tables.months:
            book.set_cell(row, "onsets", book.tables.months, reason("window cut"))
    for event, start in seen.happened:
        began = book.old.month_date(start)
        cells: dict[str, Value] = {"scenario": TRUNK, "event": event, "start_month": began}
        book.add("Scenarios", cells, reason("happened"))
    if seen.happened and not seen.foreseen:
        book.cannot("not foreseen", events=names(event for event, _ in seen.happened))
    if seen.followed == TRUNK and any(start < book.months for _, start in seen.happened):
        book.cannot("as planned until now", month=book.old.month_date(book.months - 1))


def _condition(book: Ledger, seen: Observed) -> None:
    """Condition the scenarios that the plan has on its sheet."""
    told = set(seen.happened)
    specs = {spec.scenario: spec for spec in seen.specs}
    left = set(seen.left)
    others = [
        one
        for one, spec in specs.items()
        if one not in left and spec.onset >= book.months and seen.happened and spec.after == TRUNK
    ]
    if others and seen.foreseen:
        book.cannot("others gone", scenarios=names(others))
    for row in book.rows("Scenarios"):
        name = text(row, "scenario")
        if name not in specs or name in left:
            continue
        passed = specs[name].onset < book.months
        why = reason("passed" if passed and not seen.happened else "not any more")
        book.remove(row, why)
    for name in seen.left:
        _condition_one(book, seen, name, told)
    if not any(text(row, "scenario") != TRUNK for row in book.rows("Scenarios")):
        for event in book.rows("Events"):  # else scenarios would be made of them now
            _blank(book, event, "no scenario left")


def _condition_one(book: Ledger, seen: Observed, name: str, told: set[tuple[str, int]]) -> None:
    spec = next(one for one in seen.specs if one.scenario == name)
    parent = spec.after if spec.after in seen.left else TRUNK
    rows = [row for row in book.rows("Scenarios") if text(row, "scenario") == name]
    for row in rows:
        start = row["start_month"]
        if (text(row, "event"), book.old.month_index(start)) in told:  # type: ignore[arg-type]
            book.remove(row, reason("happened"))
    rows = [row for row in book.rows("Scenarios") if text(row, "scenario") == name]
    probability = spec.probability / seen.weight
    for at, own in enumerate(rows):
        row = own
        if seen.shift:
            moved = book.old.month_date(book.old.month_index(row["start_month"]) + seen.shift)  # type: ignore[arg-type]
            row = book.set_cell(row, "start_month", moved, reason("moved", months=seen.shift))
        if parent != spec.after:
            row = book.set_cell(row, "after", None, reason("leaves now"))
        before = number(row, "probability")
        if (at == 0 and before is None) or (before is not None and abs(probability - before) > WHOLE):
            book.set_cell(row, "probability", probability, reason("conditioned", weight=seen.weight))


def _cut_windows(book: Ledger, seen: Observed, *, extend: bool) -> None:
    """Cut the windows of events that scenarios are made from, and condition what is left of them."""
    tables, months = book.old, horizon(book.old)
    happened = {event for event, _ in seen.happened}
    windows = {
        text(row, "event"): window
        for row in tables["Events"]
        if (window := onset_window(row, tables, months)) is not None
        and own_chance(row, tables, months) is not None
    }
    gone = {
        text(row, "event"): _gone(row, windows[text(row, "event")], book)
        for row in tables["Events"]
        if text(row, "event") in windows
    }
    apart = independent(tables) or bool(happened)
    left = 1.0 - math.fsum(gone.values())
    for row in book.rows("Events"):
        event = text(row, "event")
        if event in happened:
            _blank(book, row, "happened")
        elif event in windows:
            weight = 1.0 - gone[event] if apart else left
            _cut_one(book, row, windows[event], weight, extend=extend)


def _blank(book: Ledger, event: Row, why: str) -> None:
    """Take an event's odds away: no scenario is made from it."""
    for key in ("probability", "probability_per_year", "low", "high", "onsets"):
        event = book.set_cell(event, key, None, reason(why))


def _gone(row: Row, window: tuple[int, int], book: Ledger) -> float:
    """Return the probability that the event would have begun in the months gone."""
    span = window[1] - window[0] + 1
    passed = max(0, min(book.months, window[1] + 1) - window[0])
    stated, yearly = number(row, "probability"), number(row, "probability_per_year") or 0.0
    return stated * passed / span if stated is not None else 1.0 - (1.0 - yearly) ** (passed / 12)


def _cut_one(book: Ledger, row: Row, window: tuple[int, int], weight: float, *, extend: bool) -> None:
    first, last = window
    rest = last - max(first, book.months) + 1
    if rest <= 0:
        _blank(book, row, "window passed")
        return
    if "start_from" in row.given and first < book.months:
        row = book.set_cell(row, "start_from", book.start, reason("window cut"))
    count = number(row, "onsets")
    if extend and "start_to" not in row.given:
        return  # the window moves with the plan: as long as before, and as likely
    if count is not None and first < book.months:
        fewer = max(1, min(rest, math.floor(count * rest / (last - first + 1) + 0.5)))
        row = book.set_cell(row, "onsets", fewer, reason("window cut"))
    stated = number(row, "probability")
    if stated is None:
        return
    if weight <= WHOLE:
        book.cannot("event was sure", event=text(row, "event"))
        weight = 1.0
    factor = rest / (last - first + 1) / weight
    why = reason("conditioned", weight=weight)
    for key in ("probability", "low", "high"):
        before = number(row, key)
        if before is not None and abs(factor - 1) > WHOLE:
            row = book.set_cell(row, key, min(1.0, before * factor), why)


def drop_lost_cases(book: Ledger, lost: list[str]) -> None:
    """Take out the what-if cases that name rows which are gone."""
    if lost:
        book.each("WhatIf", lambda row: text(row, "case") not in lost, reason("case lost"))
        book.cannot("cases lost", cases=names(lost))
