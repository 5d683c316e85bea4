"""Money is told to the solver in a larger unit, and nobody above notices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.solver.highs import Options, Status, solve_arrays
from models.solver.persistent_lp import PersistentLP
from models.solver.scaling import PARTS, scale_of, scaled
from models.solver.standard_form import Arrays


def dear_plan(*, money: bool = True, whole: bool = False) -> Arrays:
    """Return: pay at least 2¹⁵·x in money, x at least 3 of 4 (3.5 where it need not be whole)."""
    return Arrays(
        names=(),
        row_names=(("cost_floor", ()), ("need", ())),
        cost=np.array([0.5, 1.0]),
        lower=np.zeros(2),
        upper=np.array([4.0, np.inf]),
        whole=np.array([whole, False]),
        matrix=csr_matrix(np.array([[-(2.0**15), 1.0], [1.0, 0.0]])),
        row_lower=np.array([0.0, 2.5]),
        row_upper=np.array([np.inf, np.inf]),
        money=np.array([False, money]),
    )


def test_the_unit_is_a_power_of_two_near_a_part_of_the_largest_payment() -> None:
    """4 of 2¹⁵ is 2¹⁷, of which a 32nd is 2¹²."""
    assert scale_of(dear_plan()).unit == 2**17 / PARTS == 2**12


def test_a_row_is_told_so_that_its_largest_quantity_is_one() -> None:
    """Without columns of money 2¹⁵·x is the largest term; a row of one quantity alone stays as it is."""
    plan = dear_plan(money=False)
    told = scaled(plan, scale_of(plan))
    assert told.matrix.toarray().tolist() == [[-1.0, 2.0**-15], [1.0, 0.0]]


def test_a_plan_in_other_units_is_told_the_same() -> None:
    """Told in 2¹⁰ times smaller units: its numbers change, what the solver is told does not."""
    plan = dear_plan()
    factor = np.array([2.0**10, 1.0])
    smaller = replace(
        plan,
        cost=plan.cost / factor,
        lower=plan.lower * factor,
        upper=plan.upper * factor,
        matrix=csr_matrix(plan.matrix.toarray() / factor * np.array([[1.0], [2.0**10]])),
        row_lower=plan.row_lower * np.array([1.0, 2.0**10]),
        units=factor,
    )
    one, other = (scaled(each, scale_of(each)) for each in (plan, smaller))
    assert other.matrix.toarray().tolist() == one.matrix.toarray().tolist()
    assert other.cost.tolist() == one.cost.tolist()
    assert other.row_lower.tolist() == one.row_lower.tolist()
    assert other.upper.tolist() == one.upper.tolist()


def test_rows_and_columns_of_money_are_told_in_the_unit_and_no_others() -> None:
    """The row of the cost is divided by the unit, its column of money multiplied by it: 1 stays 1."""
    plan = dear_plan()
    told = scaled(plan, scale_of(plan))
    assert told.matrix.toarray().tolist() == [[-8.0, 1.0], [1.0, 0.0]]
    assert told.row_lower.tolist() == [0.0, 2.5]


@pytest.mark.parametrize("whole", [False, True])
def test_what_comes_back_is_in_the_plans_own_units(whole: bool) -> None:
    """2.5 units (3 where whole) cost half of it and 2¹⁵ of it in money."""
    outcome = solve_arrays(dear_plan(whole=whole), Options(gap=0.0, threads=1), "searching")
    x = 3.0 if whole else 2.5
    assert outcome.status is Status.OPTIMAL
    assert outcome.values.tolist() == pytest.approx([x, 2**15 * x])
    assert outcome.objective == pytest.approx((0.5 + 2**15) * x)
    assert outcome.bound == pytest.approx(outcome.objective)
    if not whole:  # one more unit needed costs this much
        assert outcome.duals.tolist() == pytest.approx([1.0, 0.5 + 2**15])


def test_a_persistent_lp_takes_bounds_costs_and_rows_in_the_plans_own_units() -> None:
    """Money at least 10⁶: then x is free to rise to 10⁶/2¹⁵, and costs nothing more in money."""
    lp = PersistentLP(dear_plan(), Options())
    column = np.array([1], dtype=np.int32)
    lp.set_bounds(column, np.array([1e6]), np.array([np.inf]))
    assert lp.solve().objective == pytest.approx(1e6 + 0.5 * 2.5)
    lp.set_costs(column, np.array([2.0]))
    found = lp.solve()
    assert found.objective == pytest.approx(2e6 + 0.5 * 2.5)
    assert found.reduced_costs.tolist() == pytest.approx([0.0, 2.0])
    lp.add_rows(np.array([3e6]), np.array([np.inf]), csr_matrix(np.array([[0.0, 1.0]])))
    assert lp.solve().objective == pytest.approx(6e6 + 0.5 * 2.5)
