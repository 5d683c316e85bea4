"""The tiers of a pool as its rows mean them: from nothing upwards, each to where the next begins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.workbook.access import amount, number, text
from planner.workbook.tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of a pool."""

    from_annual: float
    to_annual: float | None = None
    """``None``: as much as the members can commit."""
    discount: float = 0.0
    tier_cost: float = 0.0
    row: Row | None = None
    """Its row; ``None`` for the tier that is added where none begins at 0."""


def pool_rows(tables: Tables, pool: str) -> list[Row]:
    """Return the rows of a pool by the volume at which they begin."""
    rows = [row for row in tables.sheets.get("Pools", ()) if text(row, "pool") == pool]
    return sorted(rows, key=lambda row: amount(row, "from_annual"))


def pool_tiers(tables: Tables, pool: str) -> tuple[Tier, ...]:
    """Return the tiers of a pool, numbered from 1 as they stand here.

    Where no tier begins at 0, one without discount is added up to the lowest; a blank end is the beginning of
    the next tier.
    """
    tiers = [
        Tier(
            amount(row, "from_annual"),
            number(row, "to_annual"),
            amount(row, "discount"),
            amount(row, "tier_cost"),
            row,
        )
        for row in pool_rows(tables, pool)
    ]
    if not tiers or tiers[0].from_annual > 0:
        tiers.insert(0, Tier(0.0, tiers[0].from_annual if tiers else None))
    return tuple(
        replace(tier, to_annual=tiers[k + 1].from_annual)
        if tier.to_annual is None and k + 1 < len(tiers)
        else tier
        for k, tier in enumerate(tiers)
    )
