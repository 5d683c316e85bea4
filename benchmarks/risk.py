"""What risk costs to ask for: ``python benchmarks/risk.py [PLAN.xlsx] [SAMPLES]``.

Solves a plan once with one thread, then times, in CPU seconds of this process: the plan at every onset, a
stress test, exposure, and what planning is worth. Ratios to the solve are what counts, machines differ.
"""

from __future__ import annotations

import platform
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from models.solver.highs import Options, version
from planner.pipeline import read, solve
from planner.risk.exposure import events_to_come, exposures, sources_of
from planner.risk.held import hold_result
from planner.risk.stress import at_every_onset, stress_test
from planner.risk.value import value_of_planning

PLAN = Path(__file__).parents[1] / "inputs" / "traction_motor_jp.xlsx"
GAP = 0.005

Answer = TypeVar("Answer")


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return an answer and the CPU seconds it took, all threads."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    answer = ask()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return answer, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Ask a plan all about its risk and print what that cost."""
    plan = read(sys.argv[1] if len(sys.argv) > 1 else PLAN)
    samples = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    print(
        f"{plan.tables.name}: HiGHS {version()}, Python {platform.python_version()}, 1 thread, gap {GAP:.1%}"
    )
    result, base = timed(lambda: solve(plan, gap=GAP, threads=1))
    kept = hold_result(result)

    def line(name: str, spent: float, said: str) -> None:
        print(f"{name:<14}{spent:8.1f} s CPU {spent / base:7.2f} of the solve   {said}", flush=True)

    line("solve", base, f"expected {result.expected_cost:,.0f}, gap {result.gap:.2%}")
    other, spent = timed(lambda: at_every_onset(kept))
    line("every onset", spent, "-" if other is None else f"tail {other.tail.value:,.0f}")
    sources = sources_of(kept.held, events_to_come(kept.data))
    found, spent = timed(lambda: exposures(kept.held, sources))
    onsets = sum(len(one.onsets) for one in found)
    line("exposure", spent, f"{len(found)} sources, {onsets} outages")
    options = Options(gap=GAP, threads=1)
    worth, spent = timed(lambda: value_of_planning(kept.data, options, result.solution))
    line("value", spent, f"{len(worth.wait_and_see_costs)} scenarios, EVPI {worth.evpi:,.0f}")
    stress, spent = timed(lambda: stress_test(kept, samples))
    line("stress", spent, f"{samples:,} samples, {len(stress.samples.paths):,} different")


if __name__ == "__main__":
    main()
