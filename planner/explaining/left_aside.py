"""What a plan leaves aside, and the cells whose price is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.formulation.array_backend import Named
from models.plan.names import TRUNK, Investment, Supplier
from models.solution.solution import Solution
from planner.assemble import assemble
from planner.cases import CaseRun
from planner.explaining.break_even import Cells
from planner.explaining.changes import place_of
from planner.explaining.reached import built, used_offers
from planner.workbook.access import amount, number, text
from planner.workbook.tables import Row, Tables

PRICE_CELLS = ("price", "price_floor", "price_ceiling")
"""Cells that say what an offer asks; the factor stands on all that are filled."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the plan leaves aside, and the cells whose price is asked for."""

    kind: str
    """As of ``break_even.Search``."""
    name: str
    sheet: str
    column: str
    place: str
    """Where the cell stands: ``Offers!F12``."""
    now: float
    """What stands in it."""
    unit: str
    """Of that: a currency, or a currency per unit of the item."""
    cells: Cells
    side_constraints: tuple[tuple[Named, ...], ...]
    closed_by: str = ""
    """Cell that rules it out whatever it costs, found without a solve."""
    touched_by: tuple[str, ...] = ()
    """Rules that may keep it out."""


def left_aside(base: CaseRun) -> list[Question]:
    """Return what a solved plan leaves aside: offers, suppliers to qualify, investments."""
    plan = solved(base)
    return [*_offers(base.inputs, plan), *_suppliers(base.inputs, plan), *_investments(base.inputs, plan)]


def solved(base: CaseRun) -> Solution:
    """Return the solution of a plan that there is."""
    if base.result is None or base.result.solution is None:
        raise ValueError("a plan without a solution leaves nothing aside")
    return base.result.solution


def _offers(tables: Tables, plan: Solution) -> Iterator[Question]:
    used = used_offers(plan)
    for row in tables["Offers"]:
        name = text(row, "offer")
        if name in used:
            continue
        cells = _price_cells(tables, row)
        if not cells:
            continue
        sheet, named, column = cells[0]
        yield Question(
            kind="offer",
            name=name,
            sheet=sheet,
            column=column,
            place=place_of(tables, sheet, named, column),
            now=_first_price(tables, row),
            unit=f"{text(row, 'currency') or tables.settings['currency']}/{_unit(tables, row)}",
            cells=cells,
            side_constraints=_gates(plan, row),
            closed_by=_closed(tables, plan, row),
            touched_by=_touching(tables, [row]),
        )


def _suppliers(tables: Tables, plan: Solution) -> Iterator[Question]:
    qualified = plan.values.get("v_qualified", {})
    for row in tables["Suppliers"]:
        name = Supplier(text(row, "supplier"))
        offers = [offer for offer in tables["Offers"] if text(offer, "supplier") == name]
        if row["already_qualified"] is not False or not offers or qualified.get(name, 0.0) > 0.5:
            continue
        side_constraints: tuple[tuple[Named, ...], ...] = ((("v_qualified", (name,)),),)
        closed = [_closed(tables, plan, offer) for offer in offers]
        shut = closed[0] if all(closed) else ""
        currency = str(tables.settings["currency"])
        cell = ("Suppliers", str(name), "qualification_cost")
        if amount(row, "qualification_cost") > 0:
            yield Question(
                kind="qualification",
                name=name,
                sheet="Suppliers",
                column="qualification_cost",
                place=place_of(tables, *cell),
                now=amount(row, "qualification_cost"),
                unit=currency,
                cells=(cell,),
                side_constraints=side_constraints,
                closed_by=shut,
                touched_by=_touching(tables, offers),
            )
        cells = tuple(cell for offer in offers for cell in _price_cells(tables, offer))
        if len(offers) > 1 and cells:
            yield Question(
                kind="supplier",
                name=name,
                sheet="Offers",
                column="price",
                place=place_of(tables, "Suppliers", name, "supplier"),
                now=1.0,
                unit="",
                cells=cells,
                side_constraints=side_constraints,
                closed_by=shut,
                touched_by=_touching(tables, offers),
            )


