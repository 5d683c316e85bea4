"""One model against decomposition: ``python benchmarks/methods.py --scenarios 50 --method benders``.

Solves a plan one way with one thread and prints its CPU seconds, gap and peak memory as JSON. ``--cpu`` stops
it after so many CPU seconds, and the best plan by then is what counts. ``--plan`` takes a workbook instead of
a benchmark plan, ``--jobs`` so many worker processes, whose CPU seconds are counted too.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
from pathlib import Path

from measure import cpu_seconds, peak_megabytes, workers
from plans import plan_sheets, write_plan

from models.errors import StoppedWithoutPlan
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import read

LOOK_SECONDS = 0.5


def solved(path: Path, method: str, gap: float, limit: float, jobs: int) -> dict[str, object]:
    """Solve a plan one way, at most so many CPU seconds."""
    data = assemble(read(path).tables)
    stop, over = threading.Event(), threading.Event()
    begin = cpu_seconds()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            if cpu_seconds() - begin > limit:
                stop.set()

    threading.Thread(target=watch, daemon=True).start()
    told: dict[str, object] = {"method": method, "asked": gap}
    try:
        solution = solve_plan(data, Options(gap=gap, threads=1, method=method, stop=stop, jobs=jobs))
    except StoppedWithoutPlan:
        told |= {"gap": None, "objective": None, "bound": None}
    else:
        told |= {"gap": solution.gap, "objective": solution.objective, "bound": solution.bound}
        told["seconds"] = {phase: round(spent, 2) for phase, spent in solution.seconds.items()}
        told["method"] = solution.choice.method if solution.choice is not None else method
        told["size"] = dict(solution.size)
    over.set()
    told |= {"cpu": cpu_seconds() - begin, "stopped": stop.is_set(), "peak_mb": peak_megabytes()}
    return told | ({"workers": workers()} if jobs > 1 else {})


def main() -> None:
    """Print one JSON object."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scenarios", type=int, default=50)
    ask.add_argument("--plan", type=Path)
    ask.add_argument("--method", default="auto")
    ask.add_argument("--gap", type=float, default=0.001)
    ask.add_argument("--cpu", type=float, default=3600.0)
    ask.add_argument("--jobs", type=int, default=1)
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.plan
        if path is None:
            path = Path(folder) / "plan.xlsx"
            write_plan(path, plan_sheets(asked.scenarios))
        told = solved(path, asked.method, asked.gap, asked.cpu, asked.jobs)
    print(json.dumps({"scenarios": asked.scenarios} | told))


if __name__ == "__main__":
    main()
