"""Solution → result tables: one pure function per sheet, columns as the workbook's reference names them.

Months become dates, ids stay ids; quantities in item units, money in the plan currency, undiscounted unless a
column says ``_pv``. No number is made here that the solution does not imply.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pandas as pd

from models.solution.solution import Solution
from planner.tables.making import demand, processes, production
from planner.tables.paying import cash, costs, scenarios
from planner.tables.rules import rule_reach, rules
from planner.tables.sites import sites
from planner.tables.sourcing import awards, investments, orders, pools, suppliers
from planner.tables.stock import stock
from planner.tables.view import View

__all__ = ["TABLES", "result_tables"]

TABLES: Mapping[str, Callable[[View], pd.DataFrame]] = {
    "Awards": awards,
    "Pools": pools,
    "Suppliers": suppliers,
    "Investments": investments,
    "Orders": orders,
    "Stock": stock,
    "Production": production,
    "Demand": demand,
    "Processes": processes,
    "Rules": rules,
    "RuleReach": rule_reach,
    "Scenarios": scenarios,
    "Costs": costs,
    "Cash": cash,
    "Sites": sites,
}
"""Result sheets in order, each with the function that makes it."""


def result_tables(solution: Solution, start: dt.date) -> dict[str, pd.DataFrame]:
    """Return every result table of a solution but Run and Audit.

    Parameters
    ----------
    solution : Solution
    start : datetime.date
        First month of the plan.
    """
    view = View(solution, start)
    return {name: make(view) for name, make in TABLES.items()}
