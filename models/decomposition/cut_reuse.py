"""What branches teach a plan like theirs: prices of their rows, and where their LPs ended (decision 0015).

By duality any prices y of a family's rows bound its cost from below, whatever problem they were found for:

    v(z) ≥ Σ_i y_i·(the lower side of row i if y_i > 0, else the upper) + Σ_j min(d_j·l_j, d_j·u_j) + d_z·z

with d = c − A'y, z what the family sees of the trunk and j the columns of its own. So prices of one plan give
cuts of another in which costs, demand, caps or availability have changed, without a branch being asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.solution.carried import Lesson, Statuses
from models.solver.standard_form import BASIC, Arrays, Basis, Floats, Law, Mask

DUST = 1e-9
"""A reduced cost below this part of the terms it is the sum of is rounding."""
REPAIRS = 3
"""How often prices that no longer bound anything are lowered before they are given up."""
MOST_CUTS, MOST_NUMBERS = 8, 4_000_000
"""What a plan leaves behind: prices of so many cuts a family, and so many numbers in all."""


@dataclass(frozen=True)
class Planes:
    """Lower bounds of a family's cost: ``constants + slopes·z``, a column for each."""

    constants: Floats
    slopes: Floats
    prices: Floats
    needed: int
    standing: Statuses
    """Where their rows ended in the master of the plan before."""
    complete: bool
    """None of those that keep the master bounded is lost."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.constants)


def planes_of(lesson: Lesson, arrays: Arrays, seen: NDArray[np.int32]) -> Planes:
    """Return what a lesson says of a family as it is now; prices that bound nothing here are left out."""
    prices = _by_law(lesson, arrays.laws)
    own = np.ones(len(arrays.cost), dtype=bool)
    own[seen] = False
    for _ in range(REPAIRS):
        prices = _one_sided(prices, arrays)
        slack, endless = _reduced(prices, arrays, own)
        if not endless.any():
            break
        prices = _lowered(prices, arrays, slack, endless)
    prices = _one_sided(prices, arrays)
    slack, endless = _reduced(prices, arrays, own)
    sound: Mask = np.asarray(~endless.any(axis=0))
    prices, slack = prices[:, sound], slack[:, sound]
    side = np.where(prices > 0, _finite(arrays.row_lower)[:, None], _finite(arrays.row_upper)[:, None])
    low, high = _finite(arrays.lower[own])[:, None], _finite(arrays.upper[own])[:, None]
    inside = slack[own]
    return Planes(
        constants=(prices * side).sum(axis=0) + np.minimum(inside * low, inside * high).sum(axis=0),
        slopes=slack[seen],
        prices=prices,
        needed=int(sound[: lesson.needed].sum()),
        standing=lesson.standing[sound],
        complete=bool(sound.any() and sound[: lesson.needed].all()),
    )


def _by_law(lesson: Lesson, laws: tuple[Law, ...]) -> Floats:
    if laws == lesson.laws:
        return lesson.prices
    place = {law: k for k, law in enumerate(lesson.laws)}
    rows = np.array([place.get(law, -1) for law in laws], dtype=np.int64)
    known = rows >= 0
    prices = np.zeros((len(laws), lesson.prices.shape[1]))
    prices[known] = lesson.prices[rows[known]]
    return prices


def _one_sided(prices: Floats, arrays: Arrays) -> Floats:
    """Return prices without those of sides that a row does not have."""
    below, above = np.isinf(arrays.row_lower), np.isinf(arrays.row_upper)
    wrong = (prices > 0) & below[:, None] | (prices < 0) & above[:, None]
    return np.where(wrong, 0.0, prices)


def _reduced(prices: Floats, arrays: Arrays, own: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the reduced costs, and where one speaks for a column of the family without end."""
    reduced = arrays.cost[:, None] - arrays.matrix.T @ prices
    low, high = own & np.isinf(arrays.lower), own & np.isinf(arrays.upper)
    endless = (reduced < 0) & high[:, None] | (reduced > 0) & low[:, None]
    if endless.any():
        terms = np.abs(arrays.cost)[:, None] + abs(arrays.matrix).T @ np.abs(prices)
        endless &= np.abs(reduced) > DUST * terms
    return reduced, endless


