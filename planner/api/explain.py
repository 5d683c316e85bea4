"""``planner.explain``: why the plan is as it is; or what clashes, and the ways out."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from models.runs.run import Jobs
from models.solver.highs import Progress
from planner.api.answer import BookAnswer, NoBase, effort_facts
from planner.cases import CaseRun, Effort, run_base
from planner.explaining.explanation import PARTS, Explanation, Stage, Wish, explain_plan
from planner.explaining.page import explanation_book, largest_money
from planner.explaining.page_ways import ways_book
from planner.explaining.sentences import Teller
from planner.explaining.ways import InfeasibleExplanation, explain_infeasible
from planner.explaining.words import told
from planner.pipeline import Plan
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.words.phrases import Speech
from planner.workbook.tables import Tables


class Explained(BookAnswer):
    """Why there is this plan, or none."""

    @property
    @abstractmethod
    def feasible(self) -> bool:
        """Whether there is a plan."""


@dataclass(frozen=True)
class PlanExplained(Explained):
    """What each rule of a plan costs, what was left aside and why, and other plans."""

    inputs: Tables
    explanation: Explanation
    facts: Mapping[str, object]

    @property
    def feasible(self) -> bool:
        """There is a plan."""
        return True

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        largest = largest_money(self.explanation)
        speech = self._speech(language)
        return (
            explanation_book(self.explanation, speech, money_scale(speech, largest), self.facts),
            speech,
            largest,
        )

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the explanation in a few sentences."""
        speech = self._speech(language or self.language)
        kept = [told("kept", speech.language)] if self.explanation.interrupted else []
        return [
            *self.book(speech.language)[0].lead,
            *Teller(speech).lines(self.explanation),
            *kept,
        ]

    def to_json(self) -> dict[str, object]:
        """Return prices of rules, what was left aside, and other plans."""
        return self.explanation.to_json()

    def _speech(self, language: str) -> Speech:
        return risk_speech(language, str(self.inputs.settings["currency"]), self.explanation.known.cost)


@dataclass(frozen=True)
class NoPlanExplained(Explained):
    """What cannot hold together, and the cheapest ways out."""

    inputs: Tables
    explanation: InfeasibleExplanation
    facts: Mapping[str, object]

    @property
    def feasible(self) -> bool:
        """There is no plan."""
        return False

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        costs = [way.objective for way in self.explanation.ways if way.objective is not None]
        largest = max((abs(cost) for cost in costs), default=0.0)
        speech = risk_speech(language, str(self.inputs.settings["currency"]), largest)
        return ways_book(self.explanation, self.inputs, speech, self.facts), speech, largest

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the explanation in a few sentences."""
        return self.explanation.sentences(language or self.language)

    def to_json(self) -> dict[str, object]:
        """Return what clashes and the ways out."""
        return self.explanation.to_json()


def explain(
    plan: Plan,
    only: Iterable[str] = (),
    *,
    alternatives: int = 3,
    within: float = 0.02,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    jobs: Jobs = 1,
    progress: Callable[[Progress], None] | None = None,
    stage: Stage | None = None,
) -> Explained:
    """Say why a plan is as it is, or why there is none.

    Parameters
    ----------
    plan : Plan
    only : iterable of str
        Of ``rules``, ``offers``, ``suppliers``, ``investments``, ``alternatives``; by default all.
    alternatives : int
        Other plans to show.
    within : float
        Part that another plan may cost more.
    gap, time_limit : float, optional
        Relative gap, seconds of each solve; by default the workbook's settings.
    threads, seed : int
    jobs : int or Runner
    progress : callable, optional
        Called while the plan is solved, from another thread.
    stage : callable, optional
        Called with the name of each stage as it begins (``rules``, ``why_not``, ``alternatives``, ``ways``);
        returns what is called after each of its solves, with how many are done and how many there are.

    Returns
    -------
    Explained
        ``feasible`` tells whether there is a plan; ``explanation`` holds what was found.

    Raises
    ------
    NoBase
        The plan was stopped before one was found, or failed.
    ValueError
        There is no such part.
    """
    parts = tuple(only) or PARTS
    if unknown := [part for part in parts if part not in PARTS]:
        raise ValueError(f"{', '.join(unknown)}: not among {', '.join(PARTS)}")
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    base = run_base(plan, effort, progress)
    begin = time.perf_counter()
    if base.status == "infeasible":
        done = None if stage is None else stage("ways")
        found = explain_infeasible(plan, effort, jobs=jobs, done=done, known=base.clash)
        return NoPlanExplained(plan.tables, found, {**_input(plan), **effort_facts(effort, jobs)})
    if base.result is None or base.interrupted:
        raise NoBase(base)
    wish = Wish(parts, alternatives, within)
    explanation = explain_plan(base, wish, effort, jobs=jobs, stage=stage)
    return PlanExplained(
        plan.tables, explanation, _facts(plan, base, explanation, effort_facts(effort, jobs), begin)
    )


def _input(plan: Plan) -> dict[str, object]:
    return {"input": plan.tables.name, "input_sha256": plan.tables.sha256}


def _facts(
    plan: Plan, base: CaseRun, found: Explanation, options: Mapping[str, object], begin: float
) -> dict[str, object]:
    run = {} if base.result is None else base.result.run
    return {
        **_input(plan),
        **options,
        **{key: value for key, value in run.items() if key.startswith("version_")},
        "seconds_plan": round(base.seconds, 3),
        "seconds_explanation": round(time.perf_counter() - begin, 3),
        "option_only": ", ".join(found.wish.parts),
        "option_alternatives": found.wish.alternatives,
        "option_within": found.wish.within,
        "plan_objective": found.known.cost,
        "plan_bound": found.known.bound,
        "not_settled": found.not_settled,
    }
