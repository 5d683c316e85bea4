"""One worksheet in one pass: its values as Excel shows them, and what the values do not show."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

from planner.workbook.reading.number_formats import Shown
from planner.workbook.reading.package import is_struck
from planner.workbook.reading.rich_text import Runs, StruckText
from planner.workbook.reading.saved_results import (
    Stale,
    is_arithmetic,
    is_linked,
    stale_results,
    uncalculated,
)
from planner.workbook.reading.xml_events import XmlEvents

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MERGED = 2_000
"""Merged ranges that are looked at; each is an error where it holds data."""
_PLAIN = Shown()
_DIGITS = "0123456789"


class TooManyCells(Exception):
    """More cells than a plan can have."""


@dataclass(slots=True)
class Allowance:
    """How many filled cells may still be read, over the whole file."""

    cells: int

    def take(self, count: int) -> None:
        """Use some up.

        Raises
        ------
        TooManyCells
        """
        self.cells -= count
        if self.cells < 0:
            raise TooManyCells


@dataclass(frozen=True, slots=True)
class SheetScan:
    """Facts about one sheet that its values do not show."""

    hidden: frozenset[int] = frozenset()
    """Numbers of hidden rows."""
    merged: tuple[str, ...] = ()
    """Merged ranges, "A45:A47"."""
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Row and column (from 1) of cells that hold a formula with a saved result."""
    uncached: frozenset[str] = frozenset()
    """Cells that hold a formula without one, or with a 0 that it does not give."""
    stale: Mapping[str, Stale] = field(default_factory=dict)
    """Cells that hold a formula with a saved result that it does not give."""
    linked: frozenset[tuple[int, int]] = frozenset()
    """Row and column of cells whose formula looks into another file."""
    formats: Mapping[tuple[int, int], Shown] = field(default_factory=dict)
    """How a number is shown, by row and column, where it means something else than it seems."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Row and column of filled cells that are struck through."""
    partly: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """What is left of a text of which a part is struck through, by row and column."""
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """First and last (from 1) of columns that are hidden and not only folded away as a group."""


def read_sheet(
    package: zipfile.ZipFile,
    part: str,
    texts: Sequence[str],
    formats: Sequence[Shown],
    allowance: Allowance,
    *,
    from_1904: bool,
    to_be_calculated: bool,
) -> tuple[list[tuple[int, Sequence[object]]], SheetScan]:
    """Return the rows of a sheet that hold a value, from column A on, and what they do not show.

    Raises
    ------
    TooManyCells
    ValueError, LookupError, xml.sax.SAXException
        Where it is damaged or no worksheet.
    """
    reader = _Sheet(texts, formats, allowance, from_1904=from_1904)
    reader.read(package, part)
    rows = reader.rows if reader.in_order else sorted(reader.rows, key=lambda row: row[0])
    uncached = uncalculated(rows, reader.formulas, reader.unsaved, to_be_calculated=to_be_calculated)
    return rows, SheetScan(
        hidden=frozenset(reader.hidden),
        merged=tuple(reader.merged),
        formulas=frozenset(reader.formulas),
        uncached=frozenset(uncached),
        stale=stale_results(rows, reader.formulas),
        linked=frozenset(reader.linked),
        formats=reader.shown,
        struck=frozenset(reader.struck),
        partly=reader.partly,
        hidden_columns=tuple(reader.hidden_columns),
    )


