"""A plan's optimum by both writings of the model: the product, by each of its methods, and the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cases import EXACT, cost, solve_sheets
from reference_plan import reference_optimum


def optimum(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> float:
    """Return the least cost of a plan; fails where a method, the audit or the reference says otherwise."""
    plan = solve_sheets(sheets)
    found = plan.objective
    assert reference_optimum(sheets) == cost(found)
    if len(plan.solution.path_costs) > 1:
        assert solve_sheets(sheets, replace(EXACT, method="benders")).objective == cost(found)
    return found
