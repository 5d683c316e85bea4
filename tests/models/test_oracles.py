"""Independent answers: recursion, enumeration, sorting and a brute force that know nothing of the model."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest
from cases import (
    COST_TOL,
    branches,
    contract_row,
    cost,
    item_row,
    offer_row,
    scenario,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)
from hypothesis import given
from hypothesis import strategies as st

from models.solution.solution import conditional_value_at_risk

# --- lot sizing -----------------------------------------------------------------------------------------


def wagner_whitin(asked: list[float], order_cost: float, holding: float) -> float:
    """Return the least order and holding cost: each order serves whole months (Wagner & Whitin 1958)."""
    best = [0.0]
    for end in range(1, len(asked) + 1):
        best.append(
            min(
                best[begin]
                + (order_cost if any(asked[begin:end]) else 0.0)
                + sum(holding * (t - begin) * asked[t] for t in range(begin, end))
                for begin in range(end)
            )
        )
    return best[-1]


@pytest.mark.parametrize("seed", range(6))
def test_one_item_with_order_and_holding_cost_is_wagner_whitin(seed: int) -> None:
    """Random demand of 4 to 8 months; goods themselves cost 2 in every plan, so they add 2 a unit."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable instance
    asked = [float(dice.choice((0, 5, 10, 20, 40))) for _ in range(dice.randint(4, 8))]
    order_cost, holding = dice.choice((10, 40, 90)), dice.choice((0.5, 1, 2))
    sheets = tiny_sheets(
        asked,
        Items=[item_row(storage_cost=holding)],
        Offers=[offer_row(order_cost=order_cost, max_per_month=1000)],
        Products=[{"product": "P", "shortage_penalty": 9999}],
    )
    least = wagner_whitin(asked, order_cost, holding)
    assert solve_sheets(sheets).objective == cost(2 * sum(asked) + least)


def test_the_recursion_itself_finds_the_best_of_all_sets_of_order_months() -> None:
    """Every set of order months of half a year tried: none is better."""
    asked = [69.0, 29.0, 36.0, 61.0, 61.0, 26.0]
    assert wagner_whitin(asked, 100.0, 1.0) == min(_lots(asked, 100.0, 1.0))


def _lots(asked: list[float], order_cost: float, holding: float) -> Iterator[float]:
    """Yield the cost of every set of order months that includes the first."""
    for later in itertools.product((False, True), repeat=len(asked) - 1):
        total, begin = 0.0, 0
        for t, orders in enumerate((True, *later)):
            begin = t if orders else begin
            total += order_cost * orders + holding * (t - begin) * asked[t]
        yield total


# --- yes or no ------------------------------------------------------------------------------------------


def _suppliers(dice: random.Random) -> list[dict[str, float]]:
    """Return a few suppliers: cost to open, price, capacity a month."""
    return [
        {"open": dice.randint(0, 80), "price": dice.randint(1, 9), "capacity": dice.randint(4, 12)}
        for _ in range(4)
    ]


def _served(offers: list[dict[str, float]], asked: float, lost: float) -> float:
    """Return the least cost of one month: the cheapest first, and what is dearer than losing is lost."""
    total = 0.0
    for offer in sorted(offers, key=lambda o: o["price"]):
        quantity = min(offer["capacity"], asked) if offer["price"] < lost else 0.0
        total, asked = total + quantity * offer["price"], asked - quantity
    return total + asked * lost


