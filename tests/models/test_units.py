"""Every quantity is told to the solver in a unit of what the plan uses of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import spot, tiny_plan

from models.formulation.build import build_array_model
from models.formulation.describe import _every_subject
from models.formulation.units import QUANTITIES, unit_of
from models.plan.data import DesignSpec, ItemSpec, PlanData, ProcessSpec
from models.plan.names import Design, Item, Offer, Process
from models.plan.units import TOLD, units_of, use_of
from models.solver.scaling import scale_of, scaled
from models.solver.standard_form import SUMS, Arrays, compile_model

COUNTED = frozenset(
    {
        *("v_qualified", "v_order_placed", "v_order_multiples", "v_modules_started", "v_chosen"),
        *("v_signed", "v_pool_tier"),
    }
)
"""Variables that count something: told as they are."""


def in_other_units(factor: float) -> PlanData:
    """Return the tiny plan with its item counted in a unit so many times smaller."""
    plan = tiny_plan()
    product = next(iter(plan.products))
    spec = plan.products[product]
    design = DesignSpec(use={Item("Dy"): factor})
    return replace(
        plan,
        offers={Offer("a"): spot(price=2.0 / factor, max_per_month=100.0 * factor)},
        products={product: replace(spec, designs={Design("std"): design})},
    )


def told(plan: PlanData) -> Arrays:
    """Return a plan as the solver is told it."""
    arrays = compile_model(build_array_model(plan))
    return scaled(arrays, scale_of(arrays))


def test_a_month_of_use_is_told_as_about_a_hundred() -> None:
    """10 kg a month, in grams or tonnes: 64 … 181 of the unit."""
    for factor in (1e-9, 1e-3, 1.0, 1e3, 1e9):
        unit = units_of(in_other_units(factor)).items[Item("Dy")]
        assert TOLD / 2 <= 10.0 * factor / unit <= TOLD * 2


@pytest.mark.parametrize("power", [-60, -20, 20, 60])
def test_a_plan_in_a_unit_that_is_a_power_of_two_is_told_to_the_last_digit_alike(power: int) -> None:
    """What the solver sees does not depend on the unit at all."""
    one, other = told(tiny_plan()), told(in_other_units(2.0**power))
    assert np.array_equal(one.matrix.toarray(), other.matrix.toarray())
    for name in ("cost", "lower", "upper", "row_lower", "row_upper"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_use_is_followed_up_the_chain() -> None:
    """10 magnets take 20 of metal, which takes 60 of ore; the process runs 20 times."""
    plan = tiny_plan(
        items={Item("Dy"): ItemSpec(), Item("metal"): ItemSpec(), Item("ore"): ItemSpec()},
        processes={
            Process("melt"): ProcessSpec(
                capacity=1e9, inputs={Item("ore"): 3.0}, outputs={Item("metal"): 1.0, Item("Dy"): 0.0}
            ),
            Process("press"): ProcessSpec(
                capacity=1e9, inputs={Item("metal"): 2.0}, outputs={Item("Dy"): 1.0}
            ),
        },
    )
    use = use_of(plan)
    assert use.items == {"Dy": 10.0, "metal": 20.0, "ore": 60.0}
    assert use.processes == {"melt": 20.0, "press": 10.0}


def test_use_is_not_followed_round_in_circles() -> None:
    """10 here take 1,000 there, of which a hundredth arrives; not those 100,000 of here."""
    here, there = Item("Dy"), Item("there")
    ways = {("go", "back"): 1.0, ("come", "forth"): 0.01}
    plan = tiny_plan(
        items={here: ItemSpec(), there: ItemSpec()},
        processes={
            Process(name): ProcessSpec(capacity=1e9, inputs={one: 1.0}, outputs={other: part})
            for (names, part), (one, other) in zip(ways.items(), [(here, there), (there, here)], strict=True)
            for name in names
        },
    )
    use = use_of(plan)
    assert use.items == {"Dy": 10.0, "there": 1000.0}
    assert use.processes == dict.fromkeys(("go", "back", "come", "forth"), 1000.0)


def test_every_variable_is_a_quantity_with_a_unit_a_count_or_money() -> None:
    """A new variable has to be put into one of the three lists."""
    model = build_array_model(_every_subject())
    for name, variables in model.variables.items():
        assert (name in QUANTITIES) + (name in COUNTED) + (name in SUMS) == 1, name
        for index in variables:
            named = name, index if isinstance(index, tuple) else (index,)
            assert unit_of(model.data, model.tree.units, named) > 0
