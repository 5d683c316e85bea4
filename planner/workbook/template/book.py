"""The planning workbook as a form to fill: empty, or filled with a plan.

Column A of every input sheet carries the marks ``#``, ``#label``, ``#unit``, ``#hint`` and ``#example``, so
that the reader finds the row of keys and passes over what is meant for people.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.workbook.cells import CellFormats, put_number, put_text, put_value, value_text
from planner.workbook.files import new_workbook
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.sheets import (
    COMMENT_KEY,
    GROUP_SIGN,
    META_SHEET,
    SCHEMA,
    SCHEMA_VERSION,
    SETTINGS,
)
from planner.workbook.schema.subjects import BASIC, SUBJECTS, group_title, sheet_for, wanted
from planner.workbook.schema.wording import (
    PER_CENT,
    default_words,
    hint,
    label,
    sheet_hint,
    sheet_title,
    unit,
)
from planner.workbook.template.input_sheets import given_settings
from planner.workbook.template.lists import add_lists_sheet, add_message, name_id_ranges
from planner.workbook.template.readme_sheet import add_readme_sheet
from planner.workbook.template.shown import example, shown
from planner.workbook.template.style import (
    FONTS,
    OPTIONAL_TAB,
    REQUIRED_TAB,
    SIDE_TAB,
    Formats,
    column_width,
    lines_needed,
    text_width,
)
from planner.workbook.template.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.workbook.schema.columns import Column, Sheet
    from planner.workbook.tables import Row, Tables, Value

TITLE_ROW, PURPOSE_ROW, KEY_ROW, LABEL_ROW, UNIT_ROW, HINT_ROW, EXAMPLE_ROW, DATA_ROW = range(8)
SETTINGS_ROW = UNIT_ROW
"""First row of a setting: that sheet has its units, hints and defaults beside the values."""
_COLOURED_ROWS = 20
"""Empty rows that are coloured for filling; the messages go further."""
_MESSAGE_ROWS = 5000
_NARROW = 8
"""Columns that fit a screen."""
_HEADING_WIDTH = 14
"""Width of the narrow column that heads a folded group."""
_PAGE_WIDTH = 175
"""Column widths that fit one printed page and can still be read."""

Comments = Mapping[tuple[str, int], str]


def write_template(
    path: Path,
    language: str = "en",
    tables: Tables | None = None,
    comments: Comments | None = None,
    beside: Mapping[str, Callable[[xlsxwriter.Workbook, str], None]] = MappingProxyType({}),
    *,
    subjects: Collection[str] = SUBJECTS,
    sheets: Sequence[Sheet] = (),
) -> Path:
    """Write the planning workbook as a form, empty or filled with a plan.

    Parameters
    ----------
    path
        The workbook to write; an existing one is replaced.
    language
        ``en`` or ``ja``.
    tables
        The plan to fill in; only the cells that were given are filled.
    comments
        Text of the comment column, by canonical sheet name and row number (``Row.number``).
    beside
        What adds a sheet of its own after an input sheet, by that sheet's canonical name.
    subjects
        Subjects (``schema.subjects``) whose sheets and columns are written; all of them by default.
    sheets
        These sheets alone, without the first one that says what a plan is: the form of an actual.

    Returns
    -------
    Path
        The file written: ``path``, or a second name where that was open in Excel.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    words = WORDS[language]
    name = str(tables.settings.get("plan_name") or tables.name) if tables else words.title
    fonts = {"font_name": FONTS[language], "font_size": 10}
    with new_workbook(path, properties={"title": name}, default_format=fonts) as (workbook, draft):
        formats, notes = Formats(workbook, language), comments or {}
        written = list(sheets) or sheets_for(subjects)
        if not sheets:
            add_readme_sheet(workbook, formats, language, name, [declared.name for declared in written])
        for declared in written:
            sheet = workbook.add_worksheet(sheet_title(declared, language))
            sheet.set_tab_color(REQUIRED_TAB if declared.required else OPTIONAL_TAB)
            page = _Page(sheet, declared, formats, language)
            rows = tables[declared.name] if tables else ()
            if declared.name == "Settings":
                texts = {str(row["key"]): notes.get(("Settings", row.number)) or row.comment for row in rows}
                _write_settings(page, given_settings(tables) if tables else {}, texts, subjects)
            else:
                _write_table(page, rows, notes)
            if declared.name in beside:
                beside[declared.name](workbook, language)
        add_lists_sheet(workbook, formats, language, SIDE_TAB)
        name_id_ranges(workbook, language, (DATA_ROW, DATA_ROW + _MESSAGE_ROWS), written)
        _add_meta_sheet(workbook, language)
    return draft.path


