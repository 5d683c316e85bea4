"""Plans purchases of critical materials that survive supply disruptions at least cost.

>>> import planner                                  # doctest: +SKIP
>>> plan = planner.read("plan.xlsx")                # doctest: +SKIP
>>> result = planner.solve(plan)                    # doctest: +SKIP
>>> result.tables["Orders"]                         # doctest: +SKIP
>>> result.write("plan-result.xlsx")                # doctest: +SKIP

Every command of the command line is a function here, under the same name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from planner.workbook.messages.findings import Finding, InputErrors, Severity

if TYPE_CHECKING:
    from planner.api.answer import NoBase
    from planner.api.check import check
    from planner.api.compare import compare
    from planner.api.events import events
    from planner.api.explain import explain
    from planner.api.exposure import exposure
    from planner.api.frontier import frontier
    from planner.api.odds import odds
    from planner.api.replay import replay
    from planner.api.report import report
    from planner.api.roll import roll
    from planner.api.scenarios import scenarios
    from planner.api.sensitivity import sensitivity
    from planner.api.share import share
    from planner.api.shock import shock
    from planner.api.stress import stress
    from planner.api.template import template
    from planner.api.whatif import whatif
    from planner.exchange import export
    from planner.pipeline import AuditFailed, NoPlan, Plan, read, solve

__all__ = [
    "AuditFailed",
    "Finding",
    "InputErrors",
    "NoBase",
    "NoPlan",
    "Plan",
    "Severity",
    "check",
    "compare",
    "events",
    "explain",
    "export",
    "exposure",
    "frontier",
    "odds",
    "read",
    "replay",
    "report",
    "roll",
    "scenarios",
    "sensitivity",
    "share",
    "shock",
    "solve",
    "stress",
    "template",
    "whatif",
]

_HOMES = {
    "NoBase": "planner.api.answer",
    **dict.fromkeys(("AuditFailed", "NoPlan", "Plan", "read", "solve"), "planner.pipeline"),
    "export": "planner.exchange",
}
"""Where a name stands that does not stand in ``planner.api.<name>``."""


def __getattr__(name: str) -> Any:
    """Load what is asked for (and with it the solver and pandas) only when it is used."""
    if name not in __all__:
        raise AttributeError(f"module 'planner' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES.get(name, f"planner.api.{name}")), name)
    return found
