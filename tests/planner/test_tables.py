"""Result tables: their columns, which rows they have, and what their numbers mean."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from cases import (
    Solved,
    branches,
    contract_row,
    demand,
    item_row,
    month,
    offer_row,
    scenario,
    solve_sheets,
    supplier_row,
    tiny_sheets,
)

from models.plan.data import PlanData
from models.plan.tree import Tree
from planner.tables.cover import days_of_cover
from planner.tables.nodes import Nodes

COLUMNS = {
    "Awards": "offer tier supplier item kind signed rate_per_month annual_quantity year_1 share_of_item"
    " mean_unit_cost",
    "Pools": "pool tier from_annual committed discount tier_cost",
    "Suppliers": "supplier qualified qualification_cost",
    "Investments": "investment start_month modules complete_month capex net_capex",
    "Orders": "scenario offer tier order_month quantity arrival_month arrived unit_cost"
    " quoted_price payment_month",
    "Stock": "scenario item month arrivals receipts process_in process_out used scrap disposed stock"
    " days_of_cover",
    "Production": "scenario product design month quantity",
    "Demand": "scenario product month demand made short late",
    "Processes": "scenario process month activity capacity under_way",
    "Rules": "rule member window scenario matching base share limit slack penalty",
    "RuleReach": "rule member limit_share worst_share window scenario holds_probability",
    "Scenarios": "scenario events after onset probability cost_pv short_units short_value fill_rate"
    " first_short_month lowest_cover_days late_units",
    "Costs": "scenario month component amount amount_pv",
    "Cash": "month plan expected dearest_path scenario",
    "Sites": "site purchases mean_stock_value demand made short late_units expected_short",
}


@pytest.fixture(scope="module")
def plan() -> Solved:
    """A plan of 3 months with something in every table; A stops in month 1 of the branch (0.25)."""
    return solve_sheets(
        tiny_sheets(
            (10.0, 10.0, 10.0),
            settings={"discount_rate": 0.21, "plan_name": "tables"},
            Items=[
                item_row(
                    storage_cost=0.5, min_cover_days=15, cover_penalty=1, initial_stock=5, final_stock=0
                ),
                item_row("Swarf", initial_stock=50, final_stock=0),
            ],
            Suppliers=[
                supplier_row(),
                supplier_row("B", already_qualified="no", qualification_cost=3, qualification_months=1),
            ],
            Offers=[
                offer_row(lead_time_months=1, mining_country="CN", max_per_month=14),
                contract_row("c", "B", price=None, max_annual=None, signed="yes", mining_country="AU"),
            ],
            PriceTiers=[
                {"offer": "c", "from_annual": 0, "to_annual": 48, "price": 6},
                {"offer": "c", "from_annual": 48, "to_annual": 96, "price": 5},
            ],
            Processes=[{"process": "R", "capacity_per_month": 1, "opex": 1, "stage": "metal"}],
            ProcessFlows=[
                {"process": "R", "item": "Swarf", "kind": "in", "quantity": 2},
                {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
            ],
            Investments=[
                {
                    "investment": "K",
                    "capex": 4,
                    "subsidy": 0.5,
                    "lead_months": 1,
                    "adds_to": "process:R",
                    "adds": 2,
                    "committed_start": month(0),
                }
            ],
            Rules=[{"rule": "cap", "measure": "mining", "member": "CN", "share": 0.5, "penalty": 1}],
            **branches((1, 0.25), supplier="A", severity=0.5),
        )
    )


def test_every_table_has_the_columns_of_the_reference(plan: Solved) -> None:
    """Names and order are a promise: people's own sheets read them."""
    assert {name: " ".join(frame.columns) for name, frame in plan.tables.items()} == COLUMNS


