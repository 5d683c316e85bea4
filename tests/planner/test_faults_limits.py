"""A limit of 999999, typed where there is none, is no limit: it opens nothing that rounding then closes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases import EXACT, Options, from_sheets, solve_tables, spot, tiny_plan
from random_plans import random_sheets

from models.errors import PlanError
from models.formulation import build
from models.formulation.bounds import ANYTHING, Useful, useful
from models.plan.data import (
    EventSpec,
    InvestmentSpec,
    ItemSpec,
    OfferSpec,
    PlanData,
    ScenarioSpec,
    SupplierSpec,
)
from models.plan.names import Investment, Item, Offer, Supplier
from models.plan.tree import Tree
from models.solution.solution import Solution
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.tables import Row, Tables

FAULTS = Path(__file__).parents[1] / "cases" / "faults"
TYPED = 999_999.0


@pytest.mark.parametrize(
    ("name", "cost"), [("01_limit_999999_order_cost", 92_075.0), ("01_limit_999999_qualification", 95_000.0)]
)
def test_what_opens_an_offer_is_paid_for(name: str, cost: float) -> None:
    """One order of 0.3 t, or one qualification; it bought nothing and called that optimal."""
    tables, _ = read_workbook(FAULTS / f"{name}.xlsx")
    assert tables is not None
    plan = solve_tables(tables, Options(threads=1))
    assert plan.objective == pytest.approx(cost)
    assert plan.solution.gap <= 1e-3


def limited(**terms: Any) -> PlanData:
    """Return the tiny plan, 20 units short of 10⁷ each, with these terms of its one offer."""
    plan = tiny_plan(offers={Offer("a"): spot(**terms)})
    product = next(iter(plan.products))
    return replace(plan, products={product: replace(plan.products[product], shortage_penalty=1e7)})


def contract(**terms: Any) -> OfferSpec:
    """Return a contract for up to 999999 a month."""
    return spot(contract=True, max_per_month=None, max_annual=12 * TYPED, available_to=1, **terms)


LOOSE = {
    "order cost": limited(max_per_month=TYPED, order_cost=5.0),
    "smallest order": limited(max_per_month=TYPED, moq=5.0),
    "qualification": replace(
        limited(max_per_month=TYPED),
        suppliers={Supplier("A"): SupplierSpec(qualified=False, qualification_cost=5.0)},
    ),
    "contract": replace(limited(), offers={Offer("a"): contract(contract_cost=5.0)}),
    "capacity that an investment adds": replace(
        limited(max_per_month=0.0),
        investments={Investment("K"): InvestmentSpec(capex=5.0, adds_offer="a", adds=TYPED, latest=1)},
    ),
}
RIGHT = {"smallest order": 40.0}


@pytest.mark.parametrize("name", LOOSE)
def test_a_loose_limit_costs_what_a_tight_one_does(name: str) -> None:
    """Twenty units at 2, and 5 for what opens the way to them; a smallest order costs nothing."""
    solution = solve_plan(LOOSE[name], Options(threads=1, gap=1e-6))
    assert solution.objective == pytest.approx(RIGHT.get(name, 45.0))
    assert solution.bound == pytest.approx(solution.objective)


def test_bounds_are_what_can_be_used() -> None:
    """Twenty units, 5 in stock at the end, a tenth lost each month: 25/0.81; with the smallest order."""
    plan = limited(max_per_month=TYPED, moq=40.0)
    stored = {Item("Dy"): ItemSpec(final_stock=5.0, monthly_loss=0.1)}
    assert useful(plan, Tree(plan)).order == {"a": 40.0}
    lossy = replace(limited(max_per_month=TYPED), items=stored)
    assert useful(lossy, Tree(lossy)).order["a"] == pytest.approx(25 / 0.81)
    kept = replace(lossy, items={Item("Dy"): replace(stored[Item("Dy")], disposal_cost=1.0)})
    assert "Dy" not in useful(kept, Tree(kept)).stock


def test_an_order_of_a_branch_is_bounded_by_what_that_branch_needs() -> None:
    """Demand falls to a half, then to a quarter in a child, whose parent still needs the half of it."""
    plan = replace(
        LOOSE["qualification"],
        events={"E": EventSpec(products=frozenset({"P"}), severity=0.0, demand_factor=0.5, duration=1)},
        scenarios={"s": ScenarioSpec("0", 0.25, (("E", 0),)), "c": ScenarioSpec("s", 0.25, (("E", 1),))},
    )
    assert useful(plan, Tree(plan)).order_in == {("a", "s"): 15.0, ("a", "c"): 10.0}
    assert useful(plan, Tree(plan)).order["a"] == 20.0
    opened = replace(plan, suppliers={Supplier("A"): SupplierSpec()})
    assert useful(opened, Tree(opened)).order_in == {}


@pytest.mark.parametrize(
    "seed", [*range(8), *(pytest.param(s, marks=pytest.mark.slow) for s in range(8, 200))]
)
def test_no_optimum_is_cut(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random plans with rules, contracts, lots, processes and branches cost the same with typed bounds."""
    tables, _ = tables_from(random_sheets(seed))
    if tables is None:
        pytest.skip("no plan")
    data = assemble(tables)

    def cost() -> float | str:
        try:
            return solve_plan(data, EXACT).objective
        except PlanError as error:
            return type(error).__name__

    bounded = cost()

    def anything(_data: PlanData, _tree: Tree) -> Useful:
        return ANYTHING

    monkeypatch.setattr(build, "useful", anything)
    free = cost()
    assert bounded == (free if isinstance(free, str) else pytest.approx(free, rel=2e-6, abs=2e-6))


