"""Sheets as grids of raw values: from the bytes of a workbook, or from tables given in Python."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.guard import Book
from planner.workbook.reading.scan import SheetScan, is_sheet, scan_sheet

_LAST_ROW = 1_048_576
_XML_PART = re.compile(r".*\.(xml|rels)")
_BESIDE_THE_TABLES = re.compile(
    r"(docProps|customXml|xl/(theme|media|drawings|charts|chartsheets|dialogsheets|embeddings|externalLinks|pivot\w*|"
    r"printerSettings|ctrlProps|activeX|tables|queryTables|comments|threadedComments|persons|worksheets/_rels))/.*"
)
_NAMES_AND_PIVOTS = re.compile(
    rb"<((?:\w+:)?(?:definedNames|pivotCaches|externalReferences|customWorkbookViews))\b[^>]*>.*?</\1>",
    re.DOTALL,
)

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    ParseError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    MemoryError,
)
"""What openpyxl and its kin raise on a damaged file: it shows wherever they first trip over it."""


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


@dataclass(frozen=True, slots=True)
class Grids:
    """The sheets of one workbook."""

    sheets: tuple[Grid, ...]
    from_1904: bool = False


def read_grids(book: Book) -> tuple[Grids | None, list[Finding]]:
    """Return every worksheet's raw values, or the error that the file is damaged."""
    findings: list[Finding] = []
    grids: list[Grid] = []
    try:
        lean, scans = _lean_copy(book.data)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what openpyxl would not carry over when saving: nothing is saved
            workbook = openpyxl.load_workbook(lean, read_only=True, data_only=True, keep_links=False)
            for sheet in workbook.worksheets:
                scan = scans.get(sheet._worksheet_path)  # noqa: SLF001
                rows = _rows_of(sheet) if scan else None
                if scan is None or rows is None:
                    findings.append(Finding(Severity.ERROR, "E114", sheet.title))
                    continue
                grids.append(Grid(sheet.title, rows, scan, sheet.sheet_state != "visible"))
            from_1904 = workbook.epoch == CALENDAR_MAC_1904
            workbook.close()
    except DAMAGE:
        return None, [Finding(Severity.ERROR, "E105", facts={"file": book.file})]
    return Grids(tuple(grids), from_1904), findings


def grids_of(sheets: Mapping[str, Iterable[Mapping[str, object]]]) -> Grids:
    """Return tables given in Python as if each were written bare: header in row 1, rows from row 2 on."""
    grids = []
    for title, given in sheets.items():
        rows = list(given)
        header = list(dict.fromkeys(key for row in rows for key in row))
        body = [(number, [row.get(key) for key in header]) for number, row in enumerate(rows, start=2)]
        grids.append(Grid(title, [(1, header), *body] if header else []))
    return Grids(tuple(grids))


def _lean_copy(data: bytes) -> tuple[BytesIO, dict[str, SheetScan | None]]:
    """Return a package with nothing in it but what holds the tables, and the scan of each sheet by its part.

    Charts, names, pictures and formats of empty cells can then neither slow the reading nor make it fail.
    """
    scans: dict[str, SheetScan | None] = {}
    lean = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(lean, "w") as copy:
        for name in dict.fromkeys(package.namelist()):
            if not _XML_PART.fullmatch(name) or _BESIDE_THE_TABLES.fullmatch(name):
                continue
            content = package.read(name)
            if name == "xl/workbook.xml":
                content = _NAMES_AND_PIVOTS.sub(b"", content)
            elif is_sheet(content):
                try:
                    scans[name], content = scan_sheet(content)
                except ValueError:
                    scans[name] = None
            copy.writestr(name, content)
    lean.seek(0)
    return lean, scans


def _rows_of(sheet: Any) -> list[tuple[int, Sequence[object]]] | None:
    """Return the rows of a sheet that hold a value, or ``None`` where it is damaged."""
    sheet.reset_dimensions()  # the size a file states may be wrong, and cells beyond it would be lost
    try:
        return [
            (number, values)
            for number, values in enumerate(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), start=1)
            if any(value is not None for value in values)
        ]
    except DAMAGE:
        return None
