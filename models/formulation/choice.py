"""The record of a chosen method: which way a plan is solved, why, and the size it was chosen for.

How it is chosen stands in ``models.solving.method``; it is read by the solver, the solution and the report.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.formulation.size import Size

EXTENSIVE, BENDERS, AUTO = "extensive", "benders", "auto"
METHODS = (AUTO, EXTENSIVE, BENDERS)


@dataclass(frozen=True)
class Choice:
    """A method, why it was chosen, and the size that it was chosen for."""

    method: str
    """``extensive`` or ``benders``."""
    why: str
    """``asked``; ``few_branches``, ``small``, ``short_branches`` or ``large``: by size; ``memory``: one model
    would not fit."""
    size: Size
    alike: int = 0
    """Scenarios beyond those counted, each solved with one that happens as it does."""

    @property
    def memory(self) -> int:
        """About how much memory the run needs at its peak [bytes]."""
        return self.size.memory(self.method)
