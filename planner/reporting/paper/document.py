"""Puts a report together: what stands on the screen, what goes on paper, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planner.reporting.advice.every import advise
from planner.reporting.advice.lead import build, hold, lead, order, qualify, sign, worst
from planner.reporting.advice.view import Advice
from planner.reporting.charts.data import Chart, chart_data
from planner.reporting.charts.more import bought, path_charts
from planner.reporting.comparison.content import Comparison
from planner.reporting.layout.scale import money_scale, plan_speech
from planner.reporting.paper.calendar import calendar as calendar_of
from planner.reporting.paper.charts import Charts
from planner.reporting.paper.figure import Choice, Figure, Table
from planner.reporting.paper.flow_picture import flow_choices
from planner.reporting.paper.palette import Palette
from planner.reporting.paper.premises import Premises
from planner.reporting.paper.since import Cases, Since, cases, since
from planner.reporting.paper.tables import Tables
from planner.reporting.risk.value import value_sentences
from planner.reporting.summary.advice import advice_words, place_words
from planner.reporting.summary.sheet import against_words, ends_words, onset_words, path_name, status_words
from planner.reporting.summary.summarise import summarise
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names
from planner.reporting.view.paths import Tree
from planner.reporting.words.phrases import Money, Share, Speech, percent
from planner.result import Result
from planner.workbook.events.scenarios import TRUNK

ON_PAPER = ("bought", "difference", "cost")
"""Pictures of the whole plan on paper."""
KINDS = ("meeting", "approval", "full")
"""What a report can be printed as."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the answer."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning or hint, and where to look."""

    text: str
    place: str


@dataclass(frozen=True)
class Document:
    """Everything a report says."""

    kind: str
    speech: Speech
    summary: Summary
    palette: Palette
    made: str
    status: str
    tiles: tuple[Tile, ...]
    lead: tuple[str, ...]
    remarks: tuple[str, ...]
    """What the answer is made of, and what other months or no planning would cost."""
    warnings: tuple[Warned, ...]
    hints: tuple[Warned, ...]
    figures: Mapping[str, Figure]
    """By name: ``cost``, ``difference``, ``short``, ``share``, ``bought``, ``calendar``."""
    brief: Mapping[str, Figure]
    """Some of them for paper, with fewer bars."""
    of_items: tuple[Choice, ...]
    paths: tuple[Choice, ...]
    flows: tuple[Choice, ...]
    tables: Mapping[str, Table]
    premises: tuple[str, ...]
    asked: tuple[str, ...]
    """What is asked for beside contracts."""
    why: tuple[str, ...]
    """What it is good for."""
    against: str
    computed: str
    scale_word: str
    since: Since | None = None
    cases: Cases | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    def word(self, key: str) -> str:
        """Return a text of the catalogue."""
        return self.speech.word(key)

    @property
    def language(self) -> str:
        """``en`` or ``ja``."""
        return self.speech.language


def document(
    result: Result,
    language: str,
    kind: str,
    *,
    last: tuple[str, Comparison] | None = None,
    compared: tuple[str, Iterable[Mapping[str, object]]] | None = None,
) -> Document:
    """Return what a report says of a result.

    Parameters
    ----------
    result
        A result with its input.
    language
        ``en`` or ``ja``.
    kind
        ``meeting``, ``approval`` or ``full``: what it is printed as.
    last
        Name of the result in force, and the comparison of it (first side) with this one.
    compared
        Name of a comparison workbook, and the rows of its sheet Figures.
    """
    summary = summarise(result)
    speech = plan_speech(language, summary)
    scale = money_scale(speech, max(abs(summary.worst), abs(summary.expected)))
    names, tree = Names(result.inputs), Tree(result)
    charts = chart_data(result, summary)
    palette = Palette(charts.suppliers)
    draw = Charts(speech, scale, palette)
    tables = Tables(speech, scale, summary, names)
    premises = Premises(result, summary, names, speech)
    advice = advise(result, summary)
    of_plan = [*charts.main, *_one(bought(result, names))]
    return Document(
        kind=kind,
        speech=speech,
        summary=summary,
        palette=palette,
        made=_made(result, speech),
        status=status_words(speech, summary),
        tiles=_tiles(speech, summary),
        lead=tuple(lead(speech, summary, names)),
        remarks=tuple(_remarks(result, speech, summary)),
        warnings=_warned(speech, (one for one in advice if one.warning)),
        hints=_warned(speech, (one for one in advice if not one.warning)),
        figures=_figures(draw, of_plan, calendar_of(result, summary, names, speech, palette)),
        brief={one.kind: draw.brief(one, f"paper-{one.kind}") for one in of_plan if one.kind in ON_PAPER},
        of_items=_items(draw, charts.items),
        paths=_paths(draw, path_charts(result, summary, tree, names)),
        flows=tuple(flow_choices(result, summary, tree, palette, speech)),
        tables={
            "contracts": tables.contracts(),
            "terms": tables.terms(),
            "qualify": tables.qualify(),
            "builds": tables.builds(),
            "orders": tables.orders(),
            "holdings": tables.holdings(),
            "scenarios": tables.scenarios(),
            "costs": tables.costs(),
            "offers": premises.offers(),
            "events": premises.events(),
            "settings": premises.settings(),
            "computed": premises.computed(),
        },
        premises=tuple(premises.sentences()),
        asked=(qualify(speech, summary, names), build(speech, summary, names), hold(speech, summary, names)),
        why=(*worst(speech, summary), *_worth(result, speech, summary)),
        against=speech.word("joint").join(
            (against_words(speech, result, summary), _against(speech, summary))
        ),
        computed=_computed(result, speech),
        scale_word=scale.word,
        since=None if last is None else since(last[1], last[0], speech, tables),
        cases=None if compared is None else cases(compared[1], compared[0], speech, tables),
        extra={
            "sign": " ".join(sign(speech, summary, names)),
            "order": order(speech, summary, names),
            "amount": speech.say(
                "approval_amount",
                months=len(summary.purchase_months),
                cost=Money(sum(row.cost for row in summary.purchases)),
                expected=Money(summary.expected),
            ),
            "chance": speech.say("approval_chance", chance=Share(summary.short_probability)),
        },
    )


def _one(chart: Chart | None) -> list[Chart]:
    return [] if chart is None else [chart]


def _tiles(speech: Speech, summary: Summary) -> tuple[Tile, ...]:
    say = speech.say
    trunk = summary.paths[0]
    return (
        Tile(
            say("tile_expected"),
            speech.money(summary.expected),
            say("tile_expected_note", count=summary.scenarios),
        ),
        Tile(
            say("tile_trunk"),
            speech.money(summary.trunk),
            say("tile_trunk_note", odds=Share(trunk.probability)),
        ),
        Tile(
            say("tile_worst"),
            speech.money(summary.worst),
            say("tile_worst_note", scenario=path_name(speech, summary.worst_scenario)),
        ),
        Tile(
            say("tile_cvar", alpha=Share(summary.alpha)),
            speech.money(summary.cvar),
            say("tile_cvar_note", tail=Share(1 - summary.alpha)),
        ),
        Tile(say("tile_cash"), speech.money(summary.kinds["cash"]), say("tile_cash_note")),
        Tile(say("tile_short"), percent(summary.short_probability), say("tile_short_note")),
    )


def _remarks(result: Result, speech: Speech, summary: Summary) -> Iterable[str]:
    kinds = summary.kinds
    yield speech.say(
        "split_sentence",
        expected=Money(summary.expected),
        cash=Money(kinds["cash"]),
        policy=Money(kinds["policy"]),
        lost=Money(kinds["lost_margin"]),
        end=Money(kinds["end_value"]),
    )
    yield from _worth(result, speech, summary)


def _worth(result: Result, speech: Speech, summary: Summary) -> Iterable[str]:
    """Yield what other months would cost, and what planning for disruptions is worth, where it is known."""
    if summary.every_onset is not None:
        yield onset_words(speech, summary, summary.every_onset)
    if summary.ends is not None and summary.ends["worth_of_knowing"] > summary.noise:
        yield ends_words(speech, summary, summary.ends)
    if result.value is not None:
        said = value_sentences(result.value, summary.alpha, speech, summary.expected)
        yield from (sentence for _, sentence in said)


def _warned(speech: Speech, advice: Iterable[Advice]) -> tuple[Warned, ...]:
    return tuple(
        Warned(advice_words(speech, one), "" if one.place is None else place_words(speech, one.place))
        for one in advice
    )


def _figures(draw: Charts, charts: Sequence[Chart], calendar: Figure | None) -> dict[str, Figure]:
    """Return the pictures of the whole plan by name."""
    kinds = ("cost", "difference", "short", "share", "bought")
    found = {chart.kind: draw.figure(chart, chart.kind) for chart in charts if chart.kind in kinds}
    return found if calendar is None else {**found, "calendar": calendar}


def _items(draw: Charts, charts: Sequence[Chart]) -> tuple[Choice, ...]:
    """Return supply and stock of each item; two items may have one name."""
    grouped: list[tuple[str, list[Chart]]] = []
    for chart in charts:
        item = draw.speech.fact(chart.facts["item"])
        if not grouped or grouped[-1][0] != item or any(chart.kind == one.kind for one in grouped[-1][1]):
            grouped.append((item, []))
        grouped[-1][1].append(chart)
    return tuple(
        Choice(f"item-{at}", item, [draw.figure(chart, f"item-{at}-{chart.kind}") for chart in own])
        for at, (item, own) in enumerate(grouped)
    )


def _paths(draw: Charts, charts: Mapping[str, Sequence[Chart]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            f"path-{at}",
            scenario,
            [draw.figure(chart, f"path-{at}-{number}") for number, chart in enumerate(own)],
        )
        for at, (scenario, own) in enumerate(charts.items())
        if own
    )


def _against(speech: Speech, summary: Summary) -> str:
    return speech.say(
        "approval_against_trunk",
        trunk=Money(summary.trunk),
        expected=Money(summary.expected),
        difference=Money(summary.expected - summary.trunk, signed=True),
        scenario=speech.word("trunk_short") if summary.worst_scenario == TRUNK else summary.worst_scenario,
        worst=Money(summary.worst),
    )


def _hash(result: Result) -> str:
    return str(result.inputs.sha256 or result.run.get("input_sha256") or "–")[:12]


def _made(result: Result, speech: Speech) -> str:
    return speech.say("report_made", day=str(result.run.get("started_utc") or "–")[:10])


def _computed(result: Result, speech: Speech) -> str:
    shown = ("planner", "highspy", "pyomo")
    versions = ", ".join(f"{name} {result.run.get(f'version_{name}', '–')}" for name in shown)
    return speech.say("paper_computed", hash=_hash(result), gap=Share(result.gap), versions=versions)
