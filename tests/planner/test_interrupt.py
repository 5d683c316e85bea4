"""Ctrl-C in every phase: a plan found is finished and written whole, before that nothing is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from books import GOOD, book
from cases import many_lots

from planner.workbook.reading.reader import read_workbook

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("interrupting.py")
SURPRISE = ROOT / "tests" / "cases" / "semantics" / "surprise.xlsx"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a process"),
    pytest.mark.slow,  # a program started each time
]


def interrupted(
    plan: Path, phase: str, *options: object, times: int = 1
) -> tuple[int, dict[str, Any], list[str]]:
    """Return exit code, JSON and the files beside the plan of a run with Ctrl-C in a phase."""
    out = plan.parent / "made" / "out.xlsx"
    out.parent.mkdir()
    command = [sys.executable, DRIVER, phase, times, "solve", plan, "-o", out, "--json", *options]
    run = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    return run.returncode, json.loads(run.stdout), [path.name for path in out.parent.iterdir()]


def sheets_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[list[object]]]:
    """Return rows by column key as a header and lists."""
    found: dict[str, list[list[object]]] = {}
    for title, rows in tables.items():
        keys = list(dict.fromkeys(key for row in rows for key in row))
        found[title] = [[*keys], *([row.get(key) for key in keys] for row in rows)]
    return found


@pytest.mark.parametrize("phase", ["reading", "assembling", "building"])
def test_before_there_is_a_plan_nothing_is_written(tmp_path: Path, phase: str) -> None:
    """Exit 130 at once, and no file."""
    code, said, files = interrupted(book(tmp_path, GOOD), phase)
    assert (code, said["status"], files) == (130, "interrupted", [])


@pytest.mark.parametrize("phase", ["final LP", "audit", "writing"])
def test_a_plan_found_is_finished_and_written(tmp_path: Path, phase: str) -> None:
    """Ctrl-C after the search: the same plan, whole, and exit 0."""
    plan = book(tmp_path, GOOD)
    code, said, files = interrupted(plan, phase)
    assert (code, said["status"], files) == (0, "optimal", ["out.xlsx"])
    tables, findings = read_workbook(plan.parent / "made" / "out.xlsx")
    assert tables is not None
    assert not [finding for finding in findings if finding.severity.value == "error"]


def test_a_plan_in_parts_is_finished_too(tmp_path: Path) -> None:
    """Ctrl-C while decomposition settles what it found."""
    plan = tmp_path / SURPRISE.name
    plan.write_bytes(SURPRISE.read_bytes())
    code, said, files = interrupted(plan, "final LP of parts", "--method", "benders")
    assert (code, said["method"], files) == (0, "benders", ["out.xlsx"])
    assert said["objective"] == pytest.approx(45.0)


def test_in_the_search_the_best_plan_so_far_is_kept(tmp_path: Path) -> None:
    """Ctrl-C at the first plan of a search that would go on: that plan with its gap, and exit 0."""
    plan = book(tmp_path, sheets_of(many_lots()))
    code, said, files = interrupted(plan, "searching", "--gap", "0", "--no-value")
    assert (code, said["status"], files) == (0, "stopped", ["out.xlsx"])
    assert said["gap"] > 0


@pytest.mark.parametrize("phase", ["final LP", "audit", "writing"])
def test_twice_gives_the_plan_up(tmp_path: Path, phase: str) -> None:
    """Exit 130 and no half file."""
    code, said, files = interrupted(book(tmp_path, GOOD), phase, times=2)
    assert (code, said["status"], files) == (130, "interrupted", [])


def test_while_it_loads_the_program_ends_quietly() -> None:
    """Ctrl-C as the command line is being imported: exit 130 without a traceback."""
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Finder:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'planner.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from planner.__main__ import main\n"
        "main()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (run.returncode, run.stderr) == (130, b"")
