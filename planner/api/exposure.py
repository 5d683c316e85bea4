"""``planner.exposure``: how long a fixed plan survives without each source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.runs.run import Jobs
from models.solver.highs import Progress
from planner.api.answer import BookAnswer
from planner.api.holding import run_facts
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.words.phrases import Speech
from planner.risk.exposure import Exposure, events_to_come, exposures, sources_of
from planner.risk.held import hold_plan
from planner.risk.page_exposure import exposure_book, largest_money
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class Exposed(BookAnswer):
    """How long a plan survives without each of its sources, against the months to recover."""

    inputs: Tables
    sources: tuple[Exposure, ...]
    facts: Mapping[str, object]

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        largest = largest_money(self.sources)
        speech = risk_speech(language, str(self.inputs.settings["currency"]), largest)
        return exposure_book(self.sources, self.inputs, speech, self.facts), speech, largest

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences."""
        return list(self.book(language or self.language)[0].lead[1:])

    def to_json(self) -> dict[str, object]:
        """Return each source: how long the plan survives without it, what that costs, and remedies."""
        return {"sources": [_as_json(one) for one in self.sources]}


def exposure(
    plan: Plan,
    result: str | Path | PlanResult | None = None,
    *,
    every: int = 1,
    gap: float | None = None,
    time_limit: float | None = None,
    jobs: Jobs = 1,
    progress: Callable[[Progress], None] | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Exposed:
    """Take out every supplier, country at a stage and process in turn, with the plan's decisions held.

    Parameters
    ----------
    plan : Plan
    result : PlanResult, str or Path, optional
        Whose decisions are held: a result of this plan, or its workbook. By default the plan is solved.
    every : int
        Months from one onset that is tried to the next.
    gap, time_limit : float, optional
        Of the solve; by default the workbook's settings.
    jobs : int or Runner
    progress : callable, optional
        Called while the plan is solved, from another thread.
    done : callable, optional
        Called with how many sources are judged and how many there are.

    Returns
    -------
    Exposed

    Raises
    ------
    CannotHold
        The result is not one of this plan.
    InputErrors, NoPlan, models.errors.PlanError
    """
    if every < 1:
        raise ValueError(f"every is {every}, not one at least")
    kept = hold_plan(plan, result, gap=gap, time_limit=time_limit, progress=progress)
    sources = sources_of(kept.held, events_to_come(kept.data))
    found = exposures(kept.held, sources, every=every, jobs=jobs, done=done)
    return Exposed(plan.tables, tuple(found), run_facts(kept, result, option_every=every))


def _as_json(one: Exposure) -> dict[str, Any]:
    finite = one.dearest.money < float("inf")
    return {
        "kind": one.source.kind,
        "source": one.source.name,
        "survives": one.worst.months,
        "survives_at_least": one.worst.censored,
        "median": one.median.months,
        "median_at_least": one.median.censored,
        "recovers": one.recovery,
        "gap": one.gap,
        "worst_onset": one.worst.onset,
        "short_units": None if one.dearest.short is None else sum(one.dearest.short.values()),
        "short_value": one.dearest.money if one.recovery and finite else None,
        "state": one.colour,
        "cannot_keep": [{"limit": limit, "name": name} for limit, name in one.unkept],
        "remedies": [
            {
                "kind": price.remedy.kind,
                "quantities": dict(price.remedy.parts),
                "offer": price.remedy.offer,
                "cost_per_year": price.per_year,
                "money_tied": price.tied,
            }
            for price in one.remedies
        ],
    }
