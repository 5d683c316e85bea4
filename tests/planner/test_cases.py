"""Cases solved side by side: exact on published and hand-made what-ifs, and none spoils another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import Sheets, cost, demand, from_sheets, scenario, tiny_sheets
from random_plans import random_sheets

from models.errors import TooLarge
from planner.cases import CaseRun, Effort, changed_plans, entry_of, run_base, run_cases
from planner.pipeline import Plan, solve
from planner.reporting import PlanResult
from planner.workbook.messages.findings import InputErrors
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables

SEMANTICS = Path(__file__).parents[1] / "cases" / "semantics"
EXACTLY = Effort(gap=1e-9, threads=1)


def change(case: str, sheet: str, row: str, column: str | None, how: str, *value: object) -> dict[str, Any]:
    """Return a row of WhatIf."""
    return {
        "case": case,
        "sheet": sheet,
        "row": row,
        "column": column,
        "change": how,
        "value": next(iter(value), None),
    }


def run(tables: Tables, jobs: int = 1) -> tuple[CaseRun, dict[str, CaseRun]]:
    """Solve a plan and all of its cases."""
    plan = Plan(tables, ())
    base = run_base(plan, EXACTLY)
    return base, {found.name: found for found in run_cases(base, changed_plans(plan), EXACTLY, jobs)}


def objective(found: CaseRun) -> float:
    """Return the objective of a run that has a plan."""
    assert found.result is not None, found.status
    return found.result.objective


def two_offers(*whatif: dict[str, Any], **more: Any) -> Sheets:
    """Two months of 10: offer a at 2, a contract b at 3 with 7 for signing; shortage at 50."""
    return tiny_sheets(
        Suppliers=[{"supplier": "A"}, {"supplier": "B"}],
        Offers=[
            {"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100},
            {
                "offer": "b",
                "supplier": "B",
                "item": "Dy",
                "kind": "contract",
                "price": 3,
                "max_annual": 240,
                "contract_cost": 7,
            },
        ],
        WhatIf=list(whatif),
        **more,
    )


# --- exact ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "base", "whatif", "optimum"),
    [
        ("rule-plan", 150.0, [change("c", "Rules", "R", "applies_in", "set", "always")], 180.0),
        ("rule-plan", 150.0, [change("c", "Rules", "R", "penalty", "set", 0.5)], 150.0),
        ("rule-always", 180.0, [change("c", "Rules", "R", "applies_in", "set")], 150.0),
        (
            "rule-always",
            180.0,
            [
                change("c", "Rules", "*", "applies_in", "set"),
                change("c", "Rules", "*", "penalty", "set", "0.5"),
            ],
            150.0,
        ),
        ("window-horizon", 270.0, [change("c", "Rules", "R", "window", "set", "year")], 330.0),
        ("window-year", 330.0, [change("c", "Rules", "R", "window", "set", "horizon")], 270.0),
        (
            "force-majeure",
            1650.0,
            [
                change("c", "Events", "fm", None, "remove"),
                change("c", "Scenarios", "F/fm/2026年7月", None, "remove"),
            ],
            1620.0,
        ),
    ],
)
def test_a_case_that_turns_one_known_plan_into_another_finds_that_one_s_optimum(
    plan: str, base: float, whatif: list[dict[str, Any]], optimum: float
) -> None:
    """Pairs of plans with known answers that differ in a cell or two."""
    tables, _ = read_workbook(SEMANTICS / f"{plan}.xlsx")
    assert tables is not None
    cases = from_sheets({**tiny_sheets(), "WhatIf": [change("c", "Items", "Dy", "name", "set", "x")]})[
        "WhatIf"
    ]
    rows = [
        type(cases[0])("WhatIf", number, {"note": None, **row}, frozenset(row))
        for number, row in enumerate(whatif, 2)
    ]
    tables = Tables(tables.name, {**tables.sheets, "WhatIf": tuple(rows)}, tables.settings)
    first, found = run(tables)
    assert objective(first) == cost(base)
    assert objective(found["c"]) == cost(optimum)


def test_hand_made_cases_have_their_exact_costs() -> None:
    """20 units: at 2 they cost 40; every case is one multiplication away."""
    _, found = run(
        from_sheets(
            two_offers(
                change("dear", "Offers", "a", "price", "set", 2.5),  # 20·2.5
                change("dearer", "Offers", "a", "price", "set", 5),  # contract: 20·3 + 7
                change("gone", "Offers", "a", None, "remove"),  # the same
                change("busy", "Demand", "P/*", "quantity", "multiply", 3),  # 60·2
                change("late", "Demand", "P/2026-02", "quantity", "add", -4),  # 16·2
                change("idle", "Products", "P", "shortage_penalty", "set", 1),  # 20·1: nothing is bought
                change("tariff", "Offers", "*", "tariff", "set", "145%"),  # 20·2·2.45
                change("both", "Offers", "a", "price", "multiply", 2),  # 20·4, but b: 67
                change("both", "Offers", "b", "contract_cost", "set", 30),  # 20·4 = 80 against 90
            )
        )
    )
    assert {name: objective(case) for name, case in found.items()} == {
        "dear": cost(50.0),
        "dearer": cost(67.0),
        "gone": cost(67.0),
        "busy": cost(120.0),
        "late": cost(32.0),
        "idle": cost(20.0),
        "tariff": cost(98.0),
        "both": cost(80.0),
    }


def test_a_case_on_the_settings_changes_the_objective_it_is_judged_by() -> None:
    """A ban at even odds: expected 0.5·40 + 0.5·(20 + 500) = 280 without stock; at λ = 1 the tail is 520."""
    sheets = two_offers(
        change("afraid", "Settings", "risk_weight", "value", "set", 1),
        Items=[{"item": "Dy", "max_stock": 0}],
        Events=[{"event": "ban", "supplier": "A", "duration_months": 1}],
        Scenarios=[scenario("S", "ban", 1, 0.5)],
    )
    sheets["Offers"] = sheets["Offers"][:1]
    base, found = run(from_sheets(sheets))
    assert objective(base) == cost(280.0)
    assert objective(found["afraid"]) == cost(520.0)


# --- never worse ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [3, 11, 19, 29])
def test_removing_a_rule_never_costs(seed: int) -> None:
    """On random plans with rules, each rule taken out in a case of its own."""
    sheets = random_sheets(seed)
    rules = [row["rule"] for row in sheets.get("Rules", [])]
    if not rules:
        sheets["Rules"] = [
            {"rule": "cap", "measure": "supplier", "member": "*", "sense": "max", "share": 0.6, "penalty": 1}
        ]
        rules = ["cap"]
    sheets["WhatIf"] = [change(rule, "Rules", rule, None, "remove") for rule in rules]
    base, found = run(from_sheets(sheets))
    for name, case in found.items():
        assert objective(case) <= objective(base) + 1e-6 * max(1.0, abs(objective(base))), name


# --- cases without a plan ---------------------------------------------------------------------------------


def test_a_case_without_a_plan_stands_with_its_reason_and_the_others_go_on() -> None:
    """A hard fill rate that no offer can meet, a cost without end, and one case that is well."""
    base, found = run(
        from_sheets(
            two_offers(
                change("starved", "Products", "P", "min_fill_rate", "set", 1),
                change("starved", "Offers", "*", "max_per_month", "set", 1),
                change("starved", "Offers", "b", None, "set") | {"column": "signed", "value": "no"},
                change("well", "Offers", "a", "price", "set", 1),
            )
        )
    )
    assert objective(base) == cost(40.0)
    starved = found["starved"]
    assert (starved.status, starved.exit_code, starved.result) == ("infeasible", 4, None)
    assert any(line.sheet == "Products" and line.column == "min_fill_rate" for line in starved.clash)
    told = starved.to_json()
    assert told["status"] == "infeasible"
    assert told["clash"]
    assert objective(found["well"]) == cost(20.0)


def test_a_plan_that_has_no_solution_may_be_cured_by_a_case() -> None:
    """The base stands with its reason; the case that loosens it is solved."""
    base, found = run(
        from_sheets(
            two_offers(
                change("looser", "Products", "P", "min_fill_rate", "set", 0.25),
                Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}],
                Demand=demand(300, 300),
            )
        )
    )
    assert base.status == "infeasible"
    assert found["looser"].result is not None


def test_errors_of_every_case_are_told_at_once() -> None:
    """Two broken cases and an unknown one: three findings, nothing solved."""
    tables = from_sheets(
        two_offers(
            change("one", "Suppliers", "A", None, "remove"),
            change("two", "Items", "*", None, "remove"),
            change("three", "Offers", "a", "price", "set", 1),
        )
    )
    with pytest.raises(InputErrors) as caught:
        changed_plans(Plan(tables, ()), ["one", "two", "four"])
    assert sorted(f.code for f in caught.value.findings) == ["E301", "E306", "E308"]
    assert [task.name for task in changed_plans(Plan(tables, ()), ["three"])] == ["three"]


# --- alike however they are run ---------------------------------------------------------------------------


def test_a_case_is_what_its_changed_plan_is_alone() -> None:
    """Solved from the base's decisions or from nothing: the same optimum, the same paths."""
    sheets = random_sheets(7)
    sheets["WhatIf"] = [
        change("busy", "Demand", "*", "quantity", "multiply", 1.2),
        change("dear", "Products", "*", "shortage_penalty", "multiply", 2),
        change("calm", "Settings", "risk_weight", "value", "set", 0),
    ]
    plan = Plan(from_sheets(sheets), ())
    _, found = run(plan.tables)
    for task in changed_plans(plan):
        alone = solve(Plan(task.tables, ()), gap=1e-9, threads=1)
        assert objective(found[task.name]) == cost(alone.objective)


