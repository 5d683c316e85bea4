"""The tornado of a plan, as plain data and as the sheet that people look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.report.comparison import Bar, Comparison
from planner.report.comparison_charts import Canvas, driver_name
from planner.report.look import ACCENT, LINE, MUTED
from planner.report.words import Share, percent
from planner.workbook.cells import put_number, put_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADS = (
    "driver",
    "detail",
    "down_objective",
    "up_objective",
    "down_difference",
    "up_difference",
    "swing",
    "down_status",
    "up_status",
    "down_noise",
    "up_noise",
)


@dataclass(frozen=True, slots=True)
class Tornado:
    """Drivers with the objective when each is lowered and raised."""

    bars: tuple[Bar, ...]
    """Widest move first."""
    base: float
    """Objective of the plan."""
    by: float
    """Part by which each driver was changed."""
    shown: int
    """Bars in the chart."""


def driver_table(tornado: Tornado) -> tuple[Sequence[str], list[Sequence[Any]]]:
    """Return every driver with the objective when it is lowered and raised."""
    rows: list[Sequence[Any]] = [
        (
            bar.driver,
            bar.detail or None,
            bar.down,
            bar.up,
            None if bar.down is None else bar.down - tornado.base,
            None if bar.up is None else bar.up - tornado.base,
            bar.swing(tornado.base),
            bar.down_status,
            bar.up_status,
            bar.down_noise,
            bar.up_noise,
        )
        for bar in tornado.bars
    ]
    return HEADS, rows


def draw_tornado(sheet: Worksheet, canvas: Canvas, comparison: Comparison, tornado: Tornado) -> None:
    """Write the drivers, the widest on top, and their chart."""
    speech, look, scale = canvas.speech, canvas.look, canvas.scale
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 1.5)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, 4, 18)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    title = speech.say("cases_title_tornado", plan=comparison.plan_name)
    put_text(sheet, 0, 1, title, look(bold=True, font_size=16, font_color=ACCENT))
    objective = speech.money(tornado.base)
    facts = {"objective": objective, "currency": comparison.currency, "scale": scale.word}
    put_text(sheet, 1, 1, speech.say("tornado_subtitle", **facts), look(font_color=MUTED))
    put_text(sheet, 2, 1, speech.word("cases_gap"), look(font_color=MUTED))
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT}
    put_text(sheet, 4, 1, speech.word("tornado_driver"), look(**head))
    for column, key in enumerate(("tornado_low", "tornado_high", "tornado_swing"), start=2):
        put_text(sheet, 4, column, speech.say(key, by=Share(tornado.by)), look(**head, align="right"))
    row = 5
    for bar in tornado.bars:
        _draw_bar(sheet, row, canvas, bar, (tornado.base, comparison.sides[0].noise))
        row += 1
    sheet.freeze_panes(5, 2)
    shown = tornado.bars[: tornado.shown]
    if shown:
        chart = canvas.tornado(shown, tornado.base, percent(tornado.by))
        chart.set_size({"width": 860, "height": 130 + 28 * len(shown)})
        sheet.insert_chart(row + 1, 1, chart, {"object_position": 3})


def _draw_bar(sheet: Worksheet, row: int, canvas: Canvas, bar: Bar, plan: tuple[float, float]) -> None:
    speech, look, scale = canvas.speech, canvas.look, canvas.scale
    base, base_noise = plan
    line = {"bottom": 4, "bottom_color": LINE}
    quiet = {**line, "align": "right", "font_color": MUTED}
    put_text(sheet, row, 1, driver_name(speech, bar), look(**line))
    moves = ((bar.down, bar.down_status, bar.down_noise), (bar.up, bar.up_status, bar.up_noise))
    for column, (value, status, noise) in enumerate(moves, start=2):
        if value is None:
            put_text(sheet, row, column, speech.word(f"ended_{status}"), look(**quiet))
        elif abs(value - base) <= noise + base_noise:
            put_text(sheet, row, column, speech.word("cases_within"), look(**quiet, italic=True))
        else:
            shown = f"+{scale.number_format};-{scale.number_format};0"
            put_number(sheet, row, column, value - base, look(**line, num_format=shown))
    put_number(sheet, row, 4, bar.swing(base), look(**line, num_format=scale.number_format))
