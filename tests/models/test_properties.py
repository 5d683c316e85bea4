"""What must hold of every plan, on random ones: monotone, indifferent to names and money, honest about risk.

The plans come from ``random_plans`` and go the way of a workbook: checked, assembled, solved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from cases import EXACT, Sheets, from_sheets, solve_tables
from hypothesis import given
from hypothesis import strategies as st
from random_plans import random_sheets

from models.errors import Infeasible, NoRecourse
from models.evaluation.evaluate import evaluate_fixed
from models.plan.data import PlanData, ScenarioSpec
from models.plan.names import TRUNK, Scenario
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble

SEEDS = st.integers(0, 9999)


def _sheets(seed: int, *, without: Iterable[str] = (), months: int | None = None) -> Sheets:
    """Return a random plan of a few months."""
    return random_sheets(seed, without=without, months=months or 3 + seed % 4)


def _data(sheets: Sheets) -> PlanData:
    return assemble(from_sheets(sheets))


def _optimum(plan: Sheets | PlanData, options: Options = EXACT) -> float:
    """Return the least cost of a plan; infinite where there is none."""
    data = plan if isinstance(plan, PlanData) else _data(plan)
    try:
        return solve_plan(data, options).objective
    except Infeasible:
        return math.inf


def _close(value: float) -> Any:
    return pytest.approx(value, rel=1e-6, abs=1e-5)


def _no_dearer(better: float, worse: float) -> bool:
    return better <= worse + 1e-5 + 1e-6 * abs(worse) if math.isfinite(worse) else True


# --- the audit ------------------------------------------------------------------------------------------


def _confirmed(seed: int) -> None:
    tables = from_sheets(random_sheets(seed))
    try:
        solve_tables(tables)
    except Infeasible:
        return


@given(SEEDS)
def test_the_audit_confirms_every_plan(seed: int) -> None:
    """The optimiser and code that shares nothing with it agree on balances, limits and every cost."""
    _confirmed(seed)


@pytest.mark.slow
@pytest.mark.parametrize("decade", range(30))
def test_the_audit_confirms_many_plans(decade: int) -> None:
    """The same over 300 fixed seeds."""
    for seed in range(10 * decade, 10 * decade + 10):
        _confirmed(100_000 + seed)


# --- never worse ----------------------------------------------------------------------------------------


def _without_row(sheets: Sheets, sheet: str, row: dict[str, Any]) -> Sheets:
    return sheets | {sheet: [other for other in sheets[sheet] if other is not row]}


def _cells(sheets: Sheets) -> Iterable[str]:
    for name, rows in sheets.items():
        for row in rows:
            for key, value in row.items():
                if name == "Events" or key in ("adds_to", "requires"):
                    yield from re.split("[;:]", str(value))


@given(SEEDS)
def test_an_offer_more_is_never_worse(seed: int) -> None:
    """One that is not signed already: it need not be used."""
    sheets = _sheets(seed)
    named = set(_cells(sheets))
    for offer in sheets["Offers"]:
        if "signed" not in offer and offer["offer"] not in named:
            fewer = _without_row(sheets, "Offers", offer)
            fewer["PriceTiers"] = [t for t in sheets["PriceTiers"] if t["offer"] != offer["offer"]]
            fewer["Items"] = [
                {key: value for key, value in item.items() if key != "min_suppliers"}
                for item in sheets["Items"]
            ]
            more = sheets | {"Items": fewer["Items"]}
            if fewer["Offers"]:
                assert _no_dearer(_optimum(more), _optimum(fewer))
            return


@given(SEEDS)
def test_a_design_more_is_never_worse(seed: int) -> None:
    sheets = _sheets(seed)
    lean = [row for row in sheets["Designs"] if row["design"] == "lean"]
    if lean:
        fewer = _without_row(sheets, "Designs", lean[0])
        gone = (lean[0]["product"], "lean")
        fewer["BOM"] = [row for row in sheets["BOM"] if (row["product"], row["design"]) != gone]
        assert _no_dearer(_optimum(sheets), _optimum(fewer))


@given(SEEDS)
def test_an_investment_more_is_never_worse(seed: int) -> None:
    """One that is not under way already."""
    sheets = _sheets(seed)
    named = set(_cells(sheets))
    for row in sheets["Investments"]:
        if "committed_start" not in row and row["investment"] not in named:
            assert _no_dearer(_optimum(sheets), _optimum(_without_row(sheets, "Investments", row)))
            return


@given(SEEDS)
def test_more_storage_is_never_worse(seed: int) -> None:
    sheets = _sheets(seed)
    roomier = [
        {key: value + 5 if key == "max_stock" else value for key, value in row.items()}
        for row in sheets["Items"]
    ]
    assert _no_dearer(_optimum(sheets | {"Items": roomier}), _optimum(sheets))


@given(SEEDS)
def test_a_rule_less_is_never_worse(seed: int) -> None:
    sheets = _sheets(seed)
    if sheets["Rules"]:
        assert _no_dearer(_optimum(sheets | {"Rules": sheets["Rules"][1:]}), _optimum(sheets))


# --- indifferent ----------------------------------------------------------------------------------------

MONEY = frozenset(
    "price price_floor price_ceiling freight qualification_cost contract_cost order_cost tier_cost"
    " unit_value storage_cost disposal_cost cover_penalty shortage_penalty unit_cost opex capex fixed_opex"
    " penalty".split()
)


@given(SEEDS)
def test_all_money_times_three_costs_three_times_as_much(seed: int) -> None:
    sheets = _sheets(seed)
    dearer = {
        name: [{key: 3 * value if key in MONEY else value for key, value in row.items()} for row in rows]
        for name, rows in sheets.items()
    }
    for row in dearer["Settings"]:
        if row["key"] == "capex_budget":
            row["value"] *= 3
    cost = _optimum(sheets)
    assert _optimum(dearer) == (_close(3 * cost) if math.isfinite(cost) else cost)


NAMES = ("i1", "i2", "i3", "g1", "g2", "g3", "P", "Q", "std", "lean", "p1", "p2", "k1", "k2", "k3")
MIRROR = dict(zip(NAMES, [f"n{len(NAMES) - k:02d}" for k in range(len(NAMES))], strict=True)) | {
    f"o{k}": f"o{99 - k}" for k in range(1, 9)
}
"""Other names, in the opposite order."""


@given(SEEDS)
def test_other_names_cost_the_same(seed: int) -> None:
    """Items, suppliers, offers and so on renamed so that all are sorted the other way round."""
    sheets = _sheets(seed)
    pattern = re.compile(rf"\b({'|'.join(MIRROR)})\b")

    def renamed(value: object) -> object:
        return pattern.sub(lambda found: MIRROR[found[1]], value) if isinstance(value, str) else value

    other = {
        name: [{key: renamed(value) for key, value in row.items()} for row in rows]
        for name, rows in sheets.items()
    }
    cost = _optimum(sheets)
    assert _optimum(other) == (_close(cost) if math.isfinite(cost) else cost)


@given(SEEDS)
def test_another_seed_of_the_solver_costs_the_same_within_the_gap(seed: int) -> None:
    data = _data(_sheets(seed))
    gap = 1e-3
    try:
        first, second = (solve_plan(data, replace(EXACT, gap=gap, seed=s)) for s in (0, 7))
    except Infeasible:
        return
    allowed = 2 * gap * max(1.0, abs(first.objective)) + 1e-5
    assert abs(first.objective - second.objective) <= allowed


# --- the tree -------------------------------------------------------------------------------------------


@given(SEEDS)
def test_a_tree_without_branches_is_the_deterministic_plan_whatever_the_risk_weight(seed: int) -> None:
    """One path: its mean is its tail."""
    data = _data(_sheets(seed, without=["scenarios"]))
    plain = _optimum(replace(data, risk_weight=0.0))
    for weight in (0.5, 1.0):
        cost = _optimum(replace(data, risk_weight=weight))
        assert cost == (_close(plain) if math.isfinite(plain) else plain)


PLAIN = "lots cover rules fill contracts extensions delays known scenarios".split()


@given(SEEDS)
def test_a_certain_branch_from_the_first_month_is_the_plan_that_knows_it(seed: int) -> None:
    """For plans without lots, cover, share rules, fill floors, contracts, extensions and delays."""
    data = _data(_sheets(seed, without=PLAIN))
    for event in data.events:
        branch = ScenarioSpec(TRUNK, 1.0, ((event, 0),))
        certain = replace(data, scenarios={Scenario("s"): branch})
        known = replace(data, known_events=((event, 0),))
        assert _optimum(certain) == _close(_optimum(known))


@given(SEEDS)
def test_a_scenario_without_probability_changes_nothing(seed: int) -> None:
    """Where nothing hard is asked of its path."""
    data = _data(_sheets(seed, without=["rules", "fill", "takes"]))
    unlikely = {s: replace(spec, probability=0.0) for s, spec in data.scenarios.items()}
    assert _optimum(replace(data, scenarios=unlikely)) == _close(_optimum(replace(data, scenarios={})))


def _alone(data: PlanData, scenario: Scenario) -> PlanData:
    """Return the plan in which one scenario is certain; those it descends from keep no probability."""
    kept: dict[Scenario, ScenarioSpec] = {}
    at = scenario
    while at != TRUNK:
        kept[at] = replace(data.scenarios[at], probability=float(at == scenario))
        at = data.scenarios[at].after
    return replace(data, scenarios={s: kept[s] for s in data.scenarios if s in kept})


@given(SEEDS)
def test_waiting_to_see_is_never_dearer_than_deciding_now(seed: int) -> None:
    """At λ = 0, Σ π·WS ≤ the optimum ≤ the expected cost of the plan that foresees nothing."""
    data = replace(_data(_sheets(seed)), risk_weight=0.0)
    optimum = _optimum(data)
    if not math.isfinite(optimum):
        return
    scenarios = [TRUNK, *data.scenarios]
    weighted = [(data.probability(s), s) for s in scenarios if data.probability(s) > 0]
    assert _no_dearer(sum(p * _optimum(_alone(data, s)) for p, s in weighted), optimum)
    assert _no_dearer(optimum, _expected_value_plan_evaluated(data))


def _expected_value_plan_evaluated(data: PlanData) -> float:
    """Return the expected cost with first stage and trunk fixed to the plan that foresees no disruption."""
    trunk = solve_plan(replace(data, scenarios={}), EXACT)
    try:
        return evaluate_fixed(data, trunk, EXACT).objective
    except NoRecourse:
        return math.inf


@given(SEEDS, st.booleans())
def test_cut_into_trunk_and_branches_a_plan_costs_the_same(seed: int, tail_alone: bool) -> None:
    """The extensive form and the decomposition agree; with the tail alone most of the plan weighs nothing."""
    data = _data(_sheets(seed))
    if tail_alone:
        data = replace(data, risk_weight=1.0)
    if data.scenarios:
        options = replace(EXACT, gap=1e-6)
        whole, cut = (_optimum(data, replace(options, method=how)) for how in ("extensive", "benders"))
        assert cut == (pytest.approx(whole, rel=3e-6, abs=3e-6) if math.isfinite(whole) else whole)


@given(SEEDS)
def test_the_least_tail_rises_with_its_level(seed: int) -> None:
    """At λ = 1 a deeper tail costs no less; and no plan's tail is below its mean."""
    data = replace(_data(_sheets(seed)), risk_weight=1.0)
    costs = []
    for alpha in (0.3, 0.6, 0.9):
        try:
            solution = solve_plan(replace(data, cvar_alpha=alpha), EXACT)
        except Infeasible:
            return
        assert _no_dearer(solution.expected_cost, solution.cvar)
        costs.append(solution.cvar)
    assert _no_dearer(costs[0], costs[1])
    assert _no_dearer(costs[1], costs[2])


