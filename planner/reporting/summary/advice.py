"""Warnings and reading hints on the Summary, each with a link to its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from planner.reporting.advice.view import Advice, Place
from planner.reporting.layout.look import LINE, MUTED, WARN
from planner.reporting.layout.page import COLUMNS, Link, Page
from planner.reporting.tables.sheets import header_rows
from planner.reporting.words.phrases import Clause, Speech
from planner.result import Result
from planner.workbook.messages.findings import Severity
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.template.input_sheets import kept_title
from planner.workbook.titles import shown_title


def warning_rows(page: Page, advice: Sequence[Advice]) -> None:
    """Write the warnings."""
    page.block()
    word, say = page.speech.word, page.speech.say
    warnings = [one for one in advice if one.warning]
    page.heading(say("warning_title", count=len(warnings)) if warnings else word("warning_none"))
    _advice_rows(page, warnings, mark=WARN)
    page.row += 1


def hint_rows(page: Page, result: Result, advice: Sequence[Advice]) -> None:
    """Write how to read the plan."""
    page.block()
    page.heading(page.speech.word("hint_title"))
    _advice_rows(page, [one for one in advice if not one.warning], mark=MUTED)
    counts = Counter(finding.severity for finding in result.findings)
    if counts:
        warnings, notes = counts[Severity.WARNING], counts[Severity.NOTE]
        note = page.speech.say("finding_note", warnings=warnings, notes=notes)
        page.paragraph(note, font_color=MUTED)


def _advice_rows(page: Page, advice: Sequence[Advice], mark: str) -> None:
    for number, one in enumerate(advice, start=1):
        text = advice_words(page.speech, one)
        page.tall(page.row, page.height(text, COLUMNS - 2) + 1)
        page.cell(0, COLUMNS - 2, f"{number}.  {text}", text_wrap=True, bottom=4, bottom_color=LINE)
        place = _link(page, one.place)
        page.cell(COLUMNS - 2, 2, place, font_size=9, font_color=mark, indent=1, bottom=4, bottom_color=LINE)
        page.row += 1


def advice_words(speech: Speech, advice: Advice) -> str:
    """Return a warning or hint as a sentence."""
    return speech.fact(Clause(advice.code, advice.facts))


def place_words(speech: Speech, place: Place) -> str:
    """Return where to look: a row of a result sheet, or a cell of the file the plan was read from."""
    sheet = place.title or shown_title(place.sheet, speech.language)
    cell = (
        place.cell
        if place.of_input or not place.cell
        else _below(place.cell, header_rows(speech.language) - 1)
    )
    where = f"{sheet}!{cell}" if cell else sheet
    return speech.say("place_input", where=where) if place.of_input else where


def _link(page: Page, place: Place | None) -> Link | str:
    if place is None:
        return ""
    language = page.speech.language
    if place.of_input:
        title, cell = kept_title(SHEETS[place.sheet], language), place.kept
    else:
        title, cell = shown_title(place.sheet, language), place.cell
    return Link(place_words(page.speech, place), title, _below(cell, header_rows(language) - 1))


def _below(cell: str, rows: int) -> str:
    """Return an address so many rows further down; the first row stays."""
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    return f"{letters}{int(number) + rows}" if int(number) > 1 else cell
