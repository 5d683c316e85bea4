"""What planning for disruptions is worth, in plain sentences for the Summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.reporting.risk.words import told
from planner.reporting.words.phrases import Share, Speech

TINY = 1e-9
"""Part of the optimum below which a measure is nothing."""


def value_sentences(
    value: Mapping[str, Any], alpha: float, speech: Speech, expected: float | None = None
) -> Iterator[tuple[str, str]]:
    """Yield a key and a sentence for each measure.

    Parameters
    ----------
    value
        ``ValueOfPlanning.to_json()`` (planner.risk.value): the report stands below the floor of risk.
    alpha
        Tail level of the plan.
    speech
        Language and currency.
    expected
        Expected cost of the plan as it stands; where that is another than the least, it is said of which
        plan the measures tell.
    """
    language, money = speech.language, speech.money
    least = TINY * max(1.0, abs(_number(value["optimum"])))
    noise = max(least, _number(value["uncertainty"]))

    def measure(key: str, amount: float) -> tuple[str, str]:
        if abs(amount) <= least:
            return key, told(f"value no {key}", language)
        if abs(amount) <= noise:
            return key, told(f"value little {key}", language, gap=money(noise))
        return key, told(f"value {key}", language, amount=money(amount))

    yield measure("evpi", _number(value["evpi"]))
    if value["vss"] == "infeasible":
        yield "vss", told("value vss infeasible", language)
    else:
        yield measure("vss", _number(value["vss"]))
    yield measure("premium", _number(value["insurance_premium"]))
    own = _number(value.get("insurance_premium_as_planned", value["insurance_premium"]))
    off = 0.0 if expected is None else abs(expected - _number(value["optimum"]))
    if max(off, abs(own - _number(value["insurance_premium"]))) > noise:
        key = "value weight none" if abs(own) <= noise else "value weight"
        yield "weight", told(key, language, amount=money(own))
    if value["tail_reduction_per_premium"] is not None:
        yield (
            "tail",
            told(
                "value tail",
                language,
                premium=money(_number(value["insurance_premium_as_planned"])),
                tail=money(_number(value["tail_reduction"])),
                part=speech.fact(Share(1 - alpha)),
                ratio=f"{_number(value['tail_reduction_per_premium']):,.1f}",
            ),
        )
    if noise > least:
        yield "gap", told("value gap", language, gap=money(noise))
    if value["order_lots"]:
        yield "lots", told("value lots", language)


def _number(value: Any) -> float:
    return float(value)
