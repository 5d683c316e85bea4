"""The group of commands: its help in two languages, and no end without its own exit code."""

from __future__ import annotations

from typing import Any

import click

from planner.commands.console import (
    CANNOT_WRITE,
    LANGUAGES,
    CannotWrite,
    language_of,
    machine_language,
)
from planner.commands.endings import end, end_interrupted, end_with_error, end_with_findings
from planner.commands.help import (
    WIDEST,
    Formatter,
    japanese,
    language_in,
    told,
    without_language,
    words_of_click,
)
from planner.commands.streams import CannotPrint
from planner.commands.usage_ja import MistypedInJapanese
from planner.words import say
from planner.workbook.messages.findings import InputErrors
from planner.workbook.printable import printable

HELP = ["-h", "--help"]
HELP_LANGUAGE = "planner.help"
"""Where a context keeps the language of the help."""


class Commands(click.Group):
    """The group of commands: whatever ends a command ends with its own exit code and without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click asks so)
        """Return the commands as one comes to need them."""
        return list(self.commands)

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        """Return the context of the program; what is mistyped before any command is said in its language."""
        try:
            return super().make_context(*arguments, **more)
        except click.UsageError as error:
            raise _in_its_language(error) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the language of the help from wherever it is asked for."""
        asked = language_in(args)
        ctx.meta[HELP_LANGUAGE] = asked if asked in LANGUAGES.choices else machine_language()
        if not any(argument in self.commands for argument in args):
            args = without_language(args)
        if ctx.meta[HELP_LANGUAGE] == "ja":
            ctx.max_content_width = WIDEST
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; one that speaks Japanese where its help is asked for so."""
        command = super().get_command(ctx, cmd_name)
        return command if command is None or ctx.meta.get(HELP_LANGUAGE) != "ja" else japanese(command)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help of the program."""
        if ctx.meta.get(HELP_LANGUAGE) != "ja":
            return super().get_help(ctx)
        formatter = Formatter(width=ctx.terminal_width, max_width=WIDEST)
        english, self.help = self.help, told(self.help or "")
        try:
            self.format_help(ctx, formatter)
        finally:
            self.help = english
        return words_of_click(formatter.getvalue().rstrip("\n"))

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command that answers to both names of help."""
        # click keeps the help option of a command's first call: on its own it must know both names too.
        cmd.context_settings.setdefault("help_option_names", HELP)
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever ends it, it ends in words."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            error.message = printable(error.message)  # type: ignore[misc]
            raise _in_its_language(error) from error
        except (click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            end_interrupted(ctx)
        except InputErrors as error:
            if error.language and not ctx.obj.get("language"):
                ctx.obj["language"] = error.language
            end_with_findings(ctx, error.findings)
        except CannotWrite as error:
            end(ctx, CANNOT_WRITE, "cannot_write", [str(error)])
        except CannotPrint as error:
            ctx.obj["json"] = False
            end(ctx, CANNOT_WRITE, "cannot_write", [say("cannot print", language_of(ctx), reason=error)])
        except Exception as error:
            if isinstance(error, ImportError) and _of_ctrl_c(error):
                end_interrupted(ctx)
            end_with_error(ctx, error)


def _in_its_language(error: click.ClickException) -> click.ClickException:
    """Return an error as it is said where help is in Japanese, or the workbook is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError) or not isinstance(error, click.UsageError):
        return error
    ctx = error.ctx or click.get_current_context(silent=True)
    if ctx is None:
        return error
    asked = (ctx.obj or {}).get("language") or ctx.meta.get(HELP_LANGUAGE)
    return MistypedInJapanese(error) if asked == "ja" else error


def _of_ctrl_c(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C is behind an error: a compiled module makes an ImportError of it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None
