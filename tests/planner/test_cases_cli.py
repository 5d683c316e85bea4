"""planner whatif, compare and sensitivity, end to end: files, exit codes, JSON, and words for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from cases import Sheets, cost, from_sheets, tiny_sheets
from click.testing import CliRunner, Result

import planner.cases
from planner import cli
from planner.api import ways
from planner.audit.ledger import Violation
from planner.changes import apply_case
from planner.pipeline import AuditFailed, Plan
from planner.reporting import PlanResult
from planner.workbook.template.input_sheets import write_bare


def change(case: str, sheet: str, row: str, column: str | None, how: str, *value: object) -> dict[str, Any]:
    """Return a row of WhatIf."""
    return {
        "case": case,
        "sheet": sheet,
        "row": row,
        "column": column,
        "change": how,
        "value": next(iter(value), None),
    }


def cases() -> Sheets:
    """Return the tiny plan (20 units at 2) with a dearer case, a starved one and a warning."""
    return tiny_sheets(
        WhatIf=[
            change("dear", "Offers", "a", "price", "set", 3),
            change("starved", "Products", "P", "min_fill_rate", "set", 1),
            change("starved", "Offers", "a", "max_per_month", "set", 1),
        ]
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write that plan."""
    return write_bare(tmp_path / "plan.xlsx", from_sheets(cases()))


