"""The audit against plans whose answer is written out by hand: it agrees, and sees what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import pytest

from planner.audit import audit, violations
from planner.audit.answer import COLUMNS
from planner.audit.money import cvar
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables

Rows = list[dict[str, object]]


def plan(months: int, sheets: Mapping[str, Rows]) -> Tables:
    """Return a plan of one product made of one item, with some sheets of its own."""
    one: dict[str, Rows] = {
        "Settings": [{"key": "start_month", "value": "2026-01"}, {"key": "months", "value": months}],
        "Items": [{"item": "A", "final_stock": 0, "storage_cost": 100}],
        "Products": [{"product": "P", "shortage_penalty": 100}],
        "Designs": [{"product": "P", "design": "D"}],
        "BOM": [{"product": "P", "design": "D", "item": "A", "quantity": 1}],
    }
    tables, findings = tables_from({**one, **sheets})
    assert [finding.message() for finding in findings if finding.severity is Severity.ERROR] == []
    return tables


def frame(name: str, rows: Iterable[tuple[object, ...]], *more: str) -> pd.DataFrame:
    """Return a result table with its columns in order."""
    return pd.DataFrame.from_records(list(rows), columns=[*COLUMNS[name].split(), *more])


def date(month: int) -> pd.Timestamp:
    return pd.Timestamp(2026 + month // 12, month % 12 + 1, 1)


def failed(tables: Tables, results: Mapping[str, pd.DataFrame], objective: Mapping[str, float]) -> set[str]:
    """Return the checks that do not hold, seen alike by both public functions."""
    table = audit(tables, results, objective)
    names = set(table.loc[~table["passed"], "check"])
    assert names == {violation.check for violation in violations(tables, results, objective)}
    return names


TRANSIT = plan(
    4,
    {
        "Suppliers": [{"supplier": "S"}],
        "Offers": [
            {
                "offer": "O",
                "supplier": "S",
                "item": "A",
                "price": 5,
                "max_per_month": 1000,
                "lead_time_months": 3,
                "transit_months": 1,
            }
        ],
        "Demand": [{"product": "P", "month": "2026-04", "quantity": 10}],
        "Events": [{"event": "ban", "supplier": "S", "duration_months": 2}],
        "Scenarios": [
            {"scenario": "lost", "event": "ban", "start_month": "2026-02", "probability": 0.25},
            {"scenario": "whole", "event": "ban", "start_month": "2026-04", "probability": 0.25},
        ],
    },
)
"""Ten units ordered in January leave in March and arrive in April; a ban from February stops them, one from
April comes too late. 0.5·50 + 0.25·50 + 0.25·1000 = 287.5."""
TRANSIT_COST = {"objective": 287.5, "expected_cost": 287.5, "cvar": 1000.0, "worst_cost": 1000.0}


def transit_results() -> dict[str, pd.DataFrame]:
    """Return the optimal answer, written by hand."""
    nodes = [("0", 0), ("0", 1), ("0", 2), ("0", 3), ("lost", 1), ("lost", 2), ("lost", 3), ("whole", 3)]
    came = {("0", 3): 10.0, ("whole", 3): 10.0}
    asked = {("0", 3): 10.0, ("lost", 3): 10.0, ("whole", 3): 10.0}
    stock = [
        (s, "A", date(t), came.get((s, t), 0.0), 0.0, 0.0, 0.0, came.get((s, t), 0.0), 0.0, 0.0, 0.0)
        for s, t in nodes
    ]
    # nothing is held, so cover is nought days, but where nothing will be used: on the path that gets nothing
    days = [None if s == "lost" else 0.0 for s, _ in nodes]
    return {
        "Awards": frame(
            "Awards", [("O", None, "S", "A", "spot", None, None, 30.0, 1.0, 5.0, 10.0)], "year_1"
        ),
        "Suppliers": frame("Suppliers", [("S", True, 0.0)]),
        "Investments": frame("Investments", []),
        "Orders": frame(
            "Orders",
            [
                ("0", "O", None, date(0), 10.0, date(3), 10.0, 5.0, 5.0, date(3)),
                ("lost", "O", None, date(0), 10.0, date(3), 0.0, 5.0, 5.0, date(3)),
            ],
        ),
        "Stock": frame("Stock", [(*row, lasts) for row, lasts in zip(stock, days, strict=True)]),
        "Production": frame("Production", [(s, "P", "D", date(t), came.get((s, t), 0.0)) for s, t in nodes]),
        "Demand": frame(
            "Demand",
            [
                (
                    s,
                    "P",
                    date(t),
                    asked.get((s, t), 0.0),
                    came.get((s, t), 0.0),
                    10.0 if (s, t) == ("lost", 3) else 0.0,
                    0.0,
                )
                for s, t in nodes
            ],
        ),
        "Processes": frame("Processes", []),
        "Pools": frame("Pools", []),
        "Rules": frame("Rules", []),
        "Scenarios": frame(
            "Scenarios",
            [
                ("0", "", None, None, 0.5, 50.0, 0.0, 0.0, 1.0, None, 0.0, 0.0),
                ("lost", "ban @ 2026-02", "0", date(1), 0.25, 1000.0, 10.0, 1000.0, 0.0, date(3), 0.0, 0.0),
                ("whole", "ban @ 2026-04", "0", date(3), 0.25, 50.0, 0.0, 0.0, 1.0, None, 0.0, 0.0),
            ],
        ),
        "Costs": frame(
            "Costs",
            [
                ("0", date(3), "purchase", 50.0, 50.0),
                ("lost", date(3), "shortage", 1000.0, 1000.0),
                ("whole", date(3), "purchase", 50.0, 50.0),
            ],
        ),
    }


def changed(table: str, row: int, **cells: object) -> dict[str, pd.DataFrame]:
    """Return the answer with some cells of one row changed."""
    results = transit_results()
    results[table] = results[table].astype(object)
    for column, value in cells.items():
        results[table].loc[row, column] = value
    return results


def test_a_right_answer_passes_and_every_row_was_looked_at() -> None:
    """The hand-made optimum holds, and the checks that matter to it counted items."""
    assert failed(TRANSIT, transit_results(), TRANSIT_COST) == set()
    counted = audit(TRANSIT, transit_results(), TRANSIT_COST).set_index("check")["items_checked"]
    assert counted["stock balance (4)"] == 8  # four months of the trunk, three and one of the branches
    assert counted["lost in transit"] == 3
    assert counted["order limit (1)"] == 1
    assert counted["annual maximum"] == 0


@pytest.mark.parametrize("quantity", [1e-10, 1e-7])
def test_a_speck_lost_in_transit_may_stand_or_not_in_a_row_of_its_own(quantity: float) -> None:
    """Below a billionth of a month's use an order that loses a part need not be listed again, and may be."""
    results = transit_results()
    for row in range(2):
        results["Orders"].loc[row, ["quantity", "arrived"]] = quantity
    results["Orders"].loc[1, "arrived"] = 0.0
    assert "lost in transit" not in failed(TRANSIT, results, TRANSIT_COST)
    unlisted = {**results, "Orders": results["Orders"].drop(index=1)}
    assert ("lost in transit" in failed(TRANSIT, unlisted, TRANSIT_COST)) == (quantity > 1e-8)


