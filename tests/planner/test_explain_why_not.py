"""Why not: break-even prices, exact on plans computed by hand and confirmed just below and just above."""

from __future__ import annotations

from typing import Any

import pytest
from cases import (
    Sheets,
    branches,
    contract_row,
    cost,
    demand,
    from_sheets,
    item_row,
    month,
    offer_row,
    solve_tables,
    supplier_row,
    tiny_sheets,
)
from random_plans import random_sheets

from planner.cases import CaseRun, Effort, run_base
from planner.explaining.break_even import changes_to
from planner.explaining.changes import changed
from planner.explaining.left_aside import left_aside
from planner.explaining.prices import ask, best_known, prices, questions
from planner.explaining.reached import built, used_offers
from planner.explaining.sentences import Teller
from planner.explaining.why_not import WhyNot, why_not
from planner.pipeline import Plan
from planner.reporting.words.phrases import Speech

EXACTLY = Effort(gap=1e-9, threads=1)
A_LITTLE = 1e-3


def explained(sheets: Sheets) -> tuple[CaseRun, dict[tuple[str, str], WhyNot]]:
    """Return a plan and everything it leaves aside, by kind and name."""
    base = run_base(Plan(from_sheets(sheets), ()), EXACTLY)
    asked = questions(base)
    runs = ask(base, asked, EXACTLY)
    known = best_known(base, asked, runs)
    found = why_not(base, known, prices(known, base, asked, runs), EXACTLY)
    return base, {(answer.question.kind, answer.question.name): answer for answer in found}


def taken(base: CaseRun, answer: WhyNot, factor: float) -> bool:
    """Tell whether the plan takes a thing when a factor stands on its cells: solved from nothing."""
    tables = changed(base.inputs, changes_to(answer.question.cells, factor))
    assert tables is not None
    solution = solve_tables(tables).solution
    name = answer.question.name
    match answer.question.kind:
        case "offer":
            return name in used_offers(solution)
        case "investment":
            return name in built(solution)
        case _:
            return solution.values["v_qualified"][name] > 0.5


def confirm(base: CaseRun, answer: WhyNot) -> None:
    """A little below the break-even the plan takes the thing, a little above it does not."""
    assert answer.factor is not None
    assert taken(base, answer, answer.factor * (1 - A_LITTLE))
    assert not taken(base, answer, answer.factor * (1 + A_LITTLE))


def test_a_dear_spot_offer_enters_at_the_price_of_the_other() -> None:
    """20 units at 2 from a; b asks 5 and would enter at 2."""
    base, found = explained(tiny_sheets(Offers=[offer_row("a"), offer_row("b", price=5)]))
    answer = found["offer", "b"]
    assert (answer.status, answer.break_even, answer.question.now) == ("below", cost(2.0), 5.0)
    assert answer.sure == cost(2.0)
    assert answer.proven
    assert answer.question.place == "Offers!D3"
    assert answer.question.unit == "USD/kg"
    confirm(base, answer)


def test_freight_and_tariff_stay_and_the_price_is_told_in_its_own_currency() -> None:
    """(p · 1.25 + 0.5) · 1.6 = 2 at p = 0.6 euro; a dollar stays a dollar."""
    offers = [
        offer_row("a"),
        offer_row("b", price=3, tariff=0.25, freight=0.5, currency="EUR"),
    ]
    base, found = explained(tiny_sheets(Offers=offers, FX=[{"currency": "EUR", "rate": 1.6}]))
    answer = found["offer", "b"]
    assert answer.break_even == cost(0.6)
    assert answer.question.unit == "EUR/kg"
    confirm(base, answer)


def test_a_floor_moves_with_the_price() -> None:
    """A price of 3 with a floor of 4 asks 4: both must fall by half, to 1.5 and 2."""
    base, found = explained(tiny_sheets(Offers=[offer_row("a"), offer_row("b", price=3, price_floor=4)]))
    answer = found["offer", "b"]
    assert answer.factor == cost(0.5)
    assert [change.told() for change in answer.changes] == [
        "Offers/b/price multiply 0.5",
        "Offers/b/price_floor multiply 0.5",
    ]
    confirm(base, answer)


