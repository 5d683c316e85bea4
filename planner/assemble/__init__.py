"""Checked tables → plan data: the only place for calendar, currencies, indices and units.

Nothing is checked here: it takes tables without errors (``workbook.checks``). Defaults that depend on other
cells are filled here.
"""

from planner.assemble.offers import tier_number
from planner.assemble.plan import assemble

__all__ = ["assemble", "tier_number"]
