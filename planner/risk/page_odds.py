"""The workbook of odds: ranges in which the plan stays best, what is worth it from when on, regret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from planner.reporting.layout.page import Field
from planner.reporting.layout.scale import Scale
from planner.reporting.risk.book import Grid, Picture, RiskBook, Section
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Amount, Speech
from planner.risk.odds_decisions import Worth, decisions_of, same, worth_of
from planner.risk.odds_lines import KEEP, LOST, Line, Odds, Robust
from planner.risk.odds_map import Map
from planner.risk.odds_words import say
from planner.workbook.access import text
from planner.workbook.tables import Tables

STEPS = 25
"""Points of a curve that is drawn."""
CHARTED = 6
"""Events that get a chart: those that the plan hangs on the most."""
LISTED = 25
"""Things in the table for people; the sheet has all."""
NOTHING = 1e-9
TOLD = 6
"""Decisions named in a sentence."""


def odds_book(odds: Odds, speech: Speech, scale: Scale, facts: Mapping[str, object]) -> RiskBook:
    """Return what the workbook of odds holds."""
    language = speech.language
    worth = worth_of(odds)
    names = _Things(odds.tables, speech)
    ranked = by_weight(odds)
    sections = [
        Section(
            say("ranges", language),
            (say("ranges how", language),),
            _ranges(ranked, speech),
            tuple(_chart(line, speech, scale) for line in ranked[:CHARTED]),
        ),
        Section(
            say("worth", language),
            (say("worth how", language),)
            if any(one.changes for one in worth)
            else (say("worth none", language),),
            _worth([one for one in worth if one.changes][:LISTED], speech, names),
        ),
    ]
    if odds.both is not None:
        sections.append(_map(odds.both, speech, scale))
    return RiskBook(
        title=say("title", language, plan=odds.tables.settings["plan_name"]),
        lead=tuple(lead(odds, speech)),
        sections=tuple(sections),
        sheets=plain_sheets(odds, worth),
        facts=facts,
    )


def largest_money(odds: Odds) -> float:
    """Return the largest amount shown."""
    return max(float(np.max(np.abs(line.hand))) for line in odds.lines)


def by_weight(odds: Odds) -> list[Line]:
    """Return the events by how much the plan may regret them."""
    return sorted(odds.lines, key=lambda line: (-line.regret, line.event))


def percent(value: float) -> str:
    """Return a probability for people: whole per cents from 10 % on, else one decimal."""
    return f"{value:.0%}" if value >= 0.0995 or value == 0 else f"{value:.1%}"


def span_of(low: float, high: float, language: str) -> str:
    """Return a range of probabilities."""
    return say("from to", language, low=percent(low), high=percent(high))


def lead(odds: Odds, speech: Speech) -> Iterator[str]:
    """Yield the answer in sentences."""
    language = speech.language
    yield say("lead", language, gap=f"{odds.gap:.2%}")
    hanging = [line for line in by_weight(odds) if line.lost_below is not None or line.lost_above is not None]
    for line in [line for line in odds.lines if line.states[line.here] != KEEP][:1]:
        yield say("hangs now", language, event=line.name, now=percent(line.now))
    if not hanging:
        if all(line.stays == (0.0, line.reach) for line in odds.lines):
            yield say("all stay", language, count=len(odds.lines))
    elif hanging[0].stays is not None:
        line = hanging[0]
        low, high = hanging[0].stays
        facts = {"event": line.name, "low": percent(low), "high": percent(high), "now": percent(line.now)}
        yield say("hangs", language, regret=speech.money(line.regret), **facts)
    for line in odds.lines:
        if line.low is not None and line.high is not None:
            key = {True: "safe", False: "not safe", None: "unsettled range"}[line.safe]
            yield say(key, language, event=line.name, low=percent(line.low), high=percent(line.high))
    if odds.robust is not None:
        yield from _robust(odds, odds.robust, speech)
    if odds.unfinished:
        yield say("stopped", language)


def _robust(odds: Odds, robust: Robust, speech: Speech) -> Iterator[str]:
    language, found = speech.language, robust.run.result
    if found is None:
        yield say("robust none", language, times=robust.times, status=robust.run.status)
        return
    yield say(
        "robust",
        language,
        times=robust.times,
        own=speech.money(robust.own),
        best=speech.money(found.objective),
        bound=speech.money(found.bound),
        level=f"{1 - 1 / robust.times:.0%}",
    )
    things = _Things(odds.tables, speech)
    own, best = decisions_of(odds.tables, odds.hand.tables), decisions_of(odds.tables, found.tables)
    differs = [
        f"{things.name(*key)}: " + " → ".join(things.value(*key, side.get(key, 0.0)) for side in (own, best))
        for key in dict.fromkeys([*own, *best])
        if not same(own.get(key, 0.0), best.get(key, 0.0))
    ]
    if not differs:
        yield say("robust same", language)
        return
    joint = "、" if language == "ja" else "; "
    more = f" +{len(differs) - TOLD}" if len(differs) > TOLD else ""
    yield say("robust differs", language, what=joint.join(differs[:TOLD]) + more)


def _ranges(lines: Sequence[Line], speech: Speech) -> Grid:
    language = speech.language
    agreed = any(line.low is not None or line.high is not None for line in lines)
    fields = [
        Field(say("head event", language), 3),
        Field(say("head now", language), 1),
        *([Field(say("head agreed", language), 2)] if agreed else []),
        Field(say("head stays", language), 3),
        Field(say("head below", language), 2),
        Field(say("head above", language), 2),
        Field(say("head regret", language), 2),
        Field(say("head proof", language), 1),
    ]
    rows, colours = [], []
    for line in lines:
        row = [line.name, percent(line.now)]
        if agreed:
            both = line.low is not None and line.high is not None
            row.append(span_of(line.low or 0.0, line.high or 0.0, language) if both else "")
        row += [_stays(line, language), *_beyond(line, language)]
        rows.append((*row, speech.money(line.regret), f"{line.proof:.2%}"))
        colours.append(None if line.safe is None else "green" if line.safe else "red")
    return Grid(tuple(fields), tuple(rows), tuple(colours))


def _stays(line: Line, language: str) -> str:
    if line.stays is None:
        return say("not best" if line.states[line.here] == LOST else "not settled", language)
    if line.stays == (0.0, float(line.grid[-1])):
        return say("whole", language, high=percent(line.reach))
    return span_of(*line.stays, language)


def _beyond(line: Line, language: str) -> tuple[str, str]:
    nowhere = say("nowhere", language)
    below, above = line.lost_below, line.lost_above
    return (
        nowhere if below is None else percent(below),
        nowhere if above is None else percent(above),
    )


class _Things:
    """Names of decisions, and their quantities, for people."""

    def __init__(self, tables: Tables, speech: Speech) -> None:
        self._names, self._speech = Names(tables), speech

    def name(self, kind: str, name: str) -> str:
        """Return what a decision is about."""
        sheets = {"investment": "Investments", "supplier": "Suppliers", "stock": "Items"}
        known = name if kind == "contract" else self._names.name(sheets[kind], name)
        return say(f"kind {kind}", self._speech.language, name=known)

    def value(self, kind: str, name: str, value: float) -> str:
        """Return how much of it there is."""
        language = self._speech.language
        if kind == "supplier":
            return say("yes" if value else "no", language)
        if abs(value) < NOTHING:
            return say("none", language)
        if kind == "investment":
            return say("modules", language, count=value)
        item = name if kind == "stock" else text(self._names.row("Offers", name), "item")
        amount = self._speech.fact(Amount(value, self._names.unit(item)))
        return say("rate", language, amount=amount) if kind == "contract" else amount

    def spans(self, one: Worth) -> str:
        """Return where the best plan has it."""
        language = self._speech.language
        joint = "、" if language == "ja" else "; "
        return joint.join(
            say(
                "span",
                language,
                low=percent(s.low),
                high=percent(s.high),
                value=self.value(one.kind, one.name, s.value),
            )
            for s in one.spans
        )


def _worth(worth: Sequence[Worth], speech: Speech, names: _Things) -> Grid | None:
    language = speech.language
    if not worth:
        return None
    fields = (
        Field(say("head event", language), 3),
        Field(say("head thing", language), 4),
        Field(say("head plan", language), 2),
        Field(say("head spans", language), 7),
    )
    rows = tuple(
        (
            one.event,
            names.name(one.kind, one.name),
            names.value(one.kind, one.name, one.now),
            names.spans(one),
        )
        for one in worth
    )
    return Grid(fields, rows)


def _chart(line: Line, speech: Speech, scale: Scale) -> Picture:
    """Draw what the plan in hand costs more than the best found, at even steps."""
    language = speech.language
    steps = np.linspace(0.0, line.reach, STEPS)
    more = np.interp(steps, line.grid, line.hand - line.best)
    gap = np.interp(steps, line.grid, line.tolerance)
    heads, curves = [say("regret", language), say("gap", language)], [more, gap]
    if line.low is not None and line.high is not None:
        # Drawn at the height of the gap: where this bar lies below the regret, the plan is not safe.
        agreed = (steps >= line.low - line.reach / STEPS) & (steps <= line.high + line.reach / STEPS)
        heads.append(say("agreed", language, low=percent(line.low), high=percent(line.high)))
        curves.append(np.where(agreed, gap, np.nan))
    return Picture(
        kind="line",
        title=say("chart", language, event=line.name, scale=scale.word, now=percent(line.now)),
        heads=tuple(heads),
        categories=tuple(percent(p) for p in steps.tolist()),
        rows=tuple(
            tuple(None if np.isnan(value) else float(value) / scale.size for value in values)
            for values in zip(*curves, strict=True)
        ),
        x=say("axis", language),
        number_format="#,##0.00",
    )


def _map(both: Map, speech: Speech, scale: Scale) -> Section:
    language = speech.language
    fields = (Field(say("head map", language), 2), *(Field(percent(q), 2) for q in both.columns.tolist()))
    regret, lost, proved = both.regret, both.lost, both.proved

    def cell(r: int, c: int) -> str:
        if np.isnan(both.hand[r, c]):
            return ""
        return speech.money(float(regret[r, c])) if lost[r, c] else "✓" if proved[r, c] else "?"

    rows = tuple(
        (percent(p), *(cell(r, c) for c in range(len(both.columns))))
        for r, p in enumerate(both.rows.tolist())
    )
    picture = Picture(
        kind="line",
        title=say("map chart", language, first=both.first, scale=scale.word),
        heads=tuple(percent(p) for p in both.rows.tolist()),
        categories=tuple(percent(q) for q in both.columns.tolist()),
        rows=tuple(
            tuple(
                None if np.isnan(regret[r, c]) else float(regret[r, c]) / scale.size
                for r in range(len(both.rows))
            )
            for c in range(len(both.columns))
        ),
        x=both.second,
        number_format="#,##0.00",
    )
    facts = {"first": both.first, "second": both.second}
    return Section(
        say("map", language, **facts), (say("map how", language, **facts),), Grid(fields, rows), (picture,)
    )


def plain_sheets(
    odds: Odds, worth: Sequence[Worth]
) -> dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]:
    """Return the plain tables: ranges, curves, decisions by probability, what was solved, the map."""
    nothing = (None, None)
    ranges = [
        (
            line.event,
            line.now,
            line.reach,
            line.low,
            line.high,
            *(line.stays or nothing),
            line.lost_below,
            line.lost_above,
            line.regret,
            line.proof,
            {True: "yes", False: "no", None: None}[line.safe],
        )
        for line in odds.lines
    ]
    curves = [
        (
            line.event,
            p,
            float(line.hand[k]),
            float(line.best[k]),
            float(line.bound[k]) if np.isfinite(line.bound[k]) else None,
            float(line.hand[k] - line.best[k]),
            line.states[k],
            odds.pool[int(line.which[k])].name,
        )
        for line in odds.lines
        for k, p in enumerate(line.grid.tolist())
    ]
    solved = [
        (line.event, probe.probability, probe.objective, probe.bound, probe.status)
        for line in odds.lines
        for probe in line.probes
    ]
    limits = "stays_from stays_to lost_below lost_above"
    sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]] = {
        "Ranges": (
            f"event probability reach low high {limits} regret proof safe".split(),
            ranges,
        ),
        "Decisions": ("event kind name in_plan from_p to_p value".split(), list(_decisions(worth))),
        "Curves": ("event p in_hand best bound regret state best_plan".split(), curves),
        "Solved": ("event p objective bound status".split(), solved),
    }
    if odds.both is not None:
        sheets["Map"] = (
            "first second p_first p_second in_hand best bound state".split(),
            list(_cells(odds.both)),
        )
    return sheets


def _decisions(worth: Sequence[Worth]) -> Iterator[tuple[Any, ...]]:
    for one in worth:
        for s in one.spans:
            yield one.event, one.kind, one.name, one.now, s.low, s.high, s.value


def _cells(both: Map) -> Iterator[tuple[Any, ...]]:
    for r, p in enumerate(both.rows.tolist()):
        for c, q in enumerate(both.columns.tolist()):
            if not np.isnan(both.hand[r, c]):
                state = "lost" if both.lost[r, c] else "keep" if both.proved[r, c] else "open"
                bound = float(both.bound[r, c])
                values = float(both.hand[r, c]), float(both.best[r, c])
                yield both.first, both.second, p, q, *values, bound if np.isfinite(bound) else None, state
