"""The tree of scenarios from its sheets, how long events last, and what they hit."""

from __future__ import annotations

from typing import Any

import pytest

from planner.workbook.events.scenarios import (
    ScenarioSpec,
    known_events,
    last_month,
    on_months,
    path_events,
    path_scenarios,
    remaining,
    scenario_list,
)
from planner.workbook.events.targets import hits_investment, hits_offer, hits_process, moves_price
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Row, Tables


def _tables(events: list[dict[str, Any]], scenarios: list[dict[str, Any]], months: int = 12) -> Tables:
    """Return a plan that begins in January 2026, with nothing but events and scenarios."""
    settings = [{"key": "start_month", "value": "2026-01"}, {"key": "months", "value": months}]
    return tables_from({"Settings": settings, "Events": events, "Scenarios": scenarios})[0]


def _event(**cells: Any) -> Row:
    return _tables([{"event": "E", "severity": 0.5, "duration_months": 3} | cells], [])["Events"][0]


def _onsets(months: int = 12, **cells: Any) -> list[int]:
    tables = _tables([{"event": "E", "duration_months": 1, "probability": 0.6} | cells], [], months)
    return [spec.onset for spec in scenario_list(tables)]


def test_rows_of_one_id_are_one_scenario() -> None:
    """Two events, one probability on either row; the onset is the earlier start."""
    tables = _tables(
        [{"event": "E"}, {"event": "F"}],
        [
            {"scenario": "A", "event": "E", "start_month": "2026-05"},
            {"scenario": "A", "event": "F", "start_month": "2026-03", "probability": 0.2},
        ],
    )
    assert scenario_list(tables) == (ScenarioSpec("A", "0", 0.2, (("E", 4), ("F", 2)), 2),)


def test_a_parent_stands_before_its_child() -> None:
    """Order follows the tree, not the sheet; after 0 is the trunk."""
    tables = _tables(
        [{"event": "E"}],
        [
            {"scenario": "C", "event": "E", "start_month": "2026-09", "probability": 0.1, "after": "B"},
            {"scenario": "B", "event": "E", "start_month": "2026-05", "probability": 0.1, "after": "A"},
            {"scenario": "A", "event": "E", "start_month": "2026-02", "probability": 0.1, "after": 0},
        ],
    )
    specs = scenario_list(tables)
    assert [(spec.scenario, spec.after) for spec in specs] == [("A", "0"), ("B", "A"), ("C", "B")]
    assert path_scenarios(specs, "C") == ("C", "B", "A", "0")
    assert path_events(specs, (("K", -2),))["C"] == (("K", -2), ("E", 1), ("E", 4), ("E", 8))


def test_circles_and_unknown_parents_are_left_out() -> None:
    """They are errors of the checks; the tree holds what can be placed."""
    rows = [
        {"scenario": "A", "event": "E", "start_month": "2026-02", "probability": 0.1, "after": "B"},
        {"scenario": "B", "event": "E", "start_month": "2026-05", "probability": 0.1, "after": "A"},
        {"scenario": "C", "event": "E", "start_month": "2026-05", "probability": 0.1, "after": "nobody"},
        {"scenario": "D", "event": "E", "start_month": "2026-05", "probability": 0.1},
    ]
    assert [spec.scenario for spec in scenario_list(_tables([{"event": "E"}], rows))] == ["D"]


def test_known_events_may_have_begun_before_the_plan() -> None:
    """Scenario 0 is no branch; its starts may be negative."""
    tables = _tables([{"event": "E"}], [{"scenario": "0", "event": "E", "start_month": "2025-11"}])
    assert known_events(tables) == (("E", -2),)
    assert scenario_list(tables) == ()


def test_scenarios_are_made_where_the_sheet_has_none_but_0() -> None:
    """One every three months: ⌊11/3⌋ + 1 = 4 in a plan of 12 months, sharing the probability."""
    events = [{"event": "E", "duration_months": 1, "probability": 0.6}, {"event": "K", "duration_months": 1}]
    tables = _tables(events, [{"scenario": "0", "event": "K", "start_month": "2025-12"}])
    specs = scenario_list(tables)
    assert [spec.scenario for spec in specs] == ["E-1", "E-2", "E-3", "E-4"]
    assert {spec.after for spec in specs} == {"0"}
    assert [spec.probability for spec in specs] == pytest.approx([0.15] * 4)
    assert specs[1].events == (("E", specs[1].onset),)


def test_an_event_that_is_known_makes_scenarios_too_where_it_has_a_probability() -> None:
    """It may come again."""
    event = {"event": "E", "duration_months": 1, "probability": 0.4, "onsets": 1, "start_from": "2026-06"}
    tables = _tables([event], [{"scenario": "0", "event": "E", "start_month": "2025-12"}])
    assert [(spec.scenario, spec.onset) for spec in scenario_list(tables)] == [("E-1", 5)]


def test_probabilities_of_events_count_only_where_there_are_no_scenarios() -> None:
    """One scenario of its own and none is made."""
    events = [{"event": "E", "duration_months": 1, "probability": 0.4}]
    rows = [{"scenario": "A", "event": "E", "start_month": "2026-02", "probability": 0.1}]
    assert [spec.scenario for spec in scenario_list(_tables(events, rows))] == ["A"]


