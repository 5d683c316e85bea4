"""The command line end to end: exit codes, files made, JSON, no traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import openpyxl
import pandas as pd
import pytest
from books import GOOD, book, changed
from click.testing import CliRunner, Result
from result_tables import tables_in

from planner.cli import main
from planner.result_file import read_result

CASES = Path(__file__).parents[1] / "cases"
SURPRISE = CASES / "semantics" / "surprise.xlsx"


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert "Traceback" not in result.output
    return result


def answer(result: Result) -> dict[str, object]:
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return book(tmp_path, GOOD, "good.xlsx")


@pytest.fixture
def impossible(tmp_path: Path) -> Path:
    """All demand must be met, and nobody can deliver so much."""
    sheets = changed("Products", "C1", "min_fill_rate")
    sheets = changed("Products", "C2", 1, sheets)
    sheets = changed("Offers", "F3", 0.5, changed("Offers", "F2", 0.5, sheets))
    return book(tmp_path, sheets, "impossible.xlsx")


def test_solve_writes_the_plan_and_says_so_in_json(tmp_path: Path) -> None:
    """One object on stdout with the known optimum; the workbook holds what it says."""
    out = tmp_path / "plan.xlsx"
    result = run("solve", SURPRISE, "-o", out, "--gap", "1e-9", "--json")
    assert result.exit_code == 0
    found = answer(result)
    assert found["status"] == "optimal"
    assert found["objective"] == pytest.approx(45.0)
    assert found["bound"] == pytest.approx(45.0)
    assert found["gap"] == pytest.approx(0.0, abs=1e-9)
    assert set(found["path_costs"]) == {"0", "A", "B"}
    assert {"expected_cost", "cvar", "worst_cost", "seconds", "output"} <= set(found)
    assert Path(str(found["output"])) == out
    scenarios = pd.read_excel(out, sheet_name="Scenarios", engine="openpyxl", dtype={"scenario": str})
    assert dict(zip(scenarios["scenario"], scenarios["cost_pv"], strict=True)) == pytest.approx(
        found["path_costs"]
    )
    assert openpyxl.load_workbook(out).sheetnames[0] == "Summary"


def test_the_default_output_stands_in_outputs(
    tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without -o the result is outputs/<plan>-result.xlsx; a second run is refused before solving."""
    monkeypatch.chdir(tmp_path)
    assert run("solve", good, "-q").exit_code == 0
    out = tmp_path / "outputs" / "good-result.xlsx"
    before = out.read_bytes()
    again = run("solve", good, "-q")
    assert again.exit_code == 6
    assert "--force" in again.stderr
    assert out.read_bytes() == before
    assert run("solve", good, "-q", "--force").exit_code == 0