def _lowered(prices: Floats, arrays: Arrays, reduced: Floats, endless: NDArray[np.bool_]) -> Floats:
    """Return prices nearer to 0 where they speak for more of a column without end than it costs.

    Of its rows that do, the one whose price does most of it: a cheaper shortage, say, lowers that of demand.
    """
    prices = prices.copy()
    entries = arrays.by_column
    for k in np.flatnonzero(endless.any(axis=1)):
        part = slice(entries.indptr[k], entries.indptr[k + 1])
        rows, terms = entries.indices[part], entries.data[part, None]
        if not len(rows):
            continue
        excess = np.where(endless[k], arrays.cost[k] - (terms * prices[rows]).sum(axis=0), 0.0)
        excess = np.where(np.sign(excess) == np.sign(reduced[k]), excess, 0.0)
        spoken = -terms * prices[rows] * np.sign(excess)
        most = int(np.argmax(spoken.sum(axis=1)))
        row, step = rows[most], excess / terms[most]
        towards = step * prices[row] < 0
        prices[row] += np.where(towards, np.sign(step) * np.minimum(np.abs(step), np.abs(prices[row])), 0.0)
    return prices


def _finite(bounds: Floats) -> Floats:
    return np.where(np.isfinite(bounds), bounds, 0.0)


@dataclass(frozen=True)
class Plane:
    """One lower bound of a family's cost, and the prices it comes from."""

    constant: float
    slope: Floats
    prices: Floats
    needed: bool
    """It is one of those that keep the master bounded."""
    row: int | None = None
    """Among the cuts of the master, if it is one of them."""


class Taught:
    """What the families of a plan have said in a run, as far as it is kept for a plan like it.

    Parameters
    ----------
    rows : int
        Of all families together: the more, the fewer cuts are kept of each.
    """

    def __init__(self, rows: int) -> None:
        self.most = max(2, min(MOST_CUTS, MOST_NUMBERS // max(1, rows)))
        self._planes: dict[int, list[Plane]] = {}
        self._bases: dict[int, Basis] = {}

    def note(self, number: int, plane: Plane, basis: Basis | None = None) -> None:
        """Keep what a family has said, if it is new; of too much the oldest goes."""
        kept = self._planes.setdefault(number, [])
        if basis is not None:
            self._bases[number] = basis
        if any(old.constant == plane.constant and np.array_equal(old.slope, plane.slope) for old in kept):
            return
        kept.append(plane)
        passing = [k for k, known in enumerate(kept) if not known.needed]
        if len(passing) > 2 * self.most:
            del kept[passing[0]]

    def note_all(self, number: int, planes: Planes, first: int) -> None:
        """Keep what a plan before has left; the master's cuts from ``first`` on."""
        for k in range(planes.count):
            constant, slope, prices = float(planes.constants[k]), planes.slopes[:, k], planes.prices[:, k]
            self.note(number, Plane(constant, slope, prices, k < planes.needed, first + k))

    def lesson(
        self, number: int, arrays: Arrays, points: Iterable[Floats], ends: Statuses, cuts: Statuses
    ) -> Lesson | None:
        """Return what a family leaves: what keeps the master bounded, and what counts near some points.

        ``points`` are what the family sees of trunks that a plan like this one will come near; ``ends`` is
        where the master ended, ``cuts`` where the rows of its cuts did.
        """
        kept = self._planes.get(number, [])
        if not kept:
            return None
        needed = [plane for plane in kept if plane.needed]
        passing = [plane for plane in kept if not plane.needed]
        below = np.full(len(passing), np.inf)
        for point in points:
            said = np.array([plane.constant + float(plane.slope @ point) for plane in passing])
            below = np.minimum(below, np.max(said, initial=-np.inf) - said)
        best = np.sort(np.argsort(below, kind="stable")[: self.most])
        chosen = [*needed, *(passing[k] for k in best)]
        return Lesson(
            names=arrays.names,
            laws=arrays.laws,
            prices=np.array([plane.prices for plane in chosen]).T,
            needed=len(needed),
            basis=self._bases.get(number),
            ends=ends,
            standing=np.array([_at(cuts, plane.row) for plane in chosen], dtype=np.int8),
        )


def _at(cuts: Statuses, row: int | None) -> int:
    """Return where the row of a cut ended; one that the master did not have then is slack."""
    return BASIC if row is None or row >= len(cuts) else int(cuts[row])
