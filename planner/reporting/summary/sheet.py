"""Draws the Summary: the answer on one sheet, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.reporting.advice.lead import lead
from planner.reporting.advice.view import Advice
from planner.reporting.charts.data import Chart
from planner.reporting.charts.draw import Gallery
from planner.reporting.layout.look import ACCENT, GOOD, GOOD_PAPER, MUTED, PAPER, WARN, WARN_PAPER
from planner.reporting.layout.page import COLUMN_PIXELS, COLUMNS, GAP_POINTS, LINE_POINTS, Page
from planner.reporting.risk.value import value_sentences
from planner.reporting.summary.advice import hint_rows, warning_rows
from planner.reporting.summary.last import last_sentences
from planner.reporting.summary.tables import (
    cost_table,
    hold_table,
    order_table,
    path_table,
    sign_table,
    spot_table,
    start_tables,
)
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names, number
from planner.reporting.words.months import say
from planner.reporting.words.phrases import Fact, Money, Share, Speech
from planner.result import Result
from planner.workbook.events.scenarios import TRUNK

CHART_PIXELS = 234
CHART_ROWS = 12
"""Rows of 20 pixels that one chart covers: three charts fill a printed page."""
ROW_PIXELS = 20
LEAST_CHART_ROWS = 9
"""Rows below which a chart is not read."""


def draw_summary(
    page: Page,
    gallery: Gallery,
    *,
    result: Result,
    summary: Summary,
    advice: Sequence[Advice],
    charts: Sequence[Chart],
) -> None:
    """Write the whole Summary."""
    names = Names(result.inputs)
    page.block()
    _title(page, summary)
    if summary.scenarios and not summary.unfinished:
        page.paragraph(against_words(page.speech, result, summary), bold=True)
    _tiles(page, summary)
    _lead(page, summary, names, sum(one.warning for one in advice))
    draw_charts(page, gallery, charts[:2])
    warning_rows(page, advice)
    draw_charts(page, gallery, charts[2:4])
    if not summary.unfinished:
        sign_table(page, summary, names)
        start_tables(page, summary, names)
        order_table(page, summary, names)
    _since_last(page, result)
    hold_table(page, summary, names)
    spot_table(page, summary, names)
    draw_charts(page, gallery, charts[4:])
    path_table(page, summary, names)
    _value(page, result, summary)
    cost_table(page, summary)
    hint_rows(page, result, advice)
    page.finish()


def _title(page: Page, summary: Summary) -> None:
    say = page.speech.say
    page.tall(0, 30)
    page.cell(0, COLUMNS, summary.plan_name, bold=True, font_size=20, font_color=ACCENT)
    page.row += 1
    page.cell(
        COLUMNS - 3, 3, page.speech.say("scale_note", scale=page.scale.word), align="right", font_color=MUTED
    )
    page.cell(
        0,
        COLUMNS - 3,
        say("subtitle", first=summary.first_month, last=summary.last_month, currency=summary.currency),
        font_color=MUTED,
    )
    page.row += 1
    solved = summary.status == "optimal"
    page.paragraph(
        status_words(page.speech, summary),
        bold=True,
        font_color=GOOD if solved else WARN,
        bg_color=GOOD_PAPER if solved else WARN_PAPER,
        indent=1,
    )
    page.gap()


def status_words(speech: Speech, summary: Summary) -> str:
    """Return the status of the plan as a sentence."""
    if summary.unfinished:
        key = "status_unfinished" if summary.judged else "status_unfinished_unknown"
        return speech.say(key, gap=Share(summary.gap), asked=Share(summary.gap_asked))
    if not summary.judged:
        return speech.say("status_stopped_unknown", asked=Share(summary.gap_asked))
    if summary.status != "optimal":
        return speech.say("status_stopped", gap=Share(summary.gap), asked=Share(summary.gap_asked))
    if summary.gap < 1e-6:
        return speech.word("status_optimal_exact")
    return speech.say("status_optimal", gap=Share(summary.gap), asked=Share(summary.gap_asked))


def _tiles(page: Page, summary: Summary) -> None:
    """Eight figures, two grid columns each."""
    say = page.speech.say
    trunk = summary.paths[0]
    tiles: list[tuple[str, float, str, str]] = [
        (
            say("tile_expected"),
            summary.expected,
            "tile",
            say("tile_expected_note", count=summary.scenarios),
        ),
        (
            say("tile_cvar", alpha=Share(summary.alpha)),
            summary.cvar,
            "tile",
            say("tile_cvar_note", tail=Share(1 - summary.alpha)),
        ),
        (
            say("tile_worst"),
            summary.worst,
            "tile",
            say("tile_worst_note", scenario=path_name(page.speech, summary.worst_scenario)),
        ),
        (
            say("tile_trunk"),
            summary.trunk,
            "tile",
            say("tile_trunk_note", odds=Share(trunk.probability)),
        ),
        (say("tile_cash"), summary.kinds["cash"], "tile", say("tile_cash_note")),
        (say("tile_policy"), summary.kinds["policy"], "tile", say("tile_policy_note")),
        (say("tile_lost"), summary.kinds["lost_margin"], "tile", say("tile_lost_note")),
        (say("tile_short"), summary.short_probability, "share", say("tile_short_note")),
    ]
    box = {"bg_color": PAPER, "align": "center"}
    for at, (label, value, kind, note) in enumerate(tiles):
        left = 2 * at
        page.cell(left, 2, label, font_size=9, font_color=MUTED, **box)
        page.cell_at(
            page.row + 1, left, 2, value, kind, font_size=17, bold=True, **{**box, "font_color": ACCENT}
        )
        page.cell_at(
            page.row + 2, left, 2, note, "text", font_size=8, text_wrap=True, **{**box, "font_color": MUTED}
        )
    page.tall(page.row, 18)
    page.tall(page.row + 1, 24)
    page.tall(page.row + 2, 24)
    page.row += 3
    page.paragraph(
        say(
            "split_sentence",
            expected=Money(summary.expected),
            cash=Money(summary.kinds["cash"]),
            policy=Money(summary.kinds["policy"]),
            lost=Money(summary.kinds["lost_margin"]),
            end=Money(summary.kinds["end_value"]),
        ),
        font_color=MUTED,
        font_size=9,
    )
    if 0 < summary.alpha < 1 and summary.scenarios:
        times = f"{1 / (1 - summary.alpha):.3g}"
        page.paragraph(page.speech.say("tail_reading", times=times), font_color=MUTED, font_size=9)
    if summary.every_onset is not None:
        page.paragraph(onset_words(page.speech, summary, summary.every_onset))
    if summary.ends is not None and summary.ends["worth_of_knowing"] > summary.noise:
        page.paragraph(ends_words(page.speech, summary, summary.ends))
    page.gap()


def against_words(speech: Speech, result: Result, summary: Summary) -> str:
    """Return what the plan costs against one made as if nothing could happen."""
    if result.value is None:
        return speech.word("against_unknown")
    other = result.value["expected_cost_of_trunk_plan"]
    if not isinstance(other, int | float):
        return speech.word("against_breaks")
    difference = other - summary.expected
    facts: dict[str, Fact] = {"other": Money(other), "difference": Money(abs(difference))}
    if abs(difference) <= max(number(result.value["uncertainty"]), summary.noise):
        return speech.say("against_within", other=Money(other))
    return speech.say("against_less" if difference > 0 else "against_more", **facts)


def onset_words(speech: Speech, summary: Summary, found: Mapping[str, float]) -> str:
    """Return what the plan costs where its shocks come in any other month."""
    said = speech.say(
        "every_onset",
        expected=Money(found["expected_cost"]),
        tail=Money(found["cvar"]),
        part=Share(1 - summary.alpha),
        difference=Money(found["cvar"] - summary.cvar, signed=True),
        chance=Share(found["chance_of_shortage"]),
    )
    if found["impossible"] <= 0:
        return said
    return said + speech.word("joint") + speech.say("every_onset_lost", part=Share(found["impossible"]))


def ends_words(speech: Speech, summary: Summary, found: Mapping[str, float]) -> str:
    """Return what the plan costs where every event lasts a month longer and nobody knows."""
    return speech.say(
        "ends_unknown",
        expected=Money(found["expected_cost"]),
        tail=Money(found["cvar"]),
        part=Share(1 - summary.alpha),
        worth=Money(found["worth_of_knowing"]),
    )


def path_name(speech: Speech, scenario: str) -> str:
    """Return a scenario's id, or the word for the trunk."""
    return speech.word("trunk_short") if scenario == TRUNK else scenario