def test_the_trunk_has_every_month_and_a_branch_those_from_its_onset(plan: Solved) -> None:
    for name in ("Stock", "Production", "Demand", "Processes"):
        months = plan.tables[name].groupby("scenario")["month"].agg(lambda m: sorted(set(m)))
        assert months["0"] == list(pd.date_range("2026-01-01", periods=3, freq="MS"))
        assert months["s1"] == list(pd.date_range("2026-02-01", periods=2, freq="MS"))


def test_stock_rows_balance(plan: Solved) -> None:
    """What was there, and what came, less what went, is what is there."""
    frame = plan.tables["Stock"]
    trunk = frame[frame["scenario"] == "0"].set_index(["item", "month"])
    for item, opening in (("Dy", 5.0), ("Swarf", 50.0)):
        before = opening
        for _, row in trunk.loc[item].iterrows():
            inflow = row["arrivals"] + row["receipts"] + row["process_out"] + row["scrap"]
            outflow = row["used"] + row["process_in"] + row["disposed"]
            assert row["stock"] == pytest.approx(before + inflow - outflow)
            before = row["stock"]


def test_a_lost_part_of_the_trunks_order_stands_again_under_the_branch(plan: Solved) -> None:
    """With transit 1 it leaves before the branch and stands once; with transit 0 half of it is lost."""
    orders = plan.tables["Orders"]
    early = orders[(orders["scenario"] == "s1") & (orders["order_month"] < pd.Timestamp("2026-02-01"))]
    assert early.empty
    sheets = tiny_sheets(
        Demand=demand(0, 10),
        Offers=[offer_row(lead_time_months=1, transit_months=0, max_per_month=10)],
        **branches((1, 0.5), supplier="A", severity=0.5),
    )
    orders = solve_sheets(sheets).tables["Orders"]
    assert orders[["scenario", "quantity", "arrived"]].to_numpy().tolist() == [["0", 10, 10], ["s1", 10, 5]]
    assert orders["arrival_month"].tolist() == [pd.Timestamp("2026-02-01")] * 2


def test_awards_say_who_is_signed_for_how_much(plan: Solved) -> None:
    """One row per offer or tier; a signed contract has exactly one tier; annual quantity is of 12 months."""
    awards = plan.tables["Awards"].set_index(["offer", "tier"])
    assert awards["kind"].tolist() == ["spot", "contract", "contract"]
    spot = plan.tables["Awards"].iloc[0]
    assert pd.isna(spot["signed"])
    assert pd.isna(spot["rate_per_month"])
    contracts = plan.tables["Awards"].iloc[1:]
    assert contracts["signed"].sum() == 1
    assert contracts["tier"].tolist() == [1, 2]
    everything = plan.tables["Awards"]
    assert everything["annual_quantity"].tolist() == pytest.approx((everything["year_1"] * 4).tolist())
    assert everything["share_of_item"].fillna(0).sum() == pytest.approx(1)


def test_suppliers_investments_and_their_dates(plan: Solved) -> None:
    suppliers = plan.tables["Suppliers"].set_index("supplier")
    assert suppliers.loc["B"].tolist() == [True, 3.0]
    assert suppliers.loc["A"].tolist() == [True, 0.0]
    investment = plan.tables["Investments"].iloc[0]
    assert investment["start_month"] == pd.Timestamp("2026-01-01")
    assert investment["complete_month"] == pd.Timestamp("2026-02-01")
    assert (investment["modules"], investment["capex"], investment["net_capex"]) == (1, 4, 2)


def test_processes_show_what_they_could_do(plan: Solved) -> None:
    """1 a month, and 2 more from month 1."""
    frame = plan.tables["Processes"]
    assert frame[frame["scenario"] == "0"]["capacity"].tolist() == [1, 3, 3]


def test_rules_show_limit_slack_and_penalty(plan: Solved) -> None:
    """Limit = share asked · base, slack negative where broken, penalty what that costs."""
    frame = plan.tables["Rules"]
    assert set(frame["scenario"]) == {"0", "s1"}
    for _, row in frame.iterrows():
        assert row["limit"] == pytest.approx(0.5 * row["base"])
        assert row["share"] == pytest.approx(row["matching"] / row["base"])
        assert row["slack"] == pytest.approx(row["limit"] - row["matching"])
        assert row["penalty"] == pytest.approx(max(0.0, -row["slack"]))


