"""The shipped examples: what they say, where their numbers are from, and that the files are current."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from importlib import resources
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import planner
from planner.examples import EXAMPLES, build
from planner.examples.__main__ import main
from planner.examples.facts import TABLES, cited, fact, facts, loss_profile
from planner.examples.names_ja import NAMES_JA
from planner.examples.provenance import END, START, provenance, with_provenance
from planner.examples.sheets import COMMENT, NAMED, Calendar, Example
from planner.examples.write import example_tables, write_example
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.schema.sheets import SCHEMA
from planner.workbook.tables import Tables

ROOT = Path(__file__).parents[2]
MEANT: dict[str, set[str]] = {name: set() for name in EXAMPLES} | {
    "wind_turbine_eu": {"W544"},
    "heavy_rare_earths_jp": {"W272", "N211"},
}
"""Codes of the warnings and notes each example is meant to give when it is checked (docs/examples.md)."""

names = pytest.mark.parametrize("name", EXAMPLES)


def plain(tables: Tables) -> dict[str, object]:
    """Return what a plan says, without where its cells stood."""
    sheets = {sheet: [dict(row.values) for row in rows] for sheet, rows in tables.sheets.items()}
    return {"settings": dict(tables.settings), **sheets, "Settings": None}


def result_of(name: str, gap: float | None = None) -> PlanResult:
    """Solve an example as its workbook asks, or to another gap."""
    return planner.solve(Plan(example_tables(build(name)), ()), gap=gap, threads=1)


@names
def test_an_example_has_no_error_and_only_meant_warnings(name: str) -> None:
    """Checking an example says nothing but what docs/examples.md lists."""
    _, findings = tables_from(build(name).tables(), name=name)
    assert {f.code for f in findings} == MEANT[name]
    assert not [f for f in findings if f.severity is Severity.ERROR]


@names
def test_every_row_says_where_it_is_from(name: str) -> None:
    """A row cites a fact or says what is invented; settings may be mere choices."""
    for sheet, rows in build(name).sheets.items():
        for row in rows:
            comment = str(row[COMMENT])
            assert comment.strip()
            if sheet != "Settings":
                assert cited(comment) or "invented" in comment, (sheet, row)


@names
def test_every_cited_fact_exists(name: str) -> None:
    """No comment names a fact that is not in the tables of facts."""
    missing = {
        cite
        for comments in build(name).comments().values()
        for comment in comments
        for cite in cited(comment)
        if cite not in facts()
    }
    assert missing == set()


@names
def test_an_example_uses_known_columns_only(name: str) -> None:
    """Builders write the sheets and columns that the schema declares."""
    known = {sheet.name: {column.key for column in sheet.columns} for sheet in SCHEMA}
    for sheet, rows in build(name).tables().items():
        assert {key for row in rows for key in row} <= known[sheet], sheet


@names
def test_the_shipped_workbook_is_what_the_builder_makes(name: str) -> None:
    """``inputs/`` is current: run ``python -m planner.examples inputs/`` where it is not."""
    shipped, findings = read_workbook(ROOT / "inputs" / f"{name}.xlsx")
    assert shipped is not None
    assert {f.code for f in findings} == MEANT[name]
    assert plain(shipped) == plain(example_tables(build(name)))


@names
def test_a_japanese_example_is_the_same_plan(name: str, tmp_path: Path) -> None:
    """Only names, notes and units differ from the English workbook."""
    write_example(name, tmp_path / "ja.xlsx", "ja")
    japanese, _ = read_workbook(tmp_path / "ja.xlsx")
    assert japanese is not None
    assert japanese.language == "ja"
    english = example_tables(build(name))
    for sheet, rows in english.sheets.items():
        if sheet == "Settings":
            continue
        for row, other in zip(rows, japanese[sheet], strict=True):
            assert {k: v for k, v in row.values.items() if k not in NAMED} == {
                k: v for k, v in other.values.items() if k not in NAMED
            }


def test_every_name_has_a_japanese_one() -> None:
    """No name of an example is missing from the list, and none stands there for nothing."""
    used = {
        str(cell)
        for name in EXAMPLES
        for sheet, rows in build(name).sheets.items()
        for row in rows
        for key, cell in row.items()
        if key in NAMED or (sheet == "Settings" and key == "value" and row["key"] == "plan_name")
    }
    assert used == set(NAMES_JA)


@names
def test_comments_stand_beside_their_rows(name: str, tmp_path: Path) -> None:
    """The workbook shows the comment of a row in the comment column of that row."""
    path = write_example(name, tmp_path / "out.xlsx")
    page = openpyxl.load_workbook(path, read_only=True)["Suppliers"]
    rows = [row for row in page.iter_rows(values_only=True) if row[0] is None]  # marked rows are explanation
    for row in build(name).sheets["Suppliers"]:
        line = next(cells for cells in rows if cells[1] == row["supplier"])
        assert row[COMMENT] in line


def test_the_command_writes_every_example(tmp_path: Path) -> None:
    """``python -m planner.examples FOLDER`` writes one workbook per example."""
    run = CliRunner().invoke(main, [str(tmp_path / "made"), "--lang", "ja"])
    assert run.exit_code == 0
    assert {path.stem for path in (tmp_path / "made").iterdir()} == set(EXAMPLES)


def test_the_list_of_sources_is_current() -> None:
    """docs/examples.md lists what the comments say (``python -m planner.examples --docs`` makes it anew)."""
    text = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
    assert provenance(build(name) for name in EXAMPLES) in text


def test_a_document_is_written_between_its_marks() -> None:
    """What stands outside the marks stays."""
    made = with_provenance(f"head\n{START}\nold\n{END}\ntail\n", [Example("e", "nothing")])
    assert made.startswith("head\n")
    assert made.endswith("tail\n")
    assert "old" not in made
    with pytest.raises(ValueError, match="no marks"):
        with_provenance("no marks here", [])


def test_facts_have_an_id_a_grade_and_a_source() -> None:
    """Every fact can be cited, judged and looked up."""
    for name, found in facts().items():
        assert cited(name) == (name,)
        assert found.grade in {"A", "B", "C", "D"}
        assert found.source
        assert found.table in TABLES


def test_facts_are_rectangular() -> None:
    """Each table of facts reads as a table: no row is longer or shorter than its header."""
    for table in TABLES:
        text = resources.files("planner.examples").joinpath("facts", f"{table}.csv").read_text("utf-8")
        widths = {len(row) for row in csv.reader(io.StringIO(text))}
        assert len(widths) == 1, table


def test_numbers_and_profiles_of_facts() -> None:
    """A fact gives its number, and its loss month by month."""
    assert fact("P17").number("value") == 110
    assert fact("D14c").profile() == (0.48, 0.74, 0.38, 0)
    assert loss_profile(1, 0.7, 0.05) == "1|0.7|0.05"
    with pytest.raises(KeyError):
        fact("X99")


def test_a_calendar_counts_months_both_ways() -> None:
    """Month 0 is the first, -1 the one before, 12 a year later."""
    calendar = Calendar(2027, 1, 3)
    assert [f"{month:%Y-%m}" for month in calendar] == ["2027-01", "2027-02", "2027-03"]
    assert f"{calendar(-1):%Y-%m}" == "2026-12"
    assert f"{calendar(12):%Y-%m}" == "2028-01"


@names
def test_probabilities_leave_room_for_the_trunk(name: str) -> None:
    """Life as planned keeps a real chance, and no six months pass without an onset."""
    sheets = build(name).sheets
    rows = sheets.get("Scenarios", []) or sheets["Events"]
    total = sum(float(str(row.get("probability", 0))) for row in rows)
    assert 0.2 <= total <= 0.75


@pytest.mark.parametrize("name", ["traction_motor_jp", "cutting_tools", "heavy_rare_earths_jp"])
def test_second_shocks_surprise(name: str) -> None:
    """Children hang on parents that keep weight of their own."""
    rows = build(name).sheets["Scenarios"]
    weight = {row["scenario"]: row["probability"] for row in rows if "probability" in row}
    children = [row for row in rows if "after" in row]
    assert len(children) >= 1
    assert all(float(str(weight[row["after"]])) > 0 for row in children)


def test_big_disruptions_may_start_every_three_months() -> None:
    """Stock follows the calendar of onsets, so that of the big ones is dense."""
    calendar = Calendar(2027, 1, 36)
    rows = build("traction_motor_jp").sheets["Scenarios"]
    for event in ("BAN-HEAVY", "STOP"):
        starts = sorted(row["start_month"] for row in rows if row["event"] == event)
        months = [index for index in range(36) if calendar(index) in starts]
        assert all(later - earlier == 3 for earlier, later in pairwise(months))
        assert months[0] <= 2
        assert months[-1] >= 33


@names
def test_rules_give_way_before_a_line_stops(name: str) -> None:
    """Every rule of an example holds on every path, except where a line would stand still."""
    for rule in build(name).sheets.get("Rules", []):
        assert rule["applies_in"] == "unless_short"


def test_the_table_of_levers_names_what_there_is() -> None:
    """Every row that docs/examples.md names as the place of a lever or a disruption stands in an example."""
    ids = {
        str(cell)
        for name in EXAMPLES
        for rows in build(name).sheets.values()
        for r in rows
        for cell in r.values()
    }
    for page in ("examples.md", "examples.ja.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
        places = [row[1:] for row in rows if len(row) == 3 and "`" in row[1] and "`" in row[2]]
        assert len(places) > 30, page
        for example, place in places:
            assert set(re.findall(r"`([a-z_]+)`", example)) <= set(EXAMPLES), example
            for found in re.findall(r"`([A-Z][A-Z0-9]*[-_A-Za-z0-9]*)`", place):
                assert found in ids | {sheet.name for sheet in SCHEMA}, (page, place)


def test_no_element_comes_out_of_nothing() -> None:
    """Plant scrap gives back less Dy and Tb oxide than went into the magnets it fell from."""
    flows = build("traction_motor_jp").sheets["ProcessFlows"]

    def amount(process: str, item: str, kind: str) -> float:
        return sum(
            float(str(row["quantity"]))
            for row in flows
            if (row["process"], row["item"], row["kind"]) == (process, item, kind)
        )

    for item in ("DY_OX", "TB_OX"):
        given_back = amount("SWARF", item, "out")
        for process in ("MK_STD", "MK_GBD"):
            scrap = amount(process, "SCRAP", "out")
            in_scrap = amount(process, item, "in") * scrap / (1 + scrap)
            assert scrap * given_back <= in_scrap


def test_first_steps_gives_the_answer_worked_out_by_hand() -> None:
    """Every number of docs/first_steps.md: contract 350 a month, stock 1,950 in April, 1,320,860 expected."""
    result = result_of("first_steps")
    assert result.expected_cost == pytest.approx(1_320_860)
    assert result.cvar == pytest.approx(1_336_940)
    paths = {"0": 1_315_240, "BAN-04": 1_336_940, "BAN-07": 1_333_820, "BAN-10": 1_331_160}
    assert result.path_costs == pytest.approx(paths)

    awards = result.tables["Awards"].set_index("offer")
    assert awards.loc["NDPR-LYNAS", "rate_per_month"] == pytest.approx(350)
    assert awards.loc["NDPR-CHINA", "annual_quantity"] == pytest.approx(7_150)
    assert awards.loc["DY-CHINA", "annual_quantity"] == pytest.approx(550)

    stock = result.tables["Stock"]
    trunk = stock[(stock["scenario"] == "0") & (stock["item"] == "NDPR")]["stock"]
    expected = [2100, 1850, 1900, 1950, 1850, 1900, 1950, 1900, 1950, 2000, 2050, 2100]
    assert trunk.tolist() == pytest.approx(expected)

    orders = result.tables["Orders"]
    trader = orders[orders["offer"] == "DY-TRADER"]
    assert set(trader["scenario"]) == {"BAN-04"}
    assert trader["quantity"].sum() == pytest.approx(15)


def test_first_steps_document_holds_the_numbers() -> None:
    """The page that works the answer out names the numbers that the planner finds."""
    text = (ROOT / "docs" / "first_steps.md").read_text(encoding="utf-8")
    for number in ("1,320,860", "1,336,940", "1,315,240", "1,333,820", "1,331,160", "1,314,055", "1,316,450"):
        assert number in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cutting_tools", "wind_turbine_eu"])
def test_every_case_of_an_example_has_an_answer(name: str) -> None:
    """The cases in its workbook are solved and confirmed, each."""
    found = planner.whatif(Plan(example_tables(build(name)), ()), threads=1)
    assert {case.name: case.message for case in found.cases if case.result is None} == {}


@names
def test_the_file_of_an_example_is_told_no_more_than_its_tables(name: str) -> None:
    """What is found in cells as they are written, in the file that is shipped, is only what is meant."""
    _, findings = read_workbook(ROOT / "inputs" / f"{name}.xlsx")
    assert {f.code for f in findings} == MEANT[name]


TWO_PLANTS = {"ban-impossible": 35.860, "no-transfers": 37.628, "no-pool": 38.080, "ban-hits-both": 37.870}
"""What each case of the plan of two plants costs, by a solver that is not ours [M USD]."""


def test_two_plants_answers_as_it_is_known_to() -> None:
    """What the ban, the transfers, the pool and the places are worth: 37.196 in all, 37.050 on the trunk."""
    found = planner.whatif(Plan(example_tables(build("two_plants")), ()), threads=1)
    base = found.base.result
    assert base is not None
    assert base.objective / 1e6 == pytest.approx(37.196, rel=3e-4)
    assert base.path_costs["0"] / 1e6 == pytest.approx(37.050, rel=5e-4)
    costs = {case.name: case.result.objective / 1e6 for case in found.cases if case.result is not None}
    assert costs == pytest.approx(TWO_PLANTS, rel=3e-4)


@pytest.mark.parametrize("there", [0.9, 0.1])
def test_goods_lost_on_the_way_between_two_plants_leave_a_plan_that_holds(there: float) -> None:
    """A hundredth arrives of what one plant sends: it could be sent round in circles for ever."""
    tables = example_tables(build("two_plants"))
    parts = {("NDPR-DE>JP", "NDPR-JP"): 0.01, ("NDPR-JP>DE", "NDPR-DE"): there}
    flows = [
        replace(
            row, values={**row.values, "quantity": parts.get((row["process"], row["item"]), row["quantity"])}
        )
        for row in tables["ProcessFlows"]
    ]
    demand = [*tables["Demand"]]
    demand[-8] = replace(demand[-8], values={**demand[-8].values, "quantity": 8.0})
    sheets = {**tables.sheets, "ProcessFlows": tuple(flows), "Demand": tuple(demand)}
    result = planner.solve(Plan(replace(tables, sheets=sheets), ()), threads=1)
    assert result.status == "optimal"


def test_cutting_tools_signs_by_quotation_and_buys_tools_back() -> None:
    """One frame over two items in its best tier, zinc furnaces at once, cobalt from two countries."""
    result = result_of("cutting_tools")
    assert result.gap <= 0.002
    assert _rate(result, "APT-AT") > 0
    assert _rate(result, "WC-AT") > 0
    pool = result.tables["Pools"].iloc[0]
    assert (pool["tier"], pool["discount"]) == (3, 0.06)
    assert min(_rate(result, "CO-FI"), _rate(result, "CO-ID")) > 0
    built = result.tables["Investments"].set_index("investment")
    assert f"{built.loc['ZINC', 'start_month']:%Y-%m}" == "2027-01"
    orders = result.tables["Orders"]
    drums = orders[(orders["offer"] == "CO-CN") & (orders["scenario"] == "0")]["quantity"] / 250
    assert drums.tolist() == pytest.approx(drums.round().tolist())


@pytest.mark.slow
def test_wind_turbine_meets_its_targets() -> None:
    """Caps hold, a quarter is recycled, sources are split and magnets are held."""
    result = result_of("wind_turbine_eu")
    assert result.gap <= 0.001
    assert all(_rate(result, offer) > 0 for offer in ("MAG-H-NARVA", "MAG-M-NARVA", "DY-CAREMAG"))
    rules = result.tables["Rules"]
    trunk = rules[rules["scenario"] == "0"]
    assert trunk[trunk["rule"] == "CRMA-recycled"]["share"].iloc[0] >= 0.25
    assert trunk["penalty"].sum() < 1e5
    built = result.tables["Investments"].set_index("investment")
    assert f"{built.loc['HPMS_DE', 'start_month']:%Y-%m}" == "2027-01"
    assert _days(result, "MAG_M") >= 40


@pytest.mark.slow
def test_traction_motor_gives_sensible_advice() -> None:
    """It invests at once, signs in two countries outside China, holds two months, and reaches its gap.

    At the gap of 0.5 % that its workbook asks, a plan with one of the two contracts is as good.
    """
    result = result_of("traction_motor_jp", gap=0.0015)
    assert result.gap <= 0.0015
    built = result.tables["Investments"]
    at_once = set(built[built["start_month"].dt.strftime("%Y-%m") == "2027-01"]["investment"])
    assert {"GBD_LINE", "GBD_EV", "GBD_HEV", "FER_AUX", "HPMS"} <= at_once
    awards = result.tables["Awards"]
    signed = set(awards[awards["rate_per_month"] > 0]["supplier"])
    assert {"LYNAS", "CAREMAG"} <= signed
    assert all(_days(result, item) >= 58 for item in ("NDPR_M", "DY_OX", "TB_OX"))


@pytest.mark.slow
def test_traction_motor_moves_as_it_should() -> None:
    """A tighter cap signs more outside China; where disruptions are impossible less is held."""
    base = _changed([])
    tight = _changed([("Rules", "share", 0.3)])
    calm = _changed([("Scenarios", "probability", 0.0)])
    assert _rate(tight, "ND-LYNAS") > 1.5 * _rate(base, "ND-LYNAS")
    assert _days(calm, "DY_OX") < _days(base, "DY_OX")
    assert tight.objective > base.objective > calm.objective


def _changed(changes: list[tuple[str, str, float]]) -> PlanResult:
    """Solve the traction-motor plan with a column set to one value wherever it is filled."""
    sheets = build("traction_motor_jp").tables()
    for sheet, column, value in changes:
        for row in sheets[sheet]:
            if column in row:
                row[column] = value
    tables, findings = tables_from(sheets, name="traction_motor_jp")
    return planner.solve(Plan(tables, tuple(findings)), threads=1)


def _rate(result: PlanResult, offer: str) -> float:
    """Return the committed rate of an offer, whichever of its tiers was chosen."""
    awards = result.tables["Awards"]
    return float(awards[awards["offer"] == offer]["rate_per_month"].sum())


def _days(result: PlanResult, item: str) -> float:
    """Return the mean days of cover from month 6 to month 30, where neither end bends them."""
    stock = result.tables["Stock"]
    return float(
        stock[(stock["scenario"] == "0") & (stock["item"] == item)]["days_of_cover"].iloc[6:30].mean()
    )