def _lead(page: Page, summary: Summary, names: Names, warnings: int) -> None:
    page.heading(page.speech.word("advice_title"))
    for sentence in lead(page.speech, summary, names):
        page.tall(page.row, page.height(sentence, COLUMNS) + 2)
        page.cell(0, COLUMNS, "•  " + sentence, text_wrap=True)
        page.row += 1
    if warnings:
        text = page.speech.say("warning_ahead", count=warnings)
        page.paragraph(text, font_color=WARN, bold=True, bg_color=WARN_PAPER, indent=1)
    page.gap()


def _since_last(page: Page, result: Result) -> None:
    """Write what was decided otherwise than in the last plan, where there was one."""
    if result.since_last is None:
        return
    page.block()
    page.heading(say("last title", page.speech.language))
    for sentence in last_sentences(result.since_last, page.speech):
        page.paragraph("•  " + sentence)
    page.row += 1


def _value(page: Page, result: Result, summary: Summary) -> None:
    """Write what planning for the scenarios is worth, or how to learn it."""
    if not summary.scenarios:
        return
    page.block()
    page.heading(page.speech.word("value_title"))
    if result.value is None:
        page.paragraph(page.speech.word("value_left_out"), font_color=MUTED)
    else:
        for _, sentence in value_sentences(result.value, summary.alpha, page.speech, summary.expected):
            page.paragraph("•  " + sentence)
    page.row += 1


def draw_charts(page: Page, gallery: Gallery, charts: Sequence[Chart]) -> None:
    """Insert charts two in a row, a little lower where the page they stand on has just room for that."""
    width = COLUMNS // 2 * COLUMN_PIXELS - 8
    for at in range(0, len(charts), 2):
        page.block()
        rows = chart_rows(page.room())
        for side, chart in enumerate(charts[at : at + 2]):
            drawn = gallery.draw(chart, width, CHART_PIXELS - (CHART_ROWS - rows) * ROW_PIXELS)
            place = {"x_offset": 4, "y_offset": 2, "object_position": 1}
            page.sheet.insert_chart(page.row, 1 + side * COLUMNS // 2, drawn, place)
        page.row += rows
        page.gap()


def chart_rows(room: float) -> int:
    """Return how many rows a chart covers where a page has so much room left."""
    rows = int((room - GAP_POINTS) // LINE_POINTS)
    return rows if LEAST_CHART_ROWS <= rows < CHART_ROWS else CHART_ROWS
