"""What the audit derives from the inputs on its own: the tree, what events do, prices, tiers, cover."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import Solved, from_sheets, solve_tables, tiny_sheets

from planner.audit import violations
from planner.audit.cover import lasts
from planner.audit.effects import Effects, completion, read_effects
from planner.audit.inputs import Plan, read_plan
from planner.audit.ledger import Violation
from planner.audit.tree import Tree, read_tree
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables

Rows = list[dict[str, object]]


def derived(months: int, **sheets: Rows) -> tuple[Plan, Tree, Effects]:
    """Return what the audit makes of a plan with one product of item A and some sheets of its own."""
    settings = [("start_month", "2026-01"), ("months", months), ("home_country", "JP")]
    one: dict[str, Rows] = {
        "Settings": [{"key": key, "value": value} for key, value in settings],
        "Items": [{"item": "A", "final_stock": 0}],
        "Suppliers": [{"supplier": "S"}],
        "Offers": [offer("O")],
        "Products": [{"product": "P", "shortage_penalty": 99}],
        "Demand": [{"product": "P", "month": "2026-01", "quantity": 1}],
        "Designs": [{"product": "P", "design": "D"}],
        "BOM": [{"product": "P", "design": "D", "item": "A", "quantity": 1}],
    }
    tables, findings = tables_from({**one, **sheets})
    assert [finding.message() for finding in findings if finding.severity is Severity.ERROR] == []
    plan = read_plan(tables)
    tree = read_tree(tables, plan.rows["Events"], disruptions=True)
    return plan, tree, read_effects(plan, tree)


def offer(name: str, **cells: object) -> dict[str, object]:
    """Return a spot offer of item A."""
    return {"offer": name, "supplier": "S", "item": "A", "price": 1, "max_per_month": 9, **cells}


def happens(event: str, start: str, scenario: str = "s", **cells: object) -> dict[str, object]:
    """Return a row of Scenarios."""
    return {"scenario": scenario, "event": event, "start_month": start, **cells}


def test_an_event_recovers_in_equal_steps() -> None:
    """0.8 lost for two months, then back in three: 0.2, 0.2, 0.4, 0.6, 0.8, 1."""
    event = {"event": "q", "supplier": "S", "severity": 0.8, "duration_months": 2, "recovery_months": 3}
    _, _, effects = derived(6, Events=[event], Scenarios=[happens("q", "2026-01", probability=1)])
    assert effects.availability[0, 0].tolist() == [1, 1, 1, 1, 1, 1]
    assert effects.availability[1, 0] == pytest.approx([0.2, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert effects.last_disturbed.tolist() == [-1, 4]


def test_events_before_the_plan_and_of_ancestors_multiply() -> None:
    """A measured loss since November and half of the rest from February on; a child knows all three."""
    _, tree, effects = derived(
        4,
        Events=[
            {"event": "ramp", "supplier": "S", "loss_profile": "1|1|0.75|0.5"},
            {"event": "half", "supplier": "S", "severity": 0.5, "duration_months": 9},
            {"event": "fifth", "supplier": "S", "severity": 0.2, "duration_months": 9},
        ],
        Scenarios=[
            happens("fifth", "2026-03", "child", probability=0.1, after="s"),
            happens("half", "2026-02", probability=0.2),
            happens("ramp", "2025-11", "0"),
        ],
    )
    assert tree.ids == ("0", "s", "child")
    assert tree.onset.tolist() == [0, 1, 2]
    assert tree.probability == pytest.approx([0.7, 0.2, 0.1])
    assert effects.availability[0, 0] == pytest.approx([0.25, 0.5, 1, 1])
    assert effects.availability[1, 0] == pytest.approx([0.25, 0.25, 0.5, 0.5])
    assert effects.availability[2, 0] == pytest.approx([0.25, 0.25, 0.4, 0.4])
    assert tree.owners().tolist() == [[0, 0, 0, 0], [0, 1, 1, 1], [0, 1, 2, 2]]


@pytest.mark.parametrize(
    ("cells", "hit"),
    [
        ({"supplier": "S"}, ["O", "T"]),
        ({"country": "CN"}, ["T"]),
        ({"country": "CN", "stage": "refining"}, ["T"]),
        ({"country": "CN", "stage": "mining, metal"}, []),
        ({"items": "A", "supplier": "X"}, ["U"]),
        ({"destination": "JP"}, ["O", "T", "U"]),
        ({"destination": "US"}, []),
        ({"supplier": "S", "destination": "US"}, []),
        ({"country": "CN", "process": "MELT"}, []),
        ({"process": "MELT"}, ["MELT"]),
        ({"country": "JP"}, ["MELT"]),
        ({"country": "JP", "stage": "metal"}, ["MELT"]),
        ({"country": "JP", "stage": "magnet"}, []),
        ({"country": "JP", "supplier": "S"}, []),
        ({"product": "P"}, []),
    ],
)
def test_what_an_event_hits(cells: dict[str, object], hit: list[str]) -> None:
    """Every target filled must match; a named process spares the offers, a named supplier the processes."""
    plan, _, effects = derived(
        1,
        Suppliers=[{"supplier": "S"}, {"supplier": "X"}],
        Offers=[offer("O"), offer("T", refining_country="CN"), offer("U", supplier="X")],
        Processes=[{"process": "MELT", "country": "JP", "stage": "metal"}],
        Events=[{"event": "e", "duration_months": 1, **cells}],
        Scenarios=[happens("e", "2026-01", probability=1)],
    )
    found = [
        option.offer
        for option, part in zip(plan.options, effects.availability[1], strict=True)
        if part[0] == 0
    ]
    found += [
        name for name, part in zip(plan.processes, effects.process_part[1], strict=True) if part[0] == 0
    ]
    assert found == hit


def test_price_events_move_spot_prices_or_an_index() -> None:
    """Without an index an event moves the spot offers of its items; with one, all priced on that index."""
    contract = {"kind": "contract", "max_annual": 60, "max_per_month": None}
    plan, _, effects = derived(
        3,
        Offers=[offer("SPOT"), offer("CONTRACT", **contract), offer("INDEXED", **contract, index="IX")],
        PriceIndex=[
            {"index": "IX", "month": "2026-02", "factor": 2},
            {"index": "IX", "month": "2026-03", "factor": 3},
        ],
        Events=[
            {
                "event": "p",
                "items": "A",
                "severity": 0,
                "price_factor": 4,
                "duration_months": 1,
                "recovery_months": 2,
            },
            {"event": "i", "index": "IX", "severity": 0, "price_factor": 5, "duration_months": 1},
        ],
        Scenarios=[happens("p", "2026-01", probability=1), happens("i", "2026-02")],
    )
    assert effects.spot_factor[1].tolist() == [[4, 1, 1], [1, 1, 1], [1, 1, 1]]
    # before its first month an index has its first factor; the event is on in February
    assert effects.index_factor[1].tolist() == [[1, 1, 1], [1, 1, 1], [2, 10, 3]]
    assert plan.options[2].listed == (2, 2, 3)


def test_lead_times_and_demand_change_while_an_event_is_on() -> None:
    """Two events at once: two and one more months of lead time; demand doubled, once recovering no longer."""
    _, _, effects = derived(
        4,
        Events=[
            {"event": "slow", "supplier": "S", "severity": 0, "lead_time_extension": 2, "duration_months": 2},
            {
                "event": "slower",
                "supplier": "S",
                "severity": 0,
                "lead_time_extension": 1,
                "duration_months": 2,
            },
            {
                "event": "boom",
                "product": "P",
                "severity": 0,
                "demand_factor": 2,
                "duration_months": 1,
                "recovery_months": 2,
            },
        ],
        Scenarios=[
            happens("slow", "2026-01", probability=1),
            happens("slower", "2026-02"),
            happens("boom", "2026-02"),
        ],
    )
    assert effects.extension[1, 0].tolist() == [2, 3, 1, 0]
    assert effects.demand_factor[1, 0].tolist() == [1, 2, 1, 1]
    assert effects.last_disturbed[1] == 3


def test_delays_add_up_while_a_module_is_under_way() -> None:
    """Two months of work begun in January: February adds two, so April comes in time to add three: August."""
    event = {"investment": "K", "severity": 0, "duration_months": 1}
    plan, tree, effects = derived(
        9,
        Investments=[{"investment": "K", "capex": 1, "lead_months": 2}],
        Events=[
            {"event": "late", "investment_delay_months": 9, **event},
            {"event": "two", "investment_delay_months": 2, **event},
            {"event": "three", "investment_delay_months": 3, **event},
        ],
        Scenarios=[
            happens("two", "2026-02", probability=1),
            happens("three", "2026-04"),
            happens("late", "2026-08"),
        ],
    )
    done = [completion(tree.events(1), effects, plan.investments[0], start) for start in (0, 1, 2, 4)]
    # begun in February it is not done in August and waits nine months more; begun in March, February is over
    assert done == [7, 17, 7, 6]
    assert completion(tree.events(0), effects, plan.investments[0], 0) == 2


def test_scenarios_are_made_of_probabilities_where_there_are_none() -> None:
    """Three onsets over January to August share 0.6: months 0, 3.5 rounded up to 4, and 7."""
    event = {"event": "e", "supplier": "S", "duration_months": 1, "probability": 0.6, "start_to": "2026-08"}
    _, tree, _ = derived(9, Events=[event])
    assert tree.ids == ("0", "e-1", "e-2", "e-3")
    assert tree.onset.tolist() == [0, 0, 4, 7]
    assert tree.probability == pytest.approx([0.4, 0.2, 0.2, 0.2])


def test_incremental_tiers_cost_no_more_at_their_border() -> None:
    """60 units at 5, the next 60 at 4, then 3: a tier costs what the units below cost beyond its price."""
    cells = {
        "kind": "contract",
        "price": None,
        "max_per_month": None,
        "tier_kind": "incremental",
        "tariff": 0.5,
    }
    tiers = [(0, 60, 5), (60, 120, 4), (120, 600, 3)]
    plan, _, _ = derived(
        1,
        Offers=[offer("O", currency="EUR", **cells)],
        PriceTiers=[
            {"offer": "O", "from_annual": low, "to_annual": high, "price": price}
            for low, high, price in tiers
        ],
        FX=[{"currency": "EUR", "rate": 2}],
    )
    # 0; 60·5 − 4·60 = 60; 60·5 + 60·4 − 3·120 = 180; each with half as tariff and two dollars to the euro
    assert [option.tier_costs[0] for option in plan.options] == pytest.approx([0.0, 180.0, 540.0])
    assert [option.label for option in plan.options] == ["O tier 1", "O tier 2", "O tier 3"]


def test_stock_lasts_as_long_as_the_months_that_follow_let_it() -> None:
    """15 units against 10 a month: a month and a half; beyond the horizon the mean of the path goes on."""
    use = np.array([[[10.0, 10.0, 10.0, 0.0]]])
    stock = np.array([[[15.0, 20.0, 10.0, 15.0]]])
    low, largest = lasts(stock, use, np.array([[7.5]]), through_equal=False)
    high, _ = lasts(stock, use, np.array([[7.5]]), through_equal=True)
    # February's 20 last through March, nothing is used in April, and 10 are left for the months at 7.5
    assert low[0, 0] == pytest.approx([1.5, 2 + 10 / 7.5, 1 + 10 / 7.5, 2.0])
    assert high[0, 0] == pytest.approx(low[0, 0])
    assert largest[0, 0].tolist() == [10.0, 10.0, 7.5, 7.5]


@pytest.mark.parametrize(("reading", "expected"), [("exclusive", [0.3, 0.2, 0.5]), ("independent", None)])
def test_the_events_share_the_chances_as_they_are_read(reading: str, expected: list[float] | None) -> None:
    """0.2 and 0.5: exclusive, 0.3 are left; independent and one at most: odds of 0.25, 1 and 1 of 2.25."""
    settings = {"start_month": "2026-01", "months": 2, "event_probabilities": reading}
    event = {"supplier": "S", "duration_months": 1, "onsets": 1}
    _, tree, _ = derived(
        2,
        Settings=[{"key": key, "value": value} for key, value in settings.items()],
        Events=[{"event": "a", "probability": 0.2, **event}, {"event": "b", "probability": 0.5, **event}],
    )
    assert tree.ids == ("0", "a-1", "b-1")
    assert tree.probability == pytest.approx(expected or [1 / 2.25, 0.25 / 2.25, 1 / 2.25])


def test_a_yearly_chance_grows_with_the_window_that_the_plan_keeps() -> None:
    """0.19 a year over the 24 months of the plan, shared by two onsets: 1 − 0.81² = 0.3439."""
    event = {"event": "e", "supplier": "S", "duration_months": 1, "probability_per_year": 0.19, "onsets": 2}
    _, tree, _ = derived(24, Events=[event | {"start_to": "2030-01"}])
    assert tree.onset.tolist() == [0, 0, 23]
    assert tree.probability == pytest.approx([0.6561, 0.17195, 0.17195])


def refused(inputs: Tables, plan: Solved, tables: dict[str, pd.DataFrame]) -> list[Violation]:
    """Return what the audit finds wrong with a plan told by other tables."""
    solved = plan.solution
    told = {"objective": solved.objective, "expected_cost": solved.expected_cost}
    return violations(inputs, tables, {**told, "cvar": solved.cvar, "worst_cost": solved.worst_cost})


def with_a_smelter(unit: float, slag: float = 0.0) -> Tables:
    """Return a plan of 10 units a month whose smelter stands idle, for its ore is too dear."""
    most = {"max_per_month": 100.0 * unit}
    sheets = tiny_sheets((10.0 * unit, 10.0 * unit), settings={"months": 3})
    flows = [("ORE", "in", 2.0), ("Dy", "out", 1.0), ("SLAG", "out", slag)]
    return from_sheets(
        {
            **sheets,
            "Items": [*sheets["Items"], *({"item": item, "final_stock": 0} for item in ("ORE", "SLAG"))],
            "Offers": [
                {**sheets["Offers"][0], **most},
                {**sheets["Offers"][0], **most, "offer": "ore", "item": "ORE", "price": 40.0},
            ],
            "Processes": [{"process": "SMELT", "capacity_per_month": 100.0 * unit, "opex": 50.0}],
            "ProcessFlows": [
                {"process": "SMELT", "item": item, "kind": kind, "quantity": quantity}
                for item, kind, quantity in flows
                if quantity
            ],
        }
    )


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_a_speck_of_the_solver_is_no_size_where_nothing_is_made(unit: float) -> None:
    """All is short, and 1e-15 of it was bought one month and used the next: measured by what was asked."""
    sheets = tiny_sheets(
        (10.0 * unit, 10.0 * unit), Products=[{"product": "P", "shortage_penalty": 1}], settings={"months": 3}
    )
    inputs = from_sheets(sheets)
    plan = solve_tables(inputs)
    assert plan.cost("purchase") == 0
    tables = {name: table.copy() for name, table in plan.tables.items()}
    tables["Stock"].loc[tables["Stock"].index[1], "stock"] = 1.8e-15 * unit
    tables["Stock"].loc[tables["Stock"].index[2], "used"] = 1.8e-15 * unit
    assert refused(inputs, plan, tables) == []


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(("part", "wrong"), [(1e-11, False), (1e-5, True)])
def test_a_speck_of_what_an_idle_process_takes_is_no_size(unit: float, part: float, wrong: bool) -> None:
    """Ore could be smelted for all that is made and is not: measured by what that would take of it."""
    inputs = with_a_smelter(unit)
    plan = solve_tables(inputs)
    tables = {name: table.copy() for name, table in plan.tables.items()}
    stock = tables["Stock"]
    assert stock.loc[stock["item"] == "ORE", ["arrivals", "stock"]].to_numpy().max() == 0
    month = stock.index[stock["item"] == "ORE"][1]
    stock.loc[month, "stock"] = stock.loc[month + 1, "process_in"] = part * 10.0 * unit
    assert bool(refused(inputs, plan, tables)) == wrong


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(("part", "wrong"), [(1e-10, False), (1e-5, True)])
def test_a_speck_of_what_an_idle_process_gives_is_no_size(unit: float, part: float, wrong: bool) -> None:
    """Nobody takes the slag of a smelter that stands idle: measured by what all that is made would give."""
    inputs = with_a_smelter(unit, slag=0.5)
    plan = solve_tables(inputs)
    tables = {name: table.copy() for name, table in plan.tables.items()}
    stock = tables["Stock"]
    slag = stock.index[stock["item"] == "SLAG"]
    assert stock.loc[slag, "stock"].max() == 0
    stock.loc[slag[1:], "stock"] = part * 10.0 * unit
    assert bool(refused(inputs, plan, tables)) == wrong


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("price", [1e-3, 1e6])
@pytest.mark.parametrize(("part", "wrong"), [(1e-8, False), (1e-5, True)])
def test_a_speck_of_a_breach_is_measured_by_what_a_month_s_use_would_cost(
    unit: float, price: float, part: float, wrong: bool
) -> None:
    """Nothing is bought in the second year: what its rule costs is next to nothing, or it is not."""
    cap = {"rule": "CAP", "measure": "supplier", "member": "A", "share": 0.5, "penalty": price}
    sheets = tiny_sheets((10.0 * unit, *(0.0,) * 23), Rules=[{**cap, "window": "year"}])
    offer = {**sheets["Offers"][0], "max_per_month": 100.0 * unit}
    dear = {"product": "P", "shortage_penalty": 50.0 + 2 * price}
    inputs = from_sheets({**sheets, "Offers": [offer], "Products": [dear]})
    plan = solve_tables(inputs)
    tables = {name: table.copy() for name, table in plan.tables.items()}
    rules = tables["Rules"]
    year = rules.index[rules["window"] == "Y2"][0]
    assert rules.loc[year, ["matching", "base", "penalty"]].tolist() == [0, 0, 0]
    rules.loc[year, "penalty"] = part * 10.0 * unit * price
    assert bool(refused(inputs, plan, tables)) == wrong
