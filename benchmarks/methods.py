"""One model against decomposition, side by side: ``python benchmarks/methods.py [PLAN.xlsx]``.

Prints CPU and wall seconds, gap and objective of each; ratios are what counts, machines differ.
"""

from __future__ import annotations

import platform
import sys
import time
from dataclasses import replace
from pathlib import Path

from models.highs import Options, version
from models.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import read

PLAN = Path(__file__).parents[1] / "inputs" / "traction_motor_jp.xlsx"


def main() -> None:
    """Solve one plan both ways with one thread each and print a table."""
    plan = read(sys.argv[1] if len(sys.argv) > 1 else PLAN)
    data = assemble(plan.tables)
    options = Options(gap=float(str(plan.tables.settings["mip_gap"])), threads=1)
    print(f"{plan.tables.name}, gap {options.gap:.2%}, HiGHS {version()}, Python {platform.python_version()}")
    print(f"{'method':<12}{'cpu s':>8}{'wall s':>8}{'gap':>9}{'objective':>18}")
    spent = {}
    for method in ("benders", "extensive"):
        wall, cpu = time.perf_counter(), time.process_time()
        solution = solve_plan(data, replace(options, method=method))
        spent[method] = time.process_time() - cpu
        wall = time.perf_counter() - wall
        print(
            f"{method:<12}{spent[method]:>8.1f}{wall:>8.1f}{solution.gap:>9.3%}{solution.objective:>18,.0f}",
            flush=True,
        )
    print(f"extensive / benders: {spent['extensive'] / spent['benders']:.1f} times the CPU")


if __name__ == "__main__":
    main()
