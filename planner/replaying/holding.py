"""The first plan held: its here-and-now decisions stand, and nothing more is signed, qualified or begun."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.replaying.knowing import with_sheets
from planner.replaying.truth import with_cells
from planner.rolling import Rolled
from planner.workbook.access import month, text
from planner.workbook.tables import Row, Tables, Value


def held(rolled: Rolled, frames: Mapping[str, pd.DataFrame], origin: dict[str, str]) -> Tables:
    """Return the next plan with nothing left to decide but orders and production.

    Parameters
    ----------
    rolled : Rolled
        Contracts signed, suppliers being qualified and modules started are the past already.
    frames : mapping of str to DataFrame
        Result tables of the plan that is held.
    origin : dict
        Gets the investment of the plan by the id of each part of it.
    """
    tables = rolled.tables
    beyond = tables.month_date(tables.months)
    unqualified = {
        "already_qualified": None,
        "qualification_cost": None,
        "qualification_months": None,
        "qualified_from": beyond,
    }
    suppliers = [
        with_cells(row, **unqualified)
        if row["already_qualified"] is False and month(row, "qualified_from") is None
        else row
        for row in tables["Suppliers"]
    ]
    offers = [
        with_cells(row, signed=False) if text(row, "kind") == "contract" and row["signed"] is None else row
        for row in tables["Offers"]
    ]
    investments = _investments(tables, rolled, frames, origin)
    return with_sheets(tables, Suppliers=suppliers, Offers=offers, Investments=investments)


def _investments(
    tables: Tables, rolled: Rolled, frames: Mapping[str, pd.DataFrame], origin: dict[str, str]
) -> list[Row]:
    """Commit what is to be started later; what is not started never is."""
    coming: dict[str, list[tuple[pd.Timestamp, int]]] = {}
    for began in frames["Investments"].to_dict("records"):
        start = began["start_month"]
        if rolled.old.month_index(start.date()) >= rolled.months:
            coming.setdefault(str(began["investment"]), []).append((start, round(began["modules"])))
    rows: list[Row] = []
    taken = {text(row, "investment") for row in tables["Investments"]}
    for row in tables["Investments"]:
        name = text(row, "investment")
        if month(row, "committed_start") is not None:
            rows.append(row)
            continue
        starts = sorted(coming.get(name, ()))
        if not starts:
            rows.append(with_cells(row, max_modules=0))
        for number, (start, modules) in enumerate(starts):
            part = name
            while number and part in taken:
                part += "+"
            taken.add(part)
            origin[part] = origin.get(name, name)
            cells: dict[str, Value] = {
                "investment": part,
                "max_modules": modules,
                "committed_start": start.date(),
            }
            if number:
                cells["excludes"] = None
            rows.append(with_cells(row, **cells))
    return rows


def restored(tables: Tables, plan: Tables) -> Tables:
    """Return the plan without what a rule of thumb asked: it gives way once things are otherwise."""
    own = {text(row, "item"): row for row in plan["Items"]}
    items = [
        with_cells(
            row,
            min_cover_days=None,
            min_stock=None,
            cover_from=None,
            cover_penalty=None,
            max_stock=own[text(row, "item")]["max_stock"],
        )
        for row in tables["Items"]
    ]
    return with_sheets(tables, Items=items, Rules=plan["Rules"])
