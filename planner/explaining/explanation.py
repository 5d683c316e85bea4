"""The explanation of a plan as a whole: prices of its rules, why not, alternatives."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

from models.runs.run import Jobs
from planner.cases import BASE, CaseRun, Effort, Task, run_cases
from planner.explaining.alternatives import Alternative, find_alternatives
from planner.explaining.prices import Known, Price, ask, best_known, prices, questions
from planner.explaining.why_not import WhyNot, why_not

PARTS = ("rules", "offers", "suppliers", "investments", "alternatives")
"""What can be asked for alone."""
KINDS = {
    "offers": ("offer",),
    "suppliers": ("qualification", "supplier"),
    "investments": ("investment",),
}
"""Things left aside, by part."""
EXACT = 1e-6
"""Part of its cost to which a plan that leaves no gap is known."""
Stage = Callable[[str], Callable[[int, int], None] | None]
"""Gives for each stage (``rules``, ``why_not``, ``alternatives``) what is called after each of its solves."""


@dataclass(frozen=True)
class Wish:
    """What of an explanation is asked for."""

    parts: tuple[str, ...] = PARTS
    alternatives: int = 3
    """Other plans asked for."""
    within: float = 0.02
    """What they may cost more, as a part."""


@dataclass(frozen=True)
class Explanation:
    """Why a plan is as it is."""

    base: CaseRun
    """The plan, solved."""
    known: Known
    wish: Wish
    prices: tuple[Price, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def not_settled(self) -> int:
        """Questions without an answer, or with one that a time limit or the user cut short."""
        return (
            sum(price.status in _CUT for price in self.prices)
            + sum(answer.status in ("not_settled", "not_run") for answer in self.why_not)
            + sum(alternative.status in _CUT for alternative in self.alternatives)
        )

    @property
    def asked(self) -> int:
        """Questions in all."""
        return len(self.prices) + len(self.why_not) + len(self.alternatives)

    @property
    def interrupted(self) -> bool:
        """Whether the user stopped the run; what was finished is kept."""
        statuses = [price.status for price in self.prices]
        statuses += [answer.status for answer in self.why_not]
        statuses += [alternative.status for alternative in self.alternatives]
        return "not_run" in statuses

    def to_json(self) -> dict[str, object]:
        """Return what ``explain --json`` prints of a plan that there is."""
        return {
            "base": self.base.to_json(),
            "best_known": {
                "objective": self.known.cost,
                "bound": self.known.bound if math.isfinite(self.known.bound) else None,
            },
            "prices": [price.as_json() for price in self.prices],
            "why_not": [answer.as_json() for answer in self.why_not],
            "alternatives": [alternative.as_json() for alternative in self.alternatives],
            "not_settled": self.not_settled,
        }


_CUT = ("stopped", "stopped_without_plan", "failed", "not_run")


def explain_plan(
    base: CaseRun,
    wish: Wish | None = None,
    effort: Effort | None = None,
    *,
    jobs: Jobs = 1,
    stage: Stage | None = None,
) -> Explanation:
    """Explain a plan that there is.

    Parameters
    ----------
    base : CaseRun
        The plan, solved by ``cases.run_base``.
    wish : Wish, optional
        Which parts; all of them by default.
    effort : Effort, optional
        Of each solve.
    jobs : int or Runner
        Processes.
    stage : callable, optional
        Called as each stage begins; returns what is called after each of its solves.

    Returns
    -------
    Explanation
        What was finished when the user stopped the run stands in it.
    """
    wish = wish or Wish()
    parts, told = set(wish.parts), stage or (lambda _: None)
    asked = questions(base) if "rules" in parts else []
    runs = ask(base, asked, effort, jobs, told("rules")) if asked else []
    known = _again(base, best_known(base, asked, runs), effort)
    priced = prices(known, base, asked, runs)
    so_far = Explanation(base, known, wish, tuple(priced))
    kinds = _kinds(parts)
    if so_far.interrupted or base.interrupted:
        return so_far
    if kinds:
        answers = why_not(base, known, priced, effort, jobs=jobs, done=told("why_not"), kinds=kinds)
        so_far = Explanation(base, known, wish, tuple(priced), tuple(answers))
    if "alternatives" in parts and not so_far.interrupted:
        others = find_alternatives(
            base, known, wish.alternatives, wish.within, effort, jobs=jobs, done=told("alternatives")
        )
        so_far = Explanation(base, known, wish, so_far.prices, so_far.why_not, tuple(others))
    return so_far


def _again(base: CaseRun, known: Known, effort: Effort | None) -> Known:
    """Solve the plan once more, from where it ended, as every changed plan is solved.

    Else what that alone saves within the gap would look like the doing of a change.
    """
    if known.noise <= EXACT * max(1.0, abs(known.cost)) or base.interrupted:
        return known
    (run,) = run_cases(base, [Task(BASE, "", base.inputs)], effort)
    if run.result is None:
        return known
    cost = min(known.cost, run.result.objective)
    return Known(cost, min(cost, max(known.bound, run.result.bound)))


def _kinds(parts: Collection[str]) -> list[str]:
    return [kind for part, kinds in KINDS.items() if part in parts for kind in kinds]