def test_costs_add_up_to_the_cost_of_every_path(plan: Solved) -> None:
    """First stage, then the trunk's months before the branch and the branch's own."""
    costs, scenarios = plan.tables["Costs"], plan.tables["Scenarios"].set_index("scenario")
    first_stage = ["qualification", "contract", "capex", "fixed_opex", "residual"]
    at_trunk = costs[costs["scenario"] == "0"]
    assert at_trunk["amount_pv"].sum() == pytest.approx(scenarios.loc["0", "cost_pv"])
    shared = at_trunk["component"].isin(first_stage) | (at_trunk["month"] < pd.Timestamp("2026-02-01"))
    own = costs[costs["scenario"] == "s1"]
    assert at_trunk[shared]["amount_pv"].sum() + own["amount_pv"].sum() == pytest.approx(
        scenarios.loc["s1", "cost_pv"]
    )
    discount = 1.21 ** (-(costs["month"].dt.month - 1) / 12)
    assert costs["amount_pv"].tolist() == pytest.approx((costs["amount"] * discount).tolist())


def test_scenarios_say_what_happens_and_how_each_path_fares() -> None:
    """A stops in months 1 and 2 of 3 and nobody keeps stock: 20 of 30 short, first in month 1."""
    plan = solve_sheets(
        tiny_sheets(
            (10.0,) * 3,
            Items=[item_row(storage_cost=9)],
            Events=[{"event": "E", "supplier": "A", "duration_months": 2}],
            Scenarios=[scenario("s1", "E", 1, 0.01)],
        )
    )
    frame = plan.tables["Scenarios"].set_index("scenario")
    branch, trunk = frame.loc["s1"], frame.loc["0"]
    assert (branch["events"], branch["after"], branch["onset"]) == (
        "E @ 2026-02",
        "0",
        pd.Timestamp("2026-02-01"),
    )
    assert (branch["short_units"], branch["short_value"]) == pytest.approx((20, 1000))
    assert branch["fill_rate"] == pytest.approx(1 / 3)
    assert branch["first_short_month"] == pd.Timestamp("2026-02-01")
    assert (trunk["short_units"], trunk["fill_rate"], trunk["probability"]) == pytest.approx((0, 1, 0.99))
    assert pd.isna(trunk["onset"])
    assert pd.isna(trunk["first_short_month"])


def test_no_table_shows_a_negative_nothing() -> None:
    """The solver's -0 is 0: a plan that uses up its stock each month and leaves nothing short."""
    tables = solve_sheets(tiny_sheets(Items=[item_row(initial_stock=4, final_stock=0)])).tables
    for sheet, column in (("Stock", "stock"), ("Stock", "disposed"), ("Demand", "short")):
        zeros = tables[sheet][column]
        assert (zeros == 0).any()
        assert not np.signbit(zeros.to_numpy()).any()


def test_tables_without_rows_keep_their_columns() -> None:
    """No investments, rules or processes."""
    tables = solve_sheets(tiny_sheets()).tables
    for name in ("Investments", "Rules", "Processes"):
        assert tables[name].empty
        assert " ".join(tables[name].columns) == COLUMNS[name]


MONTH = 365 / 12


