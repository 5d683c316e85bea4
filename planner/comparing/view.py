"""One plan as a comparison looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planner.reporting.comparison.content import Side
from planner.reporting.summary.summarise import summarise
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import number, trunk_rows, trunk_stock
from planner.reporting.view.paths import Record, records
from planner.result import Result
from planner.workbook.access import amount, text
from planner.workbook.tables import Tables

STAGES = ("mining", "refining", "metal", "magnet")


@dataclass(frozen=True)
class Entry:
    """One plan to compare, with its inputs; without a result it stands with its reason."""

    name: str
    inputs: Tables
    result: Result | None
    status: str
    note: str = ""
    thumb: bool = False
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences by language."""
    left: bool = False
    """A plan of some months ago, in the months that are left of it."""


class View:
    """A plan, its summary and what its tables say beyond that."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.result = entry.result

    @property
    def side(self) -> Side:
        """The plan as the comparison names it."""
        entry, result = self.entry, self.result
        noise = 0.0 if result is None else result.gap * max(1.0, abs(result.objective))
        return Side(entry.name, entry.thumb, entry.note, entry.status, entry.reasons, noise, left=entry.left)

    @cached_property
    def summary(self) -> Summary | None:
        """What the Summary of its own result says."""
        return None if self.result is None else summarise(self.result)

    def rows(self, sheet: str) -> list[Record]:
        """Return the rows of a result table; none where there is no plan."""
        return [] if self.result is None else records(self.result.tables[sheet])

    def _trunk(self, sheet: str) -> list[Record]:
        return [] if self.result is None else trunk_rows(self.result, sheet)

    @cached_property
    def stock(self) -> dict[str, list[Record]]:
        """Stock on the trunk by item, in order of month."""
        return {} if self.result is None else trunk_stock(self.result)

    def average_days(self, item: str) -> float | None:
        """Return the mean days of cover of an item on the trunk; 0 where it is never held."""
        rows = self.stock.get(item)
        if rows is None:
            return None
        held = (
            next((held for held in self.summary.holdings if held.item == item), None)
            if self.summary
            else None
        )
        return 0.0 if held is None else held.average_days

    def average_stock(self, item: str) -> float | None:
        """Return the mean stock of an item on the trunk."""
        rows = self.stock.get(item)
        return None if rows is None else sum(row["stock"] for row in rows) / len(rows)

    @cached_property
    def countries(self) -> dict[str, dict[str, float]]:
        """Value of trunk orders (and of what processes make) by stage and country [money]."""
        found: dict[str, dict[str, float]] = {stage: {} for stage in STAGES}
        offers = {text(row, "offer"): row for row in self.entry.inputs["Offers"]}
        for row in self._trunk("Orders"):
            for stage in STAGES:
                country = text(offers[row["offer"]], f"{stage}_country")
                _add(found[stage], country, row["quantity"] * number(row["unit_cost"]))
        value = {text(row, "item"): amount(row, "unit_value") for row in self.entry.inputs["Items"]}
        made: dict[str, float] = {}
        for flow in self.entry.inputs["ProcessFlows"]:
            if flow["kind"] == "out":
                worth = amount(flow, "quantity") * value.get(text(flow, "item"), 0.0)
                _add(made, text(flow, "process"), worth)
        processes = {text(row, "process"): row for row in self.entry.inputs["Processes"]}
        for row in self._trunk("Processes"):
            process = processes[row["process"]]
            if text(process, "stage") in found:
                worth = row["activity"] * made.get(row["process"], 0.0)
                _add(found[text(process, "stage")], text(process, "country"), worth)
        return found


def _add(sums: dict[str, float], key: str, value: float) -> None:
    if key and value > 0:
        sums[key] = sums.get(key, 0.0) + value
