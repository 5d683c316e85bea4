"""Published what-ifs: one set of warehouses and customers, other capacities and fixed costs (OR-Library).

Beasley's cap41 to cap74 differ from cap41 by those two numbers alone; their optima are in the library's file
``capopt``. Cases of one plan must find every one of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import cost

from planner.cases import CaseRun, Effort, changed_plans, run_base, run_cases
from planner.pipeline import Plan, read
from planner.workbook.tables import Row, Tables

CAP41 = Path(__file__).parents[1] / "cases" / "cap41.xlsx"
CAPACITY, FIXED_COST, DEMAND = 5_000.0, 7_500.0, 58_268.0
"""Of each of cap41's warehouses (one is open at no fixed cost), and of all its customers together."""
PUBLISHED = {
    "cap41": (5_000.0, 7_500.0, 1_040_444.375),
    "cap42": (5_000.0, 12_500.0, 1_098_000.450),
    "cap43": (5_000.0, 17_500.0, 1_153_000.450),
    "cap44": (5_000.0, 25_000.0, 1_235_500.450),
    "cap51": (10_000.0, 17_500.0, 1_025_208.225),
    "cap61": (15_000.0, 7_500.0, 932_615.750),
    "cap62": (15_000.0, 12_500.0, 977_799.400),
    "cap63": (15_000.0, 17_500.0, 1_014_062.050),
    "cap64": (15_000.0, 25_000.0, 1_045_650.250),
    "cap71": (DEMAND, 7_500.0, 932_615.750),
    "cap72": (DEMAND, 12_500.0, 977_799.400),
    "cap73": (DEMAND, 17_500.0, 1_010_641.450),
    "cap74": (DEMAND, 25_000.0, 1_034_976.975),
}
"""Capacity, fixed cost and published optimum of each problem."""


def whatif(tables: Tables) -> Tables:
    """Return cap41 with every other problem as a case."""
    rows: list[Row] = []

    def add(case: str, sheet: str, column: str, change: str, value: float) -> None:
        values: dict[str, Any] = {"case": case, "note": None, "sheet": sheet, "row": "*"}
        values |= {"column": column, "change": change, "value": value}
        rows.append(Row("WhatIf", len(rows) + 2, values, frozenset(values)))

    for case, (capacity, fixed_cost, _) in PUBLISHED.items():
        add(case, "Suppliers", "qualification_cost", "multiply", fixed_cost / FIXED_COST)
        add(case, "Suppliers", "capacity_per_month", "set", capacity)
        add(case, "Offers", "max_per_month", "add", capacity - CAPACITY)  # it was cut to the capacity
    return Tables(tables.name, {**tables.sheets, "WhatIf": tuple(rows)}, tables.settings)


@pytest.fixture(scope="module")
def runs() -> dict[str, CaseRun]:
    """Solve cap41 and its cases, each from where cap41 ended."""
    plan, effort = Plan(whatif(read(CAP41).tables), ()), Effort(gap=1e-9, threads=1)
    base = run_base(plan, effort)
    return {run.name: run for run in run_cases(base, changed_plans(plan), effort)}


@pytest.mark.slow
@pytest.mark.parametrize("case", PUBLISHED)
def test_a_published_what_if_has_its_published_optimum(case: str, runs: dict[str, CaseRun]) -> None:
    """Warehouses of 5,000 to without limit, at 7,500 to 25,000 each."""
    result = runs[case].result
    assert result is not None
    assert result.objective == cost(PUBLISHED[case][2])
    assert result.bound <= result.objective
