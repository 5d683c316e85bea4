"""The tree: paths, stretches, weights, what arrives where, and completion (model, sections 1 to 3 and 6)."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest
from cases import contract, spot, tiny_plan

from models.plan.data import EventSpec, InvestmentSpec, PlanData, ScenarioSpec, SupplierSpec
from models.plan.deliveries import Delivery
from models.plan.names import TRUNK
from models.plan.tree import Tree

STOP = EventSpec(suppliers=frozenset({"A"}), severity=0.5, duration=2)


def _plan(**changes: Any) -> PlanData:
    """Return 6 months, a branch s in month 2, its child c in month 4, and a lone branch z in month 3."""
    fields = {
        "months": 6,
        "offers": {"a": spot(available_to=5)},
        "events": {"E": STOP, "F": replace(STOP, severity=0.2)},
        "scenarios": {
            "s": ScenarioSpec(TRUNK, 0.2, (("E", 2),)),
            "z": ScenarioSpec(TRUNK, 0.1, (("F", 3),)),
            "c": ScenarioSpec("s", 0.3, (("F", 4),)),
        },
    }
    return tiny_plan(**(fields | changes))


# --- shape ----------------------------------------------------------------------------------------------


def test_a_branch_is_its_parent_before_its_onset() -> None:
    tree = Tree(_plan())
    assert [tree.path(TRUNK, t) for t in range(6)] == ["0"] * 6
    assert [tree.path("s", t) for t in range(6)] == ["0", "0", "s", "s", "s", "s"]
    assert [tree.path("c", t) for t in range(6)] == ["0", "0", "s", "s", "c", "c"]
    assert list(tree.ancestors("c")) == ["c", "s", "0"]


def test_the_onset_is_the_earliest_own_start() -> None:
    scenarios = {"s": ScenarioSpec(TRUNK, 0.2, (("E", 4), ("F", 2)))}
    assert Tree(_plan(scenarios=scenarios)).onset["s"] == 2


def test_a_path_has_the_events_of_all_it_descends_from() -> None:
    tree = Tree(_plan(known_events=(("E", -1),)))
    assert tree.events["0"] == (("E", -1),)
    assert tree.events["c"] == (("E", -1), ("E", 2), ("F", 4))


def test_a_node_weighs_all_paths_through_it() -> None:
    """The trunk's first months carry everything; s before its child carries both."""
    data = _plan()
    tree = Tree(data)
    weight = tree.node_weights({s: data.probability(s) for s in tree.scenarios})
    assert weight["0", 1] == pytest.approx(1)
    assert weight["0", 2] == pytest.approx(0.5)
    assert weight["0", 3] == pytest.approx(0.4)
    assert weight["s", 3] == pytest.approx(0.5)
    assert weight["s", 4] == pytest.approx(0.2)
    assert weight["c", 5] == pytest.approx(0.3)


def test_stretches_are_cut_where_children_leave() -> None:
    tree = Tree(_plan())
    assert tree.stretches("0") == [range(2), range(2, 3), range(3, 6)]
    assert tree.stretches("s") == [range(2, 4), range(4, 6)]
    assert tree.stretches("c") == [range(4, 6)]


def test_every_node_stands_once() -> None:
    tree = Tree(_plan())
    nodes = list(tree.nodes())
    assert len(nodes) == len(set(nodes)) == 6 + 4 + 3 + 2
    assert set(tree.paths_through) == set(nodes)


# --- orders ---------------------------------------------------------------------------------------------


def test_an_order_is_dispatched_lead_time_less_transit_after_it_is_placed() -> None:
    tree = Tree(_plan(offers={"a": spot(available_to=5, lead_time=3, transit=1)}))
    assert (tree.arrival("a", "0", 1), tree.dispatch("a", "0", 1)) == (4, 3)


def test_an_extension_holds_for_orders_placed_while_the_event_is_on() -> None:
    """In the branch from month 2 for 2 months; the child's event has none."""
    events = {"E": replace(STOP, lead_time_extension=2), "F": STOP}
    tree = Tree(_plan(events=events, offers={"a": spot(available_to=5, lead_time=1)}))
    assert [tree.arrival("a", "s", t) for t in range(2, 6)] == [5, 6, 5, 6]
    assert tree.arrival("a", "0", 2) == 3


def test_orders_stand_only_where_they_arrive_in_time() -> None:
    """Available from 1 to 4, lead time 2, supplier qualified from month 2 on."""
    data = _plan(
        offers={"a": spot(available_from=1, available_to=4, lead_time=2)},
        suppliers={"A": SupplierSpec(qualified=False, qualification_months=2)},
    )
    tree = Tree(data)
    assert [t for t in range(6) if tree.can_order("a", "0", t)] == [2, 3]
    refused = replace(data, offers={"a": contract(available_to=5, signed=False)})
    assert not any(Tree(refused).can_order("a", "0", t) for t in range(6))


