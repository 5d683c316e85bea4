"""Input tables in bare form: one header row of keys, one row per row, nothing else.

A result workbook keeps its input on such sheets, named ``In <Sheet>``; a workbook of bare sheets is a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planner.workbook.cells import CellFormats, put_text, put_value
from planner.workbook.files import new_workbook
from planner.workbook.paper import print_setup
from planner.workbook.schema.former import COMMENT_LABELS
from planner.workbook.schema.sheets import COMMENT_KEY, INPUT_PREFIX, INPUT_PREFIX_JA, SCHEMA

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.workbook.schema.columns import Sheet
    from planner.workbook.tables import Tables, Value


def given_settings(tables: Tables) -> dict[str, Value]:
    """Return the settings the user gave, in the order of the file.

    The name of the plan is always among them: its default is the name of the file it was read from, which a
    copy of the plan no longer has.
    """
    given = [str(row["key"]) for row in tables["Settings"] if "value" in row.given] or list(tables.settings)
    if "plan_name" not in given:
        given.insert(0, "plan_name")
    return {key: tables.settings[key] for key in given if tables.settings.get(key) is not None}


def given_rows(tables: Tables, sheet: Sheet) -> list[Mapping[str, Value]]:
    """Return the rows of one sheet, each with only what the user gave."""
    if sheet.name == "Settings":
        return [{"key": key, "value": value} for key, value in given_settings(tables).items()]
    return [
        {column.key: row[column.key] for column in sheet.columns if column.key in row.given}
        for row in tables[sheet.name]
    ]


def kept_title(sheet: Sheet, language: str) -> str:
    """Return the name of the sheet on which a result of a language keeps an input sheet."""
    return (INPUT_PREFIX_JA + sheet.ja) if language == "ja" else INPUT_PREFIX + sheet.name


def add_input_sheets(
    workbook: xlsxwriter.Workbook, tables: Tables, *, bare: bool = False, language: str = "en"
) -> None:
    """Add every input sheet that has rows to a workbook being written.

    Parameters
    ----------
    workbook
        The workbook, still open.
    tables
        The plan.
    bare
        It is a plan: the sheets have their own names, not those that a result keeps its input under.
    language
        Of a result: a Japanese one has Japanese names, and labels above the keys.
    """
    header = workbook.add_format({"bold": True, "num_format": "@"})
    small = workbook.add_format({"font_size": 8, "font_color": "#667085", "num_format": "@"})
    formats = CellFormats(
        # quote_prefix keeps a text like "=1" a text when somebody edits the cell.
        text=workbook.add_format({"num_format": "@", "quote_prefix": True}),
        number=None,
        month=workbook.add_format({"num_format": "yyyy-mm"}),
    )
    for declared in SCHEMA:
        rows = given_rows(tables, declared)
        if not rows:
            continue
        heads = 2 if language == "ja" else 1
        sheet = workbook.add_worksheet(declared.name if bare else kept_title(declared, language))
        sheet.freeze_panes(heads, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for index, column in enumerate(declared.columns):
            if heads > 1:
                put_text(sheet, 0, index, column.ja, header)
            put_text(sheet, heads - 1, index, column.key, header if heads == 1 else small)
            sheet.set_column(index, index, max(10, len(column.key) + 2, 2 * len(column.ja) * (heads - 1) + 2))
        for number, row in enumerate(rows, start=heads):
            for index, column in enumerate(declared.columns):
                put_value(sheet, number, index, row.get(column.key), formats)
        _add_comments(sheet, tables, declared, header, heads)
        print_setup(sheet, len(rows), len(declared.columns) + 1, heads, language)


def _add_comments(sheet: Worksheet, tables: Tables, declared: Sheet, header: Format, heads: int) -> None:
    """Keep what stands in the comment column, where anything does."""
    if declared.name == "Settings":
        texts = {str(row["key"]): row.comment for row in tables["Settings"]}
        comments = [texts.get(key, "") for key in given_settings(tables)]
    else:
        comments = [row.comment for row in tables[declared.name]]
    if any(comments):
        place = len(declared.columns)
        if heads > 1:
            put_text(sheet, 0, place, COMMENT_LABELS[0], header)
        put_text(sheet, heads - 1, place, COMMENT_KEY, header)
        for number, comment in enumerate(comments, start=heads):
            if comment:
                put_text(sheet, number, place, comment)


def write_bare(path: Path, tables: Tables) -> Path:
    """Write a plan as a workbook of bare sheets.

    Returns
    -------
    Path
        The file written: ``path``, or a second name where that was open in Excel.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with new_workbook(path) as (workbook, draft):
        add_input_sheets(workbook, tables, bare=True)
    return draft.path
