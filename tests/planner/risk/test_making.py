"""Making scenarios: sampling, at most one event, reduction, and the workbook that says how it was made."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from cases import branches, from_sheets, month, offer_row, scenario, supplier_row, tiny_sheets
from click.testing import CliRunner, Result

import planner
from planner.assemble import assemble
from planner.commands.scenarios import scenarios
from planner.risk.making import CannotMake, extra_costs, make_scenarios
from planner.risk.plan_file import read_plan
from planner.risk.reduction import losses, reduce_to
from planner.risk.sampling import Shock, at_most_one, draw, shocks_of, tree_of
from planner.workbook.events.scenarios import ScenarioSpec, scenario_list
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import write_bare

PAIR = (Shock("A", (("EA", 0),), 0.3, 1, 4), Shock("B", (("EB", 0),), 0.4, 2, 6))


def event(name: str, probability: float | None, **more: Any) -> dict[str, Any]:
    """Return a row of Events that stops supplier A for two months."""
    row = {"event": name, "supplier": "A", "duration_months": 2, "probability": probability}
    return row | more


def plan(*events: dict[str, Any], months: int = 12, **sheets: Any) -> Tables:
    """Return a tiny plan with events."""
    return from_sheets(tiny_sheets([10.0] * months, Events=list(events), **sheets))


# --- what is sampled ----------------------------------------------------------------------------------


def test_an_event_is_a_shock_over_its_window() -> None:
    """Start months from March to May of the plan's year: plan months 2 to 4."""
    tables = plan(event("E", 0.2, start_from=month(2), start_to=month(4)), event("F", None))
    assert shocks_of(tables) == (Shock("E", (("E", 0),), 0.2, 2, 4),)


def test_scenarios_without_event_probabilities_make_shocks_of_what_they_start() -> None:
    """Two onsets of E (0.1, 0.2), one followed by F (0.05): E 0.35 over months 1 to 5, F 0.05 in month 7."""
    rows = [
        scenario("s1", "E", 1, 0.1),
        scenario("s2", "E", 5, 0.2),
        {**scenario("s3", "F", 7, 0.05), "after": "s1"},
    ]
    found = shocks_of(plan(event("E", None), event("F", None), Scenarios=rows))
    assert [(shock.name, round(shock.probability, 9)) for shock in found] == [("E", 0.35), ("F", 0.05)]
    assert [(shock.first, shock.last) for shock in found] == [(1, 5), (7, 7)]


def test_sampling_follows_the_probabilities_and_windows() -> None:
    """20,000 draws: frequencies within four standard errors, every month of the window, none outside."""
    draws = draw(PAIR, 20_000, seed=3)
    for number, shock in enumerate(PAIR):
        months = [m for sample in draws for m, s in sample if s == number]
        error = (shock.probability * (1 - shock.probability) / len(draws)) ** 0.5
        assert abs(len(months) / len(draws) - shock.probability) < 4 * error
        assert set(months) == set(range(shock.first, shock.last + 1))
    both = sum(len(sample) == 2 for sample in draws) / len(draws)
    assert abs(both - 0.12) < 0.01
    assert draws == draw(PAIR, 20_000, seed=3)
    assert draws != draw(PAIR, 20_000, seed=4)


# --- the tree -----------------------------------------------------------------------------------------


def test_samples_that_share_the_first_shock_share_a_parent() -> None:
    """Of 10 samples: 5 nothing, 2 end in A, 2 go on to B, 1 both at once."""
    draws = [()] * 5 + [((1, 0),)] * 2 + [((1, 0), (5, 1))] * 2 + [((2, 0), (2, 1))]
    specs = tree_of(draws, PAIR, 12)
    assert [(s.scenario, s.after, s.onset) for s in specs] == [
        ("A-01", "0", 1),
        ("A+B-02", "0", 2),
        ("A-01>B-05", "A-01", 5),
    ]
    assert [s.probability for s in specs] == pytest.approx([0.2, 0.1, 0.2])
    assert specs[2].events == (("EB", 5),)