@pytest.mark.parametrize(
    ("table", "row", "cells", "check"),
    [
        ("Orders", 1, {"arrived": 10.0}, "lost in transit"),
        ("Orders", 1, {"quantity": 9.0}, "nonanticipativity"),
        ("Orders", 1, {"scenario": "whole"}, "lost in transit"),
        ("Orders", 0, {"order_month": date(1)}, "order windows"),
        ("Orders", 0, {"arrival_month": date(2)}, "arrivals"),
        ("Orders", 0, {"unit_cost": 4.0}, "unit cost"),
        ("Orders", 1, {"quoted_price": 4.0}, "unit cost"),
        ("Orders", 1, {"payment_month": date(2)}, "arrivals"),
        ("Demand", 6, {"late": 1.0}, "late deliveries"),
        ("Scenarios", 1, {"late_units": 1.0}, "Scenarios table"),
        ("Orders", 0, {"offer": "X"}, "table rows"),
        ("Stock", 3, {"stock": 1.0}, "stock balance (4)"),
        ("Stock", 3, {"days_of_cover": 30.0}, "Stock table"),
        ("Stock", 4, {"month": date(0)}, "nonanticipativity"),
        ("Production", 6, {"quantity": 10.0}, "stock balance (4)"),
        ("Demand", 6, {"short": 9.0}, "demand (8)"),
        ("Costs", 1, {"amount": 900.0}, "shortage cost"),
        ("Costs", 1, {"amount_pv": 900.0}, "discounting"),
        ("Scenarios", 1, {"probability": 0.3}, "probabilities"),
        ("Scenarios", 1, {"cost_pv": 50.0}, "path cost"),
        ("Scenarios", 1, {"events": "ban @ 2026-03"}, "Scenarios table"),
        ("Scenarios", 1, {"first_short_month": date(2)}, "Scenarios table"),
        ("Awards", 0, {"share_of_item": 0.5}, "Awards table"),
    ],
)
def test_each_wrong_cell_fails_the_check_it_belongs_to(
    table: str, row: int, cells: dict[str, object], check: str
) -> None:
    """One cell of the right answer is changed; the check of that name no longer passes."""
    assert check in failed(TRANSIT, changed(table, row, **cells), TRANSIT_COST)


