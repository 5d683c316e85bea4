"""Dropdowns and messages of the template's cells; the sheet of choices behind them.

They are a convenience: pasting goes around them, so the reader checks everything again.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.workbook.cells import YESNO_WORDS, put_text
from planner.workbook.schema.choices import choice_word
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.sheets import LISTS_SHEETS, SCHEMA, SETTINGS, SHEETS
from planner.workbook.schema.wording import (
    NUMERIC,
    allowed_words,
    default_words,
    hint,
    label,
    sheet_title,
    unit,
)
from planner.workbook.template.words import CHOICE_MEANINGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from planner.workbook.schema.columns import Column, Sheet
    from planner.workbook.template.style import Formats

_TITLE_LIMIT = 32
_MESSAGE_LIMIT = 255
"""What Excel allows for the title and the text of a cell's message."""


def _lists(language: str) -> dict[tuple[str, ...], str]:
    """Return each distinct list of choices with the label of the first column that uses it."""
    lists: dict[tuple[str, ...], str] = {}
    for sheet in SCHEMA:
        for column in SETTINGS if sheet.name == "Settings" else sheet.columns:
            if column.choices:
                lists.setdefault(column.choices, f"{sheet_title(sheet, language)}: {label(column, language)}")
            elif column.kind is Kind.YESNO:
                words = YESNO_WORDS[language]
                lists.setdefault(words, ", ".join(words))
    return lists


def list_ranges(language: str) -> dict[tuple[str, ...], str]:
    """Return, for each list of choices, the range on the sheet of choices that holds it."""
    ranges, row = {}, 1
    for choices in _lists(language):
        first, last = (xl_rowcol_to_cell(r, 1, True, True) for r in (row, row + len(choices) - 1))
        ranges[choices] = f"='{LISTS_SHEETS[language]}'!{first}:{last}"
        row += len(choices)
    return ranges


def add_lists_sheet(workbook: xlsxwriter.Workbook, formats: Formats, language: str, tab: str) -> None:
    """Write the sheet of choices: every word the dropdowns offer, and what it means."""
    sheet = workbook.add_worksheet(LISTS_SHEETS[language])
    sheet.set_tab_color(tab)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 48)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for index, header in enumerate(WORDS[language].lists_headers):
        put_text(sheet, 0, index, header, formats.optional)
    row = 1
    titles = {name: sheet_title(declared, language) for name, declared in SHEETS.items()}
    for choices, used_by in _lists(language).items():
        for position, word in enumerate(choices):
            put_text(sheet, row, 0, used_by if position == 0 else "", formats.plain)
            put_text(sheet, row, 1, choice_word(word, language, titles), formats.plain)
            put_text(sheet, row, 2, _meaning(word, language), formats.plain)
            row += 1


def _meaning(word: str, language: str) -> str:
    if word in SHEETS:
        return sheet_title(SHEETS[word], language)
    meaning = CHOICE_MEANINGS.get(word)
    return word if meaning is None else meaning[1 if language == "ja" else 0]


def name_id_ranges(
    workbook: xlsxwriter.Workbook, language: str, within: tuple[int, int], sheets: Sequence[Sheet]
) -> None:
    """Define a name ``ids_<Sheet>`` for the ids filled so far on every sheet others refer to.

    Parameters
    ----------
    workbook
        The workbook, still open.
    language
        Language of the sheet names.
    within
        First and last row (from 0) in which ids may stand; they stand in column B.
    sheets
        The sheets that are written.
    """
    first_row, last_row = within
    for name in sorted({column.ref for sheet in sheets for column in sheet.columns if column.ref}):
        where = f"'{sheet_title(SHEETS[name], language)}'!"
        first, last = (where + xl_rowcol_to_cell(r, 1, True, True) for r in (first_row, last_row))
        whole = f"{first}:{last.removeprefix(where)}"
        # Only as far as it is filled: a dropdown of thousands of blanks helps nobody.
        workbook.define_name(f"ids_{name}", f"={first}:INDEX({whole},MAX(1,COUNTA({whole})))")


def _limits(column: Column) -> dict[str, object]:
    """Return Excel's rule for a column of numbers."""
    rule: dict[str, object] = {"validate": "integer" if column.kind is Kind.INTEGER else "decimal"}
    if column.low is not None and column.high is not None and not column.low_open:
        return {**rule, "criteria": "between", "minimum": column.low, "maximum": column.high}
    if column.low is not None and column.high is not None:
        # Excel has no rule for an open interval; the closed one catches a bare 90, the reader the ends.
        return {**rule, "criteria": "between", "minimum": column.low, "maximum": column.high}
    if column.low is not None:
        return {**rule, "criteria": ">" if column.low_open else ">=", "value": column.low}
    return {**rule, "criteria": "between", "minimum": -1e15, "maximum": 1e15}


def _rule(column: Column, language: str) -> dict[str, object]:
    if column.kind is Kind.CHOICE:
        return {"validate": "list", "source": list_ranges(language)[column.choices]}
    if column.kind is Kind.YESNO:
        return {"validate": "list", "source": list_ranges(language)[YESNO_WORDS[language]]}
    if column.kind is Kind.ID and column.ref:
        return {"validate": "list", "source": f"=ids_{column.ref}", "error_type": "warning"}
    if column.kind is Kind.MONTH:
        earliest = dt.date(1990, 1, 1)
        return {"validate": "date", "criteria": ">=", "value": earliest, "error_type": "warning"}
    return _limits(column) if column.kind in NUMERIC else {"validate": "any"}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def add_message(
    sheet: Worksheet, rows: tuple[int, int], position: int, column: Column, language: str
) -> None:
    """Give the cells of one column their dropdown or limits, the hint shown on pointing, and the error."""
    words = WORDS[language]
    names = {name: sheet_title(declared, language) for name, declared in SHEETS.items()}
    allowed = allowed_words(column, language, names)
    default = default_words(column, language)
    parts = [
        hint(column, language),
        f"[{unit(column, language)}]" if unit(column, language) else "",
        words.if_blank.format(default=default) if default else words.required,
    ]
    rule: dict[str, Any] = {
        **_rule(column, language),
        "ignore_blank": True,
        "input_title": _cut(label(column, language), _TITLE_LIMIT),
        "input_message": _cut("\n".join(part for part in parts if part), _MESSAGE_LIMIT),
    }
    error = words.error_reference if column.kind is Kind.ID else words.errors.get(column.kind)
    if rule["validate"] != "any" and error:
        rule["error_title"] = _cut(words.check_title, _TITLE_LIMIT)
        rule["error_message"] = _cut(error.format(allowed=allowed, example=column.example), _MESSAGE_LIMIT)
    if sheet.data_validation(rows[0], position, rows[1], position, rule) != 0:
        raise ValueError(f"cannot set the message of column {column.key}")
