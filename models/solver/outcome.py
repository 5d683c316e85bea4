"""What is asked of a solver and what it brings back: options, progress, statuses, outcomes."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np

from models.errors import NoneBetter, StoppedWithoutPlan
from models.formulation.choice import Choice
from models.runs.run import Jobs
from models.solver.standard_form import Basis, Floats


@dataclass(frozen=True)
class Progress:
    """How far the solver is."""

    phase: str
    seconds: float
    incumbent: float | None = None
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True)
class Options:
    """How to solve."""

    gap: float = 1e-3
    """Relative gap to stop at."""
    time_limit: float | None = None
    """[seconds]."""
    deadline: float | None = None
    """When the time is up, by ``time.perf_counter``: for all runs of a plan together."""
    threads: int = 0
    """0: as many as HiGHS sees fit."""
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    """Called now and then while the solver runs, from another thread."""
    chosen: Callable[[Choice], None] | None = None
    """Told how the plan will be solved, and why so, before anything is built."""
    log: Callable[[str], None] | None = None
    """Receives the solver's own log, line by line."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set it to stop the run and keep the best plan."""
    method: str = "auto"
    """``extensive``: one model; ``benders``: the trunk against its branches; ``auto``: by size."""
    enough: float | None = None
    """A cost that is low enough to stop searching at; the bound is then what is known by then."""
    known: float | None = None
    """What is to be beaten: the run ends with ``NoneBetter`` as soon as LPs prove that no plan is cheaper by
    more than the gap."""
    proven: float | None = None
    """A bound that is high enough to stop searching at."""
    nodes: int | None = None
    """Nodes of the search tree after which to stop; ``None``: there is no limit."""
    tolerance: float = 1e-7
    """How far a whole number or a row may be off."""
    jobs: Jobs = 1
    """Where the branches of a plan that is cut up are solved; 1: in threads of this process."""
    memory: int | None = None
    """What the run may take [bytes]; by default what the machine has free."""

    def started(self) -> Options:
        """Return the options with the clock of the time limit running."""
        if self.time_limit is None or self.deadline is not None:
            return self
        return replace(self, deadline=time.perf_counter() + self.time_limit)

    @property
    def seconds_left(self) -> float | None:
        """What is left of the time limit; ``None``: there is none."""
        until = math.inf if self.deadline is None else self.deadline - time.perf_counter()
        left = min(until, math.inf if self.time_limit is None else self.time_limit)
        return None if math.isinf(left) else max(0.0, left)


def beaten(options: Options, bound: float, least_cost: float) -> None:
    """Give up where no plan can be cheaper than what is known by more than the gap.

    Raises
    ------
    NoneBetter
    """
    known = options.known
    if known is not None and known - bound <= options.gap * max(least_cost, abs(known)):
        raise NoneBetter(min(bound, known))


def in_time(options: Options) -> None:
    """Give up where the time limit has passed before there is a plan.

    Raises
    ------
    StoppedWithoutPlan
    """
    if options.seconds_left == 0:
        raise StoppedWithoutPlan("the time was up before the search began")


class Status(Enum):
    """How a run ended."""

    OPTIMAL = "optimal"
    STOPPED = "stopped"
    """With a plan, but before the gap was reached."""
    NOTHING = "nothing"
    """Stopped before a first plan."""
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    TOO_DEAR = "too dear"
    """An LP of which every plan costs more than was asked for; its bound proves that."""


@dataclass(frozen=True)
class Outcome:
    """What a run brought back."""

    status: Status
    objective: float = math.nan
    bound: float = -math.inf
    values: Floats = field(default_factory=lambda: np.empty(0))
    duals: Floats = field(default_factory=lambda: np.empty(0))
    """By row, of an LP; empty for a MIP."""
    reduced_costs: Floats = field(default_factory=lambda: np.empty(0))
    """Of the columns; of a persistent LP alone."""
    seconds: float = 0.0
    nodes: int = 0
    basis: Basis | None = None
    """Of an LP: where the simplex method ended."""
    least_cost: float = 1.0
    """The gap is not measured against less [money]."""

    @property
    def gap(self) -> float:
        """|objective − bound| / max(least cost, |objective|)."""
        return abs(self.objective - self.bound) / max(self.least_cost, abs(self.objective))
