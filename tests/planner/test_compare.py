"""Comparisons: what differs going in, what differs coming out, and what is no news."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from cases import EXACT, cost, demand, from_sheets, tiny_sheets
from rich_plan import rich_plan

from planner.cases import BASE, CaseRun, Effort, changed_plans, entry_of, run_base, run_cases
from planner.comparing import Entry, compare
from planner.comparing.inputs import input_changes
from planner.pipeline import Plan, solve
from planner.reporting import PlanResult
from planner.reporting.comparison.book import write_comparison
from planner.reporting.comparison.charts import bridge_steps
from planner.reporting.comparison.content import Comparison, Figure, Side
from planner.reporting.comparison.tables import decision_table, figure_table, input_table
from planner.reporting.tables.sheets import header_rows
from planner.reporting.words.comparison import COMPARISON_EN, COMPARISON_JA
from planner.result_file import read_result
from planner.workbook.messages.findings import InputErrors
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import kept_title, write_bare
from planner.workbook.titles import own_title, shown_title


@pytest.fixture(scope="module")
def runs() -> list[CaseRun]:
    """Solve the rich plan and its cases once for all tests."""
    plan, effort = Plan(rich_plan(), ()), Effort(gap=1e-9, threads=1)
    base = run_base(plan, effort)
    return [base, *run_cases(base, changed_plans(plan), effort)]


@pytest.fixture(scope="module")
def comparison(runs: list[CaseRun]) -> Comparison:
    """Return those runs side by side."""
    return compare([entry_of(run) for run in runs])


def solved(tables: Tables) -> PlanResult:
    """Solve a plan on its own."""
    return solve(Plan(tables, ()), gap=EXACT.gap, threads=1)


# --- going in ---------------------------------------------------------------------------------------------


def test_inputs_differ_by_cell_by_row_and_by_setting() -> None:
    """A cell changed, a row gone, one added, a setting set; what is a default is no difference."""
    before = tiny_sheets(Rules=[{"rule": "r", "measure": "supplier", "member": "A", "share": 0.5}])
    after = tiny_sheets(
        settings={"risk_weight": 0.2, "capital_rate": 0},
        Offers=[{"offer": "a", "supplier": "A", "item": "Dy", "price": 3, "max_per_month": 100, "tariff": 0}],
        Receipts=[{"item": "Dy", "month": "2026-01", "quantity": 5}],
    )
    found = list(input_changes("x", from_sheets(before), from_sheets(after)))
    assert [(c.sheet, c.row, c.column, c.change, c.before, c.after) for c in found] == [
        ("Settings", "risk_weight", "value", "changed", 0.0, 0.2),
        ("Receipts", "Dy/2026-01", "", "added", None, "item=Dy; month=2026-01; quantity=5"),
        ("Offers", "a", "price", "changed", 2.0, 3.0),
        ("Rules", "r", "", "removed", "rule=r; measure=supplier; member=A; share=0.5", None),
    ]


def test_the_order_of_rows_and_how_demand_is_split_are_no_difference() -> None:
    """10 in one row or 4 and 6 in two; January before February or after."""
    split = [
        {"product": "P", "month": "2026-02", "quantity": 10},
        {"product": "P", "month": "2026-01", "quantity": 4},
        {"product": "P", "month": "2026-01", "quantity": 6},
    ]
    before, after = from_sheets(tiny_sheets()), from_sheets(tiny_sheets(Demand=split))
    assert list(input_changes("x", before, after)) == []


def test_every_case_shows_what_its_sheet_says(comparison: Comparison) -> None:
    """The inputs changed are the rows of WhatIf, as they came to be."""
    of_line = [c for c in comparison.inputs if c.side == "no-line"]
    assert [(c.sheet, c.row, c.column, c.before, c.after) for c in of_line] == [
        ("Investments", "line", "max_modules", 1, 0)
    ]


# --- coming out -------------------------------------------------------------------------------------------


def test_every_figure_is_found_again_in_the_single_run(runs: list[CaseRun], comparison: Comparison) -> None:
    """Each case solved alone, from nothing: its cost, components, stock and decisions are those shown."""
    for at, run in enumerate(runs):
        if run.result is None:
            continue
        alone = solved(run.inputs)
        for name in ("objective", "expected_cost", "cvar", "worst_cost"):
            figure = comparison.figure(name)
            assert figure is not None
            assert figure.values[at] == cost(getattr(alone, name)), (run.name, name)
        single = compare([Entry(run.name, run.inputs, alone, alone.status)])
        for figure in single.figures:
            shown = comparison.figure(figure.name)
            assert shown is not None, figure.name
            value, expected = shown.values[at], figure.values[0]
            if isinstance(expected, float):
                assert value == pytest.approx(expected, rel=1e-6, abs=1e-6), (run.name, figure.name)
            else:
                assert value == expected, (run.name, figure.name)


def test_components_and_kinds_add_up_to_the_expected_cost(comparison: Comparison) -> None:
    """No part of the cost is lost on the way to the table."""
    total = comparison.figure("expected_cost")
    assert total is not None
    for key in ("component", "kind"):
        for at, side in enumerate(comparison.sides):
            if side.solved:
                parts = [f.values[at] for f in comparison.figures if f.key == key]
                assert sum(part for part in parts if isinstance(part, float)) == cost(
                    float(str(total.values[at]))
                )


def test_decisions_signed_dropped_and_built_are_told(comparison: Comparison) -> None:
    """A deal at 1 is signed by a supplier newly qualified, spot falls to nothing, the line stays unbuilt."""
    told = {(c.side, c.kind, c.name, c.what): (c.before, c.after) for c in comparison.decisions}
    assert told["cheap-deal", "contract", "deal", "signed"] == ("no", "yes")
    assert told["cheap-deal", "contract", "deal", "rate_per_month"] == (0.0, pytest.approx(10.0))
    assert told["cheap-deal", "supplier", "AU", "qualified"] == ("no", "yes")
    assert told["cheap-deal", "spot", "spot", "annual_quantity"][1] == pytest.approx(0.0)
    assert not any(side == "starved" for side, *_ in told)
    assert ("no-line", "investment", "line", "modules") not in told  # it was not built in the plan either


def test_investments_and_stock_are_told() -> None:
    """Free to build, the line comes in month 0 and replaces the stock held against the ban."""
    tables = rich_plan()
    cheap = from_sheets(
        {
            name: [{key: row[key] for key in row.given} for row in rows]
            for name, rows in tables.sheets.items()
            if rows and name != "WhatIf"
        }
        | {"Investments": [{"investment": "line", "capex": 0, "adds_to": "process:furnace", "adds": 10}]}
    )
    first, second = solved(tables), solved(cheap)
    found = compare([Entry("a", tables, first, "optimal"), Entry("b", cheap, second, "optimal")])
    told = {(c.kind, c.name, c.what): (c.before, c.after) for c in found.decisions}
    assert told["investment", "line", "modules"] == (0.0, 1.0)
    assert told["investment", "line", "start_month"] == (None, "2026-01")
    before, after = told["stock", "Dy", "average_stock"]
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert after < before


def test_what_did_not_change_is_left_out_unless_all_is_asked_for(runs: list[CaseRun]) -> None:
    """Two equal plans have no differences; with everything, every decision stands there."""
    same = [entry_of(runs[0]), Entry("again", runs[0].inputs, runs[0].result, runs[0].status)]
    found = compare(same, all_figures=False)
    assert (found.inputs, found.decisions) == ((), ())
    assert {figure.group for figure in found.figures} == {"answer"}
    everything = compare(same, all_decisions=True)
    assert {c.kind for c in everything.decisions} >= {"supplier", "contract", "spot", "stock"}
    assert all(c.same for c in everything.decisions)
    assert len(everything.figures) > len(found.figures)


def test_a_difference_smaller_than_the_gaps_is_no_news() -> None:
    """Gaps of 3 and 4: 7 is noise, 8 is news; days are never called noise."""
    sides = (
        Side("base", thumb=False, note="", status="optimal", reasons={}, noise=3.0),
        Side("c", thumb=False, note="", status="optimal", reasons={}, noise=4.0),
    )
    near = Figure("expected_cost", "", "money", "answer", (100.0, 107.0))
    far = Figure("cvar", "", "money", "answer", (100.0, 92.0))
    days = Figure("stock_days", "Dy", "days", "stock", (60.0, 61.0))
    found = Comparison("P", "USD", sides, (near, far, days), (), ())
    assert found.noise(1) == 7.0
    assert [found.within_gap(figure, 1) for figure in found.figures] == [True, False, False]
    assert days.name == "stock_days:Dy"
    assert days.difference(1) == 1.0


def test_the_largest_country_counts_tolling_too() -> None:
    """Spot from China for 60·2 = 120 of value against a process in Japan that makes 20 at unit value 2."""
    tables = from_sheets(
        tiny_sheets(
            (10.0, 10.0),
            Items=[{"item": "Dy", "unit_value": 2}, {"item": "Ore"}],
            Offers=[
                {
                    "offer": "cn",
                    "supplier": "A",
                    "item": "Dy",
                    "price": 2,
                    "max_per_month": 7,
                    "refining_country": "CN",
                },
                {"offer": "ore", "supplier": "A", "item": "Ore", "price": 1, "max_per_month": 50},
            ],
            Processes=[
                {"process": "p", "country": "JP", "stage": "refining", "capacity_per_month": 3, "opex": 3}
            ],
            ProcessFlows=[
                {"process": "p", "item": "Ore", "kind": "in", "quantity": 1},
                {"process": "p", "item": "Dy", "kind": "out", "quantity": 1},
            ],
        )
    )
    found = compare([Entry("a", tables, solved(tables), "optimal")])
    share, country = found.figure("top_share:refining"), found.figure("top_country:refining")
    assert share is not None
    assert country is not None
    assert share.values == (pytest.approx(28 / (28 + 12)),)  # 14 at 2 from China, 6 at 2 made in Japan
    assert country.values == ("CN",)
    assert found.figure("top_share:mining") is None


# --- bridge -----------------------------------------------------------------------------------------------


def test_the_bridge_leads_from_the_base_to_the_case(comparison: Comparison) -> None:
    """Its steps add up to the difference in expected cost."""
    total = comparison.figure("expected_cost")
    assert total is not None
    for side in (1, 2, 3):
        steps = bridge_steps(comparison, side)
        assert sum(step for _, step in steps) == cost(total.difference(side) or 0.0)
        named = [name for name, _ in steps if name]
        assert len(named) == len(set(named)) <= 8


# --- workbook ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_workbook_holds_every_number_and_reads_as_tables(
    comparison: Comparison, tmp_path: Path, language: str
) -> None:
    """Figures, inputs and decisions come back through pandas; the cases stand side by side for people."""
    out = write_comparison(
        comparison, tmp_path / "cmp.xlsx", language, facts={"input": "rich"}, inputs=rich_plan()
    )
    sheets = pd.read_excel(
        out, sheet_name=None, header=header_rows(language) - 1, keep_default_na=False, na_values=[""]
    )
    sheets = {own_title(title): frame for title, frame in sheets.items()}
    for name, (heads, rows) in {
        "Figures": figure_table(comparison),
        "Inputs changed": input_table(comparison),
        "Decisions changed": decision_table(comparison),
    }.items():
        assert list(sheets[name].columns) == list(heads)
        assert len(sheets[name]) == len(rows)
    figures = sheets["Figures"].set_index(["case", "figure"])
    for at, side in enumerate(comparison.sides):
        for figure in comparison.figures:
            if isinstance(figure.values[at], float):
                assert figures.loc[(side.name, figure.name), "value"] == figure.values[at]
    book = openpyxl.load_workbook(out)
    assert own_title(book.sheetnames[0]) == "Cases"
    kept = {kept_title(SHEETS[name], language) for name in ("Offers", "WhatIf")}
    assert {*kept, shown_title("Charts", language), shown_title("Run", language)} <= set(book.sheetnames)
    shown = {
        str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None
    }
    words = COMPARISON_JA if language == "ja" else COMPARISON_EN
    assert {words["cases_no_plan"], words["ended_infeasible"], words["figure_expected_cost"]} <= shown
    assert "no-line: about no-line" in shown
    # Costs; shortage, investment and stock; shares; and a bridge for the one case whose costs differ.
    charts = book[shown_title("Charts", language)]
    assert len(charts._charts) == 3 + 1
    assert (charts.page_setup.fitToWidth or 1, charts.page_setup.fitToHeight) == (1, 0)


def test_people_see_the_difference_or_that_it_is_within_the_gap(tmp_path: Path) -> None:
    """A case 1 dearer with gaps of 2 reads “within the gap”; its cash, 5 more, is a number with its sign."""
    sides = (
        Side(BASE, thumb=False, note="", status="optimal", reasons={}, noise=1.0),
        Side("c", thumb=False, note="", status="optimal", reasons={}, noise=1.0),
    )
    figures = (
        Figure("expected_cost", "", "money", "answer", (100.0, 101.0)),
        Figure("cvar", "", "money", "answer", (100.0, 105.0)),
    )
    found = Comparison("P", "USD", sides, figures, (), ())
    out = write_comparison(found, tmp_path / "cmp.xlsx", "en")
    sheet = openpyxl.load_workbook(out)["Cases"]
    rows = [[cell.value for cell in row[1:4]] for row in sheet.iter_rows()]
    assert ["Expected cost", None, "within the gap"] in rows
    assert ["Mean of the worst (CVaR)", None, 5] in rows


def test_plans_that_are_counted_otherwise_are_not_silently_compared(tmp_path: Path) -> None:
    """Euros beside dollars have no difference; other months, weights and rates are said."""
    tables = from_sheets(tiny_sheets())
    other = from_sheets(
        tiny_sheets((10.0,) * 3, settings={"currency": "EUR", "risk_weight": 0.5, "discount_rate": 0.05})
    )
    found = compare(
        [Entry("a", tables, solved(tables), "optimal"), Entry("b", other, solved(other), "optimal")]
    )
    assert [(u.side, u.setting, u.before, u.after) for u in found.unlike] == [
        (1, "currency", "USD", "EUR"),
        (1, "months", "2", "3"),
        (1, "discount_rate", "0", "0.05"),
        (1, "risk_weight", "0", "0.5"),
    ]
    money = found.figure("expected_cost")
    assert money is not None
    assert found.difference(money, 1) is None
    assert not found.within_gap(money, 1)
    assert bridge_steps(found, 1) == []
    for language, words in (("en", COMPARISON_EN), ("ja", COMPARISON_JA)):
        out = write_comparison(found, tmp_path / f"{language}.xlsx", language)
        shown = [cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
        assert words["unlike_currency"].format(case="b", base="a", before="USD", after="EUR") in shown
    figures = pd.read_excel(out, sheet_name="数値", header=1).set_index(["case", "figure"])
    assert pd.isna(figures.loc[("b", "expected_cost"), "difference"])
    assert figures.loc[("b", "contracts"), "difference"] == 0


def test_a_bridge_has_no_steps_that_the_gaps_can_make() -> None:
    """Gaps of 2 together: steps of 9 and -1.5 are one step and the rest; of 1 and -1.5 none."""
    sides = (
        Side("base", thumb=False, note="", status="optimal", reasons={}, noise=1.0),
        Side("far", thumb=False, note="", status="optimal", reasons={}, noise=1.0),
        Side("near", thumb=False, note="", status="optimal", reasons={}, noise=1.0),
    )
    figures = (
        Figure("expected_cost", "", "money", "answer", (100.0, 107.5, 99.5)),
        Figure("component", "purchase", "money", "components", (90.0, 99.0, 91.0)),
        Figure("component", "holding", "money", "components", (10.0, 8.5, 8.5)),
    )
    found = Comparison("P", "USD", sides, figures, (), ())
    assert bridge_steps(found, 1) == [("purchase", 9.0), ("", -1.5)]
    assert bridge_steps(found, 2) == []


def test_both_languages_say_everything() -> None:
    """No word of a comparison is missing in Japanese."""
    assert COMPARISON_EN.keys() == COMPARISON_JA.keys()


# --- result workbooks -------------------------------------------------------------------------------------


def test_a_result_read_back_is_the_result(tmp_path: Path) -> None:
    """Written and read again, a result differs in nothing from what was solved."""
    tables = rich_plan()
    result = solved(tables)
    out = result.write(tmp_path / "result.xlsx")
    back = read_result(out)
    found = compare([Entry("a", tables, result, result.status), Entry("b", back.inputs, back, back.status)])
    assert (found.inputs, found.decisions) == ((), ())
    for figure in found.figures:
        first, second = figure.values
        assert second == (pytest.approx(first) if isinstance(first, float) else first), figure.name
    assert dict(back.path_costs) == pytest.approx(dict(result.path_costs))
    assert back.tables["Orders"]["order_month"][0].date() == dt.date(2026, 1, 1)


def test_a_result_whose_columns_were_renamed_is_named_with_them(tmp_path: Path) -> None:
    """The table is there, but a column of it is not."""
    path = solved(from_sheets(tiny_sheets())).write(tmp_path / "result.xlsx")
    book = openpyxl.load_workbook(path)
    book["Orders"]["A1"] = "case"
    book.save(path)
    with pytest.raises(InputErrors) as caught:
        read_result(path)
    assert [f.code for f in caught.value.findings if f.severity.value == "error"] == ["E310"]
    assert "Orders.scenario" in caught.value.findings[-1].message()


def test_a_plan_without_a_result_cannot_be_compared(tmp_path: Path) -> None:
    """Its sheets are named, and the command that makes a result."""
    out = write_bare(tmp_path / "plan.xlsx", from_sheets(tiny_sheets(Demand=demand(10, 10))))
    with pytest.raises(InputErrors) as caught:
        read_result(out)
    assert [f.code for f in caught.value.findings if f.severity.value == "error"] == ["E310"]
    assert "planner solve" in caught.value.findings[-1].message()
