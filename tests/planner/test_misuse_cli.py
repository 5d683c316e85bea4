"""Every command beside solve, given what it cannot use: its exit code, what is said, and no file changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cases import Sheets, branches, from_sheets, item_row, offer_row, tiny_sheets
from click.testing import CliRunner, Result

from models.errors import StoppedWithoutPlan
from planner import cli, rules_of_thumb
from planner.commands.console import Counter
from planner.pipeline import Plan
from planner.rules_of_thumb import run_thumbs
from planner.workbook.template.input_sheets import write_bare

ON_A_PLAN = ("whatif", "explain", "sensitivity", "stress", "exposure", "frontier")
DEARER = {"case": "dear", "sheet": "Offers", "row": "a", "column": "price", "change": "set", "value": 3}


def risky(**more: Any) -> Sheets:
    """Return the tiny plan with a what-if case; A stops in month 1 with probability 0.5."""
    stops = branches((1, 0.5), supplier="A", severity=1)
    return tiny_sheets(Items=[item_row(storage_cost=1)], WhatIf=[DEARER], **stops, **more)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write that plan."""
    return write_bare(tmp_path / "plan.xlsx", from_sheets(risky()))


def run(*arguments: object) -> Result:
    """Run the command line; nothing that can go wrong is a traceback or called our fault."""
    result = CliRunner(env={"COLUMNS": "120"}).invoke(cli.main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert result.exit_code != 1, result.output
    return result


def told(result: Result) -> dict[str, Any]:
    """Return the one object on stdout."""
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    assert answer["exit_code"] == result.exit_code
    return answer


@pytest.mark.parametrize("command", ON_A_PLAN)
def test_a_text_file_called_a_workbook_is_an_input_error(command: str, tmp_path: Path) -> None:
    """Exit 3 and what to do; no output, and no folder for it, but the one asked for."""
    path, out = tmp_path / "plan.xlsx", tmp_path / "o.xlsx"
    path.write_text("item,price\nDy,2\n")
    result = run(command, path, "-o", out, "--json")
    assert (result.exit_code, told(result)["status"]) == (3, "input_errors")
    assert "CSV or text file" in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("command", [*ON_A_PLAN, "scenarios"])
def test_no_output_is_written_over_the_input_or_without_being_asked(command: str, plan: Path) -> None:
    """Exit 6 before anything is solved; ``--force`` replaces other files, never the plan."""
    other = plan.with_name("kept.xlsx")
    other.write_bytes(b"kept")
    before = plan.read_bytes()
    more = ("--reduce", 1) if command == "scenarios" else ()
    assert run(command, plan, *more, "-o", other).exit_code == 6
    assert run(command, plan, *more, "-o", plan, "--force").exit_code == 6
    assert run(command, plan, *more, "-o", plan.parent / "none" / "o.xlsx").exit_code == 6
    assert (plan.read_bytes(), other.read_bytes()) == (before, b"kept")


@pytest.mark.parametrize("command", ["stress", "exposure"])
def test_the_result_that_is_held_is_an_input_too(command: str, plan: Path) -> None:
    """It is never overwritten, not even with ``--force``."""
    held = plan.with_name("result.xlsx")
    assert run("solve", plan, "-o", held, "-q", "--no-value").exit_code == 0
    before = held.read_bytes()
    result = run(command, plan, "--result", held, "-o", held, "--force")
    assert result.exit_code == 6
    assert "never overwritten" in result.stderr
    assert held.read_bytes() == before


@pytest.mark.parametrize("command", ON_A_PLAN)
def test_a_time_limit_that_is_too_short_is_said_to_be_one(command: str, plan: Path) -> None:
    """Exit 5, with the option that helps: not that there is no plan."""
    result = run(command, plan, "-o", plan.with_name("o.xlsx"), "--time-limit", "1e-9", "--json")
    assert (result.exit_code, told(result)["status"]) == (5, "stopped_without_plan")
    assert "time limit came before" in told(result)["message"]
    assert "time limit came before" in result.stderr
    assert "there is no plan" not in result.stderr


@pytest.mark.parametrize("command", ["sensitivity", "frontier", "whatif"])
def test_a_plan_that_cannot_be_leads_to_explain(command: str, tmp_path: Path) -> None:
    """Exit 4; ``planner explain`` says why."""
    sheets = risky(
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}],
        Offers=[offer_row(max_per_month=5)],
    )
    path = write_bare(tmp_path / "plan.xlsx", from_sheets(sheets))
    result = run(command, path, "-o", tmp_path / "o.xlsx", "--json")
    assert (result.exit_code, told(result)["status"]) == (4, "infeasible")
    assert "planner explain" in told(result)["message"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--optimum", "--sample", 3), "--optimum goes with --reduce"),
        (("--probability", 0.1, "--reduce", 1), "--probability goes with --add"),
        (("--items", "Dy", "--reduce", 1), "--items goes with --add"),
        (("--at-most-one", "--sample", 3), "exclude each other"),
        (("--at-most-one",), "no event has a probability"),
        ((), "say what to do"),
    ],
)
def test_what_would_be_ignored_is_refused(options: tuple[object, ...], said: str, plan: Path) -> None:
    """An option without its companion, or nothing to do: exit 2, and no copy of the plan."""
    out = plan.with_name("o.xlsx")
    result = run("scenarios", plan, "-o", out, *options)
    assert (result.exit_code, out.exists()) == (2, False)
    assert said in result.stderr


