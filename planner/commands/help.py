"""``--help`` in the language asked for: with ``--lang ja``, or where the machine speaks Japanese."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Iterable, Sequence

import click

from planner.commands.help_ja import HELP_JA, in_japanese
from planner.workbook.template.style import text_width

_MARK = "\b"
WIDEST = 100
"""Columns of the terminal beyond which no line of help goes."""


def language_in(arguments: Sequence[str]) -> str | None:
    """Return the language that arguments ask for."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def without_language(arguments: Sequence[str]) -> list[str]:
    """Return arguments without the language that they ask for."""
    kept: list[str] = []
    skip = False
    for argument in arguments:
        if not skip and argument != "--lang" and not argument.startswith("--lang="):
            kept.append(argument)
        skip = argument == "--lang"
    return kept


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a command's help."""
    return inspect.cleandoc(text).split("\n\n")


def told(text: str) -> str:
    """Return the help of a command in Japanese; what is to be typed stays."""
    return "\n\n".join(
        part if part.startswith(_MARK) else in_japanese(part) or part for part in paragraphs(text)
    )


class Formatter(click.HelpFormatter):
    """Lays Japanese help out: a wide letter takes two columns, and a line may end after any."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped."""
        indent = " " * self.current_indent
        blocks = []
        for part in inspect.cleandoc(text).split("\n\n"):
            kept = part.startswith(_MARK)
            lines = part.removeprefix(_MARK).strip("\n").split("\n") if kept else [" ".join(part.split())]
            wrapped = lines if kept else wrapped_lines(lines[0], self.width - len(indent) - 2)
            blocks.append("".join(f"{indent}{line.strip()}\n" for line in wrapped))
        self.write("\n".join(blocks))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of terms and what they mean."""
        rows = list(rows)
        first = min(col_max, max((text_width(term) for term, _ in rows), default=0)) + col_spacing
        indent = " " * self.current_indent
        for term, said in rows:
            lines = wrapped_lines(said, max(20, self.width - first - len(indent) - 2))
            before = term
            if text_width(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                before = ""
            for line in lines:
                self.write(f"{indent}{before}{' ' * (first - text_width(before))}{line}\n")
                before = ""


def wrapped_lines(text: str, width: int) -> list[str]:
    """Return a text cut into lines; words of the Latin alphabet stay whole."""
    lines, line = [], ""
    for piece in re.findall(r"[!-~]+ ?|[^!-~]", text):
        closing = piece in "。、）」：％"
        if line and not closing and text_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece.strip() else ""
    return [*lines, line.rstrip()] if line or not lines else lines


class _Japanese(click.Context):
    formatter_class = Formatter


class JapaneseCommand(click.Command):
    """A command whose help is in Japanese."""

    context_class = _Japanese

    def get_help(self, ctx: click.Context) -> str:
        """Return the help."""
        return words_of_click(super().get_help(ctx))


def usage_of_click(text: str) -> str:
    """Return a line of usage with what click itself says in Japanese."""
    text = re.sub(r"(?m)^Usage:", HELP_JA["Usage:"], text)
    for english in ("[OPTIONS]", "COMMAND [ARGS]..."):
        text = text.replace(english, HELP_JA[english], 1)
    return text


def words_of_click(text: str) -> str:
    """Return a help text with what click itself says in Japanese."""
    text = usage_of_click(text)
    for english in ("Options:", "Commands:"):
        text = re.sub(rf"(?m)^{english}", HELP_JA[english], text)
    for english in ("Show this message and exit.", "Show the version and exit."):
        text = text.replace(english, HELP_JA[english])
    return text.replace("[default:", f"[{HELP_JA['default:']}").replace(
        "[required]", f"[{HELP_JA['required']}]"
    )


def japanese(command: click.Command) -> click.Command:
    """Return a command that does the same and speaks Japanese in its help."""
    settings = {**command.context_settings, "max_content_width": WIDEST}
    return JapaneseCommand(
        command.name,
        callback=command.callback,
        params=[_parameter(parameter) for parameter in command.params],
        help=told(command.help or ""),
        short_help=in_japanese(command.short_help or "") or command.short_help,
        context_settings=settings,
        no_args_is_help=command.no_args_is_help,
        hidden=command.hidden,
    )


def _parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    shown = copy.copy(parameter)
    shown.help = in_japanese(parameter.help or "") or parameter.help
    if isinstance(parameter.show_default, str):
        shown.show_default = in_japanese(parameter.show_default) or parameter.show_default
    return shown


def texts_of(command: click.Command) -> Iterable[str]:
    """Yield every text that a command's help consists of, but for what is to be typed."""
    yield from (part for part in paragraphs(command.help or "") if part and not part.startswith(_MARK))
    if command.short_help:
        yield command.short_help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
            if isinstance(parameter.show_default, str):
                yield parameter.show_default
