"""Draws the bridge between two plans that follow each other: a waterfall with its table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.reporting.layout.look import ACCENT, FONTS, GOOD, WARN
from planner.reporting.layout.scale import Scale
from planner.reporting.words.months import say
from planner.reporting.words.phrases import Speech
from planner.workbook.cells import put_number, put_text
from planner.workbook.titles import shown_title

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

SHEET = "Bridge"
STANDS = ("before", "remaining", "after")
"""Rows of the bridge that are a cost and not a step."""
CENT = 0.005
FIRST = 4
DATA = 3
"""Hidden columns that the chart is drawn from: name, what is under a step, cost, dearer, cheaper."""


@dataclass(frozen=True, slots=True)
class BridgeRow:
    """One row: a cost that stands there, or a step to the next one."""

    key: str
    amount: float
    moved: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is a cost, and no step."""
        return self.key in STANDS


def bridge_table(rows: Sequence[BridgeRow]) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Return the bridge as a plain table."""
    return ("step", "kind", "amount", "could_not_be_held"), [
        (row.key, "cost" if row.stands else "step", row.amount, row.moved or None) for row in rows
    ]


def add_bridge(
    workbook: xlsxwriter.Workbook, rows: Sequence[BridgeRow], scale: Scale, speech: Speech
) -> None:
    """Add the sheet of the bridge; steps of nothing are left out of the chart."""
    language = speech.language
    tab = shown_title(SHEET, language)
    sheet = workbook.add_worksheet(tab)
    sheet.set_tab_color(ACCENT)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 44)
    sheet.set_column(DATA, DATA + 4, 14, None, {"hidden": True})
    bold = workbook.add_format({"bold": True, "font_size": 14, "font_color": ACCENT})
    head = workbook.add_format({"bold": True, "bottom": 1})
    right = workbook.add_format({"bold": True, "bottom": 1, "align": "right"})
    cost = workbook.add_format({"bold": True, "num_format": "#,##0.00"})
    money = workbook.add_format({"num_format": "+#,##0.00;-#,##0.00;0.00"})
    strong = workbook.add_format({"bold": True})
    title = say("title", language, scale=scale.word)
    put_text(sheet, 0, 0, say("title", language, scale=speech.currency), bold)
    put_text(sheet, 1, 0, say("what", language))
    for at, key in enumerate(("step", "amount", "moved")):
        put_text(sheet, FIRST - 1, at, say(f"head {key}", language), right if key == "amount" else head)
    for at, row in enumerate(rows, start=FIRST):
        put_text(sheet, at, 0, say(row.key, language), strong if row.stands else None)
        put_number(sheet, at, 1, row.amount, cost if row.stands else money)
        if row.moved:
            put_text(sheet, at, 2, row.moved)
    last = FIRST + _chart_data(sheet, rows, scale, language) - 1
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    for column, colour in enumerate((None, ACCENT, WARN, GOOD), start=DATA + 1):
        fill = {"none": True} if colour is None else {"color": colour}
        chart.add_series(
            {
                "categories": [tab, FIRST, DATA, last, DATA],
                "values": [tab, FIRST, column, last, column],
                "fill": fill,
                "gap": 40,
            }
        )
    font = {"name": FONTS[language], "size": 9}
    chart.set_title({"name": title, "name_font": {**font, "size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": font})
    levels = [row.amount for row in rows if row.stands]
    floor = _below(0.8 * min(levels) / scale.size) if min(levels) > 0 else None
    chart.set_y_axis(
        {"num_font": font, "num_format": "#,##0.##", "min": floor, "major_gridlines": {"visible": True}}
    )
    chart.show_hidden_data()
    chart.set_size({"width": 980, "height": 420})
    sheet.insert_chart(FIRST + len(rows) + 1, 0, chart)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _chart_data(sheet: Worksheet, rows: Sequence[BridgeRow], scale: Scale, language: str) -> int:
    """Write what the chart is drawn from, without steps of nothing, and return how many rows that is."""
    level, count = 0.0, 0
    for row in rows:
        low, level = level, row.amount if row.stands else level + row.amount
        if not row.stands and abs(row.amount) < CENT:
            continue
        shown = (min(low, level), 0.0, max(row.amount, 0.0), max(-row.amount, 0.0))
        put_text(sheet, FIRST + count, DATA, say(row.key, language))
        for column, value in enumerate((0.0, level, 0.0, 0.0) if row.stands else shown, start=DATA + 1):
            put_number(sheet, FIRST + count, column, value / scale.size)
        count += 1
    return count


def _below(value: float) -> float:
    """Return a round number not above a value: half steps of its first digit."""
    size = 10.0 ** math.floor(math.log10(value)) / 2
    return math.floor(value / size) * size
