"""The road to HiGHS: arrays → solver → values that hold; log, Ctrl-C and statuses.

Only ``models.solver.persistent_lp`` (an LP solved again and again) and ``models.solver.iis`` call HiGHS
too, both from here.

Pyomo's own interfaces spend several times longer on the way and deadlock with threads (docs/decisions/0003).
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import highspy
import numpy as np

from models.errors import SolverFailed
from models.runs.stopping import in_thread, listen
from models.solver.confirm import Confirmation
from models.solver.openings import PLAINLY, only_opens
from models.solver.outcome import Options, Outcome, Progress, Status, in_time
from models.solver.scaling import AS_IT_IS, Scale, in_finer_money, scale_of, scaled
from models.solver.standard_form import Arrays, Basis, Floats
from models.solver.trust import Facts

__all__ = ["Options", "Outcome", "Progress", "Status", "in_time", "solve_arrays", "version"]

SMALLEST = 1e-12
"""A coefficient below this is taken for nothing (the least that HiGHS lets one ask for)."""
LOOSEST = 1e-6
"""How far a whole number or a row may be off where a finer tolerance fails."""


def solve_arrays(
    arrays: Arrays,
    options: Options,
    phase: str,
    *,
    relaxed: bool = False,
    basis: Basis | None = None,
    primal: bool = False,
    start: Floats | None = None,
    finer: bool = False,
) -> Outcome:
    """Solve arrays as they are, or (``relaxed``) with whole numbers let go.

    Nothing that HiGHS says is believed before it is held against the model (``models.solver.trust``); where
    something does not hold, the model is solved again another way (docs/decisions/0018).

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
    finer : bool
        Money is told in a smaller unit: where HiGHS gave up in the usual one.

    Raises
    ------
    Unconfirmed
        Nothing that HiGHS said could be confirmed.
    SolverFailed
        HiGHS ended in a way that says nothing about the plan.
    """
    scale = in_finer_money(arrays, scale_of(arrays)) if finer else scale_of(arrays)
    facts = Facts.of(arrays, scale, relaxed=relaxed)
    whole = facts.whole is not None
    sure = Confirmation(facts, options.gap, start)
    begin = time.perf_counter()
    factors = facts.rows[0].factors
    asked, highs = options, loaded(arrays, options, relaxed=relaxed, scale=scale, factors=factors)
    if basis is not None and not whole:
        set_basis(highs, basis)
        if primal:
            highs.setOptionValue("simplex_strategy", _PRIMAL)
    if start is not None and whole:
        point = highspy.HighsSolution()
        point.col_value = start / scale.columns
        highs.setSolution(point)
    ways = iter(_other_searches(options.seed, started=start is not None) if whole else OTHER_WAYS[1:])
    while True:
        run(highs, asked, phase, scale)
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            status = _settle(arrays, asked)
        if status not in UNCLEAR:
            found = sure.judged(_claim_of(highs, status, facts), partial(ray_of, highs, facts.factors))
            if found is not None:
                return replace(found, seconds=time.perf_counter() - begin)
        changes, asked = next(ways, None), _in_what_is_left(options, time.perf_counter() - begin, sure)
        if changes is None or options.stop.is_set() or asked.seconds_left == 0:
            break
        highs = loaded(arrays, asked, relaxed=relaxed, scale=scale, factors=factors)
        try_again(highs, changes, clear=False)
    seconds = time.perf_counter() - begin
    failed = status == highspy.HighsModelStatus.kSolveError and not sure.doubts
    if failed and whole and options.tolerance < LOOSEST:
        # Undoing presolve put a row of the plan found a hair out of tolerance; a final LP follows anyway.
        looser = replace(options, tolerance=LOOSEST, time_limit=_less(options, seconds))
        values = np.array(highs.getSolution().col_value)
        begun = values * scale.columns if len(values) else start
        return solve_arrays(arrays, looser, phase, start=begun)
    if failed and whole and not finer and scale.money.any():
        # What was found so far is off its rows of money, and would pass for cheaper than it is.
        left = replace(options, time_limit=_less(options, seconds))
        return solve_arrays(arrays, left, phase, finer=True)
    if not sure.doubts:
        meaning(status, has_plan=False, whole=whole)  # says how it ended
    return replace(sure.rest(version()), seconds=seconds)


def _claim_of(highs: highspy.Highs, status: highspy.HighsModelStatus, facts: Facts) -> Outcome:
    """Return what HiGHS says, in the model's own units."""
    whole, scale, solution, info = facts.whole is not None, facts.scale, highs.getSolution(), highs.getInfo()
    claim = Outcome(meaning(status, has_plan=solution.value_valid, whole=whole))
    if claim.status not in (Status.OPTIMAL, Status.STOPPED):
        return claim
    return replace(
        claim,
        objective=scale.cost * info.objective_function_value,
        bound=scale.cost * (info.mip_dual_bound if whole else info.objective_function_value),
        values=told_in(scale.columns, solution.col_value),
        duals=np.empty(0) if whole else told_in(facts.factors * scale.cost, solution.row_dual),
        nodes=max(0, int(info.mip_node_count)) if whole else 0,
        basis=None if whole else _basis_of(highs),
    )


