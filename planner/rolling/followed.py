"""The path on which the plan was: what was decided and done in the months gone, as its result tables say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from models.plan.data import PlanData
from models.plan.deliveries import Start
from models.plan.names import TRUNK, Month, Scenario
from models.plan.tree import Tree
from planner.workbook.tables import Tables

Frames = Mapping[str, pd.DataFrame]
"""Result tables by sheet."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One order of a month gone."""

    offer: str
    tier: int | None
    order_month: Month
    quantity: float
    arrival: Month
    arrived: float
    """What arrives of it on the path, and after what the path does not hold; the rest is lost."""
    unit_cost: float


@dataclass(frozen=True)
class Followed:
    """A plan, its result tables, and the path that was followed until now."""

    tables: Tables
    frames: Frames
    data: PlanData
    tree: Tree
    scenario: Scenario
    months: int
    """Months gone."""
    unforeseen: tuple[Start, ...] = ()
    """Events that have begun and are on no node of the path: those of the next plan's first month, too."""

    @cached_property
    def line(self) -> tuple[Scenario, ...]:
        """The scenario followed and those it descends from, the trunk first."""
        line = [self.scenario]
        while line[-1] != TRUNK:
            line.append(self.tree.parent[line[-1]])
        return tuple(reversed(line))

    def month(self, date: Any) -> Month:
        """Return a date of the result tables as a month of the old plan."""
        return self.tables.month_index(pd.Timestamp(date).date())

    def rows(self, sheet: str) -> Iterator[tuple[Month, dict[str, Any]]]:
        """Yield the rows of a result table at the nodes of the months gone, each with its month."""
        frame = self.frames[sheet]
        gone = frame["month"] < pd.Timestamp(self.tables.month_date(self.months))
        for row in frame[gone & frame["scenario"].isin(self.line)].to_dict("records"):
            at = self.month(row["month"])
            if self.tree.path(self.scenario, at) == row["scenario"]:
                yield at, {str(key): value for key, value in row.items()}

    def last(self, sheet: str, thing: str, column: str) -> dict[str, float]:
        """Return a column at the end of the last month gone, by thing."""
        return {str(row[thing]): float(row[column]) for at, row in self.rows(sheet) if at == self.months - 1}

    def part_left(self, offer: str, arrival: Month) -> float:
        """Return what part of an order on the way still arrives after what its path does not hold [-]."""
        tier = self.data.tiers_of_offer[offer][0]  # all tiers are hit alike
        dispatch = arrival - self.data.offers[tier].transit
        return math.prod(
            self.data.events[event].remaining(dispatch - start)
            for event, start in self.unforeseen
            if self.tree.targets.hits_offer(event, tier)
        )

    def past_part_left(self, offer: str, arrival: Month) -> float:
        """Return what part of an order from before the old plan arrives: what its path and all else leave."""
        tier = self.data.tiers_of_offer[offer][0]
        dispatch = arrival - self.data.offers[tier].transit
        return self.tree.survival(tier, dispatch, TRUNK, self.scenario) * self.part_left(offer, arrival)

    @cached_property
    def orders(self) -> tuple[Placed, ...]:
        """Orders placed in the months gone, by offer and month."""
        found: dict[tuple[str, int | None, Month], Placed] = {}
        frame = self.frames["Orders"]
        gone = frame["order_month"] < pd.Timestamp(self.tables.month_date(self.months))
        rows = frame[gone & frame["scenario"].isin(self.line)].to_dict("records")
        rows.sort(key=lambda row: self.line.index(row["scenario"]))
        for row in rows:
            at, tier = self.month(row["order_month"]), None if pd.isna(row["tier"]) else int(row["tier"])
            key = str(row["offer"]), tier, at
            here = self.tree.path(self.scenario, at) == row["scenario"]
            again = key in found and at < self.tree.onset[Scenario(row["scenario"])]
            if here or again:  # an order that loses a part stands again under the branch that loses it
                arrival, arrived = self.month(row["arrival_month"]), float(row["arrived"])
                found[key] = Placed(
                    key[0],
                    tier,
                    at,
                    float(row["quantity"]),
                    arrival,
                    arrived * self.part_left(key[0], arrival) if arrival >= self.months else arrived,
                    float(row["unit_cost"]),
                )
        return tuple(sorted(found.values(), key=lambda order: (order.offer, order.order_month)))
