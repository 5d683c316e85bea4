"""The first sheet of the template: what to do, what the colours mean, what each sheet holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.workbook.cells import put_number, put_text
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.sheets import README_SHEETS, SCHEMA, SHEETS
from planner.workbook.schema.wording import sheet_hint, sheet_title
from planner.workbook.template.style import NAVY, Formats, text_width
from planner.workbook.template.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (3, 6, 22, 96, 12)


def add_readme_sheet(
    workbook: xlsxwriter.Workbook, formats: Formats, language: str, title: str, written: Collection[str]
) -> None:
    """Write the sheet that a new user reads first; ``written`` are the input sheets there are."""
    words = WORDS[language]
    sheet = workbook.add_worksheet(README_SHEETS[language])
    sheet.set_tab_color(NAVY)
    sheet.hide_gridlines(2)
    for position, width in enumerate(_WIDTHS):
        sheet.set_column(position, position, width)
    sheet.set_row(1, 28)
    put_text(sheet, 1, 1, title, formats.title)
    put_text(sheet, 2, 1, words.purpose, formats.instruction)
    row = _steps(sheet, formats, language, 4)
    row = _colours(sheet, formats, language, row + 1)
    row = _heading(sheet, formats, words.rules_title, row + 1)
    for rule in (*words.rules, *([words.more] if len(written) < len(SCHEMA) else [])):
        put_text(sheet, row, 1, "・" if language == "ja" else "•", formats.number)
        _wide(sheet, formats, row, rule)
        row += 1
    _sheets(sheet, formats, language, row + 1, written)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 1)
    sheet.set_footer(f"&R{words.page}")
    sheet.activate()


def _heading(sheet: Worksheet, formats: Formats, text: str, row: int) -> int:
    put_text(sheet, row, 1, text, formats.heading)
    for position in range(2, len(_WIDTHS)):
        sheet.write_blank(row, position, None, formats.heading)
    sheet.set_row(row, 20)
    return row + 1


def _wide(sheet: Worksheet, formats: Formats, row: int, text: str) -> None:
    """Write a text over the two middle columns."""
    if sheet.merge_range(row, 2, row, 3, "", formats.text) != 0:
        raise ValueError(f"cannot merge cells of row {row + 1}")
    put_text(sheet, row, 2, text, formats.text)
    sheet.set_row(row, 17 if text_width(text) <= _WIDTHS[2] + _WIDTHS[3] else 30)


def _steps(sheet: Worksheet, formats: Formats, language: str, row: int) -> int:
    words = WORDS[language]
    row = _heading(sheet, formats, words.steps_title, row)
    names = {name: sheet_title(declared, language) for name, declared in SHEETS.items()}
    for number, (what, how) in enumerate(words.steps, start=1):
        text = how.format(**names)
        put_number(sheet, row, 1, number, formats.number)
        put_text(sheet, row, 2, what, formats.bold)
        put_text(sheet, row, 3, text, formats.text)
        sheet.set_row(row, 17 if text_width(text) <= _WIDTHS[3] else 30)
        row += 1
    return row


def _colours(sheet: Worksheet, formats: Formats, language: str, row: int) -> int:
    words = WORDS[language]
    row = _heading(sheet, formats, words.colours_title, row)
    for cell_format, shown, meaning in (
        (formats.required, f"{words.required_shown} *", words.required_colour),
        (formats.optional, words.optional_shown, words.optional_colour),
        (formats.input(Kind.TEXT), "1200", words.input_colour),
        (formats.example(Kind.TEXT), "1200", words.example_colour),
        (formats.comment, words.comment_shown, words.comment_colour),
    ):
        put_text(sheet, row, 2, shown, cell_format)
        put_text(sheet, row, 3, meaning, formats.legend)
        row += 1
    return row


def _sheets(sheet: Worksheet, formats: Formats, language: str, row: int, written: Collection[str]) -> None:
    words = WORDS[language]
    row = _heading(sheet, formats, words.sheets_title, row)
    for declared in SCHEMA:
        if declared.name not in written:
            continue
        name = sheet_title(declared, language)
        if sheet.write_url(row, 2, f"internal:'{name}'!A1", formats.link, name) != 0:
            raise ValueError(f"cannot write the link to {name}")
        put_text(sheet, row, 3, sheet_hint(declared, language), formats.text)
        if declared.required:
            put_text(sheet, row, 4, words.needed, formats.needed)
        row += 1
