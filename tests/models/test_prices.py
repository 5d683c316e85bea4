"""Prices as quoted: units, floors, lagged indices, dated rates, and events on each (sections 2, 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import EXACT, contract, cost, spot, tiny_plan

from models.plan.data import EventSpec, PlanData, ScenarioSpec
from models.plan.names import TRUNK
from models.plan.tree import Tree
from models.solving.solve import solve_plan


def _plan(*events: tuple[str, int], kinds: dict[str, EventSpec] | None = None, **terms: Any) -> PlanData:
    """Return four months with one offer; the events stand under scenario 0."""
    plan = tiny_plan(months=4, offers={"a": spot(**({"available_to": 3} | terms))})
    return replace(plan, events=kinds or {}, known_events=events)


def _event(**terms: Any) -> EventSpec:
    return EventSpec(**({"severity": 0.0, "duration": 1} | terms))


def _costs(data: PlanData, scenario: str = TRUNK) -> list[float]:
    tree = Tree(data)
    return [tree.unit_cost("a", scenario, t) for t in range(data.months)]


def test_a_price_per_pound_is_divided_whole() -> None:
    """((9 clipped to 10) · 1.2 + 3) / 0.5 · 2 = 60: floor, tariff and freight are per half a unit too."""
    data = _plan(price=9.0, floor=10.0, tariff=0.2, freight=3.0, price_per=0.5, fx=2.0)
    assert _costs(data)[0] == pytest.approx(60.0)
    assert Tree(data).quoted_prices("a", TRUNK)[0] == 10.0


INDEX = {
    "index": "X",
    "price": 10.0,
    "observed": tuple(range(t - 3, t - 1) for t in range(4)),  # lag 2, mean of 2
}
FACTORS = {"price_index": {"X": (1.0, 2.0, 3.0, 4.0)}, "index_before": {"X": (0.5, 0.8)}}


def test_a_lagged_mean_of_the_index_reaches_back_before_the_plan() -> None:
    """Observed −3, −2 | −2, −1 | −1, 0 | 0, 1; month −3 takes the first known: 0.5."""
    data = replace(_plan(**INDEX), **FACTORS)
    assert _costs(data) == pytest.approx([5.0, 6.5, 9.0, 15.0])


def test_an_event_moves_the_months_of_the_index_in_which_it_is_on() -> None:
    """On in −1 and 0, twice the index: (0.5 + 1.6)/2, (1.6 + 2)/2, (2 + 2)/2; inside the ceiling of 19."""
    kinds = {"E": _event(indices=frozenset({"X"}), price_factor=2.0, duration=2)}
    data = replace(_plan(("E", -1), kinds=kinds, **INDEX, ceiling=19.0), **FACTORS)
    assert _costs(data) == pytest.approx([5.0, 10.5, 18.0, 19.0])


def test_a_branch_sees_its_own_event_on_the_index() -> None:
    """In the branch from month 1 on the index is 3 times as high in month 1, observed in month 3 alone."""
    data = replace(
        _plan(**INDEX),
        **FACTORS,
        events={"E": _event(indices=frozenset({"X"}), price_factor=3.0)},
        scenarios={"s": ScenarioSpec(TRUNK, 0.1, (("E", 1),))},
    )
    assert _costs(data) == pytest.approx([5.0, 6.5, 9.0, 15.0])
    assert _costs(data, "s") == pytest.approx([5.0, 6.5, 9.0, 35.0])  # (1 + 3·2)/2


def test_an_event_on_the_currency_stands_outside_the_clip_and_takes_freight_along() -> None:
    """(12 clipped to 11 + 1) · 1.5 · 2 while it is on; another currency is not moved, and no spot price."""
    kinds = {"E": _event(currencies=frozenset({"EUR"}), price_factor=2.0)}
    terms = {"price": 12.0, "ceiling": 11.0, "freight": 1.0, "fx_by_month": (1.0, 1.5, 1.0, 1.0)}
    assert _costs(_plan(("E", 1), kinds=kinds, currency="EUR", **terms)) == [12, 36, 12, 12]
    assert _costs(_plan(("E", 1), kinds=kinds, currency="CNY", **terms)) == [12, 18, 12, 12]
    assert _costs(_plan(("E", 1), kinds=kinds, **terms)) == [12, 18, 12, 12]


def test_a_price_may_fall() -> None:
    """A market event of 0.5 halves the spot price of the month; the floor of the offer was taken before."""
    kinds = {"E": _event(price_factor=0.5)}
    assert _costs(_plan(("E", 2), kinds=kinds, price=8.0, floor=10.0)) == [10, 10, 5, 10]


def test_no_event_moves_the_price_of_take_or_pay() -> None:
    """The listed mean and the listed rate of the month: 10 · (1 + 2)/2 / 2 · 1.5, without freight."""
    kinds = {"E": _event(indices=frozenset({"X"}), price_factor=2.0, duration=9)}
    terms = INDEX | {"price_per": 2.0, "fx_by_month": (1.0, 1.0, 1.0, 1.5), "freight": 4.0}
    data = replace(_plan(("E", -5), kinds=kinds, **terms), **FACTORS)
    assert Tree(data).deficiency_price("a", 3) == pytest.approx(11.25)


def test_goods_are_weighed_in_the_month_of_their_payment() -> None:
    """10 at 2 arrive in month 0 and 1; paid 13 months later: the year's rate of 10 % counts beyond the plan.

    Costs stand in the month of arrival, undiscounted; the payment and its value in that of the payment.
    """
    offers = {"a": contract(signed=True, payment_months=13)}
    plan = solve_plan(tiny_plan(offers=offers, discount_rate=0.1), EXACT)
    assert dict(plan.costs) == {("purchase", TRUNK, 0): 20.0, ("purchase", TRUNK, 1): 20.0}
    assert set(plan.payments) == {("purchase", TRUNK, 0, 13), ("purchase", TRUNK, 1, 14)}
    assert plan.present_values["purchase", TRUNK, 1] == cost(20 * 1.1 ** (-14 / 12))
    assert plan.objective == cost(20 * 1.1 ** (-13 / 12) + 20 * 1.1 ** (-14 / 12))


def test_tier_costs_follow_the_rate_of_their_year() -> None:
    """A tier of 12 (then 24) a year, in plan-years of 1 and 1 months: 12/12 + 24/12."""
    terms = {"origin": "c", "signed": True, "tier": 1, "tier_cost": 12.0, "tier_cost_by_year": (12.0, 24.0)}
    plan = solve_plan(tiny_plan(first_year=1, offers={"c": contract(**terms)}), EXACT)
    assert {t: x for (name, _, t), x in plan.costs.items() if name == "contract"} == {0: 1.0, 1: 2.0}
