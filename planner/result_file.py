"""Reads a result workbook back: its kept inputs, its tables, and the answer on the sheet Run."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from planner.audit.answer import COLUMNS
from planner.reporting import PlanResult
from planner.reporting.tables.sheets import RESULT_SHEETS, WHERE_NEEDED
from planner.result import ENDS, ONSETS, SINCE_LAST, WORTH
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.reading.cell_values import quote
from planner.workbook.reading.grids import Grid, read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.reading.reader import read_workbook
from planner.workbook.titles import own_title

_KEY = re.compile(r"#?[a-z][a-z0-9_]*")
BLANKS = ("expected_cost_of_trunk_plan", "tail_reduction_per_premium", "tail_reduction")
"""What planning is worth has these measures, which may be blank."""
ANSWER = ("objective", "bound", "gap", "expected_cost", "cvar", "worst_cost")

NUMBERS = frozenset(
    "quantity arrived unit_cost stock used amount amount_pv probability cost_pv activity capacity demand "
    "made short modules capex net_capex rate_per_month order_month arrival_month month".split()
)
"""Columns of result tables in which a text was typed by somebody."""

LATER = ("late", "late_units", "under_way")
"""Columns that results written before have not; nothing was late or under way then."""


def read_result(path: Path, language: str | None = None) -> PlanResult:
    """Read a result workbook.

    Parameters
    ----------
    path
        A workbook that ``planner solve`` wrote; tables may have been looked at, but not changed.
    language
        ``en`` or ``ja``; default: the workbook's.

    Returns
    -------
    PlanResult
        As it was when it was written, without the optimiser's own answer.

    Raises
    ------
    InputErrors
        It is no result workbook, or its inputs cannot be read any more.
    """
    tables, findings = read_workbook(path, language)
    if tables is None or any(finding.severity is Severity.ERROR for finding in findings):
        raise InputErrors(findings, None if tables is None else tables.language)
    book, found = open_book(path)
    grids = None
    if book is not None:
        grids, damaged = read_grids(book)
        found += damaged
    if book is None or grids is None:
        raise InputErrors(found)
    # A Japanese result names its sheets in Japanese, and has a row of labels above the keys.
    sheets = {own_title(grid.title): _keyed(grid) for grid in grids.sheets}
    missing = [name for name in (*RESULT_SHEETS, "Run") if name not in sheets and name not in WHERE_NEEDED]
    if missing:
        facts = {"file": path.name, "sheets": ", ".join(missing)}
        raise InputErrors([Finding(Severity.ERROR, "E310", facts=facts)])
    run = _facts(sheets["Run"])
    if any(not isinstance(run.get(name), int | float) for name in ANSWER):
        raise InputErrors([Finding(Severity.ERROR, "E311", "Run", facts={"file": path.name})])
    lacking = [
        f"{name}.{key}" for name in RESULT_SHEETS if name in sheets for key in _lacking(name, sheets[name])
    ]
    if lacking:
        facts = {"file": path.name, "sheets": ", ".join(lacking)}
        raise InputErrors([Finding(Severity.ERROR, "E310", facts=facts)])
    edited = [finding for name in RESULT_SHEETS for finding in _edited(name, sheets)]
    if edited:
        raise InputErrors(edited, tables.language)
    frames = {name: _frame(name, sheets) for name in (*RESULT_SHEETS, "Audit") if name in sheets}
    for name in WHERE_NEEDED - set(frames):
        frames[name] = pd.DataFrame(columns=COLUMNS.get(name, "").split())
    answer = {name: float(str(run[name])) for name in ANSWER}
    costs = frames["Scenarios"].set_index("scenario")["cost_pv"]
    prefix = "seconds_"
    return PlanResult(
        inputs=tables,
        findings=tuple(findings),
        status=str(run.get("status")),
        path_costs={str(scenario): float(cost) for scenario, cost in costs.items()},
        tables=frames,
        run=run,
        seconds={
            key.removeprefix(prefix): float(str(value))
            for key, value in run.items()
            if key.startswith(prefix)
        },
        output=path,
        since_last=_since_last(run),
        value=_worth(run),
        every_onset=_figures(run, ONSETS),
        ends=_figures(run, ENDS),
        objective=answer["objective"],
        bound=answer["bound"],
        gap=answer["gap"],
        expected_cost=answer["expected_cost"],
        cvar=answer["cvar"],
        worst_cost=answer["worst_cost"],
    )


def _figures(run: Mapping[str, object], begin: str) -> dict[str, float] | None:
    """Return the figures of the run whose names begin so, where there are any."""
    return {
        key.removeprefix(begin): float(str(value)) for key, value in run.items() if key.startswith(begin)
    } or None


def _worth(run: Mapping[str, object]) -> dict[str, object] | None:
    """Return what planning for disruptions was found to be worth, where that was computed."""
    found = {key.removeprefix(WORTH): value for key, value in run.items() if key.startswith(WORTH)}
    return dict.fromkeys(BLANKS) | found if found else None


def _keyed(grid: Grid) -> Grid:
    """Return a sheet from its row of keys on: its first row, or the second one below the labels."""
    labelled = len(grid.rows) > 1 and any(str(cell) for cell in grid.rows[0][1] if not str(cell).isascii())
    keys = grid.rows[1][1] if labelled else ()
    if labelled and all(cell is None or _KEY.fullmatch(str(cell)) for cell in keys):
        return replace(grid, rows=grid.rows[1:])
    return grid


def _since_last(run: Mapping[str, object]) -> dict[str, object] | None:
    told = run.get(SINCE_LAST)
    try:
        found = json.loads(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _facts(grid: Grid) -> dict[str, object]:
    return {str(row[0]): row[1] for _, row in grid.rows[1:] if len(row) > 1 and row[0] is not None}


def _lacking(name: str, grid: Grid) -> list[str]:
    """Return the columns that a result table should have and has not."""
    there = {str(key) for _, row in grid.rows[:1] for key in row if key is not None}
    return [key for key in COLUMNS.get(name, "").split() if key not in there and key not in LATER]


def _frame(name: str, sheets: Mapping[str, Grid]) -> pd.DataFrame:
    """Return one result table; one that filled its sheet goes on on the next."""
    columns: list[str] = []
    rows: list[list[object]] = []
    part = 1
    while (title := name if part == 1 else f"{name} {part}") in sheets:
        grid = sheets[title]
        columns = [str(key) for key in grid.rows[0][1] if key is not None]
        rows += [_padded(values, len(columns)) for _, values in grid.rows[1:]]
        part += 1
    frame = pd.DataFrame.from_records(rows, columns=columns)
    for column in ("scenario", "after"):
        if column in columns:
            cells = [row[columns.index(column)] for row in rows]
            ids = [None if cell is None else _id(cell) for cell in cells]
            frame[column] = pd.Series(ids, dtype=object)
    for column in columns:
        if any(isinstance(value, dt.date) for value in frame[column]):
            frame[column] = pd.to_datetime(frame[column])
    return frame


def _edited(name: str, sheets: Mapping[str, Grid]) -> Iterator[Finding]:
    """Yield cells of a result table that hold a text where a number or a month was written."""
    part = 1
    while (title := name if part == 1 else f"{name} {part}") in sheets:
        (_, header), *rows = sheets[title].rows
        watched = [(at, str(key)) for at, key in enumerate(header) if key in NUMBERS]
        for number, values in rows:
            for at, key in watched:
                if at < len(values) and isinstance(values[at], str):
                    cell = f"{get_column_letter(at + 1)}{number}"
                    facts = {"value": quote(values[at])}
                    yield Finding(Severity.ERROR, "E325", title, cell, key, facts)
        part += 1


def _padded(values: object, width: int) -> list[object]:
    cells = list(values) if isinstance(values, tuple | list) else []
    return [*cells, *[None] * (width - len(cells))][:width]


def _id(value: object) -> str:
    return TRUNK if value in (0, None) else str(value)
