"""The next plan while it is written: its rows, and each cell that was changed with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from planner.rolling.words import tell
from planner.workbook.access import amount
from planner.workbook.reading.row_names import row_name
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Row, Tables, Value

_LISTS = (Kind.IDS, Kind.COUNTRIES, Kind.CHOICES, Kind.PROFILE)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell was changed, or what could not be kept; a key of ``words`` and its facts."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: str) -> str:
        """Return it as a sentence."""
        return tell(self.key, language, **self.facts)


def reason(key: str, **facts: object) -> Reason:
    """Return a reason with its facts."""
    return Reason(key, facts)


class CannotRoll(Exception):
    """What was asked cannot be done with this plan: a month that is none, an event that it does not have."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """Return the reason, in the user's language."""
        return tell(self.key, language, **self.facts)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that the next plan has otherwise."""

    sheet: str
    row: str
    """Name of the row: its key, parts joined by ``/``; of a setting its key."""
    column: str
    before: Value
    """``None`` where the cell was blank or the row is new."""
    after: Value
    """``None`` where the cell is blank now or the row is gone."""
    why: Reason


@dataclass(slots=True)
class Ledger:
    """The next plan while it is written."""

    old: Tables
    months: int
    """Months gone."""
    sheets: dict[str, list[Row]] = field(default_factory=dict)
    settings: dict[str, Value] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    unkept: list[Reason] = field(default_factory=list)
    assumed: set[tuple[str, int]] = field(default_factory=set)
    """Sheet and number of rows that nobody has confirmed."""

    def __post_init__(self) -> None:
        self.sheets = {name: list(rows) for name, rows in self.old.sheets.items()}
        self.settings = dict(self.old.settings)

    @property
    def tables(self) -> Tables:
        """The plan as it stands now."""
        sheets = {name: tuple(rows) for name, rows in self.sheets.items()}
        return replace(self.old, sheets=sheets, settings=dict(self.settings))

    @property
    def start(self) -> dt.date:
        """First month of the next plan."""
        return self.old.month_date(self.months)

    def rows(self, sheet: str) -> list[Row]:
        """Return the rows of a sheet as they stand now."""
        return list(self.sheets.get(sheet, ()))

    def row(self, sheet: str, key: str, value: str) -> Row | None:
        """Return the first row whose column holds a value."""
        return next((row for row in self.sheets.get(sheet, ()) if row.values.get(key) == value), None)

    def set_cell(self, row: Row, key: str, value: Value, why: Reason) -> Row:
        """Change one cell (``None`` blanks it) and return the row as it is now."""
        before = row[key] if key in row.given else None
        if before == value:
            return row
        column = SHEETS[row.sheet].column(key)
        if value is None:
            default: Value = () if column.default is None and column.kind in _LISTS else column.default
            new = replace(row, values={**row.values, key: default}, given=row.given - {key})
        else:
            new = replace(row, values={**row.values, key: value}, given=row.given | {key})
        rows = self.sheets[row.sheet]
        rows[next(at for at, own in enumerate(rows) if own is row)] = new
        self.changes.append(Change(row.sheet, row_name(row.sheet, row), key, before, value, why))
        return new

    def remove(self, row: Row, why: Reason) -> None:
        """Take a row out."""
        rows = self.sheets[row.sheet]
        del rows[next(at for at, own in enumerate(rows) if own is row)]
        name = row_name(row.sheet, row)
        for key in self._told(row):
            self.changes.append(Change(row.sheet, name, key, row[key], None, why))

    def add(self, sheet: str, cells: Mapping[str, Value], why: Reason, *, after: Row | None = None) -> Row:
        """Add a row at the end of its sheet, or after another."""
        cells = {key: value for key, value in cells.items() if value is not None and value != ()}
        number = max((row.number for row in self.sheets[sheet]), default=1) + 1
        filled: dict[str, Value] = {
            column.key: () if column.default is None and column.kind in _LISTS else column.default
            for column in SHEETS[sheet].columns
        }
        row = Row(sheet, number, filled | dict(cells), frozenset(cells))
        rows = self.sheets[sheet]
        at = len(rows) if after is None else next(k for k, own in enumerate(rows) if own is after) + 1
        rows.insert(at, row)
        name = row_name(sheet, row)
        for key in self._told(row):
            self.changes.append(Change(sheet, name, key, None, row[key], why))
        return row

    @staticmethod
    def _told(row: Row) -> list[str]:
        """Return the filled columns of a row that its name does not tell already."""
        keys = SHEETS[row.sheet].key
        order = [column.key for column in SHEETS[row.sheet].columns if column.key in row.given]
        return [key for key in order if key not in keys] or order[-1:]

    def add_quantity(self, sheet: str, key: Mapping[str, Value], quantity: float, why: Reason) -> Row:
        """Add to the quantity of a row of a sheet whose rows add up, or add the row."""
        for row in self.sheets[sheet]:
            if all(row.values.get(name) == value for name, value in key.items()):
                return self.set_cell(row, "quantity", amount(row, "quantity") + quantity, why)
        return self.add(sheet, {**key, "quantity": quantity}, why)

    def set_setting(self, key: str, value: Value, why: Reason) -> None:
        """Change a setting."""
        row = self.row("Settings", "key", key)
        before = self.settings.get(key) if row is not None and "value" in row.given else None
        if before == value:
            return
        self.settings[key] = SETTING_COLUMNS[key].default if value is None else value
        if row is None:
            number = max((own.number for own in self.sheets["Settings"]), default=1) + 1
            new = Row("Settings", number, {"key": key, "value": value}, frozenset({"key", "value"}))
            self.sheets["Settings"].append(new)
        else:
            given = row.given | {"value"} if value is not None else row.given - {"value"}
            rows = self.sheets["Settings"]
            at = next(k for k, own in enumerate(rows) if own is row)
            rows[at] = replace(row, values={**row.values, "value": value}, given=given)
        self.changes.append(Change("Settings", key, "value", before, value, why))

    def each(self, sheet: str, keep: Callable[[Row], bool], why: Reason) -> None:
        """Take out the rows of a sheet that are not kept."""
        for row in self.rows(sheet):
            if not keep(row):
                self.remove(row, why)

    def cannot(self, key: str, **facts: object) -> None:
        """Note what the next plan cannot keep, once."""
        found = Reason(key, facts)
        if found not in self.unkept:
            self.unkept.append(found)


def names(found: Iterable[object]) -> str:
    """Return names as one text, at most six of them."""
    listed = list(dict.fromkeys(str(name) for name in found))
    return ", ".join(listed[:6]) + (f", … ({len(listed)})" if len(listed) > 6 else "")
