"""Pools: one discount over several contracts, by what they commit together (model, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import numeric

if TYPE_CHECKING:
    from planner.audit.case import Case

NO_TIER = -1


def check_pools(case: Case) -> None:
    """Hold each pool to one tier, its members to that tier and its table to both; charge what it costs."""
    plan, ledger, table = case.plan, case.ledger, case.answer.pools
    signed = np.nan_to_num(numeric(case.answer.awards["signed"]))
    rate = np.nan_to_num(numeric(case.answer.awards["rate_per_month"]))
    written = numeric(table["tier"])
    column = {name: numeric(table[name]) for name in ("from_annual", "committed", "discount", "tier_cost")}
    for k, (pool, tiers) in enumerate(plan.pools.items()):
        chosen = int(written[k]) if written[k] in range(1, len(tiers) + 1) else NO_TIER
        ledger.same("pools", {"pool": pool}, ok=chosen != NO_TIER or bool(np.isnan(written[k])))
        members = [o for o, option in enumerate(plan.options) if option.pool == pool]
        inside = np.array([plan.options[o].tier == chosen for o in members], bool)
        names = {"offer": [plan.options[o].label for o in members]}
        ledger.at_most("pools", signed[members], np.zeros(len(members)), names, where=~inside)
        weight = np.array([plan.options[o].weight for o in members], float)
        committed = np.array([float(12 * weight @ rate[members])])
        place = {"pool": (pool,)}
        none_chosen = chosen == NO_TIER
        for name, found in column.items():
            ledger.holds(
                "Pools table", np.isnan(found[k : k + 1]), place, where=none_chosen and name != "committed"
            )
        if none_chosen:
            ledger.equal("Pools table", np.nan_to_num(column["committed"][k : k + 1]), committed, place)
            continue
        tier = tiers[chosen - 1]
        ledger.at_least("pools", committed, np.array([tier.low]), place)
        ledger.at_most("pools", committed, np.array([tier.high]), place)
        for name, expected in (
            ("from_annual", tier.low),
            ("committed", float(committed[0])),
            ("discount", tier.discount),
            ("tier_cost", tier.cost),
        ):
            ledger.equal("Pools table", column[name][k : k + 1], np.array([expected]), place)
        for year in plan.years():
            case.bill.add_first_stage("contract", year[0], tier.cost * len(year) / 12)
