"""A replay: every policy counted in one ledger, knowing in each month what had happened by then."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import Sheets, tiny_sheets
from click.testing import CliRunner
from random_plans import random_sheets

import planner
from planner.api.replay import Replayed
from planner.cases import Effort
from planner.cli import main
from planner.pipeline import Plan
from planner.replaying.follow import Follow, Outcome, follow
from planner.replaying.knowing import Story
from planner.replaying.truth import Happened, Truth, believed, truth_of
from planner.replays import REPLAYS, build
from planner.workbook.messages.findings import InputErrors, Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables
from planner.workbook.truth import read_truth

ROOT = Path(__file__).parents[2]
FIRST_STEPS = ROOT / "inputs" / "first_steps.xlsx"
CENT = 0.01
OFFER = {"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100}


def made(sheets: Sheets) -> Plan:
    tables, findings = tables_from(sheets, language="en")
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    return Plan(tables, ())


def stopped(
    asked: tuple[float, ...], lead: int, transit: int, duration: int = 1, held: float = 10, **changes: Any
) -> Plan:
    """Return a plan that an outage of A can hit, with holding at 1 a unit and month."""
    return made(
        tiny_sheets(
            asked,
            Items=[{"item": "Dy", "initial_stock": held, "final_stock": 0, "storage_cost": 1}],
            Offers=[{**OFFER, "lead_time_months": lead, "transit_months": transit, **changes}],
            Events=[{"event": "OUT", "supplier": "A", "severity": 1, "duration_months": duration}],
        )
    )


def costs(answer: Replayed) -> dict[str, float]:
    return {one.outcome.policy: one.cost for one in answer.figures if one.cost is not None}


def replayed(plan: Plan, truth: Truth, *policies: str, **options: Any) -> Replayed:
    return planner.replay(plan, truth, policies or ("planner", "held"), gap=0.0, threads=1, **options)


# --- by hand --------------------------------------------------------------------------------------


def test_a_replay_by_hand_with_an_outage_nobody_thought_of() -> None:
    """Ten in stock, ten a month, a month of lead time at sea; A sends nothing in month 1.

    Planned: order 10 in month 0 and 10 in month 1, each for the next month. In truth nothing can be ordered
    in month 1, so month 2 stands still: 10 · 2 for what came, 10 · 50 for what did not = 520.
    Knowing it: 20 ordered in month 0 for 40, of which 10 lie for a month = 50.
    """
    plan = stopped((10, 10, 10), lead=1, transit=1)
    found = costs(replayed(plan, Truth((Happened("OUT", 1),))))
    assert found == pytest.approx({"planner": 520, "held": 520, "perfect": 50})


def test_what_is_dispatched_during_an_outage_is_lost_and_not_paid() -> None:
    """Twenty in stock; orders of month 0 leave in month 1 and arrive in month 2.

    A sends nothing in month 1: what was ordered in month 0 is lost, month 2 stands still (500), and what is
    ordered in month 1 arrives in month 3 (20). Holding 10 at the end of month 0: 10. Nobody can do better.
    """
    plan = stopped((10, 10, 10, 10), lead=2, transit=1, held=20)
    answer = replayed(plan, Truth((Happened("OUT", 1),)))
    assert costs(answer) == pytest.approx({"planner": 530, "held": 530, "perfect": 530})
    order = next(order for order in answer.outcomes[0].course.orders if order.month == 0)
    assert (order.quantity, order.part) == (pytest.approx(10), 0.0)


def test_an_outage_longer_than_told_is_believed_over_every_month_anew() -> None:
    """Lead time 0, ten a month; A and the dearer B at 6. A's outage is told to last one month and lasts two.

    Stock 10 covers month 0. Months 1 and 2 are bought from B: 60 each, month 3 from A: 20; together 140.
    Knowing it all: 20 more from A in month 0 for 40, 20 and 10 lie for a month: 40 + 30 + 20 = 90.
    """
    offers = [OFFER, {**OFFER, "offer": "b", "supplier": "B", "price": 6}]
    plan = made(
        tiny_sheets(
            (10, 10, 10, 10),
            Items=[{"item": "Dy", "initial_stock": 10, "final_stock": 0, "storage_cost": 1}],
            Suppliers=[{"supplier": "A"}, {"supplier": "B"}],
            Offers=offers,
            Events=[{"event": "OUT", "supplier": "A", "severity": 1, "duration_months": 1}],
        )
    )
    found = costs(replayed(plan, Truth((Happened("OUT", 1, 2),))))
    assert found == pytest.approx({"planner": 140, "held": 140, "perfect": 90})


def test_real_prices_are_known_in_their_month() -> None:
    """The price of an offer without an index was 3.5 from month 1 on, or 5.

    Bought when needed: 10 · 3.5 twice. Knowing it: 10 at 2 in month 0 that lie a month, 30, and month 2's at
    3.5, for two months' holding cost more. At 5 both are bought in month 0: 40 + 10 + 20.
    """
    plan = stopped((10, 10, 10), lead=0, transit=0)
    found = costs(replayed(plan, Truth(prices={"a": {1: 3.5}})))
    assert found == pytest.approx({"planner": 70, "held": 70, "perfect": 30 + 35})
    dearer = costs(replayed(plan, Truth(prices={"a": {1: 5.0}})))
    assert dearer["perfect"] == pytest.approx(40 + 10 + 20)
    assert dearer["planner"] == pytest.approx(50 + 50)


def test_real_demand_is_met_from_its_month_on() -> None:
    """Twenty were asked for in month 1, not ten: with a lead time of a month ten of them are lost."""
    plan = stopped((10, 10, 10), lead=1, transit=1)
    found = costs(replayed(plan, Truth(demand={"P": {1: 20.0}})))
    assert found["planner"] == pytest.approx(20 + 500 + 20)
    assert found["perfect"] == pytest.approx(40 + 20)


# --- what must hold -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, 3, 8])
def test_where_nothing_happens_the_planner_pays_what_its_plan_said(seed: int | None) -> None:
    """To the cent, with a gap of 0: the trunk of the first plan, whether it is planned again or held."""
    if seed is None:
        plan = stopped((10,) * 5, lead=1, transit=1, order_cost=15)
        rows = [{"scenario": "s", "event": "OUT", "start_month": "2026-03", "probability": 0.1}]
        scenarios = tables_from({**sheets_of(plan), "Scenarios": rows}, language="en")[0]
        assert scenarios is not None
        plan = Plan(scenarios, ())
    else:
        plan = made(random_sheets(seed))
    planned = planner.solve(plan, gap=0.0, threads=1)
    found = costs(replayed(plan, Truth()))
    assert found["held"] == pytest.approx(planned.path_costs["0"], abs=CENT)
    if seed is None:
        assert found["planner"] == pytest.approx(planned.path_costs["0"], abs=CENT)


def sheets_of(plan: Plan) -> Sheets:
    """Return a plan as sheets again."""
    return {
        name: [{key: row[key] for key in row.given} for row in rows]
        for name, rows in plan.tables.sheets.items()
        if rows
    }


def test_perfect_knowledge_is_never_dearer_and_needs_no_copy() -> None:
    """On the shipped first steps, where a ban begins that the plan half expected, and lasts five months."""
    plan = planner.read(FIRST_STEPS)
    policies = ("planner", "60-days")
    answer = replayed(plan, Truth((Happened("BAN", 4, 5),)), *policies)
    found = costs(answer)
    assert set(found) == {*policies, "perfect"}
    assert all(cost >= found["perfect"] - CENT for cost in found.values())
    assert answer.outcomes[-1].copied is None
    assert found["planner"] <= found["60-days"]


def test_the_first_months_alone_are_counted_to_the_end_without_a_further_event() -> None:
    """Replayed for one month, an outage of month 1 has not happened: the plan costs what it said."""
    plan = stopped((10, 10, 10), lead=1, transit=1)
    found = costs(replayed(plan, Truth((Happened("OUT", 1),)), months=1))
    assert found == pytest.approx({"planner": 40, "held": 40, "perfect": 40})


def test_what_is_believed_of_an_event() -> None:
    """It lasts as its row says, then one month more, and once over it is what it was."""
    plan = stopped((10,) * 6, lead=1, transit=1, duration=2)
    row = plan.tables["Events"][0]
    longer = Happened("OUT", 1, 4)
    assert [believed(row, longer, age)["duration_months"] for age in range(6)] == [2, 2, 3, 4, 4, 4]
    shorter = Happened("OUT", 1, 1)
    assert [believed(row, shorter, age)["duration_months"] for age in range(3)] == [2, 1, 1]
    measured = Happened("OUT", 1, None, (1.0, 0.5, 0.25))
    assert [believed(row, measured, age)["loss_profile"] for age in range(4)] == [
        (1.0, 1.0),
        (1.0, 0.5),
        (1.0, 0.5, 0.25),
        (1.0, 0.5, 0.25),
    ]


def test_an_interrupted_policy_keeps_its_months() -> None:
    """Ctrl-C before month 2: two months stand, with what they cost, and there is no total."""
    plan = stopped((10,) * 4, lead=1, transit=1)

    def told(_policy: str, month: int) -> None:
        if month == 2:
            raise KeyboardInterrupt

    outcome = follow(Follow("planner", Story.of(plan.tables, Truth()), 4, Effort(threads=1)), told)
    assert (outcome.status, outcome.months) == ("interrupted", 2)
    assert outcome.account is not None


# --- workbooks and commands -----------------------------------------------------------------------


def truth_book(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_everything_wrong_with_a_truth_is_told_at_once(tmp_path: Path) -> None:
    """Unknown events, months beyond the plan, contradictions and prices that are not free to differ."""
    plan = planner.read(ROOT / "inputs" / "replays" / "april_2025.xlsx")
    path = truth_book(
        tmp_path / "truth.xlsx",
        Events=[
            ["event", "start_from", "duration_months", "loss_profile"],
            ["NOBODY", "2025-01", None, None],
            ["LICENCE", "2024-10", None, None],
            ["LICENCE", "2025-01", 3, "1|1"],
            ["LICENCE", "2025-02", 2, None],
        ],
        Demand=[["product", "month", "quantity"], ["MOTOR", "2031-01", 5]],
        Offers=[["offer", "available_from", "price"], ["DY-CN", "2025-01", 9]],
    )
    with pytest.raises(InputErrors) as raised:
        read_truth(path, plan.tables)
    found = {finding.code for finding in raised.value.findings}
    assert {"E201", "E551", "E561", "E562", "E563", "E564"} <= found
    for language in ("en", "ja"):
        assert all(finding.message(language) for finding in raised.value.findings)


def test_other_books_tiers_and_doubled_prices(tmp_path: Path) -> None:
    """A book that is no truth, tiered and free offers, and an index that holds the event's factor already."""
    plan = planner.read(ROOT / "inputs" / "replays" / "april_2025.xlsx")
    with pytest.raises(InputErrors) as raised:
        read_truth(truth_book(tmp_path / "a.xlsx", Other=[["x"], [1]]), plan.tables)
    assert [finding.code for finding in raised.value.findings] == ["E560"]
    twice = truth_book(
        tmp_path / "b.xlsx",
        Events=[["event", "start_from"], ["LICENCE", "2025-04"]],
        PriceIndex=[["index", "month", "factor"], ["DY-EU", "2025-05", 3]],
    )
    assert [finding.code for finding in read_truth(twice, plan.tables)[1]] == ["W560"]
    tiered = made(
        tiny_sheets(
            Offers=[
                {**OFFER, "kind": "contract", "price": None, "max_per_month": None},
                {**OFFER, "offer": "free", "price": 0},
            ],
            PriceTiers=[{"offer": "a", "from_annual": 0, "to_annual": 900, "price": 2}],
        )
    )
    prices = [["offer", "available_from", "price"], ["a", "2026-01", 3], ["free", "2026-01", 3]]
    with pytest.raises(InputErrors) as raised:
        read_truth(truth_book(tmp_path / "c.xlsx", Offers=prices), tiered.tables)
    assert [finding.code for finding in raised.value.findings] == ["E565", "E566"]


