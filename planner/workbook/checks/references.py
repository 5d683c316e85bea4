"""Checks of references: every id that is used must be listed on its own sheet."""

from __future__ import annotations

from collections.abc import Iterable

from planner.workbook.access import text, texts
from planner.workbook.checks.base import Book, Findings, alike, error, nearest, warning
from planner.workbook.messages.findings import Finding
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SCHEMA, SHEETS
from planner.workbook.tables import Row

SUGGESTIONS = 200
"""Unknown ids for which a like one is looked for; a sheet with more is broken in another way."""

_NAMED_AGAIN = {"Scenarios": "scenario", "PriceIndex": "index", "Pools": "pool"}
"""Sheets on which several rows may have one name."""
_SOFT = {("Events", "index")}
"""An index that no offer has is a warning of the events' own checks."""


def check_references(book: Book) -> Findings:
    """Yield an error for every id that its sheet does not list."""
    lookup = Lookup(book)
    for sheet in SCHEMA:
        columns = [column for column in sheet.columns if column.ref and (sheet.name, column.key) not in _SOFT]
        for row in book.rows(sheet.name) if columns else ():
            for column in columns:
                yield from _unknown(lookup, row, column)
    yield from _bom_designs(book, lookup)
    yield from _twins(book)


class Lookup:
    """Finds unknown ids and what they may have meant; remembers, so that one typo is looked up once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._near: dict[tuple[str, str], str] = {}

    def near(self, name: str, sheet: str, known: Iterable[str]) -> str:
        """Return the id most like an unknown one."""
        if (sheet, name) not in self._near:
            self._near[sheet, name] = nearest(name, known) if len(self._near) < SUGGESTIONS else ""
        return self._near[sheet, name]

    def finding(self, row: Row, column: str, name: str, sheet: str) -> Finding:
        """Return the error for an id that a sheet does not list."""
        known = self.book.ids(sheet)
        near = self.near(name, sheet, known)
        if not near:
            return error("E201", row, column, id=name, sheet=self.book.sheet_name(sheet))
        place = self.book.place(known[near], SHEETS[sheet].key[0])
        facts = {"id": name, "sheet": self.book.sheet_name(sheet), "near": near, "near_cell": place}
        code = "E205" if _looks_the_same(name, near) else "E202"
        return error(code, row, column, **facts)


def _looks_the_same(name: str, near: str) -> bool:
    """Tell whether two names differ in characters that look alike, not in case or blanks alone."""
    plain, other = ("".join(one.casefold().split()) for one in (name, near))
    return plain != other and alike(name) == alike(near)


def _unknown(lookup: Lookup, row: Row, column: Column) -> Findings:
    names = texts(row, column.key) if column.kind is Kind.IDS else (text(row, column.key),)
    known = lookup.book.ids(column.ref)
    for name in names:
        if name and name not in known:
            yield lookup.finding(row, column.key, name, column.ref)


def _bom_designs(book: Book, lookup: Lookup) -> Findings:
    """Yield an error for a BOM row whose design is not one of its product's."""
    designs: dict[str, dict[str, Row]] = {}
    for row in book.rows("Designs"):
        designs.setdefault(text(row, "product"), {}).setdefault(text(row, "design"), row)
    for row in book.rows("BOM"):
        product, design = text(row, "product"), text(row, "design")
        own = designs.get(product, {})
        if not product or not design or design in own or product not in book.ids("Products"):
            continue
        near = lookup.near(design, f"Designs of {product}", own)
        if near:
            place = book.place(own[near], "design")
            yield error("E204", row, "design", design=design, product=product, near=near, near_cell=place)
        else:
            yield error("E203", row, "design", design=design, product=product)


def _twins(book: Book) -> Findings:
    """Yield ids that differ only in what eyes pass over, which people would take for one."""
    for sheet in SCHEMA:
        if len(sheet.key) != 1 or sheet.key[0] == "key":
            continue
        first: dict[str, str] = {}
        for name, row in book.ids(sheet.name).items():
            twin = first.setdefault(alike(name), name)
            if twin != name:
                place = book.place(book.ids(sheet.name)[twin], sheet.key[0])
                yield warning("W227", row, sheet.key[0], id=name, near=twin, near_cell=place)
    for name, column in _NAMED_AGAIN.items():
        spelt: dict[str, Row] = {}
        told: set[str] = set()
        for row in book.rows(name):
            own = text(row, column)
            met = spelt.setdefault(alike(own), row)
            if text(met, column) != own and own not in told:
                told.add(own)
                facts = {"id": own, "near": text(met, column), "near_cell": book.place(met, column)}
                yield warning("W227", row, column, **facts)
