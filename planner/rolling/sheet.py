"""The sheet Rolled: each cell that was changed, what it was, what it is and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.rolling.next_plan import Rolled
from planner.rolling.words import tell
from planner.workbook.cells import CellFormats, put_text, put_value, value_text
from planner.workbook.schema.sheets import ROLLED_SHEETS, SETTING_COLUMNS, SHEETS
from planner.workbook.schema.wording import label, sheet_title
from planner.workbook.template.style import OPTIONAL_TAB

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Table = tuple[Sequence[str], Sequence[Sequence[Any]]]
WIDTHS = (4, 16, 34, 26, 18, 18, 72)


@dataclass(frozen=True, slots=True)
class _Page:
    """The sheet being written."""

    sheet: Worksheet
    language: str
    head: Format
    formats: CellFormats


def changes_table(rolled: Rolled, language: str) -> Table:
    """Return each cell changed: sheet, row, column, from, to, why."""
    rows = [
        (
            change.sheet,
            change.row,
            change.column,
            _plain(change.before),
            _plain(change.after),
            change.why.message(language),
        )
        for change in rolled.changes
    ]
    return ("sheet", "row", "column", "from", "to", "why"), rows


def unkept_table(rolled: Rolled, language: str, *, bare: bool) -> Table:
    """Return what the next plan cannot keep; ``bare``: it was kept in a result."""
    rows = [(told.key, told.message(language)) for told in rolled.unkept]
    if bare:
        rows.append(("bare", tell("bare", language)))
    return ("matter", "what"), rows


def gaps_table(rolled: Rolled) -> Table:
    """Return plan against actual."""
    rows = [
        (
            gap.what,
            gap.name,
            gap.month,
            gap.planned,
            gap.actual,
            None if gap.planned is None else gap.actual - gap.planned,
        )
        for gap in rolled.gaps
    ]
    return ("what", "name", "month", "planned", "actual", "difference"), rows


def add_rolled_sheet(workbook: xlsxwriter.Workbook, rolled: Rolled, language: str) -> None:
    """Add the sheet to a template being written."""
    sheet = workbook.add_worksheet(ROLLED_SHEETS[language])
    sheet.set_tab_color(OPTIONAL_TAB)
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    bold = workbook.add_format({"bold": True, "font_size": 14})
    head = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    formats = CellFormats(
        text=workbook.add_format({"num_format": "@", "valign": "top", "align": "left"}),
        number=workbook.add_format({"num_format": "#,##0.######", "valign": "top", "align": "left"}),
        month=workbook.add_format({"num_format": "yyyy-mm", "valign": "top", "align": "left"}),
    )
    page = _Page(sheet, language, head, formats)
    start, before = rolled.tables.start, rolled.old.start
    put_text(sheet, 0, 1, tell("sheet title", language, before=before, start=start), bold)
    put_text(sheet, 1, 1, tell("sheet what", language))
    row = 3
    for sentence in (*(told.message(language) for told in rolled.unkept), tell("bare", language)):
        if row == 3:
            put_text(sheet, row, 1, tell("sheet unkept", language), head)
            row += 1
        sheet.merge_range(row, 1, row, len(WIDTHS) - 1, "", wrapped)
        put_text(sheet, row, 1, sentence, wrapped)
        sheet.set_row(row, 15 if len(sentence) * (2 if language == "ja" else 1) < 190 else 30)
        row += 1
    if rolled.gaps:
        row = _gaps(page, rolled, row + 1)
    _changes(page, rolled, row + 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _gaps(page: _Page, rolled: Rolled, row: int) -> int:
    sheet, language, head, formats = page.sheet, page.language, page.head, page.formats
    put_text(sheet, row, 1, tell("sheet gaps", language), head)
    for at, key in enumerate(("name", "month", "planned", "actual", "difference"), start=2):
        put_text(sheet, row, at, tell(f"head {key}", language), head)
    _, rows = gaps_table(rolled)
    for what, *values in rows:
        row += 1
        name = tell(f"gap {what}", language) if f"gap {what}" in _KNOWN else _label("Offers", what, language)
        put_text(sheet, row, 1, name, formats.text)
        for at, value in enumerate(values, start=2):
            put_value(sheet, row, at, value, formats, language=language)
    return row + 1


def _changes(page: _Page, rolled: Rolled, row: int) -> None:
    sheet, language, head, formats = page.sheet, page.language, page.head, page.formats
    for at, key in enumerate(("sheet", "row", "column", "from", "to", "why"), start=1):
        put_text(sheet, row, at, tell(f"head {key}", language), head)
    sheet.freeze_panes(row + 1, 0)
    for change in rolled.changes:
        row += 1
        shown = change.row
        if change.sheet == "Settings":
            shown = label(SETTING_COLUMNS[change.row], language)
        put_text(sheet, row, 1, sheet_title(SHEETS[change.sheet], language), formats.text)
        put_text(sheet, row, 2, shown, formats.text)
        put_text(sheet, row, 3, _label(change.sheet, change.column, language), formats.text)
        for at, value in ((4, change.before), (5, change.after)):
            put_value(sheet, row, at, value, formats, language=language)
        put_text(sheet, row, 6, change.why.message(language), formats.text)


_KNOWN = ("gap stock", "gap order", "gap demand", "gap index", "gap rate")


def _label(sheet: str, key: str, language: str) -> str:
    return label(SHEETS[sheet].column(key), language)


def _plain(value: Any) -> Any:
    return value_text(value) if isinstance(value, tuple) else value
