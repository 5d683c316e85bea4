"""``planner.scenarios``: a copy of a plan with more, sampled or fewer scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from models.runs.run import Jobs
from planner.api.answer import Answer, sheet_frame
from planner.cases import Task, solve_task
from planner.pipeline import Plan
from planner.risk.additions import add_events, check_addition
from planner.risk.library import LibraryEvent
from planner.risk.making import CannotMake, Made, make_scenarios, sizes_of
from planner.risk.plan_file import PlanFile, read_plan, write_plan
from planner.risk.words import tell
from planner.workbook.checks.every import check
from planner.workbook.events.scenarios import has_own_scenarios
from planner.workbook.messages.findings import InputErrors, Severity
from planner.workbook.present import as_json as findings_json
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class NewScenarios(Answer):
    """A plan with the scenarios asked for; the one it was made from is not changed."""

    plan: Plan
    """Checked: it can be solved at once."""
    added: tuple[LibraryEvent, ...]
    """Events of the library that were added."""
    made: tuple[str, ...]
    """How it came about, in sentences; they are written beside the plan's name."""
    told: Mapping[str, object]
    """The same for programs."""
    had_scenarios: bool = False
    """The plan had scenarios of its own, so that added events stand beside them only."""
    comments: Mapping[tuple[str, int], str] = field(default_factory=dict, repr=False)
    lost: tuple[str, ...] = ()
    """What of the workbook the copy does not have, in sentences; they too are written beside the name."""

    @property
    def language(self) -> str:
        """Language of the workbook that was read."""
        return self.plan.tables.language

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Events`` and ``Scenarios``, as they stand in the new plan."""
        return {name: sheet_frame(self.plan.tables, name) for name in ("Events", "Scenarios")}

    def to_json(self) -> dict[str, object]:
        """Return what was added, how it was made, and what is to be said of the new plan."""
        return {
            "added": [event.id for event in self.added],
            **self.told,
            "made": list(self.made),
            "lost": list(self.lost),
            "findings": findings_json(self.plan.findings, self.language),
        }

    def _sources(self) -> Iterable[str]:
        return (self.plan.tables.sha256,)

    def _write(self, path: Path, language: str) -> Path:
        return write_plan(path, self.plan.tables, self.comments, (*self.made, *self.lost), language)


def scenarios(
    plan: Plan | str | Path,
    *,
    add: Sequence[str] = (),
    items: Sequence[str] = (),
    probability: float | None = None,
    sample: int | None = None,
    seed: int = 0,
    at_most_one: bool = False,
    reduce: int | None = None,
    every_event: bool = True,
    optimum: bool = False,
    language: str | None = None,
    jobs: Jobs = 1,
) -> NewScenarios:
    """Return a plan with events of the library, sampled scenarios, or fewer of them.

    Parameters
    ----------
    plan : Plan, str or Path
        A plan, or the workbook to copy: then the comments beside its rows are copied too, and events that are
        together more likely than 1 are no error.
    add : sequence of str
        Ids of the library (``planner.events()``).
    items : sequence of str
        Items of the plan that the added events hit.
    probability : float, optional
        With which each added event begins within the plan.
    sample : int, optional
        Futures to sample from the events.
    seed : int
        Of the sampling.
    at_most_one : bool
        Let at most one event happen.
    reduce : int, optional
        Scenarios to keep: those that best stand for all of them, measured by what they would cost a plan made
        without any.
    every_event : bool
        With ``reduce``: keep one scenario at least of each event.
    optimum : bool
        With ``reduce``: also solve with K/4, K/2 and K scenarios, and with all where they are not many.
    language : {"en", "ja"}, optional
        Of the tables; by default the workbook's.
    jobs : int or Runner
        Where scenarios are judged that are to be compared.

    Returns
    -------
    NewScenarios

    Raises
    ------
    planner.risk.making.CannotMake
        Nothing is asked for, what is asked does not go together, or the plan does not allow it.
    planner.risk.additions.CannotAdd
        An event cannot be added to this plan, or not like this.
    InputErrors
        The plan, or what became of it, has errors.
    """
    refuse_together(
        add=add,
        items=items,
        probability=probability,
        sample=sample,
        at_most_one=at_most_one,
        reduce=reduce,
        optimum=optimum,
    )
    if isinstance(plan, Plan):
        read = PlanFile(plan.tables, plan.findings, {})
    else:
        read = read_plan(Path(plan), language)
    tables, told, added = _add(read.tables, add, items, probability)

    def make(count: int | None, *, whole: bool) -> Made:
        return make_scenarios(
            tables,
            samples=sample,
            seed=seed,
            count=count,
            one_at_most=at_most_one,
            every_event=whole,
            jobs=jobs,
        )

    made = make(reduce, whole=every_event)
    found = check(made.tables)
    if any(finding.severity is Severity.ERROR for finding in found):
        raise InputErrors(found)
    how = [*told, *made.sentences(made.tables.language)]
    facts: dict[str, Any] = dict(made.facts)
    if optimum and reduce is not None:
        facts["optimum"], lines = _optimum(made, reduce, make, made.tables.language)
        how += lines
    return NewScenarios(
        Plan(made.tables, tuple(found)),
        tuple(added),
        tuple(how),
        facts,
        has_own_scenarios(tables),
        {**read.comments, **made.comments},
        tuple(read.lost(made.tables.language)),
    )


def refuse_together(
    *,
    add: Sequence[str],
    items: Sequence[str],
    probability: float | None,
    sample: int | None,
    at_most_one: bool,
    reduce: int | None,
    optimum: bool,
) -> None:
    """Refuse options that do not go together.

    Raises
    ------
    CannotMake
    """
    wrong = (
        (not add and sample is None and reduce is None and not at_most_one, "nothing asked"),
        (items and not add, "items without event"),
        (probability is not None and not add, "probability without event"),
        (optimum and reduce is None, "optimum without reduce"),
        (at_most_one and sample is not None, "one or sample"),
    )
    for is_wrong, key in wrong:
        if is_wrong:
            raise CannotMake(key)


def _add(
    tables: Tables, add: Sequence[str], items: Sequence[str], probability: float | None
) -> tuple[Tables, list[str], Sequence[LibraryEvent]]:
    """Return the plan with the events asked for, how it is said, and the events."""
    if not add:
        return tables, [], ()
    addition = check_addition(tables, add, items, probability)
    names = "; ".join(f"{event.id} ({event.names[tables.language]})" for event in addition.events)
    return (
        add_events(tables, addition),
        [tell("made added", tables.language, events=names)],
        addition.events,
    )


def _optimum(
    made: Made, count: int, make: Callable[..., Made], language: str
) -> tuple[list[dict[str, object]], list[str]]:
    """Return how the optimum moves with the number of scenarios kept of the same ones."""
    rows: list[dict[str, object]] = []
    lines: list[str] = []
    of = int(str(made.facts["reduced_from"]))
    for size in sizes_of(count, of):
        # Fewer than asked need not have every event; all of them are no reduction.
        tables = made.tables if size == count else make(None if size == of else size, whole=False).tables
        run = solve_task(Task(str(size), "", tables))
        if run.result is None:
            rows.append({"scenarios": size, "status": run.status})
            lines.append(tell("made optimum none", language, count=size, status=run.status))
            continue
        objective, gap = run.result.objective, run.result.gap
        rows.append({"scenarios": size, "status": run.status, "objective": objective, "gap": gap})
        facts = {"count": size, "objective": f"{objective:,.0f}", "gap": f"{gap:.2%}"}
        lines.append(tell("made optimum", language, **facts))
    return rows, lines
