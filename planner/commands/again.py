"""``planner solve --last``: begins from last month's result, and changes only what is worth it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.pipeline import Plan
    from planner.reporting import PlanResult


def again(
    plan: Plan, last: Path, change_worth: float | None, effort: Mapping[str, Any], language: str
) -> PlanResult:
    """Solve a plan from the last result.

    Raises
    ------
    click.UsageError
        The result is of another plan, or of later months.
    """
    from planner.result_file import read_result  # noqa: PLC0415
    from planner.rolling import CannotRoll  # noqa: PLC0415
    from planner.rolling.steady import solve_steadily  # noqa: PLC0415

    before = read_result(last, language)
    try:
        return solve_steadily(plan, before, change_worth=change_worth, **effort)
    except CannotRoll as error:
        raise click.UsageError(error.message(language)) from error
