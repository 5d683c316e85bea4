"""What events do to supply, time, prices, demand and building, worked out by hand (model, section 2).

Unless a test says otherwise: 10 units a month are asked, made one to one of dysprosium at 2 from supplier A,
up to 100 a month, and a lost unit costs 50. Events stand under scenario 0, so that nothing is uncertain.
"""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    contract_row,
    cost,
    item_row,
    known,
    offer_row,
    scenario,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)


def _bought(start: int, **event: Any) -> list[float]:
    """Return what is bought in 4 months from one offer of 10 a month that an event may hit."""
    sheets = tiny_sheets((10.0,) * 4, Offers=[offer_row(max_per_month=10)], **known(start, **event))
    return solve_sheets(sheets).orders("a")


def test_recovery_gives_back_in_equal_steps() -> None:
    """Severity 0.8 for 1 month, 3 to recover: 0.2, then 0.2 + 0.8·k/4 = 0.4, 0.6, 0.8, then all of 10."""
    sheets = tiny_sheets(
        (10.0,) * 6,
        Items=[item_row(storage_cost=1)],
        Offers=[offer_row(max_per_month=10)],
        **known(0, supplier="A", severity=0.8, recovery_months=3),
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [2, 4, 6, 8, 10, 10]
    assert plan.short() == [8, 6, 4, 2, 0, 0]
    # 40 bought at 2, 20 short at 50
    assert plan.costs == {"purchase": 80, "shortage": 1000}


def test_a_hit_offer_with_room_to_spare_still_serves_all() -> None:
    """0.2 of 100 a month is 20, more than the 10 asked: 6 · 10 · 2 = 120 and nothing short."""
    sheets = tiny_sheets((10.0,) * 6, **known(0, supplier="A", severity=0.8, recovery_months=3))
    assert solve_sheets(sheets).costs == {"purchase": 120}


def test_a_loss_profile_replaces_severity_duration_and_recovery() -> None:
    """Lost 1, 0.5, 0.3 of 10, then none: 0, 5, 7, 10, whatever severity, duration and recovery say."""
    event = {"loss_profile": "1|0.5|0.3", "severity": 0.9, "duration_months": 4, "recovery_months": 2}
    assert _bought(0, supplier="A", **event) == [0, 5, 7, 10]


def test_a_known_event_may_have_begun_before_the_plan() -> None:
    """From month −1 for 2 months, 1 to recover: month 0 still off, month 1 at 1/2, then all."""
    assert _bought(-1, supplier="A", duration_months=2, recovery_months=1) == [0, 5, 10, 10]


def test_events_that_overlap_multiply() -> None:
    """Two different events take half each in month 1: 10, 10·0.5·0.5 = 2.5, 5, 10."""
    sheets = tiny_sheets(
        (10.0,) * 4,
        Offers=[offer_row(max_per_month=10)],
        Events=[
            {"event": "E", "supplier": "A", "severity": 0.5, "duration_months": 1},
            {"event": "F", "items": "Dy", "severity": 0.5, "duration_months": 2},
        ],
        Scenarios=[scenario("0", "E", 1), scenario("0", "F", 1)],
    )
    assert solve_sheets(sheets).orders("a") == [10, 2.5, 5, 10]


def test_one_event_with_two_starts_multiplies_where_it_overlaps() -> None:
    """Half for 2 months from 0 and again from 1: 5, 2.5, 5, 10."""
    sheets = tiny_sheets(
        (10.0,) * 4,
        Offers=[offer_row(max_per_month=10)],
        Events=[{"event": "E", "supplier": "A", "severity": 0.5, "duration_months": 2}],
        Scenarios=[scenario("0", "E", 0), scenario("0", "E", 1)],
    )
    assert solve_sheets(sheets).orders("a") == [5, 2.5, 5, 10]


STOPPED, FREE = [0, 10, 10, 10], [10, 10, 10, 10]
CHINESE = offer_row(max_per_month=10, mining_country="CN", refining_country="JP")


@pytest.mark.parametrize(
    ("event", "bought"),
    [
        ({"country": "CN"}, STOPPED),  # blank stage: any of the four
        ({"country": "CN;AU"}, STOPPED),
        ({"country": "AU"}, FREE),
        ({"country": "CN", "stage": "mining"}, STOPPED),
        ({"country": "CN", "stage": "refining"}, FREE),
        ({"country": "CN", "stage": "refining;mining"}, STOPPED),
        ({"country": "CN", "stage": "magnet"}, FREE),  # the offer names no country there
        ({"supplier": "A"}, STOPPED),
        ({"items": "Dy"}, STOPPED),
        ({"supplier": "A", "items": "Tb"}, FREE),  # every filled target must match
        ({"supplier": "A", "country": "CN", "items": "Dy;Tb"}, STOPPED),
        ({"destination": "JP"}, STOPPED),  # the plan's home
        ({"destination": "US;JP", "country": "CN"}, STOPPED),
        ({"destination": "US", "country": "CN"}, FREE),
        ({"process": "recycle"}, FREE),
        ({"process": "recycle", "country": "CN"}, FREE),  # a process filled: no offer is hit
        ({"product": "P"}, FREE),  # no target of an offer
        ({"investment": "K"}, FREE),
        ({"index": "x"}, FREE),
    ],
)
def test_an_event_hits_the_offers_that_match_all_its_targets(
    event: dict[str, Any], bought: list[float]
) -> None:
    """A full stop in month 0 of an offer of A, mined in CN and refined in JP, home country JP."""
    sheets = tiny_sheets(
        (10.0,) * 4,
        settings={"home_country": "JP"},
        Items=[item_row(), item_row("Tb"), item_row("Swarf")],
        Offers=[CHINESE | {"index": "x"}],
        PriceIndex=[{"index": "x", "month": "2026-01", "factor": 1}],
        Processes=[{"process": "recycle"}],
        ProcessFlows=[{"process": "recycle", "item": "Swarf", "kind": "in", "quantity": 1}],
        Investments=[{"investment": "K", "capex": 1, "adds_to": "stock:Tb", "adds": 1}],
        **known(0, severity=1, **event),
    )
    assert solve_sheets(sheets).orders("a") == bought


@pytest.mark.parametrize(
    ("event", "runs"),
    [
        ({"process": "recycle"}, [0, 10]),
        ({"country": "CN"}, [0, 10]),
        ({"country": "AU"}, [10, 10]),
        ({"country": "CN", "stage": "refining"}, [0, 10]),
        ({"country": "CN", "stage": "metal"}, [10, 10]),
        ({"process": "recycle", "country": "AU"}, [10, 10]),
        ({"process": "recycle", "destination": "JP"}, [0, 10]),
        ({"process": "recycle", "destination": "US"}, [10, 10]),
        ({"country": "CN", "supplier": "A"}, [10, 10]),  # a supplier or items filled: offers only
        ({"country": "CN", "items": "Swarf"}, [10, 10]),
        ({"destination": "JP"}, [10, 10]),  # destination alone hits no process
    ],
)
def test_an_event_hits_the_processes_that_match_all_its_targets(
    event: dict[str, Any], runs: list[float]
) -> None:
    """Swarf in stock is refined in CN, 10 a month, into what is asked; a stop in month 0 loses 10 units."""
    sheets = tiny_sheets(
        (10.0, 10.0),
        settings={"home_country": "JP"},
        Items=[item_row(), item_row("Swarf", initial_stock=20, final_stock=0)],
        Offers=[offer_row(price=49)],
        Processes=[
            {"process": "recycle", "country": "CN", "stage": "refining", "capacity_per_month": 10},
        ],
        ProcessFlows=[
            {"process": "recycle", "item": "Swarf", "kind": "in", "quantity": 1},
            {"process": "recycle", "item": "Dy", "kind": "out", "quantity": 1},
        ],
        **known(0, severity=1, **event),
    )
    plan = solve_sheets(sheets)
    assert [round(plan.value("v_activity", "recycle", "0", t), 6) for t in (0, 1)] == runs


def test_half_a_process_is_left_by_an_event_of_severity_one_half() -> None:
    """10 a month at severity 0.5: 5 in month 0, 10 in month 1."""
    sheets = tiny_sheets(
        (10.0, 10.0),
        Items=[item_row(), item_row("Swarf", initial_stock=20, final_stock=0)],
        Offers=[offer_row(price=49)],
        Processes=[{"process": "recycle", "capacity_per_month": 10, "opex": 1}],
        ProcessFlows=[
            {"process": "recycle", "item": "Swarf", "kind": "in", "quantity": 1},
            {"process": "recycle", "item": "Dy", "kind": "out", "quantity": 1},
        ],
        **known(0, severity=0.5, process="recycle"),
    )
    # 15 units recycled at 1, 5 bought at 49
    assert solve_sheets(sheets).costs == {"process": 15, "purchase": 245}


# --- prices -------------------------------------------------------------------------------------------


def test_a_market_spike_is_paid_on_every_spot_offer_hit_or_not() -> None:
    """Price 2 ×3 in month 0 though the event stops nobody: 10·6 + 10·2 = 80 (storing is dear)."""
    sheets = tiny_sheets(Items=[item_row(storage_cost=9)], **known(0, severity=0, price_factor=3))
    assert solve_sheets(sheets).cost("purchase") == cost(80)


def test_a_market_spike_of_another_item_costs_nothing() -> None:
    """The event names terbium only: 40 as ever."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9), item_row("Tb")], **known(0, severity=0, price_factor=3, items="Tb")
    )
    assert solve_sheets(sheets).cost("purchase") == cost(40)


def test_a_contract_keeps_its_price_in_a_market_spike() -> None:
    """10 a month at 2 under a contract already signed: 40, spike or not."""
    sheets = tiny_sheets(
        Offers=[contract_row("a", signed="yes")], **known(0, severity=0, price_factor=3, duration_months=2)
    )
    assert solve_sheets(sheets).cost("purchase") == cost(40)


def test_a_spike_lasts_while_the_event_is_on_not_while_it_recovers() -> None:
    """On in month 0, recovering in months 1 and 2: the spike is paid in month 0 alone: 60 + 20 + 20."""
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(storage_cost=9)],
        **known(0, severity=0, price_factor=3, recovery_months=2),
    )
    assert solve_sheets(sheets).cost("purchase") == cost(100)


def test_two_spikes_multiply_and_stand_outside_the_ceiling() -> None:
    """Ceiling 2.5 on price 2, ×3 and ×2 in month 0: 10 · 2·6 = 120, for the ceiling binds the price alone."""
    sheets = tiny_sheets(
        (10.0,),
        Offers=[offer_row(price_ceiling=2.5)],
        Events=[
            {"event": "E", "severity": 0, "price_factor": 3, "duration_months": 1},
            {"event": "F", "severity": 0, "price_factor": 2, "duration_months": 1},
        ],
        Scenarios=[scenario("0", "E", 0), scenario("0", "F", 0)],
    )
    assert solve_sheets(sheets).cost("purchase") == cost(120)


@pytest.mark.parametrize("row", [offer_row(index="x"), contract_row("a", signed="yes", index="x")])
def test_a_factor_on_an_index_moves_spot_and_contract_alike(row: dict[str, Any]) -> None:
    """Index ×3 in month 0, whatever `items` says: 10·6 + 10·2 = 80."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9), item_row("Tb")],
        Offers=[row],
        PriceIndex=[{"index": "x", "month": "2026-01", "factor": 1}],
        **known(0, severity=0, price_factor=3, index="x", items="Tb"),
    )
    assert solve_sheets(sheets).cost("purchase") == cost(80)


