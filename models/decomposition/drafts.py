"""The parts of a plan that is cut up, drafted: each anew, or from those of a plan like it (decision 0067).

The parts of the last plan solved from nothing are kept, where they are small, for the near questions that
mostly follow it: what a change does not touch is neither written nor compiled again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.decomposition.shared_columns import SharedColumns
from models.formulation.array_backend import ArrayModel, Names
from models.formulation.bounds import Useful, share_least_parts, useful
from models.formulation.build import build_part, build_part_like
from models.formulation.touched import touched_between, touched_by_use
from models.plan.data import PlanData
from models.plan.names import TRUNK, Item, Scenario
from models.plan.tree import Tree
from models.solver.standard_form import Arrays, compile_model

MOST_KEPT = 1_000_000
"""Nonzeros of all parts together up to which they are kept."""


@dataclass(frozen=True)
class Kept:
    """The parts of a plan, with all that their models hold."""

    data: PlanData
    tree: Tree
    useful: Useful
    parts: dict[tuple[Scenario, ...], tuple[ArrayModel, Arrays]] = field(default_factory=dict)
    shared: SharedColumns = field(default_factory=SharedColumns)


class Drafts:
    """The parts of a plan, each written anew.

    Parameters
    ----------
    data : PlanData
    tree : Tree, optional
        Made from ``data`` where it is not given.
    most : Useful, optional
        What can be of use of each thing, where it is not worked out here.
    at_rest : bool
        Names are kept in groups: smaller, and slower to compare.
    """

    def __init__(
        self,
        data: PlanData,
        tree: Tree | None = None,
        most: Useful | None = None,
        *,
        at_rest: bool = True,
    ) -> None:
        self._at_rest = at_rest
        self.shared = SharedColumns()
        self.data, self.tree = data, tree or Tree(data)
        self.most = useful(data, self.tree) if most is None else most

    def part(self, scenarios: Sequence[Scenario]) -> tuple[ArrayModel, Arrays]:
        """Return the model of some scenarios and its arrays."""
        model, arrays = self._anew(scenarios)
        if TRUNK in scenarios:
            return model, arrays
        model.let_go()
        if self._at_rest:
            arrays = replace(arrays, names=Names.of(arrays.names), row_names=Names.of(arrays.row_names))
            for scenario in scenarios:
                self.tree.let_go(scenario)
        return model, arrays

    def done(self) -> None:
        """Hear that every part was drafted."""

    def _anew(self, scenarios: Sequence[Scenario]) -> tuple[ArrayModel, Arrays]:
        model = build_part(self.data, self.tree, scenarios, self.most, own_cost=_own_cost(scenarios))
        return model, _arrays(model)


class KeptDrafts(Drafts):
    """The parts of a plan, kept for one like it."""

    def __init__(self, data: PlanData, tree: Tree | None = None) -> None:
        super().__init__(data, tree)
        self._kept: Kept | None = Kept(data, self.tree, self.most, shared=self.shared)
        self._nonzeros = 0

    def part(self, scenarios: Sequence[Scenario]) -> tuple[ArrayModel, Arrays]:
        """Return the model of some scenarios and its arrays; keep them while there are not too many."""
        if self._kept is None:
            return super().part(scenarios)
        model, arrays = self._anew(scenarios)
        self._kept.parts[tuple(scenarios)] = model, arrays
        self._nonzeros += arrays.matrix.nnz
        if self._nonzeros > MOST_KEPT:
            self._let_go()
        return model, arrays

    def done(self) -> None:
        """Keep the parts of this plan in place of those before."""
        self.shared.closed = True
        _last[:] = [] if self._kept is None else [self._kept]

    def _let_go(self) -> None:
        if self._kept is not None:
            for scenarios, (model, _) in self._kept.parts.items():
                if TRUNK not in scenarios:
                    model.let_go()
        self._kept = None


class DraftsLike(Drafts):
    """The parts of a plan, from those of a plan like it.

    Parameters
    ----------
    data : PlanData
    kept : Kept
    touched : frozenset of str
        What differs between the two plans (``models.formulation.touched``).
    """

    def __init__(self, data: PlanData, kept: Kept, touched: frozenset[str]) -> None:
        tree = Tree(data)
        tree.share_with(kept.tree)
        share_least_parts(tree, kept.tree)
        super().__init__(data, tree)
        self._kept, self.shared = kept, kept.shared
        self._touched = touched | touched_by_use(kept.useful, self.most)
        self._units = tree.units == kept.tree.units and _items_of_rules(data) == _items_of_rules(kept.data)

    def part(self, scenarios: Sequence[Scenario]) -> tuple[ArrayModel, Arrays]:
        """Return the model of some scenarios and its arrays."""
        before, old = self._kept.parts[tuple(scenarios)]
        own_cost = _own_cost(scenarios)
        model, same = build_part_like(
            before, self.data, self.tree, self.most, self._touched, own_cost=own_cost
        )
        arrays = None
        if self._units and same.rows and (same.objective or own_cost):
            arrays = old if same.objective else _with_cost(old, model)
        if arrays is None:
            # The objective of a lone branch has no columns of its own.
            arrays = _arrays(model, old if self._units and same.columns and own_cost else None)
        if TRUNK not in scenarios:
            model.let_go()
        return model, arrays


_last: list[Kept] = []
"""The plan that was kept last, if any."""


def drafts_for(data: PlanData, *, near: bool, most: Useful | None = None) -> Drafts:
    """Return what drafts the parts of a plan.

    ``near``: the plan is one like another that was solved before; ``most`` as in ``Drafts``.
    """
    if most is not None:
        return Drafts(data, most=most)
    for kept in _last if near else ():
        touched = touched_between(kept.data, data)
        return Drafts(data, at_rest=False) if touched is None else DraftsLike(data, kept, touched)
    return KeptDrafts(data)


def _items_of_rules(data: PlanData) -> list[frozenset[Item]]:
    """Return what tells the units of breaches, beside the units of items."""
    return [rule.items for rule in data.rules.values()]


def _own_cost(scenarios: Sequence[Scenario]) -> bool:
    """Tell whether a part is a lone branch, whose row of the tail stands in the master."""
    return len(scenarios) == 1 and TRUNK not in scenarios


def _arrays(model: ArrayModel, like: Arrays | None = None) -> Arrays:
    if TRUNK in model.scope:
        return compile_model(model, keep_unused=True)
    arrays = compile_model(model, like=like)
    none = np.zeros_like(arrays.whole)  # whole numbers are decided on the trunk
    return replace(arrays, whole=none, counts=arrays.whole)


def _with_cost(arrays: Arrays, model: ArrayModel) -> Arrays | None:
    """Return arrays with the costs of a model that is the same but for them; ``None``: others count."""
    inside = model.cost[arrays.numbers]
    if np.count_nonzero(inside) != np.count_nonzero(model.cost):
        return None
    in_rows = np.bincount(arrays.matrix.indices, minlength=len(inside)) > 0
    return replace(arrays, cost=inside) if np.all(in_rows | (inside != 0.0)) else None
