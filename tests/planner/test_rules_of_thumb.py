"""Rules of thumb: what each changes, and what it costs on scenarios it did not think of."""

from __future__ import annotations

import datetime as dt

import pytest
from cases import Sheets, cost, from_sheets, scenario, tiny_sheets

from planner.audit import audit
from planner.cases import CaseRun, Effort, run_base
from planner.pipeline import Plan
from planner.rules_of_thumb import (
    THUMBS,
    Known,
    half_and_half,
    no_investment,
    no_stock,
    run_thumbs,
    sixty_days,
)
from planner.workbook.checks.every import check
from planner.workbook.messages.findings import Severity
from planner.workbook.tables import Tables

EXACTLY = Effort(gap=1e-9, threads=1)
DAYS = 60 * 12 / 365
"""Sixty days in months."""


def ban(**changes: object) -> Sheets:
    """Six months of 10 at 2, stock at 0.1, shortage at 50; a ban of two months from month 3, even odds."""
    sheets = tiny_sheets(
        (10.0,) * 6,
        Items=[{"item": "Dy", "storage_cost": 0.1}],
        Events=[{"event": "ban", "supplier": "A", "duration_months": 2}],
        Scenarios=[scenario("S", "ban", 3, 0.5)],
    )
    return sheets | changes  # type: ignore[operator]


def run(sheets: Sheets) -> dict[str, CaseRun]:
    """Judge every rule of thumb on a plan."""
    return {found.name: found for found in run_thumbs(Plan(from_sheets(sheets), ()), EXACTLY)}


def expected(found: CaseRun) -> float:
    """Return the expected cost of a rule."""
    assert found.result is not None, found.status
    return found.result.expected_cost


def test_rules_of_thumb_cost_what_they_overlook() -> None:
    """The plan holds 20 against the ban: 123. Just in time: (120 + 1080)/2.

    Sixty days from month 2 on (no lead time, two months to hold): 19.73 more is bought, held and never used
    on the trunk; in the ban it lasts but for 0.27 units.
    """
    sheets = ban()
    base = run_base(Plan(from_sheets(sheets), ()), EXACTLY)
    assert base.result is not None
    assert base.result.expected_cost == cost(123.0)
    found = run(sheets)
    assert list(found) == ["60-days", "50-50", "no-stock", "no-investment"]
    for name in ("50-50", "no-stock", "no-investment"):  # one supplier, no investment: all just in time
        assert expected(found[name]) == cost(600.0), name
    held = 10 * DAYS
    trunk = 2 * (60 + held) + 4 * 0.1 * held
    branch = 2 * (40 + held) + 0.1 * (held + held - 10) + 50 * (20 - held)
    assert expected(found["60-days"]) == cost((trunk + branch) / 2)


def test_a_rule_is_judged_on_the_plan_s_own_prices_and_scenarios() -> None:
    """Its result passes the audit against the plan's inputs, and its paths are those of the plan."""
    sheets = ban()
    tables = from_sheets(sheets)
    for found in run(sheets).values():
        result = found.result
        assert result is not None
        assert set(result.path_costs) == {"0", "S"}
        told = {name: getattr(result, name) for name in ("objective", "expected_cost", "cvar", "worst_cost")}
        assert audit(tables, result.tables, told)["passed"].all()
        assert result.gap == 0.0


def test_half_and_half_splits_what_two_can_supply() -> None:
    """Two suppliers at 2 and 3: the rule buys 30 of each, 150 in all; one supplier stays alone."""
    sheets = ban(
        Suppliers=[{"supplier": "A"}, {"supplier": "B"}],
        Offers=[
            {"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100},
            {"offer": "b", "supplier": "B", "item": "Dy", "price": 3, "max_per_month": 100},
        ],
    )
    found = run(sheets)["50-50"]
    assert found.result is not None
    assert found.result.path_costs["0"] == cost(150.0)
    assert [(row["rule"], row["items"], row["share"]) for row in found.inputs["Rules"]] == [
        ("50/50 Dy", ("Dy",), 0.5)
    ]


def test_a_rule_that_cannot_be_kept_stands_with_its_reason() -> None:
    """Every unit must be served in the ban too, without stock: the reason says what clashes."""
    sheets = ban(Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}])
    found = run(sheets)["no-stock"]
    assert (found.status, found.result) == ("infeasible", None)
    assert any(line.sheet == "Products" and line.column == "min_fill_rate" for line in found.clash)


