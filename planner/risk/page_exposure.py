"""The workbook of exposure: sources ranked, time to survive against time to recover, what buys a month."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.evaluation.survival import Survival
from planner.reporting.layout.page import Field
from planner.reporting.risk.book import RED, Grid, Picture, RiskBook, Section
from planner.reporting.risk.words import told
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Amount, Speech
from planner.risk.exposure import LEAST_MONEY, Exposure, Price
from planner.workbook.access import text
from planner.workbook.tables import Tables

SHOWN = 15
"""Sources in the table for people; the sheet has all."""
CHARTED = 12


def exposure_book(
    found: Sequence[Exposure], tables: Tables, speech: Speech, facts: Mapping[str, object]
) -> RiskBook:
    """Return what the workbook of exposure holds."""
    label = _Labels(tables, speech.language)
    language = speech.language
    counts = {
        colour: sum(one.colour == colour for one in found) for colour in ("red", "amber", "green", "grey")
    }
    return RiskBook(
        title=told("exposure title", language, plan=tables.settings["plan_name"]),
        lead=(
            told("exposure lead", language),
            _worst(found, tables, speech, label),
            told("exposure counts", language, count=len(found), **counts),
        ),
        sections=(
            Section(
                told("exposure ranking", language),
                (told("exposure how", language), *_unkept(found, speech, label), *_left_out(found, language)),
                _ranking(found, tables, speech, label),
                tuple(_chart(found, speech, label)),
            ),
            Section(
                told("remedies", language),
                (told("remedies how", language),),
                _remedies(found, tables, speech, label),
            ),
        ),
        sheets=plain_sheets(found, tables),
        facts=facts,
    )


def largest_money(found: Sequence[Exposure]) -> float:
    """Return the largest amount shown."""
    return max((one.dearest.money for one in found if math.isfinite(one.dearest.money)), default=0.0)


def plain_sheets(
    found: Sequence[Exposure], tables: Tables
) -> dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]:
    """Return the plain tables: sources ranked, every onset, every remedy."""
    ranking = [
        (
            one.source.kind,
            one.source.name,
            one.worst.months,
            one.worst.censored,
            one.median.months,
            one.median.censored,
            one.recovery,
            one.gap,
            tables.month_date(one.worst.onset),
            _units(one.dearest),
            _finite(one.dearest.money) if one.recovery else None,
            one.colour,
            _named(one.unkept),
        )
        for one in found
    ]
    onsets = [
        (
            one.source.kind,
            one.source.name,
            tables.month_date(survived.onset),
            survived.months,
            survived.censored,
            _units(survived),
            _finite(survived.money) if one.recovery else None,
            _named(survived.limits),
        )
        for one in found
        for survived in one.onsets
    ]
    remedies = [
        (
            one.source.kind,
            one.source.name,
            one.worst.months + 1,
            number,
            price.remedy.kind,
            item,
            price.remedy.offer,
            quantity,
            price.per_year,
            price.tied,
        )
        for one in found
        for number, price in enumerate(one.remedies, start=1)
        for item, quantity in price.remedy.parts
    ]
    exposure = "kind source survives survives_at_least median median_at_least recovers gap worst_onset"
    return {
        "Exposure": (f"{exposure} short_units short_value state cannot_keep".split(), ranking),
        "Onsets": (
            "kind source onset survives survives_at_least short_units short_value cannot_keep".split(),
            onsets,
        ),
        "Remedies": (
            "kind source months number remedy item offer quantity cost_per_year money_tied".split(),
            remedies,
        ),
    }


def telling(found: Sequence[Exposure]) -> list[Exposure]:
    """Return the sources worth a line: those that an event hits, or that the plan cannot do without."""
    return [one for one in found if one.recovery is not None or not one.worst.censored][:SHOWN]


def _unkept(found: Sequence[Exposure], speech: Speech, label: _Labels) -> Iterator[str]:
    """Yield which hard limits cannot be kept without a source."""
    for one in found:
        if one.unkept:
            limits = (
                told(f"limit {constraint}", speech.language, name=label.limit(constraint, name))
                for constraint, name in one.unkept
            )
            joint = speech.word("list_joint")
            yield told(
                "exposure unkept", speech.language, source=label.source(one), limits=joint.join(limits)
            )


def _named(limits: Sequence[tuple[str, str]]) -> str:
    """Return limits as programs read them: ``share_limit CAP``."""
    return ", ".join(f"{constraint} {name}" for constraint, name in limits)


def _left_out(found: Sequence[Exposure], language: str) -> Iterator[str]:
    left = len(found) - len(telling(found))
    if left:
        yield told("exposure left out", language, count=left)


class _Labels:
    """Names of sources for people."""

    def __init__(self, tables: Tables, language: str) -> None:
        self._names, self._language = Names(tables), language
        self._countries = {text(row, "code"): text(row, "name") for row in tables["Countries"]}
        self._processes = {text(row, "process"): text(row, "name") for row in tables["Processes"]}

    def source(self, one: Exposure) -> str:
        """Return what is taken out."""
        name = one.source.name
        if one.source.kind == "supplier":
            return self._names.name("Suppliers", name)
        if one.source.kind == "process":
            return told("a process", self._language, name=self._processes.get(name) or name)
        country, _, stage = name.partition("@")
        shown = self._countries.get(country) or country
        return told("country at", self._language, country=shown, stage=told(stage, self._language))

    def item(self, name: str) -> str:
        """Return an item's name."""
        return self._names.name("Items", name)

    def limit(self, constraint: str, name: str) -> str:
        """Return the name of what a hard limit stands on."""
        return self.item(name) if constraint in ("cover_floor", "storage_limit") else name

    def unit(self, item: str) -> str:
        """Return an item's unit."""
        return self._names.unit(item)


