"""An explanation in sentences, in the language of the reader."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from planner.explaining.alternatives import Alternative, Decision
from planner.explaining.changes import shown
from planner.explaining.explanation import KINDS, Explanation
from planner.explaining.left_aside import Question as Thing
from planner.explaining.prices import LIFTED, Price
from planner.explaining.prices import Question as Limit
from planner.explaining.why_not import WhyNot
from planner.explaining.words import told
from planner.reporting.words.phrases import Speech, percent, quantity
from planner.workbook.tables import Value

SHOWN = 8
"""Answers of each part on a screen."""
PARTS = ("share", "min_fill_rate")
"""Columns whose cells show per cent."""
SAME = 1e-6
"""Amounts that differ by a smaller part of the plan's cost are told as one."""


class Teller:
    """Says what was found."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech

    def told(self, key: str, **facts: object) -> str:
        """Return one sentence of the catalogue."""
        return told(key, self.speech.language, **facts)

    def lead(self, explanation: Explanation) -> Iterator[str]:
        """Yield the few sentences that sum an explanation up."""
        known, money = explanation.known, self.speech.money
        if math.isfinite(known.bound):
            key = "cost exact" if known.noise <= SAME * max(1.0, abs(known.cost)) else "cost"
            yield self.told(key, cost=money(known.cost), bound=money(known.bound), noise=money(known.noise))
        else:
            yield self.told("cost open", cost=money(known.cost))
        if explanation.prices:
            yield self._dearest(explanation)
        nearest = max(
            (answer for answer in explanation.why_not if answer.status == "below"),
            key=lambda answer: answer.factor or 0.0,
            default=None,
        )
        if nearest is not None:
            yield self.told("nearest", thing=self.thing(nearest.question), change=self._down_to(nearest))
        if explanation.alternatives:
            yield self.others(explanation)
        if explanation.not_settled:
            yield self.told("not settled", count=explanation.not_settled, all=explanation.asked)

    def lines(self, explanation: Explanation) -> Iterator[str]:
        """Yield the answers that weigh most, part by part, for a screen."""
        parts = set(explanation.wish.parts)
        ranked = sorted(explanation.prices, key=weight, reverse=True)
        yield from self._block("prices", [self._price_line(price) for price in ranked])
        if "rules" in parts and not ranked:
            yield self.told("prices none")
        nearest = sorted(explanation.why_not, key=lambda answer: -(answer.factor or 0.0))
        yield from self._block("why not", [self._answer_line(answer) for answer in nearest])
        if parts >= set(KINDS) and not nearest:
            yield self.told("why not none")
        elif parts & set(KINDS) and not nearest:
            yield self.told("why not none asked")
        chosen = [alternative for alternative in explanation.alternatives if alternative.chosen]
        yield from self._block("alternatives", [self._alternative_line(other) for other in chosen])

    def _block(self, heading: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield self.told(heading)
            yield from (f"  {line}" for line in lines[:SHOWN])
            if len(lines) > SHOWN:
                yield "  " + self.told("line more", count=len(lines) - SHOWN)

    def _price_line(self, price: Price) -> str:
        facts = {"place": price.question.place, "limit": self.limit(price.question)}
        line = self.told("line price", **facts, effect=self.sentence(price))
        return f"{line} [{self.told('ended stopped')}]" if price.status == "stopped" else line

    def _answer_line(self, answer: WhyNot) -> str:
        asked = answer.question
        facts = {"place": asked.place, "thing": self.thing(asked)}
        if answer.break_even is None or answer.status not in ("below", "not_settled"):
            return self.told("line other", **facts, answer=self.answer(answer))
        more = self.told("line open") if answer.status == "not_settled" else ""
        if not asked.unit:
            return self.told("line part", **facts, part=percent(answer.factor or 0.0)) + more
        now, price = _price(asked.now), _price(answer.break_even)
        line = self.told("line below", **facts, now=now, price=price, unit=asked.unit) + more
        sure = None if answer.sure is None else _price(answer.sure)
        return line if sure in (None, price) else line + self.told("line sure", price=sure)

    def _alternative_line(self, other: Alternative) -> str:
        out = other.without.kind, other.without.name
        also = [decision for decision in other.dropped if decision != out]
        changes = [self.told("also without", names=self.decisions(also))] if also else []
        changes += [self.told("instead", names=self.decisions(other.added))] if other.added else []
        joint = "。" if self.speech.language == "ja" else "; "
        extra = other.extra or 0.0
        key = "line alternative" if extra > self._slight(other.objective) else "line alternative free"
        return self.told(
            key,
            without=self.decision(out),
            money=self.speech.money(extra),
            changes=joint.join(changes or [self.told("others stay")]),
        )

    def others(self, explanation: Explanation) -> str:
        """Return how many other plans there are."""
        count = sum(alternative.chosen for alternative in explanation.alternatives)
        within = percent(explanation.wish.within)
        return self.told("others" if count else "no others", count=count, within=within)

    def _dearest(self, explanation: Explanation) -> str:
        lifted = [p for p in explanation.prices if p.certain and p.question.variant in LIFTED]
        if not lifted:
            return self.told("no limit costs")
        price = min(lifted, key=lambda p: p.change or 0.0)
        asked = price.question
        facts = {"limit": self.limit(asked), "place": asked.place, "money": self._range(price)}
        if asked.variant == "without":
            return self.told("dearest without", **facts)
        return self.told("dearest looser", **facts, now=_cell(asked, asked.now), to=_cell(asked, asked.to))

    def _down_to(self, answer: WhyNot) -> str:
        if not answer.question.unit:
            return self.told("down to part", part=percent(answer.factor or 0.0))
        now, price = (_price(value) for value in (answer.question.now, answer.break_even or 0.0))
        return self.told("down to", now=now, price=price, unit=answer.question.unit)

    def limit(self, asked: Limit) -> str:
        """Return the name of a limit."""
        return self.told(f"limit {asked.kind}", row=asked.row)

    def move(self, asked: Limit) -> str:
        """Return what was done to a limit."""
        now = _cell(asked, asked.now)
        if asked.to is None:
            return self.told("to nothing", now=now)
        return self.told("to", now=now, to=_cell(asked, asked.to))

    def sentence(self, price: Price) -> str:
        """Return what a changed limit does, as a sentence with its range."""
        move, money = self.move(price.question), self.speech.money
        if price.change is None or price.low is None or price.high is None:
            return f"{move}: {self.effect(price)}"
        widest = max(-price.low, price.high)
        if widest <= self._slight(price.objective):
            return self.told("nothing", change=move)
        if not price.certain:
            return self.told("within", change=move, money=money(widest))
        return self.told("saves" if price.change < 0 else "costs", change=move, money=self._range(price))

    def _range(self, price: Price) -> str:
        """Return by how much a changed limit changes the cost: one amount, or what the bounds leave open."""
        least, most = sorted((abs(price.low or 0.0), abs(price.high or 0.0)))
        if most - least <= self._slight(price.objective):
            return self.speech.money(abs(price.change or 0.0))
        return self.told("range", low=self.speech.money(least), high=self.speech.money(most))

    @staticmethod
    def _slight(cost: float | None) -> float:
        """Return an amount that is nothing beside the cost of a plan."""
        return SAME * max(1.0, abs(cost or 0.0))

    def effect(self, price: Price) -> str:
        """Return in a word what a changed limit does."""
        if price.change is None:
            return self.told(f"ended {price.status}")
        if price.status == "stopped":
            return self.told("ended stopped")
        known = price.low is not None and price.high is not None
        if known and max(-(price.low or 0.0), price.high or 0.0) <= self._slight(price.objective):
            return self.told("no effect")
        if not price.certain:
            return self.told("within gap")
        return self.told("saving" if price.change < 0 else "costing")

    def thing(self, asked: Thing) -> str:
        """Return the name of something that was left aside."""
        return self.told(f"thing {asked.kind}", name=asked.name)

    def answer(self, answer: WhyNot) -> str:
        """Return what is to be said about something that was left aside."""
        key = f"answer {answer.status}"
        if answer.kept_out_by and answer.status in ("below", "never"):
            key += " by"
        elif answer.status == "never" and not answer.proven:
            key += " gap"
        elif answer.status == "not_settled" and answer.break_even is not None:
            key += " below"
        joint = "、" if self.speech.language == "ja" else ", "
        return self.told(key, cells=joint.join(answer.kept_out_by))

    def decision(self, decision: Decision) -> str:
        """Return one thing that a plan relies on."""
        kind, name = decision
        return self.told(f"decision {kind}", name=name)

    def decisions(self, decisions: Iterable[Decision]) -> str:
        """Return several, or a dash."""
        joint = "、" if self.speech.language == "ja" else ", "
        return joint.join(self.decision(decision) for decision in decisions) or self.told("same")


def _cell(asked: Limit, value: Value) -> str:
    """Return a value as the cell of a limit shows it."""
    if asked.column in PARTS and isinstance(value, int | float):
        return f"{100 * value:.6g}%"
    large = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 1000
    return f"{value:,.0f}" if large else shown(value)


def weight(price: Price) -> tuple[bool, float]:
    """Return by what a price is ranked: what is certain first, then the size of the change."""
    return price.certain, abs(price.change or 0.0)


def _price(value: float) -> str:
    return f"{value:,.2f}" if abs(value) < 1000 else quantity(value)
