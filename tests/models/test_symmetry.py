"""Investments that are alike are told to the search in order, and nothing else changes."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from cases import EXACT, cost, tiny_plan

from models.evaluation.evaluate import evaluate_fixed
from models.formulation.array_backend import Named
from models.formulation.build import build_array_model
from models.plan.data import (
    DesignSpec,
    EventSpec,
    InvestmentSpec,
    ItemSpec,
    OfferSpec,
    PlanData,
    ProductSpec,
    ScenarioSpec,
)
from models.plan.names import TRUNK, Design, Event, Investment, Item, Offer, Product, Scenario, Supplier
from models.solver.highs import Status, solve_arrays
from models.solver.side_constraints import with_side_constraints
from models.solver.standard_form import Arrays, compile_model
from models.solver.symmetry import ROW_NAME, in_order, put_in_order
from models.solving.solve import solve_plan

LINES = tuple(f"line {k}" for k in range(5))
MONTHS = 10
SEED = 0
"""A plan whose search branches."""
ON_ORDER = {"supplier": Supplier("A"), "item": Item("Dy"), "contract": False, "available_to": MONTHS - 1}


def lines(**changes: Any) -> PlanData:
    """Return a plan of ten months in which five lines on the same terms may be built, at most 2 of each."""
    line = InvestmentSpec(
        capex=190.0, max_modules=2, lead=1, latest=6, adds=3.0, adds_offer="cheap", fixed_opex=1.0
    )
    asked = tuple(11.0 + (7 * t) % 9 for t in range(MONTHS))
    plan = tiny_plan(
        months=MONTHS,
        offers={
            Offer("cheap"): OfferSpec(price=2.0, origin="cheap", max_per_month=1.0, **ON_ORDER),
            Offer("dear"): OfferSpec(price=17.0, origin="dear", max_per_month=9.0, **ON_ORDER),
        },
        products={
            Product("P"): ProductSpec(
                shortage_penalty=21.0,
                demand=asked,
                designs={Design("std"): DesignSpec(use={Item("Dy"): 1.0})},
            )
        },
        items={Item("Dy"): ItemSpec(unit_value=1.0, storage_cost=0.4)},
        investments={Investment(name): line for name in LINES},
    )
    return replace(plan, **changes)


def arrays_of(data: PlanData) -> Arrays:
    """Return the arrays of the one model."""
    m = build_array_model(data)
    return compile_model(m)


def added(arrays: Arrays) -> int:
    """Return how many rows put investments in order."""
    return sum(constraint[0] == ROW_NAME for constraint in in_order(arrays).row_names)


def changed(name: str, **changes: Any) -> PlanData:
    """Return the plan with one line on other terms."""
    data = lines()
    spec = replace(data.investments[Investment(name)], **changes)
    return replace(data, investments={**data.investments, Investment(name): spec})


def two_products(seed: int) -> PlanData:
    """Return a plan of 14 months, three items and for each three lines alike, of two modules, on a budget."""
    draw = random.Random(seed)  # noqa: S311 (test data)
    items = [Item(f"i{k}") for k in range(3)]
    offers, investments = dict[Offer, OfferSpec](), dict[Investment, InvestmentSpec]()
    for item in items:
        on_order = {"supplier": Supplier("A"), "item": item, "contract": False, "available_to": 13}
        line = InvestmentSpec(
            capex=150.0 + draw.randrange(80),
            max_modules=2,
            lead=draw.randrange(3),
            latest=13,
            adds=2.3 + draw.random(),
            adds_offer=f"{item} cheap",
            fixed_opex=0.5,
        )
        investments |= {Investment(f"{item} line {k}"): line for k in range(3)}
        for name, price, most in (("cheap", 2.0, 1.0), ("dear", 17.0, 9.0)):
            origin = f"{item} {name}"
            offers[Offer(origin)] = OfferSpec(price=price, origin=origin, max_per_month=most, **on_order)
    products = {
        Product(f"P{k}"): ProductSpec(
            shortage_penalty=40.0,
            demand=tuple(5.0 + draw.random() * 6 + t * 0.3 for t in range(14)),
            designs={Design("std"): DesignSpec(use={i: draw.choice([0.5, 1.0, 1.5]) for i in items})},
        )
        for k in range(2)
    }
    return tiny_plan(
        months=14,
        items={item: ItemSpec(unit_value=1.0, storage_cost=0.2) for item in items},
        offers=offers,
        products=products,
        investments=investments,
        capex_budget=900.0,
    )


def test_lines_alike_cost_the_same_in_order_with_fewer_nodes() -> None:
    """The optimum stands, and the search for it looks at fewer nodes."""
    arrays = arrays_of(two_products(SEED))
    options = replace(EXACT, gap=1e-4)
    as_it_is, ordered = (solve_arrays(a, options, "searching") for a in (arrays, in_order(arrays)))
    assert ordered.objective == pytest.approx(as_it_is.objective, rel=2e-4)
    assert ordered.nodes < as_it_is.nodes


def test_each_line_is_begun_no_later_than_the_next() -> None:
    """By each month the first has started at least as many modules as the second, and so on."""
    solution = solve_plan(lines(), EXACT)
    started = solution.values["v_modules_started"]
    sums = [np.cumsum([round(started[name, t]) for t in range(7)]) for name in LINES]
    assert sums[0][-1] > 0
    assert all((before >= after).all() for before, after in pairwise(sums))


@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({"capex": 191.0}, 4),
        ({"committed": 2}, 4),
        ({"latest": 5}, 4),
        ({"max_modules": 1}, 4),
        ({"adds": 4.0}, 4),
        ({"excludes": "site"}, 4),
        ({}, 5),
    ],
)
def test_only_lines_on_the_same_terms_are_alike(changes: dict[str, Any], alike: int) -> None:
    """One line that differs stands outside: the others make a row for each month and neighbour."""
    assert added(arrays_of(changed("line 2", **changes))) == 7 * (alike - 1)


def test_a_line_that_an_event_delays_is_not_like_the_others() -> None:
    """The terms are the same; what happens to it in a scenario is not."""
    delay = EventSpec(investments=frozenset({Investment("line 0")}), investment_delay=3)
    branch = ScenarioSpec(after=TRUNK, events=((Event("E"), 2),), probability=0.3)
    data = lines(events={Event("E"): delay}, scenarios={Scenario("S"): branch})
    assert added(arrays_of(data)) == 7 * 3


def test_a_line_that_is_wanted_is_not_like_the_others() -> None:
    """Why not line 4? The plan that takes it may take it first."""
    group = tuple(("v_modules_started", ("line 4", t)) for t in range(7))
    arrays = with_side_constraints(arrays_of(lines()), (group,))
    assert added(arrays) == 7 * 3
    taken = solve_plan(lines(), EXACT, side_constraints=(group,))
    assert sum(taken.values["v_modules_started"]["line 4", t] for t in range(7)) >= 1
    assert taken.objective == cost(solve_plan(lines(), EXACT).objective)


def test_lines_of_which_one_is_chosen_are_alike() -> None:
    """Of an exclusive group the first is chosen; the cost is that of any one of them."""
    line = lines().investments[Investment("line 0")]
    data = lines(investments={Investment(name): replace(line, excludes="site") for name in LINES})
    arrays = arrays_of(data)
    assert added(arrays) == 7 * 4
    ordered = solve_arrays(in_order(arrays), EXACT, "searching")
    assert ordered.objective == cost(solve_arrays(arrays, EXACT, "searching").objective)


def backwards(constraint: Named) -> Named:
    """Return the same name for the line at the same place from the other end."""
    name, index = constraint
    if name != "v_modules_started":
        return constraint
    return name, (LINES[4 - LINES.index(str(index[0]))], *index[1:])


def test_a_plan_put_in_order_is_the_same_plan() -> None:
    """A plan that began the last line first becomes one that keeps the order, at the same cost."""
    arrays = arrays_of(lines())
    ordered = in_order(arrays)
    found = solve_arrays(ordered, EXACT, "searching")
    turned = found.values[[arrays.position[backwards(name)] for name in arrays.names]]
    assert (ordered.activity(turned) < ordered.row_lower - 1e-6).any()
    again = put_in_order(arrays, turned)
    assert arrays.cost @ again == cost(found.objective)
    assert (ordered.activity(again) >= ordered.row_lower - 1e-6).all()


def test_a_plan_that_begins_the_last_line_first_can_be_held() -> None:
    """The order is the search's alone: a user's plan is judged as it is."""
    plan = solve_plan(lines(), EXACT)
    started = plan.values["v_modules_started"]
    turned = {(LINES[4 - LINES.index(name)], t): modules for (name, t), modules in started.items()}
    own = replace(plan, values={**plan.values, "v_modules_started": turned})
    judged = evaluate_fixed(lines(), own, EXACT)
    assert judged.objective == cost(plan.objective)


def test_a_warm_start_from_a_plan_out_of_order_is_used() -> None:
    """The plan before began the last line first: it still answers a small change."""
    plan = solve_plan(lines(), EXACT)
    assert plan.warm is not None
    warm = replace(plan.warm, names=tuple(backwards(name) for name in plan.warm.names))
    again = solve_plan(changed("line 2"), EXACT, warm)
    assert again.status == Status.OPTIMAL.value
    assert again.objective == cost(plan.objective)
