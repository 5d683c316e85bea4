"""Branch and bound on the master's LP, which is kept, asking the branches about every plan that is met.

HiGHS searches a master from nothing whenever cuts were added, and most of what it spends is spent again; here
cuts are added to the one tree (branch-and-Benders-cut). A node costs one LP from where the last one ended.

It branches at what has begun by a month (``so_far``), and an LP ends where its node is of no use any more.

Sources: Land & Doig (1960); Achterberg, Koch & Martin (2005) for pseudocosts that are tried before they are
trusted; Fischetti, Ljubić & Sinnl (2016) for one tree under Benders cuts.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from models.decomposition.state import State
from models.solver.highs import Outcome, Status
from models.solver.standard_form import Floats

MOST_LPS, MOST_NUMBERS = 400, 60_000_000
"""LPs of the master after which the tree is given up, and numbers in all of them together: a search by HiGHS
has cuts and heuristics of its own."""
LOOK, AHEAD = 40, 0.6
"""LPs after which a tree is given up that is not ahead of its work: it has gone less of the way to what is
enough than this part of the share of the LPs that it has used, though bounds rise quickest at first."""
TRIED = 8
"""Numbers whose two sides are tried at a node because nothing is known of them yet, at most."""
WHOLE = 1e-6
"""How far a whole number of the LP may be off."""
SOMETIMES = 60
"""LPs from one dive that goes all the way to the next."""
CLOSE = 0.25
"""A dive goes on while its bound is within this part of the way from the least bound to what is enough."""
DOWN_UP = (0, 1)
"""The two sides of a number."""
LEAST_GAIN = 1e-9
"""Part of the bound that a side gains at least, so that one without gain does not hide the other's."""


@dataclass(order=True)
class Node:
    """Part of the whole numbers that there are, and the least that any plan in it costs."""

    bound: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    """Bounds of the numbers to branch at."""
    values: Floats = field(compare=False)
    """Whole numbers where its LP ended; some may be off from whole."""


class Pseudocosts:
    """What moving a whole number down and up has added to the bound, for each unit."""

    def __init__(self, count: int) -> None:
        self._sums = np.zeros((2, count))
        self._times = np.zeros((2, count))

    def note(self, k: int, side: int, gain: float) -> None:
        """Take down what a unit down (0) or up (1) has added."""
        self._sums[side, k] += gain
        self._times[side, k] += 1

    def known(self, k: int) -> bool:
        """Tell whether both sides of a number were tried."""
        return bool(self._times[:, k].all())

    def scores(self, parts: Floats, least: float) -> Floats:
        """Return how much branching at each number is worth; what was not tried counts as the mean."""
        means = self._sums.sum(axis=1) / np.maximum(1.0, self._times.sum(axis=1))
        gains = np.where(self._times > 0, self._sums / np.maximum(1.0, self._times), means[:, None])
        down, up = np.maximum(least, gains * [parts, 1.0 - parts])
        return np.asarray(down * up)