def sheets_for(subjects: Collection[str]) -> list[Sheet]:
    """Return the sheets of some subjects with their columns; what refers to a sheet left out is free."""
    asked = {BASIC, *subjects}
    written = [sheet for declared in SCHEMA if (sheet := sheet_for(declared, asked)) is not None]
    there = {sheet.name for sheet in written}
    return [
        replace(
            sheet, columns=tuple(c if c.ref in {"", *there} else replace(c, ref="") for c in sheet.columns)
        )
        for sheet in written
    ]


def _add_meta_sheet(workbook: xlsxwriter.Workbook, language: str) -> None:
    try:
        tool = version("planner")
    except PackageNotFoundError:
        tool = ""
    facts = {"schema_version": str(SCHEMA_VERSION), "tool_version": tool, "language": language}
    sheet = workbook.add_worksheet(META_SHEET)
    for row, (key, value) in enumerate(facts.items()):
        put_text(sheet, row, 0, key)
        put_text(sheet, row, 1, value)
    sheet.very_hidden()
    workbook.set_custom_property("planner_schema_version", SCHEMA_VERSION, "number_int")


@dataclass(frozen=True, slots=True)
class _Page:
    """One input sheet being written."""

    sheet: Worksheet
    declared: Sheet
    formats: Formats
    language: str

    def header(self, place: Place) -> tuple[str, str, Format]:
        """Return key, label and format of a column's header; a heading's key is a comment."""
        column, formats = place.column, self.formats
        if column is None:
            name = group_title(place.group, self.language)
            return f"#{name}", f"{name} {GROUP_SIGN}", formats.comment_head
        name = f"{label(column, self.language)} *" if column.required else label(column, self.language)
        return column.key, name, formats.required if column.required else formats.optional

    def put(self, row: int, column: int, text: str, cell_format: Format) -> None:
        """Write one text."""
        put_text(self.sheet, row, column, text, cell_format)

    def put_given(self, row: int, column: int, kind: Kind, value: Value) -> None:
        """Write one value a user gave into a cell to fill."""
        formats = self.formats
        text = formats.input(Kind.TEXT if kind is Kind.ANY else kind)
        month = formats.input(Kind.MONTH)
        put_value(
            self.sheet,
            row,
            column,
            value,
            CellFormats(text=text, number=formats.input(kind), month=month),
            language=self.language,
        )


def _write_head(page: _Page, headers: Sequence[tuple[str, str, Format]]) -> None:
    """Write title, purpose, the row of keys and the row of labels; ``headers`` holds one of each a column."""
    formats = page.formats
    page.sheet.hide_gridlines(2)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.sheet.set_row(TITLE_ROW, 26)
    page.put(TITLE_ROW, 1, sheet_title(page.declared, page.language), formats.title)
    # On a wide sheet column B stays in view; a long text that starts in it would be cut there.
    start = 1 if len(headers) <= _NARROW else 2
    page.put(PURPOSE_ROW, start, sheet_hint(page.declared, page.language), formats.instruction)
    page.put(KEY_ROW, 0, "#", formats.mark)
    page.put(LABEL_ROW, 0, "#label", formats.mark)
    page.sheet.set_row(LABEL_ROW, 32)
    page.sheet.set_column(0, 0, 8)
    for position, (key, name, cell_format) in enumerate(headers, start=1):
        page.put(KEY_ROW, position, key, formats.key)
        page.put(LABEL_ROW, position, name, cell_format)


