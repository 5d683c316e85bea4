"""The workbook of a replay: what each policy came to, month by month, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planner.replaying.figures import Figures, plain_tables
from planner.replaying.follow import PERFECT, PLANNER
from planner.replaying.knowing import Story
from planner.replaying.truth import surprises
from planner.replaying.words import policy_name, tell
from planner.reporting.layout.page import Field
from planner.reporting.layout.scale import Scale
from planner.reporting.risk.book import Grid, Picture, RiskBook, Section
from planner.reporting.words.phrases import Speech
from planner.workbook.cells import short_number
from planner.workbook.tables import Tables

SAME = 1e-6
"""Part of a cost by which two policies may differ and cost the same."""


def replay_book(
    figures: Sequence[Figures],
    story: Story,
    tables: Tables,
    months: int,
    speech: Speech,
    *,
    scale: Scale,
    facts: Mapping[str, object],
) -> RiskBook:
    """Return what the workbook of a replay holds."""
    language, every = speech.language, figures
    figures = [one for one in figures if one.outcome.begun]
    charts = (
        _spent(figures, tables, language, scale),
        _short(figures, tables, language),
        _stock(figures, tables, language, scale),
    )
    return RiskBook(
        title=tell("title", language, plan=tables.settings["plan_name"]),
        lead=tuple(sentences(every, story, tables, months, speech)),
        sections=(
            Section(
                tell("policies", language),
                (tell("policies how", language),),
                _policies(figures, speech),
                (_costs(figures, language, scale),),
            ),
            Section(tell("months", language), (), None, charts),
            Section(
                tell("decisions", language),
                (tell("decisions how", language),),
                _decisions(figures, tables, language),
            ),
        ),
        sheets=plain_tables(every, tables),
        facts=facts,
    )


def largest_money(figures: Sequence[Figures]) -> float:
    """Return the largest amount shown."""
    return max((abs(one.cost) for one in figures if one.cost is not None), default=1.0)


def sentences(
    figures: Sequence[Figures], story: Story, tables: Tables, months: int, speech: Speech
) -> Iterable[str]:
    """Yield the answer in sentences."""
    language, date = speech.language, tables.month_date
    done = {one.outcome.policy: one for one in figures if one.cost is not None}
    perfect = done.pop(PERFECT, None)
    yield from _lead(done, perfect, speech)
    told = [what for what in story.truth.happened if what.start < months]
    for what in told:
        row = story.events[what.event]
        facts = {"event": row["name"] or what.event, "months": what.lasted(row)}
        yield tell("happened", language, start=f"{date(what.start):%Y-%m}", **facts)
    if not surprises(story.plan, story.truth):
        yield tell("nothing happened", language)
    if months < tables.months:
        yield tell("months only", language, months=months)
    idle = [policy_name(one.outcome.policy, language) for one in figures if not one.outcome.begun]
    if idle:
        yield tell("not begun", language, policies=", ".join(idle))
    for one in figures:
        outcome = one.outcome
        if not outcome.begun:
            continue
        name = policy_name(outcome.policy, language)
        if outcome.status == "interrupted":
            yield tell("interrupted", language, policy=name, months=outcome.months)
        elif outcome.status != "done":
            why = outcome.reasons.get(language) or outcome.message or "-"
            yield tell("ended", language, policy=name, months=outcome.months, why=why)
        if outcome.loosened:
            yield tell("loosened", language, policy=name, count=len(outcome.loosened))
        if outcome.copied:
            yield tell("copied", language, policy=policy_name(outcome.copied, language))


def _lead(done: Mapping[str, Figures], perfect: Figures | None, speech: Speech) -> Iterable[str]:
    language = speech.language
    own = done.get(PLANNER)
    others = sorted((one for name, one in done.items() if name != PLANNER), key=_cost)
    if own is not None and others:
        best = others[0]
        facts = {"cost": speech.money(_cost(own)), "short": short_number(round(own.short_units, 1))}
        name, more = policy_name(best.outcome.policy, language), _cost(own) - _cost(best)
        if abs(more) <= SAME * abs(_cost(own)):
            yield tell("lead ties", language, best=name, **facts)
        elif more < 0:
            yield tell("lead wins", language, saved=speech.money(-more), next=name, **facts)
        else:
            yield tell("lead loses", language, lost=speech.money(more), best=name, **facts)
    else:
        for policy, one in done.items():
            short, cost = short_number(round(one.short_units, 1)), speech.money(_cost(one))
            yield tell("lead one", language, policy=policy_name(policy, language), cost=cost, short=short)
    if perfect is not None and perfect.cost is not None:
        yield tell("lead perfect", language, perfect=speech.money(perfect.cost))


def _cost(one: Figures) -> float:
    return one.cost if one.cost is not None else 0.0


def _policies(figures: Sequence[Figures], speech: Speech) -> Grid:
    language = speech.language
    least = next((one.cost for one in figures if one.outcome.policy == PERFECT), None)
    fields = (
        Field(tell("head policy", language), 4),
        Field(tell("head cost", language), 2),
        Field(tell("head more", language), 3),
        Field(tell("head short", language), 2, "quantity"),
        Field(tell("head short value", language), 3),
        Field(tell("head stock", language), 2),
    )
    rows = tuple(
        (
            policy_name(one.outcome.policy, language),
            "–" if one.cost is None else speech.money(one.cost),
            "–" if one.cost is None or least is None else speech.money(max(0.0, one.cost - least)),
            one.short_units,
            speech.money(one.shortage_cost),
            speech.money(one.mean_stock_value),
        )
        for one in figures
    )
    return Grid(fields, rows)


def _costs(figures: Sequence[Figures], language: str, scale: Scale) -> Picture:
    shown = [one for one in figures if one.cost is not None]
    return Picture(
        kind="stacked",
        title=tell("chart cost", language, scale=scale.word),
        heads=(tell("series goods", language), tell("series shortage", language)),
        categories=tuple(policy_name(one.outcome.policy, language) for one in shown) or ("",),
        rows=tuple(
            ((_cost(one) - one.shortage_cost) / scale.size, one.shortage_cost / scale.size) for one in shown
        )
        or ((None, None),),
        number_format="#,##0.0",
    )


def _spent(figures: Sequence[Figures], tables: Tables, language: str, scale: Scale) -> Picture:
    by_policy = []
    for one in figures:
        total, spent = 0.0, {}
        for at, (_, value) in sorted(one.cost_by_month.items()):
            total += value
            spent[at] = total / scale.size
        by_policy.append(spent)
    return _lines(figures, tables, language, tell("chart spent", language, scale=scale.word), by_policy)


def _short(figures: Sequence[Figures], tables: Tables, language: str) -> Picture:
    by_policy = []
    for one in figures:
        lost = dict.fromkeys(one.months, 0.0)
        for (_, at), units in one.short.items():
            lost[at] += units
        by_policy.append(lost)
    return _lines(figures, tables, language, tell("chart short", language), by_policy, number_format="#,##0")


def _stock(figures: Sequence[Figures], tables: Tables, language: str, scale: Scale) -> Picture:
    by_policy = [{at: x / scale.size for at, x in one.stock_value.items()} for one in figures]
    return _lines(figures, tables, language, tell("chart stock", language, scale=scale.word), by_policy)


def _lines(
    figures: Sequence[Figures],
    tables: Tables,
    language: str,
    title: str,
    by_policy: Sequence[Mapping[int, float]],
    *,
    number_format: str = "#,##0.0#",
) -> Picture:
    return Picture(
        kind="line",
        title=title,
        heads=tuple(policy_name(one.outcome.policy, language) for one in figures),
        categories=tuple(f"{tables.month_date(at):%Y-%m}" for at in range(tables.months)),
        rows=tuple(tuple(own.get(at) for own in by_policy) for at in range(tables.months)),
        number_format=number_format,
    )


def _decisions(figures: Sequence[Figures], tables: Tables, language: str) -> Grid:
    fields = (
        Field(tell("head policy", language), 4),
        Field(tell("head when", language), 2),
        Field(tell("head what", language), 7),
        Field(tell("head amount", language), 3),
    )
    rows: list[tuple[object, ...]] = []
    for one in figures:
        name = policy_name(one.outcome.policy, language)
        found = one.decisions()
        if not found:
            rows.append((name, "", tell("nothing", language), ""))
        for kind, what, at, amount in found:
            told = tell(f"kind {kind}", language, name=what)
            shown = short_number(round(amount, 1)) if kind != "supplier" else ""
            rows.append((name, f"{tables.month_date(at):%Y-%m}", told, shown))
    return Grid(fields, tuple(rows))
