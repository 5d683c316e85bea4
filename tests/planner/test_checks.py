"""The checks as a whole: texts for every code, silence on plans that are right, no crash on broken ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from check_plans import edited, findings, read
from hypothesis import given
from hypothesis import strategies as st

from planner.workbook.checks.every import NO_ERRORS, check
from planner.workbook.messages.checks import CHECK_MESSAGES
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.tables import Row, Tables

HERE = Path(__file__).parent
WORKBOOK = HERE.parents[1] / "planner" / "workbook"
SOURCES = [*sorted((WORKBOOK / "checks").glob("*.py")), WORKBOOK / "actual.py", WORKBOOK / "truth.py"]
PAST = [HERE / f"test_{name}.py" for name in ("edges", "roll", "replay")]
TESTS = [*sorted(HERE.glob("test_checks_*.py")), *PAST]
CASES = sorted(p for p in (HERE.parent / "cases").glob("**/*.xlsx") if p.parent.name != "faults")
CLAIMS = {"W202", "W203", "W204", "W205", "W206", "W207", "W208", "W209"}
_CODE = re.compile(r'"([EWN][25]\d\d)\b')


def test_a_plan_with_a_bit_of_everything_is_right() -> None:
    """The plan that the other tests break has nothing to complain of."""
    assert [finding.message() for finding in findings()] == []


def test_every_code_has_its_text_and_every_text_its_code() -> None:
    """What the checks can say and what the texts hold are the same codes."""
    used = {code for path in SOURCES for code in _CODE.findall(path.read_text(encoding="utf-8"))}
    assert used == set(CHECK_MESSAGES)


def test_what_is_said_to_only_warn_knows_no_error() -> None:
    """Near questions, of which only errors count, leave these out; and what these ask in turn."""
    asked = {one.__module__.rpartition(".")[2] for one in NO_ERRORS} | {"outlook", "obligations"}
    sources = {path.stem: path.read_text(encoding="utf-8") for path in SOURCES}
    assert asked <= set(sources)
    assert not [name for name in asked if re.search(r'"E\d\d\d|\berror\(', sources[name])]


def test_every_code_has_a_test() -> None:
    """No check without a plan that breaks it."""
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS)
    assert sorted(set(CHECK_MESSAGES) - set(_CODE.findall(tests))) == []


@pytest.mark.parametrize("code", sorted(CHECK_MESSAGES))
def test_both_languages_tell_the_same_facts(code: str) -> None:
    """A text in Japanese leaves out nothing that matters and asks for nothing that is not there."""
    names = {
        language: {name for _, name, _, _ in Formatter().parse(text) if name}
        for language, text in CHECK_MESSAGES[code].items()
    }
    assert names["en"] == names["ja"]
    assert CHECK_MESSAGES[code]["en"].endswith((".", "?", ")"))
    assert CHECK_MESSAGES[code]["ja"].endswith("。")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_published_plans_have_no_errors(path: Path) -> None:
    """Plans with a known answer must be solvable, so no check may refuse them or call them impossible."""
    tables, found = read_workbook(path)
    assert tables is not None
    assert [finding.message() for finding in found if finding.severity is Severity.ERROR] == []
    assert [finding.message() for finding in found if finding.code in CLAIMS] == []


def test_five_mistakes_give_five_findings() -> None:
    """Nothing stops at the first mistake."""
    found = findings(
        {
            "Items": {"M": {"unit_value": None}},
            "Offers": {"SPOT": {"flex": 0.1}, "CON": {"min_annual": 250}},
            "Rules": {"R": {"member": "group:none at all"}},
            "Scenarios": {"C1": {"after": "nobody"}},
        }
    )
    assert [finding.code for finding in found] == ["W230", "E210", "E225", "E252", "E273"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_checks_name_sheets_as_the_file_spells_them(language: str) -> None:
    """The place of what is meant is given as the workbook spells it, whatever language the reader speaks."""
    plan = edited({"Offers": {"SPOT": {"supplier": "s"}}})
    for named, place in (("Suppliers", "Suppliers!A2"), ("サプライヤー", "サプライヤー!A2")):
        sheets = {
            named if sheet == "Suppliers" else sheet: list(rows.values()) for sheet, rows in plan.items()
        }
        found = tables_from(sheets, language=language)[1]
        said = [finding.message(language) for finding in found if finding.code == "E202"]
        assert any(place in message for message in said), said


def test_empty_tables_are_checked_without_a_crash() -> None:
    """A workbook of empty sheets gives the reader's findings, and the checks stay calm."""
    tables, _ = tables_from({})
    assert [finding for finding in check(tables) if finding.severity is Severity.ERROR] == []


def test_without_a_first_month_nothing_is_said_on_time() -> None:
    """Broken settings give their own error and no other."""
    found = findings({"Settings": {"start_month": {"value": None}}})
    assert {finding.sheet for finding in found} == {"Settings"}


@given(st.data())
def test_broken_cells_never_crash_the_checks(data: st.DataObject) -> None:
    """Whatever cells and rows the reader could not use, the checks go on with the rest."""
    tables, _ = read(edited())
    sheets = {}
    for name, rows in tables.sheets.items():
        if data.draw(st.integers(0, 15)) == 0:
            continue
        sheets[name] = tuple(_damaged(row, data) for row in rows if data.draw(st.integers(0, 7)))
    settings = {key: value for key, value in tables.settings.items() if data.draw(st.integers(0, 7))}
    damaged = Tables(tables.name, sheets, settings)
    for finding in check(damaged):
        assert finding.message("en")
        assert finding.message("ja")


def _damaged(row: Row, data: st.DataObject) -> Row:
    """Return a row with some cells that could not be read."""
    lost = data.draw(st.sets(st.sampled_from(sorted(row.values)), max_size=3))
    return replace(row, values={key: None if key in lost else value for key, value in row.values.items()})
