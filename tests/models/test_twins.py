"""Scenarios that happen alike are solved as one: nothing of the answer tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

import pytest
from cases import EXACT, Sheets, cost, from_sheets, solve_tables, spot, tiny_plan
from random_plans import random_sheets

from models.errors import Infeasible
from models.formulation.build import build_array_model
from models.plan.data import EventSpec, ScenarioSpec
from models.plan.names import TRUNK, Scenario
from models.solution.solution import Solution
from models.solving.solve import solve_plan
from models.solving.twins import merged
from planner.assemble import assemble
from planner.workbook.tables import Tables

SEEDS = range(30)
RISKS = (0.0, 0.4, 1.0)


def with_twins(sheets: Sheets) -> Sheets:
    """Return a plan in which every other leaf of the tree is three scenarios with a third of its odds."""
    rows = sheets["Scenarios"]
    parents = {row.get("after") for row in rows}
    leaves = list(dict.fromkeys(row["scenario"] for row in rows if row["scenario"] not in {*parents, TRUNK}))
    found = []
    for scenario, own in groupby(rows, key=itemgetter("scenario")):
        parts = [dict(row) for row in own]
        if scenario in leaves[::2]:
            parts = [part | {"probability": (part.get("probability") or 0.0) / 3} for part in parts]
            found += [part | {"scenario": f"{scenario}b"} for part in parts]
            found += [part | {"scenario": f"{scenario}c"} for part in reversed(parts)]
        found += parts
    return sheets | {"Scenarios": found}


def solved(tables: Tables, method: str) -> Solution | None:
    """Return a solved plan that the audit has confirmed, ``None`` where there is none."""
    try:
        return solve_tables(tables, replace(EXACT, method=method)).solution
    except Infeasible:
        return None


def plans() -> Iterator[tuple[Tables, Tables]]:
    """Yield random plans with scenarios, the tail weighed not at all, in part, or alone; and with twins."""
    for seed in SEEDS:
        sheets = random_sheets(seed)
        settings = {row["key"]: row["value"] for row in sheets["Settings"]}
        settings["risk_weight"] = RISKS[seed % len(RISKS)]
        rows = [{"key": key, "value": value} for key, value in settings.items()]
        sheets = {**sheets, "Settings": rows}
        one, three = from_sheets(sheets), from_sheets(with_twins(sheets))
        if assemble(one).scenarios:
            yield one, three


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_a_scenario_in_three_parts_costs_what_it_costs_in_one(method: str) -> None:
    """Objective, path costs and bound; every part has values of its own; the audit finds nothing."""
    compared = 0
    for whole, apart in plans():
        one, three = solved(whole, method), solved(apart, method)
        assert (one is None) == (three is None)
        if one is None or three is None:
            continue
        compared += 1
        assert three.objective == cost(one.objective)
        assert three.bound <= three.objective
        assert list(three.path_costs) == list(three.tree.scenarios)
        assert {s: three.path_costs[s] for s in one.path_costs} == {
            s: cost(each) for s, each in one.path_costs.items()
        }
        columns = build_array_model(three.data).variables
        tail = {"v_tail_excess", "v_stretch_cost"}  # of scenarios without a probability there is none
        for name in columns.keys() - tail:
            assert set(three.values[name]) == set(columns[name]), name
    assert compared > 10


def test_only_leaves_with_the_same_events_in_the_same_months_are_alike() -> None:
    """Another month, another parent, or a branch that another leaves, is another scenario."""
    hit = ("E", 1)
    specs = {
        "a": ScenarioSpec(TRUNK, 0.1, (hit,)),
        "later": ScenarioSpec(TRUNK, 0.1, (("E", 2),)),
        "parent": ScenarioSpec(TRUNK, 0.1, (hit,)),
        "b": ScenarioSpec(TRUNK, 0.2, (hit,)),
        "child": ScenarioSpec("parent", 0.1, (("E", 3),)),
        "elsewhere": ScenarioSpec("later", 0.1, (("E", 3),)),
        "grandchild": ScenarioSpec("later", 0.05, (("E", 3),)),
    }
    data = tiny_plan(
        months=4,
        offers={"a": spot(available_to=3)},
        events={"E": EventSpec(suppliers=frozenset({"A"}), duration=1)},
        scenarios=specs,
    )
    one_of_each, twins = merged(data)
    assert twins == {"a": ("a", "b"), "elsewhere": ("elsewhere", "grandchild")}
    assert list(one_of_each.scenarios) == ["a", "later", "parent", "child", "elsewhere"]
    assert one_of_each.scenarios[Scenario("a")].probability == pytest.approx(0.3)
    assert one_of_each.trunk_probability == pytest.approx(data.trunk_probability)


def test_the_choice_says_how_many_were_solved_with_another() -> None:
    """Three scenarios that are one are one to solve and two beyond it; one alone has none beyond it."""
    event = {"E": EventSpec(suppliers=frozenset({"A"}), duration=1)}
    spec = ScenarioSpec(TRUNK, 0.1, (("E", 1),))
    for names, alike in (("a", 0), ("abc", 2)):
        choice = solve_plan(tiny_plan(events=event, scenarios=dict.fromkeys(names, spec)), EXACT).choice
        assert choice is not None
        assert (choice.size.scenarios, choice.alike) == (1, alike)
