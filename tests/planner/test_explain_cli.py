"""planner explain, end to end: the workbook, the JSON, the words, and what is kept when the user stops it."""

from __future__ import annotations

import inspect
import json
import re
import string
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from cases import (
    Sheets,
    contract_row,
    cost,
    from_sheets,
    month,
    offer_row,
    supplier_row,
    tiny_sheets,
)
from click.testing import CliRunner, Result

from planner import cli
from planner.cases import CaseRun, Effort, run_base
from planner.commands.explain import PARTS as OFFERED
from planner.explaining.explanation import PARTS, Wish, explain_plan
from planner.explaining.page import explanation_book
from planner.explaining.prices import Question
from planner.explaining.words import WORDS
from planner.pipeline import Plan
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import risk_speech
from planner.workbook.template.input_sheets import write_bare


def arguable() -> Sheets:
    """Return a plan with a rule that binds, an offer, a supplier and an investment left aside."""
    return tiny_sheets(
        Suppliers=[
            supplier_row("A"),
            supplier_row("B"),
            supplier_row("C", already_qualified="no", qualification_cost=30),
        ],
        Offers=[
            offer_row("a"),
            offer_row("b", "B", price=2.02),
            offer_row("c", "C", price=1, max_per_month=5),
            contract_row("k", price=2.5, contract_cost=4, take_or_pay=1),
        ],
        Rules=[{"rule": "cap", "measure": "supplier", "member": "A", "share": 0.5}],
        Designs=[
            {"product": "P", "design": "std"},
            {"product": "P", "design": "free", "requires": "K"},
        ],
        Investments=[{"investment": "K", "capex": 100, "latest_start": month(0)}],
    )


