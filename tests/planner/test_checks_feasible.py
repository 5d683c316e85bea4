"""What cannot be feasible by simple sums: hand-computed limits, just broken and just kept."""

from __future__ import annotations

from typing import Any

import pytest
from cases import solve_sheets
from random_plans import random_sheets

from models.errors import Infeasible
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.reader import tables_from

Sheets = dict[str, list[dict[str, Any]]]

CLAIMS = frozenset({"W202", "W203", "W204", "W205", "W206", "W207", "W208", "W209"})
"""Codes that say a plan cannot exist."""


def _plan(**changes: list[dict[str, Any]]) -> Sheets:
    """Return four months of 10 P a month, one A each, of which one offer sells 10 a month."""
    sheets: Sheets = {
        "Settings": [{"key": "start_month", "value": "2026-01"}, {"key": "months", "value": 4}],
        "Items": [{"item": "A"}],
        "Suppliers": [{"supplier": "S"}],
        "Offers": [{"offer": "X", "supplier": "S", "item": "A", "price": 1, "max_per_month": 10}],
        "Products": [{"product": "P", "shortage_penalty": 99, "min_fill_rate": 1}],
        "Demand": [{"product": "P", "month": f"2026-0{month}", "quantity": 10} for month in (1, 2, 3, 4)],
        "Designs": [{"product": "P", "design": "D"}],
        "BOM": [{"product": "P", "design": "D", "item": "A", "quantity": 1}],
    }
    return sheets | changes


def _offer(**cells: Any) -> dict[str, Any]:
    return _plan()["Offers"][0] | cells


def _claims(sheets: Sheets) -> list[Finding]:
    """Return what is said not to be feasible, in a plan without errors."""
    found = tables_from(sheets)[1]
    assert not [finding for finding in found if finding.severity is Severity.ERROR]
    return [finding for finding in found if finding.code in CLAIMS]


def _one(sheets: Sheets, code: str, place: str, *words: str) -> None:
    """Assert that one claim is made, there, with these words, and that it is a warning."""
    (found,) = _claims(sheets)
    assert (found.code, found.place(), found.severity) == (code, place, Severity.WARNING)
    assert found.message().startswith("cannot be feasible: ")
    assert found.message("ja").startswith("実行不可能です")
    for word in words:
        assert word in found.message(), found.message()


def test_just_enough_supply_is_no_word_worth() -> None:
    """40 can be bought for a demand of 40."""
    assert _claims(_plan()) == []


def test_monthly_limit_below_what_must_be_delivered() -> None:
    """9 a month are 36 of 40."""
    _one(_plan(Offers=[_offer(max_per_month=9)]), "W206", "Items!A2", "36", "40", "2026-04")
    ninety = [{"product": "P", "shortage_penalty": 99, "min_fill_rate": 0.9}]
    assert _claims(_plan(Offers=[_offer(max_per_month=9)], Products=ninety)) == []


def test_lead_time_leaves_the_first_months_empty() -> None:
    """With two months of lead time the first 20 must be in stock."""
    late = [_offer(lead_time_months=2)]
    _one(_plan(Offers=late), "W206", "Items!A2", "by 2026-02", "most 0", "needs 20")
    assert _claims(_plan(Offers=late, Items=[{"item": "A", "initial_stock": 20, "final_stock": 0}])) == []


def test_annual_limit_counts() -> None:
    """35 a year are less than 40."""
    _one(_plan(Offers=[_offer(max_annual=35)]), "W206", "Items!A2", "35", "40")


def test_supplier_capacity_counts_for_all_its_offers() -> None:
    """Two offers of 10 a month from one supplier of 9 a month."""
    offers = [_offer(max_per_month=10), _offer(offer="Y")]
    _one(
        _plan(Offers=offers, Suppliers=[{"supplier": "S", "capacity_per_month": 9}]), "W206", "Items!A2", "36"
    )


def test_qualification_and_receipts_count() -> None:
    """A month to qualify takes the first 10; a receipt brings them."""
    slow = [{"supplier": "S", "already_qualified": "no", "qualification_months": 1}]
    _one(_plan(Suppliers=slow), "W206", "Items!A2", "by 2026-01")
    came = [{"item": "A", "month": "2026-01", "quantity": 10}]
    assert _claims(_plan(Suppliers=slow, Receipts=came)) == []


def test_process_makes_no_more_than_capacity_and_input_allow() -> None:
    """A is made 2 from 1 B; 4 B a month make 8 A, 20 in all with the stock."""
    base = {
        "Items": [{"item": "A"}, {"item": "B"}],
        "Offers": [_offer(item="B", max_per_month=4)],
        "Processes": [{"process": "F", "capacity_per_month": 5}],
        "ProcessFlows": [
            {"process": "F", "item": "B", "kind": "in", "quantity": 1},
            {"process": "F", "item": "A", "kind": "out", "quantity": 2},
        ],
    }
    _one(_plan(**base), "W206", "Items!A2", "32", "40")
    assert _claims(_plan(**base | {"Offers": [_offer(item="B", max_per_month=5)]})) == []


def test_disruption_leaves_too_little() -> None:
    """A stop of two months: before it 20 can be bought, of which 20 are used; in it nothing."""
    ban = {
        "Events": [{"event": "B", "supplier": "S", "severity": 1, "duration_months": 2}],
        "Scenarios": [{"scenario": "b", "event": "B", "start_month": "2026-03", "probability": 0.1}],
    }
    _one(_plan(**ban), "W207", "Items!A2", "scenario 'b'", "most 0", "needs 20")
    assert _claims(_plan(**ban, Offers=[_offer(max_per_month=20)])) == []


