"""The size of a model before it is built: near the true one, on plans of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import from_sheets
from random_plans import random_sheets

from models.formulation.build import build_array_model, collector_paused
from models.formulation.size import estimate_size
from models.plan.data import PlanData
from models.solver.standard_form import compile_model
from planner.assemble import assemble
from planner.workbook.reading.reader import read_workbook

ROOT = Path(__file__).parents[2]
CASES = [
    *sorted((ROOT / "tests" / "cases").glob("*.xlsx")),
    *sorted((ROOT / "tests" / "cases" / "semantics").glob("*.xlsx")),
    *sorted((ROOT / "tests" / "cases" / "semantics2").glob("*.xlsx")),
]
LARGE = {"flcvar_cap41_100_1"}


def plan_of(path: Path) -> PlanData:
    tables, _ = read_workbook(path)
    assert tables is not None
    return assemble(tables)


def true_size(data: PlanData) -> dict[str, int]:
    with collector_paused():
        return compile_model(build_array_model(data)).size


def confirm(data: PlanData, *, within: float, slack: int = 0) -> None:
    """Check every count against the model that is built."""
    guess = estimate_size(data)
    for name, count in true_size(data).items():
        guessed = getattr(guess, name)
        assert count / within - slack <= guessed <= count * within + slack, (name, guessed, count)


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem, marks=[pytest.mark.slow] * (path.stem in LARGE)) for path in CASES],
)
def test_the_size_of_the_test_plans_is_known_before_they_are_built(path: Path) -> None:
    """Within a quarter, and a few rows where there are few."""
    confirm(plan_of(path), within=1.25, slack=12)


@pytest.mark.parametrize(
    "name",
    [
        "first_steps",
        pytest.param("wind_turbine_eu", marks=pytest.mark.slow),
        pytest.param("traction_motor_jp", marks=pytest.mark.slow),
    ],
)
def test_the_size_of_the_examples_is_known_before_they_are_built(name: str) -> None:
    """Within a twentieth."""
    confirm(plan_of(ROOT / "inputs" / f"{name}.xlsx"), within=1.05, slack=4)


@pytest.mark.parametrize("seed", range(8))
def test_the_size_of_random_plans_is_known_before_they_are_built(seed: int) -> None:
    """Every subject at once: within a factor of 1.5."""
    confirm(assemble(from_sheets(random_sheets(seed))), within=1.5, slack=20)


def test_the_branches_are_those_that_leave_the_trunk() -> None:
    """Two branches of two months each beside a trunk of three: a child is no branch of its own."""
    size = estimate_size(plan_of(ROOT / "tests" / "cases" / "semantics" / "surprise.xlsx"))
    data = plan_of(ROOT / "tests" / "cases" / "semantics" / "surprise.xlsx")
    assert size.scenarios == len(data.scenarios)
    assert size.branches == sum(spec.after == "0" for spec in data.scenarios.values())
    assert size.nodes == size.branch_nodes + data.months
    assert size.branches < size.scenarios


def test_more_rows_need_more_memory() -> None:
    """And decomposition needs less than one model."""
    small = estimate_size(plan_of(ROOT / "inputs" / "first_steps.xlsx"))
    large = estimate_size(plan_of(ROOT / "inputs" / "wind_turbine_eu.xlsx"))
    assert small.memory("extensive") < large.memory("extensive")
    assert large.memory("benders") < large.memory("extensive")
