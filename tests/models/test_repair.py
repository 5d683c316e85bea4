"""Plans a hair off their constraints, brought onto them by the least change."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.solver.highs import Options
from models.solver.repair import ROUGH, repaired
from models.solver.standard_form import Arrays


def stock_of_two_months(bought: float) -> Arrays:
    """Return: stock₁ = bought − made₁, stock₂ = stock₁ − made₂, a whole number of orders beside them."""
    return Arrays(
        names=tuple((name, ()) for name in ("stock 1", "stock 2", "made 1", "made 2", "orders")),
        row_names=(("balance", (1,)), ("balance", (2,)), ("orders", ())),
        cost=np.zeros(5),
        lower=np.zeros(5),
        upper=np.array([10.0, 10.0, 5.0, 5.0, 3.0]),
        whole=np.array([False, False, False, False, True]),
        matrix=csr_matrix(np.array([[1.0, 0, 1, 0, 0], [-1, 1, 0, 1, 0], [0, 0, 0, 0, 1]], dtype=float)),
        row_lower=np.array([bought, 0.0, 1.0]),
        row_upper=np.array([bought, 0.0, 2.0]),
    )


def test_what_is_off_by_a_millionth_is_brought_onto_its_constraint() -> None:
    """Stock 2 is 1.4e-6 too much; nothing else has to change, and nothing else does."""
    arrays = stock_of_two_months(4.0)
    values = np.array([2.0, 1.4e-6, 2.0, 2.0, 1.0])
    found = repaired(arrays, values, Options())
    assert arrays.activity(found) == pytest.approx(arrays.row_lower, abs=1e-12)
    assert found.tolist() == pytest.approx([2.0, 0.0, 2.0, 2.0, 1.0], abs=2e-6)
    assert found[4] == 1.0


def test_what_is_near_enough_stays_as_it_is() -> None:
    """Off by less than what counts: the very same values."""
    values = np.array([2.0, 0.5 * ROUGH, 2.0, 2.0, 1.0])
    assert repaired(stock_of_two_months(4.0), values, Options()) is values


def test_whole_numbers_are_not_changed_to_mend_a_row() -> None:
    """No orders where one at least is wanted: there is no mending that without another plan."""
    values = np.array([2.0, 0.0, 2.0, 2.0, 0.0])
    assert repaired(stock_of_two_months(4.0), values, Options()) is values
