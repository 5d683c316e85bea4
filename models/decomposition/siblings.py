"""Where the first LP of a branch begins: where that of another with the same onset has ended.

Branches with one onset are nearly the same LP under other names, so the first of them leads: its basis spares
the others most of their way. Who leads does not depend on who is done first, so that a run can be repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from models.decomposition.split import Subproblem
from models.formulation.array_backend import Index, Named
from models.plan.names import Month
from models.solver.standard_form import BASIC, NONBASIC_LOWER, Basis

_OWN = "own"
"""Stands for the scenario of the branch itself."""


class Siblings:
    """Branches by their onset, each led by the first of it.

    Parameters
    ----------
    subproblems : sequence of Subproblem
    """

    def __init__(self, subproblems: Sequence[Subproblem]) -> None:
        self._subproblems = subproblems
        first: dict[Month, int] = {}
        self._leader = [
            first.setdefault(subproblem.model.tree.onset[subproblem.scenarios[0]], number)
            for number, subproblem in enumerate(subproblems)
        ]
        self._known: dict[int, tuple[Mapping[Named, int], Mapping[Named, int]]] = {}

    def leads(self, number: int) -> bool:
        """Tell whether a branch begins from nothing, and others where it ended."""
        return self._leader[number] == number

    def note(self, number: int, basis: Basis) -> None:
        """Keep where a branch that leads has ended."""
        subproblem = self._subproblems[number]
        columns, rows = self._names(subproblem)
        self._known[number] = (
            dict(zip(columns, basis[0].tolist(), strict=True)),
            dict(zip(rows, basis[1].tolist(), strict=True)),
        )

    def basis_for(self, number: int) -> Basis | None:
        """Return where a branch begins; what its leader does not have is out of the basis, its rows in."""
        known = self._known.get(self._leader[number])
        if known is None:
            return None
        columns, rows = self._names(self._subproblems[number])
        return (
            np.array([known[0].get(name, NONBASIC_LOWER) for name in columns], dtype=np.int8),
            np.array([known[1].get(name, BASIC) for name in rows], dtype=np.int8),
        )

    def forget(self) -> None:
        """Let go of what is kept; every branch has a basis of its own now."""
        self._known.clear()

    @staticmethod
    def _names(subproblem: Subproblem) -> tuple[list[Named], list[Named]]:
        """Return the names of columns and rows, with the branch's own scenario under one name for all."""
        own = subproblem.scenarios[0]

        def common(names: Iterable[Named]) -> list[Named]:
            return [(name, _common(index, own)) for name, index in names]

        return common(subproblem.arrays.names), common(subproblem.arrays.row_names)


def _common(index: Index, own: str) -> Index:
    return tuple([_OWN if each == own else each for each in index]) if own in index else index
