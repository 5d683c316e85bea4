"""Processes that work for another end with it, however that ends; SIGTERM and SIGHUP end like Ctrl-C does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from machines import PATIENCE

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("interrupted_runs.py")

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
    pytest.mark.slow,
]


def begun(asked: str) -> subprocess.Popen[bytes]:
    """Start runs that never end, and wait until the first is done."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), asked],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline().strip() == b"begun"
    return program


def members(session: int) -> Iterator[int]:
    """Yield the processes of a session that are not dead."""
    for folder in Path("/proc").iterdir():
        try:
            _, _, rest = (folder / "stat").read_text().rpartition(")")
        except (OSError, ValueError):
            continue
        state, _, _, own = rest.split()[:4]
        if folder.name.isdigit() and int(own) == session and state not in "ZX":
            yield int(folder.name)


def all_gone(session: int) -> bool:
    """Wait until nobody of a session is left."""
    deadline = time.monotonic() + PATIENCE
    while list(members(session)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


@pytest.mark.parametrize("asked", ["processes", "dask"])
def test_workers_end_when_the_program_is_killed(asked: str) -> None:
    """SIGKILL: nobody can tell them, they see it."""
    if asked == "dask":
        pytest.importorskip("distributed")
    program = begun(asked)
    program.kill()
    program.wait()
    gone = all_gone(program.pid)
    if not gone:
        os.killpg(program.pid, signal.SIGKILL)
    assert gone


@pytest.mark.parametrize("asked", ["processes", "dask"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_ends_a_program_ends_it_like_ctrl_c(asked: str, number: signal.Signals) -> None:
    """What is finished is kept, no traceback, nobody left."""
    if asked == "dask":
        pytest.importorskip("distributed")
    program = begun(asked)
    program.send_signal(number)
    out, said = program.communicate(timeout=PATIENCE)
    assert (out.split(b"\n")[-2], said, program.returncode) == (b"[0, None, None]", b"", 0)
    assert all_gone(program.pid)


def test_ctrl_c_is_heard_where_python_would_swallow_it() -> None:
    """In what a library does while Python cleans up."""
    script = (
        "import signal, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from models.runs.stopping import hear_what_is_swallowed\n"
        "hear_what_is_swallowed()\n"
        "class Library:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
        "try:\n"
        "    Library()\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    print('heard')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert (run.stdout, run.stderr) == (b"heard\n", b"")
