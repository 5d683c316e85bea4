"""The functions that ``import planner`` offers: each the very thing its command calls."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pandas as pd
import pytest
from click.testing import CliRunner

import planner
from planner import cli
from planner.replaying.truth import Truth

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "inputs" / "first_steps.xlsx"
PAGE = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")
COMMANDS = sorted(cli.main.commands)


def calm(plan: planner.Plan) -> planner.Plan:
    """Return the plan without scenarios: soon solved, again and again."""
    sheets = {**plan.tables.sheets, "Scenarios": (), "Events": ()}
    return replace(plan, tables=replace(plan.tables, sheets=sheets))


@pytest.fixture(scope="module")
def plan() -> planner.Plan:
    return planner.read(PLAN)


@pytest.fixture(scope="module")
def result(plan: planner.Plan) -> Any:
    return planner.solve(plan)


@pytest.fixture(scope="module")
def answers(plan: planner.Plan, result: Any) -> dict[str, Any]:
    """An answer of every function that returns one, as cheap as it gets."""
    return {
        "template": planner.template("first_steps"),
        "check": planner.check(PLAN),
        "events": planner.events("CN", ["Dy"]),
        "replay": planner.replay(plan, Truth(), ["held"], months=1),
        "roll": planner.roll(result),
        "scenarios": planner.scenarios(PLAN, reduce=1),
        "whatif": planner.whatif(plan, [str(plan.tables["WhatIf"][0]["case"])]),
        "compare": planner.compare([result, result]),
        "share": planner.share(result),
        "explain": planner.explain(plan, ["alternatives"], alternatives=0),
        "sensitivity": planner.sensitivity(calm(plan), top=3),
        "stress": planner.stress(plan, result, sample=5),
        "exposure": planner.exposure(plan, result, every=12),
        "frontier": planner.frontier(plan, 2),
        "odds": planner.odds(plan, result, rounds=0),
        "shock": planner.shock(plan, "BAN", result, months=[2]),
        "report": planner.report(result),
    }


# --- the surface ------------------------------------------------------------------------------


def test_the_names_of_the_package_are_those_that_are_typed_and_those_that_are_documented() -> None:
    """`__all__`, the imports for type checkers, and docs/python-api.md agree."""
    tree = ast.parse(Path(planner.__file__).read_text(encoding="utf-8"))
    typed = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("planner.")
        for alias in node.names
    }
    assert sorted(planner.__all__) == planner.__all__
    assert set(planner.__all__) == typed
    assert all(getattr(planner, name).__name__ == name for name in planner.__all__)
    named = set(re.findall(r"`(?:planner\.)?(\w+)[`(]", PAGE))
    assert set(planner.__all__) <= named
    functions = set(re.findall(r"`planner\.([a-z]\w*)\(", PAGE))
    assert functions <= set(planner.__all__)


def test_nothing_that_solves_a_plan_loads_pyomo() -> None:
    """Every function and every case of it; Pyomo takes half of the time in which a command starts."""
    functions = sorted(path.stem for path in (ROOT / "planner" / "api").glob("[a-z]*.py"))
    asked = ", ".join(["planner.cases", *(f"planner.api.{name}" for name in functions)])
    script = f"import {asked}, sys; print([n for n in ('pyomo', 'scipy.stats') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_only_looks_at_a_workbook_loads_neither_solver_nor_data_frames() -> None:
    """``check`` and ``template`` are what people wait for most often."""
    heavy = ("pyomo", "highspy", "scipy", "pandas")
    asked = "planner.cli, planner.api.check, planner.api.template"
    script = f"import {asked}, sys; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_importing_the_package_loads_no_heavy_one() -> None:
    """Pyomo, the solver and pandas wait for the first function that needs them."""
    script = "import planner, sys; print([n for n in ('pyomo', 'highspy', 'pandas') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_a_function_with_a_section(name: str) -> None:
    """`planner name` on the command line is `planner.name(...)` in Python, and both are documented."""
    function = getattr(planner, name.replace("-", "_"))
    assert function.__doc__
    assert inspect.signature(function).return_annotation is not inspect.Signature.empty
    if name != "solve":
        assert f"### planner.{name}\n" in PAGE
    assert f"`planner.{name}(" in PAGE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_calls_its_function(name: str) -> None:
    """The command imports the function; nothing else stands between a user and the answer."""
    command = cli.main.commands[name]
    assert isinstance(command, click.Command)
    assert command.callback is not None
    source = Path(inspect.getsourcefile(inspect.unwrap(command.callback)) or "").read_text(encoding="utf-8")
    home = inspect.getmodule(getattr(planner, name))
    assert home is not None
    assert (
        f"from {home.__name__} import {name}" in source or f"{home.__name__.split('.')[-1]}.{name}(" in source
    )


# --- answers ----------------------------------------------------------------------------------


def test_every_function_but_two_and_a_file_returns_an_answer(answers: dict[str, Any]) -> None:
    """What is tested below is all of them."""
    assert set(answers) == set(COMMANDS) - {"solve", "export"}
    answer = import_module("planner.api.answer").Answer
    assert all(isinstance(one, answer) for one in answers.values())


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("solve", "export")])
def test_an_answer_has_tables_and_json_and_can_be_written(
    name: str, answers: dict[str, Any], tmp_path: Path
) -> None:
    """Its tables are data frames, its JSON is JSON, its workbook holds the tables; nothing is overwritten."""
    answer = answers[name]
    assert answer.tables
    assert all(isinstance(table, pd.DataFrame) for table in answer.tables.values())
    assert json.loads(json.dumps(answer.to_json(), allow_nan=False, default=str))
    out = tmp_path / f"{name}.xlsx"
    assert answer.write(out) == out
    if name != "report":  # a page of HTML, whatever it is called
        with pd.ExcelFile(out, engine="openpyxl") as book:
            sheets = set(book.sheet_names)
        # The form has labels of its own; what is unlike stands on Cases, what is not kept on Rolled.
        if name not in ("template", "compare", "roll"):
            assert set(answer.tables) <= sheets
    with pytest.raises(FileExistsError):
        answer.write(out)
    assert answer.write(out, "ja", force=True) == out
    with pytest.raises(ValueError, match="language"):
        answer.write(out, "de", force=True)


def test_an_answer_never_overwrites_what_was_read(answers: dict[str, Any], tmp_path: Path) -> None:
    """Not even where it is forced to."""
    copy = tmp_path / "plan.xlsx"
    copy.write_bytes(PLAN.read_bytes())
    for name in ("check", "whatif", "stress", "scenarios"):
        with pytest.raises(FileExistsError, match="input"):
            answers[name].write(copy, force=True)
    assert copy.read_bytes() == PLAN.read_bytes()


def test_the_command_prints_what_the_function_returns(answers: dict[str, Any], tmp_path: Path) -> None:
    """`planner exposure --json` and `planner.exposure(...)` say the same."""
    said = CliRunner().invoke(
        cli.main,
        ["exposure", str(PLAN), "--every", "12", "--json", "-q", "-o", str(tmp_path / "e.xlsx")],
    )
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    mine = json.loads(json.dumps(answers["exposure"].to_json()))
    assert [one["source"] for one in told["sources"]] == [one["source"] for one in mine["sources"]]
    assert [one["survives"] for one in told["sources"]] == [one["survives"] for one in mine["sources"]]


# --- what is refused --------------------------------------------------------------------------


def test_a_plan_without_a_solution_is_no_base(plan: planner.Plan) -> None:
    """A sensitivity of nothing says why there is nothing."""
    rows = tuple(
        type(row)(row.sheet, row.number, {**row.values, "min_fill_rate": 1.0, "shortage_penalty": 1.0})
        for row in plan.tables["Products"]
    )
    offers = tuple(
        type(row)(row.sheet, row.number, {**row.values, "max_per_month": 0.0})
        for row in plan.tables["Offers"]
    )
    sheets = {**plan.tables.sheets, "Products": rows, "Offers": offers}
    starved = planner.Plan(
        type(plan.tables)(plan.tables.name, sheets, plan.tables.settings, plan.tables.language), ()
    )
    with pytest.raises(planner.NoBase) as caught:
        planner.sensitivity(starved)
    assert caught.value.run.status == "infeasible"
    assert not planner.explain(starved).feasible


def test_what_makes_no_sense_is_refused(plan: planner.Plan, result: Any) -> None:
    """Wrong options raise at once, in words."""
    for wrong in (
        lambda: planner.template("no such example"),
        lambda: planner.compare([result]),
        lambda: planner.explain(plan, ["everything"]),
        lambda: planner.sensitivity(plan, by=2.0),
        lambda: planner.stress(plan, sample=1),
        lambda: planner.exposure(plan, every=0),
        lambda: planner.frontier(plan, 1),
        lambda: planner.odds(plan, wrong_by=0.5),
        lambda: planner.frontier(plan, by="luck"),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            wrong()
    with pytest.raises(planner.InputErrors):
        planner.whatif(plan, ["no such case"])
    with pytest.raises(AttributeError, match="sell"):
        planner.sell  # type: ignore[attr-defined]  # noqa: B018