def test_nobody_foresees_the_second_shock() -> None:
    """No sample ended in A-01: it keeps the part that ends there, P(B not after 1) = 0.6; the mass stays."""
    specs = tree_of([(), ((1, 0), (5, 1))], PAIR, 12)
    assert [s.probability for s in specs] == pytest.approx([0.5 * 0.6, 0.5 * 0.4])


def test_an_event_that_two_shocks_share_starts_once() -> None:
    """Both start X in month 3: the scenario holds it once, and a child that adds nothing joins its parent."""
    shocks = (Shock("A", (("X", 0), ("Y", 0)), 0.5, 3, 3), Shock("B", (("X", 0),), 0.5, 3, 3))
    specs = tree_of([((3, 0), (3, 1)), ((3, 0),)], shocks, 12)
    assert sorted(events for spec in specs for events in spec.events) == [
        ("X", 3),
        ("X", 3),
        ("Y", 3),
        ("Y", 3),
    ]
    assert sum(spec.probability for spec in specs) == pytest.approx(1)


def test_at_most_one_event_weighs_by_odds() -> None:
    """Probabilities 0.5 and 0.8: odds 1 and 4, so 1/6 and 4/6, each shared by its onsets."""
    tables = read_anyway([event("E", 0.5, onsets=2), event("F", 0.8, onsets=1)])
    specs = at_most_one(tables)
    assert [s.probability for s in specs] == pytest.approx([1 / 12, 1 / 12, 4 / 6])
    made = make_scenarios(tables)  # their sum is 1.3: done without being asked, and labelled
    assert made.facts["at_most_one"]
    assert "at most one event" in made.sentences("en")[0]
    assert sum(s.probability for s in scenario_list(made.tables)) == pytest.approx(5 / 6)


def test_a_certain_event_belongs_under_scenario_0() -> None:
    """A probability of 1 has no odds."""
    with pytest.raises(CannotMake, match="E is certain"):
        make_scenarios(plan(event("E", 1.0)), one_at_most=True)


def read_anyway(events: Sequence[dict[str, Any]]) -> Tables:
    """Return a tiny plan whose events may add up to more than 1."""
    tables = plan(*({**row, "probability": 0.1} for row in events))
    chances = {row["event"]: row["probability"] for row in events}
    rows = tuple(
        type(row)(row.sheet, row.number, {**row.values, "probability": chances[row["event"]]}, row.given)
        for row in tables["Events"]
    )
    return type(tables)(tables.name, {**tables.sheets, "Events": rows}, tables.settings)


# --- reduction ----------------------------------------------------------------------------------------


def test_lost_supply_is_money_by_item_and_month() -> None:
    """A sells up to 100 a month at 2; severity 0.5 for two months from month 3 loses 100 in each."""
    tables = plan(event("E", 0.1, severity=0.5))
    spec = ScenarioSpec("s", "0", 0.1, (("E", 3),), 3)
    row = losses([spec], assemble(tables, disruptions=False))[1]
    assert np.flatnonzero(row).tolist() == [3, 4]
    assert row[3:5].tolist() == [100, 100]


def test_one_scenario_kept_is_the_best_one() -> None:
    """By enumeration: the pair of trunk and one scenario with the least distance."""
    tables = plan(event("E", 0.6, severity=0.5), event("F", 0.3))
    data = assemble(tables, disruptions=False)
    specs = [
        ScenarioSpec(f"s{k}", "0", 0.1, ((name, start),), start)
        for k, (name, start) in enumerate(itertools.product(("E", "F"), (1, 4, 5)))
    ]
    points = losses(specs, data)
    weights = np.array([1 - 0.6, *([0.1] * 6)])

    def distance(kept: tuple[int, ...]) -> float:
        apart = np.abs(points[:, None, :] - points[None, list(kept), :]).sum(axis=2)
        return float(weights @ apart.min(axis=1))

    found = reduce_to(specs, data, 1)
    assert found.distance == pytest.approx(min(distance((0, k)) for k in range(1, 7)))
    assert found.relative == pytest.approx(found.distance / distance((0,)))
    distances = [reduce_to(specs, data, count).distance for count in range(1, 7)]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] == 0


