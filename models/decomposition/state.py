"""What is known while the trunk is played against its branches: master, best plan, bound, and what was said.

The moves are here, how they follow each other is in ``models.decomposition.benders``. Every cut is a lower
bound of a
family's cost over all trunks, so the master's optimum is one of the plan's at every moment.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.decomposition.cut_reuse import Plane, Planes, Taught
from models.decomposition.master import Master
from models.decomposition.split import Family, Split
from models.decomposition.subproblems import Branches, Question, Replies
from models.errors import Infeasible, StoppedWithoutPlan, Unbounded
from models.solution.idle_paths import without_slack
from models.solver.highs import Options, Outcome, Progress, Status
from models.solver.iis import clash
from models.solver.standard_form import Floats

Cut = tuple[int, Floats, float, float]
"""Number of a family, slope, constant, and how much of the family's value it bounds: all or nothing."""


@dataclass
class Game:
    """State of a run."""

    split: Split
    options: Options
    begin: float
    branches: Branches
    master: Master
    taught: Taught
    near: Floats | None = None
    """The trunk of a plan like this one, to begin with."""
    tried: set[bytes] = field(default_factory=set)
    """Whole numbers that were played with."""
    relaxed: Floats | None = None
    """The best point of the relaxation."""
    best: tuple[float, Floats, list[Floats]] | None = None
    bound: float = -math.inf
    rounds: int = 0

    def left(self) -> float | None:
        """Seconds left of the time limit."""
        limit = self.options.time_limit
        return None if limit is None else limit - (time.perf_counter() - self.begin)

    def over(self) -> bool:
        """Tell whether the time is up or the user wants to stop."""
        left = self.left()
        return self.options.stop.is_set() or (left is not None and left <= 0)

    def gap(self) -> float:
        """Gap between the best plan and the bound."""
        if self.best is None:
            return math.inf
        return (self.best[0] - self.bound) / max(self.split.base.least_cost, abs(self.best[0]))

    def goes_on(self) -> bool:
        """Tell whether the gap is still too wide, and nobody wants to stop."""
        return self.gap() > self.options.gap and not self.over()

    def enough(self, share: float) -> float:
        """Return the cost, near the bound known, at which a master plan is worth asking about."""
        return self.bound + self.wide(share)

    def wide(self, share: float) -> float:
        """Return a part of the gap asked, as a cost."""
        return share * self.options.gap * max(self.split.base.least_cost, abs(self.bound))

    def numbers(self, found: Outcome) -> bytes:
        """Return the whole numbers of a master plan, to know them again."""
        return np.round(found.values[self.master.whole]).astype(np.int64).tobytes()

    def bounded_by(self, outcome: Outcome) -> None:
        """Take the optimum of the relaxed master for the bound that it is."""
        if outcome.status is Status.OPTIMAL:
            self.bound = max(self.bound, outcome.objective)

    def keep(self, cost: float, point: Floats, plans: list[Floats]) -> None:
        """Keep a plan if it is the best so far."""
        if self.best is None or cost < self.best[0]:
            self.best = (cost, point, plans)

    def say(self, phase: str) -> None:
        """Report how far the search is."""
        if self.options.progress is not None:
            best = None if self.best is None else self.best[0]
            bound = self.bound if math.isfinite(self.bound) else None
            gap = self.gap() if math.isfinite(self.gap()) else None
            self.options.progress(Progress(phase, time.perf_counter() - self.begin, best, bound, gap))


def refuse(game: Game, outcome: Outcome) -> None:
    """Raise what a master without an optimum says of the plan.

    Raises
    ------
    Infeasible, Unbounded, StoppedWithoutPlan
    """
    match outcome.status:
        case Status.INFEASIBLE:
            raise Infeasible(tuple(clash(game.split.master, game.options)))
        case Status.UNBOUNDED:
            raise Unbounded("the cost can fall without end")
        case Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a first plan was found")


def evaluate(game: Game, point: Floats) -> tuple[float, Floats, list[Floats]]:
    """Solve every family at a trunk plan and add its cut.

    Returns
    -------
    cost : float
        Of the trunk plan with its families' best answers; infinite where a family has none.
    point : ndarray
        The trunk plan with the families' true values, and the tail's excess that follows.
    plans : list of ndarray
        Columns of each family.
    """
    split = game.split
    replies = ask(game, point, range(len(split.families)))
    trunk = len(split.base.names)
    true = point.copy()
    true[:trunk] = without_slack(split.base, point[:trunk], split.breaches)
    for number, family in enumerate(split.families):
        true[family.column] = replies[number].value if replies[number].feasible else math.inf
    if not np.all(np.isfinite(true)):
        return math.inf, point, []
    tail = split.master.matrix[split.tail_rows]
    excess = split.excess_columns
    true[excess] = 0.0
    true[excess] = np.maximum(0.0, -(tail @ true))
    return float(split.master.cost @ true), true, [reply.plan for reply in replies.values()]


