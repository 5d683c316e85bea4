"""How large the money of one plan is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.reporting.view.content import Summary
from planner.reporting.words.minus import signed_format
from planner.reporting.words.phrases import WHOLE, Speech


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale for every amount on a sheet, so that columns compare."""

    size: float
    word: str
    """Unit of the scaled amounts, with the currency."""
    number_format: str
    """Shows an unscaled amount at this scale."""
    tile_format: str
    """The same with the scale's word behind it."""


def plan_speech(language: str, summary: Summary) -> Speech:
    """Return a language that tells amounts to four digits of what the whole plan costs."""
    largest = max(abs(summary.worst), abs(summary.expected))
    return Speech(language, summary.currency, money_resolution(largest))


def money_resolution(largest: float) -> float:
    """Return the size to which amounts are told: four digits of the largest."""
    return 10.0 ** (math.floor(math.log10(largest)) - 3) if largest >= 1 else 0.0


def money_scale(speech: Speech, largest: float) -> Scale:
    """Return the scale at which an amount has a handful of digits."""
    for size, key, commas in ((1e6, "million", ",,"), (1e3, "thousand", ",")):
        if abs(largest) >= 2 * size:
            fine, tile = (".00", ".0") if abs(largest) < 10_000 * size else ("", "")
            if speech.currency in WHOLE and size < 1e6:
                fine = tile = ""
            short = speech.word(f"short_{key}")
            return Scale(
                size,
                speech.say(f"scale_{key}", currency=speech.unit_of_money),
                signed_format(f"#,##0{fine}{commas}"),
                signed_format(f'#,##0{tile}{commas}"{short}"'),
            )
    plain = signed_format("#,##0" if speech.currency in WHOLE else "#,##0.00")
    return Scale(1.0, speech.say("scale_plain", currency=speech.unit_of_money), plain, plain)
