"""The branches of a plan that is cut up, asked together at a trunk plan: in threads here, or in workers.

A branch is an LP that is kept between questions, so that each starts from the last one's basis. A worker
keeps those of its branches. One that takes the place of another (which was killed, say) is sent the LPs and
every question so far and asked them all again: then it stands where the other stood, and its answers are the
same.
"""

from __future__ import annotations

import math
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.decomposition.branch_lp import BranchLP
from models.decomposition.siblings import Siblings
from models.decomposition.split import Subproblem, elastic
from models.errors import ClusterLost, SolverFailed, StoppedWithoutPlan
from models.runs.run import Jobs, Place, PlaceLost, runner_of
from models.solver.highs import Options, Status
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import Arrays, Basis, Floats

LOSSES = 3
"""Workers that may be lost over one question before it is answered here."""
MOST_IN_HIGHS = 64
"""Branches whose LP stays in HiGHS between questions, at 3 MB each; of any more it is handed over again."""
MOST_KEPT = 8
"""Sets of branches that a worker keeps at most; one that is forgotten is asked again from the start."""


@dataclass(frozen=True)
class Question:
    """What a branch is to take the trunk for: bounds of the columns that it sees."""

    lower: Floats
    upper: Floats
    let_go: NDArray[np.int32] | None = None
    """Further columns, without bounds for this question."""
    near: Basis | None = None
    """Where to begin, if it is the first."""


@dataclass(frozen=True)
class Reply:
    """What a branch makes of it."""

    feasible: bool
    value: float
    """Cost of the branch, −∞ without end; if it has no plan, how far it is from one."""
    slope: Floats
    """How the value changes with what the branch sees."""
    plan: Floats
    """Its columns; empty if it has no plan."""
    duals: Floats = field(default_factory=lambda: np.empty(0))
    """Duals of its rows, where it has a plan …"""
    basis: Basis | None = None
    """… and where its LP ended."""


@dataclass(frozen=True)
class SubproblemLP:
    """A subproblem as an LP; plain data."""

    arrays: Arrays
    seen: NDArray[np.int32]
    """Columns shared with the trunk."""
    basis: Basis | None = None
    """Where to begin."""


Questions = Mapping[int, Question]
Replies = dict[int, Reply]


class SubproblemSolver(Protocol):
    """Branches that answer together."""

    def ask(self, questions: Questions) -> Replies:
        """Ask branches, by their numbers.

        Raises
        ------
        StoppedWithoutPlan, SolverFailed, ClusterLost
        """


@contextmanager
def subproblem_solver(
    subproblems: Sequence[Subproblem],
    options: Options,
    jobs: Jobs = 1,
    bases: Mapping[int, Basis] | None = None,
) -> Iterator[SubproblemSolver]:
    """Keep the branches where the runs take place, as long as they are asked; ``bases`` to begin with."""
    bases = bases or {}
    # Names stay here.
    branches = {
        number: SubproblemLP(
            replace(subproblem.arrays, names=(), row_names=(), numbers=None),
            subproblem.here,
            bases.get(number),
        )
        for number, subproblem in enumerate(subproblems)
    }
    with runner_of(jobs).places() as places:
        if places:
            elsewhere = _Elsewhere(branches, places, options)
            yield _Led(elsewhere, Siblings(subproblems), set(bases))
            elsewhere.forget()
        else:
            workers = options.threads or 2
            with ThreadPoolExecutor(max_workers=workers) as pool:
                here = _InThreads(_LPs(branches, options), pool, workers)
                yield _Led(here, Siblings(subproblems), set(bases))


