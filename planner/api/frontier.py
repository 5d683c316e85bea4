"""``planner.frontier``: what less risk costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.runs.run import Jobs
from planner.api.answer import BookAnswer
from planner.cases import CaseRun, Effort
from planner.pipeline import Plan
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.words.phrases import Speech
from planner.risk.frontier import Point
from planner.risk.frontier import frontier as solve_frontier
from planner.risk.page_frontier import frontier_book, largest_money, lead
from planner.workbook.tables import Tables

IMPOSSIBLE = ("infeasible", "unbounded")


@dataclass(frozen=True)
class Frontier(BookAnswer):
    """Plans from careless to careful: what each costs and risks."""

    inputs: Tables
    by: str
    points: tuple[Point, ...]
    """In the order of the knob; those without a plan say so and are not on the frontier."""
    stopped: bool
    """Some settings were not tried since the run was stopped, or the cluster was lost."""
    facts: Mapping[str, object]

    @property
    def solved(self) -> bool:
        """Whether any setting has a plan."""
        return any(point.on_frontier for point in self.points)

    @property
    def status(self) -> str:
        """``ok``, or why no setting has a plan."""
        if self.solved or not self.points:
            return "ok" if self.solved else "not_run"
        return next((p.status for p in self.points if p.status not in IMPOSSIBLE), self.points[0].status)

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return 0 if self.solved else CaseRun("", "", self.inputs, self.status).exit_code

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        largest = largest_money(self.points)
        speech = risk_speech(language, str(self.inputs.settings["currency"]), largest)
        scale = money_scale(speech, largest)
        return (
            frontier_book(self.points, self.by, self.inputs, speech, scale=scale, facts=self.facts),
            speech,
            largest,
        )

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences."""
        currency = str(self.inputs.settings["currency"])
        speech = risk_speech(language or self.language, currency, largest_money(self.points))
        return list(lead(self.points, self.by, self.inputs, speech))

    def to_json(self) -> dict[str, object]:
        """Return each setting that was tried."""
        return {"by": self.by, "points": [_as_json(point) for point in self.points]}


def frontier(
    plan: Plan,
    points: int = 6,
    by: str = "risk",
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> Frontier:
    """Solve a plan at several settings, careless to careful.

    Parameters
    ----------
    plan : Plan
    points : int
        Settings to try, two at least.
    by : {"risk", "fill-rate", "stock"}
        What is turned up: the weight of the tail, a fill rate held everywhere, or days of cover.
    gap, time_limit : float, optional
        Relative gap, seconds of each solve; by default the workbook's settings.
    threads, seed : int
    jobs : int or Runner
    done : callable, optional
        Called with how many settings are solved and how many there are.

    Returns
    -------
    Frontier
        What was finished when the user pressed Ctrl-C stands in it.

    Raises
    ------
    ValueError
        No such knob, or fewer than two points.
    KeyboardInterrupt
        The user stopped before the first setting was solved.
    """
    if points < 2:
        raise ValueError(f"points is {points}, not two at least")
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    found = solve_frontier(plan, points, by, effort, jobs=jobs, done=done)
    facts = {
        "input": plan.tables.name,
        "input_sha256": plan.tables.sha256,
        "option_by": by,
        "option_points": points,
        "option_gap": gap,
        "option_time_limit": time_limit,
        "option_threads": threads,
        "option_seed": seed,
    }
    tried = tuple(point for point in found if point.status != "not_run")
    return Frontier(plan.tables, by, tried, len(tried) < len(found), facts)


def _as_json(point: Point) -> dict[str, Any]:
    answer: dict[str, Any] = {"level": point.level, "status": point.status, "on_frontier": point.on_frontier}
    if point.status in ("optimal", "stopped"):
        answer |= {
            "expected_cost": point.expected,
            "cvar": point.cvar,
            "worst_cost": point.worst,
            "mean_stock_value": point.stock,
            "short_value": point.shortage,
            "signed": dict(point.signed),
            "built": dict(point.built),
        }
    return answer