@pytest.mark.slow
def test_two_processes_find_what_one_finds() -> None:
    """Same figures, same order; a case without a plan comes back from its process with its reason."""
    tables = from_sheets(
        two_offers(
            change("dearer", "Offers", "a", "price", "set", 5),
            change("starved", "Products", "P", "min_fill_rate", "set", 1),
            change("starved", "Offers", "a", "max_per_month", "set", 1),
            change("starved", "Offers", "b", "signed", "set", "no"),
            change("busy", "Demand", "P/*", "quantity", "multiply", 3),
        )
    )
    (one, serial), (two, parallel) = run(tables), run(tables, jobs=2)
    assert objective(one) == objective(two)
    assert list(serial) == list(parallel) == ["dearer", "starved", "busy"]
    assert parallel["starved"].clash == serial["starved"].clash
    for name in ("dearer", "busy"):
        assert objective(serial[name]) == cost(objective(parallel[name]))
        first, second = serial[name].result, parallel[name].result
        assert first is not None
        assert second is not None
        for table, frame in first.tables.items():
            if table != "Audit":
                assert frame.equals(second.tables[table]), (name, table)


def test_a_case_too_large_for_the_machine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands with that reason, not as a run that time ended; the others go on."""

    def solved(plan: Plan, **options: Any) -> PlanResult:
        if plan.tables.months > 2:
            raise TooLarge({"columns": 10**9}, needed=10**12, free=10**9)
        return solve(plan, **options)

    monkeypatch.setattr("planner.cases.solve", solved)
    tables = from_sheets(
        two_offers(
            change("endless", "Settings", "months", "value", "set", 120),
            change("dearer", "Offers", "a", "price", "set", 2.5),
        )
    )
    _, found = run(tables)
    assert (found["endless"].status, found["endless"].exit_code) == ("too_large", 5)
    assert entry_of(found["endless"]).reasons["en"][0].startswith("The plan is too large")
    assert objective(found["dearer"]) == cost(50.0)
