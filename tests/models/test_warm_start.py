"""Re-solving from the plan before gives the same answer as solving anew, with less to do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import EXACT, cost, from_sheets, tiny_plan
from random_plans import random_sheets

from models.errors import Infeasible, NoneBetter
from models.plan.data import PlanData
from models.plan.names import Product, Supplier
from models.solving.solve import solve_plan
from planner.assemble import assemble

SEEDS = (1, 4, 9, 16, 25)
CONTRACTED = 20
"""A plan with scenarios that signs a contract."""


def random_plan(seed: int) -> PlanData:
    """Return the plan data of one random plan."""
    return assemble(from_sheets(random_sheets(seed)))


def busier(data: PlanData, factor: float) -> PlanData:
    """Return a plan with more of every demand."""
    return replace(
        data,
        products={
            d: replace(spec, demand=tuple(q * factor for q in spec.demand))
            for d, spec in data.products.items()
        },
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_warm_answer_is_the_cold_answer(seed: int) -> None:
    """Demand 7 % up, and again without its scenarios: the optimum is the same from either start."""
    data = random_plan(seed)
    first = solve_plan(data, EXACT)
    for changed in (busier(data, 1.07), replace(data, scenarios={}), replace(data, risk_weight=0.5)):
        warm = solve_plan(changed, EXACT, first.warm)
        assert warm.objective == cost(solve_plan(changed, EXACT).objective)
        assert warm.bound <= warm.objective + 1e-9


def test_a_plan_that_has_not_changed_is_settled_without_a_search() -> None:
    """Where the relaxation meets the plan, no node of a search tree is looked at."""
    first = solve_plan(tiny_plan(), EXACT)
    again = solve_plan(tiny_plan(), EXACT, first.warm)
    assert again.objective == cost(first.objective)
    assert again.nodes == 0
    assert again.status == "optimal"


def test_what_is_new_in_a_plan_finds_its_place_in_the_old_basis() -> None:
    """A second supplier, a longer horizon: columns and rows the old plan does not have."""
    first = solve_plan(tiny_plan(), EXACT)
    longer = tiny_plan(months=4)
    longer = replace(longer, suppliers={**longer.suppliers, Supplier("B"): longer.suppliers[Supplier("A")]})
    assert solve_plan(longer, EXACT, first.warm).objective == cost(80.0)


def test_a_change_that_leaves_no_plan_is_said_from_a_warm_start_too() -> None:
    """All demand must be met, but the offer is too small."""
    first = solve_plan(tiny_plan(), EXACT)
    plan = tiny_plan()
    products = {Product("P"): replace(plan.products[Product("P")], min_fill_rate=1.0, demand=(500.0, 500.0))}
    with pytest.raises(Infeasible) as caught:
        solve_plan(replace(plan, products=products), EXACT, first.warm)
    assert any(constraint == "service_floor" for constraint, _ in caught.value.iis)


@pytest.mark.parametrize("seed", [seed for seed in range(1, 30) if random_plan(seed).scenarios][:6])
@pytest.mark.parametrize("first", ["extensive", "benders"])
def test_a_plan_that_is_cut_up_starts_from_any_plan_before(seed: int, first: str) -> None:
    """The trunk of the plan before is enough, whichever way that was solved; the answer is the cold one."""
    data = random_plan(seed)
    before = solve_plan(data, replace(EXACT, method=first))
    for changed in (busier(data, 1.07), replace(data, risk_weight=0.5)):
        warm = solve_plan(changed, replace(EXACT, method="benders"), before.warm)
        assert warm.objective == cost(solve_plan(changed, EXACT).objective)


def test_decisions_of_the_plan_before_that_no_longer_hold_do_not_mislead() -> None:
    """The contract it signed may not be signed any more: its trunk is asked about, but never kept."""
    data = random_plan(CONTRACTED)
    before = solve_plan(data, EXACT)
    assert any(round(w) for w in before.values["v_signed"].values())
    offers = {j: replace(spec, signed=False) if spec.contract else spec for j, spec in data.offers.items()}
    changed = replace(data, offers=offers)
    warm = solve_plan(changed, replace(EXACT, method="benders"), before.warm)
    assert warm.objective == cost(solve_plan(changed, EXACT).objective)


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_what_cannot_be_beaten_is_not_looked_for(method: str) -> None:
    """The plan's own cost, proven by the relaxation alone; 5 % more is beaten, and the plan found."""
    data, options = random_plan(SEEDS[0]), replace(EXACT, gap=0.01, method=method)
    first = solve_plan(data, options)
    with pytest.raises(NoneBetter) as caught:
        solve_plan(data, replace(options, known=first.bound), first.warm)
    assert caught.value.bound <= first.bound
    found = solve_plan(data, replace(options, known=1.05 * first.objective), first.warm)
    assert found.objective == pytest.approx(first.objective, rel=0.01)
