"""What a command says where there is no plan: what clashes, the smallest way out, and where to read more."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from planner.words import say
from planner.workbook.access import as_number

if TYPE_CHECKING:
    from planner.explain.ways import InfeasibleExplanation
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

    def explain(error: NoPlan) -> InfeasibleExplanation:
        from planner.explain.ways import explain_shortly  # noqa: PLC0415

        left = LOOK_SECONDS if limit is None else since + limit - time.perf_counter()
        seconds = min(LOOK_SECONDS, left)
        if not quiet and sys.stderr.isatty():
            click.echo(f"\r{say('looking', language, seconds=seconds):<78}", err=True)
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


def no_plan_facts(error: NoPlan, found: InfeasibleExplanation | None) -> dict[str, Any]:
    """Return what ``--json`` says beside the status."""
    clash = [line.as_json() for line in error.clash]
    if found is None:
        return {"clash": clash, "ways_out": []}
    told = found.to_json()
    if not clash and found.clashes:
        where = list(found.scenarios or ())
        lines = found.clashes[0].lines
        clash = [{**line.to_json(), "scenarios": where, "months": []} for line in lines]
    return {"clash": clash, "ways_out": told["ways_out"]}