@pytest.mark.parametrize(("floor", "ceiling"), [(8, None), (19, None), (None, 15), (12, 18)])
def test_floor_and_ceiling_move_with_the_prices_of_tiers(floor: float | None, ceiling: float | None) -> None:
    """A tier at 20, clipped: what the clip makes of it must fall to 2 (c06 of the faults)."""
    tier = {"offer": "c", "from_annual": 0, "to_annual": 240, "price": 20}
    clips = {"price_floor": floor, "price_ceiling": ceiling}
    contract = contract_row("c", index="x", **clips)
    del contract["price"], contract["max_annual"]
    base, found = explained(
        tiny_sheets(
            Offers=[offer_row("a"), contract],
            PriceTiers=[tier],
            PriceIndex=[{"index": "x", "month": month(0), "factor": 1}],
        )
    )
    answer = found["offer", "c"]
    assert (answer.status, answer.question.now) == ("below", 20.0)
    assert answer.factor == cost(2 / min(20, ceiling or 20))
    assert len(answer.changes) == 1 + sum(clip is not None for clip in clips.values())
    confirm(base, answer)


def test_a_supplier_to_be_qualified_enters_when_its_offer_pays_for_it() -> None:
    """20 p + 10 = 40 at p = 1.5; taking it at 3 costs 10 more; qualified for nothing it still is too dear."""
    base, found = explained(
        tiny_sheets(
            Suppliers=[supplier_row("A"), supplier_row("B", already_qualified="no", qualification_cost=10)],
            Offers=[offer_row("a"), offer_row("b", "B", price=3)],
        )
    )
    assert found["offer", "b"].break_even == cost(1.5)
    assert found["offer", "b"].extra == cost(10.0)
    assert found["qualification", "B"].status == "never"
    confirm(base, found["offer", "b"])


def test_a_cheap_supplier_enters_when_qualifying_costs_less_than_it_saves() -> None:
    """10 units at 1 instead of 2: worth 10, not 30."""
    base, found = explained(
        tiny_sheets(
            Suppliers=[supplier_row("A"), supplier_row("C", already_qualified="no", qualification_cost=30)],
            Offers=[offer_row("a"), offer_row("c", "C", price=1, max_per_month=5)],
        )
    )
    answer = found["qualification", "C"]
    assert answer.break_even == cost(10.0)
    assert answer.question.place == "Suppliers!C3"
    assert answer.extra == cost(20.0)
    assert found["offer", "c"].status == "never"  # 20 saved at a price of 0, for 30
    confirm(base, answer)


def test_a_supplier_of_several_offers_has_a_factor_on_all_its_prices() -> None:
    """40 units at 2 are 80 from A; B asks 3 and 8 to be qualified: 40 · 3 f + 8 = 80 at f = 0.6."""
    base, found = explained(
        tiny_sheets(
            Items=[item_row(), item_row("Nd")],
            Suppliers=[supplier_row("A"), supplier_row("B", already_qualified="no", qualification_cost=8)],
            Offers=[
                offer_row("a"),
                offer_row("n", item="Nd"),
                offer_row("b", "B", price=3),
                offer_row("m", "B", price=3, item="Nd"),
            ],
            BOM=[
                {"product": "P", "design": "std", "item": "Dy", "quantity": 1},
                {"product": "P", "design": "std", "item": "Nd", "quantity": 1},
            ],
        )
    )
    answer = found["supplier", "B"]
    assert answer.factor == cost(0.6)
    confirm(base, answer)


def test_a_contract_enters_when_it_pays_for_its_signing() -> None:
    """20 p + 4 = 40 at p = 1.8."""
    offers = [offer_row("a"), contract_row("c", price=2.5, contract_cost=4, take_or_pay=1)]
    base, found = explained(tiny_sheets(Offers=offers))
    answer = found["offer", "c"]
    assert answer.break_even == cost(1.8)
    confirm(base, answer)


def test_all_tiers_of_a_contract_move_together() -> None:
    """Tiers at 3 up to 60 a year and 2.5 beyond: 20 units in the second and 1 to sign: 50 f + 1 = 40."""
    offers = [offer_row("a"), contract_row("c", price=None, max_annual=None, contract_cost=1)]
    tiers = [
        {"offer": "c", "from_annual": 0, "to_annual": 60, "price": 3},
        {"offer": "c", "from_annual": 60, "to_annual": 120, "price": 2.5},
    ]
    base, found = explained(tiny_sheets(Offers=offers, PriceTiers=tiers))
    answer = found["offer", "c"]
    assert answer.factor == cost(39 / 50)
    assert answer.question.sheet == "PriceTiers"
    assert len(answer.changes) == 2
    confirm(base, answer)


