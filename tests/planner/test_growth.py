"""What is not the solver grows no faster than the plan: counted in calls, so that no machine matters.

A plan of so many like blocks (two products, three parts, four offers, processes that run in a circle), and
one of so many disruptions; twice as large, each step may take little more than twice the calls.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import demand, from_sheets, month

from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.audit import audit
from planner.cases import CaseRun, entry_of
from planner.comparing import compare
from planner.pipeline import Plan, confirmed
from planner.reporting import PlanResult
from planner.reporting.comparison.tables import decision_table, figure_table, input_table
from planner.tables import result_tables
from planner.workbook.checks.every import check
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import write_bare

MOST = 2.3
"""Times the calls that twice the plan may take."""
MONTHS = 6
SIZES = (2, 4, 8)
ALONG = ("blocks", "disruptions")


def sheets(blocks: int, disruptions: int) -> dict[str, list[dict[str, Any]]]:
    """Return a plan of like blocks and of disruptions that stop one supplier each."""
    made: dict[str, list[dict[str, Any]]] = {
        "Settings": [
            {"key": "start_month", "value": month(0)},
            {"key": "months", "value": MONTHS},
            {"key": "risk_weight", "value": 0.2},
        ],
        **{
            name: []
            for name in (
                "Items", "Suppliers", "Offers", "Processes", "ProcessFlows", "Products", "Demand", "Designs",
                "BOM", "Rules", "Events", "Scenarios",
            )
        },
    }  # fmt: skip
    for k in range(blocks):
        parts = [f"I{k}{letter}" for letter in "abc"]
        made["Items"] += [{"item": part, "storage_cost": 0.1} for part in parts]
        made["Suppliers"] += [{"supplier": f"S{k}{n}"} for n in range(2)]
        made["Offers"] += [
            {"offer": f"o{k}{n}", "supplier": f"S{k}{n % 2}", "item": parts[n // 2], "price": 2 + n,
             "max_per_month": 40, "lead_time_months": n % 2}
            for n in range(4)
        ]  # fmt: skip
        # What is taken apart is put together again: a circle.
        for name, taken, given in ((f"p{k}", parts[1], parts[2]), (f"q{k}", parts[2], parts[1])):
            made["Processes"].append({"process": name, "capacity_per_month": 50, "opex": 0.5})
            made["ProcessFlows"] += [
                {"process": name, "item": taken, "kind": "in", "quantity": 1},
                {"process": name, "item": given, "kind": "out", "quantity": 0.9},
            ]
        for n in range(2):
            product = f"P{k}{n}"
            made["Products"].append({"product": product, "shortage_penalty": 90})
            made["Demand"] += demand(*[4.0 + n] * MONTHS, product=product)
            made["Designs"].append({"product": product, "design": f"d{k}{n}"})
            made["BOM"] += [
                {"product": product, "design": f"d{k}{n}", "item": part, "quantity": 1}
                for part in (parts[0], parts[2])
            ]
    for k in range(disruptions):
        made["Events"].append({"event": f"E{k}", "supplier": "S01", "duration_months": 2, "severity": 1})
        made["Scenarios"].append(
            {"scenario": f"s{k}", "event": f"E{k}", "start_month": month(1 + k % 4), "probability": 0.05}
        )
    return made


@cache
def plan_of(along: str, size: int) -> Tables:
    """Return a plan grown one way."""
    return from_sheets(sheets(size, 2) if along == "blocks" else sheets(2, size))


@cache
def result_of(along: str, size: int) -> PlanResult:
    """Return it solved, loosely."""
    plan = Plan(plan_of(along, size), ())
    options = Options(gap=0.05, threads=1)
    solution = solve_plan(assemble(plan.tables), options)
    return confirmed(plan, solution, options, datetime.now(UTC), {})


def _read(along: str, size: int, folder: Path) -> Callable[[], object]:
    path = write_bare(folder / f"{along}{size}.xlsx", plan_of(along, size))
    return lambda: read_workbook(path)


def _check(along: str, size: int, _: Path) -> Callable[[], object]:
    return lambda: check(plan_of(along, size))


def _tables(along: str, size: int, _: Path) -> Callable[[], object]:
    result = result_of(along, size)
    assert result.solution is not None
    solution = result.solution
    return lambda: result_tables(solution, result.inputs.start)


def _audit(along: str, size: int, _: Path) -> Callable[[], object]:
    result = result_of(along, size)
    told = {key: getattr(result, key) for key in ("objective", "expected_cost", "cvar", "worst_cost")}
    return lambda: audit(result.inputs, result.tables, told)


def _report(along: str, size: int, folder: Path) -> Callable[[], object]:
    result = result_of(along, size)
    return lambda: result.write(folder / f"{along}{size}-result.xlsx", force=True)


def _compare(along: str, size: int, _: Path) -> Callable[[], object]:
    result, other = result_of(along, size), result_of(along, size // 2)
    runs = [CaseRun(name, "", of.inputs, of.status, of) for name, of in (("a", result), ("b", other))]

    def compared() -> object:
        found = compare([entry_of(run) for run in runs])
        return figure_table(found), input_table(found), decision_table(found)

    return compared


STEPS = {
    "read": _read,
    "check": _check,
    "tables": _tables,
    "audit": _audit,
    "report": _report,
    "compare": _compare,
}


def calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, some work calls."""
    count = 0

    def counting(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("along", ALONG)
def test_twice_the_plan_costs_about_twice(along: str, step: str, tmp_path: Path) -> None:
    made = [STEPS[step](along, size, tmp_path) for size in SIZES]
    made[0]()  # what is done once in a process is done
    counted = [calls(work) for work in made]
    assert counted[1] <= MOST * counted[0], counted
    assert counted[2] <= MOST * counted[1], counted
