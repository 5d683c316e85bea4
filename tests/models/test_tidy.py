"""What is free and of no use is not advised; what any constraint asks for, on any path, stays.

Unless a test says otherwise: 10 units a month for two months, bought at 2 from A on the spot, at no other
cost; everything else could be had for nothing and is spoiled by hand before it is tidied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from cases import (
    EXACT,
    branches,
    contract_row,
    from_sheets,
    offer_row,
    solve_tables,
    supplier_row,
    tiny_sheets,
)
from random_plans import random_sheets

from models.formulation.bounds import ANYTHING
from models.formulation.build import build_part
from models.plan.data import PlanData
from models.plan.tree import Tree
from models.solution.idle_paths import Part, reported
from models.solution.solution import Solution
from models.solution.tidy import tidied
from models.solver.highs import Outcome, Status, solve_arrays
from models.solver.standard_form import compile_model
from models.solving.solve import solve_plan
from planner.assemble import assemble

FREE = {"c": contract_row("c", "B", price=3, max_annual=240)}
"""A contract of B's at 3, up to 20 a month: never needed, free to sign."""


def spoiled(data: PlanData, wanted: Any = (), **values: Mapping[Any, float]) -> tuple[Solution, Solution]:
    """Return the best plan with some decisions forced, and the same tidied."""
    tree = Tree(data)
    m = build_part(data, tree, tree.scenarios, ANYTHING)  # more than is of use is what is forced
    arrays = compile_model(m)
    lower = arrays.lower.copy()
    for name, found in values.items():
        for index, value in found.items():
            at = arrays.position[name, index if isinstance(index, tuple) else (index,)]
            lower[at] = value
    outcome = solve_arrays(replace(arrays, lower=lower), EXACT, "testing")
    assert outcome.status is Status.OPTIMAL
    parts = [Part(m, arrays, outcome.values)]
    none = Outcome(Status.OPTIMAL)
    before, after = reported(parts, none, {}), reported(tidied(parts, wanted), none, {})
    kept = tidied(parts, wanted)[0].values
    assert np.all(arrays.activity(kept) >= arrays.row_lower - 1e-9)
    assert np.all(arrays.activity(kept) <= arrays.row_upper + 1e-9)
    assert after.objective <= before.objective + 1e-9
    return before, after


def plan(*offers: dict[str, Any], asked: tuple[float, ...] = (10.0, 10.0), **sheets: Any) -> PlanData:
    """Return the spot plan with more offers, of suppliers A and B."""
    suppliers = sheets.pop("Suppliers", [supplier_row(), supplier_row("B")])
    return assemble(
        from_sheets(tiny_sheets(asked, Suppliers=suppliers, Offers=[offer_row(), *offers], **sheets))
    )


def test_a_free_contract_without_a_call_off_is_not_signed() -> None:
    """Signed at a rate of 20 for nothing: neither is left, the cost stays 40."""
    before, after = spoiled(plan(FREE["c"]), v_rate={"c": 20})
    assert (before.values["v_signed"]["c"], before.values["v_rate"]["c"]) == (1, 20)
    assert (after.values["v_signed"]["c"], after.values["v_rate"]["c"]) == (0, 0)
    assert after.objective == before.objective == pytest.approx(40)


def test_a_rate_is_what_is_called_off() -> None:
    """B at 1 for 10 a month, with a fifth of flexibility: of a free rate of 20, 10 / 1.2 is of use."""
    cheap = contract_row("c", "B", price=1, max_annual=240, flex=0.2)
    _, after = spoiled(plan(cheap), v_rate={"c": 20})
    assert after.values["v_rate"]["c"] == pytest.approx(10 / 1.2)
    assert after.values["v_signed"]["c"] == 1
    assert after.objective == pytest.approx(20)


def test_a_least_rate_stays_while_the_contract_is_used() -> None:
    """At least 180 a year once signed: 15 a month, though only 10 are called off."""
    cheap = contract_row("c", "B", price=1, max_annual=240, min_annual=180)
    _, after = spoiled(plan(cheap), v_rate={"c": 20})
    assert (after.values["v_signed"]["c"], after.values["v_rate"]["c"]) == (1, pytest.approx(15))


def test_what_is_already_signed_stays_signed() -> None:
    """Only its rate falls, to the least: 0."""
    _, after = spoiled(plan(FREE["c"] | {"signed": "yes"}), v_rate={"c": 20})
    assert (after.values["v_signed"]["c"], after.values["v_rate"]["c"]) == (1, 0)


def test_one_tier_of_a_signed_offer_stays() -> None:
    """Of a signed offer exactly one tier is chosen, used or not."""
    offer = {"offer": "c", "supplier": "B", "item": "Dy", "kind": "contract", "signed": "yes"}
    tiers = [
        {"offer": "c", "from_annual": 0, "to_annual": 60, "price": 9},
        {"offer": "c", "from_annual": 60, "to_annual": 240, "price": 8},
    ]
    data = plan(offer, PriceTiers=tiers)
    first, second = data.tiers_of_offer["c"]
    _, after = spoiled(data, v_signed={second: 1}, v_rate={second: 20})
    assert after.values["v_signed"][first] + after.values["v_signed"][second] == 1
    assert after.values["v_rate"][second] == pytest.approx(5)


def test_what_a_branch_calls_off_keeps_its_contract() -> None:
    """A stops in month 1 with a chance of 0.1; then B is called off at 3: stock would cost 9."""
    sheets = branches((1, 0.1), supplier="A", severity=1, duration_months=1)
    sheets |= {"Items": [{"item": "Dy", "storage_cost": 9}]}
    before, after = spoiled(plan(FREE["c"], **sheets), v_rate={"c": 20})
    assert (after.values["v_signed"]["c"], after.values["v_rate"]["c"]) == (1, pytest.approx(10))
    assert after.objective == pytest.approx(before.objective) == pytest.approx(0.9 * 40 + 0.1 * 50)


