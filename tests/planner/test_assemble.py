"""From checked tables to plan data: defaults of defaults, calendar, currencies, tiers, members of rules."""

from __future__ import annotations

import random
from typing import Any

import pytest
from cases import (
    contract_row,
    from_sheets,
    item_row,
    month,
    offer_row,
    scenario,
    supplier_row,
    tiny_sheets,
)
from random_plans import random_sheets

from models.plan.data import PlanData, Stage
from planner.assemble import assemble


def _data(asked: tuple[float, ...] = (10.0, 10.0), **sheets: Any) -> PlanData:
    return assemble(from_sheets(tiny_sheets(asked, **sheets)))


def test_the_order_of_rows_does_not_matter() -> None:
    """Sets are sorted, so the same workbook with its rows shuffled gives the same data, in the same order."""
    for seed in (3, 7, 11):
        dice = random.Random(seed)  # noqa: S311 - shuffles rows
        sheets = random_sheets(seed)
        shuffled = {
            name: rows if name in ("Scenarios", "Settings") else dice.sample(rows, len(rows))
            for name, rows in sheets.items()
        }
        first, second = assemble(from_sheets(sheets)), assemble(from_sheets(shuffled))
        assert first == second
        for name in ("items", "suppliers", "offers", "products", "processes", "investments", "rules"):
            ids = list(getattr(first, name))
            assert ids == list(getattr(second, name)) == sorted(ids)


def test_blank_cells_that_depend_on_others_are_filled() -> None:
    """Final stock is the opening stock, one month of a lead time is transit, orders are always possible."""
    data = _data(
        Items=[item_row(initial_stock=7)],
        Offers=[offer_row(lead_time_months=3), offer_row("b")],
        Investments=[{"investment": "K", "capex": 1, "adds_to": "offer:a", "adds": 1}],
    )
    assert data.items["Dy"].final_stock == 7
    assert data.items["Dy"].cover_from == 0
    assert (data.offers["a"].lead_time, data.offers["a"].transit) == (3, 1)
    assert data.offers["b"].transit == 0
    assert (data.offers["a"].available_from, data.offers["a"].available_to) == (0, 1)
    assert (data.investments["K"].earliest, data.investments["K"].latest) == (0, 1)
    assert (data.investments["K"].adds_offer, data.investments["K"].max_modules) == ("a", 1)


def test_windows_are_cut_to_the_plan_but_a_committed_start_is_not() -> None:
    data = _data(
        Items=[item_row(cover_from=month(-3), min_cover_days=10)],
        Offers=[offer_row(available_from=month(-3), available_to=month(9))],
        Investments=[
            {"investment": "K", "capex": 1, "earliest_start": month(-2), "latest_start": month(9)},
            {"investment": "L", "capex": 1, "committed_start": month(-2)},
        ],
    )
    assert data.items["Dy"].cover_from == 0
    assert (data.offers["a"].available_from, data.offers["a"].available_to) == (0, 1)
    assert (data.investments["K"].earliest, data.investments["K"].latest) == (0, 1)
    assert data.investments["L"].committed == -2


def test_demand_and_receipts_of_one_month_are_summed() -> None:
    rows = [{"product": "P", "month": month(1), "quantity": q} for q in (3, 4)]
    receipts = [{"item": "Dy", "month": month(0), "quantity": q} for q in (1, 2)]
    data = _data(Demand=rows, Receipts=receipts)
    assert data.products["P"].demand == (0, 7)
    assert data.receipts == {("Dy", 0): 3}


def test_an_offer_is_priced_in_its_currency() -> None:
    """Blank and the plan's own currency are 1; others by FX."""
    rows = [offer_row(), offer_row("b", currency="JPY"), offer_row("c", currency="EUR")]
    data = _data(settings={"currency": "JPY"}, Offers=rows, FX=[{"currency": "EUR", "rate": 160}])
    assert [data.offers[j].fx for j in "abc"] == [1, 1, 160]


def test_a_price_index_holds_until_it_changes() -> None:
    """Factors in months −1, 1 and 3: the one before the plan stands in month 0."""
    points = [{"index": "x", "month": month(t), "factor": f} for t, f in ((3, 4.0), (-1, 1.5), (1, 2.0))]
    data = _data((1.0,) * 5, Offers=[offer_row(index="x")], PriceIndex=points)
    assert data.price_index == {"x": (1.5, 2.0, 2.0, 4.0, 4.0)}