class _Sheet(XmlEvents):
    """Cells as they come."""

    def __init__(
        self, texts: Sequence[str], formats: Sequence[Shown], allowance: Allowance, *, from_1904: bool
    ) -> None:
        super().__init__()
        self.rows: list[tuple[int, Sequence[object]]] = []
        self.in_order = True
        self.hidden: list[int] = []
        self.merged: list[str] = []
        self.formulas: dict[tuple[int, int], str] = {}
        self.unsaved: list[tuple[int, int]] = []
        self.shown: dict[tuple[int, int], Shown] = {}
        self.linked: list[tuple[int, int]] = []
        self.struck: list[tuple[int, int]] = []
        self.partly: dict[tuple[int, int], str] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self._struck = {str(at) for at, shown in enumerate(formats) if shown.struck}
        self._texts = texts
        self._formats = formats
        self._allowance = allowance
        self._epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        self._letters: dict[str, int] = {}
        self._dates: dict[tuple[str, bool], object] = {}
        self._started = self._in_data = self._aloud = False
        self._row = 0
        self._values: list[object] = []
        self._filled = 0
        self._row_hidden = False
        self._column = 0
        self._type = "n"
        self._style = ""
        self._value: list[str] = []
        self._has_value = False
        self._inline: Runs | None = None
        self._formula: list[str] | None = None

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "v":
            self.text = self._value
            self._has_value = True
        elif name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes)
        elif name == "f":
            self.text = self._formula = []
        elif name == "t":
            if self._inline is not None and not self._aloud:
                self.text = self._inline.open()
        elif name == "is":
            self._inline = Runs()
        elif name == "r":
            if self._inline is not None:
                self._inline.begin()
        elif name == "strike":
            if self._inline is not None and is_struck(attributes):
                self._inline.strike()
        elif name == "rPh":
            self._aloud = True
        elif name == "col":
            self._note_columns(attributes)
        elif name == "mergeCell":
            if len(self.merged) < MOST_MERGED and ":" in attributes.get("ref", ""):
                self.merged.append(attributes["ref"].replace("$", ""))
        elif not self._started:
            if name != "worksheet":
                raise ValueError("no worksheet element")
            self._started = True

    def closed(self, name: str) -> None:
        if name in ("v", "f", "t"):
            self.text = None
            if name == "t" and self._inline is not None and not self._aloud:
                self._inline.close()
        elif name == "c":
            self._close_cell()
        elif name == "row":
            self._close_row()
        elif name == "rPh":
            self._aloud = False

    def _note_columns(self, attributes: Mapping[str, str]) -> None:
        # Columns folded away as a group, as the template folds its own, show a sign that opens them.
        if attributes.get("hidden") in ("1", "true") and not attributes.get("outlineLevel"):
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        before = self._row
        self._row = int(attributes["r"]) if "r" in attributes else before + 1
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("a row beyond the last")
        if self._row <= before:
            self.in_order = False
        self._row_hidden = attributes.get("hidden") in ("1", "true")
        self._values = []
        self._filled = 0
        self._column = 0

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            column = self._letters.get(letters)
            if column is None:
                column = self._letters[letters] = column_index_from_string(letters)
            self._column = column
        if self._column > LAST_COLUMN:
            raise ValueError("a cell beyond the last column")
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = []
        self._has_value = False
        self._inline = self._formula = None

    def _close_cell(self) -> None:
        value = self._typed() if self._has_value or self._inline is not None else None
        if self._formula is not None:
            self._note_formula(value)
            self._filled += 1
        if value is None:
            return
        missing = self._column - len(self._values)
        if missing == 1:
            self._values.append(value)
        else:
            if missing > 0:
                self._values.extend([None] * missing)
            self._values[self._column - 1] = value
        self._filled += 1
        if self._style in self._struck:
            self.struck.append((self._row, self._column))
        elif type(value) is StruckText:
            self.partly[self._row, self._column] = value.rest

    def _close_row(self) -> None:
        if self._filled:
            self._allowance.take(self._filled)
        if self._values:
            self.rows.append((self._row, tuple(self._values)))
            if self._row_hidden:
                self.hidden.append(self._row)

    def _typed(self) -> object:
        kind = self._type
        if kind == "inlineStr" and self._inline is not None:
            return self._inline.text()
        raw = self._value[0] if len(self._value) == 1 else "".join(self._value)
        if kind == "str":
            return raw or None
        raw = raw.strip()
        if not raw:
            return None
        if kind == "s":
            return self._texts[int(raw)] or None
        if kind == "n":
            return self._number(raw)
        if kind == "b":
            return raw in ("1", "true")
        if kind == "d":
            return from_ISO8601(raw)
        return raw

    def _number(self, raw: str) -> object:
        shown = _PLAIN
        if self._style and self._style != "0":
            at = int(self._style)
            shown = self._formats[at] if at < len(self._formats) else _PLAIN
        if not shown.plain:
            self.shown[self._row, self._column] = shown
        if not shown.date:
            return int(raw) if raw.isdecimal() else float(raw)
        key = (raw, shown.span)
        if key not in self._dates:
            try:
                self._dates[key] = from_excel(float(raw), self._epoch, timedelta=shown.span)
            except (OverflowError, ValueError):
                self._dates[key] = float(raw)  # no day that Excel could show either
        return self._dates[key]

    def _note_formula(self, value: object) -> None:
        place = (self._row, self._column)
        # A formula may truly give an empty text; then the cell says that it is text.
        if value is None and self._type != "str":
            self.unsaved.append(place)
            return
        formula = "".join(self._formula or ())
        if is_linked(formula):
            self.linked.append(place)
        # The others are believed, so that they need not be kept.
        kept = value is None or value == 0 or is_arithmetic(formula)
        self.formulas[place] = formula if kept else ""
