"""What cases without a plan are told with: what clashes in them, and the smallest way out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from models.errors import PlanError
from planner.cases import CaseRun, Effort
from planner.comparing import Entry
from planner.explaining.ways import InfeasibleExplanation, explain_shortly
from planner.origins import Clash
from planner.pipeline import Plan
from planner.words import say

LOOK_SECONDS = 30.0
"""For what all cases together say of the ways out; ``planner.explain`` takes its time."""


def ways_of(
    runs: Sequence[CaseRun], effort: Effort, looking: Callable[[float], None] | None = None
) -> dict[str, InfeasibleExplanation]:
    """Return, by name, what clashes in the cases without a plan and the smallest way out of each.

    All share ``LOOK_SECONDS``; what is left over or interrupted is not in it. ``looking`` is told them before
    the search, if there is one.
    """
    stuck = [run for run in runs if run.status == "infeasible" and not run.interrupted]
    deadline = time.perf_counter() + LOOK_SECONDS
    stop = threading.Event()
    found: dict[str, InfeasibleExplanation] = {}
    if stuck and looking is not None:
        looking(LOOK_SECONDS)
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


def no_plan_facts(named: Sequence[Clash], found: InfeasibleExplanation | None) -> dict[str, Any]:
    """Return what programs are told beside the status: what clashes (the solver's, or limits), the ways."""
    clash = [line.as_json() for line in named]
    if found is None:
        return {"clash": clash, "ways_out": []}
    told = found.to_json()
    if not clash and found.clashes:
        where = list(found.scenarios or ())
        lines = found.clashes[0].lines
        clash = [{**line.to_json(), "scenarios": where, "months": []} for line in lines]
    return {"clash": clash, "ways_out": told["ways_out"]}


def case_json(run: CaseRun, found: Mapping[str, InfeasibleExplanation]) -> dict[str, object]:
    """Return what programs are told of one case: the fields of a solve."""
    told = run.to_json()
    return told | no_plan_facts(run.clash, found.get(run.name)) if run.status == "infeasible" else told
