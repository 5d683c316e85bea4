"""Commands with --jobs and --scheduler, end to end: the same figures, and words for what goes wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import from_sheets, tiny_sheets
from click.testing import CliRunner, Result
from machines import PATIENCE, ROOT, Machines

from models.solver.highs import Progress
from planner import cli, pipeline
from planner.workbook.template.input_sheets import write_bare


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write the tiny plan with six cases, each a dearer price."""
    cases = [
        {
            "case": f"dear-{price}",
            "sheet": "Offers",
            "row": "a",
            "column": "price",
            "change": "set",
            "value": price,
        }
        for price in range(3, 9)
    ]
    shocks = [{"event": "E", "supplier": "A", "duration_months": 1, "probability": 0.1}]
    return write_bare(
        tmp_path / "plan.xlsx", from_sheets(tiny_sheets((10.0,) * 6, WhatIf=cases, Events=shocks))
    )


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait longer for processes to start than anyone at a terminal would."""
    for seconds in ("CONNECT_SECONDS", "WORKER_SECONDS"):
        monkeypatch.setattr(f"models.runs.cluster.{seconds}", PATIENCE)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """Start a scheduler and a worker."""
    pytest.importorskip("distributed")
    folder = tmp_path / "machines"
    folder.mkdir()
    started = Machines(folder)
    started.add_worker()
    yield started
    started.end()


def run(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner(env={"COLUMNS": "120"}).invoke(cli.main, [str(argument) for argument in arguments])


def told(result: Result) -> dict[str, Any]:
    """Return the one object on stdout."""
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def figures(result: Result) -> dict[str, Any]:
    """Return the costs of the cases."""
    assert result.exit_code == 0, result.output
    return {name: (case["objective"], case["path_costs"]) for name, case in told(result)["cases"].items()}


@pytest.mark.slow
def test_whatif_gives_the_same_figures_from_everywhere(plan: Path, tmp_path: Path) -> None:
    """One process, two, a cluster on this machine: the same cases in the same order."""
    pytest.importorskip("distributed")
    ways = ([], ["--jobs", "2"], ["--jobs", "dask"])
    one, *others = (
        figures(run("whatif", plan, "-q", "--json", "-o", tmp_path / f"{at}.xlsx", *way))
        for at, way in enumerate(ways)
    )
    assert list(one) == [f"dear-{price}" for price in range(3, 9)]
    for other in others:
        assert other == one
        assert list(other) == list(one)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_was_finished_when_the_scheduler_was_lost_is_written(
    plan: Path, machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """The comparison stands, the cases not finished say so, and so does the exit code."""
    monkeypatch.setattr("planner.commands.whatif.Counter", lambda *_, **__: Killer(machines))
    out = tmp_path / "cmp.xlsx"
    address = machines.address
    result = run("whatif", plan, "-q", "--json", "-o", out, "--lang", language, "--scheduler", address)
    assert result.exit_code == 7, result.output
    answer = told(result)
    assert (answer["status"], answer["exit_code"]) == ("cluster_lost", 7)
    ended = [case["status"] for case in answer["cases"].values()]
    assert {"optimal", "not_run"} == set(ended)
    assert machines.address in answer["message"]
    assert str(out) in answer["message"]
    assert answer["message"] in result.stderr
    cells = {str(c.value) for sheet in openpyxl.load_workbook(out) for row in sheet.rows for c in row}
    assert {"dear-3", "dear-8"} <= cells


@pytest.mark.slow
@pytest.mark.parametrize(
    ("found", "said"),
    [
        (True, "The best plan found by then"),
        (False, "no plan yet"),
    ],
)
def test_the_best_plan_is_written_when_the_scheduler_is_lost_in_the_search(
    machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: bool, said: str
) -> None:
    """If there is one; it is a plan like any other that was stopped."""
    solve = pipeline.solve

    def kill(progress: Progress) -> None:
        if not found or progress.incumbent is not None:
            machines.scheduler.kill()

    monkeypatch.setattr(pipeline, "solve", lambda *plan, **how: solve(*plan, **{**how, "progress": kill}))
    out = tmp_path / "result.xlsx"
    result = run(
        *("solve", ROOT / "inputs" / "first_steps.xlsx", "-o", out, "--json", "-q", "--gap", "0"),
        *("--method", "benders", "--no-value", "--scheduler", machines.address),
    )
    assert result.exit_code == 7, result.output
    answer = told(result)
    assert answer["exit_code"] == 7
    assert answer["status"] == ("stopped" if found else "cluster_lost")
    assert said in answer["message"]
    assert said in result.stderr
    assert out.exists() == found


@pytest.mark.slow
def test_half_a_stress_test_is_not_written(
    plan: Path, machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Part of the futures would give wrong chances: the error says so and there is no workbook."""
    monkeypatch.setattr("planner.risk.stress.CHUNK", 1)
    monkeypatch.setattr("planner.commands.holding.Counter", lambda *_, **__: Killer(machines))
    out = tmp_path / "stress.xlsx"
    result = run("stress", plan, "--sample", 50, "--json", "-o", out, "--scheduler", machines.address)
    assert result.exit_code == 7, result.output
    assert told(result)["status"] == "cluster_lost"
    assert "Nothing was written" in result.stderr
    assert not out.exists()