@dataclass
class _Led:
    """Branches of which those asked first lead others: these begin where they have ended."""

    solver: SubproblemSolver
    siblings: Siblings
    _begun: set[int]
    """Branches that have a place of their own to begin."""

    def ask(self, questions: Questions) -> Replies:
        """Ask branches, by their numbers."""
        if questions.keys() <= self._begun:
            return self.solver.ask(questions)
        leaders = {k: question for k, question in questions.items() if self.siblings.leads(k)}
        found = self.solver.ask(leaders)
        for number, reply in found.items():
            if reply.basis is not None:
                self.siblings.note(number, reply.basis)
        found |= self.solver.ask(
            {
                k: question if k in self._begun else replace(question, near=self.siblings.basis_for(k))
                for k, question in questions.items()
                if k not in found
            }
        )
        self.siblings.forget()
        self._begun |= questions.keys()
        return {number: found[number] for number in questions}  # cuts are added in this order


@dataclass
class _LPs:
    """The LPs of some branches."""

    branches: Mapping[int, SubproblemLP]
    options: Options
    lp: dict[int, BranchLP] = field(default_factory=dict)
    elastic: dict[int, PersistentLP] = field(default_factory=dict)

    def hurry(self, seconds: float | None) -> None:
        """Give what is asked next so many seconds at most."""
        until = None if seconds is None else time.perf_counter() + seconds
        self.options = replace(self.options, deadline=until)
        for lp in self.lp.values():
            lp.deadline = until
        for other in self.elastic.values():
            other.deadline = until

    def _begin(self, number: int, near: Basis | None) -> BranchLP:
        """Make the LP of a branch, which begins where a plan before has ended, or near there."""
        branch = self.branches[number]
        lp = self.lp[number] = BranchLP(branch.arrays, branch.seen, self.options)
        basis = near if branch.basis is None else branch.basis
        if basis is not None:
            lp.begin_at(basis)
        return lp

    def reply(self, number: int, question: Question) -> Reply:
        """Ask one branch; where there are many, HiGHS lets go of it again."""
        lp = self.lp.get(number) or self._begin(number, question.near)
        reply = self._reply(lp, number, question)
        if number not in self._kept:
            lp.rest()
        return reply

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Branches that stay in HiGHS; always the same, so that a run can be repeated."""
        return frozenset(islice(self.branches, MOST_IN_HIGHS))

    def _reply(self, lp: BranchLP, number: int, question: Question) -> Reply:
        outcome, basis = lp.solve(question.lower, question.upper, question.let_go)
        match outcome.status:
            case Status.OPTIMAL:
                return Reply(
                    feasible=True,
                    value=outcome.objective,
                    slope=outcome.reduced_costs,
                    plan=outcome.values,
                    duals=outcome.duals,
                    basis=basis,
                )
            case Status.INFEASIBLE:
                return self._missing(number, question)
            case Status.UNBOUNDED:
                blind = np.zeros(len(self.branches[number].seen))
                return Reply(feasible=True, value=-math.inf, slope=blind, plan=np.empty(0))
            case _:
                raise StoppedWithoutPlan("stopped before a first plan was found")

    def _missing(self, number: int, question: Question) -> Reply:
        branch = self.branches[number]
        if number not in self.elastic:
            self.elastic[number] = PersistentLP(elastic(branch.arrays), self.options)
        lp = self.elastic[number]
        lp.set_bounds(branch.seen, question.lower, question.upper)
        outcome = lp.solve()
        if number not in self._kept:
            del self.elastic[number]
        if outcome.status is Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a first plan was found")
        if outcome.status is not Status.OPTIMAL:
            raise SolverFailed("a branch without a plan could not be examined")
        return Reply(
            feasible=False,
            value=outcome.objective,
            slope=outcome.reduced_costs[branch.seen],
            plan=np.empty(0),
        )


@dataclass(frozen=True)
class _InThreads:
    """Branches in this process; HiGHS lets go of the interpreter while it solves."""

    lps: _LPs
    pool: ThreadPoolExecutor
    workers: int

    def ask(self, questions: Questions) -> Replies:
        """Ask branches, by their numbers; each thread takes the next, for an errand each costs as much."""
        waiting = iter(list(questions.items()))

        def answers() -> Replies:
            return {number: self.lps.reply(number, question) for number, question in waiting}

        found: Replies = {}
        for thread in [self.pool.submit(answers) for _ in range(min(self.workers, len(questions)))]:
            found |= thread.result()
        return {number: found[number] for number in questions}  # cuts are added in this order


class _Elsewhere:
    """Branches in workers, dealt out in turn."""

    def __init__(
        self, branches: Mapping[int, SubproblemLP], places: Sequence[Place], options: Options
    ) -> None:
        self._options = options
        self._places = places[: len(branches)]
        dealt: list[dict[int, SubproblemLP]] = [{} for _ in self._places]
        for number, branch in branches.items():
            dealt[number % len(dealt)][number] = branch
        self._hands = [_Hand(uuid.uuid4().hex, own) for own in dealt]

    def ask(self, questions: Questions) -> Replies:
        """Ask branches, by their numbers."""
        for place, hand in zip(self._places, self._hands, strict=True):
            hand.asked.append({k: question for k, question in questions.items() if k in hand.branches})
            hand.seconds = self._options.seconds_left
            place.begin(_answer, hand.all_of_it if len(hand.asked) == 1 else hand.last)
        found: Replies = {}
        late: StoppedWithoutPlan | None = None
        for place, hand in zip(self._places, self._hands, strict=True):
            try:
                found |= _answer_of(place, hand)
            except StoppedWithoutPlan as error:  # every place is to have answered before the next question
                late = error
        if late is not None:
            raise late
        return {number: found[number] for number in questions}  # cuts are added in this order

    def forget(self) -> None:
        """Let the workers forget the branches."""
        for place, hand in zip(self._places, self._hands, strict=True):
            place.begin(_forget, hand.name)
        for place in self._places:
            with suppress(PlaceLost, ClusterLost):
                place.answer()


@dataclass
class _Hand:
    """The branches of one worker and all that they were asked."""

    name: str
    branches: Mapping[int, SubproblemLP]
    asked: list[Questions] = field(default_factory=list)
    seconds: float | None = None
    """What is left of the time limit."""

    @property
    def last(self) -> _Call:
        """The last question, for a worker that has answered those before."""
        return _Call(self.name, len(self.asked) - 1, {}, self.asked[-1:], self.seconds)

    @property
    def all_of_it(self) -> _Call:
        """Everything, for a worker that knows nothing."""
        return _Call(self.name, 0, self.branches, self.asked, self.seconds)


@dataclass(frozen=True)
class _Call:
    """What a worker is sent; plain data."""

    name: str
    before: int
    """Questions that these branches have answered already."""
    branches: Mapping[int, SubproblemLP]
    """Empty where the worker should have them."""
    asked: Sequence[Questions]
    seconds: float | None
    """What is left of the time limit: clocks differ from machine to machine."""


def _answer_of(place: Place, hand: _Hand) -> Replies:
    for _ in range(LOSSES):
        with suppress(PlaceLost):
            answer: Replies | None = place.answer()
            if answer is not None:
                return answer
        place.begin(_answer, hand.all_of_it)
    return _answer(hand.all_of_it) or {}


_kept: OrderedDict[str, tuple[_LPs, int]] = OrderedDict()
"""In a worker: the LPs of its branches by name, and how often they were asked."""


def _answer(call: _Call) -> Replies | None:
    """Answer the last of the questions; ``None`` where the branches are not at hand."""
    lps, before = _kept.pop(call.name, (None, 0))
    if call.branches:
        lps = _LPs(call.branches, Options(threads=1))
    elif lps is None or before != call.before:
        return None
    lps.hurry(call.seconds)
    for questions in call.asked:
        replies = {number: lps.reply(number, question) for number, question in questions.items()}
    _kept[call.name] = lps, call.before + len(call.asked)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return replies


def _forget(name: str) -> None:
    _kept.pop(name, None)
