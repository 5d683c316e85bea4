"""The nodes of a plan side by side, so that what stands at all of them is one array.

A plan with many branches has a number for every thing, scenario and month. Here a thing has a row, and a node
a column: the months of its own of one scenario after those of another, parents first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from models.plan.tree import Tree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Record = tuple[Any, ...]


class Nodes:
    """Scenario, month and path of each node.

    Parameters
    ----------
    tree : Tree
    """

    def __init__(self, tree: Tree) -> None:
        onsets = np.array([tree.onset[s] for s in tree.scenarios])
        counts = tree.data.months - onsets
        self.scenarios = tree.scenarios
        self.number = {s: k for k, s in enumerate(tree.scenarios)}
        self.scenario: Ints = np.repeat(np.arange(len(counts)), counts)
        """Number of each node's scenario."""
        self.month: Ints = np.concatenate([np.arange(onset, tree.data.months) for onset in onsets])
        self.base: Ints = np.cumsum(counts) - counts - onsets
        """With a month added: the node of a scenario in a month of its own."""
        self.path: Ints = np.empty((len(counts), tree.data.months), np.int64)
        """The node that the path of each scenario passes in each month."""
        for k, (s, onset) in enumerate(zip(tree.scenarios, onsets.tolist(), strict=True)):
            if k:
                self.path[k, :onset] = self.path[self.number[tree.parent[s]], :onset]
            self.path[k, onset:] = self.base[k] + np.arange(onset, tree.data.months)
        self._names = [tree.scenarios[k] for k in self.scenario.tolist()]
        self._months = self.month.tolist()
        self._orders: dict[int, Ints] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._names)

    def read(
        self, values: Mapping[Any, float], things: Sequence[Record], missing: float | None = None
    ) -> Floats:
        """Return the values of some things at all nodes; where there is none ``missing``, if that may be."""
        keys = (zip(*map(repeat, thing), self._names, self._months, strict=False) for thing in things)
        every = chain.from_iterable(keys)
        found = map(values.__getitem__, every) if missing is None else map(values.get, every, repeat(missing))
        return np.fromiter(found, float, len(things) * len(self)).reshape(len(things), len(self))

    def along(self, own: Floats) -> Floats:
        """Return what stands at nodes along the path of each scenario."""
        return own[..., self.path]

    def rows(self, things: int) -> Ints:
        """Return the places, in an array of so many things by nodes, of the rows of a table.

        A table goes through the scenarios, in each through the things, and of each through the months.
        """
        if things not in self._orders:
            self._orders[things] = np.argsort(np.tile(self.scenario, things), kind="stable")
        return self._orders[things]
