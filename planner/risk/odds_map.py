"""Two events at once: over which pairs of probabilities the plan in hand stays best.

The optimum is concave in all probabilities together, so whatever convex combination of solved pairs makes a
pair bounds it from below; the best such bound is a small LP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from planner.risk.odds_tree import CannotAsk, Tree

Floats = NDArray[np.float64]

SIDE = 7
"""Probabilities of each event on the map."""

Pair = tuple[float, float]


@dataclass(frozen=True)
class Map:
    """What the plan in hand costs more than the best plan, by two probabilities."""

    first: str
    second: str
    rows: Floats
    """Probabilities of the first event."""
    columns: Floats
    """Of the second."""
    hand: Floats
    """Objective of the plan in hand (rows × columns); NaN where the two leave nothing for life as planned."""
    best: Floats
    bound: Floats
    tolerance: Floats

    @property
    def regret(self) -> Floats:
        """What the plan in hand costs more than the best plan found [money]."""
        return self.hand - self.best

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Another plan is better for certain."""
        return self.regret > self.tolerance

    @property
    def proved(self) -> NDArray[np.bool_]:
        """The plan in hand is within the gap of any plan."""
        return ~self.lost & (self.best - self.bound <= self.tolerance * (1 + 1e-6))


def check_pair(tree: Tree, first: str, second: str) -> None:
    """Refuse two events that stand on one path.

    Raises
    ------
    CannotAsk
        ``together``.
    """
    for spec in tree.specs:
        if {first, second} <= tree.events_on[spec.scenario]:
            raise CannotAsk("together", first=first, second=second, scenario=spec.scenario)


def corners(tree: Tree, first: str, second: str, reach: Pair) -> list[Pair]:
    """Return the pairs to solve first: the ends of both, and where the two use up all that is left."""
    room = tree.undisturbed + tree.now(first) + tree.now(second)
    found = [(0.0, 0.0), (reach[0], 0.0), (0.0, reach[1])]
    if sum(reach) <= room:
        found.append(reach)
    else:
        found += [(reach[0], max(0.0, room - reach[0])), (max(0.0, room - reach[1]), reach[1])]
    return list(dict.fromkeys(found))


def make_map(
    tree: Tree,
    pair: tuple[str, str],
    reach: Pair,
    *,
    costs: Sequence[dict[str, float]],
    solved: Sequence[tuple[Pair, float]],
    gap: float,
) -> Map:
    """Return the map of two events from what has been solved.

    Parameters
    ----------
    tree : Tree
    pair : tuple of str
    reach : tuple of float
        The largest probability of each.
    costs : sequence of dict
        Path costs of every plan of the pool, the plan in hand first.
    solved : sequence of (pair, bound)
        The bound proved at each pair of probabilities that was solved.
    gap : float
        Relative.
    """
    first, second = pair
    rows, columns = (
        np.unique(np.round([*np.linspace(0.0, most, SIDE), tree.now(event)], 12))
        for event, most in zip(pair, reach, strict=True)
    )
    shape = (len(rows), len(columns))
    hand, best, bound = (np.full(shape, np.nan) for _ in range(3))
    room = tree.undisturbed + tree.now(first) + tree.now(second)
    for r, p in enumerate(rows.tolist()):
        for c, q in enumerate(columns.tolist()):
            if p + q > room + 1e-9:
                continue
            weights = tree.weights({first: p, second: q})
            values = [tree.objective(plan, weights) for plan in costs]
            hand[r, c], best[r, c] = values[0], min(values)
            bound[r, c] = min(best[r, c], bound_at((p, q), solved))
    return Map(first, second, rows, columns, hand, best, bound, gap * np.maximum(1.0, np.abs(best)))


def bound_at(pair: Pair, solved: Sequence[tuple[Pair, float]]) -> float:
    """Return the best bound at a pair that solved pairs around it give; −∞ outside all of them."""
    points = np.array([point for point, _ in solved])
    bounds = np.array([bound for _, bound in solved])
    size = max(1.0, float(np.max(np.abs(bounds))))
    found = linprog(
        -bounds / size,
        A_eq=np.vstack([points.T, np.ones(len(points))]),
        b_eq=np.array([*pair, 1.0]),
        bounds=(0, None),
        method="highs",
    )
    return float(-found.fun * size) if found.status == 0 else float("-inf")
