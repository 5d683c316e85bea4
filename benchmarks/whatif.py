"""What a what-if costs, warm and cold, side by side: ``python benchmarks/whatif.py [PLAN.xlsx [CASES]]``.

Prints the CPU seconds of every case both ways, from its changed tables to its audited result tables, and the
ratio of their sums, as a table and as one JSON object. A plan without cases gets ``CASES``. The plan is
solved once and shared: told, but not counted among the cases. Ratios are what counts, machines differ.
"""

from __future__ import annotations

import json
import platform
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from models.solver.highs import version
from planner.cases import CaseRun, Effort, changed_plans, run_base, solve_task
from planner.pipeline import Plan, read
from planner.workbook.tables import Row, Tables

PLAN = Path(__file__).parents[1] / "inputs" / "traction_motor_jp.xlsx"
CASES = (
    ("sites", "Suppliers", "*", "qualification_cost", "multiply", 1.2),
    ("demand", "Demand", "*", "quantity", "multiply", 1.03),
    ("transport", "Offers", "*", "price", "multiply", 1.1),
    ("risk", "Settings", "risk_weight", "value", "set", 0.2),
)
"""Of a plan that has none: a price, a demand and a weight."""


def cpu_seconds() -> float:
    """Return the CPU seconds of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def with_cases(plan: Plan) -> Plan:
    """Return a plan with ``CASES``, if it has none of its own."""
    if plan.tables.sheets.get("WhatIf"):
        return plan
    rows = []
    for number, case in enumerate(CASES, start=2):
        values = dict(zip(("case", "sheet", "row", "column", "change", "value"), case, strict=True))
        rows.append(Row("WhatIf", number, {**values, "note": None}, frozenset(values)))
    tables = Tables(plan.tables.name, {**plan.tables.sheets, "WhatIf": tuple(rows)}, plan.tables.settings)
    return Plan(tables, plan.findings)


def timed(solve: Callable[[], CaseRun]) -> tuple[CaseRun, float, float]:
    """Return a run with its CPU and wall seconds."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    run = solve()
    return run, cpu_seconds() - cpu, time.perf_counter() - wall


def told(run: CaseRun) -> str:
    """Return a run's objective and gap, or why it has none."""
    if run.result is None:
        return run.status
    return f"{run.result.objective:,.0f} ({run.result.gap:.3%})"


def main() -> None:
    """Solve a plan, then its cases warm and cold with one thread each, and print a table."""
    plan = with_cases(read(sys.argv[1] if len(sys.argv) > 1 else PLAN))
    effort = Effort(threads=1)
    tasks = changed_plans(plan)[: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    print(f"{plan.tables.name}: HiGHS {version()}, Python {platform.python_version()}, one thread")
    base, cpu, wall = timed(lambda: run_base(plan, effort))
    print(f"base: {cpu:.1f} s CPU, {wall:.1f} s, {told(base)}", flush=True)
    if base.result is None or base.result.solution is None:
        raise SystemExit("the plan has no solution to begin from")
    start = base.result.solution.warm
    print(f"{'case':<24}{'warm cpu':>9}{'cold cpu':>9}{'ratio':>7}  warm, cold")
    sums = [0.0, 0.0]
    for task in tasks:
        ready = replace(task, effort=effort)
        warm, warm_cpu, _ = timed(lambda ready=ready: solve_task(replace(ready, start=start)))  # type: ignore[misc]
        cold, cold_cpu, _ = timed(lambda ready=ready: solve_task(ready))  # type: ignore[misc]
        sums = [sums[0] + warm_cpu, sums[1] + cold_cpu]
        row = f"{task.name:<24}{warm_cpu:>9.1f}{cold_cpu:>9.1f}{warm_cpu / cold_cpu:>7.2f}"
        print(f"{row}  {told(warm)}, {told(cold)}", flush=True)
    print(f"{'all':<24}{sums[0]:>9.1f}{sums[1]:>9.1f}{sums[0] / sums[1]:>7.2f}")
    print(json.dumps({"plan": plan.tables.name, "cases": len(tasks), "warm": sums[0], "cold": sums[1]}))


if __name__ == "__main__":
    main()
