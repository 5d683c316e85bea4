"""What the functions that test a fixed plan share: the facts of their runs."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from planner.reporting import PlanResult
from planner.risk.kept import HeldPlan


def run_facts(kept: HeldPlan, result: str | Path | PlanResult | None, **options: object) -> dict[str, object]:
    """Return what is needed to repeat the run; no paths, for workbooks are mailed around."""
    packages = ("planner", "highspy", "pyomo", "pandas", "numpy", "scipy")
    path = result.output if isinstance(result, PlanResult) else result
    return {
        "input": kept.tables.name,
        "input_sha256": kept.tables.sha256,
        "result": None if path is None else Path(path).name,
        "plan_expected_cost": kept.expected_cost,
        "plan_cvar": kept.cvar,
        "plan_gap": kept.gap,
        **options,
        **{f"version_{name}": metadata.version(name) for name in packages},
    }