def everything() -> Tables:
    """Return a plan with used and unused items, a committed investment and a cover of its own."""
    return from_sheets(
        tiny_sheets(
            (10.0,) * 12,
            Items=[
                {"item": "Dy", "min_cover_days": 30, "cover_penalty": 4, "cover_from": "2026-08"},
                {"item": "Ore"},
                {"item": "Spare", "min_cover_days": 10, "cover_penalty": 1},
            ],
            Suppliers=[{"supplier": "A"}, {"supplier": "B"}],
            Offers=[
                {
                    "offer": "a",
                    "supplier": "A",
                    "item": "Dy",
                    "price": 2,
                    "max_per_month": 100,
                    "lead_time_months": 3,
                },
                {"offer": "b", "supplier": "B", "item": "Dy", "price": 3, "max_per_month": 100},
                {"offer": "o", "supplier": "A", "item": "Ore", "price": 1, "max_per_month": 100},
            ],
            Processes=[{"process": "p", "capacity_per_month": 5}],
            ProcessFlows=[
                {"process": "p", "item": "Ore", "kind": "in", "quantity": 2},
                {"process": "p", "item": "Dy", "kind": "out", "quantity": 1},
            ],
            Investments=[
                {"investment": "new", "capex": 5, "max_modules": 3, "adds_to": "process:p", "adds": 1},
                {
                    "investment": "old",
                    "capex": 5,
                    "committed_start": "2025-12",
                    "adds_to": "process:p",
                    "adds": 1,
                },
            ],
        )
    )


def items(tables: Tables, *keys: str) -> dict[str, tuple[object, ...]]:
    """Return some columns of Items by item."""
    return {str(row["item"]): tuple(row[key] for key in keys) for row in tables["Items"]}


def test_sixty_days_are_held_of_what_is_used_once_they_can_have_been_bought() -> None:
    """Hard, from month 5 on (three months' lead, two to hold) or the item's own month where that is later."""
    changed = items(sixty_days(everything(), Known()), "min_cover_days", "cover_penalty", "cover_from")
    assert changed == {
        "Dy": (60.0, None, dt.date(2026, 8, 1)),
        "Ore": (60.0, None, dt.date(2026, 6, 1)),
        "Spare": (10.0, 1.0, None),
    }


def test_no_line_stops_for_sixty_days() -> None:
    """12 a month for a use of 10: 20 days' worth (19.73 units) takes ten months to save, not two.

    Months 0 to 9 save 2 each: 20 in stock at the end of month 9. Nothing is short on the trunk.
    """
    offers = [{"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 12}]
    found = run(tiny_sheets((10.0,) * 14, Offers=offers))["60-days"]
    assert items(found.inputs, "min_cover_days", "cover_from") == {"Dy": (60.0, dt.date(2026, 10, 1))}
    assert found.result is not None
    assert found.result.tables["Demand"]["short"].sum() == pytest.approx(0.0, abs=1e-6)


def test_what_can_never_be_held_is_not_asked_for() -> None:
    """10 a month for a use of 10 leaves nothing to save: the rule buys as the plan does."""
    offers = [{"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 10}]
    found = run(tiny_sheets((10.0,) * 6, Offers=offers))["60-days"]
    assert items(found.inputs, "min_cover_days") == {"Dy": (0.0,)}
    assert expected(found) == cost(120.0)


def test_no_stock_asks_for_no_cover_and_leaves_room_for_a_month_s_use() -> None:
    """What the plan without scenarios uses a month; an item it does not use keeps its room."""
    changed = items(
        no_stock(everything(), Known(use={"Dy": 10.0, "Ore": 4.0, "Spare": 0.0})),
        "min_cover_days",
        "max_stock",
    )
    assert changed == {"Dy": (0.0, 10.0), "Ore": (0.0, 4.0), "Spare": (10.0, None)}


def test_no_investment_leaves_what_is_under_way() -> None:
    """Modules of the new one are 0; the committed one stays as it is."""
    changed = no_investment(everything(), Known())
    assert [(row["investment"], row["max_modules"]) for row in changed["Investments"]] == [
        ("new", 0),
        ("old", 1),
    ]


def test_a_split_is_asked_only_of_items_that_two_suppliers_offer() -> None:
    """Ore has one supplier: nothing to split."""
    changed = half_and_half(everything(), Known())
    assert [row["items"] for row in changed["Rules"]] == [("Dy",)]


@pytest.mark.parametrize("thumb", THUMBS, ids=lambda thumb: thumb.name)
def test_a_plan_changed_by_a_rule_is_a_valid_plan(thumb: object) -> None:
    """The checks find no error in it that the plan did not have."""
    changed = thumb.change(everything(), Known(use={"Dy": 10.0, "Ore": 4.0}))  # type: ignore[attr-defined]
    assert not [f for f in check(changed) if f.severity is Severity.ERROR]


@pytest.mark.slow
def test_two_processes_judge_as_one_does() -> None:
    """Same costs in the same order."""
    plan = Plan(from_sheets(ban()), ())
    one, two = run_thumbs(plan, EXACTLY), run_thumbs(plan, EXACTLY, jobs=2)
    assert [(a.name, expected(a)) for a in one] == [(b.name, cost(expected(b))) for b in two]