TIERED = contract_row(price=None, max_annual=None)
STEPS = [
    {"offer": "c", "from_annual": 60, "to_annual": 100, "price": 4},
    {"offer": "c", "from_annual": 0, "to_annual": 60, "price": 5},
    {"offer": "c", "from_annual": 100, "to_annual": 120, "price": 3},
]


def test_tiers_are_offers_numbered_by_their_volume() -> None:
    data = _data(Offers=[TIERED], PriceTiers=STEPS)
    tiers = [data.offers[f"c#{n}"] for n in (1, 2, 3)]
    assert [(t.tier, t.price, t.min_annual, t.max_annual) for t in tiers] == [
        (1, 5, 0, 60),
        (2, 4, 60, 100),
        (3, 3, 100, 120),
    ]
    assert {t.origin for t in tiers} == {"c"}
    assert data.tiers_of_offer["c"] == ("c#1", "c#2", "c#3")


def test_a_tier_never_takes_the_name_of_another_offer() -> None:
    """An offer that is itself called c#1."""
    data = _data(Offers=[TIERED, offer_row("c#1")], PriceTiers=STEPS[1:2])
    assert set(data.offers) == {"c#1", "c#1#"}
    assert data.offers["c#1#"].origin == "c"


def test_incremental_tiers_cost_what_makes_the_annual_cost_continuous() -> None:
    """At 60: (5 − 4)·60 = 60; at 100: 60·5 + 40·4 − 3·100 = 160; times 1.1 tariff and 1.25 euro."""
    row = TIERED | {"tier_kind": "incremental", "tariff": 0.1, "currency": "EUR"}
    data = _data(Offers=[row], PriceTiers=STEPS, FX=[{"currency": "EUR", "rate": 1.25}])
    costs = [data.offers[f"c#{n}"].tier_cost for n in (1, 2, 3)]
    assert costs == pytest.approx([0, 60 * 1.375, 160 * 1.375])


def test_what_is_already_signed_or_qualified_costs_nothing() -> None:
    data = _data(
        Suppliers=[supplier_row(qualification_cost=9, qualification_months=2)],
        Offers=[contract_row(signed="yes", contract_cost=9), contract_row("d", contract_cost=9)],
    )
    assert (data.suppliers["A"].qualification_cost, data.suppliers["A"].qualification_months) == (0, 0)
    assert (data.offers["c"].contract_cost, data.offers["d"].contract_cost) == (0, 9)
    assert (data.offers["c"].signed, data.offers["d"].signed) == (True, None)


def test_countries_stand_at_the_stages_that_are_filled() -> None:
    """NA is Namibia."""
    data = _data(Offers=[offer_row(mining_country="NA", metal_country="CN")])
    assert data.offers["a"].countries == {Stage.MINING: "NA", Stage.METAL: "CN"}


