"""The frontier: expected cost against tail risk, with the plan behind each point.

One knob is turned: the weight of the tail (λ from 0 to 1), a fill rate held everywhere, or days of stock.
Points that another one beats in both cost and tail are not on it. Source: Rockafellar & Uryasev (2000).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from models.runs.run import Jobs
from planner.cases import CaseRun, Effort, Task, run_base, run_cases
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.risk.additions import sheet_row
from planner.workbook.access import month, text
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.tables import Row, Tables, Value

KNOBS = ("risk", "fill-rate", "stock")
MOST_DAYS = 180.0
"""Days of cover at the far end (Japan's for the riskiest minerals since 2020)."""
LEAST_FILL = 0.8
"""Fill rate at the near end, where the plan asks for less."""
REACH = 6
"""Part of the plan (one in so many months) after which cover is asked for: a stock takes time to build."""


@dataclass(frozen=True)
class Point:
    """One setting of the knob, and the plan it leads to."""

    level: float
    """λ, fill rate or days."""
    status: str
    expected: float
    cvar: float
    worst: float
    uncertainty: float
    """Money that the objective may be off by: the gap of the solve."""
    stock: float
    """Mean value of the stock on the trunk [money]."""
    shortage: float
    """Expected value of what is short [money]."""
    signed: Mapping[str, float]
    """Contracts and their committed rates [unit/month]."""
    bought: Mapping[str, float]
    """Offers and what is ordered a year on the trunk [unit]."""
    built: Mapping[str, int]
    """Investments and their modules."""
    on_frontier: bool = False


def frontier(
    plan: Plan,
    points: int = 6,
    by: str = "risk",
    effort: Effort | None = None,
    *,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[Point]:
    """Solve a plan along one knob.

    Parameters
    ----------
    plan : Plan
    points : int
        Settings to try, two at least.
    by : str
        ``risk``: λ from 0 to 1. ``fill-rate``: least fill rate of every product, up to 1. ``stock``: days of
        cover of every used item, up to ``MOST_DAYS``, hard from a sixth of the plan on.
    effort : Effort, optional
    jobs : int or Runner
        Processes, or where else to run.
    done : callable, optional
        Called with how many are solved and how many there are.

    Returns
    -------
    list of Point
        In the order of the knob; those without a plan say so and are not on the frontier. Where the user
        stopped the run or a cluster was lost (``jobs.lost``) some were not run.

    Raises
    ------
    ValueError
        No such knob.
    KeyboardInterrupt
        The user stopped before the first setting was solved.
    """
    if by not in KNOBS:
        raise ValueError(by)
    levels = levels_of(plan.tables, points, by)
    effort = effort or Effort()
    tasks = [Task(f"{by} {level:g}", "", turned(plan.tables, by, level)) for level in levels]
    base = run_base(replace(plan, tables=tasks[0].tables), effort)
    if base.interrupted:
        raise KeyboardInterrupt
    runs = [base, *run_cases(base, tasks[1:], effort, jobs, done)]
    return on_frontier([_point(level, run) for level, run in zip(levels, runs, strict=True)])


def levels_of(tables: Tables, points: int, by: str) -> list[float]:
    """Return the settings to try."""
    low, high = 0.0, 1.0
    if by == "fill-rate":
        asked = [float(row["min_fill_rate"] or 0.0) for row in tables["Products"]]  # type: ignore[arg-type]
        low = max([LEAST_FILL, *asked])
    elif by == "stock":
        high = MOST_DAYS
    return [round(low + (high - low) * k / (points - 1), 6) for k in range(points)]


def turned(tables: Tables, by: str, level: float) -> Tables:
    """Return the plan with the knob at a level."""
    if by == "risk":
        return with_settings(tables, {"risk_weight": level})
    if by == "fill-rate":
        return _changed(tables, "Products", lambda _: {"min_fill_rate": level})
    used = {text(row, "item") for row in tables["BOM"] if row["kind"] == "use"}
    used |= {text(row, "item") for row in tables["ProcessFlows"] if row["kind"] == "in"}
    return _changed(tables, "Items", lambda row: _cover(tables, row, level) if row["item"] in used else {})


def with_settings(tables: Tables, changed: Mapping[str, float]) -> Tables:
    """Return the plan with other settings."""
    others = tuple(row for row in tables["Settings"] if row["key"] not in changed)
    rows = [sheet_row("Settings", 0, {"key": key, "value": value}) for key, value in changed.items()]
    sheets = {**tables.sheets, "Settings": (*others, *rows)}
    return replace(tables, sheets=sheets, settings={**tables.settings, **changed})


def _cover(tables: Tables, row: Row, days: float) -> dict[str, Value]:
    own = month(row, "cover_from")
    begin = max(tables.months // REACH, tables.month_index(own) if own else 0)
    return {
        "min_cover_days": days,
        "cover_from": tables.month_date(begin),
        "cover_penalty": None,
        "cover_again_months": None,
    }


def _changed(tables: Tables, sheet: str, change: Callable[[Row], Mapping[str, Value]]) -> Tables:
    rows = []
    for row in tables[sheet]:
        changes = change(row)
        given = {key for key, value in changes.items() if value is not None}
        kept = frozenset((row.given - set(changes)) | given)
        rows.append(replace(row, values={**row.values, **changes}, given=kept))
    return replace(tables, sheets={**tables.sheets, sheet: tuple(rows)})


def _point(level: float, run: CaseRun) -> Point:
    result = run.result
    if result is None:
        nothing = float("nan")
        return Point(level, run.status, nothing, nothing, nothing, 0.0, nothing, nothing, {}, {}, {})
    awards = result.tables["Awards"]
    contracts = awards[awards["kind"] == "contract"]
    signed = contracts[contracts["signed"].astype("boolean").fillna(value=False)]
    built = result.tables["Investments"]
    return Point(
        level,
        run.status,
        result.expected_cost,
        result.cvar,
        result.worst_cost,
        max(0.0, result.objective - result.bound),
        _mean_stock(result),
        _expected_shortage(result),
        _sums(signed, "offer", "rate_per_month"),
        {k: v for k, v in _sums(awards, "offer", "annual_quantity").items() if v > 0},
        {k: round(v) for k, v in _sums(built, "investment", "modules").items()},
    )


def _sums(frame: pd.DataFrame, key: str, column: str) -> dict[str, float]:
    found = frame.groupby(key, sort=True)[column].sum()
    return {str(name): float(value) for name, value in found.items()}


def _mean_stock(result: PlanResult) -> float:
    stock = result.tables["Stock"]
    trunk = stock[stock["scenario"] == TRUNK]
    worth = {str(row["item"]): float(row["unit_value"] or 0.0) for row in result.inputs["Items"]}  # type: ignore[arg-type]
    value = trunk["stock"] * trunk["item"].map(worth)
    return float(value.sum()) / result.inputs.months


def _expected_shortage(result: PlanResult) -> float:
    frame = result.tables["Scenarios"]
    return float((frame["short_value"] * frame["probability"]).sum())


def on_frontier(points: Sequence[Point]) -> list[Point]:
    """Mark the points that no other one beats; of equal ones the first."""
    marked = []
    for at, point in enumerate(points):
        beaten = any(
            other.expected <= point.expected
            and other.cvar <= point.cvar
            and (other.expected < point.expected or other.cvar < point.cvar or number < at)
            for number, other in enumerate(points)
            if number != at
        )
        has_plan = point.status in ("optimal", "stopped")
        marked.append(replace(point, on_frontier=has_plan and not beaten))
    return marked
