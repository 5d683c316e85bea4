"""The answer of one run: what was asked, what was found, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from planner.workbook.events.scenarios import TRUNK

if TYPE_CHECKING:
    import pandas as pd

    from models.solution.solution import Solution
    from planner.workbook.messages.findings import Finding
    from planner.workbook.tables import Tables


SINCE_LAST = "since_last"
"""Fact of a run that holds what was kept and changed since the last plan, as JSON."""
ESTIMATED = "estimated_"
"""Begins the facts of a run that tell how large its model was thought to be."""
WORTH, ONSETS, ENDS = "value_", "every_onset_", "ends_"
"""Begin the facts that tell what planning for disruptions is worth, what other onsets and other ends cost."""


FAR = 0.1
"""A plan stopped at a wider gap is none to decide from …"""
MISSED, ROOM = 0.01, 0.25
"""… and neither is one that misses this part of a product's demand even where nothing happens, while the gap
leaves room for this part of what that costs: it may stop a line while sources stand idle."""


@dataclass(frozen=True)
class Result:
    """One solved plan, as result tables and the few numbers that sum it up.

    Money is in the plan currency. Costs are present values, as the objective sees them.
    """

    inputs: Tables
    """The checked input tables the plan was made from."""
    findings: tuple[Finding, ...]
    """What was found while reading and checking: warnings and notes (a plan with errors is not solved)."""
    status: str
    """``optimal``: within the gap asked; ``stopped``: a plan, but the search ended before (time, Ctrl-C)."""
    objective: float
    """(1 − λ)·expected cost + λ·CVaR of the plan reported."""
    bound: float
    """No plan can have an objective below this."""
    gap: float
    """|objective − bound| / max(1, |objective|)."""
    expected_cost: float
    cvar: float
    """Mean cost of the worst (1 − α) of the probability."""
    worst_cost: float
    """Cost of the dearest path that has probability."""
    path_costs: Mapping[str, float]
    """Present value of each path by scenario id; ``"0"`` is the trunk."""
    tables: Mapping[str, pd.DataFrame]
    """Result tables by sheet name ("Orders", "Stock", …), without Summary and Run."""
    run: Mapping[str, object]
    """Facts needed to repeat the run: versions, options, solver status, model size."""
    seconds: Mapping[str, float]
    """Seconds spent by phase."""
    output: Path | None = None
    """The workbook it was written to, once it was."""
    every_onset: Mapping[str, float] | None = None
    """Costs and shortage of the plan held fixed with each shock alone, in every month in which it may start;
    where that was computed."""
    ends: Mapping[str, float] | None = None
    """The same with every event a month longer than its row says, known to nobody (``planner.risk.ends``);
    where that was computed."""
    value: Mapping[str, object] | None = None
    """What planning for the scenarios is worth (``ValueOfPlanning.to_json``), where that was computed."""
    since_last: Mapping[str, object] | None = None
    """Which decisions of the last plan were kept or changed, and what keeping them would cost; where the plan
    was solved from a last one."""
    solution: Solution | None = field(default=None, repr=False, compare=False)
    """The optimiser's own answer, to start a like plan from or to hold fixed; none in a result read back."""

    @property
    def unfinished(self) -> bool:
        """Whether the search was stopped so early that nothing should be signed by this plan."""
        if self.status == "optimal":
            return False
        missed, cost = self._missed()
        room = self.gap * max(1.0, abs(self.objective))
        return self.gap > FAR or (missed >= MISSED and room >= ROOM * cost)

    def _missed(self) -> tuple[float, float]:
        """Return the largest part of a product's demand that the trunk misses, and the penalty of all."""
        demand = self.tables["Demand"]
        trunk = demand[demand["scenario"].astype(str) == TRUNK]
        sums = trunk.groupby("product", observed=True)[["short", "demand"]].sum()
        penalties = {str(row["product"]): row["shortage_penalty"] for row in self.inputs["Products"]}
        missed = cost = 0.0
        for product, short, asked in sums.itertuples():
            missed = max(missed, short / asked if asked > 0 else 0.0)
            cost += short * float(penalties[str(product)] or 0.0)  # type: ignore[arg-type]
        return missed, cost

    def to_json(self) -> dict[str, object]:
        """Return what ``solve --json`` prints, ready for ``json.dumps``."""
        return {
            "status": self.status,
            "unfinished": self.unfinished,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "expected_cost": self.expected_cost,
            "cvar": self.cvar,
            "worst_cost": self.worst_cost,
            "path_costs": dict(self.path_costs),
            "method": self.run.get("method"),
            "method_reason": self.run.get("method_reason"),
            "estimate": {
                key.removeprefix(ESTIMATED): value
                for key, value in self.run.items()
                if key.startswith(ESTIMATED)
            },
            "every_onset": None if self.every_onset is None else dict(self.every_onset),
            "ends_unknown": None if self.ends is None else dict(self.ends),
            "value": None if self.value is None else dict(self.value),
            "since_last": None if self.since_last is None else dict(self.since_last),
            "seconds": dict(self.seconds),
            "output": None if self.output is None else str(self.output),
        }
