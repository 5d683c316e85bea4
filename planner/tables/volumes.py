"""What a rule counts: orders and, at the measured stage, output of its items, along the paths of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.formulation.rules.shares import counted
from models.plan.names import Month, Node, Offer, Rule, Scenario
from models.plan.tree import Tree


class Volume:
    """What one rule counts of all its options, or of one of its members.

    Parameters
    ----------
    tree : Tree
    rule : Rule
    names : frozenset of str, optional
        Those that count; by default all.
    placed : mapping
        Orders placed at each node.
    activity : mapping
        Activity by process, scenario and month.
    """

    def __init__(
        self,
        tree: Tree,
        rule: Rule,
        names: frozenset[str] | None,
        placed: Mapping[Node, Sequence[tuple[Offer, float]]],
        activity: Mapping[Any, float],
    ) -> None:
        data, spec = tree.data, tree.data.rules[rule]
        self._tree, self._placed, self._activity = tree, placed, activity
        what = counted(data, spec, names)
        self._offers = frozenset(what.offers)
        self._processes = [
            (name, sum(q for item, q in data.processes[name].outputs.items() if item in spec.items))
            for name in what.processes
        ]
        origins = {data.offers[offer].origin for offer in what.offers}
        self._past = sum(order.quantity for _, order in data.past_of_first_year if order.offer in origins)
        self._along: dict[Scenario, list[float]] = {}

    def on_path(self, scenario: Scenario, months: range, *, before: bool) -> float:
        """Return the volume of some months of a path, ``before`` with the first year's past."""
        inside = self._path(scenario)[months.start : months.stop]
        return sum(inside, self._past if before else 0.0)

    def _path(self, scenario: Scenario) -> list[float]:
        """Return the volume of each month of a path; up to its onset that of its parent."""
        if scenario not in self._along:
            parent = self._tree.parent.get(scenario)
            shared = [] if parent is None else self._path(parent)[: self._tree.onset[scenario]]
            own = [self._at(scenario, month) for month in self._tree.months_of(scenario)]
            self._along[scenario] = [*shared, *own]
        return self._along[scenario]

    def _at(self, scenario: Scenario, month: Month) -> float:
        total = sum([q for offer, q in self._placed.get((scenario, month), ()) if offer in self._offers])
        for process, made in self._processes:
            total += self._activity.get((process, scenario, month), 0.0) * made
        return total
