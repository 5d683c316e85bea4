"""The workbook of one event told: side by side by how long it lasts, month by month, and pictures of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from models.plan.names import Item, Month
from planner.reporting.layout.page import Field
from planner.reporting.risk.book import RED, Grid, Picture, RiskBook, Section
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Amount, Speech
from planner.risk.shock_story import (
    Shock,
    Story,
    bought_instead,
    extra_by_month,
    on_the_way,
    stopped,
)
from planner.risk.shock_words import say

SHOWN = 3
"""Scarce items with a column of their own."""
NAMED = 3
"""Things named in a cell; the others are counted."""
SOURCES = 5
"""Offers with a colour of their own."""


def shock_book(shock: Shock, speech: Speech, facts: Mapping[str, object]) -> RiskBook:
    """Return what the workbook of one event holds."""
    language, tables = speech.language, shock.kept.tables
    longest = shock.stories[-1]
    sections = [
        Section(
            say("side by side", language),
            (say("side how", language),),
            _side(shock, speech),
            tuple(_pictures(shock, longest, speech)),
        )
    ]
    sections += [
        Section(
            say("months", language, months=story.months),
            (say("months how", language),),
            _months(shock, story, speech),
        )
        for story in shock.stories
        if story.feasible
    ]
    title = say(
        "title",
        language,
        plan=tables.settings["plan_name"],
        event=_event(shock),
        month=_month(shock, shock.asked.start),
    )
    return RiskBook(title, tuple(lead(shock, speech)), tuple(sections), plain_sheets(shock), facts)


def largest_money(shock: Shock) -> float:
    """Return the largest amount shown."""
    return max((abs(shock.more(s)) for s in shock.stories if s.feasible), default=0.0)


def lead(shock: Shock, speech: Speech) -> Iterator[str]:
    """Yield the answer in sentences."""
    language, asked = speech.language, shock.asked
    event = _event(shock)
    yield say("lead", language, event=event, month=_month(shock, asked.start))
    if asked.end_unknown:
        own = shock.kept.data.events[asked.event]
        yield say("lead unknown", language, own=len(own.profile) or own.duration)
    lost, first = _lost(shock, shock.calm, speech, beside=None)
    if first is not None:
        yield say("lead short", language, lost=lost, first=_month(shock, first))
    for story in shock.stories:
        yield _told(shock, story, speech)
    if shock.longest:
        after = {one.months: one.cost for one in shock.durations}
        more = after.get(shock.longest + 1, math.nan) - after[shock.longest]
        if shock.censored:
            yield say("longest all", language, months=shock.longest)
        elif not math.isnan(more):
            yield say("longest", language, months=shock.longest, more=speech.money(more))
    elif not shock.censored:
        yield say("longest none", language)
    for story, worth in zip(shock.stories, shock.worth_of_knowing, strict=False):
        if worth > speech.resolution:
            yield say("worth", language, months=story.months, worth=speech.money(worth))
    empty = list(_empty(shock, shock.stories[-1], language))
    if empty:
        yield say("zero", language, stocks=_joint(language).join(empty))


def _told(shock: Shock, story: Story, speech: Speech) -> str:
    language = speech.language
    if not story.feasible:
        limits = ", ".join(dict.fromkeys(name for name, _ in story.followed.broken)) or "–"
        return say("story broken", language, months=story.months, limits=limits)
    extra = speech.money(shock.more(story))
    lost, first = _lost(shock, story, speech, beside=shock.calm)
    if first is None:
        return say("story", language, months=story.months, extra=extra)
    when = _month(shock, first)
    return say("story short", language, months=story.months, extra=extra, lost=lost, first=when)


def _lost(shock: Shock, story: Story, speech: Speech, beside: Story | None) -> tuple[str, Month | None]:
    """Return what is lost, more than in the story beside, in words, and the first month of it."""
    parts, first = [], None
    units = {str(row["product"]): str(row["unit"] or "") for row in shock.kept.tables["Products"]}
    names = Names(shock.kept.tables)
    for product in story.data.products:
        more = story.short(product) - (0.0 if beside is None else beside.short(product))
        if more.sum() > 0:
            amount = speech.fact(Amount(float(more.sum()), units[str(product)]))
            parts.append(f"{amount} {names.name('Products', str(product))}")
            month = int(np.flatnonzero(more > 0)[0])
            first = month if first is None else min(first, month)
    return _joint(speech.language).join(parts), first


def _empty(shock: Shock, story: Story, language: str) -> Iterator[str]:
    """Yield the items whose stock the event runs to zero while it is on."""
    names = Names(shock.kept.tables)
    on = range(story.start, min(story.start + story.months, story.data.months))
    for item in shock.scarce:
        stock, use = story.stock(item), story.use(item)
        usual = max(1e-9, float(use.mean()))
        dry = [t for t in on if stock[t] <= 1e-6 * usual and use[story.start :].any()]
        if dry and shock.calm.stock(item)[dry[0]] > 1e-6 * usual:
            months = {"first": _month(shock, dry[0]), "last": _month(shock, dry[-1])}
            yield say("zero item", language, item=names.name("Items", str(item)), **months)


def _event(shock: Shock) -> str:
    return Names(shock.kept.tables).name("Events", str(shock.asked.event)) or str(shock.asked.event)


def _month(shock: Shock, month: Month) -> str:
    return f"{shock.kept.tables.month_date(month):%Y-%m}"


def _joint(language: str) -> str:
    return "、" if language == "ja" else ", "


def _side(shock: Shock, speech: Speech) -> Grid:
    language = speech.language
    known = {one.months: one for one in shock.durations}
    fields = [
        Field(say("head months", language), 1),
        Field(say("head extra", language), 2),
        Field(say("head next", language), 2),
        Field(say("head lost", language), 4),
        Field(say("head first", language), 2),
    ]
    if shock.foreseen:
        fields.append(Field(say("head worth", language), 2))
    rows = []
    for number, story in enumerate(shock.stories):
        lost, first = _lost(shock, story, speech, shock.calm)
        before = known.get(story.months - 1)
        last = story.cost - before.cost if before is not None and not shock.foreseen else math.nan
        row = [
            story.months,
            speech.money(shock.more(story)) if story.feasible else "–",
            speech.money(last) if not math.isnan(last) else "–",
            lost or "–",
            "–" if first is None else _month(shock, first),
        ]
        if shock.foreseen:
            row.append(speech.money(shock.worth_of_knowing[number]))
        rows.append(tuple(row))
    return Grid(tuple(fields), tuple(rows))


def _months(shock: Shock, story: Story, speech: Speech) -> Grid:
    language, names = speech.language, Names(shock.kept.tables)
    items = shock.scarce[:SHOWN]
    fields = (
        Field(say("head month", language), 1),
        Field(say("head stops", language), 3),
        *(Field(names.name("Items", str(item)), 3) for item in items),
        Field(say("head bought", language), 4),
        Field(say("head lost", language), 2),
        Field(say("head money", language), 2),
    )
    extra = extra_by_month(shock, story)
    rows = []
    for t in story.told:
        stops = [f"{name} {lost:.0%}" for name, lost in stopped(shock, story, t)]
        bought = [
            say(
                "purchase",
                language,
                quantity=f"{one.quantity:+,.4g}",
                offer=one.offer,
                price=f"{one.price:,.4g}",
            )
            for one in bought_instead(shock, story, t)
        ]
        rows.append(
            (
                _month(shock, t),
                _some(stops, language),
                *(_stock(story, item, t, names, speech) for item in items),
                _some(bought, language),
                _some(list(_short(story, t, speech, names)), language),
                speech.money(float(extra[t])),
            )
        )
    colours = tuple("red" if _any_short(story, t) else None for t in story.told)
    return Grid(fields, tuple(rows), colours)


def _any_short(story: Story, month: Month) -> bool:
    return any(story.short(product)[month] > 0 for product in story.data.products)


def _short(story: Story, month: Month, speech: Speech, names: Names) -> Iterator[str]:
    for product in story.data.products:
        lost = float(story.short(product)[month])
        if lost > 0:
            yield f"{speech.fact(Amount(lost, ''))} {names.name('Products', str(product))}".strip()


def _stock(story: Story, item: Item, month: Month, names: Names, speech: Speech) -> str:
    language = speech.language
    amount = speech.fact(Amount(float(story.stock(item)[month]), names.unit(str(item))))
    days = float(story.days(item)[month])
    told = say("stock plain" if math.isnan(days) else "stock", language, amount=amount, days=_whole(days))
    coming = on_the_way(story, item, month) if month >= story.start - 1 else 0.0
    if coming > 0:
        told += say("way", language, amount=speech.fact(Amount(coming, names.unit(str(item)))))
    return told


def _whole(days: float) -> str:
    return "" if math.isnan(days) else f"{days:,.0f}"


def _some(parts: Sequence[str], language: str) -> str:
    more = [say("more", language, count=len(parts) - NAMED)] if len(parts) > NAMED else []
    return _joint(language).join([*parts[:NAMED], *more])


def _pictures(shock: Shock, story: Story, speech: Speech) -> Iterator[Picture]:
    """Yield stock falling, where the scarcest item comes from, and what is lost in red."""
    if not story.feasible:
        return
    language, names = speech.language, Names(shock.kept.tables)
    months = tuple(_month(shock, t) for t in story.told)
    items = shock.scarce[: SHOWN + 1]
    if items:
        days = [story.days(item) for item in items]
        yield Picture(
            kind="line",
            title=say("chart stock", language),
            heads=tuple(names.name("Items", str(item)) for item in items),
            categories=months,
            rows=tuple(
                tuple(None if math.isnan(line[t]) else float(line[t]) for line in days) for t in story.told
            ),
            number_format="#,##0",
        )
        yield from _sources(story, items[0], months, names, language)
    lost = [
        story.short(product) / np.maximum(1e-9, story.followed.demand[product])
        for product in story.data.products
    ]
    if any(line.any() for line in lost):
        yield Picture(
            kind="column",
            title=say("chart short", language),
            heads=tuple(names.name("Products", str(product)) for product in story.data.products),
            categories=months,
            rows=tuple(tuple(float(line[t]) for line in lost) for t in story.told),
            number_format="0%",
            colours=(RED, "#E6A09A", "#8E2A20"),
        )


def _sources(
    story: Story, item: Item, months: tuple[str, ...], names: Names, language: str
) -> Iterator[Picture]:
    sums: dict[str, dict[Month, float]] = {}
    for (offer, t), (before, since) in story.arrivals.items():
        if story.data.offers[offer].item != item or t not in story.told:
            continue
        for name, quantity in (
            (say("way source", language), before),
            (str(story.data.offers[offer].origin), since),
        ):
            if quantity > 0:
                sums.setdefault(name, {})[t] = sums.get(name, {}).get(t, 0.0) + quantity
    if not sums:
        return
    ranked = sorted(sums, key=lambda name: -sum(sums[name].values()))
    shown, rest = ranked[:SOURCES], ranked[SOURCES:]
    if rest:
        sums["…"] = {t: sum(sums[name].get(t, 0.0) for name in rest) for t in story.told}
        shown = [*shown, "…"]
    facts = {"item": names.name("Items", str(item)), "unit": names.unit(str(item))}
    yield Picture(
        kind="stacked",
        title=say("chart sources", language, **facts),
        heads=tuple(shown),
        categories=months,
        rows=tuple(tuple(sums[name].get(t, 0.0) for name in shown) for t in story.told),
    )


def plain_sheets(shock: Shock) -> dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]:
    """Return the plain tables: durations, months, stock, orders, what stops, what is short."""
    date = shock.kept.tables.month_date
    stories = [story for story in shock.stories if story.feasible]
    durations = [
        (one.months, None if math.isnan(one.cost) else one.cost, one.short_units, one.short_value)
        for one in shock.durations
    ]
    months = [
        (
            story.months,
            date(t),
            float(extra_by_month(shock, story)[t]),
            float(story.followed.cost_by_month[t]),
        )
        for story in stories
        for t in range(story.data.months)
    ]
    stock = [
        (
            story.months,
            str(item),
            date(t),
            float(story.stock(item)[t]),
            None if math.isnan(story.days(item)[t]) else float(story.days(item)[t]),
            float(shock.calm.stock(item)[t]),
            on_the_way(story, item, t),
        )
        for story in stories
        for item in story.data.items
        for t in story.told
    ]
    bought = [
        (story.months, date(t), one.offer, one.quantity, one.price)
        for story in stories
        for t in story.told
        for one in bought_instead(shock, story, t)
    ]
    stops = [
        (story.months, date(t), name, lost)
        for story in stories
        for t in story.told
        for name, lost in stopped(shock, story, t)
    ]
    short = [
        (
            story.months,
            str(product),
            date(t),
            float(story.short(product)[t]),
            float(story.followed.demand[product][t]),
        )
        for story in stories
        for product in story.data.products
        for t in story.told
        if story.short(product)[t] > 0
    ]
    return {
        "Durations": ("months cost_pv short_units short_value".split(), durations),
        "Months": ("months month extra_pv cost_pv".split(), months),
        "Stock": ("months item month stock days undisturbed on_the_way".split(), stock),
        "Otherwise": ("months month offer quantity unit_cost".split(), bought),
        "Stops": ("months month name part_lost".split(), stops),
        "Short": ("months product month short demand".split(), short),
    }
