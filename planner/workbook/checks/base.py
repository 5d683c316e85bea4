"""What the checks of a whole workbook share: the tables looked up by id, and how a finding is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from planner.workbook.access import amount, as_number, month, text, whole
from planner.workbook.events.hits import Hits
from planner.workbook.events.scenarios import (
    ScenarioSpec,
    has_own_scenarios,
    horizon,
    known_events,
    path_events,
    scenario_list,
    scenario_rows,
)
from planner.workbook.history import arrival_month
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.schema.words import Words, column_words
from planner.workbook.series import Series, first_year, plan_years, rates
from planner.workbook.tables import Row, Tables

Findings = Iterator[Finding]

LISTED = 6
"""Names shown in one message; the others are counted."""

NEVER = 10**6
"""A plan month after every plan: what never happens."""

DAYS_PER_MONTH = 365 / 12

INFINITE = float("inf")


class Book:
    """One plan's tables, looked up the ways the checks need; nothing in it raises on missing cells."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.months = horizon(tables)
        """Months in the plan; 0 where the settings are missing or broken, then nothing is said on time."""
        self._ids: dict[str, dict[str, Row]] = {}
        self._groups: dict[str, dict[str, list[Row]]] = {}
        self._growth: dict[str, list[tuple[int, float]]] = {}

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Return the rows of a sheet; empty where it is missing."""
        return self.tables.sheets.get(sheet, ())

    def sheet_name(self, sheet: str) -> str:
        """Return a sheet's name in the language of the workbook."""
        return self.tables.title(sheet)

    def place(self, row: Row, column: str) -> str:
        """Return where a cell stands (``Offers!F17``), for messages that point at a second cell."""
        return f"{self.sheet_name(row.sheet)}!{row.cell(column)}"

    def setting(self, key: str) -> float | None:
        """Return a number of the Settings sheet."""
        return as_number(self.tables.settings.get(key))

    def setting_text(self, key: str) -> str:
        """Return a text of the Settings sheet."""
        value = self.tables.settings.get(key)
        return value if isinstance(value, str) else ""

    def setting_row(self, key: str) -> Row | None:
        """Return the row in which a setting stands."""
        return next((row for row in self.rows("Settings") if text(row, "key") == key), None)

    def of_setting(self, severity: Severity, code: str, key: str, **facts: object) -> Findings:
        """Yield a finding on a setting, where the workbook has its row."""
        row = self.setting_row(key)
        if row is not None:
            yield Finding(severity, code, row.sheet, row.cell("value"), key, facts)

    @property
    def home_country(self) -> str:
        """The buyer's country; empty where none is given."""
        return self.setting_text("home_country")

    def ids(self, sheet: str) -> Mapping[str, Row]:
        """Return the first row of each id (the sheet's first key column)."""
        if sheet not in self._ids:
            key = SHEETS[sheet].key[0]
            found: dict[str, Row] = {}
            for row in self.rows(sheet):
                if text(row, key):
                    found.setdefault(text(row, key), row)
            self._ids[sheet] = found
        return self._ids[sheet]

    def by(self, sheet: str, key: str) -> Mapping[str, Sequence[Row]]:
        """Return the rows of a sheet by the text of one column; rows where it is blank are left out."""
        name = f"{sheet}|{key}"
        if name not in self._groups:
            groups: dict[str, list[Row]] = {}
            for row in self.rows(sheet):
                if text(row, key):
                    groups.setdefault(text(row, key), []).append(row)
            self._groups[name] = groups
        return self._groups[name]

    def index(self, row: Row, key: str) -> int | None:
        """Return a month column as a plan month, ``None`` where blank."""
        found = month(row, key)
        return None if found is None or not self.months else self.tables.month_index(found)

    def window(self, row: Row, key_from: str, key_to: str) -> tuple[int, int]:
        """Return the months between two month columns, cut to the plan; empty where first > last."""
        first, last = self.index(row, key_from), self.index(row, key_to)
        return (
            0 if first is None else max(0, first),
            self.months - 1 if last is None else min(self.months - 1, last),
        )

    def month_name(self, index: int) -> str:
        """Return a plan month as ``2026-04``."""
        return month_name(self.tables.month_date(index))

    @cached_property
    def scenario_rows(self) -> Mapping[str, Sequence[Row]]:
        """Rows of Scenarios by scenario id."""
        return scenario_rows(self.tables)

    @cached_property
    def has_own_scenarios(self) -> bool:
        """Whether Scenarios holds one other than 0; else they are made from Events."""
        return has_own_scenarios(self.tables)

    @cached_property
    def specs(self) -> tuple[ScenarioSpec, ...]:
        """Every scenario other than the trunk."""
        return scenario_list(self.tables)

    @cached_property
    def known(self) -> tuple[tuple[str, int], ...]:
        """The events of scenario 0."""
        return known_events(self.tables)

    @cached_property
    def path_events(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """The events on the path of each scenario."""
        return path_events(self.specs, self.known)

    @cached_property
    def hits(self) -> Hits:
        """What each event hits."""
        return Hits(self.ids("Offers"), self.ids("Processes"), self.home_country)

    @cached_property
    def rates(self) -> Mapping[str, Series]:
        """Exchange rates by currency; empty where the plan has no months."""
        return rates(self.tables) if self.months else {}

    @cached_property
    def years(self) -> tuple[range, ...]:
        """The plan months of each plan-year."""
        return plan_years(self.tables) if self.months else ()

    @cached_property
    def first_year(self) -> int:
        """Months of the first plan-year that lie in the plan."""
        return first_year(self.tables) if self.months else 12

    @cached_property
    def past_arrivals(self) -> Mapping[str, Sequence[tuple[int, float]]]:
        """What arrives of orders from before the plan, by item: plan month and quantity."""
        found: dict[str, list[tuple[int, float]]] = {}
        for row in self.rows("History") if self.months else ():
            offer = self.ids("Offers").get(text(row, "offer"))
            arrival = arrival_month(self.tables, row)
            if offer is not None and arrival is not None and amount(row, "quantity") > 0:
                own = found.setdefault(text(offer, "item"), [])
                own.append((self.tables.month_index(arrival), amount(row, "quantity")))
        return found

    @cached_property
    def taken_before(self) -> Mapping[str, float]:
        """What was ordered of each offer in the first plan-year before the plan."""
        taken: dict[str, float] = {}
        for row in self.rows("History") if self.months else ():
            ordered, name = self.index(row, "order_month"), text(row, "offer")
            if ordered is not None and self.first_year - 12 <= ordered < 0:
                taken[name] = taken.get(name, 0.0) + amount(row, "quantity")
        return taken

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Countries of each group of the Countries sheet."""
        members: dict[str, set[str]] = {}
        for row in self.rows("Countries"):
            groups = row.values.get("groups")
            for group in groups if isinstance(groups, tuple) else ():
                members.setdefault(str(group), set()).add(text(row, "code"))
        return {group: frozenset(codes) for group, codes in members.items()}

    @cached_property
    def added(self) -> Mapping[str, Sequence[Row]]:
        """Investments by what they add to (``process:ID``, ``stock:ITEM``, ``offer:ID``)."""
        rows: dict[str, list[Row]] = {}
        for row in self.rows("Investments"):
            kind, _, name = text(row, "adds_to").partition(":")
            rows.setdefault(f"{kind.strip()}:{name.strip()}", []).append(row)
        return rows

    def done_from(self, investment: Row) -> int:
        """Return the earliest plan month in which an investment can be complete; NEVER if there is none."""
        committed = self.index(investment, "committed_start")
        if committed is not None:
            return max(0, committed + whole(investment, "lead_months"))
        first, last = self.window(investment, "earliest_start", "latest_start")
        if first > last or whole(investment, "max_modules", 1) < 1:
            return NEVER
        return first + whole(investment, "lead_months")

    def open_from(self, row: Row) -> int:
        """Return the earliest plan month in which what a design or process requires is complete."""
        required = text(row, "requires")
        if not required:
            return 0
        investment = self.ids("Investments").get(required)
        return 0 if investment is None else self.done_from(investment)

    def most_added(self, target: str, by_month: int | None = None) -> float:
        """Return the most that investments can add to a target, complete by a plan month (default: ever)."""
        if target not in self._growth:
            self._growth[target] = [
                (self.done_from(row), amount(row, "adds") * max(0, whole(row, "max_modules", 1)))
                for row in self.added.get(target, ())
            ]
        last = self.months - 1 if by_month is None else by_month
        return sum(added for done, added in self._growth[target] if done <= last)

    def tiers(self, offer: Row) -> Sequence[Row]:
        """Return the price tiers of an offer."""
        return self.by("PriceTiers", "offer").get(text(offer, "offer"), ())

    def supplier_of(self, offer: Row) -> Row | None:
        """Return the supplier's row of an offer."""
        return self.ids("Suppliers").get(text(offer, "supplier"))

    def order_months(self, offer: Row) -> range:
        """Return the plan months in which an offer can be ordered: available and its supplier qualified."""
        first, last = self.window(offer, "available_from", "available_to")
        supplier = self.supplier_of(offer)
        if supplier is not None and (coming := self.index(supplier, "qualified_from")) is not None:
            first = max(first, coming)
        elif supplier is not None and supplier.values.get("already_qualified") is False:
            first = max(first, whole(supplier, "qualification_months"))
        return range(first, last + 1)

    def rate(self, offer: Row) -> float | None:
        """Return the exchange rate of an offer's currency in month 0; ``None`` where it is unknown."""
        currency = text(offer, "currency")
        if not currency or currency == (self.setting_text("currency") or "USD"):
            return 1.0
        found = self.rates.get(currency)
        return None if found is None else found.at(0)


def is_contract(offer: Row) -> bool:
    """Tell whether an offer is a contract."""
    return text(offer, "kind") == "contract"


def month_name(date: dt.date) -> str:
    """Return a month as ``2026-04``."""
    return f"{date.year:04d}-{date.month:02d}"


def quantity(value: float) -> str:
    """Return a number as people write it: no needless digits."""
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def percent(value: float) -> str:
    """Return a fraction as per cent."""
    return f"{100 * value:.4g}%"


def listed(names: Iterable[object]) -> str:
    """Return names in a row, the first few and the number of the others."""
    every = [str(name) for name in names]
    shown = ", ".join(every[:LISTED])
    return shown if len(every) <= LISTED else f"{shown} … (+{len(every) - LISTED})"


_UNITS = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilogram", "kilograms", "キロ", "キログラム"), "kg"),
    **dict.fromkeys(("t", "tonne", "tonnes", "mt", "metric ton", "metric tons", "トン"), "t"),
    **dict.fromkeys(("g", "gram", "grams", "グラム"), "g"),
}
"""Units of mass by the ways people write them; no other is the same in another case (mg is no Mg)."""