def run(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner(env={"COLUMNS": "120"}).invoke(cli.main, [str(argument) for argument in arguments])


def told(result: Result) -> dict[str, Any]:
    """Return the one object on stdout."""
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


# --- whatif -----------------------------------------------------------------------------------------------


def test_whatif_solves_the_plan_and_its_cases(plan: Path, tmp_path: Path) -> None:
    """Base 40, dear 60; the starved case stands with its clash; the workbook has all three."""
    out = tmp_path / "cmp.xlsx"
    result = run("whatif", plan, "-o", out, "--json")
    assert result.exit_code == 0, result.output
    answer = told(result)
    assert (answer["status"], answer["exit_code"], answer["output"]) == ("ok", 0, str(out))
    assert answer["base"]["objective"] == cost(40.0)
    assert list(answer["cases"]) == ["dear", "starved"]
    dear = answer["cases"]["dear"]
    assert {
        "status",
        "objective",
        "bound",
        "gap",
        "expected_cost",
        "cvar",
        "worst_cost",
        "path_costs",
    } <= set(dear)
    assert dear["objective"] == cost(60.0)
    starved = answer["cases"]["starved"]
    assert (starved["status"], starved["exit_code"]) == ("infeasible", 4)
    assert starved["clash"][0]["sheet"]
    assert "+20" in result.stderr
    assert "no plan possible" in result.stderr
    figures = pd.read_excel(out, sheet_name="Figures").set_index(["case", "figure"])
    assert figures.loc[("dear", "objective"), "value"] == cost(60.0)
    assert figures.loc[("dear", "objective"), "difference"] == cost(20.0)
    assert figures.loc[("starved", "status"), "text"] == "infeasible"


def test_each_plan_of_whatif_has_the_fields_of_solve(plan: Path, tmp_path: Path) -> None:
    """With a plan or without one: what ``solve --json`` prints, the smallest way out included."""
    solved = told(run("solve", plan, "-o", tmp_path / "r.xlsx", "--json", "-q"))
    changed = Plan(apply_case(from_sheets(cases()), "starved")[0], ())
    starved = write_bare(tmp_path / "starved.xlsx", changed.tables)
    clashing = told(run("solve", starved, "-o", tmp_path / "s.xlsx", "--json", "-q"))
    answer = told(run("whatif", plan, "-o", tmp_path / "c.xlsx", "--json", "-q"))
    assert set(answer["base"]) == set(answer["cases"]["dear"]) == set(solved)
    case = answer["cases"]["starved"]
    assert set(clashing) - set(case) == {"message"}
    assert case["clash"] == clashing["clash"]
    (way,) = case["ways_out"]
    assert (way["changes"][0]["cell"], way["status"]) == ("E2", "optimal")
    assert case["ways_out"] == clashing["ways_out"]


def test_the_ways_out_of_a_case_stand_in_the_comparison(plan: Path, tmp_path: Path) -> None:
    """On the screen and on the page, after what clashes."""
    out = tmp_path / "c.xlsx"
    result = run("whatif", plan, "-o", out)
    assert "The smallest change that makes a plan possible:" in result.stderr
    shown = [str(cell.value) for row in openpyxl.load_workbook(out)["Cases"].iter_rows() for cell in row]
    assert any("Accept a fill rate of 10 % for P" in text for text in shown)
    assert "Products!A2 (P): demand is made or lost 2026-02\n" in result.stderr
    japanese = run("whatif", plan, "-o", out, "--force", "--lang", "ja")
    assert "Products!E2（P）：最低充足率" in japanese.stderr
    assert "最小の変更" in japanese.stderr


def test_many_cases_without_a_plan_take_no_longer_than_one(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seconds for the ways out are shared; once they are up, the clash stands alone."""
    monkeypatch.setattr(ways, "LOOK_SECONDS", 0.0)
    case = told(run("whatif", plan, "-o", tmp_path / "c.xlsx", "--json", "-q"))["cases"]["starved"]
    assert case["clash"]
    assert case["ways_out"] == []


def test_whatif_solves_only_the_cases_asked_for(plan: Path, tmp_path: Path) -> None:
    """``--case`` may be repeated; the order is that of the question."""
    result = run("whatif", plan, "--case", "dear", "-o", tmp_path / "c.xlsx", "--json", "-q")
    assert list(told(result)["cases"]) == ["dear"]
    assert result.stderr == ""


def test_an_unknown_case_is_an_input_error(plan: Path, tmp_path: Path) -> None:
    """Exit 3, with the case that may have been meant; nothing is written."""
    out = tmp_path / "c.xlsx"
    result = run("whatif", plan, "--case", "deer", "-o", out, "--json")
    assert result.exit_code == 3
    (finding,) = told(result)["findings"]
    assert (finding["code"], finding["sheet"]) == ("E302", "WhatIf")
    assert "dear" in finding["message"]
    assert not out.exists()


def test_a_plan_without_cases_is_told_how_to_make_one(tmp_path: Path) -> None:
    """Nothing to compare: exit 3."""
    bare = write_bare(tmp_path / "bare.xlsx", from_sheets(tiny_sheets()))
    result = run("whatif", bare, "-o", tmp_path / "c.xlsx")
    assert result.exit_code == 3
    assert "WhatIf" in result.stderr


def test_rules_of_thumb_stand_beside_the_plan(tmp_path: Path) -> None:
    """Four of them, for a plan without any case of its own; cases only where they are named."""
    bare = write_bare(tmp_path / "bare.xlsx", from_sheets(tiny_sheets()))
    out = tmp_path / "c.xlsx"
    result = run("whatif", bare, "--rules-of-thumb", "-o", out, "--json", "--lang", "ja")
    assert result.exit_code == 0, result.output
    assert list(told(result)["cases"]) == ["60-days", "50-50", "no-stock", "no-investment"]
    shown = [cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
    assert "在庫なし" in shown
    assert "経験則" in "".join(value for value in shown if isinstance(value, str))


def test_a_case_and_a_rule_of_thumb_of_one_name_are_two(tmp_path: Path) -> None:
    """A case ``no-stock`` beside the rule: neither takes the other's place."""
    sheets = tiny_sheets(WhatIf=[change("no-stock", "Items", "Dy", "max_stock", "set", 0)])
    plan = write_bare(tmp_path / "plan.xlsx", from_sheets(sheets))
    out = tmp_path / "c.xlsx"
    result = run("whatif", plan, "--rules-of-thumb", "--case", "no-stock", "-o", out, "--json")
    assert result.exit_code == 0, result.output
    names = ["no-stock", "60-days", "50-50", "rule-of-thumb:no-stock", "no-investment"]
    assert list(told(result)["cases"]) == names
    figures = pd.read_excel(out, sheet_name="Figures")
    assert list(dict.fromkeys(figures["case"])) == ["base", *names]
    assert not figures.duplicated(["case", "figure"]).any()


def test_a_case_that_the_audit_does_not_confirm_spoils_no_other(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 1 and its findings, but what was confirmed is written."""
    real = planner.cases.solve

    def doubted(given: Plan, **options: Any) -> PlanResult:
        result = real(given, **options)
        if result.objective > 50:
            raise AuditFailed((Violation("path cost", {"scenario": "0"}, 60.0, 40.0, 20.0),))
        return result

    monkeypatch.setattr(planner.cases, "solve", doubted)
    out = tmp_path / "c.xlsx"
    result = run("whatif", plan, "-o", out, "--json")
    assert result.exit_code == 1, result.output
    answer = told(result)
    assert (answer["status"], answer["exit_code"]) == ("audit_failed", 1)
    assert answer["cases"]["dear"]["status"] == "unconfirmed"
    assert "path cost" in answer["cases"]["dear"]["message"]
    assert answer["cases"]["starved"]["status"] == "infeasible"
    assert out.exists()


def test_a_plan_that_cannot_be_solved_in_any_case_writes_nothing(tmp_path: Path) -> None:
    """Neither base nor case: exit 4, and the reasons in the JSON."""
    sheets = tiny_sheets(
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}],
        Offers=[{"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 5}],
        WhatIf=[change("dear", "Offers", "a", "price", "set", 3)],
    )
    plan = write_bare(tmp_path / "plan.xlsx", from_sheets(sheets))
    out = tmp_path / "c.xlsx"
    result = run("whatif", plan, "-o", out, "--json")
    assert result.exit_code == 4
    assert [told(result)[key]["status"] for key in ("base",)] == ["infeasible"]
    assert not out.exists()


def test_an_existing_comparison_is_kept_unless_forced(plan: Path, tmp_path: Path) -> None:
    """Exit 6 before anything is solved; the input is never overwritten."""
    out = tmp_path / "c.xlsx"
    out.write_bytes(b"kept")
    assert run("whatif", plan, "-o", out).exit_code == 6
    assert out.read_bytes() == b"kept"
    assert run("whatif", plan, "-o", plan, "--force").exit_code == 6
    assert run("whatif", plan, "-o", out, "--force", "--case", "dear").exit_code == 0


def test_a_comparison_can_be_made_again_from_its_own_workbook(plan: Path, tmp_path: Path) -> None:
    """It keeps the plan with its cases."""
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    run("whatif", plan, "-o", first, "-q")
    again = run("whatif", first, "-o", second, "--json", "-q")
    assert told(again)["cases"]["dear"]["objective"] == cost(60.0)


# --- compare ----------------------------------------------------------------------------------------------


def test_compare_says_what_differs_in_and_out(tmp_path: Path) -> None:
    """A price of 3 for 2: one input, and 20 more in objective and purchases; no decision."""
    results = []
    for name, price in (("old", 2), ("new", 3)):
        offers = [{"offer": "a", "supplier": "A", "item": "Dy", "price": price, "max_per_month": 100}]
        plan = write_bare(tmp_path / f"{name}.xlsx", from_sheets(tiny_sheets(Offers=offers)))
        results.append(tmp_path / f"{name}-result.xlsx")
        assert run("solve", plan, "-o", results[-1], "-q").exit_code == 0
    out = tmp_path / "cmp.xlsx"
    result = run("compare", *results, "-o", out, "--json")
    assert result.exit_code == 0, result.output
    answer = told(result)
    assert list(answer["plans"]) == ["old-result", "new-result"]
    price = next(change for change in answer["inputs"] if change["sheet"] == "Offers")
    assert (price["row"], price["column"], price["from"], price["to"]) == ("a", "price", 2, 3)
    figures = {(row["case"], row["figure"]): row for row in answer["figures"]}
    assert figures["new-result", "objective"]["difference"] == cost(20.0)
    assert figures["new-result", "component:purchase"]["difference"] == cost(20.0)
    assert ("new-result", "lowest_fill_rate") not in figures
    assert answer["decisions"] == []
    assert "Offers/a/price" in result.stderr
    wide = run("compare", *results, "-o", out, "--json", "--all", "--force")
    assert "Inputs that differ: 1" in wide.stderr  # what is the same is in the workbook, and not counted
    everything = told(wide)
    same = [(i["sheet"], i["row"], i["column"]) for i in everything["inputs"] if i["change"] == "same"]
    assert ("Offers", "a", "max_per_month") in same
    assert ("Offers", "a", "price") not in same
    assert len(same) == len(everything["inputs"]) - 1
    assert ("new-result", "lowest_fill_rate") in {(r["case"], r["figure"]) for r in everything["figures"]}
    assert everything["decisions"]


def test_plans_of_other_months_and_money_are_compared_with_care(tmp_path: Path) -> None:
    """Three months in euros beside two in dollars: said on the screen and in the JSON, and no differences."""
    results = []
    for name, settings in (("old", {}), ("new", {"currency": "EUR", "start_month": "2027-01"})):
        asked = (10.0, 10.0) if name == "old" else (10.0, 10.0, 10.0)
        sheets = tiny_sheets(asked, settings=settings)
        if name == "new":
            sheets["Demand"] = [row | {"month": f"2027-0{at}"} for at, row in enumerate(sheets["Demand"], 1)]
        plan = write_bare(tmp_path / f"{name}.xlsx", from_sheets(sheets))
        results.append(tmp_path / f"{name}-result.xlsx")
        assert run("solve", plan, "-o", results[-1], "-q").exit_code == 0
    result = run("compare", *results, "-o", tmp_path / "c.xlsx", "--json", "--lang", "ja")
    assert result.exit_code == 0, result.output
    answer = told(result)
    assert [(u["case"], u["setting"], u["from"], u["to"]) for u in answer["unlike"]] == [
        ("new-result", "currency", "USD", "EUR"),
        ("new-result", "start_month", "2026-01", "2027-01"),
        ("new-result", "months", "2", "3"),
    ]
    assert "EUR" in result.stderr
    differences = {(r["case"], r["figure"]): r["difference"] for r in answer["figures"]}
    assert differences["new-result", "expected_cost"] is None


def test_a_workbook_that_is_no_result_is_named(tmp_path: Path, plan: Path) -> None:
    """A comparison is no result, nor is a damaged file: exit 3 and which file it is."""
    comparison, broken, good = tmp_path / "cmp.xlsx", tmp_path / "broken.xlsx", tmp_path / "good.xlsx"
    assert run("whatif", plan, "-o", comparison, "-q").exit_code == 0
    assert run("solve", plan, "-o", good, "-q").exit_code == 0
    broken.write_bytes(good.read_bytes()[:4000])
    for other in (comparison, broken, tmp_path / "missing.xlsx"):
        result = run("compare", good, other, "-o", tmp_path / "c.xlsx", "--json")
        assert result.exit_code == 3, result.output
        assert other.name in json.dumps(told(result)["findings"], ensure_ascii=False), result.output
        assert "Traceback" not in result.output


def test_compare_needs_results(plan: Path, tmp_path: Path) -> None:
    """One file is a usage error; a plan that was never solved an input error."""
    assert run("compare", plan, "-o", tmp_path / "c.xlsx").exit_code == 2
    result = run("compare", plan, plan, "-o", tmp_path / "c.xlsx", "--json")
    assert result.exit_code == 3
    assert {f["code"] for f in told(result)["findings"] if f["severity"] == "error"} == {"E310"}


# --- sensitivity ------------------------------------------------------------------------------------------


def test_sensitivity_shows_the_widest_drivers(plan: Path, tmp_path: Path) -> None:
    """20 % of 40 is 8, for demand and for the price alike; one bar is shown, all are in the table."""
    out = tmp_path / "s.xlsx"
    result = run("sensitivity", plan, "--by", "0.2", "--top", 1, "-o", out, "--json")
    assert result.exit_code == 0, result.output
    answer = told(result)
    ends = {(row["driver"], row["detail"]): row for row in answer["drivers"]}
    assert ends["demand", None]["up_objective"] == cost(48.0)
    assert ends["price", "Dy"]["down_difference"] == cost(-8.0)
    assert len(pd.read_excel(out, sheet_name="Drivers")) == len(answer["drivers"]) > 1
    assert answer["base"]["objective"] == cost(40.0)


def test_a_plan_without_a_solution_has_no_drivers(tmp_path: Path) -> None:
    """Exit 4; nothing is written."""
    sheets = tiny_sheets(
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}],
        Offers=[{"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 5}],
    )
    plan = write_bare(tmp_path / "plan.xlsx", from_sheets(sheets))
    out = tmp_path / "s.xlsx"
    result = run("sensitivity", plan, "-o", out, "--json")
    assert result.exit_code == 4
    assert told(result)["base"]["status"] == "infeasible"
    assert not out.exists()


@pytest.mark.parametrize("by", ["0", "1", "-0.1", "much"])
def test_a_driver_is_changed_by_a_part_of_itself(plan: Path, by: str) -> None:
    """``--by`` lies between 0 and 1."""
    assert run("sensitivity", plan, "--by", by).exit_code == 2
