"""Sheets as grids of raw values: from the bytes of a workbook, or from tables given in Python."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException

from defusedxml import DefusedXmlException

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.guard import Book, too_large
from planner.workbook.reading.package import Package, cell_formats, describe, remarks_of, shared_texts
from planner.workbook.reading.sheet_xml import Allowance, SheetScan, TooManyCells, read_sheet

MOST_CELLS = 12_000_000
"""Filled cells that are read from one file."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    SAXException,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
)
"""What is raised on a damaged file: it shows wherever it is first tripped over."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as it stands in the file."""

    title: str
    """Name as the file spells it."""
    rows: Sequence[tuple[int, Sequence[object]]]
    """Row number and values from column A on; rows without any value are left out."""
    scan: SheetScan = field(default_factory=SheetScan)
    hidden: bool = False
    """The whole sheet is hidden."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """What people pinned to cells, by cell."""


@dataclass(frozen=True, slots=True)
class Grids:
    """The sheets of one workbook."""

    sheets: tuple[Grid, ...]
    """Those that were asked for."""
    from_1904: bool = False
    titles: tuple[str, ...] = ()
    """Every sheet's name, in the order of the file."""


def read_grids(
    book: Book, wanted: Callable[[Sequence[str]], Iterable[str]] | None = None
) -> tuple[Grids | None, list[Finding]]:
    """Return the raw values of worksheets, or the error that the file is damaged.

    Parameters
    ----------
    book
        The file.
    wanted
        Given every sheet's name, returns those to read; the others are not even unpacked. Default: all.
    """
    try:
        with zipfile.ZipFile(BytesIO(book.data)) as package:
            about = describe(package, book.main)
            if not about.sheets:
                return None, [_of_file("E105", book)]
            titles = tuple(sheet.title for sheet in about.sheets)
            chosen = set(titles if wanted is None else wanted(titles))
            parts = [sheet.part for sheet in about.sheets if sheet.title in chosen]
            if (megabytes := too_large(package, [about.strings, about.styles, *parts])) is not None:
                return None, [_of_file("E110", book, megabytes=megabytes)]
            grids, findings = _read(package, about, chosen)
    except DefusedXmlException:
        return None, [_of_file("E111", book)]
    except TooManyCells:
        return None, [_of_file("E115", book, millions=MOST_CELLS // 1_000_000)]
    except DAMAGE:
        return None, [_of_file("E105", book)]
    return Grids(tuple(grids), about.from_1904, titles), findings


def grids_of(sheets: Mapping[str, Iterable[Mapping[str, object]]]) -> Grids:
    """Return tables given in Python as if each were written bare: header in row 1, rows from row 2 on."""
    grids = []
    for title, given in sheets.items():
        rows = list(given)
        header = list(dict.fromkeys(key for row in rows for key in row))
        body = [(number, [row.get(key) for key in header]) for number, row in enumerate(rows, start=2)]
        grids.append(Grid(title, [(1, header), *body] if header else []))
    return Grids(tuple(grids), titles=tuple(grid.title for grid in grids))


def _read(package: zipfile.ZipFile, about: Package, chosen: set[str]) -> tuple[list[Grid], list[Finding]]:
    texts = shared_texts(package, about.strings)
    try:
        formats = cell_formats(package, about.styles)
    except DAMAGE:
        formats = []
    allowance = Allowance(MOST_CELLS)
    grids: list[Grid] = []
    findings: list[Finding] = []
    for sheet in about.sheets:
        if sheet.title not in chosen:
            continue
        try:
            rows, scan = read_sheet(
                package,
                sheet.part,
                texts,
                formats,
                allowance,
                from_1904=about.from_1904,
                to_be_calculated=about.to_be_calculated,
            )
        except DefusedXmlException:
            raise
        except DAMAGE:
            findings.append(Finding(Severity.ERROR, "E114", sheet.title))
            continue
        grids.append(Grid(sheet.title, rows, scan, sheet.hidden, _remarks(package, sheet.part)))
    return grids, findings


def _remarks(package: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    """Return what is pinned to the cells of a sheet; damaged remarks are none, for none is read."""
    try:
        return remarks_of(package, part)
    except DefusedXmlException:
        raise
    except DAMAGE:
        return {}


def _of_file(code: str, book: Book, **facts: object) -> Finding:
    return Finding(Severity.ERROR, code, facts={"file": book.file, **facts})