@pytest.mark.parametrize("name", REPLAYS)
def test_the_shipped_replays_are_what_the_code_makes(name: str) -> None:
    """Plan and truth read back as they were built; the plan has no warning."""
    folder = ROOT / "inputs" / "replays"
    plan = planner.read(folder / f"{name}.xlsx")
    built = build(name)
    tables: Tables = built.plan_tables()
    assert plan.tables.settings == tables.settings
    for sheet, own in tables.sheets.items():
        if sheet != "Settings":
            assert [row.values for row in plan.tables[sheet]] == [row.values for row in own]
    rows, findings, _ = read_truth(folder / f"{name}-truth.xlsx", plan.tables)
    assert not findings
    assert truth_of(rows, plan.tables) == truth_of(built.truth_rows(), tables)


def test_the_command_end_to_end(tmp_path: Path) -> None:
    """An empty truth, a replay of three months, its workbook and its JSON; an unknown policy is refused."""
    run = CliRunner()
    truth, out = tmp_path / "truth.xlsx", tmp_path / "out.xlsx"
    assert run.invoke(main, ["template", str(truth), "--truth"]).exit_code == 0
    asked = ["replay", str(FIRST_STEPS), "--truth", str(truth), "-o", str(out), "--threads", "1"]
    done = run.invoke(main, [*asked, "--months", "3", "--policy", "planner,50-50", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [one["policy"] for one in told["policies"]] == ["planner", "50-50", "perfect"]
    assert "Nothing happened otherwise than planned." in done.stderr
    assert {"Policies", "Months", "Costs", "Stock", "Shortage", "Orders", "Decisions"} <= set(
        openpyxl.load_workbook(out, read_only=True).sheetnames
    )
    wrong = run.invoke(main, [*asked, "--policy", "luck", "--force"])
    assert wrong.exit_code == 2
    assert "luck" in wrong.stderr
    long = run.invoke(main, [*asked, "--months", "99", "--force"])
    assert long.exit_code == 2


def test_a_replay_can_be_written_from_the_template_command(tmp_path: Path) -> None:
    """The plan, and what happened after it."""
    run = CliRunner()
    for extra in ([], ["--truth"]):
        out = tmp_path / f"{len(extra)}.xlsx"
        asked = ["template", str(out), "--example", "japan_2010", "--lang", "ja", *extra]
        assert run.invoke(main, asked).exit_code == 0
    plan = planner.read(tmp_path / "0.xlsx")
    assert not read_truth(tmp_path / "1.xlsx", plan.tables)[1]
    refused = run.invoke(main, ["template", str(tmp_path / "x.xlsx"), "--example", "first_steps", "--truth"])
    assert refused.exit_code == 2


def test_what_was_not_begun_is_said_once_and_has_no_numbers() -> None:
    """Stopped during the first policy: the others have no row, no shortage of 0 and no reason of a dash."""
    plan = stopped((10, 10, 10), lead=1, transit=1)
    answer = planner.replay(plan, Truth(), ["planner", "held"], months=2)
    first, *others = answer.outcomes
    cut = replace(answer, outcomes=(first, *(Outcome.not_run(one.policy) for one in others)))
    assert len(cut.rows("en")) == 1
    told = cut.sentences("en")
    assert "Not begun: First plan held, Perfect knowledge." in told
    assert not [one for one in told if one.endswith(("-", "-."))]
    assert "held" in set(cut.tables["Policies"]["policy"])


def test_as_much_as_another_is_not_called_less() -> None:
    """Nothing happens: the plan made again is the plan held, and 0 saved is no saving."""
    answer = planner.replay(stopped((10, 10, 10), lead=1, transit=1), Truth(), ["planner", "held"])
    assert any("as much as First plan held" in one for one in answer.sentences("en"))