def test_an_investment_pays_at_the_capex_it_saves() -> None:
    """Making the design that needs no dysprosium saves 40; of the capex a quarter is subsidised: 160/3."""
    sheets = tiny_sheets(
        Designs=[
            {"product": "P", "design": "std"},
            {"product": "P", "design": "free", "requires": "K"},
        ],
        Investments=[{"investment": "K", "capex": 100, "subsidy": 0.25}],
    )
    base, found = explained(sheets)
    answer = found["investment", "K"]
    assert answer.break_even == cost(160 / 3)
    assert answer.extra == cost(35.0)
    assert answer.question.place.startswith("Investments!")
    confirm(base, answer)


def test_a_budget_can_be_the_price_at_which_an_investment_fits() -> None:
    """Worth 40, asked 60, but only 30 may be spent in a year."""
    sheets = tiny_sheets(
        settings={"capex_budget": 30},
        Designs=[
            {"product": "P", "design": "std"},
            {"product": "P", "design": "free", "requires": "K"},
        ],
        Investments=[{"investment": "K", "capex": 60}],
    )
    base, found = explained(sheets)
    answer = found["investment", "K"]
    assert answer.break_even == pytest.approx(30.0, rel=1e-3)
    confirm(base, answer)


def test_where_a_budget_parts_two_investments_the_dearer_one_may_still_go_alone() -> None:
    """K is worth 40, L 14 for its 10; 30 a year fit K up to 20 beside L, and up to 26 it is worth L.

    The plan takes L. K with L costs no more up to 20, where the budget ends; K alone up to 40 - 14.
    """
    sheets = tiny_sheets(
        settings={"capex_budget": 30},
        Products=[{"product": name, "shortage_penalty": 50} for name in "PQ"],
        Demand=[*demand(10, 10), *({"product": "Q", "month": month(t), "quantity": 6} for t in (0, 1))],
        Designs=[
            {"product": "P", "design": "std"},
            {"product": "P", "design": "free", "requires": "K"},
            {"product": "Q", "design": "std"},
            {"product": "Q", "design": "free", "requires": "L"},
        ],
        BOM=[{"product": name, "design": "std", "item": "Dy", "quantity": 1} for name in "PQ"],
        Investments=[{"investment": "K", "capex": 60}, {"investment": "L", "capex": 10}],
    )
    base, found = explained(sheets)
    answer = found["investment", "K"]
    assert answer.break_even == cost(26.0)
    assert answer.status == "below"
    confirm(base, answer)


def test_what_is_ruled_out_by_a_cell_is_told_so_without_a_solve() -> None:
    """Signed: no. No modules allowed. Too late to arrive."""
    sheets = tiny_sheets(
        Offers=[
            offer_row("a"),
            contract_row("c", price=1, signed="no"),
            offer_row("late", price=1, lead_time_months=5),
        ],
        Investments=[
            {"investment": "K", "capex": 10, "max_modules": 0, "adds_to": "stock:Dy", "adds": 1},
            {"investment": "L", "capex": 10, "adds_to": "stock:Dy", "adds": 1, "excludes": "G"},
            {
                "investment": "M",
                "capex": 10,
                "adds_to": "stock:Dy",
                "adds": 1,
                "excludes": "G",
                "committed_start": month(0),
            },
        ],
    )
    _, found = explained(sheets)
    for key, column in (
        (("offer", "c"), "Offers!"),
        (("offer", "late"), "Offers!"),
        (("investment", "K"), "Investments!"),
        (("investment", "L"), "Investments!"),
    ):
        assert found[key].status == "closed"
        assert found[key].solves == 0
        assert found[key].kept_out_by[0].startswith(column)


