"""What a rule counts: orders and, at the measured stage, output of its items, along the paths of a plan."""

from __future__ import annotations

from collections.abc import Mapping

from models.formulation.rules.shares import counted
from models.plan.data import PlanData
from models.plan.names import Rule
from planner.tables.nodes import Floats, Nodes, Record


class Volume:
    """What one rule counts of all its options, or of one of its members.

    Parameters
    ----------
    data : PlanData
    rule : Rule
    names : frozenset of str, optional
        Those that count; by default all.
    nodes : Nodes
    orders : array
        Orders placed of each offer at every node.
    activity : mapping
        What is begun of each process at every node.
    """

    def __init__(
        self,
        data: PlanData,
        rule: Rule,
        names: frozenset[str] | None,
        nodes: Nodes,
        *,
        orders: Floats,
        activity: Mapping[Record, Floats],
    ) -> None:
        spec = data.rules[rule]
        what = counted(data, spec, names)
        which = frozenset(what.offers)
        own = orders[[k for k, offer in enumerate(data.offers) if offer in which]].sum(axis=0)
        for process in what.processes:
            outputs = data.processes[process].outputs
            own += sum(q for item, q in outputs.items() if item in spec.items) * activity[process,]
        self._paths = nodes.along(own)
        origins = {data.offers[offer].origin for offer in what.offers}
        self._past = sum(order.quantity for _, order in data.past_of_first_year if order.offer in origins)
        self._of: dict[tuple[range, bool], list[float]] = {}

    def on_paths(self, months: range, *, before: bool) -> list[float]:
        """Return the volume of some months on each path, ``before`` with the first year's past."""
        key = (months, before)
        if key not in self._of:
            inside = self._paths[:, months.start : months.stop].sum(axis=1)
            self._of[key] = (inside + (self._past if before else 0.0)).tolist()
        return self._of[key]
