"""Stock in units, rules that give way, events and their odds: one sentence each, worked out by hand.

Unless a test says otherwise: 10 units a month are asked, a lost one costs 50, and A sells up to 100 at 2.
Every optimum is also what the tests' second writing of the model finds.
"""

from __future__ import annotations

import pytest
from cases import branches, cost, item_row, month, offer_row, scenario, supplier_row, tiny_sheets
from two_writings import optimum

# --- a stock wanted in units --------------------------------------------------------------------------


def test_a_stock_wanted_in_units_is_held_beside_the_needs() -> None:
    """Five are held through both months: 15 and 10 bought at 2, and twice 5 of storage."""
    sheets = tiny_sheets(Items=[item_row(storage_cost=1, min_stock=5)])
    assert optimum(sheets) == cost(25 * 2 + 5 + 5)


def test_cover_in_days_and_in_units_lack_together_and_are_paid_once() -> None:
    """36.5 days are 1.2 months, 12 units; 15 are wanted: 15 lack, not 27, at 1 in each of two months."""
    item = item_row(storage_cost=99, min_cover_days=36.5, min_stock=15, cover_penalty=1)
    assert optimum(tiny_sheets(Items=[item])) == cost(40 + 15 + 15)
    assert optimum(tiny_sheets(Items=[item | {"min_stock": 9}])) == cost(40 + 12 + 12)


def test_units_are_wanted_again_in_a_branch_when_cover_is() -> None:
    """Five lack at 3: four months as planned; in the branch of month 1 again from month 2 on, and month 0."""
    item = item_row(storage_cost=99, min_stock=5, cover_penalty=3)
    stop = branches((1, 0.5), supplier="A")
    asked = (0.0,) * 4
    assert optimum(tiny_sheets(asked, Items=[item], **stop)) == cost(0.5 * 60 + 0.5 * 15)
    again = item | {"cover_again_months": 1}
    assert optimum(tiny_sheets(asked, Items=[again], **stop)) == cost(0.5 * 60 + 0.5 * 45)


# --- prices that fall ---------------------------------------------------------------------------------


def test_a_price_may_fall() -> None:
    """Half the price in month 1 of the branch: 20 and 10, against 20 and 20."""
    fall = branches((1, 0.5), severity=0, price_factor=0.5)
    assert optimum(tiny_sheets(Items=[item_row(storage_cost=9)], **fall)) == cost(0.5 * 40 + 0.5 * 30)


def test_an_index_that_falls_stops_at_the_floor() -> None:
    """Half of 2 is below the floor of 1.5: the branch pays 20 and 15."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=9)],
        Offers=[offer_row(index="IX", price_floor=1.5)],
        PriceIndex=[{"index": "IX", "month": month(0), "factor": 1}],
        **branches((1, 0.5), severity=0, price_factor=0.5, index="IX"),
    )
    assert optimum(sheets) == cost(0.5 * 40 + 0.5 * 35)


# --- rules that give way where a line would stand still ------------------------------------------------


def _capped(applies_in: str | None, **more: object) -> dict[str, list[dict[str, object]]]:
    """Return a plan with half from China at most, where Australia (at 4) stops in a branch from month 0."""
    rule = {"rule": "cap", "measure": "refining", "member": "CN", "share": 0.5, "applies_in": applies_in}
    return (
        tiny_sheets(
            Items=[item_row(storage_cost=99)],
            Suppliers=[supplier_row("C"), supplier_row("A")],
            Offers=[
                offer_row("c", "C", refining_country="CN"),
                offer_row("a", "A", price=4, refining_country="AU"),
            ],
            Rules=[rule],
            **branches((0, 0.5), supplier="A", duration_months=2),
        )
        | more
    )  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("applies_in", "branch"),
    [
        ("plan", 40),  # all of it from China
        (None, 40),
        ("always", 1000),  # half of what is bought from China alone: nothing
        # 20 from China, 10 too many; each at 0.999 of the 50 that a lost unit costs
        ("unless_short", 40 + 10 * 49.95),
    ],
)
def test_a_rule_gives_way_only_where_it_says_so(applies_in: str | None, branch: float) -> None:
    """On the trunk 10 from each: 20 and 40."""
    assert optimum(_capped(applies_in)) == cost(0.5 * 60 + 0.5 * branch)


def test_a_rule_that_gives_way_is_hard_on_the_trunk() -> None:
    """Without Australia's offer nothing may be bought on the trunk; on the branch all, at a price."""
    sheets = _capped("unless_short")
    sheets["Offers"] = sheets["Offers"][:1]
    assert optimum(sheets) == cost(0.5 * 1000 + 0.5 * (40 + 499.5))