@pytest.mark.parametrize("known", [True, False])
def test_a_rule_that_keeps_an_offer_out_even_for_nothing_is_named(known: bool) -> None:
    """No unit may come from B; another cap has nothing to do with it. Also where rules were not priced."""
    sheets = tiny_sheets(
        Suppliers=[supplier_row("A"), supplier_row("B")],
        Offers=[offer_row("a"), offer_row("b", "B", price=1)],
        Rules=[
            {"rule": "none-of-B", "measure": "supplier", "member": "B", "share": 0},
            {"rule": "all-of-A", "measure": "supplier", "member": "A", "share": 1},
        ],
    )
    base, found = explained(sheets)
    answer = found["offer", "b"]
    if not known:
        (answer,) = why_not(base, best_known(base, [], []), (), EXACTLY)
    assert answer.status == "never"
    assert answer.kept_out_by == ("Rules!D2",)


def test_with_disruptions_and_a_weight_on_the_tail_the_break_even_is_exact_too() -> None:
    """A's offer may fail; what b is worth then comes from a solve, and solves on either side confirm it."""
    sheets = tiny_sheets(
        (10.0, 10.0, 10.0),
        settings={"risk_weight": 0.5, "cvar_alpha": 0.8, "discount_rate": 0.1},
        Suppliers=[supplier_row("A"), supplier_row("B", already_qualified="no", qualification_cost=25)],
        Offers=[offer_row("a"), offer_row("b", "B", price=60)],
        **branches((1, 0.3), supplier="A"),
    )
    base, found = explained(sheets)
    answer = found["offer", "b"]
    assert answer.status == "below"
    assert answer.proven
    confirm(base, answer)


def test_an_offer_that_costs_no_more_today_is_said_to_be_within_the_gap() -> None:
    """Two offers at the same price: which is used is a matter of taste."""
    sheets = tiny_sheets(
        Suppliers=[supplier_row("A"), supplier_row("B", already_qualified="no")],
        Offers=[offer_row("a"), offer_row("b", "B")],
    )
    base, found = explained(sheets)
    left = {name for kind, name in found if kind == "offer"}
    assert left <= {"a", "b"}
    for name in left:
        assert found["offer", name].factor == cost(1.0)
        assert found["offer", name].extra in (None, cost(0.0))
    assert base.result is not None


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 5, 13, 17])
def test_on_random_plans_a_break_even_is_one(seed: int) -> None:
    """Just below it a plan is cheaper than the plan, just above none is: solved from nothing, exactly."""
    sheets = random_sheets(seed)
    base = run_base(Plan(from_sheets(sheets), ()), EXACTLY)
    if base.result is None:
        pytest.skip("no plan to explain")
    cost_now = base.result.objective
    noise = 1e-6 * max(1.0, abs(cost_now))
    for answer in why_not(base, best_known(base, [], []), (), EXACTLY):
        if answer.status != "below" or answer.factor is None:
            continue
        below, above = (
            changed(base.inputs, changes_to(answer.question.cells, answer.factor * (1 + by)))
            for by in (-A_LITTLE, A_LITTLE)
        )
        assert below is not None
        assert above is not None
        assert solve_tables(below).objective <= cost_now + noise
        assert solve_tables(above).objective >= cost_now - noise, answer


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"status": "never", "proven": True}, "Offers!D3 Offer b: not even for nothing"),
        ({"status": "never"}, "Offers!D3 Offer b: not even for nothing, as far as the gap shows"),
        ({"status": "not_settled"}, "Offers!D3 Offer b: not settled: the search was cut short"),
        (
            {"status": "not_settled", "break_even": 1.5},
            "Offers!D3 Offer b: 5.00 today, taken at or below 1.50 USD/kg, perhaps at more",
        ),
    ],
)
def test_what_was_not_shown_is_not_said(facts: dict[str, Any], line: str) -> None:
    """A gap, or a search cut short, stands beside the answer that it leaves open."""
    sheets = tiny_sheets(Offers=[offer_row("a"), offer_row("b", price=5)])
    (asked,) = left_aside(run_base(Plan(from_sheets(sheets), ()), EXACTLY))
    assert Teller(Speech("en", "USD"))._answer_line(WhyNot(asked, **facts)) == line


def test_a_break_even_without_time_is_not_settled() -> None:
    """All solves of a search share one time limit; what was not found is not made up."""
    base = run_base(
        Plan(from_sheets(tiny_sheets(Offers=[offer_row("a"), offer_row("b", price=5)])), ()), EXACTLY
    )
    hurried = Effort(gap=1e-9, threads=1, time_limit=1e-6)
    (answer,) = why_not(base, best_known(base, [], []), (), hurried)
    assert answer.status == "not_settled"
    assert answer.break_even is None