def _set_print(page: _Page, width: float, last_repeated: int) -> None:
    pages = math.ceil(width / _PAGE_WIDTH)
    sheet = page.sheet
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(KEY_ROW, last_repeated)
    if pages > 1:
        sheet.repeat_columns(0, 1)
    sheet.set_footer(f"&L&A&R{WORDS[page.language].page}")


def _number_display(page: _Page, position: int, kind: Kind, rows: tuple[int, int]) -> None:
    """Show whole numbers and whole per cents without decimals, and large numbers in groups of three."""
    cell = xl_rowcol_to_cell(rows[0], position)
    formats = page.formats
    displays: list[tuple[str, Format]] = []
    if kind in PER_CENT:
        displays = [
            (f"=AND({cell}<>0,ABS({cell})<0.00001)", formats.tiny),
            (f"=ROUND({cell}*100,6)=ROUND({cell}*100,0)", formats.whole_per_cent),
        ]
    elif kind is Kind.NUMBER:
        displays = [
            (f"=AND(ISNUMBER({cell}),{cell}=ROUND({cell},0))", formats.whole),
            (f"=AND(ISNUMBER({cell}),ABS({cell})>=1000)", formats.thousands),
        ]
    for criteria, cell_format in displays:
        rule = {"type": "formula", "criteria": criteria, "format": cell_format, "stop_if_true": True}
        if page.sheet.conditional_format(rows[0], position, rows[1], position, rule) != 0:
            raise ValueError(f"cannot format column {position} of {page.declared.name}")


def _write_example(page: _Page, position: int, column: Column) -> None:
    cell_format = page.formats.example(column.kind)
    if column.kind in {Kind.NUMBER, Kind.INTEGER}:
        put_number(page.sheet, EXAMPLE_ROW, position, float(column.example), cell_format)
    elif column.kind is Kind.YESNO:
        page.put(EXAMPLE_ROW, position, value_text(column.example == "yes", page.language), cell_format)
    else:
        page.put(EXAMPLE_ROW, position, example(page.declared.name, column, page.language), cell_format)


class Place(NamedTuple):
    """One column of a sheet as it stands there: a declared one, or the heading of a group."""

    position: int
    column: Column | None
    group: str


def placed(declared: Sheet) -> list[Place]:
    """Return where the columns of a sheet stand, from B on; each group has a heading before it."""
    places: list[Place] = []
    group = ""
    for column in declared.columns:
        if column.group != group:
            group = column.group
            if group:
                places.append(Place(len(places) + 1, None, group))
        places.append(Place(len(places) + 1, column, group))
    return places


def _keys(declared: Sheet, group: str) -> set[str]:
    return {column.key for column in declared.columns if column.group == group}


def _write_group(page: _Page, position: int, *, closed: bool) -> None:
    """Write the heading of a group: what stays in view of it while it is folded."""
    page.sheet.set_column(position, position, _HEADING_WIDTH, page.formats.comment, {"collapsed": closed})
    page.put(HINT_ROW, position, WORDS[page.language].group_hint, page.formats.hint)


def _write_table(page: _Page, rows: Sequence[Row], comments: Comments) -> None:
    """Write a sheet of rows: one column per declared column, then the comments."""
    declared, formats, language = page.declared, page.formats, page.language
    places = placed(declared)
    end = places[-1].position + 1
    _write_head(
        page, [*map(page.header, places), (COMMENT_KEY, WORDS[language].comment, formats.comment_head)]
    )
    for row, mark in ((UNIT_ROW, "#unit"), (HINT_ROW, "#hint"), (EXAMPLE_ROW, "#example")):
        page.put(row, 0, mark, formats.mark)
    last = DATA_ROW + max(_MESSAGE_ROWS, len(rows) + 1000)
    widths: list[float] = []
    unit_lines = hint_lines = 1
    opened = {key for row in rows for key in row.given}
    for position, column, group in places:
        fold = {"level": 1, "hidden": not opened & _keys(declared, group)} if group else {}
        if column is None:
            _write_group(page, position, closed=bool(fold["hidden"]))
            widths.append(_HEADING_WIDTH)
            continue
        longest = max(
            (
                text_width(value_text(shown(declared.name, column, row.values, language), language))
                for row in rows
            ),
            default=0,
        )
        width = column_width(column.kind, label(column, language), hint(column, language), longest)
        widths.append(width)
        unit_lines = max(unit_lines, lines_needed(unit(column, language), width))
        hint_lines = max(hint_lines, lines_needed(hint(column, language), width))
        page.sheet.set_column(position, position, width, formats.column(column.kind), fold)
        page.put(UNIT_ROW, position, unit(column, language), formats.unit)
        page.put(HINT_ROW, position, hint(column, language), formats.hint)
        _write_example(page, position, column)
        _number_display(page, position, column.kind, (EXAMPLE_ROW, last))
        add_message(page.sheet, (DATA_ROW, last), position, column, language)
    page.sheet.set_row(UNIT_ROW, 12 * unit_lines + 3)
    page.sheet.set_row(HINT_ROW, 11 * hint_lines + 4)
    page.sheet.set_column(end, end, 40, formats.comment)
    page.sheet.outline_settings(True, True, False, False)
    _write_rows(page, rows, comments)
    page.sheet.freeze_panes(HINT_ROW, 2)
    _set_print(page, sum(widths) + 48, UNIT_ROW)


