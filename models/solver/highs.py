"""The road to HiGHS: arrays → solver → values; options, log, Ctrl-C and statuses.

Only ``models.solver.persistent_lp`` (an LP solved again and again) and ``models.solver.iis`` call HiGHS
too, both from here.

Pyomo's own interfaces spend several times longer on the way and deadlock with threads (docs/decisions/0003).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import highspy
import numpy as np

from models.errors import SolverFailed, StoppedWithoutPlan
from models.formulation.choice import Choice
from models.runs.run import Jobs
from models.runs.stopping import in_thread, listen
from models.solver.scaling import AS_IT_IS, Scale, scale_of, scaled
from models.solver.standard_form import Arrays, Basis, Floats

SMALLEST = 1e-12
"""A coefficient below this is taken for nothing (the least that HiGHS lets one ask for)."""
LOOSEST = 1e-6
"""How far a whole number or a row may be off where a finer tolerance fails."""


@dataclass(frozen=True)
class Progress:
    """How far the solver is."""

    phase: str
    seconds: float
    incumbent: float | None = None
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True)
class Options:
    """How to solve."""

    gap: float = 1e-3
    """Relative gap to stop at."""
    time_limit: float | None = None
    """[seconds]."""
    deadline: float | None = None
    """When the time is up, by ``time.perf_counter``: for all runs of a plan together."""
    threads: int = 0
    """0: as many as HiGHS sees fit."""
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    """Called now and then while the solver runs, from another thread."""
    chosen: Callable[[Choice], None] | None = None
    """Told how the plan will be solved, and why so, before anything is built."""
    log: Callable[[str], None] | None = None
    """Receives the solver's own log, line by line."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set it to stop the run and keep the best plan."""
    method: str = "auto"
    """``extensive``: one model; ``benders``: the trunk against its branches; ``auto``: by size."""
    enough: float | None = None
    """A cost that is low enough to stop searching at; the bound is then what is known by then."""
    nodes: int | None = None
    """Nodes of the search tree after which to stop; ``None``: there is no limit."""
    tolerance: float = 1e-7
    """How far a whole number or a row may be off."""
    jobs: Jobs = 1
    """Where the branches of a plan that is cut up are solved; 1: in threads of this process."""
    memory: int | None = None
    """What the run may take [bytes]; by default what the machine has free."""

    def started(self) -> Options:
        """Return the options with the clock of the time limit running."""
        if self.time_limit is None or self.deadline is not None:
            return self
        return replace(self, deadline=time.perf_counter() + self.time_limit)

    @property
    def seconds_left(self) -> float | None:
        """What is left of the time limit; ``None``: there is none."""
        until = math.inf if self.deadline is None else self.deadline - time.perf_counter()
        left = min(until, math.inf if self.time_limit is None else self.time_limit)
        return None if math.isinf(left) else max(0.0, left)


def in_time(options: Options) -> None:
    """Give up where the time limit has passed before there is a plan.

    Raises
    ------
    StoppedWithoutPlan
    """
    if options.seconds_left == 0:
        raise StoppedWithoutPlan("the time was up before the search began")


class Status(Enum):
    """How a run ended."""

    OPTIMAL = "optimal"
    STOPPED = "stopped"
    """With a plan, but before the gap was reached."""
    NOTHING = "nothing"
    """Stopped before a first plan."""
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True)
class Outcome:
    """What a run brought back."""

    status: Status
    objective: float = math.nan
    bound: float = -math.inf
    values: Floats = field(default_factory=lambda: np.empty(0))
    duals: Floats = field(default_factory=lambda: np.empty(0))
    """By row, of an LP; empty for a MIP."""
    reduced_costs: Floats = field(default_factory=lambda: np.empty(0))
    """Of the columns; of a persistent LP alone, which gives its dual values by ``row_duals``."""
    seconds: float = 0.0
    nodes: int = 0
    basis: Basis | None = None
    """Of an LP: where the simplex method ended."""
    least_cost: float = 1.0
    """The gap is not measured against less [money]."""

    @property
    def gap(self) -> float:
        """|objective − bound| / max(least cost, |objective|)."""
        return abs(self.objective - self.bound) / max(self.least_cost, abs(self.objective))


