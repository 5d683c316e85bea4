"""A solved plan and ways to spoil it: other inputs under finished results, or other cells in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.audit import audit
from planner.tables import result_tables
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables, Value

Results = dict[str, pd.DataFrame]
KEYS = {
    "FX": ("currency", "month"),
    "Pools": ("pool", "from_annual"),
    "History": ("offer", "order_month"),
    "Processes": ("process",),
    "Receipts": ("item",),
    "BOM": ("product", "design", "kind", "item", "lag_months"),
    "Designs": ("product", "design"),
    "PriceTiers": ("offer", "from_annual"),
    "ProcessFlows": ("process", "kind"),
    "PriceIndex": ("index", "month"),
    "Scenarios": ("scenario", "event"),
    "Demand": ("product", "month"),
}


def solve(sheets: dict[str, list[dict[str, object]]]) -> tuple[Tables, Results, dict[str, float]]:
    """Return the inputs, the results and the numbers on top of a plan's optimum."""
    tables, findings = tables_from(sheets)
    assert [f.message() for f in findings if f.severity is Severity.ERROR] == []
    solution = solve_plan(assemble(tables), Options(gap=0.0, threads=1))
    objective = {
        "objective": solution.objective,
        "expected_cost": solution.expected_cost,
        "cvar": solution.cvar,
        "worst_cost": solution.worst_cost,
    }
    return tables, result_tables(solution, tables.start), objective


def failed(tables: Tables, results: Results, objective: dict[str, float]) -> set[str]:
    """Return the checks that do not hold."""
    table = audit(tables, results, objective)
    return set(table.loc[~table["passed"], "check"])


def with_input(tables: Tables, sheet: str, key: str, column: str, value: Value) -> Tables:
    """Return the inputs with one cell changed, as if the plan had been made for other ones."""
    if sheet == "Settings":
        return replace(tables, settings={**tables.settings, key: value})
    parts = KEYS.get(sheet, (sheet.removesuffix("s").lower(),))
    names = ["/".join("" if row[part] is None else str(row[part]) for part in parts) for row in tables[sheet]]
    at = names.index(key)
    row = tables[sheet][at]
    spoiled = replace(row, values={**row.values, column: value})
    rows = (*tables[sheet][:at], spoiled, *tables[sheet][at + 1 :])
    return replace(tables, sheets={**tables.sheets, sheet: rows})


def other(value: object) -> object:
    """Return something else of the same kind."""
    match value:
        case bool() | np.bool_():
            return not value
        case pd.Timestamp():
            return value + pd.DateOffset(months=1)
        case str():
            return f"{value}?"
        case _:
            return float(value) + 0.01 * max(1.0, abs(float(value)))  # type: ignore[arg-type]
