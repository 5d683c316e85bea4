"""The checked tables of one plan: what the reader hands to everyone above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = str | float | int | bool | dt.date | tuple[str, ...] | tuple[float, ...] | None
"""What one cell may hold once it is read: text, number, yes/no, month (its first day), list or blank."""


class RowCells(Mapping[str, str]):
    """Addresses of one row's cells by column key, kept as the row's number and its sheet's letters.

    A sheet may have a million rows; an address for each of their cells would take most of their memory.
    """

    __slots__ = ("_letters", "_number")

    def __init__(self, letters: Mapping[str, str], number: int) -> None:
        self._letters, self._number = letters, number

    def __getitem__(self, key: str) -> str:
        """Return the address of one column's cell."""
        return f"{self._letters[key]}{self._number}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an input sheet, typed and with the constant defaults filled in."""

    sheet: str
    """Canonical (English) sheet name."""
    number: int
    """Row number as Excel shows it."""
    values: Mapping[str, Value]
    """Value by column key; every column of the sheet is present, ``None`` where blank without a default."""
    given: frozenset[str] = frozenset()
    """Column keys whose cell was filled by the user."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """Cell address ("F17") by column key, for the columns the sheet has."""
    comment: str = field(default="", compare=False)
    """What stands in the comment column beside it."""

    def __getitem__(self, key: str) -> Value:
        """Return the value of one column."""
        return self.values[key]

    def cell(self, key: str) -> str:
        """Return the address of one column's cell, or of the row where the sheet lacks the column."""
        return self.cells.get(key, f"A{self.number}")


@dataclass(frozen=True, slots=True)
class Tables:
    """All input sheets of one plan, as read and checked cell by cell."""

    name: str
    """File name without its extension."""
    sheets: Mapping[str, tuple[Row, ...]]
    """Rows by canonical sheet name; every known sheet is present, possibly empty. ``Settings`` too."""
    settings: Mapping[str, Value]
    """Settings by key, typed, with defaults."""
    language: str = "en"
    """Language of the workbook: ``en`` or ``ja``."""
    sha256: str = ""
    """SHA-256 of the file read, in hexadecimal."""
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Sheet names as the file spells them, by canonical name."""

    def __getitem__(self, sheet: str) -> tuple[Row, ...]:
        """Return the rows of one sheet."""
        return self.sheets[sheet]

    def title(self, sheet: str) -> str:
        """Return a sheet's name as the file spells it, for people who look for a cell."""
        return self.titles.get(sheet, sheet)

    @property
    def start(self) -> dt.date:
        """First month of the plan (month 0)."""
        start = self.settings["start_month"]
        if not isinstance(start, dt.date):
            raise TypeError("start_month is read as a date")
        return start

    @property
    def months(self) -> int:
        """Number of months in the plan, H."""
        return int(self.settings["months"])  # type: ignore[arg-type]

    def month_index(self, month: dt.date) -> int:
        """Return the plan month of a date: 0 for the first month, negative before it."""
        return (month.year - self.start.year) * 12 + month.month - self.start.month

    def month_date(self, index: int) -> dt.date:
        """Return the first day of a plan month."""
        month = self.start.year * 12 + self.start.month - 1 + index
        return dt.date(month // 12, month % 12 + 1, 1)