def test_a_factor_on_an_index_stands_inside_the_ceiling() -> None:
    """Price 2 · 3 = 6, but the ceiling is 2.5: 10·2.5 + 10·2 = 45."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(index="x", price_ceiling=2.5)],
        PriceIndex=[{"index": "x", "month": "2026-01", "factor": 1}],
        **known(0, severity=0, price_factor=3, index="x"),
    )
    assert solve_sheets(sheets).cost("purchase") == cost(45)


def test_a_factor_on_an_index_leaves_offers_without_it_alone() -> None:
    """A spot offer without an index is not on the index that moves: 40."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(), offer_row("b", price=9, index="x")],
        PriceIndex=[{"index": "x", "month": "2026-01", "factor": 1}],
        **known(0, severity=0, price_factor=3, index="x"),
    )
    assert solve_sheets(sheets).cost("purchase") == cost(40)


# --- demand, lead time --------------------------------------------------------------------------------


def test_a_demand_factor_scales_what_is_asked_while_it_is_on() -> None:
    """Half of 10 in month 0, all in month 1: 15 · 2 = 30."""
    plan = solve_sheets(tiny_sheets(**known(0, severity=0, demand_factor=0.5, product="P")))
    assert plan.made() == [5, 10]
    assert plan.costs == {"purchase": 30}


