"""One event told: figures by hand, by the plan that has only that event, and by a plain loop of months."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import cost, from_sheets, item_row, offer_row, supplier_row, tiny_sheets
from click.testing import CliRunner
from result_tables import tables_in

import planner
from models.evaluation.evaluate import evaluate_fixed
from models.plan.data import EventSpec, ScenarioSpec
from models.plan.names import Event, Item, Product, Scenario
from planner import cli
from planner.pipeline import Plan, solve
from planner.reporting.words.phrases import Speech
from planner.risk.held import hold_result
from planner.risk.kept import HeldPlan
from planner.risk.page_shock import lead
from planner.risk.shock import CannotShock, extension, lasting, tell_shock
from planner.risk.shock_story import Shock, days_of
from planner.workbook.template.input_sheets import write_bare

DY, P = Item("Dy"), Product("P")


def sheets(**more: Any) -> dict[str, Any]:
    """10 a month for eight months from A at 2; a month's cover is held at 1 a unit; B gives 5 a month at 9.

    A may stop (BAN) for a month. Short costs 50 a unit.
    """
    return tiny_sheets(
        [10.0] * 8,
        Items=[item_row(storage_cost=1, initial_stock=20, final_stock=0, min_cover_days=365 / 12)],
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[offer_row(), offer_row("b", "B", price=9, max_per_month=5)],
        Events=[{"event": "BAN", "supplier": "A", "duration_months": 1, **more}],
    )


def kept(**more: Any) -> HeldPlan:
    """That plan solved and held: 10 in stock at the end of each month."""
    return hold_result(solve(Plan(from_sheets(sheets(**more)), ()), gap=1e-9))


def told(*months: int, start: int = 2, **options: Any) -> Shock:
    """The ban told."""
    return tell_shock(kept(), "BAN", start=start, months=months, **options)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_short_without_the_event_is_told_first(language: str) -> None:
    """1 and 5 a month where 10 are needed: 'nothing is short' would be read of the whole plan."""
    scarce = sheets() | {
        "Offers": [offer_row(max_per_month=1), offer_row("b", "B", price=9, max_per_month=5)]
    }
    held = hold_result(solve(Plan(from_sheets(scarce), ()), gap=1e-9))
    told_of = [
        list(lead(tell_shock(one, "BAN", start=2, months=(1,)), Speech(language, "USD")))
        for one in (held, kept())
    ]
    word = "is short already" if language == "en" else "途絶がなくても"
    assert [any(word in sentence for sentence in said) for said in told_of] == [True, False]


def test_the_longest_outage_without_a_shortage_is_the_one_worked_out_by_hand() -> None:
    """10 in stock and 5 a month from B: two months are bridged, of a third 5 are short (30 − 10 − 15)."""
    found = told(3)
    assert found.longest == 2
    assert not found.censored
    assert [one.short_units for one in found.durations] == pytest.approx([0, 0, 5])
    assert [one.short_value for one in found.durations] == pytest.approx([0, 0, 250])


def test_costs_beside_the_undisturbed_months_add_up() -> None:
    """Two months: 10 from B at 9 for 20 from A at 2, 10 of them from stock: 90 − 40 + 20 for the stock anew.

    In branches no cover is wanted, so the stock is not built again: 90 for B, 20 of A's 40 are not bought for
    good, and of the 10 held undisturbed at the end of months 2 to 6 only 5 are held in month 2.
    """
    found = told(2)
    (story,) = found.stories
    calm = found.calm
    held = sum(calm.stock(DY)[2:]) - sum(story.stock(DY)[2:])
    bought = sum(x for (_, t), x in calm.orders().items() if t >= 2) - 10 * 1
    from_a = sum(x for (offer, t), x in story.orders().items() if offer == "a" and t >= 2)
    assert sum(x for (offer, t), x in story.orders().items() if offer == "b" and t >= 2) == pytest.approx(10)
    assert found.more(story) == cost(90 + 2 * (from_a - bought - 10) - held)
    assert story.short(P).sum() == 0


def test_an_end_that_nobody_knows_costs_what_was_not_saved_up() -> None:
    """Two months where the row says one: known, 5 a month come from B and 5 from stock (10·9, 5 held).

    Unknown, the stock of 10 serves the first month; in the second B gives 5 and 5 are short: 5·9 + 5·50.
    """
    found = told(2, end_unknown=True)
    assert found.stories[0].short(P).sum() == pytest.approx(5)
    assert found.foreseen[0].short(P).sum() == pytest.approx(0)
    assert found.worth_of_knowing == pytest.approx((5 * 9 + 5 * 50 - 10 * 9 - 5 * 1,))


def test_an_end_as_the_row_says_is_no_surprise() -> None:
    """What is believed is what happens."""
    found = told(1, end_unknown=True)
    assert found.worth_of_knowing == pytest.approx((0,), abs=1e-6)


def test_an_end_sooner_than_told_leaves_what_was_decided() -> None:
    """The row says two months, it lasts one: B's 5 of the first month were bought for a second."""
    plan = hold_result(solve(Plan(from_sheets(sheets(duration_months=2)), ()), gap=1e-9))
    found = tell_shock(plan, "BAN", start=2, months=[1], end_unknown=True)
    bought = {key: x for key, x in found.stories[0].orders().items() if key[1] == 2}
    assert bought == pytest.approx({("b", 2): 5})
    assert found.worth_of_knowing[0] > 0


