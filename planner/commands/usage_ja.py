"""What is said of a command that was typed wrongly, in Japanese: click's own sentences, and ours beside them.

click says them in English and takes no other language; a sentence that is not known here stays as it is.
"""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

import re
from typing import IO, Any

import click

from planner.commands.help import usage_of_click

_QUOTED = r"('.*?'|\".*?\")"
SAID: tuple[tuple[str, str], ...] = (
    # click's; each ends where the next sentence begins
    (r"Invalid value for (.+?): (.+)", "{0} の値が正しくありません：{told1}"),
    (r"Invalid value: (.+)", "値が正しくありません：{told0}"),
    (rf"No such option {_QUOTED}\.(?: (.+))?", "オプション {0} はありません。{told1}"),
    (rf"No such command {_QUOTED}\.(?: (.+))?", "コマンド {0} はありません。{told1}"),
    (r"Did you mean (.+)\?", "{0} のことですか。"),
    (r"\(Did you mean one of: (.+)\?\)", "次のいずれかのことですか：{0}"),
    (r"Missing argument (.+?)\.(?: (.+))?", "引数 {0} がありません。{told1}"),
    (r"Missing option (.+?)\.(?: (.+))?", "オプション {0} がありません。{told1}"),
    (r"Missing parameter: (.+)", "{0} がありません。"),
    (r"Missing command\.", "コマンドがありません。"),
    (r"Choose from:\s+(.+)", "次から選んでください：{0}"),
    (rf"Option {_QUOTED} requires an argument\.", "オプション {0} には値が必要です。"),
    (rf"Option {_QUOTED} requires (\d+) arguments\.", "オプション {0} には値が{1}個必要です。"),
    (rf"Option {_QUOTED} does not take a value\.", "オプション {0} は値をとりません。"),
    (rf"Argument {_QUOTED} takes (\d+) values\.", "引数 {0} は値を{1}個とります。"),
    (r"Takes (\d+) values but (\d+) (?:was|were) given\.", "値は{0}個必要ですが、{1}個指定されています。"),
    (r"Got unexpected extra arguments? \((.+)\)", "余分な引数があります（{0}）。"),
    (rf"(?:File|Path|Directory|file|path|directory) {_QUOTED} does not exist\.", "{0} がありません。"),
    (rf"(?:File|Path|file|path) {_QUOTED} is a directory\.", "{0} はフォルダーです。"),
    (rf"(?:Directory|Path|directory|path) {_QUOTED} is a file\.", "{0} はファイルです。"),
    (rf"(?:File|Path|Directory|file|path|directory) {_QUOTED} is not readable\.", "{0} を読み込めません。"),
    (rf"(?:File|Path|Directory|file|path|directory) {_QUOTED} is not writable\.", "{0} に書き込めません。"),
    (rf"{_QUOTED} is not a valid integer(?: range)?\.", "{0} は整数ではありません。"),
    (rf"{_QUOTED} is not a valid float(?: range)?\.", "{0} は数値ではありません。"),
    (rf"{_QUOTED} is not one of (.+)\.", "{0} は選べません。{1} のいずれかを指定してください。"),
    (rf"{_QUOTED} is not ('.+?')\.", "{0} は選べません。{1} を指定してください。"),
    (r"(.+) is not in the range (.+)\.", "{0} は範囲外です（{1}）。"),
    (rf"Could not open file {_QUOTED}: (.+)", "ファイル {0} を開けません：{1}"),
    # ours
    (rf"{_QUOTED} is no finite number\.", "{0} は有限の数値ではありません。"),
    (rf"{_QUOTED} is neither a number of processes \(1 to (\d+)\) nor dask\.", "{0} はプロセス数（1～{1}）でも dask でもありません。"),
    (rf"{_QUOTED} is no month; write (.+)", "{0} は月ではありません。{1} のように書いてください。"),
    (r"(.+); there are (.+)", "{0} はありません。指定できるもの：{1}"),
    (r"Give at least two result workbooks\.", "結果のワークブックを2つ以上指定してください。"),
    (r"--change-worth goes with --last, and --last does not go with --solution", "--change-worth は --last と併用します。--last は --solution と併用できません。"),
    (r"--for goes with an empty workbook, not with --example", "--for は空の様式に使います。--example とは併用できません。"),
    (r"--actual goes with neither --for, --truth nor --example", "--actual は --for、--truth、--example と併用できません。"),
    (r"--truth does not go with --for", "--truth は --for と併用できません。"),
)  # fmt: skip
"""Sentences and what they are in Japanese; ``{0}`` is the first part in brackets, ``{told0}`` the same in Japanese."""


def told(message: str) -> str:
    """Return what is wrong, in Japanese."""
    for english, said in SAID:
        found = re.fullmatch(english, message, flags=re.DOTALL)
        if found:
            parts = [" ".join((part or "").split()) for part in found.groups()]
            return said.format(*parts, **{f"told{at}": told(part) for at, part in enumerate(parts)})
    return message


class MistypedInJapanese(click.UsageError):
    """A usage error that speaks Japanese."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(told(error.format_message()), error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is used, where more is said, and what is wrong."""
        if self.ctx is not None:
            usage = usage_of_click(self.ctx.get_usage())
            click.echo(usage, file=file, err=file is None, color=self.ctx.color)
            click.echo(
                f"説明：{self.ctx.command_path} --help --lang ja\n",
                file=file,
                err=file is None,
                color=self.ctx.color,
            )
        click.echo(f"エラー：{self.message}", file=file, err=file is None)
