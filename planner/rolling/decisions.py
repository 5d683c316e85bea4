"""What was decided and stands: suppliers being qualified, contracts at their rate, modules under way."""

from __future__ import annotations

from typing import Any

import pandas as pd

from models.plan.names import Offer
from planner.rolling.followed import Followed
from planner.rolling.ledger import Ledger, reason
from planner.workbook.access import amount, month, text, texts, whole
from planner.workbook.series import first_year
from planner.workbook.tables import Row, Value

Rows = list[dict[str, Any]]
Parts = dict[tuple[str, int], str]
"""Id that modules of an investment have in the next plan, by investment and old start month."""
SAME = 1e-9
"""A rate that differs by a smaller part is as it was written."""


def carry_suppliers(book: Ledger, past: Followed) -> None:
    """Give each supplier that the plan qualified the month from which it can deliver."""
    found = {str(row["supplier"]): bool(row["qualified"]) for row in records(past, "Suppliers")}
    for supplier in book.rows("Suppliers"):
        row = supplier
        if row["already_qualified"] is not False or month(row, "qualified_from") is not None:
            continue
        if found.get(text(row, "supplier")):
            why = reason("qualified")
            months = whole(row, "qualification_months")
            begins = past.tables.month_date(months)
            for key in ("already_qualified", "qualification_cost", "qualification_months"):
                row = book.set_cell(row, key, None, why)
            if months <= book.months and _delivers_already(past, text(row, "supplier")):
                continue  # it has a running contract: blank says that it is qualified
            book.set_cell(row, "qualified_from", begins, why)


def _delivers_already(past: Followed, supplier: str) -> bool:
    """Tell whether a contract of a supplier owes for months before the old plan."""
    return any(
        spec.supplier == supplier and past.tree.is_owed_from_before(offer)
        for offer, spec in past.data.offers.items()
    )


def carry_contracts(book: Ledger, past: Followed) -> dict[str, int]:
    """Sign the contracts that the plan signed, at their rate; return the old tier of each that had tiers."""
    tiers: dict[str, int] = {}
    for award in records(past, "Awards"):
        if award["kind"] != "contract" or pd.isna(award["signed"]) or not award["signed"]:
            continue
        name, rate = str(award["offer"]), max(0.0, float(award["rate_per_month"]))
        row = book.row("Offers", "offer", name)
        if row is None:
            continue
        tier = None if pd.isna(award["tier"]) else int(award["tier"])
        key = past.data.tiers_of_offer[name][0 if tier is None else tier - 1]
        _sign(book, past, row, key, rate)
        if tier is not None and not text(row, "pool"):
            tiers[name] = tier
            _keep_tier(book, past, key, tier, rate)
    return tiers


def _sign(book: Ledger, past: Followed, row: Row, key: Offer, rate: float) -> None:
    """Sign one contract; the months before the plan that signed it owe nothing."""
    spec = past.data.offers[key]
    row = book.set_cell(row, "signed", True, reason("signed"))
    if not any(text(tier, "offer") == spec.origin for tier in book.rows("PriceTiers")):
        annual = _as_written(row, 12 * rate, "max_annual", "min_annual")
        for column in ("min_annual", "max_annual"):
            row = book.set_cell(row, column, annual, reason("rate", rate=rate))
    begins = book.months + first_year(book.tables) - 12
    gone = range(max(begins, 0, spec.available_from, past.tree.first_order_month(key)), book.months)
    gone = range(gone.start, min(gone.stop, spec.available_to + 1))
    written = month(row, "available_from")
    if spec.take_or_pay > 0 and begins < 0 and not past.tree.is_owed_from_before(key):
        first = past.tables.month_date(0)
        if written is None or written < first:
            row = book.set_cell(row, "available_from", first, reason("signed in", month=first))
    if spec.take_or_pay > 0 and gone:
        year = past.tables.month_date(begins)
        known = any(
            text(order, "offer") == spec.origin
            and (ordered := month(order, "order_month"))
            and ordered >= year
            for order in book.rows("History")
        )
        if not known:
            cells: dict[str, Value] = {
                "offer": spec.origin,
                "order_month": past.tables.month_date(gone[-1]),
                "quantity": 0.0,
            }
            book.add("History", cells, reason("nothing taken"))


