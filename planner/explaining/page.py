"""The workbook of an explanation: sentences and tables for people in front, plain tables behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.explaining.alternatives import Alternative, Decision
from planner.explaining.explanation import KINDS, Explanation
from planner.explaining.prices import LIFTED, Price
from planner.explaining.sentences import Teller, weight
from planner.explaining.why_not import WhyNot
from planner.reporting.layout.page import Field
from planner.reporting.layout.scale import Scale
from planner.reporting.risk.book import Grid, Picture, RiskBook, Section
from planner.reporting.words.phrases import Speech

FRONT = "Explanation"
SHOWN = 20
"""Lines in the tables for people; the sheets have all."""
CHARTED = 8
PRICE_COLUMNS = (
    "kind sheet row column cell now variant to status objective change change_low change_high "
    "offers_entering seconds whatif"
).split()
WHY_NOT_COLUMNS = (
    "kind name sheet column cell now unit status break_even break_even_sure factor proven extra_cost_today "
    "kept_out_by solves seconds whatif"
).split()
ALTERNATIVE_COLUMNS = (
    "chosen without_kind without status objective extra_cost expected_cost cvar gap dropped added whatif"
).split()
PlainTable = tuple[Sequence[str], Sequence[Sequence[Any]]]


def explanation_book(
    explanation: Explanation, speech: Speech, scale: Scale, facts: Mapping[str, object]
) -> RiskBook:
    """Return what the workbook of an explanation holds.

    Parameters
    ----------
    explanation : Explanation
    speech : Speech
        Language and currency.
    scale : Scale
        Of the money on the page.
    facts : mapping
        What is needed to repeat the run.
    """
    page = _Page(explanation, Teller(speech), scale)
    parts = set(explanation.wish.parts)
    sections = []
    if "rules" in parts:
        sections.append(page.prices())
    if parts & {"offers", "suppliers", "investments"}:
        sections.append(page.why_not())
    if "alternatives" in parts and explanation.wish.alternatives:
        sections.append(page.alternatives())
    return RiskBook(
        title=page.teller.told("title", plan=explanation.base.inputs.settings["plan_name"]),
        lead=tuple(page.teller.lead(explanation)),
        sections=tuple(sections),
        sheets=plain_sheets(explanation),
        facts=facts,
        front=FRONT,
    )


def largest_money(explanation: Explanation) -> float:
    """Return the largest change of cost on the page, which sets the scale of its money."""
    amounts = [price.change for price in explanation.prices]
    amounts += [alternative.extra for alternative in explanation.alternatives if alternative.chosen]
    largest = max((abs(amount) for amount in amounts if amount is not None), default=0.0)
    return largest or max((answer.extra or 0.0 for answer in explanation.why_not), default=0.0)


def plain_sheets(explanation: Explanation) -> dict[str, PlainTable]:
    """Return the plain tables of an explanation, by sheet."""
    return {
        "Price of rules": (PRICE_COLUMNS, [_price_row(price) for price in explanation.prices]),
        "Why not": (WHY_NOT_COLUMNS, [_why_not_row(answer) for answer in explanation.why_not]),
        "Alternatives": (ALTERNATIVE_COLUMNS, [_alternative_row(a) for a in explanation.alternatives]),
    }


def _price_row(price: Price) -> Sequence[Any]:
    asked = price.question
    return (
        asked.kind,
        asked.sheet,
        asked.row,
        asked.column,
        asked.place,
        asked.now,
        asked.variant,
        asked.to,
        price.status,
        price.objective,
        price.change,
        price.low,
        price.high,
        _listed(price.offers),
        price.seconds,
        _listed(change.told() for change in asked.changes),
    )


def _why_not_row(answer: WhyNot) -> Sequence[Any]:
    asked = answer.question
    return (
        asked.kind,
        asked.name,
        asked.sheet,
        asked.column,
        asked.place,
        asked.now,
        asked.unit or None,
        answer.status,
        answer.break_even,
        answer.sure,
        answer.factor,
        answer.proven,
        answer.extra,
        _listed(answer.kept_out_by),
        answer.solves,
        answer.seconds,
        _listed(change.told() for change in answer.changes),
    )


def _alternative_row(alternative: Alternative) -> Sequence[Any]:
    return (
        alternative.chosen,
        alternative.without.kind,
        alternative.without.name,
        alternative.status,
        alternative.objective,
        alternative.extra,
        alternative.expected_cost,
        alternative.cvar,
        alternative.gap,
        _listed(_key(decision) for decision in alternative.dropped),
        _listed(_key(decision) for decision in alternative.added),
        _listed(change.told() for change in alternative.without.changes),
    )


def _key(decision: Decision) -> str:
    return ":".join(decision)


def _listed(values: Any) -> str | None:
    return "; ".join(values) or None


class _Page:
    """Writes the sections of one explanation."""

    def __init__(self, explanation: Explanation, teller: Teller, scale: Scale) -> None:
        self.explanation, self.teller, self.scale = explanation, teller, scale

    def prices(self) -> Section:
        """Return what every limit costs, the dearest first."""
        teller, found = self.teller, sorted(self.explanation.prices, key=weight, reverse=True)
        if not found:
            return Section(teller.told("prices"), (teller.told("prices none"),))
        fields = (
            Field(teller.told("head limit"), 4),
            Field(teller.told("head cell"), 2),
            Field(teller.told("head changed"), 2),
            Field(teller.told("head effect"), 2),
            Field(self._money("head change"), 2, "money"),
            Field(self._money("head low"), 2, "money"),
            Field(self._money("head high"), 2, "money"),
        )
        rows = tuple(
            (
                teller.limit(price.question),
                price.question.place,
                teller.move(price.question),
                teller.effect(price),
                price.change,
                price.low,
                price.high,
            )
            for price in found[:SHOWN]
        )
        charts = (self._chart(found),) if any(_saving(price) for price in found) else ()
        return Section(teller.told("prices"), (teller.told("prices how"),), Grid(fields, rows), charts)

    def _chart(self, found: Sequence[Price]) -> Picture:
        teller = self.teller
        charted = [price for price in found if _saving(price)][:CHARTED]
        sure = [max(0.0, -(price.high or 0.0)) for price in charted]
        return Picture(
            kind="bar",
            title=teller.told("chart prices", scale=self.scale.word),
            heads=(teller.told("chart saves"), teller.told("chart sure")),
            categories=tuple(
                f"{teller.limit(price.question)}: {teller.move(price.question)}" for price in charted
            ),
            rows=tuple(
                (-(price.change or 0.0), certain) for price, certain in zip(charted, sure, strict=True)
            ),
            number_format=self.scale.number_format,
        )

    def why_not(self) -> Section:
        """Return what would have to change for what was left aside, the nearest first."""
        teller = self.teller
        found = sorted(self.explanation.why_not, key=lambda answer: -(answer.factor or 0.0))
        if not found:
            all_asked = set(KINDS) <= set(self.explanation.wish.parts)
            said = teller.told("why not none" if all_asked else "why not none asked")
            return Section(teller.told("why not"), (said,))
        fields = (
            Field(teller.told("head thing"), 3),
            Field(teller.told("head cell"), 2),
            Field(teller.told("head unit"), 1),
            Field(teller.told("head now"), 2, "price"),
            Field(teller.told("head break-even"), 2, "price"),
            Field(teller.told("head part"), 1, "share"),
            Field(teller.told("head sure"), 2, "price"),
            Field(self._money("head extra"), 1, "money"),
            Field(teller.told("head answer"), 2),
        )
        rows = tuple(
            (
                teller.thing(answer.question),
                answer.question.place,
                answer.question.unit,
                answer.question.now,
                answer.break_even,
                answer.factor,
                answer.sure,
                answer.extra,
                teller.answer(answer),
            )
            for answer in found[: 2 * SHOWN]
        )
        return Section(teller.told("why not"), (teller.told("why not how"),), Grid(fields, rows))

    def alternatives(self) -> Section:
        """Return the other plans chosen."""
        teller = self.teller
        chosen = [a for a in self.explanation.alternatives if a.chosen]
        how = teller.told("alternatives how")
        if not chosen:
            return Section(teller.told("alternatives"), (how, teller.others(self.explanation)))
        fields = (
            Field(teller.told("head without"), 3),
            Field(self._money("head extra cost"), 2, "money"),
            Field(self._money("head expected"), 2, "money"),
            Field(self._money("head cvar"), 2, "money"),
            Field(teller.told("head dropped"), 4),
            Field(teller.told("head added"), 3),
        )
        rows = tuple(
            (
                teller.decision((a.without.kind, a.without.name)),
                a.extra,
                a.expected_cost,
                a.cvar,
                teller.decisions(a.dropped),
                teller.decisions(a.added),
            )
            for a in chosen
        )
        return Section(teller.told("alternatives"), (how,), Grid(fields, rows))

    def _money(self, key: str) -> str:
        return self.teller.told("money title", title=self.teller.told(key), scale=self.scale.word)


def _saving(price: Price) -> bool:
    return price.question.variant in LIFTED and (price.change or 0.0) < 0
