"""The decisions of the old plan as decisions of the next one: result tables in its ids and scenarios."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from models.plan.data import PlanData
from models.plan.names import TRUNK
from models.plan.tree import Tree
from models.solution.solution import Solution
from planner.risk.held import values_of
from planner.rolling.followed import Frames
from planner.rolling.next_plan import Rolled


def carried_frames(rolled: Rolled, frames: Frames) -> dict[str, pd.DataFrame]:
    """Return the old plan's result tables as the next plan names things.

    What was started has the ids of its parts, tiers have their new numbers, and the path that was followed
    is the trunk. Months gone stay in the tables.
    """
    return {
        **frames,
        "Awards": _tiers(rolled, frames["Awards"]),
        "Orders": _tiers(rolled, _as_trunk(rolled, frames["Orders"], "order_month")),
        "Investments": _parts(rolled, frames["Investments"]),
        **{
            name: _as_trunk(rolled, frames[name], "month")
            for name in ("Stock", "Production", "Demand", "Processes")
        },
    }


def carried_decisions(rolled: Rolled, frames: Frames, data: PlanData) -> Solution:
    """Return the old plan's here-and-now and trunk decisions as a solution of the next plan's data."""
    alone = replace(data, scenarios={})
    return Solution(
        data=alone,
        tree=Tree(alone),
        values=values_of(rolled.tables, alone, carried_frames(rolled, frames)),
        payments={},
        first_stage=frozenset(),
        path_costs={},
        bound=0.0,
        status="optimal",
    )


def _tiers(rolled: Rolled, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of Awards or Orders with the tiers as the next plan numbers them."""
    kept = pd.Series(
        [
            offer not in rolled.tiers or (not pd.isna(tier) and int(tier) == rolled.tiers[offer])
            for offer, tier in zip(frame["offer"], frame["tier"], strict=True)
        ],
        index=frame.index,
        dtype=bool,
    )
    frame = frame[kept].copy()
    frame.loc[frame["offer"].isin(list(rolled.tiers)), "tier"] = 1
    return frame


def _parts(rolled: Rolled, frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    frame["investment"] = [
        rolled.parts.get((str(name), rolled.old.month_index(pd.Timestamp(start).date())), name)
        for name, start in zip(frame["investment"], frame["start_month"], strict=True)
    ]
    return frame


def _as_trunk(rolled: Rolled, frame: pd.DataFrame, month: str) -> pd.DataFrame:
    if rolled.followed == TRUNK:
        return frame
    coming = frame[month] >= pd.Timestamp(rolled.old.month_date(rolled.months))
    own = frame[(frame["scenario"] == rolled.followed) & coming].copy()
    own["scenario"] = str(TRUNK)
    return own