def test_halves_are_rounded_up() -> None:
    """Three onsets over 0 … 11: 0, ⌊5.5 + ½⌋ = 6, 11; five: 0, 2.75, 5.5, 8.25, 11."""
    assert _onsets(onsets=3) == [0, 6, 11]
    assert _onsets(onsets=5) == [0, 3, 6, 8, 11]
    assert _onsets() == [0, 4, 7, 11]


def test_one_onset_stands_at_the_start_of_its_window() -> None:
    """N = 1: at start_from."""
    assert _onsets(onsets=1, start_from="2026-04") == [3]
    assert _onsets(start_from="2026-04", start_to="2026-05") == [3]


def test_windows_are_cut_to_the_plan_before_onsets_are_spread() -> None:
    """From before the plan to after it is the whole plan; outside it there is none."""
    assert _onsets(onsets=2, start_from="2020-01", start_to="2030-01") == [0, 11]
    assert _onsets(start_from="2027-01") == []
    assert _onsets(start_from="2026-09", start_to="2026-08") == []


def test_severity_and_recovery() -> None:
    """Half is left for three months; it recovers over two: 0.5 + 0.5·k/3."""
    event = _event(recovery_months=2)
    assert [remaining(event, since) for since in range(-1, 6)] == pytest.approx(
        [1, 0.5, 0.5, 0.5, 0.5 + 0.5 / 3, 0.5 + 1 / 3, 1]
    )
    assert (on_months(event), last_month(event, 4)) == (3, 8)


def test_a_profile_replaces_severity_duration_and_recovery() -> None:
    """The part lost in each month from the start."""
    event = _event(loss_profile="1|0.6|0.3", recovery_months=5)
    assert [remaining(event, since) for since in range(-1, 4)] == pytest.approx([1, 0, 0.4, 0.7, 1])
    assert (on_months(event), last_month(event, -1)) == (3, 1)


def _row(sheet: str, **values: Any) -> Row:
    return Row(sheet, 2, values)


OFFER = _row(
    "Offers",
    offer="O",
    supplier="S",
    item="A",
    kind="spot",
    mining_country="AU",
    refining_country="CN",
    index="I",
)


@pytest.mark.parametrize(
    ("target", "hit"),
    [
        ({}, False),
        ({"country": "CN"}, True),
        ({"country": "CN", "stage": "mining"}, False),
        ({"country": "CN", "stage": "mining, refining"}, True),
        ({"country": "CN, AU", "stage": "mining"}, True),
        ({"supplier": "S"}, True),
        ({"supplier": "S", "items": "B"}, False),
        ({"items": "A, B"}, True),
        ({"destination": "JP"}, True),
        ({"destination": "US"}, False),
        ({"country": "CN", "destination": "US"}, False),
        ({"country": "CN", "process": "F"}, False),
        ({"product": "P", "investment": "K", "index": "I"}, False),
    ],
)
def test_an_event_hits_the_offers_that_match_every_target_filled(target: dict[str, str], hit: bool) -> None:
    """Blank targets do not count; process, product, investment and index never match an offer."""
    assert hits_offer(_event(**target), OFFER, "JP") is hit


@pytest.mark.parametrize(
    ("target", "hit"),
    [
        ({"country": "CN"}, True),
        ({"country": "CN", "stage": "metal"}, True),
        ({"country": "CN", "stage": "mining"}, False),
        ({"process": "F"}, True),
        ({"process": "F", "country": "JP"}, False),
        ({"destination": "JP"}, False),
        ({"country": "CN", "destination": "US"}, False),
        ({"country": "CN", "items": "A"}, False),
        ({"process": "F", "supplier": "S"}, False),
    ],
)
def test_an_event_hits_the_processes_that_match(target: dict[str, str], hit: bool) -> None:
    """Only where supplier and items are blank and a country or process is named."""
    process = _row("Processes", process="F", country="CN", stage="metal")
    assert hits_process(_event(**target), process, "JP") is hit


def test_an_event_delays_investments_by_technology_or_name() -> None:
    """Both blank: none; a destination must hold the home country."""
    investment = _row("Investments", investment="K", technology_country="CN")
    homemade = _row("Investments", investment="L", technology_country=None)
    assert hits_investment(_event(country="CN"), investment, "JP")
    assert hits_investment(_event(investment="L"), homemade, "JP")
    assert not hits_investment(_event(), homemade, "JP")
    assert not hits_investment(_event(country="CN", destination="US"), investment, "JP")


def test_prices_move_for_spot_offers_of_the_items_or_for_the_index() -> None:
    """Without an index: spot offers of the items, hit or not. With one: every offer on it, items aside."""
    contract = _row("Offers", offer="C", supplier="T", item="B", kind="contract", index="I")
    assert moves_price(_event(), OFFER)
    assert not moves_price(_event(), contract)
    assert not moves_price(_event(items="B"), OFFER)
    assert moves_price(_event(index="I", items="A"), contract)
    assert not moves_price(_event(index="J"), OFFER)
