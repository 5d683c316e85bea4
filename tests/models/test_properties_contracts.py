"""What must hold of contracts as signed, places, years and the past, on random plans (model, section 9).

A column filled in a way that changes nothing changes no optimum; what binds more never lowers it, what
frees never raises it.
"""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest
from cases import EXACT, Sheets, from_sheets, month
from random_additions import richer_sheets

from models.errors import Infeasible
from models.solving.solve import solve_plan
from planner.assemble import assemble

SEEDS = range(200, 203)
MONEY = ("price", "price_floor", "price_ceiling", "freight")


def _best(sheets: Sheets) -> float:
    try:
        return solve_plan(assemble(from_sheets(sheets)), EXACT).objective
    except Infeasible:
        return math.inf


def _close(value: float) -> Any:
    return pytest.approx(value, rel=2e-6, abs=1e-6)


def _no_higher(low: float, high: float) -> bool:
    return low <= high + 2e-6 * max(1.0, abs(high)) if math.isfinite(high) else True


def _each(sheets: Sheets, sheet: str, **cells: Any) -> Sheets:
    """Return a plan with some cells of every row of a sheet filled."""
    return sheets | {sheet: [{**row, **cells} for row in sheets.get(sheet, [])]}


def _doubled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: 2 * value if key in MONEY and value is not None else value for key, value in row.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_for_two_units_are_twice_those_of_one(seed: int) -> None:
    """Price, floor, ceiling, freight and tiers doubled, and stated for twice as many units."""
    sheets = richer_sheets(seed)
    other = copy.deepcopy(sheets)
    other["Offers"] = [_doubled(row) | {"price_per": 2 * row.get("price_per", 1)} for row in sheets["Offers"]]
    other["PriceTiers"] = [_doubled(row) for row in sheets["PriceTiers"]]
    assert _best(other) == _close(_best(sheets))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_written_out_is_what_is_left_blank(seed: int) -> None:
    """Defaults written, a rate given for each month, and the start month as the contract year's."""
    sheets = richer_sheets(seed, without=("year_start", "dated", "formula", "places"))
    other = _each(sheets, "Offers", destination="JP", index_reset_months=1, payment_months=None)
    other = _each(other, "Processes", destination="JP") | {
        "Offers": [
            {**new, "payment_months": old.get("payment_months", 0), "pool_weight": old.get("pool_weight", 1)}
            for new, old in zip(other["Offers"], sheets["Offers"], strict=True)
        ],
        "FX": [{"currency": "EUR", "month": month(t), "rate": 1.25} for t in range(int(_months(sheets)))],
        "Settings": [*sheets["Settings"], {"key": "year_start", "value": 1}],
    }
    assert _best(other) == _close(_best(sheets))


def _months(sheets: Sheets) -> Any:
    return next(row["value"] for row in sheets["Settings"] if row["key"] == "months")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pool_of_one_is_a_tiered_contract(seed: int) -> None:
    """From nothing on at the price, from half of the most on at a fifth less."""
    sheets = richer_sheets(seed, without=("pools",), old=("tiers",))
    contract = {
        "offer": "z",
        "supplier": "g1",
        "item": "i1",
        "kind": "contract",
        "take_or_pay": 0.5,
        "flex": 0.2,
    }
    tiers = [
        {"offer": "z", "from_annual": 0, "to_annual": 60, "price": 5},
        {"offer": "z", "from_annual": 60, "to_annual": 120, "price": 4, "tier_cost": 10},
    ]
    pool = [
        {"pool": "Z", "from_annual": 0, "discount": 0},
        {"pool": "Z", "from_annual": 60, "discount": 0.2, "tier_cost": 10},
    ]
    tiered = sheets | {"Offers": [*sheets["Offers"], contract], "PriceTiers": tiers}
    member = contract | {"price": 5, "max_annual": 120, "pool": "Z"}
    pooled = sheets | {"Offers": [*sheets["Offers"], member], "Pools": pool}
    # the tiered contract's flex lifts the border between its tiers as it lifts a pool's
    assert _best(pooled) == _close(_best(tiered))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("Offers", {"order_multiple": 5}),
        ("Investments", {"ramp_months": 4}),
        ("Products", {"late_months": 0}),
    ],
)
def test_what_binds_more_never_costs_less(seed: int, sheet: str, cells: dict[str, Any]) -> None:
    """Whole multiples, a slower start, no lateness."""
    sheets = richer_sheets(seed, without=("multiple", "ramps"))
    assert _no_higher(_best(sheets), _best(_each(sheets, sheet, **cells)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_transfer_that_takes_time_never_costs_less(seed: int) -> None:
    """Where keeping its inputs costs nothing and nothing else depends on the month it is begun in."""
    sheets = richer_sheets(
        seed,
        without=("leads", "min_stock"),
        old=("rules", "events", "discount", "loss", "storage", "cover", "investments"),
    )
    sheets = _each(sheets, "Items", storage_cost=0)
    assert _no_higher(_best(sheets), _best(_each(sheets, "Processes", lead_months=1)))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_frees_never_costs_more(seed: int) -> None:
    """Lateness allowed, later payment at a discount rate, and one more tier of a pool with more discount."""
    sheets = richer_sheets(seed, without=("late", "payment"))
    base = _best(sheets)
    assert _no_higher(_best(_each(sheets, "Products", late_months=2, late_cost=1)), base)
    later = _each(sheets, "Offers", payment_months=6)
    assert _no_higher(_best(later), base)
    if sheets.get("Pools"):
        top = max(row["from_annual"] for row in sheets["Pools"])
        more = {"pool": "L", "from_annual": top * 1.1 + 1, "discount": 0.4}
        assert _no_higher(_best(sheets | {"Pools": [*sheets["Pools"], more]}), base)
