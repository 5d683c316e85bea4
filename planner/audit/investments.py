"""Investments: windows, modules, exclusive groups, budget, completion and their money (model, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import NO_MONTH, numeric
from planner.audit.effects import completion

if TYPE_CHECKING:
    from planner.audit.answer import Answer
    from planner.audit.case import Case
    from planner.audit.effects import Effects
    from planner.audit.inputs import Plan
    from planner.audit.ledger import Floats
    from planner.audit.tree import Tree


def modules_complete(plan: Plan, tree: Tree, effects: Effects, answer: Answer) -> tuple[Floats, Floats]:
    """Return how many modules are complete under the delays of E_s, and how many of them work.

    Both by scenario, investment and month; of a module that ramps up a part works.
    """
    complete = np.zeros((len(tree.ids), len(plan.investments), plan.months))
    working = np.zeros(complete.shape)
    months = np.arange(plan.months)
    for k, start, modules in _started(answer):
        investment = plan.investments[k]
        done = [completion(tree.events(s), effects, investment, start) for s in range(len(tree.ids))]
        since = months - np.array(done)[:, None] + 1
        complete[:, k] += modules * (since > 0)
        working[:, k] += modules * np.clip(since / (investment.ramp + 1), 0.0, 1.0)
    return complete, working


def _started(answer: Answer) -> list[tuple[int, int, float]]:
    """Return (number of the investment, start month, modules) of every row."""
    table = answer.investments
    modules = np.nan_to_num(numeric(table["modules"]))
    rows = zip(table["k"], table["start"], modules, strict=True)
    return [(int(k), int(start), float(count)) for k, start, count in rows if start != NO_MONTH]


def added(case: Case, kind: str, names: tuple[str, ...]) -> Floats:
    """Return by scenario, thing and month what complete modules add."""
    total = np.zeros((len(case.tree.ids), len(names), case.plan.months))
    for k, investment in enumerate(case.plan.investments):
        if investment.target[0] == kind and investment.target[1] in names:
            total[:, names.index(investment.target[1])] += investment.adds * case.working[:, k]
    return total


def opened(case: Case, required: list[str]) -> Floats:
    """Return by scenario, thing and month whether what it requires is complete; 1 where that is nothing."""
    names = [investment.name for investment in case.plan.investments]
    one = np.ones((len(case.tree.ids), case.plan.months))
    parts = [case.complete[:, names.index(name)] if name else one for name in required]
    return np.stack(parts, axis=1) if parts else np.ones((len(case.tree.ids), 0, case.plan.months))


def check_investments(case: Case) -> None:
    """Hold the modules started to windows, numbers, groups and budget; add their money to the bill."""
    plan, ledger = case.plan, case.ledger
    started = _started(case.answer)
    names = [investment.name for investment in plan.investments]
    rows = [plan.investments[k] for k, _, _ in started]
    axes = {
        "investment": [f"{i.name} started in month {t}" for i, (_, t, _) in zip(rows, started, strict=True)]
    }
    count = np.array([modules for _, _, modules in started], float)
    ledger.equal("whole numbers", count, np.maximum(np.round(count), 1.0), axes)

    begun = np.array([t for _, t, _ in started], float)
    free = np.array([i.committed is None for i in rows], bool)
    ledger.at_least("investment modules", begun, np.array([i.first for i in rows], float), axes, where=free)
    ledger.at_most("investment modules", begun, np.array([i.last for i in rows], float), axes, where=free)
    total = np.array([sum(m for k, _, m in started if k == n) for n in range(len(names))], float)
    most = np.array([i.max_modules for i in plan.investments], float)
    ledger.at_most("investment modules", total, most, {"investment": names})
    for k, investment in enumerate(plan.investments):
        if investment.committed is not None:
            found = {t: m for n, t, m in started if n == k}
            decided = {investment.committed: float(investment.max_modules)} if investment.max_modules else {}
            ledger.same("committed investments", {"investment": investment.name}, ok=found == decided)
    for group in sorted({i.group for i in plan.investments} - {""}):
        taken = {
            plan.investments[k].name for k, _, m in started if plan.investments[k].group == group and m > 0
        }
        ledger.at_most("exclusive groups", np.array([len(taken)]), np.array([1.0]), {"group": (group,)})
    budget = plan.setting("capex_budget", np.inf)
    for n, year in enumerate(plan.years()):
        paid = [m * plan.investments[k].capex for k, t, m in started if t in year and free_of(plan, k)]
        ledger.at_most(
            "capex budget", np.array([sum(paid)]), np.array([budget]), {"plan-year": (f"Y{n + 1}",)}
        )
    for k, start, modules in started:
        _charge(case, k, start, modules)
    _check_table(case)


def free_of(plan: Plan, k: int) -> bool:
    """Return whether an investment is still to be decided (not committed)."""
    return plan.investments[k].committed is None


def _charge(case: Case, k: int, start: int, modules: float) -> None:
    """Add capex, fixed opex and residual value of one row to the bill; completion is the trunk's."""
    investment, months = case.plan.investments[k], case.plan.months
    net = investment.capex * (1 - investment.subsidy) * modules
    if 0 <= start < months:
        case.bill.add_first_stage("capex", start, net)
    done = completion(case.tree.own[0], case.effects, investment, start)
    for month in range(max(0, done), months):
        case.bill.add_first_stage("fixed_opex", month, investment.fixed_opex * modules)
    if done <= months - 1 and investment.life is not None and investment.life > 0:
        left = max(0.0, investment.life - (months - done)) / investment.life
        case.bill.add_first_stage("residual", months - 1, -net * left)


def _check_table(case: Case) -> None:
    """Hold the other columns of the Investments table to what follows from start and modules."""
    plan, table = case.plan, case.answer.investments
    rows = [
        (plan.investments[int(k)], int(start)) for k, start in zip(table["k"], table["start"], strict=True)
    ]
    axes = {"investment": [f"{i.name} started in month {t}" for i, t in rows]}
    once = ~table.duplicated(["k", "start"]).to_numpy()
    case.ledger.holds("table rows", once, axes)
    done = [completion(case.tree.own[0], case.effects, i, start) for i, start in rows]
    case.ledger.equal("Investments table", table["complete"].to_numpy(float), np.array(done, float), axes)
    modules = numeric(table["modules"])
    capex = np.array([i.capex for i, _ in rows], float) * modules
    case.ledger.equal("Investments table", numeric(table["capex"]), capex, axes)
    kept = np.array([1 - i.subsidy for i, _ in rows], float)
    case.ledger.equal("Investments table", numeric(table["net_capex"]), capex * kept, axes)
