"""Findings: what was found in a workbook, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planner.workbook.messages.catalogue import MESSAGES
from planner.workbook.printable import facts_for_print, in_one_line
from planner.workbook.sentences import filled

ALSO = "also"
"""Fact that says in which other rows the same stands."""


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Nothing is solved while it stands."""
    WARNING = "warning"
    """Probably not meant, or a consequence worth knowing."""
    NOTE = "note"
    """A value was accepted, but read differently from how it was written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one workbook.

    ``code`` names its text in ``messages.MESSAGES`` (English and Japanese); ``facts`` fill the text.
    """

    severity: Severity
    code: str
    sheet: str = ""
    """Sheet name as the user's file spells it; empty for the whole file."""
    cell: str = ""
    """Cell or range address; empty for a whole sheet."""
    column: str = ""
    """Column key."""
    facts: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: str = "en") -> str:
        """Return the sentence alone, and where the same stands too."""
        facts = facts_for_print(self.facts)
        also = facts.get(ALSO, "")
        return filled(MESSAGES[self.code][language], language, facts) + (f"{also:{language}}" if also else "")

    def place(self) -> str:
        """Return ``Sheet!Cell``, the sheet alone, or an empty text."""
        sheet = in_one_line(self.sheet)
        return f"{sheet}!{self.cell}" if self.cell else sheet


class InputErrors(Exception):
    """A workbook that cannot be planned with; carries every finding, errors, warnings and notes alike."""

    def __init__(self, findings: Iterable[Finding], language: str | None = None) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        self.language = language
        """Language of the workbook, where it could be told."""
        super().__init__(f"{sum(f.severity is Severity.ERROR for f in self.findings)} errors in the workbook")
