"""Workbooks that were answered wrongly because of the unit they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Options, solve_tables

from planner.workbook.reading.reader import read_workbook

FAULTS = Path(__file__).parents[1] / "cases" / "faults"
SLOW = pytest.mark.slow

RIGHT = [
    pytest.param("02_tiny_unit_free_material", 78_000.0, id="0.05 t a month in millions of tonnes"),
    pytest.param("e01_bid_items_x1", 15_210_109.512, id="bids"),
    pytest.param("e01_bid_items_x10000", 15_210_109.512, id="bids in a unit 10,000 times smaller"),
    pytest.param("limits_far_beyond_what_is_used", 119.867827, id="1,000 parts out of half a kilogram"),
    pytest.param("price_far_beyond_the_penalty", 18_312.584452, id="an exchange rate upside down"),
    pytest.param("payments_of_a_tolerance", 18_244.894793, id="a thousandth of a storage cost"),
    pytest.param("e01_wind_plan_in_milligrams", 208_980_000.0, id="wind turbines in mg", marks=SLOW),
]
GAP = 5e-4


@pytest.mark.parametrize(("name", "cost"), RIGHT)
def test_the_unit_of_a_plan_does_not_matter(name: str, cost: float) -> None:
    """The plan costs what it costs, its bound lies below, and the audit passes."""
    tables, _ = read_workbook(FAULTS / f"{name}.xlsx")
    assert tables is not None
    plan = solve_tables(tables, Options(gap=GAP, threads=1, seed=3))
    assert plan.objective == pytest.approx(cost, rel=GAP)
    assert plan.solution.bound <= cost * (1 + 1e-6)
    assert plan.solution.gap <= GAP
