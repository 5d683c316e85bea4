"""What is known of a plan over the probabilities of its events: lines, plans found, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.cases import CaseRun
from planner.risk.odds_map import Map
from planner.workbook.tables import Tables

Floats = NDArray[np.float64]

KEEP, LOST, OPEN = "keep", "lost", "open"
"""The plan in hand is within the gap of the best; it is not; what was solved does not tell."""


@dataclass(frozen=True)
class Pooled:
    """A plan of the pool, with its recourse as it stands."""

    name: str
    """Where it was found: ``plan``, or an event with its probability."""
    costs: Mapping[str, float]
    """Cost of each path by scenario [money, present value]."""
    tables: Mapping[str, pd.DataFrame]
    """Its result tables: what it decides."""


@dataclass(frozen=True)
class Probe:
    """The plan solved at one probability of one event."""

    probability: float
    bound: float
    """No plan can have a lower objective there."""
    objective: float
    status: str


@dataclass(frozen=True)
class Line:
    """Objectives along the probability of one event."""

    event: str
    now: float
    """Its probability in the plan."""
    reach: float
    """The largest asked about: ``MOST``, or what life as planned leaves."""
    low: float | None
    high: float | None
    """The range that the team agrees on (Events, low and high)."""
    grid: Floats
    """Probabilities, ``GRID`` of them and those solved at."""
    hand: Floats
    """Objective of the plan in hand."""
    best: Floats
    """The least of all plans found."""
    which: NDArray[np.int64]
    """Which plan of the pool that is; the plan in hand where it is within the gap."""
    bound: Floats
    """Below this no plan can be."""
    tolerance: Floats
    """The gap, as money."""
    probes: tuple[Probe, ...]
    others: tuple[str, ...] = ()
    """Events that stand in the same scenarios: what is said of the event is said of them all."""

    @property
    def name(self) -> str:
        """The event, and those that come with it."""
        return " + ".join((self.event, *self.others))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """``keep``, ``lost`` or ``open`` at each probability."""
        lost = self.hand - self.best > self.tolerance
        proved = self.best - self.bound <= self.tolerance * (1 + 1e-6)
        return tuple(LOST if out else KEEP if sure else OPEN for out, sure in zip(lost, proved, strict=True))

    @property
    def here(self) -> int:
        """Where the plan's own probability stands."""
        return int(np.argmin(np.abs(self.grid - self.now)))

    @property
    def stays(self) -> tuple[float, float] | None:
        """The range around the plan's own probability in which the plan in hand is proved to stay best."""
        if self.states[self.here] != KEEP:
            return None
        low = high = self.here
        while low > 0 and self.states[low - 1] == KEEP:
            low -= 1
        while high < len(self.grid) - 1 and self.states[high + 1] == KEEP:
            high += 1
        return float(self.grid[low]), float(self.grid[high])

    @property
    def lost_below(self) -> float | None:
        """The largest probability below the plan's own at which another plan is better for certain."""
        out = [k for k in range(self.here) if self.states[k] == LOST and self.states[self.here] != LOST]
        return float(self.grid[out[-1]]) if out else None

    @property
    def lost_above(self) -> float | None:
        """The least probability above the plan's own at which another plan is better for certain."""
        beyond = range(self.here + 1, len(self.grid))
        out = [k for k in beyond if self.states[k] == LOST and self.states[self.here] != LOST]
        return float(self.grid[out[0]]) if out else None

    @property
    def proof(self) -> float:
        """How far any plan may be below the best one found, where the plan in hand counts as best [-]."""
        apart = (self.best - self.bound) / np.maximum(1.0, np.abs(self.best))
        kept = np.array([state == KEEP for state in self.states])
        return float(np.max(apart[kept] if kept.any() else apart))

    @property
    def regret(self) -> float:
        """The most that the plan in hand costs more than the best plan found [money]."""
        return float(np.max(self.hand - self.best))

    @property
    def safe(self) -> bool | None:
        """The plan stays best in the whole range agreed on; ``None``: no range, or it is not settled."""
        if self.low is None or self.high is None:
            return None
        slack = 1e-12
        inside = [
            state
            for p, state in zip(self.grid.tolist(), self.states, strict=True)
            if self.low - slack <= p <= self.high + slack
        ]
        return False if LOST in inside else None if OPEN in inside or not inside else True

    def stretches(self) -> Iterator[tuple[float, float, int]]:
        """Yield from which probability to which one plan of the pool is best."""
        first = 0
        for k in range(1, len(self.grid) + 1):
            if k == len(self.grid) or self.which[k] != self.which[first]:
                yield float(self.grid[first]), float(self.grid[k - 1]), int(self.which[first])
                first = k


@dataclass(frozen=True)
class Robust:
    """The plan made for every path being up to so many times as likely as told."""

    times: float
    own: float
    """What the plan in hand costs then: its CVaR at 1 − 1/times [money]."""
    run: CaseRun


@dataclass(frozen=True)
class Odds:
    """How sure the plan is of its probabilities."""

    tables: Tables
    hand: Pooled
    pool: tuple[Pooled, ...]
    """The plan in hand first."""
    lines: tuple[Line, ...]
    gap: float
    both: Map | None = None
    """Of two events that were asked about by name."""
    robust: Robust | None = None
    unfinished: bool = False
    """Stopped before everything was solved that should be."""
