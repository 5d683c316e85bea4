"""The book of the audit: how many rows each check looked at, and where one did not hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Axes = Mapping[str, Sequence[str]]
"""What each dimension of an array stands for: its name and the label of each position, in order."""

TOLERANCE = 1e-6
"""Largest violation accepted, as a share of the largest term of its row, or of ``least`` where all are
smaller: what a month of the plan uses of the thing (``planner.audit.sizes``), 1 for what has no size."""
SMALLEST = 1e-300
"""No share is taken of less."""

LISTED = 20
"""Violations kept in words for one check; a broken constraint usually breaks everywhere."""

CHECKS = (
    "table columns",
    "table rows",
    "whole numbers",
    "not negative",
    "nonanticipativity",
    "order windows",
    "qualification",
    "signed contracts",
    "tiers",
    "order limit (1)",
    "annual maximum",
    "committed rate (2)",
    "min take",
    "take-or-pay (3)",
    "order lots",
    "order multiples",
    "pools",
    "supplier capacity",
    "supplier count",
    "arrivals",
    "lost in transit",
    "unit cost",
    "stock balance (4)",
    "goods out of the air",
    "storage (5)",
    "days of cover (6)",
    "cover again (6)",
    "least stock",
    "final stock (7)",
    "demand (8)",
    "late deliveries",
    "design share (9)",
    "service floor (10)",
    "process capacity",
    "process requires",
    "process lead",
    "investment modules",
    "committed investments",
    "exclusive groups",
    "capex budget",
    "share rules",
    "purchase cost",
    "order cost",
    "holding cost",
    "disposal cost",
    "process cost",
    "design cost",
    "shortage cost",
    "late cost",
    "rule cost",
    "cover cost",
    "take_or_pay cost",
    "final_stock cost",
    "qualification cost",
    "contract cost",
    "capex cost",
    "fixed_opex cost",
    "residual cost",
    "discounting",
    "probabilities",
    "path cost",
    "expected cost",
    "CVaR (11)",
    "worst cost",
    "objective",
    "Awards table",
    "Suppliers table",
    "Investments table",
    "Stock table",
    "Demand table",
    "Processes table",
    "Pools table",
    "Rules table",
    "Scenarios table",
)
"""Every check there is, in the order of the report: one that never ran stands there with no items."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One row that does not hold."""

    check: str
    place: Mapping[str, str]
    """What it is about: "offer", "scenario", "month" and the like, each with its id."""
    found: float
    """What the result says, or what follows from it; NaN where it says nothing or has no size."""
    allowed: float
    """What the inputs allow or ask; NaN for a fact that is right or wrong."""
    size: float
    """How far apart they are, as a share of the largest term of the row, or of the least one."""

    def __str__(self) -> str:
        """Say it in one sentence."""
        place = ", ".join(f"{name} {label}" for name, label in self.place.items() if label)
        if math.isnan(self.allowed):
            return f"{self.check}: {place}: is not what it must be"
        return f"{self.check}: {place}: found {self.found:.9g}, expected {self.allowed:.9g}"


@dataclass(slots=True)
class _Entry:
    items: int = 0
    largest: float = 0.0
    failed: int = 0


