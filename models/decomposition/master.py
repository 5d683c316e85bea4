"""The master of a decomposition: the trunk with a value for each subproblem, under their cuts.

As an LP it is kept in HiGHS; as a MIP it is written out with every cut. Whole numbers worth asking about are
found by diving: one after the other is bounded, the LP going on from where it stood.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.decomposition.cut_reuse import Cuts
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


class Master:
    """The master of a plan that is cut up.

    Parameters
    ----------
    split : Split
    options : Options
    """

    def __init__(self, split: Split, options: Options) -> None:
        self.arrays: Arrays = replace(split.master, lower=split.master.lower.copy())
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

    def solve(self) -> Outcome:
        """Solve the relaxation, or what holding whole numbers leaves of it, from where the last ended."""
        outcome = self._lp.solve()
        if outcome.status is Status.INFEASIBLE:
            # From a basis of other bounds HiGHS has said so of masters with an optimum.
            self._lp.forget()
            outcome = self._lp.solve()
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
        self._lp.set_bounds(self.whole, fixed, fixed)
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._lp.set_bounds(self.whole, lower, upper)

    def with_numbers(self, numbers: Floats) -> Outcome | None:
        """Return the best plan with these whole numbers, held exactly, ``None`` where they leave none."""
        with self.holding(numbers):
            found = self.solve()
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
            found = self.with_numbers(moved)
            if found is not None and found.objective < (most if best is None else best.objective):
                best = found
        return best

    def within(self, lower: Floats, upper: Floats) -> Outcome:
        """Solve with the whole numbers bounded, until they are let go."""
        self._lp.set_bounds(self.whole, lower, upper)
        self._held = True
        return self.solve()

    def let_go(self) -> None:
        """Give the whole numbers their own bounds again, and begin where the relaxation ended."""
        self._held = False
        self._lp.set_bounds(self.whole, self.arrays.lower[self.whole], self.arrays.upper[self.whole])
        self.go_back()

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
        lower, upper = self.arrays.lower[self.whole], self.arrays.upper[self.whole]
        try:
            found = self._dive(relaxed, limit, most, over)
        finally:
            self._lp.set_bounds(self.whole, lower, upper)
        return None if found is None else self.with_numbers(found.values)

    def _dive(self, at: Outcome, limit: float, most: float, over: Callable[[], bool]) -> Outcome | None:
        lower, upper = self.arrays.lower[self.whole], self.arrays.upper[self.whole]
        while not over():
            values = at.values[self.whole]
            part = np.where(np.abs(values - np.round(values)) > USED, values - np.floor(values), -1.0)
            if np.all(part < 0):
                return at
            k = int(np.argmax(part))
            below, above = (lower[k], np.floor(values[k])), (np.ceil(values[k]), upper[k])
            sides = [above, below] if part[k] >= UPWARDS else [below, above]
            found = [self._within(k, *sides[0])]
            if found[0].status is not Status.OPTIMAL or found[0].objective > limit:
                found.append(self._within(k, *sides[1]))
            costs = [each.objective if each.status is Status.OPTIMAL else math.inf for each in found]
            best = int(np.argmin(costs))
            if costs[best] == math.inf or costs[best] > most:
                return None
            lower[k], upper[k] = sides[best]
            if best != len(found) - 1:
                self._within(k, *sides[best])
            at = found[best]
        return None

    def _within(self, k: int, low: float, high: float) -> Outcome:
        """Solve with one whole number bounded."""
        self._lp.set_bounds(self.whole[k : k + 1], np.array([low]), np.array([high]))
        return self._lp.solve()
