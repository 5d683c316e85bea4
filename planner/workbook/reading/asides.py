"""Rows below the header that are no rows of data: totals, remarks, a header or a unit written again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.cell_values import folded, is_blank, quote
from planner.workbook.reading.headers import Header, address, column_named
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.words import Words

_TOTALS = frozenset(
    (
        *("total", "totals", "grand total", "sum", "subtotal", "sub-total", "sub total"),
        *("合計", "計", "小計", "総計", "総合計", "年計", "累計"),
    )
)
_TOTAL_OF = re.compile(r".+(?: (?:sub)?total|[ -]計|集計|合計|小計)")
"""What Excel names the sums that it puts under each group of rows."""
_FEWEST = 2
"""Columns that a row must lack, or a repeated header must name, before it is taken for no data."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What is said of a row that is not read as data."""

    severity: Severity
    code: str
    cell: str
    facts: Mapping[str, object]
    lacking: bool = False
    """Whether something of the plan may be missing from the table for it."""


def is_total(value: object) -> bool:
    """Tell whether a cell names a total."""
    return isinstance(value, str) and folded(value).casefold().rstrip(":") in _TOTALS


def _is_total_of(value: object) -> bool:
    """Tell whether a cell may name the total of one group; ids may end so, too."""
    return isinstance(value, str) and _TOTAL_OF.fullmatch(folded(value).casefold()) is not None


def aside_of(
    sheet: Sheet, header: Header, number: int, values: Sequence[object], *, first: bool
) -> Aside | None:
    """Return what a row is instead of data; ``None`` where it is data, or may be.

    Parameters
    ----------
    sheet, header
        The table.
    number, values
        The row.
    first
        No row of data stands above it.
    """
    columns = {at: sheet.column(key) for key, at in header.columns.items()}
    filled = {at: values[at] for at in columns if at < len(values) and not is_blank(values[at])}
    if not filled:
        return None
    cell = address(min(filled), number)
    if len(filled) >= _FEWEST and all(
        column_named(sheet, value) == columns[at].key for at, value in filled.items()
    ):
        severity, code = (Severity.NOTE, "N141") if first else (Severity.ERROR, "E142")
        return Aside(severity, code, cell, {"row": number}, lacking=not first)
    if first and _tells_of(columns, filled):
        return Aside(Severity.NOTE, "N142", cell, {"row": number})
    name = next((at for at, column in columns.items() if column.key in sheet.key[:1]), None)
    needed = [column for at, column in columns.items() if column.required and at not in filled]
    if sheet.name == "Scenarios" and name in filled and {"event", "start_month"} <= {c.key for c in needed}:
        facts = {"row": number, "value": quote(filled[name])}
        return Aside(Severity.ERROR, "E145", cell, facts)
    named = filled.get(name) if name is not None else None
    if (is_total(named) and (needed or header.months)) or (_is_total_of(named) and needed):
        facts = {"row": number, "value": quote(named)}
        return Aside(Severity.ERROR, "E144", cell, facts)
    unnamed = all(columns[at].key not in sheet.key for at in filled)
    if len(needed) >= _FEWEST and not header.months and (unnamed or len(filled) == 1):
        blank = Words(", ".join(c.en for c in needed), "、".join(c.ja for c in needed))
        facts = {"row": number, "value": quote(filled[min(filled)]), "columns": blank}
        return Aside(Severity.ERROR, "E143", cell, facts, lacking=True)
    return None


def _tells_of(columns: Mapping[int, Column], filled: Mapping[int, object]) -> bool:
    """Tell whether a row says of each column its unit, or what it is for, as the template does."""
    told = [
        quote(value)
        in map(quote, (columns[at].unit_en, columns[at].unit_ja, columns[at].hint_en, columns[at].hint_ja))
        for at, value in filled.items()
    ]
    return all(told)
