"""Plans purchases of critical materials that survive supply disruptions at least cost.

>>> import planner                                  # doctest: +SKIP
>>> plan = planner.read("plan.xlsx")                # doctest: +SKIP
>>> result = planner.solve(plan)                    # doctest: +SKIP
>>> result.tables["Orders"]                         # doctest: +SKIP
>>> result.write("plan-result.xlsx")                # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.workbook.messages.findings import Finding, InputErrors, Severity

if TYPE_CHECKING:
    from planner.pipeline import AuditFailed, NoPlan, Plan, read, solve

__all__ = ["AuditFailed", "Finding", "InputErrors", "NoPlan", "Plan", "Severity", "read", "solve"]


def __getattr__(name: str) -> Any:
    """Load the pipeline (and with it Pyomo and pandas) only when it is used."""
    if name in __all__:
        from planner import pipeline  # noqa: PLC0415

        return getattr(pipeline, name)
    raise AttributeError(f"module 'planner' has no attribute {name!r}")
