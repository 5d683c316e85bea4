"""A sheet laid out for people: a grid of narrow columns on which blocks of text and tables stand."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from planner.reporting.layout.look import ACCENT, INK, LINE, MUTED, PAPER, Look
from planner.reporting.layout.scale import Scale
from planner.reporting.words.minus import signed_format
from planner.reporting.words.phrases import WHOLE, Speech
from planner.workbook.cells import put_number, put_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

COLUMNS = 16
COLUMN_WIDTH = 9.3
COLUMN_PIXELS = 70
MARGIN = 1
"""Columns left of the grid."""
WRAP = 1.2
"""Characters of text in the width of one digit; more than one, since most letters are narrower."""
LINE_POINTS = 15.0
"""Height of one line of text."""
GAP_POINTS = 8.0
"""Height of the narrow row between blocks."""
PAGE_POINTS = 575.0
"""Height of a landscape A4 page once the grid is fitted to its width, a little short of all of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a block's table."""

    title: str
    span: int
    """Grid columns it takes."""
    kind: str = "text"
    """``text``, ``figure`` (told, set right), ``money`` (scaled), ``added`` (with its sign), ``price``,
    ``quantity``, ``share``, ``month``, ``days`` or ``count``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a cell of this workbook."""

    text: str
    sheet: str
    cell: str