def _two_shocks(seed: int, parent: float) -> tuple[PlanData, PlanData]:
    """Return a plan in which a second shock surprises, and the one that foresees it from the first on.

    Without what counts orders in full though they are lost (rules, take-or-pay), and without fill floors,
    which the two trees ask of different stretches.
    """
    data = _data(_sheets(seed, without=["rules", "takes", "fill", "scenarios", "known", "tail"], months=6))
    first, *_, second = [*data.events, *data.events]
    one, both = ((first, 1),), ((first, 1), (second, 3))
    surprise = {
        Scenario("s1"): ScenarioSpec(TRUNK, parent, one),
        Scenario("s2"): ScenarioSpec(Scenario("s1"), 0.4, both[1:]),
    }
    foreseen = {
        Scenario("s1"): ScenarioSpec(TRUNK, parent, one),
        Scenario("s2"): ScenarioSpec(TRUNK, 0.4, both),
    }
    if not parent:
        del foreseen[Scenario("s1")]
    return replace(data, scenarios=surprise), replace(data, scenarios=foreseen)


@given(SEEDS)
def test_a_shock_that_surprises_costs_no_less_than_the_same_foreseen(seed: int) -> None:
    surprise, foreseen = _two_shocks(seed, 0.3)
    assert _no_dearer(_optimum(foreseen), _optimum(surprise))


@given(SEEDS)
def test_a_parent_without_weight_foresees_its_only_child(seed: int) -> None:
    """Cover asked again counts from the last month of each scenario, so it is left aside."""
    surprise, foreseen = _two_shocks(seed, 0.0)
    items = {i: replace(spec, cover_again=None) for i, spec in surprise.items.items()}
    surprise, foreseen = replace(surprise, items=items), replace(foreseen, items=items)
    assert _optimum(surprise) == _close(_optimum(foreseen))
