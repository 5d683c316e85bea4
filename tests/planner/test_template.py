"""The template can be filled and read back, in both languages, and equal runs give equal bytes."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from books import GOOD

from planner.workbook.cells import YESNO_WORDS
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.clean import clean
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.sheets import (
    META_SHEET,
    README_SHEETS,
    SCHEMA,
    SETTING_COLUMNS,
    SETTINGS,
    SHEETS,
)
from planner.workbook.schema.subjects import SUBJECTS, group_title
from planner.workbook.schema.wording import LANGUAGES, sheet_title
from planner.workbook.tables import Row, Tables, Value
from planner.workbook.template.book import placed, write_template
from planner.workbook.template.input_sheets import write_bare
from planner.workbook.template.lists import list_ranges

GOOD_ROWS = {
    title: [dict(zip(map(str, given[0]), row, strict=True)) for row in given[1:]]
    for title, given in GOOD.items()
}
CASES = Path(__file__).parents[1] / "cases"
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _tables(**sheets: list[dict[str, Value]]) -> Tables:
    """Return tables of a plan as code makes them: only what is given, numbered from 2."""
    rows = {
        sheet.name: tuple(
            Row(
                sheet.name,
                number,
                {column.key: given.get(column.key) for column in sheet.columns},
                frozenset(given),
            )
            for number, given in enumerate(sheets.get(sheet.name, []), start=2)
        )
        for sheet in SCHEMA
    }
    settings: dict[str, Value] = {key: column.default for key, column in SETTING_COLUMNS.items()}
    settings |= {str(row["key"]): row["value"] for row in rows["Settings"]}
    return Tables(name="tiny", sheets=rows, settings=settings)


def _tiny() -> Tables:
    """Return a plan whose texts are all dangerous, and whose numbers are all awkward."""
    return _tables(
        Settings=[
            {"key": "plan_name", "value": "=1+1"},
            {"key": "start_month", "value": dt.date(2026, 4, 1)},
            {"key": "months", "value": 3},
            {"key": "discount_rate", "value": 0.1 + 0.2},
        ],
        Countries=[{"code": "NA", "name": "Namibia", "groups": ("risk", "AFRICA")}],
        Items=[{"item": "007", "name": "=cmd()", "initial_stock": 1 / 3, "monthly_loss": 0.125}],
        Suppliers=[{"supplier": "+1", "already_qualified": False}],
        Offers=[
            {"offer": "@x", "supplier": "+1", "item": "007", "price": 12.5, "max_per_month": 10.0},
            {
                "offer": "{=1}",
                "supplier": "+1",
                "item": "007",
                "kind": "contract",
                "price": 9.0,
                "max_annual": 120.0,
                "signed": True,
                "available_from": dt.date(2026, 5, 1),
            },
        ],
        Products=[{"product": "http://x", "shortage_penalty": 1e6}],
        Demand=[{"product": "http://x", "month": dt.date(2026, 4, 1), "quantity": 5.0}],
        Designs=[{"product": "http://x", "design": "1.0"}],
        BOM=[{"product": "http://x", "design": "1.0", "item": "007", "quantity": 0.00035}],
        Events=[{"event": "E", "country": ("NA", "CN"), "stage": ("mining",), "loss_profile": (1.0, 0.35)}],
        WhatIf=[
            {"case": "c", "sheet": "Items", "row": "007", "column": "name", "change": "set", "value": "x"}
        ],
    )


def _given(tables: Tables) -> dict[str, list[dict[str, Value]]]:
    """Return what was given on every sheet, without row numbers; a setting without a value is none."""
    return {
        name: [
            {key: row[key] for key in sorted(row.given)}
            for row in rows
            if name != "Settings" or "value" in row.given
        ]
        for name, rows in tables.sheets.items()
    }


def _read(path: Path) -> Tables:
    tables, _ = read_workbook(path)
    assert tables is not None
    return tables


@in_both_languages
def test_an_empty_template_only_asks_to_be_filled(tmp_path: Path, language: str) -> None:
    """Reading the template back finds nothing wrong with it, only what to fill first."""
    tables, findings = read_workbook(write_template(tmp_path / "plan.xlsx", language))
    assert tables is not None
    assert tables.language == language
    errors = {(finding.sheet, finding.cell) for finding in findings if finding.severity is Severity.ERROR}
    needed = {sheet_title(sheet, language) for sheet in SCHEMA if sheet.required}
    assert {sheet for sheet, _ in errors} == needed
    # Two settings have no default; of the other sheets the sheet itself is named, not a cell.
    assert len([cell for _, cell in errors if cell]) == 2
    assert not [finding for finding in findings if finding.severity is Severity.WARNING]


@in_both_languages
def test_equal_runs_give_equal_bytes(tmp_path: Path, language: str) -> None:
    """Nothing in the file depends on the time or on the folder."""
    first = write_template(tmp_path / "a.xlsx", language, _tiny())
    second = write_template(tmp_path / "b.xlsx", language, _tiny())
    assert first.read_bytes() == second.read_bytes()


@in_both_languages
def test_a_filled_template_is_read_back_as_it_was_filled(tmp_path: Path, language: str) -> None:
    """Every value comes back the same, none invented, whatever the language of the form."""
    tables = _tiny()
    assert _given(_read(write_template(tmp_path / "plan.xlsx", language, tables))) == _given(tables)


def test_a_bare_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """The bare sheets kept in a result hold the whole plan."""
    tables = _tiny()
    assert _given(_read(write_bare(tmp_path / "plan.xlsx", tables))) == _given(tables)


@pytest.mark.parametrize("case", ["bid", "ww_winston_4month", "trnsport"])
def test_a_plan_survives_being_read_and_written_again(tmp_path: Path, case: str) -> None:
    """Read, written bare and read again, a plan has the same rows, cells given and settings."""
    before = _read(CASES / f"{case}.xlsx")
    after = _read(write_bare(tmp_path / "again.xlsx", before))
    assert _given(after) == _given(before)
    assert after.settings == before.settings


def test_a_plan_keeps_its_name_in_a_file_of_another_name(tmp_path: Path) -> None:
    """A plan named by its file is still called so in a result workbook."""
    sheets = dict(_tiny().sheets)
    sheets["Settings"] = sheets["Settings"][1:]
    settings = {**_tiny().settings, "plan_name": "my plan"}
    tables = Tables(name="my plan", sheets=sheets, settings=settings)
    assert _read(write_bare(tmp_path / "result.xlsx", tables)).settings["plan_name"] == "my plan"


def test_comments_stand_beside_their_rows(tmp_path: Path) -> None:
    """An invented number is marked in the comment column, which the reader passes over."""
    comments = {("Offers", 3): "invented", ("Settings", 4): "our usual"}
    path = write_template(tmp_path / "plan.xlsx", "en", _tiny(), comments)
    book = openpyxl.load_workbook(path)
    found = {
        (sheet.title, row[0].row): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in comments.values()
    }
    assert sorted(found.values()) == ["invented", "our usual"]
    assert _given(_read(path)) == _given(_tiny())


@in_both_languages
def test_no_cell_that_is_read_holds_a_formula(tmp_path: Path, language: str) -> None:
    """A formula would be read by its cached value, which nobody has computed."""
    path = write_template(tmp_path / "plan.xlsx", language, _tiny())
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)


@in_both_languages
def test_every_choice_has_its_dropdown(tmp_path: Path, language: str) -> None:
    """Choices, yes and no, and ids of other sheets are offered in the cells; every column has its hint."""
    book = openpyxl.load_workbook(write_template(tmp_path / "plan.xlsx", language))
    ranges = list_ranges(language)
    for declared in SCHEMA:
        if declared.name == "Settings":
            continue
        rules = {
            next(iter(rule.sqref.ranges)).min_col: rule
            for rule in book[sheet_title(declared, language)].data_validations.dataValidation
        }
        columns = [(place.position + 1, place.column) for place in placed(declared) if place.column]
        for position, column in columns:
            rule = rules[position]
            assert rule.prompt, column.key
            if column.kind is Kind.CHOICE:
                assert f"={rule.formula1}" == ranges[column.choices]
            if column.kind is Kind.ID and column.ref:
                assert rule.formula1 == f"ids_{column.ref}"
                assert rule.formula1 in book.defined_names


@in_both_languages
def test_dropdown_ranges_hold_their_words(tmp_path: Path, language: str) -> None:
    """A dropdown shows exactly the words the reader accepts."""
    book = openpyxl.load_workbook(write_template(tmp_path / "plan.xlsx", language))
    for choices, where in list_ranges(language).items():
        sheet, cells = where.removeprefix("=").replace("'", "").split("!")
        shown = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
        if choices in YESNO_WORDS.values():
            assert tuple(shown) == choices
            continue
        column = next(c for s in SCHEMA for c in (*s.columns, *SETTINGS) if c.choices == choices)
        assert tuple(clean(word, column)[0] for word in shown) == choices
        assert language == "en" or not any(word.isascii() for word in shown)


@in_both_languages
def test_the_template_says_what_it_is(tmp_path: Path, language: str) -> None:
    """The readme comes first, every sheet is there, and version and language can be read by a program."""
    book = openpyxl.load_workbook(write_template(tmp_path / "plan.xlsx", language))
    assert book.sheetnames[0] == README_SHEETS[language]
    assert {sheet_title(sheet, language) for sheet in SHEETS.values()} <= set(book.sheetnames)
    meta = dict(book[META_SHEET].iter_rows(values_only=True))
    assert meta["schema_version"] == "2"
    assert meta["language"] == language
    assert book[META_SHEET].sheet_state == "veryHidden"
    assert book.custom_doc_props["planner_schema_version"].value == 2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_wide_sheets_fold_away_what_few_plans_need(tmp_path: Path, language: str) -> None:
    """Finer terms of an offer stand in closed outline groups, each behind a heading; they are read too."""
    path = write_template(tmp_path / "plan.xlsx", language)
    sheet = openpyxl.load_workbook(path)[sheet_title(SHEETS["Offers"], language)]
    keys = {cell.value: cell.column_letter for cell in sheet[3]}
    assert sheet.column_dimensions[keys["index"]].outlineLevel == 1
    assert sheet.column_dimensions[keys["index"]].hidden
    assert not sheet.column_dimensions[keys["price"]].hidden
    headings = [key for key in keys if key and key.startswith("#") and key not in ("#", "#comment")]
    assert headings == [
        f"#{group_title(group, language)}" for group in ("terms", "formula", "payment", "sizes", "places")
    ]
    assert sheet.sheet_properties.outlinePr.summaryRight is False


def test_a_group_that_is_used_stands_open(tmp_path: Path) -> None:
    """Nobody should have to look for what was filled in."""
    tables, _ = tables_from({**GOOD_ROWS, "Offers": [{**GOOD_ROWS["Offers"][0], "payment_months": 2}]})
    sheet = openpyxl.load_workbook(write_template(tmp_path / "plan.xlsx", "en", tables))["Offers"]
    keys = {cell.value: cell.column_letter for cell in sheet[3]}
    assert not sheet.column_dimensions[keys["payment_months"]].hidden
    assert sheet.column_dimensions[keys["index"]].hidden


@pytest.mark.parametrize(
    "subjects", [("basic",), *[(subject,) for subject in SUBJECTS if subject != "basic"]]
)
def test_a_template_of_few_subjects_is_a_plan_to_fill(tmp_path: Path, subjects: tuple[str, ...]) -> None:
    """It has what its subjects need and nothing that only others do, and names no sheet that is not there."""
    path = write_template(tmp_path / "plan.xlsx", "en", subjects=subjects)
    tables, findings = read_workbook(path)
    assert tables is not None
    assert {finding.code for finding in findings} <= {"E121", "E122", "E154", "E160", "N122"}
    book = openpyxl.load_workbook(path)
    assert {"Settings", "Items", "Offers", "Demand", "BOM"} <= set(book.sheetnames)
    assert ("Events" in book.sheetnames) == ("risk" in subjects)
    assert ("History" in book.sheetnames) == ("history" in subjects)
    keys = {cell.value for cell in book["Offers"][3]}
    assert ("take_or_pay" in keys) == ("contracts" in subjects)
    assert ("index_lag_months" in keys) == ("index" in subjects)
    for name in book.defined_names.values():
        assert name.attr_text.split("!")[0].strip("='") in book.sheetnames
