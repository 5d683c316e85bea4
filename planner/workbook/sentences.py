"""Sentences with their facts filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

_COUNTED = re.compile(
    r"(\{(\w+)(?::[^}]*)?\}) "
    r"(cell|character|column|contract|day|event|formula|module|month|note|offer|onset|question|row|scenario"
    r"|second|source|time|unit|warning|year)s\b"
)
"""A fact and what it counts."""


def filled(text: str, language: str, facts: Mapping[str, object]) -> str:
    """Return a text with its facts; in English one of a thing is not told as many."""
    if language == "en":
        text = _COUNTED.sub(lambda found: _one_or_many(found, facts), text)
    return text.format(**facts)


def _one_or_many(found: re.Match[str], facts: Mapping[str, object]) -> str:
    fact, name, thing = found.groups()
    told = fact.format(**{name: facts[name]}) if name in facts else ""
    return f"{fact} {thing}" if told == "1" else found[0]
