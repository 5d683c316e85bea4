"""Workbooks of risk: one page for people, plain tables, charts drawn natively, and the plan as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.reporting.layout.look import ACCENT, FONTS, GOOD, INK, LINE, MUTED, WARN, Look
from planner.reporting.layout.page import COLUMN_PIXELS, COLUMNS, LINE_POINTS, MARGIN, Field, Page
from planner.reporting.layout.scale import money_resolution, money_scale
from planner.reporting.tables.sheets import add_table
from planner.reporting.words.phrases import Speech
from planner.workbook.cells import put_number, put_text
from planner.workbook.files import new_workbook
from planner.workbook.template.input_sheets import add_input_sheets
from planner.workbook.titles import shown_title

if TYPE_CHECKING:
    import xlsxwriter

    from planner.workbook.tables import Tables

DATA_SHEET = "ChartData"
RED = "#C0392B"
COLOURS: Mapping[str, str] = {"red": RED, "amber": WARN, "green": GOOD, "grey": MUTED}
"""Traffic lights, dark enough to read white on them."""
PALETTE = (ACCENT, "#E69F00", RED, "#56B4E9", "#009E73", "#98A2B3")
HEIGHT = 290
"""Of a picture [pixels]."""
PIXELS_PER_ROW = LINE_POINTS * 4 / 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on the page for people."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]
    colours: tuple[str | None, ...] = ()
    """Traffic light of the first column of each row."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: values by category and series, or (``scatter``) by x and y."""

    kind: str
    """``bar``, ``column``, ``stacked``, ``line``, ``area`` or ``scatter``."""
    title: str
    heads: tuple[str, ...]
    """Names of the series."""
    categories: tuple[Any, ...]
    """Labels; x of a scatter."""
    rows: tuple[tuple[float | None, ...], ...]
    """Values of each category, one of each series."""
    x: str = ""
    y: str = ""
    number_format: str = "#,##0"
    x_format: str = "#,##0"
    colours: tuple[str, ...] = PALETTE
    hidden: int = 0
    """Series, from the first on, that only hold the others up."""
    labels: tuple[str, ...] = ()
    """Of a scatter's points."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is said under it, a table and pictures."""

    heading: str
    said: tuple[str, ...] = ()
    grid: Grid | None = None
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskBook:
    """What a workbook of risk holds."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]
    """Plain tables by sheet: keys of the columns, rows."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What is needed to repeat the run."""
    front: str = "Summary"
    """Name of the sheet for people."""


def risk_speech(language: str, currency: str, largest: float) -> Speech:
    """Return a language that tells money to four digits of the largest amount."""
    return Speech(language, currency, money_resolution(abs(largest)))


