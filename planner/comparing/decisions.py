"""What one plan decides otherwise than another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.comparing.view import View
from planner.reporting.comparison.content import Cell, DecisionChange
from planner.reporting.view.lookup import TINY, number
from planner.workbook.access import text

SAME = 1e-3
"""Quantities whose difference is a smaller part than this are the same decision."""


def decision_changes(base: View, view: View, *, everything: bool) -> list[DecisionChange]:
    """Return the decisions that differ: suppliers, contracts and purchases, investments, stock on the trunk.

    Parameters
    ----------
    base, view : View
        Both with a plan.
    everything : bool
        Also what does not differ.
    """
    subjects = (_suppliers, _awards, _builds, _stocks)
    found = [change for subject in subjects for change in subject(base, view)]
    return found if everything else [change for change in found if not change.same]


def _change(
    view: View, kind: str, name: str, what: str, cells: tuple[Cell, Cell], *, unit: str = ""
) -> DecisionChange:
    before, after = cells
    return DecisionChange(view.entry.name, kind, name, what, before, after, unit, _alike(before, after))


def _alike(before: Cell, after: Cell) -> bool:
    if isinstance(before, float | int) and isinstance(after, float | int):
        return abs(before - after) <= max(TINY, SAME * max(abs(before), abs(after)))
    return before == after


def _keys(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def _suppliers(base: View, view: View) -> list[DecisionChange]:
    before, after = (
        {row["supplier"]: "yes" if row["qualified"] else "no" for row in side.rows("Suppliers")}
        for side in (base, view)
    )
    return [
        _change(view, "supplier", name, "qualified", (before.get(name), after.get(name)))
        for name in _keys(before, after)
    ]


@dataclass(frozen=True, slots=True)
class _Award:
    kind: str
    item: str
    signed: str
    """``yes`` or ``no``; no meaning where the kind is spot."""
    tier: int | None
    """Of a signed contract with tiers."""
    rate: float
    """Contract: the rate signed, a month; spot: trunk orders, a year."""


def _awards_of(view: View) -> dict[str, _Award]:
    """Return what is bought from each offer; of an offer with tiers, the tier that was chosen."""
    found: dict[str, _Award] = {}
    for row in view.rows("Awards"):
        contract = row["kind"] == "contract"
        signed = contract and bool(row["signed"])
        rate = number(row["rate_per_month"] if contract else row["annual_quantity"])
        if signed or row["offer"] not in found:
            tier = None if row["tier"] is None or not signed else int(row["tier"])
            kept = rate if signed or not contract else 0.0
            word = "yes" if signed else "no"
            found[row["offer"]] = _Award(row["kind"], row["item"], word, tier, kept)
    return found


def _awards(base: View, view: View) -> list[DecisionChange]:
    before, after = _awards_of(base), _awards_of(view)
    units = _units(base, view)
    found = []
    for offer in _keys(before, after):
        old, new = before.get(offer), after.get(offer)
        known = new or old
        if known is None:
            continue
        unit = units.get(known.item, "")
        if known.kind != "contract":
            quantities = (None if old is None else old.rate, None if new is None else new.rate)
            found.append(_change(view, "spot", offer, "annual_quantity", quantities, unit=unit))
            continue
        signed = (None if old is None else old.signed, None if new is None else new.signed)
        found.append(_change(view, "contract", offer, "signed", signed))
        if "yes" in signed:
            tiers = (None if old is None else old.tier, None if new is None else new.tier)
            if any(tier is not None for tier in tiers):
                found.append(_change(view, "contract", offer, "tier", tiers))
            rates = (None if old is None else old.rate, None if new is None else new.rate)
            found.append(_change(view, "contract", offer, "rate_per_month", rates, unit=unit))
    return found


def _builds(base: View, view: View) -> list[DecisionChange]:
    """Return modules and first start of every investment that either side starts."""

    def built(side: View) -> tuple[dict[str, float], dict[str, str]]:
        modules: dict[str, float] = {}
        starts: dict[str, str] = {}
        for row in sorted(side.rows("Investments"), key=lambda row: str(row["start_month"])):
            modules[row["investment"]] = modules.get(row["investment"], 0.0) + float(row["modules"])
            starts.setdefault(row["investment"], f"{row['start_month']:%Y-%m}")
        return modules, starts

    (before, began), (after, begins) = built(base), built(view)
    found = []
    for name in _keys(before, after):
        modules = before.get(name, 0.0), after.get(name, 0.0)
        found.append(_change(view, "investment", name, "modules", modules))
        first = began.get(name), begins.get(name)
        found.append(_change(view, "investment", name, "start_month", first))
    return found


def _stocks(base: View, view: View) -> list[DecisionChange]:
    units = _units(base, view)
    found = []
    for item in _keys(base.stock, view.stock):
        stocks = base.average_stock(item), view.average_stock(item)
        found.append(_change(view, "stock", item, "average_stock", stocks, unit=units.get(item, "")))
        days = base.average_days(item), view.average_days(item)
        found.append(_change(view, "stock", item, "average_days", days, unit="d"))
    return found


def _units(base: View, view: View) -> dict[str, str]:
    return {
        text(row, "item"): text(row, "unit") for side in (view, base) for row in side.entry.inputs["Items"]
    }
