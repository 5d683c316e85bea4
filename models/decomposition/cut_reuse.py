"""Cuts from dual values of a plan solved before, and where its subproblems' LPs ended (decision 0015).

By duality any dual values y of a subproblem's rows bound its cost from below, whatever problem they were
found for:

    v(z) ≥ Σ_i y_i·(the lower side of row i if y_i > 0, else the upper) + Σ_j min(d_j·l_j, d_j·u_j) + d_z·z

with d = c − A'y, z what the subproblem sees of the trunk and j the columns of its own. So dual values of one
plan give cuts of another in which costs, demand, caps or availability have changed, without a branch being
asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.formulation.array_backend import Named
from models.solution.carried import CarriedCuts, Statuses
from models.solver.standard_form import BASIC, Arrays, Basis, Floats, Mask

DUST = 1e-9
"""A reduced cost below this part of the terms it is the sum of is rounding."""
REPAIRS = 3
"""How often dual values that no longer bound anything are lowered before they are given up."""
MOST_CUTS, MOST_NUMBERS = 8, 4_000_000
"""What a plan leaves behind: dual values of so many cuts a subproblem, and so many numbers in all."""


@dataclass(frozen=True)
class Cuts:
    """Lower bounds of a subproblem's cost: ``constants + slopes·z``, a column for each."""

    constants: Floats
    slopes: Floats
    duals: Floats
    needed: int
    standing: Statuses
    """Where their rows ended in the master of the plan before."""
    complete: bool
    """None of those that keep the master bounded is lost."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.constants)


def cuts_of(carried: CarriedCuts, arrays: Arrays, seen: NDArray[np.int32]) -> Cuts:
    """Return the cuts of a subproblem as it is now; dual values that bound nothing here are left out."""
    duals = _by_row(carried, arrays.row_names)
    own = np.ones(len(arrays.cost), dtype=bool)
    own[seen] = False
    duals = _one_sided(duals, arrays)
    slack, endless = _reduced(duals, arrays, own)
    for _ in range(REPAIRS):
        if not endless.any():
            break
        duals = _one_sided(_lowered(duals, arrays, slack, endless), arrays)
        slack, endless = _reduced(duals, arrays, own)
    sound: Mask = np.asarray(~endless.any(axis=0))
    duals, slack = duals[:, sound], slack[:, sound]
    side = np.where(duals > 0, _finite(arrays.row_lower)[:, None], _finite(arrays.row_upper)[:, None])
    low, high = _finite(arrays.lower[own])[:, None], _finite(arrays.upper[own])[:, None]
    inside = slack[own]
    return Cuts(
        constants=(duals * side).sum(axis=0) + np.minimum(inside * low, inside * high).sum(axis=0),
        slopes=slack[seen],
        duals=duals,
        needed=int(sound[: carried.needed].sum()),
        standing=carried.standing[sound],
        complete=bool(sound.any() and sound[: carried.needed].all()),
    )


def _by_row(carried: CarriedCuts, row_names: Sequence[Named]) -> Floats:
    if row_names == carried.row_names:
        return carried.duals
    place = {row_name: k for k, row_name in enumerate(carried.row_names)}
    rows = np.array([place.get(row_name, -1) for row_name in row_names], dtype=np.int64)
    known = rows >= 0
    duals = np.zeros((len(row_names), carried.duals.shape[1]))
    duals[known] = carried.duals[rows[known]]
    return duals


def _one_sided(duals: Floats, arrays: Arrays) -> Floats:
    """Return dual values without those of sides that a row does not have."""
    below, above = np.isinf(arrays.row_lower), np.isinf(arrays.row_upper)
    wrong = (duals > 0) & below[:, None] | (duals < 0) & above[:, None]
    return np.where(wrong, 0.0, duals)


def _reduced(duals: Floats, arrays: Arrays, own: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the reduced costs, and where one speaks for a column of the subproblem without end."""
    reduced = arrays.cost[:, None] - arrays.matrix.T @ duals
    low, high = own & np.isinf(arrays.lower), own & np.isinf(arrays.upper)
    endless = (reduced < 0) & high[:, None] | (reduced > 0) & low[:, None]
    if endless.any():
        terms = np.abs(arrays.cost)[:, None] + abs(arrays.matrix).T @ np.abs(duals)
        endless &= np.abs(reduced) > DUST * terms
    return reduced, endless


