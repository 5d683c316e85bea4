"""A worksheet that holds one plain table, written column by column.

Result tables of a large plan have a million cells. XlsxWriter takes each of them through a dozen calls; here
a column is turned into text at once. What stands in the file is, byte for byte, what XlsxWriter makes of the
same cells: a test holds it, for this class knows how XlsxWriter keeps its texts and formats.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from planner.workbook.cells import CellFormats, value_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format

SHEET_ROWS = 1_048_575
"""Rows an Excel sheet has room for below its header."""
TEXT_LIMIT = 32_767
"""Characters an Excel cell has room for."""
SPAN_ROWS = 16
"""Rows that share one note of the columns they fill."""
DAY_ZERO = dt.date(1899, 12, 31).toordinal()
LAST_TRUE_DAY = 59
"""Days after it count one more, for Excel knows a 29 February 1900."""

BLANK, TEXT, NUMBER, MONTH, YESNO = range(5)
"""Kinds of cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    """Stands in the header."""
    values: Sequence[Any]
    """``None`` leaves a cell blank."""
    formats: CellFormats
    label: str = ""
    """Stands above the key, where the workbook shows labels."""


@dataclass(slots=True)
class _Cells:
    """One column as it will stand in the file."""

    letters: str
    formats: CellFormats
    kinds: list[int]
    texts: list[str]
    """What stands in each cell; of a text its number among the texts of the workbook."""

    def format_of(self, kind: int) -> Format | None:
        """Return the format of the cells of a kind."""
        return {TEXT: self.formats.text, NUMBER: self.formats.number, MONTH: self.formats.month}.get(kind)


class TableSheet(Worksheet):  # type: ignore[misc]
    """A worksheet with one table and nothing else in its cells."""

    dim_rowmax: int
    """Last row in use, as XlsxWriter counts it."""
    _body: Sequence[_Cells] = ()
    _heads = 1
    """Rows of the header: of keys, and of labels above them."""

    def put_table(self, columns: Sequence[Column], head: Format, keys: Format | None = None) -> None:
        """Write a table: its header, and the rows below it.

        Parameters
        ----------
        columns
            All of the same length.
        head
            Format of the header.
        keys
            Format of the keys below the labels; ``None``: there are no labels, the header is the keys.

        Raises
        ------
        TypeError
            If a number is not finite.
        ValueError
            If the sheet has no room for the table, or a cell for its text.
        """
        rows = len(columns[0].values)
        self._heads = 1 if keys is None else 2
        if rows > SHEET_ROWS + 1 - self._heads:
            raise ValueError(f"a sheet has no room for {rows} rows")
        for place, column in enumerate(columns if keys is not None else ()):
            self.write_string(0, place, column.label, head)
        for place, column in enumerate(columns):
            self.write_string(self._heads - 1, place, column.key, keys or head)
        self._body = [_cells(place, column) for place, column in enumerate(columns)]
        self._number_texts()
        last = next((n for n in range(rows, 0, -1) if any(cells.kinds[n - 1] for cells in self._body)), 0)
        self._check_dimensions(last + self._heads - 1, 0)

    def _number_texts(self) -> None:
        """Put the numbers of the texts in their places; new texts are numbered row by row."""
        strings = self.str_table
        firsts: list[tuple[int, int, str]] = []
        filled = 0
        for place, cells in enumerate(self._body):
            if TEXT in cells.kinds:
                rows = [row for row, kind in enumerate(cells.kinds) if kind == TEXT]
                filled += len(rows)
                first = {cells.texts[row]: row for row in reversed(rows)}
                firsts += [(row, place, text) for text, row in first.items()]
        # see the top of this file
        numbers = {text: strings._get_shared_string_index(text) for _, _, text in sorted(firsts)}  # noqa: SLF001
        strings.count += filled - len(firsts)
        for cells in self._body:
            if TEXT in cells.kinds:
                cells.texts = [
                    numbers[text] if kind == TEXT else text
                    for kind, text in zip(cells.kinds, cells.texts, strict=True)
                ]

    def _write_rows(self) -> None:
        """Write the header as XlsxWriter does, and the rows below it."""
        last, self.dim_rowmax = self.dim_rowmax, self._heads - 1
        super()._write_rows()
        self.dim_rowmax = last
        self.fh.write("".join(_rows(self._body, self._heads)))


