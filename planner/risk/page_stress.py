"""The workbook of a stress test: in and out of sample, how the cost spreads, what hurts and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from planner.reporting.layout.look import ACCENT, tint
from planner.reporting.layout.page import Field, display_width
from planner.reporting.layout.scale import Scale
from planner.reporting.risk.book import RED, Grid, Picture, RiskBook, Section
from planner.reporting.risk.words import told
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Share, Speech
from planner.risk.judged import DAYS_PER_MONTH, NEVER, QUANTILES, Judged, weighted_quantile
from planner.risk.stress import OnsetLine, ShockLine, Stress
from planner.workbook.events.scenarios import TRUNK

BINS = 24
SHOWN = 15
CHARTED = 5
"""Shocks in the chart by onset."""
LEGEND = 30
"""Characters of a name in a legend."""
SAME = 1e-6
"""Difference of a path's cost, as a part of it, that is the solver's rounding."""


def stress_book(
    stress: Stress, speech: Speech, scale: Scale, facts: Mapping[str, object], seed: int
) -> RiskBook:
    """Return what the workbook of a stress test holds."""
    tables, language = stress.kept.tables, speech.language
    return RiskBook(
        title=told("stress title", language, plan=tables.settings["plan_name"]),
        lead=tuple(lead(stress, speech)),
        sections=(
            Section(
                told("stress figures", language),
                (told("stress figures how", language, seed=seed),),
                _figures(stress, speech),
            ),
            Section(
                told("stress spread", language),
                (told("stress spread how", language),),
                _quantiles(stress, speech),
                tuple(_spread(stress, speech, scale)),
            ),
            Section(
                told("stress shocks", language),
                (told("stress shocks how", language),),
                _shocks(stress, speech),
                (_by_onset(stress, speech, scale), _by_month(stress, speech, scale)),
            ),
            Section(
                told("stress fans", language),
                (told("stress fans how", language),),
                None,
                tuple(_fans(stress, speech, scale)),
            ),
        ),
        sheets=plain_sheets(stress),
        facts=facts,
    )


def largest_money(stress: Stress) -> float:
    """Return the largest amount shown."""
    return max(abs(stress.samples.worst), abs(stress.kept.expected_cost))


def lead(stress: Stress, speech: Speech) -> Iterable[str]:
    """Yield the answer in sentences."""
    language, kept = speech.language, stress.kept
    mean, tail = stress.samples.mean, stress.samples.tail
    part = speech.fact(Share(1 - kept.data.cvar_alpha))
    yield told(
        "stress lead",
        language,
        samples=stress.samples.count,
        different=len(stress.samples.paths),
        mean=speech.money(mean.value),
        mean_error=speech.money(mean.error),
        tail=speech.money(tail.value),
        tail_error=speech.money(tail.error),
        part=part,
        expected=speech.money(kept.expected_cost),
        cvar=speech.money(kept.cvar),
    )
    dense = stress.every_onset
    yield told(
        "stress dense",
        language,
        mean=speech.money(dense.mean.value),
        tail=speech.money(dense.tail.value),
        difference=speech.money(dense.tail.value - kept.cvar, signed=True),
        part=part,
    )
    days = stress.samples.days_to_shortage()
    if days:
        values, weights = np.array(days).T
        yield told(
            "stress short",
            language,
            chance=speech.fact(Share(stress.samples.chance_of_shortage)),
            fill=f"{stress.samples.fill_rate:.2%}",
            days=weighted_quantile(values, weights / weights.sum(), 0.5),
        )
    else:
        yield told("stress never short", language)
    if stress.samples.impossible > 0:
        yield told("stress impossible", language, part=speech.fact(Share(stress.samples.impossible)))
    if not stress.own:
        yield told("stress own lost", language)
    else:
        differences = own_differences(stress)
        least = SAME * max(1.0, abs(kept.expected_cost))
        key = "stress own" if max(differences.values(), default=0.0) <= least else "stress own differs"
        largest = max(differences.values(), default=0.0)
        count = sum(s != TRUNK for s in differences)
        yield told(key, language, count=count, difference=speech.money(largest))
        unknown = len(stress.own) - len(differences)
        if unknown:
            yield told("stress own unknown", language, count=unknown)


def own_differences(stress: Stress) -> dict[str, float]:
    """Return by how much each scenario of the plan costs something else when it is judged again."""
    promised = stress.kept.path_costs
    return {s: abs(cost - promised[s]) for s, cost in stress.own.items() if s in promised}


# --- tables -----------------------------------------------------------------------------------------------


def _figures(stress: Stress, speech: Speech) -> Grid:
    language, kept = speech.language, stress.kept
    part = speech.fact(Share(1 - kept.data.cvar_alpha))
    fields = (
        Field(told("head where", language), 3),
        Field(told("head expected", language), 2, "money"),
        Field(told("head interval", language), 2, "money"),
        Field(told("head tail", language, part=part), 2, "money"),
        Field(told("head interval", language), 2, "money"),
        Field(told("head worst cost", language), 2, "money"),
        Field(told("head chance", language), 2, "share"),
        Field(told("head fill", language), 1, "share"),
    )

    def row(key: str, judged: Judged) -> tuple[Any, ...]:
        mean, tail = judged.mean, judged.tail
        return (
            told(key, language),
            mean.value,
            mean.error or None,
            tail.value,
            tail.error or None,
            judged.worst,
            judged.chance_of_shortage,
            judged.fill_rate,
        )

    likely = [cost for s, cost in kept.path_costs.items() if kept.data.probability(s) > 0]  # type: ignore[arg-type]
    own = (
        told("in sample", language),
        kept.expected_cost,
        None,
        kept.cvar,
        None,
        max(likely, default=kept.expected_cost),
        kept.chance_of_shortage,
        kept.fill_rate,
    )
    return Grid(fields, (own, row("every onset", stress.every_onset), row("out of sample", stress.samples)))


def _quantiles(stress: Stress, speech: Speech) -> Grid:
    language = speech.language
    heads = [f"{level:.0%}" for level in QUANTILES]
    fields = (
        Field(told("head figure", language), 4),
        *(Field(head, 2, "figure") for head in heads),
        Field(told("head worst cost", language), 2, "figure"),
    )
    shown: dict[str, Callable[[float], str]] = {
        "cost": speech.money,
        "short_value": speech.money,
        "fill_rate": lambda rate: f"{rate:.2%}",
        "days": lambda days: f"{days:,.0f}",
    }
    rows = tuple(
        (told(f"figure {name}", language), *(shown[name](value) for value in values))
        for name, values in stress.samples.spread().items()
    )
    return Grid(fields, rows)


def _shocks(stress: Stress, speech: Speech) -> Grid:
    language, tables = speech.language, stress.kept.tables
    names = Names(tables)
    fields = (
        Field(told("head shock", language), 5),
        Field(told("head part", language), 2, "share"),
        Field(told("head extra", language), 2, "added"),
        Field(told("head chance", language), 2, "share"),
        Field(told("head worst month", language), 3, "month"),
        Field(told("head worst extra", language), 2, "added"),
    )
    rows = []
    for line in stress.by_shock[:SHOWN]:
        worst = max(_alone(stress, line), key=lambda found: found.fate.cost, default=None)
        rows.append(
            (
                shock_name(line, names),
                line.part,
                line.extra,
                line.short,
                None if worst is None else tables.month_date(worst.month),
                None if worst is None else worst.fate.cost - stress.trunk_cost,
            )
        )
    return Grid(fields, tuple(rows))


def shock_name(line: ShockLine | OnsetLine, names: Names) -> str:
    """Return a shock as people call it: the name of its first event, and how many come with it."""
    events = line.shock.events
    more = f" (+{len(events) - 1})" if len(events) > 1 else ""
    return names.name("Events", events[0][0]) + more


def _alone(stress: Stress, line: ShockLine) -> list[OnsetLine]:
    return [found for found in stress.onsets if found.shock == line.shock and not np.isnan(found.fate.cost)]


# --- pictures ---------------------------------------------------------------------------------------------


def _spread(stress: Stress, speech: Speech, scale: Scale) -> Iterable[Picture]:
    judged, language = stress.samples, speech.language
    kept = judged.kept
    costs = np.array([fate.cost for fate in judged.fates])[kept] / scale.size
    weights = judged.weights[kept]
    heights, edges = np.histogram(costs, bins=BINS, weights=weights)
    yield Picture(
        kind="column",
        title=told("histogram", language, scale=scale.word),
        heads=(told("futures", language),),
        categories=tuple(f"{edge:,.4g}" for edge in edges[:-1]),
        rows=tuple((float(height),) for height in heights),
        number_format="0%",
        colours=(ACCENT,),
    )
    days = judged.days_to_shortage()
    if days:
        values, weighted = np.array(days).T
        months = np.round(values / DAYS_PER_MONTH).astype(int)
        counted = np.bincount(months, weighted, minlength=1)
        yield Picture(
            kind="column",
            title=told("days chart", language),
            heads=(told("futures", language),),
            categories=tuple(f"{k * DAYS_PER_MONTH:.0f}" for k in range(len(counted))),
            rows=tuple((float(height),) for height in counted),
            number_format="0.0%",
            colours=(RED,),
        )


def _fans(stress: Stress, speech: Speech, scale: Scale) -> Iterable[Picture]:
    language, tables = speech.language, stress.kept.tables
    months = tuple(f"{tables.month_date(t):%Y-%m}" for t in range(tables.months))
    for name, key, size, colour, shown in (
        ("short_share", "fan short", 1.0, RED, "0%"),
        ("stock_value", "fan stock", scale.size, ACCENT, "#,##0.0"),
    ):
        rows = stress.samples.fan(name, where_short=name == "short_share") / size
        bands = np.vstack([rows[:1], np.diff(rows, axis=0)])
        heads = ("–", *(told(f"band {band}", language) for band in _BANDS))
        yield Picture(
            kind="area",
            title=told(key, language, scale=scale.word),
            heads=heads,
            categories=months,
            rows=tuple(tuple(float(x) for x in bands[:, t]) for t in range(len(months))),
            number_format=shown,
            colours=("#FFFFFF", tint(colour), tint(colour, 0.3), tint(colour, 0.3), tint(colour)),
            hidden=1,
        )


_BANDS = ("outer low", "inner low", "inner high", "outer high")


def _by_onset(stress: Stress, speech: Speech, scale: Scale) -> Picture:
    tables = stress.kept.tables
    names = Names(tables)
    lines = stress.by_shock[:CHARTED]
    found = {
        (line.shock.name, alone.month): (alone.fate.cost - stress.trunk_cost) / scale.size
        for line in lines
        for alone in _alone(stress, line)
    }
    return Picture(
        kind="line",
        title=told("onset chart", speech.language, scale=scale.word),
        heads=tuple(_short(shock_name(line, names)) for line in lines),
        categories=tuple(f"{tables.month_date(t):%Y-%m}" for t in range(tables.months)),
        rows=tuple(tuple(found.get((line.shock.name, t)) for line in lines) for t in range(tables.months)),
        number_format="#,##0.0",
    )


def _short(name: str) -> str:
    """Return a name that leaves room for the chart beside it."""
    if display_width(name) <= LEGEND:
        return name
    while display_width(name) > LEGEND - 1:
        name = name[:-1]
    return name.rstrip() + "…"


def _by_month(stress: Stress, speech: Speech, scale: Scale) -> Picture:
    tables = stress.kept.tables
    extra = {month: cost / scale.size for month, _, cost, _ in stress.by_month}
    return Picture(
        kind="column",
        title=told("month chart", speech.language, scale=scale.word),
        heads=(told("head extra", speech.language),),
        categories=tuple(f"{tables.month_date(t):%Y-%m}" for t in range(tables.months)),
        rows=tuple((extra.get(t),) for t in range(tables.months)),
        number_format="#,##0.0",
        colours=(ACCENT,),
    )


# --- plain sheets -----------------------------------------------------------------------------------------


def plain_sheets(stress: Stress) -> dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]:
    """Return the plain tables: figures, samples, shocks, months, onsets, fans, own scenarios."""
    tables, kept = stress.kept.tables, stress.kept
    figures = [
        (
            *("in_sample", kept.expected_cost, None, kept.cvar, None, None),
            *(kept.chance_of_shortage, kept.fill_rate, None),
        ),
        *(
            (
                name,
                judged.mean.value,
                judged.mean.error,
                judged.tail.value,
                judged.tail.error,
                judged.worst,
                judged.chance_of_shortage,
                judged.fill_rate,
                judged.impossible,
            )
            for name, judged in (("every_onset", stress.every_onset), ("sampled", stress.samples))
        ),
    ]
    samples = [
        (
            name or "-",
            round(weight * stress.samples.count),
            _number(fate.cost),
            fate.short_units,
            fate.short_value,
            fate.fill_rate,
            None if fate.first_short == NEVER else tables.month_date(fate.first_short),
        )
        for name, weight, fate in zip(stress.names, stress.samples.weights, stress.samples.fates, strict=True)
    ]
    shocks = [
        (
            line.shock.name,
            "; ".join(event for event, _ in line.shock.events),
            line.shock.probability,
            tables.month_date(line.shock.first),
            tables.month_date(line.shock.last),
            line.part,
            line.extra,
            line.short,
            line.worst,
        )
        for line in stress.by_shock
    ]
    onsets = [
        (
            line.shock.name,
            tables.month_date(line.month),
            _number(line.fate.cost),
            _number(line.fate.cost - stress.trunk_cost),
            line.fate.short_units,
            line.fate.fill_rate,
            None if line.fate.first_short == NEVER else tables.month_date(line.fate.first_short),
        )
        for line in stress.onsets
    ]
    months = [(tables.month_date(month), *values) for month, *values in stress.by_month]
    fans = [
        (name, tables.month_date(t), *(float(x) for x in rows[:, t]))
        for name in ("short_share", "stock_value")
        for rows in (stress.samples.fan(name, where_short=name == "short_share"),)
        for t in range(tables.months)
    ]
    spread = [(name, *values) for name, values in stress.samples.spread().items()]
    own = [(s, kept.path_costs.get(s), cost) for s, cost in stress.own.items()]
    head = "expected expected_error cvar cvar_error worst chance_of_shortage fill_rate impossible"
    outcome, span = "short_units fill_rate first_short_month", "first_month last_month"
    return {
        "Figures": (["where", *head.split()], figures),
        "Spread": (["figure", *(f"q{q * 100:02.0f}" for q in QUANTILES), "worst"], spread),
        "Samples": (
            "path samples cost_pv short_units short_value fill_rate first_short_month".split(),
            samples,
        ),
        "Shocks": (
            f"shock events probability {span} part extra_cost chance_of_shortage worst".split(),
            shocks,
        ),
        "FirstShock": ("month part extra_cost chance_of_shortage".split(), months),
        "Onsets": (f"shock onset cost_pv extra_cost {outcome}".split(), onsets),
        "Fans": (["figure", "month", *(f"q{q * 100:02.0f}" for q in QUANTILES)], fans),
        "OwnScenarios": ("scenario promised_cost_pv cost_pv".split(), own),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