def test_a_demand_factor_leaves_other_products_alone() -> None:
    """Only Q's demand doubles: P 20 units, Q 2 + 1, all at 2."""
    sheets = tiny_sheets(**known(0, severity=0, demand_factor=2, product="Q"))
    sheets["Products"].append({"product": "Q", "shortage_penalty": 50})
    sheets["Designs"].append({"product": "Q", "design": "q"})
    sheets["BOM"].append({"product": "Q", "design": "q", "item": "Dy", "quantity": 1})
    sheets["Demand"] += [{"product": "Q", "month": m, "quantity": 1} for m in ("2026-01", "2026-02")]
    assert solve_sheets(sheets).costs == {"purchase": 46}


def test_a_longer_lead_time_delays_orders_placed_while_it_is_on() -> None:
    """Orders of month 0 take 1 + 1 months, those of month 1 take 1.

    Stock of 10 covers month 0, month 1 is lost.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(initial_stock=10, final_stock=0, storage_cost=1)],
        Offers=[offer_row(lead_time_months=1)],
        **known(0, supplier="A", severity=0, lead_time_extension=1),
    )
    plan = solve_sheets(sheets)
    assert plan.short() == [0, 10, 0]
    assert plan.costs == {"purchase": 20, "shortage": 500}


def test_a_lead_time_that_is_not_extended_loses_nothing() -> None:
    """The event hits another supplier: orders of month 0 arrive in month 1."""
    sheets = tiny_sheets(
        (10.0,) * 3,
        Items=[item_row(initial_stock=10, final_stock=0)],
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[offer_row(lead_time_months=1), offer_row("b", "B", price=99)],
        **known(0, supplier="B", severity=0, lead_time_extension=1),
    )
    assert solve_sheets(sheets).costs == {"purchase": 40}


def test_extensions_of_events_add_up() -> None:
    """Two events of +1 each on orders of month 0, lead time 0.

    10 units arrive in month 2, months 0 and 1 are lost.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Offers=[offer_row(available_to="2026-01")],
        Events=[
            {"event": e, "supplier": "A", "severity": 0, "lead_time_extension": 1, "duration_months": 1}
            for e in "EF"
        ],
        Scenarios=[scenario("0", "E", 0), scenario("0", "F", 0)],
    )
    plan = solve_sheets(sheets)
    assert plan.orders("a") == [10, 0, 0]
    assert plan.short() == [10, 10, 0]