def test_the_way_out_is_priced_by_what_a_product_takes_through_processes() -> None:
    """Two of oxide in one of metal: 50 / 2 a unit. 20 of oxide at 2, 10 of them too many at 24.975."""
    sheets = _capped("unless_short")
    sheets["Settings"][1]["value"] = 1
    sheets["Demand"] = sheets["Demand"][:1]
    sheets["Items"].append(item_row("Ox"))
    for offer in sheets["Offers"]:
        offer["item"] = "Ox"
    sheets["Rules"][0]["items"] = "Ox"
    sheets["Processes"] = [{"process": "melt", "capacity_per_month": 100}]
    sheets["ProcessFlows"] = [
        {"process": "melt", "item": "Ox", "kind": "in", "quantity": 2},
        {"process": "melt", "item": "Dy", "kind": "out", "quantity": 1},
    ]
    assert optimum(sheets) == cost(0.5 * (20 + 40) + 0.5 * (40 + 10 * 24.975))


def test_a_rule_on_what_no_product_takes_gives_way_nowhere() -> None:
    """Ten of X are wanted at the end: 5 and 5 as planned; on the branch none may be bought: 10 lack at 30."""
    sheets = _capped("unless_short")
    sheets["Items"].append(item_row("X", final_stock=10, unit_value=30))
    for row in sheets["Demand"]:
        row["quantity"] = 0
    for offer in sheets["Offers"]:
        offer["item"] = "X"
    sheets["Rules"][0]["items"] = "X"
    assert optimum(sheets) == cost(0.5 * (10 + 20) + 0.5 * 300)


# --- odds ---------------------------------------------------------------------------------------------


def _two_events(first: float, second: float, reading: str) -> dict[str, list[dict[str, object]]]:
    """Return one month in which A may stop (500 lost) or demand may double (40 paid); else 20 are paid."""
    return tiny_sheets(
        (10.0,),
        settings={"event_probabilities": reading},
        Events=[
            {"event": "stop", "supplier": "A", "duration_months": 1, "probability": first},
            {"event": "boom", "product": "P", "severity": 0, "demand_factor": 2, "duration_months": 1}
            | {"probability": second},
        ],
    )


def test_independent_events_of_a_half_are_a_third_each() -> None:
    """Stop alone, boom alone, neither: a quarter each, of the three quarters without both."""
    assert optimum(_two_events(0.5, 0.5, "independent")) == cost((500 + 40 + 20) / 3)
    assert optimum(_two_events(0.5, 0.5, "exclusive")) == cost((500 + 40) / 2)


def test_independent_events_share_by_their_odds() -> None:
    """Odds of 1 to 4 and 1 to 1 beside 1 for neither: 0.25, 1 and 1 of 2.25."""
    assert optimum(_two_events(0.2, 0.5, "independent")) == cost((500 * 0.25 + 40 + 20) / 2.25)


def test_a_chance_by_the_year_grows_with_the_window() -> None:
    """0.19 a year: 1 − 0.81² over two years, 0.19 where only the first twelve months count."""
    event = {"event": "stop", "supplier": "A", "duration_months": 1, "probability_per_year": 0.19}
    event["onsets"] = 1
    asked = (10.0,) + (0.0,) * 23
    assert optimum(tiny_sheets(asked, Events=[event])) == cost(20 + 0.3439 * 480)
    cut = event | {"start_from": month(-6), "start_to": month(11)}
    assert optimum(tiny_sheets(asked, Events=[cut])) == cost(20 + 0.19 * 480)


def test_an_event_of_scenario_nought_is_made_again_where_it_has_a_chance() -> None:
    """A is stopped in month 0 as everyone knows, and may be in month 1 at a yearly chance: 500 and 20."""
    event = {"event": "stop", "supplier": "A", "duration_months": 1, "probability_per_year": 0.75}
    event |= {"start_from": month(1), "onsets": 1}
    sheets = tiny_sheets(Events=[event], Scenarios=[scenario("0", "stop", 0)])
    chance = 1 - 0.25 ** (1 / 12)
    assert optimum(sheets) == cost(500 + 20 + chance * 480)
