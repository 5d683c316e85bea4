"""Cases of one plan solved side by side: the plan itself, then every case from where the plan ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.errors import (
    ClusterLost,
    NoneBetter,
    PlanError,
    SolverFailed,
    StoppedWithoutPlan,
    TooLarge,
    Unbounded,
)
from models.runs.run import Jobs, run_with, threads_each
from models.solution.carried import WarmStart
from models.solution.solution import Solution
from models.solver.highs import Progress
from models.solver.side_constraints import SideConstraints
from planner.changes import apply_case, cases_of, chosen_cases
from planner.comparing import Entry
from planner.origins import Clash
from planner.pipeline import AuditFailed, NoPlan, Plan, optimise, options_of, solve
from planner.reporting import PlanResult
from planner.reporting.words.phrases import LANGUAGES, Speech
from planner.workbook.checks.whatif import PLAN
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.tables import Tables

BASE = PLAN
"""Name of the plan as it is, beside its cases."""
VIOLATIONS_TOLD = 3
"""What the audit found of a plan it does not confirm, at most."""


@dataclass(frozen=True)
class Effort:
    """How each case is solved; plain data."""

    gap: float | None = None
    """``None``: as the workbook asks."""
    time_limit: float | None = None
    threads: int = 0
    seed: int = 0


@dataclass(frozen=True)
class Task:
    """One case to solve; plain data that any process can take."""

    name: str
    note: str
    tables: Tables
    findings: tuple[Finding, ...] = ()
    effort: Effort = field(default_factory=Effort)
    start: WarmStart | None = None
    side_constraints: SideConstraints = ()
    """Groups of decisions of which the plan must take one at least."""
    known: float | None = None
    """Cost to be beaten: where no plan is cheaper by more than the gap, none is looked for."""
    keep_solution: bool = False
    """The optimiser's own answer is asked for too."""


@dataclass(frozen=True)
class CaseRun:
    """One case solved, or the reason why it has no plan."""

    name: str
    note: str
    inputs: Tables
    status: str
    """``optimal``, ``stopped``, ``none_better`` (than what was to be beaten), ``infeasible``, ``unbounded``,
    ``stopped_without_plan``, ``failed``, ``too_large``, ``unconfirmed`` (by the audit: a bug of ours) or
    ``not_run``."""
    result: PlanResult | None = None
    step: Solution | None = None
    """Of ``search_step``: the optimiser's answer in place of a result."""
    findings: tuple[Finding, ...] = ()
    """What the changes of the case give to warn of."""
    clash: tuple[Clash, ...] = ()
    """Infeasible: what cannot hold together."""
    message: str = ""
    """What the solver said, where it failed; what the audit found, where it does not confirm the plan."""
    bound: float | None = None
    """None better: no plan costs less than this."""
    seconds: float = 0.0
    interrupted: bool = False
    """The user stopped this run."""

    @property
    def exit_code(self) -> int:
        """What ``planner solve`` would end with."""
        codes = {"infeasible": 4, "unbounded": 4, "stopped_without_plan": 5, "too_large": 5}
        codes |= {"failed": 1, "unconfirmed": 1, "not_run": 130}
        return codes.get(self.status, 0)

    def to_json(self) -> dict[str, object]:
        """Return what ``solve --json`` prints of such a plan."""
        if self.result is not None:
            return {"exit_code": 0, **self.result.to_json()}
        said: dict[str, object] = {"status": self.status, "exit_code": self.exit_code}
        if self.status in ("infeasible", "unbounded"):
            said["clash"] = [line.as_json() for line in self.clash]
        return {**said, "message": self.message} if self.message else said


def entry_of(run: CaseRun, *, thumb: bool = False) -> Entry:
    """Return a run as one side of a comparison."""
    reasons = {} if run.result is not None else {language: _reasons(run, language) for language in LANGUAGES}
    return Entry(run.name, run.inputs, run.result, run.status, run.note, thumb, reasons)


def _reasons(run: CaseRun, language: str) -> tuple[str, ...]:
    speech = Speech(language, "")
    first = speech.say(f"reason_{run.status}", message=run.message)
    if run.status != "infeasible":
        return (first,)
    return (
        (first, *(line.sentence(language) for line in run.clash))
        if run.clash
        else (speech.word("reason_whole"),)
    )


def solve_task(task: Task, progress: Callable[[Progress], None] | None = None) -> CaseRun:
    """Solve one case; a case without a plan is an answer too, and its reason stands in it.

    Raises
    ------
    planner.pipeline.AuditFailed
        A bug of ours is never one case's affair.
    """

    def solved(run: CaseRun, stop: threading.Event) -> CaseRun:
        result = solve(
            Plan(task.tables, task.findings),
            gap=task.effort.gap,
            time_limit=task.effort.time_limit,
            threads=task.effort.threads,
            seed=task.effort.seed,
            progress=progress,
            stop=stop,
            start=task.start,
            side_constraints=task.side_constraints,
            known=task.known,
        )
        kept = result if task.keep_solution else replace(result, solution=None)
        return replace(run, status=result.status, result=kept)

    return _ended(task, solved)


