"""What a plan costs at other prices: the same decisions, other prices, capex or qualification costs.

A plan's cost rises in proportion to a price along every path, so two readings of it give its cost at any
factor, and with it the factor at which it costs as much as another plan: no solve is needed for that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from models.formulation.charges import Charges, gathered
from models.formulation.rules import costs
from models.formulation.terms import OrdersOnPaths
from models.plan.data import PlanData
from models.plan.names import Scenario
from models.plan.tree import Tree
from models.solution.solution import Solution, conditional_value_at_risk

PRICED = ("purchase", "take_or_pay")
"""Components of the nodes that hang on what offers ask; every here-and-now component may change too."""
HALVINGS = 200
"""A safeguard: halving a factor of at most 1 ends at the precision of numbers long before."""


@dataclass(frozen=True)
class CostLine:
    """The cost of one plan as a function of a factor on some of its prices."""

    data: PlanData
    at_zero: Mapping[Scenario, float]
    """C_s with these prices at 0, by path [money, present value]."""
    slope: Mapping[Scenario, float]
    """What C_s gains from factor 0 to factor 1."""

    def objective(self, factor: float) -> float:
        """Return (1 − λ)·expected cost + λ·CVaR at a factor (11)."""
        weighted = [
            (self.at_zero[s] + factor * self.slope[s], self.data.probability(s)) for s in self.at_zero
        ]
        risk = self.data.risk_weight
        mean = sum(cost * probability for cost, probability in weighted)
        return (1 - risk) * mean + risk * conditional_value_at_risk(weighted, self.data.cvar_alpha)

    def break_even(self, target: float, most: float = 1.0) -> float | None:
        """Return the largest factor up to ``most`` at which the plan costs no more than a target.

        ``None`` where it costs more even at factor 0. Prices are no less than 0, so the cost rises with them.
        """
        if self.objective(0.0) > target:
            return None
        if self.objective(most) <= target:
            return most
        low, high = 0.0, most
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if middle in (low, high):
                break
            if self.objective(middle) <= target:
                low = middle
            else:
                high = middle
        return low


def cost_line(plan: Solution, free: PlanData, full: PlanData) -> CostLine:
    """Return what a plan costs at factors between two readings of its prices.

    Parameters
    ----------
    plan : Solution
        Of ``full``, or of a plan whose data differ from it in these prices alone.
    free, full : PlanData
        The same plan data with the prices at 0 and at what they are.
    """
    decided = _decided(plan)
    own, low, high = (_priced(decided, data) for data in (plan.data, free, full))
    at_zero = {s: cost - own[s] + low[s] for s, cost in plan.path_costs.items()}
    return CostLine(full, at_zero, {s: high[s] - low[s] for s in at_zero})


def _priced(decided: SimpleNamespace, data: PlanData) -> dict[Scenario, float]:
    """Return the part of each path's cost that hangs on prices, at the prices of ``data``."""
    tree = Tree(data)
    tree.share_with(decided.tree)
    m = SimpleNamespace(**{**vars(decided), "data": data, "tree": tree})
    terms = {name: costs.COST_TERMS[name] for name in PRICED} | dict(costs.FIRST_STAGE_TERMS)
    number = {scenario: k for k, scenario in enumerate(tree.scenarios)}
    charges = Charges({name: gathered(make(m), number) for name, make in terms.items()}, tree.scenarios)
    paid = charges.worth(data) * charges.variable.astype(float)
    common = charges.are_of(costs.FIRST_STAGE_TERMS)
    shape = len(tree.scenarios), data.months
    places = np.ravel_multi_index((charges.path[~common], charges.month[~common]), shape)
    at_nodes = np.bincount(places, paid[~common], math.prod(shape)).reshape(shape)
    months, always = np.arange(data.months), float(paid[common].sum())
    return {
        s: always + float(at_nodes[[number[at] for at in tree.whole_path(s)], months].sum())
        for s in tree.scenarios
    }


def _decided(plan: Solution) -> SimpleNamespace:
    """Return a stand-in for the model, with the plan's decisions in the place of variables."""
    tree = plan.tree
    deficiency = plan.values.get("v_deficiency", {})
    windows = {
        offer: {
            year: [t for t in tree.commitment_months(offer) if t in months]
            for year, months in enumerate(tree.data.plan_years)
        }
        for offer in {index[0] for index in deficiency}
    }
    return SimpleNamespace(
        tree=tree,
        scope=tree.scenarios,
        orders_on_paths=OrdersOnPaths(plan.values["v_order_qty"], tree),
        v_past_order=plan.values.get("v_past_order", {}),
        v_pool_tier=plan.values.get("v_pool_tier", {}),
        v_deficiency=deficiency,
        OWED=tuple(deficiency),
        windows_owed=windows,
        v_qualified=plan.values.get("v_qualified", {}),
        v_signed=plan.values.get("v_signed", {}),
        v_modules_started=plan.values.get("v_modules_started", {}),
    )
