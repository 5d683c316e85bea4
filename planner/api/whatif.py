"""``planner.whatif``: the plan and its cases side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from models.runs.run import Jobs, runner_of
from models.solver.highs import Progress
from planner.api.answer import Answer, PlainTable, effort_facts, frame
from planner.api.ways import case_json, ways_of, with_ways
from planner.cases import CaseRun, Effort, changed_plans, entry_of, run_base, run_cases
from planner.comparing import compare
from planner.explaining.ways import InfeasibleExplanation
from planner.pipeline import Plan
from planner.reporting.comparison.book import write_comparison
from planner.reporting.comparison.content import THUMB, Comparison
from planner.reporting.comparison.tables import decision_table, figure_table, input_table
from planner.rules_of_thumb import run_thumbs
from planner.workbook.messages.findings import Finding
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class WhatIf(Answer):
    """A plan and its cases, solved; a case without a plan stands there with its reason."""

    inputs: Tables
    base: CaseRun
    """The plan as it is."""
    cases: tuple[CaseRun, ...]
    """In the order of the sheet WhatIf."""
    thumbs: tuple[CaseRun, ...] = ()
    """Rules of thumb, where they were asked for."""
    findings: tuple[Finding, ...] = ()
    """What the changes of the cases give to warn of."""
    ways: Mapping[str, InfeasibleExplanation] = field(default_factory=dict)
    """Of the cases that have no plan, by name: what clashes and the smallest way out."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What is needed to repeat the run."""

    @property
    def runs(self) -> tuple[CaseRun, ...]:
        """The plan, its cases and the rules of thumb."""
        return (self.base, *self.cases, *self.thumbs)

    @property
    def solved(self) -> bool:
        """Whether there is any plan to show."""
        return any(run.result is not None for run in self.runs)

    @property
    def stopped(self) -> bool:
        """Whether the user stopped the run, or the cluster was lost, before every case was solved."""
        return _stopped(self.runs)

    @property
    def language(self) -> str:
        """Language of the workbook that was read."""
        return self.inputs.language

    @cached_property
    def comparison(self) -> Comparison:
        """All of them side by side, as plain data."""
        cases = [with_ways(entry_of(run), run, self.ways.get(run.name)) for run in (self.base, *self.cases)]
        return compare([*cases, *(entry_of(run, thumb=True) for run in self.thumbs)])

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Figures``, ``Inputs changed`` and ``Decisions changed``, a row for each figure or difference."""
        return {name: frame(table) for name, table in comparison_tables(self.comparison).items()}

    def to_json(self) -> dict[str, object]:
        """Return the plan and each case with the fields of a solve."""
        cases = {run.name: case_json(run, self.ways) for run in self.cases}
        thumbs = {run.name: case_json(run, {}) for run in self.thumbs}
        return {"base": case_json(self.base, self.ways), "cases": cases | thumbs}

    def _sources(self) -> Iterable[str]:
        return (self.inputs.sha256,)

    def _write(self, path: Path, language: str) -> Path:
        said = [finding.message(language) for finding in self.findings]
        return write_comparison(
            self.comparison, path, language, facts=self.facts, inputs=self.inputs, warnings=said
        )


def comparison_tables(comparison: Comparison) -> dict[str, PlainTable]:
    """Return the plain tables of a comparison by the name of their sheet."""
    return {
        "Figures": figure_table(comparison),
        "Inputs changed": input_table(comparison),
        "Decisions changed": decision_table(comparison),
    }


def whatif(
    plan: Plan,
    cases: Iterable[str] = (),
    *,
    rules_of_thumb: bool = False,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    jobs: Jobs = 1,
    progress: Callable[[Progress], None] | None = None,
    done: Callable[[int, int], None] | None = None,
    looking: Callable[[float], None] | None = None,
) -> WhatIf:
    """Solve a plan and the cases of its sheet WhatIf.

    Parameters
    ----------
    plan : Plan
    cases : iterable of str
        Names of the cases; by default all of them, and none with ``rules_of_thumb``.
    rules_of_thumb : bool
        Put the rules a board has heard of beside the plan, judged on the same scenarios.
    gap, time_limit : float, optional
        Relative gap, seconds of each solve; by default the workbook's settings.
    threads, seed : int
    jobs : int or Runner
        Processes (1: this one, case after case), or where else to run.
    progress : callable, optional
        Called while the plan is solved, from another thread.
    done : callable, optional
        Called after each case with how many are done and how many there are.
    looking : callable, optional
        Told the seconds at most, before ways out of cases without a plan are looked for.

    Returns
    -------
    WhatIf
        What was finished when the user pressed Ctrl-C stands in it.

    Raises
    ------
    InputErrors
        With every error of every case.
    AuditFailed
        The plan as it is was not confirmed by the audit.
    """
    cases = tuple(cases)
    tasks = changed_plans(plan, cases) if cases or not rules_of_thumb else []
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    base = run_base(plan, effort, progress)
    runs = run_cases(base, tasks, effort, jobs, done)
    thumbs: list[CaseRun] = []
    if rules_of_thumb and not _stopped((base, *runs)):
        taken = {run.name for run in runs}
        thumbs = [
            replace(run, name=f"{THUMB}{run.name}") if run.name in taken else run
            for run in run_thumbs(plan, effort, jobs, done)
        ]
    everything = (base, *runs, *thumbs)
    return WhatIf(
        plan.tables,
        base,
        tuple(runs),
        tuple(thumbs),
        tuple(finding for task in tasks for finding in task.findings),
        {} if _stopped(everything) else ways_of((base, *runs), effort, looking),
        {
            "input": plan.tables.name,
            "input_sha256": plan.tables.sha256,
            **effort_facts(effort, runner_of(jobs)),
            **{f"seconds_{run.name}": round(run.seconds, 3) for run in everything},
        },
    )


def _stopped(runs: Iterable[CaseRun]) -> bool:
    return any(run.interrupted or run.status == "not_run" for run in runs)
