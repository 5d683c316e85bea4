"""Paths of the scenario tree, read from the result tables: who follows whom, with what probability.

A branch has rows from its onset on; before that its path is its parent's (model.md section 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from planner.workbook.events.scenarios import TRUNK

if TYPE_CHECKING:
    import pandas as pd

    from planner.result import Result

Record = dict[str, Any]
"""One row of a result table by column key; blank cells are ``None``."""
Held = TypeVar("Held")

FIRST_STAGE = frozenset({"qualification", "contract", "capex", "fixed_opex", "residual"})
"""Cost components decided once, which belong to every path."""


def cells(column: pd.Series) -> list[Any]:
    """Return the values of one column of a result table: months as dates, blanks (NaN, NaT, None) as None."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        days: list[Any] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
        return days
    values: list[Any] = column.tolist()
    blank = column.isna().to_numpy()
    if blank.any():
        return [None if empty else value for value, empty in zip(values, blank.tolist(), strict=True)]
    return values


def records(frame: pd.DataFrame) -> list[Record]:
    """Return the rows of a result table with blanks as ``None``."""
    names = [str(name) for name in frame.columns]
    columns = [cells(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class Branch:
    """One scenario as the Scenarios table gives it."""

    scenario: str
    after: str
    """Parent scenario; the trunk's parent is itself."""
    onset: int
    """First own plan month; 0 for the trunk."""
    probability: float


class Tree:
    """The scenario tree of one result, and its cost rows."""

    def __init__(self, result: Result) -> None:
        self.inputs = result.inputs
        self.months = result.inputs.months
        self._tables = result.tables
        self.branches: dict[str, Branch] = {}
        for row in records(result.tables["Scenarios"]):
            scenario = str(row["scenario"])
            after = TRUNK if row["after"] is None else str(row["after"])
            onset = 0 if row["onset"] is None else self.inputs.month_index(row["onset"])
            self.branches[scenario] = Branch(scenario, after, onset, float(row["probability"] or 0.0))

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Scenarios that leave each scenario."""
        found: dict[str, list[str]] = {scenario: [] for scenario in self.branches}
        for branch in self.branches.values():
            if branch.scenario != TRUNK:
                found[branch.after].append(branch.scenario)
        return found

    def stretches(self, scenario: str) -> Iterator[tuple[str, int, int]]:
        """Yield (scenario whose rows hold, first month, month after the last) along a path, last first."""
        end = self.months
        branch = self.branches[scenario]
        while True:
            yield branch.scenario, branch.onset, end
            if branch.scenario == TRUNK:
                return
            end = min(end, branch.onset)
            branch = self.branches[branch.after]

    def weight(self, scenario: str) -> float:
        """Return the probability of ending in a scenario or in one that descends from it."""
        return self.branches[scenario].probability + sum(
            self.weight(child) for child in self.children[scenario]
        )

    def reach(self) -> list[float]:
        """Return the probability that life is still on the trunk at the end of each month."""
        left = [0.0] * self.months
        for child in self.children[TRUNK]:
            for month in range(self.branches[child].onset, self.months):
                left[month] += self.weight(child)
        return [max(0.0, 1.0 - gone) for gone in left]

    def split(self, sheet: str, column: str = "month") -> dict[str, list[tuple[int, Record]]]:
        """Return a table's rows with their plan month, by scenario."""
        found: dict[str, list[tuple[int, Record]]] = {scenario: [] for scenario in self.branches}
        for row in records(self._tables[sheet]):
            found[str(row["scenario"])].append((self.inputs.month_index(row[column]), row))
        return found

    def along(self, rows: dict[str, list[tuple[int, Held]]], scenario: str) -> list[Held]:
        """Return the rows that hold on the path of a scenario, in order of month."""
        found: list[tuple[int, Held]] = []
        for holder, first, end in self.stretches(scenario):
            found.extend((month, row) for month, row in rows[holder] if first <= month < end)
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]

    @cached_property
    def _costs(self) -> dict[str, list[tuple[int, tuple[str, float]]]]:
        """Component and present value by scenario and plan month: by columns, for there are many rows."""
        table = self._tables["Costs"]
        scenarios, dates, parts, worth = (
            cells(table[name]) for name in ("scenario", "month", "component", "amount_pv")
        )
        months = {date: self.inputs.month_index(date) for date in set(dates)}
        found: dict[str, list[tuple[int, tuple[str, float]]]] = {scenario: [] for scenario in self.branches}
        for scenario, date, part, amount in zip(scenarios, dates, parts, worth, strict=True):
            found[str(scenario)].append((months[date], (part, amount)))
        return found

    def costs(self, scenario: str) -> dict[str, float]:
        """Return the present value of each cost component on the path of a scenario."""
        found: dict[str, float] = {}
        for _, (part, amount) in self._costs[TRUNK]:
            if part in FIRST_STAGE:
                found[part] = found.get(part, 0.0) + amount
        for part, amount in self.along(self._costs, scenario):
            if part not in FIRST_STAGE:
                found[part] = found.get(part, 0.0) + amount
        return found

    @cached_property
    def path_components(self) -> dict[str, dict[str, float]]:
        """Present value by scenario and component."""
        return {scenario: self.costs(scenario) for scenario in self.branches}

    @cached_property
    def expected_components(self) -> dict[str, float]:
        """Expected present value by component."""
        found: dict[str, float] = {}
        for scenario, parts in self.path_components.items():
            for component, amount in parts.items():
                found[component] = found.get(component, 0.0) + self.branches[scenario].probability * amount
        return found
