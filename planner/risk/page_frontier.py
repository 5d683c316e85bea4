"""The workbook of the frontier: a chart people can read, and the plan behind each point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planner.reporting.layout.look import ACCENT
from planner.reporting.layout.page import COLUMNS, Field
from planner.reporting.layout.scale import Scale
from planner.reporting.risk.book import Grid, Picture, RiskBook, Section
from planner.reporting.risk.words import told
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Amount, Share, Speech
from planner.risk.frontier import Point
from planner.risk.words import tell
from planner.workbook.access import text
from planner.workbook.tables import Tables

NOISE = 1e-6
"""Part of the cost below which a gap is not worth a sentence."""
MOST_COLUMNS = 8
"""Points beside each other in the table of plans."""


def frontier_book(
    points: Sequence[Point],
    by: str,
    tables: Tables,
    speech: Speech,
    *,
    scale: Scale,
    facts: Mapping[str, object],
) -> RiskBook:
    """Return what the workbook of the frontier holds."""
    language = speech.language
    best = [point for point in points if point.on_frontier]
    return RiskBook(
        title=told("frontier title", language, plan=tables.settings["plan_name"]),
        lead=tuple(lead(points, by, tables, speech)),
        sections=(
            Section(
                told("frontier points", language),
                (told("frontier points how", language),),
                _points(best, by, tables, speech),
                (_chart(best, by, tables, speech, scale),),
            ),
            Section(
                told("frontier plans", language),
                (told("frontier plans how", language),),
                _plans(best, by, tables, speech),
            ),
        ),
        sheets=plain_sheets(points, tables),
        facts=facts,
    )


def largest_money(points: Sequence[Point]) -> float:
    """Return the largest amount shown."""
    return max((abs(p.worst) for p in points if p.on_frontier), default=0.0)


def lead(points: Sequence[Point], by: str, tables: Tables, speech: Speech) -> Iterable[str]:
    """Yield the answer in sentences."""
    language = speech.language
    best = sorted((p for p in points if p.on_frontier), key=lambda p: p.expected)
    if len(best) > 1:
        first, last = best[0], best[-1]
        yield told(
            "frontier lead",
            language,
            knob=told(f"knob {by}", language),
            low=level_name(first.level, by),
            high=level_name(last.level, by),
            cost=speech.money(last.expected - first.expected),
            tail=speech.money(first.cvar - last.cvar),
            part=_part(tables, speech),
        )
    elif best:
        yield told("frontier flat", language)
    if by == "risk" and any(p.level >= 1 and p.on_frontier for p in points):
        yield told("frontier ties", language)
    if by == "stock" and any(p.level == 0 and p.on_frontier for p in points):
        held = next(p.stock for p in points if p.level == 0)
        yield told("frontier stock", language, stock=speech.money(held))
    noise = max((p.uncertainty for p in best), default=0.0)
    if noise > NOISE * max((abs(p.expected) for p in best), default=1.0):
        yield told("frontier gap", language, gap=speech.money(noise))
    joint = "、" if language == "ja" else ", "
    none = [level_name(p.level, by) for p in points if p.status in ("infeasible", "unbounded")]
    if none:
        yield told("frontier none", language, levels=joint.join(none))
    solved = ("optimal", "stopped", "infeasible", "unbounded")
    unknown = [level_name(p.level, by) for p in points if p.status not in solved]
    if unknown:
        yield tell("levels not found", language, levels=joint.join(unknown))


def level_name(level: float, by: str) -> str:
    """Return a setting of the knob as people read it."""
    return f"{level:.1%}" if by == "fill-rate" else f"{level:.3g}"


def _part(tables: Tables, speech: Speech) -> str:
    return speech.fact(Share(1 - float(str(tables.settings["cvar_alpha"]))))


def _points(best: Sequence[Point], by: str, tables: Tables, speech: Speech) -> Grid:
    language = speech.language
    fields = (
        Field(told("head level", language), 1),
        Field(told("head expected", language), 3, "money"),
        Field(told("head tail", language, part=_part(tables, speech)), 3, "money"),
        Field(told("head worst cost", language), 2, "money"),
        Field(told("head stock", language), 2, "money"),
        Field(told("head shortage", language), 2, "money"),
        Field(told("head contracts", language), 2, "count"),
        Field(told("head built", language), 1, "count"),
    )
    rows = tuple(
        (
            level_name(p.level, by),
            p.expected,
            p.cvar,
            p.worst,
            p.stock,
            p.shortage,
            len(p.signed),
            len(p.built),
        )
        for p in best
    )
    return Grid(fields, rows)


def _plans(best: Sequence[Point], by: str, tables: Tables, speech: Speech) -> Grid:
    shown = list(best)[:MOST_COLUMNS]
    language, names = speech.language, Names(tables)
    span = max(1, (COLUMNS - 6) // max(1, len(shown)))
    fields = (
        Field(told("head thing", language), COLUMNS - span * len(shown)),
        *(Field(level_name(p.level, by), span, "figure") for p in shown),
    )
    rows: list[tuple[Any, ...]] = []
    for offer in sorted({offer for p in shown for offer in p.signed}):
        row = names.row("Offers", offer)
        label = told(
            "thing contract",
            language,
            offer=offer,
            item=names.name("Items", text(row, "item")),
            supplier=names.name("Suppliers", text(row, "supplier")),
        )
        unit = names.unit(text(row, "item"))
        rows.append((label, *(_quantity(p.signed.get(offer), unit, speech) for p in shown)))
    for investment in sorted({name for p in shown for name in p.built}):
        label = told("thing investment", language, name=names.name("Investments", investment))
        rows.append((label, *(str(p.built.get(investment, "–")) for p in shown)))
    rows.append((told("thing stock", language), *(speech.money(p.stock) for p in shown)))
    return Grid(fields, tuple(rows))


def _quantity(value: float | None, unit: str, speech: Speech) -> str:
    return "–" if value is None else speech.fact(Amount(value, unit))


def _chart(best: Sequence[Point], by: str, tables: Tables, speech: Speech, scale: Scale) -> Picture:
    ordered = sorted(best, key=lambda p: p.expected)
    facts = {"part": _part(tables, speech), "scale": scale.word}
    return Picture(
        kind="scatter",
        title=told("frontier chart", speech.language, **facts),
        heads=(told("axis tail", speech.language, **facts),),
        categories=tuple(p.expected / scale.size for p in ordered) or (0.0,),
        rows=tuple((p.cvar / scale.size,) for p in ordered) or ((None,),),
        x=told("axis expected", speech.language, **facts),
        y=told("axis tail", speech.language, **facts),
        number_format="#,##0.00",
        x_format="#,##0.00",
        colours=(ACCENT,),
        labels=tuple(level_name(p.level, by) for p in ordered),
    )


def plain_sheets(
    points: Sequence[Point], tables: Tables
) -> dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]:
    """Return the plain tables: every point, its awards and its investments."""
    offers = {text(row, "offer"): row for row in tables["Offers"]}
    columns = "level status on_frontier expected_cost cvar worst_cost gap_money mean_stock_value short_value"
    all_points = [
        (
            p.level,
            p.status,
            p.on_frontier,
            *(
                None if value != value else value  # noqa: PLR0124 (NaN: there is no plan)
                for value in (p.expected, p.cvar, p.worst, p.uncertainty, p.stock, p.shortage)
            ),
        )
        for p in points
    ]
    awards = [
        (
            p.level,
            offer,
            text(offers[offer], "supplier"),
            text(offers[offer], "item"),
            offer in p.signed,
            p.signed.get(offer),
            p.bought.get(offer, 0.0),
        )
        for p in points
        for offer in sorted({*p.signed, *p.bought})
    ]
    built = [(p.level, name, modules) for p in points for name, modules in p.built.items()]
    return {
        "Points": (columns.split(), all_points),
        "Awards": (
            "level offer supplier item signed rate_per_month annual_quantity".split(),
            awards,
        ),
        "Investments": ("level investment modules".split(), built),
    }