def test_what_is_left_out_gives_its_probability_to_the_nearest() -> None:
    """Two equal scenarios and one far away: one of the two carries both; nothing is lost."""
    tables = plan(event("E", 0.6), event("F", 0.3, severity=0.9))
    data = assemble(tables, disruptions=False)
    specs = [
        ScenarioSpec("s1", "0", 0.1, (("E", 2),), 2),
        ScenarioSpec("s2", "0", 0.2, (("F", 2),), 2),
        ScenarioSpec("s3", "0", 0.3, (("E", 8),), 8),
    ]
    kept = {spec.scenario: spec.probability for spec in reduce_to(specs, data, 2).specs}
    assert kept == pytest.approx({"s2": 0.3, "s3": 0.3}) or kept == pytest.approx({"s1": 0.3, "s3": 0.3})


def test_a_child_keeps_its_parent() -> None:
    """Whatever is kept, its ancestors are kept too and count."""
    tables = plan(event("E", 0.1, severity=0.1), event("F", 0.1))
    data = assemble(tables, disruptions=False)
    specs = [
        ScenarioSpec("s1", "0", 0.01, (("E", 2),), 2),
        ScenarioSpec("s2", "s1", 0.5, (("F", 6),), 6),
    ]
    assert [s.scenario for s in reduce_to(specs, data, 2).specs] == ["s1", "s2"]
    assert [s.scenario for s in reduce_to(specs, data, 1).specs] == ["s1"]