def test_storage_limits_what_can_be_saved_for_a_disruption() -> None:
    """20 could be saved, but only 15 stored."""
    ban = {
        "Events": [{"event": "B", "supplier": "S", "severity": 1, "duration_months": 2}],
        "Scenarios": [{"scenario": "b", "event": "B", "start_month": "2026-03", "probability": 0.1}],
        "Offers": [_offer(max_per_month=20)],
    }
    _one(_plan(**ban, Items=[{"item": "A", "max_stock": 15}]), "W207", "Items!A2", "most 15", "needs 20")


def test_demand_factor_raises_the_need() -> None:
    """Half as much again for two months needs 10 more."""
    boom = {
        "Events": [{"event": "B", "product": "P", "severity": 0, "duration_months": 2, "demand_factor": 1.5}],
        "Scenarios": [{"scenario": "b", "event": "B", "start_month": "2026-01", "probability": 0.1}],
    }
    _one(_plan(**boom), "W207", "Items!A2", "30")


def test_designs_that_may_not_make_it_all() -> None:
    """A share of 60 % cannot deliver 80 %."""
    narrow = [{"product": "P", "design": "D", "max_share": 0.6}]
    eighty = [{"product": "P", "shortage_penalty": 99, "min_fill_rate": 0.8}]
    _one(_plan(Designs=narrow, Products=eighty), "W205", "Products!C2", "80%", "32", "24")


def test_cover_that_must_be_kept() -> None:
    """A month's cover from the first month on needs 20 by then, with 10 bought."""
    cover = {"item": "A", "min_cover_days": 31}
    _one(_plan(Items=[cover]), "W208", "Items!B2", "31 days", "by 2026-01", "most 10", "20")
    assert _claims(_plan(Items=[cover | {"cover_penalty": 1}])) == []
    assert _claims(_plan(Items=[cover], Offers=[_offer(max_per_month=20)])) == []


def test_cover_beyond_the_plan_is_the_mean_of_its_use() -> None:
    """At the end 30.4 days of 10 a month must be left: 50 in all."""
    offers = [_offer(max_per_month=12, available_from="2026-01")]
    cover = [{"item": "A", "min_cover_days": 30.4, "cover_from": "2026-04"}]
    _one(_plan(Items=cover, Offers=offers), "W208", "Items!B2", "by 2026-04", "most 48")


def test_signed_contract_with_a_take_above_its_limit() -> None:
    """120 a year are 10 a month; half must be taken, 4 can be ordered."""
    contract = {
        "offer": "C",
        "supplier": "S",
        "item": "A",
        "kind": "contract",
        "price": 1,
        "max_annual": 120,
        "min_annual": 120,
        "min_take": 0.5,
        "signed": "yes",
    }
    _one(
        _plan(Offers=[_offer(), contract | {"max_per_month": 4}]), "W203", "Offers!I3", "at least 5", "most 4"
    )
    assert _claims(_plan(Offers=[_offer(), contract | {"max_per_month": 5}])) == []
    assert _claims(_plan(Offers=[_offer(), contract | {"max_per_month": 4, "signed": None}])) == []


def test_signed_contracts_above_their_suppliers_capacity() -> None:
    """Two contracts that take 5 a month each, of a supplier of 9."""
    contract = {"supplier": "S", "item": "A", "kind": "contract", "price": 1, "max_annual": 120}
    terms = {"min_annual": 60, "min_take": 1, "signed": "yes"}
    both = [contract | terms | {"offer": name} for name in ("C", "D")]
    none = [{"product": "P", "shortage_penalty": 99}]
    nine = [{"supplier": "S", "capacity_per_month": 9}]
    ten = [{"supplier": "S", "capacity_per_month": 10}]
    _one(
        _plan(Offers=both, Suppliers=nine, Products=none), "W204", "Suppliers!B2", "at least 10", "9 a month"
    )
    assert _claims(_plan(Offers=both, Suppliers=ten, Products=none)) == []


def test_hard_cap_leaves_too_little() -> None:
    """At most 60 % from CN, with 4 a month from AU, allows 40 in all; with 3 only 30."""
    rule = [{"rule": "R", "measure": "mining", "member": "CN", "share": 0.6}]
    offers = [
        _offer(max_per_month=99, mining_country="CN"),
        _offer(offer="Y", mining_country="AU", max_per_month=3),
    ]
    _one(_plan(Offers=offers, Rules=rule), "W209", "Rules!D2", "60%", "12", "30", "40")
    assert _claims(_plan(Offers=offers, Rules=[rule[0] | {"penalty": 1}])) == []
    offers[1]["max_per_month"] = 4
    assert _claims(_plan(Offers=offers, Rules=rule)) == []


def test_hard_recycled_share_beyond_what_recycling_makes() -> None:
    """A quarter of 40 is 10, recycling makes 2 a month."""
    recycling = {
        "Processes": [{"process": "F", "capacity_per_month": 2, "recycling": "yes"}],
        "ProcessFlows": [{"process": "F", "item": "A", "kind": "out", "quantity": 1}],
    }
    rule = {"rule": "R", "measure": "recycled", "sense": "min", "share": 0.25}
    _one(_plan(**recycling, Rules=[rule]), "W202", "Rules!D2", "25%", "10", "8")
    assert _claims(_plan(**recycling, Rules=[rule | {"share": 0.2}])) == []


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_what_is_called_infeasible_is(first: int) -> None:
    """Of random plans, those called infeasible have no plan: the solver agrees every time."""
    for seed in range(first, first + 50):
        sheets = random_sheets(seed)
        if _claims(sheets):
            with pytest.raises(Infeasible):
                solve_sheets(sheets)