def test_bills_of_material_and_flows_keep_both_directions() -> None:
    data = _data(
        Items=[item_row(), item_row("Swarf")],
        BOM=[
            {"product": "P", "design": "std", "item": "Dy", "quantity": 2},
            {"product": "P", "design": "std", "item": "Swarf", "kind": "scrap", "quantity": 0.5},
        ],
        Processes=[{"process": "R", "stage": "metal", "country": "JP", "recycling": "yes"}],
        ProcessFlows=[
            {"process": "R", "item": "Swarf", "kind": "in", "quantity": 2},
            {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
        ],
    )
    design, process = data.products["P"].designs["std"], data.processes["R"]
    assert (design.use, design.scrap) == ({"Dy": 2}, {"Swarf": 0.5})
    assert (process.inputs, process.outputs) == ({"Swarf": 2}, {"Dy": 1})
    assert (process.stage, process.country, process.recycling) == (Stage.METAL, "JP", True)


# --- rules ----------------------------------------------------------------------------------------------

WORLD = {
    "Suppliers": [supplier_row(), supplier_row("B")],
    "Items": [item_row(), item_row("Tb")],
    "Offers": [
        offer_row(mining_country="CN"),
        offer_row("b", "B", mining_country="AU", item="Tb"),
        offer_row("c", "B"),
    ],
    "Countries": [{"code": "CN", "groups": "far"}, {"code": "AU", "groups": "far;friends"}],
    "Processes": [{"process": "R", "stage": "mining", "country": "JP"}],
    "ProcessFlows": [
        {"process": "R", "item": "Tb", "kind": "in", "quantity": 1},
        {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
    ],
}


@pytest.mark.parametrize(
    ("rule", "members"),
    [
        ({"member": "CN"}, {"CN": {"CN"}}),
        ({"member": "group:far"}, {"group:far": {"CN", "AU"}}),
        ({"member": "group:far", "except": "CN"}, {"group:far": {"AU"}}),
        ({"member": "*"}, {"CN": {"CN"}, "AU": {"AU"}, "JP": {"JP"}}),
        ({"member": "*", "except": "CN;JP"}, {"AU": {"AU"}}),
        ({"member": "*", "items": "Tb"}, {"AU": {"AU"}}),  # the process makes none of it
        ({"member": "*", "items": "Dy"}, {"CN": {"CN"}, "JP": {"JP"}}),
        ({"measure": "supplier", "member": "B"}, {"B": {"B"}}),
        ({"measure": "supplier", "member": "*"}, {"A": {"A"}, "B": {"B"}}),
        ({"measure": "supplier", "member": "*", "items": "Tb"}, {"B": {"B"}}),
        ({"measure": "recycled", "member": None}, {"": set()}),
    ],
)
def test_the_members_of_a_rule_are_spelled_out(rule: dict[str, Any], members: dict[str, set[str]]) -> None:
    """A country, a group, or each that is found at the stage among offers and processes of the items."""
    row = {"rule": "r", "measure": "mining", "share": 0.5, **rule}
    data = _data(**WORLD, Rules=[row])
    assert {label: set(names) for label, names in data.rules["r"].members.items()} == members


@pytest.mark.parametrize(
    ("row", "always", "of_use"),
    [
        ({}, False, False),
        ({"penalty": 3}, True, False),
        ({"penalty": 3, "applies_in": "plan"}, False, False),
        ({"applies_in": "always"}, True, False),
        ({"base": "use"}, False, True),
        ({"measure": "recycled", "member": None}, False, True),
    ],
)
def test_where_a_rule_holds_and_of_what(row: dict[str, Any], always: bool, of_use: bool) -> None:
    """With a penalty on every path unless told otherwise; recycled content is always of use."""
    rule = {"rule": "r", "measure": "mining", "member": "CN", "share": 0.5, **row}
    spec = _data(**WORLD, Rules=[rule]).rules["r"]
    assert (spec.always, spec.of_use) == (always, of_use)
    assert spec.items == {"Dy", "Tb"}


# --- events and scenarios -------------------------------------------------------------------------------


def test_a_loss_profile_sets_how_long_an_event_is_on() -> None:
    """Its length replaces the duration, and it has its recovery in it."""
    event = {
        "event": "E",
        "supplier": "A",
        "loss_profile": "1|0.5|0",
        "duration_months": 9,
        "recovery_months": 4,
    }
    spec = _data(Events=[event]).events["E"]
    assert (spec.profile, spec.duration, spec.recovery) == ((1, 0.5, 0), 3, 0)


def test_events_under_scenario_0_are_known_and_may_begin_before_the_plan() -> None:
    event = {"event": "E", "supplier": "A", "duration_months": 9}
    data = _data(Events=[event], Scenarios=[scenario("0", "E", -2), scenario("s", "E", 1, 0.5)])
    assert data.known_events == (("E", -2),)
    assert data.scenarios["s"].events == (("E", 1),)
    assert data.trunk_probability == 0.5


def test_parents_stand_before_their_children() -> None:
    event = [{"event": e, "supplier": "A", "duration_months": 1} for e in "EF"]
    rows = [scenario("child", "F", 1, 0.1, after="parent"), scenario("parent", "E", 0, 0.2)]
    data = _data(Events=event, Scenarios=rows)
    assert list(data.scenarios) == ["parent", "child"]
    assert data.scenarios["child"].after == "parent"


def test_an_event_with_a_probability_makes_scenarios_where_there_are_none() -> None:
    """Over 6 months, blank onsets: ⌊5/3⌋ + 1 = 2 of them, in months 0 and 5, sharing 0.2."""
    event = {"event": "E", "supplier": "A", "duration_months": 1, "probability": 0.2}
    data = _data((1.0,) * 6, Events=[event])
    made = {s: (spec.events, spec.probability) for s, spec in data.scenarios.items()}
    assert made == {"E-1": ((("E", 0),), 0.1), "E-2": ((("E", 5),), 0.1)}


def test_without_disruptions_only_what_is_known_remains() -> None:
    sheets = tiny_sheets(
        Events=[{"event": "E", "supplier": "A", "duration_months": 1}],
        Scenarios=[scenario("0", "E", 0), scenario("s", "E", 1, 0.5)],
    )
    data = assemble(from_sheets(sheets), disruptions=False)
    assert data.scenarios == {}
    assert data.known_events == (("E", 0),)
    assert data.trunk_probability == 1
