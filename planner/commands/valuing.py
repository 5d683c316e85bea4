"""What ``planner solve`` says beside the plan: its cost at other onsets, and what planning is worth."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.commands.console import Counter
from planner.commands.streams import echo
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Jobs
    from planner.reporting import PlanResult

MOST_ONSETS = 1000
"""Shocks by months in which they may start, beyond which the plan is not tried at each."""
SOON = 30.0
"""Seconds that nobody needs to be asked for: where it is likely to take longer, it is left out."""
PATIENCE = 10.0
"""Seconds of each further solve where nobody asked."""


def with_every_onset(
    result: PlanResult, *, stop: threading.Event, language: str, quiet: bool, jobs: Jobs = 1
) -> PlanResult:
    """Return a result that knows what the plan costs where its shocks come otherwise.

    In any other month, and a month longer than told.

    Parameters
    ----------
    result : PlanResult
        Just solved.
    stop : threading.Event
        Set by Ctrl-C: nothing more is judged.
    jobs : int or Runner
        Where the branches are judged.
    """
    if stop.is_set() or result.solution is None or not result.solution.data.scenarios:
        return result

    from models.errors import ClusterError, PlanError  # noqa: PLC0415
    from planner.risk.ends import onsets_and_ends  # noqa: PLC0415
    from planner.risk.held import hold_result  # noqa: PLC0415

    counter = Counter(language, quiet=quiet)
    try:
        found, ends = onsets_and_ends(hold_result(result), MOST_ONSETS, jobs, counter)
    except (PlanError, ClusterError, KeyboardInterrupt):
        echo(say("no onsets", language))
        return result
    finally:
        counter.clear()
    return replace(
        result,
        every_onset=None if found is None else found.figures(),
        ends=None if ends is None else ends.figures(),
    )


def with_value(
    result: PlanResult,
    *,
    asked: bool | None,
    gap: float | None,
    time_limit: float | None,
    threads: int = 0,
    seed: int = 0,
    memory: int | None = None,
    stop: threading.Event,
    language: str,
    quiet: bool,
    jobs: Jobs = 1,
) -> PlanResult:
    """Return a result that knows what planning for its scenarios is worth, where that is wanted.

    Parameters
    ----------
    result : PlanResult
        Just solved.
    asked : bool, optional
        ``None``: only where it is likely to be soon at hand.
    gap, time_limit : float, optional
        Of each further solve; by default the workbook's.
    threads, seed, memory
        As the plan was solved.
    stop : threading.Event
        Set by Ctrl-C: the plan is kept, its worth is left out.
    jobs : int or Runner
        Where the branches of the plan, and each scenario known in advance, are solved.
    """
    plan = result.solution
    wanted = asked if asked is not None else _at_hand(result)
    if not wanted or plan is None or stop.is_set():
        return result
    if not any(spec.probability > 0 for spec in plan.data.scenarios.values()):
        if asked:
            echo(say("nothing to value", language))
        return result

    from models.errors import ClusterError, PlanError  # noqa: PLC0415
    from models.solver.highs import Options  # noqa: PLC0415
    from planner.risk.value import value_of_planning  # noqa: PLC0415

    settings = result.inputs.settings
    limit = float(str(settings["time_limit"])) if time_limit is None else time_limit
    options = Options(
        gap=float(str(settings["mip_gap"])) if gap is None else gap,
        time_limit=limit if asked else min(limit, PATIENCE),
        threads=threads,
        seed=seed,
        memory=memory,
        jobs=jobs,
        stop=stop,
    )
    counter = Counter(language, quiet=quiet)
    try:
        found = value_of_planning(plan.data, options, plan, jobs, counter)
    except (PlanError, ClusterError, KeyboardInterrupt):
        echo(say("no value", language))
        return result
    finally:
        counter.clear()
    return replace(result, value=found.to_json())


def _at_hand(result: PlanResult) -> bool:
    """Tell whether the further solves, one for each scenario and two more, are likely to be done soon."""
    if result.status != "optimal" or result.solution is None:
        return False
    further = 2 + len(result.solution.data.scenarios)
    return further * sum(result.seconds.values()) <= SOON
