"""Facts of a finding that read differently in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from planner.workbook.schema.choices import choice_word
from planner.workbook.schema.columns import Column


@dataclass(frozen=True, slots=True)
class Words:
    """One fact in both languages; a text asks for its own with ``{name:ja}``, else it is English."""

    en: str
    ja: str

    def __format__(self, language: str) -> str:
        """Return the fact in one language."""
        return self.ja if language == "ja" else self.en

    def __str__(self) -> str:
        return self.en


class Word(str):
    """An English text that knows its Japanese one."""

    __slots__ = ("ja",)
    ja: str

    def __new__(cls, en: str, ja: str) -> Self:
        """Return the word."""
        word = super().__new__(cls, en)
        word.ja = ja
        return word

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.ja

    def __format__(self, language: str) -> str:
        """Return the fact in one language."""
        return self.ja if language == "ja" else str(self)


def choice_words(choices: Iterable[str]) -> Words:
    """Return words of a drop-down as each language shows them."""
    choices = tuple(choices)
    return Words(", ".join(choices), "、".join(choice_word(choice, "ja") for choice in choices))


def column_words(columns: Iterable[Column]) -> Words:
    """Return the labels of columns, each with its key where the label does not show it already."""
    columns = tuple(columns)
    return Words(
        ", ".join(c.en if c.en.casefold() == c.key else f"{c.en} ({c.key})" for c in columns),
        "、".join(f"{c.ja}（{c.key}）" for c in columns),
    )