class Ledger:
    """Collects what every check found."""

    def __init__(self) -> None:
        self._entries = {check: _Entry() for check in CHECKS}
        self.violations: list[Violation] = []

    def equal(
        self,
        check: str,
        found: npt.ArrayLike,
        expected: npt.ArrayLike,
        axes: Axes | None = None,
        *,
        terms: Sequence[npt.ArrayLike] = (),
        least: npt.ArrayLike = 1.0,
        where: npt.ArrayLike = True,
    ) -> None:
        """Hold two arrays equal; a number missing in ``found`` (NaN) is a violation without limit.

        ``terms`` are what the row adds up, ``least`` what a gap is measured by where all of them are smaller.
        """
        found, expected = np.asarray(found, float), np.asarray(expected, float)
        self._record(
            check,
            np.abs(found - expected),
            found=found,
            allowed=expected,
            axes=axes or {},
            terms=terms,
            least=least,
            where=where,
        )

    def at_most(
        self,
        check: str,
        found: npt.ArrayLike,
        limit: npt.ArrayLike,
        axes: Axes | None = None,
        *,
        terms: Sequence[npt.ArrayLike] = (),
        least: npt.ArrayLike = 1.0,
        where: npt.ArrayLike = True,
    ) -> None:
        """Hold ``found`` ≤ ``limit``; where the limit is infinite nothing is checked or counted."""
        found, limit = np.asarray(found, float), np.asarray(limit, float)
        finite = np.logical_and(where, ~np.isposinf(limit))
        self._record(
            check,
            found - limit,
            found=found,
            allowed=limit,
            axes=axes or {},
            terms=terms,
            least=least,
            where=finite,
        )

    def at_least(
        self,
        check: str,
        found: npt.ArrayLike,
        limit: npt.ArrayLike,
        axes: Axes | None = None,
        *,
        terms: Sequence[npt.ArrayLike] = (),
        least: npt.ArrayLike = 1.0,
        where: npt.ArrayLike = True,
    ) -> None:
        """Hold ``found`` ≥ ``limit``; where the limit is −infinite nothing is checked or counted."""
        found, limit = np.asarray(found, float), np.asarray(limit, float)
        finite = np.logical_and(where, ~np.isneginf(limit))
        self._record(
            check,
            limit - found,
            found=found,
            allowed=limit,
            axes=axes or {},
            terms=terms,
            least=least,
            where=finite,
        )

    def holds(self, check: str, fact: npt.ArrayLike, axes: Axes, *, where: npt.ArrayLike = True) -> None:
        """Hold facts that have no size: each is right or wrong."""
        gap = np.where(fact, 0.0, np.inf)
        unknown = np.array(np.nan)
        self._record(check, gap, found=unknown, allowed=unknown, axes=axes, terms=(), least=1.0, where=where)

    def same(self, check: str, place: Mapping[str, str], *, ok: bool) -> None:
        """Hold one fact that has no size."""
        axes = {name: (label,) for name, label in place.items()}
        self.holds(check, np.full((1,) * len(axes), ok), axes)

    def _record(
        self,
        check: str,
        gap: Floats,
        *,
        found: Floats,
        allowed: Floats,
        axes: Axes,
        terms: Sequence[npt.ArrayLike],
        least: npt.ArrayLike,
        where: npt.ArrayLike,
    ) -> None:
        shape = tuple(len(labels) for labels in axes.values())
        gap = np.broadcast_to(gap, shape)
        looked = np.broadcast_to(np.asarray(where, bool), shape)
        entry = self._entries[check]
        entry.items += int(np.count_nonzero(looked))
        # NaN is a gap without limit; where nothing is missing there is nothing to measure
        missing = looked & ~(gap <= 0.0)
        if not missing.any():
            return
        apart = np.nonzero(missing)

        def at(term: npt.ArrayLike) -> Floats:
            numbers: Floats = np.broadcast_to(np.asarray(term, float), shape)[apart]
            return numbers

        scale: Floats = np.maximum(at(least), SMALLEST)
        for term in (found, allowed, *terms):
            size = np.abs(at(term))
            # NaN and infinity are judged by the gap; as a scale they would hide it
            scale = np.maximum(scale, np.where(np.isfinite(size), size, 0.0))
        ratio: Floats = at(gap) / scale
        ratio[np.isnan(ratio)] = np.inf
        entry.largest = max(entry.largest, float(ratio.max()))
        for place in np.flatnonzero(ratio > TOLERANCE):
            entry.failed += 1
            if entry.failed > LISTED:
                break
            self.violations.append(
                Violation(
                    check,
                    {
                        name: labels[int(positions[place])]
                        for (name, labels), positions in zip(axes.items(), apart, strict=True)
                    },
                    float(at(found)[place]),
                    float(at(allowed)[place]),
                    float(ratio[place]),
                )
            )

    def frame(self) -> pd.DataFrame:
        """Return the Audit table: one row per check."""
        rows = [
            (check, entry.items, entry.largest, entry.largest <= TOLERANCE and not math.isnan(entry.largest))
            for check, entry in self._entries.items()
        ]
        return pd.DataFrame(rows, columns=["check", "items_checked", "largest_violation", "passed"])
