"""``--help`` speaks Japanese where it is asked for, and nothing of it is left in English."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.commands.help import wrapped_lines
from planner.workbook.template.style import text_width


@pytest.mark.parametrize("arguments", [["--help", "--lang", "ja"], ["--lang=ja", "-h"]])
def test_the_program_lists_its_commands_in_japanese(arguments: list[str]) -> None:
    """Whichever way round it is asked."""
    said = CliRunner().invoke(main, arguments)
    assert said.exit_code == 0
    assert "コマンド:" in said.stdout
    assert "Usage" not in said.stdout


def test_a_command_says_in_japanese_what_it_does() -> None:
    """No English sentence, and no line wider than a terminal."""
    said = CliRunner().invoke(main, ["solve", "--help", "--lang", "ja"], terminal_width=80).stdout
    assert "使い方:" in said
    assert "OPTIONS" not in said
    assert "ARGS" not in said
    assert "探索を終える相対ギャップ" in said
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", said)
    assert max(map(text_width, said.splitlines())) <= 80


def test_english_is_as_it_was() -> None:
    """Without Japanese around, nothing changes."""
    said = CliRunner().invoke(main, ["solve", "--help", "--lang", "en"])
    assert said.stdout.startswith("Usage: ")


def test_words_stay_whole_and_no_line_begins_with_a_full_stop() -> None:
    """Japanese breaks after any letter; a Latin word does not."""
    lines = wrapped_lines("計画を planner solve で計算します。結果を書き込みます。", 20)
    assert "".join(lines).replace(" ", "") == "計画をplannersolveで計算します。結果を書き込みます。"
    assert all(not line.startswith(("。", "、")) for line in lines)
