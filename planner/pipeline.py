"""From a workbook to a result: read → check → assemble → solve → tables → audit.

The story of the program in one file: it joins the rooms below and does none of their work. A cell, a column
of the model and a colour may never be known here; no click, no print.
"""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from models.errors import Infeasible, PlanError
from models.formulation.choice import AUTO, Choice
from models.runs.run import Jobs, runner_of
from models.solution.carried import WarmStart
from models.solution.solution import Solution
from models.solver.highs import Options, Progress
from models.solver.side_constraints import ROW_NAME, SideConstraints
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.audit import Violation, audit, violations
from planner.origins import Clash, trace
from planner.reporting import PlanResult
from planner.tables import result_tables
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class Plan:
    """A checked workbook: what can be solved."""

    tables: Tables
    findings: tuple[Finding, ...]
    """Warnings and notes; a plan with errors is never made."""


class NoPlan(PlanError):
    """No plan meets every hard limit; carries the clash by sheet and cell."""

    exit_code = 4

    def __init__(self, clash: tuple[Clash, ...]) -> None:
        super().__init__("no plan meets every hard limit")
        self.clash = clash


class AuditFailed(PlanError):
    """The independent audit does not confirm the solution: a bug of ours, never a plan to act on."""

    exit_code = 1

    def __init__(self, found: tuple[Violation, ...]) -> None:
        super().__init__(f"the audit found {len(found)} violations")
        self.violations = found


def read(path: str | Path, language: str | None = None) -> Plan:
    """Read and check a workbook.

    Parameters
    ----------
    path : str or Path
        A filled template, bare tables, or a result workbook (its kept inputs are read).
    language : {"en", "ja"}, optional
        Only for messages; by default the workbook's.

    Returns
    -------
    Plan

    Raises
    ------
    InputErrors
        With every finding of the workbook, where at least one is an error.
    """
    tables, findings = read_workbook(Path(path), language)
    if tables is None or any(f.severity is Severity.ERROR for f in findings):
        raise InputErrors(findings, None if tables is None else tables.language)
    return Plan(tables, tuple(findings))


def solve(
    plan: Plan,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    disruptions: bool = True,
    progress: Callable[[Progress], None] | None = None,
    log: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
    start: WarmStart | None = None,
    side_constraints: SideConstraints = (),
    known: float | None = None,
    method: str = AUTO,
    memory: int | None = None,
    chosen: Callable[[Choice], None] | None = None,
    since: float | None = None,
    jobs: Jobs = 1,
) -> PlanResult:
    """Solve and audit a plan.

    Parameters
    ----------
    plan : Plan
    gap, time_limit : float, optional
        Relative gap, seconds; by default the workbook's settings.
    threads, seed : int
        0 threads: as many as the solver sees fit.
    disruptions : bool
        ``False``: plan as if nothing but scenario 0 could happen.
    progress, log : callable, optional
        Called while the solver runs, from another thread.
    stop : threading.Event, optional
        Set it to stop and keep the best plan.
    start : WarmStart, optional
        ``result.solution.warm`` of a plan like this one, to begin with.
    known : float, optional
        Cost to be beaten: the run ends with ``NoneBetter`` as soon as LPs prove that no plan is cheaper by
        more than the gap.
    side_constraints : tuple of tuple of Named, optional
        Groups of decisions of which the plan must take one at least.
    method : {"auto", "extensive", "benders"}
        One model, decomposition, or whichever the size of the plan speaks for.
    memory : int, optional
        What the run may take [bytes]; by default what the machine has free.
    chosen : callable, optional
        Told the method, why, and the size, before the model is built.
    since : float, optional
        When the clock of the time limit was started, by ``time.perf_counter``; by default now.
    jobs : int or Runner
        Processes for the branches of a plan that is cut up (1: threads of this one), or where else to solve
        them.

    Returns
    -------
    PlanResult
        ``tables`` (data frames by sheet), costs, gap; ``write(path)`` makes the result workbook.

    Raises
    ------
    NoPlan
        Infeasible, with what clashes by sheet and cell.
    models.errors.TooLarge
        It would need more memory than there is.
    models.errors.Unbounded, models.errors.StoppedWithoutPlan, models.errors.SolverFailed
    models.errors.NoneBetter
        Only where ``known`` is given.
    models.errors.ClusterLost
        Before there was a plan; one that was found by then is returned, and ``jobs.lost`` is set.
    AuditFailed
    """
    options = options_of(
        plan,
        gap=gap,
        time_limit=time_limit,
        since=since,
        threads=threads,
        seed=seed,
        progress=progress,
        log=log,
        stop=stop or threading.Event(),
        method=method,
        memory=memory,
        chosen=chosen,
        jobs=jobs,
        known=known,
    )
    started = datetime.now(UTC)
    solution, seconds = optimise(plan, options, start, side_constraints, disruptions=disruptions)
    return confirmed(plan, solution, options, started, seconds, disruptions=disruptions)