@pytest.mark.parametrize(
    ("key", "check"),
    [
        ("objective", "objective"),
        ("expected_cost", "expected cost"),
        ("cvar", "CVaR (11)"),
        ("worst_cost", "worst cost"),
    ],
)
def test_a_wrong_number_on_top_fails(key: str, check: str) -> None:
    """What is reported of the whole plan is recomputed too; a number left out fails like a wrong one."""
    assert failed(TRANSIT, transit_results(), {**TRANSIT_COST, key: 300.0}) == {check}
    assert failed(TRANSIT, transit_results(), {k: v for k, v in TRANSIT_COST.items() if k != key}) == {check}


def test_a_violation_says_where_and_what() -> None:
    """The first violations name ids, scenario and month, and both numbers."""
    (found,) = [
        violation
        for violation in violations(TRANSIT, changed("Stock", 3, stock=1.0), TRANSIT_COST)
        if violation.check == "stock balance (4)"
    ]
    assert str(found) == "stock balance (4): scenario 0, item A, month 2026-04: found 1, expected 0"
    assert found.size == pytest.approx(0.1)  # of ten units that moved, the largest term of the row


def test_missing_tables_and_rows_are_said_not_stumbled_over() -> None:
    """Without a table, or with an empty one, the audit ends with a verdict, not with an exception."""
    assert "table columns" in failed(TRANSIT, {}, TRANSIT_COST)
    for table in transit_results():
        results = transit_results()
        results[table] = results[table].iloc[:0]
        gone = failed(TRANSIT, results, TRANSIT_COST)
        assert ("table rows" in gone) == (
            table in {"Awards", "Suppliers", "Stock", "Production", "Demand", "Scenarios"}
        )
        assert bool(gone) == (len(transit_results()[table]) > 0)


def test_a_plan_without_disruptions_has_a_trunk_alone() -> None:
    """With ``disruptions=False`` the branches are not part of the plan: their rows are strangers."""
    trunk = {
        name: table[table["scenario"] == "0"].reset_index(drop=True) if "scenario" in table else table
        for name, table in transit_results().items()
    }
    trunk["Scenarios"]["probability"] = 1.0
    cost = dict.fromkeys(TRANSIT_COST, 50.0)
    assert audit(TRANSIT, trunk, cost, disruptions=False)["passed"].all()
    assert not audit(TRANSIT, trunk, cost)["passed"].all()
    assert not audit(TRANSIT, transit_results(), TRANSIT_COST, disruptions=False)["passed"].all()


FORCE_MAJEURE = plan(
    18,
    {
        "Suppliers": [{"supplier": "S"}],
        "Offers": [
            {
                "offer": "C",
                "supplier": "S",
                "item": "A",
                "kind": "contract",
                "price": 10,
                "max_annual": 60,
                "take_or_pay": 1,
                "signed": "yes",
            }
        ],
        "Demand": [{"product": "P", "month": str(date(t))[:7], "quantity": 5} for t in range(12)],
        "Events": [{"event": "fm", "supplier": "S", "duration_months": 3}],
        "Scenarios": [{"scenario": "F", "event": "fm", "start_month": "2026-10", "probability": 0.5}],
    },
)
"""Five a month for a year, then nothing is asked for half a year but the contract runs on: 6·5·10 are owed
for nothing. What the disruption of October to December stops is not owed."""


