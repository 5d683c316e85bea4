"""The ``--help`` of each command in ``docs/commands.md``, written from the commands.

``python -m planner.cli_reference docs/commands.md`` writes it anew; a test holds the page to it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from planner.cli import main
from planner.commands.help import Formatter, japanese

WIDTH = 100
"""Columns of the terminal that the help is laid out for."""
BEGIN, END = "<!-- help: written by python -m planner.cli_reference -->", "<!-- end of help -->"


def help_of(name: str) -> str:
    """Return what ``planner NAME --help`` prints."""
    command = main.commands[name]
    ctx = click.Context(
        command,
        info_name=f"planner {name}",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        color=False,
        **command.context_settings,
    )
    return "\n".join(line.rstrip() for line in command.get_help(ctx).splitlines())


def japanese_page() -> str:
    """Return docs/commands.ja.md: what ``planner NAME --help --lang ja`` prints, for every command."""
    parts = [JAPANESE]
    for name in main.commands:
        command = japanese(main.commands[name])
        ctx = _Context(command, info_name=f"planner {name}", terminal_width=WIDTH, max_content_width=WIDTH)
        told = "\n".join(line.rstrip() for line in command.get_help(ctx).splitlines())
        parts.append(f"## planner {name}\n\n```\n{told}\n```\n")
    return "\n".join(parts)


class _Context(click.Context):
    formatter_class = Formatter


JAPANESE = """# コマンド

`python -m planner.cli_reference` がコマンドの説明から作成する。手で編集しない。

`planner --help --lang ja` でコマンドの一覧を表示する。
`planner コマンド --help --lang ja` で各コマンドの説明を表示する。
日本語の環境では `--lang ja` を省略できる。
オプションの詳しい説明は[英語のページ](commands.md)にある。
人が読む文は標準エラー出力に、プログラムが読む結果（`--json`）は標準出力に書かれる。
"""
"""Head of the Japanese page."""


def with_help(page: str) -> str:
    """Return the page with the help of each command under its heading ``## planner NAME``.

    Raises
    ------
    ValueError
        A command has no section, or a section no command.
    """
    page = re.sub(rf"{re.escape(BEGIN)}.*?{re.escape(END)}\n\n", "", page, flags=re.DOTALL)
    headings = re.findall(r"^## planner (\S+)$", page, re.MULTILINE)
    if unlike := set(headings) ^ set(main.commands):
        raise ValueError(f"commands and sections differ: {', '.join(sorted(unlike))}")

    def block(heading: re.Match[str]) -> str:
        return f"{heading[0]}\n\n{BEGIN}\n```\n{help_of(heading[1])}\n```\n{END}"

    return re.sub(r"^## planner (\S+)$", block, page, flags=re.MULTILINE)


if __name__ == "__main__":
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/commands.md")
    path.write_text(with_help(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    path.with_suffix(".ja.md").write_text(japanese_page(), encoding="utf-8", newline="\n")
