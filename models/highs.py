"""The one road to HiGHS: Pyomo model → arrays → solver → values, options, log and statuses.

Pyomo's own interfaces spend several times longer on the way than this (docs/decisions/0003) and deadlock
with threads; here each row's two lists go straight into a sparse matrix.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import highspy
import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.errors import SolverFailed
from models.terms import Model

Floats = NDArray[np.float64]
Law = tuple[str, tuple[object, ...]]
"""Name and index of a constraint or variable."""

TINY_RUN_SECONDS = 0.2
"""How often a waiting main thread looks at the keyboard."""


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
    threads: int = 0
    """0: as many as HiGHS sees fit."""
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    """Called now and then while the solver runs, from another thread."""
    log: Callable[[str], None] | None = None
    """Receives the solver's own log, line by line."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set it to stop the run and keep the best plan."""
    tolerance: float = 1e-7
    """How far a whole number or a row may be off."""


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
class Arrays:
    """A model as HiGHS takes it: min c·x, row_lower ≤ A·x ≤ row_upper, lower ≤ x ≤ upper, some x whole."""

    columns: tuple[Any, ...]
    """Pyomo variables in column order."""
    laws: tuple[Law, ...]
    """Name and index of each row."""
    cost: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    matrix: csr_matrix
    row_lower: Floats
    row_upper: Floats

    @property
    def size(self) -> dict[str, int]:
        """Rows, columns, whole-number columns and nonzeros."""
        rows, columns = self.matrix.shape
        whole = int(np.sum(self.whole & (self.lower < self.upper)))
        return {"rows": rows, "columns": columns, "integers": whole, "nonzeros": int(self.matrix.nnz)}

    def activity(self, values: Floats) -> Floats:
        """Return A·x."""
        return np.asarray(self.matrix @ values)


@dataclass(frozen=True)
class Outcome:
    """What a run brought back."""

    status: Status
    objective: float = math.nan
    bound: float = -math.inf
    values: Floats = field(default_factory=lambda: np.empty(0))
    duals: Floats = field(default_factory=lambda: np.empty(0))
    """By row, of an LP; empty for a MIP."""
    seconds: float = 0.0
    nodes: int = 0


def compile_model(m: Model) -> Arrays:
    """Read a Pyomo model whose rows are ``LinearExpression`` into arrays.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        As made by ``models.build``.

    Returns
    -------
    Arrays
        Columns in the order of declaration; variables that no row and no objective uses are left out.
    """
    variables = [v for component in m.component_objects(pyo.Var) for v in component.values()]
    position = {id(v): k for k, v in enumerate(variables)}
    laws: list[Law] = []
    starts, columns, coefficients = [0], list[int](), list[float]()
    row_lower, row_upper = list[float](), list[float]()
    for component in m.component_objects(pyo.Constraint, active=True):
        name = component.local_name
        for index, law in component.items():
            lower, body, upper = law.to_bounded_expression(evaluate_bounds=True)
            coefficients.extend(body.linear_coefs)
            columns.extend(position[id(v)] for v in body.linear_vars)
            starts.append(len(columns))
            row_lower.append(-math.inf if lower is None else lower)
            row_upper.append(math.inf if upper is None else upper)
            laws.append((name, index if isinstance(index, tuple) else (index,)))
    cost = np.zeros(len(variables))
    for objective in m.component_data_objects(pyo.Objective, active=True):
        where = [position[id(v)] for v in objective.expr.linear_vars]
        np.add.at(cost, where, objective.expr.linear_coefs)
    matrix = csr_matrix(
        (np.array(coefficients, dtype=float), np.array(columns, dtype=np.int64), np.array(starts)),
        shape=(len(laws), len(variables)),
    )
    matrix.sum_duplicates()
    used = (cost != 0.0) | (np.bincount(matrix.indices, minlength=len(variables)) > 0)
    kept = [v for v, u in zip(variables, used, strict=True) if u]
    bounds = [v.bounds if not v.fixed else (v.value, v.value) for v in kept]
    return Arrays(
        columns=tuple(kept),
        laws=tuple(laws),
        cost=cost[used],
        lower=np.array([-math.inf if low is None else low for low, _ in bounds]),
        upper=np.array([math.inf if high is None else high for _, high in bounds]),
        whole=np.array([not v.is_continuous() for v in kept], dtype=bool),
        matrix=matrix[:, used].tocsr(),
        row_lower=np.array(row_lower),
        row_upper=np.array(row_upper),
    )


def solve_arrays(arrays: Arrays, options: Options, phase: str, *, relaxed: bool = False) -> Outcome:
    """Solve arrays as they are, or (``relaxed``) with whole numbers let go.

    Raises
    ------
    SolverFailed
        HiGHS ended in a way that says nothing about the plan.
    """
    highs = _loaded(arrays, options, relaxed=relaxed)
    begin = time.perf_counter()
    _run(highs, options, phase)
    seconds = time.perf_counter() - begin
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        status = _settle(arrays, options)
    info = highs.getInfo()
    whole = bool(arrays.whole.any()) and not relaxed
    outcome = Outcome(
        _meaning(status, has_plan=info.primal_solution_status == 2, whole=whole), seconds=seconds
    )
    if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
        return outcome
    solution = highs.getSolution()
    return replace(
        outcome,
        objective=info.objective_function_value,
        bound=info.mip_dual_bound if whole else info.objective_function_value,
        values=np.array(solution.col_value),
        duals=np.array(solution.row_dual) if not whole else np.empty(0),
        nodes=max(0, int(info.mip_node_count)) if whole else 0,
    )


