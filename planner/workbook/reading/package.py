"""What a workbook's package says of itself: its sheets and where they stand, its texts, its formats."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

from planner.workbook.reading.number_formats import BUILT_IN, Shown, shown_by
from planner.workbook.reading.rich_text import Runs
from planner.workbook.reading.xml_events import XmlEvents, attribute, is_on

_ROOT = "_rels/.rels"
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet of a workbook."""

    title: str
    part: str
    """Name of its part; empty where the package has none."""
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What must be known before the sheets are read."""

    sheets: tuple[SheetPart, ...]
    strings: str
    """Name of the part with the shared texts; empty where there is none."""
    styles: str
    from_1904: bool
    to_be_calculated: bool
    """The file asks to be calculated when it is opened: its saved results may be none."""


def main_part(package: zipfile.ZipFile) -> str:
    """Return the part that is the workbook, whatever it is called; empty where there is none."""
    names = _by_name(package)
    if _ROOT in names:
        relations = _relations(package, names[_ROOT])
        for kind, target in relations.values():
            if kind == "officeDocument" and _resolved("", target) in names:
                return names[_resolved("", target)]
    return names.get("xl/workbook.xml", names.get("xl/workbook.bin", ""))


def describe(package: zipfile.ZipFile, main: str) -> Package:
    """Return what a workbook's own part says.

    Raises
    ------
    ValueError, xml.sax.SAXException
        Where it is damaged.
    """
    names = _by_name(package)
    folder, file = posixpath.split(main)
    rels = names.get(f"{folder}/_rels/{file}.rels".lower().lstrip("/"))
    relations = _relations(package, rels) if rels else {}
    reader = _Workbook()
    reader.read(package, main)

    def part_of(kind: str) -> str:
        targets = (target for found, target in relations.values() if found == kind)
        return next((names.get(_resolved(folder, target), "") for target in targets), "")

    sheets = []
    for title, relation, hidden in reader.sheets:
        kind, target = relations.get(relation, ("worksheet", ""))
        if kind == "worksheet":
            sheets.append(
                SheetPart(title, names.get(_resolved(folder, target), "") if target else "", hidden)
            )
    return Package(
        tuple(sheets),
        strings=part_of("sharedStrings"),
        styles=part_of("styles"),
        from_1904=reader.from_1904,
        to_be_calculated=reader.to_be_calculated,
    )


def shared_texts(package: zipfile.ZipFile, part: str) -> list[str]:
    """Return the texts that cells refer to by number."""
    reader = _Texts()
    if part:
        reader.read(package, part)
    return reader.found


def remarks_of(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return what people pinned to the cells of a sheet (comments, notes), by cell."""
    names = _by_name(package)
    folder, file = posixpath.split(part)
    rels = names.get(f"{folder}/_rels/{file}.rels".lower().lstrip("/"))
    found: dict[str, str] = {}
    for kind, target in _relations(package, rels).values() if rels else ():
        if kind == "comments" and (place := names.get(_resolved(folder, target))):
            reader = _Remarks()
            reader.read(package, place)
            found |= reader.found
    return found


def cell_formats(package: zipfile.ZipFile, part: str) -> list[Shown]:
    """Return how the numbers of each cell format are shown.

    A part that is damaged gives none: cells then stand as plain numbers, and months as errors that name them.
    """
    reader = _Styles()
    if part:
        reader.read(package, part)
    found = []
    for number, font in reader.cells:
        shown = shown_by(reader.formats.get(number, BUILT_IN.get(number, "")))
        found.append(replace(shown, struck=True) if font in reader.struck else shown)
    return found


def _by_name(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the parts by their names in small letters, for Excel minds neither case nor slant."""
    return {name.replace("\\", "/").lower().lstrip("/"): name for name in package.namelist()}


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lstrip("/").lower()


def _relations(package: zipfile.ZipFile, part: str) -> Mapping[str, tuple[str, str]]:
    reader = _Relations()
    reader.read(package, part)
    return reader.found


class _Relations(XmlEvents):
    """Kind and target of each relation, by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attribute(attributes, "TargetMode") != "External":
            kind = attribute(attributes, "Type").rpartition("/")[2]
            self.found[attribute(attributes, "Id")] = (kind, attribute(attributes, "Target"))


class _Workbook(XmlEvents):
    """The list of sheets, and how dates and formulas are to be taken."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = self.to_be_calculated = False
        self._seen = False

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._seen:
            self._seen = True
            if name != "workbook":
                raise ValueError("no workbook element")
        if name == "sheet":
            hidden = attribute(attributes, "state") in ("hidden", "veryHidden")
            self.sheets.append((attribute(attributes, "name"), attributes.get("r:id") or "", hidden))
            if "r:id" not in attributes:
                self.sheets[-1] = (self.sheets[-1][0], attribute(attributes, "id"), hidden)
        elif name == "workbookPr":
            self.from_1904 = is_on(attribute(attributes, "date1904"))
        elif name == "calcPr":
            self.to_be_calculated = is_on(attribute(attributes, "fullCalcOnLoad"))


class _Texts(XmlEvents):
    """Shared texts; how they are read aloud is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._runs = Runs()
        self._aloud = False

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._runs = Runs()
        elif name == "r":
            self._runs.begin()
        elif name == "strike":
            if is_struck(attributes):
                self._runs.strike()
        elif name == "rPh":
            self._aloud = True
        elif name == "t" and not self._aloud:
            self.text = self._runs.open()

    def closed(self, name: str) -> None:
        if name == "t":
            self.text = None
            if not self._aloud:
                self._runs.close()
        elif name == "rPh":
            self._aloud = False
        elif name == "si":
            self.found.append(self._runs.text())


def is_struck(attributes: Mapping[str, str]) -> bool:
    """Tell whether an element that strikes a font through does so; without a value it does."""
    return attribute(attributes, "val") not in ("0", "false")


class _Remarks(XmlEvents):
    """What is pinned to cells, by cell."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._cell = ""
        self._whole: list[str] = []

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "comment":
            self._cell, self._whole = attribute(attributes, "ref"), []
        elif name == "t":
            self.text = self._whole

    def closed(self, name: str) -> None:
        if name == "t":
            self.text = None
        elif name == "comment" and _CELL.fullmatch(self._cell):
            self.found[self._cell] = "".join(self._whole)


class _Styles(XmlEvents):
    """Number formats by their number, fonts struck through, and number and font of each cell format."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = {}
        self.cells: list[tuple[int, int]] = []
        self.struck: set[int] = set()
        self._fonts = 0
        self._list = ""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        # Conditional formats number their own formats anew, so only those of the list count.
        if name == "numFmt" and self._list == "numFmts" and attribute(attributes, "numFmtId").isdecimal():
            self.formats[int(attribute(attributes, "numFmtId"))] = attribute(attributes, "formatCode")
        elif name in ("numFmts", "fonts", "cellXfs"):
            self._list = name
        elif name == "font" and self._list == "fonts":
            self._fonts += 1
        elif name == "strike" and self._list == "fonts":
            if is_struck(attributes):
                self.struck.add(self._fonts - 1)
        elif name == "xf" and self._list == "cellXfs":
            numbers = (attribute(attributes, name) for name in ("numFmtId", "fontId"))
            shown, font = (int(number) if number.isdecimal() else 0 for number in numbers)
            self.cells.append((shown, font))

    def closed(self, name: str) -> None:
        if name == self._list:
            self._list = ""
