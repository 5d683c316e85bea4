"""What commands say where there is no plan: what clashes, the smallest way out, and where to read more."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from planner.commands.console import INTERRUPTED, NO_PLAN, language_of
from planner.commands.streams import echo, print_json
from planner.words import say
from planner.workbook.access import as_number

if TYPE_CHECKING:
    from planner.cases import CaseRun
    from planner.explaining.ways import InfeasibleExplanation
    from planner.pipeline import NoPlan, Plan

Explain = Callable[["NoPlan"], "InfeasibleExplanation"]
LOOK_SECONDS = 30.0
"""For what a solve says of the ways out; ``planner explain`` takes its time."""


def explainer(
    plan: Plan,
    *,
    gap: float | None,
    time_limit: float | None,
    since: float,
    seed: int,
    disruptions: bool,
    stop: threading.Event,
    language: str,
    quiet: bool,
) -> Explain:
    """Return what explains, soon and within the time limit that runs ``since`` then, why no plan can be."""
    limit = as_number(plan.tables.settings["time_limit"]) if time_limit is None else time_limit

    looking = looking_line("looking", language, quiet=quiet)

    def explain(error: NoPlan) -> InfeasibleExplanation:
        from planner.explaining.ways import explain_shortly  # noqa: PLC0415

        left = LOOK_SECONDS if limit is None else since + limit - time.perf_counter()
        seconds = min(LOOK_SECONDS, left)
        if looking is not None:
            looking(seconds)
        known = error.clash
        return explain_shortly(
            plan, seconds, gap=gap, seed=seed, known=known, disruptions=disruptions, stop=stop
        )

    return explain


def no_plan_lines(error: NoPlan, found: InfeasibleExplanation | None, language: str) -> list[str]:
    """Return what people are told: the solver's clash, or that of the limits, and the smallest way out."""
    lines = [say("no plan", language)]
    clash = [line.sentence(language) for line in error.clash]
    if not clash and found is not None:
        clash = [line.sentence(language) for line in (found.clashes[0].lines if found.clashes else ())]
    lines += [f"  {line}" for line in clash] or [say("whole numbers", language)]
    if found is None or not found.ways:
        return [*lines, say("loosen", language), say("explain more", language)]
    return [*lines, *found.way_lines(language), say("explain more", language)]


def looking_line(key: str, language: str, *, quiet: bool) -> Callable[[float], None] | None:
    """Return what says on a terminal that ways out are looked for, ``None`` where nobody reads it."""
    if quiet or not sys.stderr.isatty():
        return None
    return lambda seconds: click.echo(f"\r{say(key, language, seconds=seconds):<78}", err=True)


def without_base(run: CaseRun, key: str, language: str) -> list[str]:
    """Return what is said where the plan to begin with is missing: that, why, and where to read more."""
    from planner.cases import entry_of  # noqa: PLC0415

    if run.interrupted:
        return [say("interrupted", language)]
    why = [say("explain why", language)] if run.status == "infeasible" else []
    return [say(key, language), *entry_of(run).reasons[language], *why]


def end_without_base(ctx: click.Context, run: CaseRun, *, as_json: bool) -> None:
    """End a command whose plan was not solved, with the exit code of a solve."""
    message = "\n".join(without_base(run, "no base", language_of(ctx)))
    echo(message)
    code = INTERRUPTED if run.interrupted else run.exit_code or NO_PLAN
    if as_json:
        print_json({"status": run.status, "exit_code": code, "base": run.to_json(), "message": message})
    ctx.exit(code)