def test_a_plan_without_scenarios_has_none_to_reduce(tmp_path: Path) -> None:
    """Exit 2, and how to get some."""
    path = write_bare(tmp_path / "plan.xlsx", from_sheets(tiny_sheets()))
    result = run("scenarios", path, "-o", tmp_path / "o.xlsx", "--reduce", 3)
    assert result.exit_code == 2
    assert "--sample N" in result.stderr


def test_jobs_are_a_number_or_dask(plan: Path) -> None:
    """Anything else is told so in these words."""
    result = run("whatif", plan, "--jobs", "many")
    assert result.exit_code == 2
    assert "'many' is neither a number of processes (1 to 256) nor dask" in result.stderr


@pytest.mark.parametrize("command", ["whatif", "sensitivity", "frontier"])
def test_what_was_finished_when_the_user_stops_is_kept_and_said_to_be_a_part(
    command: str, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the first of several runs: exit 0, a workbook, and a line that says so."""

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Counter, "__call__", pressed)
    out = plan.with_name("o.xlsx")
    more = ("--rules-of-thumb",) if command == "whatif" else ()
    result = run(command, plan, "-o", out, *more)
    assert (result.exit_code, out.exists()) == (0, True), result.output
    assert "what was finished is kept" in result.stderr


def test_rules_of_thumb_are_not_begun_once_the_user_has_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the solve that they share ends all of them."""

    def stopped(_: Any, options: Any, *__: Any) -> None:
        options.stop.set()
        raise StoppedWithoutPlan("stopped")

    monkeypatch.setattr(rules_of_thumb, "solve_plan", stopped)
    found = run_thumbs(Plan(from_sheets(tiny_sheets()), ()))
    assert {run.status for run in found} == {"not_run"}


def test_a_plan_with_its_cases_is_kept_when_the_rules_of_thumb_are_stopped(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C between two solves of the rules: the plan is written all the same."""

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rules_of_thumb, "held_from", pressed)
    out = plan.with_name("o.xlsx")
    answer = told(run("whatif", plan, "--rules-of-thumb", "--case", "dear", "-o", out, "--json", "-q"))
    assert out.exists()
    statuses = {name: case["status"] for name, case in answer["cases"].items()}
    assert statuses.pop("dear") == "optimal"
    assert set(statuses.values()) == {"not_run"}
