"""The master of a decomposition: the trunk with a value for each subproblem, under their cuts.

As an LP it is kept in HiGHS; as a MIP it is written out with every cut. Whole numbers worth asking about are
found by diving: one after the other is bounded, the LP going on from where it stood.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.decomposition.cut_reuse import Cuts
from models.decomposition.so_far import with_sums
from models.decomposition.split import Split
from models.plan.names import TRUNK
from models.solution.carried import CarriedCutsByScenarios, Statuses
from models.solver.highs import Options, Outcome, Status
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import BASIC, NONBASIC_LOWER, Arrays, Basis, Floats

USED = 1e-6
"""A whole number of the relaxation above this is used at all."""
UPWARDS = 0.4
"""A whole number is rounded up from this part on: what the relaxation has begun with is mostly needed."""
ALIKE = 0.05
"""Parts of whole numbers that differ by no more are alike."""


class Master:
    """The master of a plan that is cut up.

    Parameters
    ----------
    split : Split
    options : Options
    """

    def __init__(self, split: Split, options: Options) -> None:
        arrays, self.so_far = with_sums(split.master)
        self.arrays: Arrays = replace(arrays, lower=arrays.lower.copy())
        self.whole = np.flatnonzero(split.master.whole).astype(np.int32)
        self._split = split
        self._lp = PersistentLP(self.arrays, options)
        self._held = False
        self._ended: Basis | None = None

    @property
    def cuts(self) -> int:
        """How many cuts there are."""
        return sum(len(block.lower) for block in self._lp.rows_added)

    @property
    def numbers(self) -> int:
        """How many numbers its rows hold."""
        return int(self.arrays.matrix.nnz + sum(block.matrix.nnz for block in self._lp.rows_added))

    def add(self, rows: csr_matrix, lower: Floats) -> None:
        """Add cuts."""
        self._lp.add_rows(lower, np.full(len(lower), np.inf), rows)

    def raise_floor(self, column: int, value: float) -> None:
        """Bound the value of a subproblem from below."""
        self.arrays.lower[column] = value
        self._lp.set_bounds(np.array([column], dtype=np.int32), np.array([value]), np.array([np.inf]))

    def solve(self, most: float = math.inf) -> Outcome:
        """Solve the relaxation, or what holding whole numbers leaves of it, from where the last ended.

        ``most`` is a cost above which no plan is of use.
        """
        outcome = self._lp.solve(most)
        if outcome.status is Status.OPTIMAL and not self._held:
            self._ended = self._lp.basis()
        return outcome

    def go_back(self) -> None:
        """Begin the next solve where the relaxation ended, not where whole numbers that were held did."""
        if self._ended is not None:
            columns, rows = self._ended
            more = len(self.arrays.row_names) + self.cuts - len(rows)
            self._lp.set_basis((columns, np.append(rows, np.full(more, BASIC, dtype=np.int8))))

    def begin_from(self, carried_cuts: CarriedCutsByScenarios, known: Mapping[int, Cuts]) -> None:
        """Begin where the master of a plan before ended; its cuts alone have been added, in this order."""
        split, trunk = self._split, carried_cuts.get((TRUNK,))
        began = None if trunk is None else trunk.basis_in(split.base)
        if began is None:
            return
        columns = np.full(len(self.arrays.cost), NONBASIC_LOWER, dtype=np.int8)
        rows = np.full(len(self.arrays.row_names), BASIC, dtype=np.int8)
        columns[: len(began[0])], rows[: len(began[1])] = began
        tails = self._tails()
        for number in known:
            subproblem = split.subproblems[number]
            value, excess, row = carried_cuts[subproblem.scenarios].ends
            columns[subproblem.column] = value
            if number in tails:
                columns[tails[number][0]], rows[tails[number][1]] = excess, row
        self._lp.set_basis((columns, np.concatenate([rows, *(cuts.standing for cuts in known.values())])))

    def ends(self) -> tuple[Basis, dict[int, Statuses], Statuses] | None:
        """Return where the relaxation ended: the trunk, each subproblem's value and tail, the cuts."""
        if self._ended is None:
            return None
        split, tails = self._split, self._tails()
        columns, rows = self._ended
        trunk = columns[: len(split.base.names)], rows[: len(split.base.row_names)]
        subproblems = {}
        for number, subproblem in enumerate(split.subproblems):
            own = [columns[subproblem.column], NONBASIC_LOWER, BASIC]
            if number in tails:
                own[1:] = columns[tails[number][0]], rows[tails[number][1]]
            subproblems[number] = np.array(own, dtype=np.int8)
        return trunk, subproblems, rows[len(self.arrays.row_names) :]

    def _tails(self) -> dict[int, tuple[int, int]]:
        """Return the excess column and the row of the tail of each lone branch that has one."""
        split = self._split
        held = split.master.matrix[split.tail_rows][
            :, [subproblem.column for subproblem in split.subproblems]
        ].tocoo()
        each = zip(held.col.tolist(), held.row.tolist(), strict=True)
        return {k: (int(split.excess_columns[r]), int(split.tail_rows[r])) for k, r in each}

    @contextmanager
    def holding(self, numbers: Floats) -> Iterator[None]:
        """Keep the whole numbers at those of a trunk plan."""
        lower, upper = self.arrays.lower[self.whole], self.arrays.upper[self.whole]
        fixed = np.clip(np.round(numbers[self.whole]), lower, upper)
        self._bound_so_far(self.so_far.lower, self.so_far.upper)
        self._lp.set_bounds(self.whole, fixed, fixed)
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._lp.set_bounds(self.whole, lower, upper)

    def with_numbers(self, numbers: Floats, most: float = math.inf) -> Outcome | None:
        """Return the best plan with these whole numbers, held exactly.

        ``None`` where they leave none, or none that costs no more than ``most``.
        """
        with self.holding(numbers):
            found = self.solve(most)
        return found if found.status is Status.OPTIMAL else None

    def beside(self, known: Floats, relaxed: Floats, most: float, over: Callable[[], bool]) -> Outcome | None:
        """Return the best plan with one whole number of a known one moved a step towards the relaxation.

        ``None`` where none costs less than ``most``, as far as the cuts tell.
        """
        numbers, away = np.round(known[self.whole]), relaxed[self.whole]
        best: Outcome | None = None
        for k in np.flatnonzero(np.abs(away - numbers) > USED).tolist():
            if over():
                break
            moved = known.copy()
            moved[self.whole[k]] = numbers[k] + np.sign(away[k] - numbers[k])
            least = most if best is None else best.objective
            found = self.with_numbers(moved, least)
            if found is not None and found.objective < least:
                best = found
        return best

    def within(self, lower: Floats, upper: Floats, most: float = math.inf) -> Outcome:
        """Solve with the numbers to branch at bounded, until they are let go; ``most`` as in ``solve``."""
        self._bound_so_far(lower, upper)
        self._held = True
        return self.solve(most)

    def let_go(self) -> None:
        """Give the whole numbers their own bounds again, and begin where the relaxation ended."""
        self._held = False
        self._bound_so_far(self.so_far.lower, self.so_far.upper)
        self.go_back()

    def _bound_so_far(self, lower: Floats, upper: Floats) -> None:
        so_far, count = self.so_far, len(self.so_far.columns)
        self._lp.set_bounds(so_far.columns, lower[:count], upper[:count])
        self._lp.set_row_bounds(so_far.rows, lower[count:], upper[count:])

    def with_cuts(self) -> Arrays:
        """Return the master as a MIP with all its cuts."""
        arrays, cuts = self.arrays, self._lp.rows_added
        lower = np.concatenate([np.empty(0), *(block.lower for block in cuts)])
        return replace(
            arrays,
            row_names=(*arrays.row_names, *(("cut", (k,)) for k in range(len(lower)))),
            matrix=vstack([arrays.matrix, *(block.matrix for block in cuts)]).tocsr(),
            row_lower=np.concatenate([arrays.row_lower, lower]),
            row_upper=np.concatenate([arrays.row_upper, np.full(len(lower), np.inf)]),
        )

    def dive(self, relaxed: Outcome, limit: float, most: float, over: Callable[[], bool]) -> Outcome | None:
        """Return a plan with whole numbers near those of the relaxation, ``None`` where none is met.

        Parameters
        ----------
        relaxed : Outcome
            Of ``solve``.
        limit : float
            Where the cost comes above it, the other side of a number is tried too, and the cheaper one taken.
        most : float
            Cost beyond which a plan is of no use.
        over : callable
            Tells when to give up.
        """
        try:
            found = self._dive(relaxed, limit, most, over)
        finally:
            self._bound_so_far(self.so_far.lower, self.so_far.upper)
        return None if found is None else self.with_numbers(found.values)

    def _dive(self, at: Outcome, limit: float, most: float, over: Callable[[], bool]) -> Outcome | None:
        lower, upper = self.so_far.lower.copy(), self.so_far.upper.copy()
        while not over():
            values = self.so_far.of(at.values[self.whole])
            part = np.where(np.abs(values - np.round(values)) > USED, values - np.floor(values), -1.0)
            if np.all(part < 0):
                return at
            k = self._most_telling(part)
            below, above = (lower[k], np.floor(values[k])), (np.ceil(values[k]), upper[k])
            sides = [above, below] if part[k] >= UPWARDS else [below, above]
            best, found = self._cheaper(k, sides, limit, most)
            if found is None:
                return None
            lower[k], upper[k] = sides[best]
            at = found
        return None

    def _cheaper(
        self, k: int, sides: Sequence[tuple[float, float]], limit: float, most: float
    ) -> tuple[int, Outcome | None]:
        """Return the side of a number to go on with, and its plan: the first where that is within a limit.

        The LP is left bounded to it.
        """
        first = self._within(k, *sides[0], min(limit, most))
        if first.status is Status.OPTIMAL:
            return 0, first
        second = self._within(k, *sides[1], most)
        there = second.status is Status.OPTIMAL
        dear = first.status is Status.TOO_DEAR and limit < most
        if dear and not (there and second.objective <= first.bound):
            first = self._within(k, *sides[0], second.objective if there else most)
            if first.status is Status.OPTIMAL:
                return 0, first
            if there:
                second = self._within(k, *sides[1])
        return 1, second if there else None

    def _most_telling(self, part: Floats) -> int:
        """Return the number with the largest part, of those alike the one whose rounding says most.

        What has begun early has begun later too; what has not begun late has not before.
        """
        most = part.max()
        alike = np.flatnonzero(part >= most - ALIKE)
        summed = self.so_far.summed[alike]
        return int(alike[np.argmin(summed) if most >= UPWARDS else np.argmax(summed)])

    def _within(self, k: int, low: float, high: float, most: float = math.inf) -> Outcome:
        """Solve with one number to branch at bounded; ``most`` as in ``solve``."""
        count, one = len(self.so_far.columns), slice(k, k + 1)
        if k < count:
            self._lp.set_bounds(self.so_far.columns[one], np.array([low]), np.array([high]))
        else:
            row = self.so_far.rows[k - count : k - count + 1]
            self._lp.set_row_bounds(row, np.array([low]), np.array([high]))
        return self._lp.solve(most)
