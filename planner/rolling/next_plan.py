"""From a plan, the tables of its solution and what happened to the plan that is made some months later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from models.plan.names import TRUNK, Event, Scenario
from models.plan.tree import Tree
from planner.assemble import assemble
from planner.rolling.actual import Actual, Gap, apply_actual
from planner.rolling.chances import carry_scenarios, drop_lost_cases
from planner.rolling.decisions import (
    Parts,
    carry_contracts,
    carry_investments,
    carry_suppliers,
)
from planner.rolling.followed import Followed, Frames
from planner.rolling.horizon import assume_added_months, move_months
from planner.rolling.ledger import CannotRoll, Change, Ledger, Reason
from planner.rolling.observed import Observed, Start, observe, starts_of
from planner.rolling.supply import carry_late, carry_orders, carry_receipts, carry_stock
from planner.rolling.unkept import note_unkept
from planner.workbook.access import text
from planner.workbook.checks.every import check
from planner.workbook.messages.findings import Severity
from planner.workbook.schema.sheets import SCHEMA
from planner.workbook.tables import Tables


@dataclass(frozen=True)
class Rolled:
    """The plan some months later, and what was changed to get there."""

    old: Tables
    tables: Tables
    """The next plan."""
    months: int
    """Months gone."""
    changes: tuple[Change, ...]
    """Each cell that was changed, in the order of the sheets."""
    unkept: tuple[Reason, ...]
    """What the next plan cannot say of the one before."""
    followed: str
    """Scenario of the old plan on whose path it was until now; ``0``: the trunk."""
    scenarios: Mapping[str, str] = field(default_factory=dict)
    """Scenario of the old plan by scenario of the next one, where both mean the same path."""
    tiers: Mapping[str, int] = field(default_factory=dict)
    """Old number of the one price tier that is left, by offer."""
    parts: Parts = field(default_factory=dict)
    """Id of modules that were started, by investment and old start month."""
    assumed: frozenset[tuple[str, int]] = frozenset()
    """Sheet and row number of what was taken from a year before."""
    gaps: tuple[Gap, ...] = ()
    """Plan against actual."""


def roll_plan(
    tables: Tables,
    frames: Frames,
    months: int = 1,
    *,
    happened: Iterable[str | Start] = (),
    actual: Actual | None = None,
    extend: bool = False,
) -> Rolled:
    """Return the plan that is made some months after another, which was carried out until then.

    Parameters
    ----------
    tables : Tables
        The plan, without errors.
    frames : mapping of str to DataFrame
        Its result tables (``PlanResult.tables``).
    months : int
        Months gone, from 1 to one less than the plan has.
    happened : iterable of str or tuple
        Events that began in the months gone: ``EVENT@2026-07``, or the event with its month of the plan.
    actual : Actual, optional
        What was counted, ordered and learnt instead of what the plan says.
    extend : bool
        Keep the number of months; else the end stays.

    Returns
    -------
    Rolled

    Raises
    ------
    CannotRoll
        The months or events asked for do not fit the plan.
    """
    hold_month(tables, months)
    seen = observe(tables, months, starts_of(tables, months, happened))
    past = _followed(tables, frames, seen)
    book = Ledger(tables, months)
    move_months(book, extend=extend)
    carry_stock(book, past)
    carry_receipts(book, past)
    carry_orders(book, past)
    carry_late(book, past)
    carry_suppliers(book, past)
    tiers = carry_contracts(book, past)
    parts = carry_investments(book, past)
    carry_scenarios(book, seen, extend=extend)
    if extend:
        assume_added_months(book)
    gaps = apply_actual(book, past, actual) if actual is not None else ()
    note_unkept(book, past)
    drop_lost_cases(book, _lost_cases(book))
    order = {sheet.name: at for at, sheet in enumerate(SCHEMA)}
    changes = sorted(book.changes, key=lambda change: order[change.sheet])
    return Rolled(
        tables,
        book.tables,
        months,
        tuple(changes),
        tuple(book.unkept),
        seen.followed,
        {TRUNK: seen.followed} | {name: name for name in seen.left if not seen.made and not seen.shift},
        tiers,
        parts,
        frozenset(book.assumed),
        gaps,
    )


def hold_month(tables: Tables, months: int) -> None:
    """Refuse a next plan that would begin before this one is a month old, or after it ends."""
    if tables.months == 1:
        raise CannotRoll("no month left")
    if not 1 <= months < tables.months:
        last = tables.month_date(tables.months - 1)
        raise CannotRoll(
            "no such month", month=tables.month_date(months), first=tables.month_date(1), last=last
        )


def _followed(tables: Tables, frames: Frames, seen: Observed) -> Followed:
    data = assemble(tables)
    tree, scenario = Tree(data), Scenario(seen.followed)
    on_path = set(tree.events[scenario])
    begun = tuple((Event(event), at) for event, at in seen.happened)
    unforeseen = tuple(start for start in begun if start not in on_path)
    return Followed(tables, frames, data, tree, scenario, seen.months, unforeseen)


def _lost_cases(book: Ledger) -> list[str]:
    """Return the what-if cases that cannot be made of the next plan."""
    if not book.sheets.get("WhatIf"):
        return []
    numbers = {row.number: text(row, "case") for row in book.sheets["WhatIf"]}
    return [
        numbers[row]
        for finding in check(book.tables)
        if finding.sheet == "WhatIf" and finding.severity is Severity.ERROR
        for row in [int("".join(filter(str.isdigit, finding.cell)) or 0)]
        if row in numbers
    ]