def test_deliveries_of_a_branch_are_its_own_and_what_was_on_the_way() -> None:
    """Lead time 2, transit 1: of the trunk's two orders on the way the second is dispatched in the branch."""
    tree = Tree(_plan(offers={"a": spot(available_to=5, lead_time=2, transit=1)}))
    assert tree.deliveries("s") == (
        Delivery("a", "0", 0, 2, 1.0),
        Delivery("a", "0", 1, 3, 0.5),
        Delivery("a", "s", 2, 4, 1.0),
        Delivery("a", "s", 3, 5, 1.0),
    )


def test_a_child_takes_from_the_orders_of_each_ancestor_what_that_did_not_know() -> None:
    """Dispatched on arrival. Of the trunk's both events take, of the parent's the child's alone."""
    data = _plan(offers={"a": spot(available_to=5, lead_time=4, transit=0)})
    assert [d.part for d in Tree(data).deliveries("c")] == pytest.approx([1 * 0.8, 0.8])
    events = {"E": replace(STOP, duration=4), "F": replace(STOP, severity=0.2)}
    assert [(d.placed_in, d.part) for d in Tree(replace(data, events=events)).deliveries("c")] == [
        ("0", pytest.approx(0.5 * 0.8)),
        ("0", pytest.approx(0.5 * 0.8)),
    ]
    short = replace(data, offers={"a": spot(available_to=5, lead_time=2, transit=0)}, events=events)
    assert [(d.placed_in, d.order_month, d.part) for d in Tree(short).deliveries("c")] == [
        ("s", 2, pytest.approx(0.8)),
        ("s", 3, pytest.approx(0.8)),
    ]


def test_a_contracts_order_months_are_those_of_the_trunk() -> None:
    """Also where the trunk can get nothing: what stops is not owed, but the month stands."""
    data = _plan(
        offers={"a": contract(available_to=4, lead_time=2)},
        known_events=(("E", 0),),
        events={"E": replace(STOP, severity=1.0), "F": STOP},
    )
    assert Tree(data).commitment_months("a") == [0, 1, 2, 3]


# --- completion -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "on_trunk", "in_branch", "in_child"),
    [
        (-2, 0, 0, 0),  # complete before any event
        (0, 2, 2, 2),  # complete in month 2: the event of month 2 is not before
        (1, 3, 5, 7),  # delayed by 2 from 3 to 5, and by 2 again: the child's event of month 4 is before 5
        (2, 4, 6, 8),
        (3, 5, 7, 9),
        (4, 6, 6, 8),  # the first event is over
    ],
)
def test_modules_are_delayed_by_every_event_they_run_into(
    start: int, on_trunk: int, in_branch: int, in_child: int
) -> None:
    """Lead 2; events of months 2–3 and 4–5, each of two months, delay by 2."""
    delaying = EventSpec(investments=frozenset({"k"}), severity=0.0, duration=2, investment_delay=2)
    data = _plan(
        events={"E": delaying, "F": delaying}, investments={"k": InvestmentSpec(capex=1.0, lead=2, latest=5)}
    )
    tree = Tree(data)
    assert [tree.completion("k", s, start) for s in ("0", "s", "c")] == [on_trunk, in_branch, in_child]


def test_start_months_are_the_window_or_the_committed_month() -> None:
    k = InvestmentSpec(capex=1.0, earliest=-3, latest=9)
    assert list(Tree(_plan(investments={"k": k})).start_months("k")) == list(range(6))
    under_way = replace(k, committed=-4)
    assert list(Tree(_plan(investments={"k": under_way})).start_months("k")) == [-4]


# --- cover ----------------------------------------------------------------------------------------------


def test_a_disruption_is_felt_until_its_last_event_has_recovered() -> None:
    """E from month 2, on for 2 and recovering for 1: month 4; the child's F from 4, on for 2: month 5."""
    data = _plan(events={"E": replace(STOP, recovery=1), "F": STOP}, known_events=(("F", 0),))
    tree = Tree(data)
    assert (tree.last_felt("s"), tree.last_felt("c")) == (4, 5)


def test_a_tree_travels_as_its_plan_and_says_the_same_elsewhere() -> None:
    """What it knows is kept by identity, which another process does not share."""
    tree = Tree(_plan(offers={"a": spot(available_to=5, lead_time=2, transit=1)}))
    told = {s: (tree.deliveries(s), tree.unit_costs("a", s), tree.dispatches("a", s)) for s in tree.scenarios}
    there = pickle.loads(pickle.dumps(tree))  # noqa: S301 (our own)
    assert there.scenarios == tree.scenarios
    for s, known in told.items():
        assert (there.deliveries(s), there.unit_costs("a", s), there.dispatches("a", s)) == known