@pytest.mark.parametrize("kind", ["qualification", "contract", "investment"])
@pytest.mark.parametrize("seed", range(3))
def test_what_to_open_is_the_best_of_all_subsets(kind: str, seed: int) -> None:
    """Four suppliers with a cost to open: every subset tried, each month served by the cheapest."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable instance
    suppliers, asked, lost = _suppliers(dice), [dice.randint(5, 30) for _ in range(3)], 20.0
    least = min(
        sum(s["open"] for s in chosen) + sum(_served(list(chosen), month, lost) for month in asked)
        for size in range(5)
        for chosen in itertools.combinations(suppliers, size)
    )
    sheets = tiny_sheets(
        asked,
        Items=[item_row(max_stock=0)],
        Products=[{"product": "P", "shortage_penalty": lost}],
        **_opened(kind, suppliers),
    )
    assert solve_sheets(sheets).objective == cost(least)


def _opened(kind: str, suppliers: list[dict[str, float]]) -> dict[str, list[dict[str, Any]]]:
    """Return the same choice as suppliers to qualify, contracts to sign, or modules to build."""
    names = [f"S{k}" for k in range(len(suppliers))]
    pairs = list(zip(names, suppliers, strict=True))
    if kind == "qualification":
        return {
            "Suppliers": [
                supplier_row(name, already_qualified="no", qualification_cost=s["open"]) for name, s in pairs
            ],
            "Offers": [
                offer_row(name.lower(), name, price=s["price"], max_per_month=s["capacity"])
                for name, s in pairs
            ],
        }
    if kind == "contract":
        return {
            "Suppliers": [supplier_row(name) for name in names],
            "Offers": [
                contract_row(
                    name.lower(),
                    name,
                    price=s["price"],
                    max_annual=12 * s["capacity"],
                    contract_cost=s["open"],
                )
                for name, s in pairs
            ],
        }
    return {
        "Suppliers": [supplier_row(name) for name in names],
        "Offers": [offer_row(name.lower(), name, price=s["price"], max_per_month=0) for name, s in pairs],
        "Investments": [
            {
                "investment": f"K{name}",
                "capex": s["open"],
                "adds_to": f"offer:{name.lower()}",
                "adds": s["capacity"],
            }
            for name, s in pairs
        ],
    }


# --- risk -----------------------------------------------------------------------------------------------

COSTS = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@given(COSTS, st.sampled_from([0.1, 0.5, 0.8, 0.9, 0.99]))
def test_the_tail_is_the_mean_of_the_worst(costs: list[int], alpha: float) -> None:
    """Equal chances, cut into slices of a thousandth: sort, take the worst 1 − α, and average."""
    slices = sorted((c for c in costs for _ in range(1000)), reverse=True)
    worst = slices[: round((1 - alpha) * len(slices))]
    weighted = [(float(c), 1 / len(costs)) for c in costs]
    assert conditional_value_at_risk(weighted, alpha) == pytest.approx(sum(worst) / len(worst))


@given(COSTS, st.sampled_from([0.1, 0.5, 0.8, 0.9, 0.99]))
def test_the_tail_is_the_least_over_the_threshold(costs: list[int], alpha: float) -> None:
    """The least η + Σ π·max(0, C − η)/(1 − α) is at one of the costs (Rockafellar & Uryasev 2000)."""
    chance = 1 / len(costs)
    least = min(
        edge + sum(chance * max(0, c - edge) for c in costs) / (1 - alpha) for edge in map(float, costs)
    )
    assert conditional_value_at_risk([(float(c), chance) for c in costs], alpha) == pytest.approx(least)


@given(COSTS)
def test_the_tail_lies_between_mean_and_worst_and_rises_with_its_level(costs: list[int]) -> None:
    weighted = [(float(c), 1 / len(costs)) for c in costs]
    tails = [conditional_value_at_risk(weighted, alpha) for alpha in (0.01, 0.3, 0.6, 0.9, 0.999)]
    mean, slack = sum(costs) / len(costs), 1e-9 * max(costs, default=1) + 1e-9
    assert mean - slack <= tails[0]
    assert tails[-1] <= max(costs) + slack
    assert all(low <= high + slack for low, high in itertools.pairwise(tails))


def test_chances_a_hair_below_one_leave_the_rest_to_the_cheapest() -> None:
    """Almost everything is tail: what rounding left of the chances must not count as free."""
    assert conditional_value_at_risk([(8.0, 0.5), (4.0, 0.499)], 1e-9) == pytest.approx(6.0, abs=0.01)


def test_the_tail_of_a_plan_is_that_of_its_paths() -> None:
    """Four branches with chances 0.1 to 0.4: the reported tail is that of the reported path costs."""
    event = {"product": "P", "severity": 0}
    sheets = tiny_sheets(
        settings={"risk_weight": 0.3, "cvar_alpha": 0.75},
        Events=[{"event": f"E{k}", "duration_months": 2, "demand_factor": k, **event} for k in (1, 2, 3, 4)],
        Scenarios=[scenario(f"s{k}", f"E{k}", 0, (5 - k) / 10) for k in (1, 2, 3, 4)],
    )
    solution = solve_sheets(sheets).solution
    # paths cost 40, 80, 120, 160 with 0.4, 0.3, 0.2, 0.1: the worst quarter is 0.1·160 + 0.15·120
    assert solution.cvar == pytest.approx((16 + 18) / 0.25)
    assert solution.expected_cost == pytest.approx(16 + 24 + 24 + 16)
    assert solution.objective == pytest.approx(0.7 * 80 + 0.3 * 136)


# --- uncertainty ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lost", "kept"), [(50, 1), (10, 1), (10, 6), (5, 2.9)])
def test_one_order_before_an_uncertain_demand_is_a_newsvendor(lost: float, kept: float) -> None:
    """Order once at 2 before demand of 10·k is known: the best order is one of the demands."""
    factors, chances = (1, 2, 3, 4), (0.1, 0.3, 0.4, 0.2)
    sheets = tiny_sheets(
        (0.0, 10.0),
        Items=[item_row(disposal_cost=kept, max_stock=1000)],
        Offers=[offer_row(lead_time_months=1)],
        Products=[{"product": "P", "shortage_penalty": lost}],
        Events=[
            {"event": f"E{k}", "severity": 0, "duration_months": 1, "product": "P", "demand_factor": k}
            for k in factors
        ],
        Scenarios=[scenario(f"s{k}", f"E{k}", 1, p) for k, p in zip(factors, chances, strict=True)],
    )
    for row in sheets["Items"]:
        row["storage_cost"] = kept  # what is left over costs this, kept or thrown away

    def expected(order: float) -> float:
        return 2 * order + sum(
            p * (lost * max(0, 10 * k - order) + kept * max(0, order - 10 * k))
            for k, p in zip(factors, chances, strict=True)
        )

    plan = solve_sheets(sheets)
    assert plan.objective == cost(min(expected(10.0 * k) for k in range(5)))
    assert expected(plan.order("a", 0)) == cost(plan.objective)


def _two_branches(order_now: int, chances: tuple[float, float], keep: float) -> float:
    """Return the expected cost of one number of units ordered in month 0, best answers in month 1 by trial.

    10 asked in both months; one branch stops A in month 1 (B sells 5 at 20), the other doubles its price.
    """

    def month_1(stock: int, price: float, limit: int, other: int) -> float:
        return min(
            price * a + 20 * b + 50 * max(0, 10 - stock - a - b) + keep * max(0, stock + a + b - 10)
            for a in range(min(limit, 20) + 1)
            for b in range(other + 1)
        )

    made = min(10, order_now)
    stock = order_now - made
    now = 2 * order_now + 50 * (10 - made) + keep * stock
    trunk = 1 - sum(chances)
    return now + (
        chances[0] * month_1(stock, 2, 0, 5)
        + chances[1] * month_1(stock, 4, 20, 5)
        + trunk * month_1(stock, 2, 20, 5)
    )


@pytest.mark.parametrize(
    ("keep", "chances"), [(1, (0.2, 0.2)), (9, (0.2, 0.2)), (1, (0.02, 0.6)), (3, (0.5, 0.5))]
)
def test_a_plan_with_two_branches_is_the_best_of_all_plans(keep: float, chances: tuple[float, float]) -> None:
    """Every whole number of units tried in month 0 and in each branch."""
    least = min(_two_branches(order, chances, keep) for order in range(31))
    sheets = tiny_sheets(
        Items=[item_row(storage_cost=keep)],
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[
            offer_row(max_per_month=30),
            offer_row("b", "B", price=20, max_per_month=5, available_from="2026-02"),
        ],
        Events=[
            {"event": "stop", "supplier": "A", "severity": 1, "duration_months": 1},
            {"event": "dear", "index": "x", "severity": 0, "price_factor": 2, "duration_months": 1},
        ],
        PriceIndex=[{"index": "x", "month": "2026-01", "factor": 1}],
        Scenarios=[scenario("s1", "stop", 1, chances[0]), scenario("s2", "dear", 1, chances[1])],
    )
    sheets["Offers"][0]["index"] = "x"
    assert solve_sheets(sheets).objective == pytest.approx(least, rel=COST_TOL)


def test_a_ban_nobody_can_foresee_is_why_a_plan_holds_stock() -> None:
    """A month without A, in any month from 1 to 5 with 0.1 each: a month's use is kept all along.

    Who knows the month (the same event under scenario 0) keeps it only in the month before.
    """
    ban = {"supplier": "A", "severity": 1}
    stored = {"Items": [item_row(storage_cost=1)]}
    unforeseen = tiny_sheets((10.0,) * 6, **stored, **branches(*((t, 0.1) for t in range(1, 6)), **ban))
    assert solve_sheets(unforeseen).stock("Dy") == [10, 10, 10, 10, 10, 0]
    foreseen = unforeseen | {"Scenarios": [scenario("0", "E", 4)]}
    assert solve_sheets(foreseen).stock("Dy") == [0, 0, 0, 10, 0, 0]
