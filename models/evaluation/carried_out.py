"""What decisions cost that were carried out: all of them are fixed, only what follows from them is solved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from models.errors import SolverFailed
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_array_model, collector_paused
from models.plan.data import PlanData
from models.plan.names import Investment
from models.solution.idle_paths import Part, reported
from models.solution.solution import Solution
from models.solver.highs import Options, Status, solve_arrays
from models.solver.standard_form import compile_model, with_fixed

DECIDED = frozenset(
    {
        *("v_qualified", "v_signed", "v_rate", "v_pool_tier", "v_modules_started"),
        *("v_order_qty", "v_order_placed", "v_disposed", "v_made", "v_short", "v_late", "v_activity"),
    }
)
"""What is decided; stock, gaps and what is owed follow from it."""


def cost_carried_out(
    data: PlanData, decided: Mapping[str, Mapping[tuple[Any, ...], float]], options: Options
) -> Solution:
    """Return a plan without scenarios in which everything was decided.

    Parameters
    ----------
    data : PlanData
        Without scenarios, whole numbers of multiples, and limits that were not kept.
    decided : mapping
        Values by variable (``DECIDED``) and index; what is not listed was not done.
    options : Options

    Raises
    ------
    SolverFailed
        The decisions break what goods and capacities allow.
    """
    with collector_paused():
        m = build_array_model(data, most=ANYTHING)
        arrays = compile_model(m)
    fixed = np.zeros(len(arrays.names), dtype=bool)
    values = np.zeros(len(arrays.names))
    for k, (name, index) in enumerate(arrays.names):
        if name not in DECIDED or _stands(data, name, index):
            continue
        fixed[k], values[k] = True, decided.get(name, {}).get(tuple(index), 0.0)
    left, broken = with_fixed(arrays, values, fixed)
    if broken:
        raise SolverFailed(f"what was decided breaks {broken[0][0]}{list(broken[0][1])}")
    outcome = solve_arrays(left, replace(options, gap=0.0), "final LP")
    if outcome.status is not Status.OPTIMAL:
        raise SolverFailed("what was decided cannot be carried out")
    values[~fixed] = outcome.values
    return reported([Part(m, arrays, values)], replace(outcome, bound=math.inf, basis=None), {})


def _stands(data: PlanData, name: str, index: tuple[Any, ...]) -> bool:
    """Tell whether the plan itself says a value: it is no decision."""
    if name == "v_modules_started":
        return data.investments[Investment(index[0])].committed is not None
    return name == "v_qualified" and data.suppliers[index[0]].qualified
