"""The time limit covers everything up to the best plan; what follows takes the time it needs."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from cases import EXACT, from_sheets, many_lots, spot, tiny_plan

from models.decomposition.split import split_plan
from models.errors import Infeasible, StoppedWithoutPlan
from models.formulation.build import build_array_model
from models.plan.data import DesignSpec, EventSpec, ProductSpec, ScenarioSpec
from models.runs.stopping import NotNow, Stop
from models.solution.idle_paths import patiently
from models.solver.highs import Options, Outcome, Status, in_time, solve_arrays
from models.solver.iis import iis_rows
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import compile_model
from models.solving.solve import _polish, solve_plan
from planner.assemble import assemble

LATE = -1.0
"""Seconds until a deadline that is past."""


def late(**more: object) -> Options:
    return replace(EXACT, deadline=time.perf_counter() + LATE, **more)


@pytest.mark.parametrize("method", ["extensive", "benders"])
def test_a_deadline_that_is_past_ends_the_run(method: str) -> None:
    """Whatever is left of a limit of its own, before anything is built."""
    told: list[str] = []
    options = late(time_limit=100.0, method=method, progress=lambda p: told.append(p.phase))
    with pytest.raises(StoppedWithoutPlan):
        solve_plan(tiny_plan(), options)
    assert told == []


def test_the_limit_ends_the_building_of_branches() -> None:
    """Past when the third of 30 is about to be built, it leaves the rest unbuilt."""
    event = EventSpec(suppliers=frozenset({"A"}), duration=1)
    scenarios = {f"s{k}": ScenarioSpec("0", 0.01, (("E", 1),)) for k in range(30)}
    plan = tiny_plan(events={"E": event}, scenarios=scenarios)
    asked: list[int] = []

    def third() -> None:
        asked.append(len(asked))
        in_time(late() if len(asked) == 3 else EXACT)

    with pytest.raises(StoppedWithoutPlan):
        split_plan(plan, between=third)
    assert len(asked) == 3


def test_the_clock_runs_from_the_start() -> None:
    """A limit becomes a deadline once; what is left is the tighter of the two."""
    begun = Options(time_limit=50.0).started()
    assert begun.deadline is not None
    assert begun.started().deadline == begun.deadline
    assert 49.0 < (begun.seconds_left or 0.0) <= 50.0
    assert replace(begun, time_limit=3.0).seconds_left == 3.0
    assert Options().started().seconds_left is None
    assert late().seconds_left == 0.0


def test_an_lp_kept_alive_hears_the_deadline() -> None:
    """In mid-simplex, so that a round of branches cannot run on for long."""
    data = assemble(from_sheets(many_lots()))
    m = build_array_model(data)
    arrays = compile_model(m)
    assert PersistentLP(arrays, EXACT).solve().status is Status.OPTIMAL
    assert PersistentLP(arrays, late()).solve().status is Status.NOTHING


def test_searching_again_keeps_within_the_limit() -> None:
    """An answer whose rounding does not hold is searched again, but only while there is time.

    Nothing is ordered and everything is made: no LP with these whole numbers has a plan.
    """
    plan = tiny_plan(
        offers={"a": spot(order_cost=9.0)},
        products={
            "P": ProductSpec(50.0, (10.0, 10.0), {"std": DesignSpec(use={"Dy": 1.0})}, min_fill_rate=1.0)
        },
    )
    m = build_array_model(plan)
    arrays = compile_model(m)
    nothing = Outcome(Status.OPTIMAL, values=np.zeros(len(arrays.cost)))
    outcome, values, _ = _polish(arrays, nothing, EXACT)
    assert outcome.objective == pytest.approx(40 + 9)
    assert arrays.cost @ values == pytest.approx(40 + 9)
    with pytest.raises(StoppedWithoutPlan):
        _polish(arrays, nothing, late())


def test_naming_a_clash_takes_little_after_the_limit() -> None:
    """The limit is past, and still a small clash is named."""
    product = ProductSpec(50.0, (10.0, 10.0), {"std": DesignSpec(use={"Dy": 1.0})}, min_fill_rate=0.9)
    m = build_array_model(tiny_plan(products={"P": product}, offers={"a": spot(max_per_month=6.0)}))
    assert ("service_floor", ("P", "0")) in list(iis_rows(compile_model(m), late()))


def test_what_is_finished_has_no_limit() -> None:
    """The final LP runs however late it is; a wish to stop is noted and not obeyed."""
    stop = Stop()
    patient = patiently(late(stop=stop, time_limit=0.0))
    assert patient.seconds_left is None
    assert stop.listening
    patient.stop.set()
    assert stop.is_set()
    assert not patient.stop.is_set()
    m = build_array_model(tiny_plan())
    assert solve_arrays(compile_model(m), patient, "final LP").status is Status.OPTIMAL


def test_a_wish_to_stop_reaches_through_two_rooms() -> None:
    """What finishes a plan may itself be finished."""
    stop = threading.Event()
    NotNow(NotNow(stop)).set()
    assert stop.is_set()


def test_an_infeasible_plan_says_so_in_time() -> None:
    product = ProductSpec(50.0, (10.0, 10.0), {"std": DesignSpec(use={"Dy": 1.0})}, min_fill_rate=0.9)
    plan = tiny_plan(products={"P": product}, offers={"a": spot(max_per_month=6.0)})
    with pytest.raises(Infeasible) as caught:
        solve_plan(plan, Options(time_limit=30.0))
    assert caught.value.iis