class Killer:
    """Stands where the counter does, and kills the scheduler at the first answer."""

    def __init__(self, machines: Machines) -> None:
        self._machines = machines

    def __call__(self, *_: int) -> None:
        """Hear of an answer."""
        self._machines.scheduler.kill()

    def clear(self) -> None:
        """Take nothing away: nothing was shown."""


@pytest.mark.slow
@pytest.mark.parametrize(("language", "word"), [("en", "other versions"), ("ja", "バージョンが異なり")])
def test_other_versions_on_the_cluster_are_named(
    plan: Path, tmp_path: Path, language: str, word: str
) -> None:
    """A cluster with another Pyomo is not used, and nothing is solved."""
    pytest.importorskip("distributed")
    other = tmp_path / "other"
    (other / "pyomo-1.2.3.dist-info").mkdir(parents=True)
    (other / "pyomo-1.2.3.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: pyomo\nVersion: 1.2.3\n"
    )
    folder = tmp_path / "machines"
    folder.mkdir()
    machines = Machines(folder)
    try:
        machines.add_worker(other)
        result = run("sensitivity", plan, "--json", "--lang", language, "--scheduler", machines.address)
    finally:
        machines.end()
    assert result.exit_code == 7, result.output
    assert told(result)["status"] == "cluster_unusable"
    assert "pyomo" in result.stderr
    assert "1.2.3" in result.stderr
    assert word in result.stderr


def test_without_dask_the_command_says_what_to_install(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an optional package, so this is a wrong command line."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    for way in (["--jobs", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]):
        result = run("whatif", plan, *way)
        assert result.exit_code == 2
        assert "pip install 'planner[cluster]'" in result.stderr


@pytest.mark.parametrize(
    "command", ["solve", "whatif", "explain", "sensitivity", "frontier", "stress", "exposure"]
)
def test_jobs_and_scheduler_exclude_each_other(plan: Path, command: str) -> None:
    """A cluster has its own number of processes; and zero processes are none."""
    both = run(command, plan, "--jobs", 2, "--scheduler", "tcp://127.0.0.1:9")
    assert both.exit_code == 2
    assert "--scheduler" in both.stderr
    for jobs in ("0", "many"):
        assert run(command, plan, "--jobs", jobs).exit_code == 2


def test_a_scheduler_that_cannot_be_reached_is_named(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the plan is solved, with an exit code of its own."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("models.runs.cluster.CONNECT_SECONDS", 1.0)
    result = run("frontier", plan, "--json", "--scheduler", "tcp://127.0.0.1:9")
    assert result.exit_code == 7, result.output
    assert told(result)["status"] == "cluster_unusable"
    assert "tcp://127.0.0.1:9" in result.stderr
    elsewhere = run("frontier", plan, "--lang", "ja", "--scheduler", "tcp://[100::1]:8786")
    assert elsewhere.exit_code == 7
    assert "暗号化" in elsewhere.stderr