def by_hand(length: int) -> float:
    """A plain loop: each month the ban is taken to last a month, or one more than by now.

    Two stocks and two sources: as long as the ban is believed to end, the stock is used first; then B, then
    nothing.
    """
    stock, paid = 10.0, 0.0
    for month in range(length):
        ends = month == 0  # believed to end after this month
        use = min(10.0, stock) if ends or stock > 0 else 0.0
        b = min(5.0, 10.0 - use)
        stock -= use
        paid += 9 * b + 50 * (10.0 - use - b) + 1 * stock
    return paid


@pytest.mark.parametrize("length", [2, 3, 4])
def test_a_receding_horizon_is_a_plain_loop_month_after_month(length: int) -> None:
    """What the months of the ban cost, beside the same path known from the start in all later months."""
    found = told(length, end_unknown=True)
    story = found.stories[0]
    months = story.followed.cost_by_month[2 : 2 + length]
    assert float(months.sum()) == cost(by_hand(length))


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_a_story_is_the_branch_of_a_plan_that_has_only_that_event(length: int) -> None:
    """Built and solved as one model with one scenario, the path costs the same."""
    plan = kept()
    story = tell_shock(plan, "BAN", start=2, months=[length]).stories[0]
    events = {**plan.data.events, Event("BAN"): replace(plan.data.events[Event("BAN")], duration=length)}
    spec = ScenarioSpec("0", 0.5, ((Event("BAN"), 2),))
    data = replace(plan.data, events=events, scenarios={Scenario("S"): spec})
    assert evaluate_fixed(data, plan.decisions).path_costs[Scenario("S")] == cost(story.cost)


def test_severity_is_taken_instead_of_the_row_s() -> None:
    """Half of A's 100 a month is plenty."""
    found = told(3, severity=0.5)
    assert found.stories[0].short(P).sum() == 0
    assert found.more(found.stories[0]) <= 0


def test_goods_on_the_way_are_told_apart() -> None:
    """With two months of lead time, one in transit, what left before the ban still arrives."""
    book = sheets()
    book["Offers"] = [offer_row(lead_time_months=2, transit_months=1), book["Offers"][1]]
    book["Items"] = [{**book["Items"][0], "initial_stock": 40}]
    plan = hold_result(solve(Plan(from_sheets(book), ()), gap=1e-9))
    story = tell_shock(plan, "BAN", start=3, months=[2]).stories[0]
    before = {t: was for (_, t), (was, _) in story.arrivals.items() if was > 0}
    assert 3 in before
    assert 4 not in before


