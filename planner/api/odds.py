"""``planner.odds``: over which probabilities of each event the plan stays best."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.runs.run import Jobs
from planner.api.answer import BookAnswer
from planner.cases import Effort
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.words.phrases import Speech
from planner.risk.held import plan_of_result
from planner.risk.odds import ask_odds
from planner.risk.odds_decisions import worth_of
from planner.risk.odds_lines import Line, Odds, Pooled
from planner.risk.page_odds import largest_money, lead, odds_book
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class PlanOdds(BookAnswer):
    """Over which probabilities a plan stays best, what is best beyond, and what is worth it from when."""

    inputs: Tables
    odds: Odds
    facts: Mapping[str, object]

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        largest, speech = largest_money(self.odds), self._speech(language)
        return odds_book(self.odds, speech, money_scale(speech, largest), self.facts), speech, largest

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences."""
        return list(lead(self.odds, self._speech(language or self.language)))

    def to_json(self) -> dict[str, object]:
        """Return the probabilities of each event, of each decision, and the map of two."""
        return as_json_of(self.odds)

    def _speech(self, language: str) -> Speech:
        return risk_speech(language, str(self.inputs.settings["currency"]), largest_money(self.odds))


def odds(
    plan: Plan,
    result: str | Path | PlanResult | None = None,
    *,
    events: Sequence[str] = (),
    wrong_by: float | None = None,
    rounds: int = 6,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> PlanOdds:
    """Ask over which probabilities of each event a plan stays best, what else is best beyond, and who gains.

    Parameters
    ----------
    plan : Plan
    result : PlanResult, str or Path, optional
        The plan in hand: a result of this plan, or its workbook. By default the plan is solved.
    events : sequence of str
        By default every event that a scenario has. Two by name are also asked about at once.
    wrong_by : float, optional
        Also make the plan for every path being up to so many times as likely as told.
    rounds : int
        Solves of an event beyond its two ends, at most.
    gap, time_limit : float, optional
        Relative gap, seconds of each solve; by default the workbook's settings.
    threads, seed : int
    jobs : int or Runner
    done : callable, optional
        Called with how many are solved and how many there are by now.

    Returns
    -------
    PlanOdds
        What was finished when the user pressed Ctrl-C stands in it.

    Raises
    ------
    CannotAsk
        An event cannot be asked about.
    CannotHold
        The result is not one of this plan.
    InputErrors, NoPlan, models.errors.PlanError
    """
    if wrong_by is not None and not 1 < wrong_by <= 1000:
        raise ValueError(f"wrong_by is {wrong_by}, not above 1 and at most 1000")
    if not 0 <= rounds <= 100:
        raise ValueError(f"rounds is {rounds}, not from 0 to 100")
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    hand = None if result is None else Pooled("plan", *plan_of_result(plan, result))
    found = ask_odds(
        plan, events, hand=hand, times=wrong_by, rounds=rounds, effort=effort, jobs=jobs, done=done
    )
    path = result.output if isinstance(result, PlanResult) else result
    facts = {
        "input": plan.tables.name,
        "input_sha256": plan.tables.sha256,
        "result": None if path is None else Path(path).name,
        "option_gap": gap,
        "option_time_limit": time_limit,
        "option_rounds": rounds,
        "option_wrong_by": wrong_by,
        "option_threads": threads,
        "option_seed": seed,
    }
    return PlanOdds(plan.tables, found, facts)


def as_json_of(found: Odds) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    robust = found.robust
    return {
        "gap": found.gap,
        "events": [_line(line) for line in found.lines],
        "decisions": [
            {
                "event": one.event,
                "kind": one.kind,
                "name": one.name,
                "in_plan": one.now,
                "spans": [{"from": s.low, "to": s.high, "value": s.value} for s in one.spans],
            }
            for one in worth_of(found)
        ],
        "map": None
        if found.both is None
        else {
            "first": found.both.first,
            "second": found.both.second,
            "p_first": found.both.rows.tolist(),
            "p_second": found.both.columns.tolist(),
            "regret": [[None if x != x else x for x in row] for row in found.both.regret.tolist()],  # noqa: PLR0124
        },
        "wrong_by": None
        if robust is None
        else {
            "times": robust.times,
            "in_hand": robust.own,
            "status": robust.run.status,
            "best": None if robust.run.result is None else robust.run.result.objective,
            "bound": None if robust.run.result is None else robust.run.result.bound,
        },
        "unfinished": found.unfinished,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "event": line.event,
        "with": list(line.others),
        "probability": line.now,
        "reach": line.reach,
        "low": line.low,
        "high": line.high,
        "stays": None if line.stays is None else list(line.stays),
        "lost_below": line.lost_below,
        "lost_above": line.lost_above,
        "regret": line.regret,
        "proof": None if line.proof == float("inf") else line.proof,
        "safe": line.safe,
    }
