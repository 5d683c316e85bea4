"""Everything about a workbook that needs more than one cell, in the order in which a buyer would look."""

from __future__ import annotations

from planner.workbook.checks.base import Book
from planner.workbook.checks.events import check_events
from planner.workbook.checks.feasible import check_feasible
from planner.workbook.checks.investments import check_investments
from planner.workbook.checks.items import check_items
from planner.workbook.checks.loops import check_loops
from planner.workbook.checks.magnitudes import check_magnitudes
from planner.workbook.checks.money import check_money
from planner.workbook.checks.past import check_past
from planner.workbook.checks.places import check_places
from planner.workbook.checks.pools import check_pools
from planner.workbook.checks.prices import check_prices
from planner.workbook.checks.production import check_production
from planner.workbook.checks.references import check_references
from planner.workbook.checks.rules import check_rules
from planner.workbook.checks.scenarios import check_scenarios
from planner.workbook.checks.slips import check_slips
from planner.workbook.checks.sourcing import check_sourcing
from planner.workbook.checks.terms import check_terms
from planner.workbook.checks.tiers import check_tiers
from planner.workbook.checks.whatif import check_whatif
from planner.workbook.messages.findings import Finding
from planner.workbook.tables import Tables

CHECKS = (
    check_references,
    check_items,
    check_sourcing,
    check_tiers,
    check_terms,
    check_pools,
    check_production,
    check_places,
    check_loops,
    check_investments,
    check_rules,
    check_events,
    check_scenarios,
    check_past,
    check_whatif,
    check_money,
    check_prices,
    check_magnitudes,
    check_slips,
    check_feasible,
)
"""One function per subject; each yields findings and never raises on missing or broken cells."""


NO_ERRORS = frozenset({check_money, check_prices, check_slips, check_feasible})
"""Those that only warn."""


def check(tables: Tables, *, errors_only: bool = False) -> list[Finding]:
    """Return every finding on tables that were read, also where broken cells or rows are missing from them.

    Parameters
    ----------
    tables
        What survived the reading: a broken cell is ``None``, a broken row may be absent.
    errors_only
        Leave out the checks that only warn: half of the time.

    Returns
    -------
    list of Finding
        Errors, warnings and notes, subject by subject.
    """
    book = Book(tables)
    return [finding for one in CHECKS if not (errors_only and one in NO_ERRORS) for finding in one(book)]
