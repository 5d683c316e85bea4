"""Texts of the findings that need more than one cell."""

from __future__ import annotations

from planner.workbook.messages.risk_checks import EVENTS, FEASIBILITY, RULES, SCENARIOS, WHAT_IF
from planner.workbook.messages.supply_checks import INVESTMENTS, ITEMS, OFFERS, PRODUCTION, REFERENCES

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
    )
    for code, (english, japanese) in texts.items()
}
"""Text by code, then by language."""
