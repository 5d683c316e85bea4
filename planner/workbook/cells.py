"""Writing one cell: every kind of value in a form that the reader reads back as the same value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.workbook.tables import Value

YESNO_WORDS = {"en": ("yes", "no"), "ja": ("はい", "いいえ")}
LIST_SEPARATOR = "; "
PROFILE_SEPARATOR = "|"


class _Exact(float):
    """A number that XlsxWriter writes with all its digits."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        # XlsxWriter formats with 16 digits; a double needs up to 17 to be read back as the same number.
        return repr(float(self))


@dataclass(frozen=True, slots=True)
class CellFormats:
    """Formats of the three kinds of cell."""

    text: Format | None
    number: Format | None
    month: Format | None


def short_number(number: float) -> str:
    """Return the shortest text that is read back as this number."""
    return repr(float(number)).removesuffix(".0")


def value_text(value: Value, language: str = "en") -> str:
    """Return a value as text, as it would be typed into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YESNO_WORDS[language][0 if value else 1]
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    if isinstance(value, tuple):
        separator = PROFILE_SEPARATOR if value and isinstance(value[0], float) else LIST_SEPARATOR
        return separator.join(part if isinstance(part, str) else short_number(part) for part in value)
    return value if isinstance(value, str) else short_number(value)


def put_text(sheet: Worksheet, row: int, column: int, text: str, cell_format: Format | None = None) -> None:
    """Write a text that stays text, whatever it looks like.

    Raises
    ------
    ValueError
        If the cell cannot hold it (more than 32,767 characters, or outside the sheet).
    """
    if sheet.write_string(row, column, text, cell_format) != 0:
        raise ValueError(f"cannot write the text {text[:40]!r} to row {row + 1}, column {column + 1}")


def put_number(
    sheet: Worksheet, row: int, column: int, number: float, cell_format: Format | None = None
) -> None:
    """Write a number with all its digits.

    Raises
    ------
    TypeError
        If it is not a finite number.
    ValueError
        If the cell lies outside the sheet.
    """
    if sheet.write_number(row, column, _Exact(number), cell_format) != 0:
        raise ValueError(f"cannot write a number to row {row + 1}, column {column + 1}")


def put_value(
    sheet: Worksheet, row: int, column: int, value: Value, formats: CellFormats, *, language: str = "en"
) -> None:
    """Write one value as number, month or text; a blank stays blank."""
    if value is None:
        return
    if isinstance(value, dt.date):
        month: Any = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Excel knows no zones
        if sheet.write_datetime(row, column, month, formats.month) != 0:
            raise ValueError(f"cannot write a month to row {row + 1}, column {column + 1}")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        put_number(sheet, row, column, value, formats.number)
    else:
        put_text(sheet, row, column, value_text(value, language), formats.text)