def _investments(tables: Tables, plan: Solution) -> Iterator[Question]:
    taken = built(plan)
    for row in tables["Investments"]:
        name = Investment(text(row, "investment"))
        if name in taken or row["committed_start"] is not None:
            continue
        if amount(row, "capex") <= 0:
            continue
        yield Question(
            kind="investment",
            name=name,
            sheet="Investments",
            column="capex",
            place=place_of(tables, "Investments", name, "capex"),
            now=amount(row, "capex"),
            unit=str(tables.settings["currency"]),
            cells=(("Investments", name, "capex"),),
            side_constraints=(tuple(("v_modules_started", (name, t)) for t in plan.tree.start_months(name)),),
            closed_by=_shut(tables, plan, name),
        )


def _shut(tables: Tables, plan: Solution, name: Investment) -> str:
    """Return the cell that rules an investment out whatever it costs; empty where there is none."""
    spec = plan.data.investments[name]
    if spec.max_modules < 1:
        return place_of(tables, "Investments", name, "max_modules")
    if not plan.tree.start_months(name):
        return place_of(tables, "Investments", name, "latest_start")
    group = [k for k in plan.data.investments.values() if spec.excludes and k.excludes == spec.excludes]
    if any(other.committed is not None for other in group):
        return place_of(tables, "Investments", name, "excludes")
    return ""


def _price_cells(tables: Tables, offer: Row) -> Cells:
    """Return the cells that say what an offer asks: prices of its tiers, or its price; floor and ceiling.

    A floor that stayed would hold up what a lower price lets go.
    """
    name = text(offer, "offer")
    tiers = tuple(
        ("PriceTiers", f"{name}/{amount(row, 'from_annual'):.12g}", "price")
        for row in tables["PriceTiers"]
        if text(row, "offer") == name and amount(row, "price") > 0
    )
    own = tuple(("Offers", name, column) for column in PRICE_CELLS if (number(offer, column) or 0.0) > 0)
    return (*tiers, *own)


def _first_price(tables: Tables, offer: Row) -> float:
    name = text(offer, "offer")
    tiers = [row for row in tables["PriceTiers"] if text(row, "offer") == name and amount(row, "price") > 0]
    if tiers:
        return amount(tiers[0], "price")
    return next(amount(offer, column) for column in PRICE_CELLS if (number(offer, column) or 0.0) > 0)


def _unit(tables: Tables, offer: Row) -> str:
    item = text(offer, "item")
    return next((text(row, "unit") or "kg" for row in tables["Items"] if text(row, "item") == item), "kg")


def _gates(plan: Solution, offer: Row) -> tuple[tuple[Named, ...], ...]:
    """Return the whole-number decisions without which an offer cannot be used."""
    name, supplier = text(offer, "offer"), Supplier(text(offer, "supplier"))
    gates: list[tuple[Named, ...]] = []
    if not plan.data.suppliers[supplier].qualified and plan.values["v_qualified"].get(supplier, 0.0) < 0.5:
        gates.append((("v_qualified", (supplier,)),))
    tiers = plan.data.tiers_of_offer[name]
    if plan.data.offers[tiers[0]].contract:
        gates.append(tuple(("v_signed", (tier,)) for tier in tiers))
    return tuple(gates)


def _closed(tables: Tables, plan: Solution, offer: Row) -> str:
    """Return the cell that rules an offer out whatever it costs; empty where there is none."""
    name = text(offer, "offer")
    if offer["signed"] is False:
        return place_of(tables, "Offers", name, "signed")
    tier = plan.data.tiers_of_offer[name][0]
    spec = plan.data.offers[tier]
    if not any(plan.tree.can_order(tier, TRUNK, month) for month in range(plan.data.months)):
        # Too late to arrive within the plan, or not open in it.
        late = "available_from" if offer["available_from"] is not None else "lead_time_months"
        return place_of(tables, "Offers", name, late)
    grows = any(k.adds_offer == name and k.max_modules for k in plan.data.investments.values())
    if spec.max_per_month == 0 and not grows:
        return place_of(tables, "Offers", name, "max_per_month")
    return ""


def _touching(tables: Tables, offers: Iterable[Row]) -> tuple[str, ...]:
    """Return the caps whose items an offer supplies."""
    items = {text(offer, "item") for offer in offers}
    return tuple(
        name for name, rule in assemble(tables).rules.items() if rule.at_most and items & set(rule.items)
    )