def search_step(task: Task) -> CaseRun:
    """Solve one step of a search for a figure: its plan is never shown, so it gets no tables and no audit.

    ``CaseRun.step`` is the optimiser's answer.
    """

    def solved(run: CaseRun, stop: threading.Event) -> CaseRun:
        plan, effort = Plan(task.tables, task.findings), task.effort
        options = options_of(
            plan,
            gap=effort.gap,
            time_limit=effort.time_limit,
            threads=effort.threads,
            seed=effort.seed,
            stop=stop,
            known=task.known,
        )
        step, _ = optimise(plan, options, task.start, task.side_constraints)
        return replace(run, status=step.status, step=step)

    return _ended(task, solved)


def _ended(task: Task, solved: Callable[[CaseRun, threading.Event], CaseRun]) -> CaseRun:
    """Return a task's run as it ended, with a plan or with the reason why there is none."""
    begin = time.perf_counter()
    stop = threading.Event()
    run = CaseRun(task.name, task.note, task.tables, "failed", findings=task.findings)
    try:
        run = solved(run, stop)
    except NoneBetter as proof:
        run = replace(run, status="none_better", bound=proof.bound)
    except (NoPlan, Unbounded, StoppedWithoutPlan, SolverFailed) as error:
        run = without_plan(run, error)
    return replace(run, seconds=time.perf_counter() - begin, interrupted=stop.is_set())


def without_plan(run: CaseRun, error: PlanError) -> CaseRun:
    """Return a run that ended without a plan, with its reason."""
    match error:
        case NoPlan():
            return replace(run, status="infeasible", clash=error.clash)
        case Unbounded():
            return replace(run, status="unbounded")
        case TooLarge():
            return replace(run, status="too_large")
        case StoppedWithoutPlan():
            return replace(run, status="stopped_without_plan")
        case AuditFailed():
            found = "; ".join(map(str, error.violations[:VIOLATIONS_TOLD]))
            return replace(run, status="unconfirmed", message=found)
        case _:
            return replace(run, status="failed", message=str(error))


def not_run(task: Task) -> CaseRun:
    """Return a case that was not begun because the user stopped the run."""
    return CaseRun(task.name, task.note, task.tables, "not_run", findings=task.findings)


def changed_plans(plan: Plan, names: Iterable[str] = ()) -> list[Task]:
    """Return the cases asked for (all by default), each with its changed tables.

    Raises
    ------
    InputErrors
        With every error of every case: an unknown case, a change that cannot be made, a changed plan that is
        not valid.
    """
    chosen, findings = chosen_cases(plan.tables, names)
    tasks = []
    for name in chosen:
        tables, found = apply_case(plan.tables, name)
        findings += found
        tasks.append(Task(name, cases_of(plan.tables)[name], tables, found))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputErrors(findings)
    return tasks


def run_base(
    plan: Plan, effort: Effort | None = None, progress: Callable[[Progress], None] | None = None
) -> CaseRun:
    """Solve the plan as it is; the optimiser's answer is kept for its cases to begin with."""
    task = Task(BASE, "", plan.tables, plan.findings, effort or Effort(), keep_solution=True)
    return solve_task(task, progress)


def run_cases(
    base: CaseRun,
    tasks: Sequence[Task],
    effort: Effort | None = None,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[CaseRun]:
    """Solve cases, each from where the base ended.

    Parameters
    ----------
    base : CaseRun
        Of ``run_base``; without a plan, cases start from nothing.
    tasks : sequence of Task
    effort : Effort, optional
    jobs : int or Runner
        Processes (1: this one, case after case), or where else to run.
    done : callable, optional
        Called after each case with how many are done and how many there are.

    Returns
    -------
    list of CaseRun
        In the order of the tasks; those not finished when the user stopped the run, or when the cluster was
        lost (``jobs.lost`` then says why), say so.
    """
    effort = effort or Effort()
    effort = replace(effort, threads=threads_each(jobs, effort.threads))
    solution = base.result.solution if base.result is not None else None
    start = None if solution is None else solution.warm
    if base.interrupted:
        return [not_run(task) for task in tasks]
    try:
        answers = run_with((effort, start), _solve_from, tasks, jobs, done=done, last=_was_stopped)
    except ClusterLost as lost:
        answers = lost.answers
    return [run or not_run(task) for run, task in zip(answers, tasks, strict=True)]


def _solve_from(common: tuple[Effort, WarmStart | None], task: Task) -> CaseRun:
    effort, start = common
    try:
        return solve_task(replace(task, effort=effort, start=start))
    except AuditFailed as error:  # the others need not suffer from our bug
        return without_plan(
            CaseRun(task.name, task.note, task.tables, "unconfirmed", findings=task.findings), error
        )


def _was_stopped(run: CaseRun) -> bool:
    return run.interrupted
