"""What commands say where there is no plan: what clashes, the smallest way out, and where to read more."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from planner.words import say
from planner.workbook.access import as_number

if TYPE_CHECKING:
    from planner.cases import CaseRun, Effort
    from planner.comparing import Entry
    from planner.explaining.ways import InfeasibleExplanation
    from planner.origins import Clash
    from planner.pipeline import NoPlan, Plan

Explain = Callable[["NoPlan"], "InfeasibleExplanation"]
LOOK_SECONDS = 30.0
"""For what a solve, or all cases together, say of the ways out; ``planner explain`` takes its time."""


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
        from planner.explaining.ways import explain_shortly  # noqa: PLC0415

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


def no_plan_facts(named: Sequence[Clash], found: InfeasibleExplanation | None) -> dict[str, Any]:
    """Return what ``--json`` says beside the status: what the solver named, else the limits, and the ways."""
    clash = [line.as_json() for line in named]
    if found is None:
        return {"clash": clash, "ways_out": []}
    told = found.to_json()
    if not clash and found.clashes:
        where = list(found.scenarios or ())
        lines = found.clashes[0].lines
        clash = [{**line.to_json(), "scenarios": where, "months": []} for line in lines]
    return {"clash": clash, "ways_out": told["ways_out"]}


def ways_of(
    runs: Sequence[CaseRun], effort: Effort, language: str, *, quiet: bool
) -> dict[str, InfeasibleExplanation]:
    """Return, by name, what clashes in the cases without a plan and the smallest way out of each.

    All share the seconds that a solve takes for its own; what is left over or interrupted is not in it.
    """
    from models.errors import PlanError  # noqa: PLC0415
    from planner.explaining.ways import explain_shortly  # noqa: PLC0415
    from planner.pipeline import Plan  # noqa: PLC0415

    stuck = [run for run in runs if run.status == "infeasible" and not run.interrupted]
    deadline = time.perf_counter() + LOOK_SECONDS
    stop = threading.Event()
    found: dict[str, InfeasibleExplanation] = {}
    if stuck and not quiet and sys.stderr.isatty():
        click.echo(f"\r{say('looking case', language, seconds=LOOK_SECONDS):<78}", err=True)
    for at, run in enumerate(stuck):
        share = (deadline - time.perf_counter()) / (len(stuck) - at)
        if share <= 0 or stop.is_set():
            break
        try:
            found[run.name] = explain_shortly(
                Plan(run.inputs, ()), share, gap=effort.gap, seed=effort.seed, known=run.clash, stop=stop
            )
        except PlanError:
            continue  # that there is no plan is said all the same
        except KeyboardInterrupt:
            break
    return found


def with_ways(entry: Entry, run: CaseRun, found: InfeasibleExplanation | None) -> Entry:
    """Return a case without a plan with the smallest way out among its reasons."""
    if found is None:
        return entry
    reasons = {}
    for language, said in entry.reasons.items():
        limits = [line.sentence(language) for clash in found.clashes[:1] for line in clash.lines]
        clash = said if run.clash or not limits else (say("clash", language), *limits)
        reasons[language] = (*clash, *(found.way_lines(language) if found.ways else ()))
    return replace(entry, reasons=reasons)


def case_json(run: CaseRun, found: Mapping[str, InfeasibleExplanation]) -> dict[str, object]:
    """Return what ``--json`` prints of one case: the fields of a solve."""
    told = run.to_json()
    return told | no_plan_facts(run.clash, found.get(run.name)) if run.status == "infeasible" else told


def without_base(run: CaseRun, key: str, language: str) -> list[str]:
    """Return what is said where the plan to begin with is missing: that, why, and where to read more."""
    from planner.cases import entry_of  # noqa: PLC0415

    if run.interrupted:
        return [say("interrupted", language)]
    why = [say("explain why", language)] if run.status == "infeasible" else []
    return [say(key, language), *entry_of(run).reasons[language], *why]
