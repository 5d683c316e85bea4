"""Named changes of a plan: checked tables in, changed tables out, checked again.

A case is all rows of the sheet WhatIf with one case id. Its changes act in their order, each on what the ones
before it left; a column that was blank is filled, one that is set to blank has its default again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from planner.workbook.access import as_number, text
from planner.workbook.checks.added_rows import ADD_ROW, added_row
from planner.workbook.checks.base import Book, listed, nearest
from planner.workbook.checks.every import check
from planner.workbook.checks.whatif import check_whatif, operand
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.cell_values import quote
from planner.workbook.reading.clean import clean
from planner.workbook.reading.row_names import row_name, rows_named
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.schema.words import Words, column_words
from planner.workbook.tables import Row, Tables, Value

_LISTS = (Kind.IDS, Kind.COUNTRIES, Kind.CHOICES, Kind.PROFILE)
Changed = tuple[Tables, tuple[Finding, ...]]
"""A changed plan and what is to be said about it; with an error among it, not for solving."""


def cases_of(tables: Tables) -> dict[str, str]:
    """Return the cases of a plan in the order of the sheet, each with its first note."""
    found: dict[str, str] = {}
    for row in tables["WhatIf"]:
        case = text(row, "case")
        found[case] = found.get(case) or text(row, "note")
    return found


def chosen_cases(tables: Tables, names: Iterable[str]) -> tuple[list[str], list[Finding]]:
    """Return the cases asked for (all where none is), and an error for each that there is not."""
    known, asked = list(cases_of(tables)), list(dict.fromkeys(names))
    sheet = Book(tables).sheet_name("WhatIf")
    if not known:
        return [], [Finding(Severity.ERROR, "E303", sheet)]
    findings = []
    for name in asked:
        if name not in known:
            near = nearest(name, known)
            facts = {"name": name, "near": near, "known": listed(known)}
            findings.append(Finding(Severity.ERROR, "E302" if near else "E301", sheet, facts=facts))
    return [name for name in asked if name in known] if asked else known, findings


def apply_case(tables: Tables, case: str) -> Changed:
    """Return the plan as one case changes it.

    Parameters
    ----------
    tables
        A checked plan.
    case
        Id of the case.

    Returns
    -------
    tuple
        The changed tables, without the sheet WhatIf, and the findings: errors of the changes and of the
        changed plan, each at the cell of WhatIf it comes from, and warnings that the plan does not have.
    """
    rows = tuple(row for row in tables["WhatIf"] if text(row, "case") == case)
    if not rows:
        return tables, tuple(chosen_cases(tables, [case])[1])
    asked = replace(tables, sheets={**tables.sheets, "WhatIf": rows})
    # Warnings on the sheet itself were given when the plan was read.
    errors = [finding for finding in check_whatif(Book(asked)) if finding.severity is Severity.ERROR]
    return apply_rows(tables, rows, errors)


def apply_rows(
    tables: Tables, rows: Iterable[Row], findings: Iterable[Finding] = (), *, errors_only: bool = False
) -> Changed:
    """Return the plan as some rows of the sheet WhatIf change it (the rows may be made, not read).

    ``errors_only``: nobody will see what there is to warn of.
    """
    work = _Work(tables, [*findings], errors_only)
    if not work.broken:
        for row in rows:
            work.apply(row)
        work.settle()
    name = Book(tables).sheet_name("WhatIf")
    found = (
        replace(finding, sheet=name) if finding.sheet == "WhatIf" else finding for finding in work.findings
    )
    return work.tables, tuple(found)


@dataclass(slots=True)
class _Work:
    """One case on its way from a plan to another."""

    plan: Tables
    findings: list[Finding]
    errors_only: bool = False
    sheets: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    settings: dict[str, Value] = field(default_factory=dict)
    touched: dict[str, Row] = field(default_factory=dict)
    """The first change of each sheet."""
    removed: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sheets = {**self.plan.sheets, "WhatIf": ()}
        self.settings = dict(self.plan.settings)

    @property
    def broken(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def tables(self) -> Tables:
        return replace(self.plan, sheets=self.sheets, settings=self.settings)

    def apply(self, change: Row) -> None:
        """Make one change."""
        sheet = text(change, "sheet")
        self.touched.setdefault(sheet, change)
        if SHEETS[sheet].summed:
            self.sheets[sheet] = summed(sheet, self.sheets[sheet])
        name = text(change, "row")
        if text(change, "change") == ADD_ROW:
            self._add_row(change, sheet)
            return
        targets = {id(row) for row in rows_named(self.tables, sheet, name)}
        if not targets and sheet != "Settings" and not self._was_removed(sheet, name):
            self._report(Severity.ERROR, "E316", change, "row", {"case": text(change, "case"), "name": name})
        elif text(change, "change") == "remove":
            self.removed += [row for row in self.sheets[sheet] if id(row) in targets]
            self.sheets[sheet] = tuple(row for row in self.sheets[sheet] if id(row) not in targets)
        elif sheet == "Settings":
            self._set_setting(change, name)
        else:
            self._change_cells(change, sheet, targets)

    def _add_row(self, change: Row, sheet: str) -> None:
        number = max((row.number for row in self.plan.sheets.get(sheet, ())), default=1)
        row = added_row(change, max(number, *(row.number for row in self.sheets[sheet]), 1) + 1)
        if row is not None:  # else said by the checks of the sheet
            self.sheets[sheet] = (*self.sheets[sheet], row)

    def _was_removed(self, sheet: str, name: str) -> bool:
        gone = tuple(row for row in self.removed if row.sheet == sheet)
        return bool(rows_named(replace(self.plan, sheets={sheet: gone}), sheet, name))

    def _set_setting(self, change: Row, key: str) -> None:
        column = SETTING_COLUMNS[key]
        old = self.settings.get(key)
        row = next((row for row in self.sheets["Settings"] if row["key"] == key), None)
        row = row or Row("Settings", 0, {"key": key, "value": old}, frozenset({"key"}))
        found = self._new_value(change, row, column, old, key)
        if found is None:
            return
        value = self.settings[key] = found[0]
        if key == "plan_name" and value is None:
            self.settings[key] = self.plan.name
        given = frozenset({"key"} if _is_blanked(change) else {"key", "value"})
        new = replace(row, values={"key": key, "value": value}, given=given)
        others = [other for other in self.sheets["Settings"] if other["key"] != key]
        self.sheets["Settings"] = (*others, new)

    def _change_cells(self, change: Row, sheet: str, targets: set[int]) -> None:
        column = SHEETS[sheet].column(text(change, "column"))
        blank: list[Row] = []
        rows: list[Row] = []
        for row in self.sheets[sheet]:
            if id(row) not in targets:
                rows.append(row)
                continue
            old = row.values.get(column.key)
            if old is None and text(change, "change") != "set":
                blank.append(row)
                rows.append(row)
                continue
            found = self._new_value(change, row, column, old, row_name(sheet, row))
            if found is None:
                rows.append(row)
                continue
            given = row.given - {column.key} if _is_blanked(change) else row.given | {column.key}
            rows.append(replace(row, values={**row.values, column.key: found[0]}, given=given))
        self.sheets[sheet] = tuple(rows)
        if blank:
            self._report_blank(change, column, blank, all_blank=len(blank) == len(targets))

    def _new_value(self, change: Row, row: Row, column: Column, old: Value, name: str) -> tuple[Value] | None:
        """Return the value a cell has after a change, alone in a tuple; ``None`` where it may not have it."""
        kind, given = text(change, "change"), change.values.get("value")
        if _is_blanked(change):
            return (() if column.default is None and column.kind in _LISTS else column.default,)
        if kind == "set":
            value, remarks = clean(given, column)
        else:
            number, by = as_number(old), operand(given, kind, column)
            if number is None or by is None:
                if number is None:
                    self._report_blank(change, column, [row], all_blank=True)
                return None
            # Rounded to what a cell of Excel holds, so that 0.35 · 2 is 0.7 and 36 · 1.5 is whole.
            result = float(f"{number * by if kind == 'multiply' else number + by:.15g}")
            value, remarks = clean(result, column)
            given = result
        problem = next((remark for remark in remarks if remark.severity is Severity.ERROR), None)
        if problem is None:
            return (value,)
        said = Finding(Severity.ERROR, problem.code, facts=problem.facts)
        facts = {
            "case": text(change, "case"),
            "field": column_words([column]),
            "row": name,
            "place": self._place(row.sheet, row.cell("value" if row.sheet == "Settings" else column.key)),
            "value": quote(given),
            "problem": _words(said),
        }
        self._report(Severity.ERROR, "E304", change, "value", facts)
        return None

    def _report_blank(self, change: Row, column: Column, rows: list[Row], *, all_blank: bool) -> None:
        sheet, first = rows[0].sheet, rows[0]
        names = [str(row["key"]) if sheet == "Settings" else row_name(sheet, row) for row in rows]
        facts: dict[str, object] = {"field": column_words([column]), "change": text(change, "change")}
        if all_blank:
            key = "value" if sheet == "Settings" else column.key
            facts |= {"row": names[0], "place": self._place(sheet, first.cell(key))}
            self._report(Severity.ERROR, "E307", change, "change", facts)
            return
        facts |= {"case": text(change, "case"), "count": len(rows), "rows": listed(names)}
        facts["sheet"] = Book(self.plan).sheet_name(sheet)
        self._report(Severity.WARNING, "W301", change, "row", facts)

    def settle(self) -> None:
        """Check what was left: no row twice, no required sheet empty, and the plan as a whole."""
        for sheet, change in self.touched.items():
            self._find_twins(sheet, change)
            if SHEETS[sheet].required and not self.sheets[sheet]:
                facts = {"case": text(change, "case"), "sheet": Book(self.plan).sheet_name(sheet)}
                self._report(Severity.ERROR, "E306", change, "change", facts)
        if not self.broken and self.touched:
            self._check_again()

    def _find_twins(self, sheet: str, change: Row) -> None:
        if SHEETS[sheet].summed or not SHEETS[sheet].key:
            return
        seen: set[tuple[Value, ...]] = set()
        for row in self.sheets[sheet]:
            key = tuple(row.values.get(part) for part in SHEETS[sheet].key)
            if key in seen:
                facts = {"case": text(change, "case"), "row": row_name(sheet, row)}
                facts["sheet"] = Book(self.plan).sheet_name(sheet)
                self._report(Severity.ERROR, "E305", change, "column", facts)
                return
            seen.add(key)

    def _check_again(self) -> None:
        """Report what the plan's own checks say of the changed plan and did not say of the plan."""
        before = _said_before(self.plan)
        first = next(iter(self.touched.values()))
        for finding in check(self.tables, errors_only=self.errors_only):
            if finding.severity is Severity.NOTE or _said(finding) in before:
                continue
            error = finding.severity is Severity.ERROR
            change = self.touched.get(finding.sheet, first)
            facts = {
                "case": text(change, "case"),
                "place": self._place(finding.sheet, finding.cell),
                "problem": _words(finding),
            }
            self._report(finding.severity, "E308" if error else "W302", change, "row", facts)

    def _place(self, sheet: str, cell: str) -> str:
        name = Book(self.plan).sheet_name(sheet) if sheet in SHEETS else sheet
        return f"{name}!{cell}" if cell else name

    def _report(
        self, severity: Severity, code: str, change: Row, column: str, facts: Mapping[str, object]
    ) -> None:
        cell = change.cell(column) if change.number else ""
        self.findings.append(Finding(severity, code, "WhatIf", cell, column, facts))


_plan_checked: list[tuple[Tables, frozenset[tuple[str, str, str]]]] = []
"""The plan whose cases were made last, and what its checks say: mostly the next case is one of its own."""


def _said_before(plan: Tables) -> frozenset[tuple[str, str, str]]:
    """Return what the checks say of a plan as it is; asked once for all its cases."""
    for known, said in _plan_checked:
        if known is plan:
            return said
    found = frozenset(_said(finding) for finding in check(plan))
    _plan_checked[:] = [(plan, found)]
    return found


def summed(sheet: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows of a sheet whose rows add up, one for each key."""
    found: dict[tuple[Value, ...], Row] = {}
    for row in rows:
        key = tuple(row.values.get(part) for part in SHEETS[sheet].key)
        before = found.get(key)
        if before is None:
            found[key] = row
            continue
        total = (as_number(before["quantity"]) or 0.0) + (as_number(row["quantity"]) or 0.0)
        found[key] = replace(before, values={**before.values, "quantity": total})
    return tuple(found.values())


def _is_blanked(change: Row) -> bool:
    return text(change, "change") == "set" and change.values.get("value") is None


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.place(), finding.message()


def _words(finding: Finding) -> Words:
    return Words(finding.message("en"), finding.message("ja"))
