"""The stress test: by hand, repeatable, and true to the plan's own scenarios."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import (
    branches,
    from_sheets,
    item_row,
    month,
    offer_row,
    scenario,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)
from click.testing import CliRunner, Result
from result_tables import tables_in

import planner
from planner.commands.exposure import exposure
from planner.commands.stress import stress
from planner.risk.held import hold_plan
from planner.risk.judged import NEVER, Fate, Judged, weighted_quantile
from planner.risk.kept import HeldPlan
from planner.risk.page_stress import own_differences
from planner.risk.sampling import Shock, draw, shocks_of
from planner.risk.stress import (
    at_every_onset,
    judge_paths,
    name_of,
    path_of,
    stress_test,
)
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import write_bare

FAULTS = Path(__file__).parents[2] / "cases" / "faults"
BAN = {"supplier": "A", "severity": 1}


def kept(sheets: Any, folder: Path) -> HeldPlan:
    """Return a plan written, read, solved and held."""
    path = write_bare(folder / "plan.xlsx", from_sheets(sheets))
    return hold_plan(planner.read(path), gap=1e-6)


def ban(months: int = 4, *starts: tuple[int, float], **more: Any) -> dict[str, Any]:
    """Return sheets in which A may stop for a month; keeping a unit costs 1 a month, a lost one 50."""
    return tiny_sheets(
        [10.0] * months, Items=[item_row(storage_cost=1)], **branches(*(starts or ((2, 0.3),)), **BAN), **more
    )


# --- by hand ------------------------------------------------------------------------------------------


def test_one_shock_that_may_start_in_two_months_by_hand(tmp_path: Path) -> None:
    """The plan knows month 2 only (0.3 and 0.3 in month 2 and 3) … and keeps 10 for it.

    Four months of 10 at 2 (80). Stock of 10 at the end of month 1 serves the ban of month 2, and what is kept
    at the end of month 2 serves the ban of month 3.
    """
    sheets = ban(4, (2, 0.3), (3, 0.1))
    found = stress_test(kept(sheets, tmp_path), 400, seed=2)
    own = dict(found.own)
    assert own == pytest.approx(found.kept.path_costs)
    assert found.every_onset.mean.value == pytest.approx(0.6 * own["0"] + 0.2 * own["s1"] + 0.2 * own["s2"])
    assert found.trunk_cost == pytest.approx(own["0"])
    assert {line.month for line in found.onsets} == {2, 3}


def test_onsets_that_the_plan_does_not_know_hurt(tmp_path: Path) -> None:
    """Stock stands by for month 1 alone; at month 3, between the plan's onsets, nothing is left."""
    sheets = ban(6, (1, 0.4), (5, 0.0001))
    found = stress_test(kept(sheets, tmp_path), 50)
    short = {line.month: line.fate.short_units for line in found.onsets}
    assert short[1] == pytest.approx(0)
    assert short[3] == pytest.approx(10)
    assert found.every_onset.tail.value > found.kept.cvar + 400
    worst = next(line for line in found.onsets if line.month == 3)
    assert worst.fate.first_short == 3
    assert worst.fate.fill_rate == pytest.approx(50 / 60)
    assert worst.fate.short_value == pytest.approx(500)


def test_sampled_figures_lie_within_their_intervals(tmp_path: Path) -> None:
    """One onset, probability 0.3: the true mean and CVaR are those of the plan's own scenarios."""
    found = stress_test(kept(ban(4, (2, 0.3)), tmp_path), 4000, seed=5)
    samples = found.samples
    assert abs(samples.mean.value - found.kept.expected_cost) <= 2 * samples.mean.error
    assert samples.count == 4000
    assert len(samples.paths) == 2
    assert samples.weights.sum() == pytest.approx(1)
    (line,) = found.by_shock
    assert line.part == pytest.approx(0.3, abs=0.03)
    assert [row[0] for row in found.by_month] == [2]


