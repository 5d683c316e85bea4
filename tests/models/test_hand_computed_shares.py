"""Caps and targets, worked out by hand (model, section 7).

Unless a test says otherwise: 10 units a month are asked for two months, made one to one of dysprosium, mined
in CN at 2 or in AU at 5; a lost unit costs 50. Free, all 20 come from CN: 40. Storing is dear.
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
    supplier_row,
    tiny_sheets,
)

CN = offer_row("cn", mining_country="CN", refining_country="CN")
AU = offer_row("au", "B", price=5, mining_country="AU", refining_country="CN")
CAP = {"rule": "R", "measure": "mining", "member": "CN", "share": 0.6}


def _plan(*rules: dict[str, Any], asked: tuple[float, ...] = (10.0, 10.0), **sheets: Any) -> Solved:
    plan = tiny_sheets(
        asked,
        Items=[item_row(storage_cost=9)],
        Suppliers=[supplier_row(), supplier_row("B"), supplier_row("C")],
        Offers=[CN, AU],
        Countries=[
            {"code": "CN", "groups": "far"},
            {"code": "AU", "groups": "friends;far"},
            {"code": "JP", "groups": "friends"},
        ],
        Rules=list(rules),
    )
    return solve_sheets(plan | sheets)


def _bought(plan: Solved, offer: str) -> float:
    return sum(plan.orders(offer))


# --- measures and members -----------------------------------------------------------------------------


def test_without_a_rule_the_cheapest_serves() -> None:
    assert _plan().costs == {"purchase": 40}


def test_a_cap_on_a_country_holds() -> None:
    """0.6 of 20 from CN: 12·2 + 8·5. A cap of 1 caps nothing."""
    plan = _plan(CAP)
    assert plan.costs == {"purchase": 64}
    assert _bought(plan, "cn") == pytest.approx(12)
    assert _plan(CAP | {"share": 1}).costs == {"purchase": 40}


def test_a_target_for_a_country_holds() -> None:
    """At least 0.3 of 20 from AU: 14·2 + 6·5; at least 0 asks nothing."""
    target = {"rule": "R", "measure": "mining", "member": "AU", "sense": "min", "share": 0.3}
    assert _plan(target).costs == {"purchase": 58}
    assert _plan(target | {"share": 0}).costs == {"purchase": 40}


def test_each_stage_is_measured_by_its_own_country() -> None:
    """Both are refined in CN.

    Half of it can only be bought elsewhere, at 9; mined there is another matter.
    """
    third = offer_row("c", "C", price=9, mining_country="CN", refining_country="JP")
    rule = CAP | {"measure": "refining", "share": 0.5}
    assert _plan(rule, Offers=[CN, AU, third]).costs == {"purchase": 20 + 90}
    for stage in ("metal", "magnet"):  # nobody names a country there
        assert _plan(rule | {"measure": stage}, Offers=[CN, AU, third]).costs == {"purchase": 40}


def test_offers_without_a_country_escape() -> None:
    """The offer at 3 names no country: the 8 beyond the cap are bought there, 24 + 24."""
    assert _plan(CAP, Offers=[CN, AU, offer_row("x", "C", price=3)]).costs == {"purchase": 48}


def test_a_group_counts_all_its_countries_but_those_excepted() -> None:
    """Half from the group far = CN and AU: the other half from JP at 9.

    CN excepted: only AU counts, so 40.
    """
    japan = offer_row("jp", "C", price=9, mining_country="JP")
    rule = CAP | {"member": "group:far", "share": 0.5}
    assert _plan(rule, Offers=[CN, AU, japan]).costs == {"purchase": 110}
    assert _plan(rule | {"except": "CN"}, Offers=[CN, AU, japan]).costs == {"purchase": 40}


def test_a_target_for_a_group_is_met_by_any_of_its_countries() -> None:
    """0.3 from friends = AU and JP: the cheaper, AU at 5."""
    japan = offer_row("jp", "C", price=9, mining_country="JP")
    rule = {"rule": "R", "measure": "mining", "member": "group:friends", "sense": "min", "share": 0.3}
    assert _plan(rule, Offers=[CN, AU, japan]).costs == {"purchase": 58}


def test_each_country_found_is_capped_by_a_star() -> None:
    """No country above 0.5: 10 from CN, 10 from AU; two rows in the table.

    AU excepted: the same, for CN alone.
    """
    rule = CAP | {"member": "*", "share": 0.5}
    plan = _plan(rule)
    assert plan.costs == {"purchase": 70}
    assert set(plan.tables["Rules"]["member"]) == {"CN", "AU"}
    # CN excepted: nothing holds it
    plan = _plan(rule | {"except": "CN"})
    assert plan.costs == {"purchase": 40}
    assert set(plan.tables["Rules"]["member"]) == {"AU"}


def test_a_supplier_is_capped_over_all_its_offers() -> None:
    """A sells at 2 and at 3; 0.6 of 20 may come from A: 12·2 + 8·5. Each supplier at 0.6: the same."""
    offers = [CN, AU, offer_row("cn2", price=3)]
    rule = {"rule": "R", "measure": "supplier", "member": "A", "share": 0.6}
    assert _plan(rule, Offers=offers).costs == {"purchase": 64}
    assert _plan(rule | {"member": "*"}, Offers=offers).costs == {"purchase": 64}
    assert _plan(rule | {"member": "B"}, Offers=offers).costs == {"purchase": 40}


# --- items and base -----------------------------------------------------------------------------------


def test_a_rule_is_about_its_items_only() -> None:
    """Terbium, one a unit, from CN only: it counts where items are blank, not where dysprosium is named.

    Blank: 40 bought, 24 from CN, 20 of them terbium: 4 dysprosium from CN: 20 + 8 + 80. Named: 20 + 64.
    """
    both = {
        "Items": [item_row(storage_cost=9), item_row("Tb", storage_cost=9)],
        "Offers": [CN, AU, offer_row("tb", "C", item="Tb", price=1, mining_country="CN")],
        "BOM": [{"product": "P", "design": "std", "item": item, "quantity": 1} for item in ("Dy", "Tb")],
    }
    assert _plan(CAP, **both).costs == {"purchase": 108}
    assert _plan(CAP | {"items": "Dy"}, **both).costs == {"purchase": 84}
    assert _plan(CAP | {"items": "Tb", "share": 1}, **both).costs == {"purchase": 60}


def test_the_base_may_be_use() -> None:
    """8 come from stock: 12 are bought, 20 used. 0.6 of purchases is 7.2, of use 12: all from CN."""
    stocked = {"Items": [item_row(initial_stock=8, final_stock=0)]}
    assert _plan(CAP, **stocked).costs == {"purchase": pytest.approx(7.2 * 2 + 4.8 * 5)}
    assert _plan(CAP | {"base": "use"}, **stocked).costs == {"purchase": 24}


def test_a_target_of_use_asks_for_orders_though_stock_is_plenty() -> None:
    """Stock of 20 serves all; 0.3 of use from AU: 6 bought at 5, and kept or thrown away."""
    rule = {"rule": "R", "measure": "mining", "member": "AU", "sense": "min", "share": 0.3, "base": "use"}
    plan = _plan(rule, Items=[item_row(initial_stock=20, final_stock=0)])
    assert plan.costs == {"purchase": 30}


RECYCLE = {
    "Items": [item_row(storage_cost=9), item_row("Swarf", initial_stock=100, final_stock=0)],
    "Processes": [{"process": "rec", "capacity_per_month": 10, "opex": 4, "recycling": "yes"}],
    "ProcessFlows": [
        {"process": "rec", "item": "Swarf", "kind": "in", "quantity": 2},
        {"process": "rec", "item": "Dy", "kind": "out", "quantity": 1},
    ],
}


def test_a_recycled_target_is_a_share_of_use() -> None:
    """Recycling costs 4, buying 2: 0.25 of the 20 used must be recycled: 5·4 + 15·2.

    Not recycling: infeasible base.
    """
    rule = {"rule": "R", "measure": "recycled", "items": "Dy", "sense": "min", "share": 0.25}
    assert _plan(rule, **RECYCLE).costs == {"process": 20, "purchase": 30}
    assert _plan(**RECYCLE).costs == {"purchase": 40}


def test_only_processes_marked_recycling_count_as_recycled() -> None:
    """Not marked: the target cannot be met, so nothing is made at all."""
    rule = {"rule": "R", "measure": "recycled", "items": "Dy", "sense": "min", "share": 0.25}
    plain = RECYCLE | {"Processes": [RECYCLE["Processes"][0] | {"recycling": "no"}]}
    assert _plan(rule, **plain).costs == {"shortage": 1000}


def test_a_recycled_cap_holds_too() -> None:
    """Recycling free, at most a quarter of use: 5 recycled, 15 bought."""
    rule = {"rule": "R", "measure": "recycled", "items": "Dy", "share": 0.25}
    free = RECYCLE | {"Processes": [RECYCLE["Processes"][0] | {"opex": 0}]}
    assert _plan(rule, **free).costs == {"purchase": 30}


def _tolled(stage: str | None, country: str | None, *rules: dict[str, Any], **more: Any) -> Solved:
    """Return the plan in which ore is made into dysprosium at 1, or it is bought from AU at 5."""
    sheets = {
        "Items": [item_row(storage_cost=9), item_row("Ore", initial_stock=100, final_stock=0)],
        "Offers": [AU | {"refining_country": "AU"}],
        "Processes": [
            {"process": "toll", "capacity_per_month": 10, "opex": 1, "stage": stage, "country": country}
        ],
        "ProcessFlows": [
            {"process": "toll", "item": "Ore", "kind": "in", "quantity": 1},
            {"process": "toll", "item": "Dy", "kind": "out", "quantity": 1},
        ],
    }
    return _plan(*rules, **(sheets | more))


def test_tolling_does_not_escape_a_cap() -> None:
    """Refined in CN by the process: 0.6 of the 20 that are bought or made: 12 + 8·5."""
    cap = {"rule": "R", "measure": "refining", "member": "CN", "share": 0.6, "items": "Dy"}
    assert _tolled("refining", "CN", cap).costs == {"process": 12, "purchase": 40}
    assert _tolled("refining", "JP", cap).costs == {"process": 20}
    assert _tolled("metal", "CN", cap).costs == {
        "process": 20
    }  # another stage: neither counted nor in the base
    assert _tolled(None, "CN", cap).costs == {"process": 20}


def test_of_use_a_process_counts_as_matching_only() -> None:
    """8 of 20 used come from stock: 0.5 of 20 may be made in CN, 2 are bought; of purchases 6 of 12."""
    cap = {"rule": "R", "measure": "refining", "member": "CN", "share": 0.5, "items": "Dy"}
    stocked = {
        "Items": [item_row(initial_stock=8, final_stock=0), item_row("Ore", initial_stock=100, final_stock=0)]
    }
    assert _tolled("refining", "CN", cap | {"base": "use"}, **stocked).costs == {
        "process": 10,
        "purchase": 10,
    }
    assert _tolled("refining", "CN", cap, **stocked).costs == {"process": 6, "purchase": 30}


def test_a_process_without_a_country_escapes_but_stands_in_the_base() -> None:
    """Target: 0.6 refined in AU.

    The process, country blank, makes the base of 20: 12 bought in AU, 8 tolled.
    """
    target = {
        "rule": "R", "measure": "refining", "member": "AU", "sense": "min", "share": 0.6, "items": "Dy"
    }  # fmt: skip
    assert _tolled("refining", None, target).costs == {"process": 8, "purchase": 60}
    # at another stage it is not in the base: nothing need be bought at all
    assert _tolled("metal", None, target).costs == {"process": 20}


def test_a_star_finds_the_countries_of_processes_too() -> None:
    """JP stands at no offer, only at the process: it gets a row, and no more than half."""
    cap = {"rule": "R", "measure": "refining", "member": "*", "share": 0.5, "items": "Dy"}
    plan = _tolled("refining", "JP", cap)
    assert set(plan.tables["Rules"]["member"]) == {"JP", "AU"}
    assert plan.costs == {"process": 10, "purchase": 50}


# --- windows, penalties, paths ------------------------------------------------------------------------


def _two_years(window: str) -> Solved:
    """Return 13 months in which CN can sell in the first 12 only, capped at 0.6."""
    asked = (1.0,) * 12 + (20.0,)
    return _plan(CAP | {"window": window}, asked=asked, Offers=[CN | {"available_to": month(11)}, AU])


def test_a_cap_per_year_holds_in_each_year() -> None:
    """12 in the first year, 7.2 from CN; 20 in the second, all from AU: 14.4 + 24 + 100."""
    assert _two_years("year").costs == {"purchase": pytest.approx(138.4)}


def test_a_cap_over_the_horizon_lets_years_make_up_for_each_other() -> None:
    """32 in all: 12 from CN are well within 19.2: 24 + 100."""
    assert _two_years("horizon").costs == {"purchase": 124}


def test_orders_count_in_their_order_month() -> None:
    """Lead time 1 over the turn of the year: what is ordered in month 11 counts in the first year."""
    asked = (0.0,) * 12 + (10.0,)
    early = [CN | {"lead_time_months": 1, "available_to": month(11)}, AU]
    # 10 ordered from CN in the first year are all of that year: cap 0.6 lets 4.0 more of AU be bought with 6
    plan = _plan(CAP, asked=asked, Offers=early)
    assert _bought(plan, "cn") == 0
    assert plan.costs == {"purchase": 50}
    plan = _plan(CAP | {"window": "horizon"}, asked=asked, Offers=early)
    assert plan.costs == {"purchase": 32}  # 6 from CN, 4 from AU


def test_a_rule_with_a_penalty_is_broken_where_that_is_cheaper() -> None:
    """3 more for AU: at 2 a unit of excess the rule is broken by 8 (16), at 4 it is kept."""
    plan = _plan(CAP | {"penalty": 2})
    assert plan.costs == {"purchase": 40, "rule": 16}
    assert plan.cost("rule", month=1) == cost(16)
    assert plan.value("v_rule_excess", "R", "CN", 0, "0") == pytest.approx(8)
    # each unit moved to AU takes one unit of excess away
    assert _plan(CAP | {"penalty": 4}).costs == {"purchase": 64}


def test_a_target_with_a_penalty_is_missed_where_that_is_cheaper() -> None:
    """6 short of the target at 2."""
    target = {"rule": "R", "measure": "mining", "member": "AU", "sense": "min", "share": 0.3, "penalty": 2}
    assert _plan(target).costs == {"purchase": 40, "rule": 12}


def test_a_penalty_is_paid_in_the_last_month_of_each_window() -> None:
    """13 months of 10: 48 in excess in month 11, 4 in month 12, at 2."""
    plan = _plan(CAP | {"penalty": 2}, asked=(10.0,) * 13)
    assert [t for t in range(13) if plan.cost("rule", month=t)] == [11, 12]
    assert plan.costs == {"purchase": 260, "rule": 104}


STOP_AU = {"supplier": "B", "severity": 1, "duration_months": 2}


def test_a_hard_rule_holds_on_the_trunk_only() -> None:
    """AU stops in the branch from month 0 on: there all may come from CN, 40."""
    plan = _plan(CAP, **branches((0, 1.0), **STOP_AU))
    assert plan.objective == cost(40)


def test_a_hard_rule_may_be_asked_on_every_path() -> None:
    """Always: without AU, orders from CN must be 0.6 of themselves: none. All is lost."""
    plan = _plan(CAP | {"applies_in": "always"}, **branches((0, 1.0), **STOP_AU))
    assert plan.objective == cost(1000)


def test_a_rule_with_a_penalty_holds_on_every_path_unless_told() -> None:
    """Without AU all 20 come from CN: 8 in excess at 2 on the branch; not where it applies in plan only."""
    rule = CAP | {"penalty": 2}
    plan = _plan(rule, **branches((0, 1.0), **STOP_AU))
    assert plan.objective == cost(56)
    plan = _plan(rule | {"applies_in": "plan"}, **branches((0, 1.0), **STOP_AU))
    assert plan.objective == cost(40)


def test_the_orders_before_the_branch_count_in_the_window_it_cuts() -> None:
    """The branch of month 1 stops CN; 10 bought before from CN are within 0.6 of 20 with 10 from AU after.

    Always and hard: month 0 takes 10 from CN, which the branch's window of 20 allows (10 ≤ 12).
    """
    stop = {"supplier": "A", "severity": 1}
    plan = _plan(CAP | {"applies_in": "always"}, **branches((1, 1.0), **stop))
    assert plan.orders("cn", "s1") == [10, 0]
    assert plan.objective == cost(20 + 50)


def test_a_window_over_before_the_branch_is_the_parents() -> None:
    """13 months, branch in month 12.

    The excess of the first year is paid once, on the trunk; the branch's is its own.
    """
    event = {"product": "P", "severity": 0, "demand_factor": 2}
    plan = _plan(CAP | {"penalty": 2}, asked=(10.0,) * 13, **branches((12, 1.0), **event))
    # first year 120 from CN, 48 in excess; the branch's year: 20 from CN, 8 in excess
    assert plan.path("s1") == cost(240 + 96 + 40 + 16)


def test_a_rule_of_which_nothing_can_match_asks_nothing() -> None:
    """A cap on a country nobody comes from."""
    assert _plan(CAP | {"member": "US", "share": 0}).costs == {"purchase": 40}


def test_rules_hold_together() -> None:
    """At most 0.6 from CN and at least 0.5 of A's...

    At most 0.3 from B: a third must be lost or found elsewhere.
    """
    others = {"rule": "S", "measure": "supplier", "member": "B", "share": 0.3}
    third = offer_row("c", "C", price=9, mining_country="JP")
    # 12 from CN, 6 from B, 2 from C
    assert _plan(CAP, others, Offers=[CN, AU, third]).costs == {"purchase": 24 + 30 + 18}


def test_a_known_stop_does_not_soften_a_hard_rule() -> None:
    """AU is known to stop in month 1: 8 must come from it in month 0 and are kept, at 1 a month."""
    plan = _plan(CAP, Items=[item_row(storage_cost=1)], **known(1, supplier="B", severity=1))
    # 8 from AU and 2 from CN in month 0, 10 from CN in month 1: nothing to keep
    assert plan.costs == {"purchase": 64}


def test_nested_paths_have_windows_of_their_own() -> None:
    """Trunk, branch and child each pay for their own excess in the year they share."""
    sheets = {
        "Events": [{"event": e, "severity": 0, "duration_months": 1, "items": "Dy"} for e in "EF"],
        "Scenarios": [scenario("s1", "E", 0, 0.5), scenario("s2", "F", 1, 0.5, after="s1")],
    }
    plan = _plan(CAP | {"penalty": 2}, **sheets)
    for s in ("0", "s1", "s2"):
        assert plan.cost("rule", s) == cost(16)
        assert plan.path(s) == cost(56)
