"""Standard output holds what a command says, whatever a library prints at the level of the descriptor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LOUD = """
import os

import highspy

plain = highspy.Highs.__init__


def loud(self, *arguments, **named):
    os.write(1, b"Running a solver that greets\\n")
    plain(self, *arguments, **named)


highspy.Highs.__init__ = loud
"""


@pytest.fixture
def loud(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose every Python prints whenever a solver is made."""
    (tmp_path / "sitecustomize.py").write_text(LOUD)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", ""), str(Path.cwd())])
    return {**os.environ, "PYTHONPATH": path}


def planner(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planner", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_the_stand_in_is_heard_without_the_program(loud: dict[str, str]) -> None:
    """Else the tests below would show nothing."""
    said = subprocess.run(
        [sys.executable, "-c", "import highspy; highspy.Highs()"],
        capture_output=True,
        text=True,
        env=loud,
        check=True,
    )
    assert "greets" in said.stdout


def test_one_object_is_all_of_standard_output(loud: dict[str, str], tmp_path: Path) -> None:
    """A library's line would make it no JSON; neither does it stand on the screen."""
    done = planner(loud, "solve", "inputs/first_steps.xlsx", "--json", "-o", tmp_path / "r.xlsx")
    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "optimal"
    assert "greets" not in done.stderr


@pytest.mark.parametrize("jobs", ["2", "dask"])
def test_workers_print_nothing_either(loud: dict[str, str], tmp_path: Path, jobs: str) -> None:
    """Processes of a pool, and workers of a cluster, that are started here."""
    plan = ("exposure", "inputs/first_steps.xlsx", "--json", "-o", tmp_path / "r.xlsx", "--jobs", jobs)
    done = planner(loud, *plan)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["exit_code"] == 0
    assert "greets" not in done.stderr


def test_what_is_written_in_pieces_arrives_whole(tmp_path: Path) -> None:
    """Also where standard output is a file, in another encoding."""
    script = (
        "import os, sys; from models.runs.standard_output import keep_standard_output as keep\n"
        "print('before'); keep(); print('材料'); os.write(1, b'library'); print('after', flush=True)\n"
        "os.system('echo child')"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "cp932", "PYTHONPATH": str(Path.cwd())}
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, env=environment, check=True)
    said = (tmp_path / "out").read_bytes().decode("cp932")
    assert said.split() == ["before", "材料", "after"]


def test_a_closed_standard_output_is_left_closed() -> None:
    """``planner … >&-`` still runs."""
    script = "from models.runs.standard_output import keep_standard_output as keep; keep()"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    shell = ["sh", "-c", f'exec "{sys.executable}" -c "{script}" >&-']
    done = subprocess.run(shell, stderr=subprocess.PIPE, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