def test_a_result_can_be_solved_again(tmp_path: Path, good: Path) -> None:
    """The inputs kept in a result give the same plan."""
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    one = answer(run("solve", good, "-o", first, "--json"))
    two = answer(run("solve", first, "-o", second, "--json"))
    assert one["objective"] == pytest.approx(two["objective"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_result_is_read_back_in_its_own_language(tmp_path: Path, good: Path, language: str) -> None:
    """The plan is in English; what is made of a result in Japanese is in Japanese."""
    result = tmp_path / "result.xlsx"
    assert run("solve", good, "-o", result, "-q", "--no-value", "--lang", language).exit_code == 0
    assert read_result(result).inputs.language == language
    assert ("エラー" in run("check", result).stderr) == (language == "ja")


def test_the_method_is_told_and_kept(tmp_path: Path, good: Path) -> None:
    """One line before the search, the reason in JSON and on the sheet Run, in the language asked."""
    for method, language, word in (("auto", "en", "one model"), ("benders", "ja", "分解法")):
        out = tmp_path / f"{method}.xlsx"
        result = run("solve", good, "-o", out, "--method", method, "--json", "-v", "--lang", language)
        found = answer(result)
        assert word in result.stderr
        assert found["method"] == ("benders" if method == "benders" else "extensive")
        assert found["method_reason"] == ("asked" if method == "benders" else "few_branches")
        assert {"rows", "columns", "nonzeros", "memory"} <= set(found["estimate"])
        facts = tables_in(out)["Run"].set_index("fact")["value"]
        assert facts["method"] == found["method"]
        assert facts["option_method"] == method
        assert ("Seconds: reading" if language == "en" else "秒数：読み込み") in result.stderr
        assert {"read", "assemble", "build", "search", "final LP", "audit", "write"} <= set(found["seconds"])
    assert run("solve", good, "-o", out, "--method", "best").exit_code == 2


@pytest.mark.parametrize(("language", "words"), [("en", "--reduce"), ("ja", "シナリオを減らす")])
def test_a_plan_too_large_for_the_machine_gets_advice(
    tmp_path: Path, good: Path, language: str, words: str
) -> None:
    """Exit 5 before anything is built, with what it would need and what helps; no file."""
    out = tmp_path / "out.xlsx"
    result = run("solve", good, "-o", out, "--memory", 0.01, "--lang", language, "--json")
    assert result.exit_code == 5
    found = answer(result)
    assert found["status"] == "too_large"
    assert found["memory_free"] == 10_000_000
    assert found["estimate"]["memory"] > 10_000_000
    assert words in result.stderr
    assert not out.exists()


def test_the_time_limit_counts_from_the_start(tmp_path: Path, good: Path) -> None:
    """Reading alone takes longer than a thousandth of a second: stopped without a plan, exit 5."""
    out = tmp_path / "out.xlsx"
    result = run("solve", good, "-o", out, "--time-limit", 0.001, "--json")
    assert (result.exit_code, answer(result)["status"]) == (5, "stopped_without_plan")
    assert not out.exists()


def test_the_input_is_never_touched(good: Path) -> None:
    """The input as output is refused, even with --force, and stays as it was."""
    before = good.read_bytes()
    assert run("solve", good, "-o", good, "--force").exit_code == 6
    assert good.read_bytes() == before


def test_errors_in_the_workbook_come_all_at_once(tmp_path: Path) -> None:
    """Exit 3 with every finding by sheet and cell; nothing is written."""
    bad = book(tmp_path, changed("Offers", "B2", "ACNE", changed("Items", "D2", "many")), "bad.xlsx")
    out = tmp_path / "out.xlsx"
    result = run("solve", bad, "-o", out, "--json")
    assert result.exit_code == 3
    assert not out.exists()
    places = {(f["sheet"], f["cell"]) for f in answer(result)["findings"] if f["severity"] == "error"}
    assert {("Offers", "B2"), ("Items", "D2")} <= places
    assert "Offers!B2" in result.stderr
    assert "ACME" in result.stderr  # did you mean


def test_check_says_the_same_and_solves_nothing(tmp_path: Path, good: Path) -> None:
    """``check`` exits 0 on a good plan and 3 on a bad one, in the language asked."""
    assert run("check", good).exit_code == 0
    bad = book(tmp_path, changed("Offers", "B2", "ACNE"), "bad.xlsx")
    result = run("check", bad, "--lang", "ja")
    assert result.exit_code == 3
    assert "エラー" in result.stderr


def test_no_plan_is_exit_4_and_names_the_cells_that_clash(tmp_path: Path, impossible: Path) -> None:
    """An infeasible plan writes nothing and names the fill rate and the monthly maximum."""
    out = tmp_path / "out.xlsx"
    result = run("solve", impossible, "-o", out, "--json")
    assert result.exit_code == 4
    assert not out.exists()
    found = answer(result)
    assert found["status"] == "infeasible"
    columns = {(line["sheet"], line["column"]) for line in found["clash"]}
    assert ("Products", "min_fill_rate") in columns
    assert ("Offers", "max_per_month") in columns
    assert "Products!C2" in result.stderr


def test_nobody_is_paid_for_taking_goods(tmp_path: Path) -> None:
    """A negative price, which could make the cost fall without end, is refused with its cell."""
    result = run("check", book(tmp_path, changed("Offers", "D2", -5)))
    assert result.exit_code == 3
    assert "Offers!D2" in result.stderr


@pytest.mark.parametrize("command", [None, *main.commands])
def test_help_fits_a_narrow_terminal(command: str | None) -> None:
    """80 columns, examples included; what the list of commands says of each is not cut off."""
    result = run(*[command] * (command is not None), "--help")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "..." not in result.stdout.replace("[ARGS]...", "")


def test_an_option_means_the_same_in_every_command() -> None:
    """Same name, same type, same default, same word in front of every value."""
    own = {("frontier", "--by"), ("template", "--lang"), ("events", "--lang"), ("template", "--actual")} | {
        (command, option)
        for commands, options in (
            (("events", "scenarios", "stress"), ("--items", "--sample")),
            (("template", "report"), ("--for",)),
            (("template", "replay"), ("--truth",)),
            (("shock", "replay"), ("--months",)),
        )
        for command in commands
        for option in options
    }
    seen: dict[str, set[object]] = {}
    for command in main.commands.values():
        for option in command.params:
            if isinstance(option, click.Option) and (command.name, option.opts[-1]) not in own:
                told = (option.metavar, option.default, option.show_default, option.required, option.is_flag)
                seen.setdefault(option.opts[-1], set()).add(told)
    unlike = {name: told for name, told in seen.items() if len(told) > 1}
    assert set(unlike) == {"--output"}, unlike


def test_usage_is_exit_2(good: Path, tmp_path: Path) -> None:
    """Unknown options, impossible gaps and outputs that are not workbooks are usage errors."""
    assert run("solve", good, "--gab", 0.1).exit_code == 2
    assert run("solve", good, "--gap", -1).exit_code == 2
    assert run("solve", good, "-o", tmp_path / "plan.csv").exit_code == 2
    assert run("template", tmp_path / "t.xlsx", "--example", "nothing").exit_code == 2


def test_a_folder_that_is_not_there_is_exit_6(good: Path, tmp_path: Path) -> None:
    """The output's folder is looked at before anything is solved."""
    assert run("solve", good, "-o", tmp_path / "nowhere" / "plan.xlsx").exit_code == 6


def test_without_disruptions_only_the_trunk_is_planned(tmp_path: Path) -> None:
    """--no-disruptions leaves one path: three months at price 1, and nothing to insure."""
    found = answer(run("solve", SURPRISE, "-o", tmp_path / "p.xlsx", "--no-disruptions", "--json"))
    assert set(found["path_costs"]) == {"0"}
    assert found["objective"] == pytest.approx(30.0)


def test_a_seed_and_threads_give_the_same_cost(tmp_path: Path, good: Path) -> None:
    """Seeds and threads change the search, not the answer."""
    one = answer(run("solve", good, "-o", tmp_path / "1.xlsx", "--seed", 1, "--json"))
    two = answer(run("solve", good, "-o", tmp_path / "2.xlsx", "--seed", 7, "--threads", 1, "--json"))
    assert one["objective"] == pytest.approx(two["objective"], rel=1e-6)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_template_is_written_and_says_what_to_fill_first(tmp_path: Path, language: str) -> None:
    """An empty template is a workbook whose check says what to fill."""
    out = tmp_path / "plan.xlsx"
    assert run("template", out, "--lang", language).exit_code == 0
    result = run("check", out)
    assert result.exit_code == 3
    assert ("Fill" if language == "en" else "記入") in result.stderr
    assert run("template", out).exit_code == 6
    assert run("template", out, "--force").exit_code == 0


def test_an_example_is_a_plan_that_solves(tmp_path: Path) -> None:
    """The smallest example comes filled, in Japanese too, and solves."""
    plan = tmp_path / "first.xlsx"
    assert run("template", plan, "--example", "first_steps", "--lang", "ja").exit_code == 0
    result = run("solve", plan, "-o", tmp_path / "first-result.xlsx", "--json")
    assert result.exit_code == 0
    assert answer(result)["status"] == "optimal"


@pytest.mark.parametrize(
    "encoding", ["cp1252", *(pytest.param(name, marks=pytest.mark.slow) for name in ("cp932", "ascii"))]
)
def test_no_console_is_too_poor(tmp_path: Path, good: Path, encoding: str) -> None:
    """A console that cannot show a character gets a stand-in, never a crash."""
    result = subprocess.run(
        [sys.executable, "-m", "planner", "solve", good, "-o", tmp_path / "p.xlsx", "--lang", "ja"],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(CASES.parents[1])},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0
    assert b"Traceback" not in result.stderr


def test_ctrl_c_while_a_module_is_loaded_is_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled module makes an ImportError of Ctrl-C; still 130."""

    def pressed(*_: object) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr("planner.api.events.matching", pressed)
    result = run("events", "--json")
    assert (result.exit_code, answer(result)["status"]) == (130, "interrupted")


def test_what_is_our_fault_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1, without a traceback: the error, and the line to report."""

    def broken(*_: object) -> None:
        raise TypeError("no such thing")

    monkeypatch.setattr("planner.api.events.matching", broken)
    result = run("events", "--json")
    assert (result.exit_code, answer(result)["status"]) == (1, "failed")
    assert "TypeError: no such thing (test_cli.py:" in result.stderr
    assert "-v" not in result.stderr


@pytest.mark.slow
def test_ctrl_c_leaves_no_half_file(tmp_path: Path) -> None:
    """Interrupted, a run writes its best plan and exits 0, or nothing and exits 130."""
    out = tmp_path / "plan.xlsx"
    plan = CASES / "flcvar_cap41_100_1.xlsx"
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "solve", plan, "-o", out, "--gap", "0"],
        env={**os.environ, "PYTHONPATH": str(CASES.parents[1])},
        stderr=subprocess.PIPE,
    )
    time.sleep(12)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert b"Traceback" not in errors
    assert (process.returncode, out.exists()) in {(0, True), (130, False)}
    assert [path.name for path in tmp_path.iterdir()] == ([out.name] if out.exists() else [])


