"""Stock: balance, storage, cover, the end of the plan and what holding costs, by hand (model, section 4).

Unless a test says otherwise: 10 units a month are asked for two months, made one to one of dysprosium at 2
from supplier A, up to 100 a month, and a lost unit costs 50.
"""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    Solved,
    branches,
    cost,
    item_row,
    known,
    month,
    offer_row,
    scenario,
    solve_sheets,
    tiny_sheets,
)

MONTH = 365 / 12
"""Days of cover that make one month."""


def _plan(asked: tuple[float, ...] = (10.0, 10.0), *, sheets: dict | None = None, **item: Any) -> Solved:
    return solve_sheets(tiny_sheets(asked, **{"Items": [item_row(**item)], **(sheets or {})}))


# --- balance ------------------------------------------------------------------------------------------


def test_opening_stock_and_receipts_are_used_before_anything_is_bought() -> None:
    """5 in stock and 3 + 1 received in month 1: 5 + 6 bought at 2."""
    receipts = [{"item": "Dy", "month": month(1), "quantity": q} for q in (3, 1)]
    plan = _plan(initial_stock=5, final_stock=0, sheets={"Receipts": receipts})
    assert plan.costs == {"purchase": 22}
    assert plan.stock("Dy")[-1] == 0


def test_month_0_already_loses_part_of_the_opening_stock() -> None:
    """A tenth is lost a month: 20 leave 18 for month 0; 8 over leave 7.2: 2.8 bought for month 1."""
    plan = _plan(initial_stock=20, final_stock=0, monthly_loss=0.1)
    assert plan.stock("Dy") == [8, 0]
    assert plan.costs == {"purchase": 5.6}
    assert _plan(initial_stock=20, final_stock=0).costs == {}


def test_month_0_loses_part_of_the_opening_stock_on_a_branch_too() -> None:
    """A branch from month 0 with probability 1: the same 2.8 are bought."""
    plan = _plan(
        initial_stock=20,
        final_stock=0,
        monthly_loss=0.1,
        sheets=branches((0, 1.0), supplier="A", severity=0.5),
    )
    assert plan.objective == cost(5.6)


def test_scrap_of_production_returns_to_stock_in_the_same_month() -> None:
    """2 used and 0.5 returned per unit: 1.5 bought at 2, 10 a month."""
    bom = [
        {"product": "P", "design": "std", "item": "Dy", "kind": "use", "quantity": 2},
        {"product": "P", "design": "std", "item": "Dy", "kind": "scrap", "quantity": 0.5},
    ]
    assert _plan(sheets={"BOM": bom}).costs == {"purchase": 60}


