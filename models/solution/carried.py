"""What a solved plan leaves to one like it: values, a basis, dual values of its cuts; plain data.

Written where a plan is solved, read where the next one begins (docs/decisions/0011 and 0015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.formulation.array_backend import Named
from models.plan.names import Scenario
from models.solver.standard_form import Arrays, Basis, Floats, basis_by_name

Statuses = NDArray[np.int8]
"""Part of a basis."""


@dataclass(frozen=True)
class CarriedCuts:
    """What one subproblem leaves to the same subproblem of a plan like its own; plain data."""

    names: Sequence[Named]
    row_names: Sequence[Named]
    duals: Floats
    """A column for each cut, in the order of ``row_names``."""
    needed: int
    """The first so many are of the cuts that keep the master bounded."""
    basis: Basis | None
    """Where its LP ended."""
    ends: Statuses
    """Where the master ended: its value, the excess and the row of its tail …"""
    standing: Statuses
    """… and the rows of its cuts."""

    @classmethod
    def of_trunk(cls, base: Arrays, basis: Basis) -> CarriedCuts:
        """Return where the trunk ended in the master: it has no cuts."""
        nothing = np.empty(0, dtype=np.int8)
        return cls(base.names, base.row_names, np.empty((len(base.row_names), 0)), 0, basis, nothing, nothing)

    def basis_in(self, arrays: Arrays) -> Basis | None:
        """Return that basis in the subproblem as it is now."""
        return None if self.basis is None else basis_by_name(self.basis, self.names, self.row_names, arrays)


CarriedCutsByScenarios = Mapping[tuple[Scenario, ...], CarriedCuts]
"""By the scenarios of a subproblem."""


@dataclass(frozen=True)
class WarmStart:
    """What a solved plan leaves to one like it: plain data, cheap to send to another process."""

    names: Sequence[Named]
    """Variables, in the order of ``values``."""
    row_names: Sequence[Named]
    values: Floats
    basis: Basis | None
    """Of the final LP; ``None`` where the plan was cut up: then names and values are those of the trunk."""
    carried_cuts: CarriedCutsByScenarios = field(default_factory=dict)
    """Of its subproblems, where it was cut up."""
    needs_search: bool = False
    """LPs alone were tried on it, and did not do."""

    def values_in(self, arrays: Arrays) -> Floats:
        """Return these values in the columns of another model; what is new there is at 0."""
        known = dict(zip(self.names, self.values.tolist(), strict=True))
        return np.array([known.get(name, 0.0) for name in arrays.names])

    def basis_of(self, arrays: Arrays) -> Basis | None:
        """Return this basis in another model; what is new there stands at its bound, its constraint slack."""
        return None if self.basis is None else basis_by_name(self.basis, self.names, self.row_names, arrays)


def warm_start(arrays: Arrays, values: Floats, basis: Basis | None) -> WarmStart:
    """Return what a solved plan leaves to the next one."""
    return WarmStart(arrays.names, arrays.row_names, values, basis)
