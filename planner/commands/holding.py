"""What the commands that test a fixed plan share: reading it, holding it, and the facts of the run."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import progress_line, show_warnings

if TYPE_CHECKING:
    from planner.risk.kept import HeldPlan


def result_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--result``."""
    return click.option(
        "--result",
        type=click.Path(path_type=Path),
        metavar="RESULT",
        show_default="PLAN is solved",
        help="Result of PLAN whose decisions are held.",
    )(command)


def hold(
    ctx: click.Context,
    plan: Path,
    result: Path | None,
    lang: str | None,
    *,
    gap: float | None,
    time_limit: float | None,
    quiet: bool,
) -> HeldPlan:
    """Read a plan and hold its decisions: those of a result, or of a solve.

    Raises
    ------
    click.UsageError
        The result is not one of this plan.
    """
    from planner.pipeline import read  # noqa: PLC0415
    from planner.risk.held import hold_plan  # noqa: PLC0415
    from planner.risk.kept import CannotHold  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    try:
        with progress_line(language, quiet=quiet) as progress:
            return hold_plan(checked, result, gap=gap, time_limit=time_limit, progress=progress)
    except CannotHold as error:
        raise click.UsageError(error.message(language)) from error


def run_facts(kept: HeldPlan, result: Path | None, **options: object) -> dict[str, object]:
    """Return what is needed to repeat the run; no paths, for workbooks are mailed around."""
    packages = ("planner", "highspy", "pyomo", "pandas", "numpy", "scipy")
    return {
        "input": kept.tables.name,
        "input_sha256": kept.tables.sha256,
        "result": None if result is None else result.name,
        "plan_expected_cost": kept.expected_cost,
        "plan_cvar": kept.cvar,
        "plan_gap": kept.gap,
        **options,
        **{f"version_{name}": metadata.version(name) for name in packages},
    }
