"""Where a plan begins that was planned some months before: the same decisions, called by their new months."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.formulation.array_backend import Named
from models.solution.carried import WarmStart


def moved(start: WarmStart | None, months: int) -> WarmStart | None:
    """Return a warm start for the same plan some months later.

    The month is the last whole number of an index. What would lie before the plan is left out; a name that
    comes out wrong costs time, never an answer.
    """
    if start is None:
        return None
    names = [_moved(name, months) for name in start.names]
    rows = [_moved(name, months) for name in start.row_names]
    kept = np.array([name is not None for name in names], dtype=bool)
    kept_rows = np.array([name is not None for name in rows], dtype=bool)
    basis = start.basis
    if basis is not None:
        basis = np.asarray(basis[0])[kept], np.asarray(basis[1])[kept_rows]
    return replace(
        start,
        names=tuple(name for name in names if name is not None),
        row_names=tuple(name for name in rows if name is not None),
        values=start.values[kept],
        basis=basis,
        carried_cuts={},
    )


def _moved(named: Named, months: int) -> Named | None:
    name, index = named
    if not index or isinstance(index[-1], bool) or not isinstance(index[-1], int | np.integer):
        return named
    at = int(index[-1]) - months
    return None if at < 0 else (name, (*index[:-1], at))
