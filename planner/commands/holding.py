"""What the commands that test a fixed plan share: whose decisions are held, and how a run is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import Counter, progress_line, show_warnings

if TYPE_CHECKING:
    from planner.commands.console import Progress
    from planner.pipeline import Plan


def result_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--result``."""
    return click.option(
        "--result",
        type=click.Path(path_type=Path),
        metavar="RESULT",
        show_default="PLAN is solved",
        help="Result of PLAN whose decisions are held.",
    )(command)


@contextmanager
def answering(
    ctx: click.Context, path: Path, lang: str | None, *, quiet: bool
) -> Iterator[tuple[Plan, Progress | None, Counter]]:
    """Read a plan, give what shows a run on a terminal, and clear it away afterwards.

    Raises
    ------
    click.UsageError
        The decisions of a result cannot be held in this plan.
    """
    from planner.pipeline import read  # noqa: PLC0415
    from planner.risk.kept import CannotHold  # noqa: PLC0415

    checked = read(path, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    counter = Counter(language, quiet=quiet)
    try:
        with progress_line(language, quiet=quiet) as progress:
            yield checked, progress, counter
    except CannotHold as error:
        raise click.UsageError(error.message(language)) from error
    finally:
        counter.clear()