def test_a_family_is_judged_as_one_with_the_plans_weights(tmp_path: Path) -> None:
    """Parent and child with λ: their path costs come out again as promised."""
    rows = [scenario("s1", "E", 1, 0.2), {**scenario("s2", "F", 3, 0.2), "after": "s1"}]
    events = [{"event": "E", "duration_months": 2, **BAN}, {"event": "F", "duration_months": 1, **BAN}]
    sheets = ban(6, settings={"risk_weight": 0.3})
    plan = kept({**sheets, "Events": events, "Scenarios": rows}, tmp_path)
    found = stress_test(plan, 20)
    assert found.own == pytest.approx(found.kept.path_costs)


def test_a_shock_is_not_charged_for_one_that_begins_with_the_same_event() -> None:
    """c09 of the faults: HARMLESS costs nothing, STOP 4,000; 0.3 each, drawn on their own.

    HARMLESS is joined by the other in 0.3 of its samples, so it comes to 0.3 · 4,000.
    """
    plan = hold_plan(planner.read(FAULTS / "c09_shocks_charged_for_each_other.xlsx"), gap=1e-9)
    found = stress_test(plan, 2000)
    lines = {line.shock.name: line for line in found.by_shock}
    both, drawn = lines["HARMLESS&STOP"], lines["HARMLESS"]
    assert (both.part, drawn.part) == (pytest.approx(0.3, abs=0.03), pytest.approx(0.3, abs=0.03))
    assert both.extra == pytest.approx(4000)
    assert drawn.extra == pytest.approx(1200, abs=200)
    assert len(found.samples.paths) == 3


def test_what_each_shock_does_is_what_enumeration_finds(tmp_path: Path) -> None:
    """Three shocks that share events: each line against its own samples, judged one by one."""
    rows = [
        *(scenario("s1", event, 1, 0.2) for event in ("E",)),
        *(scenario("s2", event, 1, 0.3) for event in ("F", "E")),
        *(scenario("s3", event, 1, 0.1) for event in ("F",)),
    ]
    events = [{"event": "E", "duration_months": 2, **BAN}, {"event": "F", "duration_months": 1, **BAN}]
    plan = kept({**ban(6), "Events": events, "Scenarios": rows}, tmp_path)
    found = stress_test(plan, 300, seed=4)
    shocks = shocks_of(plan.tables)
    assert len(shocks) == 3
    samples = draw(shocks, 300, 4)
    for number, shock in enumerate(shocks):
        own = [path_of(sample, shocks, 6) for sample in samples if any(s == number for _, s in sample)]
        fates = judge_paths(plan.held, own)
        (line,) = (line for line in found.by_shock if line.shock == shock)
        assert line.part == pytest.approx(len(own) / 300)
        assert line.extra == pytest.approx(
            sum(fates[path].cost for path in own) / len(own) - found.trunk_cost
        )


def test_one_future_in_another_order_is_one_future() -> None:
    """X and Y together, or Y and X: one path, judged once."""
    shocks = (Shock("A", (("X", 0),), 0.5, 1, 1), Shock("B", (("Y", 0),), 0.5, 1, 1))
    other = (shocks[1], shocks[0])
    drawn = ((1, 0), (1, 1))
    assert path_of(drawn, shocks, 6) == path_of(drawn, other, 6) == ((("X", 1), ("Y", 1)),)


def test_any_onset_goes_by_the_probabilities_of_the_plan() -> None:
    """c10 of the faults: Scenarios says 0.1, Events 0.9; 0.9 · 1,200 + 0.1 · 3,900."""
    plan = hold_plan(planner.read(FAULTS / "c10_any_onset_probability.xlsx"), gap=1e-9)
    found = stress_test(plan, 10)
    assert found.every_onset.mean.value == pytest.approx(1470)
    assert at_every_onset(plan).mean.value == pytest.approx(1470)  # type: ignore[union-attr]


