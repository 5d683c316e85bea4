"""Tiny plans for tests: as plan data, and as sheets that are read, assembled, solved and audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import pytest

from models.plan.data import DesignSpec, ItemSpec, OfferSpec, PlanData, ProductSpec, SupplierSpec
from models.plan.names import TRUNK, Design, Item, Offer, Product, Scenario, Supplier
from models.solution.solution import Solution
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.audit import violations
from planner.tables import result_tables
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables

COST_TOL = 1e-6
"""Relative tolerance of a cost, absolute below 1."""
AUDIT_HAND_COMPUTED = True
"""Whether every hand-computed plan is audited too; ``conftest`` leaves that to the slow tests."""
EXACT = Options(gap=1e-9, threads=1)
START = 2026 * 12
"""January 2026, counted in months."""

Sheets = dict[str, list[dict[str, Any]]]


# --- plan data ----------------------------------------------------------------------------------------


def tiny_plan(**changes: Any) -> PlanData:
    """Return two months of 10 units of one product, made of dysprosium at 2 from one spot offer."""
    months = changes.get("months", 2)
    plan = PlanData(
        months=months,
        items={Item("Dy"): ItemSpec()},
        suppliers={Supplier("A"): SupplierSpec()},
        offers={Offer("a"): spot(available_to=months - 1)},
        products={
            Product("P"): ProductSpec(
                shortage_penalty=50.0,
                demand=(10.0,) * months,
                designs={Design("std"): DesignSpec(use={Item("Dy"): 1.0})},
            )
        },
    )
    return replace(plan, **changes)


def spot(**changes: Any) -> OfferSpec:
    """Return supplier A's spot offer of dysprosium: 2 a unit, 100 a month, in two months."""
    fields = {
        "supplier": "A",
        "item": "Dy",
        "contract": False,
        "price": 2.0,
        "origin": "a",
        "max_per_month": 100.0,
        "available_to": 1,
    }
    return OfferSpec(**(fields | changes))


def contract(**changes: Any) -> OfferSpec:
    """Return supplier A's contract for dysprosium: 2 a unit, up to 120 a year, in two months."""
    fields = {"contract": True, "max_per_month": None, "max_annual": 120.0}
    return spot(**(fields | changes))


# --- sheets -------------------------------------------------------------------------------------------


def month(index: int) -> str:
    """Return a plan month as a cell says it; plans start in January 2026."""
    count = START + index
    return f"{count // 12}-{count % 12 + 1:02d}"


def demand(*quantities: float, product: str = "P") -> list[dict[str, Any]]:
    """Return rows of Demand, one per month from the first."""
    return [{"product": product, "month": month(t), "quantity": q} for t, q in enumerate(quantities)]


def scenario(
    name: str, event: str, start: int, probability: float | None = None, **more: Any
) -> dict[str, Any]:
    """Return a row of Scenarios; ``start`` in plan months."""
    return {
        "scenario": name,
        "event": event,
        "start_month": month(start),
        "probability": probability,
        **more,
    }


def item_row(name: str = "Dy", **more: Any) -> dict[str, Any]:
    """Return a row of Items."""
    return {"item": name, **more}


def supplier_row(name: str = "A", **more: Any) -> dict[str, Any]:
    """Return a row of Suppliers."""
    return {"supplier": name, **more}


def offer_row(name: str = "a", supplier: str = "A", **more: Any) -> dict[str, Any]:
    """Return a row of Offers: spot, dysprosium, 2 a unit, 100 a month."""
    row = {"offer": name, "supplier": supplier, "item": "Dy", "price": 2, "max_per_month": 100}
    return row | more


def contract_row(name: str = "c", supplier: str = "A", **more: Any) -> dict[str, Any]:
    """Return a row of Offers: a contract for dysprosium, 2 a unit, up to 120 a year (10 a month)."""
    row = {"kind": "contract", "max_per_month": None, "max_annual": 120}
    return offer_row(name, supplier, **(row | more))


def known(start: int, **event: Any) -> Sheets:
    """Return the sheets of one event that everyone knows of, from a plan month on."""
    row = {"event": "E", "duration_months": 1, **event}
    return {"Events": [row], "Scenarios": [scenario("0", "E", start)]}


def branches(*starts: tuple[int, float], **event: Any) -> Sheets:
    """Return the sheets of one event that may come in several months: (start, probability) each."""
    row = {"event": "E", "duration_months": 1, **event}
    rows = [scenario(f"s{k}", "E", start, p) for k, (start, p) in enumerate(starts, start=1)]
    return {"Events": [row], "Scenarios": rows}


