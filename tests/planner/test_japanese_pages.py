"""Every workbook that a command writes in Japanese: its tabs, headers and pages have no word of English."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.xml.functions import tostring

import planner
from planner.api.answer import Answer
from planner.examples.write import write_example
from planner.replaying.truth import Truth
from planner.reporting.comparison.screen import in_lines
from planner.reporting.paper.tables import half_up
from planner.reporting.words.labels import column_label
from planner.workbook.titles import TITLES_JA, own_title, shown_title
from tests.planner.test_japanese_result import english_words

IDS = frozenset({"ban", "cap", "books"})
"""Words of the case ids ``no-ban`` and ``no-cap``, and of the folder: they are the user's."""

Asked = Callable[[planner.Plan, Path], Answer]
ANSWERS: Mapping[str, Asked] = {
    "whatif": lambda plan, _: planner.whatif(plan),
    "rules of thumb": lambda plan, _: planner.whatif(plan, rules_of_thumb=True),
    "compare": lambda _, result: planner.compare([result, planner.solve(planner.roll(result).plan)]),
    "explain": lambda plan, _: planner.explain(plan),
    "stress": lambda plan, result: planner.stress(plan, result=result, sample=20),
    "exposure": lambda plan, result: planner.exposure(plan, result=result),
    "frontier": lambda plan, _: planner.frontier(plan, points=3),
    "sensitivity": lambda plan, _: planner.sensitivity(plan),
    "odds": lambda plan, _: planner.odds(plan),
    "shock": lambda plan, _: planner.shock(plan, "BAN"),
    "replay": lambda plan, _: planner.replay(plan, Truth(), ["held"], months=2),
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> planner.Plan:
    """The first example in Japanese."""
    return planner.read(write_example("first_steps", tmp_path_factory.mktemp("books") / "計画.xlsx", "ja"))


@pytest.fixture(scope="module")
def result(plan: planner.Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its result."""
    return planner.solve(plan).write(tmp_path_factory.mktemp("books") / "結果.xlsx")


@pytest.mark.parametrize("name", ANSWERS)
def test_no_english_reaches_a_japanese_workbook(
    name: str, plan: planner.Plan, result: Path, tmp_path: Path
) -> None:
    """But for the documented row of keys below the row of labels."""
    answer = ANSWERS[name](plan, result)
    for sheet, frame in answer.tables.items():
        assert own_title(shown_title(sheet, "ja")) == sheet
        assert sheet in TITLES_JA
        assert not [key for key in frame.columns if column_label(str(key), "ja").isascii()], sheet
    book = openpyxl.load_workbook(answer.write(tmp_path / "books.xlsx", "ja"))
    for page in book:
        assert not page.title.isascii()
        rows = [[str(cell) for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]
        told = rows[0] if _has_keys(rows) else [cell for row in rows for cell in row]
        assert not english_words(told) - IDS, page.title
        for chart in page._charts:
            assert not english_words(re.findall(r"<a:t>(.*?)</a:t>", _xml(chart))) - IDS, page.title


def _has_keys(rows: list[list[str]]) -> bool:
    return len(rows) > 1 and bool(rows[1]) and all(re.fullmatch(r"#?[a-z][a-z0-9_]*", key) for key in rows[1])


def _xml(chart: object) -> str:
    return str(tostring(chart._write(), encoding="unicode"))  # type: ignore[attr-defined]


FORMER = (
    "逸失利益",
    "テール",
    "末尾費用",
    "末尾リスク",
    "混乱",
    "何も起こら",
    "新たな途絶がない",
    "保険料",
    "最悪の場合の平均",
)
"""Words that have given way to 欠品損失, 費用上位の平均, 途絶, 何も起きない and 備えの費用."""


def test_one_thing_has_one_word() -> None:
    """No text of the program uses a word that has given way to another."""
    found = [
        (path.name, text.value)
        for path in Path(planner.__file__).parent.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.Constant)
        and isinstance(text.value, str)
        and any(word in text.value for word in FORMER)
    ]
    assert not found


def test_paper_rounds_as_excel_does() -> None:
    """A half goes up, also where it lies a hair below in binary: parts and totals agree with the workbook."""
    assert [half_up(value, 2) for value in (17.325, 27.0, -0.005, 1234.565)] == [
        "17.33",
        "27.00",
        "-0.01",
        "1,234.57",
    ]
    assert half_up(2.5, 0) == "3"


def test_a_heading_on_the_screen_is_not_broken_within_a_word() -> None:
    """It ends its lines before a bracket and after a comma; a short one stays in one line."""
    assert in_lines("費用上位の平均（CVaR）") == "費用上位の平均\n（CVaR）"
    assert in_lines("期待費用、計画との差") == "期待費用、\n計画との差"
    assert in_lines("期待費用") == "期待費用"
