"""What a Japanese form shows is what the reader takes: words of lists, old labels, comments, references."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from books import GOOD as LISTS

from planner.examples.write import write_example
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.clean import clean
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.schema.choices import CHOICES_JA
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.former import COMMENT_LABELS, FORMER_LABELS, FORMER_SHEETS
from planner.workbook.schema.sheets import SCHEMA, SETTINGS, SHEETS

GOOD = {name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in LISTS.items()}
CHOSEN = [
    (sheet.name, column)
    for sheet in SCHEMA
    for column in (SETTINGS if sheet.name == "Settings" else sheet.columns)
    if column.choices
]


@pytest.mark.parametrize(("sheet", "column"), CHOSEN, ids=lambda one: getattr(one, "key", one))
def test_every_word_of_a_list_is_read_in_japanese(sheet: str, column: object) -> None:
    """スポット is spot, 以下 is max; no Japanese word of one list means two of its words."""
    assert sheet in SHEETS
    for choice in column.choices:
        names = (SHEETS[choice].ja,) if column.key == "sheet" else CHOICES_JA[choice]
        for name in names:
            value, remarks = clean(name, column)
            assert (value if column.kind is Kind.CHOICE else value[0]) == choice
            assert not remarks


def test_a_wrong_word_is_answered_in_the_words_of_the_form() -> None:
    """A Japanese message lists the Japanese words."""
    kind = SHEETS["Offers"].column("kind")
    facts = clean("リース", kind)[1][0].facts
    assert f"{facts['choices']:ja}" == "スポット、契約"
    assert str(facts["choices"]) == "spot, contract"


def test_labels_of_older_forms_are_read() -> None:
    """A plan with the names of sheets and columns of former templates is the same plan."""
    renamed = {
        FORMER_SHEETS.get(name, (SHEETS[name].ja,))[0]: [
            {
                FORMER_LABELS.get((name, key), (SHEETS[name].column(key).ja,))[0]: value
                for key, value in row.items()
            }
            for row in rows
        ]
        for name, rows in GOOD.items()
        if name != "Settings"
    }
    now, _ = tables_from(GOOD)
    then, findings = tables_from({"設定": GOOD["Settings"], **renamed})
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    assert then is not None
    assert now is not None
    assert then.language == "ja"
    for name in SHEETS:
        assert [row.values for row in then[name]] == [row.values for row in now[name]]


@pytest.mark.parametrize("header", COMMENT_LABELS)
def test_a_column_of_remarks_is_a_comment(header: str) -> None:
    """備考 is nobody's data."""
    rows = {**GOOD, "Items": [{**row, header: "要確認"} for row in GOOD["Items"]]}
    _, findings = tables_from(rows)
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]


def test_a_japanese_example_shows_no_english_word_and_is_the_same_plan(tmp_path: Path) -> None:
    """Lists, references and cases stand in Japanese, and read back as the plan that was written."""
    path = write_example("traction_motor_jp", tmp_path / "plan.xlsx", "ja")
    tables, findings = read_workbook(path)
    assert not findings
    english, _ = read_workbook(write_example("traction_motor_jp", tmp_path / "en.xlsx", "en"))
    assert tables is not None
    assert english is not None
    keys = {"Offers": ("kind", "tier_kind"), "Rules": ("measure", "sense"), "Investments": ("adds_to",)}
    keys["WhatIf"] = ("sheet", "row", "column", "change")
    book = openpyxl.load_workbook(path)
    for name, columns in keys.items():
        assert [[row[key] for key in columns] for row in tables[name]] == [
            [row[key] for key in columns] for row in english[name]
        ]
        sheet = book[SHEETS[name].ja]
        head = {cell.value: cell.column_letter for cell in sheet[3]}
        words = {*CHOICES_JA, *SHEETS, *(column.key for other in SCHEMA for column in other.columns)}
        for key in columns:
            shown = {cell.value for cell in sheet[head[key]][7:]} - {None}
            assert not shown & words


@pytest.mark.parametrize("name", ["first_steps", "wind_turbine_eu"])
def test_the_notes_of_a_japanese_example_are_japanese(name: str, tmp_path: Path) -> None:
    """Where a figure is from, and what is assumed; no English word."""
    book = openpyxl.load_workbook(write_example(name, tmp_path / "plan.xlsx", "ja"))
    for sheet in SHEETS.values():
        rows = list(book[sheet.ja].iter_rows(min_row=3, values_only=True))
        at = rows[0].index("#comment")
        for row in rows[6:]:
            assert not re.search(r"[a-z]{3,}", str(row[at] or "")), (sheet.name, row[at])