def test_every_command_has_help_with_an_example_or_a_sentence() -> None:
    """``-h`` works everywhere."""
    assert run("-h").exit_code == 0
    for name in main.commands:
        result = run(name, "-h")
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 4
        assert CliRunner().invoke(main.commands[name], ["-h"], obj={}).exit_code == 0  # on its own, too


def test_the_package_reads_solves_and_writes(tmp_path: Path) -> None:
    """An engineer's three lines."""
    import planner

    plan = planner.read(SURPRISE)
    result = planner.solve(plan, gap=1e-9)
    assert result.objective == pytest.approx(45.0)
    assert result.tables["Orders"]["quantity"].sum() > 0
    assert result.tables["Audit"]["passed"].all()
    assert result.write(tmp_path / "out.xlsx").exists()
    with pytest.raises(FileExistsError):
        result.write(tmp_path / "out.xlsx")


def test_a_broken_workbook_raises_every_finding(tmp_path: Path) -> None:
    """``planner.read`` raises InputErrors with places."""
    import planner

    bad = book(tmp_path, changed("Offers", "B2", "ACNE"), "bad.xlsx")
    with pytest.raises(planner.InputErrors) as error:
        planner.read(bad)
    assert "Offers!B2" in {finding.place() for finding in error.value.findings}
