"""Writes the comparison workbook: cases side by side, what differs going in and coming out, charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.reporting.comparison.charts import DATA_SHEET, KEY_FIGURES, Canvas
from planner.reporting.comparison.content import Comparison
from planner.reporting.comparison.front import Front
from planner.reporting.comparison.months import BridgeRow, add_bridge
from planner.reporting.comparison.tables import decision_table, figure_table, input_table
from planner.reporting.comparison.tornado import Tornado, draw_tornado, driver_table
from planner.reporting.layout.look import ACCENT, FONTS, MUTED, Look
from planner.reporting.layout.scale import money_scale
from planner.reporting.tables.sheets import add_table
from planner.reporting.words.phrases import Speech
from planner.workbook.files import new_workbook
from planner.workbook.template.input_sheets import add_input_sheets
from planner.workbook.titles import shown_title

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.workbook.tables import Tables

PlainTable = tuple[Sequence[str], Sequence[Sequence[Any]]]
CHART_WIDTH, CHART_HEIGHT, CHART_ROWS = 620, 320, 17
CHART_COLUMNS = 19
"""Columns of usual width under two charts."""
ROWS_ON_A_PAGE = 2
"""Rows of charts on a page of paper."""
MANY_SIDES = 8
"""Sides from which on a chart with a bar for each takes a row of its own."""


def write_comparison(
    comparison: Comparison,
    path: Path,
    language: str,
    *,
    title: str = "cases_title",
    facts: Mapping[str, object] | None = None,
    inputs: Tables | None = None,
    tornado: Tornado | None = None,
    warnings: Sequence[str] = (),
    bridge: Sequence[BridgeRow] = (),
    moved: PlainTable | None = None,
) -> Path:
    """Write a comparison workbook, whole or not at all; an existing file is replaced.

    Parameters
    ----------
    comparison
        What to write.
    path
        Its folder must exist.
    language
        ``en`` or ``ja``.
    title
        Key of the title: ``cases_title``, ``cases_title_files`` or ``cases_title_tornado``.
    facts
        Facts of the run, for the sheet Run.
    inputs
        The plan as it was read, kept so that the comparison can be repeated.
    tornado
        Drivers of the cost, where that is what was asked.
    warnings
        Sentences for people, below the figures.
    bridge
        From the first plan to the second, where they follow each other.
    moved
        Decisions of their common months that differ.

    Returns
    -------
    Path
        The file written: ``path``, or a second name beside it where Excel holds ``path`` open.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    speech = Speech(language, comparison.currency)
    scale = money_scale(speech, _largest(comparison))
    font = FONTS[language]
    properties = {"title": comparison.plan_name, "comments": "planner"}
    with new_workbook(path, properties=properties, default_format={"font_name": font, "font_size": 10}) as (
        workbook,
        draft,
    ):
        look = Look(workbook)
        front = workbook.add_worksheet(shown_title("Tornado", language)) if tornado else None
        cases = None if tornado else workbook.add_worksheet(shown_title("Cases", language))
        charts = workbook.add_worksheet(shown_title("Charts", language)) if not tornado else None
        if cases is not None:
            Front(cases, look, speech, scale, comparison).draw(title, warnings)
        if bridge:
            add_bridge(workbook, bridge, scale, speech)
        if moved is not None:
            add_table(workbook, look, "Decisions moved", *moved, language=language)
        add_table(workbook, look, "Figures", *figure_table(comparison), language=language)
        if not tornado:
            add_table(workbook, look, "Inputs changed", *input_table(comparison), language=language)
            add_table(workbook, look, "Decisions changed", *decision_table(comparison), language=language)
        else:
            add_table(workbook, look, "Drivers", *driver_table(tornado), language=language)
        if facts:
            add_table(workbook, look, "Run", ("fact", "value"), list(facts.items()), language=language)
        data = workbook.add_worksheet(shown_title(DATA_SHEET, language))
        data.set_column(0, 0, 30)
        data.set_column(1, 12, 16)
        data.set_tab_color(MUTED)
        canvas = Canvas(workbook, data, look, speech, scale, font)
        if charts is not None:
            keys = [chart for title in KEY_FIGURES if (chart := canvas.bars(comparison, title)) is not None]
            _insert(charts, keys, list(_bridges(canvas, comparison)), wide=len(comparison.sides) > MANY_SIDES)
            charts.set_tab_color(ACCENT)
        if front is not None and tornado is not None:
            draw_tornado(front, canvas, comparison, tornado)
            front.set_tab_color(ACCENT)
        if inputs is not None:
            add_input_sheets(workbook, inputs, language=language)
        first = front or cases
        if first is not None:
            first.set_tab_color(ACCENT)
            first.activate()
    return draft.path


def _largest(comparison: Comparison) -> float:
    return max(
        (
            abs(value)
            for key in ("expected_cost", "worst_cost", "objective")
            if (figure := comparison.figure(key)) is not None
            for value in figure.values
            if isinstance(value, float)
        ),
        default=0.0,
    )


def _bridges(canvas: Canvas, comparison: Comparison) -> Iterable[Any]:
    if not comparison.sides[0].solved:
        return
    for side in range(1, len(comparison.sides)):
        chart = canvas.bridge(comparison, side) if comparison.sides[side].solved else None
        if chart is not None:
            yield chart


def _insert(sheet: Worksheet, keys: Sequence[Any], bridges: Sequence[Any], *, wide: bool) -> None:
    """Place charts two in a row; those of many cases alone in theirs. Pages end between rows of charts."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&L&8&F&R&8&P / &N")
    # Not a scale: another font makes the columns wider, and the charts with them.
    sheet.fit_to_pages(1, 0)
    rows = [[chart] for chart in keys] if wide else []
    two = [*([] if wide else keys), *bridges]
    rows += [two[at : at + 2] for at in range(0, len(two), 2)]
    for at, row in enumerate(rows):
        width = 2 * CHART_WIDTH + 12 if wide and at < len(keys) else CHART_WIDTH
        for place, chart in enumerate(row):
            chart.set_size({"width": width, "height": CHART_HEIGHT})
            offset = {"x_offset": place * (CHART_WIDTH + 12) + 6, "y_offset": 6, "object_position": 3}
            sheet.insert_chart(at * CHART_ROWS, 0, chart, offset)
    sheet.set_h_pagebreaks([at * CHART_ROWS for at in range(ROWS_ON_A_PAGE, len(rows), ROWS_ON_A_PAGE)])
    # As wide as the charts are, whatever the font of the language makes of a column.
    sheet.set_column_pixels(0, CHART_COLUMNS, 66)
    sheet.print_area(0, 0, max(1, len(rows)) * CHART_ROWS, CHART_COLUMNS)
