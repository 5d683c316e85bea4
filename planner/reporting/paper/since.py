"""What has changed since another result, and the cases of a comparison, as tables of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.reporting.comparison.charts import figure_words, left_words, unlike_words
from planner.reporting.comparison.content import Cell, Comparison, Figure
from planner.reporting.paper.figure import Table
from planner.reporting.paper.tables import Tables, days, table
from planner.reporting.words.phrases import Speech, percent, quantity

FIGURES = (
    "expected_cost", "cvar", "worst_cost", "trunk_cost", "short_probability", "contracts", "newly_qualified",
    "modules", "net_capex", "stock_value",
)  # fmt: skip
"""Figures that are compared."""
CASE_FIGURES = ("expected_cost", "cvar", "worst_cost", "short_probability", "net_capex", "stock_value")
ENDINGS = frozenset({"optimal", "stopped"})


@dataclass(frozen=True, slots=True)
class Since:
    """Two results side by side: the last one, and this one."""

    name: str
    figures: Table
    decisions: Table
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of a comparison workbook."""

    name: str
    table: Table


def since(comparison: Comparison, name: str, speech: Speech, tables: Tables) -> Since:
    """Return what has changed from the first side of a comparison to the second."""
    found = {figure.key: figure for figure in comparison.figures if not figure.detail}
    rows = [_figure(comparison, found[key], speech, tables) for key in FIGURES if key in found]
    heads = [
        (speech.word("cases_figure"), "text"),
        (speech.word("since_then"), "figure"),
        (speech.word("since_now"), "figure"),
        (speech.word("since_difference"), "figure"),
    ]
    changed = [change for change in comparison.decisions if not change.same]
    decisions = table(
        [
            (speech.word("since_decision"), "text"),
            (speech.word("since_then"), "figure"),
            (speech.word("since_now"), "figure"),
        ],
        [
            (
                speech.say(
                    "decision",
                    kind=speech.word(f"decided_{change.kind}"),
                    name=change.name,
                    what=speech.word(f"decided_{change.what}"),
                ),
                _cell(speech, change.before, change.unit),
                _cell(speech, change.after, change.unit),
            )
            for change in changed
        ],
    )
    inputs = sum(change.change != "same" for change in comparison.inputs)
    remarks = (
        *left_words(speech, comparison),
        *unlike_words(speech, comparison),
        speech.word("since_noise"),
        speech.say("since_inputs", count=inputs),
    )
    return Since(name, table(heads, rows), decisions, remarks)


def _figure(comparison: Comparison, figure: Figure, speech: Speech, tables: Tables) -> tuple[str, ...]:
    difference = comparison.difference(figure, 1)
    title = figure_words(speech, figure)
    if figure.kind == "money":
        title = speech.say("money_title", title=title, scale=tables.scale.word)
    told = "" if difference is None else _told(figure.kind, difference, tables, signed=True)
    if told and comparison.within_gap(figure, 1):
        told = speech.word("whatif_within")
    values = (_told(figure.kind, value, tables) for value in figure.values[:2])
    return (title, *values, told)


def _told(kind: str, value: Cell, tables: Tables, *, signed: bool = False) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    match kind:
        case "money":
            return tables.signed(value) if signed else tables.money(value)
        case "share":
            told = percent(value)
        case "days":
            told = days(value)
        case _:
            told = quantity(value)
    return f"+{told}" if signed and value > 0 else told


def _cell(speech: Speech, cell: Cell, unit: str) -> str:
    if cell is None:
        return "–"
    if cell in ("yes", "no"):
        return speech.word(f"decided_{cell}")
    return cell if isinstance(cell, str) else f"{quantity(cell)} {unit}".strip()


def cases(rows: Iterable[Mapping[str, object]], name: str, speech: Speech, tables: Tables) -> Cases:
    """Return the cases of the sheet Figures of a comparison workbook, each in a row."""
    found: dict[str, dict[str, Mapping[str, object]]] = {}
    for row in rows:
        found.setdefault(str(row["case"]), {})[str(row["figure"])] = row
    heads = [(speech.word("whatif_case"), "text"), (speech.say("figure_status"), "text")]
    for key in CASE_FIGURES:
        title = speech.say(f"figure_{key}")
        money = key != "short_probability"
        heads.append(
            (speech.say("money_title", title=title, scale=tables.scale.word) if money else title, "figure")
        )
    heads.append((speech.word("since_difference"), "figure"))
    return Cases(name, table(heads, [_case(case, own, speech, tables) for case, own in found.items()]))


def _case(
    case: str, figures: Mapping[str, Mapping[str, object]], speech: Speech, tables: Tables
) -> Sequence[str]:
    status = str(figures.get("status", {}).get("text") or "")
    cells = []
    for key in CASE_FIGURES:
        value = _number(figures.get(key, {}).get("value"))
        cells.append(
            "–" if value is None else percent(value) if key == "short_probability" else tables.money(value)
        )
    expected = figures.get("expected_cost", {})
    difference = _number(expected.get("difference"))
    told = "" if difference is None else tables.signed(difference)
    if told and expected.get("within_gap") in (True, "yes"):
        told = speech.word("whatif_within")
    shown = speech.word("side_base") if case == "base" else case
    return (shown, speech.word(f"ended_{status}") if status else "", *cells, told)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