@dataclass
class Tree:
    """A tree of the master of a run, whose best plan and bound it keeps up to date.

    Parameters
    ----------
    state : State
    ask : callable
        Asks the branches about whole numbers until it is known what they cost.
    """

    state: State
    ask: Callable[[Floats], object]
    lps: int = 0
    _open: list[Node] = field(default_factory=list)
    _numbered: int = 0
    _left: float = math.inf
    """The least bound of a node that was left."""
    _asked: set[bytes] = field(default_factory=set)
    _next_far: int = 0

    def search(self, relaxed: Outcome) -> None:
        """Search from the relaxation until the gap is reached, nothing is left, or it takes too long."""
        state, master = self.state, self.state.master
        lower, upper = master.so_far.lower, master.so_far.upper
        self._pseudocosts = Pseudocosts(len(lower))
        self._most = min(MOST_LPS, MOST_NUMBERS // max(1, master.numbers))
        self._push(Node(relaxed.objective, 0, lower, upper, relaxed.values[master.whole]))
        try:
            while self._open and self._goes_on() and self._is_ahead(relaxed.objective):
                self._dive(heapq.heappop(self._open))
                least = min(self._left, self._open[0].bound if self._open else math.inf)
                if math.isfinite(least):
                    state.bound = max(state.bound, least)
                state.say("searching")
        finally:
            master.let_go()

    def _goes_on(self) -> bool:
        return self.state.goes_on() and self.lps < self._most

    def _is_ahead(self, first: float) -> bool:
        """Tell whether the tree may end before it takes too long, as far as that can be told."""
        if self.lps < LOOK:
            return True
        done, way = self._open[0].bound - first, self._cutoff() - first
        return done >= AHEAD * self.lps / self._most * way

    def _cutoff(self) -> float:
        """Return the bound from which on a node is left: nothing in it is better by more than the gap."""
        proven = self.state.proven()
        return math.inf if proven is None else proven

    def _push(self, node: Node) -> None:
        self._numbered += 1
        heapq.heappush(self._open, replace(node, number=self._numbered))

    def _leave(self, bound: float) -> None:
        self._left = min(self._left, bound)

    def _dive(self, node: Node) -> None:
        """Branch at a node and go on with the better side, as long as that is near the least bound.

        Now and then a dive goes on until it meets a plan that is better at all: it lowers what the others
        are held against.
        """
        far = self.lps >= self._next_far
        if far:
            self._next_far = self.lps + SOMETIMES
        at: Node | None = node
        while at is not None and at.bound < self._cutoff():
            if not self._goes_on() or not (far or self._is_near(at)):
                self._push(at)
                return
            at = self._next(at)
        if at is None:
            return
        self._leave(at.bound)
        while far and at is not None and at.bound < self.state.worth() and self._goes_on():
            if np.any(self._parts(at)):
                at = min(self._sides(at, self.state.worth()), default=None)
            else:
                self._ask_about(at)
                return

    def _next(self, node: Node) -> Node | None:
        """Return where a dive goes on: with the better side of a number, or what cuts leave of a plan."""
        if not np.any(self._parts(node)):
            if not self._ask_about(node):
                return None
            return self._solved(node.lower, node.upper, node.bound, self._cutoff())
        sides = sorted(self._sides(node, self._cutoff()))
        for side in sides[1:]:
            if side.bound < self._cutoff():
                self._push(side)
            else:
                self._leave(side.bound)
        return sides[0] if sides else None

    def _numbers(self, node: Node) -> Floats:
        return self.state.master.so_far.of(node.values)

    def _parts(self, node: Node) -> Floats:
        return _parts(self._numbers(node))

    def _is_near(self, node: Node) -> bool:
        if not self._open:
            return True
        least = self._open[0].bound
        return node.bound <= least + CLOSE * (self._cutoff() - least)

    def _ask_about(self, node: Node) -> bool:
        """Ask the branches about a node with whole numbers; tell whether anything new is known of it."""
        master = self.state.master
        numbers = np.zeros(len(master.arrays.cost))
        numbers[master.whole] = np.round(node.values)
        known = self.state.numbers(numbers)
        found = None if known in self._asked else master.with_numbers(numbers)
        self.lps += 1
        self._asked.add(known)
        if found is None:  # a trace of a number opens what rounding takes away
            self._leave(node.bound)
            return False
        self.ask(found.values)
        return True

    def _sides(self, node: Node, most: float) -> list[Node]:
        """Return the sides of the number at which branching tells most, as far as there are plans in them.

        Numbers of which nothing is known yet are tried. What costs more than ``most`` is of no use.
        """
        parts = self._parts(node)
        scores = self._pseudocosts.scores(parts, LEAST_GAIN * abs(node.bound))
        ranked = [k for k in np.argsort(-scores, kind="stable").tolist() if parts[k] > 0.0]
        known = [k for k in ranked if self._pseudocosts.known(k)]
        best, found = -1.0, list[Node]()
        for k in [k for k in ranked if not self._pseudocosts.known(k)][:TRIED]:
            sides, score = self._both(node, k, most)
            if sum(side.bound < self._cutoff() for side in sides) < len(DOWN_UP):
                return sides
            if score > best:
                best, found = score, sides
        if known and scores[known[0]] > best:
            found, _ = self._both(node, known[0], most)
        return found

    def _both(self, node: Node, k: int, most: float) -> tuple[list[Node], float]:
        """Return both sides of a number, up to a cost, and how much branching there is worth."""
        value = self._numbers(node)[k]
        low, high = math.floor(value), math.ceil(value)
        sides, score = list[Node](), 1.0
        for side in DOWN_UP:
            lower, upper = node.lower.copy(), node.upper.copy()
            if side == 0:
                upper[k], moved = low, value - low
            else:
                lower[k], moved = high, high - value
            found = self._solved(lower, upper, node.bound, most)
            if found is None:
                continue
            gain = found.bound - node.bound
            self._pseudocosts.note(k, side, gain / moved)
            score *= max(gain, LEAST_GAIN * abs(node.bound))
            sides.append(found)
        return sides, score

    def _solved(self, lower: Floats, upper: Floats, least: float, most: float) -> Node | None:
        """Return a node with its bound, ``None`` where there is no plan in it."""
        master = self.state.master
        outcome = master.within(lower, upper, most)
        self.lps += 1
        if outcome.status is Status.INFEASIBLE:
            return None
        if outcome.status is not Status.OPTIMAL:  # too dear, or stopped: then nothing new is known
            return Node(max(least, outcome.bound), 0, lower, upper, np.full(len(master.whole), 0.5))
        return Node(max(least, outcome.objective), 0, lower, upper, outcome.values[master.whole])


def _parts(values: Floats) -> Floats:
    """Return by how much numbers are above a whole one; 0 where they are whole."""
    parts = values - np.floor(values)
    return np.where((parts > WHOLE) & (parts < 1.0 - WHOLE), parts, 0.0)