def test_any_onset_of_independent_events_holds_one_at_most_as_the_plan_does(tmp_path: Path) -> None:
    """Two halves are a third each, and one is left for the trunk: any onset costs what the plan says."""
    once = {"duration_months": 1, "probability": 0.5, "onsets": 1, "start_to": month(0)}
    events = [{"event": name, **once, **BAN} for name in ("E", "F")]
    sheets = tiny_sheets(settings={"event_probabilities": "independent"}, Events=events)
    plan = kept(sheets, tmp_path)
    found = at_every_onset(plan)
    assert found is not None
    assert found.weights.tolist() == pytest.approx([1 / 3] * 3)
    assert found.mean.value == pytest.approx(plan.expected_cost)


def test_a_scenario_that_only_leads_on_is_counted_with_what_it_leads_to(tmp_path: Path) -> None:
    """E for certain followed by F two months later, 0.2 in all: one shock, not E and F at 0.2 each."""
    rows = [scenario("s1", "E", 1, 0.0), {**scenario("s2", "F", 3, 0.2), "after": "s1"}]
    events = [{"event": "E", "duration_months": 2, **BAN}, {"event": "F", "duration_months": 1, **BAN}]
    plan = kept({**ban(6), "Events": events, "Scenarios": rows}, tmp_path)
    (shock,) = shocks_of(plan.tables)
    assert (shock.events, shock.probability) == ((("E", 0), ("F", 2)), 0.2)
    assert (shock.first, shock.last) == (1, 1)
    found = stress_test(plan, 10)
    assert found.every_onset.weights.tolist() == pytest.approx([0.8, 0.2])
    assert found.every_onset.paths == ((), ((("E", 1), ("F", 3)),))


def test_scenarios_that_the_result_does_not_know_are_not_its_own(tmp_path: Path) -> None:
    """Solved with one scenario, held to a plan with two: judged on its own one."""
    known, more = ban(6, (1, 0.2)), ban(6, (1, 0.2), (3, 0.2))
    path = write_bare(tmp_path / "plan.xlsx", from_sheets(more))
    solved = hold_plan(planner.read(write_bare(tmp_path / "known.xlsx", from_sheets(known))), gap=1e-6)
    plan = replace(hold_plan(planner.read(path), gap=1e-6), path_costs=solved.path_costs)
    found = stress_test(plan, 10)
    assert set(own_differences(found)) == {"0", "s1"}
    assert set(found.own) == {"0", "s1", "s2"}


def test_a_limit_that_cannot_be_kept_is_counted_apart(tmp_path: Path) -> None:
    """A fill rate of 0.99 cannot be met at an onset that the plan does not know."""
    products = [{"product": "P", "shortage_penalty": 50, "min_fill_rate": 0.99}]
    sheets = ban(6, (1, 0.4), (5, 0.1), Products=products)
    found = stress_test(kept(sheets, tmp_path), 300, seed=1)
    assert 0 < found.samples.impossible < 0.5
    assert not np.isnan(found.samples.mean.value)
    assert any(np.isnan(line.fate.cost) for line in found.onsets)


def test_figures_of_weighted_paths() -> None:
    """Costs 1, 2, 10 with weights 0.5, 0.4, 0.1: mean 2.3, CVaR at 0.8 is (0.1 · 10 + 0.1 · 2) / 0.2 = 6."""

    def fate(cost: float, first: int = NEVER) -> Fate:
        return Fate(cost, 0.0, 0.0, 1.0, first, np.zeros(2), np.array([cost, 0.0]))

    paths = ((), ((("E", 1),),), ((("F", 2),),))
    judged = Judged(paths, np.array([0.5, 0.4, 0.1]), (fate(1), fate(2), fate(10, 4)), 100, 0.8)  # type: ignore[arg-type]
    assert judged.mean.value == pytest.approx(2.3)
    assert judged.tail.value == pytest.approx(6)
    spread = 0.5 * 1.3**2 + 0.4 * 0.3**2 + 0.1 * 7.7**2
    assert judged.mean.error == pytest.approx(1.959964 * (spread / 100) ** 0.5)
    assert (judged.worst, judged.chance_of_shortage) == (10, pytest.approx(0.1))
    assert judged.days_to_shortage() == [(2 * 365 / 12, pytest.approx(0.1))]
    assert judged.spread() == {
        "cost": (1, 1, 1, 2, 10, 10),
        "short_value": (0,) * 6,
        "fill_rate": (1,) * 6,
        "days": (pytest.approx(2 * 365 / 12),) * 6,
    }
    assert judged.fan("stock_value")[:, 0].tolist() == [1, 1, 1, 2, 10]
    assert weighted_quantile(np.array([3.0, 1.0]), np.array([0.5, 0.5]), 0.5) == 1


