"""Saved results of formulas against what the formulas give."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from planner.workbook.reading.arithmetic import DEEPEST, Unclear, result_of

_DIGITS = "0123456789"
_LINK = re.compile(r"(?<![\w\]])\[\d+\]")
_ARITHMETIC = re.compile(r"[-+*/^()%.\s\d$A-Za-z]+")
_CALL = re.compile(r"[A-Za-z]\s*\(")
_CELL = re.compile(r"[A-Z]{1,3}\d+")
_NUMBER = re.compile(r"(?<![A-Za-z$\d.])\d+\.?\d*(?:[eE][+-]?\d+)?")
_SAME, _CANCELLED = 1e-6, 1e-12
"""A saved result is another than its formula gives from this share of it on, and of the largest number in the
formula: files round, and large numbers cancel."""

Place = tuple[int, int]
Rows = Sequence[tuple[int, Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Stale:
    """A formula whose saved result is another one than it gives."""

    formula: str
    saved: float
    gives: float


def is_linked(formula: str) -> bool:
    """Tell whether a formula looks into another file (``[1]Sheet1!A1``)."""
    return "[" in formula and _LINK.search(formula) is not None


def is_arithmetic(formula: str) -> bool:
    """Tell whether a formula may be plain arithmetic on numbers and cells of its own sheet."""
    return _ARITHMETIC.fullmatch(formula) is not None and _CALL.search(formula) is None


def uncalculated(
    rows: Rows, formulas: dict[Place, str], unsaved: Sequence[Place], *, to_be_calculated: bool
) -> list[str]:
    """Return the cells whose formula was never worked out; they leave the list of those that were.

    Programs that write workbooks save a 0, or nothing, where Excel is to fill in the result when it opens
    the file. A 0 is believed where the file does not ask for that and the formula may give one.
    """
    found = list(unsaved)
    doubtful = [place for place, formula in formulas.items() if formula or to_be_calculated]
    if doubtful:
        values = dict(rows)
        cells = _Cells(values, formulas)
        for place in doubtful:
            row = values.get(place[0], ())
            value = row[place[1] - 1] if place[1] <= len(row) else None
            nothing = value is None or (isinstance(value, int | float) and value == 0)
            if nothing and (to_be_calculated or cells.gives_more(place)):
                found.append(place)
    for place in found:
        formulas.pop(place, None)
    return [f"{get_column_letter(column)}{row}" for row, column in found]


def stale_results(rows: Rows, formulas: Mapping[Place, str]) -> dict[str, Stale]:
    """Return the cells whose formula gives another number than is saved for it, as Excel would show."""
    if not any(formulas.values()):
        return {}
    values = dict(rows)
    cells = _Cells(values, formulas)
    found: dict[str, Stale] = {}
    for place, formula in formulas.items():
        row = values.get(place[0], ())
        saved = row[place[1] - 1] if formula and place[1] <= len(row) else None
        if isinstance(saved, bool) or not isinstance(saved, int | float):
            continue
        gives = cells.result(place)
        if gives is not None and abs(gives - saved) > cells.rounding(formula, gives, saved):
            cell = f"{get_column_letter(place[1])}{place[0]}"
            found[cell] = Stale(formula, float(saved), gives)
    return found


class _Cells:
    """Numbers of a sheet as a formula would see them once all were worked out."""

    def __init__(self, rows: Mapping[int, Sequence[object]], formulas: Mapping[tuple[int, int], str]) -> None:
        self._rows = rows
        self._formulas = formulas
        self._known: dict[tuple[int, int], float] = {}

    def gives_more(self, place: tuple[int, int]) -> bool:
        """Tell whether a formula is plain arithmetic and gives something else than 0."""
        return bool(self.result(place))

    def result(self, place: Place) -> float | None:
        """Return what a formula of plain arithmetic gives; ``None`` where it is more than that."""
        try:
            return self._value(place, 0)
        except Unclear:
            return None

    def rounding(self, formula: str, gives: float, saved: float) -> float:
        """Return by how much a result worked out may differ from the same one saved.

        Where large numbers cancel, that is a part of these.
        """
        refs = [
            self._known.get(_place(cell), 0.0) for cell in _CELL.findall(formula.replace("$", "").upper())
        ]
        numbers = [float(number) for number in _NUMBER.findall(formula)]
        largest = max((abs(number) for number in (*refs, *numbers)), default=0.0)
        return max(_SAME * max(abs(gives), abs(saved)), _CANCELLED * largest)

    def _value(self, place: tuple[int, int], depth: int) -> float:
        if place in self._known:
            return self._known[place]
        if depth > DEEPEST:
            raise Unclear
        formula = self._formulas.get(place, "")
        if formula:
            value = result_of(formula, lambda cell: self._value(_place(cell), depth + 1))
        else:
            row = self._rows.get(place[0], ())
            raw = row[place[1] - 1] if place[1] <= len(row) else None
            if raw is None:
                return 0.0
            if isinstance(raw, bool | str | dt.date | dt.time | dt.timedelta) or not isinstance(
                raw, int | float
            ):
                raise Unclear
            value = float(raw)
        self._known[place] = value
        return value


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip(_DIGITS)
    return int(cell[len(letters) :]), column_index_from_string(letters)
