"""Ends that nobody knows: every event a month longer, unforeseen, against the same known from the start."""

from __future__ import annotations

from typing import Any

import pytest
from cases import cost, from_sheets, item_row, offer_row, scenario, supplier_row, tiny_sheets

import planner
from models.plan.names import Event
from planner.pipeline import Plan, solve
from planner.risk.ends import ends_unknown, longer_path, onsets_and_ends, own_paths
from planner.risk.held import hold_result
from planner.risk.kept import HeldPlan
from planner.risk.shock import tell_shock
from planner.risk.stress import at_every_onset


def kept(**more: Any) -> HeldPlan:
    """10 a month from A at 2, 5 from B at 9, a month's cover; A may stop for a month in month 2 (0.2)."""
    sheets = tiny_sheets(
        [10.0] * 8,
        Items=[
            item_row(
                storage_cost=1, initial_stock=20, final_stock=0, min_cover_days=365 / 12, cover_penalty=40
            )
        ],
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[offer_row(), offer_row("b", "B", price=9, max_per_month=5)],
        Events=[{"event": "BAN", "supplier": "A", "duration_months": 1}],
        Scenarios=[scenario("ban", "BAN", 2, 0.2), scenario("late", "BAN", 7, 0.1)],
        **more,
    )
    return hold_result(solve(Plan(from_sheets(sheets), ()), gap=1e-9))


def test_what_knowing_is_worth_is_that_of_the_event_told() -> None:
    """One month longer in month 2, unforeseen: 0.2 of what `planner shock` tells for two months.

    A ban in the last month has no month to go on in.
    """
    plan = kept()
    found = ends_unknown(plan, own_paths(plan.data))
    told = tell_shock(plan, "BAN", start=2, months=[2], end_unknown=True)
    assert told.worth_of_knowing[0] > 1
    assert found.worth_of_knowing == cost(0.2 * told.worth_of_knowing[0])
    assert found.figures()["expected_cost_told"] == cost(plan.expected_cost)


def test_an_event_that_ends_with_the_plan_is_no_longer() -> None:
    """Nothing begins after the last month."""
    plan = kept()
    path = (((Event("BAN"), 7),),)
    assert longer_path(path, plan.held.data, known=False) == path


def test_the_month_longer_begins_when_the_event_was_to_end() -> None:
    """Two steps: the ban, and a month later what makes it longer; a step that begins then is joined."""
    plan = kept()
    ban = Event("BAN")
    once = longer_path((((ban, 2),),), plan.held.data, known=False)
    assert [min(start for _, start in step) for step in once] == [2, 3]
    twice = longer_path((((ban, 2),), ((ban, 3),)), plan.held.data, known=False)
    assert [min(start for _, start in step) for step in twice] == [2, 3, 4]
    assert (ban, 3) in twice[1]


def test_paths_of_the_plan_add_up_to_one() -> None:
    """Life as planned takes what is left."""
    paths = own_paths(kept().data)
    assert sum(paths.values()) == pytest.approx(1)
    assert paths[()] == pytest.approx(0.7)


def test_onsets_and_ends_judged_in_one_go_are_what_each_is_alone() -> None:
    """The same figures to the last bit but rounding; and neither where there is too much of it."""
    plan = kept()
    onsets, ends = onsets_and_ends(plan, 100)
    alone = at_every_onset(plan)
    assert onsets is not None
    assert ends is not None
    assert alone is not None
    assert onsets.figures() == pytest.approx(alone.figures())
    assert ends.figures() == pytest.approx(ends_unknown(plan, own_paths(plan.data)).figures())
    assert onsets_and_ends(plan, 1) == (None, None)


def test_a_stress_test_tells_what_knowing_the_ends_is_worth() -> None:
    """In its sentences and for programs; without being asked it says nothing of it."""
    plan = Plan(kept().tables, ())
    asked = planner.stress(plan, sample=20, seed=3, end_unknown=True)
    found = asked.to_json()["ends_unknown"]
    assert isinstance(found, dict)
    assert found["worth_of_knowing"] >= -1e-6
    assert found["expected_cost"] >= found["expected_cost_known"] - 1e-6
    assert any("nobody told" in sentence for sentence in asked.sentences("en"))
    assert planner.stress(plan, sample=20, seed=3).to_json()["ends_unknown"] is None
