"""Pools: discounts over several contracts."""

from __future__ import annotations

from models.plan.data import PoolTier
from models.plan.names import Pool
from planner.workbook.access import text
from planner.workbook.pools import pool_tiers
from planner.workbook.tables import Tables


def pools(tables: Tables) -> dict[Pool, tuple[PoolTier, ...]]:
    """Return the tiers of every pool that an offer names, from the lowest, which begins at 0."""
    named = sorted({text(row, "pool") for row in tables["Offers"]} - {""})
    return {
        Pool(name): tuple(
            PoolTier(tier.from_annual, tier.to_annual, tier.discount, tier.tier_cost)
            for tier in pool_tiers(tables, name)
        )
        for name in named
    }