def test_a_sample_becomes_steps() -> None:
    """Shocks of one month are one step; an event that started already does not start again."""
    shocks = (Shock("A", (("X", 0), ("Y", 2)), 1, 0, 9), Shock("B", (("Y", 0),), 1, 0, 9))
    assert path_of(((1, 0), (3, 1)), shocks, 12) == ((("X", 1), ("Y", 3)),)
    assert path_of(((1, 0), (4, 1)), shocks, 12) == ((("X", 1), ("Y", 3)), (("Y", 4),))
    assert path_of((), shocks, 12) == ()
    assert name_of(path_of(((1, 0), (4, 1)), shocks, 12)) == "X+Y 01 > Y 04"


def test_paths_of_one_beginning_are_judged_alike_in_any_company(tmp_path: Path) -> None:
    """A path's fate does not hang on what is judged with it."""
    plan = kept(ban(6, (1, 0.3), (4, 0.1)), tmp_path)
    shocks = shocks_of(plan.tables)
    paths = [path_of(((month, 0),), shocks, 6) for month in range(1, 5)]
    together = judge_paths(plan.held, paths)
    for path in paths:
        alone = judge_paths(plan.held, [path])[path]
        assert alone.cost == together[path].cost
        assert alone.stock_value.tolist() == together[path].stock_value.tolist()


def test_long_rare_outages_favour_a_second_source_over_stock() -> None:
    """Equal uptime: eight onsets of 1 month (0.1 each) or of 4 months (0.025 each).

    Stock of 10 serves a month, B (100 to qualify, dearer by 1) any length: 10 in stock, or B and no stock.
    """
    shapes = {}
    for months, probability in ((1, 0.1), (4, 0.025)):
        sheets = tiny_sheets(
            [10.0] * 14,
            Items=[item_row(storage_cost=0.5)],
            Suppliers=[supplier_row(), supplier_row("B", already_qualified="no", qualification_cost=100)],
            Offers=[offer_row(), offer_row("b", "B", price=3)],
            **branches(*((t, probability) for t in range(2, 10)), **BAN, duration_months=months),
        )
        plan = solve_sheets(sheets)
        shapes[months] = round(plan.value("v_qualified", "B")), max(plan.stock("Dy"))
    assert shapes[1] == (0, pytest.approx(10))
    assert shapes[4] == (1, pytest.approx(0))


# --- the commands -------------------------------------------------------------------------------------