def told_in(units: Floats, told: Sequence[float]) -> Floats:
    """Return numbers that HiGHS tells in such units; no numbers where it tells another number of them."""
    return np.array(told) * units if len(told) == len(units) else np.full(len(units), np.nan)


def ray_of(highs: highspy.Highs, factors: Floats) -> Floats | None:
    """Return weights of the rows that may prove an LP to have no plan, where HiGHS has them at hand."""
    solver: Any = highs
    if not solver.getDualRayExist()[1]:
        return None
    _, found, ray = solver.getDualRay()
    return np.array(ray) * factors if found else None


def _less(options: Options, seconds: float) -> float | None:
    return None if options.time_limit is None else max(0.0, options.time_limit - seconds)


def _in_what_is_left(options: Options, seconds: float, sure: Confirmation) -> Options:
    """Return the options of another run; one that only confirms that there is no plan ends some time."""
    left = _less(options, seconds)
    if sure.denied:
        most = LEAST_SECONDS + TIMES_AS_LONG * seconds
        left = most if left is None else min(left, most)
    return replace(options, time_limit=left)


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
"""What is tried, each from scratch, where HiGHS ends without an answer (a basis gone stale, numbers lost) or
with one that does not hold."""
LEAST_SECONDS, TIMES_AS_LONG = 30.0, 10.0
"""What looking for a plan where there is said to be none may take, beside what it took to say so."""


def _other_searches(seed: int, *, started: bool) -> tuple[Mapping[str, str | int], ...]:
    """Return the other ways of a search, all of them without a start."""
    others: tuple[Mapping[str, str | int], ...] = (
        {"presolve": "off"},
        {"presolve": "on", "random_seed": seed + 1},
    )
    return (USUAL_WAY, *others) if started else others


def try_again(highs: highspy.Highs, changes: Mapping[str, str | bool | int], *, clear: bool = True) -> None:
    """Set options for another run, by default from scratch."""
    if clear:
        highs.clearSolver()
    for option, value in changes.items():
        highs.setOptionValue(option, value)


def version() -> str:
    """Return the version of HiGHS."""
    return str(highspy.Highs().version())


def loaded(
    arrays: Arrays,
    options: Options,
    *,
    relaxed: bool,
    scale: Scale = AS_IT_IS,
    factors: Floats | None = None,
) -> highspy.Highs:
    """Return HiGHS with a model handed over in the scale's units; ``factors`` of its rows, where known."""
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
    if not relaxed and only_opens(arrays):
        try_again(highs, PLAINLY, clear=False)
    _pass(highs, scaled(arrays, scale, factors), whole=not relaxed and bool(arrays.whole.any()))
    return highs


def _pass(highs: highspy.Highs, arrays: Arrays, *, whole: bool) -> None:
    """Hand a model over as it is told: whole arrays, which takes a third of the time that its lists do."""
    rows, columns = arrays.matrix.shape
    kinds = arrays.whole if whole else np.zeros(columns)
    told: Any = highs
    status = told.passModel(
        columns,
        rows,
        arrays.matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        *(arrays.cost, arrays.lower, arrays.upper, arrays.row_lower, arrays.row_upper),
        arrays.matrix.indptr.astype(np.int32),
        arrays.matrix.indices.astype(np.int32),
        arrays.matrix.data,
        kinds.astype(np.int32),
    )
    if status == highspy.HighsStatus.kError:
        raise SolverFailed("HiGHS refused the model")


def set_basis(highs: highspy.Highs, basis: Basis, *, own: bool = False) -> None:
    """Begin the next simplex run here; a basis of another rank is repaired.

    ``own``: the same LP has ended there, whatever its bounds and costs, so its rank is known.
    """
    every = [highspy.HighsBasisStatus(status) for status in range(len(highspy.HighsBasisStatus.__members__))]
    kinds = np.array(every, dtype=object)
    given = highspy.HighsBasis()
    given.col_status, given.row_status = (kinds[part].tolist() for part in basis)
    given.valid, given.alien = True, not own
    highs.setBasis(given)


def _basis_of(highs: highspy.Highs) -> Basis | None:
    found = highs.getBasis()
    if not found.valid:
        return None
    columns, rows = (
        np.array([status.value for status in part], dtype=np.int8)
        for part in (found.col_status, found.row_status)
    )
    return columns, rows


def run(highs: highspy.Highs, options: Options, phase: str, scale: Scale = AS_IT_IS) -> None:
    """Run HiGHS in a thread of its own, so that Ctrl-C is heard and the log flows while it works."""
    begin = time.perf_counter()

    def interrupt(event: Any) -> None:
        if options.stop.is_set():
            event.interrupt()

    def interrupt_search(event: Any) -> None:
        proven = options.proven
        if proven is not None and scale.cost * event.data_out.mip_dual_bound >= proven:
            event.interrupt()
        interrupt(event)

    def report(event: Any) -> None:
        interrupt_search(event)
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
    highs.cbMipInterrupt += interrupt_search
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