@pytest.mark.parametrize(
    ("stock", "use", "days"),
    [(10, [10, 10], 1), (15, [10, 10], 1.5), (0, [10], 0), (30, [10, 10], 3), (5, [0, 10], 1.5)],
)
def test_days_of_stock_follow_the_use_ahead(stock: float, use: list[float], days: float) -> None:
    """In months of 365/12 days; beyond the last the mean goes on."""
    assert days_of(stock, pd.Series(use).to_numpy(float)) == pytest.approx(days * 365 / 12)
    assert math.isnan(days_of(1.0, pd.Series([0.0]).to_numpy()))


def test_a_longer_event_is_the_shorter_one_and_what_it_takes_besides() -> None:
    """Month by month the parts that remain multiply to those of the longer event; also with recovery."""
    for event in (
        EventSpec(severity=0.6, duration=2, recovery=3),
        EventSpec(severity=1.0, duration=1, recovery=2),
        EventSpec(profile=(1.0, 0.7, 0.2)),
    ):
        own = len(event.profile) or event.duration
        longer = lasting(event, own + 1)
        supply, market = extension(event, longer)
        for age in range(10):
            both = event.remaining(age) * supply.remaining(age - own)
            assert both == pytest.approx(longer.remaining(age))
        assert (market.severity, market.duration) == (0.0, 1)


# --- what cannot be told --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "options", "key"),
    [("NOPE", {}, "unknown"), ("BAN", {"start": 9}, "start"), ("BAN", {"start": 6, "months": [3]}, "long")],
)
def test_what_cannot_be_told_is_refused(event: str, options: dict[str, Any], key: str) -> None:
    """An event that the plan does not have, a start outside it, a length beyond its end."""
    with pytest.raises(CannotShock) as refused:
        tell_shock(kept(), event, **options)
    assert refused.value.key == key


# --- the command ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_command_tells_and_writes(language: str, tmp_path: Path) -> None:
    """Sentences on the screen, a page and plain tables in the workbook, JSON for programs."""
    path, out = tmp_path / "plan.xlsx", tmp_path / "shock.xlsx"
    write_bare(path, from_sheets(sheets()))
    words = ["shock", path, "BAN", "--months", "2,3", "--end-unknown", "--start", "2026-03", "-o", out]
    run = CliRunner().invoke(cli.main, [str(word) for word in [*words, "--lang", language, "--json"]])
    assert run.exit_code == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["longest_without_shortage"] == 2
    assert answer["stories"][0]["worth_of_knowing_the_end"] == pytest.approx(200)
    assert ("The longest outage" in run.stderr) == (language == "en")
    tables = tables_in(out)
    stock = tables["Stock"]
    assert {"months", "item", "month", "stock", "days", "undisturbed", "on_the_way"} == set(stock.columns)
    short = tables["Short"]
    assert short["short"].sum() == pytest.approx(5 + 10)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["NOPE"], "it has BAN"),
        (["BAN", "--months", "0"], "months"),
        (["BAN", "--months", "x"], "months"),
        (["BAN", "--months", "99"], "outlast"),
        (["BAN", "--start", "soon"], "no month"),
        (["BAN", "--severity", "2"], "--severity"),
    ],
)
def test_misuse_is_told(words: list[str], said: str, tmp_path: Path) -> None:
    """Exit 2, and nothing is written."""
    path, out = tmp_path / "plan.xlsx", tmp_path / "shock.xlsx"
    write_bare(path, from_sheets(sheets()))
    run = CliRunner().invoke(cli.main, ["shock", str(path), *words, "-o", str(out)])
    assert run.exit_code == 2, run.output
    assert said in run.stderr
    assert not out.exists()


def test_the_function_is_the_command() -> None:
    """`planner.shock` returns tables and sentences."""
    answer = planner.shock(Plan(from_sheets(sheets()), ()), "BAN", months=[2], start=2)
    assert answer.to_json()["longest_without_shortage"] == 2
    assert len(answer.tables["Durations"]) == 3
    with pytest.raises(ValueError, match="months"):
        planner.shock(Plan(from_sheets(sheets()), ()), "BAN", months=[0])
