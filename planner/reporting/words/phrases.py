"""Words and figures in English and Japanese: what a fact looks like inside a sentence."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.reporting.words.advice import ADVICE_EN, ADVICE_JA
from planner.reporting.words.charts import CHARTS_EN, CHARTS_JA
from planner.reporting.words.columns import COLUMNS_EN, COLUMNS_JA
from planner.reporting.words.comparison import COMPARISON_EN, COMPARISON_JA
from planner.reporting.words.guide import GUIDE_EN, GUIDE_JA
from planner.reporting.words.minus import minus
from planner.reporting.words.report import REPORT_EN, REPORT_JA
from planner.reporting.words.screen import LEAD_EN, LEAD_JA
from planner.reporting.words.summary import SUMMARY_EN, SUMMARY_JA
from planner.workbook.sentences import filled

LANGUAGES = ("en", "ja")

CATALOGUE: dict[str, dict[str, str]] = {
    "en": SUMMARY_EN | LEAD_EN | CHARTS_EN | ADVICE_EN | GUIDE_EN | COLUMNS_EN | COMPARISON_EN | REPORT_EN,
    "ja": SUMMARY_JA | LEAD_JA | CHARTS_JA | ADVICE_JA | GUIDE_JA | COLUMNS_JA | COMPARISON_JA | REPORT_JA,
}
"""Text by language and key; braces take facts."""

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WHOLE = frozenset({"JPY", "KRW"})
"""Currencies whose amounts have no decimals."""
MONEY_WORDS = {"JPY": "円"}
"""Codes that a Japanese page writes as a word; others stand as they are quoted."""
NAMES_SHOWN = 8
"""More names than this in one sentence are counted instead."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the plan currency."""

    value: float
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction, shown in per cent."""

    value: float


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its unit."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names."""

    values: tuple[str, ...]
    long: bool = False
    """The names hold commas of their own: a stronger sign stands between them."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is itself in the catalogue, such as a cost component."""

    key: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence inside a sentence."""

    key: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Clauses:
    """Several of them, in a row."""

    values: tuple[Clause, ...]


Fact = str | int | float | dt.date | Money | Share | Amount | Names | Term | Clause | Clauses


@dataclass(frozen=True, slots=True)
class Speech:
    """One language and one currency: turns keys and facts into text."""

    language: str
    currency: str
    resolution: float = 0.0
    """Amounts are told to about this size, so that those of one plan compare; 0: to one decimal."""

    def word(self, key: str) -> str:
        """Return a text without facts."""
        return CATALOGUE[self.language][key]

    def say(self, key: str, /, **facts: Fact) -> str:
        """Return a text with its facts filled in."""
        told = {name: self.fact(fact) for name, fact in facts.items()}
        return filled(self.word(key), self.language, told)

    def fact(self, fact: Fact) -> str:
        """Return a fact as people read it."""
        match fact:
            case str():
                return fact
            case dt.date():
                return self.month(fact)
            case Money():
                return self.money(fact.value, signed=fact.signed)
            case Share():
                return percent(fact.value)
            case Amount():
                return quantity(fact.value) + (f" {fact.unit}" if fact.unit else "")
            case Names():
                return self.names(fact)
            case Term():
                return self.word(fact.key)
            case Clause():
                return self.say(fact.key, **fact.facts)
            case Clauses():
                return self.word("clause_joint").join(self.fact(clause) for clause in fact.values)
            case int():
                return f"{fact:,}"
            case float():
                return quantity(fact)

    def month(self, month: dt.date) -> str:
        """Return a month as the language writes it."""
        if self.language == "ja":
            return f"{month.year}年{month.month}月"
        return f"{MONTH_NAMES[month.month - 1]} {month.year}"

    def money(self, value: float, *, signed: bool = False) -> str:
        """Return an amount with its scale and currency, to the resolution of the plan."""
        sign = minus() if value < 0 else "+" if signed and value > 0 else ""
        unit = self.unit_of_money
        for size, key in ((1e6, "million"), (1e3, "thousand")):
            if abs(value) >= (size if size > 1e3 else 1e4):
                figure = f"{sign}{abs(value) / size:,.{self._decimals(size)}f}"
                return self.word(f"money_{key}").format(value=figure, currency=unit)
        figure = f"{abs(value):,.0f}" if self.currency in WHOLE else quantity(abs(value))
        if not figure.strip("0.,"):
            sign, figure = "", "0"  # next to nothing has no sign
        return self.word("money_plain").format(value=sign + figure, currency=unit)

    @property
    def unit_of_money(self) -> str:
        """The plan's currency as the language writes it behind an amount."""
        return MONEY_WORDS.get(self.currency, self.currency) if self.language == "ja" else self.currency

    def _decimals(self, size: float) -> int:
        return min(3, max(0, round(math.log10(size / self.resolution)))) if self.resolution else 1

    def names(self, names: Names) -> str:
        """Return a list of names, cut where it grows long."""
        joint = self.word("clause_joint" if names.long else "list_joint")
        text = joint.join(names.values[:NAMES_SHOWN])
        if len(names.values) > NAMES_SHOWN:
            text += self.word("list_more").format(count=len(names.values) - NAMES_SHOWN)
        return text


def percent(value: float) -> str:
    """Return a fraction in per cent, with the digits its size deserves."""
    hundred = round(value * 100, 6)
    if 0 < abs(hundred) < 0.005:
        return "<0.01%"
    digits = 0 if abs(hundred) >= 10 else 1 if abs(hundred) >= 1 else 2
    figure = f"{hundred:.{digits}f}"
    return (figure.rstrip("0").rstrip(".") if "." in figure else figure) + "%"


def quantity(value: float) -> str:
    """Return a number with three significant digits, or whole where it is larger."""
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.{1 if size >= 10 else 2 if size >= 1 else 3}f}"