def test_processes_take_and_make_in_the_same_month() -> None:
    """2 swarf make 1 dysprosium at 0.5 a run: 10 a month, 20 swarf at 0.25 each: 10 + 10."""
    sheets = {
        "Items": [item_row(), item_row("Swarf")],
        "Offers": [offer_row("s", item="Swarf", price=0.25)],
        "Processes": [{"process": "R", "capacity_per_month": 10, "opex": 0.5}],
        "ProcessFlows": [
            {"process": "R", "item": "Swarf", "kind": "in", "quantity": 2},
            {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
        ],
    }
    plan = solve_sheets(tiny_sheets(**sheets))
    assert plan.costs == {"purchase": 10, "process": 10}


# --- storage ------------------------------------------------------------------------------------------

ONLY_NOW = {"Offers": [offer_row(available_to=month(0))]}


def test_stock_stays_within_the_storage_limit() -> None:
    """All must be bought in month 0; 6 may be kept: 16 at 2, 4 lost. A limit of 10 loses none."""
    plan = _plan(max_stock=6, sheets=ONLY_NOW)
    assert plan.costs == {"purchase": 32, "shortage": 200}
    assert _plan(max_stock=10, sheets=ONLY_NOW).costs == {"purchase": 40}


def test_what_does_not_fit_is_disposed_of_at_a_cost() -> None:
    """30 received in month 0, 10 used, 6 kept: 14 disposed of at 1.5; month 1 buys 4."""
    sheets = {"Receipts": [{"item": "Dy", "month": month(0), "quantity": 30}]}
    plan = _plan(max_stock=6, disposal_cost=1.5, sheets=sheets)
    assert plan.costs == {"disposal": 21, "purchase": 8}


def test_an_investment_adds_storage_from_its_completion_on() -> None:
    """Limit 6; K adds 3 for 5 at once: 9 kept, 1 lost: 38 + 50 + 5. Complete in month 1 it comes too late."""
    vault = {"investment": "K", "capex": 5, "adds_to": "stock:Dy", "adds": 3}
    plan = _plan(max_stock=6, sheets={**ONLY_NOW, "Investments": [vault]})
    assert plan.costs == {"purchase": 38, "shortage": 50, "capex": 5}
    plan = _plan(max_stock=6, sheets={**ONLY_NOW, "Investments": [vault | {"lead_months": 1}]})
    assert plan.costs == {"purchase": 32, "shortage": 200}


# --- holding ------------------------------------------------------------------------------------------


def test_holding_is_storage_and_the_capital_in_stock() -> None:
    """10 kept from month 0: 10 · (0.3 + 24 · 0.12/12) = 10 · 0.54 on top of 40."""
    sheets = tiny_sheets(settings={"capital_rate": 0.12}, Items=[item_row(storage_cost=0.3, unit_value=24)])
    plan = solve_sheets(sheets | ONLY_NOW)
    assert plan.cost("holding", month=0) == cost(5.4)
    assert plan.costs == {"purchase": 40, "holding": 5.4}


def test_holding_is_paid_on_stock_at_the_end_of_each_month_and_discounted() -> None:
    """20 % a year: 40 + 10 in month 0; 30 kept until month 1 would be paid a month later."""
    sheets = tiny_sheets((10.0, 0.0, 10.0), settings={"discount_rate": 0.2}, Items=[item_row(storage_cost=1)])
    plan = solve_sheets(sheets | ONLY_NOW)
    assert plan.costs == {"purchase": 40, "holding": 20}
    assert plan.objective == cost(40 + 10 + 10 * 1.2 ** (-1 / 12))


# --- final stock --------------------------------------------------------------------------------------


def test_stock_wanted_at_the_end_is_bought_where_that_is_cheaper_than_its_value() -> None:
    """4 wanted at the end, worth 3 each: bought at 2. Worth 1 each: the gap is paid, 4."""
    assert _plan(final_stock=4, unit_value=3).costs == {"purchase": 48}
    assert _plan(final_stock=4, unit_value=1).costs == {"purchase": 40, "final_stock": 4}


def test_stock_wanted_at_the_end_is_the_opening_stock_where_blank() -> None:
    """5 to begin with, so 5 wanted at the end, worth 3: 20 bought. Not worth anything: 15."""
    assert _plan(initial_stock=5, unit_value=3).costs == {"purchase": 40}
    assert _plan(initial_stock=5).costs == {"purchase": 30}


def test_stock_wanted_at_the_end_is_priced_on_every_path() -> None:
    """10 a month can be bought, 10 and 5 are asked.

    4 more in month 1, but not where A stops: 4 short at 3.
    """
    sheets = {"Offers": [offer_row(max_per_month=10)], **branches((1, 0.5), supplier="A", severity=1)}
    plan = _plan((10.0, 5.0), final_stock=4, unit_value=3, sheets=sheets)
    assert plan.costs_of("s1") == {"shortage": 250, "final_stock": 12}
    assert plan.cost("final_stock") == 0


# --- days of cover ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "stock"),
    [
        (MONTH, [20, 30, 25]),  # one month ahead; beyond the horizon the mean use, 25
        (1.5 * MONTH, [20 + 15, 30 + 12.5, 25 * 1.5]),
        (2 * MONTH, [50, 55, 50]),
        (0.5 * MONTH, [10, 15, 12.5]),
        (4 * MONTH, [20 + 30 + 2 * 25, 30 + 3 * 25, 100]),
        (30, [20 * 30 / MONTH, 30 * 30 / MONTH, 25 * 30 / MONTH]),
    ],
)
def test_cover_asks_for_the_use_of_the_months_ahead(days: float, stock: list[float]) -> None:
    """Use 25, 20, 30.

    Whole months in full, the last one in part, beyond the horizon the mean of all three.
    """
    plan = _plan(
        (25.0, 20.0, 30.0),
        min_cover_days=days,
        storage_cost=1,
        sheets={"Offers": [offer_row(max_per_month=200)]},
    )
    assert plan.stock("Dy") == pytest.approx(stock)
    assert plan.costs["holding"] == pytest.approx(sum(stock))