def starved() -> Sheets:
    """Return a plan that cannot be: 10 a month wanted, all of it, and 5 a month to be had."""
    return tiny_sheets(
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}],
        Offers=[offer_row(max_per_month=5)],
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write the plan to argue with."""
    return write_bare(tmp_path / "plan.xlsx", from_sheets(arguable()))


def run(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner(env={"COLUMNS": "120"}).invoke(cli.main, [str(argument) for argument in arguments])


def told(result: Result) -> dict[str, Any]:
    """Return the one object on stdout."""
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def test_explain_prices_answers_and_offers_other_plans(plan: Path, tmp_path: Path) -> None:
    """40.2 with half from A: without the cap 0.2 less; C is worth 10.2 to qualify, K 40.2; B is spared."""
    out = tmp_path / "why.xlsx"
    result = run("explain", plan, "-o", out, "--json", "--within", 0.5, "--gap", "1e-9")
    assert result.exit_code == 0, result.output
    answer = told(result)
    assert (answer["status"], answer["exit_code"], answer["output"]) == ("ok", 0, str(out))
    assert answer["base"]["objective"] == cost(40.2)
    prices = {(p["row"], p["variant"]): p for p in answer["prices"]}
    assert prices["cap", "without"]["change"] == cost(-0.2)
    assert prices["cap", "without"]["cell"] == "Rules!G2"
    things = {(w["kind"], w["name"]): w for w in answer["why_not"]}
    assert things["qualification", "C"]["break_even"] == cost(10.2)
    assert things["investment", "K"]["break_even"] == cost(40.2)
    assert things["offer", "k"]["unit"] == "USD/kg"
    assert {a["without"]["name"] for a in answer["alternatives"]} == {"A", "B"}
    assert answer["not_settled"] == 0
    assert "Rules!G2" in result.stderr
    assert str(out) in result.stderr


def test_the_workbook_holds_what_the_json_says(plan: Path, tmp_path: Path) -> None:
    """Plain sheets that pandas reads back, a page for people with a chart, and the plan to run it again."""
    out, again = tmp_path / "why.xlsx", tmp_path / "again.xlsx"
    answer = told(run("explain", plan, "-o", out, "--json", "-q"))
    prices = pd.read_excel(out, sheet_name="Price of rules")
    assert list(prices["change"]) == [cost(p["change"]) for p in answer["prices"]]
    why = pd.read_excel(out, sheet_name="Why not").set_index(["kind", "name"])
    for thing in answer["why_not"]:
        if thing["break_even"] is not None:
            assert why.loc[(thing["kind"], thing["name"]), "break_even"] == cost(thing["break_even"])
    others = pd.read_excel(out, sheet_name="Alternatives").set_index("without")
    for other in answer["alternatives"]:
        assert others.loc[other["without"]["name"], "objective"] == cost(other["objective"])
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == "Explanation"
    assert len(book["Explanation"]._charts) == 1
    shown = [str(cell.value) for row in book["Explanation"].iter_rows() for cell in row if cell.value]
    assert "Rules!G2" in shown
    assert "Offer k" in shown
    result = run("explain", out, "-o", again, "--json", "-q", "--only", "rules")
    # the same answer, with cells named as the workbook that was read spells them
    kept = [{**price, "cell": f"In {price['cell']}"} for price in answer["prices"]]
    assert told(result)["prices"] == kept


def test_every_number_is_found_again_in_a_solve_of_the_changed_workbook(plan: Path, tmp_path: Path) -> None:
    """The rows of WhatIf that the explanation names, typed into the sheet, give the same cost."""
    answer = told(
        run("explain", plan, "-o", tmp_path / "w.xlsx", "--json", "-q", "--within", 1, "--gap", "1e-9")
    )
    sheets = arguable()
    rows = []
    expected = {}
    for at, line in enumerate((*answer["prices"], *answer["alternatives"])):
        expected[f"case{at}"] = line["objective"]
        rows += [{"case": f"case{at}", **change} for change in line["changes"]]
    asked = write_bare(tmp_path / "asked.xlsx", from_sheets(sheets | {"WhatIf": rows}))
    cases = told(run("whatif", asked, "-o", tmp_path / "c.xlsx", "--json", "-q", "--gap", "1e-9"))["cases"]
    assert {name: case["objective"] for name, case in cases.items()} == {
        name: cost(objective) for name, objective in expected.items()
    }


def test_only_what_is_asked_for_is_solved(plan: Path, tmp_path: Path) -> None:
    """``--only`` may be repeated; the workbook keeps its sheets, empty where nothing was asked."""
    out = tmp_path / "w.xlsx"
    answer = told(
        run("explain", plan, "-o", out, "--json", "-q", "--only", "suppliers", "--only", "investments")
    )
    assert answer["prices"] == []
    assert answer["alternatives"] == []
    assert {thing["kind"] for thing in answer["why_not"]} == {"qualification", "investment"}
    none = told(run("explain", plan, "-o", out, "--force", "--json", "-q", "--alternatives", 0))
    assert none["alternatives"] == []
    assert none["prices"]


def test_it_speaks_japanese(plan: Path, tmp_path: Path) -> None:
    """Page and sentences; the plain sheets keep their keys."""
    out = tmp_path / "w.xlsx"
    result = run("explain", plan, "-o", out, "--lang", "ja")
    assert result.exit_code == 0, result.output
    assert "この計画の費用は" in result.stderr
    book = openpyxl.load_workbook(out)
    shown = [str(cell.value) for row in book["説明"].iter_rows() for cell in row if cell.value]
    assert any("損益分岐点" in text for text in shown)
    assert [book["不採用の理由"][cell].value for cell in ("A1", "A2")] == ["種別", "kind"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "The dearest limit is Rule cap (Rules!G2): without it the plan costs 0.200 USD less.",
                "  Rules!G2 Rule cap: 50% → 45%: costs 0.020 USD more",
                "  Suppliers!D4 Supplier C (qualification): 30.00 today, taken at or below 10.20 USD",
                "  Without supplier B: costs 19.8 USD more; takes supplier C instead",
            ],
        ),
        (
            "ja",
            [
                "最も高くつく制約はルール cap（Rules!G2）です。なくせば費用が0.200USD減ります。",
                "  Rules!G2 ルール cap：50% → 45%：0.020USD増",
            ],
        ),
    ],
)
def test_the_screen_reads_as_cells_show_and_people_speak(
    plan: Path, tmp_path: Path, language: str, said: list[str]
) -> None:
    """Shares in per cent; no dash for what there is not."""
    result = run(
        "explain", plan, "-o", tmp_path / "w.xlsx", "--within", 1, "--gap", "1e-9", "--lang", language
    )
    lines = result.stderr.splitlines()
    assert [line for line in said if line not in lines] == [], result.stderr
    assert not any("–" in line for line in lines)


def test_where_there_is_nothing_to_tell_that_is_told(tmp_path: Path) -> None:
    """One supplier with one offer and no rule: nothing costs anything, and nothing was left aside."""
    plan, out = write_bare(tmp_path / "plan.xlsx", from_sheets(tiny_sheets())), tmp_path / "w.xlsx"
    lines = run("explain", plan, "-o", out).stderr.splitlines()
    assert "The plan has no rule and reaches no limit." in lines
    assert any(line.startswith("The plan leaves nothing aside") for line in lines)
    only = run("explain", plan, "-o", out, "--force", "--only", "offers").stderr
    assert "Of what was asked about, the plan leaves nothing aside." in only


def test_a_plan_that_cannot_be_is_explained_and_written(tmp_path: Path) -> None:
    """Exit 4; what clashes, the ways out, and a workbook of both."""
    plan = write_bare(tmp_path / "plan.xlsx", from_sheets(starved()))
    out = tmp_path / "w.xlsx"
    result = run("explain", plan, "-o", out, "--json")
    assert result.exit_code == 4, result.output
    answer = told(result)
    assert (answer["status"], answer["exit_code"], answer["output"]) == ("infeasible", 4, str(out))
    asked = {(line["sheet"], line["column"]) for line in answer["clashes"][0]["limits"]}
    assert asked == {("Products", "min_fill_rate"), ("Offers", "max_per_month")}
    ways = {way["changes"][0]["sheet"]: way for way in answer["ways_out"]}
    assert ways["Offers"]["objective"] == cost(40.0)
    assert set(pd.read_excel(out, sheet_name="Clash")["sheet"]) == {"Products", "Offers"}
    assert len(pd.read_excel(out, sheet_name="Ways out")) >= 2
    assert openpyxl.load_workbook(out).sheetnames[0] == "Explanation"
    assert str(out) in result.stderr
    japanese = run("explain", plan, "-o", out, "--force", "--lang", "ja")
    assert japanese.exit_code == 4
    assert "同時に成り立ちません" in japanese.stderr


def test_a_plan_that_was_not_found_in_time_has_nothing_to_explain(plan: Path, tmp_path: Path) -> None:
    """Exit 5 without a workbook."""
    out = tmp_path / "w.xlsx"
    result = run("explain", plan, "-o", out, "--json", "--time-limit", "1e-9")
    assert result.exit_code == 5, result.output
    assert told(result)["status"] == "stopped_without_plan"
    assert not out.exists()


def test_an_existing_explanation_is_kept_unless_forced(plan: Path, tmp_path: Path) -> None:
    """Exit 6 before anything is solved; the input is never overwritten."""
    out = tmp_path / "w.xlsx"
    out.write_bytes(b"kept")
    assert run("explain", plan, "-o", out).exit_code == 6
    assert out.read_bytes() == b"kept"
    assert run("explain", plan, "-o", plan, "--force").exit_code == 6
    assert run("explain", plan, "-o", out, "--force", "-q", "--only", "rules").exit_code == 0


def test_a_part_that_there_is_not_is_a_usage_error(plan: Path) -> None:
    """The command offers the parts that there are."""
    assert run("explain", plan, "--only", "everything").exit_code == 2
    assert OFFERED == PARTS


@pytest.mark.slow
def test_two_processes_answer_as_one_does(plan: Path, tmp_path: Path) -> None:
    """The order and the numbers do not hang on who solved what."""
    one = told(run("explain", plan, "-o", tmp_path / "1.xlsx", "--json", "-q"))
    two = told(run("explain", plan, "-o", tmp_path / "2.xlsx", "--json", "-q", "--jobs", 2))
    for part in ("prices", "why_not", "alternatives"):
        assert len(one[part]) == len(two[part])
        for left, right in zip(one[part], two[part], strict=True):
            assert {k: v for k, v in left.items() if not isinstance(v, float)} == {
                k: v for k, v in right.items() if not isinstance(v, float)
            }
            for key, value in left.items():
                if isinstance(value, float):
                    assert right[key] == cost(value)


def test_what_is_finished_is_kept_when_the_user_stops() -> None:
    """Ctrl-C after the first price: one answer, the others not run, later stages not begun; all is told."""
    base = run_base(Plan(from_sheets(arguable()), ()), Effort(gap=1e-9, threads=1))
    begun = []

    def stage(name: str) -> Any:
        begun.append(name)

        def done(count: int, _: int) -> None:
            if count == 1:
                raise KeyboardInterrupt

        return done

    found = explain_plan(base, Wish(), Effort(gap=1e-9, threads=1), stage=stage)
    assert begun == ["rules"]
    assert found.interrupted
    assert [price.status for price in found.prices][:2] == ["optimal", "not_run"]
    assert found.prices[0].change == cost(-0.2)
    assert found.not_settled == len(found.prices) - 1
    speech = risk_speech("en", "USD", 100.0)
    book = explanation_book(found, speech, money_scale(speech, 100.0), {})
    assert len(book.sheets["Price of rules"][1]) == len(found.prices)
    assert any("Not settled" in line for line in book.lead)


def test_every_text_stands_in_both_languages_with_the_same_facts() -> None:
    """And every kind of limit has its name."""

    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, texts in WORDS.items():
        assert set(texts) == {"en", "ja"}, key
        assert facts(texts["en"]) == facts(texts["ja"]), key
    assert Question.__annotations__["kind"] == "str"


def test_however_a_changed_plan_ends_there_are_words_for_it() -> None:
    """Every status that a case can have (``CaseRun.status`` lists them) is told, also a bug of ours."""
    listed = re.findall(
        r"``(\w+)``", inspect.getsource(CaseRun).split("status: str", 1)[1].split("result:", 1)[0]
    )
    assert "unconfirmed" in listed
    assert {f"ended {status}" for status in listed if status != "optimal"} <= WORDS.keys()
