"""Loose searches of the master, while the plan known is far from its bound.

Where the relaxation says little (a network of arcs to open), the first searches of the master know few cuts,
and the best plan by these costs many times what they say. To prove that it is the best takes most of a
search; a cut from it says more.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.decomposition.state import State
from models.solver.standard_form import Floats

LOOSE = 0.1
"""Gap that a search may leave open while the plan known is twice that from its bound, and further."""
FAR_OFF = 20.0
"""Gaps asked that are less than that; a wide one is left to a single search."""


def come_nearer(
    state: State, search: Callable[[], Floats | None], settle: Callable[[Floats], Floats]
) -> None:
    """Ask about the plans of loose searches, as long as the plan known is far off and they are new.

    Parameters
    ----------
    state : State
    search : callable
        Searches the master loosely; returns its plan, ``None`` where the time is up.
    settle : callable
        Asks the subproblems about the whole numbers of a plan, which adds cuts.
    """
    far = 2 * LOOSE if FAR_OFF * state.options.gap < LOOSE else np.inf
    while state.goes_on() and state.gap() > far:
        found = search()
        if found is None:
            return
        numbers = state.numbers(found)
        if numbers in state.tried:
            return
        state.tried.add(numbers)
        settle(found)
