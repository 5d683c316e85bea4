"""Other plans that cost little more: each does without something that the plan relies on.

Every candidate is the best plan without one supplier, one contract or one investment, found by an ordinary
solve of the changed plan; of those that cost at most so much more, the cheapest that differ are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.runs.run import Jobs
from planner.cases import CaseRun, Effort, run_cases
from planner.explaining.changes import Change, task_of
from planner.explaining.prices import Known
from planner.workbook.access import text
from planner.workbook.tables import Row, Tables

Decision = tuple[str, str]
"""``supplier`` (used or not), ``contract`` or ``investment``, and its id."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that the plan relies on and could do without."""

    kind: str
    """As of ``Decision``."""
    name: str
    changes: tuple[Change, ...]
    """Rows of WhatIf that take it away."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One plan that decides otherwise."""

    without: Candidate
    status: str
    objective: float | None = None
    extra: float | None = None
    """What it costs more than the plan."""
    expected_cost: float | None = None
    cvar: float | None = None
    gap: float | None = None
    dropped: tuple[Decision, ...] = ()
    """What the plan relies on and this one does not."""
    added: tuple[Decision, ...] = ()
    """What this one relies on and the plan does not."""
    chosen: bool = False
    """One of those asked for: within the cost, and different from the others."""

    def as_json(self) -> dict[str, object]:
        """Return the alternative as ``--json`` prints it."""
        return {
            "without": {"kind": self.without.kind, "name": self.without.name},
            "status": self.status,
            "objective": self.objective,
            "extra_cost": self.extra,
            "expected_cost": self.expected_cost,
            "cvar": self.cvar,
            "gap": self.gap,
            "dropped": [{"kind": kind, "name": name} for kind, name in self.dropped],
            "added": [{"kind": kind, "name": name} for kind, name in self.added],
            "chosen": self.chosen,
            "changes": [change.as_json() for change in self.without.changes],
        }


def candidates(base: CaseRun) -> list[Candidate]:
    """Return what a solved plan relies on and a plan could do without; what is already decided stays."""
    relied = decisions(base)
    return [candidate for part in (_suppliers, _contracts, _investments) for candidate in part(base, relied)]


def find_alternatives(
    base: CaseRun,
    known: Known,
    count: int,
    within: float,
    effort: Effort | None = None,
    *,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[Alternative]:
    """Find other plans that cost little more.

    Parameters
    ----------
    base : CaseRun
        The plan, solved.
    known : Known
        What is known of the best plan.
    count : int
        Plans asked for.
    within : float
        What they may cost more, as a part of the plan's cost.
    effort : Effort, optional
    jobs : int or Runner
    done : callable, optional

    Returns
    -------
    list of Alternative
        Those chosen first, the cheapest on top; then every other candidate with what it costs.
    """
    if count <= 0:
        return []
    tried = [(c, task_of(f"without {c.name}", base.inputs, c.changes)) for c in candidates(base)]
    ready = [(candidate, task) for candidate, task in tried if task is not None]
    runs = run_cases(base, [task for _, task in ready], effort, jobs, done)
    relied = decisions(base)
    found = [_alternative(known, relied, c, run) for (c, _), run in zip(ready, runs, strict=True)]
    chosen = _choose(found, count, known.cost + within * abs(known.cost))
    marked = [replace(alternative, chosen=at in chosen) for at, alternative in enumerate(found)]
    return sorted(marked, key=lambda a: (not a.chosen, a.extra is None, a.extra or 0.0))


def decisions(run: CaseRun) -> frozenset[Decision]:
    """Return what a plan relies on: suppliers and contracts it orders from on any path, investments."""
    if run.result is None:
        return frozenset()
    tables = run.result.tables
    supplier_of = {text(row, "offer"): text(row, "supplier") for row in run.inputs["Offers"]}
    ordered = set(tables["Orders"]["offer"].astype(str))
    contracts = {text(row, "offer") for row in run.inputs["Offers"] if text(row, "kind") == "contract"}
    built = set(tables["Investments"]["investment"].astype(str))
    return frozenset(
        [("supplier", supplier_of[offer]) for offer in ordered]
        + [("contract", offer) for offer in ordered & contracts]
        + [("investment", name) for name in built]
    )


def _alternative(
    known: Known, relied: frozenset[Decision], candidate: Candidate, run: CaseRun
) -> Alternative:
    if run.result is None:
        return Alternative(candidate, run.status)
    own, result = decisions(run), run.result
    return Alternative(
        without=candidate,
        status=run.status,
        objective=result.objective,
        extra=result.objective - known.cost,
        expected_cost=result.expected_cost,
        cvar=result.cvar,
        gap=result.gap,
        dropped=tuple(sorted(relied - own)),
        added=tuple(sorted(own - relied)),
    )


def _choose(found: Sequence[Alternative], count: int, most: float) -> list[int]:
    """Return which alternatives to show: the cheapest, each with something that every other one keeps."""
    chosen: list[int] = []
    for at in sorted(range(len(found)), key=lambda at: found[at].objective or 0.0):
        moves, cost = _moves(found[at]), found[at].objective
        if cost is None or cost > most or not moves:
            continue
        others = [_moves(found[other]) for other in chosen]
        if len(chosen) < count and not any(moves <= other or other <= moves for other in others):
            chosen.append(at)
    return chosen


def _moves(alternative: Alternative) -> frozenset[Decision]:
    return frozenset((*alternative.dropped, *alternative.added))


# --- what a plan relies on --------------------------------------------------------------------------------


def _suppliers(base: CaseRun, relied: frozenset[Decision]) -> Iterator[Candidate]:
    for row in base.inputs["Suppliers"]:
        name = text(row, "supplier")
        offers = [offer for offer in base.inputs["Offers"] if text(offer, "supplier") == name]
        if ("supplier", name) in relied and not any(offer["signed"] is True for offer in offers):
            closing = (change for offer in offers for change in _closing(base.inputs, offer))
            yield Candidate("supplier", name, tuple(closing))


def _contracts(base: CaseRun, relied: frozenset[Decision]) -> Iterator[Candidate]:
    for row in base.inputs["Offers"]:
        name = text(row, "offer")
        if ("contract", name) in relied and row["signed"] is None and not _alone(base.inputs, row):
            yield Candidate("contract", name, _closing(base.inputs, row))


def _alone(tables: Tables, offer: Row) -> bool:
    """Tell whether an offer is its supplier's only one: doing without the one is doing without the other."""
    return sum(text(other, "supplier") == text(offer, "supplier") for other in tables["Offers"]) == 1


def _closing(tables: Tables, offer: Row) -> tuple[Change, ...]:
    """Return what closes an offer: nothing is signed, or nothing can be bought, whatever is built for it."""
    name = text(offer, "offer")
    if text(offer, "kind") == "contract":
        return (Change("Offers", name, "signed", "set", "no"),)
    growing = (row for row in tables["Investments"] if text(row, "adds_to") == f"offer:{name}")
    return (
        Change("Offers", name, "max_per_month", "set", 0),
        *(Change("Investments", text(row, "investment"), "adds", "set", 0) for row in growing),
    )


def _investments(base: CaseRun, relied: frozenset[Decision]) -> Iterator[Candidate]:
    for row in base.inputs["Investments"]:
        name = text(row, "investment")
        if ("investment", name) in relied and row["committed_start"] is None:
            yield Candidate("investment", name, (Change("Investments", name, "max_modules", "set", 0),))