def several_units(units: Iterable[str]) -> bool:
    """Tell whether units are more than one, however each is written."""
    return len({_UNITS.get(unit.casefold(), unit) for unit in units}) > 1


_LOOK_ALIKE = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff70\uff0d", "-"),
    }
)
"""Letters of other scripts and dashes by the ASCII character that looks like them."""


def alike(name: str) -> str:
    """Return a name without what eyes pass over: case, blanks, dashes and letters of other scripts."""
    return "".join(name.upper().translate(_LOOK_ALIKE).casefold().split())


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like a given one; empty where none is like it."""
    names = list(known)
    folded = {alike(candidate): candidate for candidate in reversed(names)}
    if alike(name) in folded:
        return folded[alike(name)]
    if name.isdecimal():
        # Excel makes 1 of 001 where the cell is no text.
        same = (known for known in names if known.isdecimal() and int(known) == int(name))
        if found := next(same, ""):
            return found
    close = get_close_matches(alike(name), list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def error(code: str, row: Row, column: str, **facts: object) -> Finding:
    """Return an error at one cell."""
    return _finding(Severity.ERROR, code, row, column, facts)


def warning(code: str, row: Row, column: str, **facts: object) -> Finding:
    """Return a warning at one cell."""
    return _finding(Severity.WARNING, code, row, column, facts)


def note(code: str, row: Row, column: str, **facts: object) -> Finding:
    """Return a note at one cell."""
    return _finding(Severity.NOTE, code, row, column, facts)


def labels(row: Row, *keys: str) -> Words:
    """Return the labels of columns with their keys, for messages."""
    return column_words(SHEETS[row.sheet].column(key) for key in keys)


def _finding(severity: Severity, code: str, row: Row, column: str, facts: Mapping[str, object]) -> Finding:
    shown = {"value": row.values.get(column), **facts}
    return Finding(severity, code, row.sheet, row.cell(column), column, shown)