def force_majeure_results(owed_in_december: float) -> tuple[dict[str, pd.DataFrame], dict[str, float]]:
    """Return the answer, with what is paid for untaken goods of the first plan-year on the branch."""
    taken = {("0", t): 5.0 * (t < 12) for t in range(18)} | {("F", t): 0.0 for t in range(9, 18)}
    nodes = list(taken)
    asked = {(s, t): 5.0 * (t < 12) for s, t in nodes}
    short = {node: asked[node] - taken[node] for node in nodes}
    costs = [(s, date(t), "purchase", 10 * q, 10 * q) for (s, t), q in taken.items() if q]
    costs += [(s, date(t), "shortage", 100 * q, 100 * q) for (s, t), q in short.items() if q]
    costs += [(s, date(17), "take_or_pay", 300.0, 300.0) for s in ("0", "F")]
    if owed_in_december:
        costs.append(("F", date(11), "take_or_pay", owed_in_december, owed_in_december))
    trunk, branch = 600.0 + 300.0, 450.0 + 1500.0 + 300.0 + owed_in_december
    # the last twelve months of each path count beyond the horizon, so cover is nought and never blank
    stock = [(s, "A", date(t), taken[s, t], 0.0, 0.0, 0.0, taken[s, t], 0.0, 0.0, 0.0, 0.0) for s, t in nodes]
    expected = (trunk + branch) / 2
    results = {
        "Awards": frame(
            "Awards",
            [("C", None, "S", "A", "contract", True, 5.0, 40.0, 1.0, 10.0, 60.0, 0.0)],
            "year_1",
            "year_2",
        ),
        "Suppliers": frame("Suppliers", [("S", True, 0.0)]),
        "Investments": frame("Investments", []),
        "Orders": frame(
            "Orders",
            [(s, "C", None, date(t), q, date(t), q, 10.0, 10.0, date(t)) for (s, t), q in taken.items() if q],
        ),
        "Stock": frame("Stock", stock),
        "Production": frame("Production", [(s, "P", "D", date(t), q) for (s, t), q in taken.items()]),
        "Demand": frame(
            "Demand", [(s, "P", date(t), asked[s, t], taken[s, t], short[s, t], 0.0) for s, t in nodes]
        ),
        "Processes": frame("Processes", []),
        "Pools": frame("Pools", []),
        "Rules": frame("Rules", []),
        "Scenarios": frame(
            "Scenarios",
            [
                ("0", "", None, None, 0.5, trunk, 0.0, 0.0, 1.0, None, 0.0, 0.0),
                ("F", "fm @ 2026-10", "0", date(9), 0.5, branch, 15.0, 1500.0, 0.75, date(9), 0.0, 0.0),
            ],
        ),
        "Costs": frame("Costs", costs),
    }
    return results, {"objective": expected, "expected_cost": expected, "cvar": branch, "worst_cost": branch}


def test_take_or_pay_is_not_owed_for_what_a_disruption_stops() -> None:
    """Twelve months at five, three of them stopped: 45 are owed and taken, so the right bill is nothing."""
    assert failed(FORCE_MAJEURE, *force_majeure_results(0.0)) == set()
    assert failed(FORCE_MAJEURE, *force_majeure_results(150.0)) == {
        "take_or_pay cost",
        "path cost",
        "expected cost",
        "objective",
        "CVaR (11)",
        "worst cost",
    }


def test_take_or_pay_left_unpaid_breaks_the_contract() -> None:
    """Half a year at five is owed in the short second plan-year, on both paths."""
    results, cost = force_majeure_results(0.0)
    results["Costs"] = results["Costs"][results["Costs"]["component"] != "take_or_pay"]
    assert failed(FORCE_MAJEURE, results, cost) == {"take-or-pay (3)", "take_or_pay cost"}


def test_cvar_is_the_mean_of_the_tail() -> None:
    """Costs 100, 200, 400 with 0.5, 0.3, 0.2: the worst 40 % are all of 400 and 0.2 of 200, so 300."""
    costs, weights = np.array([100.0, 200.0, 400.0]), np.array([0.5, 0.3, 0.2])
    assert cvar(costs, weights, 0.6) == pytest.approx(300.0)
    assert cvar(costs, weights, 0.0) == pytest.approx(190.0)  # all of it: the expected cost
    assert cvar(costs, weights, 0.9) == pytest.approx(400.0)