def _lowered(duals: Floats, arrays: Arrays, reduced: Floats, endless: NDArray[np.bool_]) -> Floats:
    """Return dual values nearer to 0 where they speak for more of a column without end than it costs.

    Of its rows that do, the one whose dual value does most of it: a cheaper shortage, say, lowers that of
    demand.
    """
    duals = duals.copy()
    entries = arrays.by_column
    for k in np.flatnonzero(endless.any(axis=1)):
        part = slice(entries.indptr[k], entries.indptr[k + 1])
        rows, terms = entries.indices[part], entries.data[part, None]
        if not len(rows):
            continue
        excess = np.where(endless[k], arrays.cost[k] - (terms * duals[rows]).sum(axis=0), 0.0)
        excess = np.where(np.sign(excess) == np.sign(reduced[k]), excess, 0.0)
        spoken = -terms * duals[rows] * np.sign(excess)
        most = int(np.argmax(spoken.sum(axis=1)))
        row, step = rows[most], excess / terms[most]
        towards = step * duals[row] < 0
        duals[row] += np.where(towards, np.sign(step) * np.minimum(np.abs(step), np.abs(duals[row])), 0.0)
    return duals


def _finite(bounds: Floats) -> Floats:
    return np.where(np.isfinite(bounds), bounds, 0.0)


@dataclass(frozen=True)
class Cut:
    """One lower bound of a subproblem's cost, and the dual values it comes from."""

    constant: float
    slope: Floats
    duals: Floats
    needed: bool
    """It is one of those that keep the master bounded."""
    row: int | None = None
    """Among the cuts of the master, if it is one of them."""


class CutPool:
    """The cuts of a run, as far as they are kept for a plan like it.

    Parameters
    ----------
    rows : int
        Of all subproblems together: the more, the fewer cuts are kept of each.
    """

    def __init__(self, rows: int) -> None:
        self.most = max(2, min(MOST_CUTS, MOST_NUMBERS // max(1, rows)))
        self._cuts: dict[int, list[Cut]] = {}
        self._bases: dict[int, Basis] = {}

    def note(self, number: int, cut: Cut, basis: Basis | None = None) -> None:
        """Keep what a subproblem has said, if it is new; of too much the oldest goes."""
        kept = self._cuts.setdefault(number, [])
        if basis is not None:
            self._bases[number] = basis
        if any(old.constant == cut.constant and np.array_equal(old.slope, cut.slope) for old in kept):
            return
        kept.append(cut)
        passing = [k for k, known in enumerate(kept) if not known.needed]
        if len(passing) > 2 * self.most:
            del kept[passing[0]]

    def note_all(self, number: int, cuts: Cuts, first: int) -> None:
        """Keep what a plan before has left; the master's cuts from ``first`` on."""
        for k in range(cuts.count):
            constant, slope, duals = float(cuts.constants[k]), cuts.slopes[:, k], cuts.duals[:, k]
            self.note(number, Cut(constant, slope, duals, k < cuts.needed, first + k))

    def carried(
        self, number: int, arrays: Arrays, points: Iterable[Floats], ends: Statuses, cuts: Statuses
    ) -> CarriedCuts | None:
        """Return what a subproblem leaves: what keeps the master bounded, and what counts near some points.

        ``points`` are what the subproblem sees of trunks that a plan like this one will come near; ``ends``
        is where the master ended, ``cuts`` where the rows of its cuts did.
        """
        kept = self._cuts.get(number, [])
        if not kept:
            return None
        needed = [cut for cut in kept if cut.needed]
        passing = [cut for cut in kept if not cut.needed]
        below = np.full(len(passing), np.inf)
        for point in points:
            said = np.array([cut.constant + float(cut.slope @ point) for cut in passing])
            below = np.minimum(below, np.max(said, initial=-np.inf) - said)
        best = np.sort(np.argsort(below, kind="stable")[: self.most])
        chosen = [*needed, *(passing[k] for k in best)]
        return CarriedCuts(
            names=arrays.names,
            row_names=arrays.row_names,
            duals=np.array([cut.duals for cut in chosen]).T,
            needed=len(needed),
            basis=self._bases.get(number),
            ends=ends,
            standing=np.array([_at(cuts, cut.row) for cut in chosen], dtype=np.int8),
        )


def _at(cuts: Statuses, row: int | None) -> int:
    """Return where the row of a cut ended; one that the master did not have then is slack."""
    return BASIC if row is None or row >= len(cuts) else int(cuts[row])