def _worst(found: Sequence[Exposure], tables: Tables, speech: Speech, label: _Labels) -> str:
    worst = next((one for one in found if one.colour == "red"), None)
    if worst is None:
        return told("exposure none", speech.language)
    return told(
        "exposure worst" if worst.gap else "exposure after",
        speech.language,
        source=label.source(worst),
        month=speech.month(tables.month_date(worst.worst.onset)),
        survives=_at_least(worst.worst),
        recovers=worst.recovery,
        money=speech.money(worst.dearest.money) if math.isfinite(worst.dearest.money) else "∞",
    )


def _ranking(found: Sequence[Exposure], tables: Tables, speech: Speech, label: _Labels) -> Grid:
    language = speech.language
    fields = (
        Field(told("head state", language), 1),
        Field(told("head source", language), 3),
        Field(told("head worst", language), 1),
        Field(told("head median", language), 1),
        Field(told("head recovery", language), 1, "count"),
        Field(told("head gap", language), 1, "count"),
        Field(told("head onset", language), 1, "month"),
        Field(told("head short", language), 1, "quantity"),
        Field(told("head money", language), 1, "figure"),
        Field(told("head remedy", language), 3),
        Field(told("head per year", language), 2, "figure"),
    )
    rows = tuple(
        (
            told(one.colour, language),
            label.source(one),
            _at_least(one.worst),
            _at_least(one.median),
            one.recovery,
            one.gap,
            None if one.worst.censored else tables.month_date(one.worst.onset),
            _units(one.dearest) if one.recovery else None,
            _lost(one, speech),
            _remedy(one.remedies[0], speech, label) if one.remedies else "",
            speech.money(one.remedies[0].per_year) if one.remedies else "",
        )
        for one in telling(found)
    )
    colours = tuple(None if one.colour == "grey" else one.colour for one in telling(found))
    return Grid(fields, rows, colours)


def _remedies(found: Sequence[Exposure], tables: Tables, speech: Speech, label: _Labels) -> Grid:
    del tables
    language = speech.language
    fields = (
        Field(told("head source", language), 4),
        Field(told("head remedy", language), 6),
        Field(told("head per year", language), 3, "figure"),
        Field(told("head tied", language), 3, "figure"),
    )
    rows = tuple(
        (
            label.source(one),
            _remedy(price, speech, label),
            speech.money(price.per_year),
            speech.money(price.tied) if price.remedy.offer is None else "",
        )
        for one in found[:SHOWN]
        if one.colour in ("red", "amber")
        for price in one.remedies[:3]
    )
    return Grid(fields, rows)


def _chart(found: Sequence[Exposure], speech: Speech, label: _Labels) -> Iterator[Picture]:
    """Yield survival beside recovery, of sources without which something runs short."""
    shown = [one for one in found if not one.worst.censored][:CHARTED]
    language = speech.language
    if shown:
        yield Picture(
            kind="bar",
            title=told("exposure chart", language),
            heads=(told("survives", language), told("recovers", language)),
            categories=tuple(label.source(one) for one in shown),
            rows=tuple((float(one.worst.months), one.recovery) for one in shown),
            colours=("#5B8DB8", RED),
            number_format="0",
        )


def _remedy(price: Price, speech: Speech, label: _Labels) -> str:
    remedy = price.remedy
    parts = [
        (speech.fact(Amount(quantity, label.unit(item))), label.item(item)) for item, quantity in remedy.parts
    ]
    if remedy.offer is None:
        joint = speech.word("list_joint")
        return joint.join(
            told("remedy stock", speech.language, quantity=quantity, item=item) for quantity, item in parts
        )
    quantity, item = parts[0]
    return told("remedy contract", speech.language, offer=remedy.offer, quantity=quantity, item=item)


def _lost(one: Exposure, speech: Speech) -> str:
    if not one.recovery:
        return ""
    return speech.money(one.dearest.money) if math.isfinite(one.dearest.money) else "∞"


def _at_least(survived: Survival) -> str:
    return f"≥ {survived.months}" if survived.censored else str(survived.months)


def _units(survived: Survival) -> float | None:
    return None if survived.short is None else sum(survived.short.values())


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) and abs(value) > LEAST_MONEY * 1e-9 else 0.0 if value == 0 else None