def test_beyond_the_horizon_stands_the_mean_of_the_last_year() -> None:
    """13 months, 100 in month 0 and 12 from then on.

    The last 12 months use 12 a month, and so does the future.
    """
    roomy = {"Offers": [offer_row(max_per_month=200)]}
    plan = _plan((100.0,) + (12.0,) * 12, min_cover_days=MONTH, storage_cost=1, sheets=roomy)
    assert plan.stock("Dy")[-1] == pytest.approx(12)
    assert plan.tables["Stock"]["days_of_cover"].iloc[-1] == pytest.approx(MONTH)


def test_cover_is_hard_without_a_price() -> None:
    """10 a month can be bought; cover of a month needs 10 more at once: half of month 0 is given up for it.

    Making 5 in month 0 leaves 5 in stock for the 5 made in month 1: 10 of 20 are lost in all.
    """
    limited = {"Offers": [offer_row(max_per_month=10)]}
    plan = _plan(min_cover_days=MONTH, storage_cost=1, sheets=limited)
    stock, made = plan.stock("Dy"), plan.made()
    assert stock[0] >= made[1] - 1e-6
    assert stock[1] >= sum(made) / 2 - 1e-6
    assert sum(plan.short()) > 0


def test_missing_cover_is_paid_by_unit_and_month_where_it_has_a_price() -> None:
    """Keeping a unit costs 3 a month, missing cover 2: none kept, 10 missing in both months, 40 + 40."""
    plan = _plan(min_cover_days=MONTH, storage_cost=3, cover_penalty=2)
    assert plan.costs == {"purchase": 40, "cover": 40}
    assert plan.value("v_cover_gap", "Dy", "0", 0) == pytest.approx(10)
    # at 9 keeping is cheaper: 10 kept through both months at 3, bought at 2
    plan = _plan(min_cover_days=MONTH, storage_cost=3, cover_penalty=9)
    assert plan.costs == {"purchase": 60, "holding": 60}


def test_cover_is_asked_from_its_month_on() -> None:
    """From month 1: nothing kept in month 0, 10 at the end."""
    plan = _plan(min_cover_days=MONTH, storage_cost=1, cover_from=month(1))
    assert plan.stock("Dy") == [0, 10]


def test_cover_is_gross_of_scrap_and_counts_processes() -> None:
    """Making uses 2 and returns 1; a process takes 5 a month: cover of half a month is half of 25."""
    sheets = {
        "Items": [item_row(min_cover_days=MONTH / 2, storage_cost=1), item_row("Tb", storage_cost=1)],
        "Offers": [offer_row()],
        "BOM": [
            {"product": "P", "design": "std", "item": "Dy", "kind": "use", "quantity": 2},
            {"product": "P", "design": "std", "item": "Dy", "kind": "scrap", "quantity": 1},
            {"product": "P", "design": "std", "item": "Tb", "kind": "use", "quantity": 0.5},
        ],
        "Processes": [{"process": "R", "capacity_per_month": 99}],
        "ProcessFlows": [
            {"process": "R", "item": "Dy", "kind": "in", "quantity": 1},
            {"process": "R", "item": "Tb", "kind": "out", "quantity": 1},
        ],
    }
    plan = solve_sheets(tiny_sheets(**sheets))
    assert plan.stock("Dy") == pytest.approx([12.5, 12.5])