def test_what_is_owed_and_not_taken_is_not_owed_in_the_end() -> None:
    """Nothing is asked for: half of 20 a month at 3 would be paid for nothing, and goes with the contract."""
    owing = FREE["c"] | {"take_or_pay": 0.5}
    before, after = spoiled(plan(owing, asked=(0.0, 0.0)), v_rate={"c": 20})
    assert before.objective == pytest.approx(60)
    assert after.objective == pytest.approx(0)
    assert after.values["v_signed"]["c"] == 0


UNQUALIFIED = [supplier_row(), *(supplier_row(s, already_qualified="no", qualification_cost=0) for s in "BC")]


def test_a_supplier_without_an_order_is_not_qualified() -> None:
    """B and C are free to qualify and sell at 9: nobody buys there."""
    data = plan(offer_row("b", "B", price=9), offer_row("c", "C", price=9), Suppliers=UNQUALIFIED)
    _, after = spoiled(data, v_qualified={"B": 1, "C": 1})
    assert [after.values["v_qualified"][g] for g in "ABC"] == [1, 0, 0]


def test_as_many_suppliers_stay_as_are_wanted() -> None:
    """Two for the item: A and one of the others; the dearer one goes."""
    dear = [*UNQUALIFIED[:2], supplier_row("C", already_qualified="no", qualification_cost=7)]
    data = plan(
        offer_row("b", "B", price=9),
        offer_row("c", "C", price=9),
        Suppliers=dear,
        Items=[{"item": "Dy", "min_suppliers": 2}],
    )
    before, after = spoiled(data, v_qualified={"B": 1, "C": 1})
    assert [after.values["v_qualified"][g] for g in "ABC"] == [1, 1, 0]
    assert after.objective == pytest.approx(before.objective - 7)


def test_a_supplier_goes_with_its_contract() -> None:
    """B is qualified for a contract that nobody needs: both go."""
    data = plan(FREE["c"], Suppliers=UNQUALIFIED)
    _, after = spoiled(data, v_signed={"c": 1}, v_qualified={"B": 1})
    assert (after.values["v_signed"]["c"], after.values["v_qualified"]["B"]) == (0, 0)


def test_free_modules_that_stand_idle_are_not_built() -> None:
    """Three free modules of 5 a month on A's 5: one is of use, the first; the others go, the later first."""
    modules = {"investment": "K", "capex": 0, "max_modules": 3, "adds_to": "offer:a", "adds": 5}
    data = plan(Investments=[modules])
    data = replace(data, offers={"a": replace(data.offers["a"], max_per_month=5.0)})
    before, after = spoiled(data, v_modules_started={("K", 0): 2, ("K", 1): 1})
    assert (before.values["v_modules_started"]["K", 0], after.values["v_modules_started"]["K", 0]) == (2, 1)
    assert after.values["v_modules_started"]["K", 1] == 0
    assert after.objective == pytest.approx(before.objective) == pytest.approx(40)


def test_what_is_wanted_stays() -> None:
    """A plan that was asked to sign c is told what that is like."""
    wanted = ((("v_signed", ("c",)),),)
    _, after = spoiled(plan(FREE["c"]), wanted, v_signed={"c": 1}, v_rate={"c": 15})
    assert (after.values["v_signed"]["c"], after.values["v_rate"]["c"]) == (1, 0)


@pytest.mark.parametrize("method", ["extensive", "benders"])
@pytest.mark.parametrize("seed", [3, 11, pytest.param(29, marks=pytest.mark.slow)])
def test_a_plan_as_reported_is_tidy(seed: int, method: str) -> None:
    """Random plans, audited: no rate could be lower, nobody signed or qualified is without use or reason."""
    found = solve_tables(from_sheets(random_sheets(seed)), replace(EXACT, method=method)).solution
    data = found.data
    ordered = {offer for (offer, _, _), quantity in found.values["v_order_qty"].items() if quantity > 1e-6}
    for offer, signed in found.values["v_signed"].items():
        if data.offers[offer].signed is None and signed:
            assert offer in ordered
    wanted = any(spec.min_suppliers > 0 for spec in data.items.values())
    for supplier, qualified in found.values["v_qualified"].items():
        if qualified and not data.suppliers[supplier].qualified and not wanted:
            signed = [j for j in data.offers_of_supplier[supplier] if found.values["v_signed"].get(j)]
            assert signed or ordered & set(data.offers_of_supplier[supplier])


@pytest.mark.parametrize("risk", [0.0, 0.5, 1.0])
def test_a_contract_that_pays_for_its_signature_is_kept(risk: float) -> None:
    """No workbook may say so, plan data can: signed and unused it earns 50 (c05 of the faults)."""
    sheets = tiny_sheets(Offers=[offer_row(), contract_row("c", price=30, max_annual=240, contract_cost=50)])
    data = replace(assemble(from_sheets(sheets)), risk_weight=risk)
    offers = {**data.offers, "c": replace(data.offers["c"], contract_cost=-50.0)}  # type: ignore[index]
    solution = solve_plan(replace(data, offers=offers), EXACT)  # type: ignore[arg-type]
    assert solution.objective == pytest.approx(40 - 50)
    assert solution.bound == pytest.approx(40 - 50)
    assert solution.values["v_signed"]["c"] == 1
