"""The library as a sheet of ready rows beside the template: laid out as Events, to be copied into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.reporting.layout.look import ACCENT, MUTED, PAPER
from planner.risk.library import LibraryEvent, library
from planner.risk.words import tell
from planner.workbook.cells import CellFormats, put_text, put_value
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.schema.wording import label

if TYPE_CHECKING:
    import xlsxwriter

    from planner.workbook.tables import Value

TITLES = {"en": "#Event library", "ja": "#途絶イベント集"}
"""Sheets whose name begins with # are passed over in silence by the reader."""
MONTHS = 36
"""How long what is open-ended lasts in a ready row."""
FIRST_ROW = 4
WIDTHS = {"event": 9, "name": 46, "stage": 15, "items": 34, "loss_profile": 30, "source": 60}
NARROW = 3.5
"""Width of a column that no event of the library fills: it stands there so that whole rows can be copied."""


def ready_cells(event: LibraryEvent, language: str) -> dict[str, Value]:
    """Return the cells of an event's ready row.

    Where it hits certain items only, what they are stands in their place: the reader asks for the plan's own.
    """
    items = (f"? {event.items[language]}",) if event.needs_items else ()
    return event.cells(MONTHS, items, language)


def add_library_sheet(workbook: xlsxwriter.Workbook, language: str) -> None:
    """Add the library to a template being written; its columns stand where those of Events do."""
    columns = SHEETS["Events"].columns
    sheet = workbook.add_worksheet(TITLES[language])
    sheet.set_tab_color(MUTED)
    sheet.hide_gridlines(2)
    bold = workbook.add_format({"bold": True, "font_size": 14, "font_color": ACCENT})
    head = workbook.add_format({"bold": True, "bg_color": PAPER, "text_wrap": True, "valign": "top"})
    small = workbook.add_format({"font_color": MUTED, "font_size": 8, "bg_color": PAPER})
    text = workbook.add_format({"num_format": "@", "quote_prefix": True})
    note = workbook.add_format({"font_color": MUTED})
    put_text(sheet, 0, 1, TITLES[language].removeprefix("#"), bold)
    put_text(sheet, 1, 1, tell("library sheet", language, months=MONTHS), note)
    put_text(sheet, FIRST_ROW - 2, 0, "#", small)
    put_text(sheet, FIRST_ROW - 1, 0, "#label", head)
    sheet.set_column(0, 0, 8)
    formats = CellFormats(text=text, number=None, month=None)
    ready = [(event, ready_cells(event, language)) for event in library().values() if event.addable]
    used = {key for _, cells in ready for key in cells}
    sheet.set_row(FIRST_ROW - 1, 45)
    for at, column in enumerate(columns, start=1):
        put_text(sheet, FIRST_ROW - 2, at, column.key, small)
        put_text(sheet, FIRST_ROW - 1, at, label(column, language), head)
        filled = column.key in used
        sheet.set_column(at, at, WIDTHS.get(column.key, 11) if filled else NARROW)
    for row, (event, cells) in enumerate(ready, start=FIRST_ROW):
        for at, column in enumerate(columns, start=1):
            put_value(sheet, row, at, cells.get(column.key), formats, language=language)
        if event.notes[language]:
            put_text(sheet, row, len(columns) + 1, event.notes[language], note)
    sheet.freeze_panes(FIRST_ROW, 3)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