def options_of(
    plan: Plan,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    since: float | None = None,
    **others: Any,
) -> Options:
    """Return the options of a solve; gap and time limit are the workbook's where they are not given."""
    settings = plan.tables.settings
    limit = _number(settings["time_limit"]) if time_limit is None else time_limit
    return Options(
        gap=_number(settings["mip_gap"]) if gap is None else gap,
        time_limit=limit,
        deadline=(time.perf_counter() if since is None else since) + limit,
        **others,
    )


def optimise(
    plan: Plan,
    options: Options,
    start: WarmStart | None = None,
    side_constraints: SideConstraints = (),
    *,
    disruptions: bool = True,
) -> tuple[Solution, dict[str, float]]:
    """Return the optimiser's answer to a plan, as it is, and the seconds of each phase.

    Nothing of it may be shown before it is ``confirmed``.

    Raises
    ------
    NoPlan
    models.errors.PlanError
    """
    begin = time.perf_counter()
    data = assemble(plan.tables, disruptions=disruptions)
    seconds = {"assemble": time.perf_counter() - begin}
    try:
        solution = solve_plan(data, options, start, side_constraints)
    except Infeasible as error:
        clash = [constraint for constraint in error.iis if constraint[0] != ROW_NAME]
        raise NoPlan(tuple(trace(clash, plan.tables, data))) from error
    return solution, {**seconds, **solution.seconds}


def confirmed(
    plan: Plan,
    solution: Solution,
    options: Options,
    started: datetime,
    seconds: Mapping[str, float],
    *,
    disruptions: bool = True,
) -> PlanResult:
    """Return a solution of a plan as an audited result.

    Raises
    ------
    AuditFailed
    """
    seconds = dict(seconds)
    begin = time.perf_counter()
    tables = result_tables(solution, plan.tables.start)
    seconds["tables"] = time.perf_counter() - begin
    begin = time.perf_counter()
    reported = {
        "objective": solution.objective,
        "expected_cost": solution.expected_cost,
        "cvar": solution.cvar,
        "worst_cost": solution.worst_cost,
    }
    tables["Audit"] = audit(plan.tables, tables, reported, disruptions=disruptions)
    if not tables["Audit"]["passed"].all():
        raise AuditFailed(tuple(violations(plan.tables, tables, reported, disruptions=disruptions)))
    seconds["audit"] = time.perf_counter() - begin
    return PlanResult(
        inputs=plan.tables,
        findings=plan.findings,
        status=solution.status,
        bound=solution.bound,
        gap=solution.gap,
        path_costs={str(s): cost for s, cost in solution.path_costs.items()},
        tables=tables,
        run=_run_facts(plan.tables, options, solution, started, seconds, disruptions=disruptions),
        seconds=seconds,
        solution=solution,
        objective=solution.objective,
        expected_cost=solution.expected_cost,
        cvar=solution.cvar,
        worst_cost=solution.worst_cost,
    )


def _method_facts(solution: Solution) -> dict[str, object]:
    """Return how a plan was solved, why so, and how large it was thought to be."""
    choice = solution.choice
    if choice is None:
        return {}
    return {"method": choice.method, "method_reason": choice.why} | {
        f"estimated_{name}": count for name, count in size_facts(choice).items()
    }


def size_facts(choice: Choice) -> dict[str, int]:
    """Return how large a model was thought to be before it was built."""
    size = choice.size
    return {
        "branches": size.branches,
        "rows": size.rows,
        "columns": size.columns,
        "nonzeros": size.nonzeros,
        "memory": choice.memory,
    }


def _number(value: Any) -> float:
    return float(value)


@cache
def _versions() -> dict[str, str]:
    """Return the versions of what a plan is solved with; they are looked for in files, once."""
    packages = ("planner", "highspy", "pyomo", "pandas", "numpy", "scipy")
    return {f"version_{name}": metadata.version(name) for name in packages}


def _run_facts(
    tables: Tables,
    options: Options,
    solution: Solution,
    started: datetime,
    seconds: Mapping[str, float],
    *,
    disruptions: bool,
) -> dict[str, object]:
    """Return what is needed to repeat the run; no paths or user names, for workbooks are mailed around."""
    return {
        "input": tables.name,
        "input_sha256": tables.sha256,
        "schema_version": tables.settings["schema_version"],
        "started_utc": started.strftime("%Y-%m-%d %H:%M:%S"),
        **_versions(),
        "version_python": platform.python_version(),
        "option_gap": options.gap,
        "option_time_limit": options.time_limit,
        "option_threads": options.threads,
        "option_jobs": runner_of(options.jobs).name,
        "option_seed": options.seed,
        "option_disruptions": "yes" if disruptions else "no",
        "option_method": options.method,
        **_method_facts(solution),
        "status": solution.status,
        "objective": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "nodes": solution.nodes,
        **{f"model_{name}": count for name, count in solution.size.items()},
        **{f"seconds_{phase.replace(' ', '_')}": round(spent, 3) for phase, spent in seconds.items()},
    }