@pytest.mark.parametrize(
    ("stock", "ahead", "beyond", "days"),
    [
        (25.0, [10.0, 10.0, 10.0], 10.0, 2.5 * MONTH),
        (0.0, [10.0], 10.0, 0.0),
        (30.0, [10.0], 10.0, 3 * MONTH),  # one month within the plan, two beyond
        (10.0, [10.0, 0.0, 5.0], 5.0, 2 * MONTH),  # a month without use is covered too
        (5.0, [], 10.0, 0.5 * MONTH),
        (5.0, [0.0, 0.0], 0.0, None),  # no use follows
        (50.0, [10.0], 0.0, None),  # what follows cannot end it
    ],
)
def test_days_of_cover_run_through_the_use_that_follows(
    stock: float, ahead: list[float], beyond: float, days: float | None
) -> None:
    """Whole months, then a part; the mean of the last year beyond the horizon."""
    months = 1 + len(ahead)
    trunk = Nodes(Tree(PlanData(months=months, items={}, suppliers={}, offers={}, products={})))
    use, none = np.array([[[99.0, *ahead]]]), np.array([[1e-9]])
    found = days_of_cover(np.full((1, months), stock), use, np.array([[beyond]]), trunk, none)
    assert found[0, 0] == pytest.approx(math.nan if days is None else days, nan_ok=True)


def test_a_rule_kept_only_as_planned_says_how_far_it_is_broken_where_and_how_surely_it_holds() -> None:
    """Half from each as planned; without A (0.25) B brings all 10 of month 1: 15 of 20 on that path."""
    solved = solve_sheets(
        tiny_sheets(
            (10.0, 10.0),
            Suppliers=[supplier_row("A"), supplier_row("B")],
            Offers=[offer_row(max_per_month=5), offer_row("b", "B", price=3, max_per_month=100)],
            Rules=[{"rule": "half", "measure": "supplier", "member": "*", "share": 0.5}],
            Products=[{"product": "P", "shortage_penalty": 1000}],
            **branches((1, 0.25), supplier="A"),
        )
    )
    table = solved.tables["RuleReach"]
    assert table["rule"].tolist() == ["half"]
    row = table.iloc[0]
    assert (row["member"], row["window"], row["scenario"]) == ("B", "Y1", "s1")
    assert row["worst_share"] == pytest.approx(0.75)
    assert row["limit_share"] == 0.5
    assert row["holds_probability"] == pytest.approx(0.75)


def test_how_far_a_rule_of_use_is_broken_leaves_out_orders_of_before() -> None:
    """Half of the use from A: all 20 in the branch; the 30 that were ordered before count nowhere."""
    solved = solve_sheets(
        tiny_sheets(
            (10.0, 10.0),
            settings={"year_start": 12},
            Suppliers=[supplier_row("A"), supplier_row("B")],
            Offers=[offer_row(), offer_row("b", "B", price=3)],
            Rules=[{"rule": "half", "measure": "supplier", "member": "A", "share": 0.5, "base": "use"}],
            Products=[{"product": "P", "shortage_penalty": 1000}],
            History=[{"offer": "a", "order_month": month(-1), "quantity": 30, "arrival_month": month(-1)}],
            **branches((0, 0.25), supplier="B"),
        )
    )
    row = solved.tables["RuleReach"].iloc[0]
    assert (row["worst_share"], row["holds_probability"]) == pytest.approx((1.0, 0.75))


def test_a_rule_broken_before_a_second_shock_is_broken_on_that_path_too() -> None:
    """Without B (0.25), A brings all of the first year, whatever (0.25) comes a month after it."""
    solved = solve_sheets(
        tiny_sheets(
            (10.0,) * 14,
            Suppliers=[supplier_row("A"), supplier_row("B")],
            Offers=[offer_row(), offer_row("b", "B", price=3)],
            Rules=[{"rule": "half", "measure": "supplier", "member": "A", "share": 0.5}],
            Products=[{"product": "P", "shortage_penalty": 1000}],
            Events=[
                {"event": "E", "supplier": "B", "duration_months": 12},
                {"event": "F", "product": "P", "severity": 0, "demand_factor": 0.5, "duration_months": 1},
            ],
            Scenarios=[
                scenario("s1", "E", 0, 0.25),
                scenario("s2", "F", 13, 0.25, after="s1"),
            ],
        )
    )
    table = solved.tables["RuleReach"]
    first = table[table["window"] == "Y1"].iloc[0]
    assert first["holds_probability"] == pytest.approx(0.5)


