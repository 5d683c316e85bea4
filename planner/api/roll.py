"""``planner.roll``: next month's plan, from a result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from planner.api.answer import Answer, PlainTable, frame, sha256
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.result_file import read_result
from planner.rolling import Rolled, roll_plan
from planner.rolling.actual import Actual, actual_of
from planner.rolling.next_plan import hold_month
from planner.rolling.sheet import add_rolled_sheet, changes_table, gaps_table, unkept_table
from planner.rolling.words import tell
from planner.workbook.actual import read_actual
from planner.workbook.checks.every import check
from planner.workbook.messages.findings import Finding
from planner.workbook.present import as_json as findings_json
from planner.workbook.reading.months import month_of_text
from planner.workbook.template.book import write_template


@dataclass(frozen=True)
class NextPlan(Answer):
    """The plan that is made next; the result that it comes from is not changed."""

    plan: Plan
    """Checked. With an error among its findings it is for mending, not for solving."""
    rolled: Rolled
    """Every change with its reason, and how the old plan's ids are called now."""
    files: frozenset[str] = field(default_factory=frozenset, repr=False)
    from_file: bool = False
    """The result was read back from a workbook."""

    @property
    def language(self) -> str:
        """Language of the workbook that was read."""
        return self.plan.tables.language

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Rolled`` (each cell changed), ``Not kept``, and with an actual ``Plan and actual``."""
        return {name: frame(table) for name, table in self._tables(self.language).items()}

    def _tables(self, language: str) -> dict[str, PlainTable]:
        found = {
            "Rolled": changes_table(self.rolled, language),
            "Not kept": unkept_table(self.rolled, language, bare=True),
        }
        return found | ({"Plan and actual": gaps_table(self.rolled)} if self.rolled.gaps else {})

    def not_kept(self, language: str | None = None) -> list[str]:
        """Return what the next plan cannot say of the one before, in sentences."""
        return [str(row[1]) for row in unkept_table(self.rolled, language or self.language, bare=True)[1]]

    def to_json(self) -> dict[str, object]:
        """Return what was changed, what is not kept, and what is to be said of the next plan."""
        settings = self.plan.tables.settings
        return {
            "months_gone": self.rolled.months,
            "start_month": f"{self.plan.tables.start:%Y-%m}",
            "months": settings["months"],
            "followed": self.rolled.followed,
            **{
                name: _objects(self._tables(self.language).get(title, ((), ())))
                for name, title in (
                    ("changes", "Rolled"),
                    ("not_kept", "Not kept"),
                    ("plan_and_actual", "Plan and actual"),
                )
            },
            "findings": findings_json(self.plan.findings, self.language),
        }

    def _sources(self) -> Iterable[str]:
        return (self.plan.tables.sha256, *self.files)

    def _write(self, path: Path, language: str) -> Path:
        comments = {
            (change_sheet, number): tell("assumed", language, month=self.rolled.tables.month_date(at))
            for change_sheet, number, at in _assumed_from(self.rolled)
        }
        beside = {"Settings": lambda book, spoken: add_rolled_sheet(book, self.rolled, spoken)}
        return write_template(path, language, self.plan.tables, comments, beside)


def roll(
    result: PlanResult | str | Path,
    *,
    to: str | dt.date | None = None,
    happened: Sequence[str] = (),
    actual: Actual | str | Path | None = None,
    extend: bool = False,
    language: str | None = None,
) -> NextPlan:
    """Return the plan that is made some months after a result, which was carried out until then.

    Parameters
    ----------
    result : PlanResult, str or Path
        A result just solved, or its workbook.
    to : str or date, optional
        First month of the next plan (``2027-02``); by default the month after the result's first.
    happened : sequence of str
        Events that began in the months gone, each as ``EVENT@2027-01``.
    actual : Actual, str or Path, optional
        What was counted, ordered and learnt meanwhile; ``planner.template(actual=True)`` is its form.
    extend : bool
        Keep the number of months: demand, indices and rates of the added months are those of a year before,
        marked as assumed. By default the end stays.
    language : {"en", "ja"}, optional
        Of what is wrong with a workbook; by default the workbook's.

    Returns
    -------
    NextPlan

    Raises
    ------
    planner.rolling.CannotRoll
        A month before the plan or beyond its end, an event that the plan does not have.
    InputErrors
        The result is none, or the actual cannot be read or names what the plan does not have.
    ValueError
        ``to`` is no month.
    """
    files: set[str] = set()
    from_file = not isinstance(result, PlanResult)
    if not isinstance(result, PlanResult):
        path = Path(result)
        result = read_result(path, language)  # first: it says what is wrong with a file that is not there
        files.add(sha256(path))
    tables = result.inputs
    months = 1 if to is None else tables.month_index(_month(to))
    hold_month(tables, months)
    known: tuple[Finding, ...] = ()
    if isinstance(actual, str | Path):
        rows, known, digest = read_actual(Path(actual), tables, tables.month_date(months))
        files.add(digest)
        actual = actual_of(rows)
    rolled = roll_plan(tables, result.tables, months, happened=happened, actual=actual, extend=extend)
    fresh = replace(rolled.tables, sha256=tables.sha256)
    findings = (*known, *check(fresh))
    return NextPlan(Plan(fresh, findings), replace(rolled, tables=fresh), frozenset(files), from_file)


def _month(to: str | dt.date) -> dt.date:
    if isinstance(to, dt.date):
        return dt.date(to.year, to.month, 1)
    read = month_of_text(to)
    if read is None:
        raise ValueError(f"{to!r} is no month; write 2027-02")
    return read[0]


def _assumed_from(rolled: Rolled) -> list[tuple[str, int, int]]:
    """Return sheet and number of each row assumed, with the month it was taken from."""
    found = []
    for sheet, number in sorted(rolled.assumed):
        row = next((row for row in rolled.tables[sheet] if row.number == number), None)
        if row is not None and isinstance(date := row["month"], dt.date):
            found.append((sheet, number, rolled.tables.month_index(date) - 12))
    return found


def _objects(table: PlainTable) -> list[Mapping[str, object]]:
    columns, rows = table
    return [dict(zip(columns, row, strict=True)) for row in rows]
