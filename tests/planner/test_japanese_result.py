"""A Japanese result: Japanese tabs, labels above the keys, no English word on a page, read back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import planner
from planner.api.answer import Answer
from planner.examples.write import write_example
from planner.replaying.truth import Truth
from planner.reporting.words.labels import LABELS_JA, column_label
from planner.result_file import read_result
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.titles import TITLES_JA, own_title, shown_title

OWN_WORDS = frozenset(
    {"planner", "HiGHS", "CVaR", "NdPr", "pandas", "header", "xlsx", "kg", "Excel", "report"}
)
"""Words of the Latin alphabet that a Japanese buyer reads as they are."""
FACTS = frozenset({"実行情報", "検算", "読み取り", "グラフデータ"})
"""Sheets for programs: their facts have names of their own."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first example in Japanese."""
    return write_example("first_steps", tmp_path_factory.mktemp("ja") / "計画.xlsx", "ja")


@pytest.fixture(scope="module")
def solved(plan: Path) -> planner.PlanResult:
    return planner.solve(planner.read(plan))


@pytest.fixture(scope="module")
def result(plan: Path, solved: planner.PlanResult) -> Path:
    return solved.write(plan.with_name("結果.xlsx"))


def _pages(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def english_words(texts: list[str]) -> set[str]:
    """Return the English words in texts: small letters; ids and currencies have none."""
    said = [re.sub(r"planner [a-z]+[^。、）]*", "", text) for text in texts]  # a command is as one types it
    words = {word for text in said for word in re.findall(r"[A-Za-z][A-Za-z_]*[a-z]{2,}[A-Za-z_]*", text)}
    return words - OWN_WORDS


def test_tabs_and_headers_are_japanese(result: Path) -> None:
    """Every tab, and the row above the keys."""
    for title, rows in _pages(result).items():
        assert not title.isascii()
        if title in {"概要", "グラフ", "読み方", "グラフデータ"}:
            continue
        labels, keys = rows[0], rows[1]
        assert all(label and not str(label).isascii() for label in labels), title
        assert all(re.fullmatch(r"#?[a-z][a-z0-9_]*", str(key)) for key in keys), title


def test_no_english_word_on_the_pages_for_people(result: Path) -> None:
    """Neither a key nor a sheet name nor a sentence."""
    pages = _pages(result)
    told = [str(cell) for title in ("概要", "グラフ") for row in pages[title] for cell in row if cell]
    assert not english_words(told)
    guide = [re.sub(r"（[a-z0-9_]+）", "", str(cell)) for row in pages["読み方"] for cell in row if cell]
    assert not english_words(guide) - {"spot", "contract", "_pv"}


def test_a_japanese_result_is_read_back_by_us_and_by_pandas(result: Path, solved: planner.PlanResult) -> None:
    """``header=1`` for pandas; our reader finds the keys itself."""
    again = read_result(result)
    assert again.inputs.settings == solved.inputs.settings
    assert again.inputs.language == "ja"
    assert not again.findings
    for name, frame in solved.tables.items():
        if not len(frame):
            continue
        back = pd.read_excel(result, sheet_name=shown_title(name, "ja"), header=1, engine="openpyxl")
        assert list(back.columns) == list(frame.columns)
        assert len(back) == len(frame)
        assert list(again.tables[name].columns) == list(frame.columns)
        assert len(again.tables[name]) == len(frame)
    assert again.expected_cost == solved.expected_cost
    for name in set(SHEETS) - {"Settings"}:
        kept = [{**row.values} for row in again.inputs[name]]
        assert kept == [{**row.values} for row in solved.inputs[name]]


def test_links_and_charts_lead_to_sheets_that_are_there(result: Path) -> None:
    """A name of a sheet in a link or a chart is one of the book's."""
    book = openpyxl.load_workbook(result)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink and cell.hyperlink.location:
                    title, place = cell.hyperlink.location.rsplit("!", 1)
                    assert title.strip("'") in book.sheetnames
                    assert book[title.strip("'")][place].value is not None
        for chart in sheet._charts:
            for series in chart.series:
                assert series.val.numRef.f.split("!")[0].strip("'") in book.sheetnames


def test_an_english_result_is_as_it_was(solved: planner.PlanResult, tmp_path: Path) -> None:
    """Its first row is the row of keys."""
    pages = _pages(solved.write(tmp_path / "en.xlsx", language="en"))
    assert pages["Orders"][0] == list(solved.tables["Orders"].columns)
    assert {"Summary", "Run", "In Items"} <= set(pages)


def test_every_sheet_and_column_of_every_answer_has_a_japanese_name(plan: Path, result: Path) -> None:
    """Comparison, exposure, stress, explanation: none falls back to its key."""
    read = planner.read(plan)
    answers: list[Answer] = [
        planner.whatif(read),
        planner.exposure(read, result=result),
        planner.explain(read),
        planner.stress(read, result=result, sample=20),
        planner.compare([result, planner.solve(planner.roll(result).plan)]),
        planner.replay(read, Truth(), ["held"], months=2),
    ]
    for answer in answers:
        for name, frame in answer.tables.items():
            assert name in TITLES_JA
            assert own_title(shown_title(name, "ja")) == name
            for key in frame.columns:
                assert not column_label(str(key), "ja").isascii(), (name, key)


def test_no_two_sheets_share_a_name() -> None:
    """A Japanese name leads back to one sheet."""
    assert len(set(TITLES_JA.values())) == len(TITLES_JA)
    assert not any(label.isascii() for label in LABELS_JA.values())
