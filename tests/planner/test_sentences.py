"""Sentences with their facts: in English one of a thing is not told as many."""

from __future__ import annotations

import pytest

from planner.reporting.words.phrases import Speech
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.sentences import filled


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"months": 1, "days": 1}, "for 1 month, 1 day a week"),
        ({"months": "1", "days": 1.0}, "for 1 month, 1 day a week"),
        ({"months": 2, "days": 11}, "for 2 months, 11 days a week"),
        ({"months": 0, "days": 1.5}, "for 0 months, 2 days a week"),
        ({"months": "10–1", "days": 0.4}, "for 10–1 months, 0 days a week"),
    ],
)
def test_one_of_a_thing_is_told_as_one(facts: dict[str, object], told: str) -> None:
    assert filled("for {months} months, {days:.0f} days a week", "en", facts) == told


def test_names_and_verbs_stay_as_they_are() -> None:
    assert filled("'{name}' is 1 of {count} plans", "en", {"name": "Line 1 days", "count": 1}) == (
        "'Line 1 days' is 1 of 1 plans"
    )
    assert filled("{level} is too low, {level} has no use", "en", {"level": 1}) == (
        "1 is too low, 1 has no use"
    )


def test_other_languages_are_filled_as_they_are() -> None:
    assert filled("{months} months", "ja", {"months": 1}) == "1 months"


def test_findings_and_the_report_speak_so() -> None:
    finding = Finding(Severity.WARNING, "W411", facts={"value": 1, "months": 0.03})
    assert finding.message().startswith("is 1 month. ")
    assert finding.message("ja").startswith("1か月")
    assert Speech("en", "USD").say("chart_target", days="1") == "target: 1 day of use"
    assert Speech("en", "USD").say("chart_target", days="30") == "target: 30 days of use"
