"""``planner export`` and ``planner solve --solution``: a second opinion, end to end."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import highspy
import openpyxl
import pytest
from click.testing import CliRunner, Result

from planner import cli
from planner.exchange import export
from planner.pipeline import read
from planner.result_file import read_result

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
FIRST = ROOT / "inputs" / "first_steps.xlsx"


def _run(*words: object) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def _solved(model: Path, out: Path) -> Path:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(model)) == highspy.HighsStatus.kOk
    highs.run()
    highs.writeSolution(str(out), 0)
    return out


@pytest.fixture
def solution(tmp_path: Path) -> Path:
    """Another solver's answer to the smallest example."""
    model = tmp_path / "plan.mps"
    assert _run("export", FIRST, "-o", model).exit_code == 0
    return _solved(model, tmp_path / "plan.sol")


@pytest.mark.parametrize("ending", ["mps", "mps.gz", "lp"])
def test_a_model_goes_out_and_its_answer_comes_back(ending: str, tmp_path: Path) -> None:
    """Exported, solved elsewhere, taken back, audited, written: the plan of planner solve."""
    model = tmp_path / f"plan.{ending}"
    gone = _run("export", FIRST, "-o", model, "--json")
    assert gone.exit_code == 0, gone.stderr
    told = json.loads(gone.stdout)
    assert (told["status"], told["output"]) == ("ok", str(model))
    back = _run(
        "solve", FIRST, "--solution", _solved(model, tmp_path / "a.sol"), "-o", tmp_path / "r.xlsx", "--json"
    )
    assert back.exit_code == 0, back.stderr
    answer = json.loads(back.stdout)
    assert answer["status"] == "optimal"
    assert answer["objective"] == pytest.approx(1_320_860.0, abs=0.01)
    assert read_result(tmp_path / "r.xlsx").objective == pytest.approx(1_320_860.0, abs=0.01)


def test_the_table_of_names_stands_beside_the_model(tmp_path: Path) -> None:
    """Kind, name, component, index and units of each column and row."""
    assert _run("export", FIRST, "-o", tmp_path / "plan.mps").exit_code == 0
    with (tmp_path / "plan.names.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "kind": "column",
        "name": "x1",
        "component": "v_qualified",
        "index": "LYNAS",
        "units": "1.0",
    }
    assert {row["kind"] for row in rows} == {"column", "row"}


def test_equal_plans_give_equal_files(tmp_path: Path) -> None:
    """Also packed: no date and no name inside."""
    for name in ("a", "b"):
        assert _run("export", FIRST, "-o", tmp_path / f"{name}.mps.gz").exit_code == 0
    first, second = ((tmp_path / f"{name}.mps.gz").read_bytes() for name in ("a", "b"))
    assert first == second
    assert gzip.decompress(first).startswith(b"NAME")


def test_a_solution_that_is_worse_is_taken_with_its_gap(tmp_path: Path) -> None:
    """A plan without Lynas: it is written as it is, and how much cheaper another may be is said."""
    model = tmp_path / "plan.mps"
    told = export(read(FIRST))
    told.write(model)
    column = {name: told.told.columns[k] for k, name in enumerate(told.told.arrays.names)}
    lynas = column["v_qualified", ("LYNAS",)]
    text = model.read_text(encoding="ascii")
    lines = [
        f" FX BND       {lynas}  0" if line.split()[:3] == ["UP", "BND", lynas] else line
        for line in text.splitlines()
        if line.split()[:3] != ["LO", "BND", lynas]
    ]
    (tmp_path / "without.mps").write_text("\n".join(lines), encoding="ascii")
    solved = _solved(tmp_path / "without.mps", tmp_path / "without.sol")
    back = _run("solve", FIRST, "--solution", solved, "-o", tmp_path / "r.xlsx", "--json")
    assert back.exit_code == 0, back.stderr
    answer = json.loads(back.stdout)
    assert answer["objective"] > 1_330_000
    assert answer["status"] == "stopped"
    assert answer["bound"] <= 1_320_860.01
    assert "--solution takes a plan, it does not prove it" in back.stderr


