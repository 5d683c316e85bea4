"""The answer in the terminal fits one screen and survives every encoding."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from fake_result import Story, fake_result
from rich.cells import cell_len
from rich.console import Console

from planner.reporting.summary.screen import screen

STORY = Story(stops=True, event_months=4, opening=20.0, cover_penalty=5000.0, rule_penalty=30.0)


def shown(story: Story, language: str, width: int, encoding: str = "utf-8") -> str:
    """Return what a terminal of this width and encoding shows."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    result = fake_result(story).with_output(Path("outputs/plan-result.xlsx"))
    screen(result, language, Console(file=stream, width=width))
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [80, 100, 200])
def test_the_answer_fits_one_screen(language: str, width: int) -> None:
    # With long names and every kind of warning: 40 lines, none wider than the terminal or 100 columns.
    ids = {"ACME": "A very long company name, with a comma, " * 4 + "Ltd", "DY": "dysprosium " * 9 + "oxide"}
    for story in (STORY, replace(STORY, ids=ids)):
        lines = shown(story, language, width).splitlines()
        assert len(lines) <= 40
        assert max(map(cell_len, lines)) <= max(width, 100)
        assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "cp1252", "ascii"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_any_encoding_survives(language: str, encoding: str) -> None:
    # What the encoding lacks becomes a question mark; figures always get through.
    text = shown(STORY, language, 80, encoding)
    assert "USD" in text
    assert "plan-result.xlsx" in text


def test_the_answer_holds_what_matters() -> None:
    # Status, costs, decisions, worst scenarios, how many warnings, and where the file is.
    text = " ".join(shown(STORY, "en", 100).split())
    for part in (
        "Solved: no plan can be cheaper by more than 0.1%",
        "Sign 1 contract: Dy oxide from Acme Oxides, 12 kg a month.",
        "Qualify now, for 5 USD: NA.",
        "to read before deciding",
        "outputs/plan-result.xlsx",
    ):
        assert part in text


def test_a_stopped_run_says_so_first() -> None:
    # A plan with a wide gap must not look like an answer.
    lines = shown(replace(STORY, status="stopped", gap=0.05), "en", 100).splitlines()
    assert lines[1].split(maxsplit=1)[1].startswith("STOPPED before the gap asked was reached")


@pytest.mark.parametrize(
    ("story", "unfinished"),
    [
        (replace(STORY, status="stopped", gap=0.14), True),  # far from the best
        (replace(STORY, status="stopped", gap=0.02), False),
        (replace(STORY, status="stopped", gap=0.09, opening=0.0, receipts=10.0), True),  # a line stands
        (replace(STORY, status="optimal", gap=0.004, opening=0.0, receipts=10.0), False),
    ],
)
def test_nothing_is_advised_by_a_plan_that_is_not_finished(story: Story, unfinished: bool) -> None:
    text = shown(story, "en", 100)
    assert text.splitlines()[1].split(maxsplit=1)[1].startswith("UNFINISHED") is unfinished
    assert ("Sign 1 contract" in text) is not unfinished
    assert ("No advice yet" in text) is unfinished
    assert fake_result(story).to_json()["unfinished"] is unfinished


def test_markup_in_names_is_text() -> None:
    # A plan called [red] stays called so.
    assert shown(replace(STORY, ids={"Plan": "[red]x[/red]"}), "en", 80).startswith("[red]x[/red]")
