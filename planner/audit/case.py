"""One audit at work: what every check needs at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import COMPONENTS, FIRST_STAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.audit.answer import Answer
    from planner.audit.effects import Effects
    from planner.audit.inputs import Plan
    from planner.audit.ledger import Floats, Ledger
    from planner.audit.sizes import Sizes
    from planner.audit.tree import Tree


@dataclass
class Bill:
    """What the plan costs, recomputed: undiscounted money by component, scenario and month of its nodes."""

    scenarios: int
    months: int
    amounts: dict[str, Floats] = field(init=False)
    terms: dict[str, Floats] = field(init=False)
    """Largest term of each amount: what its error is measured against."""

    later: Floats = field(init=False)
    """Purchases weighed with what discounting from arrival to payment makes of them."""

    def __post_init__(self) -> None:
        names = (*COMPONENTS, *FIRST_STAGE)
        self.later = np.zeros((self.scenarios, self.months))
        self.amounts = {name: np.zeros((self.scenarios, self.months)) for name in names}
        self.terms = {name: np.zeros((self.scenarios, self.months)) for name in names}

    def add(self, component: str, money: Floats, terms: Floats | None = None) -> None:
        """Add money by scenario, thing and month; ``terms`` where it is a difference of larger numbers."""
        self.amounts[component] += money.sum(axis=1)
        for term in (money, terms):
            if term is not None and term.shape[1]:
                np.maximum(self.terms[component], np.abs(term).max(axis=1), out=self.terms[component])

    def add_first_stage(self, component: str, month: int, money: float) -> None:
        """Add money paid once, on every path; it stands under the trunk."""
        self.amounts[component][0, month] += money
        self.terms[component][0, month] = max(self.terms[component][0, month], abs(money))


@dataclass(frozen=True)
class Case:
    """Inputs, tree, effects and answer of one plan, with the ledger to write in and the bill to add to."""

    plan: Plan
    tree: Tree
    effects: Effects
    answer: Answer
    sizes: Sizes
    ledger: Ledger
    bill: Bill
    complete: Floats
    """Scenario × investment × month: modules complete."""
    working: Floats
    """The same, of modules that ramp up the part that works."""

    def axes(self, thing: str, labels: Sequence[str]) -> dict[str, Sequence[str]]:
        """Return the axes of an array by scenario, thing and month."""
        return {"scenario": self.tree.ids, thing: labels, "month": self.plan.month_labels()}

    def windows_from(self, windows: Sequence[range]) -> Floats:
        """Return for every scenario (row) the windows (column) that end at or after its onset, as 1 and 0."""
        ends = np.array([window[-1] for window in windows])
        return (ends[None, :] >= self.tree.onset[:, None]).astype(float)
