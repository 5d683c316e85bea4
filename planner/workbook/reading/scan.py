"""What openpyxl's fast mode does not tell, taken from a sheet's XML by pattern.

Hidden rows, merged ranges and formulas are looked up here; and the XML is cut down to what is read. What goes
are styled but empty cells (a sheet formatted to its very end has millions) and everything around the rows,
where openpyxl stumbles most often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = rb"(?:[A-Za-z_][\w.-]*:)?"
_OPENING = re.compile(rb"<" + _TAG + rb"worksheet\b[^>]*>")
_ROWS_OPEN = re.compile(rb"<" + _TAG + rb"sheetData\s*(/?)>")
_ROWS_CLOSE = re.compile(rb"</" + _TAG + rb"sheetData\s*>")
_EMPTY_CELL = re.compile(rb"<(" + _TAG + rb"c)(?:\s[^<>]*)?(?:/>|></\1>)")
_EMPTY_ROW = re.compile(rb"<(" + _TAG + rb"row)(?:\s[^<>]*)?(?:/>|>\s*</\1>)")
_HIDDEN_ROW = re.compile(rb"<" + _TAG + rb'row\s(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d+)"')
_FORMULA = re.compile(rb"<(" + _TAG + rb"c)(\s[^<>]*)?>\s*<" + _TAG + rb"f\b(.*?)</\1>", re.DOTALL)
_RESULT = re.compile(rb"<" + _TAG + rb"v\b[^<>/]*>[^<]")
_TEXT_RESULT = re.compile(rb'\bt="str"')
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_MERGED = re.compile(rb"<" + _TAG + rb'mergeCell\b[^<>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_BEYOND = re.compile(rb"<" + _TAG + rb'(?:c|row)\s[^<>]*?\br="(?:[A-Za-z]{4,}\d+|[A-Za-z]*\d{8,})"')


@dataclass(frozen=True, slots=True)
class SheetScan:
    """Facts about one sheet that its values do not show."""

    hidden: frozenset[int] = frozenset()
    """Numbers of hidden rows."""
    merged: tuple[str, ...] = ()
    """Merged ranges, "A45:A47"."""
    formulas: frozenset[str] = frozenset()
    """Cells that hold a formula with a saved result."""
    uncached: frozenset[str] = frozenset()
    """Cells that hold a formula without one: they would read as blank."""


def is_sheet(xml: bytes) -> bool:
    """Tell whether a part of a workbook is a worksheet."""
    return _OPENING.search(xml, 0, 4096) is not None


def scan_sheet(xml: bytes) -> tuple[SheetScan, bytes]:
    """Return what a sheet's XML says beyond its values, and the XML cut down to the rows that hold any.

    Raises
    ------
    ValueError
        Where the XML is no sheet, or names cells that no sheet has.
    """
    opening = _OPENING.search(xml)
    if opening is None:
        raise ValueError("no worksheet element")
    if opening.group(0).endswith(b"/>"):
        return SheetScan(), xml[: opening.end()]
    rows_open = _ROWS_OPEN.search(xml, opening.end())
    if rows_open is None or rows_open.group(1):
        return SheetScan(), b"".join((xml[: opening.end()], _closing(opening.group(0))))
    rows_close = _ROWS_CLOSE.search(xml, rows_open.end())
    if rows_close is None:
        raise ValueError("the rows do not end")
    rows = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml[rows_open.end() : rows_close.start()]))
    if _BEYOND.search(rows):
        raise ValueError("a cell beyond the last column or row")
    cached, uncached = _formulas(rows)
    scan = SheetScan(
        hidden=frozenset(int(row) for row in _HIDDEN_ROW.findall(rows)),
        merged=tuple(ref.decode() for ref in _MERGED.findall(xml, rows_close.end())),
        formulas=cached,
        uncached=uncached,
    )
    # openpyxl looks for the size first, and would read all rows in search of it; it is not relied on.
    size = opening.group(0)[: opening.group(0).index(b"worksheet")] + b'dimension ref="A1"/>'
    cut = (
        xml[: opening.end()],
        size,
        rows_open.group(0),
        rows,
        rows_close.group(0),
        _closing(opening.group(0)),
    )
    return scan, b"".join(cut)


def _closing(opening: bytes) -> bytes:
    name = re.split(rb"[\s>/]", opening[1:], maxsplit=1)[0]
    return b"</" + name + b">"


def _formulas(rows: bytes) -> tuple[frozenset[str], frozenset[str]]:
    cached: set[str] = set()
    uncached: set[str] = set()
    for found in _FORMULA.finditer(rows):
        attributes = found.group(2) or b""
        address = _ADDRESS.search(attributes)
        if address is None:
            continue
        # A formula may truly give an empty text; then the cell says it is text.
        has_result = _RESULT.search(found.group(3)) or _TEXT_RESULT.search(attributes)
        (cached if has_result else uncached).add(address.group(1).decode())
    return frozenset(cached), frozenset(uncached)
