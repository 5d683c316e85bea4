"""Money: every cost component, path costs, probabilities, CVaR and the objective (model, section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import COMPONENTS, FIRST_STAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.audit.case import Case
    from planner.audit.ledger import Floats


def check_costs(case: Case) -> None:
    """Hold the Costs table to the bill, and its present values to the discount rate."""
    tree, plan = case.tree, case.plan
    axes = {"scenario": tree.ids, "month": plan.month_labels()}
    discount = _discount(case)
    least = min(1.0, max(float(np.max(terms)) for terms in case.bill.terms.values()))
    for name in (*COMPONENTS, *FIRST_STAGE):
        own = tree.own_nodes if name in COMPONENTS else np.arange(len(tree.ids))[:, None] == 0
        expected, terms = case.bill.amounts[name], case.bill.terms[name]
        case.ledger.equal(
            f"{name} cost",
            case.answer.amounts[name],
            expected,
            axes,
            where=own,
            terms=(terms,),
            least=least,
        )
        # the present value belongs to the amount written, whatever may be wrong with that
        value, amount = case.answer.present_values[name], case.answer.amounts[name]
        due = amount * discount
        spread: tuple[Floats, ...] = ()
        if name == "purchase":
            spread = (terms * discount,)
            due = due + (case.bill.later - expected) * discount
        case.ledger.equal("discounting", value, due, axes, where=own, terms=spread, least=least)


def _discount(case: Case) -> Floats:
    months = np.arange(case.plan.months)
    discount: Floats = (1 + case.plan.setting("discount_rate")) ** (-months / 12)
    return discount


def path_costs(case: Case) -> tuple[Floats, float]:
    """Return the present value of every path, and the largest term in any of them."""
    discount, bill = _discount(case), case.bill
    nodes = sum((bill.amounts[name] for name in COMPONENTS if name != "purchase"), bill.later)
    first_stage = sum(float(bill.amounts[name][0] @ discount) for name in FIRST_STAGE)
    costs = case.tree.along_paths(nodes) @ discount + first_stage
    paths = [np.abs(case.tree.along_paths(bill.amounts[name])) @ discount for name in COMPONENTS]
    stages = [float(np.abs(bill.amounts[name][0]) @ discount) for name in FIRST_STAGE]
    return costs, max(float(np.max(paths)), *stages)


def cvar(costs: Floats, probability: Floats, alpha: float) -> float:
    """Return the least over η of η + Σ π·max(C − η, 0)/(1 − α); it is reached at one of the costs."""
    beyond = np.maximum(costs[None, :] - costs[:, None], 0.0)
    return float((costs + beyond @ probability / (1 - alpha)).min())


def check_objective(case: Case, objective: Mapping[str, float]) -> None:
    """Hold what is reported of the whole plan to the costs found."""
    ledger, tree, plan = case.ledger, case.tree, case.plan
    costs, largest = path_costs(case)
    scenarios = case.answer.scenarios
    names = {"scenario": tree.ids}
    found = scenarios["probability"].to_numpy(float)
    ledger.equal("probabilities", found, tree.probability, names)
    ledger.at_least("probabilities", found, np.zeros(len(found)), names)
    ledger.equal("probabilities", np.array([found.sum()]), np.ones(1), {"sum": ("of all scenarios",)})
    ledger.equal(
        "path cost",
        scenarios["cost_pv"].to_numpy(float),
        costs,
        names,
        terms=(largest,),
        least=min(1.0, largest),
    )

    weight, alpha = plan.setting("risk_weight"), plan.setting("cvar_alpha", 0.9)
    expected = float(tree.probability @ costs)
    tail = cvar(costs, tree.probability, alpha)
    worst = float(costs[tree.probability > 0.0].max())
    for check, key, value in (
        ("expected cost", "expected_cost", expected),
        ("CVaR (11)", "cvar", tail),
        ("worst cost", "worst_cost", worst),
        ("objective", "objective", (1 - weight) * expected + weight * tail),
        ("objective", "risk_weight", weight),
        ("objective", "cvar_alpha", alpha),
    ):
        if key in objective or key not in {"risk_weight", "cvar_alpha"}:
            scale = (1.0,) if key in {"risk_weight", "cvar_alpha"} else (largest,)
            ledger.equal(
                check,
                np.array([objective.get(key, np.nan)]),
                np.array([value]),
                {"number": (key,)},
                terms=scale,
                least=min(1.0, scale[0]),
            )
