"""What check calls impossible is: a plan that exists, asked for just what it delivers, is never refused."""

from __future__ import annotations

import pytest
from cases import from_sheets
from random_additions import richer_sheets

import planner
from models.errors import PlanError
from planner.reporting import PlanResult
from planner.workbook.reading.reader import tables_from

CLAIMS = frozenset({"W202", "W203", "W204", "W205", "W206", "W207", "W208", "W209", "W539"})
ROUNDING = 1e-6


def delivered(result: PlanResult) -> dict[str, float]:
    """Return the least part of its demand that each product gets, as planned and in any branch."""
    table = result.tables["Demand"]
    sums = table.groupby(["product", "scenario"], sort=False)[["demand", "short"]].sum()
    parts: dict[str, float] = {}
    for (product, _), row in sums.iterrows():
        part = 1.0 if row["demand"] <= 0 else 1 - row["short"] / row["demand"]
        parts[str(product)] = min(parts.get(str(product), 1.0), part)
    return {product: max(0.0, part - ROUNDING) for product, part in parts.items()}


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_that_exists_is_never_called_impossible(seed: int) -> None:
    """Late, led, lagged, pooled or ordered before the plan: the sums stay on the safe side."""
    sheets = richer_sheets(seed, old=["fill"])
    try:
        result = planner.solve(planner.Plan(from_sheets(sheets), ()), gap=0.02, threads=1)
    except PlanError:
        return  # rules or covers that cannot be kept
    parts = delivered(result)
    asked = [{**row, "min_fill_rate": parts[str(row["product"])]} for row in sheets["Products"]]
    told = tables_from({**sheets, "Products": asked})[1]
    assert [finding.message() for finding in told if finding.code in CLAIMS] == []