# --- the command --------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    """Run ``planner scenarios``; what it raises comes out."""
    return CliRunner().invoke(
        scenarios, [str(argument) for argument in arguments], obj={}, catch_exceptions=False
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A plan with two independent events and one known one."""
    tables = plan(
        event("E", 0.5),
        event("F", 0.4, severity=0.5, start_from=month(3), start_to=month(8)),
        event("K", None, severity=0.1),
        Scenarios=[scenario("0", "K", 2)],
        WhatIf=[{"case": "c", "sheet": "Scenarios", "row": "0/K/*", "column": "event", "change": "remove"}],
    )
    return write_bare(tmp_path / "plan.xlsx", tables)


def test_the_new_plan_is_valid_says_how_it_was_made_and_leaves_the_old_alone(book: Path) -> None:
    """Scenario 0 stays; a seed gives the same bytes; the samples' share of nothing is the trunk's."""
    before = book.read_bytes()
    out = book.with_name("new.xlsx")
    ended = run(book, "-o", out, "--sample", 500, "--seed", 7, "--reduce", 6, "--json")
    answer = json.loads(ended.stdout)
    assert (answer["scenarios"], answer["samples"], answer["seed"]) == (6, 500, 7)
    assert 0 < answer["relative_distance"] < 1
    assert book.read_bytes() == before
    made = planner.read(out)
    assert [row["event"] for row in made.tables["Scenarios"] if row["scenario"] == "0"] == ["K"]
    assert sum(s.probability for s in scenario_list(made.tables)) == pytest.approx(
        1 - answer["trunk_probability"]
    )
    comments = read_plan(out).comments
    told = next(text for (sheet, _), text in comments.items() if sheet == "Settings")
    assert "500 times with seed 7" in told
    assert "fast forward selection" in told
    assert any(sheet == "Scenarios" and "stands for" in text for (sheet, _), text in comments.items())
    again = book.with_name("again.xlsx")
    run(book, "-o", again, "--sample", 500, "--seed", 7, "--reduce", 6)
    assert again.read_bytes() == out.read_bytes()


def test_an_event_added_beside_own_scenarios_is_said_to_change_nothing_yet(tmp_path: Path) -> None:
    """A probability on Events is not used where Scenarios has scenarios; sampled, it is."""
    tables = from_sheets(tiny_sheets([10.0] * 12, **branches((3, 0.2), supplier="A")))
    path = write_bare(tmp_path / "plan.xlsx", tables)
    options = ("--add", "D03", "--probability", 0.5)
    ended = run(path, "-o", tmp_path / "1.xlsx", *options)
    assert "they change nothing until you write them there" in ended.stderr
    assert not any("D03" in spec.scenario for spec in scenario_list(planner.read(tmp_path / "1.xlsx").tables))
    ended = run(path, "-o", tmp_path / "2.xlsx", *options, "--sample", 30)
    assert "change nothing" not in ended.stderr
    assert any("D03" in spec.scenario for spec in scenario_list(planner.read(tmp_path / "2.xlsx").tables))


def test_it_is_said_how_the_optimum_moves_with_the_scenarios_kept(book: Path) -> None:
    """Solved at 1, 2, 4 and all of the same samples, on the sheet and in JSON; else it is offered."""
    out = book.with_name("new.xlsx")
    ended = run(book, "-o", out, "--sample", 60, "--reduce", 4, "--optimum", "--json")
    rows = json.loads(ended.stdout)["optimum"]
    assert [row["scenarios"] for row in rows] == [1, 2, 4, json.loads(ended.stdout)["reduced_from"]]
    assert all(row["status"] == "optimal" for row in rows)
    told = " ".join(read_plan(out).comments.values())
    kept = ("1 scenario", "2 scenarios", "4 scenarios")
    assert all(f"With {count} the optimum is" in told for count in kept)
    assert "--optimum" not in ended.stderr
    assert "--optimum" in run(book, "-o", book.with_name("2.xlsx"), "--sample", 60, "--reduce", 4).stderr


def test_comments_of_the_plan_are_kept(book: Path) -> None:
    """What was written beside an event is still there after two rounds."""
    first, second = book.with_name("1.xlsx"), book.with_name("2.xlsx")
    run(book, "-o", first, "--sample", 50)
    run(first, "-o", second, "--reduce", 2)
    told = " ".join(read_plan(second).comments.values())
    assert "sampled 50 times" in told
    assert "reduced from" in told


def test_what_the_copy_does_not_have_is_said(book: Path) -> None:
    """Own sheets, formulas and months side by side: on the screen, in JSON and beside the plan's name."""
    workbook = openpyxl.load_workbook(book)
    workbook.create_sheet("My notes")["A1"] = "x"
    workbook.create_sheet("#aside")["A1"] = 1
    workbook.save(book)
    out = book.with_name("new.xlsx")
    ended = run(book, "-o", out, "--sample", 50, "--json")
    (lost,) = json.loads(ended.stdout)["lost"]
    assert "#aside, My notes" in lost
    assert lost in ended.stderr
    assert any(lost in text for (sheet, _), text in read_plan(out).comments.items() if sheet == "Settings")
    read = read_plan(out)
    again = replace(
        read, findings=(Finding(Severity.NOTE, "N104", facts={"count": 2, "sheets": "Demand 2"}),)
    )
    assert "2 formulas (Demand 2)" in again.lost("en")[0]
    wide = replace(read.tables["Demand"][1], number=read.tables["Demand"][0].number)
    rows = (read.tables["Demand"][0], wide)
    tables = replace(read.tables, sheets={**read.tables.sheets, "Demand": rows})
    assert "Demandの各月" in replace(read, findings=(), tables=tables).lost("ja")[0]
    assert read.lost("en") == []


def test_an_event_is_added_with_its_source(book: Path) -> None:
    """D03 has no item of its own; its probability is asked for afterwards."""
    out = book.with_name("new.xlsx")
    ended = run(book, "-o", out, "--add", "d03", "--lang", "ja")
    assert "発生確率がまだありません" in ended.stderr
    row = planner.read(out).tables["Events"][-1]
    assert (row["event"], row["country"], row["loss_profile"]) == ("D03", ("CN",), (1.0, 1.0))
    assert len(planner.read(out).tables["Scenarios"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what to do"),
        (("--items", "Dy"), "say what to do"),
        (("--reduce", "3", "--items", "Dy"), "--items goes with --add"),
        (("--add", "D14a"), "name your items"),
        (("--add", "D99"), "not in the library"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error(book: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2 with a sentence; nothing is written."""
    ended = run(book, "-o", book.with_name("new.xlsx"), *arguments)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert not book.with_name("new.xlsx").exists()


def test_a_plan_with_errors_is_refused(tmp_path: Path) -> None:
    """Only probabilities above 1 are no obstacle here."""
    tables = plan(event("E", 0.5))
    broken = type(tables)(tables.name, {**tables.sheets, "Suppliers": ()}, tables.settings)
    path = write_bare(tmp_path / "plan.xlsx", broken)
    with pytest.raises(InputErrors):
        run(path, "-o", tmp_path / "new.xlsx", "--sample", 5)


def test_cases_on_scenarios_that_are_gone_are_left_out_and_said(tmp_path: Path) -> None:
    """A what-if on s1 makes no sense among sampled scenarios."""
    case = {"case": "c", "sheet": "Scenarios", "row": "s1/E/*", "column": "probability", "change": "set"}
    tables = from_sheets(
        tiny_sheets([10.0] * 12, **branches((3, 0.2), supplier="A"), WhatIf=[{**case, "value": 0}])
    )
    path = write_bare(tmp_path / "plan.xlsx", tables)
    ended = run(path, "-o", tmp_path / "new.xlsx", "--sample", 20)
    assert "cases left out" in ended.stderr
    assert planner.read(tmp_path / "new.xlsx").tables["WhatIf"] == ()


# --- what a reduction keeps ----------------------------------------------------------------------------


def dear_and_cheap() -> Tables:
    """Six scenarios of a supplier that another replaces at once, and one rare stop of both.

    Each month's 10 are bought at 2. Without A they cost 3 at B (10 more for a month); without both, 10 are
    short at 50: 500 − 20 more.
    """
    return from_sheets(
        tiny_sheets(
            [10.0] * 8,
            Suppliers=[supplier_row(), supplier_row("B")],
            Offers=[offer_row(), offer_row("b", "B", price=3)],
            Events=[
                {"event": "SLOW", "supplier": "A", "duration_months": 1},
                {"event": "STOP", "supplier": "A,B", "duration_months": 1},
            ],
            Scenarios=[
                *(scenario(f"slow-{t}", "SLOW", t, 0.1) for t in range(1, 7)),
                scenario("stop", "STOP", 4, 0.01),
            ],
        )
    )


def test_scenarios_are_measured_by_what_they_would_cost_the_plan() -> None:
    """10 more without A, 480 more without both."""
    tables = dear_and_cheap()
    extra = extra_costs(tables, scenario_list(tables))
    assert extra == pytest.approx({**{f"slow-{t}": 10 for t in range(1, 7)}, "stop": 480})


def test_a_rare_stop_is_kept_before_many_cheap_delays() -> None:
    """By supply lost, six delays outweigh one stop of twice the supply; by cost the stop comes first."""
    tables = dear_and_cheap()
    kept = make_scenarios(tables, count=1, every_event=False)
    assert [row["scenario"] for row in kept.tables["Scenarios"]] == ["stop"]


def test_one_of_each_event_is_kept_and_what_is_left_is_said() -> None:
    """With two scenarios one is a delay, and takes the probability of all six."""
    made = make_scenarios(dear_and_cheap(), count=2)
    left = {one["event"]: one for one in made.facts["events"]}  # type: ignore[attr-defined]
    assert (left["SLOW"]["scenarios_before"], left["SLOW"]["scenarios"]) == (6, 1)
    assert left["STOP"]["probability"] == pytest.approx(0.01)
    assert "SLOW 6 → 1 (60.0% →" in " ".join(made.sentences("en"))
    with pytest.raises(CannotMake, match="it takes 2"):
        make_scenarios(dear_and_cheap(), count=1)
