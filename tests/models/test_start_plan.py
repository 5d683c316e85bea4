"""A plan made by way of the trunk before the search: the same answer, and one where that has no time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from cases import EXACT, cost, from_sheets, spot, tiny_plan
from random_plans import random_sheets

from models.errors import Infeasible
from models.formulation.build import build_array_model
from models.plan.data import EventSpec, ItemSpec, PlanData, ScenarioSpec
from models.plan.names import TRUNK, Event, Item, Offer, Product, Scenario, Supplier
from models.plan.tree import Tree
from models.solver.highs import Options, Outcome, Status
from models.solver.standard_form import Arrays, compile_model
from models.solving import start_plan as ahead
from models.solving.solve import solve_plan
from models.solving.start_plan import find_start_plan
from planner.assemble import assemble

WHOLE = replace(EXACT, method="extensive")
LOOSE = replace(WHOLE, gap=0.02)
SEEDS = range(8, 18)


def random_plan(seed: int) -> PlanData:
    """Return the plan data of one random plan."""
    return assemble(from_sheets(random_sheets(seed)))


def plans() -> Iterator[PlanData]:
    """Yield the random plans that have branches."""
    return (data for data in map(random_plan, SEEDS) if data.scenarios)


def arrays_of(data: PlanData) -> tuple[Tree, Arrays]:
    """Return the tree and the one model of a plan."""
    tree = Tree(data)
    m = build_array_model(data, tree)
    return tree, compile_model(m)


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan ahead however small the plan."""
    monkeypatch.setattr(ahead, "LARGE", 0)
    monkeypatch.setattr(ahead, "SHORT", 0)


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every search end without a plan, as where the time is up."""
    monkeypatch.setattr("models.solving.solve.in_order", lambda arrays: arrays)
    monkeypatch.setattr("models.solving.solve.search", lambda *_: Outcome(Status.NOTHING))


@pytest.mark.usefixtures("small_is_large")
def test_the_plan_is_that_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over random plans: the same cost with and without, and what is found ahead holds its gap."""
    ended = 0
    for data in plans():
        found = find_start_plan(data, *arrays_of(data), LOOSE)
        with_it, loose = solve_plan(data, WHOLE), solve_plan(data, LOOSE)
        monkeypatch.setattr(ahead, "LARGE", np.inf)
        without = solve_plan(data, WHOLE)
        monkeypatch.setattr(ahead, "LARGE", 0)
        assert with_it.objective == cost(without.objective)
        assert loose.bound <= without.objective + 1e-6
        assert loose.gap <= LOOSE.gap
        if found is not None:
            assert found.objective >= without.objective - 1e-6
            assert found.bound <= without.objective + 1e-6
            ended += found.status is Status.OPTIMAL
    assert ended >= 3


@pytest.mark.usefixtures("small_is_large", "no_search")
def test_a_plan_found_ahead_needs_no_search() -> None:
    """Where LPs alone lead to a plan within the gap, nothing is searched."""
    ended = next(data for data in plans() if _ahead(data, LOOSE) is Status.OPTIMAL)
    solution = solve_plan(ended, LOOSE)
    assert solution.status == "optimal"
    assert solution.gap <= LOOSE.gap


@pytest.mark.usefixtures("small_is_large", "no_search")
def test_where_the_search_has_no_time_the_plan_found_ahead_is_kept() -> None:
    """A search that ends without a plan leaves the one before it, with its bound."""
    stopped = next(data for data in plans() if _ahead(data, WHOLE) is Status.STOPPED)
    solution = solve_plan(stopped, WHOLE)
    assert solution.status == "stopped"
    assert solution.gap < 1.0


def test_short_branches_are_planned_ahead_where_the_time_is_limited_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their relaxation says little: a first plan is all that is wanted, and only where the clock runs."""
    monkeypatch.setattr(ahead, "LARGE", 0)
    monkeypatch.setattr(ahead, "SHORT", 1000)
    for data in islice(plans(), 5):
        assert find_start_plan(data, *arrays_of(data), WHOLE) is None
        first = find_start_plan(data, *arrays_of(data), replace(WHOLE, time_limit=60.0))
        assert first is not None
        best = solve_plan(data, WHOLE).objective
        assert -np.inf < first.bound <= best + 1e-6
        assert first.objective >= best - 1e-6


def test_a_large_plan_solved_again_is_dived_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the plan before to one of a changed plan by LPs alone: the cost is that of a search."""
    monkeypatch.setattr("models.solving.warm_start.LARGE", 0)
    for data in islice(plans(), 4):
        first = solve_plan(data, WHOLE)
        dearer = replace(data, risk_weight=0.5)
        again = solve_plan(dearer, WHOLE, first.warm)
        assert again.objective == cost(solve_plan(dearer, WHOLE).objective)
        loose = solve_plan(dearer, LOOSE, first.warm)
        assert loose.gap <= LOOSE.gap
        assert loose.bound <= again.objective + 1e-6


def test_small_plans_pay_nothing() -> None:
    """No LP is solved ahead for a plan that HiGHS solves in a moment."""
    assert [_ahead(data, replace(WHOLE, time_limit=60.0)) for data in islice(plans(), 2)] == [None, None]


@pytest.mark.usefixtures("small_is_large")
def test_a_plan_that_cannot_be_made_is_refused_as_before() -> None:
    """The trunk alone may have a plan where the whole has none: then the constraints that clash are named."""
    stopped = EventSpec(suppliers=frozenset({Supplier("A")}), duration=2)
    data = tiny_plan(
        offers={Offer("a"): spot(order_cost=3.0)},
        events={Event("E"): stopped},
        scenarios={Scenario("S"): ScenarioSpec(after=TRUNK, probability=0.5, events=((Event("E"), 1),))},
    )
    product = data.products[Product("P")]
    short = replace(data, products={Product("P"): replace(product, min_fill_rate=1.0)})
    short = replace(short, items={Item("Dy"): ItemSpec(max_stock=1.0)})
    with pytest.raises(Infeasible) as refused:
        solve_plan(short, WHOLE)
    assert any(constraint[0] == "service_floor" for constraint in refused.value.iis)


def _ahead(data: PlanData, options: Options) -> Status | None:
    found = find_start_plan(data, *arrays_of(data), options)
    return None if found is None else found.status