def test_availability_is_that_of_the_dispatch_month_which_an_extension_moves() -> None:
    """Lead time 1, in transit 1.

    Order of month 0 leaves in 0, +1 it leaves in month 1, when nothing may leave.
    """
    sheets = tiny_sheets(
        (10.0,) * 3,
        Offers=[offer_row(lead_time_months=1, available_to="2026-01")],
        Events=[
            {"event": "E", "supplier": "A", "severity": 0, "lead_time_extension": 1, "duration_months": 1},
            {"event": "F", "supplier": "A", "severity": 1, "duration_months": 1},
        ],
        Scenarios=[scenario("0", "E", 0), scenario("0", "F", 1)],
    )
    assert solve_sheets(sheets).short() == [10, 10, 10]
    sheets["Scenarios"] = [scenario("0", "E", 0), scenario("0", "F", 2)]  # it leaves in month 1, free
    assert solve_sheets(sheets).short() == [10, 10, 0]


# --- investments delayed ------------------------------------------------------------------------------


def _opens(start: int, build: dict, **event: Any) -> list[float]:
    """Return what is made each month of a design that investment K opens; the other design costs 9 more."""
    sheets = tiny_sheets(
        (10.0,) * 6,
        settings={"home_country": "JP"},
        Designs=[
            {"product": "P", "design": "std", "unit_cost": 9},
            {"product": "P", "design": "lean", "requires": "K"},
        ],
        BOM=[{"product": "P", "design": v, "item": "Dy", "quantity": 1} for v in ("std", "lean")],
        Investments=[
            {"investment": "K", "capex": 1, **build},
            {"investment": "L", "capex": 1, "adds_to": "offer:a", "adds": 1},
        ],
        **known(start, severity=0, **event),
    )
    return solve_sheets(sheets).made("lean")