def write_risk_book(book: RiskBook, path: Path, speech: Speech, inputs: Tables, largest: float) -> Path:
    """Write a workbook of risk, whole or not at all; an existing file is replaced.

    Parameters
    ----------
    book
        What to write.
    path
        Its folder must exist.
    speech
        Language and currency.
    inputs
        The plan as it was read, kept so that the run can be repeated.
    largest
        The largest amount of money on the page, which sets its scale.

    Returns
    -------
    Path
        The file written: ``path``, or a second name beside it where Excel holds ``path`` open.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    font = FONTS[speech.language]
    properties = {"title": book.title, "comments": "planner"}
    with new_workbook(path, properties=properties, default_format={"font_name": font, "font_size": 10}) as (
        workbook,
        draft,
    ):
        look = Look(workbook)
        language = speech.language
        front = workbook.add_worksheet(shown_title(book.front, language))
        page = Page(front, look, speech, money_scale(speech, largest))
        for name, (columns, rows) in book.sheets.items():
            add_table(workbook, look, name, columns, rows, language=language)
        facts = [(k, _plain(v)) for k, v in book.facts.items()]
        add_table(workbook, look, "Run", ("fact", "value"), facts, language=language)
        data = workbook.add_worksheet(shown_title(DATA_SHEET, language))
        data.set_column(0, 0, 30)
        data.set_column(1, 12, 16)
        data.set_tab_color(MUTED)
        _draw(page, _Brush(workbook, data, look, font), book)
        page.finish()
        page.sheet.set_tab_color(ACCENT)
        add_input_sheets(workbook, inputs, language=language)
        page.sheet.activate()
    return draft.path


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def _draw(page: Page, brush: _Brush, book: RiskBook) -> None:
    page.block()
    page.tall(page.row, 26)
    page.cell(0, COLUMNS - 3, book.title, bold=True, font_size=16, font_color=ACCENT)
    scale = page.speech.say("scale_note", scale=page.scale.word)
    page.cell(COLUMNS - 3, 3, scale, align="right", font_color=MUTED)
    page.row += 1
    for sentence in book.lead:
        page.paragraph(sentence, font_size=11)
    for number, section in enumerate(book.sections):
        page.gap()
        if number:  # the first stays with the title
            page.block()
        page.heading(section.heading)
        for sentence in section.said:
            page.paragraph(sentence)
        if section.grid is not None:
            _table(page, section.grid)
        _insert(page, brush, section.pictures)


def _table(page: Page, grid: Grid) -> None:
    top = page.row
    page.row = page.table(grid.fields, grid.rows)
    for number, colour in enumerate(grid.colours, start=top + 1):
        if colour is not None:
            first = grid.fields[0]
            page.cell_at(
                number,
                0,
                1,
                grid.rows[number - top - 1][0],
                first.kind,
                bg_color=COLOURS[colour],
                font_color="#FFFFFF",
                bold=True,
                align="center",
            ) if first.span == 1 else None


def _insert(page: Page, brush: _Brush, pictures: Sequence[Picture]) -> None:
    """Place pictures two in a row, or one over the whole width; the first stay with a short table."""
    rows = int(HEIGHT // PIXELS_PER_ROW) + 1
    for at in range(0, len(pictures), 2):
        pair = pictures[at : at + 2]
        page.gap()
        if at or not page.fits(rows * LINE_POINTS):
            page.block()
        width = COLUMNS * COLUMN_PIXELS // len(pair) - 8
        for number, picture in enumerate(pair):
            chart = brush.draw(picture)
            chart.set_size({"width": width, "height": HEIGHT})
            column = MARGIN + number * (COLUMNS // 2)
            page.sheet.insert_chart(page.row, column, chart, {"object_position": 3})
        page.row += rows


@dataclass(slots=True)
class _Brush:
    """Draws charts whose figures stand on a sheet of their own."""

    workbook: xlsxwriter.Workbook
    data: Any
    look: Look
    font: str
    row: int = 0

    def draw(self, picture: Picture) -> Any:
        """Write a picture's figures and return the chart."""
        put_text(self.data, self.row, 0, picture.title, self.look(bold=True, font_color=INK))
        for column, head in enumerate(picture.heads, start=1):
            put_text(self.data, self.row + 1, column, head, self.look(font_color=MUTED))
        first = self.row + 2
        for at, (category, values) in enumerate(
            zip(picture.categories, picture.rows, strict=True), start=first
        ):
            if isinstance(category, int | float):
                put_number(self.data, at, 0, category)
            else:
                put_text(self.data, at, 0, str(category))
            for column, value in enumerate(values, start=1):
                if value is not None:
                    put_number(self.data, at, column, value)
        last = first + len(picture.rows) - 1
        shape = {
            "bar": {"type": "bar"},
            "column": {"type": "column"},
            "stacked": {"type": "column", "subtype": "stacked"},
            "line": {"type": "line"},
            "area": {"type": "area", "subtype": "stacked"},
            "scatter": {"type": "scatter", "subtype": "straight_with_markers"},
        }[picture.kind]
        chart = self.workbook.add_chart(shape)
        for column in range(1, len(picture.heads) + 1):
            chart.add_series(
                {
                    "name": [self.data.get_name(), first - 1, column],
                    "categories": [self.data.get_name(), first, 0, last, 0],
                    "values": [self.data.get_name(), first, column, last, column],
                    **self._paint(picture, column - 1),
                }
            )
        self._dress(chart, picture)
        self.row = last + 2
        return chart

    def _paint(self, picture: Picture, series: int) -> dict[str, object]:
        colour = picture.colours[series % len(picture.colours)]
        if series < picture.hidden:
            return {"fill": {"none": True}, "border": {"none": True}}
        if picture.kind == "line":
            # A series of one month alone would not be seen without a mark.
            dot = {"type": "circle", "size": 4, "fill": {"color": colour}, "border": {"color": colour}}
            return {"line": {"color": colour, "width": 2}, "marker": dot}
        if picture.kind == "scatter":
            painted: dict[str, object] = {
                "line": {"color": colour, "width": 1.25},
                "marker": {
                    "type": "circle",
                    "size": 8,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
            if picture.labels:
                custom = [{"value": label} for label in picture.labels]
                font = {"name": self.font, "size": 8, "color": MUTED}
                painted["data_labels"] = {"custom": custom, "value": True, "position": "above", "font": font}
            return painted
        return {"fill": {"color": colour}, "border": {"none": True}, "gap": 40}

    def _dress(self, chart: Any, picture: Picture) -> None:
        small = {"name": self.font, "size": 8, "color": MUTED}
        title = {"name": self.font, "size": 10, "bold": True, "color": INK}
        chart.set_title({"name": [self.data.get_name(), self.row, 0], "name_font": title, "overlay": False})
        values = {
            "num_font": small,
            "num_format": picture.number_format,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            "line": {"none": True},
            "min": 0 if picture.kind == "area" else None,
            "name": picture.y or None,
            "name_font": {**small, "bold": False},
        }
        categories: dict[str, object] = {
            "num_font": small,
            "num_format": picture.x_format,
            "line": {"color": LINE},
            "label_position": "low",
            "name": picture.x or None,
            "name_font": {**small, "bold": False},
        }
        if picture.kind == "bar":
            chart.set_y_axis({**categories, "reverse": True, "interval_unit": 1})
            chart.set_x_axis({**values, "label_position": "high"})
        else:
            if picture.kind != "scatter" and len(picture.categories) > 14:
                step = -(-len(picture.categories) // 12)
                categories |= {"interval_unit": step, "interval_tick": step}
            chart.set_x_axis(categories)
            chart.set_y_axis(values)
        if len(picture.heads) - picture.hidden > 1:
            hidden = list(range(picture.hidden))
            chart.set_legend({"position": "bottom", "font": small, "delete_series": hidden})
        else:
            chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
        chart.show_blanks_as("gap")