@pytest.mark.parametrize("language", ["en", "ja"])
def test_whole_numbers_that_are_none_are_refused(language: str, solution: Path, tmp_path: Path) -> None:
    """With the cell whose decision is broken; nothing is written."""
    solution.write_text(
        solution.read_text(encoding="utf-8").replace("\nx1 1\n", "\nx1 0.4\n", 1), encoding="utf-8"
    )
    out = tmp_path / "r.xlsx"
    refused = _run("solve", FIRST, "--solution", solution, "-o", out, "--lang", language, "--json")
    assert refused.exit_code == 3
    said = json.loads(refused.stdout)
    assert said["status"] == "not_a_solution"
    assert "Suppliers!" in said["message"]
    assert ("do not hold" in said["message"]) == (language == "en")
    assert not out.exists()


def test_a_solution_of_another_plan_is_refused(solution: Path, tmp_path: Path) -> None:
    """A name this plan does not have is named, with its line."""
    refused = _run("solve", CASES / "bid.xlsx", "--solution", solution, "-o", tmp_path / "r.xlsx")
    assert refused.exit_code == 3
    assert "has no column" in refused.stderr
    assert "line" in refused.stderr


def test_a_changed_workbook_is_noticed(solution: Path, tmp_path: Path) -> None:
    """Qualifying Lynas costs 30,000 more than it did: the values cost more than their file tells."""
    book = openpyxl.load_workbook(FIRST)
    sheet = book["Suppliers"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "already_qualified" for cell in row))
    at = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        if sheet.cell(row, at["supplier"]).value == "LYNAS":
            sheet.cell(row, at["qualification_cost"]).value = 50_000
    book.save(tmp_path / "changed.xlsx")
    back = _run("solve", tmp_path / "changed.xlsx", "--solution", solution, "-o", tmp_path / "r.xlsx")
    assert back.exit_code == 0
    assert "Beware" in back.stderr
    assert "1,350,860.00" in back.stderr


def test_an_objective_that_is_not_that_of_the_values_is_said(solution: Path, tmp_path: Path) -> None:
    """Two readers that understood the model differently, or a file that was changed."""
    text = solution.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Objective"))
    solution.write_text(text.replace(line, "Objective 1000000"), encoding="utf-8")
    back = _run("solve", FIRST, "--solution", solution, "-o", tmp_path / "r.xlsx")
    assert back.exit_code == 0
    assert "Beware" in back.stderr


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.txt", ".mps", "plan"])
def test_a_name_that_says_nothing_of_the_form_is_refused(name: str, tmp_path: Path) -> None:
    """Before anything is built."""
    refused = _run("export", FIRST, "-o", tmp_path / name)
    assert refused.exit_code == 2
    assert ".mps" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_files_that_exist_are_kept(tmp_path: Path) -> None:
    """The model, and the table beside it."""
    (tmp_path / "plan.names.csv").write_text("mine", encoding="utf-8")
    refused = _run("export", FIRST, "-o", tmp_path / "plan.mps")
    assert refused.exit_code == 6
    assert (tmp_path / "plan.names.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "plan.mps").exists()
    assert _run("export", FIRST, "-o", tmp_path / "plan.mps", "--force").exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["first_steps", "two_plants"])
def test_scip_finds_no_better_plan_for_a_shipped_example(name: str, tmp_path: Path) -> None:
    """Its optimum is within the gap of ours, and its plan passes the audit."""
    scip = pytest.importorskip("pyscipopt").Model()
    plan = ROOT / "inputs" / f"{name}.xlsx"
    export(read(plan)).write(tmp_path / "plan.mps")
    scip.hideOutput()
    scip.readProblem(str(tmp_path / "plan.mps"))
    scip.setParam("limits/gap", 0.005)
    scip.setParam("limits/time", 15)  # bounds are compared, so an early stop only makes them weaker
    scip.optimize()
    scip.writeBestSol(str(tmp_path / "plan.sol"))
    ours = json.loads(_run("solve", plan, "-o", tmp_path / "a.xlsx", "--json", "--no-value").stdout)
    back = _run(
        "solve", plan, "--solution", tmp_path / "plan.sol", "-o", tmp_path / "b.xlsx", "--json", "--no-value"
    )
    assert back.exit_code == 0, back.stderr
    theirs = json.loads(back.stdout)
    slack = 1e-6 * abs(ours["objective"])
    assert theirs["objective"] >= ours["bound"] - slack
    assert ours["objective"] >= scip.getDualbound() - slack