def tiny_sheets(asked: Sequence[float] = (10.0, 10.0), **changes: Any) -> Sheets:
    """Return a plan as sheets: demand by month, made one to one of dysprosium, bought at 2 from A.

    Parameters
    ----------
    asked : sequence of float
        Demand of product P; its length is the horizon.
    changes
        ``settings`` adds to the settings; every other name is a sheet that replaces the tiny one.
    """
    settings = {"start_month": month(0), "months": len(asked), **changes.pop("settings", {})}
    sheets: Sheets = {
        "Settings": [{"key": key, "value": value} for key, value in settings.items()],
        "Items": [{"item": "Dy"}],
        "Suppliers": [{"supplier": "A"}],
        "Offers": [{"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100}],
        "Products": [{"product": "P", "shortage_penalty": 50}],
        "Demand": demand(*asked),
        "Designs": [{"product": "P", "design": "std"}],
        "BOM": [{"product": "P", "design": "std", "item": "Dy", "quantity": 1}],
    }
    return sheets | changes


def many_lots() -> Sheets:
    """Return 12 months of 5 items that share a supplier's capacity, with order costs: it takes a while."""
    items = [f"i{k}" for k in range(5)]
    quantities = [3 + (7 * t + 5 * k) % 11 for t in range(12) for k in range(5)]
    return tiny_sheets(
        (0.0,) * 12,
        Items=[item_row(item, storage_cost=0.3 + 0.1 * k) for k, item in enumerate(items)],
        Suppliers=[supplier_row(capacity_per_month=46)],
        Offers=[
            offer_row(f"o{item}", item=item, order_cost=25 + 3 * k, moq=7, max_per_month=60)
            for k, item in enumerate(items)
        ],
        Products=[{"product": item, "shortage_penalty": 90} for item in items],
        Designs=[{"product": item, "design": "std"} for item in items],
        BOM=[{"product": item, "design": "std", "item": item, "quantity": 1} for item in items],
        Demand=[
            {"product": items[n % 5], "month": f"2026-{n // 5 + 1:02d}", "quantity": quantity}
            for n, quantity in enumerate(quantities)
        ],
    )


def from_sheets(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> Tables:
    """Return checked tables; a finding that is an error fails the test."""
    tables, findings = tables_from(sheets)
    errors = [describe(finding) for finding in findings if finding.severity is Severity.ERROR]
    assert not errors, errors
    return tables


def describe(finding: Finding) -> str:
    """Return a finding as one line."""
    return f"{finding.code} {finding.place()}: {finding.message()}"


@dataclass(frozen=True)
class Solved:
    """A plan solved and audited, with short ways to its numbers."""

    solution: Solution
    tables: Mapping[str, pd.DataFrame]
    inputs: Tables

    @property
    def objective(self) -> float:
        return self.solution.objective

    @cached_property
    def costs(self) -> dict[str, float]:
        """Undiscounted money by component on the path of the trunk."""
        return self.costs_of(TRUNK)

    def costs_of(self, scenario: str) -> dict[str, float]:
        """Return undiscounted money by component at a scenario's own nodes, rounded; first stage under 0."""
        frame = self.tables["Costs"]
        found = frame[frame["scenario"] == scenario].groupby("component")["amount"].sum()
        return {str(name): round(float(amount), 6) for name, amount in found.items() if abs(amount) > 1e-6}

    def cost(self, component: str, scenario: str = TRUNK, month: int | None = None) -> float:
        """Return the undiscounted money of one component at a scenario's own nodes, or in one month."""
        return sum(
            amount
            for (name, s, t), amount in self.solution.costs.items()
            if name == component and s == scenario and month in (None, t)
        )

    def path(self, scenario: str = TRUNK) -> float:
        """Return C_s."""
        return self.solution.path_costs[Scenario(scenario)]

    def value(self, name: str, *index: Any) -> float:
        """Return the value of one variable of the model."""
        return self.solution.values[name][index if len(index) != 1 else index[0]]

    def order(self, offer: str, month: int, scenario: str = TRUNK) -> float:
        """Return the quantity ordered at a node; 0 where no order can be placed."""
        return self.solution.values["v_order_qty"].get((offer, scenario, month), 0.0)

    def orders(self, offer: str, scenario: str = TRUNK) -> list[float]:
        """Return the quantities ordered along a path, month by month, rounded."""
        tree = self.solution.tree
        months = range(self.solution.data.months)
        return [round(self.order(offer, t, tree.path(Scenario(scenario), t)), 6) + 0.0 for t in months]

    def stock(self, item: str, scenario: str = TRUNK) -> list[float]:
        """Return the stock at the end of each month of a path, rounded."""
        tree, stock = self.solution.tree, self.solution.values["v_stock"]
        months = range(self.solution.data.months)
        return [round(stock[item, tree.path(Scenario(scenario), t), t], 6) + 0.0 for t in months]

    def short(self, product: str = "P", scenario: str = TRUNK) -> list[float]:
        """Return what is short in each month of a path, rounded."""
        tree, short = self.solution.tree, self.solution.values["v_short"]
        months = range(self.solution.data.months)
        return [round(short[product, tree.path(Scenario(scenario), t), t], 6) + 0.0 for t in months]

    def made(self, design: str = "std", product: str = "P", scenario: str = TRUNK) -> list[float]:
        """Return what is made in a design in each month of a path, rounded."""
        tree, made = self.solution.tree, self.solution.values["v_made"]
        months = range(self.solution.data.months)
        return [round(made[product, design, tree.path(Scenario(scenario), t), t], 6) + 0.0 for t in months]


def solve_sheets(sheets: Mapping[str, Sequence[Mapping[str, Any]]], options: Options = EXACT) -> Solved:
    """Check, assemble, solve and (but in a quick run) audit a hand-computed plan given as sheets."""
    return solve_tables(from_sheets(sheets), options, audited=AUDIT_HAND_COMPUTED)


def solve_tables(tables: Tables, options: Options = EXACT, *, audited: bool = True) -> Solved:
    """Assemble, solve and audit checked tables; the audit must confirm every number."""
    solution = solve_plan(assemble(tables), options)
    results = result_tables(solution, tables.start)
    if audited:
        confirm(solution, results, tables)
    return Solved(solution, results, tables)


def confirm(solution: Solution, results: Mapping[str, pd.DataFrame], tables: Tables) -> None:
    """Fail the test where the audit does not confirm a solution."""
    reported = {
        "objective": solution.objective,
        "expected_cost": solution.expected_cost,
        "cvar": solution.cvar,
        "worst_cost": solution.worst_cost,
    }
    found = violations(tables, results, reported)
    assert not found, found[:5]


def cost(value: float) -> Any:
    """Return a cost to compare with, within ``COST_TOL``."""
    return pytest.approx(value, rel=COST_TOL, abs=COST_TOL)
