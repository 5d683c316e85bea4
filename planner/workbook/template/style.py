"""How the template looks: colours, formats, widths and heights."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING

from planner.workbook.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xlsxwriter
    from xlsxwriter.format import Format

FONTS = {"en": "Calibri", "ja": "Yu Gothic"}
NAVY = "#1F3864"
REQUIRED = "#B45309"
OPTIONAL = "#3B5B8C"
GREY = "#7F7F7F"
PALE = "#F2F2F2"
LINE = "#D9D9D9"
INPUT_FILL = "#FFFBE0"
INPUT_INK = "#0000C8"
REQUIRED_TAB = REQUIRED
OPTIONAL_TAB = "#8EA9DB"
SIDE_TAB = "#BFBFBF"

_CENTRED: Mapping[str, object] = {"align": "center", "valign": "vcenter", "text_wrap": True}
_INPUT: Mapping[str, object] = {"font_color": INPUT_INK, "locked": False}
_BOX: Mapping[str, object] = {"border": 1, "border_color": LINE}

NUMBER_FORMATS: Mapping[Kind, str] = {
    # A format like #,##0.## shows 1,200 as "1,200."; whole numbers get theirs by a conditional format.
    Kind.NUMBER: "General",
    Kind.INTEGER: "0",
    Kind.FRACTION: "0.0##%",
    Kind.RATE: "0.0##%",
    Kind.MONTH: "yyyy-mm",
    Kind.ANY: "General",
}
_WIDTHS: Mapping[Kind, int] = {
    Kind.ID: 16,
    Kind.COUNTRY: 16,
    Kind.COUNTRIES: 18,
    Kind.CURRENCY: 16,
    Kind.TEXT: 22,
    Kind.IDS: 18,
    Kind.CHOICES: 18,
    Kind.PROFILE: 18,
    Kind.NUMBER: 14,
    Kind.INTEGER: 12,
    Kind.FRACTION: 12,
    Kind.RATE: 12,
    Kind.MONTH: 12,
    Kind.CHOICE: 14,
    Kind.YESNO: 12,
    Kind.ANY: 16,
}
_HINT_LINES = 5
_SMALL = 1.2
"""Characters of the small font per unit of column width."""


def text_width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def column_width(kind: Kind, label: str, hint: str, longest: int = 0) -> float:
    """Return a width that keeps the label to two lines and the hint to a few."""
    words = max((text_width(word) for word in label.split()), default=0)
    needed = (
        _WIDTHS[kind],
        words + 3,
        text_width(label) / 2 + 3,
        text_width(hint) / _HINT_LINES / _SMALL + 2,
        min(longest + 2, 42),
    )
    return float(math.ceil(max(needed)))


def lines_needed(text: str, width: float) -> int:
    """Return the lines a text of the small font takes in a column of this width."""
    return max(1, math.ceil((text_width(text) + 2) / (width * _SMALL)))


def _of_kind(kind: Kind) -> dict[str, object]:
    """Return number format and alignment of a kind of column."""
    align = {"align": "right"} if kind in NUMBER_FORMATS and kind is not Kind.ANY else {}
    return {"num_format": NUMBER_FORMATS.get(kind, "@"), "indent": 1, "valign": "vcenter", **align}


class Formats:
    """The formats of one workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook, language: str) -> None:
        # Slanted kanji are hard to read.
        italic = language == "en"

        def add(*parts: Mapping[str, object], **more: object) -> Format:
            merged: dict[str, object] = {}
            for part in parts:
                merged.update(part)
            return workbook.add_format({**merged, **more})

        head = {"bold": True, "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"}
        self.title = add(bold=True, font_size=18, font_color=NAVY)
        self.heading = add(bold=True, font_size=12, font_color=NAVY, bottom=1, bottom_color=LINE)
        self.instruction = add(italic=italic, font_color=GREY)
        self.text = add(valign="vcenter", text_wrap=True)
        self.bold = add(bold=True, valign="vcenter")
        self.number = add(bold=True, font_color=NAVY, align="center", valign="vcenter")
        self.link = add(font_color=OPTIONAL, underline=1, valign="vcenter")
        self.legend = add(valign="vcenter", indent=1)
        self.needed = add(font_color=REQUIRED, bold=True, valign="vcenter")
        self.key = add(font_size=8, font_color=GREY, align="center", num_format="@")
        self.mark = add(font_size=8, font_color=GREY, valign="vcenter", num_format="@")
        self.required = add(head, _CENTRED, bg_color=REQUIRED)
        self.optional = add(head, _CENTRED, bg_color=OPTIONAL)
        self.comment_head = add(
            _CENTRED, bold=True, font_color=GREY, bg_color=PALE, border=1, border_color=LINE
        )
        self.unit = add(_CENTRED, _BOX, font_size=8, font_color=GREY)
        self.hint = add(_BOX, italic=italic, font_size=8, font_color=GREY, valign="top", text_wrap=True)
        self.comment = add(font_color=GREY, italic=italic, valign="vcenter", indent=1, num_format="@")
        self.wrapped_comment = add(_BOX, font_color=GREY, text_wrap=True, valign="vcenter", indent=1)
        self.setting = add(_BOX, bold=True, text_wrap=True, valign="vcenter", indent=1)
        self.setting_key = add(_BOX, font_size=8, font_color=GREY, valign="vcenter", num_format="@")
        self.plain = add(_BOX, num_format="@")
        self.whole = workbook.add_format({"num_format": "#,##0"})
        self.thousands = workbook.add_format({"num_format": "#,##0.##"})
        self.tiny = workbook.add_format({"num_format": "0.0E+00"})
        self.whole_per_cent = workbook.add_format({"num_format": "0%"})
        example = {"italic": italic, "font_color": GREY, "bg_color": PALE, "font_size": 9}
        self._input = {kind: add(_of_kind(kind), _BOX, _INPUT, bg_color=INPUT_FILL) for kind in Kind}
        self._column = {kind: add(_of_kind(kind), _INPUT) for kind in Kind}
        self._example = {kind: add(_of_kind(kind), _BOX, example) for kind in Kind}

    def input(self, kind: Kind) -> Format:
        """Return the format of a cell to fill."""
        return self._input[kind]

    def column(self, kind: Kind) -> Format:
        """Return the format of a whole column, below the cells that are coloured."""
        return self._column[kind]

    def example(self, kind: Kind) -> Format:
        """Return the format of a cell of the example row."""
        return self._example[kind]