def _keep_tier(book: Ledger, past: Followed, key: Offer, tier: int, rate: float) -> None:
    """Leave the tier that was signed, at its rate; what it costs a year is made explicit."""
    spec = past.data.offers[key]
    name = spec.origin
    rows = sorted(
        (row for row in book.rows("PriceTiers") if text(row, "offer") == name),
        key=lambda row: amount(row, "from_annual"),
    )
    why = reason("tier", rate=rate)
    if len(rows) > 1 or text(book.row("Offers", "offer", name), "tier_kind") == "incremental":  # type: ignore[arg-type]
        for at, row in enumerate(rows, start=1):
            if at != tier:
                book.remove(row, why)
    chosen = rows[tier - 1] if len(rows) >= tier else rows[0]
    offer = book.row("Offers", "offer", name)
    if offer is not None and text(offer, "tier_kind") == "incremental":
        years = spec.tier_cost_by_year
        if years:
            book.cannot("tier cost moves", offer=name)
        cost = years[min(1, len(years) - 1)] if years else spec.tier_cost
        chosen = book.set_cell(chosen, "tier_cost", cost or None, why)
        book.set_cell(offer, "tier_kind", None, why)
    annual = _as_written(chosen, 12 * rate, "to_annual", "from_annual")
    for column in ("from_annual", "to_annual"):
        chosen = book.set_cell(chosen, column, annual, why)


def _as_written(row: Row, annual: float, *columns: str) -> float:
    """Return an annual quantity, as a cell has it already where that is the same but for rounding."""
    for column in columns:
        if column in row.given and abs(amount(row, column) - annual) <= SAME * max(1.0, annual):
            return amount(row, column)
    return annual


def carry_investments(book: Ledger, past: Followed) -> Parts:
    """Commit the modules that were started; what was started in different months is parted."""
    started: dict[str, dict[int, int]] = {}
    for row in records(past, "Investments"):
        at = past.month(row["start_month"])
        if at < book.months:
            of = started.setdefault(str(row["investment"]), {})
            of[at] = of.get(at, 0) + round(float(row["modules"]))
    parts: Parts = {}
    for name, months in started.items():
        own = book.row("Investments", "investment", name)
        if own is None or month(own, "committed_start") is not None:
            continue
        parts |= _commit(book, past, own, months)
    return parts


def _commit(book: Ledger, past: Followed, row: Row, months: dict[int, int]) -> Parts:
    """Commit one investment: a row for each start month, and the first one's for modules that are left."""
    name, most = text(row, "investment"), whole(row, "max_modules", 1)
    left = most - sum(months.values())
    why = reason("started")
    parts: Parts = {}
    first = True
    for at, modules in sorted(months.items()):
        date = past.tables.month_date(at)
        if first and left == 0:
            row = book.set_cell(row, "max_modules", modules if modules != most else row["max_modules"], why)
            row = book.set_cell(row, "committed_start", date, why)
            parts[name, at] = name
        else:
            part = _unused(book, f"{name}-{date:%Y-%m}")
            cells = {key: row[key] for key in row.given} | {
                "investment": part,
                "name": f"{text(row, 'name') or name} ({date:%Y-%m})",
                "max_modules": modules,
                "committed_start": date,
                # One investment of a group may be begun: the first part holds the place of them all.
                "excludes": (text(row, "excludes") or None) if first else None,
            }
            book.add("Investments", cells, reason("parted", investment=name), after=row)
            parts[name, at] = part
            _also_delayed(book, name, part)
        first = False
    if left > 0:
        row = book.set_cell(row, "max_modules", left, reason("modules left", modules=sum(months.values())))
        if text(row, "excludes"):
            book.set_cell(row, "excludes", None, reason("group held"))
    return parts


def _unused(book: Ledger, name: str) -> str:
    while book.row("Investments", "investment", name) is not None:
        name += "+"
    return name


def _also_delayed(book: Ledger, name: str, part: str) -> None:
    for event in book.rows("Events"):
        if name in texts(event, "investment"):
            book.set_cell(
                event, "investment", (*texts(event, "investment"), part), reason("parted", investment=name)
            )


def records(past: Followed, sheet: str) -> Rows:
    """Return the rows of a result table; none where the result lacks it."""
    frame = past.frames.get(sheet)
    if frame is None:
        return []
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
