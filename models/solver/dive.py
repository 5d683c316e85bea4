"""From the relaxation down to a plan: whole numbers set a few at a time, and others where that is too dear.

Each LP begins from the basis of the one before and takes a moment; HiGHS, which cannot be told a basis for a
search, begins that with the whole relaxation again (docs/decisions/0016).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.standard_form import Arrays, Basis, Floats, fixed_integers

MOST_LPS = 25
"""LPs of a dive."""
WHOLE = 1e-6
"""How far from a whole number is still one."""


def holding(arrays: Arrays, values: Floats, options: Options, basis: Basis | None = None) -> Outcome | None:
    """Return the best plan with these whole numbers, where there is one, and a bound for all others.

    The bound is what its prices let a change of the whole numbers save at the most: weak, but never infinite.
    """
    held = fixed_integers(arrays, values)
    found = solve_arrays(held, options, "searching", basis=basis)
    if found.status is not Status.OPTIMAL:
        return None
    whole = arrays.whole
    slopes = (arrays.cost - arrays.matrix.T @ found.duals)[whole]
    best = np.where(slopes > 0, arrays.lower[whole], arrays.upper[whole])
    saved = slopes * (best - held.lower[whole])
    bound = found.objective + float(np.sum(saved[slopes != 0]))
    return replace(found, bound=bound, values=np.where(whole, held.lower, found.values))


def dive(arrays: Arrays, relaxed: Outcome, options: Options) -> tuple[Outcome | None, int]:
    """Return a plan near the relaxation, within the gap where there is one, and how many LPs it took.

    What is whole already is held, and half of the rest set to what is nearest; where that costs too much,
    half of that half, and so on down to one alone, and then that one the other way.

    Parameters
    ----------
    arrays : Arrays
    relaxed : Outcome
        Of the relaxation; its objective is the bound.
    options : Options
        With the gap within which a plan is wanted.
    """
    most = relaxed.objective + options.gap * max(arrays.least_cost, abs(relaxed.objective))
    best: Outcome | None = None
    tries: list[tuple[Floats, Floats, Outcome, int | None]] = [(arrays.lower, arrays.upper, relaxed, None)]
    for lps in range(MOST_LPS):
        if not tries:
            return best, lps
        lower, upper, near, several = tries.pop()
        distance = np.where(arrays.whole & (lower < upper), np.abs(near.values - np.round(near.values)), 0.0)
        loose = np.flatnonzero(distance > WHOLE)
        if not len(loose):
            found = holding(arrays, near.values, options, near.basis)
            if found is not None and (best is None or found.objective < best.objective):
                best = found
            if found is None or found.objective > most:
                continue
            return best, lps + 1
        loose = loose[np.argsort(distance[loose], kind="stable")]
        several = (len(loose) + 1) // 2 if several is None else several
        if several:
            tries.append((lower, upper, near, several // 2))
            low, high = _set(arrays, lower, upper, near.values, loose[several:])
        else:
            low, high = _other_way(lower, upper, near.values, int(loose[0]))
        problem = replace(arrays, lower=low, upper=high)
        further = solve_arrays(problem, options, "searching", relaxed=True, basis=near.basis)
        if further.status is Status.NOTHING:
            return best, lps + 1  # the time is up
        if further.status is not Status.OPTIMAL:
            continue
        apart = np.abs(further.values - np.round(further.values))[arrays.whole]
        if further.objective <= most or (best is None and apart.max() <= WHOLE):
            tries.append((low, high, further, None))
    return best, MOST_LPS


def _set(
    arrays: Arrays, lower: Floats, upper: Floats, values: Floats, but: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Return bounds that hold every whole number at the nearest one, but for some columns."""
    held = arrays.whole.copy()
    held[but] = False
    nearest = np.clip(np.round(values), lower, upper)
    return np.where(held, nearest, lower), np.where(held, nearest, upper)


def _other_way(lower: Floats, upper: Floats, values: Floats, column: int) -> tuple[Floats, Floats]:
    """Return bounds that keep a column from the whole number nearest to its value."""
    lower, upper = lower.copy(), upper.copy()
    value = values[column]
    if np.round(value) > value:
        upper[column] = np.floor(value)
    else:
        lower[column] = np.ceil(value)
    return lower, upper