def run(command: Any, *arguments: object) -> Result:
    """Run a command; what it raises comes out."""
    return CliRunner().invoke(command, [str(a) for a in arguments], obj={}, catch_exceptions=False)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A plan as a workbook, and its result beside it."""
    tables: Tables = from_sheets(ban(8, (2, 0.2), (5, 0.1)))
    path = write_bare(tmp_path / "plan.xlsx", tables)
    planner.solve(planner.read(path), gap=1e-6).write(tmp_path / "result.xlsx")
    return path


def test_stress_writes_what_it_says_and_the_same_for_the_same_seed(book: Path) -> None:
    """From a result; a seed gives the same bytes, another one other samples."""
    options = ("--result", book.with_name("result.xlsx"), "--sample", 200, "--json")
    first, again, other = (book.with_name(f"{name}.xlsx") for name in ("a", "b", "c"))
    ended = run(stress, book, *options, "--seed", 3, "-o", first)
    run(stress, book, *options, "--seed", 3, "-o", again)
    run(stress, book, *options, "--seed", 4, "-o", other)
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes() != other.read_bytes()
    answer = json.loads(ended.stdout)
    assert answer["sampled"]["samples"] == 200
    assert answer["sampled"]["cvar"] >= answer["sampled"]["expected_cost"]
    assert len(answer["spread"]["cost"]) == 6
    assert sum(row["part"] for row in answer["months"]) <= 1 + 1e-9
    sheets = pd_sheets(first)
    assert {"Summary", "Figures", "Spread", "Samples", "Onsets", "In Items"} <= set(sheets)
    figures = sheets["Figures"].set_index("where")
    assert figures["fill_rate"].between(0, 1).all()
    assert (
        figures.loc["in_sample", "chance_of_shortage"] <= figures.loc["sampled", "chance_of_shortage"] + 0.1
    )
    assert sheets["Samples"]["samples"].sum() == 200
    own = sheets["OwnScenarios"]
    assert np.allclose(own["promised_cost_pv"], own["cost_pv"])
    assert planner.read(first).tables["Items"]  # the plan is kept in it


def pd_sheets(path: Path) -> Any:
    """Return every sheet of a workbook as a data frame."""
    return tables_in(path)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_for_people_is_in_the_language_asked(book: Path, language: str) -> None:
    """Title and sentences, of stress and of exposure."""
    for command, said in (
        (stress, {"en": "how bad", "ja": "悪く"}),
        (exposure, {"en": "exposed", "ja": "弱い"}),
    ):
        out = book.with_name(f"{command.name}-{language}.xlsx")
        result = book.with_name("result.xlsx")
        more = ("--sample", 50) if command is stress else ("--every", 3)
        ended = run(command, book, "--result", result, *more, "-o", out, "--lang", language)
        assert ended.exit_code == 0
        assert said[language] in str(pd_sheets(out)["Summary"].to_csv())


def test_exposure_reports_every_source(book: Path) -> None:
    """A and CN-less countries: the JSON names the supplier, its survival and the remedy."""
    out = book.with_name("e.xlsx")
    ended = run(exposure, book, "--result", book.with_name("result.xlsx"), "--json", "-o", out)
    (source,) = json.loads(ended.stdout)["sources"]
    assert (source["kind"], source["source"], source["recovers"]) == ("supplier", "A", 1)
    sheets = pd_sheets(out)
    assert list(sheets["Exposure"]["source"]) == ["A"]
    assert len(sheets["Onsets"]) == 8


def test_a_plan_without_risk_cannot_be_stressed(tmp_path: Path) -> None:
    """No probability, no scenario: a usage error that says so."""
    path = write_bare(tmp_path / "calm.xlsx", from_sheets(tiny_sheets()))
    ended = run(stress, path, "-o", tmp_path / "out.xlsx")
    assert ended.exit_code == 2
    assert "nothing to sample" in ended.stderr


def test_a_result_of_another_plan_is_a_usage_error(book: Path, tmp_path: Path) -> None:
    """Its months differ: told in a sentence, nothing is written."""
    other = write_bare(tmp_path / "longer.xlsx", from_sheets(ban(9)))
    ended = run(stress, other, "--result", book.with_name("result.xlsx"), "-o", tmp_path / "out.xlsx")
    assert ended.exit_code == 2
    assert "other months" in ended.stderr
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.slow
def test_the_same_from_two_processes(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spawned workers bring back the same bytes."""
    monkeypatch.setattr("planner.risk.stress.CHUNK", 5)
    options = ("--result", book.with_name("result.xlsx"), "--sample", 200)
    run(stress, book, *options, "-o", book.with_name("1.xlsx"))
    run(stress, book, *options, "-o", book.with_name("2.xlsx"), "--jobs", 2)
    assert book.with_name("1.xlsx").read_bytes() == book.with_name("2.xlsx").read_bytes()
