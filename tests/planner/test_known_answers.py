"""Published problems and tiny semantic plans: read, solved and audited, the known optimum is found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from cases import EXACT, Options, solve_tables

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook

CASES = Path(__file__).parents[1] / "cases"
SLOW = {"flcvar_cap41_100_1": Options(gap=1e-4)}
"""Cases that take minutes, and how exactly they are solved."""


def _expected(folder: Path, answer: str) -> list[object]:
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [
            pytest.param(
                folder / f"{row['case']}.xlsx",
                float(row[answer]),
                float(row.get("relative_tolerance", 1e-6)),
                id=row["case"],
                marks=[pytest.mark.slow] if row["case"] in SLOW else [],
            )
            for row in csv.DictReader(file)
        ]


PUBLISHED = _expected(CASES, "optimum")
SEMANTIC = _expected(CASES / "semantics", "objective")


def _check(path: Path, optimum: float, tolerance: float) -> None:
    tables, findings = read_workbook(path)
    assert tables is not None
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    plan = solve_tables(tables, SLOW.get(path.stem, EXACT))
    assert plan.objective == pytest.approx(optimum, rel=tolerance, abs=tolerance)
    assert plan.solution.bound <= optimum + tolerance * max(1.0, abs(optimum))


@pytest.mark.parametrize(("path", "optimum", "tolerance"), PUBLISHED)
def test_a_published_problem_gives_its_published_optimum(
    path: Path, optimum: float, tolerance: float
) -> None:
    """Allocation, facility location, bids with price breaks, newsvendor, lot sizing, CVaR."""
    _check(path, optimum, tolerance)


@pytest.mark.parametrize(("path", "optimum", "tolerance"), SEMANTIC)
def test_a_plan_that_turns_on_one_sentence_gives_its_answer(
    path: Path, optimum: float, tolerance: float
) -> None:
    """Each turns on one sentence of the model, its answer derived by hand, brute force or literature."""
    _check(path, optimum, tolerance)


def test_every_workbook_has_an_expected_answer() -> None:
    """No case lies beside the list."""
    for folder, cases in ((CASES, PUBLISHED), (CASES / "semantics", SEMANTIC)):
        listed = {case.id for case in cases}  # type: ignore[attr-defined]
        assert {path.stem for path in folder.glob("*.xlsx")} == listed