def solve_arrays(
    arrays: Arrays,
    options: Options,
    phase: str,
    *,
    relaxed: bool = False,
    basis: Basis | None = None,
    primal: bool = False,
    start: Floats | None = None,
) -> Outcome:
    """Solve arrays as they are, or (``relaxed``) with whole numbers let go.

    Parameters
    ----------
    arrays : Arrays
    options : Options
    phase : str
        Name under which progress is reported.
    relaxed : bool
        Let whole numbers go.
    basis : Basis, optional
        Where the simplex method starts (LP only); one of another size or rank is repaired.
    primal : bool
        Only costs have changed since the basis was found: stay feasible on the way.
    start : array, optional
        A solution to begin the search with (whole numbers only); one that does not hold is ignored.

    Raises
    ------
    SolverFailed
        HiGHS ended in a way that says nothing about the plan.
    """
    scale = scale_of(arrays)
    highs = loaded(arrays, options, relaxed=relaxed, scale=scale)
    whole = bool(arrays.whole.any()) and not relaxed
    if basis is not None and not whole:
        set_basis(highs, basis)
        if primal:
            highs.setOptionValue("simplex_strategy", _PRIMAL)
    if start is not None and whole:
        point = highspy.HighsSolution()
        point.col_value = start / scale.columns
        highs.setSolution(point)
    begin = time.perf_counter()
    run(highs, options, phase, scale)
    for changes in OTHER_WAYS[1:]:
        if highs.getModelStatus() not in UNCLEAR or options.stop.is_set():
            break
        if highs.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            break
        try_again(highs, changes)
        run(highs, options, phase, scale)
    seconds = time.perf_counter() - begin
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        status = _settle(arrays, options)
    if status == highspy.HighsModelStatus.kSolveError and whole and options.tolerance < LOOSEST:
        # Undoing presolve put a row of the plan found a hair out of tolerance; a final LP follows anyway.
        left = None if options.time_limit is None else options.time_limit - seconds
        looser = replace(options, tolerance=LOOSEST, time_limit=left)
        found = np.array(highs.getSolution().col_value)
        found = found * scale.columns if len(found) else found
        return solve_arrays(arrays, looser, phase, start=found if len(found) else None)
    info = highs.getInfo()
    meant = meaning(status, has_plan=highs.getSolution().value_valid, whole=whole)
    outcome = Outcome(meant, seconds=seconds, least_cost=arrays.least_cost)
    if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
        return outcome
    solution = highs.getSolution()
    return replace(
        outcome,
        objective=scale.cost * info.objective_function_value,
        bound=scale.cost * (info.mip_dual_bound if whole else info.objective_function_value),
        values=np.array(solution.col_value) * scale.columns,
        duals=np.array(solution.row_dual) * scale.rows(arrays.matrix) * scale.cost
        if not whole
        else np.empty(0),
        nodes=max(0, int(info.mip_node_count)) if whole else 0,
        basis=None if whole else _basis_of(highs),
    )


UNCLEAR = frozenset(
    {
        highspy.HighsModelStatus.kUnknown,
        highspy.HighsModelStatus.kSolveError,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
        highspy.HighsModelStatus.kNotset,
    }
)


_PRIMAL = 4
"""The primal simplex method, as HiGHS numbers it."""
USUAL_WAY: Mapping[str, str | int] = {"presolve": "choose", "simplex_strategy": 1, "solver": "choose"}
"""HiGHS's own choices: dual simplex, presolve where there is no basis."""
OTHER_WAYS: tuple[Mapping[str, str | int], ...] = (
    USUAL_WAY,
    {"presolve": "off"},
    {"presolve": "on", "simplex_strategy": _PRIMAL},
    {"solver": "ipm"},
)
"""What is tried, each from scratch, where HiGHS ends without an answer (a basis gone stale, numbers lost)."""


def try_again(highs: highspy.Highs, changes: Mapping[str, str | int], *, clear: bool = True) -> None:
    """Set options for another run, by default from scratch."""
    if clear:
        highs.clearSolver()
    for option, value in changes.items():
        highs.setOptionValue(option, value)


def version() -> str:
    """Return the version of HiGHS."""
    return str(highspy.Highs().version())


