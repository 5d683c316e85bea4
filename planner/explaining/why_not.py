"""Why not: at what price what the plan leaves aside would be taken, and what keeps it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.runs.run import Jobs, threads_each
from planner.cases import CaseRun, Effort, Task, run_cases
from planner.explaining.break_even import BreakEven, Search, changes_to, find_all
from planner.explaining.changes import Change, changed, place_of
from planner.explaining.left_aside import Question, left_aside, solved
from planner.explaining.prices import Known, Price
from planner.workbook.tables import Tables


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What it would take for one thing to be part of the plan."""

    question: Question
    status: str
    """``below``: taken below the break-even; ``now``: a plan with it is known that costs no more; ``never``:
    not even for nothing; ``closed``: a cell rules it out; ``not_settled``; ``not_run``."""
    break_even: float | None = None
    """Largest value of the cell at which it is known to be worth taking."""
    sure: float | None = None
    """Largest value at which it is cheaper than any plan without it, whatever the plan's gap hides."""
    proven: bool = False
    """No cheaper plan exists at the break-even (else: none was found within the gap)."""
    extra: float | None = None
    """What taking it at today's price adds to the cost of the best plan."""
    kept_out_by: tuple[str, ...] = ()
    """Cells without which it would be taken (at its price where there is a break-even, else for nothing)."""
    solves: int = 0
    seconds: float = 0.0

    @property
    def factor(self) -> float | None:
        """Break-even as a part of what is asked today."""
        return (
            None if self.break_even is None or not self.question.now else self.break_even / self.question.now
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """Rows of WhatIf that set the break-even."""
        return () if self.factor is None else changes_to(self.question.cells, self.factor)

    def as_json(self) -> dict[str, object]:
        """Return the answer as ``--json`` prints it."""
        asked = self.question
        return {
            "kind": asked.kind,
            "name": asked.name,
            "sheet": asked.sheet,
            "column": asked.column,
            "cell": asked.place,
            "now": asked.now,
            "unit": asked.unit,
            "status": self.status,
            "break_even": self.break_even,
            "break_even_sure": self.sure,
            "factor": self.factor,
            "proven": self.proven,
            "extra_cost_today": self.extra,
            "kept_out_by": list(self.kept_out_by),
            "changes": [change.as_json() for change in self.changes],
        }


def why_not(
    base: CaseRun,
    known: Known,
    priced: Sequence[Price] = (),
    effort: Effort | None = None,
    *,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
    kinds: Iterable[str] = ("offer", "supplier", "qualification", "investment"),
) -> list[WhyNot]:
    """Find what it would take for everything that a plan leaves aside.

    Parameters
    ----------
    base : CaseRun
        The plan, solved, with its solution kept.
    known : Known
        What is known of the best plan.
    priced : sequence of Price
        Prices of the rules, where they are known: what is used without a rule is kept out by it.
    effort : Effort, optional
    jobs : int or Runner
    done : callable, optional
    kinds : iterable of str
        Only things of these kinds.

    Returns
    -------
    list of WhyNot
        In the order of the sheets.
    """
    side_constraints = set(kinds)
    asked = [question for question in left_aside(base) if question.kind in side_constraints]
    effort = effort or Effort()
    effort = replace(effort, threads=threads_each(jobs, effort.threads))
    start = solved(base).warm
    searches = {
        question: Search(
            kind=question.kind,
            name=question.name,
            tables=base.inputs,
            cells=question.cells,
            target=known.cost,
            bound=known.bound,
            side_constraints=question.side_constraints,
            start=start,
            effort=effort,
        )
        for question in asked
        if not question.closed_by
    }
    found = dict(zip(searches, find_all(list(searches.values()), jobs, done), strict=True))
    if not found or any(answer is None or answer.interrupted for answer in found.values()):
        keepers: dict[Question, list[str]] = {}
    else:
        keepers = _keepers(base, searches, found, priced, jobs=jobs, done=done)
    return [_answer(base.inputs, q, found.get(q), keepers.get(q, []), priced) for q in asked]


def _answer(
    tables: Tables, asked: Question, found: BreakEven | None, keepers: list[str], priced: Sequence[Price]
) -> WhyNot:
    if asked.closed_by:
        return WhyNot(asked, "closed", kept_out_by=(asked.closed_by,))
    if found is None:
        return WhyNot(asked, "not_run")
    if found.factor is None:
        status = "never" if found.settled or found.impossible else "not_settled"
        keeping = [place_of(tables, "Rules", rule, "share") for rule in keepers]
    else:
        status = "now" if found.factor >= 1.0 else "below" if found.settled else "not_settled"
        keeping = [
            price.question.place
            for price in priced
            if price.question.variant == "without" and asked.kind == "offer" and asked.name in price.offers
        ]
    return WhyNot(
        question=asked,
        status=status,
        break_even=None if found.factor is None else found.factor * asked.now,
        sure=None if found.sure is None else found.sure * asked.now,
        proven=found.proven or found.impossible,
        extra=found.extra,
        kept_out_by=tuple(dict.fromkeys(keeping)),
        solves=found.solves,
        seconds=found.seconds,
    )


def _keepers(
    base: CaseRun,
    searches: dict[Question, Search],
    found: dict[Question, BreakEven | None],
    priced: Sequence[Price],
    *,
    jobs: Jobs,
    done: Callable[[int, int], None] | None,
) -> dict[Question, list[str]]:
    """Return the rules without each of which a thing would be taken that is not taken even for nothing."""
    out = [
        question for question in searches if (answer := found[question]) is not None and answer.factor is None
    ]
    rules = dict.fromkeys(rule for question in out for rule in question.touched_by)
    loosened = {rule: changed(base.inputs, [Change("Rules", rule, "", "remove")]) for rule in rules}
    costs = _costs_without(base, loosened, priced, jobs, next(iter(searches.values())).effort)
    tries: list[tuple[Question, str, Search]] = []
    for question in out:
        for rule in question.touched_by:
            tables, target = loosened[rule], costs.get(rule)
            if tables is not None and target is not None:
                search = replace(searches[question], tables=tables, target=target, only_free=True)
                tries.append((question, rule, search))
    keepers: dict[Question, list[str]] = {}
    answers = find_all([search for *_, search in tries], jobs, done)
    for (question, rule, _), answer in zip(tries, answers, strict=True):
        if answer is not None and answer.factor is not None:
            keepers.setdefault(question, []).append(rule)
    return keepers


def _costs_without(
    base: CaseRun,
    loosened: Mapping[str, Tables | None],
    priced: Sequence[Price],
    jobs: Jobs,
    effort: Effort,
) -> dict[str, float]:
    """Return what the best plan costs without each rule, solving where that is not known yet."""
    costs = {
        price.question.row: price.objective
        for price in priced
        if price.question.kind == "rule"
        and price.question.variant == "without"
        and price.objective is not None
    }
    left = {rule: tables for rule, tables in loosened.items() if tables is not None and rule not in costs}
    tasks = [Task(rule, "", tables) for rule, tables in left.items()]
    for run in run_cases(base, tasks, effort, jobs) if tasks else ():
        if run.result is not None:
            costs[run.name] = run.result.objective
    return costs
