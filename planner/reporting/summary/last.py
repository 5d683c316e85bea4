"""What was decided otherwise than in the last plan, and whether that was worth it, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planner.reporting.words.months import say
from planner.reporting.words.phrases import Money, Speech

SHOWN = 8
"""Changes told one by one, the dearest first."""


def last_sentences(facts: Mapping[str, Any], speech: Speech) -> list[str]:
    """Return what changed since the last plan."""
    language = speech.language
    changes = list(facts["changes"])
    if not changes:
        return [say("last same", language)]
    if facts["kept_all"]:
        cost = float(facts["cost_of_keeping_all"])
        if cost <= 0:  # the free plan is one within its gap, and these happen to be better
            return [say("last kept for nothing", language, count=len(changes))]
        gain = speech.fact(Money(cost))
        threshold = speech.fact(Money(float(facts["threshold"])))
        return [say("last kept all", language, count=len(changes), gain=gain, threshold=threshold)]
    changes.sort(key=lambda row: (row["kept"], not row["cannot_be_kept"], -(row["cost_of_keeping"] or 0.0)))
    told = list(_each(changes[:SHOWN], speech))
    if len(changes) > SHOWN:
        told.append(say("last more", language, count=len(changes) - SHOWN))
    return told


def _each(changes: Iterable[Mapping[str, Any]], speech: Speech) -> Iterable[str]:
    for row in changes:
        cost = row["cost_of_keeping"]
        key = "last cannot" if row["cannot_be_kept"] else "last kept" if row["kept"] else "last changed"
        if key == "last changed" and cost is None:
            key = "last unknown"
        yield say(
            key,
            speech.language,
            kind=say(f"kind {row['kind']}", speech.language),
            name=row["name"],
            before=f"{row['before']:,.6g}",
            after=f"{row['after']:,.6g}",
            cost="" if cost is None else speech.fact(Money(float(cost))),
        )
