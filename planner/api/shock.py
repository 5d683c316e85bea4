"""``planner.shock``: one event told month by month."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.plan.names import Month
from models.solver.highs import Progress
from planner.api.answer import BookAnswer
from planner.api.holding import run_facts
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.words.phrases import Speech
from planner.risk.held import hold_plan
from planner.risk.page_shock import largest_money, lead, shock_book
from planner.risk.shock import known_event, tell_shock
from planner.risk.shock_story import Shock, Story
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class ShockTold(BookAnswer):
    """What one event does to a plan, month by month."""

    inputs: Tables
    shock: Shock
    facts: Mapping[str, object]

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        largest, speech = largest_money(self.shock), self._speech(language)
        return shock_book(self.shock, speech, self.facts), speech, largest

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences."""
        return list(lead(self.shock, self._speech(language or self.language)))

    def to_json(self) -> dict[str, object]:
        """Return the durations, and each story by month."""
        told, date = self.shock, self.inputs.month_date
        return {
            "event": str(told.asked.event),
            "start": f"{date(told.asked.start):%Y-%m}",
            "end_unknown": told.asked.end_unknown,
            "longest_without_shortage": told.longest,
            "at_least": told.censored,
            "durations": [
                {
                    "months": one.months,
                    "cost": None if math.isnan(one.cost) else one.cost,
                    "short_units": one.short_units,
                    "short_value": one.short_value,
                }
                for one in told.durations
            ],
            "stories": [self._story(number, story) for number, story in enumerate(told.stories)],
        }

    def _story(self, number: int, story: Story) -> dict[str, object]:
        told, date = self.shock, self.inputs.month_date
        worth = told.worth_of_knowing
        head: dict[str, object] = {"months": story.months, "feasible": story.feasible}
        if not story.feasible:
            return head | {"broken": [name for name, _ in story.followed.broken]}
        return head | {
            "extra_cost": told.more(story),
            "worth_of_knowing_the_end": worth[number] if worth else None,
            "months_told": [f"{date(t):%Y-%m}" for t in story.told],
            "stock": {
                str(item): [float(story.stock(item)[t]) for t in story.told] for item in story.data.items
            },
            "short": {
                str(product): [float(story.short(product)[t]) for t in story.told]
                for product in story.data.products
            },
        }

    def _speech(self, language: str) -> Speech:
        return risk_speech(language, str(self.inputs.settings["currency"]), largest_money(self.shock))


def shock(
    plan: Plan,
    event: str,
    result: str | Path | PlanResult | None = None,
    *,
    start: Month | None = None,
    months: Sequence[int] = (),
    severity: float | None = None,
    end_unknown: bool = False,
    gap: float | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ShockTold:
    """Hold a plan's decisions, let one event begin, and tell what happens month by month.

    Parameters
    ----------
    plan : Plan
    event : str
        An event of the plan.
    result : PlanResult, str or Path, optional
        Whose decisions are held: a result of this plan, or its workbook. By default the plan is solved.
    start : int, optional
        Plan month from 0 on; by default where a scenario first has the event.
    months : sequence of int
        How long it lasts, one story each; by default as its row says.
    severity : float, optional
        Part of supply lost while it is on, from 0 to 1; by default as its row says.
    end_unknown : bool
        Nobody knows how long it lasts: it is taken to last as its row says and, once over that, one month
        more, again and again.
    gap, time_limit : float, optional
        Of the solve; by default the workbook's settings.
    progress : callable, optional
        Called while the plan is solved, from another thread.

    Returns
    -------
    ShockTold

    Raises
    ------
    CannotShock
        The event is unknown, or would begin or end outside the plan.
    CannotHold
        The result is not one of this plan.
    InputErrors, NoPlan, models.errors.PlanError
    """
    if severity is not None and not 0 <= severity <= 1:
        raise ValueError(f"severity is {severity}, not from 0 to 1")
    if any(length < 1 for length in months):
        raise ValueError(f"months are {list(months)}, not 1 at least")
    known_event(plan.tables, event)
    kept = hold_plan(plan, result, gap=gap, time_limit=time_limit, progress=progress)
    told = tell_shock(kept, event, start=start, months=months, severity=severity, end_unknown=end_unknown)
    facts = run_facts(
        kept,
        result,
        option_event=event,
        option_start=f"{plan.tables.month_date(told.asked.start):%Y-%m}",
        option_months=", ".join(map(str, told.asked.months)),
        option_severity=severity,
        option_end_unknown="yes" if end_unknown else "no",
    )
    return ShockTold(plan.tables, told, facts)
