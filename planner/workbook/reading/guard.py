"""Is this file an Excel workbook that is safe to open? Everything is decided before a reader sees it.

The file is read once, as bytes, and never written; so it may stay open in Excel meanwhile.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax import SAXException

from defusedxml import DefusedXmlException

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.printable import in_one_line
from planner.workbook.reading.package import main_part

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
MOST_EXPANDED = 300 * MEGABYTE
"""A workbook of ours expands four to six times; whatever would fill the memory is refused."""
BIG_PART = 10 * MEGABYTE
MOST_RATIO = 200
"""A part larger than ``BIG_PART`` that expands more than this is a bomb, not a table (a bomb: 1013 times)."""
MOST_PARTS = 10_000
PROLOGUE = 4096
"""Bytes of a part in which definitions are looked for where it is not read anyhow."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_DEFINITIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OTHER_KINDS = (
    ("mimetype", "OpenDocument, .ods"),
    ("word/document.xml", "Word, .docx"),
    ("ppt/presentation.xml", "PowerPoint, .pptx"),
    ("Index/Document.iwa", "Numbers"),
)

ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    LookupError,
)
"""What ``zipfile`` raises for a damaged archive (``NotImplementedError`` is a ``RuntimeError``)."""


@dataclass(frozen=True, slots=True)
class Book:
    """A file that passed the guard."""

    file: str
    """File name, without its folder."""
    name: str
    """File name without its extension."""
    data: bytes
    sha256: str
    main: str
    """Name of the part that is the workbook."""


def open_book(path: Path) -> tuple[Book | None, list[Finding]]:
    """Read a file and make sure that it is an .xlsx (or .xlsm) workbook.

    Returns
    -------
    tuple
        The book, or ``None`` with one error that says what the file is instead and the way out; and notes.
    """
    data, problem = _bytes_of(path)
    if data is None:
        return None, [problem] if problem else []
    code = _not_a_package(path, data)
    if code:
        return None, [_error(code, path)]
    return _book(path, data)


def _error(code: str, path: Path, **facts: object) -> Finding:
    return Finding(Severity.ERROR, code, facts={"file": path.name, **facts})


def _bytes_of(path: Path) -> tuple[bytes | None, Finding | None]:
    try:
        if path.is_dir():
            return None, _error("E103", path)
        if path.stat().st_size > MOST_EXPANDED:
            return None, _error("E110", path, megabytes=path.stat().st_size // MEGABYTE)
        return path.read_bytes(), None
    except (FileNotFoundError, NotADirectoryError):
        near = _near_file(path)
        return None, _error("E102", path, near=near) if near else _error("E101", path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return None, _error("E104", path)


def _near_file(path: Path) -> str:
    try:
        # "~$plan.xlsx" is the mark Excel leaves while it has plan.xlsx open.
        names = [other.name for other in path.parent.iterdir() if not other.name.startswith("~$")]
    except (OSError, ValueError):
        return ""
    return next(iter(difflib.get_close_matches(path.name, names, n=1, cutoff=0.75)), "")


def _not_a_package(path: Path, data: bytes) -> str:
    """Return the code that says what a file is that does not even begin as a zip archive."""
    if data.startswith(_OLE):
        return "E108" if _ENCRYPTED in data else "E107"
    if data.startswith(_ZIP):
        return ""
    return "E106" if path.suffix.lower() in _TEXT_SUFFIXES or _is_table_text(data) else "E105"


def _is_table_text(data: bytes) -> bool:
    head = data[:4096]
    if min(head, default=0) < ord("\t") or head.lstrip().startswith(b"<"):
        return False
    for encoding in ("utf-8-sig", "cp932"):
        try:
            # Piece by piece, because the head may end in the middle of a character.
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return any(separator in text for separator in ",;\t")
    return False


def too_large(package: zipfile.ZipFile, parts: Iterable[str]) -> int | None:
    """Return how many megabytes some parts expand to, where that is more than is ever unpacked."""
    sizes = {info.filename: info.file_size for info in package.infolist()}
    expanded = sum(sizes.get(part, 0) for part in set(parts))
    return expanded // MEGABYTE if expanded > MOST_EXPANDED else None


def _book(path: Path, data: bytes) -> tuple[Book | None, list[Finding]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            problem, main = _package_problem(path, package)
            parts = package.namelist()
    except DefusedXmlException:
        problem = _error("E111", path)
    except (*ZIP_TROUBLE, SAXException):
        problem = _error("E105", path)
    if problem is not None:
        return None, [problem]
    book = Book(in_one_line(path.name), in_one_line(path.stem), data, hashlib.sha256(data).hexdigest(), main)
    notes = []
    if any(part.endswith("vbaProject.bin") for part in parts):
        notes.append(Finding(Severity.NOTE, "N101"))
    if any(part.startswith("xl/externalLinks/") for part in parts):
        notes.append(Finding(Severity.NOTE, "N102"))
    return book, notes


def _package_problem(path: Path, package: zipfile.ZipFile) -> tuple[Finding | None, str]:
    """Return what keeps a package from being read, and the part that is its workbook."""
    infos = package.infolist()
    bombs = [
        info
        for info in infos
        if info.file_size > BIG_PART and info.file_size > MOST_RATIO * max(1, info.compress_size)
    ]
    if bombs or len(infos) > MOST_PARTS:
        expanded = sum(info.file_size for info in infos)
        return _error("E110", path, megabytes=max(1, expanded // MEGABYTE)), ""
    if any(info.flag_bits & 1 for info in infos):
        return _error("E108", path), ""
    main = main_part(package)
    if main.lower().endswith(".bin"):
        return _error("E109", path), ""
    if not main:
        names = {info.filename for info in infos}
        kind = next((kind for part, kind in _OTHER_KINDS if part in names), "")
        return (_error("E112", path, kind=kind) if kind else _error("E105", path)), ""
    for info in infos:
        # What is read is looked through as it is read; sheets are not even opened before it is known whose
        # they are.
        if info.filename.endswith((".xml", ".rels")) and "/worksheets/" not in info.filename:
            with package.open(info) as part:
                head = part.read(PROLOGUE)
            if _DEFINITIONS.search(head.replace(b"\0", b"")):
                return _error("E111", path), ""
    return None, main
