"""What planning is worth: by hand, and in order on random plans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import EXACT, branches, cost, from_sheets, item_row, scenario, tiny_sheets
from random_plans import random_sheets

from models.errors import Infeasible
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.reporting.risk.value import value_sentences
from planner.reporting.words.phrases import Speech
from planner.risk.value import known_in_advance, value_of_planning
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from

BAN = {"supplier": "A", "severity": 1}


def test_the_measures_by_hand() -> None:
    """A stops in month 1 with probability 0.5; keeping 10 units costs 10 (1 a unit and month).

    Best plan: buys 20 in month 0, kept once. Trunk 50, branch 50 (20 · 2 + 10): RP = 50. Knowing it: the
    trunk buys month by month (40), the branch keeps 10 (50): WS = 45, EVPI = 5. Trunk-only plan: 40 on the
    trunk, the branch loses 10 (20 + 500): EEV = 0.5 · 40 + 0.5 · 520 = 280, VSS = 230. Premium: 50 - 40 = 10.
    """
    data = assemble(from_sheets(tiny_sheets(Items=[item_row(storage_cost=1)], **branches((1, 0.5), **BAN))))
    value = value_of_planning(data, EXACT)
    assert (value.optimum, value.wait_and_see, value.trunk_plan) == (cost(50), cost(45), cost(280))
    assert (value.evpi, value.vss, value.premium) == (cost(5), cost(230), cost(10))
    assert value.wait_and_see_costs == {"0": cost(40), "s1": cost(50)}
    # Tail (α = 0.9): 520 without planning, 50 with it, for 10 on the trunk.
    assert (value.tail_reduction, value.tail_per_premium) == (cost(470), cost(47))
    assert not value.lots


def test_measures_are_taken_without_risk_weight_but_the_tail_as_planned() -> None:
    """At probability 0.01 the neutral plan keeps nothing; the plan with λ = 1 keeps 10: premium 0 and 10."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=1)], settings={"risk_weight": 1}, **branches((1, 0.01), **BAN)
    )
    value = value_of_planning(assemble(from_sheets(sheets)), EXACT)
    assert (value.premium, value.own_premium) == (cost(0), cost(10))
    assert value.optimum == cost(0.99 * 40 + 0.01 * 520)
    assert value.vss == cost(0)


def test_a_fill_rate_that_the_trunk_plan_cannot_meet_makes_it_infeasible() -> None:
    """Half of the demand must be served in the branch: without stock nothing is."""
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=1)],
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 0.5}],
        **branches((1, 0.1), **BAN),
    )
    value = value_of_planning(assemble(from_sheets(sheets)), EXACT)
    assert (value.trunk_plan, value.vss, value.tail_per_premium) == (None, None, None)
    assert value.to_json()["vss"] == "infeasible"


def test_a_scenario_known_in_advance_keeps_its_parents_without_weight() -> None:
    """Of three scenarios, the child and its parent stay; the child is certain."""
    rows = [
        scenario("s1", "E", 1, 0.2),
        {**scenario("s2", "E", 3, 0.1), "after": "s1"},
        scenario("s3", "E", 2, 0.1),
    ]
    sheets = tiny_sheets([10.0] * 5, **{**branches((1, 0.1), **BAN), "Scenarios": rows})
    known = known_in_advance(assemble(from_sheets(sheets)), "s2")  # type: ignore[arg-type]
    assert {s: spec.probability for s, spec in known.scenarios.items()} == {"s1": 0.0, "s2": 1.0}
    assert known.trunk_probability == 0


@pytest.mark.parametrize("seed", [1, 4, 9, 12, 17, 23])
def test_knowing_never_costs_and_ignoring_never_saves(seed: int) -> None:
    """WS ≤ RP ≤ EEV on random plans."""
    assert_in_order(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 225))
def test_knowing_never_costs_and_ignoring_never_saves_at_length(seed: int) -> None:
    """WS ≤ RP ≤ EEV on more of them."""
    assert_in_order(seed)


def assert_in_order(seed: int) -> None:
    tables, findings = tables_from(random_sheets(seed, months=5))
    if any(finding.severity is Severity.ERROR for finding in findings):
        pytest.skip("not a plan")
    data = assemble(tables)
    try:
        solution = solve_plan(data, EXACT)
    except Infeasible:
        pytest.skip("infeasible")
    value = value_of_planning(data, EXACT, solution)
    slack = 1e-6 * max(1.0, abs(value.optimum))
    assert value.wait_and_see <= value.optimum + slack
    assert value.trunk_plan is None or value.optimum <= value.trunk_plan + slack
    assert value.premium >= -slack


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_measure_has_a_plain_sentence(language: str) -> None:
    """Figures stand in the sentences; what cannot be said is said to be so."""
    data = assemble(from_sheets(tiny_sheets(Items=[item_row(storage_cost=1)], **branches((1, 0.5), **BAN))))
    told = value_of_planning(data, EXACT).to_json()
    said = dict(value_sentences(told, 0.9, Speech(language, "USD")))
    assert list(said)[:4] == ["evpi", "vss", "premium", "tail"]
    assert "230" in said["vss"]
    assert "47.0" in said["tail"]
    odd = {**told, "vss": "infeasible", "order_lots": True, "insurance_premium": 0.0, "uncertainty": 5.0}
    more = dict(value_sentences(odd, 0.9, Speech(language, "USD")))
    assert more["vss"] != said["vss"]
    assert more["premium"] != said["premium"]
    assert {"gap", "lots"} <= set(more)


@pytest.mark.slow
def test_the_same_from_two_processes() -> None:
    """Spawned workers bring back the same numbers."""
    sheets = tiny_sheets([10.0] * 3, Items=[item_row(storage_cost=1)], **branches((1, 0.2), (2, 0.3), **BAN))
    data = replace(assemble(from_sheets(sheets)))
    assert value_of_planning(data, EXACT, jobs=2) == value_of_planning(data, EXACT)