def test_branches_may_draw_the_stock_down() -> None:
    """Cover of a month on the trunk.

    The branch that stops A in month 1 lives on it and is not asked to cover.
    """
    plan = _plan(
        (10.0,) * 3,
        min_cover_days=MONTH,
        storage_cost=1,
        cover_penalty=9,
        sheets=branches((1, 0.5), supplier="A", severity=1),
    )
    assert plan.stock("Dy", "s1") == [10, 0, 0]
    assert plan.cost("cover", "s1") == 0


@pytest.mark.parametrize(
    ("again", "cover_from", "recovery", "asked"),
    [
        (0, 0, 0, [1, 2, 3]),  # from the last month it is on
        (1, 0, 0, [2, 3]),
        (2, 0, 0, [3]),
        (3, 0, 0, []),
        (0, 0, 1, [2, 3]),  # recovering is felt too
        (0, 3, 0, [3]),
    ],
)
def test_cover_is_asked_again_some_months_after_the_disruption(
    again: int, cover_from: int, recovery: int, asked: list[int]
) -> None:
    """A branch in month 1, one month long; keeping costs 9, missing cover of 10 costs 2 a unit.

    It is missed.
    """
    plan = _plan(
        (10.0,) * 4,
        min_cover_days=MONTH,
        storage_cost=9,
        cover_penalty=2,
        cover_again_months=again,
        cover_from=month(cover_from),
        sheets=branches((1, 1.0), items="Dy", severity=0, recovery_months=recovery),
    )
    paid = {t: plan.cost("cover", "s1", t) for t in range(4)}
    assert paid == pytest.approx({t: 20.0 if t in asked else 0.0 for t in range(4)})


def test_a_known_event_does_not_put_cover_off() -> None:
    """Known: an event in month 3.

    The branch of month 1 counts from its own last month: cover again from month 2.
    """
    sheets = {
        "Events": [{"event": e, "severity": 0, "duration_months": 1, "items": "Dy"} for e in "EF"],
        "Scenarios": [scenario("0", "F", 3), scenario("s1", "E", 1, 1.0)],
    }
    plan = _plan(
        (10.0,) * 5,
        min_cover_days=MONTH,
        storage_cost=9,
        cover_penalty=2,
        cover_again_months=1,
        sheets=sheets,
    )
    assert [plan.cost("cover", "s1", t) for t in range(1, 5)] == pytest.approx([0, 20, 20, 20])


def test_cover_again_counts_from_the_last_event_of_the_whole_path() -> None:
    """A child's path has its parent's event of months 1–3 too: asked again from month 4, not from month 3."""
    sheets = {
        "Events": [
            {"event": "E", "severity": 0, "duration_months": 3, "items": "Dy"},
            {"event": "F", "severity": 0, "duration_months": 1, "items": "Dy"},
        ],
        "Scenarios": [scenario("s1", "E", 1, 0.5), scenario("s2", "F", 2, 0.5, after="s1")],
    }
    plan = _plan(
        (10.0,) * 6,
        min_cover_days=MONTH,
        storage_cost=9,
        cover_penalty=2,
        cover_again_months=1,
        sheets=sheets,
    )
    assert [plan.cost("cover", "s2", t) for t in range(2, 6)] == pytest.approx([0, 0, 20, 20])


def test_where_cover_again_is_blank_no_branch_is_asked() -> None:
    """The same branch without cover_again_months pays nothing."""
    plan = _plan(
        (10.0,) * 4,
        min_cover_days=MONTH,
        storage_cost=9,
        cover_penalty=2,
        sheets=branches((1, 0.5), items="Dy", severity=0),
    )
    assert [plan.cost("cover", "s1", t) for t in range(1, 4)] == [0, 0, 0]
    assert plan.cost("cover", month=0) == cost(20)


def test_a_known_stop_is_bridged_by_stock() -> None:
    """A is known to stop in month 1: 20 bought in month 0, 10 kept at 1."""
    plan = _plan(storage_cost=1, sheets=known(1, supplier="A", severity=1))
    assert plan.costs == {"purchase": 40, "holding": 10}
