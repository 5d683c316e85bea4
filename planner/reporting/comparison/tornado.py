"""The tornado of a plan, as plain data and as the sheet that people look at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.reporting.comparison.charts import Canvas, driver_name
from planner.reporting.comparison.content import Bar, Comparison
from planner.reporting.layout.look import ACCENT, LINE, MUTED
from planner.reporting.layout.page import LINE_POINTS, lines
from planner.reporting.words.minus import signed_format
from planner.reporting.words.phrases import Share, percent
from planner.workbook.cells import put_number, put_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (42, 18, 18, 18)
"""Widths of the columns of drivers, in characters."""
FIRST_ROW, POINTS_PER_PIXEL = 4, 0.75
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
    """Write the chart of the widest drivers, then every driver, the widest on top."""
    speech, look, scale = canvas.speech, canvas.look, canvas.scale
    sheet.hide_gridlines(2)
    sheet.set_default_row(LINE_POINTS)
    for column, width in enumerate((1.5, *WIDTHS)):
        sheet.set_column(column, column, width)
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&F&R&8&P / &N")
    title = speech.say("cases_title_tornado", plan=comparison.plan_name)
    put_text(sheet, 0, 1, title, look(bold=True, font_size=16, font_color=ACCENT))
    objective = speech.money(tornado.base)
    facts = {"objective": objective, "currency": comparison.currency, "scale": scale.word}
    for row, text in enumerate((speech.say("tornado_subtitle", **facts), speech.word("cases_gap")), start=1):
        muted = look(font_color=MUTED, text_wrap=True, valign="top")
        sheet.merge_range(row, 1, row, len(WIDTHS), "", muted)
        sheet.set_row(row, LINE_POINTS * lines(text, sum(WIDTHS)) + 2)
        put_text(sheet, row, 1, text, muted)
    row = _insert_chart(sheet, canvas, tornado, comparison.sides[0].noise)
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT}
    put_text(sheet, row, 1, speech.word("tornado_driver"), look(**head))
    for column, key in enumerate(("tornado_low", "tornado_high", "tornado_swing"), start=2):
        put_text(sheet, row, column, speech.say(key, by=Share(tornado.by)), look(**head, align="right"))
    for at, bar in enumerate(tornado.bars, start=row + 1):
        _draw_bar(sheet, at, canvas, bar, (tornado.base, comparison.sides[0].noise))
    sheet.print_area(0, 0, row + len(tornado.bars), len(WIDTHS))


def _insert_chart(sheet: Worksheet, canvas: Canvas, tornado: Tornado, noise: float) -> int:
    """Insert the chart of the widest drivers, where any moves more than the gaps; return the next row."""
    shown = [bar for bar in tornado.bars[: tornado.shown] if moves(bar, tornado.base, noise)]
    if not shown:
        return FIRST_ROW
    height = 130 + 28 * len(shown)
    chart = canvas.tornado(shown, tornado.base, percent(tornado.by))
    chart.set_size({"width": sum(7 * width + 5 for width in WIDTHS), "height": height})
    sheet.insert_chart(FIRST_ROW, 1, chart, {"object_position": 3})
    return FIRST_ROW + math.ceil(height * POINTS_PER_PIXEL / LINE_POINTS) + 1


def moves(bar: Bar, base: float, noise: float) -> bool:
    """Tell whether a driver moves the objective by more than the gaps can."""
    ends = ((bar.down, bar.down_noise), (bar.up, bar.up_noise))
    return any(value is not None and abs(value - base) > own + noise for value, own in ends)


def _draw_bar(sheet: Worksheet, row: int, canvas: Canvas, bar: Bar, plan: tuple[float, float]) -> None:
    speech, look, scale = canvas.speech, canvas.look, canvas.scale
    base, base_noise = plan
    line = {"bottom": 4, "bottom_color": LINE}
    quiet = {**line, "align": "right", "font_color": MUTED}
    put_text(sheet, row, 1, driver_name(speech, bar), look(**line))
    ends = ((bar.down, bar.down_status, bar.down_noise), (bar.up, bar.up_status, bar.up_noise))
    for column, (value, status, noise) in enumerate(ends, start=2):
        if value is None:
            put_text(sheet, row, column, speech.word(f"ended_{status}"), look(**quiet))
        elif abs(value - base) <= noise + base_noise:
            put_text(sheet, row, column, speech.word("cases_within"), look(**quiet, italic=True))
        else:
            shown = signed_format(scale.number_format.split(";")[0], plus=True)
            put_number(sheet, row, column, value - base, look(**line, num_format=shown))
    if moves(bar, base, base_noise):
        put_number(sheet, row, 4, bar.swing(base), look(**line, num_format=scale.number_format))
    else:
        sheet.write_blank(row, 4, None, look(**line))
