"""Why there is no plan, in the buyer's words: the change told, typed into its cell, gives the plan told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from books import book
from cases import Sheets, contract_row, from_sheets, offer_row, supplier_row, tiny_sheets
from click.testing import CliRunner, Result
from infeasible_plans import ALL, MISFITS, both

from models.infeasibility.limits import FIELDS, Family
from planner import pipeline
from planner.cases import Effort
from planner.cli import main
from planner.explaining.limit_cells import PLACES
from planner.explaining.ways import InfeasibleExplanation, WayOut, explain_infeasible, explain_shortly
from planner.explaining.ways_tables import CLASH_COLUMNS, WAYS_COLUMNS, clash_table, ways_table
from planner.explaining.words_ways import WORDS
from planner.pipeline import NoPlan, Plan
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS

EXACT = Effort(gap=1e-9, time_limit=60.0)
QUICK = ("cap", "last tier", "signed", "start", "smallest order", "budget")


def written(folder: Path, sheets: Sheets) -> Path:
    """Write sheets of rows as a bare workbook."""
    lists: dict[str, list[list[object]]] = {}
    for name, rows in sheets.items():
        heads = list(dict.fromkeys(key for row in rows for key in row))
        lists[name] = [list(heads), *([row.get(head) for head in heads] for row in rows)]
    return book(folder, lists)


def typed_in(path: Path, way: WayOut) -> Path:
    """Return a copy of a workbook with the changes of a way typed into the cells that it names."""
    workbook = openpyxl.load_workbook(path)
    for change in way.changes:
        page = workbook[change.ask.sheet]
        if change.remove:
            page.delete_rows(page[change.ask.cell].row)
        elif change.ask.cell:
            page[change.ask.cell] = change.new
        else:  # the sheet lacks the column, which is added at its end
            last = page.max_column + 1
            page.cell(1, last, change.ask.column)
            row = next(cells[0].row for cells in page.iter_rows() if cells[0].value == change.ask.row)
            page.cell(row, last, change.new)
    other = path.with_name(f"{way.name}.xlsx")
    workbook.save(other)
    return other


def explained(sheets: Sheets) -> InfeasibleExplanation:
    return explain_infeasible(Plan(from_sheets(sheets), ()), EXACT)


def confirm(path: Path) -> InfeasibleExplanation:
    """Explain a workbook without a plan; fail where a way typed into it does not give the plan told."""
    found = explain_infeasible(pipeline.read(path), EXACT)
    assert found.complete
    assert found.ways
    for way in found.ways:
        result = pipeline.solve(pipeline.read(typed_in(path, way)), gap=1e-9)
        assert way.status == "optimal"
        assert way.objective == pytest.approx(result.objective, rel=1e-6), way
        assert way.expected_cost == pytest.approx(result.expected_cost, rel=1e-6), way
    return found


@pytest.mark.parametrize("name", QUICK)
def test_a_change_typed_into_its_cell_gives_a_plan_at_the_cost_told(tmp_path: Path, name: str) -> None:
    """Every way out of a plan that cannot be; and the cells that clash are those of the sheet."""
    path = written(tmp_path, MISFITS[name].sheets)
    found = confirm(path)
    workbook = openpyxl.load_workbook(path)
    lines = [line for clash in found.clashes for line in clash.lines if line.cell]
    assert lines
    for line in lines:
        column = "".join(filter(str.isalpha, line.cell))
        head = "value" if line.sheet == "Settings" else line.column
        assert workbook[line.sheet][f"{column}1"].value == head


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MISFITS if name not in QUICK])
def test_so_it_does_for_every_limit(tmp_path: Path, name: str) -> None:
    """The other kinds of limit."""
    confirm(written(tmp_path, MISFITS[name].sheets))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "other"), [("cap", "first order"), ("signed", "storage"), ("smallest order", "cover")]
)
def test_so_it_does_for_two_at_once(tmp_path: Path, one: str, other: str) -> None:
    """Two limits of two kinds."""
    confirm(written(tmp_path, both(MISFITS[one], MISFITS[other])))


def test_the_smallest_change_comes_first_and_the_cheapest_plan_is_told() -> None:
    """A sells 8 of 10 a month: 0.8 of the fill rate is the lesser change, 10 a month the cheaper plan.

    20 at 2 are 40; 16 at 2 and 4 lost at 50 are 232.
    """
    found = explained(MISFITS["monthly maximum"].sheets)
    assert [(way.family, way.objective) for way in found.ways] == [
        ("", pytest.approx(232)),
        ("capacity", pytest.approx(40)),
    ]
    assert found.sentences() == [
        "These limits cannot all hold together:",
        "  Products!C2: at least 100 % of the demand for P must be served, also in every disruption",
        "  Offers!E2: offer a gives at most 8 a month",
        "The smallest change that makes a plan possible:",
        "  Accept a fill rate of 80 % for P (Products!C2: 1 → 0.8)",
        "  The plan then costs 232 USD.",
        "Or change capacities and volumes only:",
        "  Get 10 a month from offer a (Offers!E2: 8 → 10)",
        "  The plan then costs 40 USD.",
        "  This is the cheapest of these plans.",
    ]
    assert found.sentences("ja")[4] == "  P の最低充足率を80%に下げる（Products!C2：1 → 0.8）"


def test_what_can_never_be_kept_stands_alone() -> None:
    """With a lead time of a month nothing can be made in the first: only the fill rate is in the way."""
    found = explained(tiny_sheets((10.0, 10.0), Products=ALL, Offers=[offer_row(lead_time_months=1)]))
    assert [line.column for line in found.clashes[0].lines] == ["min_fill_rate"]
    assert found.sentences()[0].startswith("This cannot be kept as things are")
    assert [change.new for change in found.ways[0].changes] == [0.5]


def test_a_rule_that_no_share_can_mend_is_taken_out() -> None:
    """30 have to be bought where 20 are used, so not even all of the use may come from A."""
    sheets = MISFITS["smallest order"].sheets
    way = next(way for way in explained(sheets).ways if way.family == "rules")
    assert [(change.ask.row, change.remove) for change in way.changes] == [("waste", True)]
    assert "remove the row" in way.changes[0].sentence()
    assert way.changes[0].whatif.change == "remove"


def test_a_blank_cell_is_told_with_what_it_means(tmp_path: Path) -> None:
    """One module is the default of a blank cell; where the column is missing the line names it."""
    sheets = MISFITS["modules"].sheets
    row = {key: value for key, value in sheets["Investments"][0].items() if key != "max_modules"}
    missing = explained({**sheets, "Investments": [row]})
    blank = confirm(written(tmp_path, {**sheets, "Investments": [{**row, "max_modules": None, "name": "K"}]}))
    for found, place in ((missing, "Investments row 2, column Modules at most"), (blank, "Investments!E2")):
        change = next(c for way in found.ways for c in way.changes if c.ask.column == "max_modules")
        assert change.typed_en == f"{place}: blank = 1 → 3"


def test_json_and_tables_tell_the_same() -> None:
    """One row per cell, months as months; a change is a row of the sheet WhatIf."""
    found = explained(MISFITS["start"].sheets)
    told = json.loads(json.dumps(found.to_json(), default=str))
    # It is as small a change as that of the fill rate: either may stand first, as the smallest of all.
    way = next(way for way in told["ways_out"] if way["changes"][0]["column"] == "earliest_start")
    assert way["family"] in (None, "windows")
    change = {"from": "2026-03", "to": "2026-02", "cell": "E2", "change": "set"}
    assert change.items() <= way["changes"][0].items()
    assert way["whatif"][0]["column"] == "earliest_start"
    heads, rows = clash_table(found, "ja")
    assert list(heads) == CLASH_COLUMNS
    assert [row[2] for row in rows] == [line["cell"] for line in told["clashes"][0]["limits"]]
    heads, rows = ways_table(found, "en")
    assert list(heads) == WAYS_COLUMNS
    assert len(rows) == sum(len(one["changes"]) for one in told["ways_out"])
    assert {len(row) for row in rows} == {len(WAYS_COLUMNS)}


def test_every_limit_has_a_cell_and_words() -> None:
    """Each kind of limit stands in a column of the workbook, and says what it asks and what to do."""
    assert set(PLACES) == set(FIELDS)
    for field, (sheet, column) in PLACES.items():
        assert SETTING_COLUMNS[column] if sheet == "Settings" else SHEETS[sheet].column(column)
        assert f"do {field}" in WORDS
        assert f"asks {field}" in WORDS
    assert all(f"family {family.value}" in WORDS for family in Family)
    assert all(f"column {key}" in WORDS or key in SAME for key in (*CLASH_COLUMNS, *WAYS_COLUMNS))
    assert all(set(texts) == {"en", "ja"} and all(texts.values()) for texts in WORDS.values())


SAME = {"sheet", "cell", "column", "row"}
"""Columns that mean the same everywhere."""


# --- what solve says ---------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_solve_tells_the_smallest_way_out_and_its_cost(tmp_path: Path) -> None:
    """Below the clash that the solver names; nothing is written."""
    path, out = written(tmp_path, MISFITS["monthly maximum"].sheets), tmp_path / "out.xlsx"
    result = run("solve", path, "-o", out, "--json")
    assert (result.exit_code, out.exists()) == (4, False)
    assert "Offers!E2 (a): monthly maximum" in result.stderr
    assert "Accept a fill rate of 80 % for P (Products!C2: 1 → 0.8)" in result.stderr
    assert "The plan then costs 232 USD." in result.stderr
    assert "planner explain" in result.stderr
    way = json.loads(result.stdout)["ways_out"][0]
    assert (way["changes"][0]["cell"], way["objective"]) == ("C2", pytest.approx(232))


def test_solve_names_the_cells_where_only_whole_numbers_clash(tmp_path: Path) -> None:
    """The solver names nothing; the smallest order is told with its cell, in the language asked."""
    path = written(tmp_path, MISFITS["smallest order"].sheets)
    with pytest.raises(NoPlan) as caught:
        pipeline.solve(pipeline.read(path))
    assert caught.value.clash == ()
    result = run("solve", path, "-o", tmp_path / "out.xlsx", "--json", "--lang", "ja")
    assert result.exit_code == 4
    found = json.loads(result.stdout)
    assert ("Offers", "moq") in {(line["sheet"], line["column"]) for line in found["clash"]}
    assert "最低発注量（MOQ）" in result.stderr
    assert found["ways_out"]


def test_without_disruptions_the_ways_out_mind_none(tmp_path: Path) -> None:
    """A is out in a disruption, but what clashes clashes without it: 8 of 10 a month."""
    sheets = MISFITS["monthly maximum"].sheets | {
        "Events": [{"event": "E", "supplier": "A", "duration_months": 1}],
        "Scenarios": [{"scenario": "s", "event": "E", "start_month": "2026-01", "probability": 0.5}],
    }
    path = written(tmp_path, sheets)
    for options, rate in ((("--no-disruptions",), 0.8), ((), 0.4)):
        result = run("solve", path, "-o", tmp_path / "out.xlsx", "--json", *options)
        assert json.loads(result.stdout)["ways_out"][0]["changes"][0]["to"] == pytest.approx(rate)


def test_no_time_for_a_way_out_is_no_failure() -> None:
    """What the solver named is told, and that there may be more."""
    plan = Plan(from_sheets(MISFITS["cap"].sheets), ())
    with pytest.raises(NoPlan) as caught:
        pipeline.solve(plan)
    found = explain_shortly(plan, 1e-6, known=caught.value.clash)
    assert (found.ways, found.complete, found.fixed) == ((), False, caught.value.clash)
    assert "--time-limit" in found.sentences()[-1]


def test_scenarios_are_named_where_only_some_were_looked_at() -> None:
    """A few are named, the others counted."""
    found = explained(MISFITS["monthly maximum"].sheets)
    some = replace(found, scenarios=("s1", "s2", "s3", "s4", "s5"))
    assert some.sentences()[0] == (
        "These limits cannot all hold together, as planned and in s1, s2, s3 and 2 more:"
    )


def test_a_contract_that_must_be_taken_is_told_with_all_that_binds_it() -> None:
    """At least 8 a month from A, at most half of all with B's 6: rule, B's maximum and A's contract."""
    sheets = tiny_sheets(
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[
            contract_row(signed="yes", min_annual=120, min_take=0.8),
            offer_row("b", "B", max_per_month=6),
        ],
        Rules=[{"rule": "half", "measure": "supplier", "member": "A", "share": 0.5}],
    )
    named = {(line.column, line.row) for line in explained(sheets).clashes[0].lines}
    contract = {("min_annual", "c"), ("min_take", "c"), ("signed", "c")}
    assert named == {("share", "half"), ("max_per_month", "b"), *contract}
