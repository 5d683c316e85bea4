"""What is mistyped is said in Japanese where Japanese is asked for, and exits as in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.commands import console
from planner.commands.usage_ja import told

MISTYPED = [
    (["solvee", "--lang", "ja"], "コマンド 'solvee' はありません"),
    (["solve", "--lang", "ja"], "引数 'PLAN' がありません"),
    (["solve", "PLAN", "--jbos", "2", "--lang", "ja"], "次のいずれかのことですか：'--jobs'"),
    (["solve", "PLAN", "--nonsense-of-all", "--lang", "ja"], "オプション '--nonsense-of-all' はありません"),
    (["solve", "PLAN", "OTHER", "--lang", "ja"], "余分な引数があります（OTHER）"),
    (["solve", "PLAN", "--gap", "much", "--lang=ja"], "値が正しくありません：'much' は数値ではありません"),
    (["solve", "PLAN", "--gap", "nan", "--lang", "ja"], "有限の数値ではありません"),
    (["solve", "PLAN", "--gap", "-1", "--lang", "ja"], "範囲外です"),
    (["solve", "PLAN", "--threads", "few", "--lang", "ja"], "'few' は整数ではありません"),
    (["solve", "PLAN", "--jobs", "many", "--lang", "ja"], "プロセス数（1～"),
    (["solve", "PLAN", "--method", "luck", "--lang", "ja"], "'luck' は選べません"),
    (["solve", "PLAN", "--lang", "ja", "--seed"], "オプション '--seed' には値が必要です"),
    (["solve", "PLAN", "--quiet=yes", "--lang", "ja"], "オプション '--quiet' は値をとりません"),
    (["solve", "PLAN", "--lang", "ja", "--change-worth", "3"], "--last と併用します"),
    (["compare", "PLAN", "--lang", "ja"], "2つ以上指定"),
    (["template", "t.xlsx", "--lang=ja", "--for", "basic", "--example", "first_steps"], "空の様式"),
    (["template", "t.xlsx", "--lang", "ja", "--for", "magic"], "magic はありません。指定できるもの"),
    (["template", "t.xlsx", "--lang", "ja", "--truth", "--for", "basic"], "--for と併用できません"),
    (["template", "t.xlsx", "--lang", "ja", "--truth", "--actual"], "併用できません"),
    (["report", "PLAN", "--for", "fun", "--lang", "ja"], "'fun' は選べません"),
]  # fmt: skip


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file called a plan."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "PLAN").write_text("no workbook")
    return tmp_path


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(("arguments", "expected"), MISTYPED)
def test_what_is_mistyped_is_said_in_japanese(arguments: list[str], expected: str) -> None:
    """With the way out, exit code 2, and no sentence of English."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2, result.output
    assert expected in result.stderr
    assert "エラー：" in result.stderr
    english = re.sub(r"--[a-z-]+|使い方:.*|説明：.*", "", result.stderr)
    assert not re.search(r"Error|Usage|[a-z]{2,} [a-z]{2,} [a-z]{2,}", english), english


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    "arguments", [[], ["solve"], ["solve", "PLAN", "--jbos"], ["--nonsense"], ["solvee"]]
)
def test_on_a_japanese_machine_nobody_has_to_ask(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's language counts where no other is asked for; ``--lang en`` asks."""
    monkeypatch.setattr(console.locale, "getlocale", lambda: ("ja_JP", "UTF-8"))
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "使い方:" in result.output
    assert "[オプション]" in result.output
    assert "Usage:" not in result.output
    if arguments[:1] == ["solve"]:
        assert "Usage:" in CliRunner().invoke(main, [*arguments, "--lang", "en"]).stderr


def test_what_is_found_out_later_is_told_too() -> None:
    """A month that is none, and a file that is not there."""
    assert told("Invalid value for --to: 'someday' is no month; write 2027-02") == (
        "--to の値が正しくありません：'someday' は月ではありません。2027-02 のように書いてください。"
    )
    assert told("Path 'a b.xlsx' does not exist.") == "'a b.xlsx' がありません。"


@pytest.mark.usefixtures("said")
def test_english_is_as_click_says_it() -> None:
    """Nothing changes where nobody speaks Japanese."""
    result = CliRunner().invoke(main, ["solve", "PLAN", "--jbos", "2"])
    assert "Error: No such option '--jbos'. (Did you mean one of: '--jobs'" in result.stderr
