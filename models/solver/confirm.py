"""What becomes of what a solver says: an outcome once it is confirmed, a doubt and another way until then.

What was found on the way is kept: a plan whose values hold is a plan, whoever found it (docs/decisions/0018).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from models.errors import Unconfirmed
from models.solver.outcome import Outcome, Status
from models.solver.standard_form import Floats
from models.solver.trust import Facts

ROUNDING = 1e-9
"""A gap may be wider than asked by so much."""
ROOT = 1
"""A search that ends within so many nodes with the plan that it was given is made once more without it."""


@dataclass
class Confirmation:
    """One model, all that was said of it, and the best plan that holds."""

    facts: Facts
    gap: float
    """Relative gap at which a plan is called optimal."""
    start: Floats | None = None
    """A plan told to the solver; what it does not hold is not believed either."""
    best: Outcome | None = None
    """The cheapest plan known, whole numbers only."""
    doubts: list[str] = field(default_factory=list)
    _given: float = math.inf
    """Cost of the start; infinite where there is none, or once it was tried without."""
    _said: list[Status] = field(default_factory=list)

    def __post_init__(self) -> None:
        facts, start = self.facts, self.start
        if start is None or facts.whole is None or facts.doubt_of_values(start, facts.activities(start)):
            return
        self._given = self._keep(Outcome(Status.STOPPED, values=start)).objective

    def judged(self, claim: Outcome, ray: Callable[[], Floats | None]) -> Outcome | None:
        """Return the outcome where what is said holds, ``None`` (and a doubt more) where it does not.

        Parameters
        ----------
        claim : Outcome
            In the solver's words.
        ray : callable
            Returns weights of the rows that may prove an LP to have no plan.
        """
        match claim.status:
            case Status.NOTHING:
                return None if self.doubts else claim
            case Status.UNBOUNDED:
                return self._said_twice(claim)
            case Status.INFEASIBLE if self.best is not None:
                return self._doubt("it is said that there is no plan, and one is known")
            case Status.INFEASIBLE:
                proof = ray() if self.facts.whole is None else None
                proven = proof is not None and self.facts.proves_none(proof)
                return claim if proven or self.facts.a_row_proves_none() else self._said_twice(claim)
        return self._optimum(claim) if self.facts.whole is None else self._plan(claim)

    def rest(self, solver: str) -> Outcome:
        """Return what is left when there is no other way: a plan without a bound, or what nobody denies.

        Raises
        ------
        Unconfirmed
        """
        if self.best is not None:
            return self.best
        if len(set(self._said)) == 1 and len(self.doubts) == len(self._said):
            return Outcome(self._said[0])
        raise Unconfirmed(solver, tuple(dict.fromkeys(self.doubts)))

    @property
    def denied(self) -> bool:
        """It was said that there is no plan."""
        return bool(self._said)

    def _doubt(self, doubt: str) -> Outcome | None:
        """Note a doubt; there is no outcome then."""
        self.doubts.append(doubt)
        return None

    def _doubt_of_values(self, doubt: str) -> Outcome | None:
        """Return that there is no plan where a row rules every one out: HiGHS calls a model empty then."""
        return Outcome(Status.INFEASIBLE) if self.facts.a_row_proves_none() else self._doubt(doubt)

    def _said_twice(self, claim: Outcome) -> Outcome | None:
        self._said.append(claim.status)
        if self._said.count(claim.status) > 1:
            return claim
        return self._doubt(f"it is said to be {claim.status.value}, without a proof")

    def _optimum(self, claim: Outcome) -> Outcome | None:
        """Return the optimum of an LP."""
        facts, values = self.facts, claim.values
        activities = facts.activities(values)
        doubt = facts.doubt_of_values(values, activities)
        if doubt is not None:
            return self._doubt_of_values(doubt)
        doubt = facts.doubt_of_objective(values, claim.objective)
        doubt = doubt or facts.doubt_of_duals(values, activities, claim.duals)
        if doubt is not None:
            return self._doubt(doubt)
        cost = facts.cost_of(values)
        return replace(claim, objective=cost, bound=cost, least_cost=facts.least_cost)

    def _plan(self, claim: Outcome) -> Outcome | None:
        """Return a plan with whole numbers and its bound; optimal where they meet."""
        facts, values = self.facts, claim.values
        doubt = facts.doubt_of_values(values, facts.activities(values))
        if doubt is not None:
            return self._doubt_of_values(doubt)
        best, cost = self._keep(claim), facts.cost_of(values)
        doubt = facts.doubt_of_objective(values, claim.objective)
        if doubt is not None:
            return self._doubt(doubt)
        if not claim.bound <= best.objective + facts.rounding(best.values):
            return self._doubt(f"its bound {claim.bound:.10g} lies above a plan known, {best.objective:.10g}")
        bound = min(claim.bound, best.objective)
        found = replace(best, bound=bound, nodes=claim.nodes)
        if found.gap <= self.gap + ROUNDING:
            found = replace(found, status=Status.OPTIMAL)
            given, self._given = self._given, math.inf
            if cost >= given - facts.rounding(values) and claim.nodes <= ROOT:
                return self._doubt("the plan given to begin with is called the best")
            return found
        if claim.status is Status.OPTIMAL:
            return self._doubt(f"it is said to be optimal with a gap of {found.gap:.2g}")
        return replace(found, status=Status.STOPPED)

    def _keep(self, plan: Outcome) -> Outcome:
        cost = self.facts.cost_of(plan.values)
        if self.best is None or cost < self.best.objective:
            self.best = Outcome(
                Status.STOPPED, cost, values=plan.values, nodes=plan.nodes, least_cost=self.facts.least_cost
            )
        return self.best
