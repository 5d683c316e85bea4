"""What drives the cost: exact moves on a plan that can be computed by hand."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from cases import Sheets, cost, from_sheets, scenario, tiny_sheets
from result_tables import tables_in

from planner.cases import Effort, entry_of, run_base
from planner.comparing import compare
from planner.drivers import INVALID, drivers, sensitivity
from planner.pipeline import Plan
from planner.reporting.comparison.book import write_comparison
from planner.reporting.comparison.content import Bar
from planner.reporting.comparison.tornado import Tornado, moves
from planner.reporting.words.phrases import CATALOGUE

EXACTLY = Effort(gap=1e-9, threads=1)


def bars(sheets: Sheets, by: float = 0.1) -> dict[str, Bar]:
    """Return the bars of a plan by driver and detail."""
    base = run_base(Plan(from_sheets(sheets), ()), EXACTLY)
    return {f"{bar.driver}:{bar.detail}".rstrip(":"): bar for bar in sensitivity(base, by, EXACTLY)}


def two_items() -> Sheets:
    """Return two months of 10 of P, each of 1 Dy at 2 EUR and 3 Nd at 1; a euro is 1.5."""
    return tiny_sheets(
        Items=[{"item": "Dy"}, {"item": "Nd"}],
        Offers=[
            {
                "offer": "a",
                "supplier": "A",
                "item": "Dy",
                "price": 2,
                "currency": "EUR",
                "max_per_month": 100,
            },
            {"offer": "n", "supplier": "A", "item": "Nd", "price": 1, "tariff": 0.5, "max_per_month": 100},
        ],
        FX=[{"currency": "EUR", "rate": 1.5}],
        BOM=[
            {"product": "P", "design": "std", "item": "Dy", "quantity": 1},
            {"product": "P", "design": "std", "item": "Nd", "quantity": 3},
        ],
    )


def test_every_driver_moves_the_cost_by_what_it_weighs() -> None:
    """20·(2·1.5 + 3·1·1.5) = 150: demand ±15, Dy ±6, Nd ±9, euro ±6, tariff ±3, shortage nothing."""
    found = bars(two_items())
    ends = {name: (bar.down, bar.up) for name, bar in found.items()}
    assert ends["demand"] == (cost(135.0), cost(165.0))
    assert ends["price:Dy"] == (cost(144.0), cost(156.0))
    assert ends["price:Nd"] == (cost(141.0), cost(159.0))
    assert ends["fx:EUR"] == (cost(144.0), cost(156.0))
    assert ends["tariff"] == (cost(147.0), cost(153.0))
    assert ends["shortage"] == (cost(150.0), cost(150.0))
    assert list(found)[:2] == ["demand", "price:Nd"]  # the widest first
    assert found["demand"].swing(150.0) == cost(15.0)


def test_only_what_a_plan_has_drives_it() -> None:
    """Without scenarios, investments, processes and rules there is nothing of theirs to change."""
    assert {(driver.name, driver.detail) for driver in drivers(from_sheets(tiny_sheets()))} == {
        ("demand", ""),
        ("price", "Dy"),
        ("shortage", ""),
        ("supply", ""),
    }


def test_prices_of_tiers_belong_to_their_item() -> None:
    """A contract in tiers: its price stands in PriceTiers."""
    sheets = tiny_sheets(
        Offers=[{"offer": "a", "supplier": "A", "item": "Dy", "kind": "contract"}],
        PriceTiers=[{"offer": "a", "from_annual": 0, "to_annual": 240, "price": 2}],
    )
    assert bars(sheets)["price:Dy"].up == cost(44.0)


def test_a_change_that_leaves_no_valid_plan_says_so() -> None:
    """A probability of 0.95 cannot be 10 % higher; 10 % lower it can."""
    sheets = tiny_sheets(
        Events=[{"event": "ban", "supplier": "A", "duration_months": 1}],
        Scenarios=[scenario("S", "ban", 1, 0.95)],
    )
    bar = bars(sheets)["probability"]
    assert (bar.up, bar.up_status) == (None, INVALID)
    assert bar.down_status == "optimal"


def test_a_driver_that_leaves_no_plan_stands_with_its_status() -> None:
    """A fill rate of 1 and an offer of exactly what is needed: 10 % more demand cannot be met."""
    sheets = tiny_sheets(
        Offers=[{"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 10}],
        Products=[{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}],
    )
    bar = bars(sheets)["demand"]
    assert (bar.down, bar.up, bar.up_status) == (cost(36.0), None, "infeasible")
    assert bar.swing(40.0) == cost(4.0)


def test_shares_stay_shares() -> None:
    """A cap of 0.95 becomes 1 at most; a target is a driver of its own."""
    sheets = tiny_sheets(
        Rules=[
            {
                "rule": "cap",
                "measure": "supplier",
                "member": "A",
                "sense": "max",
                "share": 0.95,
                "penalty": 1,
            },
            {"rule": "aim", "measure": "supplier", "member": "A", "sense": "min", "share": 0.2, "penalty": 1},
        ]
    )
    found = bars(sheets)
    # Over 0.95 of 20 is 1 unit of breach at 1; at 0.855 it is 2.9; at 1 there is none.
    assert (found["caps"].down, found["caps"].up) == (cost(42.9), cost(40.0))
    assert (found["floors"].down, found["floors"].up) == (cost(41.0), cost(41.0))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tornado_stands_in_a_workbook(tmp_path: Path, language: str) -> None:
    """One bar for each driver, at most as many as asked for, and every number in a plain table."""
    base = run_base(Plan(from_sheets(two_items()), ()), EXACTLY)
    found = sensitivity(base, 0.1, EXACTLY)
    tornado = Tornado(tuple(found), 150.0, 0.1, 3)
    out = write_comparison(compare([entry_of(base)]), tmp_path / "t.xlsx", language, tornado=tornado)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == {"en": "Tornado", "ja": "感度"}[language]
    (chart,) = book.worksheets[0]._charts
    assert [len(series.val.numRef.f) > 0 for series in chart.series] == [True, True]
    table = tables_in(out)["Drivers"].set_index(["driver", "detail"])
    assert table.loc[("price", "Nd"), "up_objective"] == cost(159.0)
    assert table["swing"].is_monotonic_decreasing
    shown = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert CATALOGUE[language]["driver_demand"] in shown
    assert CATALOGUE[language]["cases_within"] in shown  # the shortage penalty moves nothing
    assert all(f"driver_{driver.name}" in CATALOGUE[language] for driver in drivers(base.inputs))


def test_a_driver_within_the_gaps_is_no_bar() -> None:
    """Gaps of 1 and 1: a move of 2 is none, one of 3 is; an end without a plan moves nothing."""
    still = Bar("demand", "", 98.0, 102.0, "optimal", "optimal", 1.0, 1.0)
    wide = Bar("price", "Dy", 98.0, 103.0, "optimal", "optimal", 1.0, 1.0)
    gone = Bar("caps", "", None, 101.0, "infeasible", "optimal", 0.0, 1.0)
    assert [moves(bar, 100.0, 1.0) for bar in (still, wide, gone)] == [False, True, False]