def loaded(arrays: Arrays, options: Options, *, relaxed: bool, scale: Scale = AS_IT_IS) -> highspy.Highs:
    """Return HiGHS with a model handed over in the scale's units."""
    arrays = scaled(arrays, scale)
    lp = highspy.HighsLp()
    rows, columns = arrays.matrix.shape
    lp.num_row_, lp.num_col_ = rows, columns
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = arrays.cost, arrays.lower, arrays.upper
    lp.row_lower_, lp.row_upper_ = arrays.row_lower, arrays.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = rows, columns
    lp.a_matrix_.start_ = arrays.matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = arrays.matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = arrays.matrix.data
    if not relaxed and arrays.whole.any():
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        lp.integrality_ = [kinds[int(w)] for w in arrays.whole]
    highs = highspy.Highs()
    # Without output HiGHS tells its callbacks of no incumbent and no bound either.
    highs.setOptionValue("output_flag", options.log is not None or options.progress is not None)
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("mip_rel_gap", options.gap)
    # The gap of a plan is relative to max(least cost, |cost|), so below that it is this absolute one.
    highs.setOptionValue("mip_abs_gap", max(options.gap, 1e-9) * arrays.least_cost / scale.cost)
    highs.setOptionValue("small_matrix_value", SMALLEST)  # what is smaller it would take for nothing
    highs.setOptionValue("mip_feasibility_tolerance", max(options.tolerance, 1e-10))
    highs.setOptionValue("random_seed", options.seed)
    if options.nodes is not None:
        highs.setOptionValue("mip_max_nodes", options.nodes)
    if options.enough is not None:
        highs.setOptionValue("objective_target", options.enough / scale.cost)
    if options.threads:
        highspy.Highs.resetGlobalScheduler(True)  # threads are fixed at the first run of a process otherwise
        highs.setOptionValue("threads", options.threads)
    if options.seconds_left is not None:
        highs.setOptionValue("time_limit", options.seconds_left)
    if highs.passModel(lp) == highspy.HighsStatus.kError:
        raise SolverFailed("HiGHS refused the model")
    return highs


def set_basis(highs: highspy.Highs, basis: Basis) -> None:
    """Begin the next simplex run here; a basis of another rank is repaired."""
    every = [highspy.HighsBasisStatus(status) for status in range(len(highspy.HighsBasisStatus.__members__))]
    kinds = np.array(every, dtype=object)
    given = highspy.HighsBasis()
    given.col_status, given.row_status = (kinds[part].tolist() for part in basis)
    given.valid = given.alien = True
    highs.setBasis(given)


def _basis_of(highs: highspy.Highs) -> Basis | None:
    found = highs.getBasis()
    if not found.valid:
        return None
    columns, rows = (
        np.array([int(status) for status in part], dtype=np.int8)
        for part in (found.col_status, found.row_status)
    )
    return columns, rows


def run(highs: highspy.Highs, options: Options, phase: str, scale: Scale = AS_IT_IS) -> None:
    """Run HiGHS in a thread of its own, so that Ctrl-C is heard and the log flows while it works."""
    begin = time.perf_counter()

    def interrupt(event: Any) -> None:
        if options.stop.is_set():
            event.interrupt()

    def report(event: Any) -> None:
        interrupt(event)
        if options.progress is not None:
            out = event.data_out
            options.progress(
                Progress(
                    phase,
                    time.perf_counter() - begin,
                    _finite(scale.cost * out.mip_primal_bound),
                    _finite(scale.cost * out.mip_dual_bound),
                    _finite(out.mip_gap),
                )
            )

    highs.cbSimplexInterrupt += interrupt
    highs.cbIpmInterrupt += interrupt
    highs.cbMipInterrupt += interrupt
    highs.cbMipLogging += report
    log = options.log
    if log is not None:
        highs.cbLogging += lambda event: log(event.message.rstrip("\n"))
    listen(options.stop)
    waiting = None
    if options.progress is not None:
        tell = options.progress
        waiting = lambda: tell(Progress(phase, time.perf_counter() - begin))  # noqa: E731 (a callback)
    in_thread(highs.run, options.stop, waiting)


def _settle(arrays: Arrays, options: Options) -> highspy.HighsModelStatus:
    """Tell infeasible from unbounded: without costs nothing is unbounded."""
    highs = loaded(replace(arrays, cost=np.zeros_like(arrays.cost)), options, relaxed=False)
    run(highs, options, "feasibility")
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return highspy.HighsModelStatus.kUnbounded
    return highs.getModelStatus()


def meaning(status: highspy.HighsModelStatus, *, has_plan: bool, whole: bool) -> Status:
    """Return what HiGHS's status says of the plan."""
    named = highspy.HighsModelStatus
    match status:
        case named.kOptimal | named.kModelEmpty:
            return Status.OPTIMAL
        case named.kInfeasible:
            return Status.INFEASIBLE
        case named.kUnbounded:
            return Status.UNBOUNDED
        case (
            named.kTimeLimit
            | named.kInterrupt
            | named.kObjectiveTarget
            | named.kIterationLimit
            | named.kSolutionLimit
        ):
            return Status.STOPPED if has_plan and whole else Status.NOTHING
        case _:
            raise SolverFailed(f"HiGHS ended with status {status.name}")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
