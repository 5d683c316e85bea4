"""Texts of the findings that need more than one cell."""

from __future__ import annotations

from planner.workbook.messages.chances import CHANCES
from planner.workbook.messages.events import EVENTS
from planner.workbook.messages.feasibility import FEASIBILITY
from planner.workbook.messages.investments import INVESTMENTS
from planner.workbook.messages.items import ITEMS
from planner.workbook.messages.offers import OFFERS
from planner.workbook.messages.past import PAST
from planner.workbook.messages.places import PLACES
from planner.workbook.messages.pools import POOLS
from planner.workbook.messages.production import PRODUCTION
from planner.workbook.messages.references import REFERENCES
from planner.workbook.messages.rules import RULES
from planner.workbook.messages.scenarios import SCENARIOS
from planner.workbook.messages.terms import TERMS
from planner.workbook.messages.truth import TRUTH
from planner.workbook.messages.whatif import WHAT_IF

CHECK_MESSAGES: dict[str, dict[str, str]] = {
    code: {"en": english, "ja": japanese}
    for texts in (
        REFERENCES,
        OFFERS,
        ITEMS,
        PRODUCTION,
        INVESTMENTS,
        RULES,
        EVENTS,
        SCENARIOS,
        WHAT_IF,
        FEASIBILITY,
        TERMS,
        POOLS,
        PLACES,
        PAST,
        CHANCES,
        TRUTH,
    )
    for code, (english, japanese) in texts.items()
}
"""Text by code, then by language."""
