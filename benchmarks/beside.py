"""What explain, sensitivity and whatif cost, by this build and another, side by side.

``python benchmarks/beside.py [PLAN.xlsx [OTHER_PYTHON [COMMAND ...]]]``: every command is a process of its
own with one thread; ``OTHER_PYTHON`` is the interpreter of another build's environment. Prints CPU seconds,
peak memory and the ratio, and one JSON object. The plan must be one that both builds can read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parents[1]
PLAN = HERE / "inputs" / "traction_motor_jp.xlsx"
COMMANDS = ("whatif", "explain", "sensitivity")


def measured(python: str, command: str, plan: Path) -> tuple[float, float]:
    """Return CPU seconds and peak megabytes of one command of a build."""
    here = {"PYTHONPATH": str(HERE)} if python == sys.executable else {}
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "out.xlsx")
        arguments = [python, "-m", "planner", command, str(plan), "--threads", "1", "-q", "-o", output]
        with subprocess.Popen(arguments, cwd=folder, env={**os.environ, **here}) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command} by {python} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Measure each command by both builds, or by this one alone, and print a table."""
    plan = Path(sys.argv[1] if len(sys.argv) > 1 else PLAN).resolve()
    pythons = [sys.executable, *sys.argv[2:3]]
    found: dict[str, list[tuple[float, float]]] = {}
    print(f"{'command':<14}{'cpu':>8}{'MB':>7}{'other':>9}{'MB':>7}{'ratio':>7}")
    for command in sys.argv[3:] or COMMANDS:
        each = found[command] = [measured(python, command, plan) for python in pythons]
        row = f"{command:<14}" + "".join(f"{cpu:>8.1f}{peak:>7.0f} " for cpu, peak in each)
        ratio = f"{each[0][0] / each[1][0]:>6.2f}" if len(each) > 1 else ""
        print(row + ratio, flush=True)
    print(json.dumps({"plan": plan.name, "commands": found}))


if __name__ == "__main__":
    main()
