"""Every column at its least, greatest, zero and blank: solved and audited, or a finding on its sheet."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import planner.reporting.workbook as report
from models.errors import Infeasible, StoppedWithoutPlan, Unbounded
from planner.cli import main
from planner.pipeline import NoPlan, Plan, solve
from planner.reporting.advice.every import advise
from planner.reporting.summary.summarise import summarise
from planner.result_file import read_result
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS

FAULTS = Path(__file__).parents[1] / "cases" / "faults"
START = dt.date(2026, 1, 1)
GREAT, LONG = 9e14, "x" * 255
Sheets = dict[str, list[dict[str, Any]]]

BASE: Sheets = {
    "Settings": [
        {"key": "start_month", "value": START},
        {"key": "months", "value": 4},
        {"key": "home_country", "value": "JP"},
        {"key": "currency", "value": "JPY"},
        {"key": "risk_weight", "value": 0.2},
    ],
    "Countries": [{"code": "CN", "groups": "FAR"}, {"code": "AU", "groups": "NEAR"}],
    "Items": [{"item": "Dy", "unit": "kg", "initial_stock": 5, "unit_value": 2}],
    "Suppliers": [{"supplier": "A"}, {"supplier": "B", "already_qualified": "no", "qualification_cost": 5}],
    "Offers": [
        {"offer": "deal", "supplier": "B", "item": "Dy", "kind": "contract", "price": 3, "max_annual": 120}
        | {"take_or_pay": 0.5, "refining_country": "AU", "index": "IX", "currency": "USD"},
        {"offer": "spot", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 25}
        | {"lead_time_months": 1, "refining_country": "CN"},
    ],
    "PriceTiers": [],
    "FX": [{"currency": "USD", "rate": 1.5}],
    "PriceIndex": [{"index": "IX", "month": START, "factor": 1.1}],
    "Products": [{"product": "P", "shortage_penalty": 50}],
    "Demand": [{"product": "P", "month": dt.date(2026, month, 1), "quantity": 10} for month in range(1, 5)],
    "Designs": [{"product": "P", "design": "std"}],
    "BOM": [{"product": "P", "design": "std", "item": "Dy", "quantity": 1}],
    "Receipts": [{"item": "Dy", "month": START, "quantity": 3}],
    "Processes": [{"process": "furnace", "capacity_per_month": 1, "opex": 1}],
    "ProcessFlows": [{"process": "furnace", "item": "Dy", "kind": "out", "quantity": 1}],
    "Investments": [
        {"investment": "line", "capex": 9, "adds_to": "process:furnace", "adds": 10, "life_months": 60}
    ],
    "Rules": [{"rule": "CAP", "measure": "refining", "member": "CN", "sense": "max", "share": 0.9}],
    "Events": [{"event": "ban", "country": "CN", "stage": "refining", "duration_months": 2}],
    "Scenarios": [{"scenario": "S", "event": "ban", "start_month": dt.date(2026, 3, 1), "probability": 0.4}],
}
"""A plan with a row on nearly every sheet."""


def edges(column: Column) -> Iterator[object]:
    """Yield the blank and the values at the ends of what a column takes."""
    yield None
    match column.kind:
        case Kind.NUMBER | Kind.FRACTION | Kind.RATE | Kind.INTEGER:
            top = 1.0 if column.kind is Kind.FRACTION else 10.0 if column.kind is Kind.RATE else GREAT
            top = 240 if column.kind is Kind.INTEGER else top
            yield 0
            yield column.low if column.low is not None else -top
            yield column.high if column.high is not None else top
            if column.kind is not Kind.INTEGER:
                yield 1e-12
        case Kind.MONTH:
            yield from (START, dt.date(2026, 4, 1), dt.date(2025, 12, 1), dt.date(2026, 5, 1))
        case Kind.YESNO:
            yield from ("yes", "no")
        case Kind.CHOICE | Kind.CHOICES:
            yield from column.choices
        case Kind.PROFILE:
            yield from ("0", "1", "0|1|0")
        case Kind.ID | Kind.IDS | Kind.TEXT:
            yield LONG


def tried(sheet: str, key: str, value: object) -> str:
    """Solve the plan with one cell changed; return how it ended."""
    sheets = copy.deepcopy(BASE)
    if sheet == "Settings":
        rows = [row for row in sheets["Settings"] if row["key"] != key]
        sheets["Settings"] = [*rows, {"key": key, "value": value}]
    else:
        sheets[sheet][0][key] = value
    tables, findings = tables_from(sheets)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors or tables is None:
        assert errors
        named = sheet == "Settings" or SHEETS[sheet].column(key).kind is Kind.ID
        if (
            value is not None and not named
        ):  # of a name one hears where it is used, of a month where it counts
            assert any(finding.sheet == sheet for finding in errors), errors
        return "error"
    try:
        result = solve(Plan(tables, tuple(findings)), gap=1e-6, threads=1)
    except (NoPlan, Infeasible, Unbounded, StoppedWithoutPlan):
        return "no plan"
    advise(result, summarise(result))
    return "solved"


CELLS = [
    *(
        (sheet, column)
        for sheet, rows in BASE.items()
        if rows
        for column in SHEETS[sheet].columns
        if sheet != "Settings"
    ),
    *(("Settings", column) for column in SETTING_COLUMNS.values()),
]
SAMPLE = frozenset(
    {"life_months", "monthly_loss", "min_cover_days", "capacity_per_month", "severity", "adds"}
)


def marks(key: str) -> list[pytest.MarkDecorator]:
    """Return how a column is tried: a sample always, the others where there is time."""
    return [] if key in SAMPLE else [pytest.mark.slow]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        pytest.param(sheet, column, id=f"{sheet}-{column.key}", marks=marks(column.key))
        for sheet, column in CELLS
    ],
)
def test_an_edge_is_planned_with_or_told_of(sheet: str, column: Column) -> None:
    """No value at the end of what a cell takes ends in a crash."""
    ends = {str(value): tried(sheet, column.key, value) for value in edges(column)}
    assert set(ends.values()) <= {"solved", "error", "no plan"}


TOO_FAR = [
    ("Items", "initial_stock", 9e14, "E242"),
    ("Items", "final_stock", 9e14, "E242"),
    ("Receipts", "quantity", 9e14, "E242"),
    ("Demand", "quantity", 9e14, "E241"),
    ("BOM", "quantity", 1e9, "E241"),
]


@pytest.mark.parametrize(("sheet", "key", "value", "code"), TOO_FAR)
def test_quantities_too_far_apart_are_told_at_their_cell(
    sheet: str, key: str, value: float, code: str
) -> None:
    """A need or a stock that must be in another unit; limits as large are none."""
    sheets = copy.deepcopy(BASE)
    sheets[sheet][0][key] = value
    _, findings = tables_from(sheets)
    wrong = [f for f in findings if f.severity is Severity.ERROR]
    assert [(f.code, f.sheet, f.column) for f in wrong] == [(code, sheet, key)]
    assert wrong[0].message("ja") != wrong[0].message("en")
    loose = copy.deepcopy(BASE)
    for row in loose["Offers"]:
        row["max_per_month"] = 9e14
    _, findings = tables_from(loose)
    assert not [f for f in findings if f.severity is Severity.ERROR]


def test_the_plan_itself_is_solved() -> None:
    """With the row that a branch and every kind of decision needs."""
    assert tried("Items", "initial_stock", 5) == "solved"


TOLD = {
    "e02_scenario_starts_outside": ("E276", "C2"),
    "e10_capacity_1e15": ("E197", "D2"),
    "e16_long_names": ("E198", "B2"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_be_planned_with_is_told_at_its_cell(name: str) -> None:
    """A start outside the plan, a number that the solver refuses, names too long for a cell."""
    _, findings = read_workbook(FAULTS / f"{name}.xlsx")
    wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert TOLD[name] in {(finding.code, finding.cell) for finding in wrong}


SOLVED = {
    "04_life_0": 418_600.0,
    "c03_disposed_without_inflow": 30.0,
    "c04_known_event_in_its_window": 1_256.4,
    "e03_old_stock_disposed": 1_320_860.0,
}


@pytest.mark.parametrize("name", SOLVED)
def test_what_can_be_planned_with_is_written(name: str, tmp_path: Path) -> None:
    """A life of nothing, stock that nobody bought disposed of, an event that is known in its own window."""
    out = tmp_path / "result.xlsx"
    ended = CliRunner().invoke(main, ["solve", str(FAULTS / f"{name}.xlsx"), "-o", str(out), "--no-value"])
    assert ended.exit_code == 0, ended.output
    assert read_result(out).objective == pytest.approx(SOLVED[name])


def test_a_page_that_fails_does_not_lose_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are written all the same, it is said, and the command ends with 1."""

    def fails(*_args: object) -> None:
        raise ZeroDivisionError("made to fail")

    monkeypatch.setattr(report, "advise", fails)
    out = tmp_path / "result.xlsx"
    ended = CliRunner().invoke(main, ["solve", str(FAULTS / "04_life_0.xlsx"), "-o", str(out), "--no-value"])
    assert ended.exit_code == 1
    assert "Traceback" not in ended.output
    assert "made to fail" in ended.output
    assert str(out) in ended.output.replace("\n", "")
    assert read_result(out).objective == pytest.approx(418_600.0)
