"""The schema says everything about every column, in both languages, and the reference pages follow it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from planner.workbook.reading.clean import clean
from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.reference import REFERENCE_FILES, columns_page
from planner.workbook.schema.sheets import SCHEMA, SETTINGS, SHEETS
from planner.workbook.schema.wording import LANGUAGES, NUMERIC, allowed_words, default_words

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = [
    *((SHEETS["Settings"], column) for column in SETTINGS),
    *((sheet, column) for sheet in SCHEMA for column in sheet.columns),
]
every_column = pytest.mark.parametrize(
    ("sheet", "column"), COLUMNS, ids=[f"{sheet.name}.{column.key}" for sheet, column in COLUMNS]
)


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def test_the_sheets_stand_in_the_order_of_the_contract() -> None:
    """The order of the sheets is the order in which findings and documents show them."""
    assert [sheet.name for sheet in SCHEMA] == [
        *(
            "Settings",
            "Countries",
            "Items",
            "Receipts",
            "Suppliers",
            "Offers",
            "PriceTiers",
            "Pools",
            "PriceIndex",
            "FX",
            "History",
        ),
        *("Products", "Demand", "Designs", "BOM", "Processes", "ProcessFlows", "Investments"),
        *("Rules", "Events", "Scenarios", "WhatIf"),
    ]


def test_the_needed_sheets_are_those_of_the_contract() -> None:
    """A plan needs a frame, things to buy, somebody to sell them, and something to deliver."""
    needed = {sheet.name for sheet in SCHEMA if sheet.required}
    assert needed == {"Settings", "Items", "Suppliers", "Offers", "Products", "Demand", "Designs", "BOM"}


@every_column
def test_every_column_speaks_both_languages(sheet: Sheet, column: Column) -> None:
    """Label, hint and example are never missing, and a number always says its unit."""
    assert column.en
    assert column.ja
    assert column.hint_en
    assert column.hint_ja
    assert column.example
    assert bool(column.unit_en) == bool(column.unit_ja)
    if column.kind in NUMERIC:
        assert column.unit_en, f"{sheet.name}.{column.key} is a number without a unit"


@every_column
def test_every_example_passes_the_checks_of_its_own_column(sheet: Sheet, column: Column) -> None:
    """What the template shows as an example would be accepted in the cells below it."""
    value, remarks = clean(column.example, column)
    assert value is not None, f"{sheet.name}.{column.key}: {column.example}"
    assert not [remark for remark in remarks if remark.severity == "error"]


@every_column
def test_a_blank_cell_always_means_something_that_can_be_said(sheet: Sheet, column: Column) -> None:
    """A column is required, or the documents can tell what a blank in it means, and what it may hold."""
    assert sheet.name
    for language in LANGUAGES:
        assert bool(default_words(column, language)) != column.required
        assert allowed_words(column, language)
    assert bool(column.default_en) == bool(column.default_ja)
    assert column.default is None or not column.default_en


@pytest.mark.parametrize("sheet", SCHEMA, ids=lambda sheet: sheet.name)
def test_no_name_means_two_columns(sheet: Sheet) -> None:
    """Keys and labels of both languages are all found without ambiguity, however they are typed."""
    columns = SETTINGS if sheet.name == "Settings" else sheet.columns
    owner: dict[str, str] = {}
    for column in columns:
        for name in (column.key, column.en, column.ja):
            assert owner.setdefault(_fold(name), column.key) == column.key


def test_no_name_means_two_sheets() -> None:
    """English and Japanese sheet names are all different."""
    names = [_fold(name) for sheet in SCHEMA for name in (sheet.name, sheet.ja)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("sheet", SCHEMA, ids=lambda sheet: sheet.name)
def test_keys_and_references_name_what_exists(sheet: Sheet) -> None:
    """Key columns belong to their sheet; a reference names a sheet whose rows have ids."""
    assert {column.key for column in sheet.columns} >= set(sheet.key)
    for column in sheet.columns:
        if column.ref:
            assert SHEETS[column.ref].columns[0].kind is Kind.ID


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_column_reference_is_current(language: str) -> None:
    """``python -m planner.workbook.schema.reference`` was run after the last change of the schema."""
    written = (DOCS / REFERENCE_FILES[language]).read_text(encoding="utf-8")
    assert written == columns_page(language)