def test_a_rule_that_is_broken_for_its_price_as_planned_holds_nowhere() -> None:
    """At 0.1 a unit all comes from A, on the trunk and in the branch (0.25)."""
    solved = solve_sheets(
        tiny_sheets(
            (10.0, 10.0),
            Suppliers=[supplier_row("A"), supplier_row("B")],
            Offers=[offer_row(), offer_row("b", "B", price=3)],
            Rules=[{"rule": "half", "measure": "supplier", "member": "A", "share": 0.5, "penalty": 0.1}],
            Products=[{"product": "P", "shortage_penalty": 1000}],
            **branches((1, 0.25), supplier="B"),
        )
    )
    row = solved.tables["RuleReach"].iloc[0]
    assert (row["worst_share"], row["holds_probability"]) == pytest.approx((1.0, 0.0))


def test_cash_falls_due_when_it_is_paid() -> None:
    """20 of each month, paid two months later; in the branch (0.25) nothing comes in month 1."""
    solved = solve_sheets(
        tiny_sheets(
            (10.0, 10.0),
            Offers=[offer_row(price=2, payment_months=2, max_per_month=10)],
            Products=[{"product": "P", "shortage_penalty": 1000}],
            **branches((1, 0.25), supplier="A"),
        )
    )
    table = solved.tables["Cash"]
    assert table["month"].tolist() == [pd.Timestamp(month(2)), pd.Timestamp(month(3))]
    assert table["plan"].tolist() == pytest.approx([20.0, 20.0])
    assert table["expected"].tolist() == pytest.approx([20.0, 15.0])
    assert table["dearest_path"].tolist() == pytest.approx([20.0, 0.0])
    assert set(table["scenario"]) == {"s1"}


def test_sites_add_up_what_is_bought_held_made_and_missed() -> None:
    """10 a month for JP, 4 in stock worth 3 each; what the branch (0.25) misses counts a quarter."""
    solved = solve_sheets(
        tiny_sheets(
            (10.0, 10.0),
            Items=[{**item_row(), "unit_value": 3, "min_stock": 4, "final_stock": 0, "site": "JP"}],
            Products=[{"product": "P", "shortage_penalty": 1000, "site": "JP"}],
            **branches((1, 0.25), supplier="A"),
        )
    )
    table = solved.tables["Sites"]
    assert table["site"].tolist() == ["JP"]
    row = table.iloc[0]
    assert row["demand"] == row["made"] == pytest.approx(20.0)
    assert row["short"] == pytest.approx(0.0)
    stock = solved.tables["Stock"]
    held = stock[stock["scenario"] == "0"]["stock"]
    assert row["mean_stock_value"] == pytest.approx(3 * held.mean())
    short = solved.tables["Scenarios"].set_index("scenario")["short_units"]
    assert row["expected_short"] == pytest.approx(0.25 * short["s1"])


def test_goods_of_a_process_are_under_way_until_it_ends() -> None:
    """10 are begun in month 0 for month 2, so they are under way at the end of months 0 and 1."""
    solved = solve_sheets(
        tiny_sheets(
            (0.0, 0.0, 10.0),
            Items=[item_row(), item_row("Ore")],
            Offers=[offer_row(item="Ore", max_per_month=10)],
            Processes=[{"process": "T", "lead_months": 2, "capacity_per_month": 10}],
            ProcessFlows=[
                {"process": "T", "item": "Ore", "kind": "in", "quantity": 1},
                {"process": "T", "item": "Dy", "kind": "out", "quantity": 1},
            ],
            Products=[{"product": "P", "shortage_penalty": 1000}],
        )
    )
    table = solved.tables["Processes"]
    assert table["activity"].tolist() == pytest.approx([10.0, 0.0, 0.0])
    assert table["under_way"].tolist() == pytest.approx([10.0, 10.0, 0.0])
