"""Holding a plan fixed to be tested: solved here, or read back from its result workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from models.errors import NoRecourse
from models.evaluation.evaluate import evaluate_fixed
from models.evaluation.fixed_plan import FixedPlan, fix_plan
from models.plan.data import PlanData
from models.plan.names import TRUNK, Design, Investment, Item, Offer, Process, Product, Supplier
from models.plan.tree import Tree
from models.solution.solution import Solution
from models.solver.highs import Progress
from planner.assemble import assemble
from planner.pipeline import Plan, solve
from planner.result import Result
from planner.result_file import read_result
from planner.risk.kept import CannotHold, HeldPlan
from planner.workbook.tables import Tables

SHORT = 1e-9
"""Part of demand below which a shortage is rounding."""


def hold_plan(
    plan: Plan,
    result: str | Path | Result | None = None,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> HeldPlan:
    """Return a plan to be tested.

    Parameters
    ----------
    plan : Plan
    result : Result, str or Path, optional
        The result, or result workbook, with the decisions to hold; by default the plan is solved.
    gap, time_limit : float, optional
        Of the solve; by default the workbook's.
    progress : callable, optional
        Called while it is solved.

    Raises
    ------
    InputErrors
        The result is none, or cannot be read.
    CannotHold
        The result decides about something else than this plan.
    planner.pipeline.NoPlan, models.errors.PlanError
        The plan has no solution.
    """
    if result is None:
        return hold_result(solve(plan, gap=gap, time_limit=time_limit, progress=progress))
    answer = result if isinstance(result, Result) else read_result(Path(result))
    if answer.solution is not None and answer.inputs == plan.tables:
        return hold_result(answer)
    data = assemble(plan.tables)
    kept, solution = held_result(plan.tables, data, answer)
    return _kept(plan.tables, data, kept, solution, answer)


def plan_of_result(
    plan: Plan, result: str | Path | Result
) -> tuple[dict[str, float], Mapping[str, pd.DataFrame]]:
    """Return what the decisions of a result cost on every path of a plan, and the tables they stand in.

    Raises
    ------
    InputErrors
        The result is none, or cannot be read.
    CannotHold
        It decides about something else than this plan, or cannot be kept in it.
    """
    data = assemble(plan.tables)
    answer = result if isinstance(result, Result) else read_result(Path(result))
    _, decided = held_result(plan.tables, data, answer)
    try:
        judged = evaluate_fixed(data, decided)
    except NoRecourse as error:
        names = ", ".join(sorted({name for name, _ in error.iis})) or "-"
        raise CannotHold("result cannot be kept", laws=names) from error
    return {str(scenario): cost for scenario, cost in judged.path_costs.items()}, answer.tables


def hold_result(result: Result) -> HeldPlan:
    """Return a plan just solved, held to be tested.

    Raises
    ------
    ValueError
        It was read back from a workbook.
    """
    if result.solution is None:
        raise ValueError("not solved here")
    solution = result.solution
    return _kept(result.inputs, solution.data, fix_plan(solution), solution, result)


def _kept(tables: Tables, data: PlanData, kept: FixedPlan, decisions: Solution, answer: Result) -> HeldPlan:
    paths = answer.tables["Scenarios"]
    likely = paths["probability"].fillna(0.0)
    rates = paths["fill_rate"].fillna(1.0)
    return HeldPlan(
        tables,
        data,
        kept,
        decisions,
        answer.expected_cost,
        answer.cvar,
        dict(answer.path_costs),
        answer.gap,
        float(likely[rates < 1 - SHORT].sum()),
        float((likely * rates).sum()),
    )


def held_result(tables: Tables, data: PlanData, result: Result) -> tuple[FixedPlan, Solution]:
    """Return the decisions of a result as those of a plan.

    Raises
    ------
    CannotHold
    """
    other = assemble(result.inputs, disruptions=False)
    _compare(tables, data, result.inputs, other)
    alone = replace(data, scenarios={})
    decided = Solution(
        data=alone,
        tree=Tree(alone),
        values=values_of(tables, alone, result.tables),
        payments={},
        first_stage=frozenset(),
        path_costs={},
        bound=0.0,
        status=result.status,
    )
    try:
        return fix_plan(evaluate_fixed(alone, decided)), decided
    except NoRecourse as error:
        laws = ", ".join(sorted({name for name, _ in error.iis})) or "-"
        raise CannotHold("result cannot be kept", laws=laws) from error


def _compare(tables: Tables, data: PlanData, other_tables: Tables, other: PlanData) -> None:
    if (tables.start, data.months) != (other_tables.start, other.months):
        raise CannotHold("other months")
    kinds: Iterable[tuple[str, Iterable[str], Iterable[str]]] = (
        ("Items", data.items, other.items),
        ("Suppliers", data.suppliers, other.suppliers),
        ("Offers", data.offers, other.offers),
        ("Designs", _designs(data), _designs(other)),
        ("Processes", data.processes, other.processes),
        ("Investments", data.investments, other.investments),
    )
    for sheet, mine, theirs in kinds:
        differ = set(mine) ^ set(theirs)
        if differ:
            raise CannotHold("other things", sheet=sheet, names=", ".join(sorted(differ)[:6]))


def _designs(data: PlanData) -> list[str]:
    return [f"{product}/{design}" for product, spec in data.products.items() for design in spec.designs]


class _Decisions(dict[Any, float]):
    """Values by index; what a result does not list was not done."""

    def __missing__(self, key: Any) -> float:
        return 0.0


def values_of(tables: Tables, data: PlanData, frames: Mapping[str, pd.DataFrame]) -> dict[str, _Decisions]:
    """Return the here-and-now and trunk decisions that result tables hold, by variable of the model."""

    def at(date: Any) -> int:
        return tables.month_index(pd.Timestamp(date).date())

    def rows(sheet: str, *, trunk: bool = True) -> list[dict[str, Any]]:
        frame = frames[sheet]
        kept = frame[frame["scenario"] == TRUNK] if trunk else frame
        return [{str(key): value for key, value in row.items()} for row in kept.to_dict("records")]

    found = {
        name: _Decisions()
        for name in (
            "v_qualified v_signed v_rate v_modules_started v_chosen v_order_placed v_order_qty v_stock"
            " v_disposed v_made v_short v_activity v_late v_pool_tier v_order_multiples"
        ).split()
    }
    for row in rows("Suppliers", trunk=False):
        found["v_qualified"][Supplier(row["supplier"])] = float(bool(row["qualified"]))
    for row in rows("Awards", trunk=False):
        if row["kind"] == "contract":
            offer = _offer(data, row)
            found["v_signed"][offer] = float(bool(row["signed"]))
            found["v_rate"][offer] = float(row["rate_per_month"])
            spec = data.offers[offer]
            if spec.pool is not None and row["signed"]:
                found["v_pool_tier"][spec.pool, spec.tier] = 1.0
    for row in rows("Investments", trunk=False):
        name = Investment(row["investment"])
        found["v_modules_started"][name, at(row["start_month"])] = float(row["modules"])
        found["v_chosen"][name] = 1.0
    for row in rows("Orders"):
        index = _offer(data, row), TRUNK, at(row["order_month"])
        found["v_order_qty"][index] = float(row["quantity"])
        found["v_order_placed"][index[0], index[2]] = 1.0
        multiple = data.offers[index[0]].order_multiple
        if multiple is not None:
            found["v_order_multiples"][index[0], index[2]] = round(row["quantity"] / multiple)
    for row in rows("Stock"):
        place = Item(row["item"]), TRUNK, at(row["month"])
        found["v_stock"][place] = float(row["stock"])
        found["v_disposed"][place] = float(row["disposed"])
    for row in rows("Production"):
        made = Product(row["product"]), Design(row["design"]), TRUNK, at(row["month"])
        found["v_made"][made] = float(row["quantity"])
    for row in rows("Demand"):
        asked = Product(row["product"]), TRUNK, at(row["month"])
        found["v_short"][asked] = float(row["short"])
        found["v_late"][asked] = float(row.get("late", 0.0))
    for row in rows("Processes"):
        found["v_activity"][Process(row["process"]), TRUNK, at(row["month"])] = float(row["activity"])
    return found


def _offer(data: PlanData, row: Mapping[str, Any]) -> Offer:
    tiers = data.tiers_of_offer[str(row["offer"])]
    tier = row["tier"]
    return tiers[0] if len(tiers) == 1 or pd.isna(tier) else tiers[int(tier) - 1]
