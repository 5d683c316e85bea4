"""What a month of a replay costs beside a cold solve: ``python benchmarks/replay.py [PLAN.xlsx [MONTHS]]``.

Prints the CPU seconds of each month of a replay in which nothing happens, and of a cold solve of the same
workbook, one thread each, as one JSON object. For another build's cold solve, run it with that build first on
``PYTHONPATH`` and 0 months. Ratios are what counts, machines differ.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from planner.pipeline import read, solve

PLAN = Path(__file__).parents[1] / "inputs" / "traction_motor_jp.xlsx"


def main() -> None:
    """Measure and print."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PLAN
    months = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    plan = read(path)
    begin = time.process_time()
    solve(plan, threads=1)
    found: dict[str, object] = {"cold": time.process_time() - begin}
    if months:
        from planner.cases import Effort  # noqa: PLC0415 (an older build has no replay)
        from planner.replaying.follow import PLANNER, Follow, follow  # noqa: PLC0415
        from planner.replaying.knowing import Story  # noqa: PLC0415
        from planner.replaying.truth import Truth  # noqa: PLC0415

        marks: list[float] = []
        task = Follow(PLANNER, Story.of(plan.tables, Truth()), months, Effort(threads=1))
        follow(task, lambda _policy, _month: marks.append(time.process_time()))
        marks.append(time.process_time())
        found["months"] = [after - before for before, after in pairwise(marks)]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
