"""A plan held fixed to be tested: what is decided, and what it promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.evaluation.fixed_plan import FixedPlan
from models.plan.data import PlanData
from models.solution.solution import Solution
from planner.risk.words import tell
from planner.workbook.tables import Tables


class CannotHold(Exception):
    """A result whose decisions are not those of this plan."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """Return the reason, in the user's language."""
        return tell(self.key, language, **self.facts)


@dataclass(frozen=True)
class HeldPlan:
    """A plan held fixed, and what it promised."""

    tables: Tables
    data: PlanData
    """With the plan's scenarios."""
    held: FixedPlan
    decisions: Solution
    """What is held, as a solution: the plan's own, or the values read from a result."""
    expected_cost: float
    """In the scenarios it was made for."""
    cvar: float
    path_costs: Mapping[str, float]
    gap: float
    chance_of_shortage: float
    """Of its own scenarios."""
    fill_rate: float
    """Mean of its own scenarios."""
