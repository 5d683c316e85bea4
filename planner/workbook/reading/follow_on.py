"""One wrong cell gives one finding: what the checks find only because of an unreadable cell is held back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from planner.workbook.access import texts
from planner.workbook.messages.findings import ALSO, Finding, Severity
from planner.workbook.ranges import joined
from planner.workbook.reading.likely import Cell, Meant, with_likely_values
from planner.workbook.schema.sheets import SCHEMA, SHEETS
from planner.workbook.schema.words import Words
from planner.workbook.tables import Tables

_OF_A_SHEET = {
    "E201": "",
    "E202": "",
    "E205": "",
    "E203": "Designs",
    "E204": "Designs",
    "E230": "Designs",
    "E220": "FX",
}
"""Errors that speak of what another sheet lacks; empty: of the sheet that the column refers to."""
_NEAR = {"E202": "id", "E205": "id", "E204": "design"}
"""Errors about a name that suggest another one, and the fact that holds the name."""
_NOWHERE = {"E201": "id", "E203": "design"}
"""The same without a suggestion."""
_MISSED = ("E201", "E202", "E203", "E204", "E205")
"""Errors that a name is nowhere."""
_FEWEST = 2
"""Places that must agree before the one name that they miss is taken for the wrong one."""
_SHOWN = 4
_ADDRESS = re.compile(r"[A-Z]+(\d+)")


def firm_findings(
    check: Callable[[Tables], list[Finding]],
    tables: Tables,
    broken: Mapping[Cell, Sequence[Meant]],
    unread: Iterable[str],
) -> list[Finding]:
    """Return what the checks find whatever stands in the cells that are wrong by themselves.

    The checks run again with other likely values in the cells that could not be read, and with the suggested
    name where a name is on no sheet. Only what stays is told; the rest would come and go with the cell.

    Parameters
    ----------
    check
        All checks.
    tables
        What could be read.
    broken
        Cells that could not, and what they were likely meant to hold.
    unread
        Sheets of which rows or columns are missing from the tables; then only errors are told, and no error
        that says that an id is not on such a sheet.
    """
    found = check(tables)
    cells, lacking, themselves = dict(broken), set(unread), set[str]()
    for named in ({}, _NEAR, _NOWHERE):
        wrong = _wrong_names(found, named) if named else broken
        if wrong:
            cells, themselves = {**cells, **wrong}, themselves | set(named)
            settled = {_place(finding) for finding in check(with_likely_values(tables, cells))}
            found = [f for f in found if f.code in themselves or _place(f) in settled]
    rows = {(sheet, number) for sheet, number, _ in cells}
    found = [f for f in found if f.severity is Severity.ERROR or _row(f) not in rows]
    if lacking:
        found = [f for f in found if f.severity is Severity.ERROR and not _speaks_of(f, lacking)]
    return _once_a_name(_told_where_defined(found, tables))


def _once_a_name(found: Sequence[Finding]) -> list[Finding]:
    """Tell once, at the first cell of a column, that a name is nowhere, and in which rows it stands too."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in found:
        if finding.code in _MISSED:
            name = (str(finding.facts.get(key, "")) for key in ("id", "product", "design", "near"))
            groups.setdefault((finding.code, finding.sheet, finding.column, *name), []).append(finding)
    told: dict[int, Finding] = {}
    for group in groups.values():
        first, *others = sorted(group, key=lambda one: _row(one)[1])
        cells = list(dict.fromkeys(one.cell for one in others if one.cell != first.cell))
        told[id(first)] = first
        if cells:
            also = Words(
                f" The same stands in {len(cells)} more: {joined(cells, ', ')}.",
                f"ほか{len(cells)}か所も同じです（{joined(cells, '、')}）。",
            )
            told[id(first)] = replace(first, facts={**first.facts, ALSO: also})
    return [told.get(id(f), f) for f in found if f.code not in _MISSED or id(f) in told]


def _wrong_names(found: Iterable[Finding], codes: Mapping[str, str]) -> dict[Cell, list[Meant]]:
    """Return the cells with a name that is nowhere, and the name that each was likely meant to hold."""
    cells: dict[Cell, list[Meant]] = {}
    for finding in found:
        address = _ADDRESS.fullmatch(finding.cell)
        if finding.code in codes and address and finding.sheet in SHEETS:
            cell = finding.sheet, int(address.group(1)), finding.column
            name, near = finding.facts[codes[finding.code]], finding.facts.get("near", "")
            cells.setdefault(cell, []).append(Meant(str(near), str(name)))
    return cells


def _told_where_defined(found: Sequence[Finding], tables: Tables) -> list[Finding]:
    """Tell as one error that several rows miss a name, where a like one is defined that nothing uses."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        if finding.code in ("E202", "E205"):
            facts = finding.facts
            groups.setdefault((facts["sheet"], facts["id"], facts["near"], facts["near_cell"]), []).append(
                finding
            )
    gone: set[int] = set()
    errors: dict[tuple[str, str], Finding] = {}
    for (title, name, near, place), group in groups.items():
        sheet = next((sheet for sheet in SHEETS if tables.title(sheet) == title), "")
        if len(group) < _FEWEST or not sheet or _is_used(str(near), sheet, tables):
            continue
        cell = str(place).rpartition("!")[2]
        places = ", ".join(f"{tables.title(one.sheet)}!{one.cell}" for one in group[:_SHOWN])
        more = f" + {len(group) - _SHOWN}" if len(group) > _SHOWN else ""
        facts = {"near": near, "id": name, "count": len(group), "places": places + more}
        errors[sheet, cell] = Finding(Severity.ERROR, "E199", sheet, cell, SHEETS[sheet].key[0], facts)
        gone.update(map(id, group))
    rest = (f for f in found if id(f) not in gone)
    return [
        *(f for f in rest if (f.sheet, f.cell) not in errors or f.severity is Severity.ERROR),
        *errors.values(),
    ]


def _is_used(name: str, sheet: str, tables: Tables) -> bool:
    """Tell whether a row names the id of a sheet."""
    return any(
        name in texts(row, column.key)
        for other in SCHEMA
        for column in other.columns
        if column.ref == sheet or (other.name, column.key) == ("Rules", "member")
        for row in tables.sheets.get(other.name, ())
    )


def _row(finding: Finding) -> tuple[str, int]:
    address = _ADDRESS.fullmatch(finding.cell)
    return finding.sheet, int(address.group(1)) if address else 0


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.sheet, finding.cell


def _speaks_of(finding: Finding, sheets: set[str]) -> bool:
    sheet = _OF_A_SHEET.get(finding.code)
    if sheet == "" and finding.sheet in SHEETS:
        column = next((c for c in SHEETS[finding.sheet].columns if c.key == finding.column), None)
        sheet = column.ref if column is not None else ""
    return sheet in sheets