def _cells(place: int, column: Column) -> _Cells:
    """Return the cells of a column."""
    values = column.values
    ways = {cls: _way(cls) for cls in set(map(type, values))}
    if len(ways) == 1:
        ((kind, said),) = ways.values()
        kinds, texts = [kind] * len(values), list(map(said, values))
        numbers = values if kind == NUMBER else ()
    else:
        kinds = [ways[type(value)][0] for value in values]
        texts = [ways[type(value)][1](value) for value in values]
        numbers = [value for value, kind in zip(values, kinds, strict=True) if kind == NUMBER]
    if not all(map(isfinite, numbers)):
        raise TypeError(f"{column.key}: a cell can hold no number that is not finite")
    if TEXT in kinds and max(map(len, texts)) > TEXT_LIMIT // 2:
        texts = [_short(text) for text in texts]
    return _Cells(xl_col_to_name(place), column.formats, kinds, texts)


def _way(cls: type) -> tuple[int, Callable[[Any], str]]:
    """Return what kind of cell holds the values of a type, and how they are written."""
    if cls is type(None):
        return BLANK, lambda _: ""
    if issubclass(cls, bool):
        return YESNO, lambda value: "1" if value else "0"
    if issubclass(cls, float):
        # XlsxWriter would write 16 digits; a double needs up to 17 to be read back as the same number.
        return NUMBER, float.__repr__
    if issubclass(cls, int):
        return NUMBER, lambda value: repr(float(value))
    if issubclass(cls, dt.date):
        return MONTH, _day
    return TEXT, str if issubclass(cls, str) else value_text


@lru_cache(maxsize=1024)
def _day(date: dt.date) -> str:
    """Return a date as Excel counts days."""
    days = date.toordinal() - DAY_ZERO
    return str(days + (days > LAST_TRUE_DAY))


def _short(text: str) -> str:
    """Return what of a text has room in a cell."""
    shown = text[:TEXT_LIMIT]
    if len(shown.encode("utf-16-le", "surrogatepass")) > 2 * TEXT_LIMIT:
        raise ValueError(f"a cell has no room for the text {text[:40]!r}")
    return shown


def _rows(body: Sequence[_Cells], heads: int) -> Iterator[str]:
    """Yield the rows below the header, those that are not blank."""
    numbers = range(1 + heads, 1 + heads + len(body[0].kinds)) if body else range(0)
    openings = _openings(body)
    columns = [
        [
            f'<c r="{cells.letters}{number}"{opening[kind]}<v>{text}</v></c>' if kind else ""
            for number, kind, text in zip(numbers, cells.kinds, cells.texts, strict=True)
        ]
        for cells, opening in zip(body, openings, strict=True)
    ]
    spans = list(_spans(body, heads))
    for number, row in zip(numbers, map("".join, zip(*columns, strict=True)), strict=True):
        if row:
            yield f'<row r="{number}"{spans[(number - 1) // SPAN_ROWS]}>{row}</row>'


def _openings(body: Sequence[_Cells]) -> list[dict[int, str]]:
    """Return by column and kind of cell what follows the address: the format's number, and the type."""
    first_uses = sorted(
        (cells.kinds.index(kind), place, kind)
        for place, cells in enumerate(body)
        for kind in set(cells.kinds) - {BLANK}
    )
    found: list[dict[int, str]] = [{} for _ in body]
    for _, place, kind in first_uses:
        style = body[place].format_of(kind)
        # XlsxWriter numbers formats in the order in which they are first asked for.
        number = "" if style is None else f' s="{style._get_xf_index()}"'  # noqa: SLF001
        found[place][kind] = number + {TEXT: ' t="s"', YESNO: ' t="b"'}.get(kind, "") + ">"
    return found


def _spans(body: Sequence[_Cells], heads: int) -> Iterator[str]:
    """Yield the first and the last column filled in the rows 1-16, 17-32 and so on; the header fills all."""
    yield f' spans="1:{len(body)}"'
    for start in range(SPAN_ROWS - heads, len(body[0].kinds), SPAN_ROWS):
        rows = slice(start, start + SPAN_ROWS)
        first = next((place for place, cells in enumerate(body) if any(cells.kinds[rows])), None)
        last = next(
            place for place in range(len(body), 0, -1) if place == 1 or any(body[place - 1].kinds[rows])
        )
        yield "" if first is None else f' spans="{first + 1}:{last}"'
