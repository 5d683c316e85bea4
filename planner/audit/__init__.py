"""The audit: recomputes a solved plan from its input and result tables alone (model, section 9).

It is a second implementation of the planning model and shares nothing with the optimiser: a mistake in
assembly, tree, rules or result tables shows as a violation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.audit.answer import AnswerReader
from planner.audit.case import Bill, Case
from planner.audit.contracts import check_contracts
from planner.audit.cover import check_cover
from planner.audit.effects import read_effects
from planner.audit.inputs import read_plan
from planner.audit.investments import check_investments, modules_complete
from planner.audit.ledger import CHECKS, TOLERANCE, Ledger, Violation
from planner.audit.money import check_costs, check_objective
from planner.audit.overview import check_awards, check_scenarios
from planner.audit.pools import check_pools
from planner.audit.production import check_processes, check_production
from planner.audit.rules import check_rules
from planner.audit.sizes import read_sizes
from planner.audit.stock import check_stock, work_out_flows
from planner.audit.supply import check_supply, work_out_supply
from planner.audit.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.workbook.tables import Tables

__all__ = ["CHECKS", "TOLERANCE", "Violation", "audit", "violations"]


def audit(
    tables: Tables,
    results: Mapping[str, pd.DataFrame],
    objective: Mapping[str, float],
    *,
    disruptions: bool = True,
) -> pd.DataFrame:
    """Recompute a solution and return the Audit table.

    Parameters
    ----------
    tables
        The input tables, as read and checked.
    results
        The result tables by sheet name ("Awards", "Orders", …).
    objective
        The numbers reported: ``objective``, ``expected_cost``, ``cvar``, ``worst_cost``; ``risk_weight`` and
        ``cvar_alpha`` are held to the settings where they are given.
    disruptions
        ``False``: the plan was made without scenarios; only the events under scenario 0 count.

    Returns
    -------
    pandas.DataFrame
        One row per check: ``check``, ``items_checked``, ``largest_violation`` (as a share of the largest
        term of its row, or of what the plan uses of the thing where all are smaller) and ``passed``.

    """
    return _run(tables, results, objective, disruptions=disruptions).frame()


def violations(
    tables: Tables,
    results: Mapping[str, pd.DataFrame],
    objective: Mapping[str, float],
    *,
    disruptions: bool = True,
) -> list[Violation]:
    """Return the first violations of each check; parameters as for ``audit``."""
    return _run(tables, results, objective, disruptions=disruptions).violations


def _run(
    tables: Tables, results: Mapping[str, pd.DataFrame], objective: Mapping[str, float], *, disruptions: bool
) -> Ledger:
    ledger = Ledger()
    plan = read_plan(tables)
    tree = read_tree(tables, plan.rows["Events"], disruptions=disruptions)
    effects = read_effects(plan, tree)
    reader = AnswerReader(results, plan, tree, ledger)
    answer = reader.read()
    complete, working = modules_complete(plan, tree, effects, answer)
    case = Case(
        plan=plan,
        tree=tree,
        effects=effects,
        answer=answer,
        sizes=read_sizes(plan, answer),
        ledger=ledger,
        bill=Bill(len(tree.ids), plan.months),
        complete=complete,
        working=working,
    )
    supply = work_out_supply(case)
    flows = work_out_flows(case, supply)
    check_investments(case)
    check_supply(case, supply)
    check_contracts(case, supply)
    check_pools(case)
    check_production(case)
    check_processes(case)
    check_stock(case, flows)
    check_cover(case, flows)
    check_rules(case, flows)
    check_costs(case)
    check_objective(case, objective)
    check_awards(case)
    check_scenarios(case, reader)
    return ledger
