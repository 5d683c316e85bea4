"""Why there is no plan; each error knows the exit code that the command line gives it."""

from __future__ import annotations

from typing import ClassVar


class PlanError(Exception):
    """Base of every way in which planning ends without a plan."""

    exit_code: ClassVar[int] = 1


class Infeasible(PlanError):
    """No plan meets every hard limit.

    Attributes
    ----------
    clash : tuple of (law, index)
        Constraints of an irreducible infeasible set of the LP relaxation: no plan meets all of them, and
        dropping any one removes this clash. Empty where only whole numbers make the plan infeasible.
    """

    exit_code = 4

    def __init__(self, clash: tuple[tuple[str, tuple[object, ...]], ...] = ()) -> None:
        super().__init__("no plan meets every hard limit")
        self.clash = clash


class NoRecourse(Infeasible):
    """Decisions held fixed cannot be kept in every scenario: no recourse meets every hard limit."""


class Unbounded(PlanError):
    """The cost can fall without end: something is paid for being made or bought without a limit."""

    exit_code = 4


class StoppedWithoutPlan(PlanError):
    """The time limit came, or the user stopped the run, before a first plan was found."""

    exit_code = 5


class SolverFailed(PlanError):
    """The solver gave up for numerical or internal reasons, or its answer does not hold."""

    exit_code = 1
