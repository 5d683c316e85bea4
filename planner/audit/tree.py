"""The tree of scenarios, derived from the Scenarios and Events sheets (model, section 1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from planner.audit.cells import month, number, text

if TYPE_CHECKING:
    from planner.audit.ledger import Bools, Floats, Ints
    from planner.workbook.tables import Row, Tables

TRUNK = "0"
ROUNDING = 1e-12
"""What probabilities that are meant to add up to 1 may leave of it."""
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Tree:
    """Scenarios as arrays; the trunk is number 0 and a parent stands before its children.

    An array over nodes has a row for every scenario and a column for every month; the part of a branch
    before its onset belongs to no node of its own. ``along_paths`` fills it with what its path has there.
    """

    ids: tuple[str, ...]
    parent: tuple[int, ...]
    """Number of the scenario a branch leaves; 0 for the trunk itself."""
    onset: Ints
    probability: Floats
    own: tuple[tuple[tuple[str, int], ...], ...]
    """Own events of each scenario with their start months."""
    months: int

    @property
    def own_nodes(self) -> Bools:
        """Return where a scenario has nodes of its own."""
        own: Bools = np.arange(self.months)[None, :] >= self.onset[:, None]
        return own

    def along_paths(self, nodes: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Return an array over nodes (scenario first, month last) with every row filled along its path."""
        path = nodes.copy()
        for s in range(1, len(self.ids)):
            path[s, ..., : self.onset[s]] = path[self.parent[s], ..., : self.onset[s]]
        return path

    def owners(self) -> Ints:
        """Return for every path and month the scenario whose node it passes through."""
        return self.along_paths(np.repeat(np.arange(len(self.ids))[:, None], self.months, axis=1))

    def events(self, scenario: int) -> tuple[tuple[str, int], ...]:
        """Return all events of a scenario, its own and those of what it descends from (E_s)."""
        if scenario == 0:
            return self.own[0]
        return self.events(self.parent[scenario]) + self.own[scenario]

    def later_events(self, scenario: int) -> tuple[tuple[str, int], ...]:
        """Return the events of a scenario that the trunk does not have."""
        return () if scenario == 0 else self.later_events(self.parent[scenario]) + self.own[scenario]


@dataclass
class _Draft:
    after: str = TRUNK
    probability: float = 0.0
    events: tuple[tuple[str, int], ...] = ()


def read_tree(tables: Tables, events: Mapping[str, Row], *, disruptions: bool) -> Tree:
    """Read the scenarios, or make them of the events' probabilities where the sheet has none but 0."""
    drafts: dict[str, _Draft] = {}
    known: list[tuple[str, int]] = []
    for row in tables["Scenarios"]:
        event = (text(row, "event"), month(tables, row, "start_month", 0))
        if text(row, "scenario") == TRUNK:
            known.append(event)
            continue
        draft = drafts.setdefault(text(row, "scenario"), _Draft())
        draft.events += (event,)
        draft.after = text(row, "after") or draft.after
        draft.probability = number(row, "probability", draft.probability)
    if not drafts:
        for event_id, row in events.items():
            drafts.update(_made(tables, event_id, row))
        if tables.settings.get("event_probabilities") == "independent":
            _one_at_most(drafts)
    if not disruptions:
        drafts = {}

    ids, parents = [TRUNK], [0]
    waiting = list(drafts)
    while waiting:
        ready = [s for s in waiting if drafts[s].after in ids]
        if not ready:
            raise ValueError(f"scenarios that follow none: {', '.join(waiting)}")
        for scenario in ready:
            parents.append(ids.index(drafts[scenario].after))
            ids.append(scenario)
        waiting = [s for s in waiting if s not in ids]
    branches = [drafts[s] for s in ids[1:]]
    weights = [draft.probability for draft in branches]
    left = 1.0 - math.fsum(weights)
    return Tree(
        ids=tuple(ids),
        parent=tuple(parents),
        onset=np.array([0, *(min(start for _, start in draft.events) for draft in branches)], np.int64),
        probability=np.array([left if left > ROUNDING else 0.0, *weights]),
        own=(tuple(known), *(draft.events for draft in branches)),
        months=tables.months,
    )


def _made(tables: Tables, event: str, row: Row) -> dict[str, _Draft]:
    """Make the scenarios EVENT-1 … EVENT-n of an event with a probability, evenly spaced over its window."""
    first = max(0, month(tables, row, "start_from", 0))
    last = min(tables.months - 1, month(tables, row, "start_to", tables.months - 1))
    probability = row["probability"]
    yearly = row.values.get("probability_per_year")
    if isinstance(yearly, int | float):
        probability = 1 - (1 - yearly) ** ((last - first + 1) / 12)
    if last < first or not isinstance(probability, int | float):
        return {}
    n = int(number(row, "onsets", (last - first) // 3 + 1))
    starts = [first] if n == 1 else [first + math.floor(k * (last - first) / (n - 1) + 0.5) for k in range(n)]
    return {
        f"{event}-{k + 1}": _Draft(TRUNK, probability / n, ((event, start),))
        for k, start in enumerate(starts)
    }


def _one_at_most(drafts: Mapping[str, _Draft]) -> None:
    """Read the events' probabilities as independent ones, given that there is one event at most."""
    chance: dict[str, float] = {}
    for draft in drafts.values():
        ((event, _),) = draft.events
        chance[event] = chance.get(event, 0.0) + draft.probability
    odds = {event: p / (1 - p) for event, p in chance.items()}
    for draft in drafts.values():
        ((event, _),) = draft.events
        if chance[event]:
            share = draft.probability / chance[event]
            draft.probability = share * odds[event] / (1 + sum(odds.values()))