def _write_rows(page: _Page, rows: Sequence[Row], comments: Comments) -> None:
    """Write the cells to fill: those a user gave, then empty ones."""
    places = placed(page.declared)
    for offset in range(max(_COLOURED_ROWS, len(rows) + 5)):
        row = rows[offset] if offset < len(rows) else None
        for position, column, _ in places:
            if column is None:
                continue
            page.sheet.write_blank(DATA_ROW + offset, position, None, page.formats.input(column.kind))
            if row is not None and column.key in row.given:
                value = shown(page.declared.name, column, row.values, page.language)
                page.put_given(DATA_ROW + offset, position, column.kind, value)
        comment = comments.get((page.declared.name, row.number)) or row.comment if row is not None else None
        if comment:
            page.put(DATA_ROW + offset, places[-1].position + 1, comment, page.formats.comment)


def _write_settings(
    page: _Page, given: Mapping[str, Value], comments: Mapping[str, str], subjects: Collection[str]
) -> None:
    """Write the settings: one row each, with what it means beside it."""
    formats, language = page.formats, page.language
    key, value = page.declared.columns
    name, unit_label, default, meaning = WORDS[language].settings_headers
    side = formats.comment_head
    headers = [
        (key.key, label(key, language), side),
        ("#label", name, side),
        (value.key, label(value, language), formats.required),
        ("#unit", unit_label, side),
        ("#default", default, side),
        ("#hint", meaning, side),
        (COMMENT_KEY, WORDS[language].comment, side),
    ]
    _write_head(page, headers)
    widths = (16, 34, 18, 24, 12, 60, 24)
    for position, width in enumerate(widths, start=1):
        page.sheet.set_column(position, position, width, formats.comment if position == len(widths) else None)
    shown_settings = [setting for setting in SETTINGS if wanted(setting, subjects) or setting.key in given]
    for row, setting in enumerate(shown_settings, start=SETTINGS_ROW):
        name = f"{label(setting, language)} *" if setting.required else label(setting, language)
        texts = (unit(setting, language), default_words(setting, language), hint(setting, language))
        page.sheet.set_row(
            row, 26 if text_width(texts[2]) > widths[5] or text_width(name) > widths[1] - 4 else 18
        )
        page.put(row, 1, setting.key, formats.setting_key)
        page.put(row, 2, name, formats.setting)
        page.sheet.write_blank(row, 3, None, formats.input(setting.kind))
        page.put_given(row, 3, setting.kind, shown("Settings", setting, given, language))
        for position, text in enumerate(texts, start=4):
            page.put(row, position, text, formats.wrapped_comment)
        if setting.key in comments:
            page.put(row, len(widths), comments[setting.key], formats.comment)
        _number_display(page, 3, setting.kind, (row, row))
        add_message(page.sheet, (row, row), 3, setting, language)
    page.sheet.freeze_panes(SETTINGS_ROW, 0)
    _set_print(page, _PAGE_WIDTH, LABEL_ROW)
