"""The vocabulary in which sheets and columns are declared (the declarations stand in ``schema``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.workbook.tables import Value


class Kind(StrEnum):
    """What a cell of a column holds."""

    ID = "id"
    """An identifier: text, trimmed and NFKC-normalised; its case matters."""
    TEXT = "text"
    NUMBER = "number"
    """A quantity, price, rate or factor (``low`` and ``high`` bound it)."""
    FRACTION = "fraction"
    """A share in [0, 1]; a bare number above 1 is an error that asks for per cent."""
    RATE = "rate"
    """A rate that may exceed 1 (tariff, flex, discount); above 10 it was meant as per cent: error."""
    INTEGER = "integer"
    YESNO = "yesno"
    MONTH = "month"
    CHOICE = "choice"
    COUNTRY = "country"
    """A country: its ISO 3166 code of two letters, by code or by name."""
    COUNTRIES = "countries"
    """A list of countries in one cell."""
    CURRENCY = "currency"
    """A currency by its ISO 4217 code."""
    IDS = "ids"
    """A list of identifiers or codes in one cell."""
    CHOICES = "choices"
    """A list of words from ``choices`` in one cell."""
    PROFILE = "profile"
    """Fractions joined by ``|``, one a month."""
    ANY = "any"
    """Whatever the context asks for (the value of a setting or of a what-if change)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what the template shows, what the reader accepts and what the documents say."""

    key: str
    en: str
    """Label in English."""
    ja: str
    """Label in Japanese."""
    kind: Kind
    required: bool = False
    default: Value = None
    """Constant default; ``None`` with a ``default_en`` text where it depends on other cells."""
    default_en: str = ""
    """The default in words where it is not a constant ("= item"); empty: shown from ``default``."""
    default_ja: str = ""
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    """The lower bound itself is not allowed (a number above it is)."""
    high_open: bool = False
    usual: float | None = None
    """A bare number from here on was probably meant as per cent: a warning."""
    choices: tuple[str, ...] = ()
    ref: str = ""
    """Sheet whose first key column the ids must be found in; empty: free."""
    unit_en: str = ""
    unit_ja: str = ""
    hint_en: str = ""
    hint_ja: str = ""
    example: str = ""
    """Example value shown in the template."""
    former_example: str = ""
    """Example value of templates of an older version, which is no data either."""
    group: str = ""
    """Outline group under which the template shows it (``subjects.GROUPS``); empty: always in view."""
    subject: str = ""
    """Subject for which a template of few subjects shows it; empty: that of its group, else of its sheet."""
    since: int = 1
    """Version of the workbook that brought it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One input sheet."""

    name: str
    """Canonical English name."""
    ja: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that together name a row; empty: rows have no name."""
    required: bool = False
    """At least one row is needed."""
    summed: bool = False
    """Rows with one key are added up (and noted), not an error."""
    wide: bool = False
    """May also be given as the key column, then one column per month."""
    hint_en: str = ""
    hint_ja: str = ""
    subjects: tuple[str, ...] = ("basic",)
    """Subjects for which a template of few subjects has the sheet."""
    since: int = 1
    """Version of the workbook that brought it."""

    def column(self, key: str) -> Column:
        """Return a column by its key; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)