def ask(game: Game, point: Floats, numbers: Iterable[int]) -> Replies:
    """Ask families about a trunk plan and add what they say to the master."""
    families = game.split.families
    replies = game.branches.ask(
        {k: Question(point[families[k].there], point[families[k].there]) for k in numbers}
    )
    _add_cuts(game, point, replies)
    return replies


def _add_cuts(
    game: Game, point: Floats, replies: Replies, apart: Mapping[int, NDArray[np.int32]] | None = None
) -> None:
    """Add to the master what families have said of a trunk plan.

    A family with a plan costs at least as much as it says; one without has to come as near to one as it says.
    ``apart`` are columns that a family was not held to.
    """
    cuts: list[Cut] = []
    for number, reply in replies.items():
        family = game.split.families[number]
        if reply.value == -math.inf:
            raise Unbounded("the cost can fall without end")
        slope = reply.slope
        if apart is not None:
            slope = np.where(np.isin(family.here, apart[number]), 0.0, slope)
        constant = reply.value - float(slope @ point[family.there])
        if reply.feasible:
            plane = Plane(constant, slope, reply.prices, apart is not None, game.master.cuts + len(cuts))
            game.taught.note(number, plane, reply.basis)
        cuts.append((number, slope, constant, 1.0 if reply.feasible else 0.0))
    _tell(game, cuts)


def add_known(game: Game, known: Mapping[int, Planes]) -> None:
    """Add what a plan before has left of its families, in this order."""
    cuts: list[Cut] = []
    for number, planes in known.items():
        game.taught.note_all(number, planes, game.master.cuts + len(cuts))
        each = zip(planes.slopes.T, planes.constants.tolist(), strict=True)
        cuts += [(number, slope, constant, 1.0) for slope, constant in each]
    _tell(game, cuts)


def _tell(game: Game, cuts: Sequence[Cut]) -> None:
    """Add cuts to the master: ``share``·value of the family − slope·x ≥ constant."""
    if not cuts:
        return
    families = [game.split.families[number] for number, *_ in cuts]
    columns = [np.append(family.there, family.column) for family in families]
    entries = np.concatenate([np.append(-slope, share) for _, slope, _, share in cuts])
    starts = np.cumsum([0, *map(len, columns)])
    matrix = csr_matrix(
        (entries, np.concatenate(columns), starts), shape=(len(cuts), len(game.master.arrays.cost))
    )
    matrix.eliminate_zeros()
    game.master.add(matrix, np.array([constant for *_, constant, _ in cuts]))


def keep_bounded(game: Game, point: Floats, numbers: Iterable[int]) -> None:
    """Add first cuts that keep the relaxed master bounded; each relaxes the family, so each is valid.

    A family costs at least what it would with any trunk. One that prices its own tail gets two more: the tail
    excess may go below zero, so that every path counts however low the threshold falls; the threshold is let
    go, so that no path counts however high it rises.
    """
    numbers = list(numbers)
    _add_floors(game, numbers)
    families = game.split.families
    for name in ("v_tail_excess", "v_tail_threshold"):
        asked, apart = {}, {}
        for number in numbers:
            family = families[number]
            if not _prices_its_tail(family):
                continue
            named = (k for k, (own, _) in enumerate(family.arrays.names) if own == name)
            free = np.fromiter(named, dtype=np.int32)
            seen = point[family.there]
            here = np.isin(family.here, free)
            low, high = np.where(here, -math.inf, seen), np.where(here, math.inf, seen)
            asked[number], apart[number] = Question(low, high, let_go=free), free
        _add_cuts(game, point, game.branches.ask(asked), apart)


def _prices_its_tail(family: Family) -> bool:
    return any(name == "v_tail_excess" for name, _ in family.arrays.names)


def _add_floors(game: Game, numbers: Sequence[int]) -> None:
    """Bound each family's value from below by what it would be with the best trunk imaginable."""
    families, master = game.split.families, game.master
    low, high = master.arrays.lower, master.arrays.upper
    replies = game.branches.ask(
        {k: Question(low[families[k].there], high[families[k].there]) for k in numbers}
    )
    for number, reply in replies.items():
        family = families[number]
        if not reply.feasible:  # whatever the trunk does
            raise Infeasible(tuple(clash(family.arrays, game.options)))
        if not math.isfinite(reply.value):
            continue
        master.raise_floor(family.column, reply.value)
        if _prices_its_tail(family):
            constant = reply.value - float(reply.slope @ reply.plan[family.here])
            game.taught.note(number, Plane(constant, reply.slope, reply.prices, needed=True))
