"""What the replays share: how a truth is written, and the factory that all of them plan for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.examples.sheets import COMMENT, Calendar, Example, Rows, table
from planner.examples.write import example_tables
from planner.workbook.schema.truth import truth_sheets
from planner.workbook.tables import Row, Tables, Value
from planner.workbook.template.book import write_template

MOTORS = 1_000
"""Made in a month."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A plan and what then happened."""

    plan: Example
    truth: Mapping[str, Rows]
    """Rows of the truth by sheet, each with its comment."""
    onset: dt.date
    """Month in which the event began."""

    def plan_tables(self) -> Tables:
        """Return the checked tables of the plan."""
        return example_tables(self.plan)

    def truth_rows(self) -> dict[str, tuple[Row, ...]]:
        """Return the rows of the truth, typed, as its reader would."""
        declared = {sheet.name: sheet for sheet in truth_sheets()}
        found = {}
        for name, rows in self.truth.items():
            columns = [column.key for column in declared[name].columns]
            typed = []
            for number, cells in enumerate(rows, start=2):
                values = {key: _typed(key, cells.get(key)) for key in columns}
                given = frozenset(key for key in columns if key in cells)
                typed.append(Row(name, number, values, given, comment=str(cells[COMMENT])))
            found[name] = tuple(typed)
        return found

    def write_plan(self, path: Path, language: str = "en") -> Path:
        """Write the plan as a template filled in, with the comment of every row."""
        tables = self.plan_tables()
        comments = {
            (sheet, row.number): comment
            for sheet, texts in self.plan.comments().items()
            for row, comment in zip(tables[sheet], texts, strict=True)
        }
        return write_template(path, language, tables, comments)

    def write_truth(self, path: Path, language: str = "en") -> Path:
        """Write the truth as its template filled in, with the comment of every row."""
        rows = {sheet.name: () for sheet in truth_sheets()} | self.truth_rows()
        tables = Tables(f"{self.plan.name}-truth", rows, {"plan_name": f"{self.plan.title}: what happened"})
        return write_template(path, language, tables, sheets=truth_sheets())


def _typed(key: str, cell: Value) -> Value:
    if key == "loss_profile":
        return () if cell is None else tuple(float(part) for part in str(cell).split("|"))
    return cell


def months(first: Calendar, year: int, month: int) -> int:
    """Return a month as a month of a calendar."""
    return (year - first.year) * 12 + month - first.month


def calendar(onset: dt.date, before: int, until: dt.date) -> Calendar:
    """Return the months of a plan from ``before`` months ahead of an event to a last month."""
    count = onset.year * 12 + onset.month - 1 - before
    last = until.year * 12 + until.month - 1
    return Calendar(count // 12, count % 12 + 1, last - count + 1)


Points = Sequence[tuple[dt.date, float, str]]
"""Price from a month on, and where it is from."""


SMM = "SMM (A), mean of the days found in the month, CNY/t, VAT taken to be in it"
"""VAT stays in: so turned, the months found of 2025 give 224 USD/kg of Dy, which is what 96 % of the world
paid by Adamas (A)."""


def listed_in_china(year: int, month: int, per_tonne: int, rate: float = 7.2) -> tuple[dt.date, float, str]:
    """Return a price listed in China [CNY/t] as USD/kg, at so many CNY to the dollar."""
    told = f"{SMM}: {per_tonne:,} at {rate:g} to the dollar"
    return dt.date(year, month, 1), round(per_tonne / 1_000 / rate), told


def at_start(plan: Calendar, index: str, base: float, points: Points) -> Rows:
    """Return what a plan says of an index: the level on the day it is made, and nothing of later."""
    known = [point for point in points if point[0] <= plan(0)]
    if not known:
        return table("index month factor", (index, plan(0), 1, "the plan's own prices"))
    _, price, comment = known[-1]
    return table("index month factor", (index, plan(0), round(price / base, 4), comment))


def afterwards(plan: Calendar, index: str, base: float, points: Points) -> Rows:
    """Return what an index was in the months of a plan after its first, as factors of a base price."""
    return table(
        "index month factor",
        *(
            (index, date, round(price / base, 4), comment)
            for date, price, comment in points
            if plan(0) < date <= plan(plan.months - 1)
        ),
    )


def demand(plan: Calendar) -> Rows:
    """Return a steady demand for motors."""
    return table(
        "product month quantity",
        *(("MOTOR", month, MOTORS, "invented: 1,000 motors a month") for month in plan),
    )
