"""How a plan follows from a result: months between them, the path followed, and what its parts are called."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from models.plan.data import PlanData
from models.solution.carried import WarmStart
from models.solver.standard_form import as_tuple
from planner.result import Result
from planner.rolling.carried import carried_decisions
from planner.rolling.decisions import Parts
from planner.rolling.ledger import CannotRoll
from planner.rolling.next_plan import Rolled
from planner.rolling.observed import observe
from planner.workbook.access import month, text
from planner.workbook.events.scenarios import TRUNK, known_events
from planner.workbook.tables import Tables


def linked(last: Result, tables: Tables) -> Rolled:
    """Return how a plan, rolled and perhaps edited since, follows from a result.

    Raises
    ------
    CannotRoll
        It begins before the result or after its end, or is about other things.
    """
    old = last.inputs
    months = old.month_index(tables.start)
    if not 0 <= months < old.months:
        end = old.month_date(old.months - 1)
        raise CannotRoll("not after", month=tables.start, first=old.start, last=end)
    for sheet, key in (("Items", "item"), ("Offers", "offer")):
        if not {text(row, key) for row in old[sheet]} & {text(row, key) for row in tables[sheet]}:
            raise CannotRoll("another plan", name=old.name)
    return Rolled(
        old=old,
        tables=tables,
        months=months,
        changes=(),
        unkept=(),
        followed=_followed(old, tables, months),
        tiers=_tiers(last, tables),
        parts=_parts(last, tables),
    )


def carried_start(rolled: Rolled, last: Result, data: PlanData) -> WarmStart:
    """Return the last plan's decisions as what a solve begins with."""
    values = carried_decisions(rolled, last.tables, data).values
    pairs = [((name, as_tuple(index)), value) for name, of in values.items() for index, value in of.items()]
    return WarmStart(
        tuple(name for name, _ in pairs), (), np.array([float(value) for _, value in pairs]), None
    )


def _followed(old: Tables, tables: Tables, months: int) -> str:
    """Return the old scenario whose events stand under scenario 0 now."""
    before = {(event, old.month_date(at)) for event, at in known_events(old)}
    now = [(event, tables.month_date(at)) for event, at in known_events(tables)]
    happened = tuple(
        (event, old.month_index(date))
        for event, date in now
        if (event, date) not in before and old.start <= date <= tables.start
    )
    if not happened or not months:
        return TRUNK
    try:
        return observe(old, months, tuple(sorted(happened, key=lambda one: one[1]))).followed
    except CannotRoll:
        return TRUNK


def _tiers(last: Result, tables: Tables) -> dict[str, int]:
    """Return the old number of a price tier that stands alone now, by offer."""
    found: dict[str, int] = {}
    before = {text(row, "offer") for row in last.inputs["PriceTiers"]}
    for award in last.tables["Awards"].to_dict("records"):
        name = str(award["offer"])
        left = [row for row in tables["PriceTiers"] if text(row, "offer") == name]
        signed = not pd.isna(award["signed"]) and bool(award["signed"])
        if name in before and signed and len(left) == 1 and not pd.isna(award["tier"]):
            found[name] = int(award["tier"])
    return found


def _parts(last: Result, tables: Tables) -> Parts:
    """Return the ids of modules that were started, by the months in which they were committed."""
    committed: dict[tuple[str, dt.date], str] = {}
    for row in tables["Investments"]:
        date = month(row, "committed_start")
        if date is not None:
            committed[text(row, "investment"), date] = text(row, "investment")
    parts: Parts = {}
    for begun in last.tables["Investments"].to_dict("records"):
        date = pd.Timestamp(begun["start_month"]).date()
        name = str(begun["investment"])
        if date >= tables.start:
            continue
        for part in (name, f"{name}-{date:%Y-%m}", f"{name}-{date:%Y-%m}+"):
            if (part, date) in committed:
                parts[name, last.inputs.month_index(date)] = part
    return parts