class Page:
    """Writes blocks one below the other; ``row`` is the next free row."""

    def __init__(self, sheet: Worksheet, look: Look, speech: Speech, scale: Scale) -> None:
        self.sheet = sheet
        self.look = look
        self.speech = speech
        self.scale = scale
        self.row = 0
        self._formats = {
            "money": scale.number_format,
            "tile": scale.tile_format,
            "added": signed_format(scale.number_format.split(";")[0], plus=True),
            "price": "#,##0.00",
            "landed": "#,##0.00",
            "quantity": "#,##0.##",
            "share": "0.0%",
            "month": speech.word("month_format"),
            "days": "0",
            "count": "0",
        }
        self._heights: dict[int, float] = {}
        self._blocks: list[int] = []
        sheet.hide_gridlines(2)
        sheet.set_default_row(LINE_POINTS)
        sheet.set_column(0, 0, 1.5)
        sheet.set_column(MARGIN, MARGIN + COLUMNS - 1, COLUMN_WIDTH)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8&F&R&8&P / &N")

    def tall(self, row: int, points: float) -> None:
        """Make a row at least this high."""
        self._heights[row] = max(points, self._heights.get(row, 0.0))
        self.sheet.set_row(row, self._heights[row])

    def gap(self) -> None:
        """Leave a narrow row free."""
        self.tall(self.row, GAP_POINTS)
        self.row += 1

    def block(self) -> None:
        """Let what follows stay together on one printed page if it can."""
        self._blocks.append(self.row)

    def fits(self, points: float) -> bool:
        """Tell whether so much more fits a printed page together with what this block holds already."""
        start = self._blocks[-1] if self._blocks else 0
        filled = sum(self._heights.get(row, LINE_POINTS) for row in range(start, self.row))
        return filled + points <= PAGE_POINTS

    def room(self) -> float:
        """Return how many points the page on which the current row stands has left."""
        return PAGE_POINTS - self._pages()[1]

    def finish(self) -> None:
        """Print what was written and no more, with pages that break between blocks."""
        self.sheet.print_area(0, 0, max(1, self.row - 1), MARGIN + COLUMNS - 1)
        self.sheet.set_h_pagebreaks(self._pages()[0])

    def _pages(self) -> tuple[list[int], float]:
        """Return the rows with which pages begin, and how far the last one is filled."""
        breaks: list[int] = []
        filled = 0.0
        for start, end in pairwise([*self._blocks, self.row]):
            heights = [self._heights.get(row, LINE_POINTS) for row in range(start, end)]
            if filled and filled + sum(heights) > PAGE_POINTS >= sum(heights):
                breaks.append(start)
                filled = 0.0
            for row, height in enumerate(heights, start=start):
                if filled + height > PAGE_POINTS:
                    breaks.append(row)
                    filled = 0.0
                filled += height
        return breaks, filled

    def cell(self, left: int, span: int, value: Any, kind: str = "text", **style: Any) -> None:
        """Write one value over some grid columns of the current row."""
        self.cell_at(self.row, left, span, value, kind, **style)

    def cell_at(self, row: int, left: int, span: int, value: Any, kind: str, **style: Any) -> None:
        """Write one value over some grid columns of a row."""
        properties: dict[str, Any] = {"font_color": INK, "valign": "vcenter"}
        if kind != "text" and not isinstance(value, str | Link):
            properties |= {"num_format": self._number_format(kind, value), "align": "right"}
        properties |= style
        column = MARGIN + left
        cell_format = self.look(**properties)
        if span > 1:
            self.sheet.merge_range(row, column, row, column + span - 1, "", cell_format)
        if isinstance(value, Link):
            self.sheet.write_url(
                row, column, f"internal:'{value.sheet}'!{value.cell}", cell_format, value.text
            )
        elif isinstance(value, str):
            put_text(self.sheet, row, column, value, cell_format)
        elif isinstance(value, dt.date):
            month = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Excel knows no zones
            self.sheet.write_datetime(row, column, month, cell_format)
        elif value is not None:
            put_number(self.sheet, row, column, value, cell_format)
        else:
            self.sheet.write_blank(row, column, None, cell_format)

    def _number_format(self, kind: str, value: Any) -> str:
        if kind == "quantity" and isinstance(value, int | float):
            small = abs(value)
            return "#,##0" if small >= 100 or value == int(value) else "#,##0.0" if small >= 10 else "0.0##"
        if kind == "landed" and self.speech.currency in WHOLE and abs(value) >= 100:
            return "#,##0"
        return self._formats[kind]

    def money_title(self, key: str) -> str:
        """Return the title of a column of money, with its scale."""
        return self.speech.say("money_title", title=self.speech.word(key), scale=self.scale.word)

    def heading(self, text: str, left: int = 0, span: int = COLUMNS) -> None:
        """Write the heading of a block; over the whole width it takes a row of its own."""
        self.tall(self.row, 20)
        self.cell(left, span, text, bold=True, font_size=12, font_color=ACCENT, bottom=2, bottom_color=ACCENT)
        if span == COLUMNS:
            self.row += 1

    def paragraph(self, text: str, left: int = 0, span: int = COLUMNS, **style: Any) -> None:
        """Write wrapped text over the grid, as high as it needs."""
        self.tall(self.row, self.height(text, span))
        self.cell(left, span, text, text_wrap=True, **style)
        self.row += 1

    def height(self, text: str, span: int) -> float:
        """Return the height in points that a wrapped text needs over some grid columns."""
        return LINE_POINTS * max(1, lines(text, span * COLUMN_WIDTH * WRAP)) + 2

    def table(
        self, fields: Sequence[Field], rows: Sequence[Sequence[Any]], left: int = 0, bold: int | None = None
    ) -> int:
        """Write a table below the current row and return the row after it; the current row stays.

        ``bold`` is the index of a row that sums the others up.
        """
        # A bracket that would stand alone on a line of its own begins the next one.
        heads = [
            field.title.replace("（", "\n（", 1)
            if display_width(field.title) > field.span * COLUMN_WIDTH and not field.title.startswith("（")
            else field.title
            for field in fields
        ]
        head = {"bold": True, "font_color": MUTED, "font_size": 9, "bottom": 1, "bottom_color": LINE}
        self._line(self.row, left, fields, heads, head)
        line = {"bottom": 4, "bottom_color": LINE}
        sums = {**line, "bold": True, "bg_color": PAPER}
        for number, values in enumerate(rows):
            self._line(self.row + 1 + number, left, fields, values, sums if number == bold else line)
        return self.row + 1 + len(rows)

    def _line(
        self, row: int, left: int, fields: Sequence[Field], values: Sequence[Any], style: dict[str, Any]
    ) -> None:
        """Write one row of a table, as high as its longest text needs."""
        at, needed = left, 1
        for field, value in zip(fields, values, strict=True):
            own: dict[str, Any] = {}
            if isinstance(value, str):
                own_lines = lines(value, field.span * COLUMN_WIDTH * WRAP)
                needed = max(needed, own_lines)
                # A font wider than ours would break a short text in two and show half of each line.
                own = {"text_wrap": True} if own_lines > 1 else {"shrink": True}
                own["align"] = "right"
                if field.kind == "text":
                    # Text is set in a little, so that it does not touch the figures to its left.
                    own |= {"align": "left", "indent": int(at > left)}
            self.cell_at(row, at, field.span, value, field.kind, **{**style, **own})
            at += field.span
        self.tall(row, LINE_POINTS * needed + 2 * (needed > 1))


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in so many characters; a wide character counts twice."""
    return sum(max(1, math.ceil(display_width(part) / width)) for part in text.split("\n"))


def display_width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
