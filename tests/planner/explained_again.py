"""Explanations of random plans, each figure found again by solving the changed plan from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases import Sheets, from_sheets, solve_tables
from random_plans import random_sheets

from models.errors import PlanError
from planner.cases import CaseRun, Effort, run_base
from planner.explaining.alternatives import find_alternatives
from planner.explaining.break_even import changes_to
from planner.explaining.changes import changed
from planner.explaining.prices import ask, best_known, prices, questions
from planner.explaining.reached import built, used_offers
from planner.explaining.why_not import WhyNot, why_not
from planner.pipeline import Plan
from planner.workbook.tables import Tables

EXACTLY = Effort(gap=1e-9, threads=1)
CLOSE = 1e-5
"""Costs that differ by less than this part are the same."""
A_LITTLE = 2e-3
"""By this part the break-even is missed on either side."""

Figure = tuple[int, str, str, Any, Any]
"""Seed, kind, name, what was told and what solving found."""


def differing(seed: int, counted: dict[str, int] | None = None) -> list[Figure]:
    """Return the figures of a random plan's explanation that solving anew does not find.

    Parameters
    ----------
    seed : int
    counted : dict, optional
        Takes how many figures of each kind were compared.
    """
    sheets = random_sheets(seed)
    base = run_base(Plan(from_sheets(sheets), ()), EXACTLY)
    if base.result is None:
        return []
    asked = questions(base)
    runs = ask(base, asked, EXACTLY)
    known = best_known(base, asked, runs)
    priced = prices(known, base, asked, runs)
    found: list[Figure] = []
    for kind, name, told, again in (
        *_prices(base, priced),
        *_without(sheets, base, known),
        *_break_evens(base, why_not(base, known, priced, EXACTLY)),
    ):
        if counted is not None:
            counted[kind] = counted.get(kind, 0) + 1
        if told is None or again is None or isinstance(told, bool):
            same = told == again
        else:
            same = abs(told - again) <= CLOSE * max(1.0, abs(again))
        if not same:
            found.append((seed, kind, name, told, again))
    return found


def _cost(tables: Tables | None) -> float | None:
    """Return the cost of the best plan; ``None`` where there is none."""
    if tables is None:
        return None
    try:
        return solve_tables(tables).objective
    except PlanError:
        return None


def _prices(base: CaseRun, priced: Any) -> Iterator[tuple[str, str, Any, Any]]:
    for price in priced:
        name = f"{price.question.row}/{price.question.column}/{price.question.variant}"
        yield "price", name, price.objective, _cost(changed(base.inputs, price.question.changes))


def _without(sheets: Sheets, base: CaseRun, known: Any) -> Iterator[tuple[str, str, Any, Any]]:
    counted = any(row.get("min_suppliers") for row in sheets["Items"])
    for other in find_alternatives(base, known, 3, 9.0, EXACTLY):
        kind, name = other.without.kind, other.without.name
        if kind == "investment" or counted:
            continue  # how many suppliers there are counts whether they sell or not
        column = "supplier" if kind == "supplier" else "offer"
        gone = {row["offer"] for row in sheets["Offers"] if row[column] == name}
        if len(gone) == len(sheets["Offers"]):
            continue  # a plan needs an offer
        yield f"without {kind}", name, other.objective, _cost(from_sheets(_less(sheets, gone)))


def _less(sheets: Sheets, gone: set[str]) -> Sheets:
    """Return a plan without some offers, their tiers, and what investments add to them."""
    changed = dict(sheets)
    for sheet in ("Offers", "PriceTiers"):
        changed[sheet] = [row for row in sheets[sheet] if row["offer"] not in gone]
    changed["Investments"] = [
        {key: value for key, value in row.items() if key not in ("adds_to", "adds")}
        if str(row.get("adds_to", "")).removeprefix("offer:") in gone
        else row
        for row in sheets.get("Investments", [])
    ]
    return changed


def _break_evens(base: CaseRun, answers: list[WhyNot]) -> Iterator[tuple[str, str, Any, Any]]:
    for answer in answers:
        name = f"{answer.question.kind} {answer.question.name}"
        if answer.status == "below" and answer.factor is not None and answer.factor > CLOSE:
            cheaper, dearer = answer.factor * (1 - A_LITTLE), answer.factor * (1 + A_LITTLE)
            yield "break-even, below", name, True, taken(base, answer, cheaper)
            if dearer < 1:
                yield "break-even, above", name, False, taken(base, answer, dearer, tie=False)
        elif answer.status == "never":
            yield "never", name, False, taken(base, answer, 0.0, tie=False)


def taken(base: CaseRun, answer: WhyNot, factor: float, *, tie: bool = True) -> bool:
    """Tell whether the plan takes a thing when a factor stands on its cells: solved from nothing.

    ``tie``: without it, it is taken only if that makes the plan cheaper.
    """
    tables = changed(base.inputs, changes_to(answer.question.cells, factor))
    assert tables is not None
    solution = solve_tables(tables).solution
    name = answer.question.name
    match answer.question.kind:
        case "offer":
            own = name in used_offers(solution)
        case "investment":
            own = name in built(solution)
        case _:
            own = solution.values["v_qualified"][name] > 0.5
    if not tie and base.result is not None:
        before = base.result.objective
        return own and solution.objective < before - CLOSE * max(1.0, abs(before))
    return own
