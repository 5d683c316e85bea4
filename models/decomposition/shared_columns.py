"""Columns that the trunk and a part of a plan hold under one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.formulation.array_backend import Named
from models.solver.standard_form import Arrays

Places = NDArray[np.int32]


@dataclass
class SharedColumns:
    """Where the columns of parts stand in the trunk.

    A near plan mostly names its columns as the plan before, by the very same objects: their places are known.
    """

    trunk: Sequence[Named] = ()
    """Names of the trunk's columns, once a first part was asked for."""
    known: dict[int, tuple[Sequence[Named], Places, Places]] = field(default_factory=dict)
    """By the identity of its names, what each part shares."""
    closed: bool = False
    """Whether all parts of the plan that is kept are known; those of plans like it are not kept."""

    def begun(self, base: Arrays) -> SharedColumns:
        """Return these for a trunk like the one known; for another nothing is known."""
        if not self.trunk:
            self.trunk = base.names
        return self if self.trunk == base.names else SharedColumns(base.names)

    def of(self, base: Arrays, names: Sequence[Named]) -> tuple[Places, Places]:
        """Return the columns that a part shares with the trunk: places in its arrays, and in the trunk's."""
        before = self.known.get(id(names))
        if before is None or before[0] is not names:
            position = np.array([base.position.get(name, -1) for name in names], dtype=np.int32)
            here = np.flatnonzero(position >= 0).astype(np.int32)
            before = names, here, position[here]
            if not self.closed:
                self.known[id(names)] = before
        return before[1:]