LIMITS = frozenset(
    {
        *(("Offers", key) for key in ("max_per_month", "max_annual")),
        *(("PriceTiers", "to_annual"), ("Items", "max_stock"), ("Suppliers", "capacity_per_month")),
        *(("Processes", "capacity_per_month"), ("Investments", "adds"), ("Investments", "max_modules")),
    }
)
AMPLE = 20_000.0
"""More than any of these plans can use."""


def with_limits(tables: Tables, value: float) -> Tables:
    """Return a plan with every limit that it has typed as one number, also where its tiers end."""
    ends = {str(row["offer"]): row["to_annual"] for row in tables["PriceTiers"]}

    def row_with(row: Row) -> Row:
        limits = {key for sheet, key in LIMITS if sheet == row.sheet and row.values.get(key) is not None}
        if row.sheet == "PriceTiers" and row["to_annual"] != ends[str(row["offer"])]:
            limits = set()
        typed = {key: int(min(value, 1e6)) if key == "max_modules" else value for key in limits}
        return replace(row, values={**row.values, **typed})

    return replace(tables, sheets={name: tuple(map(row_with, rows)) for name, rows in tables.sheets.items()})


def ample_and_loose(seed: int, loose: float) -> tuple[float, Solution]:
    """Return the cost of a random plan with ample limits, and the plan with loose ones, both audited."""
    tables = from_sheets(random_sheets(seed))
    ample = solve_tables(with_limits(tables, AMPLE))
    method = "benders" if seed % 2 and tables["Scenarios"] else "extensive"
    found = solve_tables(with_limits(tables, loose), replace(EXACT, gap=1e-6, method=method))
    return ample.objective, found.solution


@pytest.mark.parametrize("loose", [999_999.0, 1e9, 1e12])
@pytest.mark.parametrize("seed", [0, 4, 11, 13])
def test_all_limits_may_be_loose_at_once(seed: int, loose: float) -> None:
    """With rules, contracts, tiers, disposal and investments, by both methods; the audit confirms it."""
    cost, found = ample_and_loose(seed, loose)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(cost, rel=3e-6)


@pytest.mark.parametrize("loose", [1e9, 1e12])
def test_what_no_bound_reaches_is_never_called_solved_wrongly(loose: float) -> None:
    """Orders that are lost for certain, cost nothing and count for a rule have no bound: it says so."""
    cost, found = ample_and_loose(17, loose)
    assert found.bound <= cost * (1 + 3e-6)
    assert found.objective >= cost * (1 - 3e-6)
    assert found.status == "stopped" or found.objective == pytest.approx(cost, rel=3e-6)
