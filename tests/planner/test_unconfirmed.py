"""A solver whose answers never hold ends the command with words and a code of its own, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import highspy
import pytest
from click.testing import CliRunner

from planner.cli import main


class Forgetful(highspy.Highs):
    """HiGHS that has lost the values."""

    def getSolution(self) -> Any:  # noqa: N802 (HiGHS's name)
        return SimpleNamespace(col_value=[], col_dual=[], row_value=[], row_dual=[], value_valid=True)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "No plan was written"), ("ja", "計画は書き込みませんでした")]
)
def test_an_answer_that_nothing_confirms_is_said_and_not_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, words: str
) -> None:
    monkeypatch.setattr(highspy, "Highs", Forgetful)
    out = tmp_path / "result.xlsx"
    asked = ["solve", "inputs/first_steps.xlsx", "-o", str(out), "--json", "--lang", language]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["exit_code"]) == ("unconfirmed", 1)
    assert words in done.stderr
    assert "a value is out of its bounds" in done.stderr
    assert not out.exists()
