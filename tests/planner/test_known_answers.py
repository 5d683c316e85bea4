"""Published problems and tiny semantic plans: read, solved and audited, the known optimum is found."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from cases import EXACT, Options, solve_tables
from click.testing import CliRunner

from planner import cli
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables

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
NETWORKS = _expected(CASES / "netdes", "optimum")
SEMANTIC = _expected(CASES / "semantics", "objective")
SIGNED = _expected(CASES / "semantics2", "objective")


def _read(path: Path) -> Tables:
    tables, findings = read_workbook(path)
    assert tables is not None
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    return tables


def _check(path: Path, optimum: float, tolerance: float, method: str = "auto") -> int:
    """Hold a plan's optimum to the known one; return how many paths it has."""
    options = replace(SLOW.get(path.stem, EXACT), method=method)
    plan = solve_tables(_read(path), options)
    assert plan.objective == pytest.approx(optimum, rel=tolerance, abs=tolerance)
    assert plan.solution.bound <= optimum + tolerance * max(1.0, abs(optimum))
    return len(plan.solution.path_costs)


@pytest.mark.parametrize(("path", "optimum", "tolerance"), PUBLISHED)
def test_a_published_problem_gives_its_published_optimum(
    path: Path, optimum: float, tolerance: float
) -> None:
    """Allocation, facility location, bids with price breaks, newsvendor, lot sizing, CVaR."""
    _check(path, optimum, tolerance)


@pytest.mark.parametrize("method", ["extensive", "benders"])
@pytest.mark.parametrize(("path", "optimum", "tolerance"), NETWORKS)
def test_a_network_is_designed_for_its_published_cost(
    path: Path, optimum: float, tolerance: float, method: str
) -> None:
    """Arcs to open before costs, capacities and needs are known (ten futures each), by both methods."""
    _check(path, optimum, tolerance, method)


@pytest.mark.parametrize(("path", "optimum", "tolerance"), SEMANTIC)
def test_a_plan_that_turns_on_one_sentence_gives_its_answer(
    path: Path, optimum: float, tolerance: float
) -> None:
    """Each turns on one sentence of the model, its answer derived by hand, brute force or literature."""
    _check(path, optimum, tolerance)


@pytest.mark.parametrize(("path", "optimum", "tolerance"), SIGNED)
def test_a_sentence_on_contracts_places_years_and_the_past_gives_its_answer(
    path: Path, optimum: float, tolerance: float
) -> None:
    """Derived by hand, and found by a first implementation; by both methods where there are branches."""
    paths = _check(path, optimum, tolerance, "extensive")
    if paths > 1:
        _check(path, optimum, tolerance, "benders")


@pytest.mark.parametrize(
    "case", ["pool-bundle", "late-branch", "history-force-majeure", "transfer", "index-event-lag", "payment"]
)
def test_the_command_line_gives_the_same_answer(case: str, tmp_path: Path) -> None:
    """From a workbook to a workbook, the audit passed."""
    known = {parameter.id: parameter.values for parameter in SIGNED}  # type: ignore[attr-defined]
    path, optimum, tolerance = known[case]
    output = tmp_path / "result.xlsx"
    told = CliRunner().invoke(cli.main, ["solve", str(path), "-o", str(output), "--gap", "0", "--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["objective"] == pytest.approx(optimum, rel=tolerance)
    sheets = pd.read_excel(output, sheet_name=["Audit", "Costs"], engine="openpyxl")
    assert sheets["Audit"]["passed"].all()
    assert set(sheets["Costs"]["component"]) >= {"purchase"}


def test_every_workbook_has_an_expected_answer() -> None:
    """No case lies beside the list."""
    for name, cases in (("", PUBLISHED), ("semantics", SEMANTIC), ("semantics2", SIGNED)):
        listed = {case.id for case in cases}  # type: ignore[attr-defined]
        assert {path.stem for path in (CASES / name).glob("*.xlsx")} == listed
