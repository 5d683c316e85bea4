"""Which way a plan is solved: by its size, as asked, and only where there is memory for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import EXACT, tiny_plan

from models.errors import StoppedWithoutPlan, TooLarge
from models.formulation.size import estimate_size
from models.plan.data import EventSpec, PlanData, ProcessSpec, ScenarioSpec
from models.plan.names import Item, Process
from models.solving.method import choose_method
from models.solving.solve import solve_plan


def branching(count: int, months: int = 24, onset: int = 1) -> PlanData:
    """Return a plan that so many scenarios may leave in one month."""
    demand = tiny_plan().products["P"]
    return tiny_plan(
        months=months,
        products={"P": replace(demand, demand=(10.0,) * months)},
        offers={"a": replace(tiny_plan().offers["a"], available_to=months - 1)},
        events={"E": EventSpec(suppliers=frozenset({"A"}), duration=1)},
        scenarios={f"s{k}": ScenarioSpec("0", 0.5 / count, (("E", onset),)) for k in range(count)},
    )


def to_open(data: PlanData) -> PlanData:
    """Return a plan whose supplier is still to be qualified."""
    return replace(data, suppliers={g: replace(spec, qualified=False) for g, spec in data.suppliers.items()})


def made(data: PlanData) -> PlanData:
    """Return a plan with a process in it, which may take more than is needed."""
    return replace(data, processes={Process("T"): ProcessSpec(capacity=1.0, outputs={Item("Dy"): 1.0})})


@pytest.mark.parametrize(
    ("data", "method", "why"),
    [
        (branching(5, months=600), "extensive", "few_branches"),
        (branching(6), "extensive", "small"),
        (branching(6, months=600), "benders", "large"),
        (branching(2000, months=3, onset=1), "extensive", "short_branches"),
        (to_open(branching(2000, months=3, onset=1)), "benders", "large"),
        (made(to_open(branching(1500, months=2, onset=1))), "benders", "large"),
        (made(to_open(branching(59, months=1000, onset=998))), "extensive", "small"),
        (made(to_open(branching(60, months=1000, onset=998))), "benders", "large"),
        (to_open(branching(19, months=2, onset=1)), "extensive", "small"),
    ],
)
def test_many_large_branches_are_taken_apart(data: PlanData, method: str, why: str) -> None:
    """Six branches of 599 months are worth it, or short ones that open suppliers; not five, nor few."""
    choice = choose_method(data, memory=10**12)
    assert (choice.method, choice.why) == (method, why)


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_what_is_asked_is_done(method: str) -> None:
    """The choice stands in the solution; the cost is the same either way."""
    solution = solve_plan(branching(3, months=4), replace(EXACT, method=method))
    assert solution.choice is not None
    assert (solution.choice.method, solution.choice.why) == (method, "asked")
    assert solution.objective == pytest.approx(solve_plan(branching(3, months=4), EXACT).objective)


def test_what_does_not_fit_as_one_model_may_fit_in_parts() -> None:
    """Between the two needs decomposition is chosen, below both nothing is built."""
    data = branching(5, months=600)
    size = estimate_size(data)
    parts, whole = size.memory("benders"), size.memory("extensive")
    choice = choose_method(data, memory=(parts + whole) // 2)
    assert (choice.method, choice.why, choice.memory) == ("benders", "memory", parts)
    with pytest.raises(TooLarge) as caught:
        choose_method(data, memory=parts - 1)
    assert caught.value.needed == whole
    assert caught.value.free == parts - 1
    assert caught.value.size["scenarios"] == 5
    assert caught.value.exit_code == StoppedWithoutPlan.exit_code == 5
    with pytest.raises(TooLarge):
        choose_method(data, "extensive", memory=(parts + whole) // 2)


def test_a_plan_that_is_too_large_is_not_built() -> None:
    """``solve_plan`` gives up before it says that it builds anything."""
    told: list[str] = []
    options = replace(EXACT, memory=1000, chosen=lambda choice: told.append(choice.method))
    with pytest.raises(TooLarge):
        solve_plan(branching(3, months=4), options)
    assert told == []
