"""The frontier: cost rises and the tail falls along it, and the plan behind each point is told."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cases import branches, cost, from_sheets, item_row, offer_row, supplier_row, tiny_sheets
from click.testing import CliRunner
from random_plans import random_sheets
from result_tables import tables_in

import planner
from planner.cases import Effort
from planner.commands.frontier import frontier as command
from planner.pipeline import Plan
from planner.risk.frontier import Point, frontier, levels_of, on_frontier, turned
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.template.input_sheets import write_bare

EXACT = Effort(gap=1e-6)
BAN = {"supplier": "A", "severity": 1}


def plan(**more: Any) -> Plan:
    """A may stop in month 2 (0.01) for two months; holding costs 1, B costs 15 to qualify and 9 a unit."""
    sheets = tiny_sheets(
        [10.0] * 6,
        Items=[item_row(storage_cost=1)],
        Suppliers=[supplier_row(), supplier_row("B", already_qualified="no", qualification_cost=15)],
        Offers=[offer_row(), offer_row("b", "B", price=9)],
        **branches((2, 0.01), **BAN, duration_months=2),
    )
    return Plan(from_sheets({**sheets, **more}), ())


def test_cost_rises_and_the_tail_falls_along_the_frontier() -> None:
    """λ = 0: nothing is done (0.01 · 960 lost). With weight on the tail B is qualified or 20 are kept."""
    points = frontier(plan(), 5, "risk", EXACT)
    best = [point for point in points if point.on_frontier]
    assert [point.level for point in points] == [0, 0.25, 0.5, 0.75, 1]
    assert len(best) > 1
    for before, after in pairwise(best):
        assert after.expected > before.expected
        assert after.cvar < before.cvar
    assert best[0].expected == cost(0.99 * 120 + 0.01 * (80 + 1000))
    assert best[0].shortage == cost(0.01 * 1000)


def test_points_beaten_in_both_are_left_off() -> None:
    """(1, 9), (2, 5), (3, 5), (4, 7): the last two are beaten; equal ones count once."""
    start = Point(0, "optimal", 1, 9, 9, 0, 0, 0, {}, {}, {})
    points = [
        replace(start, expected=e, cvar=c)
        for e, c in ((1.0, 9.0), (2.0, 5.0), (3.0, 5.0), (4.0, 7.0), (2.0, 5.0))
    ]
    none = replace(start, status="infeasible", expected=float("nan"), cvar=float("nan"))
    marked = [p.on_frontier for p in on_frontier([*points, none])]
    assert marked == [True, True, False, False, False, False]


def test_a_fill_rate_is_bought() -> None:
    """From 0.8 on, floors are held in every branch: nothing may be short at 1, whatever it costs."""
    points = frontier(plan(), 3, "fill-rate", EXACT)
    assert [p.level for p in points] == [0.8, 0.9, 1.0]
    assert points[-1].shortage == pytest.approx(0, abs=1e-3)
    assert points[-1].expected >= points[0].expected


def test_days_of_stock_are_held_from_a_sixth_of_the_plan_on() -> None:
    """0, 90 and 180 days; the stock grows with them, and cover has no price while it is turned."""
    base = plan()
    points = frontier(base, 3, "stock", EXACT)
    assert [p.level for p in points] == [0, 90, 180]
    assert [p.status for p in points] == ["optimal"] * 3
    (item,) = turned(base.tables, "stock", 90)["Items"]
    assert (item["min_cover_days"], item["cover_penalty"]) == (90, None)
    assert item["cover_from"] == base.tables.month_date(1)
    assert points[2].expected > points[1].expected > points[0].expected


def test_levels_begin_where_the_plan_stands() -> None:
    """A plan that asks for 95 % starts there."""
    products = [{"product": "P", "shortage_penalty": 50, "min_fill_rate": 0.95}]
    assert levels_of(plan(Products=products).tables, 2, "fill-rate") == [0.95, 1.0]
    with pytest.raises(ValueError, match="colour"):
        frontier(plan(), 2, "colour")


def test_a_setting_without_a_plan_says_so(tmp_path: Path) -> None:
    """Nothing but A, which stops: a fill rate of 1 cannot be held without stock space."""
    items = [item_row(max_stock=5)]
    sheets = {"Items": items, "Offers": [offer_row()], "Suppliers": [supplier_row()]}
    points = frontier(plan(**sheets), 2, "fill-rate", EXACT)
    assert [p.status for p in points] == ["infeasible", "infeasible"]
    path = write_bare(tmp_path / "plan.xlsx", plan(**sheets).tables)
    ended = CliRunner().invoke(
        command,
        [str(path), "--by", "fill-rate", "--points", "2", "-o", str(tmp_path / "f.xlsx"), "--json"],
        obj={},
    )
    assert ended.exit_code == 4
    assert json.loads(ended.stdout)["points"][0]["status"] == "infeasible"
    assert not (tmp_path / "f.xlsx").exists()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_workbook_tells_the_plan_behind_each_point(tmp_path: Path, language: str) -> None:
    """Points, awards and investments as tables; the page in the language asked."""
    path = write_bare(tmp_path / "plan.xlsx", plan().tables)
    out = tmp_path / "f.xlsx"
    arguments = [str(path), "-o", str(out), "--points", "3", "--gap", "1e-6", "--json", "--lang", language]
    ended = CliRunner().invoke(command, arguments, obj={}, catch_exceptions=False)
    assert ended.exit_code == 0
    answer = json.loads(ended.stdout)
    assert [point["level"] for point in answer["points"]] == [0, 0.5, 1]
    sheets = tables_in(out)
    assert list(sheets["Points"]["level"]) == [0, 0.5, 1]
    assert {"level", "offer", "rate_per_month"} <= set(sheets["Awards"].columns)
    assert {"en": "what does less risk cost", "ja": "リスクを減らす費用"}[language] in str(
        sheets["Summary"].columns.tolist()
    ) + sheets["Summary"].to_csv()
    assert planner.read(out).tables["Items"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 4, 9, 12, 17, 23, 31, 42])
def test_more_weight_on_the_tail_never_costs_less_nor_leaves_more_tail(seed: int) -> None:
    """Random plans, λ = 0, 1/3, 2/3, 1: expected cost rises, CVaR falls."""
    tables, findings = tables_from(random_sheets(seed, months=5))
    if any(finding.severity is Severity.ERROR for finding in findings):
        pytest.skip("not a plan")
    points = frontier(Plan(tables, ()), 4, "risk", EXACT)
    if points[0].status != "optimal":
        pytest.skip("infeasible")
    slack = 1e-5 * max(1.0, abs(points[0].expected))
    for before, after in pairwise(points):
        assert after.expected >= before.expected - slack
        assert after.cvar <= before.cvar + slack
