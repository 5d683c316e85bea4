"""What ``planner solve --solution`` tells: another solver's plan taken back, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.commands.streams import echo
from planner.words import say

if TYPE_CHECKING:
    from planner.pipeline import Plan
    from planner.reporting import PlanResult


def second_opinion(
    plan: Plan, solution: Path, language: str, *, quiet: bool, effort: Mapping[str, Any]
) -> PlanResult:
    """Return the plan that another solver found, and say what of its file was kept."""
    from planner.exchange import solve_from  # noqa: PLC0415

    found = solve_from(plan, solution, **effort)
    facts = {"path": solution, "solver": found.told.solver, "cost": found.cost}
    if not quiet:
        echo(say("opinion", language, **facts))
    if not found.agrees:
        echo(say("opinion differs", language, told=found.told.objective, **facts))
    return found.result


def no_opinion_lines(error: Exception, solution: Path | None, language: str) -> list[str]:
    """Return why a solution file is of no use."""
    from models.solver.solution_files import NotASolution  # noqa: PLC0415

    if isinstance(error, NotASolution):
        facts = {"line": error.line, "found": printable(error.found)}
        return [say(f"no opinion {error.what}", language, path=solution, **facts)]
    broken = [f"  {clash.sentence(language)}" for clash in getattr(error, "clash", ())]
    return [say("opinion broken", language, path=solution), *broken]


def printable(text: str, most: int = 60) -> str:
    """Return what a file says in a form that a terminal shows and does not obey."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text)
    return shown if len(shown) <= most else f"{shown[:most]}…"
