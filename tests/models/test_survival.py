"""Time to survive, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import EXACT, branches, contract_row, from_sheets, item_row, offer_row, tiny_sheets

from models.evaluation.fixed_plan import fix_plan
from models.evaluation.stress import Judge
from models.evaluation.survival import Source, Survival, remedies, survival, with_outages
from models.plan.data import EventSpec
from models.solving.solve import solve_plan
from planner.assemble import assemble

MONTHS = 14


def judge(stock: float = 300, recovery: int = 8, **more: Any) -> tuple[Judge, Source]:
    """Return the issue's hand case: stock 300, need 100, A brings the 60 that the others' 40 leave."""
    sheets = tiny_sheets(
        [100.0] * MONTHS,
        Items=[item_row(initial_stock=stock, final_stock=stock, unit_value=9, max_stock=stock)],
        Suppliers=[{"supplier": name} for name in "ABC"],
        Offers=[
            offer_row(max_per_month=60),
            offer_row("b", "B", max_per_month=40, price=1),
            *more.pop("offers", []),
        ],
        **more,
    )
    data = replace(assemble(from_sheets(sheets)), scenarios={})
    source = Source("supplier", "A", EventSpec(suppliers=frozenset({"A"})), recovery)  # type: ignore[arg-type]
    return Judge(with_outages(fix_plan(solve_plan(data, EXACT)), {"A": source})), source


def test_the_hand_case() -> None:
    """300 / (100 - 40) = 5 months; recovery in 8: 3 · 60 = 180 short, at 50 each."""
    found = survival(*_at(3, *judge()))
    assert (found.months, found.censored) == (5, False)
    assert found.short == pytest.approx({"P": 180})
    assert found.money == pytest.approx(180 * 50)


def _at(onset: int, judge_: Judge, source: Source) -> tuple[Judge, str, Source, int]:
    return judge_, "A", source, onset


def test_it_is_censored_at_the_horizon() -> None:
    """Three months before the end, at least three are survived."""
    found = survival(*_at(MONTHS - 3, *judge()))
    assert (found.months, found.censored) == (3, True)
    assert found.short == {"P": 0}


@pytest.mark.parametrize(
    ("stock", "months"), [(0, 0), (59, 0), (60, 1), (119, 1), (299, 4), (300, 5), (360, 6)]
)
def test_more_stock_never_survives_less(stock: float, months: int) -> None:
    """Every 60 units buy a month."""
    assert survival(*_at(2, *judge(stock))).months == months


def test_without_events_there_is_no_recovery_to_compare_with() -> None:
    """The gap needs a time to recover."""
    judge_, source = judge()
    assert survival(judge_, "A", replace(source, recovery=None), 3) == Survival(3, 5, censored=False)


def test_goods_in_transit_still_arrive() -> None:
    """A delivers after 2 months, both in transit.

    300 less 2 · 60 in the first months leave 180; two deliveries still come: (180 + 120) / 60 = 5 months.
    """
    _, source = judge()
    lead = {"lead_time_months": 2, "transit_months": 2}
    sheets = tiny_sheets(
        [100.0] * MONTHS,
        Items=[item_row(initial_stock=300, final_stock=180, unit_value=9)],
        Suppliers=[{"supplier": "A"}, {"supplier": "B"}],
        Offers=[offer_row(max_per_month=60, **lead), offer_row("b", "B", max_per_month=40, price=1)],
    )
    other = Judge(with_outages(fix_plan(solve_plan(assemble(from_sheets(sheets)), EXACT)), {"A": source}))
    assert survival(other, "A", source, 3).months == 5


def test_what_is_late_is_not_lost_until_it_is_given_up() -> None:
    """Stock for 5 months; month 6 owes 60, month 7 would owe 120 and may owe 100: 6 are survived."""
    products = [{"product": "P", "shortage_penalty": 50, "late_months": 1}]
    found = survival(*_at(3, *judge(Products=products)))
    assert (found.months, found.censored) == (6, False)


def test_a_fill_rate_does_not_stand_in_the_way() -> None:
    """How much is short is the question, so the service floor is let go."""
    judge_, source = judge(Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 0.99}])
    assert survival(judge_, "A", source, 3).months == 5


def test_what_buys_the_next_month() -> None:
    """A sixth month takes 60 more in stock, or 10 a month for six months from a contract with C."""
    extra = contract_row("c", "C", max_annual=240, price=3, contract_cost=10)
    judge_, _ = judge(offers=[extra])
    found = {remedy.kind: remedy for remedy in remedies(judge_, "A", 3, 6, {"Dy": 1.0})}
    assert found["stock"].parts == (("Dy", pytest.approx(60, rel=1e-4)),)
    assert (found["contract"].offer, found["contract"].parts[0][1]) == ("c", pytest.approx(10, rel=1e-4))


def test_where_one_item_does_not_do_a_mix_does() -> None:
    """A product of two items, both from A: a month needs 10 of each."""
    sheets = tiny_sheets(
        [10.0] * 12,
        Items=[item_row("Dy"), item_row("Tb")],
        Offers=[offer_row(max_per_month=10), offer_row("b", item="Tb", max_per_month=10)],
        BOM=[{"product": "P", "design": "std", "item": item, "quantity": 1} for item in ("Dy", "Tb")],
    )
    source = Source("supplier", "A", EventSpec(suppliers=frozenset({"A"})))  # type: ignore[arg-type]
    plan = fix_plan(solve_plan(assemble(from_sheets(sheets)), EXACT))
    judge_ = Judge(with_outages(plan, {"A": source}))
    (mix,) = remedies(judge_, "A", 3, 1, {"Dy": 1.0, "Tb": 2.0})  # type: ignore[dict-item]
    assert dict(mix.parts) == pytest.approx({"Dy": 10, "Tb": 10}, rel=1e-4)


def test_a_process_that_stops_is_survived_on_what_it_made() -> None:
    """Oxide becomes metal in a process; 50 of metal in stock last five months of 10."""
    sheets = tiny_sheets(
        [10.0] * 12,
        Items=[item_row("Ox"), item_row("Dy", initial_stock=50, final_stock=50, unit_value=99)],
        Offers=[offer_row(item="Ox")],
        Processes=[{"process": "melt", "capacity_per_month": 10}],
        ProcessFlows=[
            {"process": "melt", "item": "Ox", "kind": "in", "quantity": 1},
            {"process": "melt", "item": "Dy", "kind": "out", "quantity": 1},
        ],
        **branches((1, 0.0), process="melt"),
    )
    data = replace(assemble(from_sheets(sheets)), scenarios={})
    source = Source("process", "melt", EventSpec(processes=frozenset({"melt"})), 3)  # type: ignore[arg-type]
    judge_ = Judge(with_outages(fix_plan(solve_plan(data, EXACT)), {"melt": source}))
    found = survival(judge_, "melt", source, 2)
    assert (found.months, found.short) == (5, {"P": 0})
