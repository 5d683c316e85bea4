"""Plan data: what is left of an event month by month, plan-years, probabilities, groupings."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from cases import contract, spot, tiny_plan

from models.plan.data import EventSpec, PastOrder, ScenarioSpec
from models.plan.names import TRUNK


def test_an_event_takes_its_part_while_it_is_on_and_gives_it_back_in_steps() -> None:
    """Severity 0.6 for 2 months, 2 to recover: 0.4, 0.4, 0.4 + 0.6/3, 0.4 + 1.2/3, and 1 before and after."""
    event = EventSpec(severity=0.6, duration=2, recovery=2)
    assert [event.remaining(age) for age in range(-1, 6)] == pytest.approx([1, 0.4, 0.4, 0.6, 0.8, 1, 1])
    assert [event.is_on(age) for age in range(-1, 4)] == [False, True, True, False, False]
    assert event.months_felt == 4


def test_a_profile_says_what_is_lost_in_each_month() -> None:
    """It replaces severity, duration and recovery, and the event is on all along it, a 0 included."""
    event = EventSpec(severity=0.6, duration=9, recovery=9, profile=(1.0, 0.0, 0.25))
    assert [event.remaining(age) for age in range(-1, 4)] == [1, 0, 1, 0.75, 1]
    assert [event.is_on(age) for age in range(-1, 4)] == [False, True, True, True, False]
    assert event.months_felt == 3


def test_an_event_without_severity_is_felt_all_the_same() -> None:
    """It moves prices, demand or investments while it is on."""
    event = EventSpec(severity=0.0, duration=2, recovery=1)
    assert [event.remaining(age) for age in range(4)] == [1, 1, 1, 1]
    assert event.months_felt == 3


@pytest.mark.parametrize(
    ("months", "lengths"), [(1, [1]), (11, [11]), (12, [12]), (13, [12, 1]), (36, [12, 12, 12])]
)
def test_plan_years_are_windows_of_twelve_months(months: int, lengths: list[int]) -> None:
    years = tiny_plan(months=months).plan_years
    assert [len(year) for year in years] == lengths
    assert [t for year in years for t in year] == list(range(months))


def test_money_is_discounted_by_the_twelfth_of_a_year() -> None:
    data = tiny_plan(discount_rate=0.1)
    assert data.discount(0) == 1
    assert data.discount(12) == pytest.approx(1 / 1.1)
    assert data.discount(6) == pytest.approx(1.1**-0.5)


def _chances(*probabilities: float) -> float:
    scenarios = {f"s{k}": ScenarioSpec(TRUNK, p, (("E", 0),)) for k, p in enumerate(probabilities)}
    return tiny_plan(events={"E": EventSpec()}, scenarios=scenarios).trunk_probability


def test_the_trunk_has_what_the_branches_leave() -> None:
    """A trace of rounding is nothing; a chance of a billionth is one."""
    assert _chances() == 1
    assert _chances(0.25, 0.5) == 0.25
    for probabilities in ((0.1,) * 10, (1 / 3,) * 3, (2 / 9, 2 / 9, 1 / 3, 2 / 9), (0.7, 0.2, 0.1)):
        assert _chances(*probabilities) == 0
    assert _chances(0.5, 0.5 + 5e-10) == 0
    assert _chances(0.5, 0.5 - 1e-9) == pytest.approx(1e-9)


def test_offers_are_found_by_item_supplier_and_offer_of_the_workbook() -> None:
    data = tiny_plan(
        offers={
            "a": spot(),
            "c#1": contract(origin="c", tier=1, supplier="B"),
            "c#2": contract(origin="c", tier=2, supplier="B"),
        }
    )
    assert data.offers_of_item == {"Dy": ("a", "c#1", "c#2")}
    assert data.offers_of_supplier == {"A": ("a",), "B": ("c#1", "c#2")}
    assert data.tiers_of_offer == {"a": ("a",), "c": ("c#1", "c#2")}


def test_plan_data_is_changed_by_replacing_it() -> None:
    """A changed plan is a new one; what was derived from the old one is derived again."""
    data = tiny_plan()
    with pytest.raises(FrozenInstanceError):
        data.months = 3  # type: ignore[misc]
    assert len(data.plan_years[0]) == 2
    assert len(replace(data, months=3).plan_years[0]) == 3


def test_plan_years_begin_where_the_year_does() -> None:
    """Of a year that began nine months before the plan three are left; the last ends with the plan."""
    data = tiny_plan(months=20, first_year=3)
    assert data.plan_years == (range(3), range(3, 15), range(15, 20))
    assert tiny_plan(months=2, first_year=5).plan_years == (range(2),)


def test_only_orders_of_the_first_plan_year_are_counted_in_it() -> None:
    """It began in month −9."""
    history = (PastOrder("a", -10, -9, 1.0), PastOrder("a", -9, -8, 2.0), PastOrder("a", -1, 0, 3.0))
    data = tiny_plan(first_year=3, history=history)
    assert [number for number, _ in data.past_of_first_year] == [1, 2]


def test_an_index_is_known_before_the_plan_as_far_as_it_is_listed() -> None:
    """Earlier months take the first factor; where nothing is said of the time before, that of month 0."""
    data = tiny_plan(price_index={"X": (3.0, 4.0), "Y": (7.0, 8.0)}, index_before={"X": (1.0, 2.0)})
    assert [data.index_factor("X", t) for t in range(-4, 2)] == [1, 1, 1, 2, 3, 4]
    assert [data.index_factor("Y", t) for t in (-2, 0, 1)] == [7, 7, 8]
