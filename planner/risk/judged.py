"""How a fixed plan fares on many paths: how each one ends, their mean, tail and spread.

Error of the CVaR: Hong, Hu & Liu (2014), Monte Carlo methods for value-at-risk and conditional value-at-risk,
ACM Transactions on Modeling and Computer Simulation 24.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.plan.deliveries import Start
from models.solution.solution import conditional_value_at_risk

Floats = NDArray[np.float64]
Path = tuple[tuple[Start, ...], ...]
"""Events of one sequence of disruptions, step by step."""

SURE = 1.959963984540054
"""Standard errors on either side of a mean that hold it with 95 %."""
DAYS_PER_MONTH = 365 / 12
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NEVER = -1


@dataclass(frozen=True)
class Fate:
    """How one path ends; plain data."""

    cost: float
    """[money, present value]; NaN where a hard limit cannot be kept."""
    short_units: float
    short_value: float
    """At the shortage penalties [money]."""
    fill_rate: float
    first_short: int
    """Plan month; ``NEVER`` where nothing is short."""
    short_share: Floats
    """Part of the month's demand lost, by month."""
    stock_value: Floats
    """[money] by month."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % confidence interval."""

    value: float
    error: float
    """Half the width of the interval."""


@dataclass(frozen=True)
class Judged:
    """Paths with their weights and fates."""

    paths: tuple[Path, ...]
    weights: Floats
    """Parts of the whole; they add up to 1."""
    fates: tuple[Fate, ...]
    count: int
    """Samples they stand for; 0: weights are exact."""
    alpha: float

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """Paths on which every hard limit can be kept."""
        return np.array([not math.isnan(fate.cost) for fate in self.fates], dtype=bool)

    @property
    def impossible(self) -> float:
        """Part of the whole on which a hard limit cannot be kept; it is in no other figure."""
        return float(self.weights[~self.kept].sum())

    def _parts(self) -> tuple[Floats, Floats]:
        weights = self.weights[self.kept]
        costs = np.array([fate.cost for fate in self.fates])[self.kept]
        return weights / weights.sum(), costs

    @property
    def mean(self) -> Estimate:
        """Expected cost."""
        weights, costs = self._parts()
        mean = float(weights @ costs)
        spread = float(weights @ (costs - mean) ** 2)
        return Estimate(mean, SURE * math.sqrt(spread / self.count) if self.count else 0.0)

    @property
    def tail(self) -> Estimate:
        """CVaR."""
        weights, costs = self._parts()
        value = conditional_value_at_risk(
            list(zip(costs.tolist(), weights.tolist(), strict=True)), self.alpha
        )
        if not self.count:
            return Estimate(value, 0.0)
        edge = weighted_quantile(costs, weights, self.alpha)
        excess = np.maximum(0.0, costs - edge)
        spread = float(weights @ excess**2) - float(weights @ excess) ** 2
        return Estimate(value, SURE * math.sqrt(max(0.0, spread) / self.count) / (1 - self.alpha))

    @property
    def worst(self) -> float:
        """Highest cost."""
        return float(self._parts()[1].max())

    @property
    def chance_of_shortage(self) -> float:
        """Part of the whole on which something is short."""
        short = np.array([fate.first_short != NEVER for fate in self.fates])[self.kept]
        return float(self._parts()[0] @ short)

    @property
    def fill_rate(self) -> float:
        """Mean fill rate."""
        rates = np.array([fate.fill_rate for fate in self.fates])[self.kept]
        return float(self._parts()[0] @ rates)

    def figures(self) -> dict[str, float]:
        """Return what programs are told of it."""
        return {
            "expected_cost": self.mean.value,
            "expected_cost_error": self.mean.error,
            "cvar": self.tail.value,
            "cvar_error": self.tail.error,
            "worst_cost": self.worst,
            "chance_of_shortage": self.chance_of_shortage,
            "fill_rate": self.fill_rate,
            "impossible": self.impossible,
        }

    def days_to_shortage(self) -> list[tuple[float, float]]:
        """Return days from the first shock to the first shortage, with weights, where anything is short."""
        return [
            ((fate.first_short - onset(path)) * DAYS_PER_MONTH, float(weight))
            for path, fate, weight in zip(self.paths, self.fates, self.weights, strict=True)
            if path and fate.first_short >= onset(path)
        ]

    def fan(self, name: str, *, where_short: bool = False) -> Floats:
        """Return quantiles by month of ``short_share`` or ``stock_value``: one row a quantile.

        ``where_short``: of the paths on which anything is short (nothing at all where there is none).
        """
        short = np.array([fate.first_short != NEVER for fate in self.fates], dtype=bool)
        chosen = self.kept & short if where_short else self.kept
        rows = np.array([getattr(fate, name) for fate in self.fates])[chosen]
        if not len(rows):
            return np.zeros((len(QUANTILES), len(getattr(self.fates[0], name))))
        weights = self.weights[chosen] / self.weights[chosen].sum()
        return np.array(
            [
                [weighted_quantile(rows[:, month], weights, q) for month in range(rows.shape[1])]
                for q in QUANTILES
            ]
        )

    def spread(self) -> Mapping[str, tuple[float, ...]]:
        """Return what a part of the whole, by ``QUANTILES`` and all of it, does not fall short of.

        From good to bad: ``cost``, ``short_value``, ``fill_rate``, and, of the paths on which anything is
        short, ``days`` from the first shock to the first shortage (left out where there is none).
        """
        weights, costs = self._parts()
        fates = [fate for fate, kept in zip(self.fates, self.kept, strict=True) if kept]
        found = {
            "cost": _quantiles(costs, weights),
            "short_value": _quantiles(np.array([fate.short_value for fate in fates]), weights),
            "fill_rate": tuple(
                -x for x in _quantiles(np.array([-fate.fill_rate for fate in fates]), weights)
            ),
        }
        days = self.days_to_shortage()
        if days:
            values, parts = np.array(days).T
            found["days"] = tuple(-x for x in _quantiles(-values, parts / parts.sum()))
        return found


def onset(path: Path) -> int:
    """Return the month of a path's first shock."""
    return min(start for _, start in path[0])


def weighted_quantile(values: Floats, weights: Floats, level: float) -> float:
    """Return the least value that at least this part of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    at = int(np.searchsorted(passed, level - 1e-12))
    return float(values[order][min(at, len(values) - 1)])


def _quantiles(values: Floats, weights: Floats) -> tuple[float, ...]:
    return tuple(weighted_quantile(values, weights, level) for level in (*QUANTILES, 1.0))
