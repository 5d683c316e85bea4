"""What a run costs beside HiGHS: ``python benchmarks/outside.py --scenarios 50``.

Reads, solves, audits and writes a benchmark plan and prints the CPU seconds of each phase outside HiGHS, over
those inside: of the method chosen, or (``--method extensive``) of HiGHS on the one matrix of the whole plan.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from measure import Watch, peak_megabytes
from plans import plan_sheets, write_plan

from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import confirmed, read
from planner.reporting.workbook import write_result


def run(scenarios: int, gap: float, method: str, seconds: float | None) -> dict[str, object]:
    """Go the whole way once, with one thread."""
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(path, plan_sheets(scenarios))
        with watch.on_highs():
            with watch.phase("read and check"):
                plan = read(path)
            with watch.phase("build, hand over, read back"):
                data = assemble(plan.tables)
                options = Options(gap=gap, threads=1, method=method, time_limit=seconds)
                solution = solve_plan(data, options)
            with watch.phase("tables and audit"):
                result = confirmed(plan, solution, options, datetime.now(UTC), solution.seconds)
            with watch.phase("write"):
                write_result(result, Path(folder) / "result.xlsx")
    return {
        "scenarios": scenarios,
        "method": solution.choice.method if solution.choice is not None else method,
        "gap": solution.gap,
        "objective": solution.objective,
        "inside": watch.inside,
        "runs": watch.runs,
        "outside": watch.outside,
        "ratio": watch.outside / watch.inside,
        "phases": watch.phases,
        "peak_mb": peak_megabytes(),
        "seconds": dict(solution.seconds),
    }


def main() -> None:
    """Print one JSON object."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scenarios", type=int, default=50)
    ask.add_argument("--gap", type=float, default=0.005)
    ask.add_argument("--method", default="auto")
    ask.add_argument("--seconds", type=float, help="stop the search, and go on with the best plan by then")
    asked = ask.parse_args()
    print(json.dumps(run(asked.scenarios, asked.gap, asked.method, asked.seconds)))


if __name__ == "__main__":
    main()
