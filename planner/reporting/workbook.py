"""Writes the whole result workbook: what people look at, the plain tables, and the input as it was read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from planner.reporting.advice.every import advise
from planner.reporting.charts.data import chart_data
from planner.reporting.charts.draw import DATA_SHEET, Gallery
from planner.reporting.layout.look import ACCENT, FONTS, MUTED, Look
from planner.reporting.layout.page import Page
from planner.reporting.layout.scale import money_scale, plan_speech
from planner.reporting.summary.sheet import draw_charts, draw_summary
from planner.reporting.summary.summarise import summarise
from planner.reporting.tables.sheets import add_frame, add_guide, add_notes, add_run, shown_sheets
from planner.reporting.words.phrases import LANGUAGES
from planner.result import Result
from planner.workbook.files import new_workbook
from planner.workbook.paper import print_setup
from planner.workbook.template.input_sheets import add_input_sheets
from planner.workbook.titles import own_title, shown_title


def write_result(
    result: Result, path: Path, language: str | None = None, *, force: bool = False, pages: bool = True
) -> Path:
    """Write the result workbook, whole or not at all.

    Parameters
    ----------
    result
        What to write.
    path
        The workbook to write; its folder must exist.
    language
        ``en`` or ``ja``; default: the language of the input workbook.
    force
        Replace an existing file.
    pages
        ``False``: the tables, the input and the facts of the run alone: where a page fails, a plan that is
        solved and audited is not lost.

    Returns
    -------
    Path
        The file written: ``path``, or a second name beside it where Excel holds ``path`` open.

    Raises
    ------
    FileExistsError
        If ``path`` exists and ``force`` is not set, or if ``path`` is the input workbook itself.
    OSError
        If it cannot be written.
    ValueError
        If the language is not known.

    """
    spoken = language or result.inputs.language
    if spoken not in LANGUAGES:
        raise ValueError(f"language {spoken!r} is not one of {', '.join(LANGUAGES)}")
    refuse_overwriting(result, path, force=force)
    if not pages:
        return _write_tables(result, path, spoken)
    summary = summarise(result)
    speech = plan_speech(spoken, summary)
    scale = money_scale(speech, max(abs(summary.worst), abs(summary.expected)))
    charts = chart_data(result, summary)
    properties = {"title": summary.plan_name, "comments": "planner"}
    font = FONTS[spoken]
    with new_workbook(path, properties=properties, default_format={"font_name": font, "font_size": 10}) as (
        workbook,
        draft,
    ):
        look = Look(workbook)
        page = Page(workbook.add_worksheet(shown_title("Summary", spoken)), look, speech, scale)
        more = Page(workbook.add_worksheet(shown_title("Charts", spoken)), look, speech, scale)
        for name in shown_sheets(result):
            add_frame(workbook, look, name, result.tables[name], spoken)
        add_run(workbook, look, result, spoken)
        add_frame(workbook, look, "Audit", result.tables["Audit"], spoken)
        add_notes(workbook, look, result, speech)
        add_guide(workbook, look, result, speech)
        data = workbook.add_worksheet(shown_title(DATA_SHEET, spoken))
        data.set_column(0, 0, 30)
        data.set_column(1, 12, 16)
        gallery = Gallery(workbook, data, look, speech, scale.size, scale.word, charts.suppliers, font)
        draw_summary(
            page,
            gallery,
            result=result,
            summary=summary,
            advice=advise(result, summary),
            charts=charts.main,
        )
        draw_charts(more, gallery, charts.items)
        print_setup(data, gallery.row, 13, 1, spoken)
        more.finish()
        for plain in workbook.worksheets():
            name = own_title(plain.get_name())
            if name in {"Summary", "Charts"}:
                plain.set_tab_color(ACCENT)
            elif name in {"Notes", "Guide", DATA_SHEET}:
                plain.set_tab_color(MUTED)
        add_input_sheets(workbook, result.inputs, language=spoken)
        page.sheet.activate()
    return draft.path


def _write_tables(result: Result, path: Path, language: str) -> Path:
    """Write what programs read: the tables, the facts of the run, and the input as it was read."""
    font = {"font_name": FONTS[language], "font_size": 10}
    properties = {"title": result.inputs.name, "comments": "planner"}
    with new_workbook(path, properties=properties, default_format=font) as (workbook, draft):
        look = Look(workbook)
        for name in shown_sheets(result):
            add_frame(workbook, look, name, result.tables[name], language)
        add_run(workbook, look, result, language)
        add_frame(workbook, look, "Audit", result.tables["Audit"], language)
        add_input_sheets(workbook, result.inputs, language=language)
    return draft.path


def refuse_overwriting(result: Result, path: Path, *, force: bool) -> None:
    """Refuse a path that holds the input, or anything at all unless forced.

    Raises
    ------
    FileExistsError
        If so.

    """
    if not path.exists():
        return
    if result.inputs.sha256 and _sha256(path) == result.inputs.sha256:
        raise FileExistsError(f"{path.name} is the input workbook; the result needs another name")
    if not force:
        raise FileExistsError(f"{path.name} exists")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