def fixed_integers(arrays: Arrays, values: Floats) -> Arrays:
    """Return the LP in which every whole number is fixed to its rounded value."""
    rounded = np.clip(np.round(values), arrays.lower, arrays.upper)
    return replace(
        arrays,
        lower=np.where(arrays.whole, rounded, arrays.lower),
        upper=np.where(arrays.whole, rounded, arrays.upper),
        whole=np.zeros_like(arrays.whole),
    )


def restricted(arrays: Arrays, values: Floats, free: NDArray[np.bool_], cost: Floats) -> Arrays:
    """Return the problem in some columns alone, all others fixed to their values.

    Rows that no free column enters are dropped, and each row admits the present point, so that rounding in
    what is fixed can never make it infeasible.
    """
    inner = arrays.matrix[:, free]
    rows = np.diff(inner.tocsr().indptr) > 0
    outer = arrays.matrix[:, ~free] @ values[~free]
    now = arrays.activity(values)
    return replace(
        arrays,
        columns=tuple(v for v, f in zip(arrays.columns, free, strict=True) if f),
        laws=tuple(law for law, r in zip(arrays.laws, rows, strict=True) if r),
        cost=cost[free],
        lower=np.minimum(arrays.lower, values)[free],
        upper=np.maximum(arrays.upper, values)[free],
        whole=arrays.whole[free],
        matrix=inner[rows, :].tocsr(),
        row_lower=(np.minimum(arrays.row_lower, now) - outer)[rows],
        row_upper=(np.maximum(arrays.row_upper, now) - outer)[rows],
    )


def clash(arrays: Arrays, options: Options) -> Iterator[Law]:
    """Yield the laws of an irreducible infeasible set of the LP relaxation, bounds of variables included."""
    highs = _loaded(arrays, replace(options, time_limit=None), relaxed=True)
    strategy = highspy.IisStrategy
    flags = int(strategy.kIisStrategyFromLp) | int(strategy.kIisStrategyIrreducible)
    highs.setOptionValue("iis_strategy", flags)
    highs.setOptionValue("iis_time_limit", 60.0)
    status, iis = highs.getIis()
    if status != highspy.HighsStatus.kOk or not iis.valid_:
        return
    for row in iis.row_index_:
        yield arrays.laws[row]
    kinds = highspy.IisBoundStatus
    for column, bound in zip(iis.col_index_, iis.col_bound_, strict=True):
        variable = arrays.columns[column]
        plain = bound == int(kinds.kIisBoundStatusLower) and arrays.lower[column] == 0.0
        if bound != int(kinds.kIisBoundStatusFree) and not plain:  # "not below zero" is no news
            index = variable.index()
            yield variable.parent_component().local_name, index if isinstance(index, tuple) else (index,)


def version() -> str:
    """Return the version of HiGHS."""
    return str(highspy.Highs().version())


def _loaded(arrays: Arrays, options: Options, *, relaxed: bool) -> highspy.Highs:
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
    highs.setOptionValue("output_flag", options.log is not None)
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("mip_rel_gap", options.gap)
    # The gap of a plan is relative to max(1, |cost|), so below 1 it is this absolute one.
    highs.setOptionValue("mip_abs_gap", max(options.gap, 1e-9))
    highs.setOptionValue("mip_feasibility_tolerance", max(options.tolerance, 1e-10))
    highs.setOptionValue("random_seed", options.seed)
    if options.threads:
        highspy.Highs.resetGlobalScheduler(True)  # threads are fixed at the first run of a process otherwise
        highs.setOptionValue("threads", options.threads)
    if options.time_limit is not None:
        highs.setOptionValue("time_limit", max(0.0, options.time_limit))
    if highs.passModel(lp) == highspy.HighsStatus.kError:
        raise SolverFailed("HiGHS refused the model")
    return highs


def _run(highs: highspy.Highs, options: Options, phase: str) -> None:
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
                    _finite(out.mip_primal_bound),
                    _finite(out.mip_dual_bound),
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
    runner = threading.Thread(target=highspy.Highs.run, args=(highs,), daemon=True)
    runner.start()
    while runner.is_alive():
        try:
            runner.join(TINY_RUN_SECONDS)
            if options.progress is not None and runner.is_alive():
                options.progress(Progress(phase, time.perf_counter() - begin))
        except KeyboardInterrupt:
            options.stop.set()  # the plan found so far is kept; HiGHS ends at its next look


def _settle(arrays: Arrays, options: Options) -> highspy.HighsModelStatus:
    """Tell infeasible from unbounded: without costs nothing is unbounded."""
    highs = _loaded(replace(arrays, cost=np.zeros_like(arrays.cost)), options, relaxed=False)
    _run(highs, options, "feasibility")
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return highspy.HighsModelStatus.kUnbounded
    return highs.getModelStatus()


def _meaning(status: highspy.HighsModelStatus, *, has_plan: bool, whole: bool) -> Status:
    named = highspy.HighsModelStatus
    match status:
        case named.kOptimal | named.kModelEmpty:
            return Status.OPTIMAL
        case named.kInfeasible:
            return Status.INFEASIBLE
        case named.kUnbounded:
            return Status.UNBOUNDED
        case named.kTimeLimit | named.kInterrupt | named.kIterationLimit | named.kSolutionLimit:
            return Status.STOPPED if has_plan and whole else Status.NOTHING
        case _:
            raise SolverFailed(f"HiGHS ended with status {status.name}")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