@pytest.mark.parametrize(
    ("event", "first"),
    [
        ({"investment": "K"}, 4),
        ({"country": "CN"}, 4),
        ({"country": "CN", "investment": "L"}, 4),
        ({"country": "AU"}, 2),
        ({"country": "CN", "destination": "JP"}, 4),
        ({"country": "CN", "destination": "US"}, 2),
        ({"supplier": "A"}, 2),  # both blank: none is delayed
    ],
)
def test_a_delay_hits_the_investments_named_or_of_a_technology_country(
    event: dict[str, Any], first: int
) -> None:
    """2 months of building, delayed by 2 while the event of months 0 to 3 is on: from month 2, or from 4."""
    build = {"lead_months": 2, "latest_start": "2026-01", "technology_country": "CN"}
    made = _opens(0, build, investment_delay_months=2, duration_months=4, **event)
    assert made == [0] * first + [10] * (6 - first)


def test_a_delay_counts_only_from_the_start_to_the_end_of_what_is_under_way() -> None:
    """Built in months 0–1 (complete in 2): an event that starts in month 2 comes too late to delay it."""
    build = {"lead_months": 2, "latest_start": "2026-01"}
    assert _opens(2, build, investment="K", investment_delay_months=2) == [0, 0, 10, 10, 10, 10]
    assert _opens(1, build, investment="K", investment_delay_months=2) == [0, 0, 0, 0, 10, 10]


def test_a_start_after_the_event_is_not_delayed() -> None:
    """The event is on in month 0 only.

    Who starts in month 1 is complete in 3, who starts in 0 in 2 + 2 = 4.
    """
    event = {"investment": "K", "investment_delay_months": 2}
    assert _opens(0, {"lead_months": 2, "earliest_start": "2026-02"}, **event) == [0, 0, 0, 10, 10, 10]
    assert _opens(0, {"lead_months": 2, "latest_start": "2026-01"}, **event) == [0, 0, 0, 0, 10, 10]


def test_a_second_event_delays_what_the_first_has_delayed() -> None:
    """Lead 1 from month 0; E in month 0 delays to 3; F starts in month 2, before 3: complete in 5."""
    sheets = tiny_sheets(
        (10.0,) * 6,
        Designs=[
            {"product": "P", "design": "std", "unit_cost": 9},
            {"product": "P", "design": "lean", "requires": "K"},
        ],
        BOM=[{"product": "P", "design": v, "item": "Dy", "quantity": 1} for v in ("std", "lean")],
        Investments=[{"investment": "K", "capex": 1, "lead_months": 1, "latest_start": "2026-01"}],
        Events=[
            {
                "event": e,
                "severity": 0,
                "duration_months": 1,
                "investment": "K",
                "investment_delay_months": 2,
            }
            for e in "EF"
        ],
        Scenarios=[scenario("0", "F", 2), scenario("0", "E", 0)],
    )
    assert solve_sheets(sheets).made("lean") == [0, 0, 0, 0, 0, 10]
    sheets["Scenarios"] = [scenario("0", "F", 3), scenario("0", "E", 0)]  # complete in 3: F is too late
    assert solve_sheets(sheets).made("lean") == [0, 0, 0, 10, 10, 10]


def test_a_committed_start_before_the_plan_is_delayed_by_an_event_before_the_plan() -> None:
    """Begun in month −3, 3 to build; an event of month −2 delays by 2: complete in month 2, not 0."""
    build = {"lead_months": 3, "committed_start": "2025-10"}
    event = {"investment": "K", "investment_delay_months": 2}
    assert _opens(-2, build, **event) == [0, 0, 10, 10, 10, 10]
    assert _opens(-4, build, **event) == [10] * 6  # over before it was begun
