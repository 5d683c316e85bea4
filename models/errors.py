"""Why there is no plan, or no run; each error knows the exit code that the command line gives it.

The tree of exceptions, those of ``planner`` too:

- Exception
  - PlanError (1): planning ends without a plan
    - Infeasible (4): no plan meets every hard limit
      - NoRecourse: decisions held fixed cannot be kept in every scenario
    - Unbounded (4): the cost can fall without end
    - StoppedWithoutPlan (5): stopped before a first plan was found
      - TooLarge: more memory would be needed than there is
    - NoneBetter (1): a bound proves that nothing beats what is known, where that was asked
    - SolverFailed (1): the solver gave up, or its answer does not hold
      - Unconfirmed: what it says does not hold, whichever way it is asked
    - NotThisPlan (3): what is brought from outside is no plan of this workbook
      - BrokenPlan (planner.exchange): with what it breaks, by sheet and cell
    - NoPlan (4, planner.pipeline): Infeasible, with what clashes by sheet and cell
    - AuditFailed (1, planner.pipeline): the audit does not confirm a solution
    - NoBase (planner.api): the plan that others were to be compared with was not solved
  - ClusterError (7): a cluster cannot be used
    - ClusterMissing (2), ClusterUnreachable, NoWorkers, VersionsDiffer, ClusterLost
  - InputErrors (3, planner.workbook.messages.findings): a workbook with errors, all of its findings
  - CannotHold, CannotMake, CannotAdd, CannotAsk, CannotShock (2, planner.risk): this plan does not allow it
  - CannotRoll (2, planner.rolling): the months or events asked for do not fit the plan
  - CannotShare (2, planner.api.share): a result has no such part
  - CannotWrite (6, planner.commands.console): the output cannot be written
  - CannotPrint (6, planner.commands.streams): standard output cannot
  - NotPrinted (6, planner.printing): the browser did not print a report

Who solves catches PlanError; who runs many plans, ClusterError too. Nothing here knows a cell: what clashes
is named by constraint and index, and ``planner.origins`` finds the cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class PlanError(Exception):
    """Base of every way in which planning ends without a plan."""

    exit_code: ClassVar[int] = 1


class Infeasible(PlanError):
    """No plan meets every hard limit.

    Attributes
    ----------
    iis : tuple of (constraint, index)
        Constraints of an irreducible infeasible subset of the LP relaxation: no plan meets all of them, and
        dropping any one leaves the others a plan. Empty where only whole numbers make the plan infeasible.
    """

    exit_code = 4

    def __init__(self, iis: tuple[tuple[str, tuple[object, ...]], ...] = ()) -> None:
        super().__init__("no plan meets every hard limit")
        self.iis = iis


class NoRecourse(Infeasible):
    """Decisions held fixed cannot be kept in every scenario: no recourse meets every hard limit."""


class Unbounded(PlanError):
    """The cost can fall without end: something is paid for being made or bought without a limit."""

    exit_code = 4


class StoppedWithoutPlan(PlanError):
    """The time limit came, or the user stopped the run, before a first plan was found."""

    exit_code = 5


class NoneBetter(PlanError):
    """No plan is cheaper than what was to be beaten, by more than the gap: nothing was looked for.

    Attributes
    ----------
    bound : float
        No plan costs less [money, present value].
    """

    def __init__(self, bound: float) -> None:
        super().__init__("no plan is cheaper than what is known")
        self.bound = bound


class TooLarge(StoppedWithoutPlan):
    """The model would need more memory than there is; nothing was built.

    Attributes
    ----------
    size : mapping
        About how large it would be: ``scenarios``, ``rows``, ``columns``, ``nonzeros``.
    needed, free : int
        Memory [bytes].
    """

    def __init__(self, size: Mapping[str, int], needed: int, free: int) -> None:
        super().__init__(size, needed, free)
        self.size, self.needed, self.free = size, needed, free

    def __str__(self) -> str:
        return f"the model needs about {self.needed / 1e9:.1f} GB and {self.free / 1e9:.1f} GB are free"


class SolverFailed(PlanError):
    """The solver gave up for numerical or internal reasons, or its answer does not hold."""

    exit_code = 1


class Unconfirmed(SolverFailed):
    """What the solver says does not hold when it is held against the model, whichever way it is asked.

    Attributes
    ----------
    solver : str
        Its version.
    doubts : tuple of str
        What speaks against each of its answers.
    """

    def __init__(self, solver: str, doubts: Sequence[str] = ()) -> None:
        super().__init__(solver, tuple(doubts))
        self.solver, self.doubts = solver, tuple(doubts)

    def __str__(self) -> str:
        return f"HiGHS {self.solver} gave no answer that holds: {'; '.join(self.doubts)}"


class NotThisPlan(PlanError):
    """Values that another solver found do not hold in this plan.

    Attributes
    ----------
    broken : tuple of (name, index)
        Columns or rows that are broken, the worst first; may be empty.
    """

    exit_code = 3

    def __init__(self, broken: tuple[tuple[str, tuple[object, ...]], ...] = ()) -> None:
        super().__init__("the values do not hold in this plan")
        self.broken = broken


class ClusterError(Exception):
    """A cluster cannot be used; nothing is wrong with the plan.

    Attributes
    ----------
    where : str
        Address of its scheduler.
    """

    exit_code: ClassVar[int] = 7

    def __init__(self, where: str, reason: str = "") -> None:
        super().__init__(f"{where}: {reason}" if reason else where)
        self.where = where
        self.reason = reason


class ClusterMissing(ClusterError):
    """Dask ``distributed`` is not installed here."""

    exit_code = 2


class ClusterUnreachable(ClusterError):
    """No scheduler answers at the address, or it does not speak as it should."""


class NoWorkers(ClusterError):
    """The scheduler answers but has no workers."""


class VersionsDiffer(ClusterError):
    """Scheduler or workers run other versions than this program, so that numbers could differ.

    Attributes
    ----------
    differences : tuple of (package, version here, address, version there)
        ``""`` where it is not installed.
    """

    def __init__(self, where: str, differences: Sequence[tuple[str, str, str, str]]) -> None:
        said = (f"{name} {here or '-'} here, {there or '-'} at {at}" for name, here, at, there in differences)
        super().__init__(where, "; ".join(said))
        self.differences = tuple(differences)


class ClusterLost(ClusterError):
    """The cluster did not last to the end of the runs.

    Attributes
    ----------
    reason : {"connection", "no_workers", "killed"}
        The scheduler is gone; all of its workers are; a task kills every worker that takes it.
    finished, count : int
        Tasks that were done by then, and how many there are.
    answers : list
        In the order of the tasks; ``None`` for what was not finished.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.finished = self.count = 0
        self.answers: list[Any] = []
