"""``planner solve --value``: in the Summary, on the screen and in JSON; skipped when asked or when slow."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import branches, from_sheets, item_row, tiny_sheets
from click.testing import CliRunner, Result

from models.errors import NoWorkers, StoppedWithoutPlan
from models.runs.run import runner_of
from planner.cli import main
from planner.commands import valuing
from planner.risk import ends, value
from planner.workbook.template.input_sheets import write_bare

BAN = {"supplier": "A", "severity": 1}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A stops in month 1 with probability 0.5: EVPI 5, VSS 230, premium 10 (test_value.py has it by hand)."""
    path = tmp_path / "plan.xlsx"
    sheets = tiny_sheets(Items=[item_row(storage_cost=1)], **branches((1, 0.5), **BAN))
    write_bare(path, from_sheets(sheets))
    return path


def solve(plan: Path, *more: str) -> tuple[Result, str]:
    """Return how the command ended, and what stands on the Summary."""
    out = plan.parent / "result.xlsx"
    done = CliRunner().invoke(main, ["solve", str(plan), "-o", str(out), "--force", "--gap", "1e-9", *more])
    assert done.exit_code == 0, done.output
    sheet = openpyxl.load_workbook(out).worksheets[0]
    return done, "\n".join(str(c) for row in sheet.iter_rows(values_only=True) for c in row if c is not None)


def worth(done: Result) -> dict[str, Any] | None:
    """Return the field ``value`` of the JSON."""
    found: dict[str, Any] | None = json.loads(done.stdout)["value"]
    return found


@pytest.mark.parametrize(("language", "word"), [("en", "Insurance"), ("ja", "備えの費用")])
def test_a_quick_plan_is_told_what_its_insurance_costs_and_is_worth(
    plan: Path, language: str, word: str
) -> None:
    """Without being asked; the same figures on the screen, in the Summary and for programs."""
    done, summary = solve(plan, "--json", "--lang", language)
    found = worth(done)
    assert found is not None
    assert (found["evpi"], found["vss"], found["insurance_premium"]) == pytest.approx((5, 230, 10))
    assert word in done.stderr
    for sentence in ("EVPI", "VSS"):
        assert sentence in summary
        assert sentence in done.stderr
    assert "230" in summary
    assert "--value" not in summary


def test_every_plan_is_told_what_it_costs_at_other_onsets(plan: Path) -> None:
    """One onset is all there is: the figures of the scenarios again, on the screen, on the sheet, as JSON."""
    done, summary = solve(plan, "--json")
    found = json.loads(done.stdout)
    other = found["every_onset"]
    assert (other["expected_cost"], other["cvar"]) == pytest.approx((found["expected_cost"], found["cvar"]))
    assert "Any onset" in done.stderr
    assert "do not keep to the months of the scenarios" in summary


def test_no_value_is_heeded_and_the_summary_says_how_to_get_it(plan: Path) -> None:
    """Skipped: no further solve, null for programs, one line for people."""
    done, summary = solve(plan, "--json", "--no-value")
    assert worth(done) is None
    assert json.loads(done.stdout)["every_onset"] is None
    assert "Any onset" not in done.stderr
    assert "planner solve PLAN --value" in summary
    assert "EVPI" not in done.stderr


def test_what_would_take_long_is_left_out_unless_asked(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing could be soon at hand: nothing is computed; with --value it is."""
    monkeypatch.setattr(valuing, "SOON", 0.0)
    monkeypatch.setattr(valuing, "MOST_ONSETS", 0)
    done, summary = solve(plan, "--json")
    assert worth(done) is None
    assert json.loads(done.stdout)["every_onset"] is None
    assert "planner solve PLAN --value" in summary
    assert worth(solve(plan, "--json", "--value")[0]) is not None


def test_a_plan_without_scenarios_is_worth_nothing_more(plan: Path) -> None:
    """Planned as if nothing could happen, there is nothing to say; asked for, that is said."""
    done, summary = solve(plan, "--json", "--no-disruptions", "--value")
    assert worth(done) is None
    assert "--value" not in summary
    assert "no scenario with a probability" in done.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt(), StoppedWithoutPlan("stopped"), NoWorkers("all gone")])
def test_a_plan_is_kept_where_its_worth_is_not_found(
    plan: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """Ctrl-C, a time limit or a lost cluster in a further solve costs the sentence, not the plan."""

    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(value, "value_of_planning", stopped)
    monkeypatch.setattr(ends, "onsets_and_ends", stopped)
    done, summary = solve(plan, "--json", "--value")
    assert json.loads(done.stdout)["status"] == "optimal"
    assert "left out" in done.stderr
    assert "planner solve PLAN --value" in summary


def test_the_further_solves_run_where_and_as_the_plan_was_solved(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processes, threads, seed and memory asked for hold for them too."""
    asked: list[tuple[str, int, int, int | None]] = []

    def noted(_: Any, options: Any, *__: Any) -> Any:
        asked.append((runner_of(options.jobs).name, options.threads, options.seed, options.memory))
        raise StoppedWithoutPlan("noted")

    monkeypatch.setattr(value, "solve_plan", noted)
    monkeypatch.setattr(valuing, "MOST_ONSETS", 0)
    solve(plan, "--value", "--jobs", "2", "--threads", "1", "--seed", "7", "--memory", "3")
    assert asked == [("2", 1, 7, 3_000_000_000)]


def test_ctrl_c_ends_the_further_solves(plan: Path) -> None:
    """Once the run is stopped, no further solve begins."""
    from models.solver.highs import Options
    from planner.assemble import assemble
    from planner.pipeline import read

    stop = threading.Event()
    stop.set()
    with pytest.raises((KeyboardInterrupt, StoppedWithoutPlan)):
        value.value_of_planning(assemble(read(plan).tables), Options(stop=stop))
