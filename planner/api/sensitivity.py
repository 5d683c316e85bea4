"""``planner.sensitivity``: what drives the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from models.runs.run import Jobs
from models.solver.highs import Progress
from planner.api.answer import Answer, NoBase, effort_facts, frame
from planner.cases import CaseRun, Effort, entry_of, run_base
from planner.comparing import compare
from planner.drivers import sensitivity as bars_of
from planner.pipeline import Plan
from planner.reporting.comparison.book import write_comparison
from planner.reporting.comparison.content import Comparison
from planner.reporting.comparison.tables import figure_table
from planner.reporting.comparison.tornado import Tornado, driver_table
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class Sensitivity(Answer):
    """A plan, and its objective with each driver lowered and raised."""

    inputs: Tables
    base: CaseRun
    tornado: Tornado
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Language of the workbook that was read."""
        return self.inputs.language

    @cached_property
    def comparison(self) -> Comparison:
        """The plan alone, as plain data."""
        return compare([entry_of(self.base)])

    @property
    def stopped(self) -> bool:
        """Whether some driver was not tried since the run was stopped."""
        return any("not_run" in (bar.down_status, bar.up_status) for bar in self.tornado.bars)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Drivers``, the widest move first, and ``Figures`` of the plan."""
        return {
            "Drivers": frame(driver_table(self.tornado)),
            "Figures": frame(figure_table(self.comparison)),
        }

    def to_json(self) -> dict[str, object]:
        """Return the plan with the fields of a solve, and each driver."""
        heads, rows = driver_table(self.tornado)
        return {
            "base": self.base.to_json(),
            "drivers": [dict(zip(heads, row, strict=True)) for row in rows],
        }

    def _sources(self) -> Iterable[str]:
        return (self.inputs.sha256,)

    def _write(self, path: Path, language: str) -> Path:
        return write_comparison(
            self.comparison, path, language, facts=self.facts, inputs=self.inputs, tornado=self.tornado
        )


def sensitivity(
    plan: Plan,
    by: float = 0.1,
    *,
    top: int = 12,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    jobs: Jobs = 1,
    progress: Callable[[Progress], None] | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Solve a plan again with each main driver lowered and raised.

    Parameters
    ----------
    plan : Plan
    by : float
        Part by which a driver is changed, in (0, 1).
    top : int
        Drivers in the chart of the workbook.
    gap, time_limit : float, optional
        Relative gap, seconds of each solve; by default the workbook's settings.
    threads, seed : int
    jobs : int or Runner
    progress : callable, optional
        Called while the plan is solved, from another thread.
    done : callable, optional
        Called after each further solve with how many are done and how many there are.

    Returns
    -------
    Sensitivity

    Raises
    ------
    NoBase
        The plan itself has no solution.
    ValueError
        ``by`` is not between 0 and 1.
    """
    if not 0 < by < 1:
        raise ValueError(f"by is {by}, not between 0 and 1")
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    base = run_base(plan, effort, progress)
    if base.result is None or base.interrupted:
        raise NoBase(base)
    bars = bars_of(base, by, effort, jobs, done)
    facts = {
        "input": plan.tables.name,
        "input_sha256": plan.tables.sha256,
        "option_by": by,
        **effort_facts(effort, jobs),
    }
    return Sensitivity(plan.tables, base, Tornado(tuple(bars), base.result.objective, by, top), facts)
