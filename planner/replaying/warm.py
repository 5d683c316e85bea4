"""Where a plan begins that was planned some months before: the same decisions, called by their new months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.formulation.array_backend import Named
from models.solution.carried import CarriedCuts, WarmStart
from models.solver.standard_form import Basis


def moved(start: WarmStart | None, months: int) -> WarmStart | None:
    """Return a warm start for the same plan some months later.

    The month is the last whole number of an index. What would lie before the plan is left out; a name that
    comes out wrong costs time, never an answer.
    """
    if start is None:
        return None
    columns, rows = _Kept.of(start.names, months), _Kept.of(start.row_names, months)
    return replace(
        start,
        names=columns.names,
        row_names=rows.names,
        values=start.values[columns.kept],
        basis=_basis(start.basis, columns, rows),
        carried_cuts={scenarios: _cuts(cuts, months) for scenarios, cuts in start.carried_cuts.items()},
    )


@dataclass(frozen=True)
class _Kept:
    """Names that are left, and which they were."""

    names: tuple[Named, ...]
    kept: NDArray[np.bool_]

    @classmethod
    def of(cls, names: Sequence[Named], months: int) -> _Kept:
        """Return names some months later."""
        later = [_moved(name, months) for name in names]
        kept = np.array([name is not None for name in later], dtype=bool)
        return cls(tuple(name for name in later if name is not None), kept)


def _cuts(cuts: CarriedCuts, months: int) -> CarriedCuts:
    """Return the cuts of a subproblem some months later: any dual values make a valid cut."""
    columns, rows = _Kept.of(cuts.names, months), _Kept.of(cuts.row_names, months)
    basis = _basis(cuts.basis, columns, rows)
    return replace(cuts, names=columns.names, row_names=rows.names, duals=cuts.duals[rows.kept], basis=basis)


def _basis(basis: Basis | None, columns: _Kept, rows: _Kept) -> Basis | None:
    return None if basis is None else (basis[0][columns.kept], basis[1][rows.kept])


def _moved(named: Named, months: int) -> Named | None:
    name, index = named
    if not index or isinstance(index[-1], bool) or not isinstance(index[-1], int | np.integer):
        return named
    at = int(index[-1]) - months
    return None if at < 0 else (name, (*index[:-1], at))
