"""What the next plan cannot say of the one before: limits whose past it does not count."""

from __future__ import annotations

import pandas as pd

from planner.rolling.decisions import records
from planner.rolling.followed import Followed
from planner.rolling.ledger import Ledger, names
from planner.workbook.access import amount, text, texts, whole
from planner.workbook.series import first_year


def note_unkept(book: Ledger, past: Followed) -> None:
    """Name the limits whose past the next plan cannot count."""
    begins = book.months + first_year(book.tables) - 12
    cut = begins < book.months and first_year(book.tables) < 12
    for row in book.tables["Rules"]:
        measure, rule = text(row, "measure"), text(row, "rule")
        if text(row, "window") == "horizon":
            book.cannot("rule horizon", rule=rule)
        elif cut and (measure == "recycled" or text(row, "base") == "use"):
            book.cannot("rule use", rule=rule)
        elif cut and measure != "supplier" and _made_at(past, measure, texts(row, "items")):
            book.cannot("rule made", rule=rule)
    for row in book.tables["Products"]:
        if amount(row, "min_fill_rate") > 0:
            book.cannot("fill rate", product=text(row, "product"))
    _note_money(book, past, cut=cut, begins=begins)
    left = book.tables.months
    covered = [text(row, "item") for row in book.tables["Items"] if amount(row, "min_cover_days") > 0]
    if covered and left < min(12, past.tables.months):
        book.cannot("cover tail", items=names(covered), months=left)
    if past.tables.settings.get("year_start") is None:
        moved = [
            text(row, "offer")
            for row in book.tables["Offers"]
            if text(row, "index")
            and (past.tables.start.month - 1) % max(1, whole(row, "index_reset_months", 1))
        ]
        if moved:
            book.cannot("resets move", offers=names(moved))


def _note_money(book: Ledger, past: Followed, *, cut: bool, begins: int) -> None:
    if not cut:
        return
    signed: dict[str, int | None] = {
        str(row["offer"]): (None if pd.isna(row["tier"]) else int(row["tier"]))
        for row in records(past, "Awards")
        if row["kind"] == "contract" and not pd.isna(row["signed"]) and row["signed"]
    }
    again = 0.0
    part = min(first_year(book.tables), book.tables.months) / 12
    for name, tier in signed.items():
        spec = past.data.offers[past.data.tiers_of_offer[name][(tier or 1) - 1]]
        years = spec.tier_cost_by_year
        again += part * (years[min(1, len(years) - 1)] if years else spec.tier_cost)
    for row in records(past, "Pools"):
        again += part * (0.0 if pd.isna(row["tier_cost"]) else float(row["tier_cost"]))
    if abs(again) > 1e-9:
        book.cannot("tier cost again", amount=again, currency=past.tables.settings["currency"])
    if past.tables.settings.get("capex_budget") is not None and any(
        max(0, begins) <= past.month(row["start_month"]) < book.months for row in records(past, "Investments")
    ):
        book.cannot("budget")
    _note_force_majeure(book, past, begins, signed)


def _note_force_majeure(book: Ledger, past: Followed, begins: int, signed: dict[str, int | None]) -> None:
    """Name the contracts whose past orders an event still to come stops: that counts in no next plan."""
    hit = []
    for name, tier in signed.items():
        key = past.data.tiers_of_offer[name][(tier or 1) - 1]
        spec = past.data.offers[key]
        if spec.take_or_pay <= 0:
            continue
        for scenario in past.tree.scenarios:
            if past.tree.onset[scenario] < book.months:
                continue
            for at in range(max(begins, 0), book.months):
                placed = past.tree.path(past.scenario, at)
                if not past.tree.can_order(key, placed, at):
                    continue
                dispatch = past.tree.arrival(key, placed, at) - spec.transit
                if past.tree.survival(key, dispatch, past.scenario, scenario) < 1:
                    hit.append(name)
    if hit:
        book.cannot("force majeure", offers=names(hit))


def _made_at(past: Followed, measure: str, items: tuple[str, ...]) -> bool:
    return any(
        spec.stage is not None
        and spec.stage.value == measure
        and (not items or any(str(item) in items for item in spec.outputs))
        for spec in past.data.processes.values()
    )
