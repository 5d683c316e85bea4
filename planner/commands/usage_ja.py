"""What is said of a command that was typed wrongly, in Japanese: click's own sentences, and ours beside them.

click says them in English and takes no other language; a sentence that is not known here stays as it is.
"""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

import re
from typing import IO, Any

import click

_QUOTED = r"('.*?'|\".*?\")"
SAID: tuple[tuple[str, str], ...] = (
    # click's; each ends where the next sentence begins
    (r"Invalid value for (.+?): (.+)", r"\1 の値が正しくありません：{1}"),
    (r"Invalid value: (.+)", r"値が正しくありません：{0}"),
    (rf"No such option {_QUOTED}\.(?: (.+))?", r"オプション \1 はありません。{1}"),
    (rf"No such command {_QUOTED}\.(?: (.+))?", r"コマンド \1 はありません。{1}"),
    (r"Did you mean (.+)\?", r"\1 のことですか。"),
    (r"\(Did you mean one of: (.+)\?\)", r"次のいずれかのことですか：\1"),
    (r"Missing argument (.+?)\.(?: (.+))?", r"引数 \1 がありません。{1}"),
    (r"Missing option (.+?)\.(?: (.+))?", r"オプション \1 がありません。{1}"),
    (r"Missing parameter: (.+)", r"\1 がありません。"),
    (r"Missing command\.", r"コマンドがありません。"),
    (r"Choose from:\s+(.+)", r"次から選んでください：\1"),
    (rf"Option {_QUOTED} requires an argument\.", r"オプション \1 には値が必要です。"),
    (rf"Option {_QUOTED} requires (\d+) arguments\.", r"オプション \1 には値が\2個必要です。"),
    (rf"Option {_QUOTED} does not take a value\.", r"オプション \1 は値をとりません。"),
    (rf"Argument {_QUOTED} takes (\d+) values\.", r"引数 \1 は値を\2個とります。"),
    (r"Takes (\d+) values but (\d+) (?:was|were) given\.", r"値は\1個必要ですが、\2個指定されています。"),
    (r"Got unexpected extra arguments? \((.+)\)", r"余分な引数があります（\1）。"),
    (rf"(?:File|Path|Directory|file|path|directory) {_QUOTED} does not exist\.", r"\1 がありません。"),
    (rf"(?:File|Path|file|path) {_QUOTED} is a directory\.", r"\1 はフォルダーです。"),
    (rf"(?:Directory|Path|directory|path) {_QUOTED} is a file\.", r"\1 はファイルです。"),
    (rf"(?:File|Path|Directory|file|path|directory) {_QUOTED} is not readable\.", r"\1 を読み込めません。"),
    (rf"(?:File|Path|Directory|file|path|directory) {_QUOTED} is not writable\.", r"\1 に書き込めません。"),
    (rf"{_QUOTED} is not a valid integer(?: range)?\.", r"\1 は整数ではありません。"),
    (rf"{_QUOTED} is not a valid float(?: range)?\.", r"\1 は数値ではありません。"),
    (rf"{_QUOTED} is not one of (.+)\.", r"\1 は選べません。\2 のいずれかを指定してください。"),
    (rf"{_QUOTED} is not ('.+?')\.", r"\1 は選べません。\2 を指定してください。"),
    (r"(.+) is not in the range (.+)\.", r"\1 は範囲外です（\2）。"),
    (rf"Could not open file {_QUOTED}: (.+)", r"ファイル \1 を開けません：\2"),
    # ours
    (rf"{_QUOTED} is no finite number\.", r"\1 は有限の数値ではありません。"),
    (rf"{_QUOTED} is neither a number of processes \(1 to (\d+)\) nor dask\.", r"\1 はプロセス数（1～\2）でも dask でもありません。"),
    (rf"{_QUOTED} is no month; write (.+)", r"\1 は月ではありません。\2 のように書いてください。"),
    (r"(.+); there are (.+)", r"\1 はありません。指定できるもの：\2"),
    (r"Give at least two result workbooks\.", r"結果のワークブックを2つ以上指定してください。"),
    (r"--change-worth goes with --last, and --last does not go with --solution", r"--change-worth は --last と併用します。--last は --solution と併用できません。"),
    (r"--for goes with an empty workbook, not with --example", r"--for は空の様式に使います。--example とは併用できません。"),
    (r"--actual goes with neither --for, --truth nor --example", r"--actual は --for、--truth、--example と併用できません。"),
    (r"--truth does not go with --for", r"--truth は --for と併用できません。"),
)  # fmt: skip
"""Sentences and what they are in Japanese; ``{0}`` is the first part in brackets, itself told in Japanese."""


def told(message: str) -> str:
    """Return what is wrong, in Japanese."""
    for english, said in SAID:
        found = re.fullmatch(english, message, flags=re.DOTALL)
        if found:
            parts = [told(part.strip()) if part else "" for part in found.groups()]
            text = re.sub(r"\\(\d)", lambda at: " ".join((found[int(at[1])] or "").split()), said)
            return re.sub(r"\{(\d)\}", lambda at: parts[int(at[1])], text)
    return message


class MistypedInJapanese(click.UsageError):
    """A usage error that speaks Japanese."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(told(error.format_message()), error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is used, where more is said, and what is wrong."""
        if self.ctx is not None:
            usage = self.ctx.get_usage().replace("Usage:", "使い方:", 1)
            click.echo(usage, file=file, err=file is None, color=self.ctx.color)
            click.echo(
                f"説明：{self.ctx.command_path} --help --lang ja\n",
                file=file,
                err=file is None,
                color=self.ctx.color,
            )
        click.echo(f"エラー：{self.message}", file=file, err=file is None)
