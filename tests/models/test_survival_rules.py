"""Time to survive under hard limits: each figure found again by trying every length of outage."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import EXACT, branches, from_sheets, item_row, month, offer_row, supplier_row, tiny_sheets
from random_plans import random_sheets
from scipy.optimize import Bounds, LinearConstraint, milp

import planner
from models.errors import PlanError
from models.evaluation.fixed_plan import FixedPlan, fix_plan
from models.evaluation.stress import Judge
from models.evaluation.survival import Source, survival, with_outages
from models.plan.data import EventSpec
from models.plan.names import Event
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.risk.exposure import exposures, sources_of

FAULTS = Path(__file__).parents[1] / "cases" / "faults"


def survived(plan: FixedPlan, source: Source, onset: int, months: int) -> bool:
    """Tell whether an outage of so many months is survived: one LP of its own, hard limits as they are."""
    event = replace(source.event, severity=1.0, duration=months)
    judge = Judge(replace(plan, data=replace(plan.data, events={**plan.data.events, Event("out"): event})))
    problem = judge.problem((((Event("out"), onset),),))
    arrays = problem.arrays
    low, high = arrays.row_lower.copy(), arrays.row_upper.copy()
    for row, (constraint, _) in enumerate(arrays.row_names):
        if constraint == "service_floor":
            low[row], high[row] = -math.inf, math.inf
    upper = arrays.upper.copy()
    for column, (name, index) in enumerate(arrays.names):
        if name == "v_short" and index[-1] < onset + months:
            demand = plan.data.products[index[0]].demand[index[-1]]
            upper[column] = plan.short[index[0], index[-1]] + 1e-6 * max(1.0, demand)
    if any(constraint != "service_floor" for constraint, _ in problem.broken):
        return False
    rows = LinearConstraint(arrays.matrix, low, high)
    found = milp(np.zeros(len(upper)), constraints=rows, bounds=Bounds(arrays.lower, upper))
    return bool(found.status == 0)


def test_a_source_that_comes_back_makes_up_for_the_rule_in_time() -> None:
    """c08 of the faults: CN at most half of a year's purchases, 10 a month; AU 20 a month.

    Without AU for 8 months CN sells 80, and AU 80 in the last four; for 9 months 90 against 60.
    """
    data = replace(assemble(planner.read(FAULTS / "c08_survival_under_a_hard_cap.xlsx").tables), scenarios={})
    plan = fix_plan(solve_plan(data, EXACT))
    source = sources_of(plan)["supplier AUS"]
    found = survival(Judge(with_outages(plan, {"a": source})), "a", source, 0)
    assert (found.months, found.censored, found.unkept) == (8, False, ())
    assert [survived(plan, source, 0, months) for months in (8, 9)] == [True, False]


def test_a_rule_that_cannot_be_kept_without_a_source_is_named_and_nothing_is_short() -> None:
    """B may sell half of the year's 60, and sold its 30 in the first three months; A sells from then on.

    Without A from month 3 on nothing makes good for B's 30, even with every line stopped. B can sell all.
    """
    rule = {"rule": "R", "measure": "supplier", "member": "B", "share": 0.5, "applies_in": "always"}
    sheets = tiny_sheets(
        [10.0] * 6,
        Items=[item_row(final_stock=0)],
        Suppliers=[supplier_row("A"), supplier_row("B")],
        Offers=[
            offer_row("a", "A", price=2, max_per_month=10, available_from=month(3)),
            offer_row("b", "B", price=1, max_per_month=100),
        ],
        Rules=[rule],
        **branches((3, 0.0), supplier="A"),
    )
    data = replace(assemble(from_sheets(sheets)), scenarios={})
    plan = fix_plan(solve_plan(data, EXACT))
    source = Source("supplier", "A", EventSpec(suppliers=frozenset({"A"})), 3)  # type: ignore[arg-type]
    found = survival(Judge(with_outages(plan, {"A": source})), "A", source, 3)
    assert (found.months, found.censored, found.limits) == (3, True, (("share_limit", "R"),))
    assert (found.short, found.money) == ({"P": 0.0}, 0.0)
    assert not survived(plan, source, 3, 3)
    (exposed,) = exposures(plan, {"A": source}, every=3)
    assert exposed.colour != "red"
    assert exposed.unkept == (("share_limit", "R"),)


@pytest.mark.parametrize("seed", range(8))
def test_survival_of_random_plans_is_what_trying_every_length_finds(seed: int) -> None:
    """Every source from two onsets, unless a hard limit cannot be kept at all."""
    assert disagreements(seed) == []


def disagreements(seed: int) -> list[tuple[Any, ...]]:
    """Return where survival in a random plan is not what trying every length of outage finds."""
    data = replace(assemble(from_sheets(random_sheets(seed))), scenarios={})
    try:
        plan = fix_plan(solve_plan(data, EXACT))
    except PlanError:
        return []
    sources = sources_of(plan)
    judge = Judge(with_outages(plan, sources))
    differing = []
    for key, source in sources.items():
        for onset in (0, data.months // 2):
            found = survival(judge, key, source, onset)
            left = data.months - onset
            tried = [survived(plan, source, onset, months) for months in range(1, left + 1)]
            longest = next((k for k, stands in enumerate(tried) if not stands), left)
            if not found.unkept and found.months != longest:
                differing.append((key, onset, found.months, tried))
    return differing
