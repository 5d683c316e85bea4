"""Every figure of an explanation of a random plan is what solving the changed plan from nothing gives."""

from __future__ import annotations

import pytest
from explained_again import differing


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4, 6, 11, 15])
def test_the_explanation_of_a_random_plan_is_found_again(seed: int) -> None:
    """Prices of rules and limits, plans without a supplier or contract, break-evens on either side."""
    counted: dict[str, int] = {}
    assert differing(seed, counted) == []
    assert sum(counted.values()) > 0
